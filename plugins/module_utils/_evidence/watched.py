# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the record of the watch proves: C-MON-HEALTH (R165, R166) and C-MON-EXT (R167, R168) as verdicts.

The letter of November 2007 says "24 x 365" and names no interval; the longest gap that a site allows between two rounds
is the site's word, and every verdict says it. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.rounds import Item, Round
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS, Verdict

HEALTH, OUTSIDE = "C-MON-HEALTH", "C-MON-EXT"
#: Parts of C-MON-HEALTH that are doors, and of C-MON-EXT that are messages from outside.
DOOR, INWARD = "access/", "in/"
#: How the item of the archive service ends (R139).
ARCHIVES = " archives"
_SHOWN = 50


@dataclass(frozen=True)
class Gap:
    """A time without a round."""

    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.begin


@dataclass(frozen=True)
class Watched:
    """The record as handed in. `problems` are those of its chain, `listed` the days with a daily checklist that has the
    test from outside as an item, `allowed` is the longest gap."""

    rounds: Sequence[Round]
    problems: Sequence[str]
    listed: frozenset[str]
    allowed: timedelta


def allowed_gap(text: str) -> timedelta:
    """The option `gap`. RasmiError when it is no exact time."""
    try:
        seconds = parse_duration(text).exact_seconds
    except ValueError as error:
        raise RasmiError(f"gap: {error}.") from error
    if not seconds:
        raise RasmiError(f"gap: {text!r} is not an exact time; write for example 30 minutes.")
    return timedelta(seconds=seconds)


def gaps(times: Sequence[datetime], start: datetime, end: datetime, allowed: timedelta) -> list[Gap]:
    """Every time longer than `allowed` between `start`, the `times` and `end`, oldest first."""
    return [one for one in _between(times, start, end) if one.length > allowed]


def longest(times: Sequence[datetime], start: datetime, end: datetime) -> Gap:
    """The longest time between `start`, the `times` and `end`."""
    return max(_between(times, start, end), key=lambda one: one.length)


def _between(times: Sequence[datetime], start: datetime, end: datetime) -> list[Gap]:
    points = [start, *sorted(one for one in times if start <= one <= end), end]
    return [Gap(one, two) for one, two in pairwise(points)]


def watch_verdicts(controls: Mapping[str, Any], watched: Watched, until: datetime) -> list[Verdict]:
    """Judge both controls up to `until`: a watch that stopped before shows as a gap at the end."""
    if not watched.rounds:
        return []
    if watched.problems:
        wanted, seen = both("rantaian rekod utuh", "the record's chain is intact"), both("terputus", "broken")
        found = [_verdict(one, "record", COULD_NOT_TEST, wanted, seen, watched.problems) for one in (HEALTH, OUTSIDE)]
    else:
        found = [*_health(watched, until), *_outside(watched, until, controls.get(OUTSIDE, {}))]
    at = max(watched.rounds[-1].ended, until).astimezone(MALAYSIA).isoformat(timespec="seconds")
    return [_placed(one, controls, at, watched.rounds[-1]) for one in found if one.control in controls]


def _health(watched: Watched, until: datetime) -> list[Verdict]:
    latest = [one for one in current(watched.rounds) if one.control == HEALTH]
    doors = [one for one in latest if one.part.startswith(DOOR)]
    parts = [one for one in latest if not one.part.startswith(DOOR)]
    found = [
        _coverage(watched, until),
        _state("access", doors, both("setiap pintu dibuka", "every door opens")),
        _state("health", parts, both("setiap bahagian berjalan", "every part runs")),
    ]
    kept = [one for one in parts if one.part.endswith(ARCHIVES)]
    if kept:
        found.append(_state("archive", kept, both("perkhidmatan arkib berjalan", "the archive service runs")))
    return found


def _coverage(watched: Watched, until: datetime) -> Verdict:
    times = [one.began for one in watched.rounds]
    end = max(until, times[-1])
    worst, found = longest(times, times[0], end), gaps(times, times[0], end, watched.allowed)
    limit = minutes(watched.allowed)
    ms = f"{len(times)} pusingan sejak {moment(times[0])}; jurang terpanjang {minutes(worst.length)} minit"
    en = f"{len(times)} rounds since {moment(times[0])}; longest gap {minutes(worst.length)} minutes"
    wanted = both(
        f"tiada jurang melebihi {limit} minit (had tapak; surat tidak menamakan selang)",
        f"no gap longer than {limit} minutes (the site's limit; the letter names no interval)",
    )
    lines = [f"{moment(one.begin)} - {moment(one.end)}: {minutes(one.length)} min" for one in found]
    return _verdict(HEALTH, "coverage", FAIL if found else PASS, wanted, both(ms, en), lines)


def _state(part: str, items: Sequence[Item], wanted: Bilingual, control: str = HEALTH) -> Verdict:
    """How things were when they were last looked at."""
    failed = [one for one in items if one.result == FAIL]
    blind = [one for one in items if one.result == COULD_NOT_TEST]
    result = FAIL if failed else COULD_NOT_TEST if blind or not items else PASS
    good = len(items) - len(failed) - len(blind)
    seen = both(f"{good} daripada {len(items)} baik pada kali terakhir", f"{good} of {len(items)} well when last seen")
    return _verdict(control, part, result, wanted, seen, [f"{one.part}: {one.result}: {one.en}" for one in items])


def _outside(watched: Watched, until: datetime, values: Mapping[str, Any]) -> list[Verdict]:
    latest = [one for one in current(watched.rounds) if one.control == OUTSIDE]
    found = [_daily(watched, until, str(values.get("every") or "1 day"))]
    arrivals = both("mel ujian tiba", "the test messages arrive")
    found.append(_state("arrival", latest, arrivals, OUTSIDE))
    if values.get("checklist"):
        found.append(_checklist(watched))
    return found


def _daily(watched: Watched, until: datetime, every: str) -> Verdict:
    """Days without a test from outside that was really made; the present day still has time."""
    days = parse_duration(every).exact_days or 1
    tested = {one.day for one in watched.rounds if any(_made(item) for item in one.items)}
    last = max(until.astimezone(MALAYSIA).date(), watched.rounds[-1].day)
    whole = (last - watched.rounds[0].day).days
    span = [watched.rounds[0].day + timedelta(days=number) for number in range(whole)] + sorted(tested & {last})
    missing = [one for at, one in enumerate(span) if not tested & set(span[max(0, at - days + 1) : at + 1])]
    result = FAIL if missing else PASS if tested else COULD_NOT_TEST
    wanted = both(f"diuji dari luar setiap {days} hari", f"tested from outside every {days} day(s)")
    seen = both(
        f"{len(tested)} hari diuji, {len(missing)} hari tanpa ujian",
        f"{len(tested)} days tested, {len(missing)} days without a test",
    )
    return _verdict(OUTSIDE, "schedule", result, wanted, seen, [f"{one}: no test" for one in missing])


def _checklist(watched: Watched) -> Verdict:
    """Every day that had rounds has its checklist, and the test from outside is one of its items (R168)."""
    days = sorted({one.day for one in watched.rounds})
    missing = [one for one in days if one.isoformat() not in watched.listed]
    wanted = both("ujian itu dalam senarai semak setiap hari", "the test is on every day's checklist")
    seen = both(
        f"{len(days) - len(missing)} daripada {len(days)} senarai semak",
        f"{len(days) - len(missing)} of {len(days)} checklists",
    )
    return _verdict(OUTSIDE, "checklist", FAIL if missing else PASS, wanted, seen, [f"{one}: none" for one in missing])


def _made(item: Item) -> bool:
    """Whether a message from outside was really sent and waited for."""
    return item.control == OUTSIDE and item.part.startswith(INWARD) and item.result in (PASS, FAIL)


def current(rounds: Sequence[Round]) -> list[Item]:
    """What is looked at now, with how it was: per control the items of the last round that looked at any of it.

    An item that nobody looks at any more (a server taken out, another mail system named instead of none) is left out.
    """
    newest: dict[str, Round] = {}
    for one in rounds:
        newest.update({item.control: one for item in one.items})
    return [item for control, one in newest.items() for item in one.items if item.control == control]


def moment(at: datetime) -> str:
    """A time for people."""
    return f"{at.astimezone(MALAYSIA):%Y-%m-%d %H:%M}"


def minutes(length: timedelta) -> int:
    """Whole minutes."""
    return int(length.total_seconds() // 60)


def _verdict(control: str, part: str, result: str, wanted: Bilingual, seen: Bilingual, lines: Sequence[str]) -> Verdict:
    evidence = tuple(lines[:_SHOWN]) + ((f"... +{len(lines) - _SHOWN}",) if len(lines) > _SHOWN else ())
    return Verdict(control, part, result, wanted, seen, evidence=evidence)


def _placed(one: Verdict, controls: Mapping[str, Any], at: str, newest: Round) -> Verdict:
    clauses = tuple(controls[one.control]["clauses"])
    source = f"watch {newest.source}"
    return Verdict(one.control, one.part, one.result, one.expected, one.observed, clauses, one.evidence, at, source)
