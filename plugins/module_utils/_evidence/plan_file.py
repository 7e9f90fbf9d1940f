# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan files: written whole or not at all, readable by their owner only.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

_HEAD = b'{"plan":'
_TAIL = b',"checksum":"%s"}\n'
#: The generation says which moment was read, not what is to be done: no part of the checksum (Plan.checksum).
_GENERATION = re.compile(rb',"generation":\d+,"platform":')
_WITHOUT = b',"platform":'
#: Where the changes begin, how each of them but the first does, and what follows them. Inside a text no quotation mark
#: stands without a backslash, so that none of these can be part of one.
_CHANGES, _NEXT, _REST = b'"changes":[', b',{"account":', b'],"counts":'
#: Bytes that are read at once: some 700 changes.
_PIECE = 1 << 19
_LEARNED = 500
#: What every change says, in the order in which it is made: three tenths less time than by names.
_MANY = 13
_USUAL = itemgetter(*(one.name for one in fields(Change)[:_MANY]))


def write_plan(path: Path, plan: Plan) -> str:
    """Write {"checksum": ..., "plan": ...} as canonical JSON and return the checksum.

    The checksum stands at the end of the plan's own bytes, so that they are made only once. OSError when the directory
    cannot be written.
    """
    digest = hashlib.sha256()

    def chunks() -> Iterator[bytes]:
        yield _HEAD
        for chunk in plan.chunks():
            digest.update(_GENERATION.sub(_WITHOUT, chunk) if chunk.startswith(b"],") else chunk)
            yield chunk
        yield _TAIL % digest.hexdigest().encode()

    _write(path, chunks())
    return digest.hexdigest()


def read_plan(path: Path) -> tuple[Plan, str]:
    """Return the plan and its checksum. RasmiError when the file is missing, broken, or was edited."""
    try:
        with path.open("rb") as file:
            plan, checksum, said = _Reader(file).plan()
    except OSError as error:
        raise RasmiError(f"The plan file {path} cannot be read: {error.strerror}. Run account_plan first.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise RasmiError(f"{path} is not a plan file of rasmi.mail. Run account_plan again.") from error
    if checksum != said:
        raise RasmiError(
            f"{path} says checksum {said}, but its plan has {checksum}: the file was changed after it was written. "
            "Run account_plan again."
        )
    return plan, checksum


class _Reader:
    """Reads a plan file piece by piece, so that its text is never in memory as a whole, and hashes what it reads."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        #: Texts that many changes share, each kept once; learned from the first changes.
        self._texts: dict[Any, Any] = {}
        self._clauses: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._reasons: dict[tuple[str, ...], Any] = {}

    def plan(self) -> tuple[Plan, str, str]:
        """The plan, its checksum, and the one that the file says. ValueError, KeyError, TypeError: it is none."""
        head, found, left = self._file.read(_PIECE).partition(_CHANGES)
        if not found or not head.startswith(_HEAD):
            raise ValueError(head[:100])
        self._digest.update(head[len(_HEAD) :] + found)
        changes: list[Change] = []
        while more := self._file.read(_PIECE):
            left += more
            at = left.rfind(_NEXT)
            if at > 0:
                changes += self._changes(left[:at])
                self._digest.update(left[: at + 1])
                left = left[at + 1 :]
        at = left.rindex(_REST)
        changes += self._changes(left[:at])
        end = len(left) - len(_TAIL % bytes(64))
        self._digest.update(left[:at] + _GENERATION.sub(_WITHOUT, left[at:end], count=1))
        data = json.loads(head + found + left[at:])
        data["plan"]["changes"] = changes
        return Plan.from_dict(data["plan"]), self._digest.hexdigest(), data["checksum"]

    def _changes(self, piece: bytes) -> list[Change]:
        rows = json.loads(b"[" + piece + b"]")
        if not self._texts:
            for row in rows[:_LEARNED]:
                self._texts.update((value, value) for value in row["after"].values() if value.__class__ is str)
        return [self._change(row) for row in rows]

    def _change(self, row: dict[str, Any]) -> Change:
        clauses, reason = tuple(row["clauses"]), row["reason"]
        row["clauses"] = self._clauses.setdefault(clauses, clauses)
        row["reason"] = self._reasons.setdefault((*reason, *reason.values()), reason)
        row["before"], row["after"] = self._fields(row["before"]), self._fields(row["after"])
        return Change(*_USUAL(row)) if len(row) == _MANY else Change(**row)

    def _fields(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values:
            return values
        shared = self._texts.get
        try:
            return dict(zip(values, map(shared, values.values(), values.values()), strict=True))
        except TypeError:  # a list has no hash
            return {name: tuple(value) if value.__class__ is list else value for name, value in values.items()}


def write_table(path: Path, lines: Iterable[str]) -> None:
    """Write the table; UTF-8, one line per change."""
    _write(path, (f"{line}\n".encode() for line in lines))


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """A reader sees the old file or the new one, also after a kill; nothing half-written stays under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
