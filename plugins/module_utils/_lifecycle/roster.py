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
from typing import Any, NamedTuple, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    CATEGORY_A,
    Application,
    Group,
    Probe,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import Later
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.events import (
    Draft,
    apply_notices,
    draft_of,
    effective_date,
    unit_membership,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DEPARTMENT,
    PROBE,
    REMOVED,
    Fields,
    Question,
    Roster,
    Wanted,
)
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
    openings, notices, stamps, ahead, coming = _split(applications, as_of.isoformat(), rules)
    drafts: dict[str, Draft] = {}
    plain: dict[str, Application] = {}
    questions = [one for form in stamps for one in _stamping(form, notices.pop(form.id, []), rules)]
    for form in openings:
        own = notices.pop(form.id, None)
        if own is None and form.tier and form.kind != DEPARTMENT:
            plain[form.id] = form
            continue
        draft = drafts[form.id] = draft_of(form)
        if unit_groups and draft.kind != DEPARTMENT:
            draft.groups = unit_membership(draft.groups, draft.unit, unit_groups)
        if own:
            apply_notices(draft, own, rules, unit_groups, as_of)
    people = _People(drafts, plain)
    opens = _departments(people, rules)
    wanted = [_from_form(form, opens, tiers, unit_groups) for form in plain.values()]
    wanted += [_from_draft(draft, people, opens, tiers, rules) for draft in drafts.values()]
    wanted += [_probe(probe, tiers) for probe in probes]
    wanted.sort(key=_account_id)
    questions += [_ahead(notice, people, rules) for notice in ahead if people.present(notice.account)]
    questions += [question for draft in drafts.values() for question in draft.questions]
    questions += [_orphan(notice, rules) for orphans in notices.values() for notice in orphans]
    questions.sort(key=lambda question: (question.account, question.basis, question.reason["en"]))
    later = sorted(Later(effective_date(form), form.account, form.event, form.id) for form in coming)
    return Roster(tuple(wanted), tuple(questions), tuple(sorted(groups)), tuple(later))


def _account_id(want: Wanted) -> str:
    return want.fields.account_id


def _orphan(notice: Application, rules: Rules) -> Question:
    reason = sentence("notice_target", notice=notice.id, target=notice.account)
    return Question(notice.account, notice.account, notice.id, rules.cite("cover"), reason, topic="notice_target")


class _Split(NamedTuple):
    """The approved forms by what they are: openings, notices in effect by account, openings of category A (our
    address on a foreign mailbox), terminations told ahead about which the owner has not decided, and what takes effect
    on a later day."""

    openings: list[Application]
    notices: dict[str, list[Application]]
    stamps: list[Application]
    ahead: list[Application]
    later: list[Application]


def _split(applications: Iterable[Application], today: str, rules: Rules) -> _Split:
    found = _Split([], {}, [], [], [])
    for form in applications:
        if form.status != "approved" or form.decided_on > today:
            continue
        if form.event:
            told = form.event == "terminate" and rules.ahead
            if effective_date(form) <= today or told == ON_NOTICE:
                found.notices.setdefault(form.account, []).append(form)
                continue
            found.later.append(form)
            if told == ASK:
                found.ahead.append(form)
        elif form.mailbox:
            found.openings.append(form)
        elif form.category == CATEGORY_A:
            found.stamps.append(form)
    return found


def _ahead(notice: Application, people: _People, rules: Rules) -> Question:
    reason = sentence("ahead_undecided", effective=notice.effective_on)
    address = people.address(notice.account) or notice.account
    return Question(address, notice.account, notice.id, rules.cite("ahead"), reason, topic="ahead_undecided")


def _stamping(form: Application, notices: list[Application], rules: Rules) -> Iterator[Question]:
    """What the duty agency's administrator must still do about a second address (R126, R127, R118): we only ask."""
    ends = [notice for notice in notices if notice.event == "terminate"]
    for notice in notices:
        if notice.event != "terminate":
            passed = sentence("stamp_notice", notice=notice.id, unit=form.unit)
            yield Question(form.address, form.id, notice.id, rules.cite("stamp"), passed, topic="stamp_notice")
    basis, key = (ends[-1], "unstamp_request") if ends else (form, "stamp_request")
    if basis.stamped_on or (ends and not form.stamp_on and not form.stamped_on):
        return
    reason = {
        language: text.format(
            unit=form.unit, address=form.address, primary=form.agency_address, asked=basis.stamp_on or "-"
        )
        for language, text in raw(key).items()
    }
    yield Question(form.address, form.id, basis.id, rules.cite("stamp"), reason, topic=key)


class _People:
    """Everybody with an account, by account id: with notices (drafts) or just as the form says (plain)."""

    def __init__(self, drafts: Mapping[str, Draft], plain: Mapping[str, Application]) -> None:
        self.drafts = drafts
        self._plain = plain

    def address(self, person: str) -> str:
        """The present primary address, "" for somebody unknown."""
        found = self.drafts.get(person) or self._plain.get(person)
        return found.address if found is not None else ""

    def present(self, person: str) -> bool:
        """True for somebody who has an account that was not terminated."""
        draft = self.drafts.get(person)
        return not draft.ended_by if draft is not None else person in self._plain


def _departments(people: _People, rules: Rules) -> dict[str, tuple[str, ...]]:
    """Which department mailboxes each person opens with the own password (C10): person's account id -> addresses.

    Who has been terminated, or has no account, opens nothing.
    """
    opens: dict[str, set[str]] = {}
    for draft in people.drafts.values():
        if draft.kind != DEPARTMENT or draft.state == REMOVED:
            continue
        named = [person for person in (draft.owner, *draft.delegates) if person]
        lost = sorted({person for person in named if not people.present(person)})
        if lost:
            texts = ", ".join(people.address(person) or person for person in lost)
            draft.question(draft.basis, rules.cite("cover"), "delegate_unknown", addresses=texts)
        for person in named:
            if person not in lost:
                opens.setdefault(person, set()).add(draft.address)
    return {person: tuple(sorted(addresses)) for person, addresses in opens.items()}


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


def _from_form(
    form: Application, opens: Mapping[str, tuple[str, ...]], tiers: _Tiers, unit_groups: Mapping[str, str]
) -> Wanted:
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
        f"{form.grade_scheme} {form.grade}".strip(),
        form.office_phone,
        form.staff_key,
        form.supervisor,
        "",
        (),
        opens.get(form.id, ()),
        form.aliases,
        groups,
    )
    return Wanted(
        fields,
        form.id,
        tiers.cite(tier),
        form.complete_on,
        "",
        form.adopt,
        entitlements=form.entitlements,
        similar=form.similar,
    )


def _from_draft(
    draft: Draft, people: _People, opens: Mapping[str, tuple[str, ...]], tiers: _Tiers, rules: Rules
) -> Wanted:
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
        grade=f"{draft.grade_scheme} {draft.grade}".strip(),
        office_phone=draft.office_phone,
        staff_key=draft.staff_key,
        supervisor=draft.supervisor,
        owner=people.address(draft.owner),
        delegates=tuple(sorted(people.address(one) for one in draft.delegates if people.present(one))),
        opens=opens.get(draft.id, ()),
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
