# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes in flight: many jobs at once over one connection, each job a short dialogue with the server.

Waiting for each answer costs a round trip per account; 100 operations outstanding cost none and are as fast as the
server can write (performance notes of the project: 10,000 adds in 6.6 s instead of 16 s).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.client import Answer, Client
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    LockedError,
    ProviderError,
    StalePlanError,
)

WINDOW = 128
#: New operations are sent when no more than this many are outstanding, so many at a time: one by one, both sides wake
#: up for every account. What is left keeps the server busy for 50 ms: as long as we may need to put the next intents on
#: the disk, or to get a processor on a busy machine (with 32 left the server stood still at every tenth refill).
REFILL = 96
#: Writes from one look at the token to the next.
_CHECK = 64

Request = tuple[bytes, bytes]
#: A dialogue: yields requests (operation, controls), is sent answers, returns its outcomes.
Job = Generator[Request, Answer, list[Outcome]]


@dataclass(frozen=True)
class Fence:
    """The token in the control entry that says whose run may write."""

    dn: str
    mark: str

    def take(self, client: Client, generation: int) -> None:
        """Step from `generation` to the next one, atomically. Raises StalePlanError when somebody was there first."""
        old, new = str(generation), str(generation + 1)
        answer = client.ask(
            ber.modify(
                self.dn,
                [
                    (ber.DELETE_VALUE, "rasmiGeneration", [old]),
                    (ber.ADD_VALUE, "rasmiGeneration", [new]),
                    (ber.REPLACE_VALUES, "rasmiRun", [self.mark]),
                ],
            )
        )
        if answer.code == ber.NO_SUCH_ATTRIBUTE:
            raise StalePlanError(
                f"Another run has written to the directory since generation {generation} was read; nothing was "
                "changed. Run again: a new plan starts from what is there now."
            )
        if not answer.ok:
            raise ProviderError(f"{self.dn}: the run could not be announced: {answer}.")

    def check(self) -> Job:
        """A job that fails the whole run when another run has taken the token."""
        answer = yield ber.compare(self.dn, "rasmiRun", self.mark), b""
        if answer.code != ber.COMPARE_TRUE:
            raise LockedError("Another run has taken over the directory while this one was writing; this one stopped.")
        return []


class Pipeline:
    """Runs jobs with at most WINDOW operations outstanding and hands every outcome to `report` at once."""

    def __init__(self, client: Client, fence: Fence, report: Callable[[Outcome], None], max_errors: int) -> None:
        self._client, self._fence, self._report = client, fence, report
        self._left = max_errors
        self._jobs: dict[int, Job] = {}
        self._since_check = 0
        self.outcomes: list[Outcome] = []

    @property
    def exhausted(self) -> bool:
        """True when so much has failed that nothing more may be started."""
        return self._left < 0

    def run(self, jobs: Iterable[Job]) -> None:
        """Start every job and return when all have been answered: what comes after may rely on their effect."""
        source = iter(jobs)
        more = True
        while True:
            batch: list[tuple[Job, Request]] = []
            room = WINDOW - len(self._jobs) if len(self._jobs) <= REFILL else 0
            while more and not self.exhausted and len(batch) < room:
                job = self._due_check() or next(source, None)
                if job is None:
                    more = False
                else:
                    self._advance(job, None, batch)
            self._send(batch)
            if not self._jobs:
                return
            self._drain()

    def _due_check(self) -> Job | None:
        self._since_check += 1
        if self._since_check % _CHECK:
            return None
        return self._fence.check()

    def _send(self, batch: list[tuple[Job, Request]]) -> None:
        if batch:
            numbers = self._client.send_all([request for _job, request in batch])
            self._jobs.update(zip(numbers, (job for job, _request in batch), strict=True))

    def _drain(self) -> None:
        """Take every answer that is there (at least one) and send what their jobs ask next."""
        follow: list[tuple[Job, Request]] = []
        self._client.gather(len(self._jobs) - REFILL)
        while True:
            number, answer = self._client.receive()
            job = self._jobs.pop(number, None)
            if job is not None:
                self._advance(job, answer, follow)
            if not self._jobs or not self._client.waiting:
                break
        self._send(follow)

    def _advance(self, job: Job, answer: Answer | None, batch: list[tuple[Job, Request]]) -> None:
        try:
            request = next(job) if answer is None else job.send(answer)
        except StopIteration as stop:
            self.tell(stop.value or ())
        else:
            batch.append((job, request))

    def tell(self, outcomes: Iterable[Outcome]) -> None:
        """Hand outcomes on, in the order in which they became known."""
        for outcome in outcomes:
            self._left -= outcome.result == "failed"
            self.outcomes.append(outcome)
            self._report(outcome)
