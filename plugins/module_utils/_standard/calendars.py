# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Working days of an office: state weekends, gazetted holidays, and the days an agency adds or takes away.

The facts come from the `holidays` library, 0.104 or later: older ones do not know Kelantan's weekend (Friday and
Saturday). They are remembered per year, in memory and on disk, because a run asks once per application.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import bisect
import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import cache
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

MINIMUM_VERSION = (0, 104)
#: How the library labels a date that no gazette has fixed yet, in Malay.
_ESTIMATE_LABEL = "anggaran"
#: A moon-sighted holiday can move by this many days from its estimate.
_ESTIMATE_SLACK = 2


@dataclass(frozen=True)
class WorkCalendar:
    """A calendar: `holidays` is an ISO 3166-2 code (MY-03 = Kelantan).

    `extra` are closed days beyond the gazette (ISO dates), `not_holiday` holidays on which the office works; a
    weekend stays a weekend, but for `work_days`: days that are worked whatever they are, in return for others.
    `cache_dir` is where facts are remembered (None = the user's cache directory).
    """

    holidays: str
    extra: frozenset[date] = frozenset()
    not_holiday: frozenset[date] = frozenset()
    cache_dir: str | None = None
    work_days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class DueDate:
    """A deadline; `estimated` when a holiday near it is not gazetted yet; `version` is the facts' version."""

    day: date
    estimated: bool
    version: str


def calendar_for(section: Mapping[str, Any], unit: str | None = None, cache_dir: str | None = None) -> WorkCalendar:
    """Return the calendar of an office from a standard's `calendar` section; RasmiError when none is set.

    An office in `unit_calendars` is a state, or a section of its own (holidays, extra, not_holiday, work_days): its
    days come on top of those of the agency.
    """
    office = section.get("unit_calendars", {}).get(unit) or {}
    own: Mapping[str, Any] = office if isinstance(office, Mapping) else {"holidays": office}
    code = own.get("holidays") or section.get("holidays")
    if not code:
        raise RasmiError("The profile names no calendar; write calendar: {holidays: MY-03} (ISO 3166-2:MY).")
    extra, worked, instead = (
        frozenset(date.fromisoformat(day) for part in (section, own) for day in part.get(name, ()))
        for name in ("extra", "not_holiday", "work_days")
    )
    return WorkCalendar(str(code), extra, worked, cache_dir, instead)


def add_working_days(start: date, count: int, calendar: WorkCalendar) -> date:
    """Return the `count`-th working day after `start`, which is day 0 and not counted.

    With `count` 0 it is `start` itself when worked, else the next working day.
    """
    if count < 0:
        raise ValueError("working days are counted forward; the count cannot be negative")
    year = start.year
    days = _working(calendar, year)
    found = bisect.bisect_left(days, start) if count == 0 else bisect.bisect_right(days, start) + count - 1
    while found >= len(days):
        found -= len(days)
        year += 1
        days = _working(calendar, year)
    return days[found]


def due_date(start: date, count: int, calendar: WorkCalendar) -> DueDate:
    """Return the deadline `count` working days after `start`, and whether it rests on an estimate."""
    day = add_working_days(start, count, calendar)
    return DueDate(day, is_estimated(start, day, calendar), library_version())


def working_days_until(start: date, end: date, calendar: WorkCalendar) -> int:
    """Return how many working days lie after `start`, up to and with `end`; negative when `end` is before `start`."""
    if end < start:
        return -working_days_until(start=end, end=start, calendar=calendar)
    days = [day for year in range(start.year, end.year + 1) for day in _working(calendar, year)]
    return bisect.bisect_right(days, end) - bisect.bisect_right(days, start)


def is_estimated(start: date, end: date, calendar: WorkCalendar) -> bool:
    """Return whether a holiday that is only estimated lies so near `start`..`end` that it could move into it."""
    slack = timedelta(days=_ESTIMATE_SLACK)
    return any(
        start - slack <= date.fromordinal(day) <= end + slack
        for year in range(start.year, end.year + 1)
        for day in _facts(calendar.holidays, year, calendar.cache_dir)["estimated"]
    )


@lru_cache(maxsize=1)
def library_version() -> str:
    """Return the version of the facts, for the ledger. RasmiError when they are missing or too old to be right."""
    try:
        version = metadata.version("holidays")
    except metadata.PackageNotFoundError as error:
        raise RasmiError("The Python library holidays is missing: pip install 'holidays>=0.104'.") from error
    if tuple(int(part) for part in version.split(".")[:2]) < MINIMUM_VERSION:
        raise RasmiError(f"holidays {version} does not know the state weekends: pip install 'holidays>=0.104'.")
    return version


@lru_cache(maxsize=256)
def _working(calendar: WorkCalendar, year: int) -> list[date]:
    facts = _facts(calendar.holidays, year, calendar.cache_dir)
    closed = set(facts["weekend"]) | (set(facts["holidays"]) - {day.toordinal() for day in calendar.not_holiday})
    closed |= {day.toordinal() for day in calendar.extra}
    closed -= {day.toordinal() for day in calendar.work_days}
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [date.fromordinal(day) for day in range(first, last + 1) if day not in closed]


@lru_cache(maxsize=256)
def _facts(code: str, year: int, cache_dir: str | None) -> dict[str, list[int]]:
    """Return the ordinals of weekend days, holidays and estimated holidays of a year."""
    folder = cache.directory(cache_dir)
    file = folder / f"calendar-{code}-{year}-{library_version()}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(file.read_bytes())
        return {name: [int(day) for day in held[name]] for name in ("weekend", "holidays", "estimated")}
    facts = _compute(code, year)
    cache.store(Path(file), facts)
    return facts


def _compute(code: str, year: int) -> dict[str, list[int]]:
    import holidays

    country, _dash, subdivision = code.partition("-")
    # The language is fixed: the process locale must not decide what an estimate is called.
    known = holidays.country_holidays(country, subdiv=subdivision, years=[year], language="ms_MY")
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    own = {day: name for day, name in known.items() if day.year == year}
    return {
        "weekend": [day for day in range(first, last + 1) if known.is_weekend(date.fromordinal(day))],
        "holidays": sorted(day.toordinal() for day in own),
        "estimated": sorted(day.toordinal() for day, name in own.items() if _ESTIMATE_LABEL in name),
    }
