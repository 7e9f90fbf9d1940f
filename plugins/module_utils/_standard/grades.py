# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Grades of the public service: SSM numbers, SSPA numbers (since 1 December 2024) and the premier grades.

Comparison across the schemes goes only through the published map (profile.md section 1); what the map does not
decide is None, never a guess. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SSM = "SSM"
SSPA = "SSPA"
SCHEMES = (SSM, SSPA)

#: SSPA grade -> the SSM grades it takes in, lowest and highest ("sspa-2024": Service Circular 1/2024). SSM 36 is in
#: both 6 and 7; numbers between the listed ones (23) do not exist.
SSPA_TO_SSM: dict[int, tuple[int, int]] = {
    1: (19, 20),
    2: (21, 24),
    3: (25, 26),
    4: (27, 28),
    5: (29, 30),
    6: (31, 36),
    7: (36, 38),
    8: (39, 40),
    9: (41, 42),
    10: (43, 44),
    11: (45, 46),
    12: (47, 48),
    13: (51, 52),
    14: (53, 54),
    15: (55, 56),
}
_LIMITS = {SSM: (1, 56), SSPA: (1, 15)}
#: The premier grades stand above every number. Only within one family is the order certain.
_PREMIER: dict[str, tuple[str, ...]] = {
    "JUSA": ("C", "B", "A"),
    "TURUS": ("III", "II", "I"),
    "VU": ("7", "6", "5", "4", "3", "2", "1"),
}
_NUMBERED = re.compile(r"^([A-Z]{0,3})\s*(\d{1,2})$")


@dataclass(frozen=True)
class Grade:
    """A grade: `number` for numbered ones, `band` ("JUSA", "TURUS", "VU") with `step` for premier ones."""

    scheme: str
    prefix: str = ""
    number: int = 0
    band: str = ""
    step: str = ""

    def __str__(self) -> str:
        text = f"{self.band} {self.step}".strip() if self.band else f"{self.prefix}{self.number}"
        return f"{self.scheme} {text}"


def parse_grade(value: Any) -> Grade:
    """Parse {"scheme": "SSM", "grade": "N29"} ("W54", "44", "JUSA C", "Turus III", "VU7"). ValueError says why not."""
    if not isinstance(value, Mapping):
        raise ValueError("a grade is written {scheme: SSM, grade: N29}")
    scheme = str(value.get("scheme") or "").strip().upper()
    if scheme not in SCHEMES:
        raise ValueError(f"unknown grade scheme {value.get('scheme')!r}; write SSM or SSPA")
    text = " ".join(str(value.get("grade") or "").upper().split())
    for band, steps in _PREMIER.items():
        if text.startswith(band) and text[len(band) :].strip() in (*steps, ""):
            return Grade(scheme, band=band, step=text[len(band) :].strip())
    found = _NUMBERED.match(text)
    if found is None:
        raise ValueError(f"{value.get('grade')!r} is not a grade; write for example N29, W54, JUSA C or Turus III")
    number = int(found.group(2))
    low, high = _LIMITS[scheme]
    if not low <= number <= high:
        raise ValueError(f"{scheme} has grades {low} to {high}, not {number}; is the scheme right?")
    return Grade(scheme, found.group(1), number)


def at_least(grade: Grade, thresholds: Mapping[str, int]) -> bool | None:
    """Return whether `grade` reaches the threshold of its scheme, None when that cannot be decided.

    `thresholds` maps a scheme to a number, for example {"SSM": 27, "SSPA": 4}. When the grade's own scheme is not
    there, the map of 2024 answers if both ends of the grade's range agree.
    """
    if grade.band:
        return True
    if grade.scheme in thresholds:
        return grade.number >= thresholds[grade.scheme]
    if grade.scheme == SSPA and SSM in thresholds:
        low, high = SSPA_TO_SSM[grade.number]
        return _agree(low, high, thresholds[SSM])
    if grade.scheme == SSM and SSPA in thresholds:
        homes = [sspa for sspa, (low, high) in SSPA_TO_SSM.items() if low <= grade.number <= high]
        return _agree(min(homes), max(homes), thresholds[SSPA]) if homes else None
    return None


def _agree(low: int, high: int, threshold: int) -> bool | None:
    if low >= threshold:
        return True
    return False if high < threshold else None
