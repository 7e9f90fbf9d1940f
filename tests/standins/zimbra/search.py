# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SearchDirectory and the other requests that list accounts."""

from __future__ import annotations

from typing import Any

from . import accounts, coses, domains, lists, rights
from .call import Call, admin
from .directory import Entry
from .faults import Fault, failure, invalid_request, no_such
from .filters import BadFilter, compile_filter
from .service import Service
from .wire import Body, flag, number, selector, text

#: what `types` may name -> kind of entry
TYPES = {
    "accounts": "account",
    "aliases": "alias",
    "distributionlists": "distributionList",
    "resources": "calendarResource",
    "domains": "domain",
    "coses": "cos",
    "dynamicgroups": "group",
}
BASE = {
    "account": "(&(objectclass=zimbraAccount)(!(objectclass=zimbraCalendarResource)))",
    "alias": "(objectclass=zimbraAlias)",
    "distributionList": "(objectclass=zimbraDistributionList)",
    "calendarResource": "(objectclass=zimbraCalendarResource)",
    "domain": "(objectclass=zimbraDomain)",
    "cos": "(objectclass=zimbraCos)",
    "group": "(objectclass=zimbraGroup)",
}
LISTED = {
    "account": "listAccount", "alias": "listAlias", "distributionList": "listDistributionList",
    "calendarResource": "listCalendarResource", "domain": "listDomain", "cos": "listCos",
}  # fmt: skip
ENDLESS = 2**31 - 1


def kinds_of(types: str) -> list[str]:
    names = [name.strip() for name in types.split(",") if name.strip()]
    unknown = [name for name in names if name not in TYPES]
    if unknown:
        raise invalid_request(f"unknown search type: {unknown[0]}")
    kinds = [TYPES[name] for name in names]
    if "domain" in kinds and set(kinds) & {"account", "calendarResource", "group", "distributionList"}:
        pair = "specifying domains type and one of accounts/resources/groups type"
        reason = f"{pair} is not supported by in-memory LDAP server"
        raise failure(reason)
    return kinds


def find(service: Service, kinds: list[str], query: str, domain: str) -> list[Entry]:
    """The entries of these kinds that match, in no order."""
    test = None
    if query:
        text_ = query if query.startswith("(") and query.endswith(")") else f"({query})"
        try:
            test = compile_filter(text_, service.table)
        except BadFilter as error:
            base = BASE[kinds[0]] if len(kinds) == 1 else f"(|{''.join(BASE[kind] for kind in kinds)})"
            whole = f"(&{base}{text_})"
            why = str(error) or (
                "Mismatched number of parentheses encountered in the provided search filter string "
                f"between positions 2 and {len(whole) - 2}."
            )
            raise Fault(
                "ldap.INVALID_SEARCH_FILTER", f"invalid search filter - {whole}: {why}", receiver=True
            ) from error
    found: list[Entry] = []
    for kind in kinds:
        for entry in service.directory.all(kind):
            if domain and kind not in ("domain", "cos") and entry.domain != domain:
                continue
            if test is None or test(entry):
                found.append(entry)
    return found


def order(service: Service, found: list[Entry], by: str, *, up: bool) -> list[Entry]:
    """Sorted by name, by id, or by an attribute; entries without it come first."""
    if by in ("", "name"):
        return sorted(found, key=lambda entry: entry.name, reverse=not up)
    if by == "id":
        return sorted(found, key=lambda entry: entry.id, reverse=not up)
    name = service.table.canonical(by)
    return sorted(found, key=lambda entry: (service.value(entry, name).lower(), entry.name), reverse=not up)


@admin("SearchDirectoryRequest")
def search_directory(call: Call) -> Body:
    """A page at a time; without an admin session the server only looks as far as the page and says `more=false`."""
    service, body = call.service, call.body
    kinds = kinds_of(text(body, "types", "accounts") or "accounts")
    domain = (text(body, "domain") or "").lower()
    if "cos" in kinds and domain:
        raise invalid_request("cannot specify domain with coses flag")
    if domain and service.directory.find("domain", domain) is None:
        raise no_such("domain", domain)
    limit = number(body, "limit", 0) or ENDLESS
    offset = number(body, "offset", 0)
    most = number(body, "maxResults", service.settings.max_results)
    found = find(service, kinds, text(body, "query", "") or "", domain)
    if most and len(found) > most:
        reason = "number of results exceeded the limit: too many search results returned"
        raise Fault("account.TOO_MANY_SEARCH_RESULTS", reason, receiver=True)
    found = order(service, found, text(body, "sortBy", "name") or "name", up=flag(body, "sortAscending", True))
    if not call.is_global_admin:
        found = [entry for entry in found if rights.may_list(call, entry, LISTED.get(entry.kind, ""))]
    if not call.session:
        found = found[: offset + limit]
    if flag(body, "countOnly", False):
        return {"num": len(found)}
    asked = text(body, "attrs")
    names = [service.table.canonical(name.strip()) for name in asked.split(",")] if asked else None
    requested = None if names is None else frozenset(names)
    page = found[offset : offset + limit]
    answer: Body = {}
    for entry in page:
        key, row = encode(call, entry, requested)
        answer.setdefault(key, []).append(row)
    answer["more"] = offset + len(page) < len(found)
    answer["searchTotal"] = len(found)
    return answer


def encode(call: Call, entry: Entry, requested: frozenset[str] | None) -> tuple[str, dict[str, Any]]:
    """The element of one result, and its name."""
    service = call.service
    if entry.kind in ("account", "calendarResource"):
        apply = flag(call.body, "applyCos", True)
        row: dict[str, Any] = {"name": entry.name, "id": entry.id, "isExternal": is_external(service, entry)}
        allowed = rights.reader(call, entry)
        if requested is not None:
            inherited = service.inherited(entry) if apply else {}
            own = entry.attrs
            attrs = {n: own[n] if n in own else inherited[n] for n in requested if n in own or n in inherited}
            rows = service.encode(attrs, None, allowed)
        else:
            rows = service.encode(service.attributes(entry, apply), None, allowed)
        if rows:
            row["a"] = rows
        return ("account" if entry.kind == "account" else "calresource"), row
    if entry.kind == "distributionList":
        return "dl", lists.encode(call, entry, requested, members=True)
    if entry.kind == "domain":
        apply = flag(call.body, "applyConfig", True)
        return "domain", domains.encode_domain(call, entry, apply=apply, requested=requested)
    if entry.kind == "cos":
        return "cos", coses.encode(call, entry, requested)
    target = service.directory.by_id.get(entry.get("zimbraAliasTargetId"))
    row = {"name": entry.name, "id": entry.id, "targetName": target.name if target is not None else ""}
    if target is not None:
        row["type"] = "dl" if target.kind == "distributionList" else "account"
    rows = service.encode(entry.attrs, requested)
    return "alias", row | ({"a": rows} if rows else {})


def is_external(service: Service, account: Entry) -> bool:
    """Only that the account's mail transport is not its server's host name."""
    server = service.directory.find("server", account.get("zimbraMailHost"))
    if server is None:
        return True
    transport = account.get("zimbraMailTransport")
    parts = transport.split(":")
    host = server.get("zimbraServiceHostname")
    return bool(transport) and not (len(parts) == 3 and parts[0].lower() == "lmtp" and parts[1] == host)


@admin("GetAllAccountsRequest")
def get_all_accounts(call: Call) -> Body:
    domain = _domain(call)
    entries = find(call.service, ["account"], "", domain)
    entries = [entry for entry in entries if rights.may_list(call, entry, "listAccount")]
    found = [accounts.encode(call, entry) for entry in sorted(entries, key=lambda entry: entry.name)]
    return {"account": found} if found else {}


@admin("GetAllAdminAccountsRequest")
def get_all_admin_accounts(call: Call) -> Body:
    apply = flag(call.body, "applyCos", True)
    query = "(|(zimbraIsAdminAccount=TRUE)(zimbraIsDelegatedAdminAccount=TRUE))"
    entries = [e for e in find(call.service, ["account"], query, "") if rights.may_list(call, e, "listAccount")]
    found = [accounts.encode(call, entry, apply=apply) for entry in sorted(entries, key=lambda entry: entry.name)]
    return {"account": found} if found else {}


def _domain(call: Call) -> str:
    """The domain of an optional selector, by its name; one that is not there is a fault."""
    if call.body.get("domain") is None:
        return ""
    by, key = selector(call.body, "domain")
    entry = domains.look_up_domain(call.service, by, key)
    if entry is None:
        raise no_such("domain", key)
    return entry.name


@admin("CountAccountRequest")
def count_account(call: Call) -> Body:
    """How many accounts of a domain have which COS; one without an own COS counts for the domain's."""
    service = call.service
    by, key = selector(call.body, "domain")
    domain = domains.look_up_domain(service, by, key)
    if domain is None:
        raise no_such("domain", key)
    rights.need(call, "countAccount", domain)
    counts: dict[str, int] = {}
    for entry in service.directory.all("account"):
        if entry.domain == domain.name and entry.get("zimbraIsSystemAccount") != "TRUE":
            own = entry.get("zimbraCOSId") or service.default_cos(domain.name).id
            counts[own] = counts.get(own, 0) + 1
    rows = []
    for cos_id, count in sorted(counts.items()):
        cos = service.directory.by_id.get(cos_id)
        rows.append({"id": cos_id, "name": cos.name if cos is not None else "", "_content": str(count)})
    return {"cos": rows} if rows else {}
