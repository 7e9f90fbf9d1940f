# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judging: a clause is green only when it was seen, and every way of not seeing is red."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.inputs import Attestation, Observations, Waiver
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.judge import Judge, newest
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.report import Material, build
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict
from tests.unit.evidence.samples import kelantan, sample_run, verdict

AS_OF = date(2026, 3, 2)


def judged(
    verdicts: list[dict[str, Any]], attestations: tuple[Attestation, ...] = (), waivers: tuple[Waiver, ...] = ()
) -> dict[str, Any]:
    """Status and reason of every clause of the Kelantan standard, and of every control."""
    seen = tuple(Verdict.from_dict(one) for one in verdicts)
    run = Observations("mail.kelantan.gov.my", "2026-03-02T01:00:00Z", "2026-03-02T01:05:00Z", "10.88.0.1", seen)
    report = build(
        Material(
            standard=kelantan().to_dict(),
            as_of=AS_OF,
            title={"ms": "Laporan", "en": "Report"},
            observations=[run],
            attestations=attestations,
            waivers=waivers,
        )
    )
    report["by_id"] = {clause["id"]: clause for clause in report["clauses"]}
    return report


def test_nothing_handed_in_leaves_no_clause_green() -> None:
    report = judged([])
    statuses = {clause["status"] for clause in report["clauses"]}
    assert statuses == {words.UNOBSERVED, words.UNATTESTED, words.UNBOUND}
    assert report["summary"]["red"] == sum(not clause["unbound"] for clause in kelantan().clauses)


def test_a_clause_is_kept_when_every_part_was_seen_to_hold() -> None:
    report = judged([verdict("C-AUTH-LOCK", part) for part in ("imap", "pop3", "web")])
    assert report["by_id"]["KEL-5.1-o"]["status"] == words.KEPT


@pytest.mark.parametrize(
    ("result", "status"), [("fail", words.BROKEN), ("could-not-test", words.UNTESTED), ("waived", words.KEPT)]
)
def test_one_part_decides(result: str, status: str) -> None:
    report = judged([verdict("C-AUTH-LOCK", "imap"), verdict("C-AUTH-LOCK", "pop3", result)])
    assert report["by_id"]["KEL-5.1-o"]["status"] == status


@pytest.mark.parametrize("result", ["waived", "attested"])
def test_a_probe_cannot_excuse_itself(result: str) -> None:
    report = judged([verdict("C-AUTH-LOCK", "imap", result)])
    assert report["by_id"]["KEL-5.1-o"]["status"] == words.UNOBSERVED


def test_a_clause_is_as_good_as_its_worst_control() -> None:
    # 5.1(n) rests on C-WEB-HTTPS and C-CLI-TLS
    report = judged([verdict("C-WEB-HTTPS")])
    assert report["by_id"]["KEL-5.1-n"]["status"] == words.UNOBSERVED
    report = judged([verdict("C-WEB-HTTPS"), verdict("C-CLI-TLS")])
    assert report["by_id"]["KEL-5.1-n"]["status"] == words.KEPT


def test_the_newest_observation_of_a_part_counts_and_red_wins_a_tie() -> None:
    old = Verdict.from_dict(verdict("C-POP", "pop3", "fail", at="2026-03-01T00:00:00Z"))
    new = Verdict.from_dict(verdict("C-POP", "pop3", "pass", at="2026-03-02T00:00:00Z"))
    tie = Verdict.from_dict(verdict("C-POP", "pop3", "fail", at="2026-03-02T00:00:00Z"))
    assert newest([("a", new), ("a", old)]) == [new]
    assert newest([("a", new), ("a", tie)]) == newest([("a", tie), ("a", new)]) == [tie]
    assert len(newest([("a", new), ("b", old)])) == 2, "two servers are two observations"


def waiver(until: str, **changes: Any) -> Waiver:
    return Waiver(
        **{
            "clauses": (),
            "controls": ("C-AUTH-LOCK",),
            "until": until,
            "reason": "naik taraf",
            "by": "ICTSO",
            **changes,
        }
    )


def test_a_waiver_holds_on_its_last_day_and_not_after() -> None:
    red = [verdict("C-AUTH-LOCK", "imap", "fail")]
    assert judged(red, waivers=(waiver("2026-03-02"),))["by_id"]["KEL-5.1-o"]["status"] == words.WAIVED
    expired = judged(red, waivers=(waiver("2026-03-01"),))["by_id"]["KEL-5.1-o"]
    assert expired["status"] == words.BROKEN
    assert "2026-03-01" in expired["reason"]["ms"] and "ran out" in expired["reason"]["en"]


def test_a_waiver_turns_nothing_green() -> None:
    held = (waiver("2030-01-01"),)
    assert judged([verdict("C-AUTH-LOCK")], waivers=held)["by_id"]["KEL-5.1-o"]["status"] == words.KEPT
    assert judged([], waivers=held)["by_id"]["KEL-5.1-o"]["status"] == words.WAIVED
    by_clause = (waiver("2030-01-01", clauses=("KEL-5.1-o",), controls=()),)
    assert judged([], waivers=by_clause)["by_id"]["KEL-5.1-o"]["status"] == words.WAIVED
    assert judged([], waivers=by_clause)["by_id"]["KEL-5.1-p"]["status"] == words.UNOBSERVED


def statement(when: str, **changes: Any) -> Attestation:
    base = {"clauses": ("KEL-5.1-h",), "controls": (), "date": when, "by": "Pengarah BPTM", "document": "BPTM.1"}
    return Attestation(**{**base, **changes})


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (statement("2026-01-01"), words.ATTESTED),
        (statement("2025-03-02"), words.ATTESTED),  # yearly: its last day
        (statement("2025-03-01"), words.UNATTESTED),
        (statement("2026-03-03"), words.UNATTESTED),  # not signed yet on that day
        (statement("2026-01-01", valid_until="2026-03-01"), words.UNATTESTED),
        (statement("2025-01-01", valid_until="2030-01-01"), words.UNATTESTED),  # the clause says yearly
        (statement("2026-01-01", clauses=("KEL-5.1-f",)), words.UNATTESTED),
    ],
)
def test_attestations_run_out(given: Attestation, status: str) -> None:
    assert judged([], (given,))["by_id"]["KEL-5.1-h"]["status"] == status


def test_a_signature_never_replaces_an_observation_but_may_stand_for_a_record() -> None:
    probe = statement("2026-01-01", clauses=("KEL-5.1-o",), controls=("C-AUTH-LOCK",))
    assert judged([], (probe,))["by_id"]["KEL-5.1-o"]["status"] == words.UNOBSERVED
    record = statement("2026-01-01", clauses=(), controls=("C-RESTORE",))
    assert judged([], (record,))["by_id"]["KEL-5.1-l"]["status"] == words.ATTESTED
    seen_broken = judged([verdict("C-RESTORE", result="fail")], (record,))
    assert seen_broken["by_id"]["KEL-5.1-l"]["status"] == words.BROKEN


def test_a_third_party_assessment_is_yearly() -> None:
    old = statement("2025-01-01", clauses=(), controls=("C-ASSESS",), valid_until="2027-01-01")
    assert judged([], (old,))["by_id"]["MAM-NOV07-4.e-2"]["status"] == words.UNATTESTED
    fresh = statement("2025-12-01", clauses=(), controls=("C-ASSESS",))
    assert judged([], (fresh,))["by_id"]["MAM-NOV07-4.e-2"]["status"] == words.ATTESTED


def test_a_clause_without_control_and_reason_is_red() -> None:
    clause = {"id": "X", "controls": [], "attest": None, "unbound": None}
    assert Judge({}, [], [], [], AS_OF).clause(clause).status == words.UNOBSERVED


def test_the_sentence_follows_the_clauses() -> None:
    red = judged(sample_run()["verdicts"])
    assert "not proven" in red["sentence"]["en"] and str(red["summary"]["red"]) in red["sentence"]["ms"]
    everything = [verdict(control) for control in kelantan().controls]
    signed = (statement("2026-01-01", clauses=tuple(one["id"] for one in kelantan().clauses)),)
    green = judged(everything, signed)
    assert green["summary"]["red"] == 0
    assert green["sentence"]["en"].startswith("The standard is kept")


def test_observations_outside_the_standard_are_shown_and_not_judged() -> None:
    report = judged([verdict("C-UNKNOWN", result="fail")])
    assert [one["control"] for one in report["strangers"]] == ["C-UNKNOWN"]
    assert "C-UNKNOWN" not in report["controls"]
