# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remembering the resolved standard by content, so that a run that changes nothing does not pay for merging.

The key is the content of every profile file read and the code that read it; a cache that cannot be read or written
only costs time. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_FORMAT = 1


def read(path: Path, folders: Sequence[Path], cache_dir: str | Path | None) -> dict[str, Any] | None:
    """Return the remembered resolved form, or None when there is none or anything it rests on changed."""
    code = _code_stamp()
    if not code:
        return None
    try:
        held = json.loads(_file(path, folders, cache_dir).read_bytes())
        if held["format"] != _FORMAT or held["code"] != code:
            return None
        for name, digest in held["files"].items():
            if _digest(Path(name)) != digest:
                return None
        # A baseline that newly appears earlier in the search path must win over the one remembered.
        if any(Path(name).exists() for name in held["absent"]):
            return None
        data: dict[str, Any] = held["data"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return data


def write(
    path: Path, folders: Sequence[Path], files: Sequence[Path], data: dict[str, Any], cache_dir: str | Path | None
) -> None:
    """Remember `data` for the files it was made from; failing to is not an error."""
    code = _code_stamp()
    if not code:
        return
    target = _file(path, folders, cache_dir)
    found = {str(file.resolve()) for file in files}
    names = {file.name for file in files}
    beside = [path.parent, *folders]
    absent = sorted(
        {str((folder / name).resolve()) for folder in beside for name in names if not (folder / name).exists()} - found
    )
    held = {
        "format": _FORMAT,
        "code": code,
        "files": {str(file.resolve()): _digest(file) for file in files},
        "absent": absent,
        "data": data,
    }
    store(target, held)


def directory(cache_dir: str | Path | None) -> Path:
    """Return the folder for remembered facts: the one given, else the user's cache directory."""
    if cache_dir is not None:
        return Path(cache_dir)
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        # No home directory (a bare service user): a place that cannot be written, so nothing is remembered. A shared
        # temporary folder would let another user plant a standard.
        base = Path(os.devnull)
    return base / "rasmi.mail"


def store(target: Path, data: Any) -> None:
    """Write JSON in one step, readable by the user alone; failing to is not an error."""
    with contextlib.suppress(OSError):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=target.name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(data, stream, ensure_ascii=False)
            os.replace(temporary, target)
        except OSError:
            os.unlink(temporary)
            raise


def _file(path: Path, folders: Sequence[Path], cache_dir: str | Path | None) -> Path:
    key = "\0".join(str(item.resolve()) for item in (path, *folders))
    return directory(cache_dir) / f"standard-{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _code_stamp() -> str:
    """Return a stamp of this package's source, "" where it cannot be seen (inside a shipped module's archive)."""
    parts: list[str] = []
    try:
        schema = Path(__file__).parents[3] / "profiles" / "profile.schema.json"
        files = [*Path(__file__).parent.glob("*.py"), schema]
        for file in sorted(files):
            status = file.stat()
            parts.append(f"{file.name}:{status.st_size}:{status.st_mtime_ns}")
    except OSError:
        return ""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
