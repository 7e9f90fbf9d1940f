# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The forms of the invented year, as the files that a department would drop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.replay.year import AGENCIES, COMEBACKS, DOMAIN, UNASKED, Event, Officer, Year, key

_NEW = """\
---
application: {id}
form: JANM-NEW
received_on: {received}
complete_on: {since}
services: [mygovuc{logon}]
applicant:
  name: {name}
  name_order: patronymic
  identity: {{key: "hmac-sha256:{person}", last4: "{last4:04d}"}}
  post: Akauntan
  grade: {{scheme: SSM, grade: {grade}}}
  unit: {unit}
  office_phone: 03-000 {last4:04d}
  mobile_phone: 019-000 {last4:04d}
  staff: {staff}
{category}  declared_on: {received}
training: {{completed_on: {received}}}
proposed_address: {address}
{extra}confirmation: {{by: Hasnah binti Ibrahim, post: Ketua Bahagian, on: {since}, stamp: true}}
decision:
  result: approved
  address: {address}
{storage}  uc: {{by: Pentadbir UC, on: {decided}}}
{ad}{stamping}evidence:
  - {{kind: form_scan, ref: "ANM.600-3/2/1 ({number})", sha256: {scan}}}
"""
_END = """\
---
application: {id}
form: JANM-END
received_on: {told}
complete_on: {told}
services: [mygovuc]
account: {officer}
applicant:
  name: {name}
  identity: {{key: "hmac-sha256:{person}", last4: "{last4:04d}"}}
  mobile_phone: 019-000 {last4:04d}
  declared_on: {told}
ended_on: {on}
reason: {reason}
{detail}{letter}confirmation: {{by: Hasnah binti Ibrahim, post: Ketua Bahagian, on: {told}, stamp: true}}
decision:
  result: approved
  uc: {{by: Pentadbir UC, on: {decided}}}
evidence:
  - {{kind: form_scan, ref: "ANM.600-3/2/1 ({id})", sha256: {scan}}}
"""
_ARCHIVE = """\
---
application: {id}
form: ARCHIVE
received_on: {told}
action: {detail}
account: {officer}
channel: email
reason: E-mel projek
decision:
  result: approved
  by: Pentadbir UC
  on: {decided}
informed: {{on: {decided}, channel: email}}
evidence:
  - {{kind: request, ref: "ANM.600-3/2/1 ({id})", sha256: {scan}}}
"""
_NOTICE = """\
---
application: {id}
form: NOTICE
received_on: {told}
event: {event}
account: {officer}
effective_on: {on}
reason: {reason}
{rest}decision:
  result: approved
  by: Pentadbir UC
  on: {decided}
{address}evidence:
  - {{kind: notice, ref: "ANM.600-3/2/1 ({id})", sha256: {scan}}}
"""
_HAPPENED = """\
---
application: {id}
form: {form}
received_on: {told}
account: {officer}
{rest}decision:
  result: approved
  by: Pentadbir UC
  on: {decided}
evidence:
  - {{kind: notice, ref: "ANM.600-3/2/4 ({id})", sha256: {scan}}}
"""
_CERTIFICATE = """\
movement: transfer
certified_by: Zaiton binti Musa
certified_on: {told}
letter: {{ref: "ANM.200-1 ({id})", on: {told}, by: Pengurus Sumber Manusia, effective_on: {on}}}
"""
_INCIDENT = """\
incident: {{ref: "CSIRT {id}", on: {told}}}
action: {action}
ordered_by: {{role: ictso, name: Hamidah binti Salleh}}
"""
#: Kind of event -> form, and its own lines.
_FORMS = {
    "movement": (
        "MOVEMENT",
        "movement: transfer\ntold_by: officer\neffective_on: {on}\ndestination: Jabatan Kerja Raya\n",
    ),
    "certificate": ("HR-CERT", _CERTIFICATE),
    "incident": ("INCIDENT", _INCIDENT.replace("{action}", "suspend")),
    "reopen": ("INCIDENT", _INCIDENT.replace("{action}", "reopen")),
    "breach": ("BREACH", "breach: {{found_on: {told}, rule: Emel berantai, found_by: Hamidah binti Salleh}}\n"),
    "objection": (
        "OBJECTION",
        "objector: {{role: owner, name: Pemilik Akaun}}\nreason: Masih diperlukan\n",
    ),
    "hold": ("HOLD", "action: start\nreason: Siasatan audit\n"),
    "hold_end": ("HOLD", "action: end\nhold: {detail}\nreason: Siasatan selesai\n"),
}
#: Kind of event -> event of a notice, its reason, and the lines that say what changes.
_NOTICES = {
    "grade": ("change", "grade", "changes:\n  grade: {{scheme: SSM, grade: {detail}}}\n"),
    "phone": ("change", "other", "changes:\n  office_phone: 03-000 {last4:04d}\n"),
    "join": ("join", "request", "groups: [{detail}]\n"),
    "leave_group": ("leave", "request", "groups: [{detail}]\n"),
    "rename": ("rename", "marriage", "changes:\n  address: {new}\n"),
    "long_leave": ("suspend", "long_leave", ""),
    "back": ("resume", "returned", ""),
    "release": ("release", "identity_checked", ""),
}
_REASONS = {
    "retired": "service_ended",
    "other_agency": "other_agency",
    "internal_move": "internal_move",
    "breach": "breach",
}


def opening(officer: Officer, decided: str, number: str = "", address: str = "", confirmed: str = "") -> str:
    """The form that asks for an officer's account; `number` and `address` where they are not the first ones.

    `confirmed` is the day on which the agency of category A has added our address.
    """
    address = address or officer.address
    day = officer.since.isoformat()
    category = extra = storage = ad = stamping = ""
    if officer.category:
        category = f"  category: {officer.category}\n"
    if officer.category == "A":
        local = address.partition("@")[0]
        category += f"  agency_address: {local}@{officer.unit}.gov.my\n"
        stamping = f"stamping: {{requested_on: {decided}, confirmed_on: {confirmed or decided}}}\n"
    else:
        groups, add_ons = ", ".join(sorted(officer.groups)), ", ".join(sorted(officer.add_ons))
        extra = f"groups: [{groups}]\nadd_ons: [{add_ons}]\nsupervisor: uc-putrajaya\n"
        storage = f"  storage: 2 GB\n  add_ons: [{add_ons}]\n"
    if officer.staff == "janm":
        ad = f"  ad: {{by: Pentadbir AD, on: {decided}}}\n"
    return _NEW.format(
        id=number or officer.id,
        number=number or officer.number,
        received=(officer.since - timedelta(days=1)).isoformat(),
        since=day,
        decided=decided,
        logon=", active_directory" if officer.staff == "janm" else "",
        name=officer.name,
        person=key(f"person {officer.number}"),
        last4=officer.number % 10000,
        grade=officer.grade,
        unit=officer.unit,
        staff=officer.staff,
        address=address,
        category=category,
        extra=extra,
        storage=storage,
        ad=ad,
        stamping=stamping,
        scan=key(f"scan {number or officer.id}"),
    )


def event_form(event: Event, officer: Officer) -> str:
    """The form or notice of an event, "" where the server shows it by itself."""
    values = {
        "id": event.id,
        "told": event.told.isoformat(),
        "on": event.on.isoformat(),
        "decided": event.decided.isoformat(),
        "officer": officer.id,
        "name": officer.name,
        "person": key(f"person {officer.number}"),
        "last4": event.number % 10000,
        "new": f"baru{officer.number}@{DOMAIN}",
        "scan": key(f"scan {event.id}"),
    }
    if event.kind in UNASKED:
        return ""
    if event.kind in COMEBACKS or event.kind == "to_agency":
        return _again(event, officer)
    if event.detail == "JANM-END":
        return _ended(event, "other_agency", values)
    if event.kind in _FORMS and (event.kind != "breach" or event.number % 2):
        name, rest = _FORMS[event.kind]
        return _HAPPENED.format(**values, form=name, rest=rest.format(**values, detail=event.detail))
    if event.kind in ("archive_start", "archive_end"):
        return _ARCHIVE.format(**values, detail=event.detail)
    if event.kind in _REASONS:
        return _ended(event, _REASONS[event.kind], values)
    what, reason, rest = _NOTICES[event.kind]
    address = f"  address: {values['new']}\n" if what == "rename" else ""
    rest = rest.format(**values, detail=event.detail)
    return _NOTICE.format(**values, event=what, reason=reason, rest=rest, address=address)


def _ended(event: Event, reason: str, values: dict[str, Any]) -> str:
    """A JANM-END."""
    letter = detail = ""
    if reason != "breach":
        letter = (
            f'letter: {{ref: "ANM.200-1 ({event.number})", on: {values["told"]}, by: Pengurus Sumber Manusia, '
            f"effective_on: {values['on']}}}\n"
        )
    if reason != "service_ended":
        detail = "reason_detail: Pejabat baharu\n"
    if reason == "internal_move":
        detail += f"changes:\n  unit: {event.detail}\n"
    return _END.format(**values, reason=reason, detail=detail, letter=letter)


def _again(event: Event, officer: Officer) -> str:
    """A JANM-NEW of somebody who has, or had, an account or an address of ours."""
    category = officer.category
    if event.kind in ("to_agency", "from_agency"):
        category = "A" if event.kind == "to_agency" else "B"
    unit = {"to_agency": AGENCIES[0], "from_agency": AGENCIES[1]}.get(event.kind, officer.unit)
    form = replace(officer, since=event.told, category=category, unit=unit, groups=set(), add_ons=set())
    address = f"semula{officer.number}@{DOMAIN}" if event.kind == "hired_anew" else ""
    return opening(form, event.decided.isoformat(), event.id, address, event.on.isoformat())


def write(year: Year, directory: Path) -> int:
    """Write every form of the year below `directory`; how many."""
    texts = [
        (officer.id, opening(year.beginnings[officer.id], year.decided(officer).isoformat()))
        for officer in year.officers.values()
    ]
    for event in year.events:
        text = event_form(event, year.officers[event.officer])
        if text:
            texts.append((event.id, text))
    for number, (name, text) in enumerate(texts):
        place = directory / f"{number // 500:04d}"
        if number % 500 == 0:
            place.mkdir(parents=True)
        (place / f"{name.lower()}.yml").write_text(text, encoding="utf-8")
    return len(texts)
