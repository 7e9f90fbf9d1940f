# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every provider must do, whatever its platform. One suite, run against each world of conftest.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Group
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import Care
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    Account,
    Change,
    Fields,
    Limits,
    Outcome,
    Plan,
    Roster,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider, Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.standing import standing
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    LockedError,
    PartialAnswerError,
    StalePlanError,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

DAY = date(2026, 3, 2)
LOOSE = Limits(max_destructive=100, max_destructive_share=1.0, min_directory_share=0.0)
QUOTA = 314572800
PASSWORD = "Sementara-2026-xyz"
GROUP = "semua@kelantan.gov.my"
FOREIGN = "asing@kelantan.gov.my"
GROUPS = {GROUP: Group(GROUP, "Semua")}


def person(number: int = 1, **values: Any) -> Wanted:
    fields = {
        "account_id": f"KEL-2026-{number:04d}",
        "address": f"pegawai{number}@kelantan.gov.my",
        "name": f"Pegawai Dato' {number} bin Çelik",
        "tier": "pengguna_biasa",
        "quota": QUOTA,
        "unit": "bptm",
        "post": "Penolong Pegawai Tadbir",
        "grade": "SSM N29",
        "office_phone": "09-748 1957",
        "staff_key": f"hmac-sha256:{number:064x}",
        "supervisor": "bptm",
    }
    return Wanted(Fields(**{**fields, **values}), f"KEL-2026-{number:04d}", ("KEL-4.4-b",))


def decided() -> Standard:
    data = load_standard("kelantan").to_dict()
    data["controls"]["C-TERM"] |= {
        "minimum_notice": "P1D",
        "records_hold": False,
        "restore_window": "P20D",
        "reuse_address": True,
        "reuse_after": "P60D",
    }
    return Standard(data)


def planned(provider: Provider, *wants: Wanted, on: date = DAY) -> Plan:
    roster = Roster(tuple(wants), (), tuple(GROUPS))
    verbs = provider.capabilities.verbs
    return plan(roster, provider.read(), decided(), on, LOOSE, verbs=verbs, usage=provider.usage)


def apply(provider: Provider, made: Plan, **options: Any) -> list[Outcome]:
    seen: list[Outcome] = []
    passwords = {change.key: PASSWORD for change in made.changes if change.verb == "create"}
    secrets = options.pop("secrets", Secrets(passwords, "handover-1"))
    result = provider.apply(made.effective, generation=made.generation, secrets=secrets, report=seen.append, **options)
    assert seen == result
    return result


def converge(provider: Provider, *wants: Wanted, on: date = DAY) -> Plan:
    """Plan and apply; everything must be done, and a second run must find nothing to do."""
    made = planned(provider, *wants, on=on)
    outcomes = apply(provider, made)
    assert [one.result for one in outcomes] == ["done"] * len(made.effective), outcomes
    again = planned(provider, *wants, on=on)
    assert again.effective == ()
    return made


def found(provider: Provider, number: int = 1) -> Account:
    ids = [one for one in provider.read().accounts if one.fields.account_id == f"KEL-2026-{number:04d}"]
    assert len(ids) == 1
    return ids[0]


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
            [forced], generation=directory.generation, secrets=Secrets({forced.key: PASSWORD}), report=lambda _one: None
        )
        assert outcome.result == "failed"
        assert len(list(provider.read().accounts)) == 1


def forced_create(want: Wanted) -> Change:
    """A create that no plan would contain, to see the server's own guard."""
    after = {name: value for name, value in want.fields._asdict().items() if value not in ("", ())}
    return Change("create", want.fields.address, after=after, basis=want.basis)


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
        outcomes = apply(provider, made, secrets=Secrets({made.changes[0].key: new}, "handover-2"))
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
        outcomes = apply(provider, made, secrets=Secrets({made.changes[0].key: PASSWORD}, "handover-3"))
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
            [again], generation=directory.generation, secrets=Secrets({again.key: PASSWORD}), report=lambda _one: None
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
