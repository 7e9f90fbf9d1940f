# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.rights import INSPECTION, SETS

from .conftest import DOMAIN

WHO = f"wakil@{DOMAIN}"
TARGET = {"type": "domain", "name": DOMAIN}


@pytest.fixture(scope="module", autouse=True)
def grantee(soap):
    body = {
        "name": WHO,
        "password": "Ujian-2026-Rahsia",
        "a": [{"n": "zimbraIsDelegatedAdminAccount", "_content": "TRUE"}],
    }
    soap.call("CreateAccountRequest", body)
    for name in ("rasmi_biasa", "rasmi_cuba"):
        soap.call("CreateCosRequest", {"name": [{"_content": name}]})


@pytest.mark.parametrize(
    ("rights_set", "target"),
    [
        ("accounts", TARGET),
        ("accounts", {"type": "cos", "name": "rasmi_biasa"}),
        ("lists", TARGET),
        ("settings", {"type": "config"}),
        ("settings", {"type": "global"}),
        ("settings", {"type": "server", "name": "zcs1.test"}),
        ("settings", {"type": "cos", "name": "rasmi_biasa"}),
    ],
)
def test_every_set_is_granted_and_revoked(run, rights_set, target):
    ask = {"target": target, "grantee": {"name": WHO}, "rights_set": [rights_set]}
    done = run.twice("right", **ask)
    assert done["granted"] == list(SETS[rights_set][target["type"]])
    grants = run("right_info", target=target, grantee={"name": WHO})["grants"]
    assert {grant["right"] for grant in grants} == set(done["granted"]) == set(done["rights"])
    assert all(grant["modifier"] == "none" for grant in grants)
    gone = run.twice("right", **ask, state="absent")
    assert sorted(gone["revoked"]) == sorted(done["granted"]) and gone["rights"] == []
    assert run("right_info", target=target, grantee={"name": WHO})["grants"] == []


def test_one_read_and_one_batch(run):
    run("right", target=TARGET, grantee={"name": WHO}, rights_set=["accounts"])
    assert [name for name in run.names if name != "GrantRightRequest"] == ["GetGrantsRequest", "BatchRequest"]
    run("right", target=TARGET, grantee={"name": WHO}, rights_set=["accounts"], state="absent")


def test_the_set_is_enough_for_the_life_of_an_account_and_opens_no_mailbox(run, server, soap):
    """What section 5.4 of the facts found: everything but looking into the mailbox."""
    for target in (TARGET, {"type": "cos", "name": "rasmi_cuba"}):
        run("right", target=target, grantee={"name": WHO}, rights_set=["accounts"])
    admin = dict(run.options)
    run.options |= {"user": WHO, "password": "Ujian-2026-Rahsia"}
    name = f"hidup@{DOMAIN}"
    steps = [
        {"cos": "rasmi_cuba", "password": "Sementara-2026!y", "display_name": "Hidup"},
        {"aliases": {"set": [f"lain.hidup@{DOMAIN}"]}},
        {"status": "locked"},
        {"password": "Sementara-2027!y", "update_password": "always"},
    ]
    for step in steps:
        answer = run("account", name=name, **step)
        assert answer["changed"], answer.get("msg")
    refused = server.soap(
        "DelegateAuthRequest",
        {"account": {"by": "name", "_content": name}},
        token=server.login(WHO, "Ujian-2026-Rahsia"),
    )
    assert refused["Detail"]["Error"]["Code"] == "service.PERM_DENIED"
    gone = run("account", name=name, state="absent", basis="ujian")
    assert gone["changed"], gone.get("msg")
    run.options = admin
    for target in (TARGET, {"type": "cos", "name": "rasmi_cuba"}):
        run("right", target=target, grantee={"name": WHO}, rights_set=["accounts"], state="absent")


@pytest.mark.parametrize("right", sorted(INSPECTION))
def test_rights_that_open_mailboxes_are_refused(run, right):
    answer = run("right", target=TARGET, grantee={"name": WHO}, rights=["getAccount", right])
    assert answer["failed"] and right in answer["msg"] and run.sent == []


def test_no_set_has_a_right_that_opens_mailboxes():
    assert not INSPECTION & {right for one in SETS.values() for rights in one.values() for right in rights}


def test_inspection_is_given_only_when_it_is_allowed_and_taken_away_without(run):
    ask = {"target": TARGET, "grantee": {"name": WHO}, "rights": ["adminLoginAs"]}
    assert run("right", **ask, allow_inspection=True)["granted"] == ["adminLoginAs"]
    assert run.twice("right", **ask, state="absent")["revoked"] == ["adminLoginAs"]
    assert run.twice("right", **ask, modifier="deny")["granted"] == ["adminLoginAs"]
    run("right", **ask, state="absent")


def test_another_modifier_replaces_and_any_is_revoked(run):
    ask = {"target": TARGET, "grantee": {"name": WHO}, "rights": ["listAccount"]}
    run.twice("right", **ask)
    run.twice("right", **ask, modifier="can_delegate")
    (grant,) = run("right_info", target=TARGET, grantee={"name": WHO})["grants"]
    assert grant["modifier"] == "can_delegate"
    run.twice("right", **ask, state="absent")
    assert run("right_info", target=TARGET, grantee={"name": WHO})["grants"] == []


def test_rights_of_others_stay(run, soap, account):
    other = f"lain.wakil@{DOMAIN}"
    account(other, zimbraIsDelegatedAdminAccount="TRUE")
    for who in (other, WHO):
        run("right", target=TARGET, grantee={"name": who}, rights=["getAccount", "listAccount"])
    run("right", target=TARGET, grantee={"name": WHO}, rights=["getAccount"], state="absent")
    grants = {(grant["grantee"], grant["right"]) for grant in run("right_info", target=TARGET)["grants"]}
    assert grants >= {(other, "getAccount"), (other, "listAccount"), (WHO, "listAccount")}
    assert (WHO, "getAccount") not in grants


def test_rights_of_one_who_is_no_administrator_any_more_are_still_seen_and_revoked(run, soap, account):
    who = f"bekas@{DOMAIN}"
    account_id = account(who, zimbraIsDelegatedAdminAccount="TRUE")
    run("right", target=TARGET, grantee={"name": who}, rights=["getAccount"])
    off = [{"n": "zimbraIsDelegatedAdminAccount", "_content": "FALSE"}]
    soap.call("ModifyAccountRequest", {"id": account_id, "a": off})
    assert run.twice("right", target=TARGET, grantee={"name": who}, rights=["getAccount"], state="absent")["changed"]


def test_a_refusal_of_the_server_is_named(run, account):
    account(f"biasa@{DOMAIN}")
    answer = run("right", target=TARGET, grantee={"name": f"biasa@{DOMAIN}"}, rights=["getAccount", "listAccount"])
    assert answer["failed"] and "delegated admin" in answer["msg"] and "2 of 2" in answer["msg"]


def test_every_fault_of_the_task_is_named(run):
    answer = run(
        "right", target={"type": "config", "name": "x"}, grantee={"name": WHO}, rights=["a b"], rights_set=["lists"]
    )
    assert answer["failed"] and len(answer["faults"]) == 3 and run.sent == []
    answer = run("right", target={"type": "domain"}, grantee={"name": WHO}, rights=["getAccount"])
    assert "target.name: is missing" in answer["msg"]
