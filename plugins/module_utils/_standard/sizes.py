# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sizes as the documents write them, in bytes.

"10 MB" is three different numbers (requirements C01), so every parse names its unit; nothing is assumed.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re

#: Bytes of an account or message without limit (R010, R065: "Tanpa Had").
UNLIMITED = 0

DECIMAL = "decimal"
DECIMAL_KIB = "decimal_kib"
BINARY = "binary"

#: Bytes per prefix: decimal 10 MB = 10,000,000; decimal_kib = 10,240,000 (the reading of Zimbra's and Postfix' own
#: defaults: 10,000 KiB); binary = 10,485,760.
UNITS: dict[str, dict[str, int]] = {
    DECIMAL: {"B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3, "TB": 1000**4},
    DECIMAL_KIB: {"B": 1, "KB": 1024, "MB": 1024 * 1000, "GB": 1024 * 1000**2, "TB": 1024 * 1000**3},
    BINARY: {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4},
}
_IEC = {"KIB": 1024, "MIB": 1024**2, "GIB": 1024**3, "TIB": 1024**4}
_SIZE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$")
_NO_LIMIT = frozenset({"unlimited", "tanpa had"})


def parse_size(value: str | int, unit: str = BINARY) -> int:
    """Return the bytes that `value` means.

    `value` is a number of bytes (int, or digits), "300 MB", "1 GiB" (always binary), or "unlimited" (also
    "Tanpa Had"), which is 0. `unit` is decimal, decimal_kib or binary. ValueError explains what is wrong.
    """
    if unit not in UNITS:
        raise ValueError(f"unknown size unit {unit!r}; use one of {', '.join(UNITS)}")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(f"{value!r} is not a size; write for example 300 MB")
    if isinstance(value, int):
        if value < 0:
            raise ValueError("a size cannot be negative")
        return value
    text = value.strip()
    if text.casefold() in _NO_LIMIT:
        return UNLIMITED
    if text.isascii() and text.isdigit():
        return int(text)
    found = _SIZE.match(text)
    if found is None:
        raise ValueError(f"{value!r} is not a size; write for example 300 MB, 1 GiB or unlimited")
    number, suffix = found.groups()
    if len(suffix) == 2 and suffix[1] == "b":
        raise ValueError(f"{value!r} says bits (small b); write {number} {suffix[0].upper()}B")
    factor = {**UNITS[unit], **_IEC}.get(suffix.upper())
    if factor is None:
        raise ValueError(f"unknown size unit in {value!r}; use B, KB, MB, GB, TB or KiB, MiB, GiB, TiB")
    return _whole(number, factor, value)


def _whole(number: str, factor: int, value: str) -> int:
    whole, _dot, fraction = number.partition(".")
    denominator: int = 10 ** len(fraction)
    bytes_, rest = divmod(int(whole + fraction) * factor, denominator)
    if rest:
        raise ValueError(f"{value!r} is not a whole number of bytes")
    return bytes_


def format_size(size: int) -> str:
    """Return bytes for people: the largest binary unit that divides exactly, else grouped bytes."""
    if size == UNLIMITED:
        return "unlimited"
    for suffix, factor in (("TiB", 1024**4), ("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if size % factor == 0:
            return f"{size // factor} {suffix}"
    return f"{size:,} B"
