# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the runs of a ledger really did: announced changes with what became of them, and of the notices.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change


@dataclass
class DoneRun:
    """One run: its facts, what it announced (by key, in order), and what became of each.

    `numbers` are the lines of the ledger on which the changes were announced.
    """

    run: str
    facts: Mapping[str, Any]
    changes: dict[str, Change] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def checksum(self) -> str:
        return str(self.facts["plan"])

    @property
    def done(self) -> list[Change]:
        return [change for key, change in self.changes.items() if self.results.get(key) == "done"]

    @property
    def open(self) -> list[Change]:
        return [change for key, change in self.changes.items() if key not in self.results]


@dataclass
class Told:
    """`keys` of the notices that have left, and what was `refused` for good: (key, address) -> the server's answer."""

    keys: set[str] = field(default_factory=set)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)


def done_runs(lines: Iterable[Mapping[str, Any]], told: Told | None = None) -> list[DoneRun]:
    """Every run that applied a plan, oldest first. A cut-off run is settled by outcomes that come later.

    `told` is filled with what became of the notices.
    """
    runs: list[DoneRun] = []
    announced: dict[str, DoneRun] = {}
    for record in lines:
        if record["kind"] == "start":
            runs.append(DoneRun(record["run"], record))
        elif record["kind"] == "intent" and runs:
            key = record["key"]
            runs[-1].changes[key] = Change.from_dict(record["change"])
            runs[-1].numbers[key] = record["n"]
            announced[key] = runs[-1]
        elif record["kind"] == "outcome" and record["key"] in announced:
            announced.pop(record["key"]).results[record["key"]] = record["result"]
        elif record["kind"] == "notice" and told is not None:
            told.keys.add(record["key"])
        elif record["kind"] == "refusal" and told is not None:
            told.refused[record["key"], record["address"]] = record["answer"]
    return runs
