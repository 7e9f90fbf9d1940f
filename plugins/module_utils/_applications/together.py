# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many forms of one kind (`alike.py`), judged together.

The values of all are laid out place by place. Each rule is asked once for every combination of the values that it
looks at: ten thousand officers share some hundred dates, fifty grades, five heads of department. The rules are those of
single forms, called with one form that has the combination. Whatever is not free of faults is left to the ordinary way.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any, TypeVar

from ansible_collections.rasmi.mail.plugins.module_utils._applications import (
    checks,
    model,
    rules,
    segregation,
    validate,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.alike import Alike, faulty
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem

T = TypeVar("T")

#: Few forms have one of these, and each of them is put together by itself.
_RARE = frozenset(("aliases", "groups", "filed_on", "informed"))
_DEFAULTS = Application._field_defaults

#: A form without faults: its application as a plain row, and its latest date.
Judged = tuple[tuple[Any, ...], str]


def together(
    kind: Alike, sources: Sequence[str], forms: Sequence[tuple[str, ...]], context: Context
) -> list[Judged | None]:
    """Judge forms of one kind; `forms` are their values, `sources` what they come from. None = the ordinary way."""
    if kind.fixed[2] != model.OPS_002 or any(path[0] in _RARE or path[-1] == "file" for path in kind.slots):
        return [None] * len(forms)
    many = _Many(kind, forms, context)
    states = many.once(rules.COMMON, many.state)
    latest = many.once(rules.date_paths(model.OPS_002), many.latest)
    alone = many.once(segregation.PATHS, many.alone)
    wrong = faulty(kind, many.columns) | many.wrong_addresses(states)
    rows = many.rows(sources, states)
    return [
        (row, day) if state and day is not None and apart and number not in wrong else None
        for number, (row, day, state, apart) in enumerate(zip(rows, latest, states, alone, strict=True))
    ]


class _Many:
    """The forms, and their values place by place."""

    def __init__(self, kind: Alike, forms: Sequence[tuple[str, ...]], context: Context) -> None:
        self.kind, self.forms, self.context = kind, forms, context
        self.columns: list[tuple[str, ...]] = list(zip(*forms, strict=True))
        self._places = {path: number for number, path in enumerate(kind.slots)}

    def once(self, paths: Sequence[Path], ask: Callable[[dict[str, Any]], T]) -> list[T]:
        """What `ask` says about each form; it looks only at what lies at or below `paths`."""
        places = [number for path, number in self._places.items() if any(path[: len(one)] == one for one in paths)]
        if not places:
            return [ask(self._data(0))] * len(self.forms)
        keys = list(zip(*[self.columns[number] for number in places], strict=True))
        one_of_each = dict(zip(keys, range(len(keys)), strict=True))
        answers = {key: ask(self._data(number)) for key, number in one_of_each.items()}
        return [answers[key] for key in keys]

    def _data(self, number: int) -> dict[str, Any]:
        data: dict[str, Any] = self.kind.build((*self.forms[number], *self.kind.fixed))
        return data

    def state(self, data: dict[str, Any]) -> tuple[str, bool] | None:
        """Status, and whether a mailbox is asked for; None when a rule is broken."""
        problems: list[Problem] = []
        missing = list(self.kind.found)
        rules.common(data, self.context, problems, missing)
        claim = rules.claim(data)
        if problems or any(item.rule.need <= claim for item in missing):
            return None
        return validate.status(data, claim, missing), rules.wants_mailbox(data)

    def latest(self, data: dict[str, Any]) -> str | None:
        """The latest date, None when dates are wrong."""
        problems: list[Problem] = []
        found = rules.dates(data, self.context, problems)
        return None if problems else found

    def alone(self, data: dict[str, Any]) -> bool:
        """Whether nobody did what two must do."""
        problems: list[Problem] = []
        segregation.check(data, self.context, problems)
        return not problems

    def wrong_addresses(self, states: Sequence[tuple[str, bool] | None]) -> set[int]:
        """Which approved forms give out an address that this agency must not give."""
        problem = self.context.address_problem
        return {
            number
            for number, (address, state) in enumerate(zip(self._text("decision", "address"), states, strict=True))
            if address and state and state[0] == model.APPROVED and problem(address)[0]
        }

    def rows(self, sources: Sequence[str], states: Sequence[tuple[str, bool] | None]) -> list[tuple[Any, ...]]:
        """The applications as plain rows: what `validate` builds from one form. For a state of None, whatever comes."""
        text, shared = self._text, self._shared
        found = [state or ("", False) for state in states]
        decided = [
            address.lower() if state[0] == model.APPROVED else ""
            for state, address in zip(found, text("decision", "address"), strict=True)
        ]
        wished = [
            one if (wish := value.lower()) == one else wish
            for one, value in zip(decided, text("proposed_address"), strict=True)
        ]
        columns: dict[str, Iterable[Any]] = {
            "id": text("application"),
            "form": repeat(validate.intern(model.OPS_002)),
            "status": [validate.intern(state[0]) for state in found],
            "source": sources,
            "received_on": shared("received_on"),
            "complete_on": shared("complete_on"),
            "decided_on": shared("decision", "on"),
            "result": shared("decision", "result"),
            "decision_reason": text("decision", "reason"),
            "decided_by": shared("decision", "by"),
            "similar": map(checks.is_true, text("decision", "similar_address")),
            "supervisor": shared("supervisor"),
            "kind": repeat("individual"),
            "proposed": wished,
            "address": decided,
            "name": [" ".join(value.split()) for value in text("applicant", "name")],
            "unit": shared("applicant", "unit"),
            "office_phone": text("applicant", "office_phone"),
            "supported_on": shared("support", "on"),
            "supported_by": shared("support", "by"),
            "mailbox": [state[1] for state in found],
            "adopt": map(checks.is_true, text("existing_account")),
            "trained_on": shared("training", "completed_on"),
            **self._person(),
        }
        return list(zip(*[columns.get(name) or repeat(_DEFAULTS[name]) for name in Application._fields], strict=False))

    def _person(self) -> dict[str, Iterable[Any]]:
        shared, tier = self._shared, self.context.tier
        post_class = shared("applicant", "post_class", default="ordinary")
        scheme, grade = shared("applicant", "grade", "scheme"), shared("applicant", "grade", "grade")
        posts = list(zip(post_class, scheme, grade, strict=True))
        tiers = {post: tier("individual", *post) if post[2] else "" for post in set(posts)}
        return {
            "name_order": shared("applicant", "name_order"),
            "post": shared("applicant", "post"),
            "post_class": post_class,
            "grade_scheme": scheme,
            "grade": grade,
            "staff_key": self._text("applicant", "identity", "key"),
            "note": self._text("applicant", "note"),
            "tier": [tiers[post] for post in posts],
        }

    def _text(self, *path: str) -> Sequence[str]:
        """The values of a field; "" where these forms have none."""
        place = self._places.get(path)
        return self.columns[place] if place is not None else ("",) * len(self.forms)

    def _shared(self, *path: str, default: str = "") -> Sequence[str]:
        """The values of a field that many forms have in common, each kept once."""
        place = self._places.get(path)
        if place is None:
            return (validate.intern(default),) * len(self.forms)
        return list(map(validate.intern, self.columns[place]))
