# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module as a play sees it: one message for all bad input, the same bytes twice, nothing written in check mode."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.records import Opening, record_verdicts
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import VERBS, Change, Outcome, Plan
from ansible_collections.rasmi.mail.plugins.modules import mail_report
from tests.unit.evidence.samples import kelantan, run, sample_run, verdict, write

DEFAULTS = {name: spec.get("default") for name, spec in mail_report.ARGUMENT_SPEC.items()}


def report(tmp_path: Path, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    params = {**DEFAULTS, "profile": "kelantan", "dest": str(tmp_path / "out"), **options}
    return guarded(mail_report.run, params, check_mode)


def data(result: dict[str, Any]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(result["files"]["report.json"]).read_text(encoding="utf-8"))
    return loaded


def statuses(result: dict[str, Any]) -> dict[str, str]:
    return {clause["id"]: clause["status"] for clause in data(result)["clauses"]}


def create(number: int, due: str = "2026-03-04", **changes: Any) -> Change:
    base = {
        "verb": "create",
        "account": f"a{number}@kelantan.gov.my",
        "after": {"state": "active"},
        "clauses": ("KEL-4.1-b",),
        "basis": f"KEL-2026-{number:04d}",
        "due": due,
        "reason": {"ms": "Akaun diluluskan.", "en": "Approved."},
    }
    return Change(**{**base, **changes})


def plan_of(*changes: Change) -> Plan:
    counts = dict.fromkeys(VERBS, 0)
    for change in changes:
        counts[change.verb] += 1
    return Plan("reference", "2026-03-02", "kelantan", "f" * 64, 3, changes, counts)


def plan_file(folder: Path, *changes: Change) -> str:
    plan = plan_of(*changes)
    write_plan(folder / "plan.json", plan)
    return str(folder / "plan.json")


@pytest.fixture
def ledger_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write a ledger through the real writer, at a given time."""
    from ansible_collections.rasmi.mail.plugins.module_utils._evidence import ledger as module

    def made(at: str, *changes: Change, finish: bool = True) -> str:
        monkeypatch.setattr(module, "_now", lambda: at)
        with Ledger(tmp_path / "ledger.jsonl") as ledger:
            ledger.start("r1", {"plan": "c0ffee"})
            for change in ledger.intents(changes):
                ledger.outcome(Outcome(change.key, change.verb, change.account, "done"))
            if finish:
                ledger.end("r1", {"done": len(changes)}, managed=len(changes), generation=1)
        return str(tmp_path / "ledger.jsonl")

    return made


def test_a_whole_run_is_written_once(tmp_path: Path) -> None:
    verdicts = write(tmp_path, "verdicts.json", sample_run())
    first = report(tmp_path, verdicts=[verdicts])
    red = [status for status in statuses(first).values() if status in words.RED]
    assert first["changed"] and first["red"] == len(red) > 0
    assert first["as_of"] == "2026-03-02", "the day of the observation, not of the clock"
    pages = {path: Path(path).read_bytes() for path in first["files"].values()}
    second = report(tmp_path, verdicts=[verdicts])
    assert not second["changed"] and second["diff"]["before"] == second["diff"]["after"]
    assert pages == {path: Path(path).read_bytes() for path in second["files"].values()}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["index.html", "junit.xml", "report.json"]


def test_the_same_inputs_give_the_same_bytes_in_another_place(tmp_path: Path) -> None:
    pages = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        result = report(folder, verdicts=[write(folder, "verdicts.json", sample_run())])
        pages.append([Path(path).read_bytes() for path in result["files"].values()])
    assert pages[0] == pages[1]


def test_check_mode_writes_nothing_and_says_what_would_change(tmp_path: Path) -> None:
    verdicts = write(tmp_path, "verdicts.json", sample_run())
    told = report(tmp_path, check_mode=True, verdicts=[verdicts])
    assert told["changed"] and not (tmp_path / "out").exists()
    assert "KEL-5.1-o: broken" in told["diff"]["after"] and told["diff"]["before"] == ""
    assert len(told["diff"]["after"].splitlines()) < len(kelantan().clauses) + 5
    assert told["diff"]["after"] == report(tmp_path, verdicts=[verdicts])["diff"]["after"]


def test_the_diff_shows_the_clause_that_turned(tmp_path: Path) -> None:
    report(tmp_path, verdicts=[write(tmp_path, "v.json", sample_run())])
    mended = report(tmp_path, verdicts=[write(tmp_path, "v.json", sample_run(green=True))])
    before, after = mended["diff"]["before"].splitlines(), mended["diff"]["after"].splitlines()
    assert "KEL-5.1-o: kept" in set(after) - set(before)


def test_all_faults_of_all_files_in_one_message(tmp_path: Path) -> None:
    attestations = """\
- clause: KEL-5.1-h
  date: 2026-13-01
  by: Pengarah
  document: BPTM.1
- clause: KEL-9.9
  date: 2026-01-01
  by: Pengarah
- control: C-NONE
  date: 2026-01-01
  by: Pengarah
  document: BPTM.1
  valid_til: 2026-12-31
"""
    result = report(
        tmp_path,
        verdicts=[
            write(tmp_path, "bad.json", "{"),
            write(tmp_path, "odd.json", run([verdict("C-POP", result="fine"), {"control": "C-POP"}])),
            str(tmp_path / "absent.json"),
        ],
        attestations=write(tmp_path, "attestations.yml", attestations),
        waivers=write(tmp_path, "waivers.yml", "- control: C-AUTH-LOCK\n  until: soon\n  by: ICTSO\n"),
    )
    assert result["failed"] and not (tmp_path / "out").exists()
    found = {(Path(fault["file"]).name, fault["line"], fault["problem"].split(":")[0]) for fault in result["faults"]}
    assert {
        ("bad.json", 0, "is not JSON"),
        ("odd.json", 0, "is not a result"),
        ("absent.json", 0, "cannot be read"),
        ("attestations.yml", 2, "is not a date"),
        ("attestations.yml", 5, "is no clause of this standard"),
        ("attestations.yml", 5, "is missing"),
        ("attestations.yml", 8, "is no control of this standard"),
        ("attestations.yml", 12, "is not a field of this file"),
        ("waivers.yml", 2, "is not a date"),
        ("waivers.yml", 1, "is missing"),
    } <= found
    assert all(fault["remedy"] for fault in result["faults"])


def test_an_expired_waiver_leaves_the_clause_red(tmp_path: Path) -> None:
    verdicts = write(tmp_path, "v.json", sample_run())
    text = "- control: C-AUTH-LOCK\n  until: {}\n  reason: naik taraf\n  by: ICTSO\n"
    held = report(tmp_path, verdicts=[verdicts], waivers=write(tmp_path, "w.yml", text.format("2026-03-02")))
    assert statuses(held)["KEL-5.1-o"] == "waived"
    gone = report(tmp_path, verdicts=[verdicts], waivers=write(tmp_path, "w.yml", text.format("2026-03-01")))
    assert statuses(gone)["KEL-5.1-o"] == "broken" and gone["red"] == held["red"] + 1
    assert data(gone)["waivers"][0]["expired"]


def test_without_any_date_it_asks_for_one(tmp_path: Path) -> None:
    result = report(tmp_path)
    assert result["failed"] and "as_of" in result["msg"]
    assert report(tmp_path, as_of="2026-03-02")["red"] == 100


def test_an_observation_without_its_time_is_refused(tmp_path: Path) -> None:
    result = report(tmp_path, verdicts=[write(tmp_path, "v.json", run([verdict("C-POP", at="")]))])
    assert result["failed"] and "is not a time" in result["msg"]


def test_deadlines_are_judged_from_the_ledger_in_malaysian_days(tmp_path: Path, ledger_of: Any) -> None:
    # 17:00 UTC is already the next day in Malaysia
    path = ledger_of("2026-03-04T17:00:00+00:00", create(1, "2026-03-05"), create(2, "2026-03-04"))
    result = report(tmp_path, ledger=path, as_of="2026-03-06")
    rows = {row["basis"]: row for row in data(result)["accounts"]["deadlines"]["rows"]}
    assert rows["KEL-2026-0001"]["created"] == "2026-03-05" and rows["KEL-2026-0001"]["days_late"] == 0
    assert rows["KEL-2026-0002"]["days_late"] == 1
    assert statuses(result)["KEL-4.3-c"] == "broken"
    section = data(result)["accounts"]["ledger"]
    assert section["intact"] and section["runs"][0]["done"] == 2 and section["runs"][0]["finished"]


def test_deadlines_kept_are_green(tmp_path: Path, ledger_of: Any) -> None:
    path = ledger_of("2026-03-04T03:00:00+00:00", create(1), create(2))
    assert statuses(report(tmp_path, ledger=path, as_of="2026-03-06"))["KEL-4.3-c"] == "kept"


def test_an_approved_application_left_waiting_is_late(tmp_path: Path, ledger_of: Any) -> None:
    path = ledger_of("2026-03-04T03:00:00+00:00", create(1))
    plan = plan_file(tmp_path, create(1), create(2, "2026-03-05"))
    on_time = report(tmp_path, ledger=path, plan=plan, as_of="2026-03-05")
    assert statuses(on_time)["KEL-4.3-c"] == "kept"
    late = report(tmp_path, ledger=path, plan=plan, as_of="2026-03-06")
    assert statuses(late)["KEL-4.3-c"] == "broken"
    evidence = data(late)["controls"]["C-ACC-DEADLINE"]["verdicts"][1]["evidence"]
    assert evidence == ["KEL-2026-0002: due 2026-03-05"]


@pytest.mark.parametrize(
    ("verb", "clause", "due", "status"),
    [
        ("remove", "KEL-5.1-q-i", "2026-03-04", "kept"),
        ("remove", "KEL-5.1-q-i", "2026-03-03", "broken"),
        ("remove", "KEL-5.1-q-i", "2026-03-05", "broken"),
        ("freeze", "KEL-4.5-a", "2026-03-03", "kept"),
        ("freeze", "KEL-4.5-a", "2026-03-05", "broken"),
    ],
    ids=["on its day", "late", "early", "frozen later than allowed first", "frozen too early"],
)
def test_R095_R100_R103_steps_after_the_opening_are_judged_by_their_day(
    verb: str, clause: str, due: str, status: str, tmp_path: Path, ledger_of: Any
) -> None:
    control = "C-TERM" if verb == "remove" else "C-IDLE"
    path = ledger_of("2026-03-04T03:00:00+00:00", create(1, due, verb=verb, clauses=(clause,)))
    found = data(report(tmp_path, ledger=path, as_of="2026-03-06"))["controls"][control]
    assert found["status"] == status
    assert [line for one in found["verdicts"] for line in one["evidence"]] == (
        [] if status == "kept" else [f"{verb} KEL-2026-0001: due {due}, done 2026-03-04"]
    )


def test_R103_a_removal_that_nothing_holds_back_and_nobody_applied_is_late(tmp_path: Path) -> None:
    plan = plan_file(tmp_path, create(1, "2026-03-05", verb="remove", clauses=("KEL-5.1-q-i",)))
    for as_of, status in (("2026-03-05", "kept"), ("2026-03-06", "broken")):
        assert data(report(tmp_path, plan=plan, as_of=as_of))["controls"]["C-TERM"]["status"] == status


def test_a_tampered_ledger_proves_nothing(tmp_path: Path, ledger_of: Any) -> None:
    path = Path(ledger_of("2026-03-04T03:00:00+00:00", create(1), create(2)))
    path.write_text(path.read_text(encoding="utf-8").replace("KEL-2026-0002", "KEL-2026-0009"), encoding="utf-8")
    result = report(tmp_path, ledger=str(path), as_of="2026-03-06")
    assert statuses(result)["KEL-4.3-c"] == "untested"
    assert not data(result)["accounts"]["ledger"]["intact"]


def test_a_run_that_was_cut_off_is_shown(tmp_path: Path, ledger_of: Any) -> None:
    path = ledger_of("2026-03-04T03:00:00+00:00", create(1), finish=False)
    run_ = data(report(tmp_path, ledger=path, as_of="2026-03-06"))["accounts"]["ledger"]["runs"][0]
    assert not run_["finished"]


def test_an_account_without_application_is_red_and_its_question_shown(tmp_path: Path) -> None:
    stray = Change("ask", "lama@kelantan.gov.my", clauses=("KEL-4.1-b",), basis="R030", reason={"ms": "?", "en": "?"})
    clean = report(tmp_path, plan=plan_file(tmp_path, create(1, "2026-03-30")))
    assert data(clean)["controls"]["C-APPR"]["status"] == "kept"
    result = report(tmp_path, plan=plan_file(tmp_path, stray))
    assert data(result)["controls"]["C-APPR"]["status"] == "broken"
    assert data(result)["accounts"]["plan"]["questions"][0]["account"] == "lama@kelantan.gov.my"
    assert "lama@kelantan.gov.my" in Path(result["files"]["index.html"]).read_text(encoding="utf-8")


def test_an_edited_plan_is_refused(tmp_path: Path) -> None:
    path = Path(plan_file(tmp_path, create(1)))
    path.write_text(path.read_text(encoding="utf-8").replace("a1@", "b1@"), encoding="utf-8")
    result = report(tmp_path, plan=str(path))
    assert result["failed"] and "changed after it was written" in result["msg"]


def test_applications_are_judged_anew(tmp_path: Path) -> None:
    lab = Path(__file__).resolve().parents[3] / "inventories" / "lab" / "applications"
    result = report(tmp_path, applications=str(lab), as_of="2026-11-21")
    for control in ("C-TRAIN", "C-ELIG", "C-APPR"):
        assert data(result)["controls"][control]["status"] == "kept"
    untrained = Opening("KEL-1", "2026-01-05", "BPTM", "2026-01-04", "2026-01-06", True, None, {"ms": "?", "en": "?"})
    found = record_verdicts(kelantan().controls, None, None, [untrained], date(2026, 3, 2))
    assert {one.control: one.result for one in found} == {"C-APPR": "pass", "C-TRAIN": "fail", "C-ELIG": "fail"}


def test_the_labs_own_papers_cover_every_clause_that_needs_a_signature(tmp_path: Path) -> None:
    lab = Path(__file__).resolve().parents[3] / "inventories" / "lab"
    papers = {"attestations": str(lab / "attestations.yml"), "waivers": str(lab / "waivers.yml")}
    found = statuses(report(tmp_path, as_of="2026-11-21", **papers))
    assert "attested" in found.values() and "unattested" not in found.values()
    a_year_later = statuses(report(tmp_path, as_of="2027-11-21", **papers))
    assert "attested" not in a_year_later.values() and "unattested" in a_year_later.values()


def test_observations_for_another_state_of_the_standard_are_refused(tmp_path: Path) -> None:
    same = run([verdict("C-POP")], standard_fingerprint=kelantan().fingerprint)
    assert "failed" not in report(tmp_path, verdicts=[write(tmp_path, "v.json", same)])
    other = run([verdict("C-POP")], standard_fingerprint="0" * 64)
    result = report(tmp_path, verdicts=[write(tmp_path, "v.json", other)])
    assert result["failed"] and "another state of the standard" in result["msg"]


def test_a_ledger_that_does_not_exist_yet_is_no_fault_and_no_proof(tmp_path: Path) -> None:
    absent = str(tmp_path / "ledger.jsonl")
    result = report(tmp_path, ledger=absent, plan=str(tmp_path / "plan.json"), as_of="2026-03-06")
    assert statuses(result)["KEL-4.3-c"] == "unobserved"
    assert len(result["warnings_text"]) == 2 and absent in result["warnings_text"][0]


def test_a_ledger_with_an_unreadable_line_is_reported_not_raised(tmp_path: Path, ledger_of: Any) -> None:
    path = Path(ledger_of("2026-03-04T03:00:00+00:00", create(1)))
    path.write_bytes(path.read_bytes() + b"\xff not json\n")
    section = data(report(tmp_path, ledger=str(path), as_of="2026-03-06"))["accounts"]["ledger"]
    assert not section["intact"] and "cannot be read" in section["problem"]


def test_the_day_of_the_report_is_the_malaysian_day_of_the_observation(tmp_path: Path) -> None:
    late = run([verdict("C-POP")], finished="2026-03-02T17:00:00+00:00")
    assert report(tmp_path, verdicts=[write(tmp_path, "v.json", late)])["as_of"] == "2026-03-03"
