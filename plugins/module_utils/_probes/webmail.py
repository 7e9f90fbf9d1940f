# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What probes ask of a webmail, whichever product it is.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Transcript


@dataclass(frozen=True)
class WebLogin:
    """`change_only`: the password opens nothing but the place where it is changed."""

    accepted: bool
    answer: str
    change_only: bool = False


@dataclass(frozen=True)
class WebPage:
    """A page as it came: `headers` have lower-case names."""

    status: int
    text: str
    headers: dict[str, str]


class Webmail(Protocol):
    """A session with a webmail. Use as a context manager; every method raises CouldNotTest when there is no answer."""

    wire: Transcript
    #: What is on the logon page and on no other.
    LOGON_FORM: ClassVar[str]

    def __enter__(self) -> Webmail: ...

    def __exit__(self, *_exc: object) -> None: ...

    @property
    def logged_in(self) -> bool:
        """True while a session is open, as far as this side knows."""

    def logon_page(self) -> WebPage:
        """The page where a user logs on."""

    def login(self, address: str, password: str) -> WebLogin:
        """Log on as a user does."""

    def forget(self) -> None:
        """Drop the session on this side."""

    def shows_mail(self) -> bool:
        """Ask for the mailbox: True when it opens."""

    def ended(self) -> tuple[bool, str]:
        """Go on with an open session: (the server ended it, what it said)."""

    def change_password(self, current: str, new: str) -> tuple[bool, str]:
        """Change the password of the last login: (said to be saved, what was said)."""

    def send_file(self, recipient: str, subject: str, text: str, name: str, data: bytes) -> tuple[bool, str]:
        """Attach a file and send it: (sent, what was said)."""

    def forward_offers(self) -> set[str]:
        """Names of the places where a user could have mail forwarded or filtered; needs a session."""
