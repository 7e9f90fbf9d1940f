# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One file: its documents, their applications, its faults with lines.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import private, reading
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.rules import at
from ansible_collections.rasmi.mail.plugins.module_utils._applications.validate import validate
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault

_IDENTITY = "an identity-card number in clear"


class Parsed(NamedTuple):
    """What one file gave. `problems` pair the 0-based number of the document with the fault.

    `broken` holds the ids and addresses of documents with faults: a notice about such an account has no fault itself.
    A fault of the file as a whole spoils all its documents.
    """

    items: list[Application]
    latest: str
    problems: list[tuple[int, Problem]]
    broken: list[str]


def parse(raw: bytes, name: str, context: Context) -> Parsed:
    """Read and validate every document of a file; `name` is what the applications will say they come from."""
    general: list[Problem] = [_identity(raw, line) for line in private.identity_numbers(raw)]
    documents = reading.read_documents(raw, name.endswith(".json"), general)
    problems = [(0, problem) for problem in general]
    items: list[Application] = []
    broken: list[str] = []
    latest = ""
    passwords = private.may_tell_password(raw)
    for number, document in enumerate(documents):
        found: list[Problem] = []
        source = name if len(documents) == 1 else f"{name}#{number + 1}"
        item, day = validate(document.data, source, context, found)
        if passwords:
            found.extend(_told(document.data, (), found))
        latest = max(latest, day)
        problems.extend((number, problem) for problem in found)
        if item is not None and not general:
            items.append(item)
        elif document.data.__class__ is dict:
            names = (document.data.get("application"), at(document.data, ("decision", "address")))
            broken.extend(name.lower() for name in names if name.__class__ is str)
    return Parsed(items, latest, problems, broken)


def faults_of(raw: bytes, shown: str, name: str, problems: Sequence[tuple[int, Problem]]) -> list[Fault]:
    """Faults with their lines. A field that shows an identity-card number has that one fault, whatever else it has."""
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
