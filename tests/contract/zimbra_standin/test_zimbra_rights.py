# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in's delegated administrators: what they see, what they may do, who may grant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.zimbra_standin.desk import DOMAIN, PASSWORD, Desk, code, rows, values

#: what the recorded server needed for the whole life of an account
LEAST = (
    *("createAccount", "listAccount", "getAccount", "modifyAccount", "setAccountPassword", "deleteAccount"),
    *(
        "renameAccount",
        "addAccountAlias",
        "createAlias",
        "removeAccountAlias",
        "deleteAlias",
        "getDomain",
        "listDomain",
    ),
    *("countAccount", "getDomainQuotaUsage", "getAccountInfo", "getMailboxInfo"),
)
COS = ("assignCos", "getCos", "listCos")


class Clerk:
    """A delegated administrator of a desk."""

    def __init__(self, desk: Desk, **attrs: Any) -> None:
        self.desk = desk
        self.id, self.name = desk.new(zimbraIsDelegatedAdminAccount="TRUE", **attrs)
        self.token = desk.server.login(self.name, PASSWORD)

    def soap(self, name: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        return self.desk.soap(name, body, token=self.token)

    def grant(self, *names: str, target: str = "domain", key: str = DOMAIN, by: str = "name", **modifier: str) -> None:
        for name in names:
            answer = self.desk.soap("GrantRightRequest", grant(self.id, name, target, key, by, **modifier))
            assert code(answer) == "", answer


def grant(grantee: str, right: str, target: str, key: str = "", by: str = "name", **modifier: str) -> dict[str, Any]:
    selector = {"type": target, "by": by, "_content": key} if key else {"type": target}
    holder = {"type": "usr", "by": "id", "_content": grantee}
    return {"target": selector, "grantee": holder, "right": {"_content": right, **modifier}}


def test_without_rights_there_seems_to_be_nothing(desk: Desk) -> None:
    identity, name = desk.new()
    clerk = Clerk(desk)
    assert clerk.soap("SearchDirectoryRequest", {"query": "", "maxResults": 0})["searchTotal"] == 0
    assert "server" not in clerk.soap("GetAllServersRequest")
    assert "cos" not in clerk.soap("GetAllCosRequest")
    by_name = {"account": {"by": "name", "_content": name}}
    nobody = {"account": {"by": "name", "_content": f"tiada@{DOMAIN}"}}
    refused = [clerk.soap("GetAccountRequest", body)["Reason"]["Text"] for body in (by_name, nobody)]
    said = [text.replace(name, "X").replace(f"tiada@{DOMAIN}", "X") for text in refused]
    assert said == ["permission denied: can not access account X"] * 2
    cos = clerk.soap("GetCosRequest", {"cos": {"by": "name", "_content": "default"}, "attrs": "zimbraMailQuota"})
    assert cos["cos"][0]["a"] == [{"n": "zimbraMailQuota", "pd": True}]
    assert code(clerk.soap("DeleteAccountRequest", {"id": identity})) == "service.PERM_DENIED"


def test_a_right_to_list_alone_shows_no_values(desk: Desk) -> None:
    identity, _name = desk.new(displayName="Amin")
    clerk = Clerk(desk)
    clerk.grant("listAccount")
    body = {"query": f"(zimbraId={identity})", "attrs": "displayName", "maxResults": 0}
    found = clerk.soap("SearchDirectoryRequest", body)["account"][0]
    assert found["a"] == [{"n": "displayName", "pd": True}]
    clerk.grant("get.account.displayName")
    assert values(clerk.soap("SearchDirectoryRequest", body)["account"][0]) == {"displayName": ["Amin"]}


def test_the_least_rights_carry_the_whole_life_of_an_account(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant(*LEAST)
    cos = desk.cos(zimbraMailQuota="314572800")
    clerk.grant(*COS, target="cos", key=cos, by="id")
    name = f"kitaran@{DOMAIN}"
    attrs = rows({"displayName": "Amin", "zimbraCOSId": cos, "zimbraPasswordMustChange": "TRUE"})
    made = clerk.soap("CreateAccountRequest", {"name": name, "password": PASSWORD, "a": attrs})["account"][0]
    identity = made["id"]
    assert values(made)["zimbraMailQuota"] == ["314572800"]
    steps = [
        ("ModifyAccountRequest", {"id": identity, "a": rows({"title": "Pegawai"})}),
        ("SetPasswordRequest", {"id": identity, "newPassword": "Lain-Sekali-2026"}),
        ("AddAccountAliasRequest", {"id": identity, "alias": f"kitaran.dua@{DOMAIN}"}),
        ("RemoveAccountAliasRequest", {"id": identity, "alias": f"kitaran.dua@{DOMAIN}"}),
        ("RenameAccountRequest", {"id": identity, "newName": f"kitaran.baru@{DOMAIN}"}),
        ("GetMailboxRequest", {"mbox": {"id": identity}}),
        ("CountAccountRequest", {"domain": {"by": "name", "_content": DOMAIN}}),
        ("GetQuotaUsageRequest", {"domain": DOMAIN}),
        ("DeleteMailboxRequest", {"mbox": {"id": identity}}),
        ("DeleteAccountRequest", {"id": identity}),
    ]
    assert [code(clerk.soap(request, body)) for request, body in steps] == [""] * len(steps)
    default = desk.soap("GetCosRequest", {"cos": {"by": "name", "_content": "default"}})["cos"][0]["id"]
    other = desk.new()[0]
    refused = clerk.soap("ModifyAccountRequest", {"id": other, "a": rows({"zimbraCOSId": default})})
    assert code(refused) == "service.PERM_DENIED" and "assignCos" in refused["Reason"]["Text"]


def test_they_open_no_mailbox_and_make_no_administrator(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant(*LEAST)
    identity, name = desk.new()
    refused = clerk.soap("DelegateAuthRequest", {"account": {"by": "name", "_content": name}})
    assert "need right: adminLoginAs" in refused["Reason"]["Text"]
    for attribute in ("zimbraIsAdminAccount", "zimbraIsDelegatedAdminAccount"):
        answer = clerk.soap("ModifyAccountRequest", {"id": identity, "a": rows({attribute: "TRUE"})})
        assert code(answer) == "service.PERM_DENIED"
    settings = rows({"zimbraMtaMaxMessageSize": "1"})
    assert code(clerk.soap("ModifyConfigRequest", {"a": settings})) == "service.PERM_DENIED"
    admin = desk.soap("GetAccountRequest", {"account": {"by": "name", "_content": desk.server.settings["admin"]}})
    victim = {"id": admin["account"][0]["id"], "newPassword": "Ambil-Alih-2026"}
    assert code(clerk.soap("SetPasswordRequest", victim)) == "service.PERM_DENIED"


def test_quotas_of_accounts_have_their_own_limit(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant(*LEAST)
    identity, _name = desk.new()

    def ask(quota: str) -> str:
        return code(clerk.soap("ModifyAccountRequest", {"id": identity, "a": rows({"zimbraMailQuota": quota})}))

    assert ask("5") == "service.PERM_DENIED"
    desk.set(clerk.id, zimbraDomainAdminMaxMailQuota="10")
    assert [ask("5"), ask("11"), ask("0")] == ["", "service.PERM_DENIED", "service.PERM_DENIED"]
    desk.set(clerk.id, zimbraDomainAdminMaxMailQuota="0")
    assert ask("0") == ""


def test_the_ready_made_rights_open_mailboxes(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant("domainAdminRights")
    identity, name = desk.new()
    answer = clerk.soap("DelegateAuthRequest", {"account": {"by": "name", "_content": name}, "duration": "60"})
    assert answer["lifetime"] == 60_000
    assert code(clerk.soap("GetQuotaUsageRequest", {"domain": DOMAIN})) == "service.PERM_DENIED"
    assert code(clerk.soap("ModifyAccountRequest", {"id": identity, "a": rows({"title": "x"})})) == ""


def test_a_nearer_denial_wins(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant(*LEAST)
    identity, _name = desk.new()
    clerk.grant("deleteAccount", target="account", key=identity, by="id", deny="1")
    assert code(clerk.soap("DeleteAccountRequest", {"id": identity})) == "service.PERM_DENIED"


def test_an_admin_group_gives_its_rights_to_its_members(desk: Desk) -> None:
    clerk = Clerk(desk)
    group, _group_name = desk.group(clerk.name)
    desk.soap("ModifyDistributionListRequest", {"id": group, "a": rows({"zimbraIsAdminGroup": "TRUE"})})
    target = {"type": "domain", "by": "name", "_content": DOMAIN}
    body = {
        "target": target,
        "grantee": {"type": "grp", "by": "id", "_content": group},
        "right": {"_content": "countAccount"},
    }
    assert code(desk.soap("GrantRightRequest", body)) == ""
    assert code(clerk.soap("CountAccountRequest", {"domain": {"by": "name", "_content": DOMAIN}})) == ""


@pytest.mark.parametrize(
    ("right", "target", "key", "fault"),
    [
        ("tiada", "domain", DOMAIN, "account.NO_SUCH_RIGHT"),
        ("createAccount", "server", "zcs1.test", "service.INVALID_REQUEST"),
        ("createAccount", "domain", "tiada.gov.my", "account.NO_SUCH_DOMAIN"),
        ("assignCos", "cos", "default", ""),
        ("modifyGlobalConfig", "config", "", ""),
        ("modifyServer", "server", "zcs1.test", ""),
        ("createCos", "global", "", ""),
    ],
)
def test_rights_are_granted_where_they_belong(desk: Desk, right: str, target: str, key: str, fault: str) -> None:
    clerk = Clerk(desk)
    assert code(desk.soap("GrantRightRequest", grant(clerk.id, right, target, key))) == fault


def test_admin_rights_are_for_delegated_administrators_only(desk: Desk) -> None:
    identity, _name = desk.new()
    assert (
        code(desk.soap("GrantRightRequest", grant(identity, "createAccount", "domain", DOMAIN)))
        == "service.INVALID_REQUEST"
    )
    assert code(desk.soap("GrantRightRequest", grant(identity, "loginAs", "domain", DOMAIN))) == ""


def test_only_a_delegable_right_is_passed_on(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant(*LEAST)
    box, _box_name = desk.new()
    reader, _reader_name = desk.new()
    body = grant(reader, "loginAs", "account", box, "id")
    assert "insufficient right" in clerk.soap("GrantRightRequest", body)["Reason"]["Text"]
    clerk.grant("loginAs", canDelegate="1")
    assert code(clerk.soap("GrantRightRequest", body)) == ""
    assert desk.get(box, "zimbraACE") == {"zimbraACE": [f"{reader} usr loginAs"]}


def test_grants_are_listed_and_revoked(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant("countAccount")
    clerk.grant("countAccount")
    holder = {"type": "usr", "by": "id", "_content": clerk.id}
    assert code(desk.soap("GetGrantsRequest", {"grantee": holder})) == "service.INVALID_REQUEST"
    found = desk.soap("GetGrantsRequest", {"grantee": {**holder, "all": "0"}})["grant"]
    assert [(row["target"][0]["name"], row["right"][0]["_content"]) for row in found] == [(DOMAIN, "countAccount")]
    body = grant(clerk.id, "countAccount", "domain", DOMAIN)
    assert code(desk.soap("RevokeRightRequest", body)) == ""
    assert code(desk.soap("RevokeRightRequest", body)) == "account.NO_SUCH_GRANT"
    assert "grant" not in desk.soap("GetGrantsRequest", {"grantee": {**holder, "all": "0"}})
    clerk.grant("countAccount")
    desk.soap("DeleteAccountRequest", {"id": clerk.id})
    on_domain = desk.soap("GetDomainRequest", {"domain": {"by": "name", "_content": DOMAIN}, "attrs": "zimbraACE"})
    assert not any(clerk.id in value for value in values(on_domain["domain"][0]).get("zimbraACE", []))


def test_a_right_can_be_asked(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.grant("domainAdminAccountRights")
    identity, _name = desk.new()

    def ask(right: str) -> bool:
        body = grant(clerk.id, right, "account", identity, "id")
        return bool(desk.soap("CheckRightRequest", {**body, "right": {"_content": right}})["allow"])

    assert [ask(right) for right in ("adminLoginAs", "getAccount", "modifyAccount", "sendAs")] == [
        True,
        True,
        False,
        False,
    ]
