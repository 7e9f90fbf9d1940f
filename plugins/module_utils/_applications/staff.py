# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The staff list: who must have an official mailbox (R020). Keyed hashes only; a number never leaves its cell.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, private
from ansible_collections.rasmi.mail.plugins.module_utils._applications.importing import Source
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import read_rows
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_columns import names_identity, normal
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import (
    SHEETS,
    Grid,
    Row,
    UnreadableError,
    is_sheet,
    letter,
    read_book,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import ALWAYS, OPTIONAL, Rule, Table
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.identity import identity_key

_DAY = "as_of"
_UNITS = frozenset({"jabatan/bahagian", "jabatan", "bahagian", "unit", "department"})
_STAFF: Table = {
    "key": Rule(
        "No. Kad Pengenalan", checks.staff_key, ALWAYS, "Write the keyed hash; application_import makes it.", ("R020",)
    ),
    "unit": Rule("Jabatan/Bahagian", checks.identifier, OPTIONAL, "Write the id of a unit."),
}


class Officer(NamedTuple):
    """One row of the list: keyed hash of the identity-card number, unit ("" = not given), 1-based place in the list."""

    key: str
    unit: str
    row: int


@dataclass(frozen=True)
class StaffList:
    """The list and the ISO day for which human resources made it."""

    as_of: str
    officers: tuple[Officer, ...]


def load_staff(path: str) -> StaffList:
    """Read the YAML file that application_import writes. FaultsError lists every fault."""
    faults: list[Fault] = []
    rows = read_rows(path, "staff", "key", _STAFF, faults)
    day = "" if faults else _day(path)
    if not faults and not day:
        faults.append(Fault(path, 1, _DAY, "", "the day of the list is missing", "Write as_of: 2026-01-31.", ("R020",)))
    if faults:
        raise FaultsError("Staff list", faults)
    return StaffList(day, tuple(Officer(one["key"], one.get("unit") or "", at) for at, one in enumerate(rows, 1)))


def _day(path: str) -> str:
    """The day at the head of the file, "" when there is none: the rows were read already."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, _colon, value = line.partition(":")
            if name.strip() == _DAY:
                text = value.split("#")[0].strip().strip("'\"")
                try:
                    return date.fromisoformat(text).isoformat()
                except ValueError:
                    return ""
    return ""


def staff_text(officers: Sequence[Officer], as_of: str) -> bytes:
    """The file for a list, in the order of the keys: it must not tell the order of the sheet."""
    lines = [f"  - {{key: '{one.key}', unit: '{one.unit}'}}\n" for one in sorted(officers)]
    return f"---\n{_DAY}: '{as_of}'\nstaff:\n{''.join(lines)}".encode()


def convert_staff(sources: Sequence[Source], key: str) -> tuple[list[Officer], list[Fault]]:
    """Every row of the sheets as an officer, and every fault by sheet and row. Other columns are left alone.

    `key` is the agency's secret key. ValueError when it is too short.
    """
    identity_key("0" * 12, key)
    officers: dict[str, Officer] = {}
    faults: list[Fault] = []
    for source in sources:
        shown = private.masked(source.path)
        if not is_sheet(source.path):
            remedy = f"Give a sheet ({' or '.join(SHEETS)})."
            faults.append(Fault(shown, 0, "(file)", "", "is not a sheet", remedy))
            continue
        try:
            grids = read_book(source.raw, os.path.basename(source.path)).grids
        except UnreadableError as error:
            faults.append(Fault(shown, error.line, "(file)", "", error.problem, error.remedy))
            continue
        for grid in grids:
            _grid(grid, shown, key, officers, faults)
    return list(officers.values()), faults


def _grid(grid: Grid, shown: str, key: str, officers: dict[str, Officer], faults: list[Fault]) -> None:
    head = next((row for row in grid.rows if _number_column(row) is not None), None)
    column = _number_column(head) if head else None
    if head is None or column is None:
        remedy = "Give the column of numbers the head No. Kad Pengenalan, or take the sheet out."
        faults.append(Fault(shown, 0, grid.title, "", "has no column of identity-card numbers", remedy, ("R020",)))
        return
    units = [at for at, cell in enumerate(head.cells) if isinstance(cell, str) and normal(cell) in _UNITS]
    for row in (one for one in grid.rows if one.number > head.number):
        field = f"{grid.title}!{letter(column)}{row.number}"
        number = row.cells[column] if column < len(row.cells) else None
        if number is None:
            continue
        unit = row.cells[units[0]] if units and units[0] < len(row.cells) else None
        unit = str(unit).strip() if unit is not None else ""
        if unit and checks.identifier(unit):
            remedy = "Write the id of the unit, as the list of units has it."
            faults.append(Fault(shown, row.number, field, unit[:60], "is no id of a unit", remedy))
            continue
        try:
            hashed = identity_key(str(number), key)
        except ValueError as error:
            why = str(error).partition(";")[0]
            faults.append(Fault(shown, row.number, field, "", why, "Format the column as Text.", ("R201",)))
            continue
        if hashed in officers:
            faults.append(Fault(shown, row.number, field, "", "is in the list twice", "Keep one of the two rows."))
        officers.setdefault(hashed, Officer(hashed, unit, row.number))


def _number_column(row: Row) -> int | None:
    return next((at for at, cell in enumerate(row.cells) if isinstance(cell, str) and names_identity(cell)), None)
