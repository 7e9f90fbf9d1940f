# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The notices that a ledger says have left, for the plan that waits for them.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: A line of a notice holds this; the others, nearly all of a ledger, are not parsed.
_MARK = b'"kind":"notice"'


def told(path: str | Path) -> list[dict[str, Any]]:
    """The records of notices of a ledger, oldest first; none where there is no ledger yet.

    Each is {"kind": "notice", "notice": kind, "account": address, "to": role, "on": ISO date, "basis": form or rule}.
    """
    try:
        with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            return [json.loads(line) for line in _marked(lines)]
    except (FileNotFoundError, ValueError) as error:
        if isinstance(error, json.JSONDecodeError):
            raise
        return []  # an empty file cannot be mapped


def _marked(lines: mmap.mmap) -> Iterator[bytes]:
    """The whole lines with the mark. Searched for in the file as it lies: a ledger grows for ever, and going through
    100 MB of it line by line takes half a second."""
    at = lines.find(_MARK)
    while at >= 0:
        begin, end = lines.rfind(b"\n", 0, at) + 1, lines.find(b"\n", at)
        if end < 0:
            return
        yield lines[begin:end]
        at = lines.find(_MARK, end)
