# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bytes to values: text stays text, and every way a file can be unreadable has its fault and line."""

from __future__ import annotations

import json

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import (
    Problem,
    fields_at,
    lines_of,
    read_documents,
)


def _read(text: str | bytes, is_json: bool = False) -> tuple[list[object], list[Problem]]:
    problems: list[Problem] = []
    raw = text.encode() if isinstance(text, str) else text
    return [document.data for document in read_documents(raw, is_json, problems)], problems


def test_scalars_stay_as_written() -> None:
    data, problems = _read(
        "phone: 0123456\nflag: no\nday: 2026-01-04\nsize: 1_000\ntime: 12:30:45\nnone: ~\nempty:\nq: ''\n"
    )
    assert not problems
    assert data == [
        {
            "phone": "0123456",
            "flag": "no",
            "day": "2026-01-04",
            "size": "1_000",
            "time": "12:30:45",
            "none": None,
            "empty": None,
            "q": "",
        }
    ]


def test_json_numbers_stay_as_written() -> None:
    assert _read('{"a": 10.50, "b": 7, "c": true, "d": null}', is_json=True)[0] == [
        {"a": "10.50", "b": "7", "c": True, "d": None}
    ]


def test_a_json_list_is_many_documents() -> None:
    assert _read(json.dumps([{"a": "1"}, {"a": "2"}]), is_json=True)[0] == [{"a": "1"}, {"a": "2"}]


def test_many_documents_in_one_file() -> None:
    assert _read("---\na: 1\n---\na: 2\n...\n")[0] == [{"a": "1"}, {"a": "2"}]


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    assert _read(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == ([{"a": "1", "b": "2"}], [])


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: [1\nc: 2\n", 3, "YAML syntax"),
        ("a: 1\n\tb: 2\n", 2, "YAML syntax"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: 1\nb: !!python/object/apply:os.system [id]\n", 2, "anchors"),
        ("", 0, "empty"),
        ("# only a comment\n---\n", 0, "empty"),
        (b"a: caf\xe9\n", 1, "UTF-8"),
        ("a: 1\n? [x]\n: 2\n", 2, "plain text"),
    ],
)
def test_unreadable_files_have_one_fault_with_its_line(text: str | bytes, line: int, what: str) -> None:
    _data, problems = _read(text)
    assert [(problem.line, what in problem.problem) for problem in problems] == [(line, True)]


def test_json_faults() -> None:
    assert _read('{"a": 1,\n "a": 2}', is_json=True)[1][0].problem == "the field is written twice"
    _data, problems = _read('{"a": 1,\n "b": }', is_json=True)
    assert (problems[0].line, problems[0].problem) == (2, "the file is not valid JSON")


def test_aliases_cannot_make_a_small_file_enormous() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *a]\n" for n in range(60))
    data, problems = _read(bomb)
    assert data == []
    assert len(problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100000 + "]" * 100000,
        "a: " + "{b: " * 60 + "x" + "}" * 60,
        "- " * 100000 + "x",
        "? " * 100000 + "x",
        "".join(" " * level + "a:\n" for level in range(3000)),
    ],
)
def test_too_many_levels_are_a_fault_not_a_crash(text: str) -> None:
    data, problems = _read(text)
    assert data == []
    assert [problem.problem for problem in problems] == ["YAML syntax: too many levels"]
    assert lines_of(text.encode(), 0, [("a",)]) == [0]
    assert fields_at(text.encode(), 1) == ()


def test_many_brackets_and_long_indentation_alone_are_no_fault() -> None:
    assert _read("a: [" + "[x], " * 200 + "]\nb: >\n" + " " * 60 + "text\n")[1] == []


def test_signs_in_quotes_are_no_anchors() -> None:
    assert _read('note: "Latihan & pembangunan * segera!"\n')[1] == []
    assert _read("note: Latihan & pembangunan!\n")[1] == []


def test_lines_of_fields_and_of_the_parents_of_missing_ones() -> None:
    raw = b"# comment\na: 1\nb:\n  c:\n    - x: 1\n    - y: 2\n---\na: 9\n"
    paths = [("a",), ("b", "c", 1, "y"), ("b", "c", 1, "z"), ("b", "gone"), ("gone",)]
    assert lines_of(raw, 0, paths) == [2, 6, 6, 3, 2]
    assert lines_of(raw, 1, [("a",)]) == [8]


def test_the_field_on_a_line() -> None:
    raw = b"# comment\na: 1\nb:\n  c:\n    - x: 1\n    - y: 2\n"
    assert [fields_at(raw, line) for line in (1, 2, 6)] == [(), ("a",), ("b", "c", 1, "y")]
