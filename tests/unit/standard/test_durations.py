# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Durations: words, ISO 8601, months that stay months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import (
    Duration,
    add_months,
    compare,
    parse_duration,
)


@pytest.mark.parametrize(
    ("text", "expected", "canonical"),
    [
        ("90 days", Duration(days=90), "P90D"),
        ("90 hari", Duration(days=90), "P90D"),
        ("1 day", Duration(days=1), "P1D"),
        ("3 months", Duration(months=3), "P3M"),
        ("3 bulan", Duration(months=3), "P3M"),
        ("P3M", Duration(months=3), "P3M"),
        ("1 year", Duration(months=12), "P1Y"),
        ("P1Y2M10DT2H30M", Duration(months=14, days=10, seconds=9000), "P1Y2M10DT2H30M"),
        ("P2W", Duration(days=14), "P14D"),
        ("24 hours", Duration(seconds=86400), "PT24H"),
        ("15 minit", Duration(seconds=900), "PT15M"),
        ("3 working days", Duration(working_days=3), "3 working days"),
        ("3 hari bekerja", Duration(working_days=3), "3 working days"),
        ("0 days", Duration(), "P0D"),
    ],
)
def test_meaning(text: str, expected: Duration, canonical: str) -> None:
    found = parse_duration(text)
    assert found == expected
    assert str(found) == canonical
    assert parse_duration(canonical) == found


@pytest.mark.parametrize("text", ["", "90", "P", "PT", "P1", "ninety days", "-3 days", "3 fortnights", "P3.5D", 90])
def test_what_is_not_a_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="90 days"):
        parse_duration(text)  # type: ignore[arg-type]


def test_only_exact_lengths_have_seconds() -> None:
    assert parse_duration("90 days").exact_seconds == 7_776_000
    assert parse_duration("90 days").exact_days == 90
    assert parse_duration("P3M").exact_seconds is None
    assert parse_duration("3 working days").exact_days is None
    assert parse_duration("PT1H").exact_days is None


def test_three_months_are_89_to_92_days_and_90_days_is_stricter_on_average() -> None:
    assert parse_duration("3 months").day_bounds() == (89, 92)
    assert compare(parse_duration("90 days"), parse_duration("3 months")) == (-1, False)
    assert compare(parse_duration("3 months"), parse_duration("90 days")) == (1, False)
    assert compare(parse_duration("88 days"), parse_duration("3 months")) == (-1, True)
    assert compare(parse_duration("1 year"), parse_duration("12 months")) == (0, True)


def test_working_days_compare_only_with_working_days() -> None:
    with pytest.raises(ValueError, match="working days"):
        compare(parse_duration("3 working days"), parse_duration("3 days"))


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2028-01-31", "P1M", "2028-02-29"),
        ("2026-11-30", "P3M", "2027-02-28"),
        ("2026-12-01", "P6M", "2027-06-01"),
        ("2026-01-01", "60 days", "2026-03-02"),
    ],
)
def test_calendar_arithmetic(start: str, text: str, end: str) -> None:
    assert parse_duration(text).after(date.fromisoformat(start)).isoformat() == end


def test_what_only_a_calendar_can_add_is_refused() -> None:
    with pytest.raises(ValueError, match="calendar"):
        parse_duration("3 working days").after(date(2026, 1, 1))
    with pytest.raises(ValueError, match="whole number of days"):
        parse_duration("PT1H").after(date(2026, 1, 1))


DURATIONS = st.builds(Duration, months=st.integers(0, 60), days=st.integers(0, 4000), seconds=st.integers(0, 10**6))


@given(DURATIONS)
def test_the_canonical_text_reads_back(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_a_date_so_many_months_later_lies_within_the_bounds(start: date, months: int) -> None:
    low, high = Duration(months=months).day_bounds()
    assert low <= (add_months(start, months) - start).days <= high
    assert add_months(start, months) >= start


@given(DURATIONS, DURATIONS, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_an_order_that_always_holds_holds_on_every_date(left: Duration, right: Duration, start: date) -> None:
    order, always = compare(left, right)
    if not always or left.seconds % 86400 or right.seconds % 86400:
        return
    difference = left.after(start) - right.after(start)
    if order < 0:
        assert difference <= timedelta(0)
    elif order > 0:
        assert difference >= timedelta(0)
