# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Zimbra server as the role zimbra_standard leaves it for the accounts: classes, control account, identity.

Only the admin SOAP service is used, so it prepares the stand-in and a genuine server alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import Exists, SoapFault
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, one, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget

PASSWORD = "Akaun-rasmi-2026-xyz"
TIERS = {"pengguna_biasa": "314572800", "pengurusan_tertinggi": "0"}
#: The least with which the whole life of an account works: no right to open a mailbox is among them.
RIGHTS = (
    "createAccount",
    "listAccount",
    "getAccount",
    "getAccountInfo",
    "modifyAccount",
    "setAccountPassword",
    "deleteAccount",
    "renameAccount",
    "addAccountAlias",
    "createAlias",
    "removeAccountAlias",
    "deleteAlias",
    "getDomain",
    "listDomain",
    "countAccount",
    "getDomainQuotaUsage",
    "createDistributionList",
    "listDistributionList",
    "getDistributionList",
    "modifyDistributionList",
    "addDistributionListMember",
    "removeDistributionListMember",
)
COS_RIGHTS = ("assignCos", "getCos", "listCos")


def provision(
    admin: Mapping[str, Any], domain: str, prefix: str = "rasmi_", tiers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Prepare `domain` with the global administrator in `admin`; the options of the identity for accounts.

    `tiers` are classes of service with their quota in bytes; Kelantan's when none are given.
    """
    tiers = tiers or TIERS
    with Soap(ZimbraTarget.from_options(admin)) as soap:
        _made(soap, "CreateDomainRequest", {"name": domain})
        for tier, quota in tiers.items():
            body = {"name": [{"_content": f"{prefix}{tier}"}], "a": pairs({"zimbraMailQuota": quota})}
            _made(soap, "CreateCosRequest", body)
        hidden = {
            "zimbraAccountStatus": "closed",
            "zimbraHideInGal": "TRUE",
            "zimbraNotes": '{"rasmi":1,"kind":"control"}',
        }
        _made(soap, "CreateAccountRequest", {"name": f"rasmi-control@{domain}", "a": pairs(hidden)})
        user = f"rasmi-accounts@{domain}"
        delegated = {"zimbraIsDelegatedAdminAccount": "TRUE"}
        _made(soap, "CreateAccountRequest", {"name": user, "password": PASSWORD, "a": pairs(delegated)})
        grants = [(("domain", domain), right) for right in RIGHTS]
        grants += [(("cos", f"{prefix}{tier}"), right) for tier in tiers for right in COS_RIGHTS]
        for (kind, name), right in grants:
            target = {"type": kind, "by": "name", "_content": name}
            grantee = {"type": "usr", "by": "name", "_content": user}
            soap.call("GrantRightRequest", {"target": target, "grantee": grantee, "right": {"_content": right}})
    kept = {name: value for name, value in admin.items() if name not in ("user", "password", "password_file")}
    return {
        **kept,
        "user": user,
        "password": PASSWORD,
        "domain": domain,
        "cos_prefix": prefix,
        "grant_user": admin["user"],
        "grant_password": admin["password"],
    }


def _made(soap: Soap, request: str, body: Mapping[str, Any]) -> None:
    try:
        soap.call(request, body)
    except Exists:
        return


def identity(soap: Soap, name: str) -> str:
    """The zimbraId of the account with this address."""
    answer = soap.call("GetAccountRequest", {"account": {"by": "name", "_content": name}, "attrs": "zimbraId"})
    return str(one(answer["account"], "account")["id"])


def may_log_in(soap_options: Mapping[str, Any], name: str, password: str) -> str:
    """How the user service answers to a login: "ok", or the code of the fault."""
    target = ZimbraTarget.from_options({**soap_options, "user": name, "password": password})
    with Soap(target, namespace="urn:zimbraAccount") as soap:
        try:
            soap.token()
        except SoapFault as fault:
            return fault.code
    return "ok"
