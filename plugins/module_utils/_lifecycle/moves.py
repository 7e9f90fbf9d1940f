# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Category A and B, and the moves between them with the address held in the gap (R118, R125 to R129, C21).

For category A we write nothing to the foreign mailbox: the duty agency's administrator is asked, and confirms.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.draft import Draft, draft_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.events import finish
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import SUSPENDED, Question
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Rules
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import raw, sentence


def stamping(
    form: Application, notices: list[Application], rules: Rules, after: Application | None
) -> Iterator[Question]:
    """What the duty agency's administrator must still do about a second address (R126, R127, R118): we only ask."""
    ends = [notice for notice in notices if notice.event == "terminate"]
    for notice in notices:
        if notice.event != "terminate":
            passed = sentence("stamp_notice", notice=notice.id, unit=form.unit)
            yield Question(form.address, form.id, notice.id, rules.cite("stamp"), passed, topic="stamp_notice")
    basis, key = (ends[-1], "unstamp_request") if ends else (form, "stamp_request")
    if after is not None and not ends:
        # the officer has moved on, and nobody has yet confirmed that the old agency took our address off
        key = "unstamp_request"
        if not form.stamped_on:
            return
        asked = Question(form.address, form.id, after.id, rules.cite("stamp"), _request(form, after, key), topic=key)
        yield asked
        return
    if basis.stamped_on or (ends and not form.stamp_on and not form.stamped_on):
        return
    yield Question(form.address, form.id, basis.id, rules.cite("stamp"), _request(form, basis, key), topic=key)


def _request(form: Application, basis: Application, key: str) -> dict[str, str]:
    return {
        language: text.format(
            unit=form.unit, address=form.address, primary=form.agency_address, asked=basis.stamp_on or "-"
        )
        for language, text in raw(key).items()
    }


class Moves(NamedTuple):
    """Who changes what: account id of a mailbox of ours -> the later form of category A; form of category A -> the
    form that came after it, of either category."""

    to_agency: dict[str, Application]
    after: dict[str, Application]


def moves_of(openings: Iterable[Application], stamps: Iterable[Application]) -> Moves:
    """Pair the forms of the same person."""
    people: dict[str, list[Application]] = {}
    for form in stamps:
        if form.staff_key:
            people.setdefault(form.staff_key, []).append(form)
    found = Moves({}, {})
    if not people:
        return found
    for form in openings:
        if form.staff_key in people:
            people[form.staff_key].append(form)
    for forms in people.values():
        forms.sort(key=lambda form: (form.decided_on, form.id))
        for earlier, later in pairwise(forms):
            if earlier.mailbox and not later.mailbox:
                found.to_agency[earlier.id] = later
            elif not earlier.mailbox:
                found.after[earlier.id] = later
    return found


def hold_for_agency(draft: Draft, form: Application, as_of: date) -> None:
    """B to A, before the notices are applied: nothing is removed here until the stamp there is confirmed (C21)."""
    if not _confirmed(form, as_of):
        draft.guard.told = True
        draft.guard.stamp_first = form.id


def leave_for_agency(draft: Draft, form: Application, rules: Rules, as_of: date) -> None:
    """B to A, after the notices: stamped there and confirmed, so it is closed and later removed here."""
    if draft.ended_by or not _confirmed(form, as_of):
        return
    draft.state, draft.since, draft.ended_by = SUSPENDED, form.stamped_on, form.id
    draft.remove_on, draft.basis = form.stamped_on, form.id
    draft.reasons["state"] = form.id
    finish(draft, rules, as_of)


def _confirmed(form: Application, as_of: date) -> bool:
    return bool(form.stamped_on) and form.stamped_on <= as_of.isoformat()


def gap(
    form: Application, notices: Mapping[str, list[Application]], moves: Moves, rules: Rules, as_of: date
) -> tuple[Draft | None, Question | None]:
    """A to A: between the old agency's confirmation and the new one's nobody holds our address.

    Where the owner has decided so, it is held in a mailbox of ours that nobody opens; else a person is asked.
    """
    earlier = [old for old, later in moves.after.items() if later.id == form.id]
    today = as_of.isoformat()
    released = [
        end.stamped_on
        for old in earlier
        for end in notices.get(old, ())
        if end.event == "terminate" and end.stamped_on and end.stamped_on <= today
    ]
    if not released:
        return None, None
    stamped = _confirmed(form, as_of)
    if rules.holds_gap is None:
        reason = sentence("move_gap", address=form.address, form=form.id)
        asked = Question(form.address, form.id, form.id, rules.cite("stamp"), reason, topic="move_gap")
        return None, None if stamped else asked
    if not rules.holds_gap:
        return None, None
    draft = draft_of(form)
    draft.state, draft.since = SUSPENDED, max(released)
    draft.entitlements, draft.groups, draft.complete_on = set(), set(), ""
    if stamped:
        draft.ended_by, draft.remove_on = form.id, form.stamped_on
        finish(draft, rules, as_of)
    return draft, None
