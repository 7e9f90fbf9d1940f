# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distribution lists and who is on them."""

from __future__ import annotations

from typing import Any

from . import modify, rights
from .call import Call, admin
from .directory import Entry, LdapFault, person_dn
from .faults import Fault, invalid_request, no_such
from .lists_reach import MEMBERS, reaching
from .service import Service
from .table import check_address
from .wire import Body, flag, number, pairs, required, selector, text, texts

WHAT = "distribution list"


def list_exists(address: str) -> Fault:
    return Fault("account.DISTRIBUTION_LIST_EXISTS", f"email address already exists: {address}")


def look_up(service: Service, by: str, key: str) -> Entry | None:
    found = service.directory.by_id.get(key) if by == "id" else service.directory.by_address.get(key.lower())
    return found if found is not None and found.kind == "distributionList" else None


def of_id(call: Call, right: str) -> Entry:
    key = required(call.body, "id")
    found = look_up(call.service, "id", key)
    if found is None:
        rights.absent(call, right, key)
        raise no_such(WHAT, key)
    return found


def of_selector(call: Call, right: str) -> Entry:
    by, key = selector(call.body, "dl")
    found = look_up(call.service, by, key)
    if found is None:
        rights.absent(call, right, key)
        raise no_such(WHAT, key)
    return found


def head(entry: Entry) -> dict[str, Any]:
    return {"name": entry.name, "id": entry.id, "dynamic": False}


def encode(
    call: Call, entry: Entry, requested: frozenset[str] | None = None, *, members: bool = False
) -> dict[str, Any]:
    """`<dl>`; the members are an attribute in a search and elements of their own elsewhere."""
    hidden = frozenset() if members else frozenset({MEMBERS})
    rows = call.service.encode(entry.attrs, requested, rights.reader(call, entry), hidden)
    found = head(entry)
    if rows:
        found["a"] = rows
    owners = rights.owners(call.service, entry)
    if owners:
        found["owners"] = [{"owner": owners}]
    return found


@admin("CreateDistributionListRequest")
def create_distribution_list(call: Call) -> Body:
    service = call.service
    name = required(call.body, "name").lower().strip()
    attrs = {n: kept for n, values in pairs(call.body).items() if (kept := [v for v in values if v])}
    if flag(call.body, "dynamic", False):
        raise invalid_request("dynamic groups are not served here")
    if name.count("@") != 1:
        raise invalid_request(f"must be valid list address: {name}")
    domain = service.directory.find("domain", name.rpartition("@")[2])
    if domain is None:
        rights.absent(call, "createDistributionList", name)
        raise no_such("domain", name.rpartition("@")[2])
    rights.need(call, "createDistributionList", domain)
    rights.need_set_on_create(call, "dl", domain, attrs)
    check_address(name)
    modify.check(service, attrs)
    local = name.partition("@")[0]
    values = {
        "objectClass": ["zimbraDistributionList", "zimbraMailRecipient"],
        "zimbraId": [service.new_id()],
        "zimbraCreateTimestamp": [service.stamp()],
        "zimbraMailStatus": ["enabled"],
        "zimbraMailHost": [service.settings.server],
        **{service.table.canonical(key): value for key, value in attrs.items()},
        "mail": [name],
        "zimbraMailAlias": [name],
        "uid": [local],
    }
    if "displayName" in values:
        values["cn"] = values["displayName"]
    try:
        entry = modify.create(service, person_dn(name), values)
    except LdapFault as error:
        raise list_exists(name) from error
    return {"dl": [encode(call, entry)]}


@admin("GetDistributionListRequest")
def get_distribution_list(call: Call) -> Body:
    entry = of_selector(call, "getDistributionList")
    rights.seen(call, entry, "getDistributionList")
    limit, offset = number(call.body, "limit", 0), number(call.body, "offset", 0)
    if limit < 0 or offset < 0:
        raise invalid_request(f"limit{limit} is negative" if limit < 0 else f"offset{offset} is negative")
    requested = call.service.table.requested(text(call.body, "attrs"), "distributionList")
    found = encode(call, entry, requested)
    answer: Body = {"dl": [found]}
    allowed = rights.reader(call, entry)
    if allowed is not None and not allowed(MEMBERS):
        return answer
    members = sorted(entry.values(MEMBERS), reverse=not flag(call.body, "sortAscending", True))
    if offset > 0 and offset >= len(members):
        raise invalid_request(f"offset {offset} greater than size {len(members)}")
    stop = offset + limit if limit else len(members)
    if members[offset:stop]:
        found["dlm"] = [{"_content": member} for member in members[offset:stop]]
    return answer | {"more": stop < len(members), "total": len(members)}


@admin("GetAllDistributionListsRequest")
def get_all_distribution_lists(call: Call) -> Body:
    wanted = ""
    if call.body.get("domain") is not None:
        _by, wanted = selector(call.body, "domain")
    found = []
    for entry in call.service.directory.all("distributionList"):
        domain = call.service.domain_of(entry)
        names = ("", entry.domain, domain.id if domain is not None else "")
        if wanted in names and rights.may(call, "listDistributionList", entry):
            found.append(encode(call, entry, members=True))
    return {"dl": found} if found else {}


@admin("ModifyDistributionListRequest")
def modify_distribution_list(call: Call) -> Body:
    entry = of_id(call, "modifyDistributionList")
    attrs = pairs(call.body)
    rights.need_set(call, entry, attrs)
    modify.modify(call.service, entry, attrs)
    return {"dl": [encode(call, entry)]}


@admin("RenameDistributionListRequest")
def rename_distribution_list(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "renameDistributionList")
    new_name = required(call.body, "newName").lower().strip()
    rights.need(call, "renameDistributionList", entry)
    domain = service.directory.find("domain", new_name.rpartition("@")[2])
    if domain is None:
        raise no_such("domain", new_name.rpartition("@")[2])
    rights.need(call, "createDistributionList", domain)
    if service.directory.by_address.get(new_name) or service.directory.find("alias", new_name):
        raise list_exists(new_name)
    old = entry.name
    new = {
        key: [new_name if value == old else value for value in entry.values(key)] for key in ("mail", "zimbraMailAlias")
    }
    service.directory.move(entry, person_dn(new_name), {**new, "uid": [new_name.partition("@")[0]]})
    return {"dl": [encode(call, entry)]}


@admin("DeleteDistributionListRequest")
def delete_distribution_list(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "deleteDistributionList")
    rights.need(call, "deleteDistributionList", entry)
    drop_address(service, entry.name)
    for alias in entry.values("zimbraMailAlias"):
        found = service.directory.find("alias", alias)
        if found is not None and found.get("zimbraAliasTargetId") == entry.id:
            service.directory.delete(found)
    rights.forget_grantee(service, entry.id)
    service.directory.delete(entry)
    return {}


@admin("AddDistributionListAliasRequest")
def add_distribution_list_alias(call: Call) -> Body:
    from .accounts import add_alias

    entry = of_id(call, "addDistributionListAlias")
    rights.need(call, "addDistributionListAlias", entry)
    add_alias(call, entry, required(call.body, "alias").lower().strip())
    return {}


@admin("RemoveDistributionListAliasRequest")
def remove_distribution_list_alias(call: Call) -> Body:
    from .accounts import remove_alias

    entry = of_id(call, "removeDistributionListAlias")
    rights.need(call, "removeDistributionListAlias", entry)
    remove_alias(call, entry, required(call.body, "alias").lower())
    return {}


@admin("AddDistributionListMemberRequest")
def add_members(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "addDistributionListMember")
    members = [member.lower() for member in texts(call.body, "dlm")]
    if not members:
        raise invalid_request("members to add not specified")
    rights.need(call, "addDistributionListMember", entry)
    own = {address.lower() for address in entry.addresses}
    for member in members:
        if member in own:
            raise invalid_request(f"Cannot add self as a member: {member}")
        check_address(member)
    modify.modify(service, entry, {f"+{MEMBERS}": members})
    return {}


@admin("RemoveDistributionListMemberRequest")
def remove_members(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "removeDistributionListMember")
    members = [member.lower() for member in texts(call.body, "dlm")]
    for name in texts(call.body, "account"):
        account = service.directory.by_address.get(name.lower())
        members += account.addresses if account is not None else []
    if not members:
        raise invalid_request("members to remove not specified")
    rights.need(call, "removeDistributionListMember", entry)
    remove(service, entry, members)
    return {}


def remove(service: Service, entry: Entry, members: list[str]) -> None:
    """Drop members with all their other addresses; an address that is not on the list is a fault."""
    have = {member.lower() for member in entry.values(MEMBERS)}
    failed = [member for member in members if member not in have]
    gone: set[str] = set()
    for member in members:
        target = service.directory.by_address.get(member)
        gone.update([member], (address.lower() for address in (target.addresses if target is not None else [])))
    if failed:
        text_ = f"non-existent members: {','.join(failed)} in distribution list: {entry.name}"
        raise Fault("account.NO_SUCH_MEMBER", text_)
    service.write(entry, {MEMBERS: [member for member in entry.values(MEMBERS) if member.lower() not in gone]})


def drop_address(service: Service, address: str) -> None:
    """Take one address off every list."""
    for entry in list(service.directory.all("distributionList")):
        members = entry.values(MEMBERS)
        if address in members:
            service.write(entry, {MEMBERS: [member for member in members if member != address]})


def drop_everywhere(service: Service, account: Entry) -> None:
    """Take an account and all its aliases off every list, as closing and deleting do."""
    gone = {address.lower() for address in account.addresses}
    for entry in list(service.directory.all("distributionList")):
        members = entry.values(MEMBERS)
        kept = [member for member in members if member.lower() not in gone]
        if len(kept) != len(members):
            service.write(entry, {MEMBERS: kept})


@admin("GetAccountMembershipRequest")
def get_account_membership(call: Call) -> Body:
    from .accounts import of_selector as account_of

    account = account_of(call, "getAccountMembership")
    rights.need(call, "getAccountMembership", account)
    return _memberships(call, account)


@admin("GetDistributionListMembershipRequest")
def get_distribution_list_membership(call: Call) -> Body:
    entry = of_selector(call, "getDistributionListMembership")
    rights.need(call, "getDistributionListMembership", entry)
    return _memberships(call, entry)


def _memberships(call: Call, entry: Entry) -> Body:
    found = reaching(call.service, {address.lower() for address in entry.addresses})
    rows = [head(group) | ({"via": via} if via else {}) for group, via in found]
    return {"dl": rows} if rows else {}
