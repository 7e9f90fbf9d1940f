# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Dovecot tells of mailboxes (R069); its answers here are those of Dovecot 2.3.19.1 in the lab."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._hosts.usage import UsageError, parsed, usage_of

HEAD = "Username\tQuota name\tType\tValue\tLimit\t%"
ONE, TWO = "a@kelantan.gov.my", "b@kelantan.gov.my"
ANSWER = f"""{HEAD}
{ONE}\tMailbox\tSTORAGE\t232\t307200\t0
{ONE}\tMailbox\tMESSAGE\t6\t-\t0
{TWO}\tMailbox\tSTORAGE\t5\t-\t0
{TWO}\tMailbox\tMESSAGE\t1\t-\t0
"""


def doveadm(folder: Path, answer: str, code: int = 0, error: str = "") -> str:
    """A tool that keeps its arguments and its list of users, and answers so."""
    (folder / "answer").write_text(answer)
    path = folder / "doveadm"
    listed = f'echo "$@" > {folder}/arguments; cat "$6" > {folder}/users'
    path.write_text(f"#!/bin/sh\n{listed}\ncat {folder}/answer\necho '{error}' >&2\nexit {code}\n")
    path.chmod(0o700)
    return str(path)


def test_R069_one_call_for_all_in_bytes(tmp_path: Path) -> None:
    assert usage_of([ONE, TWO], doveadm(tmp_path, ANSWER)) == {ONE: 232 * 1024, TWO: 5 * 1024}
    assert (tmp_path / "users").read_text() == f"{ONE}\n{TWO}\n"
    name = (tmp_path / "arguments").read_text().split()
    assert name[:5] == ["-f", "tab", "quota", "get", "-F"]
    assert not Path(name[5]).exists(), "the list of users is left behind"


def test_R069_whom_dovecot_does_not_know_is_left_out(tmp_path: Path) -> None:
    error = "doveadm(b@kelantan.gov.my): Info: User no longer exists, skipping"
    answer = "".join(line + "\n" for line in ANSWER.splitlines()[:3])
    assert usage_of([ONE, TWO], doveadm(tmp_path, answer, error=error)) == {ONE: 232 * 1024}
    assert usage_of([ONE, TWO], doveadm(tmp_path, answer, 75, "failed")) == {ONE: 232 * 1024}
    assert usage_of([TWO], doveadm(tmp_path, ANSWER)) == {TWO: 5 * 1024}, "only those asked about"
    assert parsed([HEAD, f"{ONE}\tMailbox\tSTORAGE\terror\t-\t0", f"{TWO}\tMailbox\tSTO"]) == {}


def test_R069_no_answer_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Connection refused"):
        usage_of([ONE], doveadm(tmp_path, f"{HEAD}\n", 134, "userdb: connect() failed: Connection refused"))
    with pytest.raises(UsageError, match="other columns"):
        usage_of([ONE], doveadm(tmp_path, "Username\tValue\n"))
    with pytest.raises(OSError, match="doveadm"):
        usage_of([ONE], str(tmp_path / "nowhere" / "doveadm"))
    for wrong in ("", "a b", "a\nb"):
        with pytest.raises(ValueError, match="no address"):
            usage_of([wrong], "/bin/false")


def test_R069_nobody_is_nothing_to_ask() -> None:
    assert usage_of([], "/bin/false") == {}


def test_R069_of_several_quota_roots_the_fullest_counts() -> None:
    assert parsed([HEAD, f"{ONE}\tA\tSTORAGE\t7\t-\t0", f"{ONE}\tB\tSTORAGE\t3\t-\t0"]) == {ONE: 7 * 1024}
