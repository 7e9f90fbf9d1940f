# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every provider must do, whatever its platform. One suite, run against each world of conftest.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    LockedError,
    PartialAnswerError,
    StalePlanError,
)
from tests.contract.people import (
    FOREIGN,
    GROUP,
    PASSWORD,
    QUOTA,
    apply,
    converge,
    forced_create,
    found,
    person,
    planned,
)


def test_an_unprovisioned_server_is_an_error_and_never_an_empty_directory(world):
    world.unprovision()
    with world.open() as provider, pytest.raises(PartialAnswerError):
        provider.read()


def test_a_fresh_server_is_complete_and_empty(world):
    with world.open() as provider:
        directory = provider.read()
        assert list(directory.accounts) == []
    assert directory.complete
    assert directory.groups[GROUP] is True
    assert directory.groups[FOREIGN] is False


def test_create_writes_every_field_and_a_password_that_must_be_changed(world):
    want = person(aliases=("p.satu@kelantan.gov.my",), groups=(GROUP,), opens=("bptm@kelantan.gov.my",))
    with world.open() as provider:
        made = converge(provider, want)
        account = found(provider)
    assert [change.verb for change in made.changes] == ["create"]
    assert account.fields == want.fields
    assert account.managed
    assert account.must_change
    assert account.basis == "KEL-2026-0001"
    assert account.id
    assert world.accepts("KEL-2026-0001", PASSWORD)
    assert not world.accepts("KEL-2026-0001", "wrong-" + PASSWORD)


def test_create_department_without_password(world):
    box = person(7, kind="department", staff_key="", owner="pegawai1@kelantan.gov.my", grade="", post="")
    box = box._replace(fields=box.fields._replace(delegates=("pegawai2@kelantan.gov.my",)))
    with world.open() as provider:
        made = planned(provider, box)
        apply(provider, made, secrets=Secrets())
        assert found(provider, 7).fields == box.fields
    assert not world.accepts("KEL-2026-0007", PASSWORD)


def test_create_unlimited_and_in_many(world):
    wants = [person(number, quota=0, tier="pengurusan_tertinggi") for number in range(1, 151)]
    with world.open() as provider:
        made = converge(provider, *wants)
        assert made.counts["create"] == 150
        assert {one.fields for one in provider.read().accounts} == {want.fields for want in wants}


def test_update_changes_and_clears(world):
    first = person(delegates=("a@kelantan.gov.my", "b@kelantan.gov.my"), opens=("x@kelantan.gov.my",))
    second = person(name="Nama Baharu", post="Ketua", quota=0, tier="pengurusan_tertinggi")
    with world.open() as provider:
        converge(provider, first)
        before = found(provider)
        made = converge(provider, second)
        account = found(provider)
    assert [change.verb for change in made.changes] == ["update"]
    assert account.fields == second.fields
    assert account.id == before.id
    assert world.accepts("KEL-2026-0001", PASSWORD)


def test_rename_keeps_identity_password_and_the_old_address(world):
    with world.open() as provider:
        converge(provider, person())
        before = found(provider)
        made = converge(provider, person(address="baharu@kelantan.gov.my", aliases=("pegawai1@kelantan.gov.my",)))
        account = found(provider)
    assert [change.verb for change in made.changes] == ["rename"]
    assert account.id == before.id
    assert account.fields.address == "baharu@kelantan.gov.my"
    assert account.fields.aliases == ("pegawai1@kelantan.gov.my",)
    assert world.accepts("KEL-2026-0001", PASSWORD)


def test_suspend_and_resume(world):
    suspended = person(state="suspended")._replace(since="2026-03-01")
    resumed = person()._replace(resume_on="2026-03-03", reasons={"state": "NOT-1"})
    with world.open() as provider:
        converge(provider, person())
        converge(provider, suspended)
        account = found(provider)
        assert (account.fields.state, account.suspended_on) == ("suspended", "2026-03-02")
        assert not world.accepts("KEL-2026-0001", PASSWORD)
        converge(provider, resumed, on=date(2026, 3, 3))
        account = found(provider)
    assert (account.fields.state, account.suspended_on, account.basis) == ("active", "", "NOT-1")
    assert world.accepts("KEL-2026-0001", PASSWORD)


def test_join_and_leave_touch_only_that_membership(world):
    with world.open() as provider:
        converge(provider, person(1, groups=(GROUP,)), person(2, groups=(GROUP,)))
        made = converge(provider, person(1), person(2, groups=(GROUP,)))
        assert [change.verb for change in made.changes] == ["leave"]
        assert (found(provider, 1).fields.groups, found(provider, 2).fields.groups) == ((), (GROUP,))
        made = converge(provider, person(1, groups=(GROUP,)), person(2, groups=(GROUP,)))
        assert [change.verb for change in made.changes] == ["join"]
        assert found(provider, 1).fields.groups == (GROUP,)


def test_release_clears_the_lock_that_was_decided_on(world):
    with world.open() as provider:
        converge(provider, person())
        world.lock("KEL-2026-0001", "2026-03-01T02:00:00Z")
        assert found(provider).locked_at.startswith("2026-03-01T02:00:00")
        assert planned(provider, person()).effective == ()
        made = converge(provider, person()._replace(release_on="2026-03-02", reasons={"release": "NOT-2"}))
        assert [change.verb for change in made.changes] == ["release"]
        assert found(provider).locked_at == ""


def test_an_unmanaged_account_is_read_but_never_changed(world):
    world.plant_unmanaged("orang@kelantan.gov.my", "Orang")
    with world.open() as provider:
        made = planned(provider)
    assert [(change.verb, change.account) for change in made.changes] == [("ask", "orang@kelantan.gov.my")]


def test_a_change_whose_before_no_longer_holds_fails_and_writes_nothing(world):
    with world.open() as provider:
        converge(provider, person(1), person(2))
        made = planned(provider, person(1, name="Satu"), person(2, name="Dua"))
        world.edit("KEL-2026-0001", "Diubah dengan tangan")
        outcomes = {one.account: one for one in apply(provider, made)}
        assert outcomes["pegawai1@kelantan.gov.my"].result == "failed"
        assert outcomes["pegawai1@kelantan.gov.my"].message
        assert outcomes["pegawai2@kelantan.gov.my"].result == "done"
        assert found(provider, 1).fields.name == "Diubah dengan tangan"
        assert found(provider, 2).fields.name == "Dua"


def test_a_stale_generation_is_refused_before_anything_is_written(world):
    with world.open() as provider:
        made = planned(provider, person(1))
        converge(provider, person(2))
        with pytest.raises(StalePlanError):
            apply(provider, made)
        assert [one.fields.account_id for one in provider.read().accounts] == ["KEL-2026-0002"]


def test_of_two_runs_from_one_plan_only_one_applies(world):
    with world.open() as one, world.open() as two:
        made, same = planned(one, person(1)), planned(two, person(1))
        assert made.checksum == same.checksum
        apply(one, made)
        with pytest.raises((StalePlanError, LockedError)):
            apply(two, same)
        assert len(list(one.read().accounts)) == 1


def test_errors_stop_after_the_limit_and_the_rest_is_reported_skipped(world):
    with world.open() as provider:
        converge(provider, *[person(number) for number in range(1, 7)])
        made = planned(provider, *[person(number, name="Baharu") for number in range(1, 7)])
        for number in range(1, 7):
            world.edit(f"KEL-2026-{number:04d}", "Tangan")
        outcomes = apply(provider, made, max_errors=1)
    assert len(outcomes) == 6
    assert outcomes[0].result == "failed"
    assert "done" not in {one.result for one in outcomes}
    assert {one.key for one in outcomes} == {change.key for change in made.changes}


def test_no_outcome_or_account_shows_a_password(world):
    with world.open() as provider:
        made = planned(provider, person(1))
        text = repr(apply(provider, made)) + repr(provider.read()) + repr(Secrets({"key": PASSWORD}))
    assert PASSWORD not in text


def test_a_create_is_done_once_however_often_it_is_sent(world):
    with world.open() as provider:
        converge(provider, person(1))
        directory = provider.read()
        again = replace(forced_create(person(1)), account="lain@kelantan.gov.my")
        (outcome,) = provider.apply(
            [again],
            generation=directory.generation,
            secrets=Secrets({again.account: PASSWORD}),
            report=lambda _one: None,
        )
        assert outcome.result == "failed"
        assert len(list(provider.read().accounts)) == 1


def test_R069_usage_is_that_of_the_accounts_asked_about_and_silence_is_not_zero(world):
    with world.open() as provider:
        converge(provider, person(1), person(2), person(3))
    sizes = {"KEL-2026-0001": 5 * 1024**2, "KEL-2026-0002": QUOTA + 1024}
    for account_id, size in sizes.items():
        world.fill(account_id, size)
    with world.open() as provider:
        accounts = [found(provider, number) for number in (1, 2)]
        assert {one.used for one in accounts} == {-1}, "the sweep does not pay for it"
        elsewhere = accounts[0].fields._replace(address="tiada@kelantan.gov.my")
        stranger = accounts[0]._replace(id="6f0b2a52-8d5e-4b0e-9d0a-000000000001", fields=elsewhere)
        assert provider.usage([*accounts, stranger]) == dict(
            zip((one.id for one in accounts), sizes.values(), strict=True)
        )
        assert provider.usage([accounts[1]]) == {accounts[1].id: QUOTA + 1024}
        assert provider.usage([]) == {}


def test_R066_R069_a_smaller_quota_waits_while_more_is_in_use(world):
    large, small = person(quota=0, tier="pengurusan_tertinggi"), person()
    with world.open() as provider:
        converge(provider, large)
    world.fill("KEL-2026-0001", QUOTA + 1024)
    with world.open() as provider:
        assert [change.topic for change in planned(provider, small).changes] == ["shrink_untold"]
    world.fill("KEL-2026-0001", QUOTA)
    with world.open() as provider:
        made = converge(provider, small)
        assert [change.verb for change in made.changes] == ["update"]
        assert found(provider).fields.quota == QUOTA
