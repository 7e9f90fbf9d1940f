# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The XLSX sheet to fill in: lists to choose from, dates as dates, telephone numbers as text, a header that is locked.

The same inputs give the same bytes: the time stamps of a workbook are replaced. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import letter
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_templates import Field, rows_of
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheets import LISTS
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import APPROVED, OPTIONAL

#: Rows for which cells are checked while they are filled in; rows below are read as well.
CHECKED_ROWS = 5000
_FIRST_ROW = 4
_DATE_FORMAT = "yyyy-mm-dd"
_TEXT_FORMAT = "@"
#: Fill of the header by need: required, needed before approval, optional.
_COLOURS = {OPTIONAL: "FFE7E6E6", APPROVED: "FFFFE699"}
_REQUIRED = "FFF8CBAD"
#: Longest title and text that a spreadsheet program shows beside a cell.
_PROMPT_TITLE, _PROMPT = 32, 255
_STAMP = "2026-01-01T00:00:00Z"
_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EARLIEST = date(2000, 1, 1)


def xlsx_template(form: str, fields: Sequence[Field]) -> bytes:
    """The workbook of one form: its sheet, and a hidden sheet with the choices."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = form
    for row in rows_of(form, fields):
        sheet.append(row)
    _style(sheet, fields)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for index, field in enumerate(fields, start=1):
        _check(sheet, lists, index, field)
    sheet.freeze_panes = "C2"
    sheet.protection.sheet = True
    for freedom in ("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(sheet.protection, freedom, False)  # "not protected"
    written = io.BytesIO()
    book.save(written)
    return _timeless(written.getvalue())


def _style(sheet: Any, fields: Sequence[Field]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection

    wrapped = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].hidden = True
    for index, field in enumerate(fields, start=1):
        column = sheet.column_dimensions[letter(index)]
        column.width = 24
        column.number_format = _DATE_FORMAT if field.is_date else _TEXT_FORMAT
        column.protection = Protection(locked=False)
        head, note, example = (sheet[f"{letter(index)}{row}"] for row in (1, 2, 3))
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor=_COLOURS.get(field.need, _REQUIRED))
        note.font = Font(italic=True, size=9)
        example.font = Font(italic=True, color="FF808080")
        for cell in (head, note, example):
            cell.alignment = wrapped
            cell.protection = Protection(locked=True)
    sheet.row_dimensions[2].height = 60


def _check(sheet: Any, lists: Any, index: int, field: Field) -> None:
    """What a cell accepts while it is filled in; the reader checks again, and more."""
    from openpyxl.worksheet.datavalidation import DataValidation

    cells = f"{letter(index)}{_FIRST_ROW}:{letter(index)}{CHECKED_ROWS}"
    if field.is_date:
        rule = DataValidation("date", operator="greaterThan", formula1=str((_EARLIEST - date(1899, 12, 30)).days))
    elif field.choices:
        where = letter(index)
        lists[f"{where}1"] = field.label
        for row, choice in enumerate(field.choices, start=2):
            lists[f"{where}{row}"] = choice
        rule = DataValidation("list", formula1=f"{LISTS}!${where}$2:${where}${len(field.choices) + 1}")
        # several values in one cell are none of the list: the list helps, and does not refuse
        rule.showErrorMessage = not field.many
    else:
        rule = DataValidation()
    rule.allow_blank = True
    rule.errorTitle, rule.error = "Tidak sah", field.note[:_PROMPT]
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = field.label[:_PROMPT_TITLE], field.note[:_PROMPT]
    rule.add(cells)
    sheet.add_data_validation(rule)


def _timeless(raw: bytes) -> bytes:
    """A workbook without the moment at which it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for part in sorted(old.namelist()):
            content = old.read(part)
            if part == "docProps/core.xml":
                content = _STAMPS.sub(rb"\g<1>" + _STAMP.encode(), content)
            info = zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return result.getvalue()
