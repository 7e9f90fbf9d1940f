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
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

_HEAD = b'{"plan":'
_TAIL = b',"checksum":"%s"}\n'
#: The generation says which moment was read, not what is to be done: no part of the checksum (Plan.checksum).
_GENERATION = re.compile(rb',"generation":\d+,"platform":')
_WITHOUT = b',"platform":'


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
        content = path.read_bytes()
        checksum = _checksum(content)
        text = content.decode()
        del content
        data = json.loads(text, object_hook=_Builder())
        plan = Plan.from_dict(data["plan"])
        said = data["checksum"]
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


class _Builder:
    """Makes each change while the file is parsed, and keeps what many changes share once: a third of the memory."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._clauses: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._reasons: dict[tuple[str, ...], Any] = {}

    def __call__(self, item: dict[str, Any]) -> Any:
        if "destructive" not in item:
            texts = self._texts
            for name, value in item.items():
                if isinstance(value, str):
                    item[name] = texts.setdefault(value, value)
            return item
        clauses, reason = tuple(item["clauses"]), item["reason"]
        item["clauses"] = self._clauses.setdefault(clauses, clauses)
        item["reason"] = self._reasons.setdefault((*reason, *reason.values()), reason)
        return Change.from_dict(item)


def _checksum(content: bytes) -> str:
    """The plan's checksum from the bytes of its file: a tenth of the time that building them again takes."""
    start, end = len(_HEAD), len(content) - len(_TAIL % bytes(64))
    rest = content.rfind(b'],"counts":', start, end)
    digest = hashlib.sha256(memoryview(content)[start:rest])
    digest.update(_GENERATION.sub(_WITHOUT, content[rest:end], count=1))
    return digest.hexdigest()


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
