# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines that open and close an account: suspend, resume, remove, release; what is idle.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.comeback import restore
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.idle import day_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import Context, ask, line
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    REMOVED,
    SUSPENDED,
    Account,
    Change,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA


def state(want: Wanted, account: Account, context: Context) -> Change:
    have, basis = account.fields.state, want.reasons.get("state", want.basis)
    rules = context.rules
    if want.fields.state == SUSPENDED:
        due = want.since
        if want.care.told_on and due == want.care.told_on:
            due = context.deadlines.working(due, want.fields.unit)
        return line(
            "suspend",
            want,
            account,
            {"state": have},
            {"state": SUSPENDED, "suspended_on": context.today},
            rules.cite_end("suspend", want.at_once),
            "suspend",
            basis=basis,
            due=due,
            days_late=context.days_late(due),
            destructive=have == ACTIVE,
            since=want.since,
        )
    if not account.suspended_on:
        return ask(want, account, rules.cite("resume"), "hand_suspended", basis=basis)
    if account.suspended_on > want.resume_on:
        return ask(want, account, rules.cite("resume"), "no_resume", basis=basis, suspended=account.suspended_on)
    return line(
        "resume",
        want,
        account,
        {"state": SUSPENDED, "suspended_on": account.suspended_on},
        {"state": ACTIVE, "suspended_on": ""},
        rules.cite("resume"),
        "resume",
        basis=basis,
        since=want.resume_on,
    )


def removal(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Suspend before remove, and at least a day and the agency's notice between the two."""
    have, rules = account.fields, context.rules
    basis = want.reasons.get("state", want.basis)
    if have.state == REMOVED:
        if want.fields.state == REMOVED or (account.frozen_on and want.complete_on < account.removed_on):
            return
        # a form that came after the removal: what a killed run has left of its restoring
        again = (
            restore(want, account, context) if account.removed_on and want.complete_on >= account.removed_on else None
        )
        if again is not None:
            yield again
        else:
            yield ask(want, account, rules.cite("remove"), "removed")
        return
    late = context.days_late(want.remove_on)
    if have.state == ACTIVE:
        after = {"state": SUSPENDED, "suspended_on": context.today}
        yield line(
            "suspend", want, account, {"state": have.state}, after, rules.cite_end("suspend", want.at_once),
            "suspend_first", basis=basis, due=want.since, days_late=context.days_late(want.since), destructive=True,
            due_text=want.remove_on,
        )  # fmt: skip
        return
    if not account.suspended_on:
        yield ask(want, account, rules.cite("remove"), "hand_suspended_removal", basis=basis)
        return
    if rules.minimum_notice is None and not want.at_once:
        yield ask(want, account, rules.cite("remove"), "notice_undecided", basis=basis)
        return
    suspended = date.fromisoformat(account.suspended_on)
    earliest = suspended + timedelta(days=1)
    if rules.minimum_notice is not None and not want.at_once:
        earliest = max(rules.minimum_notice.after(suspended), earliest)
    if context.as_of >= earliest:
        yield line(
            "remove", want, account, {"state": have.state}, context.gone(),
            rules.cite_end("remove", want.at_once), "remove",
            basis=basis, due=want.remove_on, days_late=late, destructive=True, reversible=False,
            due_text=want.remove_on, suspended=account.suspended_on,
        )  # fmt: skip


def unlock(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """A lock is released once, by a decision that came after it; a later lock needs its own."""
    if not (want.release_on and account.locked_at and account.fields.state == ACTIVE == want.fields.state):
        return
    basis = want.reasons.get("release", want.basis)
    locked = datetime.fromisoformat(account.locked_at)
    day = (locked.astimezone(MALAYSIA) if locked.tzinfo else locked).date().isoformat()
    if day > want.release_on or account.basis == basis:
        return
    yield line(
        "release", want, account, {"locked_at": account.locked_at}, {"locked_at": ""}, context.rules.cite("release"),
        "release", basis=basis, reversible=False, locked=day, since=want.release_on,
    )  # fmt: skip


def unblock(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """The block of an old password is released by a new one, which only a person hands over: a question until then.

    A converging run sets no password (R078, R091).
    """
    since, age = want.care.unblock_on, context.rules.password_age
    if not (since and age and account.password_changed_at and account.fields.state == ACTIVE == want.fields.state):
        return
    changed = day_of(account.password_changed_at)
    if changed.isoformat() < since and age.after(changed) <= context.as_of:
        clauses = context.rules.cite("age")
        yield ask(want, account, clauses, "unblock", basis=want.care.unblock_by, since=since, changed=changed)
