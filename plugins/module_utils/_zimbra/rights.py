# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Delegated administration: who may do what to which object, as grants.

The sets are what was found to be enough on a real server for the whole life of accounts, without the right to open a
mailbox (facts of the real server, least privilege). The ready-made right domainAdminRights contains that right.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, PartialAnswerError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import RefusedError, all_done

#: Name of a set -> type of target -> rights. A type that a set does not have is a fault.
SETS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "accounts": {
            "domain": (
                "createAccount",
                "listAccount",
                "getAccount",
                "modifyAccount",
                "setAccountPassword",
                "checkPasswordStrength",
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
                "getAccountInfo",
                "getMailboxInfo",
            ),
            "cos": ("assignCos", "getCos", "listCos"),
        },
        "lists": {
            "domain": (
                "createDistributionList",
                "listDistributionList",
                "getDistributionList",
                "modifyDistributionList",
                "renameDistributionList",
                "addDistributionListMember",
                "removeDistributionListMember",
                "addDistributionListAlias",
                "removeDistributionListAlias",
                "getAccountMembership",
                "createAlias",
                "deleteAlias",
            ),
        },
        "settings": {
            "config": ("getGlobalConfig", "modifyGlobalConfig"),
            "server": ("getServer", "listServer", "modifyServer", "checkHealth", "getServiceStatus", "manageMailQueue"),
            "domain": ("getDomain", "listDomain", "modifyDomain"),
            "cos": ("getCos", "listCos", "modifyCos"),
            "global": ("createCos",),
        },
    }
)
#: Rights that open mailboxes, alone or inside a ready-made combination. Never given without being allowed by name.
INSPECTION = frozenset(
    {
        "adminLoginAs",
        "adminLoginCalendarResourceAs",
        "domainAdminRights",
        "domainAdminAccountRights",
        "domainAdminCalendarResourceRights",
        "migrationAdminDomainRights",
        "besAdminDomainRights",
        "loginAs",
        "crossMailboxSearchRights",
        "adminConsoleCrossMailboxSearchRights",
        "adminConsoleRights",
        "crossDomainAdmin",
    }
)
#: Option -> the field of the grant. A grant has one of them at most.
MODIFIERS: Mapping[str, str] = MappingProxyType(
    {"deny": "deny", "can_delegate": "canDelegate", "sub_domain": "subDomain", "no_sub_groups": "disinheritSubGroups"}
)
TARGETS = ("domain", "cos", "server", "account", "dl", "config", "global")
#: Targets of which there is one; they have no name.
_ONLY_ONE = frozenset({"config", "global"})
_RIGHT = re.compile(r"^(?:[a-zA-Z]+|(?:get|set)\.[a-z]+(?:\.[a-zA-Z0-9]+)?)$")


class Grant(NamedTuple):
    """One right of one grantee on the target. `modifier` is a key of MODIFIERS, or empty."""

    right: str
    grantee_type: str
    grantee: str
    grantee_id: str
    modifier: str

    def to_dict(self) -> dict[str, str]:
        """For results."""
        return {
            "right": self.right,
            "grantee_type": self.grantee_type,
            "grantee": self.grantee,
            "grantee_id": self.grantee_id,
            "modifier": self.modifier or "none",
        }


def expand(params: Mapping[str, Any]) -> list[str]:
    """The rights of a task: those named and those of the sets, each once.

    Raises FaultsError with every fault: a set that this type of target does not have, a text that is no right, a
    missing or needless name, and a right that opens mailboxes while `allow_inspection` is not given.
    """
    kind, faults = params["target"]["type"], []

    def fault(field: str, value: str, problem: str, remedy: str) -> None:
        faults.append(Fault("zimbra_right", 0, field, value, problem, remedy))

    rights = list(params.get("rights") or ())
    for name in params.get("rights_set") or ():
        if kind not in SETS[name]:
            fault("rights_set", name, f"has nothing for a target of type {kind}", f"Use {', '.join(SETS[name])}")
        rights += SETS[name].get(kind, ())
    if bool(params["target"].get("name")) == (kind in _ONLY_ONE):
        problem = "there is only one" if kind in _ONLY_ONE else "is missing"
        fault("target.name", "", problem, f"{'Leave it out' if kind in _ONLY_ONE else 'Name it'} for type {kind}")
    granting = params.get("state") != "absent" and params.get("modifier") != "deny"
    for right in rights:
        if not _RIGHT.match(right):
            fault("rights", right, "is not the form of a right", "Write getAccount, or set.account.displayName")
        elif granting and right in INSPECTION and not params.get("allow_inspection"):
            fault(
                "rights",
                right,
                "opens mailboxes of other people",
                "Use single rights or rights_set; with the approval that the standard asks for, allow_inspection",
            )
    if faults:
        raise FaultsError("zimbra_right", faults)
    return list(dict.fromkeys(rights))


def read(soap: Soap, target: Mapping[str, Any]) -> list[Grant]:
    """Every grant on the target, in one request.

    Asked without a grantee: for one that is no administrator any more the server leaves its administrative rights out.
    """
    answer = soap.call("GetGrantsRequest", {"target": selector(target)})
    grants = []
    for grant in answer.get("grant") or ():
        right, grantee = _one(grant, "right"), _one(grant, "grantee")
        modifier = next((name for name, field in MODIFIERS.items() if right.get(field) in (True, "1", "true")), "")
        grants.append(
            Grant(
                str(right["_content"]),
                str(grantee.get("type", "")),
                str(grantee.get("name", "")),
                str(grantee.get("id", "")),
                modifier,
            )
        )
    return grants


def _one(grant: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = grant.get(name)
    found = value[0] if isinstance(value, list) and len(value) == 1 else value
    if not isinstance(found, Mapping):
        raise PartialAnswerError(f"GetGrants: a grant came without its {name}.")
    return found


def selector(target: Mapping[str, Any]) -> dict[str, str]:
    """The target as requests name it."""
    if target["type"] in _ONLY_ONE:
        return {"type": str(target["type"])}
    return {"type": str(target["type"]), "by": "name", "_content": str(target["name"])}


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Grant or revoke what the task asks and is not so yet; the module's result. Raises RasmiError of every kind."""
    rights = expand(params)
    grantee, modifier = params["grantee"], "" if params["modifier"] == "none" else str(params["modifier"])
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        have = [grant for grant in read(soap, params["target"]) if _is(grant, grantee)]
        absent = params.get("state") == "absent"
        if absent:
            todo = [grant for grant in have if grant.right in rights]
        else:
            held = {(grant.right, grant.modifier) for grant in have}
            kind, name = str(grantee["type"]), str(grantee["name"])
            todo = [Grant(right, kind, name, "", modifier) for right in rights if (right, modifier) not in held]
        if todo and not check_mode:
            _carry_out(soap, params, todo, "RevokeRightRequest" if absent else "GrantRightRequest")
    return _result(params, have, todo, absent)


def _is(grant: Grant, grantee: Mapping[str, Any]) -> bool:
    name = str(grantee["name"]).lower()
    return grant.grantee_type == grantee["type"] and name in (grant.grantee.lower(), grant.grantee_id.lower())


def _carry_out(soap: Soap, params: Mapping[str, Any], todo: Sequence[Grant], request: str) -> None:
    size = soap.target.batch
    items = [(request, _body(params, grant)) for grant in todo]
    for start in range(0, len(items), size):
        all_done(soap.batch(items[start : start + size]))


def _body(params: Mapping[str, Any], grant: Grant) -> dict[str, Any]:
    right: dict[str, str] = {"_content": grant.right}
    if grant.modifier:
        right[MODIFIERS[grant.modifier]] = "1"  # revoking works only with the modifier that the grant has
    by, value = ("id", grant.grantee_id) if grant.grantee_id else ("name", grant.grantee)
    return {
        "target": selector(params["target"]),
        "grantee": {"type": grant.grantee_type, "by": by, "_content": value},
        "right": right,
    }


def _result(params: Mapping[str, Any], have: Iterable[Grant], todo: Sequence[Grant], absent: bool) -> dict[str, Any]:
    rights = [grant.right for grant in todo]
    before = {grant.right: grant.modifier for grant in have}
    after = {right: held for right, held in before.items() if not absent or right not in rights}
    if not absent:
        after |= {grant.right: grant.modifier for grant in todo}
    target = params["target"]
    where = " ".join(str(part) for part in (target["type"], target.get("name") or "") if part)
    header = f"rights of {params['grantee']['name']} on {where}"
    return {
        "changed": bool(todo),
        "granted": [] if absent else rights,
        "revoked": rights if absent else [],
        "rights": sorted(after),
        "diff": {"before_header": header, "after_header": header, "before": _lines(before), "after": _lines(after)},
    }


def _lines(rights: Mapping[str, str]) -> str:
    return "".join(f"{right}{f' ({held})' if held else ''}\n" for right, held in sorted(rights.items()))


def info(params: Mapping[str, Any]) -> dict[str, Any]:
    """The grants on a target, all or those of one grantee; for the _info module."""
    target = params["target"]
    if bool(target.get("name")) == (target["type"] in _ONLY_ONE):
        raise RefusedError(
            f"target.name: {'leave it out' if target.get('name') else 'missing'} for type {target['type']}."
        )
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        grants = read(soap, target)
    if params.get("grantee"):
        grants = [grant for grant in grants if _is(grant, params["grantee"])]
    return {"grants": [grant.to_dict() for grant in sorted(grants)]}
