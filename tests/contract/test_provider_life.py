# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every provider must do when an account is frozen, removed, restored and adopted. Run against each world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import Care
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    Change,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider, Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.standing import standing
from tests.contract.people import (
    GROUP,
    PASSWORD,
    apply,
    converge,
    forced_create,
    found,
    person,
    planned,
)


def test_remove_leaves_a_tombstone_that_keeps_the_address(world):
    """R156: the groups of a leaver are left whatever the form lists."""
    gone = person(state="removed")._replace(since="2026-03-01", remove_on="2026-03-02", reasons={"state": "NOT-3"})
    with world.open() as provider:
        converge(provider, person(groups=(GROUP,)))
        converge(provider, person(groups=(GROUP,), state="suspended")._replace(since="2026-03-01"))
        assert [change.verb for change in converge(provider, gone, on=date(2026, 3, 3)).changes] == ["remove"]
        account = found(provider)
        assert account.fields.groups == ()
        assert (account.fields.state, account.fields.address) == ("removed", "pegawai1@kelantan.gov.my")
        assert not world.accepts("KEL-2026-0001", PASSWORD)
        other = person(2, address="pegawai1@kelantan.gov.my")
        assert [change.verb for change in planned(provider, gone, other).changes] == ["ask"]
        directory = provider.read()
        forced = forced_create(other)
        (outcome,) = provider.apply(
            [forced],
            generation=directory.generation,
            secrets=Secrets({forced.account: PASSWORD}),
            report=lambda _one: None,
        )
        assert outcome.result == "failed"
        assert len(list(provider.read().accounts)) == 1


def objected() -> Wanted:
    """An active account of somebody who objected to the freeze."""
    return person()._replace(care=Care(objected_on="2026-03-05", objection="KEL-2026-0300"))


def test_freeze_is_remembered_and_unfreeze_forgets_it(world):
    """R095, R096: the server keeps that it was a freeze, so that an objection ends it and nothing else does."""
    with world.open() as provider:
        converge(provider, person())
        have = found(provider)
        after = {"state": "suspended", "suspended_on": "2026-03-02", "frozen_on": "2026-03-02"}
        change = Change(
            "freeze", have.fields.address, have.id, {"state": "active"}, after, basis="KEL-4.5-a", target=have.handle
        )
        if "freeze" not in provider.capabilities.verbs:
            pytest.fail("this platform does not freeze")
        made = planned(provider, person())
        outcomes = apply(provider, replace(made, changes=(change,)))
        assert [one.result for one in outcomes] == ["done"], outcomes
        account = found(provider)
        assert (account.fields.state, account.frozen_on, account.suspended_on) == (
            "suspended",
            "2026-03-02",
            "2026-03-02",
        )
        assert not world.accepts("KEL-2026-0001", PASSWORD)
        assert standing(change, account) == "after"
        assert planned(provider, person()).effective == ()
        made = converge(provider, objected(), on=date(2026, 3, 6))
        assert [one.verb for one in made.changes] == ["unfreeze"]
        account = found(provider)
        assert (account.fields.state, account.frozen_on, account.suspended_on) == ("active", "", "")
        assert world.accepts("KEL-2026-0001", PASSWORD)


def removed(provider: Provider) -> Wanted:
    gone = person(state="removed")._replace(since="2026-03-01", remove_on="2026-03-02", ended=True)
    converge(provider, person())
    converge(provider, gone)
    converge(provider, gone, on=date(2026, 3, 3))
    return gone


def again(**values: Any) -> Wanted:
    """Another application of the same person."""
    want = person(2, staff_key=person(1).fields.staff_key, **values)
    return want._replace(complete_on="2026-03-10")


def test_restore_brings_back_the_same_entry_under_the_new_application(world):
    """R020: re-hire within the window; the account is the same one, its password is not."""
    with world.open() as provider:
        gone = removed(provider)
        before = found(provider)
        back = again(post="Ketua")
        made = planned(provider, gone, back, on=date(2026, 3, 10))
        if "restore" not in provider.capabilities.verbs:
            assert [one.verb for one in made.changes] == ["ask"]
            return
        assert before.removed_on == "2026-03-03"
        assert [one.verb for one in made.changes] == ["restore"]
        new = "Lain-Sementara-2026"
        outcomes = apply(provider, made, secrets=Secrets({made.changes[0].account: new}, "handover-2"))
        assert [one.result for one in outcomes] == ["done"], outcomes
        account = found(provider, 2)
        assert account.id == before.id
        assert (account.fields.state, account.fields.post, account.removed_on, account.suspended_on) == (
            "active",
            "Ketua",
            "",
            "",
        )
        assert account.fields.address == "pegawai2@kelantan.gov.my"
        assert "pegawai1@kelantan.gov.my" in account.fields.aliases
        assert account.must_change
        assert world.accepts("KEL-2026-0002", new)
        assert not world.accepts("KEL-2026-0002", PASSWORD)
        assert planned(provider, gone, back, on=date(2026, 3, 10)).effective == ()


def test_a_restore_that_was_killed_half_way_is_finished_by_the_next_run(world):
    """R020: the entry has its new application already, and is still a removed one."""
    with world.open() as provider:
        if "restore" not in provider.capabilities.verbs:
            pytest.skip("this platform restores nothing")
        gone = removed(provider)
        if not world.half_restored("KEL-2026-0001", "KEL-2026-0002"):
            pytest.skip("the first write of this platform's restore does not give the new id")
        made = planned(provider, gone, again(), on=date(2026, 3, 10))
        assert [(one.verb, one.after["account_id"]) for one in made.changes] == [("restore", "KEL-2026-0002")]
        outcomes = apply(provider, made, secrets=Secrets({made.changes[0].account: PASSWORD}, "handover-3"))
        assert [one.result for one in outcomes] == ["done"], outcomes
        assert found(provider, 2).fields.state == "active"
        assert world.accepts("KEL-2026-0002", PASSWORD)
        assert planned(provider, gone, again(), on=date(2026, 3, 10)).effective == ()


def test_an_address_is_free_again_only_after_its_tombstone_was_purged(world):
    """R058: not before the day that the profile gives."""
    with world.open() as provider:
        gone = removed(provider)
        other = person(3, address="pegawai1@kelantan.gov.my")
        assert [one.verb for one in planned(provider, gone, other, on=date(2026, 5, 1)).changes] == ["ask"]
        made = planned(provider, gone, other, on=date(2026, 5, 2))
        if "purge" not in provider.capabilities.verbs:
            assert [one.verb for one in made.changes] == ["ask"]
            return
        assert [(one.verb, one.reversible) for one in made.changes] == [("purge", False)]
        outcomes = apply(provider, made)
        assert [one.result for one in outcomes] == ["done"], outcomes
        assert list(provider.read().accounts) == []
        assert standing(made.changes[0], None) == "after"
        converge(provider, gone, other, on=date(2026, 5, 2))
        assert found(provider, 3).fields.address == "pegawai1@kelantan.gov.my"


def test_adopt_takes_over_and_keeps_what_it_does_not_manage(world):
    world.plant_unmanaged("pegawai1@kelantan.gov.my", "Nama Lama")
    want = person()._replace(adopt=True)
    with world.open() as provider:
        (before,) = provider.read().accounts
        assert not before.managed
        made = planned(provider, want)
        assert [change.verb for change in made.changes] == ["adopt"]
        outcomes = apply(provider, made, secrets=Secrets())
        assert [one.result for one in outcomes] == ["done"], outcomes
        account = found(provider)
        assert planned(provider, want).effective == ()
    assert account.managed
    assert account.id == before.id
    assert account.fields.name == want.fields.name
