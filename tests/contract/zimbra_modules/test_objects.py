# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .conftest import DOMAIN


def test_cos_is_made_changed_renamed_and_deleted(run, attrs):
    made = run.twice("cos", name="rasmi_satu", quota="300 MB", password_min_length=12, lockout=True)
    assert attrs("cos", "rasmi_satu")["zimbraMailQuota"] == ["314572800"]
    run.twice("cos", name="rasmi_satu", quota="unlimited")
    assert attrs("cos", "rasmi_satu")["zimbraMailQuota"] == ["0"]
    renamed = run.twice("cos", id=attrs("cos", "rasmi_satu")[""][0], name="rasmi_dua")
    assert renamed["changes"] == [{"attribute": "name", "before": ["rasmi_satu"], "after": ["rasmi_dua"]}]
    assert attrs("cos", "rasmi_dua")[""] == [renamed["id"]]
    gone = run.twice("cos", name="rasmi_dua", state="absent")
    assert gone["changed"] and run("cos_info", name="rasmi_dua")["coses"] == []
    assert made["changed"] and made["restart"] == []


def test_a_new_object_is_made_in_one_request(run):
    run("cos", name="rasmi_sekali", quota="1 GB", description="Sekali")
    assert run.names == ["GetCosRequest", "CreateCosRequest"]


def test_trap_13_a_cos_in_use_is_not_deleted(run, account, attrs):
    """The server would delete it, and its accounts would have an unlimited quota."""
    run("cos", name="rasmi_dipakai", quota="300 MB")
    cos = attrs("cos", "rasmi_dipakai")[""][0]
    account(f"pakai@{DOMAIN}", zimbraCOSId=cos)
    for check in (True, False):
        answer = run("cos", name="rasmi_dipakai", state="absent", check=check)
        assert answer["failed"] and "in use by 1 account(s)" in answer["msg"]
        assert run.writes == []
    assert attrs("cos", "rasmi_dipakai")


def test_trap_13_a_cos_that_a_domain_gives_is_not_deleted(run):
    run("cos", name="rasmi_domain")
    run("domain", name="guna.gov.my", default_cos="rasmi_domain")
    answer = run("cos", name="rasmi_domain", state="absent")
    assert answer["failed"] and "default of 1 domain(s)" in answer["msg"] and run.writes == []


def test_the_default_coses_are_never_deleted(run, soap):
    soap.call("CreateCosRequest", {"name": [{"_content": "defaultExternal"}]})
    for name in ("default", "defaultExternal"):
        answer = run("cos", name=name, state="absent")
        assert answer["failed"] and "never deleted" in answer["msg"] and run.writes == []


def test_trap_7_who_does_not_see_every_account_deletes_no_cos(run, server, soap, account):
    """The server counts only what the identity may list: 0 for one without rights, and the COS would be gone."""
    run("cos", name="rasmi_tak_nampak")
    account(f"wakil@{DOMAIN}", zimbraIsDelegatedAdminAccount="TRUE")
    body = {
        "target": {"type": "cos", "by": "name", "_content": "rasmi_tak_nampak"},
        "grantee": {"type": "usr", "by": "name", "_content": f"wakil@{DOMAIN}"},
    }
    for right in ("getCos", "listCos", "deleteCos"):
        soap.call("GrantRightRequest", {**body, "right": {"_content": right}})
    run.options |= {"user": f"wakil@{DOMAIN}", "password": "Ujian-2026-Rahsia"}
    answer = run("cos", name="rasmi_tak_nampak", state="absent")
    assert answer["failed"] and run.writes == []
    assert soap.call("GetCosRequest", {"cos": {"by": "name", "_content": "rasmi_tak_nampak"}})["cos"]


def test_domain_takes_a_cos_by_its_name(run, attrs):
    run("cos", name="rasmi_bagi")
    run.twice("domain", name="bagi.gov.my", default_cos="rasmi_bagi", public_protocol="https", public_port=443)
    assert attrs("domain", "bagi.gov.my")["zimbraDomainDefaultCOSId"] == attrs("cos", "rasmi_bagi")[""]
    answer = run("domain", name="bagi.gov.my", default_cos="rasmi_tiada")
    assert answer["failed"] and "rasmi_tiada" in answer["msg"] and run.writes == []
    run.twice("domain", name="bagi.gov.my", default_cos="")
    assert "zimbraDomainDefaultCOSId" not in attrs("domain", "bagi.gov.my")


def test_domain_goes_only_when_it_is_empty(run, account):
    run("domain", name="penuh.gov.my")
    account("ada@penuh.gov.my")
    for check in (True, False):
        answer = run("domain", name="penuh.gov.my", state="absent", check=check)
        assert answer["failed"] and "is not empty" in answer["msg"] and run.writes == []
    run("domain", name="kosong.gov.my")
    assert run.twice("domain", name="kosong.gov.my", state="absent")["changed"]
    assert run("domain_info", name="kosong.gov.my")["domains"] == []


def test_auto_provisioning_is_turned_off(run, soap, attrs):
    run("domain", name="sendiri.gov.my", auto_provisioning={"set": ["LAZY", "MANUAL"]})
    done = run.twice("domain", name="sendiri.gov.my", auto_provisioning={"set": []})
    assert done["changes"][0]["after"] == []
    assert "zimbraAutoProvMode" not in attrs("domain", "sendiri.gov.my")


def test_list_members_are_set_added_and_removed(run):
    name = f"hebahan@{DOMAIN}"
    run.twice("distribution_list", name=name, display_name="Hebahan", members={"set": ["b@x.my", "A@x.my"]})
    assert run("distribution_list_info", name=name)["lists"][0]["members"] == ["a@x.my", "b@x.my"]
    run.twice("distribution_list", name=name, members={"add": ["c@x.my", "a@x.my"], "remove": ["b@x.my", "z@x.my"]})
    assert run("distribution_list_info", name=name)["lists"][0]["members"] == ["a@x.my", "c@x.my"]
    run.twice("distribution_list", name=name, members={"set": []})
    assert run("distribution_list_info", name=name)["lists"][0]["members"] == []
    run.twice("distribution_list", name=name, hide_in_gal=True)
    assert run.twice("distribution_list", name=name, state="absent")["members"] == 0
    assert run("distribution_list_info", name=name)["lists"] == []


def test_members_go_out_in_one_request_each_way(run):
    name = f"ramai@{DOMAIN}"
    run("distribution_list", name=name, members={"set": [f"p{number}@x.my" for number in range(300)]})
    assert run.names == [
        "GetDistributionListRequest",
        "CreateDistributionListRequest",
        "AddDistributionListMemberRequest",
    ]


def test_another_address_of_a_removed_member_stays(run, soap, account):
    """With one address the server takes every address of that account off the list."""
    name, person, alias = f"dua.alamat@{DOMAIN}", f"orang@{DOMAIN}", f"orang.lain@{DOMAIN}"
    soap.call("AddAccountAliasRequest", {"id": account(person), "alias": alias})
    run("distribution_list", name=name, members={"set": [person, alias, "x@x.my"]})
    run.twice("distribution_list", name=name, members={"remove": [alias]})
    assert run("distribution_list_info", name=name)["lists"][0]["members"] == sorted([person, "x@x.my"])


def test_a_member_asked_in_and_out_is_refused(run):
    answer = run("distribution_list", name=f"keliru@{DOMAIN}", members={"add": ["a@x.my"], "remove": ["A@x.my"]})
    assert answer["failed"] and "a@x.my" in answer["msg"] and run.writes == []


def test_members_are_not_an_attribute(run):
    answer = run("distribution_list", name=f"h@{DOMAIN}", attributes={"zimbraMailForwardingAddress": "a@x.my"})
    assert answer["failed"] and "option members" in answer["msg"] and run.sent == []


def test_list_aliases_and_rename(run, attrs):
    name, new = f"lama.senarai@{DOMAIN}", f"baru.senarai@{DOMAIN}"
    run.twice("distribution_list", name=name, aliases={"set": [f"alias1@{DOMAIN}"]})
    run.twice("distribution_list", name=name, aliases={"add": [f"alias2@{DOMAIN}"], "remove": [f"alias1@{DOMAIN}"]})
    assert set(attrs("dl", name)["zimbraMailAlias"]) == {name, f"alias2@{DOMAIN}"}
    renamed = run.twice("distribution_list", id=attrs("dl", name)[""][0], name=new)
    assert renamed["changed"] and attrs("dl", new)[""] == [renamed["id"]]


def test_an_alias_of_a_list_is_not_taken_for_the_list(run, attrs):
    name, alias = f"sebenar@{DOMAIN}", f"nama.lain@{DOMAIN}"
    run("distribution_list", name=name, aliases={"set": [alias]})
    for state in ("present", "absent"):
        answer = run("distribution_list", name=alias, state=state)
        assert answer["failed"] and f"alias of the distribution list {name}" in answer["msg"] and run.writes == []
    assert attrs("dl", name)


def test_all_lists_none_at_all_is_an_error(run, server, account):
    """Trap 7: an identity without rights sees an empty directory."""
    assert {one["name"] for one in run("distribution_list_info")["lists"]} >= {f"ramai@{DOMAIN}"}
    assert (
        len(next(one for one in run("distribution_list_info")["lists"] if one["name"] == f"ramai@{DOMAIN}")["members"])
        == 300
    )
    account(f"buta@{DOMAIN}", zimbraIsDelegatedAdminAccount="TRUE")
    run.options |= {"user": f"buta@{DOMAIN}", "password": "Ujian-2026-Rahsia"}
    answer = run("distribution_list_info")
    assert answer["failed"] and "nothing was found" in answer["msg"]
    answer = run("server_info")
    assert answer["failed"] and "may not list" in answer["msg"]


def test_several_addresses_of_a_directory_come_as_one_text_and_settle(run):
    """The server joins the values of this one attribute with a blank."""
    urls = ["ldap://satu.x.my:389", "ldap://dua.x.my:389"]
    run("domain", name="direktori.gov.my")
    done = run.twice("domain", name="direktori.gov.my", attributes={"zimbraAuthLdapURL": urls})
    assert done["changes"][0]["after"] == urls
