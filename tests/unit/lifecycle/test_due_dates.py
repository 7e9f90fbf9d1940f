# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Due dates in plan and report: the calendar used is recorded, an estimate is marked, what is late is listed."""

from __future__ import annotations

import re
from datetime import date

from ansible_collections.rasmi.mail.plugins.module_utils import _applying
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan, write_plan
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.records import accounts_section
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.render import render
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Deadlines
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.waiting import waits
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.modules import ledger_info, reference_accounts
from tests.unit.lifecycle.builders import TODAY, account, department, form, one, planned, standard, wanted

#: Aidilfitri 2028 is not gazetted yet.
GUESSED = {"complete_on": "2028-02-24", "decided_on": "2028-02-24"}
DAY = date(2028, 2, 25)


def test_a_plan_names_the_calendar_by_which_it_counted(tmp_path) -> None:
    made = planned(wanted(form(1)))
    assert re.fullmatch(r"holidays \d+\.\d+ \(MY-03\)", made.calendar)
    checksum = write_plan(tmp_path / "plan.json", made)
    assert read_plan(tmp_path / "plan.json") == (made, checksum)
    assert Plan.from_dict(made.to_dict()) == made
    assert checksum == made.checksum
    # nothing was counted, so no library was asked
    assert planned(wanted(form(1)), account(1)).calendar == ""
    assert "calendar" not in planned(wanted(form(1)), account(1)).to_dict()


def test_a_date_that_rests_on_an_estimate_is_marked_in_plan_and_report() -> None:
    made = planned(wanted(form(1, **GUESSED), on=DAY), on=DAY)
    assert one(made).estimated
    assert one(made).to_dict()["estimated"] is True
    assert f"{one(made).due} (estimate)" in "\n".join(render(made, "x", "en"))
    assert f"{one(made).due} (anggaran)" in "\n".join(render(made, "x", "ms"))
    assert accounts_section(made, None)["deadlines"]["waiting"][0]["estimated"] is True
    sure = planned(wanted(form(1)))
    assert not one(sure).estimated
    assert "estimated" not in one(sure).to_dict()


def test_the_report_lists_what_is_late_and_what_is_about_to_be() -> None:
    later = {"complete_on": "2026-06-14", "decided_on": "2026-06-14"}
    section = accounts_section(planned(wanted(form(1), form(2, **later))), None)["deadlines"]
    assert [(row["basis"], row["due"], row["days_left"]) for row in section["waiting"]] == [
        ("KEL-2026-0001", "2026-01-08", -158),
        ("KEL-2026-0002", "2026-06-18", 3),
    ]
    assert section["calendar"].endswith("(MY-03)")
    assert (section["kept"], section["late"], section["rows"]) == (0, 0, [])


def test_a_form_that_waits_says_until_when() -> None:
    """R023: the clock runs from the day on which the form was complete, decided or not."""
    forms = [
        form(1, status="supported", result="", decided_on="", supported_on="2026-06-10", complete_on="2026-06-09"),
        form(2, status="complete", result="", decided_on="", complete_on="2028-02-24"),
        form(3, status="incomplete", result="", decided_on="", complete_on=""),
    ]
    rules = standard()
    seen = {one.basis: one for one in waits(forms, rules, TODAY, Deadlines(rules))}
    assert seen["KEL-2026-0001"].due == "2026-06-14"
    assert seen["KEL-2026-0001"].what["en"].endswith("; due 2026-06-14 (1 days late)")
    assert seen["KEL-2026-0001"].what["ms"].endswith("; sebelum 2026-06-14 (lewat 1 hari)")
    assert seen["KEL-2026-0002"].what["en"].endswith(f"; due {seen['KEL-2026-0002'].due} (estimate)")
    assert seen["KEL-2026-0003"].due == ""
    assert {one.due for one in waits(forms, rules, TODAY)} == {""}


def test_the_ledger_keeps_the_calendar_of_the_plan_that_was_applied(tmp_path, monkeypatch) -> None:
    """R023, R197: with which facts a due date was counted can be looked up years later."""
    world = FakeServer()
    monkeypatch.setattr(_applying, "open_provider", lambda *_given: FakeProvider(world))
    made = planned(wanted(department(500)))  # for a person a supervisor's certificate would be needed
    assert one(made).due
    write_plan(tmp_path / "plan.json", made)
    given = {name: option.get("default") for name, option in reference_accounts.ARGUMENT_SPEC.items()}
    ledger = tmp_path / "ledger.jsonl"
    _applying.apply_accounts(
        "fake", given | {"plan": str(tmp_path / "plan.json"), "ledger": str(ledger), "fake": {}}, False
    )
    options = {name: option.get("default") for name, option in ledger_info.ARGUMENT_SPEC.items()}
    (run,) = ledger_info.run({**options, "path": str(ledger)}, False)["runs"]
    assert run["calendar"] == made.calendar
