# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ledger: what was about to be written, and what became of it, in an order nobody can change unnoticed.

One JSON object per line. `prev` is the SHA-256 of the line before (64 zeros for the first), so that a changed, missing
or exchanged line breaks the chain; a second file, `<ledger>.head`, keeps number and hash of the last sealed line, so
that a cut end shows as well. Intents are on the disk before the server hears of them.

Kinds of lines: `start`, `intent`, `outcome`, `end`, `note`, `notice`, `refusal`, `round`. Lines hold no secret.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import LockedError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.shared import Shared

GENESIS = "0" * 64
#: Made once: json.dumps makes a new one for every line.
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: Intents per fsync. Each takes the disk from a server on the same machine for some milliseconds; making one batch
#: (25 ms) is over before the server has done what is outstanding.
BATCH = 512
#: Those of the first: as many as are sent at once, because the server has nothing to do until then.
FIRST = 128
#: Lines that are followed by an `end`, unless their run was killed.
_OF_A_RUN = ("start", "intent", "outcome")


class LedgerError(RasmiError):
    """The ledger cannot be written or is not the one we left."""


@dataclass(frozen=True)
class Verification:
    """What a walk over the whole ledger found. `problems` is empty when nothing was tampered with.

    `open_intents` were announced but have no outcome: a run was killed, or is still working.
    """

    records: int
    problems: tuple[str, ...]
    open_intents: int

    @property
    def ok(self) -> bool:
        return not self.problems


class Ledger:
    """The ledger of one platform, held by one run: `with Ledger(path) as ledger:`.

    Opening takes the lock (LockedError when another run on this machine has it) and cuts a torn last line, which is
    recorded. `unsettled` are the changes that a killed run announced without learning their outcome; `interrupted`
    says that a run has no end, whether it came to announce anything or not. `managed` and `generation` are what the
    last finished run left on the server, None when no run has finished.
    """

    #: What the last line of a finished piece of work contains; opening reads no further back.
    resume = b'"kind":"end"'

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.unsettled: list[Change] = []
        self.interrupted = False
        self.managed: int | None = None
        self.generation: int | None = None
        self._number, self._last = 0, GENESIS
        self._pending: list[Outcome] = []
        self._intents = _Intents()
        self._file: IO[bytes] | None = None
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> Ledger:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = Path(f"{self.path}.lock").open("ab")
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LockedError(
                    f"{self.path}: another run on this machine is applying changes; wait until it has ended."
                ) from error
            self._open()
        except OSError as error:
            self.close()
            raise LedgerError(f"{self.path}: {error.strerror}; nothing was changed.") from error
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is still in memory and let go of the lock."""
        try:
            if self._file is not None:
                self._flush()
        finally:
            for handle in (self._file, self._lock):
                if handle is not None:
                    handle.close()
            self._file = self._lock = None

    def start(self, run: str, facts: Mapping[str, Any]) -> None:
        """Announce a run: the plan's checksum, its counts, the credential files that were made for it."""
        self._write([_body({"kind": "start", "run": run, "at": _now(), **facts})])

    def intents(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Give the changes on, each only after its intent (and every earlier outcome) is safely on the disk."""
        source, size = iter(changes), min(FIRST, BATCH)
        while batch := list(islice(source, size)):
            self._write([*self._outcomes(), *map(self._intents.body, batch)])
            yield from batch
            size = BATCH

    def outcome(self, outcome: Outcome) -> None:
        """Remember an outcome; it is written with the next batch of intents or at the end."""
        self._pending.append(outcome)

    def end(self, run: str, counts: Mapping[str, int], managed: int, generation: int) -> None:
        """Close a run and seal the ledger. `managed` is the number of managed accounts that it leaves."""
        record = {"kind": "end", "run": run, "at": _now(), "counts": dict(counts)}
        self._write([*self._outcomes(), _body({**record, "managed": managed, "generation": generation})])
        self.managed, self.generation = managed, generation

    def notice(self, facts: Mapping[str, Any]) -> None:
        """Remember that a notice has left: its key, kind (`notice`), account, role it went `to`, day and basis."""
        self.write("notice", facts)

    def write(self, kind: str, facts: Mapping[str, Any]) -> None:
        """Add one line of another kind. Raises LedgerError."""
        self._write([_body({"kind": kind, "at": _now(), **facts})])

    def refusal(self, facts: Mapping[str, Any]) -> None:
        """Remember that a server refused a notice's recipient for good: the notice's `key`, `address`, `answer`."""
        self.write("refusal", facts)

    def round(self, facts: Mapping[str, Any]) -> None:
        """Remember that notices were looked for: the day, whether the server was read, and what did not leave."""
        self.write("round", facts)

    def _outcomes(self) -> list[str]:
        rows, self._pending = self._pending, []
        return [_outcome(outcome) for outcome in rows]

    def _flush(self) -> None:
        if self._pending:
            self._write(self._outcomes())

    def _open(self) -> None:
        self._file = self.path.open("a+b")
        os.fchmod(self._file.fileno(), 0o600)
        torn = _cut_torn_line(self._file)
        tail = list(_since_end(self._file, self.resume))
        if tail:
            self._number, self._last = int(json.loads(tail[-1])["n"]), _digest(tail[-1])
        self._check_head()
        records = [json.loads(line) for line in tail]
        if records and records[0]["kind"] == "end":
            self.managed, self.generation = int(records[0]["managed"]), int(records[0]["generation"])
        self.interrupted = any(record["kind"] in _OF_A_RUN for record in records)
        open_intents: dict[str, dict[str, Any]] = {}
        for record in records:  # in order: the same change may have been announced again after it was settled
            if record["kind"] == "intent":
                open_intents[record["key"]] = record
            elif record["kind"] == "outcome":
                open_intents.pop(record["key"], None)
        self.unsettled = [Change.from_dict(record["change"]) for record in open_intents.values()]
        if torn:
            text = "the last line was torn by a crash and has been cut"
            self.write("note", {"text": text, "bytes": len(torn), "sha256": _digest(torn)})

    def _check_head(self) -> None:
        """The end that we sealed must still be there: a shorter ledger means that lines were taken away."""
        sealed = _head(self.path)
        if sealed is not None and sealed[0] > self._number:
            raise LedgerError(
                f"{self.path}: ends at line {self._number}, but line {sealed[0]} was sealed: lines are missing. "
                "Nothing was changed. Restore the ledger from its backup before the next run."
            )

    def _write(self, bodies: Iterable[str]) -> None:
        """Add lines, of which `bodies` are what stands between the number and the hash of the line before."""
        if self._file is None:
            raise LedgerError(f"{self.path}: the ledger is not open.")
        lines: list[bytes] = []
        number, last = self._number, self._last
        for body in bodies:
            number += 1
            line = f'{{"n":{number},{body},"prev":"{last}"}}'.encode()
            last = hashlib.sha256(line).hexdigest()
            lines += line, b"\n"
        try:
            self._file.write(b"".join(lines))
            self._file.flush()
            os.fsync(self._file.fileno())
            self._seal(number, last)
        except OSError as error:
            raise LedgerError(f"{self.path}: {error.strerror}; no further change was sent.") from error
        self._number, self._last = number, last

    def _seal(self, number: int, last: str) -> None:
        """Replace the head file. It may lag behind after a crash, never run ahead, so it needs no fsync of its own."""
        new = Path(f"{self.path}.head.new")
        new.write_text(f"{number} {last}\n", encoding="ascii")
        new.replace(f"{self.path}.head")


def known(path: str | Path) -> int | None:
    """The number of managed accounts that the last finished run left, None when no run has finished."""
    try:
        with Path(path).open("rb") as file:
            for line in _since_end(file):
                record = json.loads(line)
                return int(record["managed"]) if record["kind"] == "end" else None
    except (FileNotFoundError, ValueError):
        return None
    return None


def interrupted(path: str | Path) -> bool:
    """True when the last run did not come to its end, so that the next one has something to settle."""
    try:
        with Path(path).open("rb") as file:
            tail = [json.loads(line)["kind"] for line in _since_end(file)]
    except FileNotFoundError:
        return False
    except ValueError:
        return True
    return any(kind in _OF_A_RUN for kind in tail)


def records(path: str | Path) -> Iterator[dict[str, Any]]:
    """Every whole record, oldest first."""
    with Path(path).open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield json.loads(line)


def verify(path: str | Path) -> Verification:
    """Walk the whole chain and say everything that is wrong with it."""
    problems: list[str] = []
    last, number = GENESIS, 0
    open_intents: set[str] = set()
    sealed = _head(Path(path))
    with Path(path).open("rb") as file:
        for position, line in enumerate(file, 1):
            body = line.rstrip(b"\n")
            try:
                record = json.loads(body)
                if record["prev"] != last:
                    problems.append(f"line {position}: does not follow the line before it")
                if record["n"] != position:
                    problems.append(f"line {position}: carries the number {record['n']}")
            except (ValueError, KeyError, TypeError):
                problems.append(f"line {position}: cannot be read")
                record = {}
            if record.get("kind") == "intent":
                open_intents.add(record["key"])
            elif record.get("kind") == "outcome":
                open_intents.discard(record["key"])
            last, number = _digest(body), position
            if sealed is not None and sealed[0] == position and sealed[1] != last:
                problems.append(f"line {position}: is not the line that was sealed")
    if sealed is None and number:
        problems.append("the head file is missing")
    elif sealed is not None and sealed[0] > number:
        problems.append(f"ends at line {number}, but line {sealed[0]} was sealed: lines are missing")
    return Verification(number, tuple(problems), len(open_intents))


class _Intents:
    """The bodies of intents, in half of the time: most changes of a run share their clauses and their reason."""

    def __init__(self) -> None:
        self._shared = Shared(_JSON)

    def body(self, change: Change) -> str:
        encode, shared = _JSON.encode, self._shared
        if change.bases or change.topic or change.estimated:
            return f'"kind":"intent","key":"{change.key}","change":{encode(change.to_dict())}'
        before = encode(change.before) if change.before else "{}"
        flags = ("false", "true")
        return (
            f'"kind":"intent","key":"{change.key}","change":{{"verb":{encode(change.verb)},'
            f'"account":{encode(change.account)},"id":{encode(change.id)},"before":{before},'
            f'"after":{encode(change.after)},"clauses":{shared.clauses(change.clauses)},'
            f'"basis":{encode(change.basis)},"due":{encode(change.due)},"days_late":{change.days_late:d},'
            f'"reversible":{flags[change.reversible]},"destructive":{flags[change.destructive]},'
            f'"reason":{shared.reason(change.reason)},"target":{encode(change.target)}}}'
        )


def _outcome(outcome: Outcome) -> str:
    message = f',"message":{_JSON.encode(outcome.message)}' if outcome.message else ""
    return f'"kind":"outcome","key":{_JSON.encode(outcome.key)},"result":{_JSON.encode(outcome.result)}{message}'


def _body(record: Mapping[str, Any]) -> str:
    return _JSON.encode(record)[1:-1]


def _digest(line: bytes) -> str:
    return hashlib.sha256(line.rstrip(b"\n")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _head(path: Path) -> tuple[int, str] | None:
    try:
        number, digest = Path(f"{path}.head").read_text(encoding="ascii").split()
        return int(number), digest
    except (FileNotFoundError, ValueError):
        return None


def _cut_torn_line(file: IO[bytes]) -> bytes:
    """Cut what follows the last line end, and give it back. A crash can only tear the end of an appended file."""
    size = file.seek(0, os.SEEK_END)
    start, found = size, b""
    while start and b"\n" not in found:
        step = min(65536, start)
        start -= step
        file.seek(start)
        found = file.read(step) + found
    torn = found[found.rfind(b"\n") + 1 :]
    if torn:
        file.truncate(size - len(torn))
    file.seek(0, os.SEEK_END)
    return torn


def _since_end(file: IO[bytes], marker: bytes = Ledger.resume) -> Iterator[bytes]:
    """The lines from the last one with `marker` on (all when there is none), without reading the rest."""
    start = file.seek(0, os.SEEK_END)
    found = b""
    while start and marker not in found:
        step = min(262144, start)
        start -= step
        file.seek(start)
        found = file.read(step) + found
    at = found.rfind(marker)
    begin = found.rfind(b"\n", 0, at) + 1 if at >= 0 else 0
    file.seek(0, os.SEEK_END)
    for line in found[begin:].split(b"\n"):
        if line:
            yield line
