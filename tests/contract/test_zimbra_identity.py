# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may do what on a Zimbra server: our own identity, the people who open a department mailbox, and two runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    LockedError,
    PartialAnswerError,
    ProviderError,
    StalePlanError,
)
from ansible_collections.rasmi.mail.tests.contract.conftest import WORLDS
from ansible_collections.rasmi.mail.tests.contract.people import (
    PASSWORD,
    apply,
    converge,
    found,
    person,
    planned,
)

BOX = "bptm@kelantan.gov.my"


@pytest.fixture
def zimbra(tmp_path: Path) -> Iterator[Any]:
    world = WORLDS["zimbra"](tmp_path)
    yield world
    world.close()


def box(**values: Any) -> Any:
    fields = {"kind": "department", "staff_key": "", "grade": "", "post": "", "address": BOX}
    return person(7, **{**fields, "owner": "pegawai1@kelantan.gov.my", **values})


def rights(world: Any) -> set[str]:
    query = f"(zimbraMailDeliveryAddress={BOX})"
    (entry,) = world.admin.search("accounts", query, ("zimbraACE",))
    names = {one.id: one.name for one in world.admin.search("accounts", "(uid=pegawai*)", ("uid",))}
    return {f"{names[one.split()[0]].partition('@')[0]} {one.split()[2]}" for one in entry.attrs.get("zimbraACE", ())}


def test_a_department_is_opened_with_the_own_password(zimbra):
    """C10: no shared password; who opens it is a right, given, taken back, and given again when it went missing."""
    both = {"pegawai1 loginAs", "pegawai1 sendAs", "pegawai2 loginAs", "pegawai2 sendAs"}
    with zimbra.open() as provider:
        converge(provider, box(), person(1, opens=(BOX,)), person(2, opens=(BOX,)))
        assert rights(zimbra) == both
        converge(provider, box(), person(1, opens=(BOX,)), person(2))
        assert rights(zimbra) == {"pegawai1 loginAs", "pegawai1 sendAs"}
        hand(zimbra, "RevokeRightRequest", "pegawai1@kelantan.gov.my")
        hand(zimbra, "GrantRightRequest", "pegawai2@kelantan.gov.my")
        made = converge(provider, box(), person(1, opens=(BOX,)), person(2))
        assert [change.verb for change in made.changes] == ["update", "update"]
        assert rights(zimbra) == {"pegawai1 loginAs", "pegawai1 sendAs"}
        renamed = box(address="ict@kelantan.gov.my", aliases=(BOX,))
        converge(provider, renamed, person(1, opens=(BOX,)), person(2))
        converge(provider, renamed, person(1, opens=("ict@kelantan.gov.my",)), person(2))
        assert found(provider, 1).fields.opens == ("ict@kelantan.gov.my",)
    assert not zimbra.accepts("KEL-2026-0007", PASSWORD)


def hand(world: Any, request: str, person_address: str, right: str = "loginAs") -> None:
    target = {"type": "account", "by": "name", "_content": BOX}
    grantee = {"type": "usr", "by": "name", "_content": person_address}
    world.admin.call(request, {"target": target, "grantee": grantee, "right": {"_content": right}})


def test_a_mailbox_made_later_is_opened_then(zimbra):
    with zimbra.open() as provider:
        converge(provider, person(1, opens=(BOX,)))
        apply(provider, planned(provider, person(1, opens=(BOX,)), box()), secrets=Secrets())
        made = converge(provider, person(1, opens=(BOX,)), box())
        assert [(change.verb, change.after["opens"]) for change in made.changes] == [("update", (BOX,))]
    assert rights(zimbra) == {"pegawai1 loginAs", "pegawai1 sendAs"}


@pytest.mark.parametrize(
    "lost",
    [
        [("domain", "kelantan.gov.my", "listAccount")],
        [("domain", "kelantan.gov.my", "getAccountInfo")],
        # whoever may set every attribute may also read it: only without both is a value withheld
        [("domain", "kelantan.gov.my", "getAccount"), ("domain", "kelantan.gov.my", "modifyAccount")],
        [("cos", "rasmi_pengguna_biasa", "listCos"), ("cos", "rasmi_pengurusan_tertinggi", "listCos")],
    ],
    ids=["listAccount", "getAccountInfo", "getAccount", "listCos"],
)
def test_what_the_identity_may_not_see_is_an_error_and_never_absence(zimbra, lost):
    """Trap 7."""
    with zimbra.open() as provider:
        converge(provider, person())
    for kind, name, right in lost:
        target = {"type": kind, "by": "name", "_content": name}
        grantee = {"type": "usr", "by": "name", "_content": zimbra.options["user"]}
        body = {"target": target, "grantee": grantee, "right": {"_content": right}}
        zimbra.admin.call("RevokeRightRequest", body)
    with zimbra.open() as provider, pytest.raises(PartialAnswerError):
        provider.read()


def test_seeing_other_domains_only_is_no_whole_answer(zimbra):
    with zimbra.open() as provider:
        converge(provider, person())
    zimbra.admin.call("CreateDomainRequest", {"name": "lain.gov.my"})
    zimbra.plant_unmanaged("orang@lain.gov.my", "Orang")
    for request, domain, right in (
        ("GrantRightRequest", "lain.gov.my", "listAccount"),
        ("GrantRightRequest", "lain.gov.my", "getAccount"),
        ("RevokeRightRequest", "kelantan.gov.my", "listAccount"),
    ):
        target = {"type": "domain", "by": "name", "_content": domain}
        grantee = {"type": "usr", "by": "name", "_content": zimbra.options["user"]}
        zimbra.admin.call(request, {"target": target, "grantee": grantee, "right": {"_content": right}})
    with zimbra.open() as provider, pytest.raises(PartialAnswerError, match="did not even show rasmi-control"):
        provider.read()


def test_the_identity_cannot_open_a_mailbox_and_says_so_when_it_should_give_the_right(zimbra):
    for name in ("grant_user", "grant_password"):
        zimbra.options.pop(name)
    with zimbra.open() as provider:
        outcomes = apply(provider, planned(provider, box(), person(1, opens=(BOX,))))
        wrong = [one for one in outcomes if one.result == "failed"]
        assert [one.account for one in wrong] == ["pegawai1@kelantan.gov.my"]
        assert "zimbra.grant_user" in wrong[0].message
        with pytest.raises(ProviderError) as answer:
            provider.soap.call("DelegateAuthRequest", {"account": {"by": "name", "_content": BOX}})
        assert "PERM_DENIED" in str(answer.value)


def test_a_second_taker_of_the_token_is_refused(zimbra):
    with zimbra.open() as one, zimbra.open() as two:
        generation = one.generation()
        two.fence.take(two.soap, generation, "run-two")
        with pytest.raises(StalePlanError):
            one.fence.take(one.soap, generation, "run-one")
        assert one.generation() == generation + 1
        aliases = two.fence.get(two.soap)
        assert aliases.stale == ()


def test_a_run_that_lost_the_token_stops_at_its_next_batch(zimbra):
    zimbra.options["batch"] = 1
    once, taken = threading.Lock(), threading.Event()
    with zimbra.open() as one, zimbra.open() as two:
        converge(one, *[person(number) for number in range(1, 13)])
        made = planned(one, *[person(number, name="Baharu") for number in range(1, 13)])

        def intrude(name: str, body: Any) -> None:
            if name != "ModifyAccountRequest" or all(pair["n"] != "displayName" for pair in body["a"]):
                return
            if once.acquire(blocking=False):
                two.fence.take(two.soap, made.generation + 1, "run-two")
                taken.set()
            taken.wait(60)  # else the other threads may have written everything before

        Soap.observers.append(intrude)
        try:
            with pytest.raises(LockedError):
                apply(one, made)
        finally:
            Soap.observers.pop()
        names = [account.fields.name for account in two.read().accounts]
    assert 0 < names.count("Baharu") < 12


def test_a_wrong_password_of_ours_is_one_attempt(zimbra):
    """Trap 11: administrators are locked out too."""
    sent: list[str] = []
    Soap.observers.append(lambda name, _body: sent.append(name))
    try:
        with open_provider("zimbra", {**zimbra.options, "password": "salah"}) as provider:
            for _attempt in range(3):
                with pytest.raises(AuthenticationError):
                    provider.read()
    finally:
        Soap.observers.pop()
    assert sent.count("AuthRequest") == 1
