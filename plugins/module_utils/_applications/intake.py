# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read every form below a directory: all applications, or every fault of every file.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import across, reading, scans, store
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.few import (
    content_of,
    counts_of,
    digest_of,
    few_changed,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.files import Found, find, read
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    Application,
    Applications,
    ReferenceData,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.parse import (
    Key,
    faults_of,
    key_of,
    parse,
    parse_many,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import aside, spread
from ansible_collections.rasmi.mail.plugins.module_utils._applications.store import Header, Index, Stat, Stored
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard


class _File(NamedTuple):
    """One file and what it gave, whether read now or remembered."""

    stat: Stat
    content: bytes
    latest: str
    items: Sequence[Application]
    notes: tuple[str, ...] = ()


def load_applications(
    path: str | os.PathLike[str],
    standard: Standard,
    reference_data: ReferenceData,
    as_of: str | date,
    cache_dir: str | os.PathLike[str] | None = None,
    *,
    beside: bool = False,
) -> Applications:
    """Read and validate all forms (YAML, JSON, CSV, XLSX) below `path`, which may also be one file of many documents.

    `as_of` is the day for which all is computed, ISO or a date. With `cache_dir`, unchanged files are not parsed
    again. Raises FaultsError with every fault of every file; nothing is ever changed but the cache. With `beside`, the
    cache is written while the caller goes on, who then calls `saved()` of the answer.
    """
    day = as_of.isoformat() if isinstance(as_of, date) else date.fromisoformat(as_of).isoformat()
    with _no_collector():
        found = _Intake(os.fspath(path), Context(standard, day), reference_data, cache_dir).run()
    if not beside:
        found.saved()
    return found


@contextmanager
def _no_collector() -> Iterator[None]:
    """Hundreds of thousands of new tuples are no garbage: looking through them costs as much as parsing them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Intake:
    """One load; holds what its steps share."""

    def __init__(
        self, root: str, context: Context, reference: ReferenceData, cache_dir: str | os.PathLike[str] | None
    ) -> None:
        self.root = root
        self.context = context
        self.reference = reference
        self.cache = store.path_for(os.fspath(cache_dir), root, context.standard.id) if cache_dir is not None else None
        self.faults: list[Fault] = []
        self.broken: set[str] = set()
        self.reread = 0
        self.stats = ""

    def run(self) -> Applications:
        read_at = time.time_ns()
        found = find(self.root, self.faults)
        if self.faults:
            raise FaultsError("Applications", self.faults)
        stored = store.load(self.cache) if self.cache else None
        if stored and stored.header.rules != self.context.standard.fingerprint:
            stored = None
        try:
            kept = None
            if stored and self._unchanged(stored, found, read_at):
                header = stored.header
                kept = Applications(stored.items(), header.counts, header.digest, tuple(header.warnings), "warm")
            elif stored:
                kept = few_changed(stored, found, self.context, self.reference, read_at, self._look(found))
            # a scan beside its form may have changed although no form has
            if kept and next(scans.check(self.root, kept.items), None) is None:
                return kept
            remembered = _remembered(stored) if stored else {}
        except store.DamagedError:
            stored, remembered = None, {}
        files = self._files(found, remembered, stored.header.read_at_ns if stored else 0)
        del remembered
        return self._together(files, found, read_at)

    def _unchanged(self, stored: Stored, found: Found, read_at: int) -> bool:
        header = stored.header
        if (
            not header.stats
            or header.reference != self.reference.digest
            or header.latest > self.context.as_of
            or header.stats != self._stats(found)
        ):
            return False
        doubtful = {item.name for item in found.stats if store.racy(item, header.read_at_ns)}
        if not doubtful:
            return True
        index = stored.index()
        for (name, *_rest), content in zip(index.stats, index.contents, strict=True):
            if name in doubtful and content_of(read(found, name, [])) != content:
                return False
        stored.confirm(read_at)
        return True

    def _stats(self, found: Found) -> str:
        """The digest over the files' stats, made once."""
        self.stats = self.stats or store.stats_digest(found.stats)
        return self.stats

    def _files(self, found: Found, remembered: dict[str, _File], remembered_at: int) -> list[_File]:
        """Every file, as remembered where it is unchanged."""
        old = {name: file for name, file in remembered.items() if file.latest <= self.context.as_of}
        doubtful = [
            item
            for item in found.stats
            if (known := old.get(item.name)) is None or known.stat != item or store.racy(item, remembered_at)
        ]
        rows = spread(doubtful, lambda items: self._good(found, items, old))
        looked = dict(zip((item.name for item in doubtful), rows, strict=True))
        files: list[_File] = []
        for item in found.stats:
            name = item.name
            if name not in looked:
                files.append(old[name])
                continue
            row = looked[name]
            if row is None:
                files.extend(self._bad(found, item))
                continue
            again, content, latest, values, notes = row
            self.reread += again
            files.append(_File(item, content, latest, [Application._make(value) for value in values], notes))
        return files

    def _look(self, found: Found) -> Callable[[Sequence[Stat]], list[tuple[Any, ...] | None]]:
        return lambda items: self._good(found, items, {})

    def _good(self, found: Found, items: Sequence[Stat], old: dict[str, _File]) -> list[tuple[Any, ...] | None]:
        """For each file whether it was parsed, its hash, latest date, applications and notes; None for one with faults.

        Runs in helpers too, so it leaves no trace but its answer.
        """
        answers: list[tuple[Any, ...] | None] = [None] * len(items)
        fresh: list[tuple[int, bytes]] = []
        forms: list[tuple[bytes, str]] = []
        for number, item in enumerate(items):
            raw = read(found, item.name, [])
            if raw is None:
                continue
            content, known = content_of(raw), old.get(item.name)
            if known and known.content == content:
                answers[number] = (False, content, known.latest, [tuple(one) for one in known.items], known.notes)
            else:
                fresh.append((number, content))
                forms.append((raw, item.name))
        for (number, content), rows in zip(fresh, parse_many(forms, self.context), strict=True):
            answers[number] = (True, content, *rows) if rows else None
        return answers

    def _bad(self, found: Found, item: Stat) -> Iterator[_File]:
        """A file with faults: they are noted, with their lines."""
        raw = read(found, item.name, self.faults)
        if raw is None:
            return
        self.reread += 1
        parsed = parse(raw, item.name, self.context)
        self.broken.update(parsed.broken)
        if parsed.problems:
            self.faults.extend(faults_of(raw, found.shown(item.name), item.name, parsed.problems))
        # What can be read still takes part in the rules between forms, so that one run shows every fault.
        yield _File(item, b"" if parsed.problems else content_of(raw), parsed.latest, parsed.items)

    def _together(self, files: list[_File], found: Found, read_at: int) -> Applications:
        owners = [
            (item.id, item.source, number, place)
            for number, file in enumerate(files)
            for place, item in enumerate(file.items)
        ]
        owners.sort()
        items = [files[number].items[place] for _id, _source, number, place in owners]
        findings = across.check_all(items, self.reference, self.context, self.broken)
        findings.problems.extend(scans.check(self.root, items))
        self._locate(findings, [files[number] for _id, _source, number, _place in owners], items, found)
        raw_references = {
            position: (items[position].account, items[position].owner, items[position].delegates)
            for position in findings.resolved
        }
        for position, (account, owner, delegates) in findings.resolved.items():
            items[position] = items[position]._replace(account=account, owner=owner, delegates=delegates)
        result = Applications(
            items,
            counts_of(items),
            digest_of(file.content for file in files),
            (*findings.warnings, *(note for file in files for note in file.notes), *found.warnings),
            "cold" if self.reread >= len(files) else "partial" if self.reread else "warm",
        )
        if self.cache:
            # Beside what the caller does next, mostly waiting for a server (100,000 forms: 0.6 s).
            homes = [number for _id, _source, number, _place in owners]
            result.saved = aside(lambda: self._save(result, files, homes, raw_references, found, read_at))
        if self.faults:
            result.saved()
            raise FaultsError("Applications", self.faults)
        return result

    def _locate(self, findings: across.Findings, homes: list[_File], items: list[Application], found: Found) -> None:
        """Give the faults between forms their lines, file by file."""
        by_file: dict[str, list[tuple[Key, reading.Problem]]] = {}
        for position, problem in findings.problems:
            name = homes[position].stat.name
            by_file.setdefault(name, []).append((key_of(name, items[position].source), problem))
        for name, problems in by_file.items():
            raw = read(found, name, self.faults)
            if raw is not None:
                self.faults.extend(faults_of(raw, found.shown(name), name, problems))

    def _save(
        self,
        result: Applications,
        files: list[_File],
        homes: list[int],
        references: dict[int, across.Resolved],
        found: Found,
        read_at: int,
    ) -> None:
        positions: dict[int, list[int]] = {}
        for position, number in enumerate(homes):
            positions.setdefault(number, []).append(position)
        index = Index([], [], [], [], {}, {})
        for number, file in enumerate(files):
            if not file.content:
                continue
            own = len(index.stats)
            places = tuple(positions.get(number, ()))
            index.stats.append(tuple(file.stat))
            index.contents.append(file.content)
            index.latest.append(file.latest)
            index.positions.append(places)
            raw = tuple((place, *references[place]) for place in places if place in references)
            if raw:
                index.references[own] = raw
            if file.notes:
                index.notes[own] = tuple(file.notes)
        header = Header(
            rules=self.context.standard.fingerprint,
            reference=self.reference.digest,
            stats="" if self.faults else self._stats(found),
            latest=max((file.latest for file in files), default=""),
            read_at_ns=read_at,
            counts=result.counts,
            digest=result.digest,
            warnings=list(result.warnings),
            parts=[],
        )
        if self.cache:
            store.save(self.cache, header, result.items, index)


def _remembered(stored: Stored) -> dict[str, _File]:
    """The files of a cache by name, their references as the forms gave them."""
    items, index = stored.items(), stored.index()
    for rows in index.references.values():
        for place, account, owner, delegates in rows:
            items[place] = items[place]._replace(account=account, owner=owner, delegates=delegates)
    files: dict[str, _File] = {}
    for number, row in enumerate(index.stats):
        own = tuple([items[place] for place in index.positions[number]])
        notes = index.notes.get(number, ())
        files[row[0]] = _File(Stat._make(row), index.contents[number], index.latest[number], own, notes)
    return files
