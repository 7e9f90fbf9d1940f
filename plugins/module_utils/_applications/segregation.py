# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who asks does not approve, who supports does not decide (profile.md section 3).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import model, shape
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import Rule

#: Who asks, who supports, who decides: path of the name.
_ASKS: tuple[Path, ...] = (("applicant", "name"), ("objector", "name"))
_SUPPORTS: tuple[Path, ...] = (("support", "by"), ("verification", "by"), ("confirmation", "by"), ("certified_by",))
_DECIDES: tuple[Path, ...] = (("decision", "by"), ("decision", "uc", "by"), ("decision", "ad", "by"))
#: Where all that `check` looks at stands, besides the kind of form.
PATHS: tuple[Path, ...] = (*_ASKS, *_SUPPORTS, *_DECIDES, ("decision", "result"))
_EVENTS = frozenset((model.NOTICE, *model.EVENT_FORMS))


def check(data: dict[str, Any], context: Context, problems: list[Problem]) -> None:
    """Faults of an approved form on which one person did what two must; an exception is the profile's to make."""
    decision = data.get("decision")
    if decision.__class__ is not dict or decision.get("result") != model.APPROVED:
        return
    # Most forms have few of these blocks, and this is asked of every form.
    deciders = [(path, name) for path in _DECIDES if path[1] in decision and (name := _name(data, path))]
    askers = {name for path in _ASKS if path[0] in data and (name := _name(data, path))}
    supporters = {name for path in _SUPPORTS if path[0] in data and (name := _name(data, path))}
    alone = data["form"] not in _EVENTS and context.one_person(data["form"])
    for path, name in deciders:
        if name in askers:
            _fault(path, "decides about the own application", problems)
        elif name in supporters and not alone:
            _fault(path, "supports and decides the same application", problems)
    names = dict(deciders)
    uc = names.get(_DECIDES[1])
    if uc and uc == names.get(_DECIDES[2]) and not alone:
        _fault(_DECIDES[2], "signs for both systems", problems, "R048")


def _fault(path: Path, why: str, problems: list[Problem], clause: str = "R030") -> None:
    remedy = "Have another officer do it; an exception must stand in the profile (one_person)."
    problems.append(shape.wrong(path, "(a name)", Rule("Pengasingan tugas", remedy=remedy, clauses=(clause,)), why))


def _name(data: Any, path: Path) -> str:
    for step in path:
        data = data.get(step) if data.__class__ is dict else None
    return _plain(data) if data.__class__ is str else ""


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """A name as it is compared; the same officers support and decide thousands of forms."""
    return " ".join(name.casefold().split())
