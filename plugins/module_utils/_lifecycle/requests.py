# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request machine: how far a form has come, from the form, the ledger and the notices (profile.md section 3).

draft, received, incomplete, complete, supported, then approved, scheduled, applied, informed, filed; or rejected,
withdrawn, expired. What the form itself can say is judged when it is read (`_applications`): completeness, eligibility,
training, declaration, approvals, evidence, segregation of duties. Here is the rest, for any day.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    ACKNOWLEDGE,
    APPROVED,
    AWAY,
    COMPLETE,
    DRAFT,
    END_HOLD,
    EXPORTED,
    HOLD_RECORDS,
    INCOMPLETE,
    OBJECT,
    RECEIVED,
    REJECTED,
    SUPPORTED,
    WITHDRAWN,
    Application,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.events import effective_date
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import Duration

SCHEDULED, APPLIED, INFORMED, FILED, EXPIRED = "scheduled", "applied", "informed", "filed", "expired"
#: In the order in which a request goes through them; the last three end it early.
STATES = (
    *(DRAFT, RECEIVED, INCOMPLETE, COMPLETE, SUPPORTED, APPROVED, SCHEDULED, APPLIED, INFORMED, FILED),
    *(REJECTED, WITHDRAWN, EXPIRED),
)
#: Events that write nothing to a server: they are applied on the day from which they count.
RECORDED = frozenset({OBJECT, HOLD_RECORDS, END_HOLD, AWAY, EXPORTED, ACKNOWLEDGE})
_OPEN = (RECEIVED, INCOMPLETE, COMPLETE, SUPPORTED)
_LATEST = (DRAFT, *_OPEN)


class Request(NamedTuple):
    """Where a request stands: its state, the ISO date from which ("" = not known), who applied it ("" = not known).

    `alone` says that one person decided and applied it: allowed by no document, so it is shown (C12).
    """

    state: str
    since: str = ""
    applied_by: str = ""
    alone: bool = False


def request_state(form: Application, history: History, as_of: date, expires: Duration | None = None) -> Request:
    """The state of a request at the end of a day.

    `history` is what the ledger says was done and told. `expires` is how long a form without a decision stays open,
    None = for ever (C-APPR `expires_after`).
    """
    today = as_of.isoformat()
    if form.status == WITHDRAWN or (form.status == REJECTED and form.decided_on <= today):
        return Request(form.status, form.decided_on)
    if form.status == APPROVED and form.decided_on <= today:
        return _approved(form, history, today)
    state, since = _before(form, today)
    if state in _OPEN and since and expires is not None and as_of > expires.after(date.fromisoformat(since)):
        return Request(EXPIRED, expires.after(date.fromisoformat(since)).isoformat())
    return Request(state, since)


def _before(form: Application, today: str) -> tuple[str, str]:
    """How far the form had come on a day before its decision; one without a decision never says more than it is."""
    for state, day in ((SUPPORTED, form.supported_on), (COMPLETE, form.complete_on), (RECEIVED, form.received_on)):
        if day and day <= today:
            if form.status in _LATEST and _LATEST.index(form.status) < _LATEST.index(state):
                return form.status, day
            return (INCOMPLETE if form.status == INCOMPLETE and state == RECEIVED else state), day
    return DRAFT, ""


def _approved(form: Application, history: History, today: str) -> Request:
    done = [change for change in history.done.get(form.id, ()) if change.on <= today]
    applied = min((change.on for change in done), default="")
    by = next((change.by for change in done if change.on == applied), "")
    day = effective_date(form)
    if not applied and form.event in RECORDED and day <= today:
        applied = day
    if not applied:
        return Request(SCHEDULED if day > today else APPROVED, form.decided_on)
    told = [notice.on for notice in history.sent.get(form.id, ()) if applied <= notice.on <= today]
    informed = min([*told, *filter(None, [_on(form.detail("informed_on"), today)])], default="")
    alone = bool(by) and _same(by, form.decided_by)
    if not informed:
        return Request(APPLIED, applied, by, alone)
    filed = _on(form.detail("filed_on"), today)
    return Request(FILED, max(filed, informed), by, alone) if filed else Request(INFORMED, informed, by, alone)


def _on(day: str, today: str) -> str:
    return day if day and day <= today else ""


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
