# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The attributes that the collection knows: name, type, where they belong, limits, versions, restarts.

A row is one line: name, type, objects, then what applies of min, max, enum, pattern, since, gone, restart, fixed.

- type: as Zimbra names it; a star means several values.
- objects: G global configuration, S server, D domain, C class of service, A account, L distribution list.
- min, max: of the number, or of the length of a text.
- since: the version the attribute came in; several when it came to several lines of versions.
- gone: the version that deprecated it; from then on the server refuses to change it.
- restart: the daemons that must be restarted to heed a change.
- fixed: the server never lets it be changed directly.
- A line that begins with blanks goes on with the line before.

The rows are those of attributes an operator may set on these objects; a test compares them with the attribute
contract of Zimbra.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import (
    rows_accounts,
    rows_domains,
    rows_features,
    rows_mta,
    rows_preferences,
    rows_servers,
)

#: Object of a row -> the kind that callers name.
KINDS = {
    "G": "globalConfig",
    "S": "server",
    "D": "domain",
    "C": "cos",
    "A": "account",
    "L": "distributionList",
}
_TABLES = (rows_accounts, rows_domains, rows_features, rows_mta, rows_preferences, rows_servers)


class Attribute(NamedTuple):
    """One row. `on` has the names of KINDS; `since` and `gone` are as the server writes versions."""

    name: str
    type: str
    multi: bool
    on: frozenset[str]
    min: int | None = None
    max: int | None = None
    enum: tuple[str, ...] = ()
    pattern: str = ""
    since: tuple[str, ...] = ()
    gone: str = ""
    restart: tuple[str, ...] = ()
    fixed: bool = False


@lru_cache(maxsize=1)
def table() -> dict[str, Attribute]:
    """Every row by the name of its attribute."""
    lines: list[str] = []
    for rows in _TABLES:
        for line in rows.ROWS.strip().splitlines():
            if not line.startswith(" "):
                lines.append(line)
            elif lines[-1].endswith(","):
                lines[-1] += line.strip()
            else:
                lines[-1] += " " + line.strip()
    return {row.name: row for row in map(_row, lines)}


def _row(line: str) -> Attribute:
    name, kind, objects, *rest = line.split(" ")
    facts = dict(part.partition("=")[::2] for part in rest)
    return Attribute(
        name,
        kind.removesuffix("*"),
        kind.endswith("*"),
        frozenset(KINDS[letter] for letter in objects),
        min=_number(facts.get("min")),
        max=_number(facts.get("max")),
        enum=_several(facts.get("enum")),
        pattern=facts.get("pattern", ""),
        since=_several(facts.get("since")),
        gone=facts.get("gone", ""),
        restart=_several(facts.get("restart")),
        fixed="fixed" in facts,
    )


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _several(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
