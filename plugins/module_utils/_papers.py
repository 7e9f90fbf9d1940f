# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan file, the table and the page of a plan that is applied at once.

What a person reads need not be there before the first write; only the plan file must. 10,000 new accounts: a third of
a second that the server need not wait for. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import cores
from ansible_collections.rasmi.mail.plugins.module_utils._plan_beside import BIG, UNKNOWN, plan_beside
from ansible_collections.rasmi.mail.plugins.module_utils._planning import (
    Planned,
    disk_of,
    has_page,
    table_of,
    write_papers,
    write_table_and_page,
    writing,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

_OK, _FAILED = b"+", b"-"


class Papers(NamedTuple):
    """`checksum` waits for the plan file; `page` for table and page, and gives the page's path ("" = none).

    Both may be called again, and raise RasmiError when something could not be written. `place` is where the page is, or
    will be.
    """

    checksum: Callable[[], str]
    page: Callable[[], str]
    place: str


@contextmanager
def papers(params: Mapping[str, Any], planned: Planned) -> Iterator[Papers]:
    """Write the papers of `planned`, whose forms and people are gone afterwards. `params`: options of account_plan.

    Those of a small plan are there at once. Of a big one the plan file is written by one helper, table and page by
    another, which begins when the checksum is known: by then this process mostly waits for a server.
    """
    if len(planned.plan.changes) < BIG or cores() == 1:
        checksum, page = write_papers(params, planned)
        planned.forget()
        yield Papers(lambda: checksum, lambda: page, page)
        return
    _make_room(params)
    place = str(params["page"]) if has_page(params, planned.wanted) else ""
    # The plan file first: the first write to the server waits for it, and for nothing else that is made here.
    with plan_beside(planned.plan, Path(params["dest"])) as written, _table_and_page(params, planned) as made:
        planned.forget()
        yield _paired(written, made, Path(params["dest"]), place)


def _paired(written: Callable[[], str], made: _Made, dest: Path, place: str) -> Papers:
    """Put the two helpers together: the second is told what the first found."""

    @cache
    def checksum() -> str:
        with writing(dest):
            found = written()
        made.begin(found)
        return found

    @cache
    def page() -> str:
        checksum()
        return made.end()

    return Papers(checksum, page, place)


def _make_room(params: Mapping[str, Any]) -> None:
    """Find out before anything is changed that table and page can be made, and take away those of another plan."""
    disk_of(params)
    for name in (str(table_of(params)), params.get("page")):
        if name:
            path = Path(name)
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
                path.unlink()


class _Made(NamedTuple):
    begin: Callable[[str], None]
    end: Callable[[], str]


@contextmanager
def _table_and_page(params: Mapping[str, Any], planned: Planned) -> Iterator[_Made]:
    """A helper that has all it needs, and waits for the checksum. Without one it ends and writes nothing.

    It is started before there is a lock or a connection: a helper that outlives a killed run must not hold them.
    """
    told, tell = os.pipe()
    heard, say = os.pipe()
    process = os.fork()
    if not process:
        with suppress(BaseException):
            os.close(tell)
            os.close(heard)
            _work(params, planned, told, say)
        os._exit(0)
    os.close(told)
    os.close(say)

    def begin(checksum: str) -> None:
        with suppress(BrokenPipeError):
            os.write(tell, checksum.encode())

    def end() -> str:
        with open(heard, "rb", closefd=False) as source:
            answer = source.read()
        if answer[:1] != _OK:
            raise RasmiError(answer[1:].decode() or f"{table_of(params)}: the process that writes it was ended.")
        return answer[1:].decode()

    try:
        yield _Made(begin, end)
    finally:
        os.close(tell)
        os.close(heard)
        os.waitpid(process, 0)


def _work(params: Mapping[str, Any], planned: Planned, told: int, say: int) -> None:
    checksum = os.read(told, len(UNKNOWN)).decode()
    if not checksum:
        return
    os.nice(10)  # nobody waits for a table; the server needs the processors
    try:
        answer = _OK + write_table_and_page(params, planned, checksum).encode()
    except RasmiError as error:
        answer = _FAILED + str(error).encode()
    with open(say, "wb") as sink:
        sink.write(answer)
