# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What two servers hold, set side by side: the same comparison for every platform, and every difference named (R175).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

#: What may be shown of an account: addresses, states and rules. Of everything else only the name is told.
SHOWN = frozenset(
    {
        *("aliases", "groups", "members", "opens", "delegates", "kind", "state", "tier", "quota"),
        *("managed", "must_change", "locked_at", "suspended_on", "frozen_on", "removed_on"),
        *("zimbraAccountStatus", "zimbraMailStatus", "zimbraCOSId", "zimbraMailQuota"),
    }
)
#: Differences that a verdict names, and the length of one.
MOST, LENGTH = 5, 160

Values = Mapping[str, Any]


class Side(NamedTuple):
    """One server as <platform>_accounts_info wrote it; `groups` and `server` are None without its details."""

    accounts: Sequence[Mapping[str, Any]]
    groups: Mapping[str, Values] | None
    server: tuple[str, ...] | None


def read(path: Path) -> Side:
    """A list of accounts, or an object with `accounts`, `groups` and `server`. Raises CouldNotTest."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CouldNotTest(
            f"{path.name} tidak dapat dibaca: {error}", f"{path.name} cannot be read: {error}"
        ) from error
    whole = isinstance(found, Mapping)
    accounts = found.get("accounts") if whole else found
    if not isinstance(accounts, list) or not accounts:
        raise CouldNotTest(f"{path.name} tidak mengandungi akaun", f"{path.name} holds no account")
    if not whole:
        return Side(accounts, None, None)
    return Side(accounts, found.get("groups"), tuple(found.get("server") or ()))


def unlike(before: Side, after: Side) -> None:
    """Raise CouldNotTest when both were read from one server: of course everything is the same there."""
    if not before.server or not after.server:
        raise CouldNotTest(
            "fail tidak menyatakan pelayan asalnya; baca dengan details",
            "the files do not say which servers they are from; read them with details",
        )
    if set(before.server) & set(after.server):
        raise CouldNotTest(
            "kedua-dua pihak ialah pelayan yang sama; tiada apa yang dipulihkan",
            "both sides are the same server; nothing was restored",
        )


def accounts(side: Side, key: str) -> dict[str, Values]:
    """Account -> its mapping `key`. The server's own id names it, which a restoration keeps as well."""
    found = {}
    for row in side.accounts:
        if not isinstance(row.get(key), Mapping):
            raise CouldNotTest(
                f"{row['fields']['address']}: kepunyaannya sendiri tidak dibaca ({key})",
                f"{row['fields']['address']}: what it has of its own was not read ({key})",
            )
        found[_name(row)] = row[key]
    return found


def states(side: Side, names: Sequence[str]) -> dict[str, Values]:
    """Account -> the facts with these names."""
    return {_name(row): {name: row.get(name) for name in names} for row in side.accounts}


def groups(side: Side) -> dict[str, Values]:
    """Group -> its values."""
    if side.groups is None:
        raise CouldNotTest(
            "kumpulan tidak dibaca; baca dengan details", "the groups were not read; read them with details"
        )
    return dict(side.groups)


def compare(part: Part, before: Mapping[str, Values], after: Mapping[str, Values], what: Bilingual) -> None:
    """Say whether all are the same, and which are not; `what` names the things in both languages."""
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    told = [_difference(name, before.get(name), after.get(name)) for name in differing[:MOST]]
    for one in told:
        part.wire.remark(one["en"])
    same = len(before) - sum(name in before for name in differing)
    rest = f" (+{len(differing) - MOST})" if len(differing) > MOST else ""
    ms, en = ("".join(f"; {one[language]}" for one in told) + rest for language in ("ms", "en"))
    ms = f"{same} daripada {len(before)} {what['ms']} sama{ms}"
    en = f"{same} of {len(before)} {what['en']} are the same{en}"
    part.saw(not differing, ms, en, compared=len(before), different=len(differing))


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['fields']['address']} ({row['id']})"


def _difference(name: str, before: Values | None, after: Values | None) -> Bilingual:
    if after is None:
        return both(f"{name}: tiada", f"{name}: is missing")
    if before is None:
        return both(f"{name}: asalnya tiada", f"{name}: was not there")
    fields = sorted(field for field in before.keys() | after.keys() if before.get(field) != after.get(field))
    told = [_field(field, before.get(field), after.get(field)) for field in fields]
    return both(*(f"{name}: {', '.join(one[language] for one in told)}"[:LENGTH] for language in ("ms", "en")))


def _field(name: str, before: Any, after: Any) -> Bilingual:
    """One field that differs; its value only where that may be shown."""
    had, has = set(_listed(before)), set(_listed(after))
    lost, new = " ".join(sorted(had - has)), " ".join(sorted(has - had))
    if not (lost or new) or (name not in SHOWN and not _is_rule(name)):
        return both(f"{name} berbeza", f"{name} differs")
    if lost and new:
        return both(f"{name} {new} bukan {lost}", f"{name} {new} instead of {lost}")
    if lost:
        return both(f"{name} {lost} tiada", f"{name} {lost} is missing")
    return both(f"{name} {new} asalnya tiada", f"{name} {new} was not there")


def _is_rule(name: str) -> bool:
    return name.startswith("zimbraPassword") and name != "zimbraPasswordHistory"


def _listed(value: Any) -> Iterator[str]:
    if value is None or value == "":
        return
    if isinstance(value, list):
        yield from map(str, value)
    else:
        yield str(value)
