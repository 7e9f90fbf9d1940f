# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sheets to fill in, made from the field tables: what stands in them, and the CSV kind.

Row 1 has the Malay labels, row 2 notes in English, row 3 an example. Rows 2 and 3 begin with "#" and are not read, so
nobody has to delete them. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_columns import Column, columns, is_key
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheets import EMPTY, NOTE, NUMBER, read_sheets
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import APPROVED, OPTIONAL

YES_NO = ("Ya", "Tidak")
#: What the identity of a person is asked as: the keyed hash, or the number, which application_import converts.
KEY, NUMBERS = "key", "number"

_NEEDS = {OPTIONAL: "", APPROVED: " **"}
_EXAMPLE = re.compile(r"for example ([^,;]+?)\.?(?:,|;| or |$)")
#: Examples by the check of the field, where its remedy names none.
_BY_CHECK = {
    checks.day: "2026-01-31",
    checks.flag: YES_NO[0],
    checks.phone: "09-748 1957",
    checks.name: "Nama Penuh bin Bapa",
    checks.sha256: "(64 digit sha256sum)",
    checks.staff_key: "hmac-sha256:(64 digit)",
    checks.last_four: "0021",
    checks.address: "nama.bapa@kelantan.gov.my",
}


class Choices(NamedTuple):
    """What lists offer: ids of units and supervisors, addresses of groups. None = any."""

    units: Sequence[str] = ()
    supervisors: Sequence[str] = ()
    groups: Sequence[str] = ()


class Field(NamedTuple):
    """One column to fill in. `choices` are the only values (or, for `many`, those to pick from)."""

    label: str
    note: str
    example: str
    choices: tuple[str, ...]
    many: bool
    is_date: bool
    need: int


def fields_of(form: str, choices: Choices, identity: str = KEY) -> list[Field]:
    """The columns of a form as a person fills them in; the form's own name is in the header's first cell."""
    return [
        _field(column, choices, identity)
        for column in columns(form)
        if column.path != ("form",) and not (identity == NUMBERS and column.path[-1] == "last4")
    ]


def asks_identity(form: str) -> bool:
    """Whether a form is about a person whose identity-card number is asked for."""
    return any(is_key(column) for column in columns(form))


def rows_of(form: str, fields: Sequence[Field]) -> list[list[str]]:
    """Header, notes and example, with the column of marks in front."""
    return [
        [f"Borang: {form}", *(field.label for field in fields)],
        [NOTE, *(field.note for field in fields)],
        [f"{NOTE} contoh", *(field.example for field in fields)],
    ]


def csv_template(form: str, fields: Sequence[Field]) -> bytes:
    """The CSV kind, with the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows_of(form, fields))
    return text.getvalue().encode("utf-8-sig")


def is_filled_in(raw: bytes, name: str) -> bool:
    """Whether a file holds anything besides what a template has: then it is somebody's work."""
    found = read_sheets(raw, name, incoming=True)
    return bool(found.documents) or any(
        place.row > 1 or (not place.row and problem.problem != EMPTY) for place, problem in found.problems
    )


def _field(column: Column, choices: Choices, identity: str) -> Field:
    number = is_key(column) and identity == NUMBERS
    allowed = _choices(column, choices)
    label = NUMBER if number else column.label
    remedy = "Write the twelve digits; application_import makes the keyed hash." if number else column.rule.remedy
    # a cell of a sheet is text without quotes
    remedy = remedy.replace(", in quotes", "")
    several = " Several values: separate them with a semicolon." if column.many else ""
    needed = {OPTIONAL: "", APPROVED: "Needed before approval. "}.get(column.need, "Required. ")
    if column.rule.check is checks.flag:
        remedy = "Choose Ya (yes) or Tidak (no)."
    return Field(
        label + _NEEDS.get(column.need, " *"),
        f"{column.english}. {needed}{remedy}{several}",
        "(12 digit)" if number else _example(column, allowed),
        allowed,
        column.many,
        column.rule.check is checks.day,
        column.need,
    )


def _choices(column: Column, choices: Choices) -> tuple[str, ...]:
    check = column.rule.check
    named: Mapping[object, Sequence[str]] = {
        "unit": choices.units,
        "supervisor": choices.supervisors,
        "groups": choices.groups,
    }
    if check is checks.flag:
        return YES_NO
    return tuple(checks.CHOICES.get(check) or named.get(column.path[-1], ()))


def _example(column: Column, allowed: tuple[str, ...]) -> str:
    if allowed:
        return allowed[0]
    found = _EXAMPLE.search(column.rule.remedy)
    if column.rule.check in _BY_CHECK:
        return _BY_CHECK[column.rule.check]
    return found.group(1) if found else column.label
