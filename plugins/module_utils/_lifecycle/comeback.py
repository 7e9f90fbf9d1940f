# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who comes back: the account that the same person had, restored within the window and not after it; and addresses
that may be given out again.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import (
    Context,
    ask,
    differ,
    differing,
    line,
    merged,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.match import Sweep
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    REMOVED,
    SUSPENDED,
    Account,
    Change,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.space import shrinks
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence

_FIELDS = ("name", "unit", "post", "grade", "office_phone", "supervisor", "opens")


def earlier_accounts(found: Sweep) -> dict[str, Account]:
    """Account id of a wanted account that the server lacks -> the one that the same person had under an ended form.

    Where the ended form names another person than the server's copy of the key does, the form is believed: nobody is
    given the mailbox of somebody else.
    """
    ended = [
        account
        for want, account in found.moved
        if want.ended
        and account.fields.state in (SUSPENDED, REMOVED)
        and want.fields.staff_key == account.fields.staff_key
    ]
    strangers = [account for account in found.strangers if account.managed and account.fields.state == REMOVED]
    known = [*found.gone, *ended, *strangers]
    if not known:
        return {}
    missing = {(want.fields.staff_key, want.fields.kind): want for want in found.missing if _fresh(want)}
    earlier: dict[str, Account] = {}
    for account in sorted(known, key=lambda one: (one.removed_on or "9", one.id)):
        want = missing.get((account.fields.staff_key, account.fields.kind))
        if want is not None:
            earlier[want.fields.account_id] = account
    return earlier


def _fresh(want: Wanted) -> bool:
    return bool(want.fields.staff_key) and not want.ended


def restore(want: Wanted, account: Account, context: Context) -> Change | None:
    """The line, or the question, about an earlier account; None when the window is over and the new one is new.

    An account that is still there, only suspended, needs no window.
    """
    rules = context.rules
    if account.fields.state == REMOVED:
        if rules.restore_window is None or not account.removed_on:
            return ask(want, account, rules.cite("remove"), "same_person_removed", other=account.fields.address)
        if context.as_of > rules.restore_window.after(date.fromisoformat(account.removed_on)):
            return None
    elif not account.suspended_on:
        return ask(want, account, rules.cite("resume"), "hand_suspended")
    before, after = _difference(want, account)
    clauses = merged(want.clauses, rules.cite_new(want.fields.kind), rules.cite("resume"))
    due = context.deadlines.due(want.complete_on, want.fields.unit)
    return line(
        "restore", want, account, before, after, clauses, "restore", basis=want.fields.account_id, due=due,
        days_late=context.days_late(due), estimated=context.deadlines.estimated(want.complete_on, want.fields.unit),
        earlier=account.fields.account_id,
    )  # fmt: skip


def _difference(want: Wanted, account: Account) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = differing(want, account.fields, _FIELDS)
    if want.fields.tier == account.fields.tier or not shrinks(want.fields, account.fields):
        # a lower tier is decided once the mailbox is back, when it can be seen what is in it
        differ(want, account.fields, ("tier", "quota"), before, after)
    before["account_id"], after["account_id"] = account.fields.account_id, want.fields.account_id
    differ(want, account.fields, ("state",), before, after)
    for name in ("suspended_on", "frozen_on", "removed_on"):
        if getattr(account, name):
            before[name], after[name] = getattr(account, name), ""
    old, new = account.fields.address, want.fields.address
    aliases = {*account.fields.aliases, *want.fields.aliases, old} - {new}
    if old != new:
        before["address"], after["address"] = old, new
    if tuple(sorted(aliases)) != account.fields.aliases and (old != new or want.fields.aliases):
        before["aliases"], after["aliases"] = account.fields.aliases, tuple(sorted(aliases))
    return before, after


def purge(want: Wanted, account: Account | None, dead: Account, address: str, context: Context) -> Change:
    """What is done about a tombstone that holds an address which `want` was given: destroyed from the day on which
    the profile lets the address be used again, a question before that, and for ever while the owner has not decided."""
    rules = context.rules
    due = reuse_on(dead, context)
    if due is None or rules.records_hold is None or context.as_of < due:
        return ask(want, account, rules.cite("remove"), "address_tombstone", address=address)
    return Change(
        verb="purge",
        account=dead.fields.address,
        id=dead.id,
        before={"state": REMOVED, "removed_on": dead.removed_on},
        after={},
        clauses=rules.cite("remove"),
        basis=want.basis,
        due=due.isoformat(),
        reversible=False,
        destructive=True,
        reason=sentence("purge", address=address, removed=dead.removed_on, due=due.isoformat()),
        target=dead.handle,
    )


def reuse_on(dead: Account, context: Context) -> date | None:
    """The day from which the address of a tombstone may be given out again, None = never, or undecided."""
    rules = context.rules
    if not (rules.reuse_address and rules.reuse_after and rules.restore_window and dead.removed_on and dead.managed):
        return None
    removed = date.fromisoformat(dead.removed_on)
    return max(rules.reuse_after.after(removed), rules.restore_window.after(removed) + timedelta(days=1))


def without(pairs: Iterable[tuple[Wanted, Account]], restored: Mapping[str, Account]) -> list[tuple[Wanted, Account]]:
    """The pairs whose account is not the earlier one of somebody who comes back: that one has its own line."""
    ids = {account.id for account in restored.values()}
    return [pair for pair in pairs if pair[1].id not in ids]
