# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the forms of what happens do to an account, from the form to the plan (profile.md section 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, Sent
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import (
    GROUP,
    LOOSE,
    OLD,
    ORDINARY_QUOTA,
    account,
    department,
    directory,
    form,
    law,
    notice,
    one,
    planned,
    standard,
    suspended,
    verbs,
    wanted,
)

#: A Monday to Kelantan, whose weekend is Friday and Saturday.
DAY = date(2026, 6, 15)


def event(kind: str, on: str = "2026-06-15", number: int = 1, serial: int = 700, **values: Any) -> Application:
    """An approved form of what happens; `details` come as a mapping."""
    details = tuple((values.pop("details", None) or {}).items())
    given = {"form": kind.upper(), "received_on": on, **values}
    return notice(kind, number, on=on, serial=serial, details=details, **given)


def run(*forms: Application, have: Account | None = None, rules: Standard | None = None, on: date = DAY) -> Plan:
    rules = rules or law()
    return planned(wanted(form(1), *forms, rules=rules, on=on), have or account(1), rules=rules, on=on)


def topics(made: Plan) -> list[str]:
    return [change.topic for change in made.changes if change.verb == "ask"]


# movements


def test_R115_R116_a_movement_closes_the_account_on_the_day_it_is_told() -> None:
    made = run(event("move", reason="service_ended"))
    suspend = next(change for change in made.changes if change.verb == "suspend")
    assert (suspend.due, suspend.days_late, suspend.basis) == ("2026-06-15", 0, "NOT-2026-0700")
    assert topics(made) == ["certificate_missing"]


def test_R116_told_on_a_rest_day_it_is_due_on_the_next_working_day() -> None:
    """C25: Friday 12 and Saturday 13 June are Kelantan's weekend."""
    told = event("move", "2026-06-12", reason="service_ended")
    for day, late in ((13, 0), (14, 0), (16, 2)):
        made = run(told, on=date(2026, 6, day))
        suspend = next(change for change in made.changes if change.verb == "suspend")
        assert (suspend.due, suspend.days_late) == ("2026-06-14", late)


@pytest.mark.parametrize(("ahead", "expected"), [("on_effective", []), ("on_notice", ["suspend", "ask"])])
def test_R116_a_movement_told_ahead_does_what_the_profile_decided(ahead: str, expected: list[str]) -> None:
    told = event("move", effective_on="2026-07-01", reason="service_ended")
    assert verbs(run(told, rules=law(ahead))) == expected
    assert verbs(run(told, rules=law(ahead), on=date(2026, 7, 1)))[0] == "suspend"


def test_R050_R103_R117_the_certificate_begins_the_days_until_the_removal() -> None:
    moved = event("move", "2026-06-01", reason="service_ended")
    certified = event("terminate", "2026-06-10", serial=701, reason="service_ended", form="HR-CERT")
    made = run(moved, certified, have=suspended("2026-06-01"), on=date(2026, 6, 23))
    assert made.changes == ()
    change = one(run(moved, certified, have=suspended("2026-06-01"), on=date(2026, 6, 24)))
    assert (change.verb, change.basis, change.due) == ("remove", "NOT-2026-0701", "2026-06-24")


def certified(rules: Standard) -> Standard:
    """The standard with a clause by which human resources certify a movement, as JANM's has one."""
    data = rules.to_dict()
    data["clauses"][0]["requirements"] = ["R050", "R117"]
    return Standard(data)


def test_R105_R116_R117_a_move_inside_the_agency_is_done_at_once_and_its_certificate_asked_for() -> None:
    moved = event("change", "2026-06-10", reason="internal_move", form="MOVEMENT", post="Ketua")
    rules = certified(law())
    made = run(moved, rules=rules)
    update, ask = made.changes
    assert (update.verb, update.after["post"], update.basis) == ("update", "Ketua", "NOT-2026-0700")
    assert (ask.topic, ask.basis, ask.clauses) == ("certificate_missing", "NOT-2026-0700", (rules.clauses[0]["id"],))
    for day in ("2026-06-08", "2026-06-12"):
        by_letter = {"effective_on": "2026-06-10", "post": "Ketua"}
        papers = event("change", day, serial=701, reason="internal_move", form="HR-CERT", **by_letter)
        assert topics(run(moved, papers, rules=rules)) == []
    old = event("change", "2026-05-01", serial=699, reason="internal_move", form="HR-CERT", post="Ketua")
    assert topics(run(old, moved, rules=rules)) == ["certificate_missing"], "that of another movement"
    assert topics(run(moved)) == [], "no clause of this standard asks for one"


def test_R097_who_has_told_is_not_idle_even_before_the_decision() -> None:
    rules = law(C_IDLE={"signals": ["login"], "frozen_receives": True})
    data = rules.to_dict()
    data["decisions"]["frozen_receives"] |= {"status": "decided", "value": True}
    rules = Standard(data)
    unused = account(1, overlay={"last_login_at": "2026-01-01T00:00:00Z"})
    pending = event("move", status="received", decided_on="")
    history = History(sent=[Sent("idle", OLD, role, "2026-05-01") for role in ("owner", "supervisor")])
    for forms, expected in (((form(1),), ["freeze"]), ((form(1), pending), [])):
        wants = wanted(*forms, rules=rules)
        assert verbs(plan(wants, directory(unused), rules, DAY, LOOSE, history=history)) == expected


# incidents and breaches


def test_R102_R185_an_incident_closes_at_once_and_only_who_the_profile_names_reopens() -> None:
    incident = event("close", "2026-06-10", reason="ict_incident", details={"role": "ictso"})
    change = one(run(incident))
    assert (change.verb, change.due, change.days_late) == ("suspend", "2026-06-10", 5)
    assert set(change.clauses) & {"KEL-5.1-q", "KEL-5.1-q-iii"}
    reopen = event("reopen", "2026-06-14", serial=701, details={"role": "ictso"})
    closed = suspended("2026-06-10")
    assert topics(run(incident, reopen, have=closed)) == ["reopen_undecided"]
    named = law(C_DISABLE={"reopen_by": ["ictso"]})
    change = one(run(incident, reopen, have=closed, rules=named))
    assert (change.verb, change.basis) == ("resume", "NOT-2026-0701")
    wrong = event("reopen", "2026-06-14", serial=701, details={"role": "bptm"})
    assert verbs(run(incident, wrong, have=closed, rules=named)) == []


def test_R096_R102_who_reopens_after_an_incident_has_also_decided_about_a_freeze_before_it() -> None:
    incident = event("close", "2026-06-10", reason="ict_incident")
    reopen = event("reopen", "2026-06-14", serial=701, details={"role": "ictso"})
    frozen, named = suspended("2026-06-01", frozen_on="2026-06-01"), law(C_DISABLE={"reopen_by": ["ictso"]})
    change = one(run(incident, reopen, have=frozen, rules=named))
    assert (change.verb, change.basis) == ("unfreeze", "NOT-2026-0701")
    assert verbs(run(incident, have=frozen, rules=named)) == []


def test_R102_a_plain_resume_does_not_end_an_incident() -> None:
    incident = event("close", "2026-06-10", reason="ict_incident")
    made = run(incident, notice("resume", on="2026-06-14", serial=702), have=suspended("2026-06-10"))
    assert (verbs(made), topics(made)) == (["ask"], ["incident_open"])
    assert topics(run(event("reopen", "2026-06-14"))) == ["reopen_without"]


def test_R104_R107_a_breach_is_suspended_today_and_removed_tomorrow() -> None:
    breach = event("terminate", "2026-06-15", reason="breach", form="BREACH")
    assert verbs(run(breach)) == ["suspend"]
    closed = suspended("2026-06-15")
    assert verbs(run(breach, have=closed)) == []
    assert verbs(run(breach, have=closed, on=date(2026, 6, 16))) == ["remove"]


def test_R101_on_the_own_request_the_account_ends_by_the_agencys_notice() -> None:
    own = notice("terminate", on="2026-06-01", reason="own_request")
    closed = suspended("2026-06-01")
    assert verbs(run(own, have=closed, on=date(2026, 6, 14))) == []
    assert verbs(run(own, have=closed, on=DAY)) == ["remove"]


# holds and exports


def test_R195_a_hold_keeps_the_account_until_its_end() -> None:
    """C24"""
    end = notice("terminate", on="2026-05-01")
    hold = event("hold", "2026-05-10")
    closed = suspended("2026-05-01")
    assert topics(run(end, hold, have=closed)) == ["held"]
    assert verbs(run(end, hold, have=closed, on=date(2026, 5, 14))) == []
    over = event("end_hold", "2026-06-01", serial=701, details={"hold": "NOT-2026-0700"})
    assert verbs(run(end, hold, over, have=closed)) == ["remove"]
    wrong = event("end_hold", "2026-06-01", serial=701, details={"hold": "NOT-2026-0999"})
    assert sorted(topics(run(end, hold, wrong, have=closed))) == ["held", "hold_unknown"]


@pytest.mark.parametrize(("on", "expected"), [("2026-04-30", ["ask"]), ("2026-05-01", ["remove"])])
def test_R176_R195_where_records_are_kept_an_export_from_after_the_closing_comes_first(
    on: str, expected: list[str]
) -> None:
    rules = standard(decided=True, hold=True)
    end = notice("terminate", on="2026-05-01")
    closed = suspended("2026-05-01")
    assert topics(run(end, have=closed, rules=rules)) == ["export_missing"]
    assert verbs(run(end, event("exported", on), have=closed, rules=rules)) == expected


# objections, leave, duties


def test_R096_an_objection_and_a_leave_reach_the_roster() -> None:
    wants = wanted(
        form(1),
        event("object", "2026-06-01"),
        event("away", "2026-03-01", serial=701, details={"until": "2026-05-31"}),
        event("acknowledge", serial=702),
        rules=law(),
    )
    care = wants.accounts[0].care
    assert (care.objected_on, care.objection) == ("2026-06-01", "NOT-2026-0700")
    assert care.away == (("2026-03-01", "2026-05-31"),)
    assert wants.questions == ()


# locks and blocks


def test_R090_R091_a_lock_is_released_by_its_form_and_by_nothing_else() -> None:
    locked = account(1, overlay={"locked_at": "2026-06-14T01:00:00Z"})
    assert verbs(run(have=locked)) == []
    assert verbs(run(event("change", post="Ketua"), have=locked)) == ["update"]
    release = event("release", details={"overlay": "lock", "checked_by": "Meja Bantuan", "how": "call_back"})
    change = one(run(release, have=locked))
    assert (change.verb, change.after, change.basis) == ("release", {"locked_at": ""}, "NOT-2026-0700")
    early = event("release", "2026-06-13", details={"overlay": "lock"})
    assert verbs(run(early, have=locked)) == []


def test_R078_R091_a_block_is_released_by_a_new_password_that_a_person_hands_over() -> None:
    old = account(1, overlay={"password_changed_at": "2026-03-01T00:00:00Z", "locked_at": "2026-06-14T00:00:00Z"})
    release = event("release", "2026-06-10", details={"overlay": "block", "checked_by": "Meja Bantuan"})
    change = one(run(release, have=old))
    assert (change.verb, change.topic, change.basis) == ("ask", "unblock", "NOT-2026-0700")
    new = old._replace(password_changed_at="2026-06-12T00:00:00Z")
    assert verbs(run(release, have=new)) == []
    assert verbs(run(have=old)) == []


# inspections


def inspection(until: str = "2026-06-20", role: str = "suk") -> Application:
    details = {"until": until} | ({"role": role} if role else {})
    return event("inspect", "2026-06-10", delegates=("KEL-2026-0002",), details=details)


def inspected(*forms: Application, on: date = DAY, opens: tuple[str, ...] = ()) -> Plan:
    rules = law()
    wants = wanted(form(1), form(2), *forms, rules=rules, on=on)
    return planned(wants, account(1), account(2, opens=opens), rules=rules, on=on)


def test_R181_an_approved_inspection_opens_the_mailbox_until_its_day() -> None:
    change = one(inspected(inspection()))
    assert (change.verb, change.account, change.after) == ("update", "pegawai2@kelantan.gov.my", {"opens": (OLD,)})
    assert (change.basis, "KEL-5.1-m" in change.clauses) == ("NOT-2026-0700", True)
    assert verbs(inspected(inspection(), opens=(OLD,))) == []
    assert verbs(inspected(inspection(), on=date(2026, 6, 20), opens=(OLD,))) == []
    over = one(inspected(inspection(), on=date(2026, 6, 21), opens=(OLD,)))
    assert (over.verb, over.after) == ("update", {"opens": ()})


def test_R180_R181_a_right_on_a_mailbox_that_nobody_approved_is_taken_back() -> None:
    change = one(inspected(opens=(OLD,)))
    assert (change.verb, change.before, change.after) == ("update", {"opens": (OLD,)}, {"opens": ()})


def test_R181_an_emergency_without_an_approval_is_asked_about_every_run() -> None:
    """C11"""
    made = inspected(inspection(role=""), opens=(OLD,))
    assert topics(made) == ["inspection_unapproved"]


def test_R181_of_two_inspections_by_one_person_the_later_is_the_basis_in_whatever_order_they_are_read() -> None:
    more = {"delegates": ("KEL-2026-0002",), "details": {"until": "2026-06-20", "role": "suk"}}
    same, later = (
        event("inspect", day, 3, serial, **more) for day, serial in (("2026-06-10", 600), ("2026-06-11", 500))
    )
    for other, expected in ((same, "NOT-2026-0700"), (later, "NOT-2026-0500")):
        for order in ((form(3), form(1)), (form(1), form(3))):
            wants = wanted(*order, form(2), inspection(), other, rules=law())
            change = one(planned(wants, account(1), account(2), account(3), rules=law()))
            assert (change.basis, len(change.after["opens"])) == (expected, 2)


def test_R181_the_end_of_an_inspection_is_known_ahead() -> None:
    wants = wanted(form(1), form(2), inspection(), rules=law())
    assert [(later.on, later.account_id) for later in wants.later] == [("2026-06-21", "KEL-2026-0002")]


# department mailboxes


def test_R200_a_mailbox_without_its_officer_is_asked_about_or_suspended_by_the_profile() -> None:
    """C10"""
    box = department(owner="KEL-2026-0001")
    left = notice("terminate", on="2026-06-01")
    for rules, expected in ((law(), []), (law(C_SHARED={"on_officer_gone": "suspend"}), ["suspend"])):
        wants = wanted(form(1), box, left, rules=rules)
        fields = next(want.fields for want in wants.accounts if want.fields.kind == "department")
        have = account(2)._replace(fields=fields._replace(state="active"))
        made = planned(wants, suspended("2026-06-01"), have, rules=rules)
        own = [change for change in made.changes if change.account == fields.address]
        assert [change.verb for change in own if change.verb != "ask"] == expected
        assert [change.topic for change in own if change.verb == "ask"] == ["delegate_unknown"]


def test_R200_a_new_officer_opens_the_mailbox_again() -> None:
    rules = law(C_SHARED={"on_officer_gone": "suspend"})
    box = department(owner="KEL-2026-0001")
    left = notice("terminate", on="2026-06-01")
    named = notice("change", 500, on="2026-06-10", serial=901, owner="KEL-2026-0002")
    wants = wanted(form(1), form(2), box, left, named, rules=rules)
    fields = next(want.fields for want in wants.accounts if want.fields.kind == "department")
    closed = account(3, overlay={"suspended_on": "2026-06-02"})._replace(fields=fields._replace(state="suspended"))
    made = planned(wants, suspended("2026-06-01"), account(2, opens=(fields.address,)), closed, rules=rules)
    assert [(change.verb, change.basis) for change in made.changes if change.account == fields.address] == [
        ("resume", "NOT-2026-0901")
    ]


# self-service, space


def test_R147_what_people_keep_themselves_is_shown_and_left() -> None:
    data = law().to_dict()
    data["controls"]["C-SELF"] = {"fields": ["office_phone"], "clauses": []}
    rules = Standard(data)
    wants = wanted(form(1, office_phone="09-000 0001", post="Ketua"), rules=rules)
    made = planned(wants, account(1, office_phone="09-000 0099"), rules=rules)
    assert verbs(made) == ["update", "ignore"]
    update, ignored = made.changes
    assert update.after == {"post": "Ketua"}
    assert (ignored.before, ignored.after) == ({"office_phone": "09-000 0099"}, {})
    assert "office telephone" in ignored.reason["en"]
    assert made.effective == (update,)
    assert one(planned(wants, account(1, office_phone="", post="Ketua"), rules=rules)).after == {
        "office_phone": "09-000 0001"
    }


@pytest.mark.parametrize(
    ("used", "told", "resize", "expected"),
    [
        (-1, "", False, "shrink"),
        (-1, "", True, ""),
        (ORDINARY_QUOTA, "", False, ""),
        (ORDINARY_QUOTA + 1, "", False, "shrink_untold"),
        (ORDINARY_QUOTA + 1, "", True, "shrink_untold"),
        (ORDINARY_QUOTA + 1, DAY.isoformat(), False, "shrink_untold"),
        (ORDINARY_QUOTA + 1, "2026-06-14", False, ""),
    ],
)
def test_R066_R069_space_never_shrinks_below_use_without_a_notice(
    used: int, told: str, resize: bool, expected: str
) -> None:
    wants = wanted(form(1), rules=law())
    wants = wants._replace(accounts=(wants.accounts[0]._replace(resize=resize),))
    have = account(1, quota=2 * ORDINARY_QUOTA, overlay={"used": used})
    history = History(sent=[Sent("shrink", OLD, "owner", told, "KEL-2026-0001")] if told else [])
    change = one(plan(wants, directory(have), law(), DAY, LOOSE, history=history))
    assert (change.verb, change.topic) == (("ask", expected) if expected else ("update", ""))


# groups


def test_R155_R156_the_groups_of_a_leaver_are_left_whatever_the_form_lists() -> None:
    """The list on the form may be incomplete: what is left of it goes with the removal."""
    listed = notice("terminate", on="2026-06-01", groups=(GROUP,))
    have = account(1, state="suspended", groups=(GROUP,), overlay={"suspended_on": "2026-06-01"})
    made = run(listed, have=have, on=date(2026, 6, 10))
    assert [(change.verb, change.basis) for change in made.changes] == [("leave", "NOT-2026-0900")]
