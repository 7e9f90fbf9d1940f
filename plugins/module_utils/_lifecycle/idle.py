# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts that are not used: freeze, objection, deletion; and those that were never used (R095, R096, R097).

A day counts as reached only when it is reached for the whole error bar of the last use. A step for which somebody must
be told first waits until the notice has left. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import DELETION, IDLE
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import Context, ask, line
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DEPARTMENT,
    PROBE,
    SUSPENDED,
    Account,
    Change,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Rules
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA

_DAY = timedelta(days=1)


def day_of(moment: str) -> date:
    """The day in Malaysia of an ISO time; a date is itself. Raises ValueError when it is neither."""
    found = datetime.fromisoformat(moment)
    return (found.astimezone(MALAYSIA) if found.tzinfo else found).date()


def last_use(want: Wanted, account: Account, precision: int) -> date | None:
    """The last day on which the account may have been used, None when nobody knows.

    `precision` days may lie between what the server wrote and the truth. Long leave counts as use, since nobody logs in
    then; so does an objection, or a decision to resume: somebody has said that the account is needed, and the time
    begins anew.
    """
    if not account.last_login_at:
        return None
    last = day_of(account.last_login_at) + timedelta(days=precision)
    last = max(last, _needed(want, account))
    for first, until in want.care.away:
        if date.fromisoformat(first) <= last + _DAY or first > last.isoformat():
            last = max(last, date.fromisoformat(until))
    return last


def _needed(want: Wanted, account: Account) -> date:
    """The last day on which somebody said that the account is needed: an objection, a decision to resume, and for a
    password that was handed over and not changed yet the form itself, under which it may have been restored."""
    said = (want.care.objected_on, want.resume_on, want.complete_on if account.must_change else "")
    return date.fromisoformat(max(said) or "0001-01-01")


def is_watched(want: Wanted, account: Account) -> bool:
    """Whether not being used has consequences: a person's live account about which no movement was told.

    A department's mailbox is opened by people with their own logins, so its own says nothing.
    """
    live = account.fields.state == ACTIVE == want.fields.state
    return live and want.fields.kind not in (PROBE, DEPARTMENT) and not want.care.told


def freeze_due(last: date, rules: Rules) -> date | None:
    """The first day on which the account was not used for longer than allowed."""
    return None if rules.idle_limit is None else rules.idle_limit.after(last) + _DAY


def delete_due(last: date | None, frozen: date, rules: Rules) -> date | None:
    """The first day on which a frozen account may be deleted, None while the owner has not decided from when to count
    (C04). Where the document freezes nobody but terminates, that is the day after."""
    if rules.freeze_after is None:
        return frozen + _DAY
    if rules.delete_frozen_after is None:
        return None
    if rules.idle_counted_from == "freeze":
        return rules.delete_frozen_after.after(frozen)
    if rules.idle_counted_from == "last_use" and last is not None:
        return max(rules.delete_frozen_after.after(last), frozen + _DAY)
    return None


def idle_lines(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """The lines for an account that was not used for longer than the standard allows."""
    rules = context.rules
    last = last_use(want, account, context.precision)
    due = freeze_due(last, rules) if last is not None else None
    if last is None or due is None or context.as_of < due or not is_watched(want, account):
        return
    clauses, seen = rules.cite("idle"), day_of(account.last_login_at).isoformat()
    basis = clauses[0]
    if not rules.idle_by_login:
        yield ask(want, account, clauses, "idle_undecided", basis=basis, last=seen)
        return
    if not _delivery_decided(rules):
        yield ask(want, account, clauses, "frozen_undecided", basis=basis, last=seen)
        return
    missing = () if rules.freeze_after is None else untold(want, account, IDLE, last.isoformat(), context)
    if missing:
        yield ask(want, account, clauses, "idle_untold", basis=basis, last=seen, to=", ".join(missing))
        return
    after = {"state": SUSPENDED, "suspended_on": context.today, "frozen_on": context.today}
    yield line(
        "freeze", want, account, {"state": ACTIVE}, after, clauses, "idle", basis=basis, due=due.isoformat(),
        days_late=context.days_late(due.isoformat()), destructive=True, last=seen,
    )  # fmt: skip


def unused_due(want: Wanted, account: Account, rules: Rules) -> date | None:
    """The first day on which a password that was handed over has stood for too long, None when it is not so."""
    if rules.unused_after is None or not account.must_change or not account.created_at or account.last_login_at:
        return None
    # who was let in again after that has the same time once more
    return rules.unused_after.after(max(day_of(account.created_at), _needed(want, account))) + _DAY


def unused_lines(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """The lines for an account that was handed over and whose password nobody has ever changed (profile, gap)."""
    rules = context.rules
    due = unused_due(want, account, rules)
    if due is None or context.as_of < due or not is_watched(want, account):
        return
    clauses = rules.cite("unused")
    after = {"state": SUSPENDED, "suspended_on": context.today}
    yield line(
        "suspend", want, account, {"state": ACTIVE}, after, clauses, "unused", basis=clauses[0], due=due.isoformat(),
        days_late=context.days_late(due.isoformat()), destructive=True, created=day_of(account.created_at).isoformat(),
    )  # fmt: skip


def frozen_lines(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """The lines for a frozen account that is wanted: an objection ends the freeze, six months without one delete it."""
    rules, frozen = context.rules, date.fromisoformat(account.frozen_on)
    clauses = rules.cite("idle")
    due = delete_due(last_use(want, account, context.precision), frozen, rules)
    for on, basis in ((want.care.objected_on, want.care.objection), (want.resume_on, want.reasons.get("state", ""))):
        if on >= account.frozen_on and basis:
            before = {"state": SUSPENDED, "suspended_on": account.suspended_on, "frozen_on": account.frozen_on}
            after = {"state": ACTIVE, "suspended_on": "", "frozen_on": ""}
            yield line("unfreeze", want, account, before, after, clauses, "unfreeze", basis=basis, since=on)
            return
    if due is None:
        if rules.delete_frozen_after is not None and context.as_of >= _earliest(want, account, context):
            yield ask(want, account, clauses, "idle_count_undecided", basis=clauses[0], frozen=account.frozen_on)
        return
    if context.as_of < due:
        return
    obstacle = _obstacle(want, account, context)
    if obstacle is not None:
        yield obstacle
        return
    if rules.minimum_notice is not None and context.as_of >= max(rules.minimum_notice.after(frozen), frozen + _DAY):
        yield line(
            "remove", want, account, {"state": SUSPENDED, "frozen_on": account.frozen_on},
            context.gone(), clauses, "remove_frozen", basis=clauses[0],
            due=due.isoformat(), days_late=context.days_late(due.isoformat()), destructive=True, reversible=False,
            due_text=due.isoformat(), frozen=account.frozen_on,
        )  # fmt: skip


def _earliest(want: Wanted, account: Account, context: Context) -> date:
    """The first day on which one of the two readings of C04 would delete."""
    frozen, window = date.fromisoformat(account.frozen_on), context.rules.delete_frozen_after
    if window is None:
        return frozen
    last = last_use(want, account, context.precision)
    return min(window.after(frozen), window.after(last)) if last is not None else window.after(frozen)


def _obstacle(want: Wanted, account: Account, context: Context) -> Change | None:
    """The question that stands before the deletion of a frozen account, None when nothing does."""
    rules = context.rules
    clauses = rules.cite("idle")
    if want.care.holds:
        return ask(
            want, account, rules.cite("remove"), "held", basis=want.care.holds[0], holds=", ".join(want.care.holds)
        )
    if rules.records_hold is None:
        return ask(want, account, clauses, "hold_undecided", basis=clauses[0])
    if rules.records_hold and not want.care.exported_on:
        return ask(want, account, clauses, "export_missing", basis=clauses[0])
    if rules.minimum_notice is None:
        return ask(want, account, clauses, "notice_undecided", basis=clauses[0])
    missing = () if rules.freeze_after is None else untold(want, account, DELETION, account.frozen_on, context)
    if missing:
        return ask(want, account, clauses, "deletion_untold", basis=clauses[0], to=", ".join(missing))
    return None


def untold(want: Wanted, account: Account, kind: str, since: str, context: Context) -> tuple[str, ...]:
    """The roles to which no notice of this kind has left on or after `since`, at least a day before this one."""
    addresses = (account.fields.address, *account.fields.aliases, want.fields.address)
    missing = []
    for role in context.rules.object_by:
        sent = context.history.told(kind, addresses, role, since)
        if not sent or sent >= context.today:
            missing.append(role)
    return tuple(missing)


def _delivery_decided(rules: Rules) -> bool:
    """A frozen mailbox is a suspended one to every platform, so the two decisions about mail must not differ."""
    if rules.frozen_open:
        return False
    return rules.frozen_receives is None or rules.frozen_receives == rules.suspended_receives
