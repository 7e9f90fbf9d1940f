# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who speaks: Basic over TLS, Kerberos (SPNEGO or plain) with the key table of the machine.

One Identity belongs to one connection, as in IIS: a Kerberos handshake authenticates the connection, and what follows
on it needs no header. Over plain HTTP everything after the handshake is encrypted with its key (MS-WSMV 2.2.9.1).
"""

from __future__ import annotations

import base64
import hmac
import re
import struct
from dataclasses import dataclass, field
from typing import Any

_MARK = b"--Encrypted Boundary"
_LENGTH = re.compile(rb"Length=(\d+)")
_PROTOCOLS = {
    "negotiate": "application/HTTP-SPNEGO-session-encrypted",
    "kerberos": "application/HTTP-Kerberos-session-encrypted",
}


@dataclass(frozen=True)
class Gate:
    """Whom the endpoint lets in: passwords for Basic, and the host name of its Kerberos key (None: no Kerberos)."""

    passwords: dict[str, str] = field(default_factory=dict)
    kerberos_host: str | None = None
    tls: bool = True

    def offers(self) -> list[str]:
        """The WWW-Authenticate headers. Basic is offered over TLS only."""
        found = ["Negotiate", "Kerberos"] if self.kerberos_host else []
        return [*found, 'Basic realm="ex01"'] if self.tls and self.passwords else found


class Identity:
    """The caller of one connection."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.user = ""
        self.context: Any = None
        self.scheme = ""

    def check(self, header: str | None) -> tuple[bool, str]:
        """Whether the request may go on, and a token for the client's next step."""
        if not header:
            return bool(self.user), ""
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "basic" and self.gate.tls:
            return self._basic(value), ""
        if scheme.lower() in _PROTOCOLS and self.gate.kerberos_host:
            return self._kerberos(scheme.lower(), value)
        return False, ""

    @property
    def encrypts(self) -> bool:
        """Whether messages on this connection are encrypted by Kerberos."""
        return not self.gate.tls

    def opened(self, body: bytes) -> bytes:
        """The envelope inside an encrypted request."""
        parts = [one for one in body.split(_MARK + b"\r\n") if one]
        _, _, sealed = parts[1].partition(b"application/octet-stream\r\n")
        sealed = sealed.removesuffix(_MARK + b"--\r\n").removesuffix(_MARK + b"--")
        (size,) = struct.unpack("<i", sealed[:4])
        plain: bytes = self.context.unwrap_winrm(sealed[4 : 4 + size], sealed[4 + size :])
        found = _LENGTH.search(parts[0])
        if found is None or int(found.group(1)) != len(plain):
            raise ValueError("the length of an encrypted message is wrong")
        return plain

    def sealed(self, body: bytes) -> tuple[str, bytes]:
        """Content type and body of an encrypted answer; Exchange writes its boundary with a space."""
        signature, data, padding = self.context.wrap_winrm(body)
        protocol = _PROTOCOLS[self.scheme]
        head = (
            f"-- Encrypted Boundary\r\n\tContent-Type: {protocol}\r\n\tOriginalContent: type="
            f"application/soap+xml;charset=UTF-8;Length={len(body) + padding}\r\n-- Encrypted Boundary\r\n"
            "\tContent-Type: application/octet-stream\r\n"
        )
        content = head.encode() + struct.pack("<i", len(signature)) + signature + data + b"-- Encrypted Boundary--\r\n"
        return f'multipart/encrypted;protocol="{protocol}";boundary="Encrypted Boundary"', content

    def _basic(self, value: str) -> bool:
        try:
            user, _, password = base64.b64decode(value).decode().partition(":")
        except ValueError:
            return False
        expected = self.gate.passwords.get(user)
        if expected is None or not hmac.compare_digest(expected.encode(), password.encode()):
            return False
        self.user = user
        return True

    def _kerberos(self, scheme: str, value: str) -> tuple[bool, str]:
        import spnego  # compiled parts below it: only who uses Kerberos needs them

        if self.context is None or self.context.complete:
            options = spnego.NegotiateOptions.none if self.gate.tls else spnego.NegotiateOptions.wrapping_winrm
            self.context = spnego.server(
                hostname=self.gate.kerberos_host, service="HTTP", protocol=scheme, options=options
            )
            self.scheme = scheme
        try:
            token = self.context.step(base64.b64decode(value))
        except (spnego.exceptions.SpnegoError, ValueError):
            self.context = None
            return False, ""
        answer = f"{scheme.capitalize()} {base64.b64encode(token).decode()}" if token else ""
        if self.context.complete:
            self.user = str(self.context.client_principal)
        return bool(self.context.complete), answer
