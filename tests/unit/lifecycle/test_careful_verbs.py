# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Removal, adoption and questions: the verbs that must not come too early or to the wrong account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from tests.unit.lifecycle.builders import (
    GROUP,
    LOOSE,
    NEW,
    OLD,
    OTHER_GROUP,
    TODAY,
    account,
    ask_of,
    department,
    directory,
    form,
    notice,
    one,
    planned,
    probe,
    standard,
    stranger,
    verbs,
    wanted,
)

# what a line rests on


def test_a_person_and_a_department_cite_the_approvals_of_their_own_form():
    result = planned(wanted(form(1), department(owner="KEL-2026-0001"), probes=(probe(),)))
    cited = {change.after["kind"]: set(change.clauses) for change in result.changes}
    assert {"KEL-OPS002-S", "KEL-4.3-c"} <= cited["individual"]
    assert {"KEL-OPS001-V", "KEL-4.3-c"} <= cited["department"]
    assert not any("OPS001" in clause for clause in cited["individual"])
    assert not any("OPS" in clause or clause == "KEL-4.3-c" for clause in cited["probe"])
    assert cited["probe"]


def test_who_has_left_and_has_no_account_makes_no_question():
    """Kelantan has not decided when a leaver's account goes; where there is none, that does not matter."""
    assert verbs(planned(wanted(*LEFT))) == []
    assert verbs(planned(wanted(*LEFT), account(1))) == ["suspend", "ask"]


# remove

LEFT = (form(), notice("terminate"))


def test_remove_after_the_notice():
    rules = standard(decided=True)
    have = account(1, state="suspended", overlay={"suspended_on": "2026-03-01"})
    change = one(planned(wanted(*LEFT, rules=rules), have, rules=rules))
    assert change.verb == "remove"
    assert (change.before, change.after) == (
        {"state": "suspended"},
        {"state": "removed", "removed_on": "2026-06-15"},
    )
    assert change.destructive
    assert not change.reversible
    assert (change.due, change.days_late) == ("2026-03-15", 92)
    assert change.basis == "NOT-2026-0900"


def test_an_active_account_whose_removal_is_due_is_suspended_first():
    rules = standard(decided=True)
    assert verbs(planned(wanted(*LEFT, rules=rules), account(1), rules=rules)) == ["suspend"]


def test_late_data_never_removes_before_the_agencys_notice_has_run():
    rules = standard(decided=True)
    wants = wanted(*LEFT, rules=rules)
    have = account(1, state="suspended", overlay={"suspended_on": "2026-06-15"})
    for day, expected in ((15, []), (16, []), (28, []), (29, ["remove"])):
        assert verbs(planned(wants, have, rules=rules, on=date(2026, 6, day))) == expected


def test_even_without_a_notice_period_a_day_lies_between_suspension_and_removal():
    rules = standard(C_TERM={"minimum_notice": "P0D", "records_hold": False})
    have = account(1, state="suspended", overlay={"suspended_on": "2026-06-15"})
    wants = wanted(*LEFT, rules=rules)
    assert verbs(planned(wants, have, rules=rules, on=date(2026, 6, 15))) == []
    assert verbs(planned(wants, have, rules=rules, on=date(2026, 6, 16))) == ["remove"]


def test_a_roster_from_elsewhere_does_not_get_around_the_undecided_notice():
    wants = wanted(*LEFT, rules=standard(decided=True))
    have = account(1, state="suspended", overlay={"suspended_on": "2026-03-01"})
    assert "minimum notice" in ask_of(planned(wants, have, rules=standard())).reason["en"]


def test_a_removed_account_stays_removed():
    rules = standard(decided=True)
    have = account(1, state="removed", groups=())
    result = planned(wanted(*LEFT, rules=rules), have, rules=rules)
    assert verbs(result) == []
    assert result.counts["none"] == 1


# adopt


def test_adopt_takes_the_fields_and_keeps_state_and_space():
    have = stranger(OLD, quota=0, aliases=("lama@kelantan.gov.my",))
    result = planned(wanted(form(adopt=True, groups=(GROUP,))), have)
    assert verbs(result) == ["adopt", "join"]
    adopt = result.changes[0]
    assert adopt.id == have.id
    assert adopt.after["account_id"] == "KEL-2026-0001"
    assert not {"state", "quota", "tier", "aliases"} & set(adopt.after)


@pytest.mark.parametrize(
    ("state", "forms"), [("suspended", (form(adopt=True),)), ("active", (form(adopt=True), notice("suspend")))]
)
def test_adopt_decides_nothing_about_the_state(state, forms):
    change = ask_of(planned(wanted(*forms), stranger(OLD, state=state)))
    assert "taken over" in change.reason["en"]


def test_adopt_of_a_suspended_account_that_was_decided_starts_our_clock():
    change = one(planned(wanted(form(adopt=True), notice("suspend")), stranger(OLD, state="suspended", quota=1)))
    assert (change.verb, change.after["suspended_on"]) == ("adopt", "2026-06-15")
    assert "state" not in change.after


def test_adopt_never_gives_one_persons_account_to_another():
    change = ask_of(planned(wanted(form(1, adopt=True)), stranger(OLD, staff_key=form(2).staff_key)))
    assert "another person" in change.reason["en"]


def test_an_application_id_on_an_unmanaged_account_is_asked_about():
    change = ask_of(planned(wanted(form(1)), account(1, managed=False, address="lain@kelantan.gov.my", staff_key="")))
    assert "KEL-2026-0001" in change.reason["en"]


def test_adopt_leaves_an_account_with_another_applications_id():
    change = ask_of(planned(wanted(form(adopt=True)), account(2, managed=False, address=OLD, staff_key="")))
    assert "KEL-2026-0002" in change.reason["en"]


def test_adopt_only_when_the_application_says_so():
    change = ask_of(planned(wanted(form()), stranger(OLD)))
    assert "not managed" in change.reason["en"]
    assert change.basis == "KEL-2026-0001"


def test_adopt_never_takes_an_account_that_is_managed_already():
    result = planned(wanted(form(1, adopt=True)), stranger(OLD, managed=True))
    assert verbs(result) == ["ask"]


def test_adopt_needs_the_primary_address():
    result = planned(wanted(form(adopt=True)), stranger("lain@kelantan.gov.my", aliases=(OLD,)))
    assert verbs(result) == ["ask"]


# ask


def test_every_question_about_a_missing_account_names_who_is_in_the_way():
    same = account(9, staff_key=form(1).staff_key)
    change = ask_of(planned(wanted(form(1)), same))
    assert "pegawai9@kelantan.gov.my" in change.reason["en"]


def test_a_person_who_comes_back_is_asked_about():
    gone = account(9, staff_key=form(1).staff_key, state="removed")
    change = ask_of(planned(wanted(form(1)), gone))
    assert "restore" in change.reason["en"]


def test_an_owner_may_have_a_person_and_a_department_mailbox():
    key = form(1).staff_key
    wants = wanted(form(1), department(staff_key=key))
    assert verbs(planned(wants, account(1))) == ["create"]


def test_a_different_kind_is_asked_about():
    change = ask_of(planned(wanted(form()), account(1, kind="probe")))
    assert "kind" in change.reason["en"]


def test_an_account_id_that_the_server_has_twice_is_never_changed():
    twin = account(1, overlay={"id": "uuid-twin"}, post="Lain")
    result = planned(wanted(form(post="Ketua")), account(1), twin)
    assert verbs(result) == ["ask", "ask"]
    result = planned(wanted(form()), account(1), twin)
    assert verbs(result) == ["ask"]


def test_what_a_platform_cannot_do_is_asked_about():
    wants = wanted(form(), notice("rename", address=NEW))
    server = directory(account(1))
    result = plan(wants, server, standard(), TODAY, LOOSE, verbs=frozenset({"create", "update"}))
    assert "rename" in ask_of(result).reason["en"]


# order and scope


def test_lines_come_in_the_order_in_which_they_run():
    wants = wanted(
        form(1),
        form(2),
        form(3, post="Ketua"),
        form(4, groups=(GROUP,)),
        notice("suspend", 2),
        notice("rename", 3, address=NEW, serial=901),
    )
    result = planned(wants, account(4, groups=(OTHER_GROUP,)), account(3), account(2), stranger("x@kelantan.gov.my"))
    assert verbs(result) == ["leave", "suspend", "rename", "update", "create", "join", "ask"]


def test_scope_hides_what_a_run_may_not_touch():
    wants = wanted(form(1), form(2, unit="jkr"))
    server = directory(account(3, unit="jkr"), account(4))
    result = plan(wants, server, standard(), TODAY, LOOSE, in_scope=lambda fields: fields.unit == "jkr")
    assert [(change.verb, change.account) for change in result.changes] == [
        ("create", "pegawai2@kelantan.gov.my"),
        ("ask", "pegawai3@kelantan.gov.my"),
    ]


def test_a_stream_is_gone_through_once():
    server = directory()

    def stream():
        yield account(1)
        server.complete = True

    server.accounts, server.complete = stream(), False
    result = plan(wanted(form(1)), server, standard(), TODAY, LOOSE)
    assert result.counts["none"] == 1


def test_a_change_keeps_its_key_through_the_plan_file():
    change = one(planned(wanted(form(groups=(GROUP,)))))
    again = type(change).from_dict(change.to_dict())
    assert again == change
    assert again.key == change.key
    assert replace(change, account="lain@kelantan.gov.my").key != change.key
