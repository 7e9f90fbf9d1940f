# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OPATH filters, as far as clients use them: comparisons of properties, joined by -and, -or, -not and brackets."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from typing import Any

from .faults import CmdletError

_TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<word>-[a-z]+)|'(?P<text>(?:[^']|'')*)'|\"(?P<double>[^\"]*)\""
    r"|(?P<bare>[^\s()'\"]+))",
    re.IGNORECASE,
)
_CONSTANTS = {"$true": True, "$false": False, "$null": None}


def matches(text: str | None, item: Mapping[str, Any]) -> bool:
    """Whether an object satisfies a filter; no filter is satisfied by all. Raises CmdletError when it is malformed."""
    if not text:
        return True
    return _Filter(text).evaluate({key.lower(): value for key, value in item.items()})


class _Filter:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if found is None or found.lastgroup is None:
                raise self._malformed()
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            place = found.end()
        self.place = 0

    def evaluate(self, item: Mapping[str, Any]) -> bool:
        found = self._or(item)
        if self.place != len(self.tokens):
            raise self._malformed()
        return found

    def _or(self, item: Mapping[str, Any]) -> bool:
        found = self._and(item)
        while self._next("-or"):
            found = self._and(item) or found
        return found

    def _and(self, item: Mapping[str, Any]) -> bool:
        found = self._term(item)
        while self._next("-and"):
            found = self._term(item) and found
        return found

    def _term(self, item: Mapping[str, Any]) -> bool:
        if self._next("-not"):
            return not self._term(item)
        kind, value = self._take()
        if kind == "open":
            found = self._or(item)
            if self._take()[0] != "close":
                raise self._malformed()
            return found
        if kind != "bare" or value.lower() not in item:
            raise self._malformed()
        operator = self._take()[1].lower()
        kind, wanted = self._take()
        constant = _CONSTANTS.get(wanted.lower(), wanted) if kind == "bare" else wanted.replace("''", "'")
        return self._compare(item[value.lower()], operator, constant)

    def _compare(self, have: Any, operator: str, wanted: Any) -> bool:
        values = have if isinstance(have, list) else [have]
        if operator == "-eq":
            return any(_same(one, wanted) for one in values) or (wanted is None and not values)
        if operator == "-ne":
            return not any(_same(one, wanted) for one in values)
        if operator in ("-like", "-notlike"):
            found = any(fnmatch.fnmatchcase(str(one).lower(), str(wanted).lower()) for one in values)
            return found == (operator == "-like")
        if operator in ("-gt", "-ge", "-lt", "-le"):
            pairs = [(float(one), float(wanted)) for one in values if one is not None]
            tests = {"-gt": float.__gt__, "-ge": float.__ge__, "-lt": float.__lt__, "-le": float.__le__}
            return any(tests[operator](left, right) for left, right in pairs)
        raise self._malformed()

    def _next(self, word: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place] == ("word", word):
            self.place += 1
            return True
        return False

    def _take(self) -> tuple[str, str]:
        if self.place >= len(self.tokens):
            raise self._malformed()
        self.place += 1
        return self.tokens[self.place - 1]

    def _malformed(self) -> CmdletError:
        text = f'Cannot bind parameter \'Filter\' to the target. Exception setting "Filter": "{self.text}"'
        return CmdletError("ParameterBindingException", text, terminating=True, error_id="ParameterBindingFailed")


def _same(have: Any, wanted: Any) -> bool:
    if isinstance(have, bool) or isinstance(wanted, bool):
        return str(have).lower() == str(wanted).lower()
    if have is None or wanted is None:
        return have in (None, "") and wanted in (None, "")
    return str(have).lower() == str(wanted).lower()
