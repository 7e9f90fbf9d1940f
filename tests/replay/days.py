# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The year day by day: every day is planned and applied as the playbook does, and every invariant is looked at.

What must happen on which day is worked out here from the events alone, with the calendar library and nothing of the
collection.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import holidays

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    REMOVED,
    Account,
    Change,
    Directory,
    Fields,
    Limits,
    Plan,
    canonical,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.replay.servers import STRANGERS, Acts, Server
from tests.replay.year import ENDS, FIRST, Event, Officer, Year

#: The owner's decisions without which JANM's profile asks instead of ending accounts.
DECIDED = {
    "C-TERM": {"records_hold": False, "minimum_notice": "P14D"},
    "C-DISABLE": {"ahead": "on_effective"},
    "C-IDLE": {"signals": ["login"]},
}
#: A year's ends are many; the brakes are looked at in tests of their own.
LIMITS = Limits(max_destructive=10**6, max_destructive_share=1.0, min_directory_share=0.9)
#: Runs of one day until nothing is left: an account has at most one destructive step a run.
RUNS = 3
IDLE_DAYS, REMOVE_DAYS, NOTICE_DAYS = 90, 60, 14
#: A day's use is written for everybody once in so many days; nobody else is idle then.
USED_EVERY = 30
#: Kinds of event that speak of the same thing.
_FAMILY = {"leave_group": "join", "archive_end": "archive_start"}
_CALENDARS = {"pn-kelantan": "03", "pn-johor": "01"}


def decided(standard: Standard) -> Standard:
    """JANM's standard with the owner's decisions."""
    data = standard.to_dict()
    for control, values in DECIDED.items():
        data["controls"][control] |= values
    data["decisions"]["deactivate_ahead"] |= {"status": "decided", "value": "on_effective"}
    return Standard(data)


def third_working_day(complete: date, unit: str) -> date:
    """Three working days after a complete form, by the calendar of the office (R023)."""
    calendar = holidays.country_holidays(
        "MY", subdiv=_CALENDARS.get(unit, "16"), years=[complete.year, complete.year + 1]
    )
    day, left = complete, 3
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    return day


@dataclass
class Row:
    """What became of the events of one kind: how many, done on the day they were due, late and said so, wrong."""

    events: int = 0
    on_time: int = 0
    late: int = 0
    wrong: list[str] = field(default_factory=list)


class Replay:
    """One year on one server."""

    def __init__(
        self, year: Year, forms: list[Application], standard: Standard, reference: ReferenceData, server: Server
    ) -> None:
        self.year, self.forms, self.standard, self.server = year, forms, decided(standard), server
        self.groups = reference.groups or {}
        self.units = {unit.id: unit.calendar for unit in (reference.units or {}).values() if unit.calendar}
        self.table: dict[str, Row] = defaultdict(Row)
        self.verbs: Counter[str] = Counter()
        self.broken: list[str] = []
        self.runs = 0
        self._events: dict[date, list[Event]] = defaultdict(list)
        self._due: dict[date, list[tuple[str, str, str]]] = defaultdict(list)
        self._known: int | None = None
        self._gone: set[str] = set()
        self._away: set[str] = set()
        self._leaving: set[str] = set()
        self._person: dict[str, str] = {}
        self._now: dict[str, Account] = {}
        self._idle: set[str] = set()
        self._used: dict[str, date] = {}
        for address in STRANGERS:
            server.plant(address)
        self._of: dict[str, list[Event]] = defaultdict(list)
        for event in year.events:
            if event.kind in server.cannot:
                continue
            self._of[event.officer].append(event)
            self._events[max(event.decided, event.on)].append(event)

    def run(self, until: date) -> None:
        """Every day from the first of the year to `until`."""
        day = FIRST
        while day <= until:
            self._day(day)
            day += timedelta(days=1)

    def _day(self, day: date) -> None:
        self._happen(day, self._have())
        have = self._have()
        done: list[Change] = []
        for run in range(RUNS):
            made = self._plan(day)
            if run == 0 and day.day == 1:
                self._hold(
                    canonical(made.to_dict()) == canonical(self._plan(day).to_dict()), day, "not the same plan twice"
                )
            if not made.effective:
                break
            self._look_at(made, day)
            self._apply(made, day)
            done += made.effective
        else:
            self._hold(not self._plan(day).effective, day, f"not at rest after {RUNS} runs")
        self._after(done, have, day)
        self._expect(done, day)

    def _have(self) -> dict[str, Account]:
        with self.server.open() as provider:
            return {account.fields.account_id: account for account in provider.read().accounts if account.managed}

    def _happen(self, day: date, have: dict[str, Account]) -> None:
        """What people do on the server before the run of the day."""
        events = [event for event in self.year.events_on(day) if event.kind in ("locked", "drift", "idle")]
        self._idle |= {event.officer for event in events if event.kind == "idle"}
        number = (day - FIRST).days % USED_EVERY
        used = [
            officer.id
            for officer in self.year.officers.values()
            if officer.id in have
            and officer.id not in self._idle
            and (officer.number % USED_EVERY == number or officer.id not in self._used)
        ]
        self._used |= dict.fromkeys(used, day)
        locked = [event.officer for event in events if event.kind == "locked"]
        renamed = [event.officer for event in events if event.kind == "drift"]
        self.server.happen(Acts(used, locked, renamed), day, have)

    def _plan(self, day: date) -> Plan:
        wanted = roster(self.forms, self.standard, (), self.groups, day)
        with self.server.open() as provider:
            found = provider.read()
            read = Directory(
                found.platform, list(found.accounts), found.groups, found.generation, True, found.entitlements
            )
            verbs = provider.capabilities.verbs
        self.runs += 1
        return plan(wanted, read, self.standard, day, LIMITS, self._known, verbs=verbs, unit_calendars=self.units)

    def _apply(self, made: Plan, day: date) -> None:
        secrets = Secrets({change.key: "Sementara-2026!" for change in made.effective if change.verb == "create"})
        with self.server.open() as provider:
            outcomes = provider.apply(
                made.effective, generation=made.generation, secrets=secrets, report=lambda _one: None
            )
            self._known = provider.managed()
        for outcome in outcomes:
            self._hold(outcome.result == "done", day, f"{outcome.verb} {outcome.account}: {outcome.message}")
        self.verbs.update(change.verb for change in made.effective)

    def _hold(self, true: bool, day: date, what: str) -> None:
        if not true:
            self.broken.append(f"{day}: {what}")

    def _look_at(self, made: Plan, day: date) -> None:
        """The invariants that every plan keeps (design section 6)."""
        destructive = Counter(change.account for change in made.effective if change.destructive)
        self._hold(
            max(destructive.values(), default=0) <= 1, day, f"two destructive steps: {destructive.most_common(1)}"
        )
        for change in made.effective:
            self._hold(bool(change.basis and change.clauses), day, f"{change.verb} {change.account} without a basis")
            self._hold(change.account not in STRANGERS, day, f"{change.verb} {change.account}: nobody asked for it")
            self._hold(change.after.get("address", "") not in self._gone, day, f"{change.account} was somebody's")

    def _after(self, done: list[Change], before: dict[str, Account], day: date) -> None:
        """What the server shows after the day: locks, strangers, addresses that are gone."""
        released = {change.id for change in done if change.verb == "release"}
        with self.server.open() as provider:
            accounts = list(provider.read().accounts)
        now = {account.fields.account_id: account for account in accounts if account.managed}
        self._now = now
        self._person |= {account.id: person for person, account in now.items()}
        strangers = {account.fields.address for account in accounts if not account.managed}
        self._hold(strangers == set(STRANGERS), day, f"unmanaged accounts: {sorted(strangers)}")
        for person, account in now.items():
            was = before.get(person)
            if was is not None and was.locked_at and not account.locked_at and account.fields.state != REMOVED:
                self._hold(account.id in released, day, f"{person}: unlocked without a decision")
            if account.fields.state == REMOVED:
                self._gone.add(account.fields.address)
        for person in before.keys() - now.keys():
            self._hold(False, day, f"{person}: is missing")

    def _expect(self, done: list[Change], day: date) -> None:
        """Every deadline of the day against what was done on it."""
        found: dict[str, list[Change]] = defaultdict(list)
        for change in done:
            found[change.after.get("account_id") or self._person[change.id]].append(change)
        for officer in self.year.officers.values():
            if officer.category != "A" and max(self.year.decided(officer), FIRST) == day:
                self._created(officer, found[officer.id], day)
        for event in sorted(self._events.pop(day, ()), key=lambda event: event.kind not in (*ENDS, "breach")):
            self._expect_event(event, found[event.officer], day)
        for person, verb, kind in self._due.pop(day, ()):
            if not self._ended(person, kind):
                self._count(kind, person, verb in {change.verb for change in found[person]}, day)

    def _created(self, officer: Officer, found: list[Change], day: date) -> None:
        row, due = self.table["opening"], third_working_day(officer.since, self.year.beginnings[officer.id].unit)
        row.events += 1
        made = [change for change in found if change.verb == "create"]
        if not made:
            row.wrong.append(f"{day}: {officer.id} was not created")
        elif made[0].due != due.isoformat():
            row.wrong.append(f"{day}: {officer.id} is due {made[0].due}, by the calendar {due}")
        elif made[0].days_late != max((day - due).days, 0):
            row.wrong.append(
                f"{day}: {officer.id} is {made[0].days_late} days late, by the calendar {(day - due).days}"
            )
        elif made[0].days_late:
            row.late += 1
        else:
            row.on_time += 1

    def _expect_event(self, event: Event, found: list[Change], day: date) -> None:
        """One event on the day from which it counts; what must follow later is put on its day."""
        person, verbs = event.officer, {change.verb for change in found}
        if event.kind in ENDS:
            self._count(event.kind, person, "suspend" in verbs or person in self._away, day)
            self._due[event.on + timedelta(days=REMOVE_DAYS)].append((person, "remove", f"{event.kind}, 60 days"))
            self._leaving.add(person)
        elif event.kind == "breach":
            self._count(event.kind, person, "suspend" in verbs or person in self._away, day)
            self._due[day + timedelta(days=1)].append((person, "remove", "breach, next run"))
            self._leaving.add(person)
        elif event.kind == "idle":
            last = self._used[person]
            self._due[last + timedelta(days=IDLE_DAYS + 1)].append((person, "freeze", "idle, 90 days"))
        elif event.kind == "drift":
            self._count(event.kind, person, any("name" in change.after for change in found), day)
        elif event.kind in ("long_leave", "back", "release"):
            wanted = {"long_leave": "suspend", "back": "resume", "release": "release"}[event.kind]
            if not self._ended(person, event.kind):
                self._count(event.kind, person, wanted in verbs, day)
            (self._away.add if event.kind == "long_leave" else self._away.discard)(person)
        elif event.kind != "locked" and person not in self._leaving and not self._superseded(event, day):
            account = self._now[person]
            self._count(event.kind, person, _served(event, account.fields, account.entitlements), day)

    def _superseded(self, event: Event, day: date) -> bool:
        """Whether another form that is known by now speaks of the same thing for the same day or a later one."""
        return any(
            _FAMILY.get(other.kind, other.kind) == _FAMILY.get(event.kind, event.kind)
            and (other.on, other.number) > (event.on, event.number)
            and max(other.on, other.decided) <= day
            for other in self._of[event.officer]
        )

    def _ended(self, person: str, kind: str) -> bool:
        """Whether something else has ended the account, so that a resumption or a release has nothing to do."""
        return person in self._leaving and kind in ("back", "release", "long_leave", "idle, 90 days")

    def _count(self, kind: str, person: str, right: bool, day: date) -> None:
        row = self.table[kind]
        row.events += 1
        row.on_time += right
        if not right:
            row.wrong.append(f"{day}: {person}")


def _served(event: Event, fields: Fields, entitlements: tuple[str, ...]) -> bool:
    """Whether the server shows what the event's form asks for."""
    return {
        "grade": lambda: fields.grade == f"SSM {event.detail}",
        "phone": lambda: fields.office_phone == f"03-000 {event.number % 10000:04d}",
        "internal_move": lambda: fields.unit == event.detail,
        "rename": lambda: fields.address.startswith("baru"),
        "join": lambda: event.detail in fields.groups,
        "leave_group": lambda: event.detail not in fields.groups,
        "archive_start": lambda: "archive" in entitlements,
        "archive_end": lambda: "archive" not in entitlements,
    }[event.kind]()


def table(replay: Replay) -> Iterable[str]:
    """The year in lines for a person: each kind of event, and what became of it."""
    yield f"{'event':22} {'events':>7} {'on the day':>11} {'late, said':>11} {'wrong':>6}"
    for kind, row in sorted(replay.table.items()):
        yield f"{kind:22} {row.events:7} {row.on_time:11} {row.late:11} {len(row.wrong):6}"
    yield "changes: " + ", ".join(f"{verb} {count}" for verb, count in sorted(replay.verbs.items()))
    yield f"plans made: {replay.runs}; invariants broken: {len(replay.broken)}"
