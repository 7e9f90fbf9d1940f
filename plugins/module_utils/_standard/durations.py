# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Durations as the documents write them: "90 days", "3 months", "P3M", "3 working days".

Months stay months: three of them are 89 to 92 days, and which one is known only once there is a start date.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_ISO = re.compile(
    r"^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$"
)
_WORDS = re.compile(r"^(\d+)\s+([a-z]+(?:\s+[a-z]+)?)$")
#: unit word -> (field, factor); Malay words are those of the documents.
_UNITS: dict[str, tuple[str, int]] = {
    "year": ("months", 12),
    "tahun": ("months", 12),
    "month": ("months", 1),
    "bulan": ("months", 1),
    "week": ("days", 7),
    "minggu": ("days", 7),
    "day": ("days", 1),
    "hari": ("days", 1),
    "hour": ("seconds", 3600),
    "jam": ("seconds", 3600),
    "minute": ("seconds", 60),
    "minit": ("seconds", 60),
    "second": ("seconds", 1),
    "saat": ("seconds", 1),
    "working day": ("working_days", 1),
    "hari bekerja": ("working_days", 1),
}
_MEAN_MONTH_DAYS = 146097 / 4800
DAY_SECONDS = 86400


@dataclass(frozen=True)
class Duration:
    """A length of time; `working_days` never mixes with the other parts."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    working_days: int = 0

    @property
    def exact_seconds(self) -> int | None:
        """Seconds, or None when only a calendar can tell (months, working days)."""
        if self.months or self.working_days:
            return None
        return self.days * DAY_SECONDS + self.seconds

    @property
    def exact_days(self) -> int | None:
        """Whole days, or None when it is not a whole number of days."""
        seconds = self.exact_seconds
        return None if seconds is None or seconds % DAY_SECONDS else seconds // DAY_SECONDS

    def day_bounds(self) -> tuple[float, float]:
        """Return the shortest and the longest this can be, in days; working days count as they are."""
        low, high = _month_bounds(self.months)
        rest = self.days + self.working_days + self.seconds / DAY_SECONDS
        return low + rest, high + rest

    def mean_days(self) -> float:
        """Return the average length in days over the Gregorian cycle."""
        return self.months * _MEAN_MONTH_DAYS + self.days + self.working_days + self.seconds / DAY_SECONDS

    def after(self, start: date) -> date:
        """Return the calendar date this long after `start`; a month that lacks the day ends on its last day."""
        if self.working_days:
            raise ValueError("working days need a calendar: use calendars.add_working_days")
        if self.seconds % DAY_SECONDS:
            raise ValueError(f"{self} is not a whole number of days")
        return add_months(start, self.months) + timedelta(days=self.days + self.seconds // DAY_SECONDS)

    def __str__(self) -> str:
        """Return the canonical text: ISO 8601, or "N working days", for which ISO 8601 has no form."""
        if self.working_days:
            return f"{self.working_days} working days"
        years, months = divmod(self.months, 12)
        hours, rest = divmod(self.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        head = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (self.days, "D")) if n)
        tail = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
        return f"P{head}T{tail}" if tail else f"P{head or '0D'}"


def parse_duration(value: str) -> Duration:
    """Parse ISO 8601 ("P3M", "P90D", "PT15M") or words ("90 days", "3 bulan", "3 working days").

    ValueError explains what is wrong. A bare number is refused: 90 of what?
    """
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a duration; write for example 90 days or P3M")
    text = " ".join(value.split())
    found = _ISO.match(text)
    if found:
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return Duration(years * 12 + months, weeks * 7 + days, hours * 3600 + minutes * 60 + seconds)
    words = _WORDS.match(text.casefold())
    if words:
        number, unit = words.groups()
        known = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
        if known:
            return Duration(**{known[0]: int(number) * known[1]})
    raise ValueError(f"{value!r} is not a duration; write for example 90 days, 3 working days, P3M or PT15M")


def compare(left: Duration, right: Duration) -> tuple[int, bool]:
    """Order two durations: (-1, 0 or 1; True when it holds for every start date).

    90 days against 3 months gives (-1, False): shorter on average, though a span over a February without leap day
    makes 3 months 89 days.
    """
    if bool(left.working_days) != bool(right.working_days):
        raise ValueError(f"{left} and {right} cannot be compared: one counts working days")
    difference = left.mean_days() - right.mean_days()
    order = (difference > 0) - (difference < 0)
    if left == right:
        return 0, True
    low_left, high_left = left.day_bounds()
    low_right, high_right = right.day_bounds()
    if order < 0:
        return order, high_left <= low_right
    if order > 0:
        return order, high_right <= low_left
    return 0, low_left == high_left and low_right == high_right


def add_months(start: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month when it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    next_first = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return first.replace(day=min(start.day, (next_first - first).days))


@lru_cache(maxsize=64)
def _month_bounds(months: int) -> tuple[int, int]:
    if not months:
        return 0, 0
    firsts = [date(2000 + index // 12, index % 12 + 1, 1).toordinal() for index in range(400 * 12 + months)]
    lengths = {later - first for first, later in zip(firsts, firsts[months:], strict=False)}
    return min(lengths), max(lengths)
