# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the _info modules do: read one object or all of a kind, and change nothing.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import nouns_organisation as tables
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import CAS, GROUP, MAILBOX
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.permissions import read
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.resolve import read_one
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.skype import POLICIES, USER, target_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import NotFound
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import is_unset, size_bytes
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, PartialAnswerError

ALL = "*"
#: What every object is known by.
_KEYS = ("Name", "Identity", "Guid")
#: Shown besides the table's properties, because they say what no option does.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "mailbox": ("ExchangeGuid", "RecipientTypeDetails", "Database", "ArchiveGuid", "ArchiveDatabase", "InPlaceHolds"),
    "transport_rule": ("State",),
    "mailbox_database": ("Server", "Mounted"),
    "connector": ("Server",),
    "virtual_directory": ("Server",),
    "retention_policy": ("IsDefault",),
}
STATISTICS = "Get-MailboxStatistics"
#: Overrides on mailboxes: name of the check -> (property, filter that the server evaluates).
OVERRIDES: Mapping[str, tuple[str, str]] = {
    "max_send_size": ("MaxSendSize", "MaxSendSize -ne 'Unlimited'"),
    "max_receive_size": ("MaxReceiveSize", "MaxReceiveSize -ne 'Unlimited'"),
    "forwarding": ("ForwardingSmtpAddress", "ForwardingSmtpAddress -ne $null"),
    "audit": ("AuditEnabled", "AuditEnabled -ne $true"),
    "quota": ("UseDatabaseQuotaDefaults", "UseDatabaseQuotaDefaults -eq $false"),
}


def look(
    noun: Noun, params: Mapping[str, Any], name: str = "", more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The objects that the task asks for, as `objects`. A name that there is not gives an empty list."""
    with Session(EndpointTarget.from_options(params["exchange"])) as session:
        rows = _rows(session, noun, name or str(params.get("name") or ""), more or {})
        return {"changed": False, "objects": [shown(noun, row, params.get("properties") or ()) for row in rows]}


def _rows(
    session: Session, noun: Noun, name: str, more: Mapping[str, Any], select: Sequence[str] = ()
) -> list[dict[str, Any]]:
    asked = {noun.lookup: name} if name and noun.lookup else {}
    try:
        return session.send(noun.get, {**asked, **more}, select=select).rows
    except NotFound:
        return []


def shown(noun: Noun, row: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """The properties of an object that were asked for; not asked for any, those that the module manages."""
    names = _names(noun, wanted)
    folded = {key.casefold(): (key, value) for key, value in row.items()}
    picked = [folded[name.casefold()] for name in names if name.casefold() in folded]
    return dict(picked) if names else dict(sorted(row.items()))


def _names(noun: Noun, wanted: Sequence[str]) -> list[str]:
    """The properties to show; none for all of them."""
    mine = [one.source for one in noun.table if not one.part]
    if ALL in wanted or not (wanted or mine):
        return []
    return list(dict.fromkeys([*_KEYS, *(wanted or (*mine, *_ALSO.get(noun.name, ())))]))


def mailboxes(params: Mapping[str, Any]) -> dict[str, Any]:
    """One mailbox, those with an override or an archive, or all; `clients` and `usage` tell more of a named one.

    Raises FaultsError when those are asked for without a name: they take one call for each mailbox.
    """
    name, overrides = str(params.get("name") or ""), list(params.get("overrides") or ())
    where = "exchange_mailbox_info"
    costly = [option for option in ("clients", "usage") if params.get(option)]
    if costly and not name:
        problem = "takes one call for every mailbox"
        raise FaultsError(where, [Fault(where, 0, option, "", problem, "Name a mailbox") for option in costly])
    for option in ("overrides", "archive"):
        if name and params.get(option):
            raise FaultsError(where, [Fault(where, 0, option, "", "looks at all mailboxes", "Leave name out")])
    more: dict[str, Any] = {"Archive": True} if params.get("archive") else {}
    if overrides:
        more["Filter"] = " -or ".join(f"({OVERRIDES[one][1]})" for one in overrides)
    with Session(EndpointTarget.from_options(params["exchange"])) as session:
        # an object has 228 properties; of many mailboxes only those that are shown travel
        select = () if name else _names(MAILBOX, params.get("properties") or ())
        rows = _rows(session, MAILBOX, name, more, select)
        found = [shown(MAILBOX, row, params.get("properties") or ()) for row in rows]
        for row, one in zip(rows, found, strict=True) if costly else ():
            one |= _more(session, str(row["Guid"]), costly)
    return {"changed": False, "count": len(found), "mailboxes": found}


def _more(session: Session, guid: str, costly: Sequence[str]) -> dict[str, Any]:
    """Raises PartialAnswerError when the server does not tell it of exactly this mailbox."""
    made: dict[str, Any] = {}
    for option in costly:
        rows = session.send(MAILBOX.parts[CAS].get if option == "clients" else STATISTICS, {"Identity": guid}).rows
        if len(rows) > 1 or (option == "clients" and not rows):
            raise PartialAnswerError(f"{session.target.place}: {len(rows)} answers about one mailbox.")
        if option == "clients":
            made[option] = {one.option: rows[0].get(one.source) for one in MAILBOX.table if one.part == CAS}
        else:  # a mailbox that nobody has opened yet has no statistics
            made[option] = _usage(rows[0] if rows else {})
    return made


def _usage(row: Mapping[str, Any]) -> dict[str, Any]:
    size = row.get("TotalItemSize")
    return {
        "bytes": 0 if is_unset(size) else size_bytes(size),
        "items": row.get("ItemCount") or 0,
        "last_logon": row.get("LastLogonTime"),
    }


def groups(params: Mapping[str, Any]) -> dict[str, Any]:
    """One group or all; with `members` the members of the one that is named."""
    name, where = str(params.get("name") or ""), "exchange_distribution_group_info"
    if params.get("members") and not name:
        problem = "takes one call for every group"
        raise FaultsError(where, [Fault(where, 0, "members", "", problem, "Name a group")])
    with Session(EndpointTarget.from_options(params["exchange"])) as session:
        rows = _rows(session, GROUP, name, {})
        found = [shown(GROUP, row, params.get("properties") or ()) for row in rows]
        if params.get("members"):
            for row, one in zip(rows, found, strict=True):
                members = session.send("Get-DistributionGroupMember", {"Identity": str(row["Guid"])}).rows
                one["members"] = sorted(str(each.get("PrimarySmtpAddress") or each.get("Name")) for each in members)
    return {"changed": False, "groups": found}


def connectors(params: Mapping[str, Any]) -> dict[str, Any]:
    """Connectors of a direction, of a server when one is named."""
    receive = params["direction"] == "receive"
    noun = tables.RECEIVE_CONNECTOR if receive else tables.SEND_CONNECTOR
    more = {"Server": params["server"]} if receive and params.get("server") and not params.get("name") else {}
    return look(noun, params, more=more)


def virtual_directories(params: Mapping[str, Any]) -> dict[str, Any]:
    """Virtual directories of a kind, of a server when one is named."""
    more = {"Server": params["server"]} if params.get("server") else {}
    return look(tables.VIRTUAL_DIRECTORIES[params["type"]], params, more=more)


def permissions(params: Mapping[str, Any]) -> dict[str, Any]:
    """The explicit rights on one mailbox."""
    with Session(EndpointTarget.from_options(params["exchange"])) as session:
        row = read_one(session, MAILBOX.get, str(params["mailbox"]))
        held = read(session, str(row["Guid"]))
    return {"changed": False, "mailbox": params["mailbox"], "rights": [one.to_dict() for one in held]}


def skype_users(params: Mapping[str, Any]) -> dict[str, Any]:
    """One Skype user, or all."""
    names = ("Enabled", *(row.source for row in USER.table), *(shows for _cmdlet, shows in POLICIES.values()))
    wanted = params.get("properties") or ("DistinguishedName", "RegistrarPool", *names)
    with Session(target_of(params)) as session:
        rows = _rows(session, USER, str(params.get("name") or ""), {})
    return {"changed": False, "users": [shown(USER, row, wanted) for row in rows]}
