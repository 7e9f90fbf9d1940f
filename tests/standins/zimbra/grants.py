# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Granting, revoking and looking at rights."""

from __future__ import annotations

from typing import Any

from . import accounts, coses, domains, lists, rights
from .call import Call, admin
from .directory import Entry
from .faults import Fault, invalid_request, missing, no_such, perm_denied
from .rights import Grant, grants_on, kind_of
from .rights_table import grantable
from .service import Service
from .wire import Body, child, flag, required, text

TYPES = ("account", "calresource", "cos", "dl", "group", "domain", "server", "config", "global")
ALL, PUBLIC = "00000000-0000-0000-0000-000000000000", "99999999-9999-9999-9999-999999999999"
MODIFIERS = (("deny", "-"), ("canDelegate", "+"), ("disinheritSubGroups", "^"), ("subDomain", "*"))


def _element(call: Call, key: str) -> Body:
    found = child(call.body, key)
    if found is None:
        raise missing(key, element=True)
    return found


def target_of(service: Service, element: Body) -> Entry:
    """The entry that a `<target type= by=>` names."""
    kind = required(element, "type")
    if kind not in TYPES:
        raise invalid_request(f"unknown target type: {kind}")
    if kind == "config":
        return service.config
    if kind == "global":
        return service.directory.by_dn["cn=globalgrant,cn=zimbra"]
    by, key = required(element, "by"), text(element, "_content", "") or ""
    found: Entry | None
    if kind in ("account", "calresource"):
        found, what = accounts.look_up(service, by, key), "account"
    elif kind in ("dl", "group"):
        found, what = lists.look_up(service, by, key), "distribution list"
    elif kind == "cos":
        found, what = coses.look_up(service, by, key), "cos"
    elif kind == "domain":
        found, what = domains.look_up_domain(service, by, key), "domain"
    else:
        found, what = domains.look_up_server(service, by, key), "server"
    if found is None:
        raise no_such(what, key)
    return found


def grantee_of(service: Service, element: Body) -> tuple[str, str, Entry | None]:
    """(type, identifier, entry) of a `<grantee>`."""
    kind = text(element, "type", "usr") or "usr"
    by, key = text(element, "by", "name") or "name", text(element, "_content", "") or ""
    if kind in ("all", "pub"):
        return kind, ALL if kind == "all" else PUBLIC, None
    if kind == "usr":
        found, what = accounts.look_up(service, by, key), "account"
    elif kind == "grp":
        found, what = lists.look_up(service, by, key), "distribution list"
    elif kind == "dom":
        found, what = domains.look_up_domain(service, by, key), "domain"
    else:
        raise invalid_request(f"invalid grantee type for lookupGrantee:{kind}")
    if found is None:
        raise no_such(what, key)
    return kind, found.id, found


def _check(
    call: Call, target: Entry, kind: str, grantee: Entry | None, name: str, modifier: str, *, revoking: bool
) -> None:
    """Everything that can be wrong with a grant, in the order in which the server looks."""
    service = call.service
    right = rights.get(service, name)
    if right.kind != "user" or modifier == "+":
        good = grantee is not None and (
            (kind == "usr" and rights.is_delegated(grantee) and grantee.get("zimbraIsAdminAccount") != "TRUE")
            or (kind == "grp" and grantee.get("zimbraIsAdminGroup") == "TRUE")
        )
        if not good and not revoking:
            raise invalid_request(
                "grantee for admin right or for user right with the canDelegate modifier must be a delegated admin "
                "account or admin group, it cannot be a global admin account or a regular user account."
            )
    target_kind = kind_of(target)
    if target_kind not in grantable(right):
        names = ", ".join(sorted(grantable(right)))
        reason = f"right {name} cannot be granted on a {target_kind} entry. It can only be granted on target types: "
        raise invalid_request(reason + names)
    if modifier == "*" and target_kind != "domain":
        raise invalid_request("right modifier * can only be granted on domain targets")
    if not call.is_global_admin and not rights.holds(service, call.who, name, target, delegable=True):
        raise perm_denied(f"insufficient right to {'revoke' if revoking else 'grant'} '{name}' right")


def _request(call: Call, *, revoking: bool) -> tuple[Entry, Grant]:
    target = target_of(call.service, _element(call, "target"))
    element = _element(call, "right")
    name = text(element, "_content", "") or ""
    modifier = next((sign for key, sign in MODIFIERS if flag(element, key, False)), "")
    rights.get(call.service, name)
    grantee_element = _element(call, "grantee")
    try:
        kind, identity, grantee = grantee_of(call.service, grantee_element)
    except Fault:
        if not revoking or text(grantee_element, "by") != "id":
            raise
        kind, identity, grantee = (
            text(grantee_element, "type", "usr") or "usr",
            required(grantee_element, "_content"),
            None,
        )
    if grantee is not None or not revoking:
        _check(call, target, kind, grantee, name, modifier, revoking=revoking)
    return target, Grant(identity, kind, modifier, name)


@admin("GrantRightRequest")
def grant_right(call: Call) -> Body:
    """Granting again is silent; another modifier replaces the one that was there."""
    target, grant = _request(call, revoking=False)
    kept = [
        row for row in grants_on(target)
        if (row.grantee, row.grantee_type, row.right) != (grant.grantee, grant.grantee_type, grant.right)
    ]  # fmt: skip
    call.service.write(target, {"zimbraACE": [row.text() for row in [*kept, grant]]})
    return {}


@admin("RevokeRightRequest")
def revoke_right(call: Call) -> Body:
    target, grant = _request(call, revoking=True)
    have = list(grants_on(target))
    if grant not in have:
        raise Fault("account.NO_SUCH_GRANT", f"no such grant: [{grant.text()}]")
    call.service.write(target, {"zimbraACE": [row.text() for row in have if row != grant]})
    return {}


@admin("GetGrantsRequest")
def get_grants(call: Call) -> Body:
    """By target, by grantee, or both; a grantee must say with `all` whether the grants of its groups are meant too."""
    service = call.service
    target_element, grantee_element = child(call.body, "target"), child(call.body, "grantee")
    if target_element is None and grantee_element is None:
        raise invalid_request("target or grantee must be specified")
    targets = list(service.directory.by_dn.values())
    if target_element is not None:
        targets = [target_of(service, target_element)]
        rights.need(call, "viewGrants", targets[0])
    wanted: set[str] | None = None
    if grantee_element is not None:
        required(grantee_element, "all")
        _kind, identity, grantee = grantee_of(service, grantee_element)
        wanted = {identity}
        if flag(grantee_element, "all", True) and grantee is not None:
            wanted |= {group.id for group in rights.groups_of(service, grantee)}
    found = []
    for entry in targets:
        for grant in grants_on(entry):
            if wanted is None or grant.grantee in wanted:
                rights.need(call, "viewGrants", entry)
                found.append(_encode(service, entry, grant))
    return {"grant": found} if found else {}


def _encode(service: Service, target: Entry, grant: Grant) -> dict[str, Any]:
    holder = service.directory.by_id.get(grant.grantee)
    kind = kind_of(target)
    name = {"global": "globalacltarget", "config": "config"}.get(kind, target.name)
    right: dict[str, Any] = {key: grant.modifier == sign for key, sign in MODIFIERS}
    return {
        "target": [{"type": kind, "id": target.id or name, "name": name}],
        "grantee": [{"type": grant.grantee_type, "id": grant.grantee, "name": holder.name if holder else ""}],
        "right": [{**right, "_content": grant.right}],
    }


@admin("CheckRightRequest")
def check_right(call: Call) -> Body:
    service = call.service
    target = target_of(service, _element(call, "target"))
    _kind, _identity, grantee = grantee_of(service, _element(call, "grantee"))
    name = text(_element(call, "right"), "_content", "") or ""
    rights.get(service, name)
    if grantee is None:
        raise invalid_request("invalid grantee type")
    if grantee.id != call.who.id:
        rights.need(call, "checkRightUsr", grantee)
    return {"allow": rights.holds(service, grantee, name, target)}


@admin("GetRightRequest")
def get_right(call: Call) -> Body:
    name = required(call.body, "right", element=True)
    right = rights.get(call.service, name)
    kinds = {"get": "getAttrs", "set": "setAttrs", "user": "preset"}
    row: dict[str, Any] = {
        "name": right.name,
        "type": kinds.get(right.kind, right.kind),
        "targetType": ",".join(right.targets),
        "rightClass": "USER" if right.kind == "user" else "ADMIN",
        "desc": [{"_content": right.name}],
    }
    if right.parts:
        row["rights"] = [{"r": [{"n": part} for part in right.parts]}]
    return {"right": [row]}
