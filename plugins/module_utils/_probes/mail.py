# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages of an exact size, their way in, and proof that they arrived.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import base64
import imaplib
import secrets
import smtplib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from typing import TypeVar

from ansible_collections.rasmi.mail.plugins.module_utils._probes.login import open_imap
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Imap, Smtp, Transcript

TOKEN_HEADER = "X-Rasmi-Probe"
_Seen = TypeVar("_Seen")

#: Characters of a body line: long, so that counting CRLF as one or two bytes hardly matters (RFC 5322 allows 998).
_LINE = 898
#: Base64 as mail programs write it: 57 bytes of a file become 76 characters and CRLF.
_FILE_LINE, _WIRE_LINE = 57, 78


def new_token() -> str:
    return f"probe-{secrets.token_hex(8)}"


def message(sender: str, recipient: str, token: str, size: int = 0, text: str = "") -> bytes:
    """A plain message, CRLF line ends, of exactly `size` bytes when that is more than the headers need."""
    head = _head(sender, recipient, token) + b"Content-Type: text/plain; charset=us-ascii\r\n\r\n"
    body = (text or "Ujian berkala perkhidmatan e-mel rasmi. Periodic test of the official mail service.").encode()
    data = head + body + b"\r\n"
    missing = size - len(data)
    if missing <= 2:
        return data
    noise = base64.b64encode(secrets.token_bytes(4096))
    line = (noise * (_LINE // len(noise) + 1))[:_LINE] + b"\r\n"
    filler = (line * (missing // len(line) + 1))[: missing - 2]
    if filler.endswith(b"\r"):
        filler = filler[:-1] + b"x"
    return data + filler + b"\r\n"


def with_attachment(sender: str, recipient: str, token: str, file_bytes: int) -> bytes:
    """A message with one attached file of `file_bytes` bytes in base64, as a mail program writes it."""
    data = secrets.token_bytes(min(max(file_bytes, 1), 65536))
    data = (data * (file_bytes // len(data) + 1))[:file_bytes]
    return carrying(sender, recipient, token, data)


def carrying(sender: str, recipient: str, token: str, file: bytes, *, name: str = "ujian.bin", text: str = "") -> bytes:
    """A message with `file` attached in base64, as a mail program writes it; `text` is its visible part."""
    boundary = f"=_{secrets.token_hex(12)}"
    encoded = base64.encodebytes(file).replace(b"\n", b"\r\n")
    parts = [
        _head(sender, recipient, token),
        f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode(),
        f"--{boundary}\r\nContent-Type: text/plain\r\n\r\n{text or 'Ujian kepilan. Attachment test.'}\r\n".encode(),
        f"--{boundary}\r\nContent-Type: application/octet-stream\r\n".encode(),
        f'Content-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode(),
        encoded,
        f"--{boundary}--\r\n".encode(),
    ]
    return b"".join(parts)


def largest_file(message_bytes: int) -> int:
    """The largest file, in bytes, that fits as base64 into a message of `message_bytes` with 4 KiB of headers."""
    return max(0, (message_bytes - 4096) // _WIRE_LINE * _FILE_LINE)


def _head(sender: str, recipient: str, token: str) -> bytes:
    domain = sender.rpartition("@")[2]
    return (
        f"From: <{sender}>\r\nTo: <{recipient}>\r\nSubject: [rasmi.mail] ujian / test {token}\r\n"
        f"Date: {formatdate(localtime=False)}\r\nMessage-ID: <{token}@{domain}>\r\n{TOKEN_HEADER}: {token}\r\n"
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
    ).encode()


@dataclass(frozen=True)
class Reply:
    """The end of one SMTP transaction: `stage` is mail, rcpt, data or end; `code` and `text` the deciding answer."""

    accepted: bool
    stage: str
    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text} (after {self.stage.upper()})"

    def says(self, *marks: str) -> bool:
        return any(str(self.code) == mark or self.text.startswith(mark) for mark in marks)


#: How long the answer to a whole message may take. A client should grant ten minutes (RFC 5321, 4.5.3.2.6); before
#: this time is over Postfix has given up on a filter that does not answer (milter_content_timeout, 300 s).
JUDGING_SECONDS = 330.0


def transact(client: Smtp, sender: str, recipients: Sequence[str], data: bytes, *, announce: bool = True) -> Reply:
    """MAIL, RCPT, DATA; stops at the first refusal and resets. `announce` gives SIZE= (RFC 1870)."""
    options = f" SIZE={len(data)}" if announce else ""
    steps = [("mail", f"MAIL FROM:<{sender}>{options}"), *(("rcpt", f"RCPT TO:<{item}>") for item in recipients)]
    for stage, command in steps:
        code, text = client.docmd(command)
        if code >= 400 or code < 0:
            with suppress(smtplib.SMTPServerDisconnected):
                client.rset()
            return Reply(False, stage, code, _decode(text))
    code, text = client.docmd("DATA")
    if code != 354:
        return Reply(False, "data", code, _decode(text))
    body = data if data.endswith(b"\r\n") else data + b"\r\n"
    client.send(body.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    if client.sock:
        client.sock.settimeout(max(client.target.timeout, JUDGING_SECONDS))
    code, text = client.getreply()
    return Reply(200 <= code < 300, "end", code, _decode(text))


def ask_recipient(client: Smtp, sender: str, recipient: str, size: int = 0) -> Reply:
    """MAIL and RCPT only, then RSET: would this recipient be accepted? Nothing is sent."""
    options = f" SIZE={size}" if size else ""
    stage = "mail"
    code, text = client.docmd(f"MAIL FROM:<{sender}>{options}")
    if 200 <= code < 300:
        stage = "rcpt"
        code, text = client.docmd(f"RCPT TO:<{recipient}>")
    with suppress(smtplib.SMTPServerDisconnected):
        client.rset()
    return Reply(200 <= code < 300, stage, code, _decode(text))


def stranger(run: Run, wire: Transcript) -> Smtp:
    """A connection to the MX as another mail server makes it: port 25, STARTTLS when offered."""
    client = Smtp(run.target, run.target.ports.smtp, wire)
    client.ehlo()
    if client.has_extn("starttls"):
        client.secure()
    return client


def stranger_address(run: Run) -> str:
    return f"orang.luar@{run.target.outside_domain}"


def arrived(run: Run, account: ProbeAccount, token: str, wire: Transcript, *, wait: float | None = None) -> bool:
    """Look into the account's INBOX over IMAP until the message with `token` is there, then delete it."""
    return _take(run, account, token, wire, wait, lambda _client, _found: True) or False


def received(
    run: Run, account: ProbeAccount, token: str, wire: Transcript, *, wait: float | None = None
) -> bytes | None:
    """Like `arrived`, but returns the message as the user's program gets it; None when it did not come."""
    return _take(run, account, token, wire, wait, lambda client, found: download(client, found.split()[0].decode()))


def notice(run: Run, account: ProbeAccount, token: str, wire: Transcript, *, wait: float | None = None) -> bytes | None:
    """A notice of non-delivery in the account's INBOX about the message with `token`; None when none came."""
    return _take(
        run, account, token, wire, wait, lambda client, found: download(client, found.split()[0].decode()), "TEXT"
    )


def download(client: Imap, number: str) -> bytes:
    """The whole message with a sequence number in the selected folder, without marking it as read."""
    answer = client.fetch(number, "(BODY.PEEK[])")[1]
    return next((bytes(item[1]) for item in answer if isinstance(item, tuple)), b"")


def body_of(message: bytes) -> bytes:
    """What follows the headers: servers add headers on the way, the rest must stay as it was sent."""
    return message.partition(b"\r\n\r\n")[2]


def _take(
    run: Run,
    account: ProbeAccount,
    token: str,
    wire: Transcript,
    wait: float | None,
    look: Callable[[Imap, bytes], _Seen],
    where: str = "",
) -> _Seen | None:
    deadline = time.monotonic() + (run.target.settle if wait is None else wait)
    client = open_imap(run.target, account.address, run.password(account), run.wire())
    try:
        while True:
            client.select("INBOX")
            if where:
                found = client.search(None, where, token)[1][0]
            else:
                found = client.search(None, "HEADER", TOKEN_HEADER, token)[1][0]
                found = found or client.search(None, "SUBJECT", token)[1][0]
            if found:
                wire.remark(f"{token} found in the INBOX of {account.address} over IMAP")
                seen = look(client, found)
                _delete(client, found)
                return seen
            if time.monotonic() > deadline:
                wire.remark(f"{token} not in the INBOX of {account.address}")
                return None
            time.sleep(0.5)
    finally:
        _leave(client)


def folders(client: Imap) -> list[str]:
    """Names of the folders that hold mail, as the server writes them (quoted where it quotes)."""
    lines = [item for item in client.list()[1] if isinstance(item, bytes) and b"\\Noselect" not in item]
    return [item.split(b") ", 1)[1].split(b" ", 1)[1].decode() for item in lines]


def empty(run: Run, account: ProbeAccount, wire: Transcript) -> int:
    """Delete everything in every folder of a probe account; returns the number of messages deleted."""
    client = open_imap(run.target, account.address, run.password(account), wire)
    count = 0
    try:
        for folder in folders(client):
            if client.select(folder)[0] != "OK":
                continue
            found = client.search(None, "ALL")[1][0]
            if found:
                count += len(found.split())
                _delete(client, found)
        return count
    finally:
        _leave(client)


def _delete(client: Imap, found: bytes) -> None:
    client.store(found.decode().replace(" ", ","), "+FLAGS.SILENT", r"(\Deleted)")
    client.expunge()


def _leave(client: Imap) -> None:
    with suppress(OSError, imaplib.IMAP4.error):
        client.logout()


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "replace").replace("\n", " / ")
