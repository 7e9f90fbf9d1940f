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
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

#: Items for which a helper is worth its start (3 ms, as long as 50 forms take).
WORTH = 500
#: More would wait for the one process that collects the rows.
MOST = 4
#: Processes per core for _MANY items: while one waits for the disk, another works (forms that the system no longer has
#: in memory). For fewer, what a process has to learn first takes longer than that.
_PER_CORE, _MANY = 2, 50000
#: Items that are worked on together; few, so that nobody waits long for the last ones.
_CHUNK = 1000
#: At most so many times: their numbers must all fit into a pipe.
_TIMES = 4000
_NUMBER = 4
_LENGTH = 8

T = TypeVar("T")
Row = Any
Work = Callable[[Sequence[T]], list[Row]]


def spread(items: Sequence[T], work: Work[T]) -> list[Row]:
    """The rows that `work` gives for all items, in order, one for each item.

    `work` is given some of the items at a time, and must have no effect but its rows: plain tuples, lists, text, bytes,
    numbers and None. What a helper that died had taken is done here, so an exception comes from this process.
    """
    size = max(_CHUNK, -(-len(items) // _TIMES))
    shares = [items[start : start + size] for start in range(0, len(items), size)]
    done: list[list[Row] | None] = [None] * len(shares)
    helpers: list[tuple[int, int]] = []
    take, give = os.pipe()
    try:
        # Whoever is free takes the next number: a helper that waits for the disk or a processor delays nobody.
        os.write(give, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(shares))))
        os.close(give)
        helpers.extend(_start(shares, work, take) for _helper in range(_helpers(len(items))))
        for number in _numbers(take):
            done[number] = work(shares[number])
        for _process, pipe in helpers:
            for number, rows in _collect(pipe):
                done[number] = rows
        for number, share in enumerate(shares):
            if done[number] is None:
                done[number] = work(share)
        return [row for rows in done if rows for row in rows]
    finally:
        # All pipes first: a helper that still writes gets an error and ends only when nobody could read, and the
        # helpers that were forked after it could.
        os.close(take)
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


def _helpers(items: int) -> int:
    processes = cores() * (_PER_CORE if cores() > 1 and items >= _MANY else 1)
    return max(min(processes, MOST, items // WORTH) - 1, 0)


def _numbers(take: int) -> Iterator[int]:
    while number := os.read(take, _NUMBER):
        yield int.from_bytes(number, "big")


def _start(shares: Sequence[Sequence[T]], work: Work[T], take: int) -> tuple[int, int]:
    """Fork a helper; returns its process id and the pipe from which its rows come."""
    source, sink = os.pipe()
    process = os.fork()
    if process:
        os.close(sink)
        return process, source
    with suppress(BaseException):  # whatever happened, the parent sees that rows are missing and does them itself
        os.close(source)
        # kept back until all is done: the parent reads only after its own share, and a full pipe would stop us
        chunks = [marshal.dumps((number, work(shares[number]))) for number in _numbers(take)]
        with open(sink, "wb") as out:
            for chunk in chunks:
                out.write(len(chunk).to_bytes(_LENGTH, "big"))
                out.write(chunk)
    os._exit(0)


def _collect(pipe: int) -> Iterator[tuple[int, list[Row]]]:
    """The rows of a helper, whole chunks only, with their numbers."""
    with open(pipe, "rb", closefd=False) as source:
        while len(head := source.read(_LENGTH)) == _LENGTH:
            chunk = source.read(int.from_bytes(head, "big"))
            if len(chunk) < int.from_bytes(head, "big"):
                break
            yield marshal.loads(chunk)
