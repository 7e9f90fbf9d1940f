# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a control and its parameters are; the controls themselves are in catalogue.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from dataclasses import dataclass

ALL = ("zimbra", "exchange", "reference")
NONE: tuple[str, ...] = ()

# How an agency may tighten a parameter (profile.md section 1).
AT_LEAST = "min"  # higher is stricter
AT_MOST = "max"  # lower is stricter
EQUAL = "equal"  # must stay what the baseline says
SUPERSET = "superset"  # may add members
SUBSET = "subset"  # may remove members
TRUE = "true"  # true is stricter than false
CHOICE = "choice"  # the owner's choice; no value is stricter


@dataclass(frozen=True)
class Param:
    """A parameter of a control.

    `type` is size, duration, int, bool, enum, set or text. Resolved values carry sizes as `<name>_bytes` (int) and
    durations as `<name>` (ISO 8601) plus `<name>_days`, `<name>_seconds` or `<name>_working_days` when exact.
    `default` is the owner-neutral value used when no document and no owner says anything (None = absent).
    """

    name: str
    type: str
    strict: str
    allowed: tuple[str, ...] = ()
    default: object = None


@dataclass(frozen=True)
class Control:
    """A control: `observe` says in both languages how a stranger or a user sees that it holds.

    `how` is probe (seen from outside), record (rules over applications, plan and ledger) or attest (a signed entry).
    """

    id: str
    ms: str
    en: str
    how: str
    platforms: tuple[str, ...]
    params: tuple[Param, ...]
    observe_ms: str
    observe_en: str

    @property
    def title(self) -> dict[str, str]:
        return {"ms": self.ms, "en": self.en}

    @property
    def observe(self) -> dict[str, str]:
        return {"ms": self.observe_ms, "en": self.observe_en}

    def param(self, name: str) -> Param | None:
        return next((param for param in self.params if param.name == name), None)


def size(name: str, strict: str) -> Param:
    """A size parameter."""
    return Param(name, "size", strict)


def time(name: str, strict: str) -> Param:
    """A duration parameter."""
    return Param(name, "duration", strict)


def flag(name: str) -> Param:
    """A bool of which true is stricter."""
    return Param(name, "bool", TRUE)


def enum(name: str, *allowed: str, strict: str = CHOICE) -> Param:
    """A word out of `allowed`."""
    return Param(name, "enum", strict, allowed)


#: The unit of the size parameters of a control.
UNIT = Param("unit", "enum", CHOICE, ("decimal", "decimal_kib", "binary"), "binary")
