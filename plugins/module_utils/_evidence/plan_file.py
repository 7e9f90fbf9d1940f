# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan files: written whole or not at all, readable by their owner only.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError


def write_plan(path: Path, plan: Plan, checksum: str) -> None:
    """Write {"checksum": ..., "plan": ...} as JSON. OSError when the directory cannot be written."""
    head = b'{"checksum":"' + checksum.encode() + b'","plan":'
    _write(path, (part for parts in ((head,), plan.chunks(), (b"}\n",)) for part in parts))


def read_plan(path: Path) -> tuple[Plan, str]:
    """Return the plan and its checksum. RasmiError when the file is missing, broken, or was edited."""
    try:
        data = json.loads(path.read_bytes())
        plan = Plan.from_dict(data["plan"])
        said = data["checksum"]
    except OSError as error:
        raise RasmiError(f"The plan file {path} cannot be read: {error.strerror}. Run account_plan first.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise RasmiError(f"{path} is not a plan file of rasmi.mail. Run account_plan again.") from error
    checksum = plan.checksum
    if checksum != said:
        raise RasmiError(
            f"{path} says checksum {said}, but its plan has {checksum}: the file was changed after it was written. "
            "Run account_plan again."
        )
    return plan, checksum


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
