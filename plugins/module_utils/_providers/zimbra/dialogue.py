# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes in batches: many changes at once, each a short dialogue with the server.

A change that needs several steps in a row (rename, then an alias) asks for one step, sees the answers and asks for the
next; the steps of all changes of a part go out together in one BatchRequest.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import (
    BROKEN_ON_THE_WAY,
    SoapFault,
    UnknownOutcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

Item = tuple[str, Mapping[str, Any]]
Answer: TypeAlias = "Mapping[str, Any] | SoapFault"
#: A dialogue: yields steps (requests that do not depend on each other), is sent their answers, returns what was wrong
#: ("" = done).
Job = Generator[list[Item], Sequence[Answer], str]


@dataclass
class Told:
    """What became of the jobs: change key -> "" or what was wrong; `lost` are changes of unknown outcome."""

    said: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)


def run(soap: Soap, jobs: Iterable[tuple[str, Job]], size: int) -> Told:
    """Carry out all dialogues, each named by the key of its change, with at most `size` requests in a batch.

    All first steps are answered before the second ones leave. A batch whose answer was lost leaves its changes in
    `lost`: they may or may not have happened. A ProviderError raised by a dialogue is what was wrong with its change.
    """
    told = Told()
    waiting: list[tuple[str, Job, list[Item]]] = []
    for key, job in jobs:
        _advance(key, job, None, waiting, told)
    while waiting:
        following: list[tuple[str, Job, list[Item]]] = []
        for part in _parts(waiting, size):
            items = [item for _key, _job, step in part for item in step]
            try:
                answers = iter(soap.batch(items) if items else ())
            except UnknownOutcome:
                told.lost.update(key for key, _job, _step in part)
                continue
            for key, job, step in part:
                heard = [next(answers) for _item in step]
                if any(isinstance(one, SoapFault) and one.code in BROKEN_ON_THE_WAY for one in heard):
                    told.lost.add(key)
                else:
                    _advance(key, job, heard, following, told)
        waiting = following
    return told


def _parts(waiting: Sequence[tuple[str, Job, list[Item]]], size: int) -> Iterable[list[tuple[str, Job, list[Item]]]]:
    """Steps gathered into batches; a step is never divided."""
    part: list[tuple[str, Job, list[Item]]] = []
    count = 0
    for one in waiting:
        if part and count + len(one[2]) > size:
            yield part
            part, count = [], 0
        part.append(one)
        count += len(one[2])
    if part:
        yield part


def _advance(
    key: str, job: Job, heard: Sequence[Answer] | None, waiting: list[tuple[str, Job, list[Item]]], told: Told
) -> None:
    try:
        step = next(job) if heard is None else job.send(heard)
    except StopIteration as stop:
        told.said[key] = str(stop.value or "")
    except ProviderError as error:
        told.said[key] = str(error)
    else:
        waiting.append((key, job, step))


def first_fault(answers: Iterable[Answer], *tolerated: type[SoapFault]) -> str:
    """The first refusal as text, "" when there is none but of the tolerated kinds."""
    for answer in answers:
        if isinstance(answer, SoapFault) and not isinstance(answer, tolerated):
            return str(answer)
    return ""


def outcome(change: Change, result: str, message: str = "") -> Outcome:
    """The outcome of a change."""
    return Outcome(change.key, change.verb, change.account, result, message)
