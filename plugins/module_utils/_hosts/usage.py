# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What mailboxes of a reference server hold, as Dovecot counts it against their quotas. Runs on the mail server.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Sequence

#: Path of Dovecot's tool, of an argument vector.
DOVEADM = "/usr/bin/doveadm"
_COLUMNS = ["Username", "Quota name", "Type", "Value", "Limit", "%"]


class UsageError(Exception):
    """Nothing could be read; the text says why."""


def usage_of(users: Sequence[str], doveadm: str = DOVEADM) -> dict[str, int]:
    """Bytes by address, in one call for all of them, up to whole KiB.

    Left out is whom Dovecot does not know, and whose mailbox it could not count. Raises UsageError when it gave no
    answer at all, OSError when its tool is missing, ValueError for an address that is none.
    """
    if not users:
        return {}
    for user in users:
        if not user or any(char.isspace() or not char.isprintable() for char in user):
            raise ValueError(f"{user!r} is no address")
    # doveadm wants a file that it can go back in: neither an argument for each user, nor its input
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="rasmi-", suffix=".users") as listed:
        listed.write("".join(f"{user}\n" for user in users))
        listed.flush()
        command = [doveadm, "-f", "tab", "quota", "get", "-F", listed.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = parsed(done.stdout.splitlines())
    if done.returncode and not found:
        raise UsageError(f"doveadm quota get failed: {done.stderr.strip()[:500] or done.returncode}")
    return {user: found[user] for user in users if user in found}


def parsed(lines: Iterable[str]) -> dict[str, int]:
    """Bytes by user from `doveadm -f tab quota get`; of several quota roots the fullest. Raises UsageError.

    STORAGE is in KiB, rounded up (seen with Dovecot 2.3.19.1: 236,897 bytes are 232).
    """
    rows = [line.split("\t") for line in lines]
    if rows and rows[0] != _COLUMNS:
        raise UsageError(f"doveadm quota get gave other columns than expected: {rows[0]}")
    found: dict[str, int] = {}
    for row in rows[1:]:
        if len(row) == len(_COLUMNS) and row[2] == "STORAGE" and row[3].isdigit():
            found[row[0]] = max(found.get(row[0], 0), int(row[3]) * 1024)
    return found
