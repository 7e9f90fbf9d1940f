# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A form written like an earlier one is judged as if it were the first."""

from __future__ import annotations

import copy
import itertools
import random
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import parse as room
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.parse import (
    Parsed,
    parse,
    parse_many,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, department, notice, person

#: What people write; most of it is wrong somewhere, some of it everywhere.
_VALUES = (
    "2026-10-01", "2026-12-31", "2026-02-30", "N29", "N41", "N19", "JUSA C", "Z99", "bptm", "suk", "a b", "x@y.my",
    "orang7@kelantan.gov.my", "postmaster@kelantan.gov.my", f"{'a' * 70}@kelantan.gov.my", "09-000 0009", "abc",
    "880101-00-5021", "kata laluan: rahsia", "null", "", "pending", "rejected", "approved", "false", "true", "0021",
    "KEL-2026-0009", "Orang 2", "top_management", "email", "internet", "ab" * 32, "terminate",
    "hmac-sha256:" + "cd" * 32,
)  # fmt: skip


#: What may stand in a field and matters to a rule that looks at other fields too.
_LIKELY = {
    "by": ("Orang Dua", "orang  dua", "Ketua Satu", "Pentadbir Satu"),
    "name": ("Orang Dua", "Ketua Satu", "Pentadbir Satu"),
    "result": ("approved", "rejected", "pending"),
    "post_class": ("ordinary", "head_of_department"),
    "grade": ("N29", "N41", "N19", "JUSA C"),
    "scheme": ("SSM", "SSPA"),
    "stamp": ("true", "false"),
    "on": ("2026-01-02", "2026-10-01", "2026-10-02", "2026-10-03", "2026-12-31"),
    0: ("email", "internet"),
}


def text(node: Any, indent: str = "") -> str:
    """A form as people write it: what stands in quotes needs them."""
    lines = ""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        head = f"{indent}{key}:" if isinstance(node, dict) else f"{indent}-"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            pairs = ", ".join(f"{name}: {_scalar(inner)}" for name, inner in value[0].items())
            lines += f"{head}\n{indent}  - {{{pairs}}}\n"
        elif isinstance(value, (dict, list)) and value:
            lines += f"{head}\n{text(value, indent + '  ')}"
        else:
            lines += f"{head} {_scalar(value)}\n"
    return lines


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if not value or ":" in value else str(value)


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    rows = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in rows:
        if isinstance(value, (dict, list)):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)


def _at(form: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        form = form[step]
    return form


def _with(form: Any, path: tuple[Any, ...], value: str) -> Any:
    for step in path[:-1]:
        form = form[step]
    form[path[-1]] = value


def _learned(standard: Standard, form: Any) -> Context:
    context = Context(standard, AS_OF)
    assert not parse(text(form).encode(), "first.yml", context).problems
    return context


def _slowly(raw: bytes, standard: Standard) -> Parsed:
    return parse(raw, "other.yml", Context(standard, AS_OF))


@pytest.mark.parametrize(
    "form",
    [
        person(),
        department(department__delegates=["KEL-2026-0009"]),
        notice(),
        notice(event="release", effective_on=None),
    ],
)
def test_any_value_in_any_field(form: Any, standard: Standard) -> None:
    chance = random.Random(3)
    quick = 0
    for path in _leaves(form):
        context = _learned(standard, form)
        for _again in range(12):
            other = copy.deepcopy(form)
            _with(other, path, chance.choice(_VALUES))
            _with(other, chance.choice(list(_leaves(form))), chance.choice(_VALUES))
            raw = text(other).encode()
            found = parse(raw, "other.yml", context)
            assert found == _slowly(raw, standard), raw.decode()
            quick += not found.problems
    assert quick > 10


@pytest.mark.parametrize(
    "form",
    [
        person(applicant__post_class="ordinary", applicant__grade__grade="N19", applicant__note="Urusan"),
        person(
            applicant__post_class="top_management",
            applicant__grade__grade="JUSA C",
            existing_account="true",
            decision__similar_address="true",
            decision__reason="Ada sebab",
        ),
        person(applicant__post_class="head_of_department", applicant__grade__grade="N19"),
        person(decision__result="pending", decision__address=None, decision__on=None, decision__by=None),
        person(aliases=["orang9@kelantan.gov.my"]),
        department(department__delegates=["KEL-2026-0009"]),
        notice(),
    ],
)
def test_many_together_are_judged_as_each_alone(form: Any, standard: Standard) -> None:
    chance = random.Random(5)
    files = []
    for number in range(600):
        other = copy.deepcopy(form)
        for _change in range(chance.choice((0, 1, 2, 3))):
            path = chance.choice(list(_leaves(form)))
            likely = _LIKELY.get(path[-1], ()) if chance.random() < 0.9 else ()
            _with(other, path, chance.choice(likely or (*_VALUES, _at(other, path))))
        files.append((text(other).encode(), f"{number}.yml"))
    files.append((text(form).encode(), "600.yml"))  # whoever is last answers for all with the same combination
    context = _learned(standard, form)
    for _again in range(2):  # the second time with everything that passed remembered
        found = parse_many(files, context)
        for (raw, name), rows in zip(files, found, strict=True):
            alone = parse(raw, name, Context(standard, AS_OF))
            assert (rows is None) is bool(alone.problems), raw.decode()
            if rows is not None:
                assert rows == (alone.latest, [tuple(item) for item in alone.items], alone.notes), raw.decode()
    assert 100 < sum(rows is not None for rows in found) < 600


def test_who_asks_supports_and_decides_is_told_apart_together(standard: Standard) -> None:
    names = ("Orang Dua", "orang  dua", "Ketua Satu", "Pentadbir Satu")
    files = []
    every = itertools.product(names, names, names, ("approved", "rejected"))
    for number, (asks, supports, decides, result) in enumerate(every):
        form = person(number, applicant__name=asks, support__by=supports, decision__by=decides)
        form["decision"]["result"] = result
        files.append((text(form).encode(), f"{number}.yml"))
    found = parse_many(files, _learned(standard, person()))
    alone = [not parse(raw, name, Context(standard, AS_OF)).problems for raw, name in files]
    assert [rows is not None for rows in found] == alone and 70 < sum(alone) < 100


def test_forms_together_are_not_looked_at_one_by_one(standard: Standard) -> None:
    context = _learned(standard, person())
    files = [(text(person(number)).encode(), f"{number}.yml") for number in range(2, 60)]
    with mock.patch.object(room, "parse", side_effect=AssertionError):
        found = parse_many(files, context)
    assert [rows.items[0][0] for rows in found if rows] == [f"KEL-2026-{number:04d}" for number in range(2, 60)]


@pytest.mark.parametrize("value", ["880101-00-5021", "880101005021", "kata laluan: x1", "Password = y"])
def test_secrets_are_found_in_one_of_many(standard: Standard, value: str) -> None:
    context = _learned(standard, person(applicant__note="Urusan"))
    notes = ["Urusan", *(f"Urusan {number}" for number in range(40)), value, "Urusan lain", value]
    files = [(text(person(2, applicant__note=note)).encode(), f"{number}.yml") for number, note in enumerate(notes)]
    for _again in range(2):
        assert [number for number, rows in enumerate(parse_many(files, context)) if rows is None] == [41, 43]


def test_a_form_written_like_the_first_is_not_read_by_line(standard: Standard) -> None:
    context = _learned(standard, person())
    with mock.patch.object(room, "_from_documents", side_effect=AssertionError):
        found = parse(text(person(2)).encode(), "second.yml", context)
    assert [item.id for item in found.items] == ["KEL-2026-0002"] and found.items[0].source == "second.yml"
    assert found == parse(text(person(2)).encode(), "second.yml", Context(standard, AS_OF))


@pytest.mark.parametrize("value", ["880101-00-5021", "880101005021", "kata laluan: x1", "Password = y"])
def test_secrets_are_found_in_forms_like_others(standard: Standard, value: str) -> None:
    context = _learned(standard, person(applicant__note="Urusan"))
    raw = text(person(2, applicant__note=value)).encode()
    for _again in range(2):  # what did not pass is not remembered as passed
        found = parse(raw, "second.yml", context)
        assert found.problems and found == parse(raw, "second.yml", Context(standard, AS_OF))


def test_a_comment_is_looked_at(standard: Standard) -> None:
    context = _learned(standard, person())
    raw = text(person(2)).encode() + b"# 880101-00-5021\n"
    assert parse(raw, "second.yml", context) == parse(raw, "second.yml", Context(standard, AS_OF))
    assert parse(raw, "second.yml", context).problems


def test_many_kinds_are_learned_and_more_are_read_the_ordinary_way(standard: Standard) -> None:
    context = Context(standard, AS_OF)
    for number in range(1, 40):
        form = person(number, **{f"applicant__{'note' if number % 2 else 'post'}": "x" if number % 3 else "y, z"})
        if number % 5:
            form["supervisor"] = form.pop("supervisor")  # another order
        raw = text(form).encode()
        assert parse(raw, "a.yml", context) == parse(raw, "a.yml", Context(standard, AS_OF))
