# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules over several fields of JANM's forms and of the archive application, and what becomes of their values.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, model, rules, shape, tables_janm
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.shape import Missing
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import ALWAYS, APPROVED, COMPLETE, Rule

_EMPTY: dict[str, Any] = {}
_NEW, _END = tables_janm.JANM_NEW, tables_janm.JANM_END
_NEW_DECISION = _NEW["decision"].inside or {}
_APPLICANT = _NEW["applicant"].inside or {}
#: Who signs for which service (R048).
_SIGNERS = {model.MYGOVUC: "uc", model.ACTIVE_DIRECTORY: "ad"}
#: Reasons that the form wants in words besides the tick, and those that a letter certifies (R050, R103, R105).
_STATED = (model.INTERNAL_MOVE, model.OTHER_AGENCY, model.BREACH)
_CERTIFIED = (model.OTHER_AGENCY, model.SERVICE_ENDED)


def content(data: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing]) -> None:
    """The rules beyond single fields; adds to both lists."""
    approved = rules.withdrawn(data, problems)
    if data["form"] == model.ARCHIVE:
        _archive(data, missing)
        return
    _signed(data, context, missing)
    if approved:
        _stamped(data, problems)
    if data["form"] == model.JANM_NEW:
        _new(data, context, problems, missing, approved)
    else:
        _end(data, problems, missing)


def _services(data: dict[str, Any]) -> tuple[str, ...]:
    found = data.get("services")
    return tuple(sorted({item for item in found if item in _SIGNERS})) if found.__class__ is list else ()


def _signed(data: dict[str, Any], context: Context, missing: list[Missing]) -> None:
    """An approval has the signature of each system's administrator, a rejection one of them and the reason (R048)."""
    result = rules.at(data, ("decision", "result"))
    signers = [_SIGNERS[service] for service in _services(data)]
    if result == model.REJECTED:
        if any(rules.at(data, ("decision", signer)) for signer in _SIGNERS.values()):
            signers = []
        if context.reason_on_reject(data["form"]):
            _need(missing, data, ("decision", "reason"), _NEW_DECISION["reason"], ALWAYS)
    elif result != model.APPROVED:
        return
    for signer in signers:
        _need(missing, data, ("decision", signer), _NEW_DECISION[signer], ALWAYS)


def _need(missing: list[Missing], data: dict[str, Any], path: Path, rule: Rule, need: int, remedy: str = "") -> None:
    if not rules.at(data, path):
        missing.append(Missing(path, rule._replace(need=need, remedy=remedy or rule.remedy)))


def _stamped(data: dict[str, Any], problems: list[Problem]) -> None:
    stamp = rules.at(data, ("confirmation", "stamp"))
    if stamp and not checks.flag(stamp) and not checks.is_true(stamp):
        problems.append(
            Problem(
                ("confirmation", "stamp"),
                "false",
                "approved without the official stamp of the division or section",
                "Have the form stamped, then write true; or set the decision back to pending.",
                ("R037", "R048"),
                "Cop Rasmi",
            )
        )


def _new(
    data: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing], approved: bool
) -> None:
    services = _services(data)
    raw = data.get("applicant")
    applicant: dict[str, Any] = raw if raw.__class__ is dict else _EMPTY
    category = applicant.get("category") or ""
    _grade(applicant, context, problems)
    _population(applicant, context, problems, missing)
    if category != model.CATEGORY_A and data.get("stamping"):
        problems.append(_stray(("stamping",), data["stamping"], _NEW["stamping"], "is for category A only"))
    if model.MYGOVUC in services:
        _need(missing, data, ("training",), _NEW["training"], APPROVED)
        _need(missing, data, ("decision", "address"), _NEW_DECISION["address"], APPROVED)
        if category != model.CATEGORY_A:
            _need(missing, data, ("supervisor",), _NEW["supervisor"], APPROVED)
    if not approved:
        return
    if model.ACTIVE_DIRECTORY in services and applicant.get("staff") == model.KADER:
        rule = _NEW["services"]._replace(remedy="Reject it, or leave active_directory out.", clauses=("R039",))
        problems.append(shape.wrong(("services",), "active_directory", rule, "is for JANM staff only, not for a kader"))
    address = rules.at(data, ("decision", "address"))
    if address:
        rules.official_address(("decision", "address"), address, "Alamat E-mel", context, problems)
    asked = data.get("add_ons")
    granted = rules.at(data, ("decision", "add_ons"))
    for index, add_on in enumerate(granted if granted.__class__ is list else ()):
        if add_on in model.ADD_ONS and add_on not in (asked if asked.__class__ is list else ()):
            rule = _NEW_DECISION["add_ons"]._replace(remedy="Grant only what the applicant ticked under add_ons.")
            problems.append(shape.wrong(("decision", "add_ons", index), add_on, rule, "was not asked for"))


def _grade(applicant: dict[str, Any], context: Context, problems: list[Problem]) -> None:
    scheme, grade = rules.at(applicant, ("grade", "scheme")), rules.at(applicant, ("grade", "grade"))
    if grade.__class__ is not str or scheme not in ("SSM", "SSPA"):
        return
    why = context.grade_problem(scheme, grade)
    if why:
        row = (_APPLICANT["grade"].inside or {})["grade"]
        problems.append(shape.wrong(("applicant", "grade", "grade"), grade, row, why))


def _population(applicant: dict[str, Any], context: Context, problems: list[Problem], missing: list[Missing]) -> None:
    """Staff or kader, and a kader's category: the paper has no field for either, so the intake asks (R038, R125)."""
    staff, category = applicant.get("staff"), applicant.get("category")
    path: Path = ("applicant", "agency_address")
    rule = _APPLICANT["agency_address"]
    if staff == model.KADER and not category:
        missing.append(Missing(("applicant", "category"), _APPLICANT["category"]._replace(need=COMPLETE)))
    if staff == model.STAFF and category:
        row = _APPLICANT["category"]._replace(remedy="Delete it, or write staff: kader.")
        problems.append(_stray(("applicant", "category"), category, row, "is for a kader only"))
    address = applicant.get("agency_address")
    if category == model.CATEGORY_A and not address:
        missing.append(Missing(path, rule._replace(need=COMPLETE)))
    if address and not checks.address(address):
        why = context.foreign_problem(address)
        if why:
            problems.append(shape.wrong(path, address, rule._replace(clauses=("R013", "R126")), why))


def _stray(path: Path, value: Any, rule: Rule, why: str) -> Problem:
    return shape.wrong(path, value, rule._replace(remedy=rule.remedy or "Delete it."), why)


def _end(data: dict[str, Any], problems: list[Problem], missing: list[Missing]) -> None:
    reason = data.get("reason")
    if reason in _STATED:
        _need(missing, data, ("reason_detail",), _END["reason_detail"], COMPLETE)
    if reason in _CERTIFIED:
        _need(missing, data, ("letter",), _END["letter"], APPROVED)
    if reason == model.INTERNAL_MOVE:
        _need(missing, data, ("changes",), _END["changes"], COMPLETE)
    elif data.get("changes"):
        row = _END["changes"]._replace(remedy="Delete it, or tick internal_move.")
        problems.append(_stray(("changes",), data["changes"], row, "is for a move within JANM only"))


def _archive(data: dict[str, Any], missing: list[Missing]) -> None:
    if rules.at(data, ("decision", "result")) in (model.APPROVED, model.REJECTED):
        rows = tables_janm.ARCHIVE["decision"].inside or {}
        for key in ("by", "on"):
            _need(missing, data, ("decision", key), rows[key], ALWAYS)


def build(data: dict[str, Any], values: dict[str, Any], context: Context) -> Application:
    """The application of a form without faults; `values` are those that all forms have."""
    makers = {model.JANM_NEW: _build_new, model.JANM_END: _build_end, model.ARCHIVE: _build_archive}
    makers[data["form"]](data, values, context)
    stamping = data.get("stamping") or _EMPTY
    values.update(stamp_on=stamping.get("requested_on") or "", stamped_on=stamping.get("confirmed_on") or "")
    return Application(**values)


def _signatures(data: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The decision's day is that of the last signature on it."""
    decision: dict[str, Any] = data.get("decision") or _EMPTY
    signed = [decision[signer] for signer in _SIGNERS.values() if decision.get(signer)]
    last = max(signed, key=lambda signature: str(signature["on"]), default=_EMPTY)
    values.update(decided_on=last.get("on") or "", decided_by=last.get("by") or "")
    confirmation = data.get("confirmation") or _EMPTY
    values.update(supported_on=confirmation.get("on") or "", supported_by=confirmation.get("by") or "")
    return decision


def _build_new(data: dict[str, Any], values: dict[str, Any], context: Context) -> None:
    decision = _signatures(data, values)
    approved = values["status"] == model.APPROVED
    about = data.get("applicant") or _EMPTY
    grade = about.get("grade") or _EMPTY
    scheme, step = grade.get("scheme") or "", grade.get("grade") or ""
    services = _services(data)
    category = about.get("category") or ""
    granted = set(decision.get("add_ons") or ()) if approved else set()
    if approved and model.ACTIVE_DIRECTORY in services:
        granted.add(model.AD_LOGON)
    values.update(
        kind="individual",
        proposed=(data.get("proposed_address") or "").lower(),
        address=(decision.get("address") or "").lower() if approved else "",
        name=" ".join((about.get("name") or "").split()),
        name_order=about.get("name_order") or "",
        post=about.get("post") or "",
        post_class="ordinary",
        grade_scheme=scheme,
        grade=step,
        unit=about.get("unit") or "",
        office_phone=about.get("office_phone") or "",
        staff_key=(about.get("identity") or _EMPTY).get("key") or "",
        tier=context.tier("individual", "ordinary", scheme, step) if step else "",
        trained_on=(data.get("training") or _EMPTY).get("completed_on") or "",
        mailbox=model.MYGOVUC in services and category != model.CATEGORY_A,
        adopt=checks.is_true(data.get("existing_account")),
        staff=about.get("staff") or "",
        category=category,
        agency_address=(about.get("agency_address") or "").lower(),
        storage=decision.get("storage") or "",
        services=services,
        entitlements=tuple(sorted(granted)),
    )


def _build_end(data: dict[str, Any], values: dict[str, Any], _context: Context) -> None:
    _signatures(data, values)
    changes = data.get("changes") or _EMPTY
    grade = changes.get("grade") or _EMPTY
    reason, services = data.get("reason") or "", _services(data)
    letter = data.get("letter") or _EMPTY
    event = "terminate" if model.MYGOVUC in services else model.REVOKE
    effective = letter.get("effective_on") or data.get("ended_on") or ""
    if reason == model.INTERNAL_MOVE:
        event = "change"
    elif reason == model.BREACH:
        # Terminated at once (R104): no date of the form puts it off.
        effective = values["decided_on"]
    values.update(
        event=event,
        account=data["account"],
        effective_on=effective,
        ended_on=data.get("ended_on") or "",
        reason=reason,
        letter_on=letter.get("on") or "",
        post=changes.get("post") or "",
        grade_scheme=grade.get("scheme") or "",
        grade=grade.get("grade") or "",
        unit=changes.get("unit") or "",
        office_phone=changes.get("office_phone") or "",
        services=services,
        entitlements=(model.AD_LOGON,) if model.ACTIVE_DIRECTORY in services else (),
    )


def _build_archive(data: dict[str, Any], values: dict[str, Any], _context: Context) -> None:
    values.update(
        event=model.GRANT if data["action"] == "start" else model.REVOKE,
        account=data["account"],
        effective_on=values["decided_on"],
        reason=data["action"],
        note=data.get("reason") or "",
        entitlements=("archive",),
    )
