# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why the installer stopped: the question, or its error; never a password."""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_trouble import trouble


def test_the_question_that_nobody_answered_is_named() -> None:
    for again in ("", "A Yes/No answer is required\n", "\nA Yes/No answer is required\n"):
        said = trouble(f"Loading...done\n\nInstall zimbra-onlyoffice [N] {again}")
        assert 'asked "Install zimbra-onlyoffice"' in said and "zimbra_server_settings" in said


def test_of_questions_that_repeat_for_ever_the_one_that_matters_is_named() -> None:
    loop = "WARNING: not supported\n" + "\nDo you wish to continue? [N] \nExit? [N] " * 50
    said = trouble(loop, timed_out=True)
    assert 'asked "Do you wish to continue?"' in said


def test_an_error_is_quoted_and_passwords_are_masked() -> None:
    said = trouble("begin\nERROR: bind with Secret01.x failed.\nlast line\n", ["Secret01.x", ""])
    assert "bind with ******** failed" in said.splitlines()[0]
    assert "Secret01.x" not in said and "last line" in said


def test_taking_too_long_is_said() -> None:
    assert "zimbra_server_timeout_seconds" in trouble("working\n", timed_out=True)


def test_nothing_at_all_is_said_as_such() -> None:
    assert "without saying why" in trouble("")


def test_much_output_is_cut() -> None:
    assert len(trouble("x" * 5000 + "\n")) <= 2000
