# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors that reach a person: one message, every fault, with a remedy.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


class RasmiError(Exception):
    """Base of every error the collection raises on purpose; its text is written for the operator."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one field of one file.

    `line` is 1-based, 0 when the fault concerns the whole file. `value` is what was found, already shortened and
    never a secret or an identity-card number. `remedy` says what to write instead. `clauses` are the clause ids or
    R-numbers that the rule rests on. In a spreadsheet `sheet` is set, and `line` is the row.
    """

    file: str
    line: int
    field: str
    value: str
    problem: str
    remedy: str
    clauses: tuple[str, ...] = ()
    sheet: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        if self.sheet:
            row = f", row {self.line}" if self.line else ""
            where = f"{self.file}, sheet {self.sheet}{row}"
        found = f" (found: {self.value})" if self.value else ""
        cited = f" [{', '.join(self.clauses)}]" if self.clauses else ""
        joint = ", " if self.sheet and self.line else ": "
        return f"{where}{joint}{self.field}: {self.problem}{found}. {self.remedy}{cited}"

    def to_dict(self) -> dict[str, Any]:
        data = asdict(self)
        data["clauses"] = list(self.clauses)
        if not self.sheet:
            del data["sheet"]
        return data

    def in_sheet(self, sheet: str) -> Fault:
        """This fault, in a sheet of a spreadsheet file."""
        return replace(self, sheet=sheet)


class FaultsError(RasmiError):
    """Input that cannot be used: carries every fault found, sorted by file and line."""

    def __init__(self, subject: str, faults: Iterable[Fault]) -> None:
        self.subject = subject
        self.faults: Sequence[Fault] = tuple(sorted(faults))
        files = len({fault.file for fault in self.faults})
        head = f"{subject}: {len(self.faults)} fault(s) in {files} file(s); nothing was changed."
        super().__init__("\n".join([head, *(f"  - {fault}" for fault in self.faults)]))


class ProviderError(RasmiError):
    """A server did not do what was asked; the text names the server, the operation and its answer, never a secret."""


class AuthenticationError(ProviderError):
    """The server refused our identity."""


class PartialAnswerError(ProviderError):
    """The server gave an empty, cut or shrunken answer; acting on it would mistake silence for absence."""


class UnsafePlanError(RasmiError):
    """A plan is over its limits (design invariants 4 and 5)."""


class StalePlanError(RasmiError):
    """The reviewed plan is not the plan of this moment: the server, the forms or the standard moved on."""


class LockedError(RasmiError):
    """Another run is applying changes."""


class PolicyRefusedError(ProviderError):
    """The server's own password policy refused what an administrator asked for."""


class NotAProbeError(ProviderError):
    """The account is not a probe account; nothing was done to it."""
