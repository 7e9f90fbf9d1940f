# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only Exchange with Active Directory does to accounts, and what the provider makes of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Scope, Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.contract import check
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.provider import (
    ExchangeProvider,
    ExchangeTarget,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import VERSIONS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError
from ansible_collections.rasmi.mail.plugins.modules import exchange_accounts, exchange_accounts_info
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
from ansible_collections.rasmi.mail.tests.standins.exchange.faults import not_found
from ansible_collections.rasmi.mail.tests.standins.exchange_site import bind

LATER = date(2026, 3, 3)
ONE = "KEL-2026-0001"


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Any]:
    world = WORLDS["exchange"](tmp_path)
    yield world
    world.close()


def suspended(number: int = 1, **values: Any) -> Any:
    return person(number, state="suspended", **values)._replace(since="2026-03-01")


def resumed(number: int = 1, **values: Any) -> Any:
    return person(number, **values)._replace(resume_on="2026-03-03", reasons={"state": "NOT-1"})


def gone(**values: Any) -> Any:
    return person(state="removed", **values)._replace(since="2026-03-01", remove_on="2026-03-02")


def sent(world: Any) -> list[str]:
    return [call.cmdlet for call in world.endpoint.calls]


def test_every_field_has_a_place() -> None:
    placed = {*table.PLAIN, *table.KEYED, *table.NOTED, *table.BY_CMDLET, "state"}
    assert placed - {"suspended_on", "frozen_on", "removed_on"} == set(Fields._fields)


def test_a_new_account_is_disabled_until_all_is_done_and_no_policy_renames_it(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person(aliases=("lain@kelantan.gov.my",)))
    entry = exchange.entry(ONE)
    assert entry.dn == f"CN={ONE},{exchange.home}"
    assert entry.number("userAccountControl") == 512
    assert "{26491cfc-9e50-4857-861b-0cb8df22b5d7}" in entry.text("msExchPoliciesExcluded")
    assert not entry.truth("mDBUseDefaults")
    sizes = ("mDBStorageQuota", "mDBOverQuotaLimit", "mDBOverHardQuotaLimit")
    assert [entry.number(name) for name in sizes] == [276480, 307200, 307200]
    assert sorted(entry.texts("proxyAddresses")) == ["SMTP:pegawai1@kelantan.gov.my", "smtp:lain@kelantan.gov.my"]
    assert bind(exchange.dc, "pegawai1@kelantan.gov.my", PASSWORD) == "773"
    called = [name for name in sent(exchange) if name not in ("New-DistributionGroup", "Get-ExchangeServer")]
    assert called == ["Enable-Mailbox", "Set-Mailbox"]
    identity = provider_guid(exchange)
    for call in exchange.endpoint.calls:
        if call.cmdlet in called:
            named = (call.parameters["Identity"], call.parameters["DomainController"])
            assert named == (identity, exchange.dc.host)


def provider_guid(world: Any) -> str:
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.ad_values import guid_text

    return guid_text(world.entry(ONE).attributes["objectguid"][0])


def test_exchange_attributes_are_never_written_over_ldap(exchange: Any, monkeypatch: Any) -> None:
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad

    seen: set[str] = set()
    real = Ad._call

    def watched(self: Ad, name: str, dn: str, *arguments: Any) -> None:
        seen.update(key for one in arguments if isinstance(one, dict) for key in one)
        real(self, name, dn, *arguments)

    monkeypatch.setattr(Ad, "_call", watched)
    with exchange.open() as provider:
        converge(provider, person(groups=(GROUP,), aliases=("lain@kelantan.gov.my",)))
        converge(provider, suspended(groups=(GROUP,), aliases=("lain@kelantan.gov.my",)))
        converge(provider, gone(), on=LATER)
    assert seen >= {"displayName", notes.KEYS, notes.NOTES, "userAccountControl"}
    assert_valid_everywhere(exchange)
    theirs = ("msexch", "mdb", "proxyaddresses", "mail", "homemdb", "legacyexchangedn", "extensionattribute")
    assert not [name for name in seen if name.lower().startswith(theirs)]


def assert_valid_everywhere(world: Any) -> None:
    """Every cmdlet that was sent may be sent to each version that the collection knows."""
    calls = [call for call in world.endpoint.calls if call.cmdlet != "Select-Object"]
    assert {"Enable-Mailbox", "Set-Mailbox", "Set-CASMailbox", "Disable-Mailbox"} <= {call.cmdlet for call in calls}
    for call in calls:
        for version in VERSIONS:
            check(call.cmdlet, call.parameters, version)


def test_a_suspension_gives_back_exactly_what_it_took(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person())
        identity = found(provider).id
        exchange.session.send("Set-CASMailbox", {"Identity": identity, "PopEnabled": False})
        exchange.session.send("Set-Mailbox", {"Identity": identity, "HiddenFromAddressListsEnabled": True})
        converge(provider, suspended())
        (cas,) = exchange.session.send("Get-CASMailbox", {"Identity": identity}).rows
        assert not any(cas[name] for name in ("OWAEnabled", "PopEnabled", "ImapEnabled", "MAPIEnabled", "EwsEnabled"))
        assert bind(exchange.dc, "pegawai1@kelantan.gov.my", PASSWORD) == "533"
        converge(provider, resumed(), on=LATER)
        (cas,) = exchange.session.send("Get-CASMailbox", {"Identity": identity}).rows
        assert (cas["OWAEnabled"], cas["PopEnabled"]) == (True, False)
        assert exchange.entry(ONE).truth("msExchHideFromAddressLists")


def test_whether_a_suspended_mailbox_takes_mail_is_decided(exchange: Any) -> None:
    exchange.options["suspended_mail"] = "refuse"
    with exchange.open() as provider:
        converge(provider, person())
        identity = found(provider).id
        converge(provider, suspended())
        (box,) = exchange.session.send("Get-Mailbox", {"Identity": identity}).rows
        assert box["AcceptMessagesOnlyFrom"]
        converge(provider, resumed(), on=LATER)
        (box,) = exchange.session.send("Get-Mailbox", {"Identity": identity}).rows
        assert not box["AcceptMessagesOnlyFrom"]


def test_an_account_suspended_by_hand_is_not_resumed(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person())
        exchange.ad.modify(exchange.entry(ONE).dn, {"userAccountControl": ["514"]})
        made = planned(provider, resumed(), on=LATER)
    assert [change.verb for change in made.changes] == ["ask"]


def test_a_held_mailbox_is_not_ended(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person())
        converge(provider, gone())
        identity = found(provider).id
        exchange.session.send("Set-Mailbox", {"Identity": identity, "LitigationHoldEnabled": True})
        (outcome,) = apply(provider, planned(provider, gone(), on=LATER))
        assert outcome.result == "failed"
        assert "litigation hold" in outcome.message
        assert found(provider).fields.state == "suspended"
    assert "Disable-Mailbox" not in sent(exchange)


def test_a_tombstone_is_a_user_and_its_mailbox_is_restorable(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person(groups=(GROUP,), aliases=("lain@kelantan.gov.my",)))
        converge(provider, gone(aliases=("lain@kelantan.gov.my",)))
        converge(provider, gone(aliases=("lain@kelantan.gov.my",)), on=LATER)
        account = found(provider)
        assert account.fields.aliases == ("lain@kelantan.gov.my",)
        assert account.fields.groups == ()
        taken = apply_forced(provider, forced_create(person(2, address="lain@kelantan.gov.my")))
        assert (taken.result, taken.message) == ("failed", "the address is in use")
    entry = exchange.entry(ONE)
    assert entry.number("userAccountControl") == 514
    assert not entry.attributes.get("msexchmailboxguid")
    noted = notes.read_notes(entry.text(notes.NOTES))
    assert noted["mailbox"] and noted["database"]
    assert "Remove-Mailbox" not in sent(exchange)
    disabled = [call.parameters for call in exchange.endpoint.calls if call.cmdlet == "Disable-Mailbox"]
    assert disabled and not any(call.get("IgnoreLegalHold") for call in disabled)


def apply_forced(provider: Any, change: Change) -> Any:
    generation = provider.generation()
    secrets = Secrets({change.account: PASSWORD})
    (outcome,) = provider.apply([change], generation=generation, secrets=secrets, report=lambda _one: None)
    return outcome


def test_entitlements_come_and_go(exchange: Any) -> None:
    """R145 BMT, R146 Skype for Business and R135 the archive, each for itself (R148)."""
    exchange.options["skype_pool"] = "sfb01.anm.gov.my"
    exchange.options["skype_url"] = exchange.options["url"].replace("PowerShell", "OcsPowershell")
    every = ("ad_logon", "archive", "bmt", "skype")
    with exchange.open() as provider:
        assert provider.read().entitlements
        converge(provider, person()._replace(entitlements=every))
        assert found(provider).entitlements == every
        converge(provider, person()._replace(entitlements=("archive", "bmt")))
        assert found(provider).entitlements == ("archive", "bmt")
        converge(provider, person()._replace(entitlements=("skype",)))
        assert found(provider).entitlements == ("skype",)
        assert found(provider).fields.groups == ()
    assert "Disable-CsUser" not in sent(exchange)


def test_an_entitlement_that_cannot_be_given_is_told(exchange: Any) -> None:
    with exchange.open() as provider:
        made = planned(provider, person()._replace(entitlements=("skype",)))
        (outcome,) = apply(provider, made)
        assert outcome.result == "failed"
        assert "skype_pool" in outcome.message


def test_a_person_opens_a_department_mailbox_with_the_own_password(exchange: Any) -> None:
    box = person(7, kind="department", staff_key="", address="bptm@kelantan.gov.my", grade="", post="")
    want = person(opens=("bptm@kelantan.gov.my",))
    with exchange.open() as provider:
        converge(provider, box, want)
        assert found(provider).fields.opens == ("bptm@kelantan.gov.my",)
        mailbox = exchange.entry("KEL-2026-0007")
        assert mailbox.number("msExchRecipientTypeDetails") == 4
        assert mailbox.texts("msExchDelegateListLink") == [exchange.entry(ONE).dn]
        converge(provider, box, person())
        assert exchange.entry("KEL-2026-0007").texts("msExchDelegateListLink") == []


def test_addresses_that_are_not_smtp_stay(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person())
        identity = found(provider).id
        kept = "x500:/o=ANM/ou=lama/cn=pegawai1"
        listed = ["SMTP:pegawai1@kelantan.gov.my", kept]
        exchange.session.send("Set-Mailbox", {"Identity": identity, "EmailAddresses": listed})
        converge(provider, person(address="baharu@kelantan.gov.my"))
    assert kept in [one[:4].lower() + one[4:] for one in exchange.entry(ONE).texts("proxyAddresses")]


def test_many_members_are_one_cmdlet_and_nobody_is_lost(exchange: Any) -> None:
    exchange.plant_unmanaged("orang@kelantan.gov.my", "Orang")
    with exchange.open() as provider:
        (by_hand,) = provider.read().accounts
    group = f"CN={GROUP.partition('@')[0]},{exchange.home}"
    exchange.session.send(
        "Add-DistributionGroupMember",
        {"Identity": group, "Member": by_hand.id, "BypassSecurityGroupManagerCheck": True},
    )
    exchange.endpoint.calls.clear()
    with exchange.open() as provider:
        wants = [person(number, groups=(GROUP,)) for number in range(1, 31)]
        converge(provider, *wants)
        joined = [one for one in provider.read().accounts if one.fields.groups == (GROUP,)]
    assert len(joined) == 31
    assert sent(exchange).count("Update-DistributionGroupMember") == 1
    assert "Add-DistributionGroupMember" not in sent(exchange)


def test_names_that_collide_in_the_domain_get_another(exchange: Any) -> None:
    exchange.plant_unmanaged("pegawai1@lain.gov.my", "Lain")
    with exchange.open() as provider:
        converge(provider, person())
    assert exchange.entry(ONE).text("sAMAccountName").startswith("pegawai1")


def test_a_lock_that_has_run_out_is_none(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person())
        exchange.ad.modify(exchange.dc.base, {"lockoutDuration": ["-18000000000"]})
        exchange.lock(ONE, "2026-03-01T02:00:00Z")
        assert found(provider).locked_at == ""


def test_the_last_use_has_an_error_bar_of_fourteen_days(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person())
        exchange.ad.modify(exchange.entry(ONE).dn, {"lastLogonTimestamp": ["134116992000000000"]})
        assert found(provider).last_login_at == "2026-01-01T00:00:00Z"
        assert provider.read().last_use_precision == 14


def test_the_systems_mailboxes_are_nobodys(exchange: Any) -> None:
    with exchange.open() as provider:
        exchange.plant_unmanaged("discovery@kelantan.gov.my", "Discovery")
        (account,) = provider.read().accounts
        # written over LDAP only to play what Exchange's own setup does
        exchange.ad.modify(account.handle, {"msExchRecipientTypeDetails": ["536870912"]})
        assert list(provider.read().accounts) == []


def test_only_the_scope_is_read(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person(1), person(2, unit="suk"))
    limited = ExchangeProvider(ExchangeTarget.from_options(exchange.options), Scope(units=("suk",)))
    with limited:
        assert [one.fields.unit for one in limited.read().accounts] == ["suk"]


def test_the_modules_plan_apply_and_read_back(exchange: Any, tmp_path: Path) -> None:
    row = {
        "account_id": "HR-2026-17",
        "address": "bptm@anm.gov.my",
        "name": "Bahagian Pengurusan Teknologi Maklumat",
        "basis": "BPTM.600-1/2/1(17)",
        "kind": "department",
        "tier": "g53",
        "quota": 2147483648,
    }
    given = {
        "accounts": [row],
        "profile": "janm",
        "as_of": "2026-11-20",
        "exchange": exchange.options,
        "ledger": str(tmp_path / "l.jsonl"),
    }
    spec = exchange_accounts.ARGUMENT_SPEC
    params = {name: given.get(name, rule.get("default")) for name, rule in spec.items()}
    foretold = exchange_accounts.run(params, True)
    assert (foretold["changed"], foretold["counts"]) == (True, {"create": 1})
    assert exchange_accounts_info.run({"exchange": exchange.options, "scope": None, "dest": None}, False)["count"] == 0
    done = exchange_accounts.run(params, False)
    assert (done["outcomes"], done["checksum"]) == ({"done": 1}, foretold["checksum"])
    again = exchange_accounts.run(params, False)
    assert (again["changed"], again["counts"]) == (False, {})
    seen = exchange_accounts_info.run({"exchange": exchange.options, "scope": None, "dest": None}, False)
    assert [one["fields"]["address"] for one in seen["accounts"]] == ["bptm@anm.gov.my"]
    assert exchange.options["password"] not in json.dumps([done, seen], default=str)


def test_a_moved_account_is_left_alone_although_only_the_mailbox_moved(exchange: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person())
        made = planned(provider, person(name="Baharu", quota=0, tier="pengurusan_tertinggi"))
        identity = found(provider).id
        exchange.session.send(
            "Set-Mailbox",
            {
                "Identity": identity,
                "IssueWarningQuota": "1GB",
                "ProhibitSendQuota": "1GB",
                "ProhibitSendReceiveQuota": "1GB",
            },
        )
        (outcome,) = apply(provider, replace(made, changes=made.effective))
        assert outcome.result == "failed"
        assert found(provider).fields.name == person().fields.name


def statistics(world: Any, account_id: str, **values: Any) -> uuid.UUID:
    """What the store says of a mailbox."""
    number = uuid.UUID(bytes_le=world.entry(account_id).attributes["msexchmailboxguid"][0])
    world.endpoint.world.store.statistics.setdefault(number, {}).update(values)
    return number


def test_R069_use_is_asked_by_database_and_only_of_what_is_in_use(exchange: Any) -> None:
    """Beside a mailbox its database lists archives, and what moves and earlier accounts have left behind."""
    with exchange.open() as provider:
        converge(provider, *(person(number) for number in range(1, 5)))
        accounts = [one for one in provider.read().accounts if one.managed]
    exchange.session.send("Enable-Mailbox", {"Identity": exchange.entry(ONE).dn, "Archive": True})
    statistics(exchange, ONE, TotalItemSize="1.2 GB (1,288,490,189 bytes)")
    database = exchange.entry(ONE).text("homeMDB").partition(",")[0].partition("=")[2]
    statistics(exchange, "KEL-2026-0002", TotalItemSize=None)
    number = statistics(exchange, "KEL-2026-0003")
    left = {"MailboxGuid": number, "Database": database, "DisplayName": "", "Archive": False, "LegacyDN": ""}
    size = {"DisconnectReason": "SoftDeleted", "TotalItemSize": "5 GB (5,368,709,120 bytes)"}
    exchange.endpoint.world.store.copies.append({**left, **size})
    exchange.endpoint.calls.clear()
    with exchange.open() as provider:
        told = provider.usage(accounts)
    assert sent(exchange).count("Get-MailboxStatistics") == 1
    by_number = {one.fields.account_id[-1]: told.get(one.id) for one in accounts}
    assert by_number == {"1": 1288491008, "2": None, "3": 0, "4": 0}


def test_R069_a_database_that_does_not_answer_makes_its_mailboxes_unknown(exchange: Any, monkeypatch: Any) -> None:
    with exchange.open() as provider:
        converge(provider, person(1))
    exchange.options["database"] = "DB02"
    with exchange.open() as provider:
        converge(provider, person(1), person(2))
        accounts = [found(provider, 1), found(provider, 2)]
    real = exchange.endpoint.world.cmdlets["Get-MailboxStatistics"]

    def dismounted(call: Any) -> Any:
        if call.get("Database") == "DB02":
            raise not_found("DB02", "dc")
        return real(call)

    monkeypatch.setitem(exchange.endpoint.world.cmdlets, "Get-MailboxStatistics", dismounted)
    with exchange.open() as provider:
        assert provider.usage(accounts) == {accounts[0].id: 0}
        with pytest.raises(ProviderError):
            provider.usage(accounts[1:])
