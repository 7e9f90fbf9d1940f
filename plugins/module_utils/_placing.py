# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where applications stand, from forms, ledger and plan: for application_info and for the report.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import Inputs
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._applications.staff import load_staff
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.coverage import coverage
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, history_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.standing import Place, by_state, places
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

_MAKING = frozenset({"create", "restore"})


def standing(params: Mapping[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What application_info returns about states; `params` are its options. RasmiError for a ledger or plan that lies.

    A ledger or plan that does not exist yet is an empty one.
    """
    history, left = History(), None
    settled: set[str] = set()
    if params["ledger"] and Path(params["ledger"]).exists():
        state = verify(params["ledger"])
        if not state.ok:
            raise RasmiError(f"{params['ledger']}: {'; '.join(state.problems[:5])}. Nothing can be said about states.")
        lines = list(records(params["ledger"]))
        history = history_of(lines)
        settled = {one["key"] for one in lines if one["kind"] == "outcome" and one["result"] == "done"}
    if params["plan"] and Path(params["plan"]).exists():
        made, _checksum = read_plan(Path(params["plan"]))
        left = [change for change in made.changes if change.key not in settled]
    found = placed(inputs.applications.items, history, inputs.standard, inputs.as_of, inputs.reference, left)
    wanted = set(params["ids"])
    shown = [one for one in found if one.application in wanted] if wanted else found
    return {
        "states": by_state(found),
        "states_late": sum(bool(one.days_late) for one in found),
        "requests": [_row(one) for one in shown[: params["show"]]],
        "requests_left": max(0, len(shown) - params["show"]),
        "coverage": _coverage(params, inputs, left),
    }


def _coverage(params: Mapping[str, Any], inputs: Inputs, left: Sequence[Change] | None) -> dict[str, Any] | None:
    if not params["staff"]:
        return None
    reference, forms = inputs.reference, inputs.applications.items
    wanted = roster(forms, inputs.standard, reference.probes, reference.groups or {}, inputs.as_of)
    return staffed(params["staff"], forms, wanted, left, inputs.as_of)


def staffed(
    path: str | None,
    forms: Sequence[Application],
    wanted: Roster,
    left: Sequence[Change] | None,
    as_of: date,
) -> dict[str, Any] | None:
    """The staff list at `path` held against the accounts (R020), None when none is named. FaultsError."""
    if not path:
        return None
    staff = load_staff(path)
    found = coverage(staff.officers, wanted.accounts, forms, _unmade(left or ()), as_of.isoformat())
    return {
        "as_of": staff.as_of,
        "officers": found.officers,
        "covered": found.covered,
        "without": list(found.without),
        "units": found.units,
        "unmade": found.unmade,
        "strangers": list(found.strangers),
    }


def _unmade(left: Iterable[Change]) -> set[str]:
    """Bases and account ids of accounts that are not there: still to be made, or held back by a question."""
    return {
        name
        for change in left
        if change.verb in _MAKING or (change.verb == "ask" and not change.id)
        for name in (change.basis, str(change.after.get("account_id") or ""))
        if name
    }


def placed(
    forms: Iterable[Application],
    history: History,
    standard: Standard,
    as_of: date,
    reference: ReferenceData,
    left: Sequence[Change] | None,
) -> list[Place]:
    """Every application with its place on a day, the latest first; `left` is what a plan has still to do, if known."""
    pending = None if left is None else {change.basis for change in left}
    calendars = {unit.id: unit.calendar for unit in (reference.units or {}).values() if unit.calendar}
    return places(forms, history, standard, as_of, unit_calendars=calendars, pending=pending)


def places_section(found: Sequence[Place], shown: int) -> dict[str, Any]:
    """The report's section: how many applications are in each state, and those that are late."""
    late = [one for one in found if one.days_late]
    return {
        "states": by_state(found),
        "late_states": by_state(late),
        "late": [_row(one) for one in late[:shown]],
        "late_left_out": max(0, len(late) - shown),
    }


def _row(one: Place) -> dict[str, Any]:
    return {
        "application": one.application,
        "form": one.form,
        "state": one.state,
        "since": one.since,
        "waits_for": one.waits_for,
        "whom": one.whom,
        "due": one.due,
        "days_late": one.days_late,
        "applied_by": one.applied_by,
        "alone": one.alone,
    }
