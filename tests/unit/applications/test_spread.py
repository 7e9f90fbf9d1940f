# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work shared between processes gives what one process gives, whatever becomes of the helpers."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import spread as room
from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import aside, spread


@pytest.fixture(autouse=True)
def _three_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WORTH", 10)
    monkeypatch.setattr(room, "_CHUNK", 7)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1, 2, 3, 4, 5}, raising=False)


def _row(number: int) -> tuple[int, str]:
    return number, "x" * number


@pytest.mark.parametrize("number", [0, 1, 9, 10, 19, 20, 99, 400, 1000])
def test_rows_come_in_order(number: int) -> None:
    assert spread(range(number), _row) == [_row(item) for item in range(number)]


def test_helpers_do_a_share_of_the_work() -> None:
    workers = spread(range(100), lambda _item: os.getpid())
    assert len(set(workers)) == room.MOST and workers[0] == os.getpid()


def test_the_share_of_a_helper_that_dies_is_done_here() -> None:
    here = os.getpid()

    def work(item: int) -> tuple[int, int]:
        if os.getpid() != here and item % 40 == 39:
            os._exit(1)
        return item, os.getpid()

    rows = spread(range(100), work)
    assert [item for item, _process in rows] == list(range(100))
    assert {process for _item, process in rows[26:40]} == {here}


def test_an_exception_in_a_helper_comes_from_here() -> None:
    def work(item: int) -> int:
        if item == 99:
            raise ValueError(item)
        return item

    with pytest.raises(ValueError, match="99"):
        spread(range(100), work)


def test_no_helper_is_left_when_the_work_here_fails() -> None:
    def work(item: int) -> str:
        if item == 0:
            raise ValueError(item)
        return "x" * 10000

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
        assert set(spread(range(100), lambda _item: os.getpid())) == {os.getpid()}
    finally:
        go.set()
        other.join()
