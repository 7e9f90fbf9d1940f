# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS over a connected socket, for many small records.

slapd sends every entry of a search as a TLS record of its own, and an `ssl.SSLSocket` asks the system twice for each
(its head, its body). Here whatever has arrived is taken at once and decrypted from memory, which halves what reading
costs (100,000 entries: 0.5 s of 1 s). The handshake and its checks are the standard library's own.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl

#: Bytes of a record around its content, at least (RFC 8446, 5.2: head, kind of content, tag).
_AROUND = 22
#: Milliseconds that a record may lie unread until others have come.
_PATIENCE = 10


class Tls:
    """Used like a socket, and raises what one does. Verifies as `context` demands, or raises ssl.SSLError."""

    def __init__(self, connected: socket.socket, context: ssl.SSLContext, server_hostname: str) -> None:
        self._socket = connected
        self._arrived, self._leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._arrived, self._leaving, server_hostname=server_hostname)
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._send()
                self._wait(16384)
            else:
                self._send()
                return

    def recv(self, size: int) -> bytes:
        """What has arrived, at most about `size` bytes; waits for something, b"" when the server has closed."""
        parts: list[bytes] = []
        read = self._tls.read
        while True:
            try:
                while part := read(65536):
                    parts.append(part)
                return b"".join(parts)
            except ssl.SSLWantReadError:
                self._send()  # an answer to the protocol itself, if it wants one
                if parts:
                    return b"".join(parts)
                self._wait(size)
            except ssl.SSLZeroReturnError:
                return b"".join(parts)

    def gather(self, records: int, size: int) -> None:
        """Wait until about so many records of `size` bytes have arrived, or for 10 ms.

        The system is told how much is worth waking up for (SO_RCVLOWAT).
        """
        bell = select.poll()
        bell.register(self._socket, select.POLLIN)
        with contextlib.suppress(OSError):  # whatever it is, the read that follows will say it
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, records * (size + _AROUND))
            bell.poll(_PATIENCE)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)

    def sendall(self, data: bytes) -> None:
        """Encrypt and send all of it."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._tls.write(rest) :]
        self._send()

    def close(self) -> None:
        """Close the socket; the server sees that nothing more comes."""
        self._socket.close()

    def _send(self) -> None:
        data = self._leaving.read()
        if data:
            self._socket.sendall(data)

    def _wait(self, size: int) -> None:
        data = self._socket.recv(size)
        if not data:
            # Whoever closes says so first: what was to come may have been cut off (RFC 8446, 6.1).
            raise ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "the connection was cut without a goodbye")
        self._arrived.write(data)
