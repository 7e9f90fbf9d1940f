# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms in CSV and XLSX: every fault by sheet, row and column; what a spreadsheet spoils, hides and must not carry."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from ansible_collections.rasmi.mail.plugins.module_utils._applications import sheet_columns, sheets
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.parse import faults_of, parse
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import (
    Book,
    Formula,
    Grid,
    Row,
    UnreadableError,
    read_book,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, notice, person, write
from tests.unit.applications.sheet_builders import (
    NUMBER,
    PEOPLE,
    column_of,
    read,
    sheet_faults,
    table_of,
    write_csv,
    write_xlsx,
)


def test_a_fault_names_file_sheet_row_and_column(tmp_path: Path, standard: Standard) -> None:
    table = table_of([person(1), person(2, applicant__grade__grade="N99")])
    write_xlsx(tmp_path / "borang.xlsx", OPS_002=table)
    (fault,) = sheet_faults(tmp_path, standard)
    letter = get_column_letter(column_of(table, "Gred"))
    assert str(fault).startswith(f"{tmp_path}/borang.xlsx, sheet OPS-002, row 3, column {letter} (Gred): ")
    assert "found: N99" in str(fault)
    assert fault.to_dict()["sheet"] == "OPS-002"


def test_the_faults_of_all_files_come_at_once(tmp_path: Path, standard: Standard) -> None:
    """R021 the supervisor, R022 only complete forms, in sheets as in files."""
    write(tmp_path, a=person(1, applicant__unit="nowhere"))
    write_csv(tmp_path / "ops-002.csv", table_of([person(2, supervisor=None), person(3, applicant__unit="nowhere")]))
    write_xlsx(tmp_path / "b.xlsx", OPS_002=table_of([person(4, decision__address="orang1@kelantan.gov.my")]))
    shown = [
        (Path(fault.file).name, fault.sheet, fault.line, fault.field) for fault in sheet_faults(tmp_path, standard)
    ]
    assert [(file, sheet, row) for file, sheet, row, _field in shown] == [
        ("a.yml", "", 16),
        ("b.xlsx", "OPS-002", 2),
        ("ops-002.csv", "ops-002", 2),
        ("ops-002.csv", "ops-002", 3),
    ]
    assert "(Alamat E-Mel)" in shown[1][3]
    assert "Penyelia e-mel" in shown[2][3]
    assert "(Jabatan/Bahagian)" in shown[3][3]


def test_what_the_sheet_has_no_column_for_is_told_by_name(tmp_path: Path, standard: Standard) -> None:
    table = table_of([person(1)])
    at = column_of(table, "No. Telefon Bimbit") - 1
    write_csv(tmp_path / "ops-002.csv", [row[:at] + row[at + 1 :] for row in table])
    (fault,) = sheet_faults(tmp_path, standard)
    assert fault.field == "(no column) (No. Telefon Bimbit)"


Spoil = Callable[[Any, Callable[[str], Any]], None]


def _set(label: str, value: Any) -> Spoil:
    def spoil(sheet: Any, cell: Callable[[str], Any]) -> None:
        cell(label).value = value

    return spoil


def _merge(sheet: Any, cell: Callable[[str], Any]) -> None:
    sheet.merge_cells(start_row=2, end_row=3, start_column=1, end_column=1)


@pytest.mark.parametrize(
    ("spoil", "label", "problem", "remedy"),
    [
        (_set("No. Telefon Bimbit", 190000001), "No. Telefon Bimbit", "no zeros in front", "Format the cell as Text"),
        (_set("No. Telefon Bimbit", "190000001"), "No. Telefon Bimbit", "begin with 0 or +", "Format the cell as Text"),
        (_set("No. Kad Pengenalan, 4 digit akhir", 21), "4 digit akhir", "no zeros in front", "as Text"),
        (_set("Tarikh terima", 46300), "Tarikh terima", "a number, not a date", "yyyy-mm-dd"),
        (_set("Tarikh terima", "4/10/2026"), "Tarikh terima", "not a real date", "year-month-day"),
        (
            _set("Tarikh terima", datetime.fromisoformat("2026-10-04T09:30")),
            "Tarikh terima",
            "time of day",
            "date alone",
        ),
        (_set("Bukti: rujukan fail", date(2026, 1, 2)), "Bukti: rujukan fail", "is a date", "as Text"),
        (_set("Nama", '=UPPER("x")'), "Nama", "formula", "paste it as values"),
        (_set("Nama", "@Orang Contoh"), "Nama", "begins with @", "without that sign"),
        (_set("Catatan/Tujuan", "-"), "Catatan/Tujuan", "begins with -", "Leave the cell empty"),
        (_set("Kumpulan e-mel", "semua@kelantan.gov.my; tiada"), "Kumpulan e-mel", "not a mail address", "whole"),
        (_merge, "", "are merged", "Unmerge"),
    ],
)
def test_what_a_spreadsheet_spoils(
    tmp_path: Path, standard: Standard, spoil: Spoil, label: str, problem: str, remedy: str
) -> None:
    filled = {"applicant__note": "kerja", "groups": ["semua@kelantan.gov.my"]}
    table = table_of([person(1, **filled), person(2, **filled)])

    def change(book: Any) -> None:
        sheet = book["OPS-002"]
        spoil(sheet, lambda name: sheet.cell(row=2, column=column_of(table, name)))

    write_xlsx(tmp_path / "borang.xlsx", spoil=change, OPS_002=table)
    found = [fault for fault in sheet_faults(tmp_path, standard) if problem in fault.problem]
    assert len(found) == 1, sheet_faults(tmp_path, standard)
    assert (found[0].sheet, found[0].line, remedy in found[0].remedy) == ("OPS-002", 2, True)
    assert label in found[0].field
    # one cell, one fault: what it says is not "not filled in" as well
    assert len(sheet_faults(tmp_path, standard)) == 1 or spoil is _merge


def test_numbers_and_ticks_that_are_no_loss_are_taken(tmp_path: Path, standard: Standard) -> None:
    table = table_of(
        [person(1, applicant__grade={"scheme": "SSPA", "grade": "10"}, applicant__mobile_phone="+60190001")]
    )

    def change(book: Any) -> None:
        sheet = book["OPS-002"]
        sheet.cell(row=2, column=column_of(table, "Gred")).value = 10
        sheet.cell(row=2, column=column_of(table, "Disokong oleh Pengarah/Ketua Jabatan: Cop Jawatan")).value = True

    write_xlsx(tmp_path / "borang.xlsx", spoil=change, OPS_002=table)
    (item,) = read(tmp_path, standard).items
    assert (item.grade, item.status) == ("10", "approved")


def test_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path, standard: Standard) -> None:
    def hide(book: Any) -> None:
        book["OPS-002"].row_dimensions[3].hidden = True
        book["OPS-002"].column_dimensions["B"].hidden = True
        book.create_sheet("kosong")
        book["NOTICE"].sheet_state = "hidden"

    cache = tmp_path / "cache"
    folder = tmp_path / "forms"
    folder.mkdir()
    write(folder, a=person(9))
    write_xlsx(folder / "b.xlsx", spoil=hide, OPS_002=table_of(PEOPLE), NOTICE=table_of([notice()]))
    expected = (
        "b.xlsx, sheet NOTICE: the sheet is hidden; it was read like any other",
        "b.xlsx, sheet OPS-002: hidden columns were read like any other: B",
        "b.xlsx, sheet OPS-002: hidden rows were read like any other: 3",
    )
    for state in ("cold", "warm"):
        found = read(folder, standard, cache_dir=cache)
        assert (found.cache, len(found.items)) == (state, 4)
        assert tuple(sorted(found.warnings)) == expected
    # a file that was not read again keeps its warnings
    write(folder, a=person(9, applicant__post="Pembantu Tadbir"))
    found = read(folder, standard, cache_dir=cache)
    assert (found.cache, tuple(sorted(found.warnings))) == ("partial", expected)


def test_the_same_row_twice_and_the_same_number_twice(tmp_path: Path, standard: Standard) -> None:
    table = table_of([person(1), person(1), person(2), person(2, applicant__post="Lain")])
    write_xlsx(tmp_path / "b.xlsx", OPS_002=table)
    faults = sheet_faults(tmp_path, standard)
    assert [(fault.line, fault.problem) for fault in faults if fault.line == 3] == [(3, "is the same as row 2")]
    assert [fault.problem for fault in faults if fault.field == "column A (No. permohonan)"] == [
        "is already used in b.xlsx#OPS-002 row 4"
    ]


def test_notes_are_passed_over_and_told_when_they_stand_among_the_rows(tmp_path: Path, standard: Standard) -> None:
    table = table_of(PEOPLE)
    width = len(table[0]) - 1
    note = ["# contoh", *[None] * width]
    write_csv(tmp_path / "ops-002.csv", [table[0], note, note, table[1], note, table[2]])
    found = read(tmp_path, standard)
    assert len(found.items) == 2
    assert found.warnings == ("ops-002.csv, sheet ops-002, row 5: begins with #, so it is a note",)


@pytest.mark.parametrize("header", ["No. Kad Pengenalan", "NO KAD PENGENALAN*", "No. K/P", "MyKad", "IC", "NRIC"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_column_of_identity_numbers_is_a_fault_and_never_shown(
    tmp_path: Path, standard: Standard, header: str, kind: str
) -> None:
    """R201: the number never lies among the forms."""
    table = table_of([person(1)])
    table = [[header, *table[0]], [NUMBER, *table[1]]]
    if kind == "csv":
        write_csv(tmp_path / "ops-002.csv", table)
    else:
        table[1][0] = int("9" + NUMBER[1:])
        write_xlsx(tmp_path / "b.xlsx", OPS_002=table)
    faults = sheet_faults(tmp_path, standard)
    assert [(fault.line, fault.field) for fault in faults] == [
        (1, "column A (No. Kad Pengenalan)"),
        (2, "column A (No. Kad Pengenalan)"),
    ]
    assert not any(NUMBER[1:] in str(fault) for fault in faults)
    assert all("application_import" in fault.remedy for fault in faults)


def test_an_identity_number_is_found_in_every_corner_of_a_workbook(tmp_path: Path, standard: Standard) -> None:
    def comment(book: Any) -> None:
        book["OPS-002"]["A1"].comment = Comment(f"lihat {NUMBER}", "x")

    def other_sheet(book: Any) -> None:
        book.create_sheet("Senarai").append([f"lama: {NUMBER}"])

    for spoil, sheet in ((comment, ""), (other_sheet, "Senarai")):
        write_xlsx(tmp_path / "b.xlsx", spoil=spoil, OPS_002=table_of(PEOPLE))
        (fault,) = sheet_faults(tmp_path, standard)
        assert (fault.sheet, fault.value) == (sheet, "******-**-****")
        assert NUMBER not in str(fault)


def test_a_password_column_is_refused(tmp_path: Path, standard: Standard) -> None:
    """R082, R171: no form holds a password."""
    table = table_of([person(1)])
    write_csv(tmp_path / "ops-002.csv", [[*table[0], "Kata laluan"], [*table[1], "rahsia!"]])
    (fault,) = sheet_faults(tmp_path, standard)
    assert "never holds a password" in fault.problem
    assert "rahsia" not in str(fault)


def test_unknown_double_and_missing_headers(tmp_path: Path, standard: Standard) -> None:
    table = table_of([person(1)])
    header = [*table[0], "No. Telefon Bimbt", "Nama", None]
    write_csv(tmp_path / "ops-002.csv", [header, [*table[1], "x", "Orang Contoh bin Rekaan", "y"]])
    by_column = {fault.field.split()[1]: fault for fault in sheet_faults(tmp_path, standard)}
    width = len(table[0])
    assert by_column[get_column_letter(width + 1)].remedy == "Did you mean No. Telefon Bimbit?"
    assert "same field as column" in by_column[get_column_letter(width + 2)].problem
    assert by_column[get_column_letter(width + 3)].problem == "the column has no header"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("ops-002.csv", "Nama;Jawatan\nAmin Nor\xe9;x\n".encode("latin-1"), "not UTF-8"),
        ("ops-002.csv", "Nama;Jawatan\nx;y\n".encode("utf-16"), "UTF-16"),
        ("ops-002.csv", b'Nama,Jawatan\n"x,y\n', "not valid CSV"),
        ("b.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "password-protected"),
        ("b.xlsx", b"no workbook", "is not a workbook"),
        ("ops-002.csv", b"", "no sheet holds a form"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, standard: Standard, name: str, content: bytes, problem: str) -> None:
    (tmp_path / name).write_bytes(content)
    (fault,) = sheet_faults(tmp_path, standard)
    assert problem in fault.problem
    assert fault.remedy


@pytest.mark.parametrize(
    ("part", "content", "problem"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/evil.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        ("xl/media/big.bin", bytes(130 * 2**20), "unpacks to more than"),
    ],
)
def test_workbooks_that_are_not_opened(
    tmp_path: Path, standard: Standard, part: str, content: bytes, problem: str
) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", OPS_002=table_of(PEOPLE))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(part, content)
    (fault,) = sheet_faults(tmp_path, standard)
    assert problem in fault.problem


def test_a_sheet_that_is_open_is_told(tmp_path: Path, standard: Standard) -> None:
    write_xlsx(tmp_path / "b.xlsx", OPS_002=table_of(PEOPLE))
    (tmp_path / "~$b.xlsx").write_bytes(b"x")
    (warning,) = read(tmp_path, standard).warnings
    assert "somebody has the sheet open" in warning


def test_a_damaged_workbook_is_a_fault_and_never_a_crash(tmp_path: Path) -> None:
    raw = write_xlsx(tmp_path / "b.xlsx", OPS_002=table_of(PEOPLE)).read_bytes()
    chance = random.Random(20261129)
    refused = 0
    for _try in range(150):
        damaged = bytearray(raw)
        for _place in range(chance.choice((1, 2, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_book(bytes(damaged), "b.xlsx")
        except UnreadableError as error:
            refused += 1
            assert error.remedy
    assert refused > 100


_CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.just(Formula("=1+1")),
    st.sampled_from(["# x", "Ya", "-", NUMBER, int("9" + NUMBER[1:]), "kata laluan: x", "OPS-001"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_CELLS, max_size=50), max_size=6), st.sampled_from(["OPS-002", "NOTICE", "Senarai", "x"]))
def test_whatever_stands_in_the_cells_is_read_or_a_fault(
    standard: Standard, monkeypatch: pytest.MonkeyPatch, rows: list[list[Any]], title: str
) -> None:
    """R201: and no identity-card number is ever repeated."""
    header = [column.label for column in sheet_columns.columns("OPS-002")]
    grid = Grid(title, False, [Row(number, False, cells) for number, cells in enumerate([header, *rows], start=1)])
    monkeypatch.setattr(sheets, "read_book", lambda _raw, _name: Book([grid]))
    parsed = parse(b"", "b.xlsx", Context(standard, AS_OF))
    faults = faults_of(b"", "b.xlsx", "b.xlsx", parsed.problems)
    text = " ".join([str(fault) for fault in faults] + list(parsed.notes))
    assert NUMBER not in text
    assert "9" + NUMBER[1:] not in text
    assert all(fault.remedy for fault in faults)
