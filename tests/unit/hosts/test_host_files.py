# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import grp
import json
import os
import pwd
from pathlib import Path

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.rasmi.mail.plugins.modules import host_files


@pytest.fixture
def run(capsys):
    """Run the module as Ansible does and return its result."""

    def _run(files, **options):
        mine = {"owner": pwd.getpwuid(os.getuid()).pw_name, "group": grp.getgrgid(os.getgid()).gr_name}
        arguments = {"files": [mine | file for file in files]}
        arguments |= {f"_ansible_{name}": value for name, value in options.items()}
        with patch_module_args(arguments), pytest.raises(SystemExit):
            host_files.main()
        return json.loads(capsys.readouterr().out)

    return _run


def two(place: Path) -> list[dict]:
    return [
        {"path": str(place / "etc"), "state": "directory", "mode": "0750"},
        {"path": str(place / "etc" / "a.conf"), "content": "satu\n", "mode": "0640"},
    ]


def test_makes_directory_and_file_then_changes_nothing(run, tmp_path):
    first = run(two(tmp_path))
    assert first["changed"] and first["paths"] == [str(tmp_path / "etc"), str(tmp_path / "etc" / "a.conf")]
    assert (tmp_path / "etc" / "a.conf").read_text() == "satu\n"
    assert (tmp_path / "etc" / "a.conf").stat().st_mode & 0o777 == 0o640
    second = run(two(tmp_path))
    assert not second["changed"] and second["paths"] == []


def test_check_mode_says_the_same_and_writes_nothing(run, tmp_path):
    foretold = run(two(tmp_path), check_mode=True)
    assert list(tmp_path.iterdir()) == []
    assert foretold["paths"] == run(two(tmp_path))["paths"]


def test_shows_the_difference_of_each_text(run, tmp_path):
    run(two(tmp_path))
    changed = two(tmp_path)
    changed[1]["content"] = "dua\n"
    (diff,) = run(changed, check_mode=True, diff=True)["diff"]
    assert (diff["before"], diff["after"]) == ("satu\n", "dua\n")


def test_mends_a_mode_without_rewriting(run, tmp_path):
    run(two(tmp_path))
    file = tmp_path / "etc" / "a.conf"
    before = file.stat().st_ino
    file.chmod(0o666)
    assert run(two(tmp_path))["paths"] == [str(file)]
    assert (file.stat().st_mode & 0o777, file.stat().st_ino) == (0o640, before)


def test_a_missing_parent_is_named_and_nothing_is_left_behind(run, tmp_path):
    answer = run([{"path": str(tmp_path / "none" / "a"), "content": "x"}])
    assert answer["failed"] and str(tmp_path / "none" / "a") in answer["msg"]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_owner_fails_but_is_a_change_in_check_mode(run, tmp_path):
    files = [{"path": str(tmp_path / "a"), "content": "x", "owner": "nobody-of-this-name"}]
    assert run(files)["failed"]
    assert run(files, check_mode=True)["changed"]


def test_a_text_is_never_readable_to_others_while_it_is_written(run, tmp_path, monkeypatch):
    seen = []
    rename = os.rename
    monkeypatch.setattr(os, "rename", lambda a, b: (seen.append(Path(a).stat().st_mode & 0o777), rename(a, b)))
    run([{"path": str(tmp_path / "a"), "content": "x", "mode": "0600"}])
    assert seen == [0o600]
