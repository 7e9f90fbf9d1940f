# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-QUOTA-WARN: the owner is told before the mailbox is full (R069).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import email
import email.header
import time
from collections.abc import Callable
from contextlib import suppress

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail, quota
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

#: Distance from the mark, in percent of the quota, on either side; smaller where the mark lies near an end.
_MARGIN = 3.0
#: What a delivery may add to a message in headers, in bytes.
_HEADERS = 4096
#: A warning follows the message that causes it at once: this long without one is silence.
_SILENCE_SECONDS = 4.0


def probe(trial: Trial) -> None:
    """A delivery that stays below the mark brings no warning, the next one that passes it does.

    Deliveries, because some servers look at nothing else: Zimbra warns after a delivery over LMTP only.
    """
    run = trial.run
    account = run.account("full")
    steward = run.helpdesk()
    percent = int(trial.values.get("percent") or trial.target.quota_warn_percent)
    before = steward.quota(account.address)
    try:
        run.renew(account)
        mail.empty(run, account, run.wire())
        steward.set_quota(account.address, quota.SMALL)
        if _quiet_below(trial, account, percent):
            _warned_above(trial, account, percent)
    finally:
        steward.set_quota(account.address, before)
        mail.empty(run, account, run.wire())


def margin(percent: int) -> float:
    """Percent of the quota to stay away from the mark: never below nothing, never at a full mailbox."""
    return min(_MARGIN, percent / 3, (100 - percent) / 3)


def _quiet_below(trial: Trial, account: ProbeAccount, percent: int) -> bool:
    expected = both(
        f"Peti ujian diisi hampir {percent}% daripada kuotanya: tiada amaran",
        f"The test mailbox is filled to just under {percent}% of its quota: no warning",
    )
    reached = False
    with trial.part("below", expected) as part:
        goal = int(quota.SMALL * (percent - margin(percent)) / 100)
        _store(trial, account, goal, part)
        _deliver(trial, account, goal, part)
        used = _used(trial, part, account)
        reached = used * 100 < quota.SMALL * percent
        if not reached:
            raise CouldNotTest(
                f"{used} bait telah digunakan, iaitu {percent}% daripada {quota.SMALL} atau lebih",
                f"{used} bytes are used, which is {percent}% of {quota.SMALL} or more",
            )
        seen = _strange(trial, account, part, min(_SILENCE_SECONDS, trial.target.settle))
        ms, en = (f"mesej {seen!r}", f"the message {seen!r}") if seen else ("tiada mesej lain", "no other message")
        part.saw(not seen, f"{_share(used)} digunakan; {ms}", f"{_share(used)} used; {en}")
    # A warning that came too soon would be taken for the next one.
    return reached and not trial.verdicts[-1].red


def _warned_above(trial: Trial, account: ProbeAccount, percent: int) -> None:
    expected = both(
        f"Penghantaran seterusnya melepasi {percent}%: mesej amaran tiba dalam peti",
        f"The next delivery passes {percent}%: a warning message arrives in the mailbox",
    )
    with trial.part("warned", expected) as part:
        _deliver(trial, account, int(quota.SMALL * (percent + margin(percent)) / 100), part)
        used = _used(trial, part, account)
        if used * 100 < quota.SMALL * percent:
            raise CouldNotTest(
                f"{used} bait telah digunakan, iaitu kurang daripada {percent}% daripada {quota.SMALL}",
                f"{used} bytes are used, which is less than {percent}% of {quota.SMALL}",
            )
        seen = _strange(trial, account, part, trial.target.settle)
        ms, en = (f"mesej {seen!r} tiba", f"the message {seen!r} arrived") if seen else ("tiada amaran", "no warning")
        part.saw(bool(seen), f"{_share(used)} digunakan; {ms}", f"{_share(used)} used; {en}")


def _share(used: int) -> str:
    return f"{used * 100 / quota.SMALL:.1f}%"


def _used(trial: Trial, part: Part, account: ProbeAccount) -> int:
    used, limit = quota.storage(trial, part, account)
    if limit != quota.SMALL:
        raise CouldNotTest(
            f"peti mel menunjukkan kuota {limit} bait, bukan {quota.SMALL}",
            f"the mailbox shows a quota of {limit} bytes instead of {quota.SMALL}",
        )
    return used


def _store(trial: Trial, account: ProbeAccount, goal: int, part: Part) -> None:
    """Store messages over IMAP until one more, which comes by delivery, makes `goal` bytes."""
    last = _HEADERS * 2
    client = login.open_imap(trial.target, account.address, trial.run.password(account), trial.run.wire())
    stored = 0
    try:
        while (size := min(200_000, goal - last - stored)) > 1024:
            data = mail.message(account.address, account.address, mail.new_token(), size)
            answer, said = client.append("INBOX", "", "", data)
            if answer != "OK":
                raise CouldNotTest(
                    f"mesej {size} bait tidak disimpan: {said}", f"a message of {size} bytes is not stored: {said}"
                )
            stored += len(data)
    finally:
        with suppress(OSError):
            client.shutdown()
    part.wire.remark(f"{stored} bytes stored over IMAP")


def _deliver(trial: Trial, account: ProbeAccount, goal: int, part: Part) -> None:
    """Send what is missing to `goal` bytes as a stranger, and wait until it is there."""
    run = trial.run
    size = goal - _used(trial, part, account) - _HEADERS // 2
    token, stranger = mail.new_token(), mail.stranger_address(run)
    client = mail.stranger(run, part.wire)
    try:
        reply = mail.transact(client, stranger, [account.address], mail.message(stranger, account.address, token, size))
    finally:
        client.close()
    if not reply.accepted:
        raise CouldNotTest(
            f"mel kepada akaun ujian tidak diterima: {reply}", f"mail to the probe is not taken: {reply}"
        )
    if _wait_for(trial, account, trial.target.settle, lambda head: token.encode() in head) is None:
        raise CouldNotTest("mel kepada akaun ujian tidak tiba", "mail to the probe does not arrive")


def _strange(trial: Trial, account: ProbeAccount, part: Part, wait: float) -> str:
    """The subject of a message in the INBOX that no probe sent; "" when none comes within `wait` seconds."""
    ours = mail.TOKEN_HEADER.lower().encode() + b":"
    head = _wait_for(trial, account, wait, lambda head: ours not in head.lower())
    if head is None:
        part.wire.remark(f"for {wait:.0f} s nothing but the probe's own messages in the INBOX of {account.address}")
        return ""
    for line in head.decode("utf-8", "replace").strip().splitlines():
        part.wire.theirs(line)
    subject = email.message_from_bytes(head).get("Subject", "")
    return str(email.header.make_header(email.header.decode_header(subject))) or "(no subject)"


def _wait_for(trial: Trial, account: ProbeAccount, wait: float, wanted: Callable[[bytes], bool]) -> bytes | None:
    """The header of a message in the INBOX that is `wanted`; None when there is none after `wait` seconds."""
    deadline = time.monotonic() + wait
    client = login.open_imap(trial.target, account.address, trial.run.password(account), trial.run.wire())
    try:
        while True:
            client.select("INBOX", readonly=True)
            for number in client.search(None, "ALL")[1][0].split():
                answer = client.fetch(number.decode(), "(BODY.PEEK[HEADER])")[1]
                head = next((bytes(item[1]) for item in answer if isinstance(item, tuple)), b"")
                if wanted(head):
                    return head
            if time.monotonic() > deadline:
                return None
            time.sleep(0.5)
    finally:
        with suppress(OSError):
            client.shutdown()
