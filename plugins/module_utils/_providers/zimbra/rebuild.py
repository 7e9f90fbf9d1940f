# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An empty server built from kept information: what is looked at before, and what comes besides the accounts (R175).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import one, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.dialogue import Item, Job, first_fault, run
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import NotFound, SoapFault
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import (
    ADD,
    CHUNK,
    Lists,
    MailList,
    read_lists,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.provider import ACCOUNTS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

#: Kinds of holder of a right that come back with the kept information.
HOLDERS = ("usr", "grp")
#: What stands before a right in zimbraACE, and the field of the request.
MODIFIERS: Mapping[str, str] = {"-": "deny", "+": "canDelegate", "^": "disinheritSubGroups", "*": "subDomain"}
_SHOWN = 5

Row = Mapping[str, Any]


def refuse_unless_empty(soap: Soap, kept: Mapping[str, Any]) -> None:
    """Raise ProviderError for the server that was kept, and for one that holds anything which is not in `kept`.

    What a restoration has made on it already does not count: one that broke off can be finished.
    """
    place = soap.target.place
    if not kept["server"]:
        raise ProviderError(
            "This file does not say which server it was taken from: it was made before the lists were kept. Keep the "
            "account information again."
        )
    domains = {entry.id for entry in soap.search("domains", "", ("zimbraDomainName",), may_be_empty=True)}
    if domains & set(kept["server"]):
        raise ProviderError(
            f"{place}: this is the server that the account information was taken from. Nothing was restored; name an "
            "empty one."
        )
    known = {row["id"]: row["name"] for row in kept["accounts"]}
    control = f"{soap.target.control}@{soap.target.domain}"
    strange = [
        entry.name
        for entry in soap.search("accounts", ACCOUNTS, ("zimbraId",), may_be_empty=True)
        if known.get(entry.id) != entry.name.lower() and entry.name.lower() != control
    ]
    members = {row["name"]: set(row["members"]) for row in kept["lists"]}
    strange += [name for name, found in read_lists(soap).items() if found.members - members.get(name, set())]
    if strange:
        more = f" and {len(strange) - _SHOWN} more" if len(strange) > _SHOWN else ""
        raise ProviderError(
            f"{place}: the server is not empty: {', '.join(sorted(strange)[:_SHOWN])}{more}. Nothing was restored."
        )


def lacking(soap: Soap, lists: Sequence[Row]) -> list[Row]:
    """Those of the kept lists that the server has not, or without one of their members."""
    there = read_lists(soap)
    return [row for row in lists if row["name"] not in there or set(row["members"]) - there[row["name"]].members]


def make_lists(soap: Soap, lists: Sequence[Row]) -> dict[str, str]:
    """Make the lists that are missing and add the members that are: address -> what was wrong ("" = nothing)."""
    if not lists:
        return {}
    there = read_lists(soap)
    told = run(soap, ((row["name"], _list(row, there)) for row in lists), soap.target.batch)
    return {row["name"]: told.said.get(row["name"], "the answer of the server was lost; run again") for row in lists}


def give_rights(soap: Soap, accounts: Sequence[Row], lists: Sequence[Row]) -> dict[str, str]:
    """Give the rights on mailboxes and lists again; address -> what was wrong, for those where something was.

    A holder who is not there any more gets nothing, and that is no fault.
    """
    groups = {row["id"]: row["name"] for row in lists}
    jobs = [(row["name"], _grants("account", row, groups)) for row in accounts if row.get("rights")]
    jobs += [(row["name"], _grants("dl", row, groups)) for row in lists if row["rights"]]
    told = run(soap, jobs, soap.target.batch)
    wrong = {name: text for name, text in told.said.items() if text}
    return wrong | dict.fromkeys(told.lost, "the answer of the server was lost; its rights may be missing")


def _list(row: Row, there: Lists) -> Job:
    found, steps = there.get(row["name"]), []
    if found is None:
        (answer,) = yield [("CreateDistributionListRequest", {"name": row["name"], "a": pairs(row["attributes"])})]
        if isinstance(answer, SoapFault):
            return str(answer)
        found = MailList(str(one(answer.get("dl"), "dl", row["name"])["id"]), frozenset(), managed=False)
        steps = [("AddDistributionListAliasRequest", {"id": found.id, "alias": alias}) for alias in row["aliases"]]
    answers = yield [*steps, *_additions(found, row["members"])]
    return first_fault(answers)


def _additions(found: MailList, members: Sequence[str]) -> Iterator[Item]:
    absent = sorted(set(members) - found.members)
    for start in range(0, len(absent), CHUNK):
        yield ADD, {"id": found.id, "dlm": [{"_content": member} for member in absent[start : start + CHUNK]]}


def _grants(kind: str, row: Row, groups: Mapping[str, str]) -> Job:
    answers = yield [item for value in row["rights"] for item in _grant(kind, row["name"], value, groups)]
    return first_fault(answers, NotFound)


def _grant(kind: str, whose: str, value: str, groups: Mapping[str, str]) -> Iterator[Item]:
    """The request for one value of zimbraACE, "ID usr loginAs"; an account keeps its id, a list gets a new one."""
    parts = value.rsplit(" ", 2)
    if len(parts) != 3 or parts[1] not in HOLDERS:
        return
    holder, sort, right = parts
    modifier = MODIFIERS.get(right[0])
    by, content = ("name", groups[holder]) if holder in groups else ("id", holder)
    yield (
        "GrantRightRequest",
        {
            "target": {"type": kind, "by": "name", "_content": whose},
            "grantee": {"type": sort, "by": by, "_content": content},
            "right": {"_content": right[1:] if modifier else right, **({modifier: "1"} if modifier else {})},
        },
    )
