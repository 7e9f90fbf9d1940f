# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Working days: the measured vectors of profile.md section 4."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._standard import calendars
from ansible_collections.rasmi.mail.plugins.module_utils._standard.calendars import (
    WorkCalendar,
    add_working_days,
    calendar_for,
    due_date,
    is_estimated,
    working_days_until,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

KELANTAN = WorkCalendar("MY-03")
PUTRAJAYA = WorkCalendar("MY-16")


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    return working_days_until(day - timedelta(days=1), day, calendar) == 1


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    calendars._facts.cache_clear()
    calendars._working.cache_clear()


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
def test_three_working_days(complete: str, kelantan: str, putrajaya: str) -> None:
    start = date.fromisoformat(complete)
    assert add_working_days(start, 3, KELANTAN).isoformat() == kelantan
    assert add_working_days(start, 3, PUTRAJAYA).isoformat() == putrajaya


def test_the_weekend_of_kelantan_is_friday_and_saturday() -> None:
    assert not is_working_day(date(2026, 4, 3), KELANTAN)
    assert not is_working_day(date(2026, 4, 4), KELANTAN)
    assert is_working_day(date(2026, 4, 5), KELANTAN)
    assert is_working_day(date(2026, 4, 3), PUTRAJAYA)
    assert not is_working_day(date(2026, 4, 5), PUTRAJAYA)


def test_johor_changed_its_weekend_in_2025() -> None:
    johor = WorkCalendar("MY-01")
    assert not is_working_day(date(2024, 4, 5), johor)
    assert is_working_day(date(2025, 4, 4), johor)
    assert not is_working_day(date(2025, 4, 6), johor)


def test_a_holiday_on_saturday_is_replaced_on_sunday() -> None:
    assert not is_working_day(date(2026, 3, 8), KELANTAN)


def test_the_agency_adds_and_takes_away_days() -> None:
    start = date(2026, 4, 5)
    assert add_working_days(start, 1, KELANTAN) == date(2026, 4, 6)
    closed = WorkCalendar("MY-03", extra=frozenset({date(2026, 4, 6)}))
    assert add_working_days(start, 1, closed) == date(2026, 4, 7)
    worked = WorkCalendar("MY-03", not_holiday=frozenset({date(2026, 9, 29)}))
    assert add_working_days(date(2026, 9, 28), 1, worked) == date(2026, 9, 29)
    weekend = WorkCalendar("MY-03", not_holiday=frozenset({date(2026, 4, 3)}))
    assert not is_working_day(date(2026, 4, 3), weekend)


def test_counting_zero_days() -> None:
    assert add_working_days(date(2026, 4, 5), 0, KELANTAN) == date(2026, 4, 5)
    assert add_working_days(date(2026, 4, 3), 0, KELANTAN) == date(2026, 4, 5)


def test_counting_backward_is_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 4, 5), -1, KELANTAN)


def test_a_span_over_new_year() -> None:
    assert add_working_days(date(2026, 12, 31), 1, KELANTAN) == date(2027, 1, 3)


def test_gazetted_dates_are_no_estimates_and_far_ones_are() -> None:
    assert not due_date(date(2026, 3, 17), 3, KELANTAN).estimated
    assert due_date(date(2028, 2, 24), 3, KELANTAN).estimated
    # Aidilfitri 2028 is estimated for 27 February: one day earlier would fall into this span.
    assert is_estimated(date(2028, 2, 20), date(2028, 2, 25), KELANTAN)
    assert due_date(date(2026, 3, 17), 3, KELANTAN).version.startswith("0.")


def test_the_calendar_of_a_unit() -> None:
    section = {"holidays": "MY-16", "unit_calendars": {"pejabat_kelantan": "MY-03"}, "extra": ["2026-04-06"]}
    assert calendar_for(section).holidays == "MY-16"
    office = calendar_for(section, "pejabat_kelantan")
    assert office.holidays == "MY-03"
    assert office.extra == {date(2026, 4, 6)}


def test_a_profile_without_calendar_is_told_so() -> None:
    with pytest.raises(RasmiError, match="MY-03"):
        calendar_for({"holidays": None})


@pytest.mark.parametrize("version", ["0.58", "0.100", "0.103.1"])
def test_libraries_that_do_not_know_the_weekend_are_refused(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars.metadata, "version", lambda _name: version)
    calendars.library_version.cache_clear()
    try:
        with pytest.raises(RasmiError, match=r"0\.104"):
            calendars.library_version()
    finally:
        calendars.library_version.cache_clear()


def test_a_damaged_memory_is_computed_anew(tmp_path: Path) -> None:
    expected = add_working_days(date(2026, 5, 21), 3, KELANTAN)
    files = list(tmp_path.rglob("calendar-MY-03-2026-*.json"))
    assert len(files) == 1
    assert json.loads(files[0].read_text())["weekend"]
    files[0].write_text("{broken")
    calendars._facts.cache_clear()
    calendars._working.cache_clear()
    assert add_working_days(date(2026, 5, 21), 3, KELANTAN) == expected


@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)), st.integers(1, 40))
def test_the_result_is_worked_and_has_exactly_so_many_worked_days_before_it(start: date, count: int) -> None:
    end = add_working_days(start, count, KELANTAN)
    assert is_working_day(end, KELANTAN)
    between = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day, KELANTAN) for day in between) == count
