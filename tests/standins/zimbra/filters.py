# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""LDAP filters (RFC 4515), parsed once and then asked of many entries."""

from __future__ import annotations

import re
from collections.abc import Callable

from .directory import Entry
from .table import Table

Test = Callable[[Entry], bool]

ITEM = re.compile(r"^([A-Za-z][\w.;-]*)(:[\w.]*:|)([~<>]?=)(.*)$", re.S)


class BadFilter(ValueError):
    """The filter is not one; the text says why, and nothing when the parentheses do not match."""


def unescape(value: str) -> str:
    """`\\2a` and the like, as bytes of UTF-8."""
    if "\\" not in value:
        return value
    raw = re.sub(rb"\\([0-9a-fA-F]{2})", lambda m: bytes([int(m[1], 16)]), value.encode())
    return raw.decode("utf-8", "replace")


def compile_filter(text: str, table: Table) -> Test:
    """A function that says whether an entry matches."""
    test, rest = _parse(text.strip(), table)
    if rest:
        raise BadFilter
    return test


def _parse(text: str, table: Table) -> tuple[Test, str]:
    if not text.startswith("("):
        raise BadFilter
    sign = text[1:2]
    if sign in ("&", "|"):
        tests, rest = _several(text[2:], table)
        if sign == "&":
            return (lambda entry: all(test(entry) for test in tests)), rest
        return _either(tests), rest
    if sign == "!":
        test, rest = _parse(text[2:].lstrip(), table)
        rest = rest.lstrip()
        if not rest.startswith(")"):
            raise BadFilter
        return (lambda entry: not test(entry)), rest[1:]
    end = text.find(")")
    if end < 0 or "(" in text[1:end]:
        raise BadFilter
    return _item(text[1:end], table), text[end + 1 :]


class Equal:
    """attribute=value, as an object so that many of them can be asked at once."""

    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value

    def __call__(self, entry: Entry) -> bool:
        return any(have.lower() == self.value for have in entry.attrs.get(self.name, ()))


def _either(tests: list[Test]) -> Test:
    """One of them; equalities of the same attribute become one look into a set."""
    wanted: dict[str, set[str]] = {}
    for test in tests:
        if isinstance(test, Equal):
            wanted.setdefault(test.name, set()).add(test.value)
    rest = [test for test in tests if not isinstance(test, Equal)]

    def matches(entry: Entry) -> bool:
        for name, values in wanted.items():
            for have in entry.attrs.get(name, ()):
                if have.lower() in values:
                    return True
        return any(test(entry) for test in rest)

    return matches


def _several(text: str, table: Table) -> tuple[list[Test], str]:
    tests: list[Test] = []
    text = text.lstrip()
    while text.startswith("("):
        test, text = _parse(text, table)
        tests.append(test)
        text = text.lstrip()
    if not text.startswith(")"):
        raise BadFilter
    return tests, text[1:]


def _item(text: str, table: Table) -> Test:
    match = ITEM.match(text)
    if match is None:
        raise BadFilter(f"Unable to find an attribute name and a value in the filter component '{text}'.")
    name, sign, value = table.canonical(match[1]), match[3], match[4]
    if name.lower() == "objectclass":
        name = "objectClass"
    if sign == ">=":
        return _order(name, value, table, up=True)
    if sign == "<=":
        return _order(name, value, table, up=False)
    if value == "*":
        return lambda entry: bool(entry.attrs.get(name))
    if "*" in value:
        pattern = re.compile(".*".join(re.escape(unescape(part).lower()) for part in value.split("*")), re.S)
        return lambda entry: any(pattern.fullmatch(have.lower()) for have in entry.attrs.get(name, ()))
    return Equal(name, unescape(value).lower())


def _order(name: str, value: str, table: Table, *, up: bool) -> Test:
    """`>=` and `<=`: only numbers and times have an order; for the others nothing matches, as in slapd."""
    row = table.rows.get(name)
    kind = row.type if row is not None else ""
    if kind in ("integer", "long", "port") and re.fullmatch(r"-?\d+", value):
        limit = int(value)
        return lambda entry: any((int(v) >= limit) if up else (int(v) <= limit) for v in entry.attrs.get(name, ()))
    if kind == "gentime":
        bound = moment(value)
        return lambda entry: any(
            (moment(v) >= bound) if up else (moment(v) <= bound) for v in entry.attrs.get(name, ())
        )
    return lambda _entry: False


def moment(value: str) -> str:
    """A generalized time in a form in which text order is time order (fractions of a second to 3 digits)."""
    digits, _dot, fraction = value.rstrip("Zz").partition(".")
    return f"{digits.ljust(14, '0')}.{fraction.ljust(3, '0')[:3]}"
