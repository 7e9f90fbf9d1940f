# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may do what: a global admin everything, a delegated one what was granted on the target or above it.

Grants are values of zimbraACE: `GRANTEE-ID usr|grp [-+*^]RIGHT`. The nearest target decides; on one target the
administrator's own grants come before those of an admin group, and a denial before a permission.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .call import Call
from .directory import Entry
from .faults import no_such, perm_denied
from .lists_reach import groups_of
from .rights_table import Right, build, inline
from .service import Service

Values = dict[str, list[str]]

#: kind of entry -> what the rights call it
KINDS = {"distributionList": "dl", "calendarResource": "calresource", "globalConfig": "config", "other": "global"}
FORBIDDEN = frozenset({"zimbraIsAdminAccount", "zimbraIsDelegatedAdminAccount"})


class Grant(NamedTuple):
    grantee: str
    grantee_type: str
    modifier: str
    right: str

    def text(self) -> str:
        return f"{self.grantee} {self.grantee_type} {self.modifier}{self.right}"


def kind_of(entry: Entry) -> str:
    return KINDS.get(entry.kind, entry.kind)


def grants_on(entry: Entry) -> Iterator[Grant]:
    for value in entry.values("zimbraACE"):
        grantee, grantee_type, right = value.rsplit(" ", 2)
        modifier = right[0] if right[0] in "-+*^" else ""
        yield Grant(grantee, grantee_type, modifier, right[len(modifier) :])


def table(service: Service) -> dict[str, Right]:
    if not service.rights:
        service.rights = build(frozenset(name for name, row in service.table.rows.items() if row.domain_admin))
    return service.rights


def get(service: Service, name: str) -> Right:
    found = table(service).get(name) or inline(name)
    if found is None:
        raise no_such("right", name)
    return found


def levels(service: Service, target: Entry) -> list[list[Entry]]:
    """The entries whose grants reach the target, nearest first."""
    found = [[target]]
    if kind_of(target) in ("account", "calresource", "dl"):
        if any(group.get("zimbraACE") for group in service.directory.all("distributionList")):
            found += [[group] for group in groups_of(service, target)]
        domain = service.domain_of(target)
        if domain is not None:
            found.append([domain])
    top = service.directory.by_dn.get("cn=globalgrant,cn=zimbra")
    if top is not None and top is not target:
        found.append([top])
    return found


def parts(service: Service, name: str) -> Iterator[Right]:
    """A right, or all that a combination holds."""
    right = table(service).get(name) or inline(name)
    if right is None:
        return
    if right.kind == "combo":
        for part in right.parts:
            yield from parts(service, part)
    else:
        yield right


def decide(
    service: Service, actor: Entry, target: Entry, fits: Callable[[Right], bool], *, delegable: bool = False
) -> bool:
    """Follow the grants from the target upwards until one of them says yes or no."""
    groups = admin_groups(service, actor)
    for level in levels(service, target):
        for wanted in ({actor.id}, groups):
            answers = [
                grant.modifier
                for entry in level
                for grant in grants_on(entry)
                if grant.grantee in wanted and any(fits(right) for right in parts(service, grant.right))
            ]
            if "-" in answers:
                return False
            if any(answer == "+" or not delegable for answer in answers):
                return True
    return False


def admin_groups(service: Service, actor: Entry) -> set[str]:
    """The admin groups of an account, by their identifiers."""
    if not any(group.get("zimbraIsAdminGroup") for group in service.directory.all("distributionList")):
        return set()
    return {group.id for group in groups_of(service, actor) if group.get("zimbraIsAdminGroup") == "TRUE"}


def is_delegated(entry: Entry) -> bool:
    return entry.get("zimbraIsDelegatedAdminAccount") == "TRUE"


def holds(service: Service, actor: Entry, name: str, target: Entry, *, delegable: bool = False) -> bool:
    """Does an account have a right on a target?"""
    if actor.get("zimbraIsAdminAccount") == "TRUE":
        return True
    right = get(service, name)
    if right.kind != "user":
        if not is_delegated(actor):
            return False
        if target.get("zimbraIsAdminAccount") == "TRUE" and not name.startswith("list"):
            return False
    if right.kind in ("get", "set"):
        return decide(service, actor, target, lambda row: _covers(row, right, target), delegable=delegable)
    wanted = {row.name for row in parts(service, name)}
    fits: Callable[[Right], bool] = lambda row: row.name in wanted  # noqa: E731  the one question asked of each grant
    return decide(service, actor, target, fits, delegable=delegable)


def _covers(row: Right, right: Right, target: Entry) -> bool:
    """Does a granted right over attributes contain another one, on this kind of target?"""
    if kind_of(target) not in row.targets or (row.kind != right.kind and (row.kind, right.kind) != ("set", "get")):
        return False
    return row.attrs is None or (right.attrs is not None and right.attrs <= row.attrs)


def _attribute(service: Service, actor: Entry, target_kind: str, entry: Entry, name: str, verb: str) -> bool:
    def fits(row: Right) -> bool:
        if row.kind != "set" and not (verb == "get" and row.kind == "get"):
            return False
        return target_kind in row.targets and (row.attrs is None or name in row.attrs)

    return decide(service, actor, entry, fits)


# -- what handlers ask -----------------------------------------------------------------------------------------------


def plain(service: Service, target: Entry) -> bool:
    """True for an account about which nothing is said but in its domain: all such have the same answer."""
    if target.kind != "account" or "zimbraACE" in target.attrs or target.get("zimbraIsAdminAccount") == "TRUE":
        return False
    return not any(group.get("zimbraACE") for group in service.directory.all("distributionList"))


def may(call: Call, right: str, target: Entry) -> bool:
    if call.is_global_admin:
        return True
    if not plain(call.service, target):
        return holds(call.service, call.who, right, target)
    key = (right, target.domain)
    if key not in call.memo:
        call.memo[key] = holds(call.service, call.who, right, target)
    return bool(call.memo[key])


def check_domain(call: Call, target: Entry) -> None:
    """Nobody does anything with what is in a domain that is suspended or shut down."""
    if target.kind not in ("account", "calendarResource", "distributionList"):
        return
    domain = call.service.domain_of(target)
    status = call.service.value(domain, "zimbraDomainStatus") if domain is not None else ""
    if status in ("suspended", "shutdown"):
        raise perm_denied(f"domain is {status}")


def need(call: Call, right: str, target: Entry) -> None:
    check_domain(call, target)
    if not may(call, right, target):
        kind = kind_of(target)
        raise perm_denied(f"need right: {right} for {kind} {target.name}".rstrip())


def absent(call: Call, right: str, key: str) -> None:
    """Something that is not there: only who has the right in its domain learns that; others are refused."""
    if call.is_global_admin:
        return
    domain = call.service.directory.find("domain", key.rpartition("@")[2]) if "@" in key else None
    if domain is None or not may(call, right, domain):
        raise perm_denied(f"can not access account {key}")


def seen(call: Call, entry: Entry, right: str) -> None:
    """An account shows itself (even if only with `pd`) to who has getAccountInfo; the others to everybody."""
    check_domain(call, entry)
    if entry.kind in ("account", "calendarResource") and not may(call, right, entry):
        raise perm_denied(f"can not access account {entry.name}")


def reader(call: Call, entry: Entry) -> Callable[[str], bool] | None:
    """Which attributes may be read; None means all."""
    if call.is_global_admin:
        return None
    if not plain(call.service, entry):
        return _reader(call, entry)
    key = ("reader", entry.domain)
    if key not in call.memo:
        call.memo[key] = _reader(call, entry)
    found: Callable[[str], bool] | None = call.memo[key]
    return found


def _reader(call: Call, entry: Entry) -> Callable[[str], bool] | None:
    service, actor, kind = call.service, call.who, kind_of(entry)
    if (
        entry.kind == "account"
        and entry.get("zimbraIsAdminAccount") == "TRUE"
        and call.name != "SearchDirectoryRequest"
    ):
        return lambda _name: False
    whole = {"account": "getAccount", "cos": "getCos", "dl": "getDistributionList", "domain": "getDomain"}
    whole |= {"server": "getServer", "config": "getGlobalConfig", "calresource": "getCalendarResource"}

    def fits(row: Right) -> bool:
        return row.kind in ("get", "set") and row.attrs is None and kind in row.targets

    if kind in whole and decide(service, actor, entry, fits):
        return None
    found: dict[str, bool] = {}

    def allowed(name: str) -> bool:
        if name not in found:
            found[name] = _attribute(service, actor, kind, entry, name, "get")
        return found[name]

    return allowed


def may_list(call: Call, entry: Entry, right: str) -> bool:
    if call.is_global_admin:
        return True
    if right == "listAlias":
        domain = call.service.domain_of(entry)
        return domain is not None and may(call, right, domain)
    return bool(right) and may(call, right, entry)


def need_get(call: Call, entry: Entry, name: str) -> None:
    allowed = reader(call, entry)
    if allowed is not None and not allowed(name):
        raise perm_denied(f"cannot access attribute {name}")


def _plain(service: Service, name: str) -> str:
    return service.table.canonical(name.lstrip("+-"))


def need_set(call: Call, entry: Entry, attrs: Values) -> None:
    check_domain(call, entry)
    if call.is_global_admin:
        return
    kind = kind_of(entry)
    refused = [n for n in attrs if not _may_set(call, kind, entry, _plain(call.service, n))]
    if refused or entry.get("zimbraIsAdminAccount") == "TRUE":
        if entry.kind in ("account", "calendarResource"):
            raise perm_denied(f"can not access account {entry.id}")
        raise perm_denied(f"cannot set attrs: {', '.join(refused)}")


def need_set_on_create(call: Call, kind: str, above: Entry, attrs: Values) -> None:
    if call.is_global_admin:
        return
    refused = [name for name in attrs if not _may_set(call, kind, above, _plain(call.service, name))]
    if refused:
        raise perm_denied(f"cannot set attrs: {', '.join(refused)}")


def _may_set(call: Call, kind: str, entry: Entry, name: str) -> bool:
    if name in FORBIDDEN:
        return False
    return is_delegated(call.who) and _attribute(call.service, call.who, kind, entry, name, "set")


def need_quota(call: Call, entry: Entry, attrs: Values) -> None:
    """A delegated administrator sets quotas up to its own zimbraDomainAdminMaxMailQuota; without one, none."""
    values = next((v for n, v in attrs.items() if _plain(call.service, n) == "zimbraMailQuota" and n[0] != "-"), None)
    if values is None or call.is_global_admin:
        return
    most = call.service.value(call.who, "zimbraDomainAdminMaxMailQuota")
    text = values[0] or call.service.cos_of(entry).get("zimbraMailQuota", "0")
    quota = int(text) if text.isdigit() else 0
    if most == "0" or (most and quota and 0 < quota <= int(most)):
        return
    raise perm_denied(
        "can not modify mail quota, domain admin can only modify quota if "
        "zimbraDomainAdminMaxMailQuota is set to 0 or set to a certain value and quota is less than that value."
    )


# -- grants of those who are gone, owners of lists -------------------------------------------------------------------


def forget_grantee(service: Service, grantee: str) -> None:
    for entry in [row for row in service.directory.by_dn.values() if "zimbraACE" in row.attrs]:
        kept = [grant.text() for grant in grants_on(entry) if grant.grantee != grantee]
        if len(kept) != len(entry.values("zimbraACE")):
            service.write(entry, {"zimbraACE": kept})


def owners(service: Service, entry: Entry) -> list[dict[str, Any]]:
    """Who has ownDistList on the list itself."""
    found = []
    for grant in grants_on(entry):
        holder = service.directory.by_id.get(grant.grantee)
        if grant.right == "ownDistList" and grant.modifier != "-" and holder is not None:
            found.append({"type": grant.grantee_type, "id": holder.id, "name": holder.name})
    return found
