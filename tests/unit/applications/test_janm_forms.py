# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JANM's forms and the archive application: marks, approvals, evidence, and what becomes of the values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault
from tests.unit.applications.conftest import Faulty, Load, Tree, changed, key_of, notice, person
from tests.unit.applications.janm_builders import AD, UC, archive, end, kader, new, one, where


def test_an_approved_form_becomes_an_application(read: Load) -> None:
    """R148: an account has the add-ons that were granted, not those that were asked for."""
    (item,) = read(a=new(1, decision__address="Orang1@anm.gov.my", decision__add_ons=["archive"])).items
    assert (item.kind, item.mailbox, item.address, item.tier) == ("individual", True, "orang1@anm.gov.my", "g53")
    assert item.services == ("active_directory", "mygovuc")
    assert item.entitlements == ("ad_logon", "archive")
    assert (item.decided_on, item.decided_by, item.supported_on) == ("2026-10-08", "Pentadbir AD", "2026-10-06")
    assert (item.complete_on, item.trained_on, item.staff) == ("2026-10-05", "2026-09-27", "janm")


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"services": []}, "services", "not filled in"),
        ({"services": ["internet"]}, "services.0", "must be one of"),
        ({"applicant__name": None}, "applicant.name", "not filled in"),
        ({"applicant__identity__key": None}, "applicant.identity.key", "not filled in"),
        ({"applicant__post": None}, "applicant.post", "not filled in"),
        ({"applicant__grade": None}, "applicant.grade", "not filled in"),
        ({"applicant__grade__grade": "W99"}, "applicant.grade.grade", "not a grade of SSM"),
        ({"applicant__mobile_phone": None}, "applicant.mobile_phone", "not filled in"),
        ({"applicant__unit": None}, "applicant.unit", "not filled in"),
        ({"applicant__unit": "tiada"}, "applicant.unit", "not a known unit"),
        ({"applicant__staff": None}, "applicant.staff", "not filled in"),
        ({"applicant__staff": "kontraktor"}, "applicant.staff", "must be one of"),
        ({"applicant__category": "A", "applicant__agency_address": "a@jpn.gov.my", "supervisor": None},
         "applicant.category", "is for a kader only"),
        ({"applicant__declared_on": None}, "applicant.declared_on", "not filled in"),
        ({"applicant__declared_on": "2026-10-06"}, "complete_on", "before the applicant signed"),
        ({"training": None}, "training", "not filled in"),
        ({"training__completed_on": "2026-10-08"}, "decision.uc.on", "older than the training"),
        ({"supervisor": None}, "supervisor", "not filled in"),
        ({"supervisor": "tiada"}, "supervisor", "not a known e-mail supervisor"),
        ({"confirmation": None}, "confirmation", "not filled in"),
        ({"confirmation__stamp": False}, "confirmation.stamp", "without the official stamp"),
        ({"confirmation__on": "2026-10-08"}, "decision.uc.on", "older than the confirmation"),
        ({"decision__uc": None}, "decision.uc", "not filled in"),
        ({"decision__ad": None}, "decision.ad", "not filled in"),
        ({"decision__ad__by": None}, "decision.ad.by", "not filled in"),
        ({"decision__uc__on": "2026-10-04"}, "decision.uc.on", "older than the complete form"),
        ({"decision__address": None}, "decision.address", "not filled in"),
        ({"decision__address": "orang.contoh.rek@anm.gov.my"}, "decision.address", "16 characters before the @"),
        ({"decision__address": "orang1@kelantan.gov.my"}, "decision.address", "not in an official domain"),
        ({"decision__address": "ucadmin@anm.gov.my"}, "decision.address", "reserved"),
        ({"decision__add_ons": ["bmt"]}, "decision.add_ons.0", "was not asked for"),
        ({"decision__storage": "3 GB"}, "decision.storage", "must be one of"),
        ({"add_ons": ["fax"]}, "add_ons.0", "must be one of"),
        ({"groups": ["tiada@anm.gov.my"]}, "groups.0", "not a known group"),
        ({"stamping": {"requested_on": "2026-10-08"}}, "stamping", "category A only"),
        ({"evidence": None}, "evidence", "not filled in"),
        ({"withdrawn_on": "2026-10-09"}, "withdrawn_on", "cannot be withdrawn"),
        ({"decision__Katalaluan": "x"}, "decision.Katalaluan", "never holds a password"),
        ({"decision__reason": "kata laluan: abc"}, "decision.reason", "never holds a password"),
        ({"applicant__identity__key": "-".join(("850101", "03", "5555"))},
         "applicant.identity.key", "identity-card number in clear"),
    ],
)  # fmt: skip
def test_what_a_new_service_must_keep(told: Faulty, changes: dict[str, Any], field: str, problem: str) -> None:
    """R029, R048, R202; R027: trained before the approval. R037: confirmed by the head at the place of duty, with the
    official stamp. R038: staff or kader. R040: serves in a unit that is registered."""
    place, what, complete = where(told(a=new(1, **changes)))
    assert (place, problem in what, complete) == (field, True, True), what


def test_exactly_fifteen_characters_may_be_given(read: Load) -> None:
    assert (
        read(a=new(1, decision__address="haslinda.matisa@anm.gov.my")).items[0].address == "haslinda.matisa@anm.gov.my"
    )


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"applicant__category": None}, "applicant.category", "not filled in"),
        ({"applicant__category": "C"}, "applicant.category", "must be one of"),
        ({"services": ["mygovuc", "active_directory"], "decision__ad": AD}, "services", "for JANM staff only"),
    ],
)
def test_what_a_kader_must_keep(told: Faulty, changes: dict[str, Any], field: str, problem: str) -> None:
    """R125, R128; R038: which category. R039: a logon to Active Directory is for JANM's staff only."""
    place, what, complete = where(told(a=kader("B", **changes)))
    assert (place, problem in what, complete) == (field, True, True), what


def test_category_a_has_no_mailbox_of_ours_and_needs_the_agencys_address(read: Load, told: Faulty) -> None:
    """R125, R126: the mailbox is the duty agency's, ours is a second address."""
    (item,) = read(a=kader("A")).items
    assert (item.mailbox, item.category, item.agency_address) == (False, "A", "orang@jpn.gov.my")
    assert (item.address, item.stamp_on, item.stamped_on) == ("orang1@anm.gov.my", "2026-10-08", "")
    assert where(told(a=kader("A", applicant__agency_address=None)))[0] == "applicant.agency_address"
    assert "not in a government domain" in where(told(a=kader("A", applicant__agency_address="a@gmail.com")))[1]
    assert "address of this agency" in where(told(a=kader("A", applicant__agency_address="a@anm.gov.my")))[1]
    early = kader("A", stamping={"requested_on": "2026-10-08", "confirmed_on": "2026-10-07"})
    assert where(told(a=early))[:2] == ("stamping.confirmed_on", "confirmed before it was asked for")


def test_category_b_has_a_mailbox_of_ours(read: Load) -> None:
    """R128, R130"""
    (item,) = read(a=kader("B")).items
    assert (item.mailbox, item.category, item.entitlements) == (True, "B", ())


def test_a_logon_alone_makes_no_mailbox_and_needs_neither_address_nor_training(read: Load) -> None:
    """R039, R106"""
    form = new(1, services=["active_directory"], decision__address=None, training=None, supervisor=None)
    (item,) = read(a=changed(form, {"decision__uc": None})).items
    assert (item.mailbox, item.address, item.entitlements) == (False, "", ("ad_logon",))


@pytest.mark.parametrize("make", [new, kader])
def test_a_rejection_has_a_reason_and_a_signature(read: Load, told: Faulty, make: Callable[..., Tree]) -> None:
    rejected: Tree = changed(make(), {"decision": {"result": "rejected", "uc": UC}, "training": None})
    assert where(told(a=rejected))[:2] == ("decision.reason", "is not filled in")
    rejected["decision"]["reason"] = "Tidak layak"
    assert read(a=rejected).items[0].status == "rejected"
    del rejected["decision"]["uc"]
    assert {fault.field.partition(" ")[0] for fault in told(a=rejected)} <= {"decision.uc", "decision.ad"} and told(
        a=rejected
    )


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"received_on": None, "complete_on": None, "decision": None, "confirmation": None}, "draft"),
        ({"complete_on": None, "decision": None}, "received"),
        ({"complete_on": None, "decision": None, "applicant__mobile_phone": None}, "incomplete"),
        ({"decision": None, "confirmation": None}, "complete"),
        ({"decision": {"result": "pending"}, "training": None}, "supported"),
        ({}, "approved"),
    ],
)
def test_status(read: Load, changes: dict[str, Any], status: str) -> None:
    assert read(a=new(1, **changes)).items[0].status == status


@pytest.mark.parametrize(
    ("reason", "event", "effective"),
    [
        ("internal_move", "change", "2026-11-10"),
        ("other_agency", "terminate", "2026-11-12"),
        ("service_ended", "terminate", "2026-11-12"),
        ("breach", "terminate", "2026-11-04"),
    ],
)
def test_what_a_termination_becomes(read: Load, reason: str, event: str, effective: str) -> None:
    item = read(a=new(1), e=end(reason)).items[1]
    assert (item.event, item.reason, item.effective_on, item.ended_on) == (event, reason, effective, "2026-11-10")
    assert (item.account, item.status, item.kind) == ("ANM-2026-0001", "approved", "")


@pytest.mark.parametrize(
    ("reason", "changes", "field", "problem"),
    [
        ("service_ended", {"ended_on": None}, "ended_on", "not filled in"),
        ("service_ended", {"reason": None}, "reason", "not filled in"),
        ("service_ended", {"reason": "own_request"}, "reason", "must be one of"),
        ("service_ended", {"letter": None}, "letter", "not filled in"),
        ("service_ended", {"letter__effective_on": None}, "letter.effective_on", "not filled in"),
        ("service_ended", {"applicant__mobile_phone": None}, "applicant.mobile_phone", "not filled in"),
        ("service_ended", {"applicant__identity": None}, "applicant.identity", "not filled in"),
        ("service_ended", {"account": None}, "account", "not filled in"),
        ("service_ended", {"account": "ANM-2026-7777"}, "account", "no application opens"),
        ("service_ended", {"services": None}, "services", "not filled in"),
        ("service_ended", {"services": ["mygovuc", "active_directory"]}, "decision.ad", "not filled in"),
        ("service_ended", {"confirmation__stamp": False}, "confirmation.stamp", "without the official stamp"),
        ("service_ended", {"changes": {"unit": "jcn"}}, "changes", "within JANM only"),
        ("other_agency", {"reason_detail": None}, "reason_detail", "not filled in"),
        ("other_agency", {"letter": None}, "letter", "not filled in"),
        ("breach", {"reason_detail": None}, "reason_detail", "not filled in"),
        ("internal_move", {"changes": None}, "changes", "not filled in"),
        ("internal_move", {"changes": {"unit": "tiada"}}, "changes.unit", "not a known unit"),
        ("internal_move", {"changes": {"name": "Lain"}}, "changes.name", "not on the form"),
    ],
)
def test_what_a_termination_must_keep(
    told: Faulty, reason: str, changes: dict[str, Any], field: str, problem: str
) -> None:
    """R048, R203; R050, R105; R106: each service that ends has its own tick and its own signature."""
    place, what, complete = where(told(a=new(1), e=end(reason, **changes)))
    assert (place, problem in what, complete) == (field, True, True), what


def test_a_kader_has_no_logon_that_could_be_ended(told: Faulty) -> None:
    """R039, R106"""
    both = end("breach", services=["mygovuc", "active_directory"], decision__ad=AD | {"on": "2026-11-04"})
    fault = one(told(a=kader("B"), e=both))
    assert "kader" in fault.problem and fault.clauses == ("R039",)
    assert not told(a=new(1), e=both)


def test_ending_the_logon_alone_leaves_the_mailbox(read: Load) -> None:
    """R106: Active Directory ends without MyGovUC."""
    form = end(
        "breach", services=["active_directory"], decision={"result": "approved", "ad": {**AD, "on": "2026-11-05"}}
    )
    item = read(a=new(1), e=form).items[1]
    assert (item.event, item.entitlements) == ("revoke", ("ad_logon",))


@pytest.mark.parametrize(("action", "event"), [("start", "grant"), ("end", "revoke")])
def test_the_archive_application(read: Load, action: str, event: str) -> None:
    """R136, R204; R137 begins an archive, R138 ends it."""
    item = read(a=new(1), r=archive(action)).items[1]
    assert (item.event, item.account, item.entitlements) == (event, "ANM-2026-0001", ("archive",))


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"action": None}, "action", "not filled in"),
        ({"action": "stop"}, "action", "must be one of"),
        ({"channel": None}, "channel", "not filled in"),
        ({"decision__by": None}, "decision.by", "not filled in"),
        ({"decision__on": None}, "decision.on", "not filled in"),
        ({"informed__on": "2026-11-02"}, "informed.on", "told before it was decided"),
        ({"received_on": "2026-11-04"}, "decision.on", "older than the receipt"),
        ({"evidence": None}, "evidence", "not filled in"),
        ({"account": "tiada@anm.gov.my"}, "account", "no application opens"),
    ],
)
def test_what_an_archive_application_must_keep(told: Faulty, changes: dict[str, Any], field: str, problem: str) -> None:
    """R137, R138: received, approved, told, in this order. R136: nothing without an application."""
    place, what, complete = where(told(a=new(1), r=archive(**changes)))
    assert (place, problem in what, complete) == (field, True, True), what


def test_an_archive_may_be_rejected_without_a_reason(read: Load) -> None:
    assert read(a=new(1), r=archive(decision__result="rejected")).items[1].status == "rejected"


def test_a_person_who_comes_back_has_the_own_address_and_nobody_else_has_it(read: Load, told: Faulty) -> None:
    ended = end("other_agency", letter__effective_on="2026-11-05", ended_on="2026-11-05")
    late = {"received_on": "2026-11-09", "complete_on": "2026-11-10", "confirmation__on": "2026-11-11"}
    signed = {
        "decision__uc__on": "2026-11-12",
        "decision__ad__on": "2026-11-12",
        "applicant__declared_on": "2026-11-09",
    }
    again = new(2, applicant__identity__key=key_of("person 1"), decision__address="orang1@anm.gov.my", **late, **signed)
    assert len(read(a=new(1), e=ended, b=again).items) == 3
    assert "already has an account" in one(told(a=new(1), b=again, e=changed(ended, {"decision": None}))).problem
    other = changed(again, {"applicant__identity__key": key_of("person 2")})
    assert "taken" in one(told(a=new(1), e=ended, b=other)).problem


#: What every agency takes; an INSPECTION only where the profile names who approves it.
COMMON = "MOVEMENT, HR-CERT, INCIDENT, BREACH, OBJECTION, RELEASE, CHANGE, HOLD, LEAVE, EXPORT or DUTIES"


def test_each_agency_takes_its_own_forms(told: Faulty, faults: Callable[..., list[Fault]]) -> None:
    fault = one(told(a=person(1)))
    assert (fault.problem, fault.remedy) == (
        "is not a form of this agency",
        f"Write JANM-NEW, JANM-END, ARCHIVE, NOTICE, {COMMON}.",
    )
    fault = one(faults(a=new(1)))
    assert (fault.problem, fault.remedy) == (
        "is not a form of this agency",
        f"Write OPS-001, OPS-002, INSPECTION, NOTICE, {COMMON}.",
    )


def test_a_notice_is_every_agencys(read: Load) -> None:
    assert read(a=new(1), n=notice(70, "suspend", "ANM-2026-0001")).items[1].event == "suspend"


def test_every_fault_of_a_form_is_listed_at_once(told: Faulty) -> None:
    form = kader("A", applicant__agency_address=None, confirmation=None, training=None, decision__uc=None, ended=1)
    assert sorted(fault.field.split(" (")[0] for fault in told(a=form)) == [
        "applicant.agency_address",
        "confirmation",
        "decision.uc",
        "ended",
        "training",
    ]


def test_R049_one_administrator_alone_is_allowed_by_the_profile_and_told(read: Load) -> None:
    """C12: the archive procedure as written leaves no second person."""
    told = read(a=new(1), b=archive()).warnings
    assert [warning.endswith("alone, as the profile allows (C12)") for warning in told] == [True]


def test_R048_the_two_systems_have_two_signatures_of_two_people(told: Faulty) -> None:
    signed = {"by": "Pentadbir UC", "on": "2026-10-07"}
    form = new(1, services=["mygovuc", "active_directory"], decision__uc=signed, decision__ad=dict(signed))
    assert [fault.problem for fault in told(a=form)] == ["signs for both systems"]


def test_R118_R126_a_kader_may_have_two_forms_when_the_category_changes(read: Load, told: Faulty) -> None:
    """C21: no JANM-END is needed for the move itself."""
    first, second = kader("B"), kader("A", application="ANM-2026-0002")
    second["applicant"]["identity"] = first["applicant"]["identity"]
    second["decision"]["address"] = first["decision"]["address"]
    assert len(read(a=first, b=second).items) == 2
    again = kader("B", application="ANM-2026-0002")
    again["applicant"]["identity"] = first["applicant"]["identity"]
    again["decision"]["address"] = "lain.orang@anm.gov.my"
    assert "already has an account" in told(a=first, b=again)[0].problem
