# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""R020: the staff list, from the sheet of human resources to the clause of the report, without a number in clear."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.staff import Officer, load_staff
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.covered import cover_verdict
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.coverage import coverage
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import VERBS, Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.identity import identity_key
from ansible_collections.rasmi.mail.plugins.modules import application_import, application_info, mail_report
from tests.unit.lifecycle.builders import form, notice, wanted

LAB = Path(__file__).resolve().parents[3] / "inventories" / "lab"
SITE = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
SITE |= {"applications": str(LAB / "applications"), "profile": "kelantan"}
KEY = "a key of this test, and of nothing else"
#: Place of birth 00 was never given out, so these are nobody's.
NUMBERS = ("900101-00-0021", "900101000023")
ONE, TWO, THREE = (f"hmac-sha256:{number:064d}" for number in (1, 2, 3))


def run(module: Any, check_mode: bool = False, **given: Any) -> dict[str, Any]:
    params = {name: spec.get("default") for name, spec in module.ARGUMENT_SPEC.items()}
    return guarded(module.run, {**params, **SITE, **given}, check_mode)


def sheet(folder: Path, *rows: tuple[Any, ...]) -> str:
    book = openpyxl.Workbook()
    for row in (("Nama", "No. Kad Pengenalan *", "Jabatan/Bahagian"), *rows):
        book.active.append(row)
    book.save(folder / "staf.xlsx")
    return str(folder / "staf.xlsx")


def test_R020_officers_without_a_mailbox_and_mailboxes_without_an_officer() -> None:
    made = wanted(form(1, staff_key=ONE), form(2, staff_key=TWO), on=date(2026, 6, 1)).accounts
    listed = [Officer(ONE, "bptm", 1), Officer(THREE, "upen", 2), Officer(TWO, "", 3)]
    found = coverage(listed, made, [], (), "2026-06-01")
    assert (found.officers, found.covered, found.without, found.units) == (3, 2, (2,), {"upen": 1})
    assert coverage(listed[:2], made, [], (), "2026-06-01").strangers == (made[1].fields.address,)
    waiting = coverage(listed, made, [], {made[1].basis}, "2026-06-01")
    assert (waiting.without, waiting.unmade) == ((2, 3), 1), "an account that is still to be made is no mailbox"
    ended = wanted(form(1, staff_key=ONE), notice("terminate", 1, on="2026-05-01"), on=date(2026, 6, 1)).accounts
    assert coverage(listed[:1], ended, [], (), "2026-06-01").without == (1,)


def test_R020_R126_an_address_on_the_duty_agencys_mailbox_counts() -> None:
    stamped = form(4, staff_key=THREE, mailbox=False, category="A")
    assert coverage([Officer(THREE, "", 1)], [], [stamped], (), "2026-06-01").without == ()


def test_R020_R201_a_sheet_becomes_a_list_of_keyed_hashes(tmp_path: Path) -> None:
    source, path = sheet(tmp_path, ("Ali", NUMBERS[0], "upen"), ("Abu", NUMBERS[1], None)), str(tmp_path / "staff.yml")
    given = {"src": [source], "staff": path, "key": KEY, "as_of": "2026-11-01"}
    rehearsal = run(application_import, True, **given)
    assert rehearsal["changed"] and not Path(path).exists()
    result = run(application_import, **given)
    assert result["changed"] and result["destroy"] == [source] and not run(application_import, **given)["changed"]
    made = load_staff(path)
    assert made.as_of == "2026-11-01"
    assert {(one.key, one.unit) for one in made.officers} == {
        (identity_key(NUMBERS[0], KEY), "upen"),
        (identity_key(NUMBERS[1], KEY), ""),
    }
    shown = Path(path).read_text() + json.dumps(result)
    assert not any(text in shown for text in (*NUMBERS, NUMBERS[0].replace("-", ""), "Ali", KEY))
    (tmp_path / "staf.csv").write_text(f"No. K/P;Nama\n{NUMBERS[0]};Ali\n", encoding="utf-8")
    again = run(application_import, **{**given, "src": [str(tmp_path / "staf.csv")]})
    assert again["changed"] and len(load_staff(path).officers) == 1


def test_R201_every_fault_of_a_staff_sheet_is_told_without_a_number(tmp_path: Path) -> None:
    rows = (("Ali", NUMBERS[0], "upen"), ("Abu", NUMBERS[0].replace("-", ""), ""), ("Siti", "12345", "UPEN & BTM"))
    result = run(application_import, src=[sheet(tmp_path, *rows)], staff=str(tmp_path / "s.yml"), key=KEY)
    assert "in the list twice" in result["msg"] and "no id of a unit" in result["msg"]
    assert not (tmp_path / "s.yml").exists() and NUMBERS[0] not in json.dumps(result)
    (tmp_path / "s.yml").write_text(f"as_of: 2026-11-01\nstaff:\n  - key: '{NUMBERS[0]}'\n")
    clear = run(application_info, staff=str(tmp_path / "s.yml"), as_of="2026-11-21")
    assert clear["failed"] and "in clear" in clear["msg"] and NUMBERS[0] not in json.dumps(clear)
    (tmp_path / "s.yml").write_text(f"staff:\n  - key: '{ONE}'\n")
    assert "day of the list is missing" in run(application_info, staff=str(tmp_path / "s.yml"))["msg"]


@pytest.mark.parametrize(
    ("changes", "planned", "said"),
    [
        (None, True, "no staff list"),
        ({"as_of": "2025-01-01"}, True, "more than a year ago"),
        ({"as_of": "2026-12-01"}, True, "in the future"),
        ({"officers": 0}, True, "is empty"),
        ({}, False, "no plan"),
    ],
)
def test_R020_what_proves_nothing_is_red_with_a_remedy(changes: Any, planned: bool, said: str) -> None:
    whole = {"as_of": "2026-11-01", "officers": 3, "covered": 3, "without": [], "units": {}, "unmade": 0}
    whole |= {"strangers": []}
    found = cover_verdict(None if changes is None else {**whole, **changes}, planned, date(2026, 11, 21))
    assert found.result == "could-not-test" and said in found.observed["en"]
    assert found.observed["ms"] != found.observed["en"]
    assert cover_verdict(whole, True, date(2026, 11, 21)).result == "pass"


def test_R020_the_report_and_application_info_say_how_far_the_list_is_covered(tmp_path: Path) -> None:
    """The lab's own list is covered; one officer more is not, and turns the clause red."""
    left = Change("create", "b@kelantan.gov.my", basis="KEL-0", clauses=("KEL-4.1-b",), due="2026-11-24")
    counts = {**dict.fromkeys(VERBS, 0), "create": 1}
    write_plan(tmp_path / "plan.json", Plan("reference", "2026-11-21", "kelantan", "f" * 64, 3, (left,), counts))
    given = {"plan": str(tmp_path / "plan.json"), "as_of": "2026-11-21"}

    def clause(staff: str | None) -> tuple[str, dict[str, Any], dict[str, Any]]:
        result = run(mail_report, dest=str(tmp_path / "out"), staff=staff, **given)
        data = json.loads(Path(result["files"]["report.json"]).read_text(encoding="utf-8"))
        found = next(one for one in data["clauses"] if one["id"] == "KEL-1-b")
        status = next(one["status"] for one in found["controls"] if one["id"] == "C-COVER")
        return status, data["controls"]["C-COVER"]["verdicts"][0], data["accounts"]

    assert clause(None)[0] == "untested"
    status, verdict, _section = clause(str(LAB / "staff.yml"))
    assert (status, verdict["evidence"]) == ("kept", [])
    text = (LAB / "staff.yml").read_text(encoding="utf-8") + f"  - {{key: '{ONE}', unit: upen}}\n"
    (tmp_path / "staff.yml").write_text(text, encoding="utf-8")
    status, verdict, section = clause(str(tmp_path / "staff.yml"))
    assert status == "broken" and verdict["evidence"] == ["without a mailbox: upen: 1"]
    info = run(application_info, staff=str(tmp_path / "staff.yml"), **given)
    assert info["coverage"] == section["coverage"] and info["coverage"]["without"] == [info["coverage"]["officers"]]
    assert "Senarai kakitangan" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert run(application_info, **given)["coverage"] is None
