# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the JANM profile comes to when merged: the numbers other rooms rely on."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.names import address_candidates
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return load_standard("janm", cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("control", "values", "clause"),
    [
        ("C-WEB-HTTPS", {"mode": "https"}, "JANM-5.3-b"),
        ("C-CLI-TLS", {"required": True}, "JANM-5.3-b"),
        ("C-PWD-LEN", {"min": 12, "classes": ["digit", "letter", "special"]}, "JANM-L1-3-b"),
        ("C-PWD-LEN", {"banned": ["U@gDBe5t2020"]}, "JANM-L1-3-c"),
        ("C-PWD-FIRST", {"required": True}, "JANM-L1-4"),
        ("C-MSG-SIZE", {"in_bytes": 14_680_064, "out_bytes": 14_680_064, "counts": "whole_message"}, "JANM-5.2.2-c-1"),
        ("C-ATT-SIZE", {"out_bytes": 10_485_760}, "JANM-5.2.2-c-1"),
        ("C-QUOTA-FLOOR", {"min_bytes": 104_857_600}, "MAM-NOV07-4.f.i-1"),
        ("C-TMP-SPACE", {"min_bytes": 1_073_741_824}, "MAM-NOV07-4.f.ii"),
        ("C-BCAST", {"tag": "[HEBAHAN JANM]"}, "JANM-4.5-2-a"),
        ("C-ACC-DEADLINE", {"create_within_working_days": 3}, "JANM-5.2.2-a-1"),
        ("C-TRAIN", {"before_create": True}, "MAM-NOV07-4.a-1"),
        ("C-NAME", {"max": 15}, "JANM-NEW-N"),
        ("C-IDLE", {"terminate_after": "P90D", "terminate_after_days": 90}, "JANM-5.2.2-a-4"),
        ("C-TERM", {"delete_after": "P60D", "delete_after_days": 60, "counted_from": "letter"}, "JANM-5.2.2-a-3"),
        ("C-TERM", {"on_breach": "at_once"}, "JANM-5.2.2-a-5"),
        ("C-TERM", {"reasons": ["breach", "internal_move", "other_agency", "service_ended"]}, "JANM-END-R"),
        ("C-DISABLE", {}, "JANM-5.2.2-a-6"),
        ("C-STAMP", {}, "JANM-5.1.A-4"),
        ("C-ENT", {}, "JANM-NEW-V"),
        ("C-ARCH", {}, "MAM-OP010-4.1.1-2"),
    ],
)
def test_controls(standard: Standard, control: str, values: dict[str, Any], clause: str) -> None:
    resolved = standard.control(control)
    assert {key: resolved[key] for key in values} == values
    assert clause in standard.clauses_for(control)


def test_every_bound_control_rests_on_a_clause(standard: Standard) -> None:
    assert [name for name in standard.controls if not standard.clauses_for(name)] == []


@pytest.mark.parametrize(
    ("scheme", "grade", "tier", "clause"),
    [
        ("SSM", "W54", "g54", "JANM-5.2.2-b-1"),
        ("SSM", "JUSA C", "g54", "JANM-5.2.2-b-1"),
        ("SSPA", "WA15", "g54", "JANM-5.2.2-b-1"),
        ("SSM", "W53", "g53", "JANM-5.2.2-b-2"),
        ("SSM", "W19", "g53", "JANM-5.2.2-b-2"),
        ("SSPA", "WA13", "g53", "JANM-5.2.2-b-2"),
        ("SSPA", "WA14", "", "JANM-5.2.2-b-1"),
        ("SSM", "?", "", "JANM-5.2.2-b-1"),
    ],
)
def test_tiers_by_grade(standard: Standard, scheme: str, grade: str, tier: str, clause: str) -> None:
    decision = standard.tier_for({"kind": "individual", "grade": {"scheme": scheme, "grade": grade}})
    assert (decision.tier.id if decision.tier else "", decision.clause) == (tier, clause)
    assert decision.reason["ms"] and decision.reason["en"]


def test_the_tiers_have_the_space_of_the_guideline(standard: Standard) -> None:
    assert {tier.id: tier.quota_bytes for tier in standard.tiers} == {"g54": 4 * 1024**3, "g53": 2 * 1024**3}


def test_a_file_of_the_largest_size_fits_into_a_message(standard: Standard) -> None:
    """Base64 in lines of 76 characters with CRLF (RFC 2045), and 64 KiB for headers and text."""
    encoded = base64.encodebytes(bytes(standard.control("C-ATT-SIZE")["out_bytes"]))
    wire = len(encoded) + encoded.count(b"\n")
    assert wire + 65536 <= standard.control("C-MSG-SIZE")["out_bytes"]


@pytest.mark.parametrize(
    ("name", "order", "examples"),
    [
        ("Abdul Latif bin Ahmad", None, ["abdlatif.ahmad", "latif.ahmad"]),
        ("Lai Soon Chong", "family-first", ["soonchong", "laisoonchong"]),
    ],
)
def test_the_forms_own_examples_of_addresses(
    standard: Standard, name: str, order: str | None, examples: list[str]
) -> None:
    naming = standard.naming
    found = address_candidates(name, order, minimum=naming["min"], maximum=naming["max"], reserved=naming["reserved"])
    assert naming["max"] == 15
    assert set(examples) <= set(found.candidates)


def test_putrajaya_keeps_the_calendar_and_state_offices_their_own(standard: Standard) -> None:
    assert standard.calendar["holidays"] == "MY-16"
    offices = standard.calendar["unit_calendars"]
    assert offices["kelantan"] == "MY-03"
    assert sorted(offices.values()) == [f"MY-{number:02d}" for number in range(1, 16)]
    assert standard.domains["official"] == ["anm.gov.my"]


def test_what_the_guideline_leaves_open_is_undecided(standard: Standard) -> None:
    decided = {key for key, decision in standard.decisions.items() if decision.decided}
    assert decided == {"message_unit"}
    assert set(standard.decisions) - decided == {
        "sspa_14",
        "lock_failures",
        "lock_release",
        "password_age",
        "suspended_receives",
        "deactivate_ahead",
        "what_is_use",
        "restore_window",
        "address_reuse",
        "records_hold",
        "minimum_notice",
        "move_gap",
        "archive_period",
        "broadcast_senders",
        "external_forwarding",
        "reuse_after",
        "incident_reopen",
        "unused_issued",
        "officer_gone",
        "self_service",
        "form_expiry",
    }
    for decision in standard.decisions.values():
        assert all(decision.question[language] and decision.consequence[language] for language in ("ms", "en"))
    # Not required by its own documents (C15, C17): nothing is invented.
    assert not {"C-AUTH-LOCK", "C-PWD-AGE"} & set(standard.controls)
    assert not {"reuse_address", "records_hold", "minimum_notice"} & set(standard.control("C-TERM"))
    assert "senders" not in standard.control("C-BCAST")
    assert "older_than" not in standard.control("C-ARCH")


def test_both_documents_are_there_whole(standard: Standard) -> None:
    own = [clause for clause in standard.clauses if clause["profile"] == "janm"]
    assert {clause["doc"] for clause in own} == {"S3", "S4"}
    chapters = {clause["doc_no"][0] for clause in own if clause["doc"] == "S4"}
    assert chapters == {*"123456789", "B", "L"}
    assert {clause["doc_no"][0] for clause in own if clause["doc"] == "S3"} == {"R", *"123456"}
    assert all(clause["requirements"] for clause in own if clause["force"] != "info")


def test_approvals_cite_clauses_and_say_who_signs(standard: Standard) -> None:
    assert set(standard.approvals) == {"new_service", "termination", "archive"}
    roles = {name: [step["role"] for step in entry["steps"]] for name, entry in standard.approvals.items()}
    assert roles["archive"] == [["pentadbir_uc"]]
    assert roles["new_service"][-1] == ["pentadbir_uc", "pentadbir_ad"]
