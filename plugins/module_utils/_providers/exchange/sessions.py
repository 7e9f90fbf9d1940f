# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many calls over several runspaces at once, each worker with its own connection.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import Throttled
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

Job = TypeVar("Job")
Done = TypeVar("Done")


class Sessions:
    """Up to `target.workers` sessions, opened when there is work for them and kept for the next round.

    A worker to whom the server opens no runspace leaves its work to the others; the last one waits and asks again.
    """

    def __init__(self, target: EndpointTarget, make: Callable[[EndpointTarget], Session] = Session) -> None:
        self.target, self._make = target, make
        self._idle: list[Session] = []
        self._lock = threading.Lock()
        self._alive = 0

    def __enter__(self) -> Sessions:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End every idle session on the server."""
        while self._idle:
            self._idle.pop().close()

    def map(
        self, work: Callable[[Session, Job], Done], jobs: Iterable[Job]
    ) -> Iterator[tuple[Job, Done | ProviderError]]:
        """Do `work` for every job and give each with its result, or with its ProviderError, as they are done.

        Every job comes back exactly once. Another exception ends the round and is raised, after the sessions that
        still worked have finished their call. Raises ProviderError when no session can be opened at all.
        """
        waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        count = 0
        for job in jobs:
            waiting.put(job)
            count += 1
        results: queue.SimpleQueue[Any] = queue.SimpleQueue()
        stop = threading.Event()
        self._alive = min(self.target.workers, count)
        threads = [
            threading.Thread(target=self._worker, args=(work, waiting, results, stop), daemon=True)
            for _number in range(self._alive)
        ]
        for thread in threads:
            thread.start()
        try:
            for _number in range(count):
                job, done, fatal = results.get()
                if fatal is not None:
                    raise fatal
                yield job, done
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _worker(
        self,
        work: Callable[[Session, Any], Any],
        waiting: queue.SimpleQueue[Any],
        results: queue.SimpleQueue[Any],
        stop: threading.Event,
    ) -> None:
        session = self._take()
        try:
            if not self._opened(session):
                session.close()
                return
            while not stop.is_set():
                try:
                    job = waiting.get_nowait()
                except queue.Empty:
                    break
                try:
                    done: Any = work(session, job)
                except ProviderError as error:
                    done = error
                results.put((job, done, None))
        except BaseException as error:
            results.put((None, None, error))
            session.close()
        else:
            with self._lock:
                self._idle.append(session)

    def _take(self) -> Session:
        with self._lock:
            return self._idle.pop() if self._idle else self._make(self.target)

    def _opened(self, session: Session) -> bool:
        try:
            session.open(tries=1)
        except Throttled:
            with self._lock:
                last = self._alive == 1
                if not last:
                    self._alive -= 1
            if not last:
                return False
            session.open()
        return True
