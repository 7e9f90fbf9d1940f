# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What notices make of an account: an application and the decisions after it, in date order.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    BREACH,
    GRANT,
    REVOKE,
    Application,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DEPARTMENT,
    REMOVED,
    SUSPENDED,
    Question,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import ON_NOTICE, Rules
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence

#: Values that a notice may change and that nothing else depends on.
PLAIN = ("name", "office_phone", "supervisor")
#: Events that make no sense for a terminated account.
NEEDS_LIFE = frozenset({"rename", "change", "join", GRANT})


@dataclass
class Draft:
    """An account while its notices are applied. People are account ids here, addresses only at the end."""

    id: str
    address: str
    kind: str
    name: str
    post: str
    post_class: str
    grade_scheme: str
    grade: str
    unit: str
    office_phone: str
    staff_key: str
    supervisor: str
    tier: str
    owner: str
    delegates: tuple[str, ...]
    aliases: set[str]
    groups: set[str]
    basis: str
    complete_on: str
    adopt: bool
    state: str = ACTIVE
    since: str = ""
    release_on: str = ""
    resume_on: str = ""
    remove_on: str = ""
    ended_by: str = ""
    resize: bool = False
    retier: bool = False
    reasons: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    entitlements: set[str] = field(default_factory=set)
    at_once: bool = False
    similar: bool = False

    def question(self, basis: str, clauses: tuple[str, ...], key: str, *, blocks: bool = False, **values: Any) -> None:
        """Leave a question about this account for a person."""
        reason = sentence(key, **values)
        self.questions.append(Question(self.address or self.id, self.id, basis, clauses, reason, blocks, key))


def draft_of(form: Application) -> Draft:
    """The account as its opening application decided it."""
    return Draft(
        id=form.id,
        address=form.address,
        kind=form.kind,
        name=form.name,
        post=form.post,
        post_class=form.post_class,
        grade_scheme=form.grade_scheme,
        grade=form.grade,
        unit=form.unit,
        office_phone=form.office_phone,
        staff_key=form.staff_key,
        supervisor=form.supervisor,
        tier=form.tier,
        owner=form.owner,
        delegates=form.delegates,
        aliases=set(form.aliases),
        groups=set(form.groups),
        basis=form.id,
        complete_on=form.complete_on,
        adopt=form.adopt,
        entitlements=set(form.entitlements),
        similar=form.similar,
    )


def effective_date(form: Application) -> str:
    """The ISO date from which a notice counts: when it takes effect, and never before it was decided."""
    return max(form.effective_on, form.decided_on)


def apply_notices(
    draft: Draft, notices: Iterable[Application], rules: Rules, unit_groups: Mapping[str, str], as_of: date
) -> None:
    """Apply effective notices in date order; `unit_groups` maps a group that belongs to a unit to that unit."""
    for notice in sorted(notices, key=lambda form: (effective_date(form), form.decided_on, form.id)):
        if draft.ended_by and notice.event in NEEDS_LIFE:
            clauses = rules.cite("suspend")
            draft.question(notice.id, clauses, "notice_after_end", notice=notice.id, ended=draft.ended_by)
            continue
        handler = _HANDLERS.get(notice.event)
        if handler is not None:
            handler(draft, notice, rules, unit_groups)
    if draft.ended_by:
        _removal(draft, rules, as_of)


def _suspend(draft: Draft, notice: Application, rules: Rules, _units: Mapping[str, str]) -> None:
    if draft.state == ACTIVE:
        draft.since = notice.effective_on or notice.decided_on
    draft.state, draft.resume_on = SUSPENDED, ""
    _decided(draft, notice, "state")


def _terminate(draft: Draft, notice: Application, rules: Rules, units: Mapping[str, str]) -> None:
    _suspend(draft, notice, rules, units)
    effective = date.fromisoformat(notice.effective_on or notice.decided_on)
    removal = rules.removal_date(effective)
    if notice.decided_on < draft.since and rules.ahead == ON_NOTICE:
        draft.since = notice.decided_on
    draft.ended_by = notice.id
    draft.at_once = notice.reason == BREACH
    draft.remove_on = effective.isoformat() if draft.at_once else removal.isoformat() if removal else ""
    # What the form leaves ticked stays: ending the mailbox does not end the logon to Windows (R106).
    draft.entitlements -= set(notice.entitlements)
    _leave_listed(draft, notice)


def _resume(draft: Draft, notice: Application, rules: Rules, _units: Mapping[str, str]) -> None:
    if draft.state == ACTIVE:
        draft.question(notice.id, rules.cite("resume"), "resume_without", notice=notice.id)
        return
    draft.state, draft.since, draft.ended_by, draft.remove_on, draft.at_once = ACTIVE, "", "", "", False
    draft.resume_on = effective_date(notice)
    _decided(draft, notice, "state")


def _release(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.release_on = effective_date(notice)
    _decided(draft, notice, "release")


def _rename(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    if notice.address and notice.address != draft.address:
        draft.aliases = (draft.aliases | {draft.address}) - {notice.address}
        draft.address, draft.similar = notice.address, notice.similar
        _decided(draft, notice, "address")
    if notice.name:
        draft.name = notice.name
        _decided(draft, notice, "name")


def _change(draft: Draft, notice: Application, _rules: Rules, units: Mapping[str, str]) -> None:
    for name in (*PLAIN, "owner", "delegates"):
        value = getattr(notice, name)
        if value:
            setattr(draft, name, value)
            _decided(draft, notice, name)
    for name in ("post", "post_class", "grade_scheme", "grade"):
        value = getattr(notice, name)
        if value:
            setattr(draft, name, value)
            draft.retier = draft.kind != DEPARTMENT
            _decided(draft, notice, "grade" if name == "grade_scheme" else name, "tier", "quota")
    if notice.unit and notice.unit != draft.unit:
        draft.groups = unit_membership(draft.groups, notice.unit, units)
        draft.unit = notice.unit
        _decided(draft, notice, "unit", "groups")
    if notice.tier:
        draft.tier, draft.resize, draft.retier = notice.tier, True, False
        _decided(draft, notice, "tier", "quota")
    if notice.aliases:
        draft.aliases |= set(notice.aliases)
        _decided(draft, notice, "aliases")
    _leave_listed(draft, notice)


def _leave_listed(draft: Draft, notice: Application) -> None:
    """The groups that the termination form lists (R156)."""
    if notice.groups:
        draft.groups -= set(notice.groups)
        _decided(draft, notice, "groups")


def _join(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.groups |= set(notice.groups)
    _decided(draft, notice, "groups")


def _leave(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.groups -= set(notice.groups)
    _decided(draft, notice, "groups")


def _grant(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.entitlements |= set(notice.entitlements)
    _decided(draft, notice, "entitlements")


def _revoke(draft: Draft, notice: Application, rules: Rules, _units: Mapping[str, str]) -> None:
    """End add-ons; an archive keeps its contents until the owner has decided about records (C24)."""
    unknown = sorted(set(notice.entitlements) - draft.entitlements)
    if unknown:
        shown = ", ".join(unknown)
        draft.question(notice.id, rules.cite_entitlements(unknown), "end_without", notice=notice.id, entitlements=shown)
    gone = draft.entitlements & set(notice.entitlements)
    if "archive" in gone and rules.records_hold is not False:
        draft.question(notice.id, rules.cite("archive"), "archive_hold")
        gone.discard("archive")
    if gone:
        draft.entitlements -= gone
        _decided(draft, notice, "entitlements")


_HANDLERS = {
    "suspend": _suspend,
    "terminate": _terminate,
    "resume": _resume,
    "release": _release,
    "rename": _rename,
    "change": _change,
    "join": _join,
    "leave": _leave,
    GRANT: _grant,
    REVOKE: _revoke,
}


def unit_membership(groups: set[str], unit: str, unit_groups: Mapping[str, str]) -> set[str]:
    """The groups of somebody who belongs to `unit`: those of other units go, those of this one come."""
    kept = {group for group in groups if unit_groups.get(group, unit) == unit}
    return kept | {group for group, of in unit_groups.items() if of == unit}


def _decided(draft: Draft, notice: Application, *names: str) -> None:
    draft.basis = notice.id
    draft.reasons.update(dict.fromkeys(names, notice.id))


def _removal(draft: Draft, rules: Rules, as_of: date) -> None:
    """A terminated account may go when its day has come and the owner has decided everything that guards it."""
    clauses = rules.cite_end("remove", draft.at_once)
    if not draft.remove_on:
        draft.question(draft.ended_by, clauses, "removal_undecided")
    elif rules.records_hold is None:
        draft.question(draft.ended_by, clauses, "hold_undecided")
    elif rules.minimum_notice is None and not draft.at_once:
        draft.question(draft.ended_by, clauses, "notice_undecided")
    elif not rules.records_hold and draft.remove_on <= as_of.isoformat():
        draft.state = REMOVED
