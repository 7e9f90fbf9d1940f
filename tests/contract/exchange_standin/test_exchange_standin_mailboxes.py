# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mailboxes and groups: what a cmdlet wrote stands in the directory, in a real one too."""

from __future__ import annotations

from typing import Any

import pytest
from pypsrp.complex_objects import ObjectMeta

from ansible_collections.rasmi.mail.tests.standins.exchange.directory import Directory, LdapDirectory
from ansible_collections.rasmi.mail.tests.standins.exchange.recipients import LINKS, NO_POLICY, one_of

from .conftest import Client

UNIT = "ad.anm.test/Pegawai"


def entry(directory: Directory, identity: str) -> Any:
    return one_of(directory, identity)


def account(directory: Directory, name: str) -> str:
    """A user of the directory without a mailbox; its objectGUID."""
    dn = f"CN={name},OU=Pegawai,{directory.base}"
    classes = ("top", "person", "organizationalPerson", "user")
    directory.add(dn, classes, {"sAMAccountName": [name], "userPrincipalName": [f"{name}@anm.gov.my"]})
    return str(entry(directory, dn).guid)


def enable(client: Client, directory: Directory, name: str) -> str:
    number = account(directory, name)
    found = client(
        "Enable-Mailbox", Identity=number, Alias=name, Database="DB01", PrimarySmtpAddress=f"{name}@anm.gov.my"
    )
    assert not found.texts
    return number


def test_a_new_mailbox_has_an_account_with_a_password(organisation: Client, directory: Directory) -> None:
    organisation.pool.exchange_keys()
    secret = organisation.pool.serialize("Kata#Laluan-12", ObjectMeta("SS"))
    made = organisation(
        "New-Mailbox",
        Name="Aminah",
        UserPrincipalName="aminah@anm.gov.my",
        Password=secret,
        OrganizationalUnit=UNIT,
        Alias="aminah",
        PrimarySmtpAddress="aminah@anm.gov.my",
        ResetPasswordOnNextLogon=True,
    )
    assert not made.texts
    assert made.one()["PrimarySmtpAddress"] == "aminah@anm.gov.my"
    assert made.one()["EmailAddressPolicyEnabled"] is False
    found = entry(directory, "aminah@anm.gov.my")
    assert found.all("proxyAddresses") == ["SMTP:aminah@anm.gov.my"]
    assert found.first("msExchPoliciesExcluded") == NO_POLICY
    assert found.first("homeMDB").startswith("CN=DB01,CN=Databases,")
    assert found.first("userAccountControl") == "512"
    assert organisation.endpoint.calls[-1].parameters["Password"] == "<secure string>"


def test_a_mailbox_for_an_account_is_found_by_its_guid(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "badrul")
    shown = organisation("Get-Mailbox", Identity=number).one()
    assert (shown["Alias"], shown["Database"], shown["RecipientTypeDetails"]) == ("badrul", "DB01", "UserMailbox")
    assert shown["Identity"] == "ad.anm.test/Pegawai/badrul"
    assert shown["ProhibitSendQuota"] == "Unlimited"
    again = organisation("Enable-Mailbox", Identity=number)
    assert again.reasons == ["RecipientTaskException"]


def test_quotas_are_kilobytes_in_the_directory(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "chong")
    changed = organisation(
        "Set-Mailbox",
        Identity=number,
        UseDatabaseQuotaDefaults=False,
        IssueWarningQuota="1.8GB",
        ProhibitSendQuota="2GB",
        ProhibitSendReceiveQuota="2147483648",
        MaxSendSize="14MB",
        LitigationHoldEnabled=True,
        CustomAttribute1="x",
    )
    assert (changed.texts, changed.warnings) == ([], [])
    found = entry(directory, number)
    assert (found.first("mDBOverQuotaLimit"), found.first("mDBOverHardQuotaLimit")) == ("2097152", "2097152")
    assert (found.first("mDBUseDefaults"), found.first("submissionContLength")) == ("FALSE", "14336")
    assert found.first("msExchELCMailboxFlags") == "8"
    shown = organisation("Get-Mailbox", Identity=number).one()
    assert shown["ProhibitSendQuota"] == "2 GB (2,147,483,648 bytes)"
    assert shown["LitigationHoldEnabled"] is True
    same = organisation("Set-Mailbox", Identity=number, ProhibitSendQuota="2 GB")
    assert same.warnings == [
        "The command completed successfully but no settings of 'ad.anm.test/Pegawai/chong' have been modified."
    ]
    organisation("Set-Mailbox", Identity=number, ProhibitSendQuota="unlimited")
    assert entry(directory, number).first("mDBOverQuotaLimit") is None


def test_a_held_mailbox_is_only_disabled_by_a_switch(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "devi")
    organisation("Set-Mailbox", Identity=number, LitigationHoldEnabled=True)
    assert organisation("Disable-Mailbox", Identity=number, Confirm=False).errors
    assert not organisation("Disable-Mailbox", Identity=number, Confirm=False, IgnoreLegalHold=True).errors
    assert entry(directory, number).first("msExchMailboxGuid") is None


def test_a_disabled_mailbox_comes_back_to_its_account(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "elias")
    before = organisation("Get-Mailbox", Identity=number).one()["ExchangeGuid"]
    assert organisation("Disable-Mailbox", Identity=number).errors[0].reason == "HostException"
    organisation("Disable-Mailbox", Identity=number, Confirm=False)
    assert organisation("Get-Mailbox", Identity=number).reasons == ["ManagementObjectNotFoundException"]
    assert entry(directory, number).first("sAMAccountName") == "elias"
    kept = [
        one.adapted_properties
        for one in organisation("Get-MailboxStatistics", Database="DB01").rows
        if one.adapted_properties["DisconnectReason"] == "Disabled"
    ]
    assert str(before) in [str(one["MailboxGuid"]) for one in kept]
    back = organisation("Connect-Mailbox", Identity=str(before), Database="DB01", User=number, Confirm=False)
    assert not back.texts
    assert organisation("Get-Mailbox", Identity=number).one()["ExchangeGuid"] == before


def test_removing_a_mailbox_removes_the_account(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "fauzi")
    organisation("Remove-Mailbox", Identity=number, Confirm=False)
    assert not directory.find([("sAMAccountName", "fauzi")])


def test_addresses_are_given_as_a_list_or_as_a_change(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "ghazali")
    organisation("Set-Mailbox", Identity=number, EmailAddresses={"Add": ["smtp:gh@anm.gov.my"]})
    assert entry(directory, number).all("proxyAddresses") == ["SMTP:ghazali@anm.gov.my", "smtp:gh@anm.gov.my"]
    organisation("Set-Mailbox", Identity=number, EmailAddresses=["SMTP:gh@anm.gov.my", "smtp:ghazali@anm.gov.my"])
    assert entry(directory, number).first("mail") == "gh@anm.gov.my"
    both = organisation(
        "Set-Mailbox", Identity=number, EmailAddresses=["SMTP:a@anm.gov.my"], PrimarySmtpAddress="a@anm.gov.my"
    )
    assert both.reasons == ["RecipientTaskException"]
    other = enable(organisation, directory, "halim")
    taken = organisation("Set-Mailbox", Identity=other, EmailAddresses={"Add": ["smtp:GH@anm.gov.my"]})
    assert taken.reasons == ["ProxyAddressExistsException"]


def test_an_address_policy_that_is_on_has_the_last_word(organisation: Client, directory: Directory) -> None:
    number = account(directory, "ismail")
    organisation("Enable-Mailbox", Identity=number, Alias="ismail")
    organisation("Set-Mailbox", Identity=number, EmailAddresses=["SMTP:lain@anm.gov.my", "smtp:ismail@anm.gov.my"])
    assert entry(directory, number).first("mail") == "ismail@anm.gov.my"
    organisation("Set-Mailbox", Identity=number, EmailAddressPolicyEnabled=False)
    organisation("Set-Mailbox", Identity=number, EmailAddresses=["SMTP:lain@anm.gov.my", "smtp:ismail@anm.gov.my"])
    assert entry(directory, number).first("mail") == "lain@anm.gov.my"


def test_an_archive_goes_and_comes_back(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "jamal")
    shown = organisation("Enable-Mailbox", Identity=number, Archive=True, ArchiveDatabase="ARKIB01").one()
    assert (shown["ArchiveState"], shown["ArchiveQuota"]) == ("Local", "100 GB (107,374,182,400 bytes)")
    assert shown["RetentionPolicy"] == "Default MRM Policy"
    organisation("Disable-Mailbox", Identity=number, Archive=True, Confirm=False)
    assert entry(directory, number).first("msExchArchiveGUID") is None
    assert organisation("Get-Mailbox", Identity=number).one()["ArchiveState"] == "None"


def test_client_access_is_closed_door_by_door(organisation: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "kamariah")
    doors = ("OWAEnabled", "ActiveSyncEnabled", "EwsEnabled", "MAPIEnabled", "PopEnabled", "ImapEnabled")
    shown = organisation("Get-CASMailbox", Identity=number).one()
    assert [shown[one] for one in doors] == [True, True, None, True, True, True]
    organisation("Set-CASMailbox", Identity=number, **dict.fromkeys(doors, False))
    shown = organisation("Get-CASMailbox", Identity=number).one()
    assert [shown[one] for one in doors] == [False] * 6
    organisation("Set-CASMailbox", Identity=number, OwaMailboxPolicy="Default", ImapEnabled=True)
    shown = organisation("Get-CASMailbox", Identity=number).one()
    assert (shown["OwaMailboxPolicy"], shown["ImapEnabled"], shown["PopEnabled"]) == ("Default", True, False)


def test_a_group_is_one_of_the_directory(organisation: Client, directory: Directory) -> None:
    one, two = enable(organisation, directory, "liyana"), enable(organisation, directory, "muthu")
    made = organisation(
        "New-DistributionGroup",
        Name="Semua Kakitangan",
        Alias="semua",
        PrimarySmtpAddress="semua@anm.gov.my",
        OrganizationalUnit="ad.anm.test/Kumpulan",
        Members=[one],
    )
    assert not made.texts
    found = entry(directory, "semua@anm.gov.my")
    assert found.all("member") == [f"CN=liyana,OU=Pegawai,{directory.base}"]
    assert organisation("Add-DistributionGroupMember", Identity="semua", Member=two).errors
    organisation("Add-DistributionGroupMember", Identity="semua", Member=two, BypassSecurityGroupManagerCheck=True)
    assert len(organisation("Get-DistributionGroupMember", Identity="semua").rows) == 2
    organisation(
        "Update-DistributionGroupMember",
        Identity="semua",
        Members=[two],
        BypassSecurityGroupManagerCheck=True,
        Confirm=False,
    )
    organisation(
        "Set-DistributionGroup",
        Identity="semua",
        AcceptMessagesOnlyFromSendersOrMembers=[two],
        MaxReceiveSize="14MB",
        RequireSenderAuthenticationEnabled=True,
    )
    found = entry(directory, "semua@anm.gov.my")
    assert found.all("member") == found.all("authOrig") == [f"CN=muthu,OU=Pegawai,{directory.base}"]
    assert found.first("delivContLength") == "14336"


def test_rights_are_given_and_taken(organisation: Client, directory: Directory) -> None:
    box, auditor = enable(organisation, directory, "norma"), enable(organisation, directory, "osman")
    organisation(
        "Add-MailboxPermission",
        Identity=box,
        User=auditor,
        AccessRights=["FullAccess"],
        InheritanceType="All",
        AutoMapping=False,
    )
    users = {one.adapted_properties["User"] for one in organisation("Get-MailboxPermission", Identity=box).rows}
    assert "ANM\\osman" in users
    organisation("Remove-MailboxPermission", Identity=box, User=auditor, AccessRights=["FullAccess"], Confirm=False)
    users = {one.adapted_properties["User"] for one in organisation("Get-MailboxPermission", Identity=box).rows}
    assert users == {"NT AUTHORITY\\SELF", "ANM\\Organization Management"}


def test_skype_knows_a_user_until_it_is_disabled(organisation: Client, skype: Client, directory: Directory) -> None:
    number = enable(organisation, directory, "parid")
    skype("Enable-CsUser", Identity=number, RegistrarPool="sfb01.ad.anm.test", SipAddressType="EmailAddress")
    skype("Set-CsUser", Identity=number, Enabled=False)
    shown = skype("Get-CsUser", Identity=number).one()
    assert (shown["SipAddress"], shown["Enabled"]) == ("sip:parid@anm.gov.my", False)
    assert shown["RegistrarPool"] == "sfb01.ad.anm.test"
    skype("Disable-CsUser", Identity=number, Confirm=False)
    assert not [name for name in entry(directory, number).attributes if name.startswith("msrtcsip")]
    assert organisation("Get-CsUser").reasons == ["CommandNotFoundException"]
    assert skype("Get-Mailbox").reasons == ["CommandNotFoundException"]


@pytest.mark.parametrize("identity", ["tiada", "tiada@anm.gov.my", "00000000-0000-0000-0000-000000000001"])
def test_an_unknown_identity_does_not_end_the_pipeline(organisation: Client, identity: str) -> None:
    found = organisation("Get-Mailbox", Identity=identity)
    assert found.reasons == ["ManagementObjectNotFoundException"]
    assert found.rows == []


def test_trap_a_null_identity_gives_all_of_them(organisation: Client, directory: Directory) -> None:
    enable(organisation, directory, "qamar")
    enable(organisation, directory, "rashid")
    assert len(organisation("Get-Mailbox", Identity=None).rows) >= 2
    assert organisation("Set-Mailbox", Identity=None, CustomAttribute1="x").reasons == ["ParameterBindingException"]


def test_filters_are_opath(organisation: Client, directory: Directory) -> None:
    enable(organisation, directory, "salmah")
    found = organisation(
        "Get-Mailbox", Filter="EmailAddresses -eq 'smtp:SALMAH@anm.gov.my' -and -not (Alias -like 'x*')"
    )
    assert [one.adapted_properties["Alias"] for one in found.rows] == ["salmah"]


def test_quotas_of_a_database_are_in_a_real_directory(organisation: Client, directory: Directory) -> None:
    organisation("Set-MailboxDatabase", Identity="DB02", ProhibitSendReceiveQuota="3GB", IssueWarningQuota="unlimited")
    shown = organisation("Get-MailboxDatabase", Identity="DB02").one()
    assert shown["ProhibitSendReceiveQuota"] == "3 GB (3,221,225,472 bytes)"
    if isinstance(directory, LdapDirectory):
        database = directory.look(f"{LINKS['database'].format(name='DB02')},{directory.base}")
        assert (database.first("mDBOverHardQuotaLimit"), database.first("mDBStorageQuota")) == ("3145728", None)
