# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From forms and notices to the accounts that should exist."""

from __future__ import annotations

from datetime import date

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Group
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from tests.unit.lifecycle.builders import (
    GROUP,
    GROUPS,
    ORDINARY_QUOTA,
    OTHER_GROUP,
    TODAY,
    department,
    form,
    notice,
    probe,
    standard,
    wanted,
)


def only(result):
    (want,) = result.accounts
    return want


@pytest.mark.parametrize(
    "status", ["draft", "received", "incomplete", "complete", "supported", "rejected", "withdrawn"]
)
def test_only_an_approved_form_is_wanted(status):
    assert wanted(form(status=status)).accounts == ()


def test_internet_only_is_no_mailbox():
    assert wanted(form(mailbox=False)).accounts == ()


def test_a_decision_of_tomorrow_is_not_known_today():
    assert wanted(form(decided_on="2026-06-16")).accounts == ()
    assert len(wanted(form(decided_on="2026-06-15")).accounts) == 1


def test_an_undecidable_tier_is_a_question_and_never_a_default():
    result = wanted(form(tier="", post_class="", grade_scheme="SSPA", grade=""))
    assert only(result).fields.tier == ""
    (question,) = result.questions
    assert question.blocks
    assert question.account_id == "KEL-2026-0001"
    assert set(question.reason) == {"ms", "en"}


def test_probes_are_wanted_with_their_own_quota_or_that_of_the_tier():
    result = wanted(probes=(probe("penuh", quota=1048576), probe("kunci"), probe("bos", tier="pengurusan_tertinggi")))
    found = {want.fields.account_id: want for want in result.accounts}
    assert [want.basis for want in result.accounts] == ["PROBES"] * 3
    assert found["probe-penuh"].fields.quota == 1048576
    assert found["probe-kunci"].fields.quota == ORDINARY_QUOTA
    assert found["probe-bos"].fields.quota == 0
    assert {want.fields.kind for want in result.accounts} == {"probe"}


def test_a_notice_counts_from_the_later_of_decision_and_effect():
    early = notice("suspend", on="2026-07-01")
    assert only(wanted(form(), early)).fields.state == "active"
    late_decision = notice("suspend", on="2026-03-01")._replace(decided_on="2026-07-01")
    assert only(wanted(form(), late_decision)).fields.state == "active"
    assert only(wanted(form(), notice("suspend"))).fields.state == "suspended"


def test_a_notice_that_is_not_approved_does_nothing():
    assert only(wanted(form(), notice("suspend", status="received"))).fields.state == "active"


def test_notices_apply_in_the_order_of_their_dates_not_of_their_files():
    later = notice("resume", on="2026-04-01", serial=901)
    earlier = notice("suspend", on="2026-03-01", serial=902)
    want = only(wanted(later, earlier, form()))
    assert (want.fields.state, want.resume_on, want.basis) == ("active", "2026-04-01", "NOT-2026-0901")
    assert want.reasons["state"] == "NOT-2026-0901"
    assert only(wanted(later, earlier, form(), on=date(2026, 3, 15))).fields.state == "suspended"


def test_a_resume_without_a_suspension_is_a_question():
    result = wanted(form(), notice("resume"))
    assert only(result).fields.state == "active"
    assert only(result).resume_on == ""
    assert "NOT-2026-0900" in result.questions[0].reason["en"]


def test_rename_keeps_the_old_address_as_a_second_one():
    want = only(wanted(form(), notice("rename", address="baharu@kelantan.gov.my", name="Nama Baharu")))
    assert want.fields.address == "baharu@kelantan.gov.my"
    assert want.fields.aliases == ("pegawai1@kelantan.gov.my",)
    assert want.fields.name == "Nama Baharu"
    assert want.reasons["address"] == "NOT-2026-0900"


def test_renaming_back_swaps_the_two_addresses():
    there = notice("rename", address="baharu@kelantan.gov.my", serial=901)
    back = notice("rename", address="pegawai1@kelantan.gov.my", on="2026-04-01", serial=902)
    fields = only(wanted(form(), there, back)).fields
    assert (fields.address, fields.aliases) == ("pegawai1@kelantan.gov.my", ("baharu@kelantan.gov.my",))


def test_a_promotion_recomputes_the_tier():
    want = only(
        wanted(form(), notice("change", post="Setiausaha Kerajaan", post_class="top_management", grade="JUSA A"))
    )
    assert (want.fields.post, want.fields.tier, want.fields.quota) == ("Setiausaha Kerajaan", "pengurusan_tertinggi", 0)
    assert want.reasons["tier"] == "NOT-2026-0900"
    assert not want.resize


def test_a_tier_named_by_a_notice_is_a_decision_to_resize():
    want = only(wanted(form(tier="pengurusan_tertinggi"), notice("change", tier="pengguna_biasa")))
    assert (want.fields.tier, want.resize) == ("pengguna_biasa", True)


def test_join_and_leave():
    joined = notice("join", groups=(OTHER_GROUP,), serial=901)
    left = notice("leave", groups=(GROUP,), on="2026-04-01", serial=902)
    assert only(wanted(form(groups=(GROUP,)), joined)).fields.groups == (OTHER_GROUP, GROUP)
    assert only(wanted(form(groups=(GROUP,)), joined, left)).fields.groups == (OTHER_GROUP,)


def test_people_of_a_unit_belong_to_its_group_and_leave_it_when_they_move():
    groups = {GROUP: Group(GROUP, "BPTM", "bptm"), OTHER_GROUP: Group(OTHER_GROUP, "JKR", "jkr")}
    move = notice("change", unit="jkr", on="2026-05-01")
    before = roster([form(), move], standard(), (), groups, date(2026, 4, 30))
    after = roster([form(), move], standard(), (), groups, TODAY)
    assert only(before).fields.groups == (GROUP,)
    assert only(after).fields.groups == (OTHER_GROUP,)
    assert only(after).reasons["groups"] == "NOT-2026-0900"


def test_a_department_mailbox_is_opened_by_its_people_with_their_own_password():
    result = wanted(form(1), form(2), form(3), department(owner="KEL-2026-0001", delegates=("KEL-2026-0002",)))
    found = {want.fields.account_id: want.fields for want in result.accounts}
    box = found["KEL-2026-0500"]
    assert (box.owner, box.delegates) == ("pegawai1@kelantan.gov.my", ("pegawai2@kelantan.gov.my",))
    assert found["KEL-2026-0001"].opens == ("jabatan500@kelantan.gov.my",)
    assert found["KEL-2026-0002"].opens == ("jabatan500@kelantan.gov.my",)
    assert found["KEL-2026-0003"].opens == ()


def test_a_department_mailbox_follows_the_new_addresses_of_its_people():
    rename = notice("rename", 2, address="baharu@kelantan.gov.my")
    moved = notice("rename", 500, address="jabatan.baharu@kelantan.gov.my", serial=901)
    box = department(owner="KEL-2026-0001", delegates=("KEL-2026-0002",))
    found = {want.fields.account_id: want.fields for want in wanted(form(1), form(2), box, rename, moved).accounts}
    assert found["KEL-2026-0500"].delegates == ("baharu@kelantan.gov.my",)
    assert found["KEL-2026-0002"].opens == ("jabatan.baharu@kelantan.gov.my",)


def test_a_leaver_opens_no_department_mailbox_and_leaves_a_question():
    box = department(owner="KEL-2026-0001", delegates=("KEL-2026-0002",))
    result = wanted(form(1), form(2), box, notice("terminate", 2))
    found = {want.fields.account_id: want.fields for want in result.accounts}
    assert found["KEL-2026-0002"].opens == ()
    assert found["KEL-2026-0500"].delegates == ()
    assert any("pegawai2@kelantan.gov.my" in one.reason["en"] for one in result.questions)


def test_a_termination_suspends_and_asks_while_the_number_of_days_is_undecided():
    result = wanted(form(), notice("terminate"))
    want = only(result)
    assert (want.fields.state, want.since, want.remove_on) == ("suspended", "2026-03-01", "")
    assert "has not decided" in result.questions[0].reason["en"]
    assert not result.questions[0].blocks


def test_a_termination_is_removed_on_its_day_when_everything_is_decided():
    rules = standard(decided=True)
    forms = (form(), notice("terminate"))
    assert only(wanted(*forms, rules=rules, on=date(2026, 3, 14))).fields.state == "suspended"
    want = only(wanted(*forms, rules=rules, on=date(2026, 3, 15)))
    assert (want.fields.state, want.remove_on) == ("removed", "2026-03-15")
    assert wanted(*forms, rules=rules).questions == ()


def test_a_records_hold_keeps_a_terminated_account_suspended():
    want = only(wanted(form(), notice("terminate"), rules=standard(decided=True, hold=True)))
    assert want.fields.state == "suspended"


def test_a_longer_window_of_the_profile_counts_over_the_notice():
    rules = standard(decided=True, C_TERM={"delete_after": "60 days", "minimum_notice": "P14D", "records_hold": False})
    want = only(wanted(form(), notice("terminate"), rules=rules))
    assert want.remove_on == "2026-04-30"


def test_a_resume_after_a_termination_calls_it_off():
    back = notice("resume", on="2026-04-01", serial=901)
    want = only(wanted(form(), notice("terminate"), back, rules=standard(decided=True)))
    assert (want.fields.state, want.remove_on) == ("active", "")


def test_changes_after_a_termination_are_questions():
    after = notice("change", post="Ketua", on="2026-04-01", serial=901)
    result = wanted(form(), notice("terminate"), after)
    assert only(result).fields.post == "Penolong Pegawai Tadbir"
    assert any("NOT-2026-0901" in one.reason["en"] for one in result.questions)


def test_a_notice_about_nobody_is_a_question():
    result = wanted(notice("suspend", 77))
    assert result.accounts == ()
    assert "KEL-2026-0077" in result.questions[0].reason["en"]


def test_a_form_with_and_without_notices_gives_the_same_account():
    """The short way for forms without notices must not differ from the long one."""
    rich = form(aliases=("satu@kelantan.gov.my",), groups=(GROUP,), office_phone="09-748 1957")
    box = department(owner="KEL-2026-0001")
    short = wanted(rich, box).accounts[0]
    ineffective = notice("release", on="2026-02-01")
    long = wanted(rich, box, ineffective).accounts[0]
    assert short.fields == long.fields
    assert short.clauses == long.clauses
    assert roster([rich], standard(), (), GROUPS, TODAY).groups == tuple(sorted(GROUPS))
