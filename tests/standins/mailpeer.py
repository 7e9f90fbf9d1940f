# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small mail service on loopback that really speaks IMAP, POP3, SMTP and HTTP over TLS.

It exists so that probes can be shown services that keep the standard and services that break it in one way each:
`Service` holds the accounts and the flaws, the protocol handlers only ask it.
"""

from __future__ import annotations

import base64
import http.server
import re
import smtplib
import socketserver
import ssl
import tempfile
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.standins.slapd import certificate, write_pair

NAME = "mail.kelantan.gov.my"
#: GTUBE, and the beginning of the EICAR file in base64.
UNWANTED = (b"GTUBE-STANDARD", b"WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FS")


@dataclass
class Box:
    password: str = ""
    temporary: bool = False
    active: bool = True
    age_days: float = 0
    quota: int = 314572800
    locked: bool = False
    failures: Counter[str] = field(default_factory=Counter)
    messages: list[bytes] = field(default_factory=list)


@dataclass
class Flaws:
    """What is wrong with the service; the defaults keep the standard."""

    lock_at: int = 3
    counter_per_path: bool = False
    bans_address: bool = False
    temporary_error: bool = False
    loses_mail: bool = False
    temporary_opens: bool = False
    max_age_days: float = 90
    suspended_opens: bool = False
    clear_text: bool = False
    relay: bool = False
    size: int = 10240000
    catch_all: bool = False
    redirect: bool = True
    hsts: bool = True
    filters: bool = True
    alters: bool = False
    forwards: bool = False
    offers_filters: bool = False
    loses_on_export: bool = False


class Service:
    """The decisions; also the steward that probes ask to bring things about."""

    def __init__(self, addresses: list[str], flaws: Flaws) -> None:
        self.boxes = {address: Box() for address in addresses}
        self.flaws = flaws
        self.banned = False
        self.lock = threading.RLock()

    def login(self, path: str, address: str, password: str) -> bool:
        with self.lock:
            box = self.boxes.get(address)
            if box is None or self.banned:
                return False
            if box.password != password:
                self._failed(path, box)
                return False
            usable = box.active or self.flaws.suspended_opens
            usable = usable and not box.locked and box.age_days <= self.flaws.max_age_days
            usable = usable and (not box.temporary or path == "web" or self.flaws.temporary_opens)
            if usable:
                box.failures.clear()
            return usable

    def _failed(self, path: str, box: Box) -> None:
        box.failures[path if self.flaws.counter_per_path else ""] += 1
        if max(box.failures.values()) >= self.flaws.lock_at > 0:
            if self.flaws.bans_address:
                self.banned = True
            else:
                box.locked = True

    # --- the steward
    def set_password(self, address: str, password: str, *, temporary: bool = False) -> None:
        box = self.boxes[address]
        box.password, box.temporary, box.age_days = password, temporary, 0

    def release(self, address: str) -> None:
        self.boxes[address].locked = False
        self.boxes[address].failures.clear()

    def age_password(self, address: str, days: float) -> None:
        self.boxes[address].age_days = days

    def quota(self, address: str) -> int:
        return self.boxes[address].quota

    def set_quota(self, address: str, size: int) -> None:
        self.boxes[address].quota = size

    def suspend(self, address: str) -> None:
        self.boxes[address].active = False

    def resume(self, address: str) -> None:
        self.boxes[address].active = True

    def close(self) -> None:
        pass


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
            self.box.messages.append(data)
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
        user, recipient, flaws = "", "", self.peer.service.flaws
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
                size = int((re.findall(r"SIZE=(\d+)", line) or ["0"])[0])
                self.say("552 5.3.4 too big" if size > flaws.size else "250 2.1.0 ok")
            elif verb == "RCPT":
                recipient = line.partition("<")[2].rpartition(">")[0]
                self.say(self._recipient(user, recipient))
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
        good = self.peer.service.login("smtp", user, password)
        self.say("235 2.7.0 in" if good else "535 5.7.8 no")
        return user if good else ""

    def _recipient(self, user: str, recipient: str) -> str:
        service = self.peer.service
        if self.submits and not user:
            return "554 5.7.1 log in first"
        if recipient in service.boxes or (service.flaws.catch_all and recipient.endswith("@kelantan.gov.my")):
            return "250 2.1.5 ok"
        if recipient.endswith("@kelantan.gov.my"):
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
            service.boxes[recipient].messages.append(data)
        self.say("250 2.0.0 queued")


class Submission(Smtp):
    submits = True


class Web(http.server.BaseHTTPRequestHandler):
    """As much of Roundcube's pages as tells a session from a logon form."""

    peer: Peer
    tls: bool
    protocol_version = "HTTP/1.1"
    form = '<form action="/?_task=login"><input name="_token" value="t0ken"><input name="_pass"></form>'

    def setup(self) -> None:
        if self.tls:
            self.request = self.peer.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def log_message(self, *_args: object) -> None:
        pass

    def answer(self, status: int, body: str = "", **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if self.tls and self.peer.service.flaws.hsts:
            self.send_header("Strict-Transport-Security", "max-age=31536000")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        if not self.tls and self.peer.service.flaws.redirect:
            self.answer(301, Location=f"https://{NAME}{self.path}")
        elif "_task=settings" in self.path and "roundcube_sessauth" in self.headers.get("Cookie", ""):
            offer = '"_action=plugin.managesieve"' if self.peer.service.flaws.offers_filters else ""
            self.answer(200, f'{{"task":"settings","action":""}} {offer}')
        else:
            self.answer(200, self.form, Set_Cookie="roundcube_sessid=1; secure; HttpOnly")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        fields = {key: values[0] for key, values in urllib.parse.parse_qs(body).items()}
        if not self.tls and self.peer.service.flaws.redirect:
            self.answer(301, Location=f"https://{NAME}{self.path}")
        elif self.peer.service.login("web", fields.get("_user", ""), fields.get("_pass", "")):
            self.answer(302, Location="/?_task=mail&_token=t0ken", Set_Cookie="roundcube_sessauth=1; secure")
        else:
            self.answer(200 if not self.tls else 401, self.form)


class Peer:
    """Everything listening: `with Peer(addresses, flaws) as peer`; `peer.ports` maps Ports fields to numbers."""

    def __init__(self, addresses: list[str], flaws: Flaws | None = None) -> None:
        self.service = Service(addresses, flaws or Flaws())
        self.ports: dict[str, int] = {}
        self.outside: tuple[str, int] | None = None
        self._servers: list[socketserver.ThreadingTCPServer] = []
        self._folder = tempfile.TemporaryDirectory(prefix="rasmi-peer-")
        root = Path(self._folder.name)
        authority = certificate("rasmi.mail peer authority")
        write_pair(root, "ca", authority)
        write_pair(root, "server", certificate(NAME, ca=authority))
        self.ca_file = str(root / "ca.pem")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(root / "server.pem", root / "server.key")

    def forward(self, data: bytes) -> None:
        """Hand a message to the outside world, when there is one."""
        if self.outside:
            with smtplib.SMTP(*self.outside) as client:
                client.sendmail("peer@kelantan.gov.my", ["luar@outside.test"], data)

    def __enter__(self) -> Peer:
        doors: tuple[tuple[str, type[Any], bool], ...] = (
            ("http", Web, False),
            ("https", Web, True),
            ("smtp", Smtp, False),
            ("submission", Submission, False),
            ("submissions", Submission, True),
            ("imap", Imap, False),
            ("imaps", Imap, True),
            ("pop3", Pop, False),
            ("pop3s", Pop, True),
        )
        for name, handler, tls in doors:
            bound = type(handler.__name__, (handler,), {"peer": self, "tls": tls})
            server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), bound)
            server.daemon_threads = True
            server.handle_error = lambda *_args: None  # type: ignore[method-assign]
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            self._servers.append(server)
            self.ports[name] = server.server_address[1]
        return self

    def __exit__(self, *_exc: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._folder.cleanup()
