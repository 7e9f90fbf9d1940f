# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Walk a document along its table and collect every fault of shape.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import difflib
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import private
from ansible_collections.rasmi.mail.plugins.module_utils._applications.checks import Check
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import OPTIONAL, Rule, Table

#: Longest part of a wrong value that a message repeats.
SHOWN = 60


class Missing(NamedTuple):
    """A field that is not filled, and from which claim on it must be."""

    path: Path
    rule: Rule


class _Plan(NamedTuple):
    """A table made ready for walking: the check of each plain field, every row, the rows that can be missing.

    Keeps the table itself, so that its id is not given to another one.
    """

    checks: dict[str, Check]
    rows: Table
    needed: list[tuple[str, Rule]]


_plans: dict[int, _Plan] = {}


def _plan_of(table: Table) -> _Plan:
    found = _plans.get(id(table))
    if found is None:
        plain = {key: rule.check for key, rule in table.items() if rule.inside is None and rule.each is None}
        needed = [(key, rule) for key, rule in table.items() if rule.need != OPTIONAL]
        found = _plans[id(table)] = _Plan(plain, table, needed)
    return found


def walk(data: dict[str, Any], table: Table, path: Path, problems: list[Problem], missing: list[Missing]) -> None:
    """Check every field of a mapping; what is not filled goes to `missing`, what is wrong to `problems`."""
    plain, rows, needed = _plan_of(table)
    for key, value in data.items():
        check = plain.get(key)
        if check is not None:
            if value and (why := check(value)):
                problems.append(wrong((*path, key), value, rows[key], why))
        elif key in rows:
            if value:
                _walk_inside(value, rows[key], (*path, key), problems, missing)
        else:
            problems.append(_unknown(key, value, table, (*path, key)))
    for key, rule in needed:
        if not data.get(key):
            missing.append(Missing((*path, key), rule))


def _walk_inside(value: Any, rule: Rule, path: Path, problems: list[Problem], missing: list[Missing]) -> None:
    if rule.each is not None:
        _walk_list(value, rule, rule.each, path, problems, missing)
    elif rule.inside is not None and value.__class__ is dict:
        walk(value, rule.inside, path, problems, missing)
    else:
        problems.append(wrong(path, value, rule, "must be a group of fields"))


def _walk_list(value: Any, rule: Rule, each: Rule, path: Path, problems: list[Problem], missing: list[Missing]) -> None:
    if value.__class__ is not list:
        problems.append(wrong(path, value, rule, "must be a list"))
        return
    for index, item in enumerate(value):
        if each.inside is not None and item.__class__ is dict:
            walk(item, each.inside, (*path, index), problems, missing)
        else:
            why = "must be a group of fields" if each.inside is not None else each.check(item)
            if why:
                problems.append(wrong((*path, index), item, each, why))


def wrong(path: Path, value: Any, rule: Rule, why: str) -> Problem:
    """A value that its row does not allow."""
    shown = private.HIDDEN if rule.secret else show(value)
    return Problem(path, shown, why, rule.remedy or "Correct the value.", rule.clauses, rule.label)


def absent(item: Missing) -> Problem:
    """A field that must be filled and is not."""
    remedy = item.rule.remedy or "Fill it in."
    return Problem(item.path, "", "is not filled in", remedy, item.rule.clauses, item.rule.label)


def show(value: Any) -> str:
    """A value as a message may repeat it: short, one line, without identity-card numbers and passwords."""
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = private.masked(" ".join(str(value).split()))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text)} characters)"


def _unknown(key: str, value: Any, table: Table, path: Path) -> Problem:
    if private.is_password_name(key):
        return Problem(
            path,
            private.HIDDEN,
            "a form never holds a password",
            "Delete the field, and change the password if it was ever real; leave the box Katalaluan empty.",
            ("R082", "R171"),
            "Katalaluan",
        )
    near = difflib.get_close_matches(key.lower(), table, n=1, cutoff=0.6)
    remedy = f"Did you mean {near[0]}?" if near else f"Fields here are: {', '.join(sorted(table))}."
    return Problem(path, show(value), "this field is not on the form", remedy)
