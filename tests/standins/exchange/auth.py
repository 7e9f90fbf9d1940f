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

_MARK = b"--Encrypted Boundary"
_LENGTH = re.compile(rb"Length=(\d+)")
_PROTOCOLS = {
    "negotiate": "application/HTTP-SPNEGO-session-encrypted",
    "kerberos": "application/HTTP-Kerberos-session-encrypted",
}


@dataclass(frozen=True)
class Gate:
    """Whom the endpoint lets in: passwords for Basic, and the key table for Kerberos (None: no Kerberos)."""

    passwords: dict[str, str] = field(default_factory=dict)
    keytab: str | None = None
    tls: bool = True

    def offers(self) -> list[str]:
        """The WWW-Authenticate headers. Basic is offered over TLS only."""
        found = ["Negotiate", "Kerberos"] if self.keytab else []
        return [*found, 'Basic realm="ex01"'] if self.tls and self.passwords else found


class Identity:
    """The caller of one connection."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.user = ""
        self.context: Ticket | None = None
        self.scheme = ""

    def check(self, header: str | None) -> tuple[bool, str]:
        """Whether the request may go on, and a token for the client's next step."""
        if not header:
            return bool(self.user), ""
        scheme, _space, value = header.partition(" ")
        if scheme.lower() == "basic" and self.gate.tls:
            return self._basic(value), ""
        if scheme.lower() in _PROTOCOLS and self.gate.keytab:
            return self._kerberos(scheme.lower(), value)
        return False, ""

    @property
    def encrypts(self) -> bool:
        """Whether messages on this connection are encrypted by Kerberos."""
        return not self.gate.tls

    def opened(self, body: bytes) -> bytes:
        """The envelope inside an encrypted request."""
        parts = [one for one in body.split(_MARK + b"\r\n") if one]
        _head, _mark, sealed = parts[1].partition(b"application/octet-stream\r\n")
        sealed = sealed.removesuffix(_MARK + b"--\r\n").removesuffix(_MARK + b"--")
        (size,) = struct.unpack("<i", sealed[:4])
        if self.context is None:
            raise ValueError("an encrypted message from a client without a ticket")
        plain = self.context.unwrap(sealed[4 : 4 + size], sealed[4 + size :])
        found = _LENGTH.search(parts[0])
        if found is None or int(found.group(1)) != len(plain):
            raise ValueError("the length of an encrypted message is wrong")
        return plain

    def sealed(self, body: bytes) -> tuple[str, bytes]:
        """Content type and body of an encrypted answer; Exchange writes its boundary with a space."""
        assert self.context is not None
        signature, data, padding = self.context.wrap(body)
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
            user, _colon, password = base64.b64decode(value).decode().partition(":")
        except ValueError:
            return False
        expected = self.gate.passwords.get(user)
        if expected is None or not hmac.compare_digest(expected.encode(), password.encode()):
            return False
        self.user = user
        return True

    def _kerberos(self, scheme: str, value: str) -> tuple[bool, str]:
        if self.context is None or self.context.complete:
            self.context = Ticket(self.gate.keytab or "")
            self.scheme = scheme
        token = self.context.step(value)
        if token is None:
            self.context = None
            return False, ""
        if self.context.complete:
            self.user = self.context.user
        return self.context.complete, f"{scheme.capitalize()} {token}" if token else ""


class Ticket:
    """The server's side of one Kerberos or SPNEGO handshake, and the key that it ends with.

    Written on gssapi, which Debian has, so that the machine of the lab needs nothing that must be compiled.
    """

    def __init__(self, keytab: str) -> None:
        import gssapi

        self.raw = gssapi.raw
        self.problem = gssapi.exceptions.GSSError
        credentials = gssapi.Credentials(usage="accept", store={"keytab": keytab})
        self.context = gssapi.SecurityContext(usage="accept", creds=credentials)

    @property
    def complete(self) -> bool:
        """Whether the client has proved itself."""
        return bool(self.context.complete)

    @property
    def user(self) -> str:
        """The client's principal."""
        return str(self.context.initiator_name)

    def step(self, value: str) -> str | None:
        """The answer to a token of the client ("": nothing more to say), or None when it proves nothing."""
        try:
            token = self.context.step(base64.b64decode(value))
            bool(self.context.complete)  # gssapi raises here when a step has failed and yet gave a token
        except (self.problem, ValueError):
            return None
        return base64.b64encode(token).decode() if token else ""

    def wrap(self, body: bytes) -> tuple[bytes, bytes, int]:
        """Header, encrypted data with its padding, and the length of the padding."""
        kinds = self.raw.IOVBufferType
        buffers = self.raw.IOV(kinds.header, body, kinds.padding, std_layout=False)
        self.raw.wrap_iov(self.context, buffers, confidential=True)
        padding = buffers[2].value or b""
        return buffers[0].value, buffers[1].value + padding, len(padding)

    def unwrap(self, header: bytes, data: bytes) -> bytes:
        """The plain text of what `wrap` makes on the other side."""
        kinds = self.raw.IOVBufferType
        buffers = self.raw.IOV((kinds.header, False, header), data, kinds.data, std_layout=False)
        self.raw.unwrap_iov(self.context, buffers)
        plain: bytes = buffers[1].value
        return plain
