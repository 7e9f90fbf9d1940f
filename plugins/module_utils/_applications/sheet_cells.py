# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From one cell to the text that a YAML form would hold, or what a spreadsheet program has spoilt in it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_columns import Column
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import Formula

#: (problem, remedy); two empty texts when the cell is as it should be.
Wrong = tuple[str, str]
GOOD: Wrong = ("", "")

#: What a spreadsheet program runs as a formula when a cell begins with it (OWASP, "CSV Injection").
_INJECTION = ("=", "+", "-", "@", "\t", "\r")
#: Values in which a zero in front counts.
_ZEROS = (checks.phone, checks.last_four, checks.sha256, checks.staff_key)
_YES = frozenset(("ya", "yes", "y", "true", "benar"))
_NO = frozenset(("tidak", "no", "n", "false", "palsu"))
#: How a Malaysian number begins: area code, country code, or a 1-300 and 1-800 number.
_PHONE_START = re.compile(r"[0+(]|1[- ]?[38]00")
_SEPARATORS = re.compile(r"[;,\n]")
_AS_TEXT = "Format the cell as Text and type it again."


def value_of(cell: Any, column: Column) -> tuple[Any, Wrong]:
    """The value of a cell as a form holds it (text, a list of texts, None for empty) and what is wrong with it."""
    if cell is None:
        return None, GOOD
    if isinstance(cell, Formula):
        return None, ("is computed by a formula", "Copy the cell and paste it as values only.")
    if isinstance(cell, str):
        return _text(cell, column)
    if isinstance(cell, bool):
        return _listed("true" if cell else "false", column), GOOD
    if isinstance(cell, (int, float)):
        return _number(cell, column)
    return _day(cell, column)


def _text(cell: str, column: Column) -> tuple[Any, Wrong]:
    text = cell.replace("\u00a0", " ").strip()
    if not text:
        return None, GOOD
    check = column.rule.check
    if text.startswith(_INJECTION) and not (check is checks.phone and not check(text)):
        remedy = "Leave the cell empty." if text == "-" else "Write it without that sign."
        return None, (f"begins with {text[0]}, which a spreadsheet program runs as a formula", remedy)
    if check is checks.phone and not check(text) and not _PHONE_START.match(text):
        return None, ("does not begin with 0 or +; a spreadsheet program drops both", _AS_TEXT)
    if check is checks.flag:
        text = _flag(text)
    return _listed(text, column), GOOD


def _flag(text: str) -> str:
    word = text.casefold()
    return "true" if word in _YES else "false" if word in _NO else text


def _number(cell: float, column: Column) -> tuple[Any, Wrong]:
    check = column.rule.check
    if check in _ZEROS:
        return None, ("is a number, and numbers have no zeros in front", _AS_TEXT)
    if check is checks.day:
        return None, ("is a number, not a date", "Format the cell as a date (yyyy-mm-dd).")
    text = str(int(cell)) if cell == int(cell) else repr(cell)
    return _listed(text, column), GOOD


def _day(cell: Any, column: Column) -> tuple[Any, Wrong]:
    if column.rule.check is not checks.day:
        return None, ("is a date or a time, which a spreadsheet program made of what was typed", _AS_TEXT)
    if isinstance(cell, datetime):
        if cell.time() != time():
            return None, ("holds a time of day", "Write the date alone.")
        return cell.date().isoformat(), GOOD
    if isinstance(cell, date):
        return cell.isoformat(), GOOD
    if isinstance(cell, (time, timedelta)):
        return None, ("is a time, not a date", "Write the date, for example 2026-01-31.")
    return str(cell), GOOD


def _listed(text: str, column: Column) -> Any:
    if not column.many:
        return text
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()] or None
