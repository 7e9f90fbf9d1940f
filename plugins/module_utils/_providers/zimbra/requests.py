# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests that the collection sends: the shape of each body, and what may be done when its answer is lost.

A shape names the fields in one line: `name` is a plain value, `name()` an element whose text is in `_content`,
`name(by type)` an element with those fields; `!` means needed, `*` that it may repeat; an element's own fields come
inside its brackets. `a*(n!)` is a list of attributes. A test compares the shapes with the SOAP contract of Zimbra,
and another one every body that left the client in any test.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

#: Changes nothing, so it may be asked again.
READ = "read"
#: A write that leaves the same state when it is done twice.
SETTLE = "settle"
#: A write whose second time is refused, or does something else than the first.
ONCE = "once"


class Request(NamedTuple):
    """One request: READ, SETTLE or ONCE, and its shape."""

    kind: str
    shape: str = ""


_GRANT = "target!(by type!) grantee!(all by secret type) right!(canDelegate deny disinheritSubGroups subDomain)"

ADMIN_REQUESTS: dict[str, Request] = {
    "AddAccountAliasRequest": Request(ONCE, "id! alias!"),
    "AddDistributionListAliasRequest": Request(ONCE, "id! alias!"),
    "AddDistributionListMemberRequest": Request(SETTLE, "id! dlm!*()"),
    "AuthRequest": Request(READ, "name password"),
    "CheckHealthRequest": Request(READ),
    "CheckPasswordStrengthRequest": Request(READ, "id! password!"),
    "CreateAccountRequest": Request(ONCE, "name! password a*(n!)"),
    "CreateCosRequest": Request(ONCE, "name!() a*(n!)"),
    "CreateDistributionListRequest": Request(ONCE, "name! dynamic a*(n!)"),
    "CreateDomainRequest": Request(ONCE, "name! a*(n!)"),
    "DelegateAuthRequest": Request(READ, "account!(by!) duration"),
    "DeleteAccountRequest": Request(ONCE, "id!"),
    "DeleteCosRequest": Request(ONCE, "id!()"),
    "DeleteDistributionListRequest": Request(ONCE, "id! cascadeDelete"),
    "DeleteDomainRequest": Request(ONCE, "id!"),
    "DeleteMailboxRequest": Request(ONCE, "mbox(id!)"),
    "GetAccountMembershipRequest": Request(READ, "account!(by!)"),
    "GetAccountRequest": Request(READ, "account(by!) applyCos attrs effectiveQuota"),
    "GetAllConfigRequest": Request(READ),
    "GetAllCosRequest": Request(READ),
    "GetAllDomainsRequest": Request(READ, "applyConfig"),
    "GetAllServersRequest": Request(READ, "service applyConfig"),
    "GetConfigRequest": Request(READ, "a(n!)"),
    "GetCosRequest": Request(READ, "cos(by) attrs"),
    "GetDistributionListRequest": Request(READ, "dl(by) attrs limit offset sortAscending"),
    "GetDomainRequest": Request(READ, "domain(by) applyConfig attrs"),
    "GetGrantsRequest": Request(READ, "target(by type!) grantee(all by secret type)"),
    "GetMailQueueInfoRequest": Request(READ, "server!(name)"),
    "GetQuotaUsageRequest": Request(READ, "domain allServers limit offset sortBy sortAscending refresh"),
    "GetServerRequest": Request(READ, "server(by) applyConfig attrs"),
    "GetServiceStatusRequest": Request(READ),
    "GetVersionInfoRequest": Request(READ),
    "GrantRightRequest": Request(SETTLE, _GRANT),
    "ModifyAccountRequest": Request(SETTLE, "id! a*(n!)"),
    "ModifyConfigRequest": Request(SETTLE, "a*(n!)"),
    "ModifyCosRequest": Request(SETTLE, "id() a*(n!)"),
    "ModifyDistributionListRequest": Request(SETTLE, "id! a*(n!)"),
    "ModifyDomainRequest": Request(SETTLE, "id! a*(n!)"),
    "ModifyServerRequest": Request(SETTLE, "id! a*(n!)"),
    "RemoveAccountAliasRequest": Request(ONCE, "id alias!"),
    "RemoveDistributionListAliasRequest": Request(ONCE, "id! alias!"),
    "RemoveDistributionListMemberRequest": Request(ONCE, "id! dlm!*()"),
    "RenameAccountRequest": Request(ONCE, "id! newName!"),
    "RenameCosRequest": Request(ONCE, "id!() newName!()"),
    "RenameDistributionListRequest": Request(ONCE, "id! newName!"),
    "RevokeRightRequest": Request(ONCE, _GRANT),
    "SearchDirectoryRequest": Request(
        READ,
        "types query attrs domain limit offset maxResults sortBy sortAscending applyCos applyConfig countOnly",
    ),
    # a password is set without regard to the history, so the second time leaves what the first did
    "SetPasswordRequest": Request(SETTLE, "id! newPassword!"),
}

USER_REQUESTS: dict[str, Request] = {
    # the server takes the password as a plain value too (seen on 10.1.3)
    "AuthRequest": Request(READ, "account(by!) password() csrfTokenSecured"),
    "ChangePasswordRequest": Request(ONCE, "account!(by!) oldPassword!() password!()"),
    "GetInfoRequest": Request(READ, "sections rights"),
    "ModifyPrefsRequest": Request(SETTLE, "pref*(name!)"),
}

_SECRET_FIELDS = ("password", "newPassword", "oldPassword", "authToken", "twoFactorCode")
_SECRET_ATTRIBUTE = re.compile(
    r"(password|secret|privatekey|preauthkey|tokenkey|dkimkey|sslcakey|selfsigned|signingkey|authorizationkey"
    r"|provisioningkey|keytab|recoverycode|authtokens|tokendata)$",
    re.IGNORECASE,
)


def repeatable(request: str, body: Mapping[str, Any]) -> bool:
    """True when sending the request twice does what sending it once does; a request not in the tables is not."""
    known = ADMIN_REQUESTS.get(request) or USER_REQUESTS.get(request)
    if known is None or known.kind == ONCE:
        return False
    # "+name" and "-name" add and drop single values: the second time is refused
    return not any(str(pair.get("n", "")).startswith(("+", "-")) for pair in body.get("a") or ())


def is_secret(attribute: str) -> bool:
    """True when the attribute's value must show up nowhere."""
    return bool(_SECRET_ATTRIBUTE.search(attribute))


def secrets_of(body: Mapping[str, Any]) -> list[str]:
    """The secret values in a request."""
    found = []
    for name in _SECRET_FIELDS:
        value = body.get(name)
        text = value.get("_content") if isinstance(value, Mapping) else value
        if isinstance(text, str) and text:
            found.append(text)
    attributes = body.get("a") or ()
    found += [str(a["_content"]) for a in attributes if is_secret(str(a.get("n", ""))) and a.get("_content")]
    return found
