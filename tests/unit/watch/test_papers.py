# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deadlines and ledger as items of a round, and an alarm whose way out is shut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _watching
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._notices.sending import Outlet, Submission
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError
from ansible_collections.rasmi.mail.plugins.module_utils._watch_papers import papers
from tests.unit.watch.services import options, outside, two_systems
from tests.unit.watch.test_mail_watch import one_round

LATE = Change("create", "a@kelantan.gov.my", due="2026-11-20", basis="KEL-1")
SOON = Change("create", "b@kelantan.gov.my", due="2026-11-23", basis="KEL-2")
FAR = Change("suspend", "c@kelantan.gov.my", due="2026-12-24", basis="KEL-3")


def seen(tmp_path: Path, changes: tuple[Change, ...] = (), **other: Any) -> dict[str, tuple[str, str]]:
    plan, ledger = tmp_path / "plan.json", tmp_path / "ledger.jsonl"
    if changes:
        write_plan(plan, Plan("fake", "2026-11-21", "kelantan", "x", 1, changes, {}))
    given = {"plan": str(plan), "ledger": str(ledger), "due_days": 3, "as_of": "2026-11-21", "forms": None} | other
    run = Run(Target("mail", "127.0.0.1", ()), {"controls": {}}, ())
    return {one.part: (one.result, one.observed["en"]) for one in papers(run, given).verdicts}


def test_R023_what_is_late_is_red_and_what_is_due_soon_is_named(tmp_path: Path) -> None:
    assert seen(tmp_path, (SOON, FAR))["due"] == (
        "pass",
        "0 late, 1 due within 3 days: 2026-11-23 create b@kelantan.gov.my",
    )
    result, text = seen(tmp_path, (LATE, SOON))["due"]
    assert (result, text.startswith("1 late, 1 due within 3 days: 2026-11-20 create a@")) == ("fail", True)
    with Ledger(tmp_path / "ledger.jsonl") as ledger:
        list(ledger.intents([LATE]))
        ledger.outcome(Outcome(LATE.key, LATE.verb, LATE.account, "done"))
    assert seen(tmp_path)["due"][0] == "pass", "it was done since"


def test_R023_a_plan_that_is_old_or_missing_says_nothing_about_today(tmp_path: Path) -> None:
    assert seen(tmp_path)["due"][0] == "could-not-test"
    assert seen(tmp_path, (FAR,), as_of="2026-11-22")["due"][0] == "pass"
    result, text = seen(tmp_path, as_of="2026-11-23")["due"]
    assert (result, "the plan is of 2026-11-21" in text) == ("could-not-test", True)


def test_a_ledger_that_is_missing_or_was_touched_is_red(tmp_path: Path) -> None:
    assert seen(tmp_path)["ledger"][0] == "could-not-test"
    path = tmp_path / "ledger.jsonl"
    with Ledger(path) as ledger:
        ledger.start("r1", {"plan": "x"})
        ledger.start("r2", {"plan": "y"})
    assert seen(tmp_path)["ledger"] == ("pass", "2 lines intact")
    path.write_text(path.read_text().replace('"x"', '"z"'))
    assert seen(tmp_path)["ledger"][0] == "fail"


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        ({"late": 0, "deadlines": [], "problem": ""}, ("pass", "0 late, 0 about to be late")),
        (
            {"late": 1, "deadlines": [{"application": "KEL-1", "due": "2026-11-19", "state": "late"}], "problem": ""},
            ("fail", "1 late, 0 about to be late: 2026-11-19 KEL-1"),
        ),
        (
            {"late": 0, "deadlines": [], "problem": "3 fault(s)\nsecrets below"},
            ("could-not-test", "Could not be tested: 3 fault(s)"),
        ),
    ],
)
def test_R023_forms_that_wait_too_long_are_red(tmp_path: Path, forms: dict[str, Any], wanted: tuple[str, str]) -> None:
    assert seen(tmp_path, forms=forms)["forms"] == wanted


def test_an_alarm_that_cannot_leave_is_said_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R165: the watch goes on, the notice is a file, and the run warns."""

    class Shut(Outlet):
        channel = "smtp"

        def __init__(self, _target: Submission) -> None: ...

        def send(self, *_message: Any) -> None:
            raise ProviderError("the other system is down too")

        def close(self) -> None: ...

    monkeypatch.setattr(_watching, "open_smtp", Shut)
    box = tmp_path / "outbox"
    smtp = {"host": "luar.test", "security": "starttls"}
    alarm = {"to": ["jaga@luar.test"], "sender": "pantau@luar.test", "smtp": smtp, "outbox": str(box)}
    with two_systems() as (inside, there):
        mails = [outside(there, tmp_path) | {"imap": None}]
        params = options(tmp_path, inside, monkeypatch, doors=["imap"], outside=mails, alarm=alarm)
        params["target"]["ports"] = inside.ports | {"imaps": 1}
        result = one_round(params)
    assert result["turned_red"]
    assert result["warnings_text"] == ["The alarm did not leave: smtp: jaga@luar.test: the other system is down too"]
    assert len(list(box.glob("*.eml"))) == 1
