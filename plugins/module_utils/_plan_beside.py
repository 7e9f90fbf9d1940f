# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A big plan file is written by a helper, while its table and its page are made.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import aside, cores
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan, write_table
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Plan

#: Changes for which a helper is worth its start.
BIG = 1000
#: Stands for a checksum that is not known yet; no form can hold it.
UNKNOWN = secrets.token_hex(32)


@contextmanager
def plan_beside(plan: Plan, path: Path) -> Iterator[Callable[[], str]]:
    """Begin to write the plan file; the function given waits for it and returns the checksum.

    OSError when it cannot be written. 10,000 new accounts take a quarter of a second, and so do their table and page.
    """
    if len(plan.changes) < BIG or cores() == 1:
        checksum = write_plan(path, plan)
        yield lambda: checksum
        return
    source, sink = os.pipe()

    def work() -> None:
        os.write(sink, write_plan(path, plan).encode())

    ended = aside(work)
    os.close(sink)
    waited: list[bool] = []

    def written() -> str:
        said = ""
        if not waited:
            said = os.read(source, len(UNKNOWN)).decode()
            waited.append(ended())
        # A helper does not say why it failed: here the same happens again, with its error.
        return said if waited[0] and len(said) == len(UNKNOWN) else write_plan(path, plan)

    try:
        yield written
    finally:
        os.close(source)
        if not waited:
            ended()


def write_plan_and_table(plan: Plan, path: Path, table: Path, lines: Callable[[str], Iterable[str]]) -> str:
    """Write a plan file and its table, of which `lines` gives the lines for a checksum; returns the checksum.

    OSError when one of the two cannot be written.
    """
    with plan_beside(plan, path) as written:
        made = list(lines(UNKNOWN))
        checksum = written()
        write_table(table, (line.replace(UNKNOWN, checksum) for line in made))
    return checksum
