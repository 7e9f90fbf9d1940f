# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that do not hear of interfaces that come and go.

Chromium listens to the kernel (rtnetlink(7)) and breaks off every request when an address of its machine changes, that
of a container's interface as well: on a machine that runs containers it would never get to the end of a logon. A
filter on system calls (seccomp(2)) refuses it the socket, and it takes the network to be always the same.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
#: AUDIT_ARCH_* of linux/audit.h and the number of socket(2) there, by what uname says.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _UNLESS_EQUAL_SKIP, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
#: Where a kernel says that only root makes user namespaces, and the value that says so (Ubuntu 24.04, old Debian).
_NO_NAMESPACES = (("unprivileged_userns_clone", "0"), ("apparmor_restrict_unprivileged_userns", "1"))

_Result = TypeVar("_Result")


class _Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def without_netlink(act: Callable[[], _Result]) -> _Result:
    """What `act` returns or raises; neither it nor a program that it starts can open a netlink socket.

    It runs in a thread of its own, because such a filter is never taken off again. Where there is no such filter (other
    systems, other processors, a kernel without it), or it would cost a browser its sandbox, `act` runs as it would
    anyway.
    """
    with ThreadPoolExecutor(1, initializer=_refuse_netlink) as thread:
        return thread.submit(act).result()


def _refuse_netlink() -> None:
    """Refuse socket(AF_NETLINK, ...) to this thread and all that it starts, with EAFNOSUPPORT."""
    known = _MACHINES.get(platform.machine())
    if known is None or not sys.platform.startswith("linux") or not _keeps_sandbox():
        return
    architecture, number = known
    steps = (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_UNLESS_EQUAL_SKIP, 0, 5, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_UNLESS_EQUAL_SKIP, 0, 3, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_UNLESS_EQUAL_SKIP, 0, 1, socket.AF_NETLINK),
        (_RETURN, 0, 0, _ERROR | errno.EAFNOSUPPORT),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = _Program(len(steps), ctypes.cast(ctypes.c_char_p(code), ctypes.c_void_p))
    libc = ctypes.CDLL(None)
    # Without privileges the kernel wants the first; the second fails where it has no filters, which is no harm.
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)


def _keeps_sandbox() -> bool:
    """False where a browser's sandbox needs the helper that gets root's rights, which the filter of a user forbids."""
    return os.geteuid() == 0 or not any(
        file.exists() and file.read_text(encoding="ascii").strip() == closed
        for file, closed in ((Path("/proc/sys/kernel", name), value) for name, value in _NO_NAMESPACES)
    )
