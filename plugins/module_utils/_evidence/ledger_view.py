# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ledger as the report needs it: verified, run by run, change by change.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import ledger
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.inputs import Source, load_bytes
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.notified import Telling, telling_of
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.records import BROKEN_CHAIN, Applied, LedgerView, Run
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault

_PROBLEMS = 5


def load_ledger(path: str, sources: list[Source], faults: list[Fault]) -> LedgerView | None:
    """Read and verify a ledger; a fault and None when it cannot be read. A broken chain is no fault: it is reported."""
    content = load_bytes(path, "ledger", sources, faults)
    if content is None:
        return None
    found = ledger.verify(path)
    lines = content.splitlines()
    reader = _Reader()
    records = [json.loads(line) for line in lines] if found.ok else []
    for record in records:
        reader.take(record)
    return LedgerView(
        name=os.path.basename(path),
        intact=found.ok,
        problem="; ".join(found.problems[:_PROBLEMS]),
        entries=found.records,
        head=hashlib.sha256(lines[-1]).hexdigest() if lines else "",
        runs=tuple(reader.runs),
        applied=tuple(reader.applied.values()),
        telling=telling_of(records) if found.ok else Telling(problem=BROKEN_CHAIN),
    )


class _Reader:
    """Walks the records, oldest first. A change that a killed run announced is settled by the run after it."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.applied: dict[tuple[str, int], Applied] = {}
        self._last: dict[str, tuple[str, int]] = {}
        self._at = ""

    def take(self, record: dict[str, Any]) -> None:
        kind = record["kind"]
        if kind == "start":
            self._at = record["at"]
            plan = str(record.get("plan") or record.get("checksum") or "")
            self.runs.append(Run(self._at, plan, 0, 0, 0, finished=False))
        elif kind == "intent":
            self._intent(record)
        elif kind == "outcome":
            self._outcome(record)
        elif kind == "end" and self.runs:
            self.runs[-1] = replace(self.runs[-1], finished=True)

    def _intent(self, record: dict[str, Any]) -> None:
        change, key = record["change"], record["key"]
        place = (key, len(self.runs))
        self._last[key] = place
        self.applied[place] = Applied(
            key=key,
            verb=change["verb"],
            account=change["account"],
            basis=change["basis"],
            clauses=tuple(change["clauses"]),
            due=change["due"],
            result="",
            at=self._at,
        )

    def _outcome(self, record: dict[str, Any]) -> None:
        place = self._last.get(record["key"])
        if place is None:
            return
        self.applied[place] = replace(self.applied[place], result=record["result"], at=self._at)
        if self.runs and record["result"] in ("done", "failed", "skipped"):
            run = self.runs[-1]
            self.runs[-1] = replace(run, **{record["result"]: getattr(run, record["result"]) + 1})
