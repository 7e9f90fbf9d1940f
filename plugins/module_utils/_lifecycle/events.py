# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What notices make of an account: an application and the decisions after it, in date order.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    AWAY,
    BREACH,
    CLOSE,
    END_HOLD,
    EXPORTED,
    GRANT,
    HOLD_RECORDS,
    HR_CERT,
    INSPECT,
    MOVE,
    MOVEMENT,
    OBJECT,
    REOPEN,
    REVOKE,
    Application,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.draft import Draft
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DEPARTMENT,
    REMOVED,
    SUSPENDED,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import CERTIFY, ON_NOTICE, Rules

#: Values that a notice may change and that nothing else depends on.
PLAIN = ("name", "office_phone", "supervisor")
#: Events that make no sense for a terminated account.
NEEDS_LIFE = frozenset({"rename", "change", "join", GRANT})


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
    if draft.guard.moved_by and not draft.ended_by and draft.state == SUSPENDED:
        moved = draft.guard.moved_by
        draft.question(moved, rules.cite("ahead"), "certificate_missing", notice=moved)
    if not draft.ended_by:
        _ask_certificates(draft, rules)
    if draft.ended_by:
        finish(draft, rules, as_of)


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


def _move(draft: Draft, notice: Application, rules: Rules, units: Mapping[str, str]) -> None:
    """An officer leaves: closed on the working day on which it was told; human resources certify it later (R116)."""
    _suspend(draft, notice, rules, units)
    told = notice.received_on or notice.decided_on
    draft.guard.told_on = told if rules.ahead == ON_NOTICE else max(told, notice.effective_on)
    draft.since = min(draft.since, draft.guard.told_on) if rules.ahead == ON_NOTICE else draft.guard.told_on
    draft.guard.moved_by = notice.id


def _close(draft: Draft, notice: Application, rules: Rules, units: Mapping[str, str]) -> None:
    _suspend(draft, notice, rules, units)
    draft.guard.closed_by = notice.id


def _reopen(draft: Draft, notice: Application, rules: Rules, units: Mapping[str, str]) -> None:
    """After an incident only who the profile names lets somebody in again."""
    if not draft.guard.closed_by:
        draft.question(notice.id, rules.cite("incident"), "reopen_without", notice=notice.id)
    elif not rules.reopen_by:
        draft.question(notice.id, rules.cite("incident"), "reopen_undecided", notice=notice.id)
    elif notice.detail("role") in rules.reopen_by:
        draft.guard.closed_by = ""
        _resume(draft, notice, rules, units)


def _resume(draft: Draft, notice: Application, rules: Rules, _units: Mapping[str, str]) -> None:
    if draft.guard.closed_by:
        incident = draft.guard.closed_by
        draft.question(notice.id, rules.cite("incident"), "incident_open", notice=notice.id, incident=incident)
        return
    draft.guard.moved_by = ""
    if draft.state == ACTIVE:
        # what the standard itself suspends is no state of the roster, so only a standard without that is sure
        if not (rules.idle_by_login or rules.unused_after):
            draft.question(notice.id, rules.cite("resume"), "resume_without", notice=notice.id)
        else:
            draft.resume_on = effective_date(notice)
            _decided(draft, notice, "state")
        return
    draft.state, draft.since, draft.ended_by, draft.remove_on, draft.at_once = ACTIVE, "", "", "", False
    draft.resume_on = effective_date(notice)
    _decided(draft, notice, "state")


def _release(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    if notice.detail("overlay") == "block":
        draft.guard.unblock_on, draft.guard.unblock_by = effective_date(notice), notice.id
        return
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


def _ask_certificates(draft: Draft, rules: Rules) -> None:
    """A movement inside the agency updates the profile at once (R116); its certificate is still asked for (R117)."""
    if not rules.clauses.get(CERTIFY):
        return
    for moved in draft.guard.internal:
        if not any(
            moved.decided_on <= one.decided_on or moved.effective_on <= one.effective_on
            for one in draft.guard.certified
        ):
            draft.question(moved.id, rules.cite(CERTIFY), "certificate_missing", notice=moved.id)


def _change(draft: Draft, notice: Application, _rules: Rules, units: Mapping[str, str]) -> None:
    if notice.form == MOVEMENT:
        draft.guard.internal.append(notice)
    elif notice.form == HR_CERT:
        draft.guard.certified.append(notice)
    if notice.owner:
        # a mailbox that was suspended because its officer had left
        draft.resume_on = effective_date(notice)
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


def _object(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.guard.objected_on, draft.guard.objection = notice.effective_on, notice.id


def _hold(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.guard.holds.add(notice.id)


def _end_hold(draft: Draft, notice: Application, rules: Rules, _units: Mapping[str, str]) -> None:
    hold = notice.detail("hold")
    if hold not in draft.guard.holds:
        draft.question(notice.id, rules.cite("remove"), "hold_unknown", notice=notice.id, hold=hold)
    draft.guard.holds.discard(hold)


def _exported(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.guard.exported_on = notice.effective_on


def _away(draft: Draft, notice: Application, _rules: Rules, _units: Mapping[str, str]) -> None:
    draft.guard.away.append((notice.effective_on, notice.detail("until")))


def _inspect(draft: Draft, notice: Application, rules: Rules, _units: Mapping[str, str]) -> None:
    draft.guard.inspections.append(notice)
    if not notice.detail("role"):
        draft.question(notice.id, rules.cite("inspect"), "inspection_unapproved", notice=notice.id)


_HANDLERS = {
    MOVE: _move,
    CLOSE: _close,
    REOPEN: _reopen,
    OBJECT: _object,
    HOLD_RECORDS: _hold,
    END_HOLD: _end_hold,
    EXPORTED: _exported,
    AWAY: _away,
    INSPECT: _inspect,
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


def finish(draft: Draft, rules: Rules, as_of: date) -> None:
    """A terminated account may go when its day has come and the owner has decided everything that guards it."""
    clauses, guard = rules.cite_end("remove", draft.at_once), draft.guard
    due = bool(draft.remove_on) and draft.remove_on <= as_of.isoformat()
    if not draft.remove_on:
        draft.question(draft.ended_by, clauses, "removal_undecided")
    elif guard.stamp_first:
        draft.question(draft.ended_by, rules.cite("stamp"), "stamp_first", form=guard.stamp_first)
    elif rules.records_hold is None:
        draft.question(draft.ended_by, clauses, "hold_undecided")
    elif rules.minimum_notice is None and not draft.at_once:
        draft.question(draft.ended_by, clauses, "notice_undecided")
    elif due and guard.holds:
        holds = sorted(guard.holds)
        draft.question(holds[0], clauses, "held", holds=", ".join(holds))
    elif due and rules.records_hold and guard.exported_on < (draft.since or "0"):
        draft.question(draft.ended_by, clauses, "export_missing")
    elif due:
        draft.state = REMOVED
