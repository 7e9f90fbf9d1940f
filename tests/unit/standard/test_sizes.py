# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sizes: the units of C01, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import UNITS, format_size, parse_size


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("10 MB", "decimal", 10_000_000),
        ("10 MB", "decimal_kib", 10_240_000),
        ("10 MB", "binary", 10_485_760),
        ("10MB", "binary", 10_485_760),
        ("300 MB", "binary", 314_572_800),
        ("1 GB", "binary", 1_073_741_824),
        ("1.5 GB", "decimal", 1_500_000_000),
        ("10 MiB", "decimal", 10_485_760),
        ("7 B", "decimal", 7),
        ("12345", "binary", 12345),
        (12345, "binary", 12345),
        ("unlimited", "binary", 0),
        ("Tanpa Had", "binary", 0),
    ],
)
def test_meaning(text: str | int, unit: str, expected: int) -> None:
    assert parse_size(text, unit) == expected


@pytest.mark.parametrize("text", ["", "MB", "10 XB", "-5 MB", "1e3 MB", "10 M B", "1.0000001 KB", -1, True, 1.5])
def test_what_is_not_a_size_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_size(text)  # type: ignore[arg-type]


def test_bits_are_not_bytes() -> None:
    with pytest.raises(ValueError, match="write 100 MB"):
        parse_size("100Mb")


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="decimal_kib"):
        parse_size("1 MB", "metric")


@given(st.integers(0, 10**7), st.sampled_from(["B", "KB", "MB", "GB"]), st.sampled_from(sorted(UNITS)))
def test_sizes_grow_with_their_number_and_unit(number: int, suffix: str, unit: str) -> None:
    size = parse_size(f"{number} {suffix}", unit)
    assert size == number * UNITS[unit][suffix]
    assert parse_size(f"{number} {suffix}", "decimal") <= size <= parse_size(f"{number} {suffix}", "binary")


@given(st.integers(1, 2**50))
def test_the_shown_size_reads_back(size: int) -> None:
    assert parse_size(format_size(size).replace(",", "")) == size
