# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Working days by the calendar library alone: what the deadlines of the year are held against."""

from __future__ import annotations

from datetime import date, timedelta

import holidays

#: Offices with another calendar than Putrajaya's (16).
_CALENDARS = {"pn-kelantan": "03", "pn-johor": "01"}


def third_working_day(complete: date, unit: str) -> date:
    """Three working days after a complete form, by the calendar of the office (R023)."""
    return _working_day(complete, 3, unit)


def first_working_day(day: date, unit: str) -> date:
    """The working day on which something that is told on this day is done: the day itself or the next (R116)."""
    return _working_day(day - timedelta(days=1), 1, unit)


def _working_day(day: date, left: int, unit: str) -> date:
    calendar = holidays.country_holidays("MY", subdiv=_CALENDARS.get(unit, "16"), years=[day.year, day.year + 1])
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    return day
