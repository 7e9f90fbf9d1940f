# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the place of amavis with its scanners: it knows the industry's two harmless test patterns, and nothing else.

Like the real one it stands behind Postfix' queue, looks at what `antivirus` and `antispam` in zimbraServiceEnabled ask
for, discards what it finds (the sender hears nothing), and hands the rest back to Postfix.
"""

from __future__ import annotations

import smtplib
from typing import ClassVar

from .dialogue import Server, Session, escape
from .directory import Directory

# In pieces: as a whole they would make filters take this file away.
_SPAM = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*" + b"GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_VIRUS_BASE64 = b"WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0ND" + b"KTd9JEVJQ0FS"


class _Filter(Session):
    greeting = "220 filter ESMTP"
    directory: ClassVar[Directory]
    back: ClassVar[tuple[str, int]]

    def recipient(self, address: str) -> str:
        return f"250 2.1.5 {address} OK"

    def message(self, sender: str, recipients: list[str], data: bytes) -> list[str]:
        try:
            services = self.directory.server().get("zimbraServiceEnabled", [])
            if "antivirus" in services and (_VIRUS in data or _VIRUS_BASE64 in data):
                return ["250 2.7.0 Ok, discarded, INFECTED"]
            if "antispam" in services and _SPAM in data:
                return ["250 2.7.0 Ok, discarded, SPAM"]
            return [self._back(sender, recipients, data)]
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


def serve(directory: Directory, port: int, back: tuple[str, int]) -> Server:
    """Listen on loopback; clean mail goes to `back`."""
    return Server(("127.0.0.1", port), type("Filter", (_Filter,), {"directory": directory, "back": back}))
