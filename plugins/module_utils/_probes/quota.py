# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-QUOTA-TIER, C-QUOTA-FLOOR and C-QUOTA-FULL: the space a mailbox has, and what happens at its end.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import platform_of
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import UNLIMITED, format_size

_STORAGE = re.compile(rb"STORAGE (\d+) (\d+)")
_KIB = 1024
#: Small enough to be filled with a few messages, large enough for the server's own overhead.
SMALL = 1024 * _KIB
_STEP = 200 * _KIB


def storage(trial: Trial, part: Part, account: ProbeAccount) -> tuple[int, int]:
    """(used, limit) in bytes as GETQUOTAROOT shows them to the user; limit 0 = no quota shown (RFC 2087: KiB)."""
    run = trial.run
    client = login.open_imap(run.target, account.address, run.password(account), part.wire)
    try:
        if "QUOTA" not in client.capabilities and "QUOTA" not in str(client.capability()[1]):
            raise CouldNotTest(
                "pelayan tidak menawarkan sambungan IMAP QUOTA", "the server does not offer the IMAP extension QUOTA"
            )
        answer, parts = client.getquotaroot("INBOX")
        if answer != "OK":
            raise CouldNotTest(f"GETQUOTAROOT: {answer}")
    finally:
        with suppress(OSError):
            client.shutdown()
    lines = [line for group in parts for line in group if isinstance(line, bytes)]
    found = _STORAGE.search(b"\n".join(lines))
    return (int(found.group(1)) * _KIB, int(found.group(2)) * _KIB) if found else (0, UNLIMITED)


def probe_tiers(trial: Trial) -> None:
    """As the probe of each tier: the figure that the standard gives the tier (R065, R066)."""
    for tier in trial.run.standard["tiers"]:
        wanted = int(tier["quota_bytes"])
        text = format_size(wanted)
        title = tier.get("title", {})
        expected = both(
            f"{title.get('ms', tier['id'])}: {'tanpa had' if wanted == UNLIMITED else text}",
            f"{title.get('en', tier['id'])}: {text}",
        )
        with trial.part(str(tier["id"]), expected) as part:
            _used, limit = storage(trial, part, trial.run.account("tier", str(tier["id"])))
            seen = "tiada had ditunjukkan" if limit == UNLIMITED else format_size(limit)
            part.saw(limit == wanted, seen, "no limit shown" if limit == UNLIMITED else seen, limit=limit)


def probe_floor(trial: Trial) -> None:
    """No mailbox below the floor, seen on the probe of each tier; the plan checks every account (R009)."""
    floor = int(trial.values["min_bytes"])
    for account in trial.run.accounts:
        if account.purpose != "tier":
            continue
        expected = both(
            f"Sekurang-kurangnya {format_size(floor)} atau tanpa had", f"At least {format_size(floor)}, or unlimited"
        )
        with trial.part(account.tier or account.address, expected) as part:
            _used, limit = storage(trial, part, account)
            part.saw(limit == UNLIMITED or limit >= floor, format_size(limit), format_size(limit), limit=limit)


def probe_full(trial: Trial) -> None:
    """Fill a probe's mailbox: the next mail is refused in the dialogue, not bounced; after deleting, taken (R017)."""
    run = trial.run
    account, sender = run.account("full"), run.account("sender")
    steward = run.helpdesk()
    before = steward.quota(account.address)
    try:
        run.renew(account)
        mail.empty(run, account, run.wire())
        steward.set_quota(account.address, SMALL)
        if _fill(trial, account):
            _refuses_when_full(trial, account, sender)
            _takes_after_deletion(trial, account)
    finally:
        steward.set_quota(account.address, before)
        mail.empty(run, account, run.wire())


def _fill(trial: Trial, account: ProbeAccount) -> bool:
    expected = both(
        "Peti ujian diberi kuota 1 MiB dan dipenuhkan; IMAP menunjukkannya hampir penuh",
        "The test mailbox gets a quota of 1 MiB and is filled; IMAP shows it nearly full",
    )
    with trial.part("filled", expected) as part:
        client = login.open_imap(trial.target, account.address, trial.run.password(account), part.wire)
        answer = "OK"
        size = _STEP
        try:
            while size >= 2 * _KIB:
                data = mail.message(account.address, account.address, mail.new_token(), size)
                answer, said = client.append("INBOX", "", "", data)
                if answer != "OK":
                    size //= 2
            part.wire.remark(f"last APPEND: {answer} {said[0]!r}")
        finally:
            with suppress(OSError):
                client.shutdown()
        used, limit = storage(trial, part, account)
        full = limit == SMALL and used >= limit * 0.98
        part.saw(full, f"{used} daripada {limit} bait digunakan", f"{used} of {limit} bytes used")
    return not trial.verdicts[-1].red


def _refuses_when_full(trial: Trial, account: ProbeAccount, sender: ProbeAccount) -> None:
    run = trial.run
    stranger = mail.stranger_address(run)
    in_dialogue = platform_of(trial.target).refuses_in_dialogue
    expected = both(
        "Penghantaran seterusnya ditolak 552 5.2.2 dalam dialog SMTP (bukan ditangguh, bukan lantunan)",
        "The next delivery is refused with 552 5.2.2 in the SMTP dialogue (not deferred, no bounce)",
    )
    if not in_dialogue:
        expected = both(
            "Penghantaran seterusnya ditolak dengan 5.2.2: dalam dialog SMTP, atau serta-merta dengan notis kepada "
            "pengirim (bukan ditangguh)",
            "The next delivery is refused with 5.2.2: in the SMTP dialogue, or at once by a notice to the sender (not "
            "deferred)",
        )
    token = mail.new_token()
    with trial.part("mx", expected) as part:
        client = mail.stranger(run, part.wire)
        try:
            reply = mail.transact(
                client, stranger, [account.address], mail.message(stranger, account.address, token, _STEP)
            )
        finally:
            client.close()
        _judge(part, reply, None if in_dialogue else lambda: _notice_outside(trial, token))
    inside = token if in_dialogue else mail.new_token()
    with trial.part("submission", expected) as part:
        submission = login.open_submission(run.target, sender.address, run.password(sender), part.wire)
        try:
            data = mail.message(sender.address, account.address, inside, _STEP)
            reply = mail.transact(submission, sender.address, [account.address], data)
        finally:
            submission.close()
        _judge(part, reply, None if in_dialogue else lambda: mail.notice(run, sender, inside, run.wire()))
    if in_dialogue:
        _no_bounce(trial, sender, token)


def _no_bounce(trial: Trial, sender: ProbeAccount, token: str) -> None:
    run = trial.run
    expected = both("Tiada mesej lantunan dihantar kepada pengirim", "No bounce is sent to the sender")
    with trial.part("no-bounce", expected) as part:
        time.sleep(2)
        bounced = mail.notice(run, sender, token, part.wire, wait=0) is not None
        outside = run.sink is not None and run.sink.wait_for(token, 0) is not None
        seen = bounced or outside
        part.saw(not seen, "Lantunan ditemui" if seen else "Tiada", "A bounce was found" if seen else "None")


def _judge(part: Part, reply: mail.Reply, notice: Callable[[], bytes | None] | None) -> None:
    """The answer in the dialogue, or, where the platform refuses later, the notice that follows it."""
    if notice is None or not reply.accepted:
        part.saw(_is_full(reply), str(reply), str(reply))
        return
    text = notice()
    if text is None:
        part.saw(False, f"{reply}; tiada notis: ditangguh", f"{reply}; no notice: deferred")
        return
    status = next((line for line in text.decode("utf-8", "replace").splitlines() if "5.2.2" in line), "")
    part.wire.theirs(f"notice: {status.strip() or 'without 5.2.2'}")
    ms, en = ("notis 5.2.2 kepada pengirim", "notice to the sender, 5.2.2")
    part.saw(
        bool(status),
        f"{reply}; {ms if status else 'notis tanpa 5.2.2'}",
        f"{reply}; {en if status else 'a notice without 5.2.2'}",
    )


def _notice_outside(trial: Trial, token: str) -> bytes | None:
    if trial.run.sink is None:
        raise CouldNotTest(**trial.run.sink_problem)
    received = trial.run.sink.wait_for(token, trial.target.settle)
    return received.data if received else None


def _is_full(reply: mail.Reply) -> bool:
    if reply.code in range(400, 500):
        return False
    return not reply.accepted and reply.code in (552, 550) and reply.text.startswith("5.2.2")


def _takes_after_deletion(trial: Trial, account: ProbeAccount) -> None:
    run = trial.run
    expected = both(
        "Selepas emel dipadam, penghantaran diterima semula dan sampai",
        "After mail is deleted, a delivery is accepted again and arrives",
    )
    with trial.part("after-deletion", expected) as part:
        deleted = mail.empty(run, account, run.wire())
        part.wire.remark(f"{deleted} messages deleted over IMAP")
        token, stranger = f"probe-{secrets.token_hex(8)}", mail.stranger_address(run)
        client = mail.stranger(run, part.wire)
        try:
            reply = mail.transact(
                client, stranger, [account.address], mail.message(stranger, account.address, token, _STEP)
            )
        finally:
            client.close()
        found = reply.accepted and mail.arrived(run, account, token, part.wire)
        part.saw(
            found, f"{reply}; sampai: {'ya' if found else 'tidak'}", f"{reply}; arrived: {'yes' if found else 'no'}"
        )
