# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules over several fields of the forms of what happens to an account, and what becomes of their values.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import (
    checks,
    model,
    rules,
    shape,
    tables,
    tables_events,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.shape import Missing
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import APPROVED, COMPLETE, Rule

_EMPTY: dict[str, Any] = {}
#: Fields of each form that become `details`, by name: path of the value.
_DETAILS: dict[str, dict[str, Path]] = {
    model.MOVEMENT: {"movement": ("movement",), "told_by": ("told_by",), "destination": ("destination",)},
    model.HR_CERT: {"movement": ("movement",), "certified_by": ("certified_by",)},
    model.INCIDENT: {
        "incident": ("incident", "ref"),
        "told": ("incident", "told"),
        "role": ("ordered_by", "role"),
        "ordered_by": ("ordered_by", "name"),
    },
    model.BREACH_FORM: {"rule": ("breach", "rule"), "found_by": ("breach", "found_by")},
    model.OBJECTION: {"role": ("objector", "role"), "objector": ("objector", "name")},
    model.RELEASE: {
        "overlay": ("overlay",),
        "checked_by": ("identity", "checked_by"),
        "how": ("identity", "how"),
    },
    model.INSPECTION: {
        "purpose": ("purpose",),
        "scope": ("scope",),
        "until": ("until",),
        "role": ("approval", "role"),
        "approved_by": ("approval", "by"),
    },
    model.HOLD: {"hold": ("hold",)},
    model.LEAVE: {"kind": ("kind",), "until": ("until",)},
    model.EXPORT: {"kept": ("export", "ref"), "sha256": ("export", "sha256")},
    model.DUTIES: {"version": ("version",)},
}
_INCIDENTS = {"suspend": model.CLOSE, "reopen": model.REOPEN, "terminate": "terminate"}


def content(data: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing]) -> None:
    """The rules beyond single fields; adds to both lists."""
    approved = rules.decided(data, problems, missing)
    special = _RULES.get(data["form"])
    if special is not None:
        special(data, context, problems, missing)
    address = rules.at(data, ("decision", "address"))
    if not address:
        return
    if data["form"] != model.CHANGE:
        row = tables._DECISION["address"]._replace(remedy="Use the form CHANGE, or a NOTICE of rename.")
        problems.append(shape.wrong(("decision", "address"), address, row, "this form gives no new address"))
    elif approved:
        rules.official_address(("decision", "address"), address, tables._DECISION["address"].label, context, problems)


def _movement(data: dict[str, Any], _context: Context, problems: list[Problem], missing: list[Missing]) -> None:
    """An internal move is an update of the profile and says what changes; no other one changes anything (C22)."""
    table = tables_events.FORMS[data["form"]]
    if data.get("movement") == tables_events.INTERNAL:
        if not data.get("changes"):
            missing.append(Missing(("changes",), table["changes"]._replace(need=COMPLETE)))
    elif data.get("changes"):
        row = table["changes"]._replace(remedy="Delete it, or write movement: internal.")
        problems.append(shape.wrong(("changes",), data["changes"], row, "is for an internal move only"))
    if data.get("movement") == tables_events.TRANSFER and "destination" in table and not data.get("destination"):
        missing.append(Missing(("destination",), table["destination"]._replace(need=COMPLETE)))


def _incident(data: dict[str, Any], context: Context, problems: list[Problem], _missing: list[Missing]) -> None:
    """Who may let somebody in again is the profile's to say; where it does not, the plan asks."""
    allowed = context.standard.controls.get("C-DISABLE", {}).get("reopen_by")
    role = rules.at(data, ("ordered_by", "role"))
    if data.get("action") == "reopen" and allowed and role and role not in allowed:
        remedy = f"The profile lets {', '.join(sorted(allowed))} reopen."
        row = Rule("Diarahkan oleh: peranan", remedy=remedy, clauses=("R102",))
        problems.append(shape.wrong(("ordered_by", "role"), role, row, "may not reopen an account after an incident"))


def _objection(data: dict[str, Any], context: Context, problems: list[Problem], _missing: list[Missing]) -> None:
    allowed = context.standard.controls.get("C-IDLE", {}).get("object_by")
    role = rules.at(data, ("objector", "role"))
    if allowed and role in (tables_events.OWNER, tables_events.SUPERVISOR) and role not in allowed:
        row = Rule("Aduan oleh: peranan", remedy=f"The profile hears {', '.join(sorted(allowed))}.", clauses=("R096",))
        problems.append(shape.wrong(("objector", "role"), role, row, "may not object by this profile"))


def _inspection(data: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing]) -> None:
    """No rights without the approval of who the profile names; an emergency only where the owner allows one (C11)."""
    rule = tables_events.INSPECTION["approval"]
    emergency = checks.is_true(data.get("emergency"))
    if emergency and context.standard.controls.get("C-INSP", {}).get("emergency") != "after_the_fact":
        row = tables_events.INSPECTION["emergency"]._replace(remedy="Get the approval first.")
        problems.append(shape.wrong(("emergency",), "true", row, "the profile allows none before its approval"))
    elif not emergency and not data.get("approval"):
        missing.append(Missing(("approval",), rule._replace(need=APPROVED)))
    role = rules.at(data, ("approval", "role"))
    allowed = context.approvers("inspection")
    if role and allowed and role not in allowed:
        row = Rule("Kelulusan: jawatan", remedy=f"The profile names {', '.join(allowed)}.", clauses=("R181",))
        problems.append(shape.wrong(("approval", "role"), role, row, "may not approve an inspection"))


def _change(data: dict[str, Any], context: Context, problems: list[Problem], _missing: list[Missing]) -> None:
    grade = rules.at(data, ("changes", "grade"))
    scheme, step = rules.at(grade, ("scheme",)), rules.at(grade, ("grade",))
    if step.__class__ is str and scheme in ("SSM", "SSPA"):
        why = context.grade_problem(scheme, step)
        if why:
            problems.append(shape.wrong(("changes", "grade", "grade"), step, tables._GRADE["grade"], why))


def _hold(data: dict[str, Any], _context: Context, _problems: list[Problem], missing: list[Missing]) -> None:
    if data.get("action") == "end" and not data.get("hold"):
        missing.append(Missing(("hold",), tables_events.HOLD["hold"]._replace(need=COMPLETE)))


_RULES: dict[str, Callable[[dict[str, Any], Context, list[Problem], list[Missing]], None]] = {
    model.MOVEMENT: _movement,
    model.HR_CERT: _movement,
    model.INCIDENT: _incident,
    model.OBJECTION: _objection,
    model.INSPECTION: _inspection,
    model.CHANGE: _change,
    model.HOLD: _hold,
}


def build(data: dict[str, Any], values: dict[str, Any]) -> Application:
    """The application of a form without faults; `values` are those that all forms have."""
    changes = data.get("changes") or _EMPTY
    grade = changes.get("grade") or _EMPTY
    approved = values["status"] == model.APPROVED
    event, reason, effective = _event(data, values)
    found = {name: rules.at(data, path) for name, path in _DETAILS.get(data["form"], {}).items()}
    details = tuple((name, str(value)) for name, value in found.items() if value)
    named = changes.get("delegates") or data.get("inspectors") or ()
    values.update(
        event=event,
        account=data["account"],
        effective_on=effective,
        reason=reason,
        letter_on=rules.at(data, ("letter", "on")) or "",
        address=(rules.at(data, ("decision", "address")) or "").lower() if approved else "",
        name=" ".join((changes.get("name") or "").split()),
        name_order=changes.get("name_order") or "",
        post=changes.get("post") or "",
        post_class=changes.get("post_class") or "",
        grade_scheme=grade.get("scheme") or "",
        grade=grade.get("grade") or "",
        unit=changes.get("unit") or "",
        office_phone=changes.get("office_phone") or "",
        supervisor=changes.get("supervisor") or values["supervisor"],
        owner=changes.get("responsible_officer") or "",
        delegates=tuple(named),
        details=(*values.get("details", ()), *details),
    )
    return Application(**values)


def _event(data: dict[str, Any], values: dict[str, Any]) -> tuple[str, str, str]:
    """Event, reason and the day from which it counts."""
    form, movement = data["form"], data.get("movement") or ""
    decided = values["decided_on"]
    if form in (model.MOVEMENT, model.HR_CERT):
        day = data.get("effective_on") or rules.at(data, ("letter", "effective_on")) or ""
        if movement == tables_events.INTERNAL:
            return "change", model.INTERNAL_MOVE, day
        reason = model.OTHER_AGENCY if movement == tables_events.TRANSFER else model.SERVICE_ENDED
        return (model.MOVE if form == model.MOVEMENT else "terminate"), reason, day
    if form == model.INCIDENT:
        return _INCIDENTS.get(data.get("action") or "", model.CLOSE), model.ICT_INCIDENT, decided
    if form == model.BREACH_FORM:
        return "terminate", model.BREACH, decided
    if form == model.CHANGE:
        address = rules.at(data, ("decision", "address"))
        return ("rename" if address else "change"), "change", data.get("effective_on") or ""
    if form == model.HOLD:
        return (model.HOLD_RECORDS if data.get("action") == "start" else model.END_HOLD), "records", decided
    event, day = {
        model.OBJECTION: (model.OBJECT, data.get("received_on")),
        model.RELEASE: ("release", decided),
        model.INSPECTION: (model.INSPECT, decided),
        model.LEAVE: (model.AWAY, data.get("starts_on")),
        model.EXPORT: (model.EXPORTED, rules.at(data, ("export", "on"))),
        model.DUTIES: (model.ACKNOWLEDGE, data.get("acknowledged_on")),
    }[form]
    return event, data.get("reason") or event, day or ""
