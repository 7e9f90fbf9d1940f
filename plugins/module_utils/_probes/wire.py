# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plain protocol clients that connect to an address under a published name and keep what was said.

Standard-library clients with three changes: the socket goes to `Target.address` while TLS checks `Target.name`, every
line is written to a Transcript, and nothing secret reaches it. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import base64
import http.client
import imaplib
import poplib
import re
import smtplib
import socket
import ssl
import threading
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Target

_AUTH = re.compile(r"(?i)\b(AUTH(?:ENTICATE)? (?:PLAIN|LOGIN) )(\S+)")
_HIDDEN = "(hidden)"
_LINE_MAX = 300
_LINES_MAX = 60


class Masker:
    """Knows every secret of a run and takes it out of any text, also in its base64 forms."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forms: set[str] = set()

    def learn(self, secret: str, user: str = "") -> str:
        """Remember a secret (and its SASL PLAIN form for `user`); returns it for convenience."""
        plain = base64.b64encode(f"\0{user}\0{secret}".encode()).decode()
        alone = base64.b64encode(secret.encode()).decode()
        with self._lock:
            self._forms.update({secret, plain, alone})
        return secret

    def hide(self, text: str) -> str:
        with self._lock:
            forms = sorted(self._forms, key=len, reverse=True)
        for form in forms:
            text = text.replace(form, _HIDDEN)
        return _AUTH.sub(r"\1" + _HIDDEN, text)


class Transcript:
    """Protocol lines as seen on the wire; "C:" ours, "S:" theirs, "--" a remark."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self._lines: list[str] = []

    def add(self, who: str, data: str | bytes) -> None:
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        text = text.strip()
        if len(text) > _LINE_MAX:
            text = f"{text[: _LINE_MAX // 2]} ... ({len(text)} characters)"
        for line in text.splitlines() or [""]:
            self._lines.append(f"{who} {self._masker.hide(line)}")

    def ours(self, data: str | bytes) -> None:
        self.add("C:", data)

    def theirs(self, data: str | bytes) -> None:
        self.add("S:", data)

    def remark(self, text: str) -> None:
        self.add("--", text)

    @property
    def lines(self) -> tuple[str, ...]:
        """At most 60 lines: the first and the last ones, with the gap named."""
        if len(self._lines) <= _LINES_MAX:
            return tuple(self._lines)
        half = _LINES_MAX // 2
        gap = f"-- ({len(self._lines) - 2 * half} lines left out)"
        return (*self._lines[:half], gap, *self._lines[-half:])


def tls_context(target: Target) -> ssl.SSLContext:
    """A client context that checks chain and name, as a careful user's program does."""
    context = ssl.create_default_context(cafile=target.ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def connect(target: Target, port: int, wire: Transcript, *, tls: bool = False) -> socket.socket:
    """Open a TCP connection to the target, wrapped in verified TLS when asked for."""
    sock = socket.create_connection((target.address, port), timeout=target.timeout)
    wire.remark(f"connected to {target.address}:{port}")
    if not tls:
        return sock
    wrapped = tls_context(target).wrap_socket(sock, server_hostname=target.name)
    wire.remark(f"{wrapped.version()}, certificate of {target.name} verified")
    return wrapped


class Smtp(smtplib.SMTP):
    """SMTP; `tls` = implicit TLS (port 465). Greets with EHLO itself only when a caller says so."""

    def __init__(self, target: Target, port: int, wire: Transcript, *, tls: bool = False) -> None:
        self.target, self.wire, self.implicit = target, wire, tls
        super().__init__(local_hostname="probe.invalid", timeout=target.timeout)
        self._host = target.name
        code, text = self.connect(target.name, port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, text)

    def _get_socket(self, _host: str, port: int, _timeout: float) -> socket.socket:
        return connect(self.target, port, self.wire, tls=self.implicit)

    def secure(self) -> Smtp:
        """EHLO, STARTTLS with verification (unless implicit), EHLO again."""
        self.ehlo()
        if not self.implicit:
            code, text = self.starttls(context=tls_context(self.target))
            if code != 220:
                raise smtplib.SMTPResponseException(code, text)
            self.wire.remark(f"TLS, certificate of {self.target.name} verified")
            self.ehlo()
        return self

    def send(self, s: Any) -> None:
        self.wire.ours(s if len(s) < 2000 else f"({len(s)} bytes of message)")
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        self.wire.theirs(f"{code} {text.decode('utf-8', 'replace')}")
        return code, text


class Imap(imaplib.IMAP4):
    """IMAP; `tls` = implicit TLS (port 993)."""

    def __init__(self, target: Target, port: int, wire: Transcript, *, tls: bool = True) -> None:
        self.target, self.wire, self.implicit = target, wire, tls
        super().__init__(target.name, port, target.timeout)

    def _create_socket(self, _timeout: float | None) -> socket.socket:
        return connect(self.target, self.port, self.wire, tls=self.implicit)

    def send(self, data: Any) -> None:
        self.wire.ours(data if len(data) < 2000 else f"({len(data)} bytes of message)")
        super().send(data)

    def readline(self) -> bytes:
        line = super().readline()
        self.wire.theirs(line)
        return line


class Pop(poplib.POP3):
    """POP3; `tls` = implicit TLS (port 995)."""

    def __init__(self, target: Target, port: int, wire: Transcript, *, tls: bool = True) -> None:
        self.target, self.wire, self.implicit = target, wire, tls
        super().__init__(target.name, port, target.timeout)

    def _create_socket(self, _timeout: float) -> socket.socket:
        return connect(self.target, self.port, self.wire, tls=self.implicit)

    def _putline(self, line: bytes) -> None:
        # poplib sends the password as a bare "PASS <password>" line.
        self.wire.ours(f"PASS {_HIDDEN}" if line.upper().startswith(b"PASS ") else line)
        super()._putline(line)  # type: ignore[misc]

    def _getline(self) -> tuple[bytes, int]:
        line, octets = super()._getline()  # type: ignore[misc]
        self.wire.theirs(line)
        return line, octets


class Http(http.client.HTTPConnection):
    """HTTP or HTTPS to the target, whatever name the request carries."""

    def __init__(self, target: Target, wire: Transcript, *, tls: bool = True) -> None:
        self.target, self.wire, self.tls = target, wire, tls
        self.default_port = target.ports.https if tls else target.ports.http
        super().__init__(target.name, self.default_port, timeout=target.timeout)

    def connect(self) -> None:
        self.sock = connect(self.target, self.default_port, self.wire, tls=self.tls)
