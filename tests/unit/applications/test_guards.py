# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands before an approval: completeness, eligibility, training, declaration, signatures, evidence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.applications.conftest import Faulty, Load, department, person
from tests.unit.applications.test_happened import happened

PENDING = {"decision": None}


def found(faults: Faulty, form: Any) -> list[str]:
    return [
        fault.field.split(" (")[0] for fault in faults(**({"p": person(1)} if "department" in form else {}), a=form)
    ]


def test_R022_R023_only_a_complete_application_starts_the_clock(load: Load, faults: Faulty) -> None:
    assert found(faults, person(1, **PENDING, applicant__post=None)) == ["applicant.post"]
    (item,) = load(a=person(1, **PENDING, complete_on=None, applicant__post=None)).items
    assert (item.status, item.complete_on) == ("incomplete", "")


def test_R027_no_approval_without_the_training_and_none_before_it(faults: Faulty) -> None:
    assert found(faults, person(1, training=None)) == ["training"]
    assert found(faults, person(1, training__completed_on="2026-10-07")) == ["decision.on"]
    assert found(faults, person(1, services=["internet"], training=None, decision__address=None)) == []


def test_R029_the_applicant_declares_before_the_form_is_complete(faults: Faulty) -> None:
    assert found(faults, person(1, applicant__declared_on=None)) == ["applicant.declared_on"]
    assert found(faults, person(1, applicant__declared_on="2026-10-06")) == ["complete_on"]


@pytest.mark.parametrize(
    ("scheme", "grade", "post_class", "note", "eligible"),
    [
        ("SSM", "N27", "ordinary", "", True),
        ("SSM", "N26", "ordinary", "", False),
        ("SSM", "N26", "ordinary", "Kaunter", True),
        ("SSM", "N19", "head_of_department", "", True),
        ("SSPA", "N4", "ordinary", "", True),
        ("SSPA", "N3", "ordinary", "", False),
    ],
)
def test_R035_R036_grade_27_and_heads_qualify_and_others_give_a_reason(
    faults: Faulty, scheme: str, grade: str, post_class: str, note: str, eligible: bool
) -> None:
    """C08, C29"""
    given = {"scheme": scheme, "grade": grade}
    form = person(1, applicant__grade=given, applicant__post_class=post_class, applicant__note=note)
    assert found(faults, form) == ([] if eligible else ["applicant.note"])


@pytest.mark.parametrize("missing", ["by", "on", "stamp"])
def test_R045_R046_R047_the_head_of_department_signs_with_name_date_and_stamp(faults: Faulty, missing: str) -> None:
    assert found(faults, person(1, **{f"support__{missing}": None})) == [f"support.{missing}"]
    assert found(faults, department(50, **{f"verification__{missing}": None})) == [f"verification.{missing}"]
    assert found(faults, person(1, support__stamp=False)) == ["support.stamp"]


@pytest.mark.parametrize("missing", ["by", "on"])
def test_R052_the_office_signs_and_dates_every_decision(faults: Faulty, missing: str) -> None:
    assert found(faults, person(1, **{f"decision__{missing}": None})) == [f"decision.{missing}"]
    assert found(faults, person(1, decision__result="rejected", **{f"decision__{missing}": None})) == [
        f"decision.{missing}"
    ]


def test_R021_an_application_comes_through_a_known_supervisor(faults: Faulty) -> None:
    assert found(faults, person(1, supervisor=None)) == ["supervisor"]
    assert found(faults, person(1, supervisor="orang-lain")) == ["supervisor"]


def test_R024_R105_R115_who_told_of_a_movement_is_on_the_form(load: Load) -> None:
    items = load(a=person(1), b=happened("MOVEMENT", told_by="human_resources")).items
    assert items[1].detail("told_by") == "human_resources"


def test_R040_who_applies_serves_in_a_unit_that_is_registered(faults: Faulty) -> None:
    assert found(faults, person(1, applicant__unit="tiada")) == ["applicant.unit"]


def test_R186_an_incident_names_its_number_and_where_it_was_told(load: Load) -> None:
    item = load(a=person(1), b=happened("INCIDENT")).items[1]
    assert (item.detail("incident"), item.detail("told")) == ("CSIRT-2026-014", "meja bantuan")


def test_R196_no_approval_without_a_document_and_its_fingerprint(faults: Faulty) -> None:
    assert found(faults, person(1, evidence=None)) == ["evidence"]
    assert found(faults, person(1, evidence=[{"kind": "form_scan", "ref": "B 1"}])) == ["evidence.0.sha256"]


def test_R030_a_pending_form_has_no_effect(load: Load) -> None:
    (item,) = load(a=person(1, **PENDING)).items
    assert (item.status, item.address) == ("supported", "")
