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

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.handover import needs_password
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.encoding import canonical
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DESTRUCTIVE,
    REMOVED,
    Account,
    Change,
    Directory,
    Fields,
    Limits,
    Plan,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.replay.servers import STRANGERS, Acts, Server
from tests.replay.working import first_working_day, third_working_day
from tests.replay.year import (
    CLOSING,
    COMEBACKS,
    ENDS,
    FIRST,
    IDLE_DAYS,
    NOTICE_DAYS,
    REMOVE_DAYS,
    RESTORE_DAYS,
    USED_EVERY,
    Event,
    Year,
)

#: The owner's decisions without which JANM's profile asks instead of ending accounts.
DECIDED = {
    "C-TERM": {
        "records_hold": False,
        "minimum_notice": f"P{NOTICE_DAYS}D",
        "restore_window": f"P{RESTORE_DAYS}D",
    },
    "C-DISABLE": {"ahead": "on_effective", "reopen_by": ["ictso"]},
    "C-IDLE": {"signals": ["login"]},
}
#: A year's ends are many; the brakes are looked at in tests of their own.
LIMITS = Limits(max_destructive=10**6, max_destructive_share=1.0, min_directory_share=0.9)
#: Runs of one day until nothing is left: an account has at most one destructive step a run.
RUNS = 3
#: Kinds of event that speak of the same thing.
_FAMILY = {"leave_group": "join", "archive_end": "archive_start"}


def decided(standard: Standard) -> Standard:
    """JANM's standard with the owner's decisions."""
    data = standard.to_dict()
    for control, values in DECIDED.items():
        data["controls"][control] |= values
    data["decisions"]["deactivate_ahead"] |= {"status": "decided", "value": "on_effective"}
    return Standard(data)


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
        #: Decisions that somebody needs the account: the days of not being used count from there.
        self._needed: dict[str, date] = {}
        self._asked: set[tuple[str, str]] = set()
        for address in STRANGERS:
            server.plant(address)
        self._of: dict[str, list[Event]] = defaultdict(list)
        self._users = {officer.id: officer.number for officer in year.officers.values()}
        for event in year.events:
            if event.kind in server.cannot:
                continue
            self._of[event.officer].append(event)
            if event.kind in COMEBACKS:
                self._users[event.id] = year.officers[event.officer].number
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
        events = [event for event in self.year.events_on(day) if event.kind in ("locked", "drift", "idle", "objection")]
        self._idle |= {event.officer for event in events if event.kind == "idle"}
        self._idle -= {event.officer for event in events if event.kind == "objection"}
        turn = (day - FIRST).days % USED_EVERY
        used = [
            person
            for person, number in self._users.items()
            if person in have
            and have[person].fields.state == ACTIVE
            and person not in self._idle
            and (number % USED_EVERY == turn or person not in self._used)
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
        secrets = Secrets({change.account: "Sementara-2026!" for change in made.effective if needs_password(change)})
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
        ids = {account.id for account in now.values()}
        for person, account in before.items():
            self._hold(account.id in ids, day, f"{person}: is missing")

    def _expect(self, done: list[Change], day: date) -> None:
        """Every deadline of the day against what was done on it."""
        self._asked = set()
        found: dict[str, list[Change]] = defaultdict(list)
        for change in done:
            found[change.after.get("account_id") or self._person[change.id]].append(change)
        for officer in self.year.officers.values():
            if officer.category != "A" and max(self.year.decided(officer), FIRST) == day:
                unit = self.year.beginnings[officer.id].unit
                self._dated("opening", officer.id, "create", found, third_working_day(officer.since, unit), day)
        for event in sorted(self._events.pop(day, ()), key=lambda event: event.kind not in CLOSING):
            self._expect_event(event, found, day)
        for person, verb, kind in self._due.pop(day, ()):
            if not self._ended(person, kind):
                self._count(kind, person, verb, found[person], day)
        for person, changes in found.items():
            for change in changes:
                asked = change.verb not in DESTRUCTIVE or (person, change.verb) in self._asked
                self._hold(asked, day, f"{change.verb} {person}: no event asks for it")

    def _dated(self, kind: str, person: str, verb: str, found: dict[str, list[Change]], due: date, day: date) -> None:
        """A change of this verb, with the due date of the calendar, and its delay said."""
        self._asked.add((person, verb))
        row = self.table[kind]
        row.events += 1
        made = [change for change in found[person] if change.verb == verb]
        late = max((day - due).days, 0)
        if not made:
            row.wrong.append(f"{day}: {person}: no {verb}")
        elif made[0].due != due.isoformat():
            row.wrong.append(f"{day}: {person} is due {made[0].due}, by the calendar {due}")
        elif made[0].days_late != late:
            row.wrong.append(f"{day}: {person} is {made[0].days_late} days late, by the calendar {late}")
        elif late:
            row.late += 1
        else:
            row.on_time += 1

    def _expect_event(self, event: Event, found: dict[str, list[Change]], day: date) -> None:
        """One event on the day from which it counts; what must follow later is put on its day."""
        person = event.officer
        if event.kind in CLOSING:
            self._closes(event, found, day)
        elif event.kind == "certificate":
            self._later(event.on, REMOVE_DAYS, person, "remove", "movement, 60 days")
        elif event.kind == "hold_end":
            self._count("hold_end, removed", person, "remove", found[person], day)
        elif event.kind in COMEBACKS:
            verb, unit = "restore" if event.kind == "rehire" else "create", self.year.officers[person].unit
            self._dated(event.kind, event.id, verb, found, third_working_day(event.told, unit), day)
        elif event.kind == "idle":
            self._idles(event)
        elif event.kind == "drift":
            right = any("name" in change.after for change in found[person])
            self._tally(event.kind, person, right, day)
        elif event.kind in _VERBS:
            if not self._ended(person, event.kind):
                self._count(event.kind, person, _VERBS[event.kind], found[person], day)
            (self._away.add if event.kind in ("long_leave", "incident") else self._away.discard)(person)
            if event.kind in ("back", "reopen"):
                self._needed[person] = day
        elif event.kind not in ("locked", "hold") and person not in self._leaving and not self._superseded(event, day):
            account = self._now[person]
            self._tally(event.kind, person, _served(event, account.fields, account.entitlements), day)

    def _closes(self, event: Event, found: dict[str, list[Change]], day: date) -> None:
        """An officer leaves: closed on the day from which it counts, removed when its time is over."""
        person, kind = event.officer, event.kind
        if kind == "movement":
            due = first_working_day(max(event.told, event.on), self._now[person].fields.unit)
            self._dated(kind, person, "suspend", found, due, day)
        elif person in self._away:
            self._tally(kind, person, True, day)
        else:
            self._count(kind, person, "suspend", found[person], day)
        self._leaving.add(person)
        if kind == "breach":
            self._later(day, 1, person, "remove", "breach, next run")
        elif kind == "to_agency":
            self._later(day, NOTICE_DAYS, person, "remove", "to_agency, 14 days")
        elif kind in ENDS:
            removal = event.on + timedelta(days=REMOVE_DAYS)
            then = {other.kind: other for other in self._of[person]}
            back = then.get("rehire")
            if "hold" in then:
                self._later(event.on, REMOVE_DAYS, person, "", "hold, not removed")
            elif back is None or back.decided > removal:
                self._later(event.on, REMOVE_DAYS, person, "remove", f"{kind}, 60 days")

    def _idles(self, event: Event) -> None:
        """Nobody uses the account any more: frozen when the days are over, removed after the notice."""
        person = event.officer
        last = max(self._used[person], self._needed.get(person, date.min))
        self._later(last, IDLE_DAYS + 1, person, "freeze", "idle, 90 days")
        if not any(other.kind == "objection" for other in self._of[person]):
            self._later(last, IDLE_DAYS + 1 + NOTICE_DAYS, person, "remove", "idle, removed")

    def _later(self, start: date, days: int, person: str, verb: str, kind: str) -> None:
        self._due[start + timedelta(days=days)].append((person, verb, kind))

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

    def _count(self, kind: str, person: str, verb: str, found: Iterable[Change], day: date) -> None:
        """A change of this verb, on this day; "" = the account is not removed."""
        verbs = {change.verb for change in found}
        if verb:
            self._asked.add((person, verb))
        self._tally(kind, person, verb in verbs if verb else "remove" not in verbs, day)

    def _tally(self, kind: str, person: str, right: bool, day: date) -> None:
        row = self.table[kind]
        row.events += 1
        row.on_time += right
        if not right:
            row.wrong.append(f"{day}: {person}")


#: Kinds of event that are done by one verb on the day from which they count.
_VERBS = {
    "long_leave": "suspend",
    "back": "resume",
    "release": "release",
    "incident": "suspend",
    "reopen": "resume",
    "objection": "unfreeze",
}


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
