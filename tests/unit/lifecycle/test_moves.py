# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Category A and B: the stamp, the moves between agencies, the address held in the gap (R118, R125 to R129, C21)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Directory, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import LOOSE, form, notice

ADDRESS = "kelvin.jugah@anm.gov.my"
KEY = form(1).staff_key
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def janm() -> Standard:
    data = load_standard("janm").to_dict()
    data["controls"]["C-TERM"] |= {"records_hold": False, "minimum_notice": "P14D"}
    return Standard(data)


def kader(number: int, category: str, on: str, **values: Any) -> Application:
    given = {
        "form": "JANM-NEW",
        "address": ADDRESS,
        "tier": "g53",
        "staff": "kader",
        "category": category,
        "mailbox": category == "B",
        "staff_key": KEY,
        "complete_on": on,
        "decided_on": on,
        "unit": "jcn" if category == "B" else "jpn",
        "agency_address": "kelvin@jpn.gov.my" if category == "A" else "",
    }
    return form(number, **{**given, **values})


def made(law: Standard, *forms: Application, have: tuple[Account, ...] = (), on: date = DAY) -> Plan:
    wants = roster(forms, law, (), {}, on)
    return plan(wants, Directory("fake", list(have), complete=True, entitlements=True), law, on, LOOSE)


def mailbox(law: Standard, *forms: Application, on: date = DAY, **overlay: Any) -> Account:
    """The mailbox of the first form, as a server has it."""
    (want,) = roster(forms[:1], law, (), {}, on).accounts
    state = overlay.pop("state", "active")
    fields = want.fields._replace(state=state)
    return Account(**{"id": "uuid-b", "fields": fields, "managed": True, "handle": "h", **overlay})


def shown(result: Plan) -> list[tuple[str, str]]:
    return [(change.verb, change.topic) for change in result.changes]


B1 = kader(1, "B", "2026-03-02")
A2 = kader(2, "A", "2026-11-02")


def stamped(on: str) -> Application:
    return A2._replace(stamp_on="2026-11-03", stamped_on=on)


def test_R126_R127_from_b_to_a_nothing_is_closed_here_before_the_agency_has_confirmed(janm: Standard) -> None:
    """The duty agency has joined MyGovUC: stamped there and verified first."""
    have = (mailbox(janm, B1),)
    assert shown(made(janm, B1, A2, have=have)) == [("ask", "stamp_request")]
    assert shown(made(janm, B1, stamped("2026-11-21"), have=have)) == []


def test_R126_R129_after_the_confirmation_the_mailbox_here_is_closed_and_later_removed(janm: Standard) -> None:
    have = mailbox(janm, B1)
    (change,) = made(janm, B1, stamped("2026-11-20"), have=(have,)).changes
    assert (change.verb, change.basis, change.due) == ("suspend", "KEL-2026-0002", "2026-11-20")
    closed = mailbox(janm, B1, state="suspended", suspended_on="2026-11-20")
    forms = (B1, stamped("2026-11-20"))
    assert made(janm, *forms, have=(closed,), on=date(2026, 12, 3)).changes == ()
    assert shown(made(janm, *forms, have=(closed,), on=date(2026, 12, 4))) == [("remove", "")]


def test_R118_an_end_that_comes_before_the_stamp_closes_but_never_removes(janm: Standard) -> None:
    end = notice("terminate", 1, on="2026-11-05", reason="other_agency", form="JANM-END")
    closed = mailbox(janm, B1, state="suspended", suspended_on="2026-11-05")
    topics = [topic for _verb, topic in shown(made(janm, B1, A2, end, have=(closed,), on=date(2027, 6, 1)))]
    assert sorted(topics) == ["stamp_first", "stamp_request"]
    done = made(janm, B1, stamped("2026-11-21"), end, have=(closed,), on=date(2027, 6, 1))
    assert shown(done) == [("remove", "")]


def test_R118_R129_from_a_to_b_the_mailbox_is_made_here_and_the_old_agency_is_asked(janm: Standard) -> None:
    first = kader(1, "A", "2026-03-02", stamped_on="2026-03-05")
    second = kader(2, "B", "2026-11-17")
    assert shown(made(janm, first, second)) == [("create", ""), ("ask", "unstamp_request")]
    unstamped = notice("terminate", 1, on="2026-11-18", form="JANM-END", stamped_on="2026-11-19")
    assert shown(made(janm, first, second, unstamped)) == [("create", "")]


FIRST = kader(1, "A", "2026-03-02", stamped_on="2026-03-05")
SECOND = kader(2, "A", "2026-11-17", unit="jkr")
RELEASED = notice("terminate", 1, on="2026-11-18", form="JANM-END", stamped_on="2026-11-19")


def holding(janm: Standard) -> Standard:
    data = janm.to_dict()
    data["decisions"]["move_gap"] |= {"status": "decided", "value": "holding_mailbox"}
    return Standard(data)


def test_R118_between_two_agencies_the_gap_is_a_question_while_undecided(janm: Standard) -> None:
    assert shown(made(janm, FIRST, SECOND)) == [("ask", "stamp_request"), ("ask", "unstamp_request")]
    assert sorted(shown(made(janm, FIRST, SECOND, RELEASED))) == [("ask", "move_gap"), ("ask", "stamp_request")]
    confirmed = SECOND._replace(stamped_on="2026-11-20")
    assert made(janm, FIRST, confirmed, RELEASED).changes == ()


def test_R118_the_address_is_held_in_a_mailbox_that_nobody_opens(janm: Standard) -> None:
    law = holding(janm)
    result = made(law, FIRST, SECOND, RELEASED)
    assert shown(result) == [("create", ""), ("ask", "stamp_request")]
    change = result.changes[0]
    assert (change.after["address"], change.after["state"], change.after["suspended_on"]) == (
        ADDRESS,
        "suspended",
        "2026-11-20",
    )
    held = held_by(change)
    assert shown(made(law, FIRST, SECOND, RELEASED, have=(held,))) == [("ask", "stamp_request")]
    confirmed = SECOND._replace(stamped_on="2026-11-25")
    assert made(law, FIRST, confirmed, RELEASED, have=(held,), on=date(2026, 12, 3)).changes == ()
    assert shown(made(law, FIRST, confirmed, RELEASED, have=(held,), on=date(2026, 12, 4))) == [("remove", "")]


def held_by(change: Change) -> Account:
    from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Fields

    values = {name: value for name, value in change.after.items() if name in Fields._fields}
    return Account("uuid-g", Fields(**values), True, handle="h", suspended_on="2026-11-20")


def test_R128_who_goes_back_to_category_b_has_the_old_mailbox_restored(janm: Standard) -> None:
    """B, A, B again: the first mailbox is closed but still there."""
    again = kader(3, "B", "2026-11-18")
    closed = mailbox(janm, B1, state="suspended", suspended_on="2026-11-10")
    result = made(janm, B1, stamped("2026-11-10"), again, have=(closed,))
    assert [(change.verb, change.basis) for change in result.changes if change.verb != "ask"] == [
        ("restore", "KEL-2026-0003")
    ]
