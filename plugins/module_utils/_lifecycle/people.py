# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everybody with an account, and whose mailboxes they may open besides their own.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import Later
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.draft import Draft
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.events import effective_date
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DEPARTMENT,
    REMOVED,
    SUSPENDED,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Rules


class People:
    """Everybody with an account, by account id: with notices (drafts) or just as the form says (plain)."""

    def __init__(self, drafts: Mapping[str, Draft], plain: Mapping[str, Application]) -> None:
        self.drafts = drafts
        self._plain = plain

    def address(self, person: str) -> str:
        """The present primary address, "" for somebody unknown."""
        found = self.drafts.get(person) or self._plain.get(person)
        return found.address if found is not None else ""

    def present(self, person: str) -> bool:
        """True for somebody who has an account that was not terminated."""
        draft = self.drafts.get(person)
        return not draft.ended_by if draft is not None else person in self._plain

    def left_on(self, person: str) -> str:
        """The ISO date from which somebody's account is closed, "" for somebody unknown."""
        draft = self.drafts.get(person)
        return draft.since if draft is not None else ""


class Rights(NamedTuple):
    """Which mailboxes people open with their own password: person's account id -> addresses. `basis` is the inspection
    that gave somebody the last such right (of one day, the one with the last id), `ends` is when inspections end."""

    opens: dict[str, tuple[str, ...]]
    basis: dict[str, str]
    ends: list[Later]


def rights(people: People, rules: Rules, as_of: date) -> Rights:
    """Departments' mailboxes for their officers (C10), other mailboxes for those who inspect them (R181).

    Who has been terminated, or has no account, opens nothing.
    """
    opens: dict[str, set[str]] = {}
    found = Rights({}, {}, [])
    latest: dict[str, tuple[str, str]] = {}
    for draft in people.drafts.values():
        if draft.kind == DEPARTMENT and draft.state != REMOVED:
            _department(draft, people, rules, opens)
        for inspection in draft.guard.inspections:
            for person in _inspectors(inspection, people, as_of.isoformat()):
                opens.setdefault(person, set()).add(draft.address)
                latest[person] = max(latest.get(person, ("", "")), (effective_date(inspection), inspection.id))
                found.ends.append(Later(_next(inspection.detail("until")), person, "update", inspection.id))
    found.basis.update({person: basis for person, (_day, basis) in latest.items()})
    found.opens.update({person: tuple(sorted(addresses)) for person, addresses in opens.items()})
    return found


def _department(draft: Draft, people: People, rules: Rules, opens: dict[str, set[str]]) -> None:
    named = [person for person in (draft.owner, *draft.delegates) if person]
    lost = sorted({person for person in named if not people.present(person)})
    if lost:
        texts = ", ".join(people.address(person) or person for person in lost)
        draft.question(draft.basis, rules.cite("cover"), "delegate_unknown", addresses=texts)
    if draft.owner in lost and rules.officer_gone == "suspend" and draft.state == ACTIVE:
        # no mailbox without a responsible officer (R200): closed until a notice names another one
        draft.state, draft.since = SUSPENDED, people.left_on(draft.owner)
        draft.reasons["state"] = rules.cite("shared")[0]
    for person in named:
        if person not in lost:
            opens.setdefault(person, set()).add(draft.address)


def _inspectors(inspection: Application, people: People, today: str) -> list[str]:
    """Who may look into the mailbox today; the right lasts to the end of the day that the approval names."""
    until = inspection.detail("until")
    return [person for person in inspection.delegates if people.present(person)] if until and until >= today else []


def _next(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
