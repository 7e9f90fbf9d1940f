# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The doors of the small mail service that speak lines: IMAP, POP3, SMTP and submission."""

from __future__ import annotations

import base64
import re
import socketserver
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.standins.mailservice import Box

if TYPE_CHECKING:
    from tests.standins.mailpeer import Peer

#: GTUBE, and the beginning of the EICAR file in base64.
UNWANTED = (b"GTUBE-STANDARD", b"WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FS")


class _Lines(socketserver.StreamRequestHandler):
    """A line protocol; `peer` and `tls` come from the class that `listen` makes."""

    peer: Peer
    tls: bool

    def setup(self) -> None:
        if self.tls:
            self.request = self.peer.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def read(self) -> str:
        return self.rfile.readline().decode("utf-8", "replace").rstrip("\r\n")

    def start_tls(self) -> None:
        self.request = self.peer.context.wrap_socket(self.request, server_side=True)
        self.tls = True
        super().setup()


class Imap(_Lines):
    def handle(self) -> None:
        self.box: Box | None = None
        self.deleted: set[int] = set()
        self.say("* OK ready")
        while line := self.read():
            tag, verb, *rest = line.split(" ", 2)
            argument = rest[0] if rest else ""
            verb = verb.upper()
            if verb == "LOGOUT":
                self.say(f"* BYE bye\r\n{tag} OK done")
                return
            answer: Callable[[str, str], None] = getattr(self, f"do_{verb.lower()}", self.do_other)
            answer(tag, argument)

    def do_other(self, tag: str, _argument: str) -> None:
        self.say(f"{tag} OK done")

    def do_capability(self, tag: str, _argument: str) -> None:
        shut = "" if self.tls or self.peer.service.flaws.clear_text else " LOGINDISABLED"
        self.say(f"* CAPABILITY IMAP4rev1 STARTTLS QUOTA{shut}\r\n{tag} OK done")

    def do_starttls(self, tag: str, _argument: str) -> None:
        self.say(f"{tag} OK begin")
        self.start_tls()

    def do_login(self, tag: str, argument: str) -> None:
        user, password = re.findall(r'"[^"]*"|\S+', argument)
        service = self.peer.service
        if service.flaws.temporary_error:
            self.say(f"{tag} NO [UNAVAILABLE] try later")
        elif not self.tls and not service.flaws.clear_text:
            self.say(f"{tag} NO [PRIVACYREQUIRED] not without TLS")
        elif service.login("imap", user.strip('"'), password.strip('"')):
            self.box = service.boxes[user.strip('"')]
            self.say(f"{tag} OK in")
        else:
            self.say(f"{tag} NO [AUTHENTICATIONFAILED] no")

    def do_select(self, tag: str, _argument: str) -> None:
        count = len(self.box.messages) if self.box else 0
        self.say(f"* {count} EXISTS\r\n{tag} OK [READ-WRITE] done")

    do_examine = do_select

    def do_list(self, tag: str, _argument: str) -> None:
        self.say(f'* LIST () "/" INBOX\r\n{tag} OK done')

    def do_fetch(self, tag: str, argument: str) -> None:
        number, _space, what = argument.partition(" ")
        data = self.box.messages[int(number) - 1] if self.box else b""
        if "RFC822.SIZE" in what:
            self.say(f"* {number} FETCH (RFC822.SIZE {len(data)})\r\n{tag} OK done")
        else:
            self.wfile.write(f"* {number} FETCH (BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")
            self.say(f"{tag} OK done")

    def do_append(self, tag: str, argument: str) -> None:
        self.say("+ go on")
        data = self.rfile.read(int(argument.rpartition("{")[2].rstrip("}")))
        self.rfile.readline()
        if self.box:
            self.peer.service.keep(self.box, data)
        self.say(f"{tag} OK done")

    def do_getquotaroot(self, tag: str, argument: str) -> None:
        if self.box:
            numbers = f"{self.box.used() // 1024} {self.box.quota // 1024}"
            self.say(f'* QUOTAROOT {argument} "mailbox"\r\n* QUOTA "mailbox" (STORAGE {numbers})')
        self.say(f"{tag} OK done")

    def do_search(self, tag: str, argument: str) -> None:
        token = argument.rsplit(" ", 1)[-1].strip('"').encode()
        messages = self.box.messages if self.box else []
        hits = [str(n) for n, item in enumerate(messages, start=1) if token in item or token == b"ALL"]
        self.say(f"* SEARCH {' '.join(hits)}\r\n{tag} OK done")

    def do_store(self, tag: str, argument: str) -> None:
        self.deleted |= {int(number) for number in argument.split(" ")[0].split(",")}
        self.say(f"{tag} OK done")

    def do_expunge(self, tag: str, _argument: str) -> None:
        if self.box:
            self.box.messages[:] = [m for n, m in enumerate(self.box.messages, start=1) if n not in self.deleted]
        self.deleted.clear()
        self.say(f"{tag} OK done")


class Pop(_Lines):
    def handle(self) -> None:
        user = ""
        shown: list[bytes] = []
        self.say("+OK ready")
        while line := self.read():
            verb, _space, argument = line.partition(" ")
            service = self.peer.service
            if verb == "QUIT":
                self.say("+OK bye")
                return
            if verb == "CAPA":
                offer = "USER\r\n" if self.tls or service.flaws.clear_text else ""
                self.say(f"+OK\r\n{offer}STLS\r\n.")
            elif verb == "STLS":
                self.say("+OK begin")
                self.start_tls()
            elif verb == "USER" and (self.tls or service.flaws.clear_text):
                user = argument
                self.say("+OK")
            elif verb == "PASS" and service.login("pop", user, argument):
                shown = service.boxes[user].messages[1 if service.flaws.loses_on_export else 0 :]
                self.say("+OK in")
            elif verb == "STAT":
                self.say(f"+OK {len(shown)} {sum(map(len, shown))}")
            elif verb == "RETR":
                self.say("+OK")
                self.wfile.write(b"." * shown[int(argument) - 1].startswith(b"."))
                self.wfile.write(shown[int(argument) - 1].replace(b"\r\n.", b"\r\n..") + b".\r\n")
            else:
                self.say("-ERR [AUTH] no")


class Smtp(_Lines):
    """`submits` = login wanted before a recipient is taken."""

    submits = False

    def handle(self) -> None:
        user, sender, recipient, flaws = "", "", "", self.peer.service.flaws
        self.say("220 ready")
        while line := self.read():
            verb = line[:4].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "EHLO":
                offers = ["250-peer", f"250-SIZE {flaws.size}", *([] if self.tls else ["250-STARTTLS"])]
                if self.submits and (self.tls or flaws.clear_text):
                    offers.append("250-AUTH PLAIN")
                self.say("\r\n".join([*offers, "250 8BITMIME"]))
            elif verb == "STAR":
                self.say("220 begin")
                self.start_tls()
            elif verb == "AUTH":
                user = self._auth(line.split()[-1])
            elif verb == "MAIL":
                sender = line.partition("<")[2].partition(">")[0]
                size = int((re.findall(r"SIZE=(\d+)", line) or ["0"])[0])
                self.say("552 5.3.4 too big" if size > flaws.size else "250 2.1.0 ok")
            elif verb == "RCPT":
                recipient = line.partition("<")[2].rpartition(">")[0]
                spoofs = not user and sender.endswith(f"@{self.peer.service.domain}") and not flaws.own_senders
                self.say("550 5.7.1 log in" if spoofs else self._recipient(user, recipient))
            elif verb == "DATA":
                self._data(recipient)
            elif verb in ("VRFY", "EXPN"):
                self.say("502 5.5.1 off")
            else:
                self.say("250 2.0.0 ok")

    def _auth(self, text: str) -> str:
        _zid, user, password = base64.b64decode(text).decode().split("\0")
        if not self.tls and not self.peer.service.flaws.clear_text:
            self.say("530 5.7.0 Must issue a STARTTLS command first")
            return ""
        if self.peer.service.flaws.hesitates > 0:
            self.peer.service.flaws.hesitates -= 1
            self.say("454 4.7.0 Temporary authentication failure")
            return ""
        good = self.peer.service.login("smtp", user, password)
        self.say("235 2.7.0 in" if good else "535 5.7.8 no")
        return user if good else ""

    def _recipient(self, user: str, recipient: str) -> str:
        service = self.peer.service
        if self.submits and not user:
            return "554 5.7.1 log in first"
        if recipient in service.boxes or (service.flaws.catch_all and recipient.endswith(f"@{service.domain}")):
            return "250 2.1.5 ok"
        if recipient.endswith(f"@{service.domain}"):
            return "550 5.1.1 unknown"
        return "250 2.1.5 ok" if user or service.flaws.relay else "554 5.7.1 relay denied"

    def _data(self, recipient: str) -> None:
        self.say("354 go on")
        data = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            data += line.removeprefix(b".") if line.startswith(b"..") else line
        service = self.peer.service
        if service.flaws.filters and any(item in data for item in UNWANTED):
            self.say("554 5.7.1 not wanted")
            return
        if service.flaws.alters:
            data += b"-- checked\r\n"
        if service.flaws.forwards and recipient in service.boxes:
            self.peer.forward(data)
        if len(data) > service.flaws.size:
            self.say("552 5.3.4 too big")
            return
        if recipient not in service.boxes:
            self.peer.forward(data)
        elif not service.flaws.loses_mail:
            service.keep(service.boxes[recipient], data)
        self.say("250 2.0.0 queued")


class Submission(Smtp):
    submits = True
