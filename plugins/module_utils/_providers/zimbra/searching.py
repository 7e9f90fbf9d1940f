# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Searches that give everything or raise.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import Entry, attributes_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError

#: The kinds of object in the answer to a search.
_FOUND = ("account", "calresource", "dl", "alias", "domain", "cos")


class Caller(Protocol):
    """What of Soap a search needs."""

    @property
    def target(self) -> ZimbraTarget: ...

    @property
    def in_session(self) -> bool: ...

    def call(
        self, request: str, body: Mapping[str, Any], *, login: bool = True, session: bool = False
    ) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Query:
    """What to look for; the fields are those of SearchDirectoryRequest."""

    types: str
    query: str
    attrs: tuple[str, ...] = ()
    domain: str = ""
    apply_cos: bool = False

    def body(self) -> dict[str, str]:
        """What every such request has; without maxResults the server fails above 5000 results (trap 6)."""
        made = {"types": self.types, "query": self.query, "maxResults": "0"}
        return {**made, "domain": self.domain} if self.domain else made


def search(caller: Caller, wanted: Query, *, page: int, may_be_empty: bool) -> Iterator[Entry]:
    """See Soap.search."""
    body = {
        **wanted.body(),
        "attrs": ",".join(wanted.attrs),
        "applyCos": "1" if wanted.apply_cos else "0",
        "sortBy": "name",
        "limit": str(page),
    }
    seen: set[str] = set()
    offset = 0
    while True:
        answer = caller.call("SearchDirectoryRequest", {**body, "offset": str(offset)}, session=True)
        rows = [row for kind in _FOUND for row in answer.get(kind) or ()]
        for row in rows:
            entry = Entry(str(row["name"]), str(row["id"]), attributes_of(row))
            if entry.id in seen:
                _incomplete(caller, wanted, f"{entry.name} came twice")
            seen.add(entry.id)
            yield entry
        offset += len(rows)
        if len(rows) < page:
            break
    # without a session the total counts only up to this page (trap 5)
    total = int(answer.get("searchTotal", -1)) if caller.in_session else count(caller, wanted)
    if total != len(seen):
        _incomplete(caller, wanted, f"{len(seen)} came and the server counts {total}")
    if not seen and not may_be_empty:
        _incomplete(caller, wanted, f"nothing was found; has {caller.target.user} the right to list there")


def count(caller: Caller, wanted: Query) -> int:
    """See Soap.count."""
    answer = caller.call("SearchDirectoryRequest", {**wanted.body(), "countOnly": "1"})
    if "num" not in answer:
        _incomplete(caller, wanted, "the server did not count")
    return int(answer["num"])


def _incomplete(caller: Caller, wanted: Query, why: str) -> NoReturn:
    shown = f" matching {wanted.query}" if wanted.query else ""
    raise PartialAnswerError(f"{caller.target.place}: searching {wanted.types}{shown} did not give everything: {why}.")
