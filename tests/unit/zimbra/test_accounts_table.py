# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the fields of an account live on a Zimbra server, and that nothing of anybody else is lost there."""

from __future__ import annotations

import json

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.grants import granted
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

MIB = 1024 * 1024
TIERS = table.tiers(
    [
        ("rasmi_biasa", "cos-1", {"zimbraMailQuota": [str(300 * MIB)]}),
        ("rasmi_utama", "cos-2", {"zimbraMailQuota": ["0"]}),
        ("default", "cos-3", {"zimbraMailQuota": [str(50 * MIB)]}),
        ("lain", "cos-4", {}),
    ],
    "rasmi_",
)
FIELDS = Fields(
    account_id="KEL-1(a)",
    address="ali@kelantan.gov.my",
    name="Ali bin Abu",
    kind="department",
    tier="biasa",
    quota=300 * MIB,
    unit="bptm",
    post="Ketua",
    grade="SSM N29",
    office_phone="09-1",
    staff_key="hmac-sha256:00",
    supervisor="suk",
    owner="abu@kelantan.gov.my",
    delegates=("a@x", "b@x"),
    opens=("c@x",),
)


def read(attributes, around=None):
    return table.account_of("Ali@kelantan.gov.my", "id-1", attributes, around or table.Around(TIERS))


def written(after, have=None, **noted):
    return table.values_of(after, TIERS, have or {}, "ali", **noted)


def test_what_is_written_is_what_is_read():
    made = written(FIELDS._asdict(), basis="B-1", handover="run-01")
    account = read(made)
    assert account.fields == FIELDS
    assert (account.managed, account.basis) == (True, "B-1")
    assert json.loads(made["zimbraNotes"][0])["handover"] == "run-01"
    assert len(made["zimbraNotes"][0]) < 400


def test_only_the_fields_of_a_change_are_written():
    assert written({"post": ""}) == {"title": []}
    assert written({"name": "A B"}) == {"displayName": ["A B"], "cn": ["A B"], "sn": ["A B"]}
    assert written({}, basis="B-2") == {"zimbraNotes": ['{"rasmi":1,"basis":"B-2"}']}


def test_values_of_others_stay():
    have = {"zimbraForeignPrincipal": ["kerberos5:ali@X", "rasmi:KEL-1", "rasmi-opens:c@x"], "zimbraNotes": ["bilik 3"]}
    made = written({"opens": (), "grade": "N19"}, have)
    assert made["zimbraForeignPrincipal"] == ["kerberos5:ali@X", "rasmi:KEL-1"]
    assert json.loads(made["zimbraNotes"][0]) == {"rasmi": 1, "notes": "bilik 3", "grade": "N19"}
    again = written({"grade": ""}, {**have, "zimbraNotes": made["zimbraNotes"]})
    assert json.loads(again["zimbraNotes"][0]) == {"rasmi": 1, "notes": "bilik 3"}


def test_json_of_somebody_else_is_text_like_any_other():
    for text in ('{"rasmi":2}', '{"a":1}', "{half"):
        assert notes.read_notes([text]) == {"notes": text}


def test_notes_too_long_for_the_server_are_an_error_that_says_why():
    with pytest.raises(ProviderError, match=r"1024.*Shorten"):
        written({"grade": "N29"}, {"zimbraNotes": ["x" * 1010]})


@pytest.mark.parametrize(
    ("have", "after", "made"),
    [
        # a delegated administrator may not set a quota on an account: the class gives it
        ({}, {"tier": "biasa", "quota": 300 * MIB}, {"zimbraCOSId": ["cos-1"]}),
        ({"zimbraCOSId": ["cos-1"]}, {"tier": "utama", "quota": 0}, {"zimbraCOSId": ["cos-2"]}),
        ({"zimbraCOSId": ["cos-1"]}, {"tier": "biasa", "quota": 300 * MIB}, {}),
        # a quota set by hand gives way to the class
        (
            {"zimbraCOSId": ["cos-1"], "zimbraMailQuota": ["5"]},
            {"tier": "biasa", "quota": 300 * MIB},
            {"zimbraMailQuota": []},
        ),
        ({"zimbraCOSId": ["cos-1"]}, {"quota": 7}, {"zimbraMailQuota": ["7"]}),
        ({"zimbraCOSId": ["cos-1"], "zimbraMailQuota": ["7"]}, {"quota": 7}, {}),
    ],
)
def test_tier_and_quota_as_class_of_service(have, after, made):
    assert written(after, have) == made


def test_a_tier_without_its_class_is_an_error():
    with pytest.raises(ProviderError, match="rasmi_tiada does not exist"):
        written({"tier": "tiada"})


@pytest.mark.parametrize(
    ("attributes", "tier", "quota"),
    [
        ({"zimbraCOSId": ["cos-1"]}, "biasa", 300 * MIB),
        ({"zimbraCOSId": ["cos-1"], "zimbraMailQuota": ["9"]}, "biasa", 9),
        ({"zimbraCOSId": ["cos-4"]}, "", 0),
        ({}, "", 50 * MIB),
        # trap 13: the class was deleted, the id leads nowhere
        ({"zimbraCOSId": ["gone"]}, "", 50 * MIB),
    ],
)
def test_effective_quota(attributes, tier, quota):
    fields = read(attributes).fields
    assert (fields.tier, fields.quota) == (tier, quota)


@pytest.mark.parametrize(
    ("status", "noted", "state"),
    [
        ("active", {}, "active"),
        ("maintenance", {}, "active"),
        ("lockout", {}, "active"),
        ("locked", {}, "suspended"),
        ("pending", {}, "suspended"),
        ("closed", {"suspended_on": "2026-03-01"}, "suspended"),
        ("closed", {"state": "removed"}, "removed"),
        ("active", {"suspended_on": "2026-03-01"}, "active"),
    ],
)
def test_states(status, noted, state):
    account = read({"zimbraAccountStatus": [status], "zimbraNotes": [notes.write_notes(noted, "ali")]})
    assert account.fields.state == state
    assert account.suspended_on == (noted.get("suspended_on", "") if state == "suspended" else "")


def test_a_lock_counts_only_while_it_holds():
    when = {"zimbraPasswordLockoutLockedTime": ["20260301020000.123Z"]}
    locked = "2026-03-01T02:00:00Z"
    assert read({"zimbraAccountStatus": ["lockout"], **when}).locked_at == locked
    assert read({"zimbraAccountStatus": ["locked"], **when}).locked_at == locked
    assert read({"zimbraAccountStatus": ["lockout"]}).locked_at == ""
    assert read({"zimbraAccountStatus": ["active"], **when}).locked_at == ""


def test_lists_of_an_account_come_by_all_its_addresses_and_from_the_record_of_a_closed_one():
    around = table.Around(TIERS, {"ali@kelantan.gov.my": ["l2@x"], "lama@x": ["l1@x", "l2@x"]})
    entry = {"zimbraMailAlias": ["Lama@x"], "zimbraForeignPrincipal": ["rasmi-list:l3@x"]}
    assert read({**entry, "zimbraAccountStatus": ["active"]}, around).fields.groups == ("l1@x", "l2@x")
    assert read({**entry, "zimbraAccountStatus": ["closed"]}, around).fields.groups == ("l1@x", "l2@x", "l3@x")


def test_a_decided_right_counts_while_it_is_in_force_and_one_given_by_hand_shows():
    entry = {"zimbraForeignPrincipal": ["rasmi:K", "rasmi-opens:dept@x", "rasmi-opens:later@x"]}
    holders = {"dept@x": "m-1", "other@x": "m-2"}
    around = table.Around(TIERS, holders=holders, opened={"id-1": {"m-1": "dept@x"}})
    assert read(entry, around).fields.opens == ("dept@x", "later@x")
    around = table.Around(TIERS, holders=holders)
    assert read(entry, around).fields.opens == ("later@x",)
    around = table.Around(TIERS, holders=holders, opened={"id-1": {"m-1": "dept@x", "m-2": "other@x", "m-3": ""}})
    assert read(entry, around).fields.opens == ("dept@x", "later@x", "other@x")


def test_rights_are_read_from_access_lists():
    values = [
        "p-1 usr loginAs",
        "p-1 usr sendAs",
        "p-2 usr -loginAs",
        "p-3 usr +loginAs",
        "g grp loginAs",
        "p-4 usr invite",
    ]
    assert granted(values) == {"p-1": {"loginAs", "sendAs"}, "p-3": {"loginAs"}}


def test_filters_are_escaped():
    assert table.equal("a", "x(1)*\\") == r"(a=x\281\29\2a\5c)"
