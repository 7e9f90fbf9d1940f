# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every verb of the plan: when it comes, what it carries, and when it must not come."""

from __future__ import annotations

from datetime import date

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import history_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.render import render
from tests.unit.lifecycle.builders import (
    GROUP,
    GROUPS,
    NEW,
    OLD,
    ORDINARY_QUOTA,
    OTHER_GROUP,
    account,
    ask_of,
    department,
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

# create


def test_create_carries_everything_that_is_given_and_nothing_else():
    change = one(planned(wanted(form(aliases=("satu@kelantan.gov.my",), groups=(GROUP,)))))
    assert change.after["aliases"] == ("satu@kelantan.gov.my",)
    assert change.after["groups"] == (GROUP,)
    assert change.after["state"] == "active"
    assert "office_phone" not in change.after
    assert "delegates" not in change.after
    assert change.before == {}


def test_create_of_an_unlimited_account_says_so():
    assert one(planned(wanted(form(tier="pengurusan_tertinggi")))).after["quota"] == 0


def test_create_within_the_three_days_is_not_late():
    change = one(planned(wanted(form(), on=date(2026, 1, 8)), on=date(2026, 1, 8)))
    assert (change.due, change.days_late) == ("2026-01-08", 0)


def test_create_of_a_suspended_person_starts_suspended():
    change = one(planned(wanted(form(), notice("suspend"))))
    assert change.verb == "create"
    assert (change.after["state"], change.after["suspended_on"]) == ("suspended", "2026-06-15")
    assert not change.destructive


def test_a_person_who_has_left_is_not_created():
    assert verbs(planned(wanted(form(), notice("terminate"), rules=standard(decided=True)))) == []


def test_an_undecided_tier_is_asked_about_and_not_created():
    change = ask_of(planned(wanted(form(tier="", post_class="", grade="", grade_scheme=""))))
    assert change.account == OLD


def test_a_tier_below_the_federal_floor_is_not_created():
    floor = {"min_bytes": ORDINARY_QUOTA + 1}
    change = ask_of(planned(wanted(form()), rules=standard(C_QUOTA_FLOOR=floor)))
    assert str(ORDINARY_QUOTA + 1) in change.reason["en"]
    assert change.clauses


def test_an_unlimited_tier_is_above_every_floor():
    floor = {"min_bytes": ORDINARY_QUOTA + 1}
    result = planned(wanted(form(tier="pengurusan_tertinggi")), rules=standard(C_QUOTA_FLOOR=floor))
    assert verbs(result) == ["create"]


# update


def test_update_shows_only_what_differs():
    change = one(planned(wanted(form(post="Ketua", office_phone="09-1")), account(1)))
    assert change.verb == "update"
    assert change.before == {"post": "Penolong Pegawai Tadbir", "office_phone": ""}
    assert change.after == {"post": "Ketua", "office_phone": "09-1"}
    assert (change.id, change.target) == ("uuid-1", "rasmiAccountId=KEL-2026-0001,ou=accounts")
    assert change.basis == "KEL-2026-0001"


def test_update_names_the_notice_that_decided_the_field():
    result = planned(wanted(form(), notice("change", post="Ketua")), account(1))
    assert (one(result).verb, one(result).basis) == ("update", "NOT-2026-0900")


def test_a_field_that_is_not_given_is_not_managed():
    result = planned(wanted(form(office_phone="", post="")), account(1, office_phone="09-999", post="Apa-apa"))
    assert verbs(result) == []
    assert result.counts["none"] == 1


def test_a_bigger_tier_is_given():
    change = one(planned(wanted(form(tier="pengurusan_tertinggi")), account(1)))
    assert change.after == {"tier": "pengurusan_tertinggi", "quota": 0}
    assert change.before == {"tier": "pengguna_biasa", "quota": ORDINARY_QUOTA}


@pytest.mark.parametrize("quota", [0, ORDINARY_QUOTA + 1])
def test_a_smaller_tier_is_asked_about(quota):
    change = ask_of(planned(wanted(form()), account(1, tier="pengurusan_tertinggi", quota=quota)))
    assert "shrink" in change.reason["en"]


def test_a_smaller_tier_by_a_notice_that_names_it_is_done():
    wants = wanted(form(tier="pengurusan_tertinggi"), notice("change", tier="pengguna_biasa"))
    change = one(planned(wants, account(1, tier="pengurusan_tertinggi", quota=0)))
    assert change.after == {"tier": "pengguna_biasa", "quota": ORDINARY_QUOTA}
    assert change.basis == "NOT-2026-0900"


def test_a_demotion_without_a_named_tier_is_asked_about():
    wants = wanted(
        form(tier="pengurusan_tertinggi", post_class="top_management"),
        notice("change", post_class="ordinary", grade_scheme="SSM", grade="N29"),
    )
    result = planned(wants, account(1, tier="pengurusan_tertinggi", quota=0))
    assert verbs(result) == ["ask"]


def test_a_probe_gets_the_quota_that_the_probe_file_says():
    wants = wanted(probes=(probe("penuh", quota=1048576),))
    have = account(1)._replace(fields=wants.accounts[0].fields._replace(quota=0))
    assert one(planned(wants, have)).after == {"quota": 1048576}


def test_rights_that_nobody_decided_are_taken_back():
    have = account(1, opens=("lain@kelantan.gov.my",))
    change = one(planned(wanted(form()), have))
    assert (change.verb, change.before, change.after) == (
        "update",
        {"opens": ("lain@kelantan.gov.my",)},
        {"opens": ()},
    )


def test_delegates_of_a_department_open_it():
    wants = wanted(form(1), department(owner="KEL-2026-0001"))
    box = wants.accounts[1].fields
    have = account(500)._replace(fields=box._replace(owner=""))
    result = planned(wants, account(1), have)
    found = {change.account: dict(change.after) for change in result.changes}
    assert found == {OLD: {"opens": (box.address,)}, box.address: {"owner": OLD}}


def test_a_missing_second_address_is_added_and_a_foreign_one_is_kept_and_asked_about():
    wants = wanted(form(aliases=("dua@kelantan.gov.my",)))
    result = planned(wants, account(1, aliases=("tiga@kelantan.gov.my",)))
    assert verbs(result) == ["update", "ask"]
    assert result.changes[0].after == {"aliases": ("dua@kelantan.gov.my", "tiga@kelantan.gov.my")}
    assert "tiga@kelantan.gov.my" in result.changes[1].reason["en"]


# rename


def test_rename_is_a_change_of_the_same_account():
    change = one(planned(wanted(form(), notice("rename", address=NEW)), account(1)))
    assert change.verb == "rename"
    assert (change.account, change.id) == (OLD, "uuid-1")
    assert change.after == {"address": NEW, "aliases": (OLD,)}
    assert change.basis == "NOT-2026-0900"
    assert not change.destructive


def test_an_address_that_differs_without_a_notice_is_put_right_and_the_other_kept():
    """Somebody renamed by hand: mail to the name they gave must not bounce before a person has looked."""
    result = planned(wanted(form()), account(1, address="tangan@kelantan.gov.my"))
    assert one(result).after == {"address": OLD, "aliases": ("tangan@kelantan.gov.my",)}
    have = account(1, aliases=("tangan@kelantan.gov.my",))
    assert verbs(planned(wanted(form()), have)) == ["ask"]


@pytest.mark.parametrize(
    ("holder", "word"),
    [
        (stranger(NEW), "not managed"),
        (account(2, address=NEW), "belongs to the account"),
        (account(2, aliases=(NEW,)), "belongs to the account"),
        (account(3, address=NEW, state="removed"), "not given out again"),
    ],
)
def test_rename_to_an_address_that_is_somebody_elses_is_asked_about(holder, word):
    wants = wanted(form(1), form(2), notice("rename", address=NEW))
    result = planned(wants, account(1), *([holder] if holder.id == "uuid-2" else [account(2), holder]))
    asked = [change for change in result.changes if change.account == OLD]
    assert [change.verb for change in asked] == ["ask"]
    assert word in asked[0].reason["en"]


def test_two_people_do_not_swap_addresses_by_accident():
    two = "pegawai2@kelantan.gov.my"
    wants = wanted(form(1), form(2))
    have = (account(1, address=two), account(2, address=OLD))
    assert verbs(planned(wants, *have)) == ["ask", "ask"]


def test_an_address_of_a_group_is_not_given_to_a_person():
    change = ask_of(planned(wanted(form(address=GROUP))))
    assert "group" in change.reason["en"]


# suspend, resume


def test_suspend_carries_the_day_and_is_late_from_its_effect():
    change = one(planned(wanted(form(), notice("suspend", on="2026-06-10")), account(1)))
    assert change.verb == "suspend"
    assert change.after == {"state": "suspended", "suspended_on": "2026-06-15"}
    assert (change.due, change.days_late) == ("2026-06-10", 5)
    assert change.destructive
    assert change.reversible
    assert change.basis == "NOT-2026-0900"


def test_suspended_by_us_and_wanted_suspended_is_nothing():
    have = account(1, state="suspended", overlay={"suspended_on": "2026-03-01"})
    assert verbs(planned(wanted(form(), notice("suspend")), have)) == []


def test_a_suspension_by_hand_that_a_notice_confirms_gets_its_date_and_takes_nothing():
    change = one(planned(wanted(form(), notice("suspend")), account(1, state="suspended")))
    assert (change.verb, change.destructive) == ("suspend", False)
    assert change.after["suspended_on"] == "2026-06-15"


def test_resume_by_a_notice_after_our_suspension():
    wants = wanted(form(), notice("suspend"), notice("resume", on="2026-04-01", serial=901))
    have = account(1, state="suspended", overlay={"suspended_on": "2026-03-01"})
    change = one(planned(wants, have))
    assert (change.verb, change.basis) == ("resume", "NOT-2026-0901")
    assert change.after == {"state": "active", "suspended_on": ""}


def test_a_resume_that_was_backdated_ends_a_suspension_that_we_made_before_its_decision():
    back = notice("resume", on="2026-03-12", serial=901)._replace(effective_on="2026-03-04")
    have = account(1, state="suspended", overlay={"suspended_on": "2026-03-05"})
    assert verbs(planned(wanted(form(), notice("suspend"), back), have)) == ["resume"]


# release


def locked(at: str, **overlay: str):
    return account(1, overlay={"locked_at": at, **overlay})


RELEASE = notice("release", on="2026-06-10")


def test_release_of_a_lock_that_fell_before_the_decision():
    change = one(planned(wanted(form(), RELEASE), locked("2026-06-09T23:00:00Z")))
    assert (change.verb, change.basis) == ("release", "NOT-2026-0900")
    assert change.before == {"locked_at": "2026-06-09T23:00:00Z"}


@pytest.mark.parametrize(
    "at",
    [
        "2026-06-11T01:00:00Z",  # the day after
        "2026-06-10T17:00:00Z",  # the day after, in Malaysia
    ],
)
def test_no_release_of_a_later_lock(at):
    assert verbs(planned(wanted(form(), RELEASE), locked(at))) == []


def test_a_release_is_used_once():
    used = locked("2026-06-10T08:00:00Z", basis="NOT-2026-0900")
    assert verbs(planned(wanted(form(), RELEASE), used)) == []


def test_a_suspended_account_is_not_released():
    wants = wanted(form(), RELEASE, notice("suspend", on="2026-06-12", serial=901))
    have = account(1, state="suspended", overlay={"locked_at": "2026-06-09T08:00:00Z", "suspended_on": "2026-06-12"})
    assert verbs(planned(wants, have)) == []


# join, leave


def test_join_and_leave_name_only_the_difference():
    result = planned(wanted(form(groups=(OTHER_GROUP,))), account(1, groups=(GROUP,)))
    assert verbs(result) == ["leave", "join"]
    leave, join = result.changes
    assert (leave.before, leave.after) == ({"groups": (GROUP,)}, {})
    assert (join.before, join.after) == ({}, {"groups": (OTHER_GROUP,)})


def test_membership_of_a_foreign_group_is_left_alone():
    have = account(1, groups=("kawan@kelantan.gov.my",))
    groups = {**dict.fromkeys(GROUPS, True), "kawan@kelantan.gov.my": False}
    assert verbs(planned(wanted(form()), have, groups=groups)) == []


def test_a_group_that_is_ours_by_file_but_not_on_the_server_is_asked_about():
    groups = {GROUP: False, OTHER_GROUP: True}
    change = ask_of(planned(wanted(form(groups=(GROUP,))), account(1), groups=groups))
    assert GROUP in change.reason["en"]
    assert verbs(planned(wanted(form()), account(1, groups=(GROUP,)), groups=groups)) == []


def test_R030_each_field_of_an_update_names_the_application_that_decided_it() -> None:
    """A later form that decided none of them is nobody's basis, and a value changed by hand is the first form's."""
    post = notice("change", serial=901, post="Ketua")
    phone = notice("change", serial=902, office_phone="09-000 0777")
    joined = notice("join", serial=903, groups=(OTHER_GROUP,))
    wants = wanted(form(1), post, phone, joined)
    have = account(1, groups=wants.accounts[0].fields.groups, name="Nama Salah")
    change = one(planned(wants, have))
    assert change.basis == "NOT-2026-0902"
    assert change.bases == {"name": "KEL-2026-0001", "post": "NOT-2026-0901"}
    assert Change.from_dict(change.to_dict()) == change
    table = "\n".join(render(planned(wants, have), "sum"))
    assert "post: Penolong Pegawai Tadbir -> Ketua (NOT-2026-0901)" in table
    for fields, basis in (({"post": "Ketua"}, "NOT-2026-0902"), ({"office_phone": "09-000 0777"}, "NOT-2026-0901")):
        single = one(planned(wants, account(1, groups=have.fields.groups, **fields)))
        assert (single.basis, single.bases) == (basis, {})
        assert "bases" not in single.to_dict()


def test_R030_a_change_that_two_forms_decided_applies_both() -> None:
    change = Change("update", OLD, basis="NOT-2", bases={"post": "NOT-1"})
    start = {"kind": "start", "as_of": "2026-06-15", "operator": "p"}
    rows = [start, {"kind": "intent", "key": "k", "change": change.to_dict()}]
    book = history_of([*rows, {"kind": "outcome", "key": "k", "result": "done"}])
    assert {basis: [done.on for done in found] for basis, found in book.done.items()} == {
        "NOT-1": ["2026-06-15"],
        "NOT-2": ["2026-06-15"],
    }
