# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who comes back: inside the window, after it, and what becomes of the address (R020, R058)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import (
    OLD,
    account,
    form,
    law,
    notice,
    planned,
    suspended,
    verbs,
    wanted,
)

#: A Monday to Kelantan, whose weekend is Friday and Saturday.
DAY = date(2026, 6, 15)


GONE: dict[str, Any] = {"removed_on": "2026-06-01", "suspended_on": "2026-05-01"}
BACK = {"complete_on": "2026-06-14", "decided_on": "2026-06-14", "staff_key": form(1).staff_key}
LEFT = notice("terminate", on="2026-05-01")


def back(have: Account, rules: Standard, on: date = DAY, **values: Any) -> list[Change]:
    wants = wanted(form(1), LEFT, form(2, **{**BACK, **values}), rules=rules, on=on)
    return list(planned(wants, have, rules=rules, on=on).changes)


def window(days: str = "P20D", **term: Any) -> Standard:
    data = law().to_dict()
    data["controls"]["C-TERM"] |= {"restore_window": days, **term}
    return Standard(data)


def test_R020_inside_the_window_the_same_person_has_the_account_restored() -> None:
    (change,) = back(account(1, state="removed", groups=(), overlay=GONE), window(), post="Ketua")
    assert (change.verb, change.id, change.basis, change.destructive) == ("restore", "uuid-1", "KEL-2026-0002", False)
    assert change.after["account_id"] == "KEL-2026-0002"
    assert change.after["post"] == "Ketua"
    assert (change.after["state"], change.after["removed_on"], change.after["suspended_on"]) == ("active", "", "")
    assert change.after["address"] == "pegawai2@kelantan.gov.my"
    assert change.after["aliases"] == (OLD,)
    # Awal Muharram lies between
    assert (change.due, "KEL-4.3-c" in change.clauses) == ("2026-06-18", True)


def test_R020_the_same_person_may_have_the_same_address() -> None:
    (change,) = back(account(1, state="removed", groups=(), overlay=GONE), window(), address=OLD)
    assert change.verb == "restore"
    assert "address" not in change.after


def test_R020_after_the_window_the_account_is_new_and_the_address_is_not() -> None:
    gone = account(1, state="removed", groups=(), overlay=GONE)
    assert [one.verb for one in back(gone, window("P10D"))] == ["create"]
    assert [one.topic for one in back(gone, window("P10D"), address=OLD)] == ["address_tombstone"]


def test_R020_an_undecided_window_is_asked_about() -> None:
    (change,) = back(account(1, state="removed", groups=(), overlay=GONE), law())
    assert (change.verb, change.topic) == ("ask", "same_person_removed")


def test_R020_who_comes_back_before_the_removal_keeps_the_account_that_is_there() -> None:
    """Also on the very day on which it would have been removed: one line for one account."""
    (change,) = back(suspended("2026-05-01"), law())
    assert (change.verb, change.before["account_id"]) == ("restore", "KEL-2026-0001")
    (change,) = back(account(1, state="suspended"), law())
    assert change.topic == "hand_suspended"


def test_R020_an_ended_account_that_is_as_it_should_be_is_restored_too() -> None:
    """Closed yesterday and at rest: the plan must still know that it holds the address."""
    rules = law()
    ended = wanted(form(1), notice("terminate", on="2026-06-14"), rules=rules, on=DAY).accounts[0]
    have = account(1, overlay={"suspended_on": "2026-06-14"})._replace(fields=ended.fields)
    wants = wanted(form(1), notice("terminate", on="2026-06-14"), form(2, **BACK, address=OLD), rules=rules, on=DAY)
    assert verbs(planned(wants, have, rules=rules)) == ["restore"]


@pytest.mark.parametrize("state", ["suspended", "removed"])
def test_R020_nobody_is_given_the_account_of_somebody_whose_form_names_another_person(state: str) -> None:
    """The server's copy of the staff key is wrong, the ended form says whose account it was."""
    have = account(1, state=state, groups=(), staff_key=form(2).staff_key, overlay={"suspended_on": "2026-06-14"})
    have = have._replace(removed_on="2026-06-14" if state == "removed" else "")
    wants = wanted(form(1), notice("terminate", on="2026-06-14"), form(2), rules=window(), on=DAY)
    found = verbs(planned(wants, have, rules=window()))
    assert "restore" not in found
    assert "create" in found


def test_R020_who_comes_back_under_an_id_that_a_foreign_account_carries_is_asked_about() -> None:
    """Every server refuses to have an id twice."""
    foreign = account(2, groups=())._replace(managed=False)
    wants = wanted(form(1), LEFT, form(2, **BACK), rules=window(), on=DAY)
    made = planned(wants, suspended("2026-05-01"), foreign, rules=window())
    assert [(change.verb, change.topic) for change in made.changes] == [("ask", "id_unmanaged")]


def test_R058_an_address_is_given_to_somebody_else_only_from_its_day() -> None:
    gone = account(1, state="removed", groups=(), overlay=GONE)
    rules = window(reuse_address=True, reuse_after="P30D")
    other = {"address": OLD, "staff_key": form(2).staff_key}
    assert [one.topic for one in back(gone, rules, on=date(2026, 6, 30), **other)] == ["address_tombstone"]
    (change,) = back(gone, rules, on=date(2026, 7, 1), **other)
    assert (change.verb, change.due, change.reversible, change.destructive) == ("purge", "2026-07-01", False, True)
    for undecided in ({"reuse_address": True}, {"reuse_after": "P30D"}, {}):
        (change,) = back(gone, window(**undecided), on=date(2027, 7, 1), **other)
        assert change.topic == "address_tombstone"
    longer = window("P60D", reuse_address=True, reuse_after="P30D")
    assert [one.verb for one in back(gone, longer, on=date(2026, 7, 31), **other)] == ["ask"]
    assert [one.verb for one in back(gone, longer, on=date(2026, 8, 1), **other)] == ["purge"]
