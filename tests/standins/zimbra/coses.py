# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classes of service."""

from __future__ import annotations

from typing import Any

from . import modify, rights
from .call import Call, admin
from .directory import Entry, LdapFault, escape
from .faults import Fault, invalid_request, no_such
from .service import Service
from .wire import Body, pairs, required, selector, text

NOT_COPIED = frozenset({"objectClass", "zimbraId", "zimbraCreateTimestamp", "zimbraACE", "cn", "description"})


def look_up(service: Service, by: str, key: str) -> Entry | None:
    found = service.directory.by_id.get(key) if by == "id" else service.directory.find("cos", key)
    return found if found is not None and found.kind == "cos" else None


def of_id(call: Call, right: str) -> Entry:
    key = required(call.body, "id", element=True)
    found = look_up(call.service, "id", key)
    if found is None:
        rights.absent(call, right, key)
        raise no_such("cos", key)
    return found


def encode(call: Call, entry: Entry, requested: frozenset[str] | None = None) -> dict[str, Any]:
    """`<cos>`; what accounts do not inherit is flagged `c`."""
    rows = call.service.encode(entry.attrs, requested, rights.reader(call, entry))
    for row in rows:
        if row["n"] not in call.service.table.account_inherits:
            row["c"] = True
    found: dict[str, Any] = {"name": entry.name, "id": entry.id}
    if entry.name == "default":
        found["isDefaultCos"] = True
    if rows:
        found["a"] = rows
    return found


def cos_exists(name: str) -> Fault:
    return Fault("account.COS_EXISTS", f"cos already exists: {name}")


@admin("GetCosRequest")
def get_cos(call: Call) -> Body:
    by, key = selector(call.body, "cos")
    entry = look_up(call.service, by, key)
    if entry is None:
        rights.absent(call, "getCos", key)
        raise no_such("cos", key)
    rights.seen(call, entry, "getCos")
    requested = call.service.table.requested(text(call.body, "attrs"), "cos")
    return {"cos": [encode(call, entry, requested)]}


@admin("GetAllCosRequest")
def get_all_cos(call: Call) -> Body:
    entries = sorted(call.service.directory.all("cos"), key=lambda entry: entry.name)
    found = [encode(call, entry) for entry in entries if rights.may(call, "listCos", entry)]
    return {"cos": found} if found else {}


@admin("CreateCosRequest")
def create_cos(call: Call) -> Body:
    """A new COS has the values of the default one, and over them what the request says."""
    service = call.service
    name = required(call.body, "name", element=True).lower().strip()
    attrs = pairs(call.body)
    rights.need(call, "createCos", service.config)
    rights.need_set_on_create(call, "cos", service.config, attrs)
    default = service.directory.find("cos", "default")
    values = {key: list(value) for key, value in (default.attrs if default else {}).items() if key not in NOT_COPIED}
    for key, given in attrs.items():
        plain = service.table.canonical(key)
        values.pop(plain, None)
        if any(given):
            values[plain] = [value for value in given if value]
    modify.check(service, values)
    values |= {
        "objectClass": ["zimbraCOS"],
        "zimbraId": [service.new_id()],
        "zimbraCreateTimestamp": [service.stamp()],
        "cn": [name],
    }
    try:
        entry = modify.create(service, f"cn={escape(name)},cn=cos,cn=zimbra", values)
    except LdapFault as error:
        raise cos_exists(name) from error
    return {"cos": [encode(call, entry)]}


@admin("CopyCosRequest")
def copy_cos(call: Call) -> Body:
    service = call.service
    name = required(call.body, "name", element=True).lower().strip()
    by, key = selector(call.body, "cos")
    source = look_up(service, by, key)
    if source is None:
        raise no_such("cos", key)
    rights.need(call, "createCos", service.config)
    rights.need(call, "getCos", source)
    values = {key: list(value) for key, value in source.attrs.items() if key not in NOT_COPIED}
    values |= {"objectClass": ["zimbraCOS"], "zimbraId": [service.new_id()], "cn": [name]}
    values["zimbraCreateTimestamp"] = [service.stamp()]
    try:
        entry = modify.create(service, f"cn={escape(name)},cn=cos,cn=zimbra", values)
    except LdapFault as error:
        raise cos_exists(name) from error
    return {"cos": [encode(call, entry)]}


@admin("ModifyCosRequest")
def modify_cos(call: Call) -> Body:
    entry = of_id(call, "modifyCos")
    attrs = pairs(call.body)
    rights.need_set(call, entry, attrs)
    modify.modify(call.service, entry, attrs)
    return {"cos": [encode(call, entry)]}


@admin("RenameCosRequest")
def rename_cos(call: Call) -> Body:
    service = call.service
    entry = of_id(call, "renameCos")
    name = required(call.body, "newName", element=True).lower().strip()
    rights.need(call, "renameCos", entry)
    if entry.name == "default":
        raise invalid_request("unable to rename default cos")
    if service.directory.find("cos", name) is not None:
        raise cos_exists(name)
    service.directory.move(entry, f"cn={escape(name)},cn=cos,cn=zimbra", {"cn": [name]})
    service.changed(entry)
    return {"cos": [encode(call, entry)]}


@admin("DeleteCosRequest")
def delete_cos(call: Call) -> Body:
    """Nobody looks whether accounts use it: they keep an id that leads nowhere."""
    entry = of_id(call, "deleteCos")
    rights.need(call, "deleteCos", entry)
    if entry.name == "default":
        raise invalid_request("unable to delete default cos")
    call.service.directory.delete(entry)
    call.service.changed(entry)
    return {}
