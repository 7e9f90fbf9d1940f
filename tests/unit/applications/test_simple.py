# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reader of plain forms never says anything else than PyYAML's parser does."""

from __future__ import annotations

import re
from functools import reduce
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._applications.alike import _builder
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Problem, read_any
from ansible_collections.rasmi.mail.plugins.module_utils._applications.simple import outline, plain_text, read_simple

PLAIN = """---
# a comment
application: KEL-2026-000007
services: [email, "internet, at once"]
applicant:
  name: Fatimah binti Daud
  identity: {key: "hmac-sha256:ea", last4: "0007"}
  note: ""

  deep:
    er: null
  after: ~
evidence:
  - {kind: form_scan, ref: "BPTM.600-3/2/1 (7)"}
  - plain text, with a comma
empty:
"""
TREE: dict[str, Any] = {
    "application": "KEL-2026-000007",
    "services": ["email", "internet, at once"],
    "applicant": {
        "name": "Fatimah binti Daud",
        "identity": {"key": "hmac-sha256:ea", "last4": "0007"},
        "note": "",
        "deep": {"er": None},
        "after": "x",
    },
    "evidence": [{"kind": "form_scan", "ref": "BPTM.600-3/2/1 (7)"}, "plain text, with a comma"],
    "empty": None,
}


def test_a_plain_form_is_understood() -> None:
    assert read_simple(PLAIN.replace("~", "x").encode()) == TREE


@pytest.mark.parametrize(
    "text",
    [
        "a: 1",  # no line end
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a: 1\n  b: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "a:\n- b\n",
        "- a\n",
        "a: b\n  c\n",
        "a: |\n  b\n",
        "a: b # c\n",
        "a: 'b'\n",
        'a: "\\n"\n',
        "a: &b c\n",
        "a: é\n",
        "a: b: c\n",
        "a: [b, [c]]\n",
        "a: [b\n",
        "a: {}\n",
        "a:\tb\n",
        "a: b\r\n",
        "a: 1\n---\nb: 2\n",
        "a:\n  - b: c\n",
        "a:\n  - b\n  c: d\n",
        "".join(f"{' ' * level}a:\n" for level in range(30)),
        "",
        "---\n",
        "# nothing\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert read_simple(text.encode()) is None


_SCALARS = [
    "x",
    "a b",
    "09-000 0007",
    "null",
    "~",
    "",
    '""',
    '"a: #b"',
    "a,b",
    "a,",
    "it's",
    "(x)",
    "x:",
    "x #y",
    "- x",
]
_SCALARS += [
    "2026-01-04",
    "no",
    "+60 9",
    "?",
    "{a: b}",
    "{a: b, a: c}",
    '{a: null, b: "c, d: e"}',
    "[a, b]",
    "[]",
    "[a,b]",
]
_SCALARS += [
    '[null, ""]',
    "{}",
    "{a: }",
    "{a}",
    "[a, ]",
    "x ",
    "'q'",
    "a\\b",
    '"a\\b"',
    "[a: b]",
    "{a: b-, c: (d)}",
    "!x",
]
_WORDS = st.one_of(st.sampled_from(_SCALARS), st.text("ab :,-#[]{}\"'()~\\.0\n", max_size=12))
_LINES = st.tuples(
    st.sampled_from(["", "  ", "    ", "   ", "      "]),
    st.sampled_from(["a: ", "b: ", "c: ", "a:", "b:", "- ", "-", "# ", "a:  ", "A: ", "---", "...", ""]),
    _WORDS,
).map("".join)


@given(st.lists(_LINES, min_size=1, max_size=8).map(lambda lines: "\n".join(lines) + "\n"))
@example("a:\n# b\n  c: x\n")
@example("a:\nb: x\n")
@example("a: \n  b: x\n")
@example("---\n---\na: x\n")
@example("# c\n---\na: x\n")
def test_it_agrees_with_the_parser(text: str) -> None:
    found = read_simple(text.encode())
    if found is not None:
        problems: list[Problem] = []
        assert [document.data for document in read_any(text.encode(), problems)] == [found]
        assert problems == []


_NUMBERED = st.one_of(st.sampled_from(_SCALARS), st.text("ab :,-#[]{}\"'()~\\.0v1\n", max_size=12))
_FIELDS = ("application", "form", "a", "b", "  c", "  - ", "    - ", "  d")


@given(
    st.lists(st.tuples(st.sampled_from(_FIELDS), _NUMBERED), min_size=1, max_size=8),
    st.lists(_NUMBERED, min_size=8, max_size=8),
)
@example([("application", "x"), ("form", "OPS-002"), ("a", "v1"), ("b", "{a: v7, b: v0}")], ["y"] * 8)
@example([("form", "x"), ("a", ""), ("  - ", "v0"), ("  - ", '""')], ["x", "", "y", "z"] * 2)
@example([("form", "x"), ("a", "a b"), ("b", '"a b"')], ["x", "null", '"null"'] * 3)
def test_the_outline_of_one_form_reads_another_as_the_parser_does(
    lines: list[tuple[str, str]], values: list[str]
) -> None:
    first = "".join(_line(name, value) for name, value in lines)
    how = outline(first) if read_simple(first.encode()) is not None else None
    if how is None:
        return
    build = _builder(how.tree)
    for text in (first, "".join(_line(name, value) for (name, _old), value in zip(lines, values, strict=False))):
        found = re.fullmatch(how.pattern, text)
        if found is None or not {"null", "Null", "NULL", "~"}.isdisjoint(found.groups()):
            continue
        tree = build((*found.groups(), *how.fixed))
        problems: list[Problem] = []
        assert [document.data for document in read_any(text.encode(), problems)] == [tree]
        assert problems == []
        for group, path in zip(found.groups(), how.slots, strict=True):
            assert reduce(lambda node, step: node[step], path, tree) == group


def _line(name: str, value: str) -> str:
    return f"{name}{value}\n" if name.endswith("- ") else f"{name}: {value}\n"


def test_an_outline_of_the_same_form_with_other_values_is_the_same() -> None:
    text = PLAIN.replace("~", "x").replace("---\n", "form: OPS-002\n")
    one, other = (plain_text(raw.encode()) or "" for raw in (text, text.replace("Daud", "Omar")))
    first = outline(one)
    assert first is not None and first == outline(other)
    assert first.lines == one.count("\n") and re.fullmatch(first.pattern, other)
    assert outline("a: b\n") is None and outline("a\n") is None
