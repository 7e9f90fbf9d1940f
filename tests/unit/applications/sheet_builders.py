# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms as sheets, made by openpyxl and the csv module, not by the code under test."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import sheet_columns
from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Applications
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, REFERENCE, Tree, person

PEOPLE = [person(1), person(2, proposed_address=None, aliases=["dua@kelantan.gov.my", "dua.lagi@kelantan.gov.my"])]
#: Twelve digits as on a card: month 99 does not exist, so that it is nobody's.
NUMBER = "009999" + "00" + "0021"
_ABSENT = object()


def cells_of(form: Tree, *, dates: bool = False) -> dict[str, Any]:
    """Malay label to value, for every field that the form fills."""
    found = {}
    for column in sheet_columns.columns(form["form"]):
        value: Any = form
        for step in column.path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                value = _ABSENT
                break
        if value is _ABSENT or value == "":
            continue
        if isinstance(value, bool):
            value = "Ya" if value else "Tidak"
        if isinstance(value, list):
            value = "; ".join(value)
        if dates and column.path[-1] in ("on", "received_on", "complete_on", "declared_on", "completed_on"):
            value = datetime.fromisoformat(value)
        found[column.label] = value
    return found


def table_of(forms: Sequence[Tree], *, dates: bool = False, english: bool = False) -> list[list[Any]]:
    """Header and rows; only columns that some form fills."""
    rows = [cells_of(form, dates=dates) for form in forms]
    columns = [c for c in sheet_columns.columns(forms[0]["form"]) if any(c.label in row for row in rows)]
    header = [column.english if english else column.label for column in columns]
    return [header, *([row.get(column.label) for column in columns] for row in rows)]


def write_csv(path: Path, table: list[list[Any]], *, sign: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows(table)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, *, spoil: Callable[[Any], None] | None = None, **tables: list[list[Any]]) -> Path:
    """One sheet per keyword (OPS_002 is the sheet OPS-002); `spoil` gets the workbook before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(name.replace("_", "-"))
        for row in table:
            sheet.append(row)
    if spoil:
        spoil(book)
    book.save(path)
    return path


def column_of(table: list[list[Any]], label: str) -> int:
    """1-based column of a label."""
    return table[0].index(label) + 1


def read(directory: Path, standard: Standard, cache_dir: Path | None = None) -> Applications:
    """The applications of a folder."""
    return load_applications(directory, standard, REFERENCE, AS_OF, cache_dir)


def sheet_faults(directory: Path, standard: Standard) -> list[Fault]:
    """The faults for which a folder is refused."""
    with pytest.raises(FaultsError) as caught:
        read(directory, standard)
    return list(caught.value.faults)
