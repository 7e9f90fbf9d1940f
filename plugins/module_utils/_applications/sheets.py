# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sheets of forms: one form kind per sheet, one header row, one application per row.

A row becomes the same document that a YAML form is, and is judged by the same rules; what only a sheet can get wrong
(formulas, merged cells, numbers that lost their zeros) is a fault here. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import private, shape
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_cells import value_of
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_columns import (
    Column,
    by_header,
    columns,
    is_key,
    names_identity,
    normal,
    stem_form,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import (
    Grid,
    Place,
    Row,
    UnreadableError,
    letter,
    read_book,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault

#: A row whose first cell begins with this is a note: the explanations and the example of a template.
NOTE = "#"
#: The template's sheet of choices; nothing of it is read.
LISTS = "Senarai"
#: The header of a column that holds identity-card numbers, where such a column is awaited (`incoming`).
NUMBER = "No. Kad Pengenalan"
#: Rows in which the header is looked for; letterheads may stand above it.
_HEADER_WITHIN = 10
_MARK = ("borang:", "form:")
#: What is said of a file in which nothing is filled in.
EMPTY = "no sheet holds a form"
_IDENTITY_REMEDY = "Convert the file with application_import outside of Git, and destroy it."


class Cell(str):
    """The letter of a column, where a fault is about the cell and not about a field."""


class Placed(NamedTuple):
    """One row as a document. `numbers` maps the path of a keyed hash to the identity-card number of the row."""

    place: Place
    data: dict[str, Any]
    numbers: dict[Path, str]


class Header(NamedTuple):
    """The header row: the form, and the column of each 0-based position.

    `numbers` are the columns of identity-card numbers, `strange` those that the form does not have.
    """

    form: str
    row: int
    known: dict[int, Column]
    numbers: dict[int, Column]
    strange: frozenset[int]


class Found(NamedTuple):
    """What a file of sheets gave. `notes` are sentences about what is no fault, such as hidden rows."""

    documents: list[Placed]
    problems: list[tuple[Place, Problem]]
    notes: list[str]


def read_sheets(raw: bytes, name: str, *, incoming: bool = False) -> Found:
    """Every row of every sheet of a file as a document.

    With `incoming`, a column of identity-card numbers is awaited and read apart; otherwise it is a fault.
    """
    found = Found([], [], [])
    try:
        book = read_book(raw, name)
    except UnreadableError as error:
        problem = Problem((), "", error.problem, error.remedy, line=error.line)
        found.problems.append((Place("", error.line), problem))
        return found
    for grid in book.grids:
        _grid(grid, name, found, incoming)
    if book.texts and not any(problem.value == private.MASK for _place, problem in found.problems) and not incoming:
        found.problems.append((Place("", 0), _clear("a comment, or a text that the workbook has kept,")))
    if not found.documents and not found.problems:
        found.problems.append((Place("", 0), Problem((), "", EMPTY, "Fill in a row or delete the file.")))
    return found


def faults_in(raw: bytes, name: str, shown: str, problems: Sequence[tuple[Place, Problem]]) -> list[Fault]:
    """Faults by sheet, row and column."""
    try:
        grids = {grid.title: grid for grid in read_book(raw, name).grids}
    except UnreadableError:
        grids = {}
    letters: dict[str, dict[Path, str]] = {}
    cells = {(place, _cell_of(problem)): problem.value == private.MASK for place, problem in problems}
    cells |= {(place, _cell_of(problem)): True for place, problem in problems if problem.value == private.MASK}
    faults = []
    for place, problem in problems:
        if place.sheet not in letters:
            letters[place.sheet] = _letters(grids.get(place.sheet), name)
        where = _where(problem.path, letters[place.sheet])
        # one cell, one fault: what the cell is, before what the form misses; an identity-card number before all
        if _told_already(problem, (place, where), cells):
            continue
        label = problem.label or (str(problem.path[-1]) if problem.path and not where else "")
        column = where and (f"columns {where}" if "-" in where else f"column {where}")
        whole = "(file)" if not place.sheet else "(row)" if place.row else "(sheet)"
        column = column or ("(no column)" if problem.path else whole)
        field = f"{column} ({label})" if label else column
        faults.append(problem._replace(path=(field,), label="").fault(shown, place.row).in_sheet(place.sheet))
    return faults


def _told_already(problem: Problem, cell: tuple[Place, str], cells: dict[tuple[Place, str], bool]) -> bool:
    """Whether a cell has a fault that makes this one superfluous; `cells` says which show identity-card numbers."""
    if problem.value == private.MASK or not cell[1] or cell not in cells:
        return False
    return cells[cell] or not _cell_of(problem)


def _cell_of(problem: Problem) -> str:
    return str(problem.path[0]) if problem.path and isinstance(problem.path[0], Cell) else ""


def _where(path: Path, letters: dict[Path, str]) -> str:
    """The letter of a field's column, "D-G" for a group of fields, "" when the sheet has no such column."""
    if path and isinstance(path[0], Cell):
        return str(path[0])
    for end in range(len(path), 0, -1):
        if path[:end] in letters:
            return letters[path[:end]]
    inside = [text for other, text in letters.items() if path and other[: len(path)] == path]
    return inside[0] if len(inside) == 1 else f"{inside[0]}-{inside[-1]}" if inside else ""


def _letters(grid: Grid | None, name: str) -> dict[Path, str]:
    header = _header(grid, name) if grid else None
    if header is None:
        return {}
    return {column.path: letter(index) for index, column in (*header.numbers.items(), *header.known.items())}


def _grid(grid: Grid, name: str, found: Found, incoming: bool) -> None:
    header = _header(grid, name) if grid.title != LISTS else None
    for row in grid.rows:
        _private(grid, row, found, header.numbers if header and incoming and row.number > header.row else ())
    if not grid.rows or grid.title == LISTS:
        return
    if header is None:
        form = stem_form(grid.title) or stem_form(name.rpartition("/")[2])
        known = f"of {form} " if form else ""
        remedy = "Name the sheet after its form (for example OPS-002) and begin it with the header row of the template."
        found.problems.append((Place(grid.title, 0), Problem((), "", f"no header row {known}was found", remedy)))
        return
    _check_header(grid, header, found, incoming)
    _merged(grid, header, found)
    _hidden(grid, header, name, found)
    seen: dict[tuple[Any, ...], int] = {}
    for row in grid.rows:
        if row.number <= header.row:
            continue
        first = row.cells[0] if row.cells else None
        if isinstance(first, str) and first.startswith(NOTE):
            if row.number > header.row + 2:
                found.notes.append(f"{name}, sheet {grid.title}, row {row.number}: begins with {NOTE}, so it is a note")
            continue
        same = seen.setdefault(_trimmed(row.cells), row.number)
        if same != row.number:
            remedy = "Delete one of the two rows."
            problem = Problem((), "", f"is the same as row {same}", remedy, ("R196",), line=row.number)
            found.problems.append((Place(grid.title, row.number), problem))
            continue
        _row(grid, row, header, found, incoming)


def _trimmed(cells: list[Any]) -> tuple[Any, ...]:
    return tuple(f"{index}={cell}" for index, cell in enumerate(cells) if cell not in (None, ""))


def _header(grid: Grid, name: str) -> Header | None:
    """The header row: that of the first rows which names most columns of the form."""
    best: Header | None = None
    for row in grid.rows[:_HEADER_WITHIN]:
        texts = {index: cell for index, cell in enumerate(row.cells) if isinstance(cell, str) and cell.strip()}
        marked = next((normal(text).partition(":")[2] for text in texts.values() if normal(text).startswith(_MARK)), "")
        form = stem_form(marked.strip()) or stem_form(grid.title) or _form_column(grid, row)
        form = form or stem_form(name.rpartition("/")[2])
        if not form:
            continue
        names = by_header(form)
        known = {index: names[normal(text)] for index, text in texts.items() if normal(text) in names}
        keys = [column for column in columns(form) if is_key(column)]
        numbers = {index: keys[0] for index, text in texts.items() if keys and names_identity(text)}
        if len(known) >= 2 and len(known) > (len(best.known) if best else 0):
            strange = {index for index, text in texts.items() if not normal(text).startswith(_MARK)}
            best = Header(form, row.number, known, numbers, frozenset(strange - {*known, *numbers}))
    return best


def _form_column(grid: Grid, header: Row) -> str:
    """The form that the first row below names in a column "Borang"."""
    for index, cell in enumerate(header.cells):
        if isinstance(cell, str) and normal(cell) in ("borang", "form"):
            for row in grid.rows:
                text = row.cells[index] if row.number > header.number and index < len(row.cells) else None
                if isinstance(text, str) and stem_form(text):
                    return stem_form(text)
    return ""


def _check_header(grid: Grid, header: Header, found: Found, incoming: bool) -> None:
    cells = next(row.cells for row in grid.rows if row.number == header.row)
    taken: dict[Path, int] = {}
    place = Place(grid.title, header.row)
    for index, cell in enumerate(cells):
        text = " ".join(str(cell).split()) if cell is not None else ""
        where: Path = (Cell(letter(index)),)
        column = header.known.get(index)
        if index in header.numbers:
            if not incoming:
                found.problems.append((place, _column_of_numbers(where)))
        elif column is not None:
            if column.path in taken:
                why = f"names the same field as column {letter(taken[column.path])}"
                found.problems.append((place, Problem(where, text, why, "Keep one of the two.", label=column.label)))
            taken[column.path] = index
        elif index in header.strange:
            found.problems.append((place, _unknown(where, text, header.form)))


def _column_of_numbers(where: Path) -> Problem:
    why = "a column of identity-card numbers may not lie among the forms"
    return Problem(where, "", why, _IDENTITY_REMEDY, ("R201",), NUMBER)


def _unknown(where: Path, text: str, form: str) -> Problem:
    if private.is_password_name(text):
        why, remedy = "a form never holds a password", "Delete the column, and change the passwords if they were real."
        return Problem(where, private.HIDDEN, why, remedy, ("R082", "R171"), "Katalaluan")
    names = {normal(column.label): column.label for column in columns(form)}
    near = difflib.get_close_matches(normal(text), list(names), n=1, cutoff=0.6)
    remedy = f"Did you mean {names[near[0]]}?" if near else f"Delete it; the template of {form} has all columns."
    return Problem(where, shape.show(text), "this column is not on the form", remedy)


def _merged(grid: Grid, header: Header, found: Found) -> None:
    for area in grid.merged:
        first, _colon, last = area.partition(":")
        row = int("".join(filter(str.isdigit, last or first)))
        if row >= header.row:
            top = int("".join(filter(str.isdigit, first)))
            why, remedy = f"cells {area} are merged", "Unmerge them and fill in each cell."
            at: Path = (Cell("".join(filter(str.isalpha, first))),)
            found.problems.append((Place(grid.title, top), Problem(at, "", why, remedy)))


def _hidden(grid: Grid, header: Header, name: str, found: Found) -> None:
    """What is hidden is read like everything else, and told, so that nobody is applied for unseen."""
    where = f"{name}, sheet {grid.title}"
    if grid.hidden:
        found.notes.append(f"{where}: the sheet is hidden; it was read like any other")
    rows = [str(row.number) for row in grid.rows if row.hidden and row.number > header.row]
    if rows:
        shown = ", ".join(rows[:10]) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
        found.notes.append(f"{where}: hidden rows were read like any other: {shown}")
    hidden = [text for text in grid.hidden_columns if any(letter(index) == text for index in header.known)]
    if hidden:
        found.notes.append(f"{where}: hidden columns were read like any other: {', '.join(hidden)}")


def _private(grid: Grid, row: Row, found: Found, awaited: Collection[int]) -> None:
    """An identity-card number may stand nowhere, in no sheet; where they are awaited, only in their own column."""
    for index, cell in enumerate(row.cells):
        if index in awaited or not isinstance(cell, (str, int, float)):
            continue
        if private.identity_numbers(_bytes(cell)):
            problem = _clear("")._replace(path=(Cell(letter(index)),), label=NUMBER)
            found.problems.append((Place(grid.title, row.number), problem))


def _bytes(cell: Any) -> bytes:
    number = isinstance(cell, float) and cell == int(cell)
    return str(int(cell) if number else cell).encode("utf-8", "replace")


def _clear(where: str) -> Problem:
    why = f"{where} shows an identity-card number in clear".strip()
    return Problem((), private.MASK, why, _IDENTITY_REMEDY, ("R201",))


def _row(grid: Grid, row: Row, header: Header, found: Found, incoming: bool) -> None:
    data: dict[str, Any] = {}
    numbers: dict[Path, str] = {}
    place = Place(grid.title, row.number)
    for index, cell in enumerate(row.cells):
        if index in header.numbers:
            if incoming and cell not in (None, ""):
                numbers[header.numbers[index].path] = _bytes(cell).decode().strip()
            continue
        column = header.known.get(index)
        if column is None:
            if cell not in (None, "") and index not in header.strange:
                why, remedy = "the column has no header", "Write the header of the column, or clear the cell."
                found.problems.append((place, Problem((Cell(letter(index)),), shape.show(cell), why, remedy)))
            continue
        value, (why, remedy) = value_of(cell, column)
        if why:
            shown = private.HIDDEN if column.rule.secret else shape.show(cell)
            at: Path = (Cell(letter(index)),)
            found.problems.append((place, Problem(at, shown, why, remedy, column.rule.clauses, column.label)))
        elif value is not None:
            _put(data, column.path, value)
    data.setdefault("form", header.form)
    if data["form"] != header.form:
        why, remedy = (
            f"one sheet holds one form, and this is a sheet of {header.form}",
            "Move the row to its own sheet.",
        )
        problem = Problem(("form",), shape.show(data["form"]), why, remedy, label="Borang")
        found.problems.append((place, problem))
        return
    found.documents.append(Placed(place, _compact(data), numbers))


def _put(data: dict[str, Any], path: Path, value: Any) -> None:
    here = data
    for step in path[:-1]:
        here = here.setdefault(step, {})
    here[path[-1]] = value


def _compact(value: Any) -> Any:
    """Numbered entries (evidence 1, 2, 3) as a list."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_compact(value[key]) for key in sorted(value)]
    return {key: _compact(item) for key, item in value.items()}
