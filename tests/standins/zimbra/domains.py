# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Domains, servers and the global config."""

from __future__ import annotations

from typing import Any

from . import modify, rights
from .call import Call, admin
from .directory import Entry, LdapFault, domain_dn, escape
from .faults import Fault, invalid_request, no_such, perm_denied
from .service import Service
from .wire import Body, flag, pairs, required, selector, text, texts

GET_ALL_CONFIG = "getGlobalConfig"


# -- domains ---------------------------------------------------------------------------------------------------------


def look_up_domain(service: Service, by: str, key: str) -> Entry | None:
    directory = service.directory
    if by == "id":
        found = directory.by_id.get(key)
    elif by == "virtualHostname":
        found = next((entry for entry in directory.all("domain") if key in entry.values("zimbraVirtualHostname")), None)
    else:
        found = directory.find("domain", key)
    return found if found is not None and found.kind == "domain" else None


def encode_domain(
    call: Call, entry: Entry, *, apply: bool = True, requested: frozenset[str] | None = None
) -> dict[str, Any]:
    rows = call.service.encode(call.service.attributes(entry, apply), requested, rights.reader(call, entry))
    return {"name": entry.name, "id": entry.id} | ({"a": rows} if rows else {})


def make_domain(service: Service, name: str, attrs: dict[str, list[str]]) -> Entry:
    """The domain's entry with those above it and the two branches below; LdapFault 68 when it is there."""
    parts = name.split(".")
    for index in range(len(parts) - 1, 0, -1):
        upper = ".".join(parts[index:])
        if domain_dn(upper).lower() not in service.directory.by_dn:
            plain = {"objectClass": ["dcObject", "organization"], "o": [f"{upper} domain"], "dc": [parts[index]]}
            service.directory.create(domain_dn(upper), plain)
    dn = domain_dn(name)
    values = {
        "zimbraDomainType": ["local"],
        "zimbraDomainStatus": ["active"],
        "zimbraMailStatus": ["enabled"],
        **attrs,
        "objectClass": ["dcObject", "organization", "zimbraDomain", "amavisAccount"],
        "zimbraId": attrs.get("zimbraId", [service.new_id()]),
        "zimbraCreateTimestamp": [service.stamp()],
        "zimbraDomainName": [name],
        "o": [f"{name} domain"],
        "dc": [parts[0]],
    }
    present = service.directory.by_dn.get(dn.lower())
    if present is not None and present.kind != "domain":
        service.directory.delete(present)
    entry = modify.create(service, dn, values)
    people = {"objectClass": ["organizationalRole"], "ou": ["people"], "cn": ["people"]}
    service.directory.create(f"ou=people,{dn}", people)
    groups = {"objectClass": ["organizationalRole"], "cn": ["groups"], "description": ["dynamic groups base"]}
    service.directory.create(f"cn=groups,{dn}", groups)
    return entry


@admin("CreateDomainRequest")
def create_domain(call: Call) -> Body:
    service = call.service
    name = required(call.body, "name").lower().strip()
    attrs = {n: kept for n, values in pairs(call.body).items() if (kept := [v for v in values if v])}
    rights.need(call, "createTopDomain", service.config)
    if service.directory.find("domain", name) is not None:
        raise Fault("account.DOMAIN_EXISTS", f"domain already exists: {name}")
    modify.check(service, attrs)
    try:
        entry = make_domain(service, name, {service.table.canonical(key): value for key, value in attrs.items()})
    except LdapFault as error:
        raise modify.create_fault(service, error) from error
    service.changed(entry)
    return {"domain": [encode_domain(call, entry)]}


@admin("GetDomainRequest")
def get_domain(call: Call) -> Body:
    by, key = selector(call.body, "domain")
    entry = look_up_domain(call.service, by, key)
    if entry is None:
        rights.absent(call, "getDomain", key)
        raise no_such("domain", key)
    rights.seen(call, entry, "getDomain")
    requested = call.service.table.requested(text(call.body, "attrs"), "domain")
    return {"domain": [encode_domain(call, entry, apply=flag(call.body, "applyConfig", True), requested=requested)]}


@admin("GetAllDomainsRequest")
def get_all_domains(call: Call) -> Body:
    apply = flag(call.body, "applyConfig", True)
    entries = sorted(call.service.directory.all("domain"), key=lambda entry: entry.name)
    found = [encode_domain(call, entry, apply=apply) for entry in entries if rights.may(call, "listDomain", entry)]
    return {"domain": found} if found else {}


def domain_of_id(call: Call, right: str) -> Entry:
    key = required(call.body, "id")
    entry = look_up_domain(call.service, "id", key)
    if entry is None:
        rights.absent(call, right, key)
        raise no_such("domain", key)
    return entry


@admin("ModifyDomainRequest")
def modify_domain(call: Call) -> Body:
    service = call.service
    entry = domain_of_id(call, "modifyDomain")
    attrs = pairs(call.body)
    if service.value(entry, "zimbraDomainStatus") == "shutdown":
        raise perm_denied("can not access domain, domain is in shutdown status")
    for cos_id in attrs.get("zimbraDomainDefaultCOSId", []):
        found = service.directory.by_id.get(cos_id)
        if cos_id and (found is None or found.kind != "cos"):
            raise no_such("cos", cos_id)
        if found is not None:
            rights.need(call, "assignCos", found)
    rights.need_set(call, entry, attrs)
    modify.modify(service, entry, attrs)
    return {"domain": [encode_domain(call, entry)]}


@admin("DeleteDomainRequest")
def delete_domain(call: Call) -> Body:
    service = call.service
    entry = domain_of_id(call, "deleteDomain")
    rights.need(call, "deleteDomain", entry)
    kinds = ("account", "calendarResource", "distributionList", "alias")
    if any(other.domain == entry.name for kind in kinds for other in service.directory.all(kind)):
        raise Fault("account.DOMAIN_NOT_EMPTY", f"domain not empty: {entry.name}")
    for below in [row for dn, row in service.directory.by_dn.items() if dn.endswith("," + entry.dn.lower())]:
        service.directory.delete(below)
    service.directory.delete(entry)
    service.changed(entry)
    return {}


@admin("GetDomainInfoRequest", auth=False)
def get_domain_info(call: Call) -> Body:
    by, key = selector(call.body, "domain")
    entry = look_up_domain(call.service, by, key)
    name = entry.name if entry is not None else "VALUE-BLOCKED"
    return {"domain": [{"name": name, "id": entry.id if entry is not None else "globalconfig-dummy-id"}]}


# -- servers ---------------------------------------------------------------------------------------------------------


def encode_server(
    call: Call, entry: Entry, *, apply: bool = True, requested: frozenset[str] | None = None
) -> dict[str, Any]:
    rows = call.service.encode(call.service.attributes(entry, apply), requested, rights.reader(call, entry))
    return {"name": entry.name, "id": entry.id} | ({"a": rows} if rows else {})


def look_up_server(service: Service, by: str, key: str) -> Entry | None:
    found = service.directory.by_id.get(key) if by == "id" else service.directory.find("server", key)
    return found if found is not None and found.kind == "server" else None


@admin("GetServerRequest")
def get_server(call: Call) -> Body:
    by, key = selector(call.body, "server")
    entry = look_up_server(call.service, by, key)
    if entry is None:
        rights.absent(call, "getServer", key)
        raise no_such("server", key)
    rights.seen(call, entry, "getServer")
    requested = call.service.table.requested(text(call.body, "attrs"), "server")
    return {"server": [encode_server(call, entry, apply=flag(call.body, "applyConfig", True), requested=requested)]}


@admin("GetAllServersRequest")
def get_all_servers(call: Call) -> Body:
    service_name = text(call.body, "service")
    apply = flag(call.body, "applyConfig", True)
    found = [
        encode_server(call, entry, apply=apply)
        for entry in call.service.directory.all("server")
        if (not service_name or service_name in entry.values("zimbraServiceEnabled"))
        and rights.may(call, "listServer", entry)
    ]
    return {"server": found} if found else {}


@admin("CreateServerRequest")
def create_server(call: Call) -> Body:
    service = call.service
    name = required(call.body, "name").lower().strip()
    attrs = {n: kept for n, values in pairs(call.body).items() if (kept := [v for v in values if v])}
    rights.need(call, "createServer", service.config)
    modify.check(service, attrs)
    values = {
        **{service.table.canonical(key): value for key, value in attrs.items()},
        "objectClass": ["zimbraServer"],
        "zimbraId": [service.new_id()],
        "zimbraCreateTimestamp": [service.stamp()],
        "cn": [name],
        "zimbraServiceHostname": attrs.get("zimbraServiceHostname", [name]),
    }
    try:
        entry = modify.create(service, f"cn={escape(name)},cn=servers,cn=zimbra", values)
    except LdapFault as error:
        raise Fault("account.SERVER_EXISTS", f"server already exists: {name}") from error
    return {"server": [encode_server(call, entry)]}


@admin("ModifyServerRequest")
def modify_server(call: Call) -> Body:
    key = required(call.body, "id")
    entry = look_up_server(call.service, "id", key)
    if entry is None:
        rights.absent(call, "modifyServer", key)
        raise no_such("server", key)
    attrs = pairs(call.body)
    rights.need_set(call, entry, attrs)
    modify.modify(call.service, entry, attrs)
    return {"server": [encode_server(call, entry)]}


# -- global config ---------------------------------------------------------------------------------------------------


@admin("GetConfigRequest")
def get_config(call: Call) -> Body:
    """One attribute; what comes after the first `a` is not looked at, and what is not there gives nothing."""
    rows = call.body.get("a")
    row = rows[0] if isinstance(rows, list) and rows else rows
    if not isinstance(row, dict) or not row.get("n"):
        raise invalid_request("missing required element: a")
    name = call.service.table.canonical(str(row["n"]))
    config = call.service.config
    rights.need_get(call, config, name)
    found = call.service.encode({name: config.values(name)} if config.values(name) else {})
    return {"a": found} if found else {}


@admin("GetAllConfigRequest")
def get_all_config(call: Call) -> Body:
    config = call.service.config
    rights.seen(call, config, GET_ALL_CONFIG)
    return {"a": call.service.encode(config.attrs, None, rights.reader(call, config))}


@admin("ModifyConfigRequest")
def modify_config(call: Call) -> Body:
    attrs = pairs(call.body)
    config = call.service.config
    rights.need_set(call, config, attrs)
    modify.modify(call.service, config, attrs)
    return {}


@admin("FlushCacheRequest")
def flush_cache(call: Call) -> Body:
    """Read again from slapd: single entries when they are named, everything otherwise."""
    service = call.service
    rights.need(call, "flushCache", service.server)
    cache = call.body.get("cache")
    cache = (cache[0] if isinstance(cache, list) else cache) or {}
    kinds = (text(cache, "type", "") or "").split(",")
    entries = cache.get("entry") or []
    for row in entries if isinstance(entries, list) else [entries]:
        by, key = text(row, "by", "name"), text(row, "_content", "") or ""
        found = service.directory.by_id.get(key) if by == "id" else None
        found = found or service.directory.by_address.get(key.lower())
        found = found or next((e for kind in kinds if (e := service.directory.find(kind, key)) is not None), None)
        if found is None:
            raise no_such(kinds[0] or "account", key)
        service.directory.reload(found)
    if not entries:
        service.directory.load()
    service.forget_inherited()
    return {}


@admin("CountObjectsRequest")
def count_objects(call: Call) -> Body:
    kinds = {"userAccount": "account", "account": "account", "dl": "distributionList", "alias": "alias"}
    kinds |= {"domain": "domain", "cos": "cos", "server": "server", "calresource": "calendarResource"}
    wanted = required(call.body, "type")
    if wanted not in kinds:
        raise invalid_request(f"unsupported object type: {wanted}")
    names = {name.lower() for name in texts(call.body, "domain")}
    found = [e for e in call.service.directory.all(kinds[wanted]) if not names or e.domain in names]
    return {"num": len(found), "type": wanted}
