# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One file: its documents, their applications, its faults with lines.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

from ansible_collections.rasmi.mail.plugins.module_utils._applications import forms, private, reading
from ansible_collections.rasmi.mail.plugins.module_utils._applications.alike import Alike
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.rules import at
from ansible_collections.rasmi.mail.plugins.module_utils._applications.shape import Missing, walk
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import Place, is_sheet
from ansible_collections.rasmi.mail.plugins.module_utils._applications.simple import outline, plain_text, read_simple
from ansible_collections.rasmi.mail.plugins.module_utils._applications.together import together
from ansible_collections.rasmi.mail.plugins.module_utils._applications.validate import judge, validate
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault

#: Laying out fewer forms place by place takes longer than looking at each.
_SEVERAL = 20
_IDENTITY = "an identity-card number in clear"

#: What tells the documents of one file apart: the 0-based number, or sheet and row.
Key: TypeAlias = "int | Place"


class Parsed(NamedTuple):
    """What one file gave. `problems` pair the key of the document with the fault.

    `broken` holds the ids and addresses of documents with faults: a notice about such an account has no fault itself.
    A fault of the file as a whole spoils all its documents. `notes` are sentences about what is no fault.
    """

    items: list[Application]
    latest: str
    problems: list[tuple[Key, Problem]]
    broken: list[str]
    notes: tuple[str, ...] = ()


def parse(raw: bytes, name: str, context: Context) -> Parsed:
    """Read and validate every document of a file; `name` is what the applications will say they come from."""
    if is_sheet(name):
        return _parse_sheets(raw, name, context)
    text = _plain(raw, name)
    quick = _like_others(text, name, context) if text else None
    if quick is not None:
        return quick
    parsed = _from_documents(raw, name, context)
    if text and not parsed.problems and len(parsed.items) == 1:
        _learn(text, parsed.items[0], context)
    return parsed


class Rows(NamedTuple):
    """What a file without faults gave: its latest date, its applications as plain tuples, its notes."""

    latest: str
    items: list[tuple[Any, ...]]
    notes: tuple[str, ...]


def parse_many(files: Sequence[tuple[bytes, str]], context: Context) -> list[Rows | None]:
    """The same as `parse` for many files; None for those with faults."""
    found: list[Rows | None] = [None] * len(files)
    kinds: dict[int, tuple[Alike, list[int], list[tuple[str, ...]]]] = {}
    for number, (raw, name) in enumerate(files):
        text = _plain(raw, name)
        known = context.kinds.find(text) if text else None
        if known is None:
            found[number] = _rows(raw, name, context)
        else:
            _kind, numbers, forms = kinds.setdefault(id(known[0]), (known[0], [], []))
            numbers.append(number)
            forms.append(known[1])
    for kind, numbers, forms in kinds.values():
        several = len(numbers) >= _SEVERAL
        judged = together(kind, [files[number][1] for number in numbers], forms, context) if several else ()
        for number, one in zip_longest(numbers, judged):
            found[number] = Rows(one[1], [one[0]], ()) if one else _rows(*files[number], context)
    return found


def _rows(raw: bytes, name: str, context: Context) -> Rows | None:
    parsed = parse(raw, name, context)
    return None if parsed.problems else Rows(parsed.latest, [tuple(item) for item in parsed.items], parsed.notes)


def _plain(raw: bytes, name: str) -> str | None:
    """The text of a form that may be like others."""
    return None if name.endswith(".json") or b"#" in raw or is_sheet(name) else plain_text(raw)


def _like_others(text: str, name: str, context: Context) -> Parsed | None:
    """A form written like an earlier one and free of faults; None for every other."""
    known = context.kinds.match(text)
    if known is None:
        return None
    problems: list[Problem] = []
    item, latest = judge(known[0], name, context, problems, known[1])
    return Parsed([item], latest, [], []) if item is not None else None


def _learn(text: str, item: Application, context: Context) -> None:
    how = outline(text)
    data = read_simple(text.encode())
    if how is not None and data is not None:
        problems: list[Problem] = []
        missing: list[Missing] = []
        table = forms.FORMS[item.form]
        walk(data, table, (), problems, missing)
        context.kinds.learn(how, table, missing)


def _from_documents(raw: bytes, name: str, context: Context) -> Parsed:
    general: list[Problem] = [_identity(raw, line) for line in private.identity_numbers(raw)]
    documents = reading.read_documents(raw, name.endswith(".json"), general)
    parsed = Parsed([], "", [(0, problem) for problem in general], [])
    passwords = private.may_tell_password(raw)
    latest = ""
    for number, document in enumerate(documents):
        source = name if len(documents) == 1 else f"{name}#{number + 1}"
        item, day = _judge(document.data, number, source, context, parsed, passwords)
        latest = max(latest, day)
        if item is not None and not general:
            parsed.items.append(item)
        else:
            parsed.broken.extend(_names(document.data))
    return parsed._replace(latest=latest)


def _parse_sheets(raw: bytes, name: str, context: Context) -> Parsed:
    """The same for the rows of a file of sheets: a fault of one row does not spoil the others."""
    from ansible_collections.rasmi.mail.plugins.module_utils._applications import sheets

    found = sheets.read_sheets(raw, name)
    parsed = Parsed([], "", list(found.problems), [], tuple(found.notes))
    spoilt = {place for place, _problem in found.problems}
    latest = ""
    for place, data, _numbers in found.documents:
        item, day = _judge(data, place, f"{name}#{place}", context, parsed, True)
        latest = max(latest, day)
        if item is not None and place not in spoilt:
            parsed.items.append(item)
        else:
            parsed.broken.extend(_names(data))
    return parsed._replace(latest=latest)


def _judge(
    data: Any, key: Key, source: str, context: Context, parsed: Parsed, passwords: bool
) -> tuple[Application | None, str]:
    """Validate one document and note its faults."""
    found: list[Problem] = []
    item, day = validate(data, source, context, found)
    if passwords:
        found.extend(_told(data, (), found))
    parsed.problems.extend((key, problem) for problem in found)
    return item, day


def _names(data: Any) -> list[str]:
    """The id and the address of a document with faults."""
    if data.__class__ is not dict:
        return []
    names = (data.get("application"), at(data, ("decision", "address")))
    return [name.lower() for name in names if name.__class__ is str]


def key_of(name: str, source: str) -> Key:
    """Which document of the file `name` an application comes from."""
    rest = source[len(name) + 1 :]
    sheet, _row, row = rest.rpartition(" row ")
    return Place(sheet, int(row)) if is_sheet(name) else int(rest or 1) - 1


def faults_of(raw: bytes, shown: str, name: str, problems: Sequence[tuple[Key, Problem]]) -> list[Fault]:
    """Faults with their lines. A field that shows an identity-card number has that one fault, whatever else it has."""
    placed = [(key, problem) for key, problem in problems if isinstance(key, Place)]
    if placed:
        from ansible_collections.rasmi.mail.plugins.module_utils._applications import sheets

        return sheets.faults_in(raw, name, shown, placed)
    numbered = [(key, problem) for key, problem in problems if isinstance(key, int)]
    return _in_lines(raw, shown, name, numbered)


def _in_lines(raw: bytes, shown: str, name: str, problems: Sequence[tuple[int, Problem]]) -> list[Fault]:
    secret = {problem.path for _number, problem in problems if problem.problem == _IDENTITY}
    kept = [
        (number, problem)
        for number, problem in problems
        if problem.problem == _IDENTITY or problem.path not in secret or not problem.path
    ]
    lines: dict[tuple[int, Path], int] = {}
    is_list = name.endswith(".json") and raw.lstrip()[:1] == b"["
    for number in {number for number, problem in kept if not problem.line}:
        paths = [problem.path for other, problem in kept if other == number and not problem.line]
        if is_list:
            found = reading.lines_of(raw, 0, [(number, *path) for path in paths])
        else:
            found = reading.lines_of(raw, number, paths)
        lines.update({(number, path): line for path, line in zip(paths, found, strict=True)})
    return [problem.fault(shown, lines.get((number, problem.path), 0)) for number, problem in kept]


def _identity(raw: bytes, line: int) -> Problem:
    return Problem(
        reading.fields_at(raw, line),
        private.MASK,
        _IDENTITY,
        "Remove it: write the keyed hash under identity.key and at most the last four digits.",
        ("R201",),
        "No. Kad Pengenalan",
        line,
    )


def _told(data: Any, path: Path, found: Sequence[Problem]) -> Iterator[Problem]:
    """Values that tell a password in words."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _told(value, (*path, key), found)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _told(value, (*path, index), found)
    elif isinstance(data, str) and private.tells_password(data) and not any(item.path == path for item in found):
        yield Problem(
            path,
            private.HIDDEN,
            "a form never holds a password",
            "Delete it, and change the password if it was ever real.",
            ("R082", "R171"),
            "Katalaluan",
        )
