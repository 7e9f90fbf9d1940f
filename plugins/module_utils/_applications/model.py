# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the forms say, as plain values: applications, and the units, groups, supervisors and probes they refer to.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

OPS_001 = "OPS-001"
OPS_002 = "OPS-002"
NOTICE = "NOTICE"
#: JANM's application for MyGovUC and Active Directory, and its termination (S4); the archive procedure's (S3).
JANM_NEW = "JANM-NEW"
JANM_END = "JANM-END"
ARCHIVE = "ARCHIVE"

#: What may happen to an account: notices and records with fields of their own (requirements.md sections 8 to 20).
MOVEMENT = "MOVEMENT"
HR_CERT = "HR-CERT"
INCIDENT = "INCIDENT"
BREACH_FORM = "BREACH"
OBJECTION = "OBJECTION"
RELEASE = "RELEASE"
INSPECTION = "INSPECTION"
CHANGE = "CHANGE"
HOLD = "HOLD"
LEAVE = "LEAVE"
EXPORT = "EXPORT"
DUTIES = "DUTIES"
EVENT_FORMS = (
    *(MOVEMENT, HR_CERT, INCIDENT, BREACH_FORM, OBJECTION, RELEASE, INSPECTION, CHANGE, HOLD, LEAVE, EXPORT, DUTIES),
)

DRAFT = "draft"
RECEIVED = "received"
INCOMPLETE = "incomplete"
COMPLETE = "complete"
SUPPORTED = "supported"
APPROVED = "approved"
REJECTED = "rejected"
WITHDRAWN = "withdrawn"

STATUSES = (DRAFT, RECEIVED, INCOMPLETE, COMPLETE, SUPPORTED, APPROVED, REJECTED, WITHDRAWN)

EVENTS = ("suspend", "resume", "terminate", "rename", "change", "join", "leave", "release")

#: What the two forms grant and end besides: the archive procedure, and the logon to Windows.
GRANT = "grant"
REVOKE = "revoke"

#: What the forms of EVENT_FORMS do besides the events of a NOTICE: an officer leaves, an incident closes an account and
#: is over, somebody objects, records are held and no longer held, an officer is away, a mailbox was exported, a mailbox
#: may be inspected, the duties of a user were acknowledged.
MOVE, CLOSE, REOPEN, OBJECT = "move", "close", "reopen", "object"
HOLD_RECORDS, END_HOLD, AWAY, EXPORTED = "hold", "end_hold", "away", "exported"
INSPECT, ACKNOWLEDGE = "inspect", "acknowledge"
ICT_INCIDENT = "ict_incident"

#: Add-ons of the form (R148), and the logon to Active Directory, which only JANM's own staff have (R039).
ADD_ONS = ("archive", "bmt", "skype")
AD_LOGON = "ad_logon"
MYGOVUC = "mygovuc"
ACTIVE_DIRECTORY = "active_directory"
STAFF = "janm"
KADER = "kader"
#: The duty agency has joined MyGovUC: our address is only a second one there (R125, R126).
CATEGORY_A = "A"
CATEGORY_B = "B"
#: Reasons of the termination form (R105).
INTERNAL_MOVE = "internal_move"
OTHER_AGENCY = "other_agency"
SERVICE_ENDED = "service_ended"
BREACH = "breach"

#: Quota of a probe that simply has its tier's.
TIER_QUOTA = -1


class Application(NamedTuple):
    """One form or notice with its decision.

    Every value is text ("" = not given) unless its type says otherwise; dates are ISO ("2026-01-04"), so that they
    compare as text; addresses are lower case; tuples are sorted. `source` is the file below the forms' directory,
    with "#2" for the second document of a file.

    In a NOTICE, `account` is the id of the application that opened the account, and the fields from `address` to
    `supervisor`, `aliases`, `groups`, `owner` and `delegates` carry the changed values ("" or () = unchanged).
    In an OPS-001, `owner` and `delegates` are ids of opening applications too.
    `address` is what BPTM decided, "" before a decision; `proposed` is the applicant's wish.
    `tier` is "" when the standard cannot decide it: a person must.

    In the JANM forms `services` are what is asked for or ended, `entitlements` what BPTM granted, `storage` the quota
    that it ticked. Of category A (`category`) there is no mailbox of ours: `agency_address` is the primary one at the
    duty agency, `stamp_on` and `stamped_on` are the dates on which its administrator was asked and confirmed.
    `similar` says that the address was decided although it looks like another one. `ended_on` is the date of the form
    where the letter's counts. A JANM-END, an ARCHIVE and the forms of EVENT_FORMS carry `event` like a NOTICE.

    `details` are pairs of name and value (text or tuples) that only rare forms have, named after the fields from which
    they come. In an INSPECTION `delegates` are those who may open the mailbox.
    """

    id: str
    form: str
    status: str
    source: str
    received_on: str = ""
    complete_on: str = ""
    decided_on: str = ""
    result: str = ""
    decision_reason: str = ""
    decided_by: str = ""
    event: str = ""
    account: str = ""
    effective_on: str = ""
    reason: str = ""
    letter_on: str = ""
    kind: str = ""
    address: str = ""
    proposed: str = ""
    name: str = ""
    name_order: str = ""
    post: str = ""
    post_class: str = ""
    grade_scheme: str = ""
    grade: str = ""
    unit: str = ""
    office_phone: str = ""
    staff_key: str = ""
    supervisor: str = ""
    tier: str = ""
    note: str = ""
    trained_on: str = ""
    supported_on: str = ""
    supported_by: str = ""
    mailbox: bool = False
    adopt: bool = False
    owner: str = ""
    delegates: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    staff: str = ""
    category: str = ""
    agency_address: str = ""
    stamp_on: str = ""
    stamped_on: str = ""
    storage: str = ""
    ended_on: str = ""
    services: tuple[str, ...] = ()
    entitlements: tuple[str, ...] = ()
    similar: bool = False
    details: tuple[tuple[str, Any], ...] = ()

    def detail(self, name: str, default: Any = "") -> Any:
        """A value that only few forms have."""
        return next((value for key, value in self.details if key == name), default)


@dataclass
class Applications:
    """Every application of one directory of forms, free of faults.

    `items` is sorted by id. `counts` maps "form", "status", "unit" and "tier" to numbers of applications; unit and
    tier count approved openings only. `digest` (SHA-256, hex) is over the contents of the files, whatever their
    names. `warnings` are sentences about what is not a fault yet, such as a proposed address that cannot be approved.
    `cache` tells how much was re-read: "cold" (all), "partial" or "warm" (nothing). `saved` waits until the cache is
    written.
    """

    items: list[Application]
    counts: dict[str, dict[str, int]]
    digest: str
    warnings: tuple[str, ...] = ()
    cache: str = "cold"
    saved: Callable[[], object] = field(default=lambda: None, repr=False, compare=False)


class Unit(NamedTuple):
    """A department, agency or division; `calendar` names its office calendar in the profile ("" = the profile's)."""

    id: str
    name: str
    calendar: str = ""


class Group(NamedTuple):
    """A group address that people may be members of."""

    address: str
    name: str
    unit: str = ""


class Supervisor(NamedTuple):
    """An e-mail supervisor (penyelia emel), who hands temporary passwords to people (R021).

    `certificate` is a path to the PEM certificate for which those passwords are encrypted.
    """

    id: str
    name: str
    email: str
    certificate: str
    units: tuple[str, ...] = ()


class Probe(NamedTuple):
    """An account that exists only to be tried out; it belongs to nobody.

    `quota` is bytes, 0 = unlimited, TIER_QUOTA = what the tier gives.
    """

    id: str
    address: str
    name: str
    purpose: str
    tier: str
    quota: int = TIER_QUOTA
    unit: str = ""
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReferenceData:
    """What the forms refer to. A table that was not given is None: then nothing is checked against it.

    `digest` (SHA-256, hex) is over the meaning, not the bytes of the files.
    """

    units: dict[str, Unit] | None = None
    groups: dict[str, Group] | None = None
    supervisors: dict[str, Supervisor] | None = None
    probes: tuple[Probe, ...] = ()
    digest: str = field(default="")
