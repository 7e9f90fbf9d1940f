# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which object a name means: asked of the server, remembered for the run.

Properties that refer to other objects come back as "domain/OU/Name"; a task names them by address, name or DN.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Property
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import RECIPIENT, plainly
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import values
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import NotFound
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session

#: Properties by which an object may be named.
NAMES = (
    "Identity",
    "DistinguishedName",
    "Guid",
    "Name",
    "PrimarySmtpAddress",
    "WindowsEmailAddress",
    "UserPrincipalName",
    "SamAccountName",
    "Alias",
)


#: Those that no other object has.
KEYS = ("Guid", "DistinguishedName", "PrimarySmtpAddress")


class Resolver:
    """Answers for one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, str], dict[str, Any]] = {}

    def row(self, cmdlet: str, wanted: str) -> dict[str, Any]:
        """The one object that `wanted` means. Raises RefusedError when there is none, or more than one."""
        key = (cmdlet, wanted.casefold())
        if key not in self._known:
            self._known[key] = read_one(self._session, cmdlet, wanted)
        return self._known[key]

    def names(self, cmdlet: str, wanted: str) -> frozenset[str]:
        """Every name of the object that `wanted` means, in small letters."""
        return names_of(self.row(cmdlet, wanted))

    def keys(self, cmdlet: str, wanted: str) -> frozenset[str]:
        """The names of it that no other object has: GUID, DN and primary address."""
        row = self.row(cmdlet, wanted)
        return frozenset(str(row[name]).casefold() for name in KEYS if not values.is_unset(row.get(name)))

    def same(self, row: Property, have: Any, want: Any) -> bool:
        """Whether a value that was read means the object that is wished."""
        if not row.resolve or values.is_unset(have) or values.is_unset(want):
            return plainly(row, have, want)
        text, wanted = str(have).casefold(), str(want).casefold()
        if text == wanted:
            return True
        names = self.names(row.resolve, str(want))
        # the end of a path is enough only where names are unique in the organisation: servers, not people
        return text in names or (row.resolve != RECIPIENT and values.short_name(have) in names)


def names_of(row: Mapping[str, Any]) -> frozenset[str]:
    """Every name of an object that was read, in small letters."""
    found = {str(row[name]).casefold() for name in NAMES if not values.is_unset(row.get(name))}
    for address in values.listed(row.get("EmailAddresses")):
        prefix, _colon, rest = str(address).partition(":")
        if prefix.casefold() == "smtp":
            found.add(rest.casefold())
    return frozenset(found)


def read_one(session: Session, cmdlet: str, name: str) -> dict[str, Any]:
    """The one object of that name. Raises RefusedError when there is none, or more than one."""
    try:
        rows = session.send(cmdlet, {"Identity": name}).rows
    except NotFound:
        rows = []
    if len(rows) != 1:
        noun = cmdlet.partition("-")[2]
        found = f"{len(rows)} objects are" if rows else "no object is"
        raise RefusedError(f"{session.target.place}: {found} meant by {name!r} (asked of {noun}).")
    return rows[0]
