# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What we remember about an account on a server that has no attributes for it.

Keys and addresses stand in `zimbraForeignPrincipal`, which takes any number of values and is indexed: one value each,
with a prefix of ours. The rest is one JSON object in `zimbraNotes` (at most 1024 characters), where a person sees it in
the admin console. Nothing of anybody else in the two attributes is lost.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

PRINCIPALS = "zimbraForeignPrincipal"
NOTES = "zimbraNotes"
#: Most characters that the server takes for zimbraNotes.
NOTES_MAX = 1024

#: Prefixes of our values of zimbraForeignPrincipal; the first one is the ownership marker.
ACCOUNT_ID = "rasmi"
STAFF = "rasmi-staff"
OPENS = "rasmi-opens"
DELEGATE = "rasmi-delegate"
LIST = "rasmi-list"
PREFIXES = frozenset({ACCOUNT_ID, STAFF, OPENS, DELEGATE, LIST})

#: Name in the JSON object that says it is ours, and the name under which older text is kept.
MARK = "rasmi"
OLDER = "notes"


@dataclass(frozen=True)
class Principals:
    """Our values of zimbraForeignPrincipal by prefix, and everybody else's."""

    ours: Mapping[str, tuple[str, ...]]
    foreign: tuple[str, ...] = ()

    def one(self, prefix: str) -> str:
        found = self.ours.get(prefix)
        return found[0] if found else ""

    def many(self, prefix: str) -> tuple[str, ...]:
        return self.ours.get(prefix, ())

    def replaced(self, values: Mapping[str, Iterable[str]]) -> list[str]:
        """All values of the attribute after those of some prefixes were replaced."""
        wanted = {**self.ours, **{prefix: tuple(several) for prefix, several in values.items()}}
        return [*self.foreign, *sorted(f"{prefix}:{value}" for prefix, several in wanted.items() for value in several)]


def principals(values: Iterable[str]) -> Principals:
    """Sort the values of zimbraForeignPrincipal."""
    ours: dict[str, tuple[str, ...]] = {}
    foreign = []
    for value in values:
        prefix, colon, rest = value.partition(":")
        if colon and prefix in PREFIXES:
            ours[prefix] = (*ours.get(prefix, ()), rest)
        else:
            foreign.append(value)
    return Principals(ours, tuple(foreign))


def read_notes(values: Iterable[str]) -> dict[str, str]:
    """The JSON object; text that is not ours comes back under `notes`, as it is kept when we write."""
    text = next(iter(values), "")
    if not text:
        return {}
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, dict) and found.get(MARK) == 1:
            return {str(name): str(value) for name, value in found.items() if name != MARK}
    return {OLDER: text}


def write_notes(values: Mapping[str, Any], whose: str) -> str:
    """The text for zimbraNotes. Raises ProviderError when it would be longer than the server takes."""
    held = {name: value for name, value in values.items() if value != ""}
    text = json.dumps({MARK: 1, **held}, ensure_ascii=False, separators=(",", ":"))
    if len(text) > NOTES_MAX:
        older = len(str(held.get(OLDER, "")))
        raise ProviderError(
            f"{whose}: zimbraNotes would have {len(text)} characters, {older} of them older text of somebody else; the "
            f"server takes {NOTES_MAX}. Shorten the notes of this account first."
        )
    return text
