# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The accounts that should exist on a day, with the reason for each (design section 2).

Pure: no I/O, and the clock is an argument.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    CATEGORY_A,
    COMPLETE,
    INCOMPLETE,
    MOVE,
    RECEIVED,
    SUPPORTED,
    Application,
    Group,
    Probe,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import Later
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.draft import Draft, draft_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.events import (
    apply_notices,
    effective_date,
    unit_membership,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DEPARTMENT,
    PROBE,
    Fields,
    Question,
    Roster,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.moves import (
    Moves,
    gap,
    hold_for_agency,
    leave_for_agency,
    moves_of,
    stamping,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.people import People, Rights, rights
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import (
    ASK,
    ON_NOTICE,
    Rules,
    StandardView,
    rules_of,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import raw, sentence

#: Basis of the accounts that only probes use.
PROBES_BASIS = "PROBES"


#: Events by which somebody leaves, and the statuses of a form that has come and is not decided.
LEAVING = frozenset({"terminate", MOVE})
PENDING = frozenset({RECEIVED, INCOMPLETE, COMPLETE, SUPPORTED})


class TieredStandard(StandardView, Protocol):
    """The part of `_standard.standard.Standard` that the roster reads."""

    def tier(self, tier_id: str) -> Any: ...

    def tier_for(self, facts: Mapping[str, Any]) -> Any: ...


def roster(
    applications: Iterable[Application],
    standard: TieredStandard,
    probes: Iterable[Probe],
    groups: Mapping[str, Group],
    as_of: date,
) -> Roster:
    """Return the wanted accounts, sorted by account id, and the questions that are open about them.

    Only approved forms with a mailbox count, and only what was decided on or before `as_of`; a notice counts from the
    day it takes effect. `groups` are the groups that we manage, by address; the people of a group's unit belong to it.
    """
    rules = rules_of(standard)
    tiers = _Tiers(standard)
    unit_groups = {address: group.unit for address, group in groups.items() if group.unit}
    split = _split(applications, as_of.isoformat(), rules)
    notices = split.notices
    drafts: dict[str, Draft] = {}
    plain: dict[str, Application] = {}
    moves = moves_of(split.openings, split.stamps)
    questions = list(_foreign(split, moves, drafts, rules, as_of))
    for form in split.openings:
        own = notices.pop(form.id, None)
        moved = moves.to_agency.get(form.id)
        untouched = own is None and moved is None and form.id not in split.told
        if untouched and form.tier and form.kind != DEPARTMENT:
            plain[form.id] = form
            continue
        draft = drafts[form.id] = draft_of(form)
        if unit_groups and draft.kind != DEPARTMENT:
            draft.groups = unit_membership(draft.groups, draft.unit, unit_groups)
        if moved is not None:
            hold_for_agency(draft, moved, as_of)
        if own:
            apply_notices(draft, own, rules, unit_groups, as_of)
        draft.guard.told |= form.id in split.told
        if moved is not None:
            leave_for_agency(draft, moved, rules, as_of)
    people = People(drafts, plain)
    given = rights(people, rules, as_of)
    wanted = [_from_form(form, given, tiers, unit_groups) for form in plain.values()]
    wanted += [_from_draft(draft, people, given, tiers, rules) for draft in drafts.values()]
    wanted += [_probe(probe, tiers) for probe in probes]
    wanted.sort(key=_account_id)
    questions += [_ahead(notice, people, rules) for notice in split.ahead if people.present(notice.account)]
    questions += [question for draft in drafts.values() for question in draft.questions]
    questions += [_orphan(notice, rules) for orphans in notices.values() for notice in orphans]
    questions.sort(key=lambda question: (question.account, question.basis, question.reason["en"]))
    later = sorted(
        [*(Later(effective_date(form), form.account, form.event, form.id) for form in split.later), *given.ends]
    )
    return Roster(tuple(wanted), tuple(questions), tuple(sorted(groups)), tuple(later))


def _account_id(want: Wanted) -> str:
    return want.fields.account_id


def _orphan(notice: Application, rules: Rules) -> Question:
    reason = sentence("notice_target", notice=notice.id, target=notice.account)
    return Question(notice.account, notice.account, notice.id, rules.cite("cover"), reason, topic="notice_target")


class _Split(NamedTuple):
    """The approved forms by what they are: openings, notices in effect by account, openings of category A (our
    address on a foreign mailbox), terminations told ahead about which the owner has not decided, what takes effect on
    a later day, and the accounts about which a movement was told but is not in effect."""

    openings: list[Application]
    notices: dict[str, list[Application]]
    stamps: list[Application]
    ahead: list[Application]
    later: list[Application]
    told: set[str]


def _split(applications: Iterable[Application], today: str, rules: Rules) -> _Split:
    found = _Split([], {}, [], [], [], set())
    for form in applications:
        if form.status != "approved" or form.decided_on > today:
            if form.event in LEAVING and form.status in PENDING and form.received_on <= today:
                found.told.add(form.account)
            continue
        if form.event:
            told = form.event in LEAVING and rules.ahead
            if effective_date(form) <= today or told == ON_NOTICE:
                found.notices.setdefault(form.account, []).append(form)
                continue
            found.later.append(form)
            if form.event in LEAVING:
                found.told.add(form.account)
            if told == ASK:
                found.ahead.append(form)
        elif form.mailbox:
            found.openings.append(form)
        elif form.category == CATEGORY_A:
            found.stamps.append(form)
    return found


def _foreign(split: _Split, moves: Moves, drafts: dict[str, Draft], rules: Rules, as_of: date) -> Iterator[Question]:
    """What is open about the addresses on foreign mailboxes; an address that is held in the gap becomes a draft."""
    for form in split.stamps:
        draft, asked = gap(form, split.notices, moves, rules, as_of)
        if draft is not None:
            drafts[draft.id] = draft
        if asked is not None:
            yield asked
    for form in split.stamps:
        yield from stamping(form, split.notices.pop(form.id, []), rules, moves.after.get(form.id))


def _ahead(notice: Application, people: People, rules: Rules) -> Question:
    reason = sentence("ahead_undecided", effective=notice.effective_on)
    address = people.address(notice.account) or notice.account
    return Question(address, notice.account, notice.id, rules.cite("ahead"), reason, topic="ahead_undecided")


class _Tiers:
    """Decisions of the standard about tiers, each taken once."""

    def __init__(self, standard: TieredStandard) -> None:
        self._standard = standard
        self._named: dict[str, Any] = {}
        self._decided: dict[tuple[str, ...], Any] = {}

    def named(self, tier_id: str) -> Any:
        """The tier of that id, or None."""
        if tier_id not in self._named:
            self._named[tier_id] = self._standard.tier(tier_id)
        return self._named[tier_id]

    @staticmethod
    def cite(tier: Any) -> tuple[str, ...]:
        """The clause that grants a tier, if one does."""
        return (tier.clause,) if tier is not None and tier.clause else ()

    def decide(self, draft: Draft) -> Any:
        """The standard's decision from post and grade."""
        key = (draft.post_class, draft.grade_scheme, draft.grade, draft.kind)
        if key not in self._decided:
            grade = {"scheme": draft.grade_scheme, "grade": draft.grade}
            facts = {"post_class": draft.post_class, "grade": grade, "kind": draft.kind}
            self._decided[key] = self._standard.tier_for(facts)
        return self._decided[key]


def _tier(draft: Draft, tiers: _Tiers, rules: Rules) -> Any:
    """The tier, or None after leaving a question: an undecidable tier is never a default."""
    if draft.tier and not draft.retier:
        return tiers.named(draft.tier)
    decision = tiers.decide(draft)
    if decision.tier is None:
        clauses = (decision.clause,) if decision.clause else rules.cite("tier")
        why = decision.reason
        reason = {language: text.format(why=why[language]) for language, text in raw("tier_undecided").items()}
        who = draft.address or draft.id
        asked = Question(who, draft.id, draft.basis, clauses, reason, blocks=True, topic="tier_undecided")
        draft.questions.append(asked)
    return decision.tier


@lru_cache(maxsize=1024)
def _grade(scheme: str, grade: str) -> str:
    """The grade with its scheme: one text for all who have it."""
    return f"{scheme} {grade}".strip()


def _from_form(form: Application, given: Rights, tiers: _Tiers, unit_groups: Mapping[str, str]) -> Wanted:
    """The account of a form that no notice concerns: most of them, so nothing is copied twice."""
    tier = tiers.named(form.tier)
    groups = form.groups
    if unit_groups:
        groups = tuple(sorted(unit_membership(set(groups), form.unit, unit_groups)))
    fields = Fields(
        form.id,
        form.address,
        form.name,
        form.kind,
        ACTIVE,
        form.tier,
        tier.quota_bytes,
        form.unit,
        form.post,
        _grade(form.grade_scheme, form.grade),
        form.office_phone,
        form.staff_key,
        form.supervisor,
        "",
        (),
        given.opens.get(form.id, ()),
        form.aliases,
        groups,
    )
    want = Wanted(
        fields,
        form.id,
        tiers.cite(tier),
        form.complete_on,
        "",
        form.adopt,
        entitlements=form.entitlements,
        similar=form.similar,
    )
    return want._replace(reasons={"opens": given.basis[form.id]}) if form.id in given.basis else want


def _from_draft(draft: Draft, people: People, given: Rights, tiers: _Tiers, rules: Rules) -> Wanted:
    if draft.id in given.basis:
        draft.reasons["opens"] = given.basis[draft.id]
    tier = _tier(draft, tiers, rules)
    fields = Fields(
        account_id=draft.id,
        address=draft.address,
        name=draft.name,
        kind=draft.kind,
        state=draft.state,
        tier=tier.id if tier is not None else "",
        quota=tier.quota_bytes if tier is not None else 0,
        unit=draft.unit,
        post=draft.post,
        grade=_grade(draft.grade_scheme, draft.grade),
        office_phone=draft.office_phone,
        staff_key=draft.staff_key,
        supervisor=draft.supervisor,
        owner=people.address(draft.owner),
        delegates=tuple(sorted(people.address(one) for one in draft.delegates if people.present(one))),
        opens=given.opens.get(draft.id, ()),
        aliases=tuple(sorted(draft.aliases)),
        groups=tuple(sorted(draft.groups)),
    )
    return Wanted(
        fields=fields,
        basis=draft.basis,
        clauses=tiers.cite(tier),
        complete_on=draft.complete_on,
        since=draft.since,
        adopt=draft.adopt,
        release_on=draft.release_on,
        resume_on=draft.resume_on,
        remove_on=draft.remove_on,
        ended=bool(draft.ended_by),
        resize=draft.resize,
        reasons=draft.reasons,
        entitlements=tuple(sorted(draft.entitlements)),
        at_once=draft.at_once,
        similar=draft.similar,
        care=draft.guard.care(),
    )


def _probe(probe: Probe, tiers: _Tiers) -> Wanted:
    tier = tiers.named(probe.tier)
    quota = probe.quota if probe.quota >= 0 else tier.quota_bytes if tier is not None else 0
    fields = Fields(
        account_id=probe.id,
        address=probe.address,
        name=probe.name,
        kind=PROBE,
        state=ACTIVE,
        tier=probe.tier,
        quota=quota,
        unit=probe.unit,
        aliases=tuple(sorted(probe.aliases)),
        groups=tuple(sorted(probe.groups)),
    )
    return Wanted(fields, PROBES_BASIS, tiers.cite(tier))
