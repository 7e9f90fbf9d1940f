# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One form: what is a fault, what is only a status, and what becomes of its values."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.applications.conftest import Faulty, Load, department, key_of, notice, person


def _one(faults: Faulty, **forms: Any) -> tuple[str, str]:
    found = faults(**forms)
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0].field.split(" (")[0], found[0].problem


def test_an_approved_form_becomes_an_application(load: Load) -> None:
    (item,) = load(
        a=person(
            1,
            applicant__name="  Nik  Nur Aisyah binti Zaki ",
            decision__address="Orang1@Kelantan.gov.my",
            aliases=["b1@kelantan.gov.my", "A1@kelantan.gov.my"],
            groups=["semua@kelantan.gov.my"],
        )
    ).items
    assert (item.id, item.form, item.status, item.kind, item.mailbox) == (
        "KEL-2026-0001",
        "OPS-002",
        "approved",
        "individual",
        True,
    )
    assert (item.address, item.name, item.tier) == (
        "orang1@kelantan.gov.my",
        "Nik Nur Aisyah binti Zaki",
        "pengguna_biasa",
    )
    assert item.aliases == ("a1@kelantan.gov.my", "b1@kelantan.gov.my")
    assert (item.grade_scheme, item.grade, item.staff_key) == ("SSM", "N29", key_of("person 1"))
    assert (item.complete_on, item.decided_on, item.trained_on) == ("2026-10-05", "2026-10-06", "2026-09-27")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"decision": None, "received_on": None, "complete_on": None, "applicant": None}, "draft"),
        ({"decision__result": "pending", "complete_on": None}, "received"),
        ({"decision__result": "pending", "complete_on": None, "applicant__declared_on": None}, "incomplete"),
        ({"decision__result": "pending", "complete_on": None, "applicant__grade__grade": "N19"}, "incomplete"),
        ({"decision__result": "pending", "support": None}, "complete"),
        ({"decision__result": "pending", "support__stamp": False}, "complete"),
        ({"decision__result": "pending", "training": None}, "supported"),
        ({"decision": None}, "supported"),
        ({}, "approved"),
        ({"decision__result": "rejected", "applicant__note": None, "support": None, "training": None}, "rejected"),
        ({"decision": None, "withdrawn_on": "2026-10-06", "applicant__post": None}, "withdrawn"),
    ],
)
def test_status(load: Load, changes: dict[str, Any], status: str) -> None:
    (item,) = load(a=person(1, **changes)).items
    assert item.status == status
    assert (item.address != "") == (status == "approved")


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"complete_on": None}, "complete_on", "not filled in"),
        ({"applicant__identity__key": "1234"}, "applicant.identity.key", "not a keyed hash"),
        ({"applicant__identity__last4": "501"}, "applicant.identity.last4", "four digits"),
        ({"applicant__identity": "none"}, "applicant.identity", "group of fields"),
        ({"applicant__name": "Contoh 2"}, "applicant.name", "digit"),
        ({"applicant__name": "x" * 81}, "applicant.name", "longer than 80"),
        ({"applicant__name": ["Contoh"]}, "applicant.name", "must be text"),
        ({"applicant__name": "  "}, "applicant.name", "blank"),
        ({"applicant__office_phone": "tiada"}, "applicant.office_phone", "telephone"),
        ({"applicant__mobile_phone": None}, "applicant.mobile_phone", "not filled in"),
        ({"applicant__post_class": "boss"}, "applicant.post_class", "must be one of"),
        ({"applicant__grade__scheme": "XX"}, "applicant.grade.scheme", "must be one of"),
        ({"services": []}, "services", "not filled in"),
        ({"services": ["email", "fax"]}, "services.1", "must be one of"),
        ({"services": "email"}, "services", "must be a list"),
        ({"support__stamp": "ya"}, "support.stamp", "true or false"),
        ({"evidence": []}, "evidence", "not filled in"),
        ({"evidence": [{"kind": "form_scan", "sha256": "ab" * 32}]}, "evidence.0.ref", "not filled in"),
        ({"withdrawn_on": "2026-10-07"}, "withdrawn_on", "cannot be withdrawn"),
        ({"applicant__declared_on": "2026-10-06"}, "complete_on", "before the applicant signed"),
        ({"support__on": "2026-10-07"}, "decision.on", "older than the support"),
        ({"training__completed_on": "04/01/2026"}, "training.completed_on", "not a real date"),
        ({"aliases": ["a@gmail.com"]}, "aliases.0", "not in a government domain"),
        ({"aliases": ["a"]}, "aliases.0", "not a mail address"),
        ({"aliases": ["orang1@kelantan.gov.my"]}, "aliases.0", "taken"),
        ({"decision__address": "a b@kelantan.gov.my"}, "decision.address", "may hold only"),
        ({"decision__address": f"{'a' * 65}@kelantan.gov.my"}, "decision.address", "65 characters"),
        ({"decision__address": "a@kelantan"}, "decision.address", "no valid domain"),
        ({"decision__address": "a@evil-kelantan.gov.my"}, "decision.address", "not in an official domain"),
        ({"decision__address": "a@mail.kelantan.gov.my"}, "decision.address", "not in an official domain"),
        ({"decision__password": "x"}, "decision.password", "never holds a password"),
        ({"applicant__Kata Laluan": "x"}, "applicant.Kata Laluan", "never holds a password"),
        ({"applicant__note": "Kata laluan: abc123"}, "applicant.note", "never holds a password"),
        ({"groups": ["tiada@kelantan.gov.my"]}, "groups.0", "not a known group"),
    ],
)  # fmt: skip
def test_a_claim_that_is_not_kept_is_a_fault(faults: Faulty, changes: dict[str, Any], field: str, problem: str) -> None:
    """R029: signed by the applicant before it is complete. R046: supported before it is decided. R059: official domains
    only."""
    where, what = _one(faults, a=person(1, **changes))
    assert (where, problem in what) == (field, True), what


@pytest.mark.parametrize("local", ["a" * 64, "a-b_c.d", "123"])
def test_addresses_that_may_be_given_out(load: Load, local: str) -> None:
    assert load(a=person(1, decision__address=f"{local}@kelantan.gov.my")).items[0].address.startswith(local)


@pytest.mark.parametrize(
    ("scheme", "grade", "post_class", "eligible"),
    [
        ("SSM", "N27", "ordinary", True),
        ("SSM", "N26", "ordinary", False),
        ("SSM", "W54", "ordinary", True),
        ("SSM", "JUSA C", "ordinary", True),
        ("SSPA", "N4", "ordinary", True),
        ("SSPA", "N3", "ordinary", False),
        ("SSM", "N11", "head_of_department", True),
    ],
)
def test_eligibility_without_a_reason(faults: Faulty, scheme: str, grade: str, post_class: str, eligible: bool) -> None:
    """R035: grade 27 and above (SSPA 4) and heads of department. R036: everybody else gives the reason."""
    form = person(1, applicant__grade={"scheme": scheme, "grade": grade}, applicant__post_class=post_class)
    found = faults(a=form)
    assert (not found) == eligible
    assert all("R036" in fault.clauses for fault in found)
    form["applicant"]["note"] = "Urusan kaunter"
    assert not faults(a=form)


@pytest.mark.parametrize(
    ("grade", "post_class", "tier"),
    [("N29", "ordinary", "pengguna_biasa"), ("JUSA C", "top_management", "pengurusan_tertinggi")],
)
def test_tier(load: Load, grade: str, post_class: str, tier: str) -> None:
    """R065 top management, R066 everybody else"""
    form = person(1, applicant__grade__grade=grade, applicant__post_class=post_class)
    assert load(a=form).items[0].tier == tier


def test_internet_only_makes_no_mailbox_and_needs_neither_address_nor_training(load: Load) -> None:
    (item,) = load(a=person(1, services=["internet"], decision__address=None, training=None)).items
    assert (item.status, item.mailbox, item.address) == ("approved", False, "")


def test_every_fault_of_a_form_is_listed_at_once(faults: Faulty) -> None:
    """R027 training, R046 support and who decided"""
    form = person(1, training=None, support=None, applicant__post=None, decision__by=None, complete_on="2026-13-01")
    assert [fault.field.split(" (")[0] for fault in faults(a=form)] == [
        "support",
        "training",
        "complete_on",
        "applicant.post",
        "decision.by",
    ]


def test_a_date_after_the_day_of_the_run_is_a_fault(load: Load, faults: Faulty) -> None:
    form = person(1, decision__on="2026-11-22")
    assert _one(faults, a=form)[0] == "decision.on"
    assert load(as_of="2026-11-22", a=form).items[0].decided_on == "2026-11-22"


def test_a_department_mailbox(load: Load, faults: Faulty) -> None:
    """R047: verified by the head of department. C10: one responsible officer."""
    items = load(a=person(1), b=person(2), c=department(50, department__delegates=["orang2@kelantan.gov.my"])).items
    assert (items[2].kind, items[2].owner, items[2].delegates) == ("department", "KEL-2026-0001", ("KEL-2026-0002",))
    assert items[2].tier == "pengguna_biasa"
    assert _one(faults, c=department(50, department__tier="besar"))[0] == "department.tier"
    assert _one(faults, c=department(50, verification=None))[0] == "verification"
    assert _one(faults, c=department(50, department__responsible_officer="KEL-2026-0050"))[1] == (
        "is not the account of a person"
    )


@pytest.mark.parametrize(
    ("event", "changes", "field"),
    [
        ("suspend", {"effective_on": None}, "effective_on"),
        ("terminate", {}, "letter"),
        ("rename", {}, "decision.address"),
        ("change", {}, "changes"),
        ("join", {}, "groups"),
        ("suspend", {"changes": {"post": "Lain"}}, "changes"),
        ("suspend", {"groups": ["semua@kelantan.gov.my"]}, "groups"),
        ("suspend", {"decision__address": "b@kelantan.gov.my"}, "decision.address"),
        ("promote", {}, "event"),
        ("change", {"changes": {"salary": "1"}}, "changes.salary"),
    ],
)
def test_what_a_notice_must_carry(faults: Faulty, event: str, changes: dict[str, Any], field: str) -> None:
    """R100: an end of service rests on a letter."""
    assert _one(faults, a=person(1), n=notice(70, event, **changes))[0] == field


def test_the_owners_own_wish_needs_no_letter(load: Load) -> None:
    """R101"""
    assert load(a=person(1), n=notice(70, "terminate", reason="own_request")).items[1].event == "terminate"


def test_a_change_carries_the_new_values(load: Load) -> None:
    changes = {"post": "Ketua", "grade": {"scheme": "SSM", "grade": "N44"}, "unit": "upen"}
    item = load(a=person(1), n=notice(70, "change", changes=changes)).items[1]
    assert (item.account, item.post, item.grade, item.unit, item.name) == ("KEL-2026-0001", "Ketua", "N44", "upen", "")


def test_an_unknown_field_names_the_nearest_one(faults: Faulty) -> None:
    (fault,) = faults(a=person(1, applicant__ofice_phone="09-000 0001"))
    assert "office_phone" in fault.remedy
