# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Grades: the two schemes, the map between them, and what it does not decide."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.grades import Grade, at_least, parse_grade


def grade(scheme: str, text: str) -> Grade:
    return parse_grade({"scheme": scheme, "grade": text})


@pytest.mark.parametrize(
    ("scheme", "text", "expected"),
    [
        ("SSM", "N29", Grade("SSM", "N", 29)),
        ("SSM", "w54", Grade("SSM", "W", 54)),
        ("SSM", "44", Grade("SSM", "", 44)),
        ("SSPA", "N5", Grade("SSPA", "N", 5)),
        ("SSPA", "W14", Grade("SSPA", "W", 14)),
        ("SSM", "JUSA C", Grade("SSM", band="JUSA", step="C")),
        ("SSM", "Turus III", Grade("SSM", band="TURUS", step="III")),
        ("ssm", " VU7 ", Grade("SSM", band="VU", step="7")),
    ],
)
def test_reading(scheme: str, text: str, expected: Grade) -> None:
    assert grade(scheme, text) == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        "N29",
        {"scheme": "SSB", "grade": "N29"},
        {"scheme": "SSM"},
        {"scheme": "SSM", "grade": ""},
        {"scheme": "SSM", "grade": "N57"},
        {"scheme": "SSPA", "grade": "N29"},
        {"scheme": "SSPA", "grade": "N0"},
        {"scheme": "SSM", "grade": "JUSA D"},
    ],
)
def test_what_is_not_a_grade_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_grade(value)


def test_an_ssm_number_under_the_new_scheme_asks_whether_the_scheme_is_right() -> None:
    with pytest.raises(ValueError, match="is the scheme right"):
        grade("SSPA", "N29")


@pytest.mark.parametrize(
    ("scheme", "text", "expected"),
    [
        ("SSM", "N26", False),
        ("SSM", "N27", True),
        ("SSPA", "N3", False),
        ("SSPA", "N4", True),
        ("SSM", "JUSA C", True),
        ("SSPA", "Turus I", True),
    ],
)
def test_grade_27_in_both_schemes(scheme: str, text: str, expected: bool) -> None:
    assert at_least(grade(scheme, text), {"SSM": 27, "SSPA": 4}) is expected
    assert at_least(grade(scheme, text), {"SSM": 27}) is expected


def test_a_literal_27_would_refuse_every_sspa_officer_but_the_map_does_not() -> None:
    assert [number for number in range(1, 16) if at_least(grade("SSPA", str(number)), {"SSM": 27})] == [*range(4, 16)]


def test_the_boundary_53_54_falls_inside_sspa_14_and_is_not_decided() -> None:
    assert at_least(grade("SSPA", "W14"), {"SSM": 54}) is None
    assert at_least(grade("SSPA", "W15"), {"SSM": 54}) is True
    assert at_least(grade("SSPA", "W13"), {"SSM": 54}) is False
    assert at_least(grade("SSM", "W53"), {"SSM": 54}) is False


def test_ssm_36_is_in_two_steps_and_unmapped_numbers_decide_nothing() -> None:
    assert at_least(grade("SSM", "N36"), {"SSPA": 7}) is None
    assert at_least(grade("SSM", "N36"), {"SSPA": 6}) is True
    assert at_least(grade("SSM", "N11"), {"SSPA": 4}) is None
