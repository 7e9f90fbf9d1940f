# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account while its notices are applied.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import Care
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import ACTIVE, Question
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence


@dataclass
class Guard:
    """What guards an account, while its notices are applied (`care.Care`), and what has closed it.

    `closed_by` is the incident that only who the profile names may end; `moved_by` the movement for which human
    resources have still to give the certificate. `stamp_first` is the form of category A on whose confirmation the
    removal waits (C21). `inspections` are those that were approved. `internal` are movements inside the agency, and
    `certified` the certificates of such.
    """

    holds: set[str] = field(default_factory=set)
    exported_on: str = ""
    objected_on: str = ""
    objection: str = ""
    away: list[tuple[str, str]] = field(default_factory=list)
    told: bool = False
    told_on: str = ""
    unblock_on: str = ""
    unblock_by: str = ""
    closed_by: str = ""
    moved_by: str = ""
    stamp_first: str = ""
    inspections: list[Application] = field(default_factory=list)
    internal: list[Application] = field(default_factory=list)
    certified: list[Application] = field(default_factory=list)

    def care(self) -> Care:
        """What the plan needs of it."""
        away = tuple(sorted(self.away))
        return Care(
            tuple(sorted(self.holds)),
            self.exported_on,
            self.objected_on,
            self.objection,
            away,
            self.told,
            self.told_on,
            self.unblock_on,
            self.unblock_by,
        )


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
    guard: Guard = field(default_factory=Guard)

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
