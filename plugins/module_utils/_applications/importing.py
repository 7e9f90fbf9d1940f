# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter at the door: from a sheet with identity-card numbers to forms with keyed hashes.

A number lives only between the cell and the hash: no message, no file and no result has it. Nothing is written here.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import across, private, sheets
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._applications.parse import key_of
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import SHEETS, Place, is_sheet
from ansible_collections.rasmi.mail.plugins.module_utils._applications.validate import validate
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault
from ansible_collections.rasmi.mail.plugins.module_utils._standard.identity import identity_key

_TYPED = "Format the column as Text and type the twelve digits, with or without dashes."


class Imported(NamedTuple):
    """One row that became a form: its application, its text, and the name of the file for it."""

    application: Application
    text: bytes
    name: str


class Source(NamedTuple):
    """One sheet from outside: its path and its bytes."""

    path: str
    raw: bytes


def convert(sources: Sequence[Source], key: str, context: Context) -> tuple[list[Imported], list[Fault]]:
    """Every row of every sheet as a form; and every fault, by sheet, row and column.

    `key` is the agency's secret key. ValueError when it is too short.
    """
    identity_key("0" * 12, key)
    imported: list[Imported] = []
    faults: list[Fault] = []
    for source in sources:
        name = os.path.basename(source.path)
        if not is_sheet(name):
            remedy = f"Give a sheet ({' or '.join(SHEETS)})."
            faults.append(Fault(source.path, 0, "(file)", "", "is not a sheet", remedy))
            continue
        found = sheets.read_sheets(source.raw, name, incoming=True)
        problems = list(found.problems)
        for placed in found.documents:
            imported += _form(placed, name, key, context, problems)
        faults += sheets.faults_in(source.raw, name, private.masked(source.path), problems)
    return imported, faults


def check_together(
    imported: Sequence[Imported],
    existing: Sequence[Application],
    sources: Sequence[Source],
    reference: ReferenceData,
    context: Context,
) -> list[Fault]:
    """The faults between the new forms, and between them and those that are there already.

    A form that is there already under its number is no fault here; the caller compares its text.
    """
    there = {item.id for item in existing}
    new = [item.application for item in imported if item.application.id not in there]
    items = sorted([*existing, *new], key=lambda item: (item.id, item.source))
    found = across.check_all(items, reference, context)
    own = {item.source for item in new}
    faults: list[Fault] = []
    for source in sources:
        name = os.path.basename(source.path)
        problems = []
        for position, problem in found.problems:
            at = items[position].source
            place = key_of(name, at) if at in own and at.startswith(f"{name}#") else None
            if isinstance(place, Place):
                problems.append((place, problem))
        faults += sheets.faults_in(source.raw, name, private.masked(source.path), problems)
    return faults


def _form(
    placed: sheets.Placed, name: str, key: str, context: Context, problems: list[tuple[Place, Problem]]
) -> list[Imported]:
    """The form of one row, [] when it has faults."""
    before = len(problems)
    for path, number in placed.numbers.items():
        try:
            hashed = identity_key(number, key)
        except ValueError as error:
            why = str(error).partition(";")[0]
            problems.append((placed.place, Problem(path, "", why, _TYPED, ("R201",), sheets.NUMBER)))
            hashed = identity_key("0" * 12, key)  # only so that the field counts as filled in
        here = placed.data
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = hashed
        here.setdefault("last4", number.strip()[-4:])
    found: list[Problem] = []
    application, _latest = validate(placed.data, f"{name}#{placed.place}", context, found)
    problems.extend((placed.place, problem) for problem in found)
    if application is None or len(problems) > before:
        return []
    return [Imported(application, _yaml(placed.data), _name(application.id))]


def _yaml(data: dict[str, Any]) -> bytes:
    import yaml

    head = {key: data[key] for key in ("application", "form") if key in data}
    text: str = yaml.safe_dump(head | data, sort_keys=False, allow_unicode=True, width=10_000)
    return f"---\n{text}".encode()


def _name(application: str) -> str:
    return f"{application.lower().replace('/', '-')}.yml"
