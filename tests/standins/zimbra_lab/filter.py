# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the place of amavis: it asks a real clamd, knows the one test pattern for spam, and signs with DKIM.

Like the real one it stands behind Postfix' queue, looks at what `antivirus` and `antispam` in zimbraServiceEnabled ask
for, discards what it finds (the sender hears nothing), and hands the rest back to Postfix. Mail of the domains that
zmdkimkeyutil made keys for is signed.
"""

from __future__ import annotations

import json
import smtplib
import socket
import struct
from pathlib import Path
from typing import ClassVar

from .dialogue import Server, Session, escape
from .directory import Directory

# In pieces: as a whole they would make filters take this file away.
_SPAM = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*" + b"GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
CLAMD = ("127.0.0.1", 3310)
KEYS = Path("/opt/zimbra/conf/dkim.json")


def infected(data: bytes, clamd: tuple[str, int]) -> bool:
    """clamd's opinion of a message (its command INSTREAM); raises OSError when it has none."""
    with socket.create_connection(clamd, 30) as client:
        client.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), 1 << 16):
            piece = data[start : start + (1 << 16)]
            client.sendall(struct.pack("!I", len(piece)) + piece)
        client.sendall(struct.pack("!I", 0))
        answer = b""
        while piece := client.recv(4096):
            answer += piece
    if answer.rstrip(b"\0").endswith(b" OK"):
        return False
    if b" FOUND" in answer:
        return True
    raise OSError(f"clamd: {answer!r}")


def signed(sender: str, data: bytes, keys: Path) -> bytes:
    """The message with a signature of the sender's domain in front, when there is a key of it."""
    known = json.loads(keys.read_text(encoding="utf-8")) if keys.exists() else {}
    mine = known.get(sender.rpartition("@")[2].lower())
    if not mine:
        return data
    import dkim

    names = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]
    key, selector, domain = (mine[name].encode() for name in ("key", "selector", "domain"))
    mark: bytes = dkim.sign(data, selector, domain, key, include_headers=names)
    return mark + data


class _Filter(Session):
    greeting = "220 filter ESMTP"
    directory: ClassVar[Directory]
    back: ClassVar[tuple[str, int]]
    clamd: ClassVar[tuple[str, int]]
    keys: ClassVar[Path]

    def recipient(self, address: str) -> str:
        return f"250 2.1.5 {address} OK"

    def message(self, sender: str, recipients: list[str], data: bytes) -> list[str]:
        try:
            services = self.directory.server().get("zimbraServiceEnabled", [])
            if "antivirus" in services and infected(data, self.clamd):
                return ["250 2.7.0 Ok, discarded, INFECTED"]
            if "antispam" in services and _SPAM in data:
                return ["250 2.7.0 Ok, discarded, SPAM"]
            return [self._back(sender, recipients, signed(sender, data, self.keys))]
        except Exception as error:
            return [f"451 4.5.0 filter: {type(error).__name__}"]

    def _back(self, sender: str, recipients: list[str], data: bytes) -> str:
        client = smtplib.SMTP(*self.back, local_hostname="filter")
        try:
            client.ehlo()
            client.docmd(f"MAIL FROM:<{sender}>")
            for address in recipients:
                code, said = client.docmd(f"RCPT TO:<{address}>")
                if code >= 300:
                    return f"{code} {said.decode('utf-8', 'replace')}"
            client.docmd("DATA")
            client.send(escape(data) + b".\r\n")
            code, said = client.getreply()
            return f"{code} {said.decode('utf-8', 'replace')}"
        finally:
            client.close()


def serve(
    directory: Directory, port: int, back: tuple[str, int], clamd: tuple[str, int] = CLAMD, keys: Path = KEYS
) -> Server:
    """Listen on loopback; clean mail goes to `back`."""
    values = {"directory": directory, "back": back, "clamd": clamd, "keys": keys}
    return Server(("127.0.0.1", port), type("Filter", (_Filter,), values))
