# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan waits for, and from whom: open questions that others answer, and forms on their way to a decision.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    COMPLETE,
    DRAFT,
    INCOMPLETE,
    RECEIVED,
    SUPPORTED,
    Application,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Deadlines

OWNER = "owner"
AGENCY = "agency"
OFFICE = "bptm"
APPLICANT = "applicant"

#: Who answers, in words. Roles of the profile's approval steps come under their own name.
PARTIES: dict[str, tuple[str, str]] = {
    OWNER: ("pemilik standard", "the owner of the standard"),
    AGENCY: ("pentadbir agensi tempat bertugas", "the administrator of the duty agency"),
    OFFICE: ("BPTM (pentadbir emel)", "BPTM (e-mail administrator)"),
    APPLICANT: ("pemohon, melalui penyelia emel", "the applicant, through the e-mail supervisor"),
    "head_of_department": ("Ketua Jabatan", "the head of department"),
    "head_of_division": ("Ketua Bahagian / Unit / Seksyen", "the head of division, unit or section"),
    "pentadbir_uc": ("Pentadbir UC", "the UC administrator"),
    "pentadbir_ad": ("Pentadbir AD", "the AD administrator"),
    "human_resources": ("Pengurus Sumber Manusia", "human resources"),
    "suk": ("SUK", "the State Secretary"),
    "tsuk": ("Timbalan SUK", "the Deputy State Secretary"),
}

#: Topics of questions whose answer comes from somebody else than the office that applies the plan.
ASKED: dict[str, str] = {
    "stamp_request": AGENCY,
    "unstamp_request": AGENCY,
    "stamp_notice": AGENCY,
    "removal_undecided": OWNER,
    "hold_undecided": OWNER,
    "notice_undecided": OWNER,
    "ahead_undecided": OWNER,
    "idle_undecided": OWNER,
    "frozen_undecided": OWNER,
    "reopen_undecided": OWNER,
    "move_gap": OWNER,
    "stamp_first": AGENCY,
    "certificate_missing": "human_resources",
    "inspection_unapproved": "suk",
    "idle_count_undecided": OWNER,
    "archive_hold": OWNER,
}

#: Status of a form -> what is missing.
NEXT: dict[str, tuple[str, str]] = {
    RECEIVED: ("semakan sama ada borang lengkap", "checking that the form is complete"),
    INCOMPLETE: ("maklumat borang yang belum lengkap", "what is missing on the form"),
    COMPLETE: ("sokongan pada borang", "support on the form"),
    SUPPORTED: ("keputusan: diluluskan atau ditolak", "the decision: approved or rejected"),
}
#: Approvals of the profile by the form that needs them.
_APPROVALS: dict[str, tuple[str, ...]] = {
    "OPS-001": ("new_department",),
    "OPS-002": ("new_individual",),
    "JANM-NEW": ("new_service",),
    "JANM-END": ("termination",),
    "ARCHIVE": ("archive",),
}


class Standing(Protocol):
    """The part of `_standard.standard.Standard` that is read here."""

    @property
    def approvals(self) -> Mapping[str, Any]: ...


class Wait(NamedTuple):
    """One form that waits: for whom it is, what is missing and from whom, since which day (ISO).

    `due` is the day by which its account must be there, "" when no clock runs; `what` says it as well.
    """

    subject: str
    basis: str
    what: dict[str, str]
    whom: dict[str, str]
    since: str
    days: int
    due: str = ""


def whom(topic: str) -> dict[str, str] | None:
    """Who else answers this kind of question, in both languages; None = the office that applies the plan."""
    return party(ASKED[topic]) if topic in ASKED else None


def party(*roles: str) -> dict[str, str]:
    """Roles in words, one after the other."""
    named = [PARTIES.get(role, (role, role)) for role in roles]
    return {"ms": ", ".join(ms for ms, _en in named), "en": ", ".join(en for _ms, en in named)}


def waits(
    applications: Iterable[Application], standard: Standing, as_of: date, deadlines: Deadlines | None = None
) -> list[Wait]:
    """The forms without a decision on `as_of`, longest waiting first. A draft waits for nobody.

    With `deadlines`, a form whose clock runs says until when (R023).
    """
    found = list(_waits(applications, standard, as_of, deadlines))
    found.sort(key=lambda one: (one.since or "9999", one.basis))
    return found


def _waits(
    applications: Iterable[Application], standard: Standing, as_of: date, deadlines: Deadlines | None
) -> Iterator[Wait]:
    today = as_of.isoformat()
    for form in applications:
        if form.status == DRAFT or form.status not in NEXT or form.received_on > today:
            continue
        since = form.supported_on if form.status == SUPPORTED else ""
        since = since or form.complete_on or form.received_on
        days = max(0, (as_of - date.fromisoformat(since)).days) if since else 0
        ms, en = NEXT[form.status]
        due = ""
        if deadlines and form.mailbox and form.status in (COMPLETE, SUPPORTED):
            due = deadlines.due(form.complete_on, form.unit)
        if due:
            late = max(0, (as_of - date.fromisoformat(due)).days)
            guess = deadlines is not None and deadlines.estimated(form.complete_on, form.unit)
            ms, en = (
                _until(ms, "sebelum", due, late, "lewat {} hari", guess and "anggaran"),
                _until(en, "due", due, late, "{} days late", guess and "estimate"),
            )
        subject = form.proposed or form.address or form.account or form.name
        yield Wait(subject, form.id, {"ms": ms, "en": en}, party(*turn(form, form.status, standard)), since, days, due)


def _until(what: str, word: str, due: str, late: int, lateness: str, guess: str | bool) -> str:
    """What is missing, and until when: "the decision; due 2026-06-02 (1 days late)"."""
    said = [text for text in (guess, lateness.format(late) if late else "") if text]
    return f"{what}; {word} {due}" + (f" ({', '.join(map(str, said))})" if said else "")


def turn(form: Application, status: str, standard: Standing) -> tuple[str, ...]:
    """The roles whose turn it is while a form has this status, one of NEXT."""
    if status == RECEIVED:
        return (OFFICE,)
    if status == INCOMPLETE:
        return (APPLICANT,)
    steps = [
        step for name in _APPROVALS.get(form.form, ()) for step in standard.approvals.get(name, {}).get("steps", ())
    ]
    deciding = status == SUPPORTED
    for step in steps:
        if bool(step.get("decision")) == deciding:
            return tuple(step["role"])
    return (OFFICE,)
