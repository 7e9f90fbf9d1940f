# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms in CSV and XLSX: the same applications as from YAML, and every fault by sheet, row and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._applications import forms, sheet_columns
from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Applications, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, ROOT, department, notice, person, write
from tests.unit.applications.sheet_builders import (
    PEOPLE,
    read,
    sheet_faults,
    table_of,
    write_csv,
    write_xlsx,
)


def _without_source(found: Applications) -> list[Any]:
    return [item._replace(source="") for item in found.items]


@pytest.fixture(name="from_yaml")
def _from_yaml(tmp_path: Path, standard: Standard) -> list[Any]:
    return _without_source(read(write(tmp_path / "yaml", a=PEOPLE[0], b=PEOPLE[1]), standard))


@pytest.mark.parametrize("form", sorted(forms.FORMS))
def test_no_two_columns_of_a_form_have_the_same_name(form: str) -> None:
    """R200-R204: every field of every form has its column."""
    columns = sheet_columns.columns(form)
    for names in ([c.label for c in columns], [c.english for c in columns]):
        assert len({sheet_columns.normal(name) for name in names}) == len(columns)
    assert sheet_columns.by_header(form).keys() >= {sheet_columns.normal(c.label) for c in columns}


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize(("sign", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8"), (";", "utf-8")])
def test_csv_gives_what_yaml_gives(
    tmp_path: Path, standard: Standard, from_yaml: list[Any], sign: str, encoding: str, english: bool
) -> None:
    (tmp_path / "csv").mkdir()
    write_csv(tmp_path / "csv/ops-002-oktober.csv", table_of(PEOPLE, english=english), sign=sign, encoding=encoding)
    assert _without_source(read(tmp_path / "csv", standard)) == from_yaml


def test_csv_may_say_its_separator_and_end_with_empty_rows(
    tmp_path: Path, standard: Standard, from_yaml: list[Any]
) -> None:
    (tmp_path / "csv").mkdir()
    path = write_csv(tmp_path / "csv/ops-002.CSV", table_of(PEOPLE), sign=";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes() + b";;;;\r\n\r\n")
    assert _without_source(read(tmp_path / "csv", standard)) == from_yaml


@pytest.mark.parametrize("dates", [False, True])
def test_xlsx_gives_what_yaml_gives(tmp_path: Path, standard: Standard, from_yaml: list[Any], dates: bool) -> None:
    """R201: a sheet holds the same form as a file."""
    (tmp_path / "xlsx").mkdir()
    write_xlsx(tmp_path / "xlsx/Borang.XLSX", OPS_002=table_of(PEOPLE, dates=dates))
    assert _without_source(read(tmp_path / "xlsx", standard)) == from_yaml


def test_sheets_of_several_forms_and_yaml_side_by_side(tmp_path: Path, standard: Standard) -> None:
    write(tmp_path, a=person(1))
    tables = {"OPS_001": table_of([department()]), "NOTICE": table_of([notice()]), "OPS_002": table_of([person(3)])}
    write_xlsx(tmp_path / "borang.xlsx", **tables)
    found = read(tmp_path, standard)
    assert found.counts["form"] == {"NOTICE": 1, "OPS-001": 1, "OPS-002": 2}
    assert {item.source for item in found.items} == {
        "a.yml",
        "borang.xlsx#OPS-001 row 2",
        "borang.xlsx#NOTICE row 2",
        "borang.xlsx#OPS-002 row 2",
    }


def test_a_column_names_the_form_where_neither_sheet_nor_file_does(tmp_path: Path, standard: Standard) -> None:
    write_xlsx(tmp_path / "bulan ini.xlsx", Sheet1=table_of(PEOPLE))
    assert len(read(tmp_path, standard).items) == 2
    table = [[cell for cell in row if cell not in ("Borang", "OPS-002")] for row in table_of(PEOPLE)]
    write_xlsx(tmp_path / "bulan ini.xlsx", Sheet1=table)
    assert "Name the sheet after its form" in sheet_faults(tmp_path, standard)[0].remedy
    # the hidden cell of the template
    table = [["Borang: OPS-002", *table[0]], *([None, *row] for row in table[1:])]
    write_xlsx(tmp_path / "bulan ini.xlsx", Sheet1=table)
    assert len(read(tmp_path, standard).items) == 2


def test_thousands_of_rows_are_remembered(tmp_path: Path, standard: Standard) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    write_csv(folder / "ops-002.csv", table_of([person(number) for number in range(1, 1001)]))
    assert read(folder, standard, cache_dir=tmp_path / "cache").cache == "cold"
    found = read(folder, standard, cache_dir=tmp_path / "cache")
    assert (found.cache, len(found.items)) == ("warm", 1000)


@pytest.mark.parametrize(("site", "profile"), [("lab", "kelantan"), ("janm", "janm")])
def test_all_samples_of_a_site_mean_the_same_as_sheets(tmp_path: Path, site: str, profile: str) -> None:
    """R200-R204: every form of both agencies, as it stands in the inventories."""
    rules = load_standard(profile, search=[ROOT / "profiles"], cache_dir=tmp_path / "standard")
    directory = ROOT / f"inventories/{site}/applications"
    by_form: dict[str, list[Any]] = {}
    for path in sorted(directory.rglob("*.yml")):
        for document in yaml.load_all(path.read_text(encoding="utf-8"), yaml.BaseLoader):
            by_form.setdefault(document["form"], []).append(document)
    folder = tmp_path / "forms"
    folder.mkdir()
    tables = {form.replace("-", "_"): table_of(found) for form, found in by_form.items()}
    write_xlsx(folder / "semua.xlsx", **tables)
    assert len(by_form) >= 3
    plain = [load_applications(where, rules, ReferenceData(), AS_OF) for where in (directory, folder)]
    assert _without_source(plain[0]) == _without_source(plain[1])
    assert plain[0].counts == plain[1].counts
