# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What we remember about an account, in attributes of Active Directory that are nobody else's.

Exchange's own attributes are written by cmdlets only, and Disable-Mailbox empties all of them, the custom ones too: a
tombstone could keep nothing there. `info`, `url` and telephone numbers belong to property sets that a user may write on
the own entry, so our marks would be the user's to change. Two attributes are left that exist in every domain, are
writable by a delegated administrator, and by no user: `labeledURI` takes any number of values, one for each key
(`urn:rasmi:account:ANM-2026-0101`), and `adminDescription` one JSON object of at most 1024 characters. What others
wrote there is kept.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

KEYS = "labeledURI"
NOTES = "adminDescription"
#: Most characters that adminDescription takes (rangeUpper).
NOTES_MAX = 1024
URN = "urn:rasmi:"

#: Kinds of keys; the first one is the ownership marker. `address` and `alias` are those that a tombstone holds.
ACCOUNT = "account"
STAFF = "staff"
OPENS = "opens"
DELEGATE = "delegate"
ADDRESS = "address"
ALIAS = "alias"
KINDS = frozenset({ACCOUNT, STAFF, OPENS, DELEGATE, ADDRESS, ALIAS})

#: Name in the JSON object that says it is ours, and the name under which older text is kept.
MARK, OLDER = "rasmi", "notes"
#: What a managed distribution group has in its notes; New-DistributionGroup writes it with the group.
GROUP_MARK = "rasmi.mail"


@dataclass(frozen=True)
class Keys:
    """Our values of labeledURI by kind, and everybody else's."""

    ours: Mapping[str, tuple[str, ...]]
    foreign: tuple[str, ...] = ()

    def one(self, kind: str) -> str:
        found = self.ours.get(kind)
        return found[0] if found else ""

    def many(self, kind: str) -> tuple[str, ...]:
        return self.ours.get(kind, ())

    def replaced(self, values: Mapping[str, Iterable[str]]) -> list[str]:
        """All values of the attribute after those of some kinds were replaced."""
        wanted = {**self.ours, **{kind: tuple(several) for kind, several in values.items()}}
        return [*self.foreign, *sorted(key(kind, value) for kind, several in wanted.items() for value in several)]


def key(kind: str, value: str) -> str:
    return f"{URN}{kind}:{value}"


def read_keys(values: Iterable[bytes]) -> Keys:
    """Sort the values of labeledURI."""
    ours: dict[str, tuple[str, ...]] = {}
    foreign = []
    for raw in values:
        text = raw.decode("utf-8", "replace")
        kind, colon, rest = text.removeprefix(URN).partition(":")
        if colon and kind in KINDS and text.startswith(URN):
            ours[kind] = (*ours.get(kind, ()), rest)
        else:
            foreign.append(text)
    return Keys(ours, tuple(foreign))


def read_notes(text: str) -> dict[str, Any]:
    """The JSON object; text that is not ours comes back under `notes`, as it is kept when we write."""
    if not text:
        return {}
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, dict) and found.get(MARK) == 1:
            return {str(name): value for name, value in found.items() if name != MARK}
    return {OLDER: text}


def write_notes(values: Mapping[str, Any], whose: str) -> str:
    """The text for adminDescription. Raises ProviderError when it would be longer than the directory takes."""
    held = {name: value for name, value in values.items() if value not in ("", None)}
    text = json.dumps({MARK: 1, **held}, ensure_ascii=False, separators=(",", ":"))
    if len(text) > NOTES_MAX:
        older = len(str(held.get(OLDER, "")))
        raise ProviderError(
            f"{whose}: {NOTES} would have {len(text)} characters, {older} of them older text of somebody else; the "
            f"directory takes {NOTES_MAX}. Shorten that text first."
        )
    return text
