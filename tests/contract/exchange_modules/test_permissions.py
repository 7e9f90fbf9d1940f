# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""exchange_mailbox_permission: grants with an end, inspection with its approval, drift shown and left."""

from __future__ import annotations

from typing import Any

import pytest

AS_OF = "2026-06-30"


def grant(user: str, until: str = "2026-12-31", **more: Any) -> dict[str, Any]:
    return {"user": user, "until": until, "basis": "ANM-2026-0201", **more}


@pytest.fixture
def box(person):
    """A department mailbox of its own for each test, and three people."""
    number = box.count = getattr(box, "count", 0) + 1
    return person(f"jabatan{number}"), [person(f"p{number}{letter}") for letter in "abc"]


def test_rights_are_given_until_their_day_and_taken_away_after(run, box):
    mailbox, (one, _two, _three) = box
    ask = {"mailbox": mailbox, "grants": [grant(one, rights=["full_access", "send_as"])]}
    done = run.twice("mailbox_permission", **ask, as_of=AS_OF)
    assert [right["right"] for right in done["granted"]] == ["full_access", "send_as"]
    assert dict(run.calls)["Add-MailboxPermission"]["AutoMapping"] is False
    assert done["records"][0]["state"] == "active" and done["records"][0]["basis"] == "ANM-2026-0201"
    last = run("mailbox_permission", **ask, as_of="2026-12-31")
    assert last["changed"] is False, "the last day counts"
    ended = run.twice("mailbox_permission", **ask, as_of="2027-01-01")
    assert {right["right"] for right in ended["removed"]} == {"full_access", "send_as"}
    assert [name for name, _given in run.calls] == ["Remove-MailboxPermission", "Remove-ADPermission"]
    assert all(given["Confirm"] is False for _name, given in run.calls)
    assert ended["records"][0]["state"] == "ended"


def test_what_nobody_granted_is_shown_and_left(run, box, session):
    mailbox, (one, two, _three) = box
    run("mailbox_permission", mailbox=mailbox, grants=[grant(two)], as_of=AS_OF)
    done = run.twice("mailbox_permission", mailbox=mailbox, grants=[grant(one)], as_of=AS_OF)
    assert [right["right"] for right in done["drift"]] == ["full_access"] and done["removed"] == []
    found = run("mailbox_permission_info", mailbox=mailbox)["rights"]
    assert len(found) == 2 and run.writes == []
    done = run.twice("mailbox_permission", mailbox=mailbox, grants=[grant(one)], as_of=AS_OF, remove_others=True)
    assert len(done["removed"]) == 1 and done["drift"] == []


def test_an_inspection_needs_the_approval_of_suk_or_tsuk(run, box):
    mailbox, (one, _two, _three) = box
    for lacking in ({}, {"approval": "SUK.1"}, {"approver": "suk"}):
        answer = run("mailbox_permission", mailbox=mailbox, grants=[grant(one, purpose="inspection", **lacking)])
        assert answer["failed"] and "R181" in answer["msg"] and run.calls == []
    whole = grant(one, purpose="inspection", approval="SUK.600-1/2 (14)", approver="tsuk")
    done = run.twice("mailbox_permission", mailbox=mailbox, grants=[whole], as_of=AS_OF)
    assert done["records"][0]["approver"] == "tsuk"


def test_every_fault_of_the_grants_is_named(run):
    grants = [grant("a@b.my", until="esok"), grant("c@d.my", purpose="inspection", until="2026-13-01")]
    answer = run("mailbox_permission", mailbox="x", grants=grants)
    assert answer["failed"] and len(answer["faults"]) == 3 and run.calls == []
    answer = run("mailbox_permission", mailbox="x", grants=[grant("a@b.my", until="2026-01-01")], as_of="hari ini")
    assert answer["failed"] and "as_of" in answer["msg"] and run.calls == []


def test_the_owner_and_the_servers_are_no_drift(run, box):
    mailbox, _people = box
    done = run("mailbox_permission", mailbox=mailbox, grants=[], as_of=AS_OF)
    assert done["drift"] == [] and done["changed"] is False


def test_a_person_who_is_not_there_is_refused(run, box):
    mailbox, _people = box
    answer = run("mailbox_permission", mailbox=mailbox, grants=[grant("tiada@anm.gov.my")], as_of=AS_OF, check=True)
    assert answer["failed"] and "no object is meant" in answer["msg"]
