# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A year of an invented department: its officers, the forms that arrive, and what happens on the server by itself.

The case of JANM: four officers of five are seconded, some to agencies that have joined MyGovUC (category A, no mailbox
of ours). The same seed gives the same year.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DOMAIN = "anm.gov.my"
GIVEN = ("ahmad", "aminah", "azlan", "bakar", "farah", "hafiz", "halim", "hasnah", "idris", "kamal", "latif", "zainab")
FATHER = ("Abdullah", "Awang", "Daud", "Ghani", "Hamid", "Harun", "Isa", "Jusoh", "Mamat", "Omar", "Salleh", "Yusof")
OFFICES = ("bptm", "bpp", "pn-kelantan", "pn-johor")
AGENCIES = ("jpn", "jcn")
GRADES = ("W29", "W32", "W41", "W44", "W48", "W52")
GROUPS = ("pengurusan@anm.gov.my", "kader@anm.gov.my")
ADD_ONS = ("archive", "bmt", "skype")

#: How often each event comes in a year, for 1,000 officers: about 20,000 for 9,650 officers.
RATES = {
    "grade": 320,
    "phone": 400,
    "join": 300,
    "leave_group": 90,
    "archive_start": 120,
    "archive_end": 30,
    "rename": 15,
    "long_leave": 80,
    "retired": 45,
    "other_agency": 60,
    "internal_move": 90,
    "breach": 4,
    "locked": 200,
    "drift": 60,
    "idle": 12,
    "movement": 30,
    "incident": 10,
    "to_agency": 15,
    "from_agency": 15,
}
#: New officers in a year, for 1,000.
NEW = 70
#: Events that the server shows by themselves, without a form of ours.
UNASKED = frozenset({"locked", "drift", "idle"})
#: A day's use is written for everybody once in so many days; who is idle is not used any more.
USED_EVERY = 30
IDLE_DAYS, REMOVE_DAYS, NOTICE_DAYS, RESTORE_DAYS = 90, 60, 14, 30
#: Events after which the officer has no account here any more.
CLOSING = frozenset({"retired", "other_agency", "breach", "movement", "to_agency"})
#: Forms by which an earlier officer has an account again, under the number of that form.
COMEBACKS = frozenset({"rehire", "hired_anew", "from_agency"})
#: What becomes of an end: records are held, or the officer comes back in time, or too late.
AFTER_AN_END = ("", "", "", "hold", "rehire", "hired_anew")


@dataclass
class Officer:
    """One invented officer. `since` is the day of the complete form; category A has no mailbox of ours."""

    number: int
    staff: str
    category: str
    unit: str
    grade: str
    since: date
    groups: set[str] = field(default_factory=set)
    add_ons: set[str] = field(default_factory=set)
    ended: date | None = None
    away_until: date = date.min
    locked_until: date = date.min

    @property
    def id(self) -> str:
        return f"ANM-2025-{self.number:06d}"

    @property
    def name(self) -> str:
        return f"{GIVEN[self.number % 12].title()} bin {FATHER[self.number // 12 % 12]}"

    @property
    def address(self) -> str:
        return f"{GIVEN[self.number % 12]}{self.number}@{DOMAIN}"


@dataclass(frozen=True)
class Event:
    """Something that happens to an officer. `told` is the day of the form, `on` the day it takes effect, `decided` the
    day of the decision (from then on the plan knows it). `detail` is what the kind of event needs besides."""

    number: int
    kind: str
    officer: str
    told: date
    on: date
    decided: date
    detail: str = ""

    @property
    def id(self) -> str:
        return f"ANM-2026-{self.number:06d}"


def key(text: str) -> str:
    """Stands for a hash of something that does not exist."""
    return hashlib.sha256(text.encode()).hexdigest()


class Year:
    """`officers` people at the beginning, and what happens to them, sorted by the day of the decision.

    An earlier `until` puts as many events into fewer days.
    """

    def __init__(self, officers: int, seed: int = 2026, until: date = LAST) -> None:
        self._chance = random.Random(seed)
        self._until = until
        self._number = 0
        self.officers: dict[str, Officer] = {}
        self.events: list[Event] = []
        for number in range(1, officers + 1):
            self._appoint(number, FIRST - timedelta(days=self._chance.randint(40, 80)))
        for number in range(officers + 1, officers + 1 + officers * NEW // 1000):
            self._appoint(number, self._day())
        #: Everybody as the form that asked for the account says, before the events.
        self.beginnings = {
            one.id: replace(one, groups=set(one.groups), add_ons=set(one.add_ons)) for one in self.officers.values()
        }
        self._everybody = list(self.officers.values())
        for day, kind in sorted(self._calendar(officers)):
            self._happen(day, kind)
        known = until + timedelta(days=30)
        self.events = sorted(
            (event for event in self.events if event.told <= known), key=lambda event: (event.decided, event.number)
        )

    def events_on(self, day: date) -> list[Event]:
        """The events that are told on a day."""
        return [event for event in self.events if event.told == day]

    @staticmethod
    def decided(officer: Officer) -> date:
        """The day of the decision about the form that asked for the account."""
        return officer.since + timedelta(days=1 + officer.number % 5)

    def counts(self) -> Counter[str]:
        """How many of each event, the openings among them."""
        return Counter({"opening": len(self.officers)}) + Counter(event.kind for event in self.events)

    def _day(self) -> date:
        return FIRST + timedelta(days=self._chance.randint(3, (self._until - FIRST).days - 10))

    def _appoint(self, number: int, since: date) -> None:
        chance = self._chance
        staff = "janm" if chance.random() < 0.2 else "kader"
        category = "" if staff == "janm" else chance.choice("AB")
        unit = chance.choice(OFFICES if staff == "janm" else AGENCIES)
        made = Officer(number, staff, category, unit, chance.choice(GRADES), since)
        if category != "A":
            made.groups = {group for group in GROUPS if chance.random() < 0.1}
            made.add_ons = {name for name in ADD_ONS if chance.random() < 0.1}
        self.officers[made.id] = made

    def _calendar(self, officers: int) -> Iterator[tuple[date, str]]:
        for kind, rate in RATES.items():
            for _one in range(max(1, officers * rate // 1000)):
                yield self._day(), kind

    def _happen(self, day: date, kind: str) -> None:
        ours = [one for one in self._sample(kind) if one.since + timedelta(days=15) < day and one.ended is None]
        if kind in ("idle", "locked", "incident", *CLOSING):
            ours = [one for one in ours if one.category != "A" and day > one.away_until]
        if kind == "to_agency":
            ours = [one for one in ours if one.category == "B"]
        if not ours:
            return
        who = ours[0]
        told = day
        on = day + timedelta(days=self._chance.choice((0, 0, 0, 5, 20))) if kind in (*ENDS, "movement") else day
        at_once = kind in UNASKED or kind == "incident"
        decided = told + timedelta(days=0 if at_once else self._chance.randint(0, 3))
        detail = self._detail(who, kind)
        if kind in ("leave_group", "archive_start", "archive_end") and not detail:
            return
        if (kind in ("long_leave", "incident") and day <= who.away_until) or day <= who.locked_until:
            return
        if kind == "to_agency":
            on = decided + timedelta(days=self._chance.randint(2, 15))
        self._add(kind, who, told, on, decided, detail)
        if kind in CLOSING or kind in ("idle", "from_agency"):
            who.ended = day
        if kind in ENDS:
            self._after_an_end(who, max(on, decided), on + timedelta(days=REMOVE_DAYS))
        elif kind == "movement":
            certified = max(on, decided) + timedelta(days=self._chance.randint(1, 15))
            self._add("certificate", who, certified, on, certified, self._chance.choice(("JANM-END", "HR-CERT")))
        elif kind == "idle":
            self._perhaps_object(who, day)
        else:
            self._until_it_ends(who, kind, day)

    def _until_it_ends(self, who: Officer, kind: str, day: date) -> None:
        """A lock is released, and who was away or locked out after an incident comes back."""
        if kind == "locked":
            who.locked_until = day + timedelta(days=self._chance.randint(0, 3))
            self._add("release", who, day, day, who.locked_until)
        elif kind in ("long_leave", "incident"):
            length = (self._until - FIRST).days
            who.away_until = back = day + timedelta(days=self._chance.randint(length // 18, length // 4))
            self._add("back" if kind == "long_leave" else "reopen", who, back, back, back)

    def _after_an_end(self, who: Officer, closed: date, removed: date) -> None:
        """Records are held over the day of the removal, or the officer comes back before the window ends or after."""
        chance, kind = self._chance, self._chance.choice(AFTER_AN_END)
        if kind == "hold":
            told = closed + timedelta(days=chance.randint(1, 20))
            number = self._add("hold", who, told, told, told).id
            end = removed + timedelta(days=chance.randint(1, 40))
            self._add("hold_end", who, end, end, end, number)
        elif kind:
            window = removed + timedelta(days=RESTORE_DAYS)
            soon = min((window - closed).days - 4, (self._until - FIRST).days // 4)
            told = closed + timedelta(days=chance.randint(1, soon))
            if kind == "hired_anew":
                told = window + timedelta(days=chance.randint(1, 30))
            self._add(kind, who, told, told, told + timedelta(days=chance.randint(0, 3)))

    def _perhaps_object(self, who: Officer, day: date) -> None:
        """Half of the idle are still needed: somebody says so between the freeze and the removal."""
        first = max(self.decided(who), FIRST) + timedelta(days=1)
        last = day - timedelta(days=1)
        while last > first and (last - FIRST).days % USED_EVERY != who.number % USED_EVERY:
            last -= timedelta(days=1)
        if who.away_until < day:
            last = max(last, who.away_until)
        if self._chance.random() < 0.5:
            told = last + timedelta(days=IDLE_DAYS + 1 + self._chance.randint(2, NOTICE_DAYS - 2))
            self._add("objection", who, told, told, told)

    def _add(self, kind: str, who: Officer, told: date, on: date, decided: date, detail: str = "") -> Event:
        self._number += 1
        self.events.append(Event(self._number, kind, who.id, told, on, decided, detail))
        return self.events[-1]

    def _sample(self, kind: str) -> list[Officer]:
        found = self._chance.sample(self._everybody, min(40, len(self._everybody)))
        if kind == "from_agency":
            return [one for one in found if one.category == "A"]
        return [one for one in found if one.category != "A"] or found

    def _detail(self, who: Officer, kind: str) -> str:
        chance = self._chance
        if kind == "grade":
            who.grade = chance.choice(GRADES)
            return who.grade
        if kind == "internal_move":
            who.unit = chance.choice(OFFICES if who.staff == "janm" else AGENCIES)
            return who.unit
        if kind == "join":
            group = chance.choice(GROUPS)
            who.groups.add(group)
            return group
        if kind == "leave_group":
            return who.groups.pop() if who.groups else ""
        if kind == "archive_start" and "archive" not in who.add_ons:
            who.add_ons.add("archive")
            return "start"
        if kind == "archive_end" and "archive" in who.add_ons:
            who.add_ons.discard("archive")
            return "end"
        return ""


#: Events after which the officer has no account: closed on the day, removed sixty days after the letter (R103, R116).
ENDS = frozenset({"retired", "other_agency"})
