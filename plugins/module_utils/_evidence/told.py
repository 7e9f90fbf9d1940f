# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The notices that a ledger says have left, for the plan that waits for them, and the runs that looked for any.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

#: A line of a notice holds this; the others, nearly all of a ledger, are not parsed.
_MARK = b'"kind":"notice"'
#: The same of a run of notices.
_ROUND = b'"kind":"round"'
_BLOCK = 1 << 20


def told(path: str | Path) -> list[dict[str, Any]]:
    """The records of notices of a ledger, oldest first; none where there is no ledger yet.

    Each is {"kind": "notice", "notice": kind, "account": address, "to": role, "on": ISO date, "basis": form or rule}.
    """
    return _records(path, _MARK)


def rounds(path: str | Path) -> list[dict[str, Any]]:
    """The records of the runs of notices of a ledger, oldest first: {"on": ISO date, "read": bool, "unsent": [...]}."""
    return _records(path, _ROUND)


def _records(path: str | Path, mark: bytes) -> list[dict[str, Any]]:
    try:
        with Path(path).open("rb") as file:
            return [json.loads(line) for line in _marked(file, mark)]
    except FileNotFoundError:
        return []


def _marked(file: IO[bytes], mark: bytes) -> Iterator[bytes]:
    """The whole lines with the mark, looked for block by block: a ledger grows for ever, and going through 100 MB of
    it line by line takes half a second."""
    rest = b""
    while block := file.read(_BLOCK):
        whole, end, rest = (rest + block).rpartition(b"\n")
        if end and mark in whole:
            yield from (line for line in whole.split(b"\n") if mark in line)
