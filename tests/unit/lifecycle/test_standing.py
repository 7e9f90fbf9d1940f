# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where applications stand: what each waits for, from whom, until when, and which are late."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.words import STATE_LABELS
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import Done, History, Sent
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import VERBS, Change, Outcome, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.requests import STATES
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.standing import Place, by_state, places
from ansible_collections.rasmi.mail.plugins.modules import application_info, mail_report
from tests.unit.lifecycle.builders import OLD, form, notice, standard

LAB = Path(__file__).resolve().parents[3] / "inventories" / "lab"
FORM = form(1, received_on="2026-01-04", complete_on="2026-01-05", supported_on="2026-01-06", decided_on="2026-01-08")
DONE = Done("create", OLD, FORM.id, "2026-01-11", "puan.rohani")


def place(item: Any, day: str, history: History | None = None, pending: set[str] | None = None) -> Place:
    return places([item], history or History(), standard(), date.fromisoformat(day), pending=pending)[0]


@pytest.mark.parametrize(
    ("values", "state", "whom"),
    [
        ({"status": "draft"}, "draft", "the applicant, through the e-mail supervisor"),
        ({"status": "received"}, "received", "BPTM (e-mail administrator)"),
        ({"status": "incomplete"}, "incomplete", "the applicant, through the e-mail supervisor"),
        ({"status": "complete"}, "complete", "the head of department"),
        ({"status": "supported"}, "supported", "BPTM (e-mail administrator)"),
        ({}, "approved", "BPTM (e-mail administrator)"),
        ({"status": "rejected"}, "rejected", ""),
    ],
)
def test_R022_R045_R046_every_state_says_what_it_waits_for_and_from_whom(
    values: dict[str, str], state: str, whom: str
) -> None:
    found = place(FORM._replace(**values), "2026-01-08")
    assert (found.state, found.whom["en"] if found.whom else "") == (state, whom)
    assert (found.waits_for is None) == (state == "rejected")
    assert found.waits_for is None or found.waits_for["ms"] != found.waits_for["en"]


def test_R023_the_clock_runs_until_the_account_is_there() -> None:
    supported = FORM._replace(status="supported", decided_on="")
    due = place(supported, "2026-01-06").due
    assert due and place(supported, due).days_late == 0
    assert place(supported, "2026-01-20").days_late == (date(2026, 1, 20) - date.fromisoformat(due)).days
    assert place(FORM, "2026-01-20", pending={FORM.id}).days_late == place(supported, "2026-01-20").days_late
    assert place(FORM, "2026-01-20", History([DONE])).due == ""


def test_R023_what_was_there_before_the_ledger_is_not_late() -> None:
    assert (place(FORM, "2026-01-20").days_late, place(FORM, "2026-01-20").state) == (0, "approved")
    there = place(FORM, "2026-01-20", pending=set())
    assert (there.waits_for, there.due, there.days_late) == (None, "", 0)


def test_R051_R116_R196_scheduled_applied_and_told_each_wait_for_the_next_step() -> None:
    later = notice("terminate", on="2026-03-01", decided_on="2026-02-01")
    waits = place(later, "2026-02-20")
    assert (waits.state, waits.whom, waits.due, waits.days_late) == ("scheduled", None, "2026-03-01", 0)
    assert place(later, "2026-03-03", pending={later.id}).days_late == 2
    applied = place(FORM, "2026-01-12", History([DONE]))
    assert applied.waits_for and (applied.state, applied.applied_by) == ("applied", "puan.rohani")
    told = place(FORM, "2026-01-12", History([DONE], [Sent("created", OLD, "owner", "2026-01-12", FORM.id)]))
    assert told.waits_for and (told.state, told.waits_for["en"]) == ("informed", "filing of the papers")


def test_the_latest_comes_first_and_counts_follow_the_life_of_a_request() -> None:
    forms = [form(2, status="rejected"), FORM, FORM._replace(id="F-3", status="supported")]
    found = places(forms, History(), standard(), date(2026, 2, 1))
    assert [one.state for one in found] == ["supported", "approved", "rejected"]
    assert list(by_state(found).items()) == [("supported", 1), ("approved", 1), ("rejected", 1)]
    assert set(STATE_LABELS) == set(STATES), "the report has a word for each"


@pytest.fixture
def ran(tmp_path: Path) -> dict[str, Any]:
    """Options for the lab's forms, with a ledger that made one account and a plan that has still one to make."""
    change = Change("create", "a@kelantan.gov.my", basis="KEL-2026-0104", clauses=("KEL-4.1-b",))
    ledger = tmp_path / "ledger.jsonl"
    with Ledger(ledger) as book:
        book.start("run-1", {"as_of": "2026-11-20", "plan": "p", "operator": "puan.rohani"})
        list(book.intents([change]))
        book.outcome(Outcome(change.key, "create", change.account, "done"))
        book.end("run-1", {"done": 1}, 1, 2)
    left = Change("create", "b@kelantan.gov.my", basis="KEL-2026-0101", clauses=("KEL-4.1-b",), due="2026-10-07")
    counts = {**dict.fromkeys(VERBS, 0), "create": 1}
    write_plan(tmp_path / "plan.json", Plan("reference", "2026-11-21", "kelantan", "f" * 64, 3, (left,), counts))
    tables = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
    return {
        **tables,
        "applications": str(LAB / "applications"),
        "profile": "kelantan",
        "ledger": str(ledger),
        "plan": str(tmp_path / "plan.json"),
        "as_of": "2026-11-21",
    }


def info(options: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {name: spec.get("default") for name, spec in application_info.ARGUMENT_SPEC.items()}
    return guarded(application_info.run, {**given, **options, **more}, True)


def test_R023_R052_application_info_tells_where_each_application_stands(ran: dict[str, Any]) -> None:
    """R022, R051: the same in check mode, and nothing is changed."""
    asked = info(ran, ids=["KEL-2026-0101", "KEL-2026-0104", "KEL-2026-0132"])
    assert "changed" not in asked or not asked["changed"]
    found = {one["application"]: one for one in asked["requests"]}
    assert asked["requests"][0]["application"] == "KEL-2026-0101", "the late one first"
    assert (found["KEL-2026-0101"]["state"], found["KEL-2026-0101"]["days_late"]) == ("approved", 45)
    assert (found["KEL-2026-0104"]["state"], found["KEL-2026-0104"]["since"]) == ("applied", "2026-11-20")
    assert found["KEL-2026-0104"]["applied_by"] == "puan.rohani"
    assert found["KEL-2026-0132"]["whom"] == {"ms": "Ketua Jabatan", "en": "the head of department"}
    assert sum(asked["states"].values()) == asked["total"] and asked["states_late"] == 1
    cut = info(ran, show=2)
    assert (len(cut["requests"]), cut["requests_left"]) == (2, cut["total"] - 2)


def test_R196_no_state_is_told_from_a_ledger_that_was_changed(ran: dict[str, Any]) -> None:
    ledger = Path(ran["ledger"])
    ledger.write_text(ledger.read_text().replace("puan.rohani", "tuan.rohani"))
    assert "Nothing can be said about states" in info(ran)["msg"]
    assert info({**ran, "ledger": f"{ran['ledger']}.none"})["states"]["approved"], "none yet is an empty one"


def test_R023_the_report_counts_applications_by_state_and_names_the_late_ones(
    ran: dict[str, Any], tmp_path: Path
) -> None:
    given = {name: spec.get("default") for name, spec in mail_report.ARGUMENT_SPEC.items()}
    result = guarded(mail_report.run, {**given, **ran, "as_of": "2026-11-30", "dest": str(tmp_path / "out")}, False)
    data = json.loads(Path(result["files"]["report.json"]).read_text(encoding="utf-8"))
    section = data["accounts"]["requests"]
    assert result["requests"] == section and section["late_states"]["supported"] == 4
    assert {"KEL-2026-0101", "KEL-2026-0140"} <= {one["application"] for one in section["late"]}
    judged = {one["part"]: one for one in data["controls"]["C-ACC-DEADLINE"]["verdicts"]}["applications"]
    assert judged["result"] == "fail" and judged["observed"]["en"] == "5 waiting, 5 overdue"
    page = Path(result["files"]["index.html"]).read_text(encoding="utf-8")
    assert "Applications by state" in page and "Permohonan mengikut keadaan" in page and "54 day(s) late" in page
