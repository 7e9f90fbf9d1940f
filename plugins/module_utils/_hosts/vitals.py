# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a mail server is from the inside: services, mail queue, space. Only looks; what could not be told says so.

Runs on the mail server, where Python may be as old as 3.8 (Ubuntu 20.04): no newer syntax or library in this file.
Linux with systemd; queues are Postfix's. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
import subprocess
from typing import Any

PASS, FAIL, UNKNOWN = "pass", "fail", "could_not_tell"
#: Postfix's queues whose mail is on its way. Mail on hold waits for a person, so it is counted apart.
_MOVING = ("incoming", "active", "deferred")


def services(server: str, names: list[str]) -> list[dict[str, str]]:
    """One finding per unit of systemd."""
    if not names:
        return []
    try:
        done = subprocess.run(["systemctl", "is-active", *names], capture_output=True, timeout=30, check=False)
        words = done.stdout.decode("utf-8", "replace").split()
    except (OSError, subprocess.SubprocessError) as error:
        return [_finding("services", server, name, UNKNOWN, str(error)) for name in names]
    if len(words) != len(names):
        return [_finding("services", server, name, UNKNOWN, "systemd does not say") for name in names]
    return [
        _finding("services", server, name, PASS if words[at] == "active" else FAIL, words[at])
        for at, name in enumerate(names)
    ]


def queue(server: str, spool: str, most: int, most_held: int) -> list[dict[str, str]]:
    """Messages on their way, and messages on hold, in Postfix's spool directory."""
    if not spool:
        return []
    found = []
    for item, names, limit in (("on the way", _MOVING, most), ("on hold", ("hold",), most_held)):
        try:
            count = sum(_files(os.path.join(spool, name)) for name in names)
        except OSError as error:
            found.append(_finding("queue", server, item, UNKNOWN, f"{error.filename}: {error.strerror}"))
            continue
        good = count <= limit
        text = f"{count} messages" if good else f"{count} messages, more than {limit}"
        found.append(_finding("queue", server, item, PASS if good else FAIL, text))
    return found


def space(server: str, places: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Free space and free inodes of file systems. A place has `path`, `percent` and `bytes` that must be free."""
    found = []
    for place in places:
        path = str(place["path"])
        try:
            seen = os.statvfs(path)
        except OSError as error:
            found.append(_finding("space", server, path, UNKNOWN, error.strerror or str(error)))
            continue
        free, whole = seen.f_bavail * seen.f_frsize, seen.f_blocks * seen.f_frsize
        percent = 100 * free // whole if whole else 0
        # Some file systems (btrfs) make inodes as they need them and tell 0.
        inodes = 100 * seen.f_favail // seen.f_files if seen.f_files else 100
        least = int(place.get("percent") or 0)
        good = percent >= least and free >= int(place.get("bytes") or 0) and inodes >= min(least, 5)
        text = f"{percent} % ({free // 1000000} MB) and {inodes} % of the inodes free"
        found.append(_finding("space", server, path, PASS if good else FAIL, text))
    return found


def _files(directory: str) -> int:
    """Number of files below a directory: Postfix spreads a queue over subdirectories."""
    count = 0
    for entry in os.scandir(directory):
        if entry.is_dir(follow_symlinks=False):
            count += _files(entry.path)
        elif entry.is_file(follow_symlinks=False):
            count += 1
    return count


def _finding(check: str, server: str, item: str, state: str, detail: str) -> dict[str, str]:
    return {"check": check, "server": server, "item": item, "state": state, "detail": detail}
