# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request machine, replayed for every day of a request's life (profile.md section 3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import STATUSES
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import Done, History, Sent
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.requests import STATES, Request, request_state
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import Duration
from tests.unit.lifecycle.builders import OLD, form, notice

FORM = form(
    1,
    received_on="2026-01-04",
    complete_on="2026-01-05",
    supported_on="2026-01-06",
    decided_on="2026-01-08",
    decided_by="Pentadbir Rangkaian dan E-mel",
    details=(("filed_on", "2026-01-14"),),
)
PAST = History(
    [Done("create", OLD, FORM.id, "2026-01-11", "puan.rohani")], [Sent("created", OLD, "owner", "2026-01-12", FORM.id)]
)


@pytest.mark.parametrize(
    ("day", "state", "since"),
    [
        (3, "draft", ""),
        (4, "received", "2026-01-04"),
        (5, "complete", "2026-01-05"),
        (6, "supported", "2026-01-06"),
        (7, "supported", "2026-01-06"),
        (8, "approved", "2026-01-08"),
        (10, "approved", "2026-01-08"),
        (11, "applied", "2026-01-11"),
        (12, "informed", "2026-01-12"),
        (13, "informed", "2026-01-12"),
        (14, "filed", "2026-01-14"),
    ],
)
def test_R022_R051_R052_R196_a_request_goes_through_its_states_day_by_day(day: int, state: str, since: str) -> None:
    found = request_state(FORM, PAST, date(2026, 1, day))
    assert (found.state, found.since) == (state, since)


@pytest.mark.parametrize("status", ["draft", "received", "incomplete", "complete", "supported"])
def test_R022_an_undecided_form_is_what_it_says_today(status: str) -> None:
    dates = {"draft": 0, "received": 1, "incomplete": 1, "complete": 2, "supported": 3}[status]
    given_ = {"received_on": "2026-01-04", "complete_on": "2026-01-05", "supported_on": "2026-01-06"}
    values = {name: value if place < dates else "" for place, (name, value) in enumerate(given_.items())}
    item = form(1, status=status, decided_on="", **values)
    assert request_state(item, History(), date(2026, 2, 1)).state == status


def test_R048_rejected_and_withdrawn_end_it() -> None:
    rejected = FORM._replace(status="rejected")
    assert request_state(rejected, PAST, date(2026, 1, 7)).state == "supported"
    assert request_state(rejected, PAST, date(2026, 1, 8)) == Request("rejected", "2026-01-08")
    assert request_state(FORM._replace(status="withdrawn", decided_on=""), PAST, date(2026, 3, 1)).state == "withdrawn"


def test_R022_a_form_that_nobody_completes_expires_where_the_profile_says_so() -> None:
    item = form(1, status="incomplete", received_on="2026-01-04", complete_on="", decided_on="")
    month = Duration(days=30)
    assert request_state(item, History(), date(2027, 1, 1)).state == "incomplete"
    assert request_state(item, History(), date(2026, 2, 3), month).state == "incomplete"
    assert request_state(item, History(), date(2026, 2, 4), month) == Request("expired", "2026-02-03")
    assert request_state(FORM, History(), date(2027, 1, 1), month).state == "approved"


def test_R116_what_is_decided_for_later_is_scheduled() -> None:
    later = notice("terminate", on="2026-03-01", decided_on="2026-02-01", received_on="2026-01-31")
    assert request_state(later, History(), date(2026, 2, 28)).state == "scheduled"
    assert request_state(later, History(), date(2026, 3, 1)).state == "approved"


@pytest.mark.parametrize("event", ["object", "hold", "end_hold", "away", "exported", "acknowledge"])
def test_R030_what_writes_nothing_is_applied_on_its_day(event: str) -> None:
    item = notice(event, on="2026-03-01", decided_on="2026-02-01")
    assert request_state(item, History(), date(2026, 2, 28)).state == "scheduled"
    assert request_state(item, History(), date(2026, 3, 1)) == Request("applied", "2026-03-01")


def test_R051_the_archive_form_says_itself_when_the_user_was_told() -> None:
    item = notice("grant", on="2026-03-01", details=(("informed_on", "2026-03-05"),))
    done = History([Done("update", OLD, item.id, "2026-03-02")])
    assert [request_state(item, done, date(2026, 3, day)).state for day in (1, 2, 5)] == [
        "approved",
        "applied",
        "informed",
    ]


@pytest.mark.parametrize(
    ("by", "alone"), [("puan.rohani", False), ("pentadbir  rangkaian dan e-mel", True), ("", False)]
)
def test_R052_R196_who_decided_and_applied_alone_is_shown(by: str, alone: bool) -> None:
    """C12"""
    done = History([Done("create", OLD, FORM.id, "2026-01-11", by)])
    found = request_state(FORM, done, date(2026, 1, 11))
    assert (found.applied_by, found.alone) == (by, alone)


days = st.integers(0, 60).map(lambda number: (date(2026, 1, 1) + timedelta(days=number)).isoformat())
maybe = st.one_of(st.just(""), days)


@given(st.sampled_from(STATUSES), st.lists(maybe, min_size=5, max_size=5), days, st.lists(days, max_size=3))
def test_R022_a_request_never_goes_back(status: str, dates: list[str], effective: str, done: list[str]) -> None:
    """Whatever a form claims: with every day its state is known, and it never goes backwards."""
    received, complete, supported, decided, filed = dates
    item = form(
        1,
        status=status,
        received_on=received,
        complete_on=complete,
        supported_on=supported,
        decided_on=(decided or "2026-01-31") if status in ("approved", "rejected") else "",
        effective_on=effective,
        details=(("filed_on", filed),) if filed else (),
    )
    past = History(
        [Done("create", OLD, item.id, day) for day in done], [Sent("x", OLD, "owner", d, item.id) for d in done]
    )
    seen = [request_state(item, past, date(2026, 1, 1) + timedelta(days=day)).state for day in range(90)]
    assert set(seen) <= set(STATES)
    if received <= complete <= supported <= item.decided_on and status == "approved":
        order = [STATES.index(state) if state != "scheduled" else STATES.index("approved") for state in seen]
        assert order == sorted(order)
