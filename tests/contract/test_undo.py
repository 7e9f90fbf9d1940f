# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Undo on every platform: account_undo reads the ledger, and the ordinary applying path carries its plan out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _applying, _undoing
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import verify
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan, write_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Plan, Wanted
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError, UnsafePlanError
from ansible_collections.rasmi.mail.plugins.modules import account_undo, reference_accounts
from tests.contract.people import GROUP, QUOTA, found, person, planned

DECISION = "BPTM.600-4/2(31)"
LIMITS = {"max_destructive": 100, "max_destructive_share": 1.0, "min_directory_share": 0.0}


class Site:
    """A world with a ledger, run as the modules run it; new people are departments, so no certificate is needed."""

    def __init__(self, world: Any, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.world, self.folder = world, folder
        self.ledger = folder / "ledger.jsonl"
        with world.open() as provider:
            self.platform = provider.platform
        for module in (_applying, _undoing):
            patch.setattr(module, "open_provider", lambda *_given: world.open())

    def apply(self, path: Path) -> dict[str, Any]:
        given = {name: option.get("default") for name, option in reference_accounts.ARGUMENT_SPEC.items()}
        given |= {"plan": str(path), "ledger": str(self.ledger), "limits": LIMITS, self.platform: {}}
        return _applying.apply_accounts(self.platform, given, False)

    def run(self, *wants: Wanted, on: date = date(2026, 3, 2)) -> dict[str, Any]:
        with self.world.open() as provider:
            made = planned(provider, *wants, on=on)
        path = self.folder / "plan.json"
        write_plan(path, made)
        result = self.apply(path)
        assert not result.get("failed"), result
        return result

    def undo(self, **values: Any) -> dict[str, Any]:
        given = {name: option.get("default") for name, option in account_undo.ARGUMENT_SPEC.items()}
        given |= {"ledger": str(self.ledger), "decision": DECISION, "platform": self.platform, self.platform: {}}
        given |= {"dest": str(self.folder / "undo.json"), "as_of": "2026-03-05", "limits": LIMITS}
        return account_undo.run({**given, **values}, False)

    def account(self, number: int = 1) -> Account:
        with self.world.open() as provider:
            return found(provider, number)


@pytest.fixture
def site(world, tmp_path, monkeypatch) -> Site:
    return Site(world, tmp_path, monkeypatch)


def box(number: int, **values: Any) -> Wanted:
    return person(number, **{"kind": "department", "staff_key": "", "grade": "", "post": "", **values})


def shape(account: Account) -> tuple[Any, ...]:
    return (account.fields, account.suspended_on)


def test_a_run_is_taken_back_field_by_field_and_the_plan_says_by_what(site):
    """R030: an undo rests on a decision, and on the plan that it undoes."""
    site.run(box(1), box(2), box(3), box(4, groups=(GROUP,)))
    before = {number: shape(site.account(number)) for number in (1, 2, 3, 4)}
    site.run(
        box(1, name="Nama Baharu", quota=0, tier="pengurusan_tertinggi"),
        box(2, address="baharu@kelantan.gov.my", aliases=("pegawai2@kelantan.gov.my",)),
        box(3, state="suspended")._replace(since="2026-03-01"),
        box(4),
    )
    plan = site.undo()
    assert plan["asks"] == 0
    assert {verb: number for verb, number in plan["counts"].items() if number} == {
        "resume": 1, "rename": 1, "update": 1, "join": 1,
    }  # fmt: skip
    made, _checksum = read_plan(Path(plan["plan_file"]))
    assert {change.basis for change in made.changes} == {f"{DECISION}; undo:{plan['undone_plan'][:16]}"}
    assert not site.apply(Path(plan["plan_file"])).get("failed")
    after = {number: shape(site.account(number)) for number in (1, 2, 3, 4)}
    fields, suspended = before[2]
    before[2] = (fields._replace(aliases=("baharu@kelantan.gov.my",)), suspended)
    assert after == before, "all as before, but the newer address stays: it is not given to somebody else"
    assert verify(site.ledger).ok
    again = site.undo(run=plan["undone_run"])
    assert (again["pending"], again["already"]) == (False, 4), "undone once is undone"


def test_R066_space_that_is_in_use_is_not_taken_away_by_an_undo(site):
    site.run(box(1), box(2), box(3))
    site.run(*(box(number, quota=0, tier="pengurusan_tertinggi") for number in (1, 2, 3)))
    site.world.fill("KEL-2026-0001", QUOTA + 1024**2)
    site.world.fill("KEL-2026-0002", QUOTA - 1024**2)
    plan = site.undo()
    assert (plan["asks"], plan["counts"]["update"]) == (1, 2), (
        "who is not known to be too full is decided by the decision"
    )
    [kept] = plan["not_undone"]
    assert kept["account"] == "pegawai1@kelantan.gov.my"
    assert not site.apply(Path(plan["plan_file"])).get("failed")
    assert [site.account(number).fields.quota for number in (1, 2, 3)] == [0, QUOTA, QUOTA]


def test_a_new_account_is_suspended_and_never_deleted_and_the_limits_hold(site):
    run = site.run(box(1), box(2))
    with pytest.raises(UnsafePlanError, match="limit is 1"):
        site.undo(limits={**LIMITS, "max_destructive": 1})
    plan = site.undo(accounts=["pegawai1@kelantan.gov.my"], run=run["checksum"][:8])
    assert plan["counts"]["suspend"] == 1
    site.apply(Path(plan["plan_file"]))
    first, second = site.account(1), site.account(2)
    assert (first.fields.state, first.suspended_on, second.fields.state) == ("suspended", "2026-03-05", "active")


def test_an_account_that_moved_on_is_a_question_and_nothing_is_forced(site):
    site.run(box(1), box(2))
    site.run(box(1, name="Satu"), box(2, name="Dua"))
    site.world.edit("KEL-2026-0001", "Ditukar dengan tangan")
    plan = site.undo()
    assert (plan["counts"]["update"], plan["counts"]["ask"]) == (1, 1)
    assert "has changed since" in plan["not_undone"][0]["reason"]
    site.apply(Path(plan["plan_file"]))
    assert site.account(1).fields.name == "Ditukar dengan tangan"
    assert site.account(2).fields.name == person(2).fields.name


def test_undoing_never_unlocks_and_a_released_lock_does_not_come_back(site):
    """R090, R091: a lock is released by its own decision only."""
    released = box(2)._replace(release_on="2026-03-02", reasons={"release": "NOT-7"})
    site.run(box(1), box(2))
    site.world.lock("KEL-2026-0002", "2026-03-01T02:00:00Z")
    site.run(box(1, state="suspended")._replace(since="2026-03-01"), released)
    site.world.lock("KEL-2026-0001", "2026-03-03T02:00:00Z")
    locked = site.account(1)
    plan = site.undo()
    # where a lock ends our suspension (Zimbra has one status for both) nothing of it is left to take back
    assert (plan["pending"], plan["asks"] + plan["already"]) == (False, 2)
    assert all("lock" in one["reason"] for one in plan["not_undone"])
    assert site.account(1) == locked


def test_a_freeze_is_ended_as_by_an_objection(site):
    site.run(box(1))
    before = site.account(1)
    day = "2026-03-02"
    after = {"state": "suspended", "suspended_on": day, "frozen_on": day}
    change = Change(
        "freeze", before.fields.address, before.id, {"state": "active"}, after, ("KEL-4.5-a",), "KEL-4.5-a",
        destructive=True, target=before.handle,
    )  # fmt: skip
    with site.world.open() as provider:
        made = Plan(site.platform, day, "kelantan", "x", provider.generation(), (change,), {"freeze": 1})
    write_plan(site.folder / "freeze.json", made)
    assert not site.apply(site.folder / "freeze.json").get("failed")
    assert site.account(1).frozen_on == day
    plan = site.undo()
    assert plan["counts"]["unfreeze"] == 1
    site.apply(Path(plan["plan_file"]))
    assert shape(site.account(1)) == shape(before)
    assert site.account(1).frozen_on == ""


def test_a_removal_is_listed_as_not_undone(site):
    ended = box(1, state="removed")._replace(since="2026-03-01", remove_on="2026-03-04", ended=True)
    site.run(box(1))
    site.run(ended)
    site.run(ended, on=date(2026, 3, 6))
    plan = site.undo(as_of="2026-03-07")
    assert not plan["pending"]
    assert "do not come back by undoing" in plan["not_undone"][0]["reason"]


def test_what_an_undo_needs_is_said(site):
    with pytest.raises(RasmiError, match="without its ledger"):
        site.undo()
    site.run(box(1))
    for values, text in (
        ({"decision": " "}, "R030"),
        ({"run": "20200101T000000Z-aaaaaa"}, "has no run 2020"),
        ({"accounts": ["siapa@kelantan.gov.my"]}, "did nothing to siapa@"),
    ):
        with pytest.raises(RasmiError, match=text):
            site.undo(**values)
    lines = site.ledger.read_text().splitlines()
    open_end = [line for line in lines if json.loads(line)["kind"] in ("start", "intent")]
    site.ledger.write_text("\n".join(open_end) + "\n")
    Path(f"{site.ledger}.head").write_text(f"{len(open_end)} {_last(open_end)}\n")
    with pytest.raises(RasmiError, match=r"playbooks/accounts\.yml first"):
        site.undo()
    site.ledger.write_text(open_end[0].replace('"start"', '"begin"') + "\n")
    with pytest.raises(RasmiError, match="broken ledger"):
        site.undo()


def _last(lines: list[str]) -> str:
    import hashlib

    return hashlib.sha256(lines[-1].encode()).hexdigest()


def test_only_a_run_on_this_platform_is_undone(site):
    site.run(box(1))
    found_run = _undoing._run(site.ledger, None)
    other = replace(found_run, facts={**found_run.facts, "platform": "other"})
    assert other.checksum == found_run.checksum
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_undoing, "_run", lambda *_given: other)
        with pytest.raises(RasmiError, match="was on other"):
            site.undo()
