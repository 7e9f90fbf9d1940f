# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deadlines against a calculation of their own: a table of closed days, and a finger that counts them one by one.

The table is the gazetted holidays of three states with their replacement days, as checked for 2024 to 2027; the
weekends are written down here as rules. Nothing of it comes from the code under test. When a new gazette changes a day,
this test says so, and the table is corrected by hand.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._standard.calendars import (
    WorkCalendar,
    add_working_days,
    calendar_for,
    due_date,
    working_days_until,
)

CLOSED = {
    "MY-03": {
        2024: "02-10 02-11 02-12 03-28 04-10 04-11 05-01 05-22 06-03 06-16 06-17 06-18 07-07 08-31 09-01 09-16 09-29 "
        "09-30 10-31 12-25",
        2025: "01-29 01-30 03-18 03-31 04-01 05-01 05-12 06-02 06-06 06-07 06-08 06-09 06-27 08-31 09-05 09-15 09-16 "
        "09-29 09-30 10-20 12-25",
        2026: "02-17 02-18 03-07 03-08 03-20 03-21 03-22 03-23 05-01 05-26 05-27 05-28 05-31 06-01 06-17 08-25 08-31 "
        "09-16 09-29 09-30 11-08 12-25",
        2027: "02-06 02-07 02-08 02-24 03-10 03-11 05-01 05-02 05-16 05-17 05-18 05-20 06-06 06-07 08-15 08-31 09-16 "
        "09-29 09-30 10-28 12-25 12-26",
    },
    "MY-16": {
        2024: "01-01 01-25 02-01 02-10 02-11 02-12 03-28 04-10 04-11 05-01 05-22 06-03 06-17 07-07 08-31 09-16 10-31 "
        "12-25",
        2025: "01-01 01-29 01-30 02-01 02-11 03-18 03-31 04-01 05-01 05-12 06-02 06-07 06-27 08-31 09-01 09-05 09-15 "
        "09-16 10-20 12-25",
        2026: "01-01 02-01 02-02 02-17 02-18 03-07 03-20 03-21 03-22 03-23 05-01 05-27 05-31 06-01 06-02 06-17 08-25 "
        "08-31 09-16 11-08 11-09 12-25",
        2027: "01-01 01-22 02-01 02-06 02-07 02-08 02-24 03-10 03-11 05-01 05-17 05-20 06-06 06-07 08-15 08-16 08-31 "
        "09-16 10-28 12-25",
    },
    "MY-01": {
        2024: "01-25 02-10 02-11 03-12 03-23 04-10 04-11 05-01 05-22 06-03 06-17 07-07 08-11 08-31 09-16 10-31 12-25",
        2025: "01-29 01-30 02-11 03-02 03-03 03-23 03-31 04-01 05-01 05-12 06-02 06-07 06-27 07-31 08-31 09-01 09-05 "
        "09-15 09-16 10-20 12-25",
        2026: "02-01 02-02 02-17 02-18 02-19 03-20 03-21 03-22 03-23 03-24 05-01 05-27 05-31 06-01 06-02 06-17 07-21 "
        "08-25 08-31 09-16 11-08 11-09 12-25",
        2027: "01-22 02-06 02-07 02-08 02-09 03-10 03-11 03-23 05-01 05-17 05-20 06-06 06-07 07-11 08-15 08-16 08-31 "
        "09-16 10-28 12-25",
    },
}
HOLIDAYS = {
    state: {date.fromisoformat(f"{year}-{day}") for year, days in years.items() for day in days.split()}
    for state, years in CLOSED.items()
}
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 20)
DAYS = st.dates(FIRST, LAST - timedelta(days=60))


@pytest.fixture(name="cache", scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("calendar"))


def works(state: str, day: date, not_holiday: set[date] | None = None) -> bool:
    """The oracle: weekend by rule, holidays by table."""
    if state == "MY-03" or (state == "MY-01" and day < date(2025, 1, 1)):
        weekend = (FRIDAY, SATURDAY)
    else:
        weekend = (SATURDAY, SUNDAY)
    return day.weekday() not in weekend and day not in HOLIDAYS[state] - (not_holiday or set())


def count(
    state: str,
    start: date,
    days: int,
    extra: set[date] | None = None,
    not_holiday: set[date] | None = None,
    work_days: set[date] | None = None,
) -> date:
    """The oracle: the finger."""
    day = start
    while days:
        day += timedelta(days=1)
        if day in (work_days or ()) or (day not in (extra or ()) and works(state, day, not_holiday)):
            days -= 1
    return day


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_every_span_of_three_working_days(state: str, cache: str) -> None:
    """R023: three working days, by the calendar of the state."""
    calendar = WorkCalendar(state, cache_dir=cache)
    day, wrong = FIRST, []
    while day <= LAST:
        expected = count(state, day, 3)
        if add_working_days(day, 3, calendar) != expected or working_days_until(
            day - timedelta(days=1), day, calendar
        ) != works(state, day):
            wrong.append((day.isoformat(), expected.isoformat()))
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(
    ("complete", "kelantan", "putrajaya"),
    [
        ("2026-02-12", "2026-02-19", "2026-02-19"),
        ("2026-03-17", "2026-03-24", "2026-03-24"),
        ("2026-05-21", "2026-06-02", "2026-05-26"),
        ("2026-09-27", "2026-10-04", "2026-09-30"),
        ("2027-02-04", "2027-02-11", "2027-02-10"),
    ],
)
def test_the_oracle_knows_the_measured_rows(complete: str, kelantan: str, putrajaya: str, cache: str) -> None:
    start = date.fromisoformat(complete)
    for state, expected in (("MY-03", kelantan), ("MY-16", putrajaya)):
        assert count(state, start, 3).isoformat() == expected
        assert add_working_days(start, 3, WorkCalendar(state, cache_dir=cache)).isoformat() == expected


@given(data=st.data())
def test_declared_days_closures_and_replacement_days(cache: str, data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(sorted(CLOSED)))
    start = data.draw(DAYS)
    near = st.integers(0, 20).map(lambda step: start + timedelta(days=step))
    extra, not_holiday, work_days = (data.draw(st.sets(near, max_size=4)) for _kind in range(3))
    not_holiday |= set(data.draw(st.sets(st.sampled_from(sorted(HOLIDAYS[state])), max_size=3)))
    section = {
        "holidays": state,
        "extra": [day.isoformat() for day in extra],
        "not_holiday": [day.isoformat() for day in not_holiday],
        "work_days": [day.isoformat() for day in work_days],
    }
    calendar = calendar_for(section, cache_dir=cache)
    days = data.draw(st.integers(1, 10))
    end = add_working_days(start, days, calendar)
    assert end == count(state, start, days, extra, not_holiday, work_days)
    assert working_days_until(start, end, calendar) == days
    assert working_days_until(start=end, end=start, calendar=calendar) == -days


def test_an_office_has_its_own_state_and_its_own_closures() -> None:
    """R023, C25: the calendar is that of the office."""
    section = {
        "holidays": "MY-16",
        "extra": ["2026-04-07"],
        "unit_calendars": {
            "kelantan": "MY-03",
            "johor": {"holidays": "MY-01", "extra": ["2026-04-08"], "work_days": ["2026-04-11"]},
        },
    }
    start = date(2026, 4, 6)
    assert add_working_days(start, 2, calendar_for(section)) == date(2026, 4, 9)
    # Friday and Saturday are the weekend there, Sunday is worked
    assert add_working_days(start, 3, calendar_for(section, "kelantan")) == date(2026, 4, 12)
    # closed on the 7th with everybody and on the 8th alone; the Saturday is worked instead
    assert add_working_days(start, 3, calendar_for(section, "johor")) == date(2026, 4, 11)


def test_a_date_that_rests_on_an_estimate_is_marked(tmp_path: Path) -> None:
    kelantan = WorkCalendar("MY-03", cache_dir=str(tmp_path))
    assert due_date(date(2028, 2, 24), 3, kelantan).estimated
    assert not due_date(date(2028, 8, 20), 3, kelantan).estimated
