# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest

from .conftest import DOMAIN

GOOD = "Sementara-2026!y"


def at(local: str) -> str:
    return f"{local}@{DOMAIN}"


@pytest.fixture(scope="module", autouse=True)
def tier(soap):
    """A COS with the password rules of the standard."""
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import pairs

    rules = {"MinLength": "12", "MinAlphaChars": "1", "MinNumericChars": "1", "MinPunctuationChars": "1"}
    body = {"name": [{"_content": "rasmi_biasa"}], "a": pairs({f"zimbraPassword{k}": v for k, v in rules.items()})}
    soap.call("CreateCosRequest", body)


def test_account_is_made_and_changed(run, attrs):
    name = at("mesin")
    made = run.twice("account", name=name, display_name="Mesin", cos="rasmi_biasa", password=GOOD, hide_in_gal=True)
    have = attrs("account", name)
    assert have["zimbraCOSId"] == attrs("cos", "rasmi_biasa")[""]
    assert have["zimbraPasswordMustChange"] == ["TRUE"] and have["displayName"] == ["Mesin"]
    assert made["password_set"] is True and GOOD not in str(made)
    changed = run.twice("account", name=name, display_name="Mesin Cetak", foreign_principals={"add": ["aset:17"]})
    assert {change["attribute"] for change in changed["changes"]} == {"displayName", "zimbraForeignPrincipal"}


def test_an_account_without_a_password_lets_nobody_in(run):
    made = run.twice("account", name=at("tiada.kata"), must_change=True)
    assert made["password_set"] is False


def test_password_comes_from_a_file_and_only_for_a_new_account(run, tmp_path):
    file = tmp_path / "kata"
    file.write_text(GOOD + "\n")
    done = run.twice("account", name=at("fail"), cos="rasmi_biasa", password_file=str(file), must_change=False)
    assert done["password_set"] is True
    body = dict(run.sent)
    assert "SetPasswordRequest" not in body
    file.write_text("")
    answer = run("account", name=at("fail"), password_file=str(file))
    assert answer["failed"] and "one line" in answer["msg"]


def test_trap_3_a_password_that_breaks_the_policy_is_refused_by_us(run, server):
    """The server itself takes any password from an administrator, and says so only in a message."""
    name = at("lemah")
    run("account", name=name, cos="rasmi_biasa", password=GOOD)
    for check in (True, False):
        answer = run("account", name=name, password="abc", update_password="always", check=check)
        assert answer["failed"] and run.writes == []
        for rule in ("MinLength", "MinNumericChars", "MinPunctuationChars"):
            assert f"zimbraPassword{rule}" in answer["msg"]
        assert not re.search(r"\babc\b", answer["msg"])
    assert login(server, name, GOOD) in ("ok", "account.CHANGE_PASSWORD")


def test_a_weak_password_of_a_new_account_is_refused_in_check_mode_too(run):
    for check in (True, False):
        answer = run("account", name=at("belum.ada"), cos="rasmi_biasa", password="pendek", check=check)
        assert answer["failed"] and "zimbraPasswordMinLength" in answer["msg"] and run.writes == []
    answer = run("account", name=at("belum.ada"), password="a1")
    assert answer["failed"] and "zimbraPasswordMinLength" in answer["msg"], "the default COS has rules too"


def test_trap_4_must_change_is_marked_after_the_password_is_set(run, attrs, server):
    """SetPassword clears the mark, so the order decides."""
    name = at("tukar")
    run("account", name=name, cos="rasmi_biasa", password=GOOD)
    done = run("account", name=name, password="Sementara-2027!z", update_password="always")
    assert done["changed"] and run.writes == ["SetPasswordRequest", "ModifyAccountRequest"]
    assert attrs("account", name)["zimbraPasswordMustChange"] == ["TRUE"]
    assert login(server, name, "Sementara-2027!z") == "account.CHANGE_PASSWORD"
    run("account", name=name, password="Sementara-2028!z", update_password="always", must_change=False)
    assert login(server, name, "Sementara-2028!z") == "ok"
    assert done["diff"]["before"] != done["diff"]["after"] and "Sementara" not in str(done)


def test_status_is_managed_only_when_it_is_given(run, attrs):
    name = at("beku")
    run("account", name=name)
    run.twice("account", name=name, status="locked")
    run.twice("account", name=name, display_name="Masih beku", release=True)
    assert attrs("account", name)["zimbraAccountStatus"] == ["locked"], "a change of the name opened the account"
    run.twice("account", name=name, status="active")


def test_a_lock_after_wrong_passwords_is_opened_only_by_release(run, attrs, soap, account):
    name = at("terkunci")
    account_id = account(name)
    locked = [
        {"n": "zimbraAccountStatus", "_content": "lockout"},
        {"n": "zimbraPasswordLockoutLockedTime", "_content": "20261121000000Z"},
    ]
    soap.call("ModifyAccountRequest", {"id": account_id, "a": locked})
    for wish in ({}, {"status": "active"}, {"display_name": "Terkunci"}):
        answer = run("account", name=name, **wish)
        assert answer["locked_out"] is True and attrs("account", name)["zimbraAccountStatus"] == ["lockout"]
    run.twice("account", name=name, release=True)
    assert attrs("account", name)["zimbraAccountStatus"] == ["active"]
    assert "zimbraPasswordLockoutLockedTime" not in attrs("account", name)


def test_trap_1_closing_says_which_lists_the_account_leaves(run):
    name, senarai = at("tutup"), at("senarai.tutup")
    run("account", name=name)
    run("distribution_list", name=senarai, members={"set": [name, "lain@x.my"]})
    done = run.twice("account", name=name, status="closed")
    assert done["memberships"] == [senarai]
    assert run("distribution_list_info", name=senarai)["lists"][0]["members"] == ["lain@x.my"]


def test_trap_2_a_mail_status_turned_off_by_hand_stays_off(run, attrs, soap, account):
    """The server turns it on again with every write of the status that does not name it."""
    name = at("senyap")
    account(name, zimbraMailStatus="disabled")
    run.twice("account", name=name, status="locked")
    assert attrs("account", name)["zimbraMailStatus"] == ["disabled"]


@pytest.mark.parametrize("attribute", ["zimbraAccountStatus", "zimbraMailAlias"])
def test_what_has_safeguards_is_no_plain_attribute(run, attribute):
    answer = run("account", name=at("mesin"), attributes={attribute: "active"})
    assert answer["failed"] and "must not be set directly" in answer["msg"] and run.sent == []


def test_aliases_and_rename_keep_the_identity(run, attrs):
    name, new, alias = at("nama.lama"), at("nama.baru"), at("nama.lain.akaun")
    first = run("account", name=name, aliases={"set": [alias]})
    assert first["changed"]
    renamed = run.twice("account", id=attrs("account", name)[""][0], name=new, aliases={"add": [name]})
    assert run("account_info", name=new)["accounts"][0]["id"] == renamed["id"]
    assert set(attrs("account", new)["zimbraMailAlias"]) == {alias, name}
    run.twice("account", name=new, aliases={"set": []})
    assert "zimbraMailAlias" not in attrs("account", new)


def test_an_alias_is_never_taken_for_the_account(run, attrs):
    run("account", name=at("tuan"), status="locked", aliases={"set": [at("samaran")]})
    for state in ({"status": "closed"}, {"state": "absent", "basis": "ujian"}):
        answer = run("account", name=at("samaran"), **state)
        assert answer["failed"] and "alias of the account" in answer["msg"] and run.writes == []
    assert attrs("account", at("tuan"))["zimbraAccountStatus"] == ["locked"]


def test_deleting_needs_a_suspension_and_a_basis(run):
    name = at("padam")
    run("account", name=name)
    answer = run("account", name=name, state="absent")
    assert answer["failed"] and "basis" in answer["msg"] and run.sent == []
    for check in (True, False):
        answer = run("account", name=name, state="absent", basis="BPTM 21", check=check)
        assert answer["failed"] and "suspended" in answer["msg"] and run.writes == []
    run("account", name=name, status="locked")
    gone = run.twice("account", name=name, state="absent", basis="BPTM 21")
    assert gone["basis"] == "BPTM 21" and run("account_info", name=name)["accounts"] == []


def test_an_account_of_the_server_itself_is_never_deleted(run, account):
    account(at("sistem"), zimbraIsSystemAccount="TRUE", zimbraAccountStatus="locked")
    answer = run("account", name=at("sistem"), state="absent", basis="ujian")
    assert answer["failed"] and "the server itself needs" in answer["msg"] and run.writes == []


def test_a_cos_that_there_is_not_is_refused(run):
    answer = run("account", name=at("mesin"), cos="rasmi_tiada")
    assert answer["failed"] and "rasmi_tiada" in answer["msg"] and run.writes == []


def test_info_gives_what_applies_and_the_lists(run, account):
    run("account", name=at("lihat"), cos="rasmi_biasa")
    run("distribution_list", name=at("senarai.lihat"), members={"set": [at("lihat")]})
    found = run(
        "account_info", name=at("lihat"), inherited=True, attributes=["zimbraPasswordMinLength"], memberships=True
    )
    assert found["accounts"][0]["attributes"] == {"zimbraPasswordMinLength": "12"}
    assert found["accounts"][0]["memberships"] == [at("senarai.lihat")]


def test_trap_14_looking_at_an_account_makes_no_mailbox(run, server, account):
    """GetMailbox makes a mailbox where there is none; the use of quota is read without it."""
    account(at("belum.guna"), zimbraMailQuota="1048576")
    found = run("account_info", name=at("belum.guna"), usage=True)
    assert found["accounts"][0]["usage"] == {"used": 0, "quota": 1048576}
    assert "GetMailboxRequest" not in run.names and "GetQuotaUsageRequest" in run.names
    assert not (server.store / at("belum.guna")).exists()


def login(server, name: str, password: str) -> str:
    body = {"account": {"by": "name", "_content": name}, "password": {"_content": password}}
    answer = server.user_soap("AuthRequest", body)
    return "ok" if "authToken" in answer else str(answer["Detail"]["Error"]["Code"])
