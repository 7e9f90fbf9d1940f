# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the bytes of a CSV or XLSX file to rows of cells.

openpyxl reads the workbook whole, because only then does it tell merged cells, hidden rows and hidden columns; that
takes 1 ms and 20 kB per row of forty cells (measured). A workbook from outside is a zip file of XML: what would not
fit in memory, holds macros, or uses entities is refused before it is unpacked. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import csv
import io
import os
import warnings
import zipfile
import zlib
from functools import lru_cache
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import private
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

SHEETS = (".csv", ".xlsx")
#: Unpacked bytes of a workbook: some 50,000 rows of forty cells.
MAX_UNPACKED = 128 * 2**20
#: Rows of one sheet, empty ones included: a sheet of a million formatted rows is a mistake.
MAX_ROWS = 100_000
_OLE = b"\xd0\xcf\x11\xe0"
_SAVE_XLSX = "Save it as Excel Workbook (.xlsx)."
_SAVE_CSV = "Save it as CSV UTF-8 (comma or semicolon), or as Excel Workbook (.xlsx)."
#: Parts of a workbook that can hold text besides cells.
_TEXTS = ("xl/sharedStrings", "xl/comments", "xl/threadedComments", "docProps/")


class UnreadableError(RasmiError):
    """A sheet that is refused as a whole; `remedy` says how to save it."""

    def __init__(self, problem: str, remedy: str, line: int = 0) -> None:
        self.problem, self.remedy, self.line = problem, remedy, line
        super().__init__(f"{problem}. {remedy}")


class Formula(str):
    """The text of a cell that is computed."""


class Row(NamedTuple):
    """One row: its 1-based number and the values of its cells; text, numbers, dates, booleans, Formula, None."""

    number: int
    hidden: bool
    cells: list[Any]


class Grid(NamedTuple):
    """One sheet. `merged` are ranges such as "B4:C4", `hidden_columns` letters; `rows` are not empty."""

    title: str
    hidden: bool
    rows: list[Row]
    merged: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where a document or a fault is: sheet and 1-based row."""

    sheet: str
    row: int

    def __str__(self) -> str:
        return f"{self.sheet} row {self.row}"


class Book(NamedTuple):
    """One file. `texts` says whether text outside of its cells shows an identity-card number."""

    grids: list[Grid]
    texts: bool = False


def is_sheet(name: str) -> bool:
    """Whether a file of this name is read as a sheet."""
    return name.lower().endswith(SHEETS)


@lru_cache(maxsize=1)
def read_book(raw: bytes, name: str) -> Book:
    """Every sheet of a file. Raises UnreadableError.

    The last one is remembered: a faulty file is looked at three times.
    """
    return _csv(raw, name) if name.lower().endswith(".csv") else _xlsx(raw)


def letter(index: int) -> str:
    """The letters of a 0-based column: A, B, ... Z, AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _csv(raw: bytes, name: str) -> Book:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw:
        raise UnreadableError("the file is not UTF-8 text (it looks like UTF-16)", _SAVE_CSV)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableError("the file is not UTF-8 text", _SAVE_CSV, line) from None
    title = os.path.splitext(os.path.basename(name))[0]
    told = text[:4] == "sep=" and text[4:5]
    shift = 1 if told else 0
    if told:
        text = text.partition("\n")[2]
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=told or _delimiter(text), strict=True)):
            if number >= MAX_ROWS:
                raise UnreadableError(f"has more than {MAX_ROWS} rows", "Split it.")
            if any(cells):
                rows.append(Row(number + 1 + shift, False, list(cells)))
    except csv.Error as error:
        raise UnreadableError(f"is not valid CSV: {error}", _SAVE_CSV) from None
    return Book([Grid(title, False, rows)])


def _delimiter(text: str) -> str:
    """The sign between cells: Excel writes semicolons where the comma is the decimal sign, tabs for "Unicode text"."""
    head = text.lstrip("\r\n").partition("\n")[0]
    return max(";,\t", key=head.count)


def _xlsx(raw: bytes) -> Book:
    if raw[:4] == _OLE:
        raise UnreadableError("is an old or a password-protected workbook", f"Take the password away. {_SAVE_XLSX}")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            texts = _inspect(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        # what a damaged archive raises, by the place of the damage (tried with 1,500 of them)
        raise UnreadableError("is not a workbook", _SAVE_XLSX) from None
    return Book(_grids(raw), texts)


def _inspect(archive: zipfile.ZipFile) -> bool:
    """Refuse what must not be opened; return whether text outside of the cells shows an identity-card number."""
    parts = archive.infolist()
    if any("vbaproject" in part.filename.lower() for part in parts):
        raise UnreadableError("holds macros", f"Forms need none. {_SAVE_XLSX}")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableError(f"unpacks to more than {MAX_UNPACKED >> 20} MB", "Delete the empty rows, or split it.")
    found = False
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        content = archive.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise UnreadableError("holds XML entities, which no spreadsheet program writes", _SAVE_XLSX)
        if part.filename.startswith(_TEXTS) and private.identity_numbers(content):
            found = True
    return found


def _grids(raw: bytes) -> list[Grid]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            # parts that it does not know (pictures, extensions of data validation) do not concern us
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), keep_links=False)
    except Exception:
        # openpyxl raises whatever its parts raise: KeyError, TypeError, ParseError, its own ...
        raise UnreadableError("is not a workbook that can be read", _SAVE_XLSX) from None
    grids = []
    for sheet in book.worksheets:
        if sheet.max_row > MAX_ROWS:
            raise UnreadableError(
                f"sheet {private.masked(sheet.title)} has {sheet.max_row} rows", "Delete the empty rows, or split it."
            )
        rows = []
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            values = [_value(cell) for cell in cells]
            if any(value is not None and value != "" for value in values):
                rows.append(Row(number, bool(sheet.row_dimensions[number].hidden), values))
        grids.append(
            Grid(
                sheet.title,
                sheet.sheet_state != "visible",
                rows,
                tuple(sorted(str(area) for area in sheet.merged_cells.ranges)),
                _hidden_columns(sheet),
            )
        )
    book.close()
    return grids


def _hidden_columns(sheet: Any) -> tuple[str, ...]:
    found = []
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            found += [letter(index - 1) for index in range(dimension.min, min(dimension.max, 1000) + 1)]
    return tuple(found)


def _value(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "f" or (value is not None and value.__class__.__name__.endswith("Formula")):
        return Formula(value if isinstance(value, str) else getattr(value, "text", None) or "=")
    if cell.data_type == "e":
        return Formula(value)
    return value
