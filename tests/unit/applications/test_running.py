# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Late and about-to-be-late forms in application_info (R023)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData, Unit
from ansible_collections.rasmi.mail.plugins.module_utils._applications.running import running
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.modules import application_info
from tests.unit.applications.conftest import ROOT, department, person, write

#: Complete on a Thursday before a long chain of holidays: three working days end on 2 June in Kelantan.
CLOCK = {
    "received_on": "2026-05-20",
    "complete_on": "2026-05-21",
    "decision": None,
    "applicant__declared_on": "2026-05-20",
}
EARLIER = {"training__completed_on": "2026-05-03", "support": None}


def _info(directory: Path, as_of: str, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {name: spec.get("default") for name, spec in application_info.ARGUMENT_SPEC.items()}
    options = {"profile": "kelantan", "as_of": as_of, "applications": str(directory)} | given
    return guarded(application_info.run, values | options, False)


@pytest.mark.parametrize(
    ("as_of", "state", "days_left", "working"),
    [
        ("2026-05-21", "in_time", 12, 3),
        ("2026-05-25", "soon", 8, 1),
        ("2026-05-31", "soon", 2, 1),
        ("2026-06-02", "soon", 0, 0),
        ("2026-06-03", "late", -1, -1),
    ],
)
def test_days_that_are_left(tmp_path: Path, as_of: str, state: str, days_left: int, working: int) -> None:
    """R023: three working days from the day on which the form was complete."""
    write(tmp_path, a=person(1, **CLOCK, **EARLIER))
    result = _info(tmp_path, as_of)
    (row,) = result["deadlines"]
    assert (row["application"], row["due"], row["estimated"]) == ("KEL-2026-0001", "2026-06-02", False)
    assert (row["state"], row["days_left"], row["working_days_left"]) == (state, days_left, working)
    assert (result["late"], result["soon"]) == (int(state == "late"), int(state == "soon"))
    assert row["calendar"].startswith("holidays ")
    assert row["calendar"].endswith("(MY-03)")


def test_the_most_urgent_comes_first_and_decided_forms_have_no_clock(tmp_path: Path) -> None:
    later = CLOCK | {"complete_on": "2026-05-24"}
    write(tmp_path, a=person(1, **later, **EARLIER), b=person(2, **CLOCK, **EARLIER))
    assert [row["application"] for row in _info(tmp_path, "2026-05-24")["deadlines"]] == [
        "KEL-2026-0002",
        "KEL-2026-0001",
    ]
    write(tmp_path, a=person(1), b=department(2, department__responsible_officer="KEL-2026-0001"))
    assert _info(tmp_path, "2026-11-21")["deadlines"] == []


def test_the_calendar_is_that_of_the_office() -> None:
    """JANM sits in Putrajaya; its office in Kelantan keeps the weekend and the holidays of Kelantan."""
    janm = load_standard("janm", search=[ROOT / "profiles"])
    office = next(name for name, state in janm.calendar["unit_calendars"].items() if state == "MY-03")
    units = {"hq": Unit("hq", "Ibu Pejabat"), "kb": Unit("kb", "Pejabat Negeri", office)}
    items = [
        Application(unit, "JANM-NEW", "supported", f"{unit}.yml", complete_on="2026-05-21", unit=unit, mailbox=True)
        for unit in units
    ]
    rows = running(items, janm, ReferenceData(units=units), date(2026, 5, 24))
    assert [(row["application"], row["due"], row["calendar"][-7:]) for row in rows] == [
        ("hq", "2026-05-26", "(MY-16)"),
        ("kb", "2026-06-02", "(MY-03)"),
    ]
