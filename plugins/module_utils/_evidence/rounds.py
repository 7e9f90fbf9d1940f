# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The record of the watch: one hash-chained line per round (R165 to R168).

A directory holds one file per Malaysian month, `2026-11.jsonl`, each a chain as the ledger is (with its head file); its
first line names the file of the month before with the hash of that one's last line, so that no month can be exchanged.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger, verify
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import RED, Verdict

_ROUND, _AFTER = "round", "after"


@dataclass(frozen=True)
class Item:
    """One thing that a round looked at. `seconds` is how long it took; the texts are empty when there is no more to say
    than that it passed."""

    control: str
    part: str
    result: str
    seconds: float
    ms: str
    en: str

    @property
    def name(self) -> str:
        """What identifies the item from round to round."""
        return f"{self.control} {self.part}"

    @property
    def red(self) -> bool:
        return self.result in RED


@dataclass(frozen=True)
class Round:
    """One round as recorded: when it began and ended, from where, of what, and what it saw."""

    began: datetime
    ended: datetime
    source: str
    target: str
    items: tuple[Item, ...]

    @property
    def red(self) -> tuple[str, ...]:
        """Names of the red items."""
        return tuple(item.name for item in self.items if item.red)

    @property
    def day(self) -> date:
        """The Malaysian day it began on."""
        return self.began.astimezone(MALAYSIA).date()


class Rounds(Ledger):
    """The month's file, opened to add a round: it reads back only to the last one."""

    resume = b'"kind":"round"'


def items_of(verdicts: Sequence[Verdict]) -> list[Item]:
    """What a round keeps of its verdicts: the words only where somebody will want to read them."""
    found = []
    for one in verdicts:
        told = one.red or bool(one.extra.get("told"))
        words = (one.observed.get("ms", ""), one.observed.get("en", "")) if told else ("", "")
        found.append(Item(one.control, one.part, one.result, round(one.seconds, 2), *words))
    return found


def append(folder: Path, made: Round) -> None:
    """Write a round to its month's file. Raises RasmiError."""
    path = folder / f"{made.began.astimezone(MALAYSIA):%Y-%m}.jsonl"
    fresh = not path.exists()
    before = [one for one in months(folder) if one.name < path.name]
    with Rounds(path) as record:
        if fresh and before:
            record.write(_AFTER, {"file": before[-1].name, "sha256": _last_hash(before[-1])})
        record.write(
            _ROUND,
            {
                "began": _text(made.began),
                "at": _text(made.ended),
                "source": made.source,
                "target": made.target,
                "items": [_row(item) for item in made.items],
            },
        )


def read(folder: Path, since: date | None = None) -> list[Round]:
    """The rounds of the record, oldest first; with `since` (a Malaysian day) only the files of that month and later."""
    first = f"{since:%Y-%m}.jsonl" if since else ""
    return [one for path in months(folder) if path.name >= first for one in _rounds(path)]


def last(folder: Path) -> Round | None:
    """The newest round, None when there is none yet."""
    for path in reversed(months(folder)):
        for line in reversed(path.read_bytes().splitlines(keepends=True)):
            record = _parsed(path, line) if line.endswith(b"\n") else {}
            if record.get("kind") == _ROUND:
                return _round(record)
    return None


def problems(folder: Path, since: date | None = None) -> list[str]:
    """Everything that is wrong with the months' chains and how they follow each other; `since` as for `read`."""
    found: list[str] = []
    files = months(folder)
    for number, path in enumerate(files):
        if since and path.name < f"{since:%Y-%m}.jsonl":
            continue
        found += [f"{path.name}: {problem}" for problem in verify(path).problems]
        if number and not _follows(path, files[number - 1]):
            found.append(f"{path.name}: does not follow {files[number - 1].name}")
    return found


def _follows(path: Path, before: Path) -> bool:
    with path.open("rb") as file:
        try:
            first = json.loads(file.readline())
        except ValueError:
            return False
    return bool(
        first.get("kind") == _AFTER and first.get("file") == before.name and first.get("sha256") == _last_hash(before)
    )


def _last_hash(path: Path) -> str:
    return Path(f"{path}.head").read_text(encoding="ascii").split()[1] if os.path.exists(f"{path}.head") else ""


def months(folder: Path) -> list[Path]:
    """The files of the record, oldest first."""
    return sorted(folder.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9].jsonl"))


def _rounds(path: Path) -> Iterator[Round]:
    with path.open("rb") as file:
        for line in file:
            # A line without its end was torn by a crash; the next round cuts it.
            if line.endswith(b"\n"):
                record = _parsed(path, line)
                if record.get("kind") == _ROUND:
                    yield _round(record)


def _parsed(path: Path, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise RasmiError(f"{path}: a line cannot be read; the record was damaged.") from error
    return found if isinstance(found, dict) else {}


def _round(record: Mapping[str, Any]) -> Round:
    return Round(
        datetime.fromisoformat(record["began"]),
        datetime.fromisoformat(record["at"]),
        record["source"],
        record["target"],
        tuple(Item(*row) for row in record["items"]),
    )


def _row(item: Item) -> list[Any]:
    return [item.control, item.part, item.result, item.seconds, item.ms, item.en]


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
