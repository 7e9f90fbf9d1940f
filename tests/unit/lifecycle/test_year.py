# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A year of a small department on the platform in memory; `script/replay` plays the year of 9,650 officers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider
from tests.replay import days
from tests.replay.main import replay
from tests.replay.year import FIRST, RATES, Year


def test_a_year_breaks_no_invariant_and_meets_or_reports_every_deadline() -> None:
    """R023 creation in three working days, R103 sixty days, R104 at once, R116 the same day, R097 ninety days.

    R020 who comes back, R102 an incident and its end, R096 an objection, R118 a move to an agency, R195 records held.
    """
    made = replay("fake", 300)
    assert made.broken == []
    assert {kind: row.wrong for kind, row in made.table.items() if row.wrong} == {}
    kinds = {"opening", "retired, 60 days", "breach, next run", "idle, 90 days", "objection", "release"}
    kinds |= {"movement", "movement, 60 days", "incident", "reopen", "hold, not removed", "hold_end, removed"}
    assert kinds | {"rehire", "hired_anew", "to_agency, 14 days", "from_agency"} <= set(made.table)
    for kind in ("opening", "movement"):
        assert made.table[kind].late > 0 and made.table[kind].on_time > 0


def test_the_year_of_janm_has_about_twenty_thousand_events() -> None:
    year = Year(9650)
    assert 18_000 < len(year.events) < 23_000
    kader = sum(officer.staff == "kader" for officer in year.officers.values())
    assert 0.78 < kader / len(year.officers) < 0.82
    assert set(RATES) <= set(year.counts())


def test_the_same_seed_gives_the_same_year() -> None:
    assert Year(50, 7).events == Year(50, 7).events != Year(50, 8).events


@pytest.mark.parametrize("what", ["remove", "release", "suspend"])
def test_a_lifecycle_that_forgets_something_is_noticed(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The replay can fail: without the line of a removal, or of a release, the table has wrong rows."""
    original = days.plan

    def forgetful(*args: object, **kwargs: object) -> object:
        made = original(*args, **kwargs)
        return replace(made, changes=tuple(change for change in made.changes if change.verb != what))

    monkeypatch.setattr(days, "plan", forgetful)
    made = replay("fake", 120, FIRST + timedelta(days=120))
    assert any(row.wrong for row in made.table.values())


def test_an_unasked_release_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that unlocks while it converges breaks the invariant, and the replay says so."""
    apply = FakeProvider.apply

    def unlocking(self: FakeProvider, *args: object, **kwargs: object) -> object:
        outcomes = apply(self, *args, **kwargs)
        accounts = self.server.accounts
        accounts.update({number: account._replace(locked_at="") for number, account in accounts.items()})
        return outcomes

    monkeypatch.setattr(FakeProvider, "apply", unlocking)
    made = replay("fake", 300, date(2026, 3, 31))
    assert any("unlocked without a decision" in line for line in made.broken)
