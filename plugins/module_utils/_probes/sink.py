# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outside world of a test run: an SMTP listener that takes every message and remembers its beginning and size.

The target routes `Target.outside_domain` to it. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
import socketserver
import threading
import time
from dataclasses import dataclass

_TOKEN = re.compile(rb"(?:X-Rasmi-Probe:|Subject:.*?test) (probe-[0-9a-f]{16})", re.IGNORECASE)
_KEPT = 65536
_REPLIES = {
    b"HELO": b"250 sink\r\n",
    b"RSET": b"250 ok\r\n",
    b"NOOP": b"250 ok\r\n",
    b"VRFY": b"252 ok\r\n",
}


@dataclass(frozen=True)
class Received:
    """A message that came out: its token, its bytes (CRLF counted as two), envelope sender and recipients.

    `data` is the message itself, up to 64 KiB of it; a notice of non-delivery says there why.
    """

    token: str
    size: int
    sender: str
    recipients: tuple[str, ...]
    data: bytes = b""


class _Session(socketserver.StreamRequestHandler):
    timeout = 120
    server: _Server

    def handle(self) -> None:
        self.wfile.write(b"220 sink ESMTP\r\n")
        sender = ""
        recipients: list[str] = []
        while line := self.rfile.readline(65536):
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            if verb == b"EHLO":
                # No SIZE: a refusal for size must be the tested server's own.
                self.wfile.write(b"250-sink\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n")
            elif verb == b"MAIL":
                sender, recipients = _address(line), []
                self.wfile.write(b"250 2.1.0 ok\r\n")
            elif verb == b"RCPT":
                recipients.append(_address(line))
                self.wfile.write(b"250 2.1.5 ok\r\n")
            elif verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                if not self._data(sender, tuple(recipients)):
                    return
            else:
                self.wfile.write(_REPLIES.get(verb, b"502 5.5.1 not here\r\n"))

    def _data(self, sender: str, recipients: tuple[str, ...]) -> bool:
        size, head = 0, b""
        while (line := self.rfile.readline(1 << 20)) != b".\r\n":
            if not line:
                return False
            size += len(line)
            if len(head) < _KEPT:
                head += line.removeprefix(b".") if line.startswith(b"..") else line
        found = _TOKEN.search(head)
        self.server.keep(Received(found.group(1).decode() if found else "", size, sender, recipients, head))
        self.wfile.write(b"250 2.0.0 taken\r\n")
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int]) -> None:
        self._changed = threading.Condition()
        self._received: list[Received] = []
        super().__init__(address, _Session)

    def keep(self, item: Received) -> None:
        with self._changed:
            self._received.append(item)
            self._changed.notify_all()

    def find(self, token: str, seconds: float) -> Received | None:
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                for item in self._received:
                    if item.token == token:
                        return item
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)


class Sink:
    """Context manager: listens on `host`:`port` (0 = any free port) until left."""

    def __init__(self, host: str, port: int) -> None:
        self._server = _Server((host, port))
        self.host, self.port = self._server.server_address[0], int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def __enter__(self) -> Sink:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def wait_for(self, token: str, seconds: float) -> Received | None:
        """The message with `token` as soon as it is there, None after `seconds`."""
        return self._server.find(token, seconds)


def _address(line: bytes) -> str:
    found = re.search(rb"<([^>]*)>", line)
    return found.group(1).decode("utf-8", "replace").lower() if found else ""
