# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules that look at several fields of one form: claims, decisions, notices, eligibility, the order of dates.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import (
    checks,
    model,
    shape,
    tables,
    tables_events,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.shape import Missing
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import APPROVED, COMPLETE, Rule

_EMPTY: dict[str, Any] = {}

_RECEIVED: Path = ("received_on",)
_COMPLETED: Path = ("complete_on",)
_DECIDED: Path = ("decision", "on")
#: Dates that must lie in the past, per form.
_PAST: dict[str, tuple[Path, ...]] = {
    model.OPS_002: (
        _RECEIVED,
        _COMPLETED,
        ("withdrawn_on",),
        _DECIDED,
        ("applicant", "declared_on"),
        ("training", "completed_on"),
        ("support", "on"),
    ),
    model.OPS_001: (_RECEIVED, _COMPLETED, ("withdrawn_on",), _DECIDED, ("verification", "on")),
    model.NOTICE: (_RECEIVED, _COMPLETED, ("withdrawn_on",), _DECIDED, ("letter", "on")),
}
_PAST |= {
    form: (_RECEIVED, _COMPLETED, ("withdrawn_on",), _DECIDED, *tables_events.PAST.get(form, ()))
    for form in model.EVENT_FORMS
}
_Order = tuple[tuple[Path, Path, str, tuple[str, ...]], ...]
#: What must come before what: earlier, later, what to say, clauses.
_ORDER: _Order = (
    (_RECEIVED, _COMPLETED, "the form was complete before it was received", ("R022",)),
    (_RECEIVED, _DECIDED, "the decision is older than the receipt of the form", ("R022",)),
    (_COMPLETED, _DECIDED, "the decision is older than the complete form", ("R022", "R023")),
    (("applicant", "declared_on"), _COMPLETED, "the form was complete before the applicant signed it", ("R029",)),
    (("support", "on"), _DECIDED, "the decision is older than the support of the head of department", ("R046",)),
    (("verification", "on"), _DECIDED, "the decision is older than the head of department's verification", ("R047",)),
    (("training", "completed_on"), _DECIDED, "the approval is older than the training", ("R027",)),
)
_DECLARED: Path = ("applicant", "declared_on")
_TRAINED: Path = ("training", "completed_on")
_CONFIRMED: Path = ("confirmation", "on")
_UC: Path = ("decision", "uc", "on")
_AD: Path = ("decision", "ad", "on")
_ASKED: Path = ("stamping", "requested_on")
_STAMPED: Path = ("stamping", "confirmed_on")
_WITHDRAWN: Path = ("withdrawn_on",)
_PAST[model.JANM_NEW] = (
    _RECEIVED,
    _COMPLETED,
    _WITHDRAWN,
    _DECLARED,
    _TRAINED,
    _CONFIRMED,
    _UC,
    _AD,
    _ASKED,
    _STAMPED,
)
_PAST[model.JANM_END] = (*_PAST[model.JANM_NEW], ("letter", "on"))
_PAST[model.ARCHIVE] = (_RECEIVED, _COMPLETED, _WITHDRAWN, _DECIDED, ("informed", "on"))
_EARLY = "the decision is older than the {}"
_JANM_ORDER: _Order = (
    _ORDER[0],
    (_DECLARED, _COMPLETED, "the form was complete before the applicant signed it", ("R202", "R203")),
    (_COMPLETED, _UC, _EARLY.format("complete form"), ("R022", "R023")),
    (_COMPLETED, _AD, _EARLY.format("complete form"), ("R022", "R023")),
    (_CONFIRMED, _UC, _EARLY.format("confirmation of the head of division"), ("R037", "R048")),
    (_CONFIRMED, _AD, _EARLY.format("confirmation of the head of division"), ("R037", "R048")),
    (_TRAINED, _UC, "the approval is older than the training", ("R027",)),
    (_ASKED, _STAMPED, "confirmed before it was asked for", ("R126", "R127")),
)
#: Orders of the forms that do not have the common one.
_ORDERS: dict[str, _Order] = {
    model.JANM_NEW: _JANM_ORDER,
    model.JANM_END: _JANM_ORDER,
    model.ARCHIVE: (
        (_RECEIVED, _DECIDED, _EARLY.format("receipt of the form"), ("R137", "R138")),
        (_DECIDED, ("informed", "on"), "the user was told before it was decided", ("R051",)),
    ),
}

_ORDERS |= {form: (*_ORDER, *rows) for form, rows in tables_events.ORDER.items()}

#: All dates that `dates` looks at, per form: those of the form itself, and those inside its blocks.
_DATES: dict[str, tuple[tuple[str, ...], tuple[Path, ...]]] = {
    form: (
        tuple(dict.fromkeys(path[0] for path in paths if len(path) == 1)),
        tuple(dict.fromkeys(path for path in paths if len(path) > 1)),
    )
    for form, past in _PAST.items()
    for paths in [(*past, *(path for row in _ORDERS.get(form, _ORDER) for path in row[:2]))]
}
_REMEMBERED = 20000

#: A decision is signed and dated (R052).
_SIGNED = tuple((key, tables._DECISION[key]._replace(need=tables.ALWAYS)) for key in ("by", "on"))
_NOTICE = tables.NOTICE
#: What a notice must carry besides the common fields, per event: path, row, from which claim on.
_EVENT_NEEDS: dict[str, tuple[tuple[Path, Rule], ...]] = {
    "suspend": ((("effective_on",), _NOTICE["effective_on"]._replace(need=COMPLETE)),),
    "resume": ((("effective_on",), _NOTICE["effective_on"]._replace(need=COMPLETE)),),
    "terminate": (
        (("effective_on",), _NOTICE["effective_on"]._replace(need=COMPLETE)),
        (("letter",), _NOTICE["letter"]._replace(need=APPROVED)),
    ),
    "rename": (
        (("effective_on",), _NOTICE["effective_on"]._replace(need=COMPLETE)),
        (("decision", "address"), tables._DECISION["address"]._replace(need=APPROVED)),
    ),
    "change": (
        (("effective_on",), _NOTICE["effective_on"]._replace(need=COMPLETE)),
        (("changes",), _NOTICE["changes"]._replace(need=COMPLETE, remedy="Write what changes: post, grade, unit ...")),
    ),
    "join": ((("groups",), _NOTICE["groups"]._replace(need=COMPLETE, remedy="List the groups to join.")),),
    "leave": ((("groups",), _NOTICE["groups"]._replace(need=COMPLETE, remedy="List the groups to leave.")),),
    "release": (),
}
#: Fields that only some events have.
_EVENT_ONLY: dict[str, frozenset[str]] = {
    "changes": frozenset({"change", "rename"}),
    "groups": frozenset({"join", "leave"}),
}
#: The owner's own wish needs no letter from anybody else (R101).
_NO_LETTER = "own_request"


def at(data: Any, path: Path) -> Any:
    """The value at a path, None when any step is missing."""
    for step in path:
        if data.__class__ is not dict:
            return None
        data = data.get(step)
    return data


def claim(data: dict[str, Any]) -> int:
    """How far the form says it has come: ALWAYS (nothing claimed), COMPLETE or APPROVED."""
    result = at(data, ("decision", "result"))
    if result == model.APPROVED:
        return APPROVED
    if result == model.REJECTED or data.get("withdrawn_on"):
        return tables.ALWAYS
    return COMPLETE if data.get("complete_on") else tables.ALWAYS


def supported(data: dict[str, Any]) -> bool:
    """Whether the head of department has signed with name, date and stamp."""
    support = data.get("support") or data.get("verification") or data.get("confirmation")
    if support.__class__ is not dict:
        return False
    return bool(support.get("by") and support.get("on") and checks.is_true(support.get("stamp")))


def wants_mailbox(data: dict[str, Any]) -> bool:
    """Whether an OPS-002 asks for e-mail; the form also serves for internet access alone."""
    return "email" in (data.get("services") or ())


def content(data: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing]) -> None:
    """The rules beyond single fields; adds to both lists."""
    if common(data, context, problems, missing):
        addresses(data, context, problems)


#: What `common` and `claim` look at in an OPS-002, blocks with all that is in them. Of other fields they ask at most
#: whether they are filled.
COMMON: tuple[Path, ...] = (
    ("services",),
    ("applicant", "post_class"),
    ("applicant", "grade"),
    ("support", "stamp"),
    ("decision", "result"),
)


def common(data: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing]) -> bool:
    """Those of the rules that look at what many forms share; adds to both lists. Whether the form is approved."""
    approved = decided(data, problems, missing)
    form = data["form"]
    if form == model.NOTICE:
        _notice(data, missing, problems)
        return approved
    mailbox = form == model.OPS_001 or wants_mailbox(data)
    if approved and mailbox and not data["decision"].get("address"):
        missing.append(Missing(("decision", "address"), tables._DECISION["address"]._replace(need=APPROVED)))
    if form == model.OPS_002:
        if not mailbox:
            # The training is one for e-mail (R027); who asks for internet access alone needs none.
            missing[:] = [item for item in missing if item.path[0] != "training"]
        _person(data, context, problems, missing)
    else:
        _department(data, context, problems)
    if approved:
        _stamp(data, problems)
    return approved


def addresses(data: dict[str, Any], context: Context, problems: list[Problem]) -> None:
    """The rules about the addresses that an approved form gives out."""
    address = data["decision"].get("address")
    if address:
        official_address(("decision", "address"), address, tables._DECISION["address"].label, context, problems)
    if data["form"] != model.NOTICE and data.get("aliases").__class__ is list:
        for index, alias in enumerate(data["aliases"]):
            official_address(("aliases", index), alias, "Alamat kedua", context, problems)


def decided(data: dict[str, Any], problems: list[Problem], missing: list[Missing]) -> bool:
    """Whether the form is approved; a decision is signed and dated (R052), and then nothing can be withdrawn."""
    decision = data.get("decision")
    if decision.__class__ is not dict:
        return False
    if decision.get("result") in (model.APPROVED, model.REJECTED):
        for key, rule in _SIGNED:
            if not decision.get(key):
                missing.append(Missing(("decision", key), rule))
    return withdrawn(data, problems)


def withdrawn(data: dict[str, Any], problems: list[Problem]) -> bool:
    """Whether the form is approved; such a form can no longer be withdrawn."""
    if at(data, ("decision", "result")) != model.APPROVED:
        return False
    if data.get("withdrawn_on"):
        problems.append(
            Problem(
                ("withdrawn_on",),
                shape.show(data["withdrawn_on"]),
                "an approved application cannot be withdrawn",
                "Send a NOTICE with event: terminate instead.",
                ("R030",),
                "Tarikh ditarik balik",
            )
        )
    return True


def official_address(path: Path, address: Any, label: str, context: Context, problems: list[Problem]) -> None:
    """An address that is given out must be one of this agency's, and short enough."""
    if checks.address(address):
        return
    why, remedy, clauses = context.address_problem(address)
    if why:
        problems.append(Problem(path, shape.show(address), why, remedy, clauses, label))


def _stamp(data: dict[str, Any], problems: list[Problem]) -> None:
    key = "support" if data["form"] == model.OPS_002 else "verification"
    stamp = at(data, (key, "stamp"))
    if stamp and not checks.flag(stamp) and not checks.is_true(stamp):
        problems.append(
            Problem(
                (key, "stamp"),
                "false",
                "approved without the stamp of the head of department",
                "Have the form stamped, then write true; or set the decision back to pending.",
                ("R045", "R046"),
                "Cop Jawatan",
            )
        )


def _person(data: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing]) -> None:
    applicant = data.get("applicant")
    if applicant.__class__ is not dict:
        return
    scheme, grade = at(applicant, ("grade", "scheme")), at(applicant, ("grade", "grade"))
    if grade.__class__ is not str or scheme not in ("SSM", "SSPA"):
        return
    why = context.grade_problem(scheme, grade)
    if why:
        row = tables._GRADE["grade"]
        problems.append(shape.wrong(("applicant", "grade", "grade"), grade, row, why))
        return
    note = applicant.get("note")
    eligible, reason, clauses = context.eligible(
        str(applicant.get("post_class") or "ordinary"), scheme, grade, note if note.__class__ is str else ""
    )
    if not eligible:
        rule = tables._APPLICANT["note"]
        remedy = f"Write why the account is needed: {reason}" if reason else "Write why the account is needed."
        missing.append(Missing(("applicant", "note"), rule._replace(need=COMPLETE, remedy=remedy, clauses=clauses)))


def _department(data: dict[str, Any], context: Context, problems: list[Problem]) -> None:
    tier = at(data, ("department", "tier"))
    if tier.__class__ is str and tier and context.standard.tier(tier) is None:
        names = ", ".join(item.id for item in context.standard.tiers)
        row = tables._DEPARTMENT["tier"]._replace(remedy=f"The profile has: {names}.")
        problems.append(shape.wrong(("department", "tier"), tier, row, "is not a tier of the profile"))


def _notice(data: dict[str, Any], missing: list[Missing], problems: list[Problem]) -> None:
    event = data.get("event")
    if event not in model.EVENTS:
        return
    for path, rule in _EVENT_NEEDS[event]:
        if not at(data, path) and not (path == ("letter",) and data.get("reason") == _NO_LETTER):
            missing.append(Missing(path, rule))
    for key, events in _EVENT_ONLY.items():
        if data.get(key) and event not in events:
            problems.append(
                shape.wrong(
                    (key,),
                    data[key],
                    _NOTICE[key]._replace(remedy="Delete it, or correct the event."),
                    f"does not belong to a notice of {event}",
                )
            )
    if event != "rename" and at(data, ("decision", "address")):
        row = tables._DECISION["address"]._replace(remedy="Use event: rename.")
        problems.append(
            shape.wrong(("decision", "address"), data["decision"]["address"], row, "only a rename gives a new address")
        )


def date_paths(form: str) -> tuple[Path, ...]:
    """Where the dates of a form stand that `dates` looks at."""
    flat, deep = _DATES[form]
    return (*((key,) for key in flat), *deep)


def dates(data: dict[str, Any], context: Context, problems: list[Problem]) -> str:
    """Order of the dates, and none after `as_of`; returns the latest date that must lie in the past."""
    form = data["form"]
    # Only text can be a date, and thousands of forms have the same dates: what is right once is right again.
    flat, deep = _DATES[form]
    days = tuple(
        [day if (day := data.get(key)).__class__ is str else "" for key in flat]
        + [day if path[0] in data and (day := at(data, path)).__class__ is str else "" for path in deep]
    )
    known = context.dates.get((form, days))
    if known is not None:
        return known
    before = len(problems)
    latest = _dates(data, context, problems)
    if len(problems) == before and len(context.dates) < _REMEMBERED:
        context.dates[form, days] = latest
    return latest


def _dates(data: dict[str, Any], context: Context, problems: list[Problem]) -> str:
    latest = ""
    for path in _PAST[data["form"]]:
        value = at(data, path)
        if not value or checks.day(value):
            continue
        if value > context.as_of:
            problems.append(
                Problem(
                    path,
                    value,
                    f"lies after {context.as_of}, the day for which this is computed",
                    "Correct the date; for a replay of an older day use the forms of that day.",
                    ("R030",),
                    "Tarikh",
                )
            )
        latest = max(latest, value)
    for earlier, later, why, clauses in _ORDERS.get(data["form"], _ORDER):
        first, second = at(data, earlier), at(data, later)
        if first and second and not checks.day(first) and not checks.day(second) and first > second:
            found = f"{second}; {'.'.join(earlier)}: {first}"
            problems.append(Problem(later, found, why, "Correct the dates.", clauses, "Tarikh"))
            break
    return latest
