# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where transport keeps its temporary files, and whether there is room before it begins to refuse mail.

Back pressure watches the share of a disk that is used, the standard asks for bytes: 1 GB free on a disk of 25 GB is
96 %, and transport slows down at 89 %. So both are judged. Source: Exchange's documentation of back pressure, and
EdgeTransport.exe.config as an installation leaves it. Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_edit import Change, Edited, edit
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import Document, Element, ShapeError

FILE = r"Bin\EdgeTransport.exe.config"
TEMPORARY = "TemporaryStoragePath"
#: Settings whose disks back pressure watches or the standard asks about.
PATHS = (TEMPORARY, "QueueDatabasePath", "QueueDatabaseLoggingPath")
#: Percent of a disk used from which transport slows down, and from which it refuses all mail.
MEDIUM, HIGH = 89, 99
_MIB = 1024**2
#: Bytes that must stay free before the high level is reached, whatever the percentage says.
_LAST = {TEMPORARY: 500 * _MIB, "QueueDatabasePath": 500 * _MIB, "QueueDatabaseLoggingPath": 1152 * _MIB}


def temporary_path(data: bytes, path: str) -> Edited:
    """EdgeTransport.exe.config with temporary files at `path`; "" leaves the place as it is, and checks the file."""
    return edit(data, lambda document: _temporary(document, path))


def paths(data: bytes) -> dict[str, str]:
    """Setting -> directory, of those in PATHS that the file has. Raises ShapeError without TemporaryStoragePath."""
    root = Document(data).root
    _setting(root)
    return {one.get("key"): one.get("value") for one in _settings(root) if one.get("key") in PATHS}


def pressure(size_bytes: int, free_bytes: int, setting: str = TEMPORARY) -> tuple[str, float]:
    """Level of back pressure (low, medium, high) of a disk that rises to it now, and the percentage used."""
    if size_bytes <= 0 or not 0 <= free_bytes <= size_bytes:
        raise ValueError(f"a disk of {size_bytes} bytes with {free_bytes} free cannot be")
    used = 100 * (size_bytes - free_bytes) / size_bytes
    high = min(HIGH, 100 * (size_bytes - _LAST[setting]) / size_bytes)
    return ("high" if used >= high else "medium" if used >= MEDIUM else "low"), used


def short_of_space(volumes: Iterable[Mapping[str, Any]], min_bytes: int) -> list[str]:
    """One sentence per directory with too little room, with what to do.

    `volumes` have `setting`, `path`, `size` and `free` (bytes); a size of 0 means that the directory could not be
    looked at, which is a fault too. Of the settings only the temporary one is asked for `min_bytes`.
    """
    found: list[str] = []
    for one in volumes:
        setting, path = str(one["setting"]), str(one["path"])
        size, free = int(one["size"] or 0), int(one["free"] or 0)
        if size <= 0:
            found.append(f"{setting}: the disk of {path} could not be looked at. Does the directory exist?")
            continue
        level, used = pressure(size, free, setting)
        if setting == TEMPORARY and free < min_bytes:
            found.append(
                f"{setting}: {free} bytes are free for {path}, {min_bytes} are needed. Make room, or use another disk."
            )
        if level != "low":
            found.append(
                f"{setting}: the disk of {path} is {used:.1f} % full; from {MEDIUM} % on transport slows down and then "
                f"refuses mail (back pressure: {level}). Bytes free alone do not help: make room, or use a larger disk."
            )
    return found


def _settings(root: Element) -> Sequence[Element]:
    place = root.find(("appSettings",))
    return [one for one in place.children if one.name == "add"] if place is not None else []


def _setting(root: Element) -> Element:
    found = [one for one in _settings(root) if one.get("key") == TEMPORARY]
    if len(found) != 1 or not found[0].get("value"):
        raise ShapeError(f"appSettings has not exactly one {TEMPORARY}, and {FILE} has")
    return found[0]


def _temporary(document: Document, path: str) -> list[Change]:
    element = _setting(document.root)
    before = element.get("value")
    if not path or before.rstrip("\\").casefold() == path.rstrip("\\").casefold():
        return []
    document.set(element, "value", path)
    return [Change(TEMPORARY, before, path)]
