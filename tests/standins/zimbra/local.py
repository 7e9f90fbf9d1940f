# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ports and places of this machine for servers that tests start, and whether such a server answers."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

#: Bytes that must be free in memory.
_ROOM = 2 << 30


def free_port() -> int:
    """A TCP port of the loopback that nobody listens on, and that the system gives to no outgoing connection."""
    while True:
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def scratch(prefix: str, *, durable: bool = False) -> Path:
    """A new directory: in memory where there is room, so that a test does not wait for a disk, unless `durable`."""
    memory = Path("/dev/shm")
    roomy = not durable and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=memory if roomy else None))


def answers(slapd: subprocess.Popen[bytes], own: Path) -> bool:
    """Wait until this slapd answers on its own socket, which it opens last; False when it has ended or takes too long.

    Its TCP port proves nothing: another server may have it. One that takes too long is ended.
    """
    deadline = time.monotonic() + 60
    while slapd.poll() is None and time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(own)) == 0:
                return slapd.poll() is None
        time.sleep(0.02)
    slapd.kill()
    slapd.wait()
    return False
