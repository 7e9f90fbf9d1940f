# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PolicyRefusedError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.passwords import (
    check,
    violations,
)
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.passwords import (
    given as given_password,
)


def policy(**rules: object) -> dict[str, list[str]]:
    return {f"zimbraPassword{name}": [str(value)] for name, value in rules.items()}


@pytest.mark.parametrize(
    ("secret", "rules", "broken"),
    [
        ("Ab1!", {"MinLength": 5}, "MinLength"),
        ("Ab1!x", {"MinLength": 5}, ""),
        ("Ab1!xy", {"MaxLength": 5}, "MaxLength"),
        ("abc1!", {"MinUpperCaseChars": 1}, "MinUpperCaseChars"),
        ("ABC1!", {"MinLowerCaseChars": 1}, "MinLowerCaseChars"),
        ("Abcd!", {"MinNumericChars": 1}, "MinNumericChars"),
        ("Abcd1", {"MinPunctuationChars": 1}, "MinPunctuationChars"),
        ("1234!", {"MinAlphaChars": 1}, "MinAlphaChars"),
        ("Abcd1", {"MinDigitsOrPuncs": 2}, "MinDigitsOrPuncs"),
        ("Abcd1~", {"MinDigitsOrPuncs": 2}, ""),
        # whatever is no digit and no ASCII punctuation counts as a letter
        ("1234€", {"MinAlphaChars": 1}, ""),
        ("Abcd€", {"MinPunctuationChars": 1}, "MinPunctuationChars"),
        ("Abcd€", {"MinPunctuationChars": 1, "AllowedPunctuationChars": "[€]"}, ""),
        ("Abcd!", {"MinPunctuationChars": 1, "AllowedPunctuationChars": "[€]"}, "MinPunctuationChars"),
        ("Abcd!", {"AllowedChars": "[A-Za-z]"}, "AllowedChars"),
    ],
)
def test_each_rule_of_the_server(secret, rules, broken):
    found = violations(secret, policy(**rules), "")
    assert bool(found) == bool(broken)
    assert not broken or f"zimbraPassword{broken}" in found[0]


def test_every_broken_rule_is_named_and_the_password_never():
    with pytest.raises(PolicyRefusedError) as caught:
        check("qwzx", policy(MinLength=12, MinNumericChars=1, MinPunctuationChars=1), "ali@x.my")
    assert str(caught.value).count("zimbraPassword") == 3 and "qwzx" not in str(caught.value)


def test_the_user_name_is_not_part_of_it():
    assert violations("Xx-ALI-1!", {}, "ali") and not violations("Xx-ABU-1!", {}, "ali")


def test_a_pattern_that_is_not_understood_is_an_error_and_no_pass():
    with pytest.raises(RasmiError, match="AllowedChars"):
        violations("Abcd1!", policy(AllowedChars="(a"), "")


@given(
    st.text(max_size=30),
    st.dictionaries(st.sampled_from(["MinAlphaChars", "MinNumericChars", "MinPunctuationChars"]), st.integers(0, 5)),
)
def test_a_longer_password_never_breaks_more_of_the_least_numbers(secret, rules):
    assert len(violations(secret + "aA1!" * 5, policy(**rules), "")) == 0


@pytest.mark.parametrize("text", ["", "\n", "satu\ndua\n"])
def test_a_password_file_has_one_line(tmp_path, text):
    file = tmp_path / "kata"
    file.write_text(text)
    with pytest.raises(RasmiError, match="one line"):
        given_password({"password_file": str(file)})
