# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to come, account by account, on the days after the one of the plan.

Pure: deadlines of the standard, decisions that take effect later, notices that fall due. A day that passed without its
step is not here: the plan has it. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import NO_CARE
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import DELETION, IDLE
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.idle import (
    day_of,
    delete_due,
    freeze_due,
    is_watched,
    last_use,
    unused_due,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    PROBE,
    SUSPENDED,
    Account,
    Directory,
    Roster,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import (
    Deadlines,
    Rules,
    StandardView,
    rules_of,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import Duration

#: Kinds of notices that only this module names: the temporary password still stands; the password grows old.
FIRST_LOGIN, PASSWORD_AGE = "first_login", "password_age"
#: What happens on the server by itself.
BLOCKED = "blocked"
#: Days after which somebody with the temporary password is reminded, and days before the age of a password is reached.
REMINDED, AGEING = (3, 7), (14, 7, 1)

#: What a form does on its day, where that is not its event's own name.
_VERBS: Mapping[str, str] = {"terminate": "suspend", "change": "update", "grant": "update", "revoke": "update"}


class Coming(NamedTuple):
    """One thing to come.

    `date` is an ISO date, `account` the address. `kind` is a verb of a plan (`model.VERBS`), the kind of a notice
    (`history`, FIRST_LOGIN, PASSWORD_AGE) or BLOCKED. `basis` is the form or the clause. `waits_for` are topics of
    `words`: what must happen or be decided before it can be done.
    """

    date: str
    account: str
    kind: str
    clauses: tuple[str, ...] = ()
    basis: str = ""
    waits_for: tuple[str, ...] = ()


def coming(
    roster: Roster,
    directory: Directory,
    standard: StandardView,
    as_of: date,
    days: int,
    *,
    unit_calendars: Mapping[str, str] | None = None,
) -> tuple[Coming, ...]:
    """Everything after `as_of` and up to `days` later, by date, account and kind.

    `directory.accounts` is gone through once. `unit_calendars` are those of `plan`.
    """
    first, last = as_of.isoformat(), (as_of + timedelta(days=days)).isoformat()
    rules, deadlines = rules_of(standard), Deadlines(standard, unit_calendars)
    by_day: dict[str, set[Coming]] = {}
    for one in _all(roster, directory, rules, deadlines, first, last):
        if first < one.date <= last:
            by_day.setdefault(one.date, set()).add(one)
    # day by day, because comparing 400,000 lines with many of the same day is most of sorting them
    return tuple([one for day in sorted(by_day) for one in sorted(by_day[day])])


def _all(
    roster: Roster, directory: Directory, rules: Rules, deadlines: Deadlines, first: str, last: str
) -> Iterator[Coming]:
    wants = {want.fields.account_id: want for want in roster.accounts}
    seen: set[str] = set()
    alike: dict[_Key, list[Coming]] = {}
    for account in directory.accounts:
        want = wants.get(account.fields.account_id) if account.managed else None
        if want is None:
            continue
        seen.add(want.fields.account_id)
        key = _key(want, account)
        if key is None:
            yield from _account(want, account, rules, directory.last_use_precision)
            continue
        same = alike.get(key)
        if same is None:
            found = _account(want, account, rules, directory.last_use_precision)
            same = alike[key] = [
                one._replace(basis="" if one.basis == want.basis else one.basis)
                for one in found
                if first < one.date <= last
            ]
        address = account.fields.address
        for day, _other, kind, clauses, basis, waits in same:
            yield Coming(day, address, kind, clauses, basis or want.basis, waits)
    for account_id, want in wants.items():
        due = "" if account_id in seen or want.ended else deadlines.due(want.complete_on, want.fields.unit)
        if due:
            yield Coming(due, want.fields.address, "create", rules.cite_new(want.fields.kind), want.basis)
    for later in roster.later:
        address = wants[later.account_id].fields.address if later.account_id in wants else later.account_id
        clauses = rules.cite("suspend") if later.event in ("terminate", "suspend") else ()
        yield Coming(later.on, address, _VERBS.get(later.event, later.event), clauses, later.basis)


_Key = tuple[Any, ...]


def _key(want: Wanted, account: Account) -> _Key | None:
    """What decides the days of an account about which nothing was told: many of them were made and used in the same
    hours, and date arithmetic is most of the work. None for an account that must be looked at by itself."""
    if want.ended or account.frozen_on or account.suspended_on or want.care != NO_CARE:
        return None
    # A day in Malaysia is decided by day and hour.
    return (
        want.fields.kind,
        want.fields.state,
        account.fields.state,
        account.must_change,
        # since when the account is known to be needed
        want.resume_on,
        want.complete_on if account.must_change else "",
        _hour(account.last_login_at),
        _hour(account.created_at),
        _hour(account.password_changed_at),
    )


def _hour(moment: str) -> str:
    """An ISO time without minutes and seconds, its zone kept."""
    return moment[:13] + moment[19:]


def _account(want: Wanted, account: Account, rules: Rules, precision: int) -> Iterator[Coming]:
    if want.fields.kind == PROBE:
        return
    state, address = account.fields.state, account.fields.address
    if want.ended and state == SUSPENDED:
        yield from _removal(want, account, rules)
    elif state == SUSPENDED and account.frozen_on and want.fields.state == ACTIVE:
        yield from _frozen(want, account, rules, precision)
    elif is_watched(want, account):
        yield from _idle(want, account, rules, precision)
        yield from _issued(want, account, rules)
    if state == ACTIVE and rules.password_age is not None and account.password_changed_at and not account.must_change:
        limit = rules.password_age.after(day_of(account.password_changed_at))
        clauses = rules.cite("age")
        for before in AGEING:
            yield Coming(_iso(limit, -before), address, PASSWORD_AGE, clauses, clauses[0])
        yield Coming(_iso(limit), address, BLOCKED, clauses, clauses[0])


def _removal(want: Wanted, account: Account, rules: Rules) -> Iterator[Coming]:
    """The end of a terminated account: its day, or what the owner has still to decide about it."""
    if not account.suspended_on:
        return
    suspended = date.fromisoformat(account.suspended_on)
    earliest = _after_notice(suspended, rules, want.at_once)
    day = max(date.fromisoformat(want.remove_on), earliest) if want.remove_on else earliest
    waits = _waits(want, rules)
    if not want.remove_on:
        waits = ("removal_undecided", *waits)
    clauses = rules.cite_end("remove", want.at_once)
    yield Coming(day.isoformat(), account.fields.address, "remove", clauses, want.basis, waits)


def _idle(want: Wanted, account: Account, rules: Rules, precision: int) -> Iterator[Coming]:
    last = last_use(want, account, precision)
    due = freeze_due(last, rules) if last is not None else None
    if due is None:
        return
    clauses, address = rules.cite("idle"), account.fields.address
    waits: tuple[str, ...] = () if rules.idle_by_login else ("idle_undecided",)
    if rules.freeze_after is not None:
        day = _back(due, rules.warn_before)
        yield Coming(day.isoformat(), address, IDLE, clauses, clauses[0])
        waits = (*waits, *(("frozen_undecided",) if rules.frozen_open else ()), "idle_untold")
    yield Coming(due.isoformat(), address, "freeze", clauses, clauses[0], waits)


def _frozen(want: Wanted, account: Account, rules: Rules, precision: int) -> Iterator[Coming]:
    frozen = date.fromisoformat(account.frozen_on)
    clauses, address = rules.cite("idle"), account.fields.address
    due = delete_due(last_use(want, account, precision), frozen, rules)
    waits = _waits(want, rules)
    if due is None:
        if rules.delete_frozen_after is None:
            return
        due, waits = rules.delete_frozen_after.after(frozen), ("idle_count_undecided", *waits)
    day = max(due, _after_notice(frozen, rules, at_once=False))
    if rules.freeze_after is not None:
        yield Coming(_back(day, rules.warn_before).isoformat(), address, DELETION, clauses, clauses[0])
        waits = (*waits, "deletion_untold")
    yield Coming(day.isoformat(), address, "remove", clauses, clauses[0], waits)


def _issued(want: Wanted, account: Account, rules: Rules) -> Iterator[Coming]:
    """Somebody who has not taken the account over yet (R080)."""
    if not account.must_change or not account.created_at or account.last_login_at:
        return
    made = day_of(account.created_at)
    clauses = rules.cite("unused")
    for days in REMINDED:
        yield Coming(_iso(made, days), account.fields.address, FIRST_LOGIN, clauses, want.basis)
    due = unused_due(want, account, rules)
    if due is not None:
        yield Coming(due.isoformat(), account.fields.address, "suspend", clauses, clauses[0])


def _waits(want: Wanted, rules: Rules) -> tuple[str, ...]:
    """What stands before any removal."""
    found = []
    if want.care.holds:
        found.append("held")
    if rules.records_hold is None:
        found.append("hold_undecided")
    elif rules.records_hold and not want.care.exported_on:
        found.append("export_missing")
    if rules.minimum_notice is None and not want.at_once:
        found.append("notice_undecided")
    return tuple(found)


def _after_notice(start: date, rules: Rules, at_once: bool) -> date:
    earliest = start + timedelta(days=1)
    if at_once or rules.minimum_notice is None:
        return earliest
    return max(earliest, rules.minimum_notice.after(start))


def _back(day: date, length: Duration) -> date:
    return day - timedelta(days=int(length.day_bounds()[1]))


def _iso(day: date, days: int = 0) -> str:
    return (day + timedelta(days=days)).isoformat()
