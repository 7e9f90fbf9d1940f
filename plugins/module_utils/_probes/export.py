# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-EXPORT: a user can take the whole mailbox along, with the document's guide B (a mail program over POP3S or IMAPS).

Guide A is the export function of one product's webmail (one .tgz file); it is observed where the platform has it.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import email
import imaplib
import io
import mailbox
import poplib
import re
import tarfile
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import platform_of
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Pop
from ansible_collections.rasmi.mail.plugins.module_utils._probes.zimbra_web import ZimbraWeb
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration

_SIZES = (0, 2_000, 60_000)
_FILE = 40_000
#: Lines that POP3 and SMTP have to escape.
_DOTS = "Baris bermula dengan titik / lines that begin with a dot:\r\n.satu\r\n..dua\r\n...\r\nTamat."
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_TOKEN = re.compile(rb"X-Rasmi-Probe: (probe-[0-9a-f]{16})", re.IGNORECASE)

_Bodies = dict[str, bytes]


def probe(trial: Trial) -> None:
    """Deliver known mail to a probe and download all of it twice: counts, bytes and contents match (R176, R177)."""
    run = trial.run
    account = run.account("full")
    try:
        inbox = _fill(trial, account)
        if trial.verdicts[-1].red:
            return
        _over_pop(trial, account, inbox)
        _over_imap(trial, account, inbox)
        if platform_of(trial.target).exports_archive:
            _over_web(trial, account, inbox)
    finally:
        mail.empty(run, account, run.wire())


def _fill(trial: Trial, account: ProbeAccount) -> _Bodies:
    """Bodies by token of what lies in the INBOX afterwards."""
    run, bodies = trial.run, _Bodies()
    stranger, to = mail.stranger_address(run), account.address
    expected = both(
        "Peti ujian menerima emel pelbagai saiz, satu kepilan dan satu emel yang lebih lama daripada had umur piawaian",
        "The test mailbox gets mail of several sizes, one attachment and a message older than the standard's age",
    )
    with trial.part("delivered", expected) as part:
        run.renew(account)
        mail.empty(run, account, run.wire())
        *plain, dots, file = (mail.new_token() for _number in range(len(_SIZES) + 2))
        messages = {token: mail.message(stranger, to, token, size) for token, size in zip(plain, _SIZES, strict=True)}
        messages[dots] = mail.message(stranger, to, dots, 0, _DOTS)
        messages[file] = mail.with_attachment(stranger, to, file, _FILE)
        client = mail.stranger(run, run.wire())
        try:
            for token, data in messages.items():
                reply = mail.transact(client, stranger, [to], data)
                if not reply.accepted:
                    raise CouldNotTest(
                        f"mel kepada akaun ujian tidak diterima: {reply}", f"mail to the probe is not taken: {reply}"
                    )
                bodies[token] = mail.body_of(data)
        finally:
            client.close()
        _wait_for(trial, account, len(bodies))
        token = mail.new_token()
        data = mail.message(stranger, to, token, 1_000)
        _store_old(trial, account, data)
        bodies[token] = mail.body_of(data)
        total = sum(map(len, bodies.values()))
        part.saw(True, f"{len(bodies)} emel, {total} bait isi", f"{len(bodies)} messages, {total} bytes of contents")
    return bodies


def _wait_for(trial: Trial, account: ProbeAccount, count: int) -> None:
    deadline = time.monotonic() + trial.target.settle
    while True:
        client = login.open_imap(trial.target, account.address, trial.run.password(account), trial.run.wire())
        try:
            present = int(client.select("INBOX", readonly=True)[1][0] or 0)
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()
        if present >= count:
            return
        if time.monotonic() > deadline:
            raise CouldNotTest(f"{present} daripada {count} mesej tiba", f"{present} of {count} messages arrived")
        time.sleep(0.5)


def _store_old(trial: Trial, account: ProbeAccount, data: bytes) -> None:
    """A message as old as mail that the standard wants exported; the profile's own age, one day when it has none."""
    age = str(trial.values.get("older_than") or "P1D")
    days = parse_duration(age).day_bounds()[1] + 1
    moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
    client = login.open_imap(trial.target, account.address, trial.run.password(account), trial.run.wire())
    try:
        answer, said = client.append("INBOX", "", imaplib.Time2Internaldate(moment), data)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()
    if answer != "OK":
        raise CouldNotTest(f"mesej lama tidak dapat disimpan: {said}", f"an old message cannot be stored: {said}")


def _over_pop(trial: Trial, account: ProbeAccount, wanted: _Bodies) -> None:
    expected = both(
        "Semua emel peti masuk dimuat turun melalui POP3S (panduan B); kiraan, bait dan isi sepadan",
        "All mail of the inbox is downloaded over POP3S (guide B); count, bytes and contents match",
    )
    with trial.part("pop3s", expected) as part:
        client = Pop(trial.target, trial.target.ports.pop3s, trial.run.wire())
        got: list[bytes] = []
        try:
            client.user(account.address)
            client.pass_(trial.run.password(account))
            count, announced = client.stat()
            part.wire.remark(f"STAT: {count} messages, {announced} bytes")
            got += [b"\r\n".join(client.retr(number)[1]) + b"\r\n" for number in range(1, count + 1)]
        except poplib.error_proto as error:
            raise CouldNotTest(f"POP3S: {login.words(error)}") from error
        finally:
            with suppress(OSError, poplib.error_proto):
                client.quit()
        _judge(part, got, announced, wanted)


def _over_imap(trial: Trial, account: ProbeAccount, wanted: _Bodies) -> None:
    expected = both(
        "Semua emel dalam setiap folder dimuat turun melalui IMAPS (panduan B); kiraan, bait dan isi sepadan",
        "All mail of every folder is downloaded over IMAPS (guide B); count, bytes and contents match",
    )
    with trial.part("imaps", expected) as part:
        client = login.open_imap(trial.target, account.address, trial.run.password(account), trial.run.wire())
        got: list[bytes] = []
        announced = 0
        try:
            for folder in mail.folders(client):
                count = int(client.select(folder, readonly=True)[1][0] or 0)
                part.wire.remark(f"SELECT {folder}: {count} messages")
                for number in range(1, count + 1):
                    said = client.fetch(str(number), "(RFC822.SIZE)")[1][0]
                    found = _SIZE.search(said) if isinstance(said, bytes) else None
                    announced += int(found.group(1)) if found else 0
                    got.append(mail.download(client, str(number)))
        except imaplib.IMAP4.error as error:
            raise CouldNotTest(f"IMAPS: {login.words(error)}") from error
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()
        _judge(part, got, announced, wanted)


def _over_web(trial: Trial, account: ProbeAccount, wanted: _Bodies) -> None:
    expected = both(
        "Fungsi eksport webmel memberi satu fail .tgz (panduan A); kiraan dan isi emel sepadan",
        "The webmail's export gives one .tgz file (guide A); count and contents of the mail match",
    )
    with trial.part("tgz", expected) as part, ZimbraWeb(trial.target, part.wire) as web:
        if not web.login(account.address, trial.run.password(account)).accepted:
            raise CouldNotTest("webmel menolak kata laluan yang betul", "the webmail refuses the right password")
        status, data = web.export()
        if status != 200:
            part.saw(False, f"eksport dijawab {status}", f"the export is answered {status}")
            return
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            members = [item for item in archive.getmembers() if item.isfile()]
            files = [file.read() for item in members if (file := archive.extractfile(item)) is not None]
        got = [file for file in files if _TOKEN.search(file)]
        _judge(part, got, sum(map(len, got)), wanted)


def _archive(messages: list[bytes]) -> int:
    """Write an mbox as a mail program does, open it again, and count the messages that carry a probe's token."""
    with tempfile.TemporaryDirectory(prefix="rasmi-export-") as folder:
        path = str(Path(folder) / "export.mbox")
        box = mailbox.mbox(path)
        for data in messages:
            box.add(email.message_from_bytes(data))
        box.close()
        again = mailbox.mbox(path)
        count = sum(bool(item[mail.TOKEN_HEADER]) for item in again)
        again.close()
    return count


def _judge(part: Part, got: list[bytes], announced: int, wanted: _Bodies) -> None:
    total = sum(map(len, got))
    archived = _archive(got)
    found = {token.group(1).decode(): mail.body_of(data) for data in got if (token := _TOKEN.search(data))}
    same = sum(found.get(token) == body for token, body in wanted.items())
    part.wire.remark(f"{len(got)} messages, {total} bytes downloaded, {same} with exactly the contents that were sent")
    good = len(got) == len(wanted) == same == archived and total == announced
    ms = f"{same} daripada {len(wanted)} emel tepat; {total} daripada {announced} bait; {archived} dalam arkib"
    en = f"{same} of {len(wanted)} messages exact; {total} of {announced} bytes; {archived} in the archive"
    part.saw(good, ms, en, messages=len(got), bytes=total)
