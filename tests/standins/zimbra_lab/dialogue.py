# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A line server that speaks the part of SMTP and LMTP that Postfix uses towards its neighbours."""

from __future__ import annotations

import re
import socketserver
from typing import ClassVar

_ADDRESS = re.compile(rb"<([^>]*)>")


class Session(socketserver.StreamRequestHandler):
    """One connection; subclasses say what they think of recipients and messages."""

    greeting: ClassVar[str] = "220 lab"
    timeout = 300

    def recipient(self, address: str) -> str:
        """The answer to RCPT."""
        raise NotImplementedError

    def message(self, sender: str, recipients: list[str], data: bytes) -> list[str]:
        """The answers after the final dot: one for SMTP, one for each recipient for LMTP. `data` ends with CRLF."""
        raise NotImplementedError

    def handle(self) -> None:
        sender, recipients = "", list[str]()
        self._say(self.greeting)
        while line := self.rfile.readline(65536):
            verb = line[:4].upper()
            if verb == b"QUIT":
                self._say("221 2.0.0 bye")
                return
            if verb in (b"EHLO", b"LHLO"):
                self._say("250-lab\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES")
            elif verb == b"MAIL":
                sender, recipients = _address(line), []
                self._say("250 2.0.0 Sender OK")
            elif verb == b"RCPT":
                answer = self.recipient(_address(line))
                if answer.startswith("2"):
                    recipients.append(_address(line))
                self._say(answer)
            elif verb == b"DATA" and recipients:
                self._say("354 End data with <CR><LF>.<CR><LF>")
                data = self._data()
                if data is None:
                    return
                for answer in self.message(sender, recipients, data):
                    self._say(answer)
                recipients = []
            elif verb == b"DATA":
                self._say("503 5.5.1 No recipients")
            elif verb in (b"RSET", b"NOOP", b"HELO"):
                recipients = [] if verb == b"RSET" else recipients
                self._say("250 2.0.0 OK")
            else:
                self._say("502 5.5.1 not here")

    def _data(self) -> bytes | None:
        lines = []
        while (line := self.rfile.readline(1 << 20)) != b".\r\n":
            if not line:
                return None
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64


def escape(data: bytes) -> bytes:
    """Dots at the beginning of lines doubled, as they travel."""
    escaped = data.replace(b"\r\n.", b"\r\n..")
    return b"." + escaped if escaped.startswith(b".") else escaped


def _address(line: bytes) -> str:
    found = _ADDRESS.search(line)
    return found.group(1).decode("utf-8", "replace") if found else ""
