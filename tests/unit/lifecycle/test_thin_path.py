# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The thinnest path: a form becomes a wanted account, and a missing account a line that creates it."""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from tests.unit.lifecycle.builders import TODAY, account, directory, form, planned, standard, verbs, wanted


def test_an_approved_form_is_wanted_with_tier_and_quota():
    (want,) = wanted(form(1)).accounts
    assert want.fields.account_id == "KEL-2026-0001"
    assert (want.fields.tier, want.fields.quota) == ("pengguna_biasa", 300 * 1024 * 1024)
    assert want.fields.state == "active"
    assert want.basis == "KEL-2026-0001"


def test_a_missing_account_is_created_with_basis_clauses_and_due_date():
    (change,) = planned(wanted(form(1))).changes
    assert (change.verb, change.account, change.basis) == ("create", "pegawai1@kelantan.gov.my", "KEL-2026-0001")
    assert change.due == "2026-01-08"
    assert change.days_late == 158
    assert "KEL-4.3-c" in change.clauses
    assert change.after["quota"] == 300 * 1024 * 1024
    assert not change.destructive
    assert change.reversible
    assert set(change.reason) == {"ms", "en"}


def test_the_deadline_follows_the_calendar_of_the_office():
    """Complete on a Thursday: in Kelantan Friday and Saturday are no working days, in Putrajaya Saturday and Sunday."""
    data = standard().to_dict()
    data["calendar"]["unit_calendars"] = {"putrajaya": "MY-16"}
    rules = type(standard())(data)
    forms = wanted(form(1, complete_on="2026-05-21"), form(2, complete_on="2026-05-21", unit="pejabat"))
    made = plan(forms, directory(), rules, TODAY, unit_calendars={"pejabat": "putrajaya"})
    assert [change.due for change in made.changes] == ["2026-06-02", "2026-05-26"]


def test_an_account_that_is_as_wanted_makes_no_line():
    result = planned(wanted(form(1)), account(1))
    assert verbs(result) == []
    assert result.counts["none"] == 1
