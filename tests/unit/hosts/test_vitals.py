# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What mail_host_health sees of a server from its inside, on files and on a systemctl of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._hosts import vitals


def states(findings: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(one["item"], one["state"]) for one in findings]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("active\nfailed\n", [("postfix@-", "pass"), ("dovecot", "fail")]),
        ("active\n", [("postfix@-", "could_not_tell"), ("dovecot", "could_not_tell")]),
    ],
)
def test_R165_services_that_do_not_run_or_are_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, wanted: list[tuple[str, str]]
) -> None:
    program = tmp_path / "systemctl"
    program.write_text(f"#!/bin/sh\nprintf '{answer}'\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert states(vitals.services("mail", ["postfix@-", "dovecot"])) == wanted


def test_R165_a_machine_without_systemd_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert states(vitals.services("mail", ["dovecot"])) == [("dovecot", "could_not_tell")]


def test_R165_mail_on_its_way_and_on_hold_is_counted_over_all_subdirectories(tmp_path: Path) -> None:
    for name in ("incoming", "active", "deferred/A", "deferred/B", "hold"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("deferred/A/A1", "deferred/B/B1", "active/C1"):
        (tmp_path / name).touch()
    assert states(vitals.queue("mail", str(tmp_path), 3, 0)) == [("on the way", "pass"), ("on hold", "pass")]
    (tmp_path / "hold" / "H1").touch()
    assert states(vitals.queue("mail", str(tmp_path), 2, 0)) == [("on the way", "fail"), ("on hold", "fail")]
    assert states(vitals.queue("mail", str(tmp_path / "no"), 2, 0))[0] == ("on the way", "could_not_tell")


def test_R165_space_that_is_too_small_or_nowhere(tmp_path: Path) -> None:
    place = str(tmp_path)
    assert states(vitals.space("mail", [{"path": place, "percent": 0, "bytes": 1}])) == [(place, "pass")]
    assert states(vitals.space("mail", [{"path": place, "percent": 101}])) == [(place, "fail")]
    assert states(vitals.space("mail", [{"path": place, "bytes": 10**18}])) == [(place, "fail")]
    gone = str(tmp_path / "gone")
    assert states(vitals.space("mail", [{"path": gone}])) == [(gone, "could_not_tell")]
