# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each verb of a plan asks of the server, as a dialogue of steps.

The order of steps is such that a run killed between two of them leaves an account that the next plan finishes.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    INDIVIDUAL,
    REMOVED,
    SUSPENDED,
    Account,
    Change,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import Entry, one, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.dialogue import Item, Job, first_fault
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import NotFound, SoapFault
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import ADD, Lists


@dataclass
class Held:
    """What the server has for a change: the account as everybody sees it, and its raw entry."""

    account: Account
    entry: Entry


@dataclass
class Desk:
    """What the dialogues need to know. `freeze` is the status of a suspended account: locked or closed."""

    tiers: table.Tiers
    freeze: str = "locked"
    lists: Lists = field(default_factory=dict)


def create(change: Change, desk: Desk, password: str, file: str, made: Callable[[str], None]) -> Job:
    """CreateAccount with everything in it, then the aliases. `made` hears the new zimbraId."""
    after, whose = dict(change.after), change.account
    individual = after.get("kind", INDIVIDUAL) == INDIVIDUAL
    if individual and not password:
        return "no temporary password was made for this account"
    suspended = after.get("state") == SUSPENDED
    values = table.values_of(after, desk.tiers, {}, whose, basis=change.basis, handover=file if individual else "")
    if suspended:
        values[table.STATUS] = [desk.freeze]
        if desk.freeze == table.CLOSED and after.get("groups"):
            recorded = {notes.LIST: sorted(after["groups"])}
            values[notes.PRINCIPALS] = notes.principals(values[notes.PRINCIPALS]).replaced(recorded)
    body: dict[str, Any] = {"name": after["address"], "a": pairs(values)}
    if individual:
        body["password"] = password
        body["a"] += pairs({"zimbraPasswordMustChange": "TRUE"})
    (answer,) = yield [("CreateAccountRequest", body)]
    if isinstance(answer, SoapFault):
        return str(answer)
    identity = str(one(answer.get("account"), "account", whose)["id"])
    made(identity)
    answers = yield [_alias("Add", identity, alias) for alias in after.get("aliases", ())]
    return first_fault(answers)


def update(change: Change, desk: Desk, held: Held) -> Job:
    """Attributes and aliases; an address is freed before the batch in which somebody else may take it."""
    wanted = set(change.after.get("aliases", held.account.fields.aliases))
    have, identity = set(held.account.fields.aliases), held.account.id
    values = _changed(change, desk, held, change.after)
    answers = yield [_alias("Remove", identity, alias) for alias in sorted(have - wanted)]
    wrong = first_fault(answers, NotFound)
    if wrong:
        return wrong
    answers = yield [_modify(identity, values), *(_alias("Add", identity, alias) for alias in sorted(wanted - have))]
    return first_fault(answers)


def adopt(change: Change, desk: Desk, held: Held) -> Job:
    """The same as an update; the ownership marker comes with the account id."""
    if held.account.managed:
        return "the account is managed already"
    return (yield from update(change, desk, held))


def rename(change: Change, desk: Desk, held: Held) -> Job:
    """The new address first, then the rest: an alias of our own that becomes the address is given up before."""
    fields, new = held.account.fields, str(change.after["address"])
    wanted = set(change.after.get("aliases", fields.aliases)) - {new}
    have, identity = set(fields.aliases), held.account.id
    values = _changed(change, desk, held, change.after)
    answers = yield [_alias("Remove", identity, alias) for alias in sorted(have - wanted)]
    wrong = first_fault(answers, NotFound)
    if wrong:
        return wrong
    if new != fields.address:
        answers = yield [("RenameAccountRequest", {"id": identity, "newName": new})]
        wrong = first_fault(answers)
        if wrong:
            return wrong
    answers = yield [_modify(identity, values), *(_alias("Add", identity, alias) for alias in sorted(wanted - have))]
    return first_fault(answers)


def suspend(change: Change, desk: Desk, held: Held) -> Job:
    """Locked or closed. Closing takes the account off every list, so they are recorded by the same request."""
    values = _changed(change, desk, held, change.after)
    if held.account.fields.state != SUSPENDED:
        values |= table.status(desk.freeze, held.entry.attrs)
        if desk.freeze == table.CLOSED:
            keys = notes.principals(held.entry.attrs.get(notes.PRINCIPALS, ()))
            values[notes.PRINCIPALS] = keys.replaced({notes.LIST: held.account.fields.groups})
    answers = yield [_modify(held.account.id, values)]
    return first_fault(answers)


def resume(change: Change, desk: Desk, held: Held) -> Job:
    """Back on the recorded lists, then active; who was locked out before the suspension still is after it."""
    entry, account = held.entry, held.account
    keys = notes.principals(entry.attrs.get(notes.PRINCIPALS, ()))
    recorded = keys.many(notes.LIST)
    member = [{"_content": account.fields.address}]
    answers = yield [(ADD, {"id": desk.lists[name].id, "dlm": member}) for name in recorded if name in desk.lists]
    wrong = first_fault(answers, NotFound)
    if wrong:
        return wrong
    values = _changed(change, desk, held, change.after)
    values |= table.status(table.LOCKOUT if entry.attrs.get(table.LOCKED_TIME) else "active", entry.attrs)
    if recorded:
        values[notes.PRINCIPALS] = keys.replaced({notes.LIST: ()})
    answers = yield [_modify(account.id, values)]
    return first_fault(answers)


def release(change: Change, desk: Desk, held: Held) -> Job:
    """End a lock after failed logins. The status of a suspended account stays as it is."""
    values = _changed(change, desk, held, {})
    if held.entry.attrs.get(table.STATUS) == [table.LOCKOUT]:
        values |= table.status(
            "active", held.entry.attrs
        )  # the server clears the time of the lock and the failures with it
    else:
        values |= {table.LOCKED_TIME: [], "zimbraPasswordLockoutFailureTime": []}
    answers = yield [_modify(held.account.id, values)]
    return first_fault(answers)


def remove(change: Change, desk: Desk, held: Held) -> Job:
    """Drop the mailbox, make the password unusable, then close and mark: the entry stays and keeps its addresses.

    In this order a run killed in between leaves an account that still counts as not removed. The server takes a closed
    account off every list itself.
    """
    identity = held.account.id
    if held.account.fields.state != SUSPENDED:
        return "only a suspended account can be removed"
    answers = yield [
        ("DeleteMailboxRequest", {"mbox": {"id": identity}}),
        ("SetPasswordRequest", {"id": identity, "newPassword": f"{random.token_urlsafe(32)}#a1"}),
    ]
    wrong = first_fault(answers)
    if wrong:
        return wrong
    values = _changed(change, desk, held, {"removed_on": change.after.get("removed_on", "")}, state=REMOVED)
    values[table.STATUS] = [table.CLOSED]
    keys = notes.principals(held.entry.attrs.get(notes.PRINCIPALS, ()))
    if keys.many(notes.LIST):
        values[notes.PRINCIPALS] = keys.replaced({notes.LIST: ()})
    answers = yield [_modify(identity, values)]
    return first_fault(answers)


def restore(change: Change, desk: Desk, held: Held, password: str, file: str) -> Job:
    """A new temporary password and the address first, then everything that makes it a live account, in one request.

    A run killed in between leaves an account that is removed or closed as before, and is restored again. The mailbox of
    a removed account is gone: the server makes an empty one.
    """
    fields, identity, after = held.account.fields, held.account.id, change.after
    individual = fields.kind == INDIVIDUAL
    if individual and not password:
        return "no temporary password was made for this account"
    new = str(after.get("address", fields.address))
    wanted, have = set(after.get("aliases", fields.aliases)) - {new}, set(fields.aliases)
    values = _changed(change, desk, held, after, state="", handover=file if individual else "")
    values |= table.status("active", held.entry.attrs)
    if individual:
        values["zimbraPasswordMustChange"] = ["TRUE"]
    answers = yield [_alias("Remove", identity, alias) for alias in sorted(have - wanted)]
    wrong = first_fault(answers, NotFound)
    if wrong:
        return wrong
    steps: list[Item] = [("SetPasswordRequest", {"id": identity, "newPassword": password})] if individual else []
    if new != fields.address:
        steps.append(("RenameAccountRequest", {"id": identity, "newName": new}))
    answers = yield steps
    wrong = first_fault(answers)
    if wrong:
        return wrong
    answers = yield [_modify(identity, values), *(_alias("Add", identity, alias) for alias in sorted(wanted - have))]
    return first_fault(answers)


def record(change: Change, held: Held) -> Job:
    """Joining and leaving of a closed account: its lists are recorded until it comes back."""
    keys = notes.principals(held.entry.attrs.get(notes.PRINCIPALS, ()))
    joins, leaves = set(change.after.get("groups", ())), set(change.before.get("groups", ()))
    wanted = (set(keys.many(notes.LIST)) - (leaves - joins)) | joins
    answers = yield [_modify(held.account.id, {notes.PRINCIPALS: keys.replaced({notes.LIST: sorted(wanted)})})]
    return first_fault(answers)


def _changed(change: Change, desk: Desk, held: Held, after: Mapping[str, Any], **noted: str) -> dict[str, list[str]]:
    return table.values_of(after, desk.tiers, held.entry.attrs, change.account, basis=change.basis, **noted)


def _modify(identity: str, values: Mapping[str, list[str]]) -> Item:
    return "ModifyAccountRequest", {"id": identity, "a": pairs(values)}


def _alias(kind: str, identity: str, alias: str) -> Item:
    return f"{kind}AccountAliasRequest", {"id": identity, "alias": alias}


#: Verbs whose dialogue starts from the account as it is on the server.
ON_HELD: Mapping[str, Callable[[Change, Desk, Held], Job]] = {
    "update": update,
    "adopt": adopt,
    "rename": rename,
    "suspend": suspend,
    "freeze": suspend,
    "resume": resume,
    "unfreeze": resume,
    "release": release,
    "remove": remove,
}
