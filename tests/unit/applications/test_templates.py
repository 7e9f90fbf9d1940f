# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sheets to fill in: written twice the same, filled in by openpyxl or csv, read back by application_info."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import forms
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.modules import application_info, application_template
from tests.unit.applications.conftest import AS_OF, ROOT, Tree, department, person
from tests.unit.applications.sheet_builders import cells_of

LAB = ROOT / "inventories/lab"
TABLES = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors")}


def _params(module: Any, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {name: spec.get("default") for name, spec in module.ARGUMENT_SPEC.items()}
    return values | {"profile": "kelantan"} | given


def _write(directory: Path, check_mode: bool = False, **given: Any) -> dict[str, Any]:
    params = _params(application_template, dest=str(directory), **TABLES, **given)
    return guarded(application_template.run, params, check_mode)


def _read(path: Path) -> dict[str, Any]:
    return guarded(
        application_info.run, _params(application_info, applications=str(path), as_of=AS_OF, **TABLES), False
    )


def _header(sheet: Any) -> dict[str, int]:
    return {str(cell.value).rstrip("* "): cell.column for cell in sheet[1]}


def _fill(path: Path, *filled: Tree) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[filled[0]["form"]]
    places = _header(sheet)
    for row, form in enumerate(filled, start=4):
        for label, value in cells_of(form, dates=True).items():
            if label != "Borang":
                sheet.cell(row=row, column=places[label]).value = value
    book.save(path)


def test_a_template_that_is_filled_in_is_read_as_it_was_meant(tmp_path: Path) -> None:
    """R026: the forms to fill in; R196: evidence by reference and hash."""
    assert _write(tmp_path, kinds=["xlsx"])["changed"]
    _fill(tmp_path / "OPS-002.xlsx", person(1), person(2))
    _fill(tmp_path / "OPS-001.xlsx", department())
    for path in {*tmp_path.glob("*.xlsx")} - {tmp_path / "OPS-001.xlsx", tmp_path / "OPS-002.xlsx"}:
        path.unlink()
    result = _read(tmp_path)
    assert "faults" not in result, result
    assert result["counts"]["status"] == {"approved": 3}
    assert result["remarks"] == []


def test_the_csv_kind_is_read_as_well(tmp_path: Path) -> None:
    _write(tmp_path, forms=["OPS-002"], kinds=["csv"])
    path = tmp_path / "OPS-002.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    cells = cells_of(person(1))
    rows.append([str(cells.get(label.rstrip("* "), "")) for label in rows[0]])
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)  # as Excel saves where the comma is the decimal sign
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    assert _read(tmp_path)["total"] == 1


def test_a_mistake_in_a_filled_template_is_told_by_its_cell(tmp_path: Path) -> None:
    _write(tmp_path, forms=["OPS-002"], kinds=["xlsx"])
    _fill(tmp_path / "OPS-002.xlsx", person(1, applicant__unit="bptn"))
    (fault,) = _read(tmp_path)["faults"]
    assert (fault["sheet"], fault["line"], fault["field"][-18:]) == ("OPS-002", 4, "(Jabatan/Bahagian)")
    assert "Did you mean bptm?" in fault["remedy"]


def test_a_second_run_changes_nothing_and_gives_the_same_bytes(tmp_path: Path) -> None:
    first = _write(tmp_path / "a")
    assert (first["changed"], _write(tmp_path / "a")["changed"]) == (True, False)
    _write(tmp_path / "b")
    for path in first["files"]:
        assert Path(path).read_bytes() == (tmp_path / "b" / Path(path).name).read_bytes()


def test_check_mode_tells_and_writes_nothing(tmp_path: Path) -> None:
    result = _write(tmp_path, check_mode=True)
    assert result["changed"]
    assert not list(tmp_path.iterdir())
    assert _write(tmp_path)["written"] == result["written"]


def test_what_somebody_filled_in_is_not_overwritten_and_an_older_template_is(tmp_path: Path) -> None:
    _write(tmp_path, kinds=["xlsx"])
    _fill(tmp_path / "OPS-002.xlsx", person(1))
    before = (tmp_path / "OPS-002.xlsx").read_bytes()
    os.unlink(tmp_path / "NOTICE.xlsx")
    result = _write(tmp_path, kinds=["xlsx"])
    assert "somebody has filled it in" in result["msg"]
    assert (tmp_path / "OPS-002.xlsx").read_bytes() == before
    assert not (tmp_path / "NOTICE.xlsx").exists()
    (tmp_path / "OPS-002.xlsx").unlink()
    _write(tmp_path, kinds=["xlsx"])
    others = TABLES | {"units": str(ROOT / "inventories/janm/units.yml")}
    params = _params(application_template, dest=str(tmp_path), kinds=["xlsx"], **others)
    assert guarded(application_template.run, params, False)["changed"]


@pytest.mark.parametrize("form", [form for form, approval in forms.APPROVALS.items() if approval.startswith("new_ind")])
def test_lists_dates_text_locks_and_stars(tmp_path: Path, form: str) -> None:
    """R021 supervisors to choose from; R022 what must be filled in is marked."""
    _write(tmp_path, kinds=["xlsx"])
    book = openpyxl.load_workbook(tmp_path / f"{form}.xlsx")
    sheet, lists = book[form], book["Senarai"]
    assert lists.sheet_state == "hidden"
    places = {str(cell.value): cell.column_letter for cell in sheet[1]}
    rules = {
        str(rule.sqref).partition(":")[0].rstrip("0123456789"): rule for rule in sheet.data_validations.dataValidation
    }

    def offered(label: str) -> list[str]:
        rule = rules[places[label]]
        assert rule.type == "list"
        return [cell.value for row in lists[rule.formula1.split("!")[1].replace("$", "")] for cell in row]

    assert "bptm" in offered("Jabatan/Bahagian *")
    assert "bptm" in offered("Penyelia e-mel *")
    assert offered("Skim gred *") == ["SSM", "SSPA"]
    assert offered("Disokong oleh Pengarah/Ketua Jabatan: Cop Jawatan **") == ["Ya", "Tidak"]
    assert all(
        "@kelantan.gov.my" in cell[0].value
        for cell in lists[rules[places["Kumpulan e-mel"]].formula1[9:].replace("$", "")]
    )
    assert not rules[places["Kumpulan e-mel"]].showErrorMessage
    assert rules[places["Tarikh terima *"]].type == "date"
    assert sheet.column_dimensions[places["Tarikh terima *"]].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions[places["No. Telefon Bimbit *"]].number_format == "@"
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for column in ("B", "Z"):
        assert [sheet[f"{column}{row}"].protection.locked for row in (1, 2, 3)] == [True] * 3
        assert not sheet.column_dimensions[column].protection.locked
    assert "Required." in sheet[f"{places['Nama *']}2"].value


def test_the_counters_sheet_asks_for_the_number_and_never_lies_among_the_forms(tmp_path: Path) -> None:
    result = _write(tmp_path, identity="number")
    assert sorted(Path(path).name for path in result["files"]) == ["OPS-002-masuk.csv", "OPS-002-masuk.xlsx"]
    (tmp_path / "OPS-002-masuk.csv").unlink()
    faults = _read(tmp_path)["faults"]
    assert [fault["field"].partition(" (")[2] for fault in faults] == ["No. Kad Pengenalan)"]


def test_a_form_that_the_agency_does_not_take_is_refused(tmp_path: Path) -> None:
    result = _write(tmp_path, forms=["JANM-NEW"])
    assert "is not a form of this agency" in result["msg"]
    assert not list(tmp_path.iterdir())
