# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work shared between processes gives what one process gives, whatever becomes of the helpers."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import spread as room
from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import aside, spread


@pytest.fixture(autouse=True)
def _three_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WORTH", 10)
    monkeypatch.setattr(room, "_CHUNK", 7)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1, 2, 3, 4, 5}, raising=False)


def _rows(numbers: Sequence[int]) -> list[tuple[int, str]]:
    return [(number, "x" * number) for number in numbers]


def _processes(items: Sequence[int]) -> list[int]:
    time.sleep(0.2)  # so that everybody has a chance, also on a busy machine
    return [os.getpid() for _item in items]


@pytest.mark.parametrize("number", [0, 1, 9, 10, 19, 20, 99, 400, 1000])
def test_rows_come_in_order(number: int) -> None:
    assert spread(range(number), _rows) == _rows(range(number))


def test_helpers_do_a_share_of_the_work() -> None:
    assert len({*spread(range(100), _processes), os.getpid()}) == room.MOST


def test_the_share_of_a_helper_that_dies_is_done_here() -> None:
    here = os.getpid()

    def work(items: Sequence[int]) -> list[tuple[int, int]]:
        time.sleep(0.02)
        if os.getpid() != here:
            os._exit(1)
        return [(item, os.getpid()) for item in items]

    rows = spread(range(100), work)
    assert [item for item, _process in rows] == list(range(100))
    assert {process for _item, process in rows} == {here}


def test_an_exception_in_a_helper_comes_from_here() -> None:
    def work(items: Sequence[int]) -> Sequence[int]:
        if 99 in items:
            raise ValueError(99)
        return items

    with pytest.raises(ValueError, match="99"):
        spread(range(100), work)


def test_no_helper_is_left_when_the_work_here_fails() -> None:
    here = os.getpid()

    def work(items: Sequence[int]) -> list[str]:
        if os.getpid() == here:
            raise ValueError(0)
        time.sleep(0.01)  # or nothing is left for this process
        return ["x" * 10000 for _item in items]

    with pytest.raises(ValueError, match="0"):
        spread(range(1000), work)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_work_aside_is_done_when_it_was_waited_for(tmp_path: Path) -> None:
    here = os.getpid()
    wait = aside(lambda: (tmp_path / "seen").write_text(str(os.getpid())) and None)
    wait()
    assert int((tmp_path / "seen").read_text()) != here
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_work_aside_may_fail() -> None:
    aside(lambda: os.kill(os.getpid(), 9))()


def test_beside_other_threads_nothing_is_forked() -> None:
    go = threading.Event()
    other = threading.Thread(target=go.wait)
    other.start()
    try:
        assert set(spread(range(100), _processes)) == {os.getpid()}
    finally:
        go.set()
        other.join()
