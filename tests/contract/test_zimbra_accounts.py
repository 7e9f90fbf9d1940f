# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only a Zimbra server does to accounts: its traps, one by one, and what the provider makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import usage
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError
from ansible_collections.rasmi.mail.tests.contract.conftest import WORLDS
from ansible_collections.rasmi.mail.tests.contract.people import (
    GROUP,
    PASSWORD,
    apply,
    converge,
    forced_create,
    found,
    person,
    planned,
)
from ansible_collections.rasmi.mail.tests.standins.zimbra_site import identity, may_log_in

LATER = date(2026, 3, 3)
ONE = "KEL-2026-0001"


@pytest.fixture
def zimbra(tmp_path: Path) -> Iterator[Any]:
    world = WORLDS["zimbra"](tmp_path)
    yield world
    world.close()


@pytest.fixture
def closing(zimbra: Any) -> Any:
    """The same with `closed` as the status of suspended accounts."""
    zimbra.options["freeze"] = "closed"
    return zimbra


def suspended(number: int = 1, **values: Any) -> Any:
    return person(number, state="suspended", **values)._replace(since="2026-03-01")


def resumed(number: int = 1, **values: Any) -> Any:
    return person(number, **values)._replace(resume_on="2026-03-03", reasons={"state": "NOT-1"})


def attrs(world: Any, account_id: str = ONE) -> dict[str, list[str]]:
    return world.entry(account_id).attrs


def members(world: Any, address: str = GROUP) -> list[str]:
    answer = world.admin.call("GetDistributionListRequest", {"dl": {"by": "name", "_content": address}})
    return sorted(one["_content"] for one in answer["dl"][0].get("dlm", ()))


def test_closing_takes_off_the_lists_and_resuming_puts_back(closing):
    """Trap 1."""
    wants = [person(1, groups=(GROUP,)), person(2, groups=(GROUP,))]
    with closing.open() as provider:
        converge(provider, *wants)
        converge(provider, suspended(groups=(GROUP,)), wants[1])
        assert attrs(closing)["zimbraAccountStatus"] == ["closed"]
        assert members(closing) == ["pegawai2@kelantan.gov.my"]
        assert found(provider).fields.groups == (GROUP,)
        converge(provider, resumed(groups=(GROUP,)), wants[1], on=LATER)
    assert attrs(closing)["zimbraAccountStatus"] == ["active"]
    assert members(closing) == ["pegawai1@kelantan.gov.my", "pegawai2@kelantan.gov.my"]
    assert not [one for one in attrs(closing)["zimbraForeignPrincipal"] if one.startswith("rasmi-list:")]


def test_memberships_decided_while_closed_are_in_force_after_it(closing):
    with closing.open() as provider:
        converge(provider, person(1, groups=(GROUP,)), person(2))
        converge(provider, suspended(groups=(GROUP,)), suspended(2))
        made = converge(provider, suspended(), suspended(2, groups=(GROUP,)))
        assert sorted(change.verb for change in made.changes) == ["join", "leave"]
        assert members(closing) == []
        converge(provider, resumed(), resumed(2, groups=(GROUP,)), on=LATER)
    assert members(closing) == ["pegawai2@kelantan.gov.my"]


def test_a_list_deleted_meanwhile_does_not_keep_anybody_suspended(closing):
    with closing.open() as provider:
        converge(provider, person(groups=(GROUP,)))
        converge(provider, suspended(groups=(GROUP,)))
        answer = closing.admin.call("GetDistributionListRequest", {"dl": {"by": "name", "_content": GROUP}})
        closing.admin.call("DeleteDistributionListRequest", {"id": answer["dl"][0]["id"]})
        made = planned(provider, resumed(), on=LATER)
        assert [one.result for one in apply(provider, made)] == ["done"]
        assert found(provider).fields.state == "active"


def test_locked_keeps_the_lists_and_receives_mail(zimbra):
    with zimbra.open() as provider:
        converge(provider, person(groups=(GROUP,)))
        converge(provider, suspended(groups=(GROUP,)))
    assert attrs(zimbra)["zimbraAccountStatus"] == ["locked"]
    assert members(zimbra) == ["pegawai1@kelantan.gov.my"]


def test_delivery_switched_off_by_hand_stays_off(zimbra):
    """Trap 2: any write of the status switches it on again."""
    with zimbra.open() as provider:
        converge(provider, person())
        zimbra.modify(ONE, {"zimbraMailStatus": "disabled"})
        converge(provider, suspended())
        assert attrs(zimbra)["zimbraMailStatus"] == ["disabled"]
        converge(provider, resumed(), on=LATER)
    assert attrs(zimbra)["zimbraMailStatus"] == ["disabled"]


def test_an_account_that_was_closed_gets_its_mail_again(closing):
    with closing.open() as provider:
        converge(provider, person())
        converge(provider, suspended())
        assert attrs(closing)["zimbraMailStatus"] == ["disabled"]
        converge(provider, resumed(), on=LATER)
    assert attrs(closing)["zimbraMailStatus"] == ["enabled"]


def test_a_temporary_password_must_be_changed(zimbra):
    """Trap 4."""
    with zimbra.open() as provider:
        converge(provider, person())
    options = {**zimbra.server.options, "url": zimbra.server.user_url}
    assert may_log_in(options, "pegawai1@kelantan.gov.my", PASSWORD) == "account.CHANGE_PASSWORD"


def test_a_password_against_the_policy_is_refused_and_nothing_is_made(zimbra):
    """Trap 3: CreateAccount is the way because it holds a new password against the policy."""
    cos = {"id": [{"_content": cos_id(zimbra)}], "a": pairs({"zimbraPasswordMinLength": "30"})}
    zimbra.admin.call("ModifyCosRequest", cos)
    with zimbra.open() as provider:
        (outcome,) = apply(provider, planned(provider, person()))
        assert outcome.result == "failed"
        assert "zimbraPasswordMinLength" in outcome.message
        assert PASSWORD not in outcome.message
        assert provider.read().accounts == []


def cos_id(world: Any, name: str = "rasmi_pengguna_biasa") -> str:
    answer = world.admin.call("GetCosRequest", {"cos": {"by": "name", "_content": name}, "attrs": "zimbraId"})
    return str(answer["cos"][0]["id"])


def test_a_lock_outlives_a_suspension_and_needs_its_own_release(zimbra):
    """The server forgets a lock with every change to `active`; we do not."""
    with zimbra.open() as provider:
        converge(provider, person())
        zimbra.lock(ONE, "2026-03-01T02:00:00Z")
        converge(provider, suspended())
        assert found(provider).locked_at == "2026-03-01T02:00:00Z"
        converge(provider, resumed(), on=LATER)
        assert attrs(zimbra)["zimbraAccountStatus"] == ["lockout"]
        assert found(provider).locked_at == "2026-03-01T02:00:00Z"
        decided = resumed()._replace(release_on="2026-03-03", reasons={"state": "NOT-1", "release": "NOT-2"})
        assert [change.verb for change in converge(provider, decided, on=LATER).changes] == ["release"]
    assert attrs(zimbra)["zimbraAccountStatus"] == ["active"]
    assert zimbra.accepts(ONE, PASSWORD)


def test_every_account_is_read_beyond_the_servers_own_limit(zimbra):
    """Traps 5 and 6: pages that say there is no more, and a limit that only maxResults=0 lifts."""
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import provider as module

    wants = [person(number) for number in range(1, 121)]
    with zimbra.open() as provider:
        converge(provider, *wants)
        before = module.PAGE
        module.PAGE = 50
        try:
            assert len(provider.read().accounts) == 120
        finally:
            module.PAGE = before


def test_first_and_last_use(zimbra):
    """Trap 12: an account that was never used has no last logon, but a creation."""
    with zimbra.open() as provider:
        converge(provider, person())
        account = found(provider)
    assert account.last_login_at == ""
    assert account.created_at.startswith("20")
    assert account.created_at.endswith("Z")


def test_an_account_whose_class_was_deleted_is_put_right(zimbra):
    """Trap 13: DeleteCos leaves a dangling id, and the account without limits."""
    with zimbra.open() as provider:
        converge(provider, person())
        zimbra.admin.call("CreateCosRequest", {"name": [{"_content": "sementara"}]})
        zimbra.modify(ONE, {"zimbraCOSId": cos_id(zimbra, "sementara")})
        zimbra.admin.call("DeleteCosRequest", {"id": {"_content": cos_id(zimbra, "sementara")}})
        account = found(provider)
        assert (account.fields.tier, account.fields.quota) == ("", 0)
        made = planned(provider, person()._replace(resize=True))
        assert [change.verb for change in made.changes] == ["update"]
        assert [one.result for one in apply(provider, made)] == ["done"]
    assert attrs(zimbra)["zimbraCOSId"] == [cos_id(zimbra)]


def test_reading_and_removing_makes_no_mailbox(zimbra):
    """Trap 14: GetMailbox makes one where there is none."""
    sent: list[str] = []
    Soap.observers.append(lambda name, _body: sent.append(name))
    gone = person(state="removed")._replace(since="2026-03-01", remove_on="2026-03-02", reasons={"state": "NOT-3"})
    try:
        with zimbra.open() as provider:
            converge(provider, person(groups=(GROUP,), aliases=("p.satu@kelantan.gov.my",)))
            converge(provider, gone)
            converge(provider, gone, on=LATER)
            account = found(provider)
    finally:
        Soap.observers.pop()
    assert "GetMailboxRequest" not in sent
    assert "DeleteMailboxRequest" in sent
    assert account.fields.aliases == ("p.satu@kelantan.gov.my",)
    assert (account.fields.state, account.fields.groups) == ("removed", ())
    assert attrs(zimbra)["zimbraAccountStatus"] == ["closed"]
    assert members(zimbra) == []
    zimbra.modify(ONE, {"zimbraAccountStatus": "active", "zimbraPasswordMustChange": ""})
    assert not zimbra.accepts(ONE, PASSWORD)


def test_adoption_keeps_what_is_not_ours(zimbra):
    zimbra.plant_unmanaged("pegawai1@kelantan.gov.my", "Nama Lama")
    account = identity(zimbra.admin, "pegawai1@kelantan.gov.my")
    values = {"zimbraNotes": "bilik 3", "zimbraForeignPrincipal": "kerberos5:p1@X"}
    zimbra.admin.call("ModifyAccountRequest", {"id": account, "a": pairs(values)})
    with zimbra.open() as provider:
        converge(provider, person()._replace(adopt=True))
    entry = zimbra.entry(ONE)
    assert entry.id == account
    assert json.loads(entry.attrs["zimbraNotes"][0])["notes"] == "bilik 3"
    assert "kerberos5:p1@X" in entry.attrs["zimbraForeignPrincipal"]
    assert zimbra.accepts(ONE, "Tangan-2026-abcd")


def test_notes_without_room_stop_the_adoption_of_one_account_only(zimbra):
    for number in (1, 2):
        zimbra.plant_unmanaged(f"pegawai{number}@kelantan.gov.my", "Nama")
    account = identity(zimbra.admin, "pegawai1@kelantan.gov.my")
    zimbra.admin.call("ModifyAccountRequest", {"id": account, "a": pairs({"zimbraNotes": "x" * 1000})})
    with zimbra.open() as provider:
        made = planned(provider, person(1)._replace(adopt=True), person(2)._replace(adopt=True))
        outcomes = {one.account: one for one in apply(provider, made, secrets=Secrets())}
    assert outcomes["pegawai1@kelantan.gov.my"].result == "failed"
    assert "Shorten the notes" in outcomes["pegawai1@kelantan.gov.my"].message
    assert outcomes["pegawai2@kelantan.gov.my"].result == "done"


def test_an_answer_that_was_lost_is_looked_up_and_nothing_is_doubled(zimbra):
    with zimbra.open() as provider:
        made = planned(provider, *[person(number, aliases=(f"a{number}@kelantan.gov.my",)) for number in range(1, 4)])
        provider.generation()
        # the batches of a first creation: announcing the run, the accounts, their aliases
        zimbra.server.knobs(faults=[{"request": "BatchRequest", "kind": "cut-after", "after": 1, "times": 1}])
        outcomes = apply(provider, made)
        assert len(provider.read().accounts) == 3
        left = planned(provider, *[person(number, aliases=(f"a{number}@kelantan.gov.my",)) for number in range(1, 4)])
        assert {one.result for one in outcomes} == {"failed"}
        assert [change.verb for change in left.changes] == ["update"] * 3
        converge(provider, *[person(number, aliases=(f"a{number}@kelantan.gov.my",)) for number in range(1, 4)])
        assert len(provider.read().accounts) == 3


def test_a_lost_answer_to_a_whole_change_is_known_to_be_done(zimbra):
    with zimbra.open() as provider:
        made = planned(provider, person(1), person(2))
        zimbra.server.knobs(faults=[{"request": "BatchRequest", "kind": "cut-after", "after": 1, "times": 1}])
        assert [one.result for one in apply(provider, made)] == ["done", "done"]
        assert planned(provider, person(1), person(2)).effective == ()
    assert zimbra.accepts(ONE, PASSWORD)


def test_an_account_of_another_run_is_not_taken_for_ours(zimbra):
    """Same id, same fields, but another password: the supervisor's file would not open it."""
    with zimbra.open() as provider:
        converge(provider, person())
        again = replace(forced_create(person()), account="lain@kelantan.gov.my")
        directory = provider.read()
        (outcome,) = provider.apply(
            [again],
            generation=directory.generation,
            secrets=Secrets({again.account: PASSWORD}, "handover-2"),
            report=lambda _one: None,
        )
    assert (outcome.result, outcome.message) == ("failed", "an account with this id exists already")


def test_a_busy_server_is_asked_again(zimbra):
    fault = {"kind": "fault", "code": "service.TEMPORARILY_UNAVAILABLE", "times": 2}
    with zimbra.open() as provider:
        made = planned(provider, person())
        zimbra.server.knobs(faults=[{"request": "BatchRequest", **fault}])
        assert [one.result for one in apply(provider, made)] == ["done"]


def test_a_rename_to_the_own_alias(zimbra):
    with zimbra.open() as provider:
        converge(provider, person(aliases=("baharu@kelantan.gov.my",)))
        before = found(provider)
        change = Change(
            "rename",
            before.fields.address,
            before.id,
            {"address": before.fields.address, "aliases": before.fields.aliases},
            {"address": "baharu@kelantan.gov.my", "aliases": ("pegawai1@kelantan.gov.my",)},
            basis="NOT-9",
        )
        (outcome,) = provider.apply(
            [change], generation=provider.generation(), secrets=Secrets(), report=lambda _one: None
        )
        assert (outcome.result, outcome.message) == ("done", "")
        account = found(provider)
    assert account.id == before.id
    assert account.fields.address == "baharu@kelantan.gov.my"
    assert account.fields.aliases == ("pegawai1@kelantan.gov.my",)


def test_R069_use_is_asked_by_domain_and_page_and_makes_no_mailbox(zimbra, monkeypatch):
    """A server that does not tell its version gives its accounts twice; none may be lost between pages."""
    monkeypatch.setattr(usage.quota_usage, "__defaults__", (3,))
    with zimbra.open() as provider:
        converge(provider, *(person(number) for number in range(1, 5)))
        accounts = [one for one in provider.read().accounts if one.managed]
    zimbra.fill(ONE, 2048)
    sent: list[str] = []
    Soap.observers.append(lambda name, _body: sent.append(name))
    try:
        with zimbra.open() as provider:
            told = provider.usage(accounts)
    finally:
        Soap.observers.pop()
    assert sorted(told.values()) == [0, 0, 0, 2048]
    rows = list(usage.quota_usage(zimbra.admin, "kelantan.gov.my", 10**6))
    assert sent.count("GetQuotaUsageRequest") == len(rows) // 3 + 1
    assert not [name for name in sent if "Mailbox" in name]
    assert len(list(zimbra.server.store.iterdir())) == 1


def test_R069_without_the_right_nothing_is_known_of_what_mailboxes_hold(zimbra):
    with zimbra.open() as provider:
        converge(provider, person())
        account = found(provider)
    target = {"type": "domain", "by": "name", "_content": "kelantan.gov.my"}
    grantee = {"type": "usr", "by": "name", "_content": zimbra.options["user"]}
    body = {"target": target, "grantee": grantee, "right": {"_content": "getDomainQuotaUsage"}}
    zimbra.admin.call("RevokeRightRequest", body)
    with zimbra.open() as provider, pytest.raises(ProviderError, match="getDomainQuotaUsage"):
        provider.usage([account])
