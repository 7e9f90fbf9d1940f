# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same work on many items, on every core.

Forked helpers, because they have all that the work needs without being told, and because nothing but plain rows comes
back. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import marshal
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

#: Items for which a helper is worth its start (3 ms, as long as 30 forms take).
WORTH = 500
#: More would wait for the one process that collects the rows.
MOST = 4
#: Processes per core: while one waits for the disk, another works (forms that the system no longer has in memory).
_PER_CORE = 2
_CHUNK = 1000
_LENGTH = 8

T = TypeVar("T")
Row = Any


def spread(items: Sequence[T], work: Callable[[T], Row]) -> list[Row]:
    """`work` of every item, in order. Rows are plain tuples, lists, text, bytes, numbers and None.

    `work` must have no effect but its row. The share of a helper that died is done here, so an exception comes from
    this process.
    """
    shares = _shares(items)
    helpers = [_start(share, work) for share in shares[1:]]
    try:
        rows = [work(item) for item in shares[0]]
        for share, (_process, pipe) in zip(shares[1:], helpers, strict=True):
            done = _collect(pipe)
            rows += done
            rows += [work(item) for item in share[len(done) :]]
        return rows
    finally:
        # All pipes first: a helper that still writes gets an error and ends only when nobody could read, and the
        # helpers that were forked after it could.
        for _process, pipe in helpers:
            os.close(pipe)
        for process, _pipe in helpers:
            os.waitpid(process, 0)


def aside(work: Callable[[], object]) -> Callable[[], bool]:
    """Start `work` in a helper; the function returned waits until it has ended, and says whether it succeeded.

    Why it did not is not heard of; who must know does the work again.
    """
    if cores() == 1:
        work()
        return lambda: True
    process = os.fork()
    if not process:
        with suppress(BaseException):
            work()
            os._exit(0)
        os._exit(1)

    def wait() -> bool:
        return os.waitpid(process, 0)[1] == 0

    return wait


def cores() -> int:
    """How many processes may work at once."""
    # A fork copies one thread only; locks that another one holds would stay locked for ever.
    if threading.active_count() > 1 or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def _shares(items: Sequence[T]) -> list[Sequence[T]]:
    number = min(cores() * _PER_CORE if cores() > 1 else 1, MOST, len(items) // WORTH)
    size = -(-len(items) // max(number, 1)) or 1
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def _start(share: Sequence[T], work: Callable[[T], Row]) -> tuple[int, int]:
    """Fork a helper; returns its process id and the pipe from which its rows come."""
    source, sink = os.pipe()
    process = os.fork()
    if process:
        os.close(sink)
        return process, source
    with suppress(BaseException):  # whatever happened, the parent sees that rows are missing and does them itself
        os.close(source)
        # kept back until all is done: the parent reads only after its own share, and a full pipe would stop us
        chunks = [
            marshal.dumps([work(item) for item in share[start : start + _CHUNK]])
            for start in range(0, len(share), _CHUNK)
        ]
        with open(sink, "wb") as out:
            for chunk in chunks:
                out.write(len(chunk).to_bytes(_LENGTH, "big"))
                out.write(chunk)
    os._exit(0)


def _collect(pipe: int) -> list[Row]:
    """The rows of a helper, whole chunks only."""
    rows: list[Row] = []
    with open(pipe, "rb", closefd=False) as source:
        while len(head := source.read(_LENGTH)) == _LENGTH:
            chunk = source.read(int.from_bytes(head, "big"))
            if len(chunk) < int.from_bytes(head, "big"):
                break
            rows += marshal.loads(chunk)
    return rows
