# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-DISABLE: a suspended account is shut at once, also for a connection that was already open.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import imaplib
import time
from contextlib import suppress

from ansible_collections.rasmi.mail.plugins.module_utils._probes import doors, login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import open_webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.webmail import Webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Imap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

#: "At once" (R104, R116) when the standard gives no figure: long enough for a server that looks every few seconds.
_AT_ONCE_SECONDS = 60


def probe(trial: Trial) -> None:
    """Log in, keep the connections open, suspend the probe, and watch every door; the account is resumed at the end."""
    run = trial.run
    account = run.account("disable")
    steward = run.helpdesk()
    within = int(trial.values.get("within_seconds") or _AT_ONCE_SECONDS)
    kept: Imap | None = None
    web = open_webmail(trial.target, run.wire())
    try:
        expected = both(
            "Sebelum penggantungan akaun masuk melalui IMAP dan web; kedua-dua sambungan dibiarkan terbuka",
            "Before the suspension the account is in over IMAP and web; both are kept open",
        )
        with trial.part("before", expected) as part:
            password = run.renew(account)
            kept = login.open_imap(run.target, account.address, password, part.wire)
            kept.select("INBOX")
            inside = web.login(account.address, password).accepted and web.shows_mail()
            part.saw(inside, f"web: {inside}", f"web: {inside}")
        if kept is None:
            return
        steward.suspend(account.address)
        suspended = time.monotonic()
        _doors(trial, account, password)
        _kept_open(trial, kept, suspended, within)
        _kept_web(trial, web)
        _delivery(trial, account)
    finally:
        steward.resume(account.address)
        web.__exit__()
        if kept is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                kept.shutdown()
    _resumed(trial, account)


def _doors(trial: Trial, account: ProbeAccount, password: str) -> None:
    doors.all_refuse(
        trial,
        account,
        password,
        lambda path: both(
            f"Akaun digantung: kata laluan yang betul ditolak melalui {path}",
            f"Suspended: the right password is refused over {path}",
        ),
    )


def _kept_open(trial: Trial, kept: Imap, suspended: float, within: int) -> None:
    expected = both(
        f"Sambungan IMAP yang sudah terbuka ditamatkan dalam {within} saat",
        f"The IMAP connection that was open ends within {within} seconds",
    )
    with trial.part("open-connection", expected) as part:
        kept.wire = part.wire
        while True:
            passed = time.monotonic() - suspended
            try:
                answer, _data = kept.noop()
                alive = answer == "OK"
            except (OSError, imaplib.IMAP4.error) as error:
                part.wire.remark(f"ended: {error}")
                alive = False
            if not alive:
                part.saw(passed <= within, f"Tamat selepas {passed:.0f} s", f"Ended after {passed:.0f} s")
                return
            if passed > within:
                part.saw(False, f"Masih hidup selepas {passed:.0f} s", f"Still alive after {passed:.0f} s")
                return
            time.sleep(1)


def _kept_web(trial: Trial, web: Webmail) -> None:
    expected = both(
        "Sesi webmel yang sudah terbuka tidak lagi memaparkan peti mel",
        "The webmail session that was open no longer shows the mailbox",
    )
    with trial.part("open-web-session", expected) as part:
        web.wire = part.wire
        ended, seen = web.ended()
        ms, en = ("tamat", "ended") if ended else ("masih terbuka", "still open")
        part.saw(ended, f"{ms}: {seen}", f"{en}: {seen}")


def _delivery(trial: Trial, account: ProbeAccount) -> None:
    decision = trial.run.standard.get("decisions", {}).get("suspended_receives", {})
    decided = decision.get("status") == "decided"
    receives = bool(decision.get("value"))
    expected = both(
        f"Emel kepada akaun digantung: {'diterima' if receives else 'ditolak'}",
        f"Mail to the suspended account: {'accepted' if receives else 'refused'}",
    )
    if not decided:
        expected = both(
            "Pemilik belum memutuskan sama ada akaun digantung menerima emel; jawapan pelayan mesti jelas (bukan 4xx)",
            "The owner has not decided whether a suspended account receives; the answer must be clear (no 4xx)",
        )
    with trial.part("delivery", expected) as part:
        client = mail.stranger(trial.run, part.wire)
        try:
            reply = mail.ask_recipient(client, mail.stranger_address(trial.run), account.address)
        finally:
            client.close()
        if reply.code in range(400, 500):
            raise CouldNotTest(
                f"ralat sementara, bukan jawapan: {reply}", f"temporary error instead of an answer: {reply}"
            )
        part.saw(reply.accepted is receives if decided else True, str(reply), str(reply), decided=decided)


def _resumed(trial: Trial, account: ProbeAccount) -> None:
    expected = both("Selepas diaktifkan semula, akaun masuk lagi", "After it is resumed the account is in again")
    with trial.part("resumed", expected) as part:
        attempt = login.log_in(trial.run, login.IMAP, account, trial.run.password(account), part.wire)
        part.saw(attempt.accepted, attempt.answer, attempt.answer)
