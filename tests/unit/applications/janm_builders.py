# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms of JANM as their owners write them, and what is said about them."""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault
from tests.unit.applications.conftest import Tree, changed, key_of

EVIDENCE = [{"kind": "form_scan", "ref": "ANM 1", "sha256": "ab" * 32}]
CONFIRMED = {"by": "Hasnah binti Ibrahim", "on": "2026-10-06", "stamp": True}
UC = {"by": "Pentadbir UC", "on": "2026-10-07"}
AD = {"by": "Pentadbir AD", "on": "2026-10-08"}


def new(number: int = 1, **changes: Any) -> Tree:
    """An approved JANM-NEW of somebody who serves inside JANM."""
    form: Tree = {
        "application": f"ANM-2026-{number:04d}",
        "form": "JANM-NEW",
        "received_on": "2026-10-04",
        "complete_on": "2026-10-05",
        "services": ["mygovuc", "active_directory"],
        "applicant": {
            "name": "Orang Contoh bin Rekaan",
            "identity": {"key": key_of(f"person {number}"), "last4": "0021"},
            "post": "Akauntan",
            "grade": {"scheme": "SSM", "grade": "W41"},
            "unit": "bptm",
            "mobile_phone": "019-000 0001",
            "staff": "janm",
            "declared_on": "2026-10-04",
        },
        "training": {"completed_on": "2026-09-27"},
        "supervisor": "uc",
        "add_ons": ["archive", "skype"],
        "confirmation": CONFIRMED,
        "decision": {"result": "approved", "address": f"orang{number}@anm.gov.my", "uc": UC, "ad": AD},
        "evidence": EVIDENCE,
    }
    return changed(form, changes)


def kader(category: str = "B", **changes: Any) -> Tree:
    """An approved JANM-NEW of a kader."""
    form = new(
        services=["mygovuc"],
        decision__ad=None,
        applicant__staff="kader",
        applicant__category=category,
        applicant__unit="jcn",
    )
    if category == "A":
        form["applicant"]["agency_address"] = "orang@jpn.gov.my"
        form["stamping"] = {"requested_on": "2026-10-08"}
        del form["supervisor"]
    return changed(form, changes)


def end(reason: str = "service_ended", /, **changes: Any) -> Tree:
    """An approved JANM-END about ANM-2026-0001."""
    form: Tree = {
        "application": "ANM-2026-0090",
        "form": "JANM-END",
        "received_on": "2026-11-02",
        "complete_on": "2026-11-02",
        "services": ["mygovuc"],
        "account": "ANM-2026-0001",
        "applicant": {
            "name": "Orang Contoh bin Rekaan",
            "identity": {"key": key_of("person 1")},
            "mobile_phone": "019-000 0001",
            "declared_on": "2026-11-02",
        },
        "ended_on": "2026-11-10",
        "reason": reason,
        "confirmation": {**CONFIRMED, "on": "2026-11-03"},
        "decision": {"result": "approved", "uc": {**UC, "on": "2026-11-04"}},
        "evidence": EVIDENCE,
    }
    if reason in ("service_ended", "other_agency"):
        by = "Pengurus Sumber Manusia"
        form["letter"] = {"ref": "ANM 2", "on": "2026-10-30", "by": by, "effective_on": "2026-11-12"}
    if reason != "service_ended":
        form["reason_detail"] = "Dinyatakan"
    if reason == "internal_move":
        form["changes"] = {"unit": "jcn"}
    return changed(form, changes)


def archive(action: str = "start", /, **changes: Any) -> Tree:
    """An approved ARCHIVE about ANM-2026-0001."""
    form: Tree = {
        "application": "ANM-2026-0095",
        "form": "ARCHIVE",
        "received_on": "2026-11-02",
        "action": action,
        "account": "orang1@anm.gov.my",
        "channel": "memo",
        "decision": {"result": "approved", "by": "Pentadbir UC", "on": "2026-11-03"},
        "informed": {"on": "2026-11-03", "channel": "email"},
        "evidence": EVIDENCE,
    }
    return changed(form, changes)


def one(found: list[Fault]) -> Fault:
    """The only fault."""
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]


def where(found: list[Fault]) -> tuple[str, str, bool]:
    """Field and problem of the only fault, and whether it has a line and a remedy."""
    fault = one(found)
    return fault.field.split(" (")[0], fault.problem, bool(fault.line and fault.remedy)
