# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter at the door: a sheet with identity-card numbers becomes forms, and no number is left anywhere."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.modules import application_import, application_info, application_template
from tests.unit.applications.conftest import AS_OF, ROOT, Tree, person, write
from tests.unit.applications.sheet_builders import cells_of, table_of, write_csv

LAB = ROOT / "inventories/lab"
TABLES = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors")}
KEY = "a key of this test, and of nothing else"
#: Place of birth 00 was never given out, so these are nobody's.
NUMBERS = ["900101-00-0021", "900101000022"]


def _params(module: Any, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {name: spec.get("default") for name, spec in module.ARGUMENT_SPEC.items()}
    return values | {"profile": "kelantan"} | given


def _sheet(directory: Path, people: list[Tree], numbers: list[Any]) -> Path:
    """The counter's template, filled in."""
    directory.mkdir(exist_ok=True)
    given = _params(application_template, dest=str(directory), identity="number", kinds=["xlsx"], **TABLES)
    guarded(application_template.run, given, False)
    path = directory / "OPS-002-masuk.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["OPS-002"]
    places = {str(cell.value).rstrip("* "): cell.column for cell in sheet[1]}
    for row, (form, number) in enumerate(zip(people, numbers, strict=True), start=4):
        for label, value in cells_of(form).items():
            if label in places:
                sheet.cell(row=row, column=places[label]).value = value
        sheet.cell(row=row, column=places["No. Kad Pengenalan"]).value = number
    book.save(path)
    return path


def _import(sheet: Path, forms: Path, check_mode: bool = False, **given: Any) -> dict[str, Any]:
    options = {"src": [str(sheet)], "applications": str(forms), "key": KEY, "as_of": AS_OF, **TABLES} | given
    result = guarded(application_import.run, _params(application_import, **options), check_mode)
    digits = [str(number).replace("-", "") for number in NUMBERS]
    assert not [number for number in (*NUMBERS, *digits, KEY) if number in json.dumps(result)]
    return result


def test_rows_become_forms_that_are_read_like_any_other(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "in", [person(1), person(2)], NUMBERS)
    result = _import(sheet, tmp_path / "forms")
    assert (result["changed"], len(result["written"]), result["destroy"]) == (True, 2, [str(sheet)])
    assert "destroy it" in result["warnings_text"][0]
    form = yaml.safe_load((tmp_path / "forms/kel-2026-0001.yml").read_text(encoding="utf-8"))
    digest = hmac.new(KEY.encode(), NUMBERS[0].replace("-", "").encode(), hashlib.sha256).hexdigest()
    assert form["applicant"]["identity"] == {"key": f"hmac-sha256:{digest}", "last4": "0021"}
    for path in (tmp_path / "forms").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not any(number in text or number.replace("-", "") in text for number in NUMBERS)
    info = _params(application_info, applications=str(tmp_path / "forms"), as_of=AS_OF, **TABLES)
    assert application_info.run(info, False)["counts"]["status"] == {"approved": 2}


def test_a_csv_from_the_counter_is_taken_in_as_well(tmp_path: Path) -> None:
    table = table_of([person(1), person(2)])
    key = table[0].index("Kunci pengenalan")
    rows = [[*row[:key], number, *row[key + 1 :]] for row, number in zip(table, ["No. K/P", *NUMBERS], strict=True)]
    (tmp_path / "in").mkdir()
    sheet = write_csv(tmp_path / "in/ops-002-kaunter.csv", rows, sign=";", encoding="utf-8-sig")
    result = _import(sheet, tmp_path / "forms")
    assert [Path(path).name for path in result["written"]] == ["kel-2026-0001.yml", "kel-2026-0002.yml"]
    text = (tmp_path / "forms/kel-2026-0001.yml").read_text(encoding="utf-8")
    assert text.startswith("---\napplication: KEL-2026-0001\nform: OPS-002\n")


def test_a_second_run_changes_nothing_and_check_mode_writes_nothing(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "in", [person(1), person(2)], NUMBERS)
    rehearsal = _import(sheet, tmp_path / "forms", check_mode=True)
    assert rehearsal["changed"]
    assert not (tmp_path / "forms").exists()
    assert _import(sheet, tmp_path / "forms")["written"] == rehearsal["written"]
    # killed half way: the rest comes with the next run
    (tmp_path / "forms/kel-2026-0002.yml").unlink()
    assert _import(sheet, tmp_path / "forms")["written"] == [str(tmp_path / "forms/kel-2026-0002.yml")]
    again = _import(sheet, tmp_path / "forms")
    assert (again["changed"], again["written"], len(again["forms"])) == (False, [], 2)


def test_a_form_that_has_grown_is_not_overwritten(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "in", [person(1)], NUMBERS[:1])
    _import(sheet, tmp_path / "forms")
    path = tmp_path / "forms/kel-2026-0001.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-10-06", "2026-10-07"), encoding="utf-8")
    before = path.read_bytes()
    assert "with other content" in _import(sheet, tmp_path / "forms")["faults"][0]["problem"]
    assert path.read_bytes() == before


def test_every_fault_comes_at_once_by_its_cell_and_nothing_is_written(tmp_path: Path) -> None:
    people = [person(1, supervisor=None), person(2), person(3, applicant__unit="upem"), person(4)]
    sheet = _sheet(tmp_path / "in", people, [NUMBERS[0], 1010100021, NUMBERS[1], NUMBERS[1]])
    faults = _import(sheet, tmp_path / "forms")["faults"]
    found = {(fault["sheet"], fault["line"], fault["field"].partition(" (")[2]) for fault in faults}
    assert found == {
        ("OPS-002", 4, "Penyelia e-mel)"),
        ("OPS-002", 5, "No. Kad Pengenalan)"),
        ("OPS-002", 6, "Jabatan/Bahagian)"),
        ("OPS-002", 7, "No. Kad Pengenalan)"),
    }
    assert not (tmp_path / "forms").exists()


def test_a_person_who_has_an_account_already_is_a_fault(tmp_path: Path) -> None:
    _import(_sheet(tmp_path / "a", [person(1)], NUMBERS[:1]), tmp_path / "forms")
    (fault,) = _import(_sheet(tmp_path / "b", [person(2)], NUMBERS[:1]), tmp_path / "forms")["faults"]
    assert "this person already has an account (kel-2026-0001.yml)" in fault["problem"]
    assert fault["field"].startswith("column ")
    assert fault["field"].endswith("(No. Kad Pengenalan)")


def test_a_number_outside_of_its_column_is_refused(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "in", [person(1, applicant__note=f"dahulu {NUMBERS[0]}")], NUMBERS[1:])
    faults = _import(sheet, tmp_path / "forms")["faults"]
    assert [fault["problem"] for fault in faults] == ["shows an identity-card number in clear"]


def test_a_sheet_in_a_git_work_tree_is_refused(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "in", [person(1)], NUMBERS[:1])
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (fault,) = _import(sheet, tmp_path / "forms")["faults"]
    assert "Git work tree" in fault["problem"]


@pytest.mark.parametrize(
    ("given", "message"),
    [({"key": "short"}, "at least 16 bytes"), ({"src": ["/nowhere.xlsx"]}, "there is no such file")],
)
def test_options_that_cannot_be_right(tmp_path: Path, given: dict[str, Any], message: str) -> None:
    sheet = _sheet(tmp_path / "in", [person(1)], NUMBERS[:1])
    assert message in _import(sheet, tmp_path / "forms", **given)["msg"]


def test_a_form_in_yaml_is_no_sheet(tmp_path: Path) -> None:
    path = write(tmp_path / "in", a=person(1)) / "a.yml"
    assert "is not a sheet" in _import(path, tmp_path / "forms")["msg"]
