# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan file and its table, written side by side.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import aside, cores
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan, write_table
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Plan

#: Changes for which a helper is worth its start.
_BIG = 1000
#: Stands for a checksum that is not known yet.
_UNKNOWN = "0" * 64

Lines = Callable[[str], Iterable[str]]


def write_plan_and_table(plan: Plan, path: Path, table: Path, lines: Lines) -> str:
    """Write a plan file and its table, of which `lines` gives the lines for a checksum; returns the checksum.

    OSError when one of the two cannot be written.
    """
    if len(plan.changes) < _BIG or cores() == 1:
        checksum = write_plan(path, plan)
        write_table(table, lines(checksum))
        return checksum
    with _beside(table, lines) as tell:
        checksum = write_plan(path, plan)
        if not tell(checksum):
            write_table(table, lines(checksum))
    return checksum


@contextmanager
def _beside(table: Path, lines: Lines) -> Iterator[Callable[[str], bool]]:
    """A helper makes the table while the plan file is written (10,000 new accounts: a quarter of a second each).

    The function given tells it the checksum, which stands in the table's head and is known last, and says whether the
    table was written. Leaving the context without telling one leaves the old table.
    """
    source, sink = os.pipe()

    def work() -> None:
        os.close(sink)
        made = list(lines(_UNKNOWN))
        checksum = os.read(source, len(_UNKNOWN)).decode()
        if len(checksum) != len(_UNKNOWN):
            raise EOFError
        write_table(table, (line.replace(_UNKNOWN, checksum) for line in made))

    ended = aside(work)
    os.close(source)
    told: list[str] = []

    def tell(checksum: str) -> bool:
        told.append(checksum)
        with open(sink, "wb", buffering=0, closefd=False) as pipe:
            pipe.write(checksum.encode())
        return ended()

    try:
        yield tell
    finally:
        os.close(sink)
        if not told:
            ended()
