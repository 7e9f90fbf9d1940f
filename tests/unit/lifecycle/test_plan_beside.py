# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan file that a helper writes is the same file, and what stops the helper is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _plan_beside as room
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.encoding import canonical
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._plan_beside import write_plan_and_table

PLAN = Plan("reference", "2026-06-15", "kelantan", "f", 1, tuple(Change("update", f"a{n}@b") for n in range(20)), {})


def _lines(checksum: str) -> list[str]:
    return [f"Checksum: {checksum}", "a line"]


@pytest.fixture(autouse=True, params=[5, 1000])
def _size(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Written by a helper, and here."""
    monkeypatch.setattr(room, "BIG", request.param)
    monkeypatch.setattr(room, "cores", lambda: 2)


@pytest.mark.parametrize("number", [0, 1, 100, 101, 250])
def test_a_plan_is_one_text_in_however_many_pieces(number: int) -> None:
    plan = replace(PLAN, changes=tuple(Change("update", f"a{n}@b", after={"post": "x"}) for n in range(number)))
    assert b"".join(plan.chunks()) == canonical(plan.to_dict())


def test_plan_and_table_name_the_same_checksum(tmp_path: Path) -> None:
    checksum = write_plan_and_table(PLAN, tmp_path / "plan.json", tmp_path / "plan.txt", _lines)
    assert checksum == PLAN.checksum
    assert read_plan(tmp_path / "plan.json") == (PLAN, checksum)
    assert (tmp_path / "plan.txt").read_text() == f"Checksum: {checksum}\na line\n"


def test_a_plan_that_cannot_be_written_is_an_error_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_plan_and_table(PLAN, tmp_path / "file" / "plan.json", tmp_path / "plan.txt", _lines)
    assert not (tmp_path / "plan.txt").exists()


def test_a_table_that_cannot_be_made_leaves_no_helper(tmp_path: Path) -> None:
    def broken(_checksum: str) -> list[str]:
        raise ValueError("no table")

    with pytest.raises(ValueError, match="no table"):
        write_plan_and_table(PLAN, tmp_path / "plan.json", tmp_path / "plan.txt", broken)
    with pytest.raises(ChildProcessError):
        room.os.waitpid(-1, room.os.WNOHANG)
