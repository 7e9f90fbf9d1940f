# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A form that is written like an earlier one: the same fields in the same lines, only other values.

Nearly all forms of an agency are. The first form of a kind is read and checked by line and by table; when nothing was
wrong with it, a regular expression for the whole text is kept, with a group for every value and the check of every
group. Later forms are matched by it, and only their values are looked at: a value that passed before in this place
(a unit, a grade) passes again without a look. Whatever does not match, or does not pass, takes the ordinary way, so
this one never has to explain a fault and knows no rule of its own. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, private
from ansible_collections.rasmi.mail.plugins.module_utils._applications.checks import Check
from ansible_collections.rasmi.mail.plugins.module_utils._applications.simple import NULLS, Outline, Path
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import Rule, Table

Values = tuple[Any, ...]

#: Values that a place remembers. Where more come they are nearly all different, and remembering them is only memory.
_REMEMBERED = 1000
#: Kinds of forms that are kept per number of lines; who writes more kinds is read the ordinary way.
_KINDS = 8
#: Words that mean "no value" without quotes; a group of the expression is never empty.
_NULL_WORDS = NULLS - {""}
#: What passes these can be neither an identity-card number nor tell a password.
_HARMLESS = frozenset((checks.day, checks.sha256, checks.staff_key, checks.last_four, checks.flag))


class Alike(NamedTuple):
    """How forms of one kind are written. `build` makes the tree of fields from the groups of `pattern` and `fixed`.

    For each group there are the path and the check of its field, and the values that passed it (each is its own value).
    `found` is
    what the check of shapes said about the first form (fields that are not filled): it depends on which fields are
    written and which of them are empty, and these are part of the pattern.
    """

    pattern: re.Pattern[str]
    slots: tuple[Path, ...]
    checks: tuple[Check, ...]
    passed: tuple[dict[str, str], ...]
    fixed: tuple[Any, ...]
    build: Callable[[Values], Any]
    found: tuple[Any, ...]


class Kinds:
    """The kinds of forms seen so far, by number of lines; the one that matched last is tried first."""

    def __init__(self) -> None:
        self._by_lines: dict[int, list[Alike]] = {}

    def find(self, text: str) -> tuple[Alike, tuple[str, ...]] | None:
        """The kind that a form is of, and its values, of which nothing is known yet; None = no kind."""
        kinds = self._by_lines.get(text.count("\n"), [])
        for number, kind in enumerate(kinds):
            found = kind.pattern.fullmatch(text)
            if found is not None:
                if number:
                    kinds[0], kinds[number] = kinds[number], kinds[0]
                return kind, found.groups()
        return None

    def match(self, text: str) -> tuple[dict[str, Any], list[Any]] | None:
        """The fields of a form with nothing wrong in any of them, and what is not filled; None = not known."""
        known = self.find(text)
        if known is None or faulty(known[0], [(value,) for value in known[1]]):
            return None
        kind, groups = known
        values = [passed.get(value, value) for passed, value in zip(kind.passed, groups, strict=True)]
        return kind.build((*values, *kind.fixed)), list(kind.found)

    def learn(self, outline: Outline, table: Table, found: Sequence[Any]) -> None:
        """Remember how a form is written that was read by line and passed every check."""
        kinds = self._by_lines.setdefault(outline.lines, [])
        if len(kinds) < _KINDS:
            judges = [check for slot in outline.slots if (check := _check(slot, table)) is not None]
            if len(judges) == len(outline.slots):
                passed: tuple[dict[str, str], ...] = tuple({} for _judge in judges)
                build = _builder(outline.tree)
                pattern = re.compile(outline.pattern)
                kinds.append(Alike(pattern, outline.slots, tuple(judges), passed, outline.fixed, build, tuple(found)))


def faulty(kind: Alike, columns: Sequence[tuple[str, ...]]) -> set[int]:
    """Which of many forms of a kind the ordinary way must look at; `columns` has the values of all, place by place.

    What passes is remembered. Identity-card numbers and passwords are looked for in values only: names of fields hold
    none, or the first form of this kind would not have passed, and comments bring a form the ordinary way.
    """
    rows: set[int] = set()
    shown: list[tuple[int, list[str]]] = []
    for number, (column, known, check) in enumerate(zip(columns, kind.passed, kind.checks, strict=True)):
        fresh = [value for value in dict.fromkeys(column) if value not in known]
        if not _NULL_WORDS.isdisjoint(fresh) or any(map(check, fresh)):
            wrong = {value for value in fresh if value in _NULL_WORDS or check(value)}
            rows.update(row for row, value in enumerate(column) if value in wrong)
            fresh = [value for value in fresh if value not in wrong]
        if check not in _HARMLESS:
            shown.append((number, fresh))
        elif len(known) < _REMEMBERED:
            known.update(zip(fresh, fresh, strict=True))
    secret = private.may_show_secret("\n".join("\n".join(fresh) for _number, fresh in shown))
    for number, fresh in shown:
        hidden = {value for value in fresh if private.may_show_secret(value)} if secret else frozenset()
        if hidden:
            rows.update(row for row, value in enumerate(columns[number]) if value in hidden)
        known = kind.passed[number]
        if len(known) < _REMEMBERED:
            known.update((value, value) for value in fresh if value not in hidden)
    return rows


def _check(slot: Path, table: Table) -> Check | None:
    """The check that walking the table would make of this value, None when there is no such field."""
    rows: Table | None = table
    rule: Rule | None = None
    for step in slot:
        if step.__class__ is int:
            rule = rule.each if rule is not None else None
        else:
            rule = rows.get(step) if rows is not None else None
        if rule is None:
            return None
        rows = rule.inside
    return rule.check if rule is not None and rule.inside is None and rule.each is None else None


def _builder(tree: Any) -> Callable[[Values], Any]:
    """A function from the values to the tree, in which every leaf is the number of a value.

    Written out as one expression, because making nine small dictionaries by their parts costs five times as much. It
    holds nothing but numbers and names of fields, whose letters the reader of plain forms has checked.
    """

    def written(node: Any) -> str:
        if node.__class__ is dict:
            return f"{{{','.join(f'{key!r}:{written(value)}' for key, value in node.items())}}}"
        if node.__class__ is list:
            return f"[{','.join(map(written, node))}]"
        return f"values[{node:d}]"

    build: Callable[[Values], Any] = eval(f"lambda values: {written(tree)}", {"__builtins__": {}})
    return build
