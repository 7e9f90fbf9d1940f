# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clauses about notices: what the ledger must hold for them to be green, and each way in which they turn red."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import GENESIS, Ledger, verify
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.notified import (
    Left,
    Owed,
    Round,
    Step,
    Telling,
    told_verdicts,
)
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.modules import mail_notice, mail_report
from tests.unit.evidence.samples import kelantan

LAB = Path(__file__).resolve().parents[3] / "inventories" / "lab"
TABLES = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
ME, DAY = "pegawai1@kelantan.gov.my", date(2026, 6, 15)
LOOKED = tuple(Round(f"2026-06-{day:02d}", read=True) for day in (1, 8, 15))
#: An incident that nobody has decided about yet.
INCIDENT = """\
---
application: ANM-2026-0199
form: INCIDENT
received_on: 2026-11-19
account: ANM-2026-0101
incident: {ref: CSIRT-2026-014, on: 2026-11-19}
action: suspend
ordered_by: {role: ictso, name: Hamidah binti Salleh}
evidence:
  - {kind: notice, ref: "ANM.BPTM.600-3/2/4 (199)", sha256: %s}
""" % ("7" * 64)


def judged(
    telling: Telling | None, owed: list[Owed] | None = None, standard: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Kind -> its verdict."""
    return {one.part: one for one in told_verdicts(standard or kelantan().to_dict(), telling, owed or [], DAY)}


def ending(on: str, *, reachable: bool = True) -> Owed:
    return Owed("terminating:K-1:N-1:owner", "terminating", ME, "owner", on, "N-1", reachable)


def warned(kind: str, *roles: str, number: int = 1, on: str = "2026-06-01") -> tuple[Left, ...]:
    return tuple(Left(number, f"{kind}:uuid-1:2026-01-01:{role}", kind, ME, role, on) for role in roles)


def test_every_clause_of_kind_not_that_mail_can_serve_is_judged_by_the_ledger() -> None:
    """R051, R069, R078, R096, R137, R138, R176, R186. The rest: a tag of the server, what is no mail (R169)."""
    for name, others in (("kelantan", {"MAM-JUN07-4-2"}), ("janm", {"MAM-JUN07-4-2", "JANM-4.5-2-a"})):
        clauses = load_standard(name).clauses
        assert {one["id"] for one in clauses if "NOT" in one["kind"] and not one["tells"]} == others
        assert all("C-TOLD" in one["controls"] for one in clauses if one["tells"])


@pytest.mark.parametrize(
    ("telling", "said"),
    [
        (None, "no ledger"),
        (Telling(problem=both("terputus", "the chain is broken")), "broken"),
        (Telling(), "no run that looked"),
        (Telling(rounds=(Round("2026-06-14", read=False),)), "read the server's accounts"),
        (Telling(rounds=(Round("2026-05-01", read=True),)), "45 days without a run"),
    ],
    ids=["missing", "broken", "covers nothing", "nobody looked at the server", "too long ago"],
)
def test_R078_a_ledger_that_proves_nothing_is_red(telling: Telling | None, said: str) -> None:
    one = judged(telling)["password_age"]
    assert one.result == "could-not-test" and said in one.observed["en"] and one.clauses == ("KEL-5.1-p",)
    assert one.observed["ms"] != one.observed["en"]


def test_R176_what_was_due_and_has_left_is_counted_with_its_days() -> None:
    left = (Left(5, "terminating:K-1:N-1:owner", "terminating", ME, "owner", "2026-06-03"),)
    one = judged(Telling(left=left, rounds=LOOKED), [ending("2026-06-02")])["terminating"]
    assert (one.result, one.evidence) == ("pass", ())
    assert one.observed["en"].startswith("1 due, 1 sent, 2026-06-03 to 2026-06-03; looked for since 2026-06-01")


def test_R176_what_was_due_and_did_not_leave_is_named_without_a_person() -> None:
    one = judged(Telling(rounds=LOOKED), [ending("2026-06-02", reachable=False)])["terminating"]
    assert one.result == "fail" and one.observed["ms"].startswith("1 perlu dihantar, 0 telah dihantar")
    assert one.evidence == (f"terminating N-1 {ME} -> owner: due 2026-06-02, no address known, not sent",)
    form = Owed("rejected:F:supervisor", "rejected", "Ali bin Abu", "supervisor", "2026-06-02", "F-1")
    janm = load_standard("janm").to_dict()
    assert judged(Telling(rounds=LOOKED), [form], janm)["rejected"].evidence == (
        "rejected F-1 -> supervisor: due 2026-06-02, not sent",
    )
    assert judged(Telling(rounds=LOOKED), [ending("2026-06-15")])["terminating"].result == "pass", "today is not over"


def test_R176_a_recipient_refused_for_good_is_shown_and_red_only_when_nobody_else_was_told() -> None:
    owed, refused = [ending("2026-06-02")], frozenset({"terminating:K-1:N-1:owner"})
    alone = judged(Telling(rounds=LOOKED, refused=refused), owed)["terminating"]
    assert alone.result == "fail"
    boss = (Left(5, "terminating:K-1:N-1:supervisor", "terminating", ME, "supervisor", "2026-06-03"),)
    one = judged(Telling(left=boss, rounds=LOOKED, refused=refused), owed)["terminating"]
    assert one.result == "pass" and one.observed["en"].startswith("2 due, 1 sent")
    assert one.evidence == (
        f"terminating N-1 {ME} -> owner: due 2026-06-02, not sent (refused for good; another was told)",
    )
    assert judged(Telling(left=boss, rounds=LOOKED), owed)["terminating"].result == "fail", "not refused, not sent"


def test_a_kind_that_the_profile_switches_off_shows_as_such_and_proves_nothing() -> None:
    standard = kelantan().to_dict()
    standard["notices"]["off"] = ["terminating"]
    one = judged(Telling(rounds=LOOKED), [ending("2026-06-02")], standard)["terminating"]
    assert (one.result, one.observed) == ("waived", both("dimatikan oleh profil", "switched off by the profile"))


def test_the_owner_may_name_a_time_within_which_people_are_told() -> None:
    left = (Left(5, "terminating:K-1:N-1:owner", "terminating", ME, "owner", "2026-06-09"),)
    standard, telling = kelantan().to_dict(), Telling(left=left, rounds=LOOKED)
    assert judged(telling, [ending("2026-06-02")], standard)["terminating"].result == "pass"
    standard["controls"]["C-TOLD"]["within"] = "P3D"
    assert judged(telling, [ending("2026-06-02")], standard)["terminating"].evidence == (
        f"terminating N-1 {ME} -> owner: due 2026-06-02, sent 2026-06-09",
    )


def test_R078_a_reminder_that_was_refused_and_never_left_is_named() -> None:
    unsent = Owed("password_age:K-1:2026-03-20:7:owner", "password_age", ME, "owner", "2026-06-18", "C-PWD-AGE")
    rounds = (*LOOKED[:2], Round("2026-06-11", read=True, unsent=(unsent,)), LOOKED[2])
    assert judged(Telling(rounds=rounds))["password_age"].result == "fail"
    later = (Left(9, unsent.key, "password_age", ME, "owner", "2026-06-12"),)
    assert judged(Telling(left=later, rounds=rounds))["password_age"].result == "pass"


@pytest.mark.parametrize(
    ("left", "result"),
    [
        (warned("deletion", "owner", "supervisor"), "pass"),
        (warned("deletion", "owner"), "fail"),
        (warned("deletion", "owner", "supervisor", number=50), "fail"),
        (warned("deletion", "owner", "supervisor", on="2026-06-10"), "fail"),
        ((), "fail"),
    ],
    ids=["both before", "only one", "afterwards", "on the same day", "nobody"],
)
def test_R096_a_deletion_after_a_freeze_needs_both_warned_before(left: tuple[Left, ...], result: str) -> None:
    steps = (
        Step(20, "remove", "uuid-1", ME, "2026-06-10", "KEL-4.5-b"),
        Step(21, "remove", "uuid-2", "b@kelantan.gov.my", "2026-06-10", "NOT-7"),
    )
    one = judged(Telling(left=left, rounds=LOOKED, steps=steps))["deletion"]
    assert one.result == result and not any("uuid" in line or "b@" in line for line in one.evidence)


def test_R095_a_warning_before_an_earlier_freeze_does_not_count_again() -> None:
    steps = tuple(Step(n, "freeze", "uuid-1", ME, "2026-06-10", "KEL-4.5-a") for n in (20, 40))
    one = judged(Telling(left=warned("idle", "owner", "supervisor"), rounds=LOOKED, steps=steps))["idle"]
    assert one.result == "fail" and len(one.evidence) == 2


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Notices of the lab as files, with the ledger that they leave; the function given writes the report."""
    ledger = tmp_path / "ledger.jsonl"
    address = "laisoonchong@kelantan.gov.my"
    after = {"account_id": "KEL-2026-0104", "kind": "individual", "name": "Lai Soon Chong"}
    change = Change("create", address, basis="KEL-2026-0104", clauses=("KEL-4.1-b",), after=after)
    with Ledger(ledger) as book:
        book.start("run-1", {"platform": "fake", "as_of": "2026-11-20", "plan": "p"})
        list(book.intents([change]))
        book.outcome(Outcome(change.key, change.verb, change.account, "done"))
        book.end("run-1", {"done": 1}, 1, 2)
    common = {"applications": str(LAB / "applications"), "profile": "kelantan", **TABLES, "ledger": str(ledger)}
    common |= {"office": "pentadbir@kelantan.gov.my"}
    notice = {name: spec.get("default") for name, spec in mail_notice.ARGUMENT_SPEC.items()} | common
    notice |= {"as_of": "2026-11-21", "sender": "emel@kelantan.gov.my", "outbox": str(tmp_path / "outbox")}
    assert mail_notice.run(notice, False)["counts"]["terminating"]
    size = ledger.stat().st_size
    assert not mail_notice.run(notice, False)["changed"] and ledger.stat().st_size == size, "nothing more to tell"

    def written(**options: Any) -> dict[str, Any]:
        params = {name: spec.get("default") for name, spec in mail_report.ARGUMENT_SPEC.items()} | common
        params |= {"dest": str(tmp_path / "out"), "as_of": "2026-11-22", **options}
        return guarded(mail_report.run, params, False)

    return written


def clause(result: dict[str, Any], clause_id: str = "KEL-6.3") -> tuple[str, list[dict[str, Any]]]:
    """What C-TOLD says of a clause, and its verdicts for it."""
    data = json.loads(Path(result["files"]["report.json"]).read_text(encoding="utf-8"))
    found = next(one for one in data["clauses"] if one["id"] == clause_id)
    status = next(one["status"] for one in found["controls"] if one["id"] == "C-TOLD")
    return status, [one for one in data["controls"]["C-TOLD"]["verdicts"] if clause_id in one["clauses"]]


def without(ledger: Path, kind: str) -> str:
    """Take the first notice of a kind out of a ledger and mend the chain; returns its account."""
    records = [json.loads(line) for line in ledger.read_text().splitlines()]
    gone = next(one for one in records if one.get("notice") == kind)
    last, lines = GENESIS, []
    for number, record in enumerate((one for one in records if one is not gone), 1):
        line = json.dumps({**record, "n": number, "prev": last}, ensure_ascii=False, separators=(",", ":"))
        last = hashlib.sha256(line.encode()).hexdigest()
        lines.append(line + "\n")
    ledger.write_text("".join(lines))
    Path(f"{ledger}.head").write_text(f"{len(lines)} {last}\n")
    return str(gone["account"])


def test_R176_the_sabotage_of_a_notice_turns_its_clause_red(
    report: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    """R051, R196: one record taken out of an intact ledger is named; a broken chain proves nothing; others stay."""
    status, verdicts = clause(report())
    assert (status, [one["result"] for one in verdicts]) == ("kept", ["pass"])
    assert "KEL-6.3" not in clause(report(), "KEL-5.1-p")[1][0]["clauses"], "a clause is judged by its own kinds"
    ledger = tmp_path / "ledger.jsonl"
    account = without(ledger, "terminating")
    assert verify(ledger).ok
    status, verdicts = clause(report())
    assert status == "broken" and account in verdicts[0]["evidence"][0]
    whole = json.loads((tmp_path / "out" / "report.json").read_text())["clauses"]
    assert next(one["status"] for one in whole if one["id"] == "KEL-6.3") == "broken", "the worst of its controls"
    ledger.write_text(ledger.read_text().replace('"notice":"terminating"', '"notice":"deleted"', 1))
    status, verdicts = clause(report())
    assert status == "untested" and verdicts[0]["observed"]["en"] == "the chain is broken"


def test_a_ledger_that_is_not_there_is_red_with_the_clause(
    report: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    """R196: nothing is green because nothing was handed in."""
    status, verdicts = clause(report(ledger=str(tmp_path / "none.jsonl")))
    assert status == "untested" and "no ledger" in verdicts[0]["observed"]["en"]
    assert "playbooks/notices.yml" in verdicts[0]["observed"]["ms"]


def test_R186_an_incident_of_category_b_reaches_the_helpdesk_and_the_report_shows_it(tmp_path: Path) -> None:
    """From the form to the clause: told once, on record, and red where the helpdesk has no address."""
    janm = LAB.parent / "janm"
    forms = shutil.copytree(janm / "applications", tmp_path / "applications")
    (forms / "events" / "incident.yml").write_text(INCIDENT, encoding="utf-8")
    common = {name: str(janm / f"{name}.yml") for name in TABLES} | {"profile": "janm", "applications": str(forms)}

    def run(module: Any, helpdesk: str | None, name: str, **given: Any) -> dict[str, Any]:
        params = {name: spec.get("default") for name, spec in module.ARGUMENT_SPEC.items()} | common
        params |= {"ledger": str(tmp_path / f"{name}.jsonl"), "office": "ucadmin@anm.gov.my", "helpdesk": helpdesk}
        return guarded(module.run, params | given, False)

    for name, helpdesk, result, said in (
        ("told", "meja@mygovuc.example", "pass", "1 due, 1 sent"),
        ("mute", None, "fail", "1 due, 0 sent"),
    ):
        box = tmp_path / name
        notice = {"as_of": "2026-11-21", "sender": "emel@anm.gov.my", "outbox": str(box)}
        counts = [run(mail_notice, helpdesk, name, **notice)["counts"].get("incident", 0) for _time in range(2)]
        assert counts == [int(bool(helpdesk)), 0]
        written = run(mail_report, helpdesk, name, as_of="2026-11-22", dest=str(tmp_path / "out"))
        status, verdicts = clause(written, "JANM-5.2.2-d")
        assert (verdicts[0]["result"], status) == (result, "kept" if helpdesk else "broken")
        assert verdicts[0]["observed"]["en"].startswith(said)
    assert verdicts[0]["evidence"][0].startswith("incident ANM-2026-0199 ")
    assert "no address known" in verdicts[0]["evidence"][0]
