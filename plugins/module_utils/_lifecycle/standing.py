# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where every application stands on a day: its state, since when, what it waits for, from whom, and until when.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    APPROVED,
    COMPLETE,
    DRAFT,
    SUPPORTED,
    Application,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.events import effective_date
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.requests import (
    APPLIED,
    INFORMED,
    RECORDED,
    SCHEDULED,
    STATES,
    request_state,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Deadlines, StandardView
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.waiting import (
    APPLICANT,
    NEXT,
    OFFICE,
    Standing,
    party,
    turn,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration

#: State -> what is missing, where the form alone does not say it.
_WAITS: dict[str, tuple[str, str]] = {
    DRAFT: ("penyerahan borang", "handing the form in"),
    **NEXT,
    APPROVED: ("larian yang melaksanakannya", "the run that carries it out"),
    SCHEDULED: ("hari ia berkuat kuasa", "the day on which it takes effect"),
    APPLIED: ("makluman kepada pihak yang berkenaan", "telling those concerned"),
    INFORMED: ("pemfailan dokumen", "filing of the papers"),
}
#: What an account must be there by runs through these states (R023).
_CLOCK = frozenset({COMPLETE, SUPPORTED, APPROVED})


class Rulebook(Standing, StandardView, Protocol):
    """What is read of the standard: approvals, controls, calendar."""


class Place(NamedTuple):
    """Where one application stands. Dates are ISO, "" = not known or none.

    `waits_for` and `whom` are None when nothing is missing any more. `due` is the day by which the account must be
    there (R023), or on which the step takes effect (R116); `days_late` counts calendar days past it.
    """

    application: str
    form: str
    state: str
    since: str
    waits_for: dict[str, str] | None
    whom: dict[str, str] | None
    due: str
    days_late: int
    applied_by: str
    alone: bool


def places(
    forms: Iterable[Application],
    history: History,
    standard: Rulebook,
    as_of: date,
    *,
    unit_calendars: Mapping[str, str] | None = None,
    pending: Container[str] | None = None,
) -> list[Place]:
    """Every application with its place, the latest first, then by the day since which it waits, then by id.

    `history` is what a verified ledger says; an empty one means that nothing was ever carried out or told. `pending`
    are the bases of the last plan, None = no plan is known. What is approved is late only when the plan still has it:
    an account that was there before the ledger has no line in it.
    """
    expires = standard.controls.get("C-APPR", {}).get("expires_after")
    limit = parse_duration(expires) if expires else None
    deadlines = Deadlines(standard, unit_calendars)
    found = []
    for form in forms:
        request = request_state(form, history, as_of, limit)
        state, missing = request.state, _WAITS.get(request.state)
        if state == APPROVED and pending is not None and form.id not in pending:
            missing = None
        due = _due(form, state, deadlines) if missing else ""
        counts = due and (state != APPROVED or pending is not None)
        late = max(0, (as_of - date.fromisoformat(due)).days) if counts else 0
        what = {"ms": missing[0], "en": missing[1]} if missing else None
        whom = party(*_whom(form, state, standard)) if missing and state != SCHEDULED else None
        row = (form.id, form.form, state, request.since, what, whom, due, late, request.applied_by, request.alone)
        found.append(Place(*row))
    found.sort(key=lambda one: (-one.days_late, one.waits_for is None, one.since or "9999", one.application))
    return found


def by_state(found: Iterable[Place]) -> dict[str, int]:
    """Number of applications in each state that occurs, in the order in which a request goes through them."""
    counted = Counter(one.state for one in found)
    return {state: counted[state] for state in STATES if counted[state]}


def _due(form: Application, state: str, deadlines: Deadlines) -> str:
    if state in _CLOCK and form.mailbox and not form.event and form.complete_on:
        return deadlines.due(form.complete_on, form.unit)
    writes = bool(form.event) and form.event not in RECORDED
    return effective_date(form) if writes and state in (APPROVED, SCHEDULED) else ""


def _whom(form: Application, state: str, standard: Rulebook) -> tuple[str, ...]:
    if state == DRAFT:
        return (APPLICANT,)
    return turn(form, state, standard) if state in NEXT else (OFFICE,)
