# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One form: from the document as read to an Application, with every fault that the form alone shows.

An application that is pending, incomplete or rejected is no fault. One that claims more than it keeps is: the later
the stage it claims, the more must be filled in. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import sys
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import (
    checks,
    forms,
    model,
    rules,
    scans,
    segregation,
    shape,
    tables,
    tables_events,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Problem
from ansible_collections.rasmi.mail.plugins.module_utils._applications.shape import Missing

_EMPTY: dict[str, Any] = {}
#: Texts that are kept once; more would be nearly all different.
_REMEMBERED = 20000


class _Shared(dict[str, str]):
    """What many forms say, each text once. Ansible puts a function of its own in the place of `sys.intern`, which every
    form would call 17 times; a known text is found here in a sixth of its time."""

    def __missing__(self, text: str) -> str:
        # interned as well, because what a helper process sends stays one text only when it is
        kept = sys.intern(text)
        if len(self) < _REMEMBERED:
            self[kept] = kept
        return kept


intern = _Shared().__getitem__


def validate(data: Any, source: str, context: Context, problems: list[Problem]) -> tuple[Application | None, str]:
    """Check one document. Returns the application (None when it has faults) and its latest date ("" = none).

    `problems` is empty before.

    The latest date counts only what must lie in the past at `as_of`, so that a cached result stays right on any
    later day.
    """
    if data.__class__ is not dict:
        problems.append(Problem((), shape.show(data), "a form must be a group of fields", "See the samples."))
        return None, ""
    form = data.get("form")
    table = forms.FORMS.get(form) if form.__class__ is str else None
    if table is None or form not in context.forms:
        rule = tables.OPS_002["form"]._replace(remedy=f"Write {forms.choice(context.forms)}.")
        why = "is not a known form" if table is None else "is not a form of this agency"
        known = shape.wrong(("form",), form, rule, why)
        problems.append(known if form else shape.absent(Missing(("form",), rule)))
        return None, ""
    missing: list[Missing] = []
    shape.walk(data, table, (), problems, missing)
    return judge(data, source, context, problems, missing)


def judge(
    data: dict[str, Any], source: str, context: Context, problems: list[Problem], missing: list[Missing]
) -> tuple[Application | None, str]:
    """The second half of `validate`: the rules beyond single fields, for a form of which each field was checked.

    `problems` and `missing` are what these checks found.
    """
    form = data["form"]
    rooms = _rooms(form)
    rooms.content(data, context, problems, missing)
    segregation.check(data, context, problems)
    claim = rules.claim(data)
    problems.extend(shape.absent(item) for item in missing if item.rule.need <= claim)
    latest = rules.dates(data, context, problems)
    if problems:
        return None, latest
    state = status(data, claim, missing)
    if form in forms.JANM:
        return rooms.build(data, _common(data, source, state), context), latest
    if rooms is not rules:
        return rooms.build(data, _common(data, source, state)), latest
    build = _notice if form == model.NOTICE else _opening
    return build(data, source, state, context), latest


def _rooms(form: str) -> Any:
    """Where the rules of a form are; those of forms that few agencies have are loaded when one comes."""
    if form in forms.JANM:
        from ansible_collections.rasmi.mail.plugins.module_utils._applications import janm

        return janm
    if form in tables_events.FORMS:
        from ansible_collections.rasmi.mail.plugins.module_utils._applications import happened

        return happened
    return rules


def status(data: dict[str, Any], claim: int, missing: list[Missing]) -> str:
    """How far a form without faults has come, which claims `claim` and lacks `missing`."""
    result = (data.get("decision") or _EMPTY).get("result")
    if data.get("withdrawn_on"):
        return model.WITHDRAWN
    if result in (model.APPROVED, model.REJECTED):
        return str(result)
    if not data.get("received_on"):
        return model.DRAFT
    if any(item.rule.need <= tables.COMPLETE for item in missing):
        return model.INCOMPLETE
    if not data.get("complete_on"):
        return model.RECEIVED
    return model.SUPPORTED if rules.supported(data) else model.COMPLETE


def _common(data: dict[str, Any], source: str, status: str) -> dict[str, Any]:
    decision = data.get("decision") or _EMPTY
    return {
        "id": data["application"],
        "form": intern(data["form"]),
        "status": intern(status),
        "source": source,
        "received_on": intern(data.get("received_on") or ""),
        "complete_on": intern(data.get("complete_on") or ""),
        "decided_on": intern(decision.get("on") or ""),
        "result": intern(decision.get("result") or ""),
        "decision_reason": decision.get("reason") or "",
        "decided_by": intern(decision.get("by") or ""),
        "similar": checks.is_true(decision.get("similar_address")),
        "supervisor": intern(data.get("supervisor") or ""),
        "aliases": _addresses(data.get("aliases")),
        "groups": _addresses(data.get("groups")),
        "details": _details(data),
    }


def _details(data: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """What few forms have: scans beside them, and the days on which the user was told and the documents were filed."""
    found = scans.named(data.get("evidence"))
    if data.get("filed_on"):
        found = (*found, ("filed_on", data["filed_on"]))
    if data.get("informed"):
        found = (*found, ("informed_on", data["informed"]["on"]))
    return found


def _opening(data: dict[str, Any], source: str, status: str, context: Context) -> Application:
    individual = data["form"] == model.OPS_002
    values = _common(data, source, status)
    about = data.get("applicant" if individual else "department") or _EMPTY
    support = data.get("support" if individual else "verification") or _EMPTY
    proposed = (data.get("proposed_address") or "").lower()
    address = ((data.get("decision") or _EMPTY).get("address") or "").lower() if status == model.APPROVED else ""
    if individual:
        training = data.get("training") or _EMPTY
        values.update(_person(about, context), trained_on=intern(training.get("completed_on") or ""))
    else:
        values.update(
            owner=about.get("responsible_officer") or "",
            delegates=tuple(about.get("delegates") or ()),
            tier=context.tier("department", "", "", "", about.get("tier") or ""),
        )
    return Application(
        **values,
        kind="individual" if individual else "department",
        proposed=address if proposed == address else proposed,
        address=address,
        name=" ".join((about.get("name") or "").split()),
        unit=intern(about.get("unit") or ""),
        office_phone=about.get("office_phone") or about.get("phone") or "",
        supported_on=intern(support.get("on") or ""),
        supported_by=intern(support.get("by") or ""),
        mailbox=not individual or rules.wants_mailbox(data),
        adopt=checks.is_true(data.get("existing_account")),
    )


def _person(about: dict[str, Any], context: Context) -> dict[str, Any]:
    grade = about.get("grade") or _EMPTY
    post_class = intern(about.get("post_class") or "ordinary")
    scheme, step = intern(grade.get("scheme") or ""), intern(grade.get("grade") or "")
    return {
        "name_order": intern(about.get("name_order") or ""),
        "post": intern(about.get("post") or ""),
        "post_class": post_class,
        "grade_scheme": scheme,
        "grade": step,
        "staff_key": (about.get("identity") or _EMPTY).get("key") or "",
        "note": about.get("note") or "",
        "tier": context.tier("individual", post_class, scheme, step) if step else "",
    }


def _notice(data: dict[str, Any], source: str, status: str, context: Context) -> Application:
    values = _common(data, source, status)
    changes = data.get("changes") or _EMPTY
    grade = changes.get("grade") or _EMPTY
    decision = data.get("decision") or _EMPTY
    approved = status == model.APPROVED
    values.update(
        event=intern(data["event"]),
        account=data["account"],
        effective_on=intern(data.get("effective_on") or (decision.get("on") or "" if approved else "")),
        reason=intern(data.get("reason") or ""),
        letter_on=intern((data.get("letter") or _EMPTY).get("on") or ""),
        address=(decision.get("address") or "").lower() if approved else "",
        proposed=(changes.get("address") or "").lower(),
        name=" ".join((changes.get("name") or "").split()),
        name_order=changes.get("name_order") or "",
        post=changes.get("post") or "",
        post_class=changes.get("post_class") or "",
        grade_scheme=grade.get("scheme") or "",
        grade=grade.get("grade") or "",
        unit=changes.get("unit") or "",
        office_phone=changes.get("office_phone") or "",
        supervisor=changes.get("supervisor") or "",
        aliases=_addresses(changes.get("aliases")),
        owner=changes.get("responsible_officer") or "",
        delegates=tuple(changes.get("delegates") or ()),
    )
    return Application(**values)


def _addresses(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    if len(value) == 1:
        return (intern(value[0].lower()),)
    return tuple(sorted({intern(item.lower()) for item in value}))
