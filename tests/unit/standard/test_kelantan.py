# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Kelantan profile comes to when merged: the numbers other rooms rely on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return load_standard("kelantan", cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("control", "values", "clause"),
    [
        ("C-WEB-HTTPS", {"mode": "https", "host": "mail.kelantan.gov.my"}, "KEL-5.1-n"),
        ("C-CLI-TLS", {"required": True}, "KEL-5.1-n"),
        ("C-POP", {"enabled": True}, "KEL-BK-B.viii"),
        ("C-AUTH-LOCK", {"failures": 3, "release": "administrator", "window": "none"}, "KEL-5.1-o"),
        ("C-PWD-LEN", {"min": 12, "classes": ["digit", "letter", "special"]}, "KEL-5.6-c"),
        ("C-PWD-AGE", {"max": "P90D", "max_days": 90, "max_seconds": 7_776_000}, "KEL-5.6-b"),
        ("C-PWD-FIRST", {"required": True}, "KEL-4.3-d"),
        ("C-MSG-SIZE", {"in_bytes": 10_240_000, "out_bytes": 10_240_000, "counts": "whole_message"}, "KEL-5.2-a"),
        ("C-ATT-SIZE", {"in_bytes": 10_240_000, "out_bytes": 10_240_000}, "KEL-4.4-d"),
        ("C-QUOTA-FLOOR", {"min_bytes": 104_857_600}, "MAM-NOV07-4.f.i-1"),
        ("C-QUOTA-FULL", {"action": "refuse"}, "KEL-4.4-a"),
        ("C-TMP-SPACE", {"min_bytes": 1_073_741_824}, "MAM-NOV07-4.f.ii"),
        ("C-DOM", {"suffixes": ["edu.my", "gov.my"]}, "MAM-JUN07-3.d"),
        ("C-RELAY", {"closed": True}, "MAM-NOV07-4.f"),
        ("C-ACC-DEADLINE", {"create_within": "3 working days", "create_within_working_days": 3}, "KEL-4.3-c"),
        ("C-TRAIN", {"before_create": True}, "MAM-NOV07-4.a-1"),
        ("C-IDLE", {"freeze_after": "P3M", "then_delete_after": "P6M"}, "KEL-4.5-b"),
        ("C-INSP", {"approvers": ["suk", "tsuk"]}, "KEL-5.1-m"),
    ],
)
def test_controls(standard: Standard, control: str, values: dict[str, Any], clause: str) -> None:
    resolved = standard.control(control)
    assert {key: resolved[key] for key in values} == values
    assert clause in standard.clauses_for(control)


def test_months_have_no_exact_days(standard: Standard) -> None:
    assert "freeze_after_days" not in standard.control("C-IDLE")


def test_ninety_days_against_three_months_is_said_in_both_languages(standard: Standard) -> None:
    note = next(note for note in standard.notes if note.get("control") == "C-PWD-AGE")
    assert note["clauses"] == ["KEL-5.1-p", "KEL-5.6-b"]
    assert "90 days" in note["en"] and "3 months" in note["en"] and "stricter" in note["en"]
    assert "lebih ketat" in note["ms"]


def test_tiers_and_domains(standard: Standard) -> None:
    assert [(tier.id, tier.quota_bytes, tier.clause) for tier in standard.tiers] == [
        ("pengurusan_tertinggi", 0, "KEL-4.4-b"),
        ("pengguna_biasa", 314_572_800, "KEL-4.4-c"),
    ]
    assert standard.domains["official"] == ["kelantan.gov.my"]
    assert standard.deadlines["create"]["working_days"] == 3
    assert standard.deadlines["create"]["clauses"] == ["KEL-4.3-c"]


@pytest.mark.parametrize(
    ("facts", "tier"),
    [
        ({"kind": "individual", "post_class": "top_management"}, "pengurusan_tertinggi"),
        ({"kind": "individual", "post_class": "head_of_department"}, "pengguna_biasa"),
        ({"kind": "individual", "post_class": "ordinary"}, "pengguna_biasa"),
        ({"kind": "department"}, "pengguna_biasa"),
        ({"kind": "department", "tier": "pengurusan_tertinggi"}, "pengurusan_tertinggi"),
    ],
)
def test_the_tier_of(standard: Standard, facts: dict[str, Any], tier: str) -> None:
    decision = standard.tier_for(facts)
    assert decision.tier is not None
    assert decision.tier.id == tier
    assert decision.clause == decision.tier.clause
    assert decision.reason["ms"] and decision.reason["en"]


@pytest.mark.parametrize("facts", [{"kind": "individual"}, {"kind": "individual", "tier": "vip"}])
def test_an_undecidable_tier_is_a_question_never_a_default(standard: Standard, facts: dict[str, Any]) -> None:
    decision = standard.tier_for(facts)
    assert decision.tier is None
    assert decision.reason["ms"] and decision.reason["en"]


@pytest.mark.parametrize(
    ("post", "scheme", "grade", "note", "eligible", "clause"),
    [
        ("ordinary", "SSM", "N27", "", True, "KEL-OPS002-M1"),
        ("ordinary", "SSM", "N19", "", False, "KEL-OPS002-M2"),
        ("ordinary", "SSM", "N19", "  ", False, "KEL-OPS002-M2"),
        ("ordinary", "SSM", "N19", "Kaunter awam", True, "KEL-OPS002-M2"),
        ("ordinary", "SSPA", "N4", "", True, "KEL-OPS002-M1"),
        ("ordinary", "SSPA", "N3", "", False, "KEL-OPS002-M2"),
        ("head_of_department", "SSM", "N19", "", True, "KEL-OPS002-M1"),
        ("ordinary", "SSM", "JUSA C", "", True, "KEL-OPS002-M1"),
        ("ordinary", "SSM", "?", "", None, "KEL-OPS002-M1"),
        ("ordinary", "SSM", "?", "Kaunter awam", True, "KEL-OPS002-M2"),
    ],
)
def test_eligibility(
    standard: Standard, post: str, scheme: str, grade: str, note: str, eligible: bool | None, clause: str
) -> None:
    facts = {"post_class": post, "grade": {"scheme": scheme, "grade": grade}, "note": note}
    decision = standard.eligible(facts)
    assert (decision.eligible, decision.clause) == (eligible, clause)
    assert decision.reason["ms"] and decision.reason["en"]


def test_the_resolved_form_is_plain_and_its_fingerprint_stable(standard: Standard) -> None:
    again = load_standard("kelantan")
    assert again.fingerprint == standard.fingerprint
    assert json.loads(json.dumps(standard.to_dict())) == standard.to_dict()
    changed = standard.to_dict()
    changed["controls"]["C-PWD-LEN"]["min"] = 8
    assert standard.control("C-PWD-LEN")["min"] == 12


def test_an_unknown_control_is_a_key_error(standard: Standard) -> None:
    with pytest.raises(KeyError):
        standard.control("C-BCAST")
    assert standard.clauses_for("C-BCAST") == []
