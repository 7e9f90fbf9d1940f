# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests about single accounts."""

from __future__ import annotations

from typing import Any

from . import lists, modify, passwords, rights
from .call import Call, admin
from .directory import Entry, LdapFault, person_dn
from .faults import Fault, exists, invalid_request, missing, no_such, perm_denied
from .service import Service
from .table import check_address
from .wire import Body, flag, pairs, required, selector, text

SEARCHABLE = {"name", "id", "foreignPrincipal", "adminName", "appAdminName", "krb5Principal"}


def look_up(service: Service, by: str, key: str) -> Entry | None:
    """An account by a selector; `name` may be an alias."""
    directory = service.directory
    if by == "id":
        found = directory.by_id.get(key)
    elif by in ("name", "adminName", "appAdminName"):
        name = key if "@" in key else f"{key}@{service.settings.domain}"
        found = directory.by_address.get(name.lower())
    elif by == "foreignPrincipal":
        wanted = key.lower()
        hits = [
            entry for entry in directory.all("account")
            if any(value.lower() == wanted for value in entry.values("zimbraForeignPrincipal"))
        ]  # fmt: skip
        if len(hits) > 1:
            raise Fault("account.MULTIPLE_ACCOUNTS_MATCHED", f"multiple accounts matched: {key}")
        found = hits[0] if hits else None
    else:
        raise invalid_request(f"unknown AccountBy: {by}")
    return found if found is not None and found.kind in ("account", "calendarResource") else None


def of_id(call: Call, right: str) -> Entry:
    """The account of an `id` attribute; without the right nobody learns whether it is there."""
    key = required(call.body, "id")
    found = look_up(call.service, "id", key)
    if found is None:
        rights.absent(call, right, key)
        raise no_such("account", key)
    return found


def of_selector(call: Call, right: str) -> Entry:
    by, key = selector(call.body, "account")
    found = look_up(call.service, by, key)
    if found is None:
        rights.absent(call, right, key)
        raise no_such("account", key)
    return found


def encode(
    call: Call, entry: Entry, *, apply: bool = True, requested: frozenset[str] | None = None, effective: bool = False
) -> dict[str, Any]:
    """`<account>` with its attributes."""
    allowed = rights.reader(call, entry)
    attrs = call.service.attributes(entry, apply)
    if effective:
        attrs["zimbraMailQuota"] = [str(effective_quota(call.service, entry))]
    rows = call.service.encode(attrs, requested, allowed)
    found: dict[str, Any] = {"name": entry.name, "id": entry.id}
    if rows:
        found["a"] = rows
    return found


def effective_quota(service: Service, entry: Entry) -> int:
    """The account's quota, or the domain's per-account maximum when that is smaller; 0 is unlimited."""
    quota = service.integer(entry, "zimbraMailQuota")
    domain = service.domain_of(entry)
    limit = service.integer(domain, "zimbraMailDomainQuota") if domain is not None else 0
    bounds = [value for value in (quota, limit) if value > 0]
    return min(bounds) if bounds else 0


def check_suspended(service: Service, domain: Entry) -> None:
    status = service.value(domain, "zimbraDomainStatus")
    if status in ("suspended", "shutdown"):
        raise perm_denied(f"domain is {status}")


def domain_for(call: Call, address: str) -> Entry:
    """The domain that an address is to be made in."""
    if address.count("@") != 1 or not address.split("@")[1]:
        raise invalid_request(f"must be valid email address: {address}")
    name = address.rpartition("@")[2]
    found = call.service.directory.find("domain", name)
    if found is None:
        rights.absent(call, "createAccount", name)
        raise no_such("domain", name)
    return found


@admin("CreateAccountRequest")
def create_account(call: Call) -> Body:
    service = call.service
    name = required(call.body, "name").lower().strip()
    password = text(call.body, "password")
    attrs = {n: kept for n, values in pairs(call.body).items() if (kept := [v for v in values if v])}
    domain = domain_for(call, name)
    check_suspended(service, domain)
    rights.need(call, "createAccount", domain)
    rights.need_set_on_create(call, "account", domain, attrs)
    check_cos(call, attrs, domain.name)
    check_address(name)
    own_id = attrs.pop("zimbraId", None)
    modify.check(service, attrs)
    values = new_account(service, name, attrs)
    values["zimbraId"] = own_id or [service.new_id()]
    if "userPassword" not in values and password:
        cos = service.directory.by_id.get(attrs.get("zimbraCOSId", [""])[0]) or service.default_cos(domain.name)

        def rule(key: str) -> str:
            return values[key][0] if key in values else cos.get(key)

        passwords.check_strength(rule, password, name.partition("@")[0])
        values["userPassword"] = [passwords.hashed(password)]
    dn = person_dn(name)
    try:
        entry = modify.create(service, dn, values)
    except LdapFault as error:
        raise exists(name, dn) from error
    return {"account": [encode(call, entry)]}


def new_account(service: Service, name: str, attrs: dict[str, list[str]]) -> dict[str, list[str]]:
    """All attributes that a new account gets, with those that were given."""
    canonical = {service.table.canonical(key): values for key, values in attrs.items()}
    local = name.partition("@")[0]
    stamp = service.stamp()
    port = service.value(service.server, "zimbraLmtpBindPort") or str(service.settings.lmtp_port)
    values: dict[str, list[str]] = {
        "objectClass": ["inetOrgPerson", "zimbraAccount", "amavisAccount"],
        "zimbraCreateTimestamp": [stamp],
        "zimbraPasswordModifiedTime": [stamp],
        "zimbraAccountStatus": ["active"],
        "zimbraMailHost": [service.settings.server],
        "zimbraMailTransport": [f"lmtp:{service.settings.server}:{port}"],
        "zimbraMailStatus": ["enabled"],
        "zimbraMailDeliveryAddress": [name],
        "cn": canonical.get("displayName", [local]),
        "sn": [local],
    }
    if canonical.get("zimbraAccountStatus", [""])[0] in ("closed", "pending"):
        values["zimbraMailStatus"] = ["disabled"]
    values |= canonical
    return values | {"mail": [name], "uid": [local]}


def check_cos(call: Call, attrs: dict[str, list[str]], domain: str) -> None:
    """A COS that is named must exist, and a delegated administrator needs assignCos on it."""
    name = next((key for key in attrs if key.lstrip("+").lower() == "zimbracosid"), None)
    if name is None:
        return
    key = attrs[name][0]
    found: Entry | None
    if key == "":
        entry = call.service.directory.find("domain", domain)
        if entry is None or not entry.get("zimbraDomainDefaultCOSId"):
            return
        key = entry.get("zimbraDomainDefaultCOSId")
    found = call.service.directory.by_id.get(key)
    if found is None or found.kind != "cos":
        named = call.service.directory.find("cos", key)
        if named is None:
            raise no_such("cos", key)
        attrs[name] = [named.id]
        found = named
    rights.need(call, "assignCos", found)


@admin("GetAccountRequest")
def get_account(call: Call) -> Body:
    if call.body.get("account") is None:
        raise invalid_request("missing <account>")
    entry = of_selector(call, "getAccountInfo")
    rights.seen(call, entry, "getAccountInfo")
    requested = call.service.table.requested(text(call.body, "attrs"), "account")
    apply = flag(call.body, "applyCos", True)
    effective = flag(call.body, "effectiveQuota", False)
    return {"account": [encode(call, entry, apply=apply, requested=requested, effective=effective)]}


@admin("GetAccountInfoRequest")
def get_account_info(call: Call) -> Body:
    entry = of_selector(call, "getAccountInfo")
    rights.need(call, "getAccountInfo", entry)
    service = call.service
    rows = [{"n": "zimbraId", "_content": entry.id}, {"n": "zimbraMailHost", "_content": entry.get("zimbraMailHost")}]
    cos = service.cos_of(entry)
    base = f"https://{service.settings.server}"
    return {
        "name": entry.name,
        "a": rows,
        "cos": {"id": cos.id, "name": cos.name},
        "soapURL": [{"_content": f"{base}/service/soap/"}],
        "adminSoapURL": [{"_content": f"{base}:7071/service/admin/soap/"}],
        "publicMailURL": [{"_content": base}],
    }


@admin("ModifyAccountRequest")
def modify_account(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "modifyAccount")
    attrs = pairs(call.body)
    rights.need_set(call, entry, attrs)
    rights.need_quota(call, entry, attrs)
    check_cos(call, attrs, entry.domain)
    ask_host = attrs.get("zimbraMailHost")
    if ask_host and ask_host[0] and service.directory.find("server", ask_host[0]) is None:
        raise no_such("server", ask_host[0])
    modify.modify(service, entry, attrs)
    if "zimbraAccountStatus" in attrs and entry.get("zimbraAccountStatus") == "closed":
        lists.drop_everywhere(service, entry)
    return {"account": [encode(call, entry)]}


@admin("DeleteAccountRequest")
def delete_account(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "deleteAccount")
    rights.need(call, "deleteAccount", entry)
    lists.drop_everywhere(service, entry)
    for alias in entry.values("zimbraMailAlias"):
        found = service.directory.find("alias", alias)
        if found is not None and found.get("zimbraAliasTargetId") == entry.id:
            service.directory.delete(found)
    rights.forget_grantee(service, entry.id)
    service.directory.delete(entry)
    service.store.drop(entry.id)
    return {}


@admin("RenameAccountRequest")
def rename_account(call: Call) -> Body:
    directory = call.service.directory
    entry = of_id(call, "renameAccount")
    new_name = required(call.body, "newName").lower().strip()
    rights.need(call, "renameAccount", entry)
    domain = domain_for(call, new_name)
    rights.need(call, "createAccount", domain)
    check_address(new_name)
    other = directory.by_address.get(new_name)
    if (other is not None and (other is not entry or new_name != entry.name)) or directory.find("alias", new_name):
        raise exists(new_name)
    old_name = entry.name

    def renamed(values: list[str]) -> list[str]:
        return [new_name if value.lower() == old_name else value for value in values]

    local = new_name.partition("@")[0]
    new = {"uid": [local], "mail": renamed(entry.values("mail")), "zimbraMailDeliveryAddress": [new_name]}
    if not entry.get("displayName") and entry.get("cn") == old_name.partition("@")[0]:
        new["cn"] = [local]
    directory.move(entry, person_dn(new_name), new)
    for group in list(directory.all("distributionList")):
        members = group.values("zimbraMailForwardingAddress")
        if old_name in members:
            directory.modify(group, {"zimbraMailForwardingAddress": renamed(members)})
    return {"account": [encode(call, entry)]}


@admin("SetPasswordRequest")
def set_password(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "setAccountPassword")
    password = required(call.body, "newPassword")
    enforce = False
    if not rights.may(call, "setAccountPassword", entry):
        rights.need(call, "changeAccountPassword", entry)
        enforce = True
    found = passwords.violation(service, entry, password, age=enforce)
    if found is not None and enforce:
        raise found
    passwords.store(service, entry, password)
    if found is None:
        return {}
    message = f"Password violation: account={entry.name}, violation={found.reason}.  Password is set successfully."
    return {"message": [{"_content": message}]}


@admin("CheckPasswordStrengthRequest")
def check_password_strength(call: Call) -> Body:
    entry = of_id(call, "checkPasswordStrength")
    rights.need(call, "checkPasswordStrength", entry)
    passwords.check(call.service, entry, required(call.body, "password"))
    return {}


# -- aliases ---------------------------------------------------------------------------------------------------------


@admin("AddAccountAliasRequest")
def add_account_alias(call: Call) -> Body:
    entry = of_id(call, "addAccountAlias")
    alias = required(call.body, "alias").lower().strip()
    rights.need(call, "addAccountAlias", entry)
    add_alias(call, entry, alias)
    return {}


def add_alias(call: Call, entry: Entry, alias: str) -> None:
    """An alias entry, and the address on its target."""
    service = call.service
    domain = domain_for(call, alias)
    rights.need(call, "createAlias", domain)
    check_address(alias)
    dn = person_dn(alias)
    present = service.directory.by_dn.get(dn.lower())
    if present is not None and not _may_repair(service, present, entry, alias):
        raise exists(alias, dn)
    if present is None:
        values = {
            "objectClass": ["zimbraAlias"],
            "uid": [alias.partition("@")[0]],
            "zimbraId": [service.new_id()],
            "zimbraCreateTimestamp": [service.stamp()],
            "zimbraAliasTargetId": [entry.id],
        }
        try:
            modify.create(service, dn, values)
        except LdapFault as error:
            raise exists(alias, dn) from error
    new = modify.resolve(service, entry, {"+zimbraMailAlias": [alias], "+mail": [alias]})
    try:
        service.write(entry, new)
    except LdapFault as error:
        raise modify.modify_fault(service, error) from error


def _may_repair(service: Service, present: Entry, entry: Entry, alias: str) -> bool:
    """An alias entry that leads nowhere, or to this entry without being on it, is taken over."""
    if present.kind != "alias":
        return False
    target = service.directory.by_id.get(present.get("zimbraAliasTargetId"))
    if target is None:
        service.directory.delete(present)
        service.directory.create(present.dn, {**present.attrs, "zimbraAliasTargetId": [entry.id]})
        return True
    return target is entry and not (alias in entry.values("zimbraMailAlias") and alias in entry.values("mail"))


@admin("RemoveAccountAliasRequest")
def remove_account_alias(call: Call) -> Body:
    service = call.service
    key = text(call.body, "id")
    alias = required(call.body, "alias").lower()
    entry = look_up(service, "id", key) if key else None
    if entry is not None:
        rights.need(call, "removeAccountAlias", entry)
    elif key and not call.is_global_admin:
        raise missing("id")
    remove_alias(call, entry, alias)
    return {}


def remove_alias(call: Call, entry: Entry | None, alias: str) -> None:
    service = call.service
    domain = service.directory.find("domain", alias.rpartition("@")[2])
    if domain is None:
        raise no_such("domain", alias.rpartition("@")[2])
    rights.need(call, "deleteAlias", domain)
    present = service.directory.find("alias", alias)
    target = service.directory.by_id.get(present.get("zimbraAliasTargetId")) if present is not None else None
    points_here = present is not None and entry is not None and target is entry
    if entry is not None:
        service.write(entry, modify.resolve(service, entry, {"-mail": [alias], "-zimbraMailAlias": [alias]}))
    if target is None or points_here:
        lists.drop_address(service, alias)
    if present is not None and (points_here or target is None):
        service.directory.delete(present)
    if entry is not None and not points_here:
        raise no_such("alias", alias)
