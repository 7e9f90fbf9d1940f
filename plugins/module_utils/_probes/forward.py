# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-FWD and C-EXPORT: mail does not flow outside by itself, and the owner can take the own old mail away.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import email
import imaplib
import io
import mailbox
import re
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.roundcube import Roundcube
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Trial, both

_MANAGESIEVE = 4190
_FILTER_PAGES = ("plugin.managesieve", "plugin.managesieve-forward", "plugin.forward")
_OLD_MESSAGES = 5
_DAYS = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$")


def probe(trial: Trial) -> None:
    """Look for a door where a user could set a forward; then see that mail to the probe stays inside (R228)."""
    account = trial.run.account("receiver")
    _no_sieve_door(trial)
    _no_filter_page(trial, account)
    _stays_inside(trial, account)


def _no_sieve_door(trial: Trial) -> None:
    expected = both(
        f"Pintu ManageSieve ({_MANAGESIEVE}) ditutup: pengguna tidak boleh memasang pemajuan",
        f"The ManageSieve door ({_MANAGESIEVE}) is closed: a user cannot set up a forward there",
    )
    with trial.part("managesieve", expected) as part:
        address = (trial.target.address, _MANAGESIEVE)
        try:
            with socket.create_connection(address, timeout=trial.target.timeout) as sock:
                part.wire.theirs(sock.recv(200))
        except ConnectionRefusedError:
            part.wire.remark("connection refused: the port is closed")
            part.saw(True, "Ditutup", "Closed")
            return
        raise CouldNotTest("ManageSieve answers; whether it lets a redirect pass is not tested by this probe")


def _no_filter_page(trial: Trial, account: ProbeAccount) -> None:
    expected = both("Webmel tiada halaman penapis atau pemajuan", "The webmail has no page for filters or forwarding")
    with trial.part("webmail", expected) as part, Roundcube(trial.target, part.wire) as web:
        if not web.login(account.address, trial.run.password(account)).accepted:
            raise CouldNotTest("the webmail refuses the right password")
        shown = []
        for action in _FILTER_PAGES:
            page = web.follow(web.request("GET", f"_task=settings&_action={action}"))
            if page.status == 200 and f'"action":"{action}"' in page.text:
                shown.append(action)
        ms, en = ("Ada", "There is") if shown else ("Tiada", "None")
        part.saw(not shown, f"{ms} {', '.join(shown)}".strip(), f"{en} {', '.join(shown)}".strip())


def _stays_inside(trial: Trial, account: ProbeAccount) -> None:
    expected = both(
        "Emel dari luar dan dari dalam sampai ke peti dan tidak keluar semula",
        "Mail from outside and from inside arrives in the mailbox and does not leave again",
    )
    with trial.part("stays-inside", expected) as part:
        run = trial.run
        if run.sink is None:
            raise CouldNotTest(run.sink_problem)
        sender = run.account("sender")
        tokens = [mail.new_token(), mail.new_token()]
        stranger = mail.stranger_address(run)
        outside = mail.stranger(run, part.wire)
        try:
            data = mail.message(stranger, account.address, tokens[0])
            first = mail.transact(outside, stranger, [account.address], data)
        finally:
            outside.close()
        inside = login.open_submission(run.target, sender.address, run.password(sender), part.wire)
        try:
            data = mail.message(sender.address, account.address, tokens[1])
            second = mail.transact(inside, sender.address, [account.address], data)
        finally:
            inside.close()
        arrived = first.accepted and second.accepted
        arrived = arrived and all(mail.arrived(run, account, token, part.wire) for token in tokens)
        left = [token for token in tokens if run.sink.wait_for(token, 2) is not None]
        ms = f"dalam peti: {'ya' if arrived else 'tidak'}; sampai di luar: {len(left)}"
        part.saw(arrived and not left, ms, f"in the mailbox: {'yes' if arrived else 'no'}; seen outside: {len(left)}")


def probe_export(trial: Trial) -> None:
    """As the owner, download mail older than the standard's age into an archive; it opens and counts match (R176)."""
    run = trial.run
    account = run.account("receiver")
    days = _days(str(trial.values.get("older_than") or "P1Y"))
    expected = both(
        f"Pemilik memuat turun {_OLD_MESSAGES} emel berusia lebih {days} hari: arkib dibuka, semuanya ada di dalam",
        f"The owner downloads {_OLD_MESSAGES} messages older than {days} days: the archive opens, all are in it",
    )
    with trial.part("download", expected) as part:
        tokens = [mail.new_token() for _number in range(_OLD_MESSAGES)]
        now = datetime.datetime.now(datetime.UTC)
        client = login.open_imap(run.target, account.address, run.password(account), part.wire)
        try:
            client.select("INBOX")
            for token in tokens:
                data = mail.message(account.address, account.address, token, 2000)
                client.append("INBOX", "", imaplib.Time2Internaldate(now - datetime.timedelta(days=days + 1)), data)
            before = (now - datetime.timedelta(days=days)).strftime("%d-%b-%Y")
            client.noop()
            found = client.search(None, "BEFORE", before)[1][0].split()
            messages = [_fetch(client, number.decode()) for number in found]
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()
        archived = _archive(messages)
        whole = sorted(archived) == sorted(tokens)
        ms = f"{len(found)} ditemui, {len(archived)} dalam arkib"
        part.saw(whole, ms, f"{len(found)} found, {len(archived)} in the archive")
    mail.empty(run, account, run.wire())


def _fetch(client: imaplib.IMAP4, number: str) -> bytes:
    for item in client.fetch(number, "(BODY.PEEK[])")[1]:
        if isinstance(item, tuple):
            return item[1]
    raise CouldNotTest(f"message {number} cannot be fetched")


def _archive(messages: list[bytes]) -> list[str]:
    """Write an mbox as a mail program does, open it again, and return the tokens it holds."""
    with tempfile.TemporaryDirectory(prefix="rasmi-export-") as folder:
        path = str(Path(folder) / "export.mbox")
        box = mailbox.mbox(path)
        for data in messages:
            box.add(email.message_from_binary_file(io.BytesIO(data)))
        box.close()
        again = mailbox.mbox(path)
        tokens = [str(item[mail.TOKEN_HEADER]) for item in again]
        again.close()
    return tokens


def _days(duration: str) -> int:
    """Days of an ISO 8601 duration of years, months and days, rounded up: older than that by any calendar."""
    found = _DAYS.match(duration)
    if found is None:
        raise CouldNotTest(f"{duration} is not an age in years, months or days")
    years, months, days = (int(item or 0) for item in found.groups())
    return years * 366 + months * 31 + days
