# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One line of a plan: what all lines are made with.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    PROBE,
    REMOVED,
    Account,
    Change,
    Fields,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import PROCEDURE, Deadlines, Rules
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence


class Opening(NamedTuple):
    """What a new account rests on, and by when it must be there: `due` is an ISO date, "" = there is no clock."""

    clauses: tuple[str, ...]
    due: str
    days_late: int
    estimated: bool


@dataclass
class Context:
    """What every line needs. `groups` are ours by groups.yml, `server_groups` maps a group to "managed".

    `entitlements` says that the platform manages them. `history` is what was done and told so far, `precision` the
    error bar of the last use in days (`Directory.last_use_precision`). `restores` says that the platform can bring back
    what was removed, and so keeps the day of a removal.
    """

    as_of: date
    rules: Rules
    deadlines: Deadlines
    groups: frozenset[str] = frozenset()
    server_groups: Mapping[str, bool] = field(default_factory=dict)
    entitlements: bool = False
    history: History = field(default_factory=History)
    precision: int = 0
    restores: bool = True
    _openings: dict[tuple[Any, ...], Opening] = field(default_factory=dict)

    @property
    def today(self) -> str:
        return self.as_of.isoformat()

    def gone(self) -> dict[str, Any]:
        """What a removal writes."""
        return {"state": REMOVED, "removed_on": self.today} if self.restores else {"state": REMOVED}

    def days_late(self, due: str) -> int:
        return max(0, (self.as_of - date.fromisoformat(due)).days) if due else 0

    def opening(self, want: Wanted) -> Opening:
        """Clauses and deadline of a new account. Most have them in common with hundreds of others."""
        kind, unit = want.fields.kind, want.fields.unit
        key = (want.clauses, kind, want.complete_on, unit)
        found = self._openings.get(key)
        if found is None:
            clauses = merged(want.clauses, self.rules.cite_new(kind)) or PROCEDURE
            due, estimated = self.deadlines.dated(want.complete_on, unit)
            found = self._openings[key] = Opening(clauses, due, self.days_late(due), estimated)
        return found


def ask(
    want: Wanted | None,
    account: Account | None,
    clauses: tuple[str, ...],
    key: str,
    /,
    basis: str = "",
    **values: object,
) -> Change:
    """A question to a person: writes nothing."""
    fields = account.fields if account else want.fields if want else Fields("", "", "")
    return Change(
        verb="ask",
        account=fields.address or fields.account_id,
        id=account.id if account else "",
        clauses=clauses,
        basis=basis or (want.basis if want else ""),
        reason=sentence(key, **values),
        target=account.handle if account else "",
        topic=key,
    )


@lru_cache(maxsize=4096)
def merged(*parts: tuple[str, ...]) -> tuple[str, ...]:
    """Clause ids in order of first mention. Most accounts rest on the same few, and share what is found."""
    return tuple(dict.fromkeys(clause for part in parts for clause in part))


def line(
    verb: str,
    want: Wanted,
    account: Account,
    before: dict[str, Any],
    after: dict[str, Any],
    clauses: tuple[str, ...],
    key: str,
    *,
    basis: str = "",
    due: str = "",
    days_late: int = 0,
    destructive: bool = False,
    reversible: bool = True,
    due_text: str = "",
    estimated: bool = False,
    bases: Mapping[str, str] | None = None,
    **values: object,
) -> Change:
    return Change(
        verb=verb,
        account=account.fields.address,
        id=account.id,
        before=before,
        after=after,
        clauses=clauses or PROCEDURE,
        basis=basis or want.basis,
        due=due,
        days_late=days_late,
        reversible=reversible,
        destructive=destructive,
        reason=sentence(key, due=due_text, **values),
        target=account.handle,
        estimated=estimated,
        bases=bases or {},
    )


def differing(want: Wanted, have: Fields, names: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    differ(want, have, names, before, after)
    return before, after


def differ(want: Wanted, have: Fields, names: tuple[str, ...], before: dict[str, Any], after: dict[str, Any]) -> None:
    for name in names:
        wanted, had = getattr(want.fields, name), getattr(have, name)
        if wanted != had and wanted != "":
            before[name], after[name] = had, wanted


def bases_of(want: Wanted, names: Iterable[str]) -> dict[str, Any]:
    """`basis` and `bases` of a line that writes these fields: the application that decided last, and the others."""
    found = {name: _decided_by(want, name) for name in names}
    ids = set(found.values())
    basis = want.basis if want.basis in ids else max(ids)
    return {"basis": basis, "bases": {name: one for name, one in found.items() if one != basis}}


def _decided_by(want: Wanted, name: str) -> str:
    """The application that named a field last, else the one that opened the account; a right to open mailboxes comes
    from another's form, and a probe from none."""
    alone = not want.reasons or want.fields.kind == PROBE or name == "opens"
    opened = want.basis if alone else want.fields.account_id
    return want.reasons.get(name, opened)
