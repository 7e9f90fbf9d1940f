# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The forms of the invented year, as the files that a department would drop."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.replay.year import DOMAIN, UNASKED, Event, Officer, Year, key

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


def opening(officer: Officer, decided: str) -> str:
    """The form that asked for an officer's account."""
    day = officer.since.isoformat()
    category = extra = storage = ad = stamping = ""
    if officer.category:
        category = f"  category: {officer.category}\n"
    if officer.category == "A":
        local = officer.address.partition("@")[0]
        category += f"  agency_address: {local}@{officer.unit}.gov.my\n"
        stamping = f"stamping: {{requested_on: {decided}, confirmed_on: {decided}}}\n"
    else:
        groups, add_ons = ", ".join(sorted(officer.groups)), ", ".join(sorted(officer.add_ons))
        extra = f"groups: [{groups}]\nadd_ons: [{add_ons}]\nsupervisor: uc-putrajaya\n"
        storage = f"  storage: 2 GB\n  add_ons: [{add_ons}]\n"
    if officer.staff == "janm":
        ad = f"  ad: {{by: Pentadbir AD, on: {decided}}}\n"
    return _NEW.format(
        id=officer.id,
        number=officer.number,
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
        address=officer.address,
        category=category,
        extra=extra,
        storage=storage,
        ad=ad,
        stamping=stamping,
        scan=key(f"scan {officer.id}"),
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
    if event.kind in ("archive_start", "archive_end"):
        return _ARCHIVE.format(**values, detail=event.detail)
    if event.kind in _REASONS:
        letter = detail = ""
        if event.kind != "breach":
            letter = (
                f'letter: {{ref: "ANM.200-1 ({event.number})", on: {values["told"]}, by: Pengurus Sumber Manusia, '
                f"effective_on: {values['on']}}}\n"
            )
        if event.kind != "retired":
            detail = "reason_detail: Pejabat baharu\n"
        if event.kind == "internal_move":
            detail += f"changes:\n  unit: {event.detail}\n"
        return _END.format(**values, reason=_REASONS[event.kind], detail=detail, letter=letter)
    what, reason, rest = _NOTICES[event.kind]
    address = f"  address: {values['new']}\n" if what == "rename" else ""
    rest = rest.format(**values, detail=event.detail)
    return _NOTICE.format(**values, event=what, reason=reason, rest=rest, address=address)


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
