# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The host-side probe really allocates, as the user it names, and leaves nothing behind."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.modules import temp_space_probe

MIB = 1024 * 1024


def test_space_is_allocated_and_released(tmp_path: Path) -> None:
    free = os.statvfs(tmp_path).f_bavail
    seen = temp_space_probe.allocate(str(tmp_path), 8 * MIB)
    assert seen["problem"] == ""
    assert seen["allocated_bytes"] >= 8 * MIB
    assert list(tmp_path.iterdir()) == []
    assert free - os.statvfs(tmp_path).f_bavail < 8 * MIB / os.statvfs(tmp_path).f_frsize


def test_more_than_there_is_and_a_missing_place(tmp_path: Path) -> None:
    too_much = temp_space_probe.allocate(str(tmp_path), 1 << 60)
    assert too_much["allocated_bytes"] == 0
    assert too_much["problem"]
    missing = temp_space_probe.allocate(str(tmp_path / "none"), MIB)
    assert missing["allocated_bytes"] == 0
    assert "none" in missing["problem"]


def test_as_oneself_and_as_nobody_known(tmp_path: Path) -> None:
    me = pwd.getpwuid(os.geteuid()).pw_name
    assert temp_space_probe.as_user(me, str(tmp_path), MIB)["allocated_bytes"] >= MIB
    assert "no user" in temp_space_probe.as_user("tiada-orang", str(tmp_path), MIB)["problem"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_rights_of_the_user_count_not_those_of_root(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    seen = temp_space_probe.as_user("nobody", str(tmp_path), MIB)
    assert seen["allocated_bytes"] == 0
    assert "Permission denied" in seen["problem"]
