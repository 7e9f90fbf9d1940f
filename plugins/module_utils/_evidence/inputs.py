# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the report is made of, read from files: observations, plan, attestations, waivers.

Every fault of every file is told at once. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard import verdict, yamldoc
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict

_RESULTS = frozenset({verdict.PASS, verdict.FAIL, verdict.COULD_NOT_TEST, verdict.WAIVED, verdict.ATTESTED})


@dataclass(frozen=True)
class Observations:
    """One run of the probes: against what, when (UTC, ISO 8601), from where, and what was seen."""

    target: str
    started: str
    finished: str
    source: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class Attestation:
    """A signed statement of a person that clauses, or all clauses of a control, are kept.

    Dates are ISO; `valid_until` "" = as long as the clause allows.
    """

    clauses: tuple[str, ...]
    controls: tuple[str, ...]
    date: str
    by: str
    document: str
    valid_until: str = ""
    note: str = ""


@dataclass(frozen=True)
class Waiver:
    """A written exception for clauses or controls; it holds up to and on the day `until` (ISO)."""

    clauses: tuple[str, ...]
    controls: tuple[str, ...]
    until: str
    reason: str
    by: str


@dataclass(frozen=True)
class Source:
    """A file that the report rests on; only its name is kept, so that the report is the same on every machine."""

    kind: str
    name: str
    sha256: str


def load_bytes(path: str, kind: str, sources: list[Source], faults: list[Fault]) -> bytes | None:
    """Read a file and note its checksum; a fault and None when it cannot be read."""
    try:
        with open(path, "rb") as handle:
            content = handle.read()
    except OSError as error:
        problem = error.strerror or str(error)
        faults.append(Fault(path, 0, kind, "", f"cannot be read: {problem}", "Give the path of an existing file."))
        return None
    sources.append(Source(kind, os.path.basename(path), hashlib.sha256(content).hexdigest()))
    return content


def load_observations(
    paths: Iterable[str], fingerprint: str, sources: list[Source], faults: list[Fault]
) -> list[Observations]:
    """Read the files that mail_probe wrote. A file holds one run, or a list of runs.

    A run that was made for another state of the standard (another `fingerprint`) expected other things: a fault.
    """
    runs: list[Observations] = []
    for path in paths:
        data = _json(path, "verdicts", sources, faults)
        for index, item in enumerate(data if isinstance(data, list) else [] if data is None else [data]):
            run = _observations(path, index, item, faults)
            if run and item.get("standard_fingerprint", fingerprint) != fingerprint:
                problem = "was observed for another state of the standard"
                faults.append(Fault(path, 0, f"[{index}]", "", problem, "Run mail_probe again, with this profile."))
            elif run:
                runs.append(run)
    return runs


def load_plan(path: str, sources: list[Source], faults: list[Fault]) -> Plan | None:
    """Read a plan written by account_plan; one that was edited since is a fault."""
    if load_bytes(path, "plan", sources, faults) is None:
        return None
    try:
        return read_plan(Path(path))[0]
    except RasmiError as error:
        problem = str(error).removeprefix(f"{path} ").removesuffix(" Run account_plan again.").rstrip(".")
        faults.append(Fault(path, 0, "plan", "", problem, "Run account_plan again."))
        return None


def load_attestations(path: str, known: Known, sources: list[Source], faults: list[Fault]) -> list[Attestation]:
    """Read the YAML list of attestations."""
    forms = _entries(path, "attestations", known, ("date", "by", "document"), ("valid_until", "note"), sources, faults)
    return [
        Attestation(
            form.subjects("clause"),
            form.subjects("control"),
            form.day("date"),
            form.text("by"),
            form.text("document"),
            form.day("valid_until"),
            form.text("note"),
        )
        for form in forms
    ]


def load_waivers(path: str, known: Known, sources: list[Source], faults: list[Fault]) -> list[Waiver]:
    """Read the YAML list of waivers."""
    return [
        Waiver(
            form.subjects("clause"), form.subjects("control"), form.day("until"), form.text("reason"), form.text("by")
        )
        for form in _entries(path, "waivers", known, ("until", "reason", "by"), (), sources, faults)
    ]


@dataclass(frozen=True)
class Known:
    """The clause and control ids of the standard, so that a typing error in a waiver cannot go unseen."""

    clauses: frozenset[str]
    controls: frozenset[str]


class _Form:
    """One entry of a YAML list; notes a fault for each field that is wrong."""

    def __init__(self, document: yamldoc.Document, index: int, known: Known, faults: list[Fault]) -> None:
        self._document = document
        self._index = index
        self._known = known
        self._faults = faults
        item = document.data[index]
        self._item: dict[str, Any] = item if isinstance(item, dict) else {}

    def check(self, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
        for name in required:
            if not self.text(name):
                self._fault((), name, None, "is missing", f"Write {name}.")
        for name in self._item:
            if name not in ("clause", "control", *required, *optional):
                self._fault((name,), name, None, "is not a field of this file", "Remove it or correct its name.")
        if not self._item.get("clause") and not self._item.get("control"):
            self._fault(
                (), "clause", None, "names neither clause nor control", "Write the id of a clause or a control."
            )

    def text(self, name: str) -> str:
        value = self._item.get(name)
        return "" if value is None else str(value).strip()

    def day(self, name: str) -> str:
        value = self.text(name)
        if value:
            try:
                date.fromisoformat(value)
            except ValueError:
                self._fault((name,), name, value, "is not a date", "Write it as 2026-12-31.")
        return value

    def subjects(self, name: str) -> tuple[str, ...]:
        value = self._item.get(name)
        ids = tuple(str(item) for item in value) if isinstance(value, list) else (str(value),) if value else ()
        known = self._known.clauses if name == "clause" else self._known.controls
        for wrong in (item for item in ids if item not in known):
            self._fault((name,), name, wrong, f"is no {name} of this standard", "Write an id as the report shows it.")
        return ids

    def _fault(self, path: tuple[str, ...], name: str, value: str | None, problem: str, remedy: str) -> None:
        line = self._document.line((self._index, *path))
        shown = "" if value is None else value[:60]
        self._faults.append(Fault(self._document.file, line, f"[{self._index}].{name}", shown, problem, remedy))


def _entries(
    path: str,
    kind: str,
    known: Known,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    sources: list[Source],
    faults: list[Fault],
) -> list[_Form]:
    content = load_bytes(path, kind, sources, faults)
    if content is None:
        return []
    try:
        document = yamldoc.parse(content, path)
    except FaultsError as error:
        faults.extend(error.faults)
        return []
    if document.data is None:
        return []
    if not isinstance(document.data, list):
        faults.append(Fault(path, 1, "(file)", "", "is not a list", "Begin each entry with a dash."))
        return []
    forms = [_Form(document, index, known, faults) for index in range(len(document.data))]
    for form in forms:
        form.check(required, optional)
    return forms


def _json(path: str, kind: str, sources: list[Source], faults: list[Fault]) -> Any:
    content = load_bytes(path, kind, sources, faults)
    if content is None:
        return None
    try:
        return json.loads(content)
    except ValueError as error:
        faults.append(Fault(path, 0, kind, "", f"is not JSON: {error}", "Write it again with the module that made it."))
        return None


def _observations(path: str, index: int, item: Any, faults: list[Fault]) -> Observations | None:
    where = f"[{index}]"
    again = "Write it again with mail_probe."
    if not isinstance(item, dict) or not isinstance(item.get("verdicts"), list):
        faults.append(Fault(path, 0, where, "", "holds no list of verdicts", again))
        return None
    verdicts = []
    for number, entry in enumerate(item["verdicts"]):
        try:
            one = Verdict.from_dict(entry)
        except (AttributeError, TypeError) as error:
            faults.append(Fault(path, 0, f"{where}.verdicts[{number}]", "", f"is not a verdict: {error}", again))
            continue
        if one.result not in _RESULTS:
            field = f"{where}.verdicts[{number}].result"
            faults.append(Fault(path, 0, field, str(one.result)[:60], "is not a result", again))
            continue
        verdicts.append(one)
        if not _is_time(one.at):
            field = f"{where}.verdicts[{number}].at"
            faults.append(Fault(path, 0, field, str(one.at)[:60], "is not a time", again))
    faults.extend(
        Fault(path, 0, f"{where}.{name}", str(item.get(name))[:60], "is not a time", again)
        for name in ("started", "finished")
        if not _is_time(item.get(name))
    )
    target, started, finished, source = (
        str(item.get(name) or "") for name in ("target", "started", "finished", "source")
    )
    return Observations(target, started, finished, source, tuple(verdicts))


def _is_time(value: object) -> bool:
    """True for an ISO 8601 time: an observation without its time is no evidence."""
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True
