# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which attribute of the directory each property of a mailbox is, and a mailbox as Get-Mailbox shows it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from .binder import table
from .clixml import Many, Record
from .directory import Entry
from .objects import DOMAIN, EMPTY, SERVER, VERSIONS
from .paths import canonical, common_name, unit_dn
from .recipients import (
    NO_POLICY,
    Row,
    bit,
    flag,
    guid,
    link,
    moment,
    number,
    primary_of,
    protocol,
    quota,
    seconds,
    text,
    texts,
)

GB = 1024**3
TYPES = {
    "1": "UserMailbox",
    "2": "LinkedMailbox",
    "4": "SharedMailbox",
    "16": "RoomMailbox",
    "32": "EquipmentMailbox",
    "128": "MailUser",
    "256": "MailUniversalDistributionGroup",
    "1024": "MailUniversalSecurityGroup",
}
MAILBOX_ROWS: tuple[Row, ...] = (
    text("DisplayName", "displayName"),
    text("Alias", "mailNickname"),
    text("SimpleDisplayName", "displayNamePrintable"),
    link("Database", "homeMDB", "database"),
    link("RetentionPolicy", "msExchMailboxTemplateLink", "retention"),
    link("ArchiveDatabase", "msExchArchiveDatabaseLink", "database"),
    texts("ArchiveName", "msExchArchiveName"),
    quota("ArchiveQuota", "msExchArchiveQuota", "100 GB (107,374,182,400 bytes)"),
    quota("ArchiveWarningQuota", "msExchArchiveWarnQuota", "90 GB (96,636,764,160 bytes)"),
    flag("UseDatabaseQuotaDefaults", "mDBUseDefaults", True),
    quota("IssueWarningQuota", "mDBStorageQuota"),
    quota("ProhibitSendQuota", "mDBOverQuotaLimit"),
    quota("ProhibitSendReceiveQuota", "mDBOverHardQuotaLimit"),
    quota("MaxSendSize", "submissionContLength"),
    quota("MaxReceiveSize", "delivContLength"),
    flag("HiddenFromAddressListsEnabled", "msExchHideFromAddressLists"),
    bit("LitigationHoldEnabled", "msExchELCMailboxFlags", 8),
    bit("SingleItemRecoveryEnabled", "msExchELCMailboxFlags", 16),
    flag("AuditEnabled", "msExchMailboxAuditEnable"),
    seconds("AuditLogAgeLimit", "msExchMailboxAuditLogAgeLimit", "90.00:00:00"),
    flag("DeliverToMailboxAndForward", "deliverAndRedirect"),
    text("ForwardingSmtpAddress", "msExchGenericForwardingAddress", None),
    flag("RequireSenderAuthenticationEnabled", "msExchRequireAuthToSendTo"),
    number("RecipientLimits", "msExchRecipLimit"),
    text("UserPrincipalName", "userPrincipalName"),
    text("SamAccountName", "sAMAccountName"),
    *(text(f"CustomAttribute{one}", f"extensionAttribute{one}") for one in range(1, 16)),
)
CAS_ROWS: tuple[Row, ...] = (
    protocol("OWAEnabled", "OWA"),
    protocol("PopEnabled", "POP3"),
    protocol("ImapEnabled", "IMAP4"),
    protocol("MAPIEnabled", "MAPI"),
    protocol("ECPEnabled", "ECP"),
    protocol("OWAforDevicesEnabled", "OWAforDevices"),
    Row(
        "ActiveSyncEnabled",
        "msExchOmaAdminWirelessEnable",
        lambda entry: not int(entry.first("msExchOmaAdminWirelessEnable") or 0) & 4,
        lambda value, *_: [0 if value else 4],
    ),
    Row(
        "EwsEnabled",
        "msExchEwsEnabled",
        lambda entry: None if entry.first("msExchEwsEnabled") is None else entry.first("msExchEwsEnabled") == "1",
        lambda value, *_: [] if value is None else [int(value)],
    ),
    link("OwaMailboxPolicy", "msExchOWAPolicy", "owa"),
)
USER_ROWS: tuple[Row, ...] = (
    text("DisplayName", "displayName"),
    text("FirstName", "givenName"),
    text("LastName", "sn"),
    text("Initials", "initials"),
    text("Title", "title"),
    text("Department", "department"),
    text("Company", "company"),
    text("Office", "physicalDeliveryOfficeName"),
    text("Phone", "telephoneNumber"),
    text("MobilePhone", "mobile"),
    text("City", "l"),
    text("StateOrProvince", "st"),
    text("PostalCode", "postalCode"),
    text("Notes", "info"),
    text("StreetAddress", "streetAddress"),
    text("SamAccountName", "sAMAccountName"),
    text("UserPrincipalName", "userPrincipalName"),
    protocol("RemotePowerShellEnabled", "RemotePowerShell"),
)
# What a mailbox has that no attribute holds here: the values of a fresh one.
FRESH: dict[str, Any] = {
    "RecoverableItemsQuota": "30 GB (32,212,254,720 bytes)",
    "RulesQuota": "256 KB (262,144 bytes)",
    "RecoverableItemsWarningQuota": "20 GB (21,474,836,480 bytes)",
    "RetainDeletedItemsFor": "14.00:00:00",
    "CalendarLoggingQuota": "6 GB (6,442,450,944 bytes)",
    "LitigationHoldDuration": "Unlimited",
    "UseDatabaseRetentionDefaults": True,
    "ExternalOofOptions": "External",
    "RoleAssignmentPolicy": "Default Role Assignment Policy",
    "AddressBookPolicy": None,
    "ExchangeVersion": "0.20 (15.0.0.0)",
    "OriginatingServer": f"{SERVER.lower()}.{DOMAIN}",
    "IsValid": True,
    "IsMailboxEnabled": True,
    "AuditAdmin": Many(
        [
            "Update",
            "Move",
            "MoveToDeletedItems",
            "SoftDelete",
            "HardDelete",
            "FolderBind",
            "SendAs",
            "SendOnBehalf",
            "Create",
        ]
    ),
    "AuditDelegate": Many(["Update", "SoftDelete", "HardDelete", "SendAs", "Create"]),
    "AuditOwner": Many(),
    "MessageTrackingReadStatusEnabled": True,
    "ModerationEnabled": False,
}


def apply(rows: Iterable[Row], parameters: dict[str, Any], entry: Entry, base: str) -> dict[str, list[Any]]:
    """The attributes that a call's parameters change; `entry` is brought up to date on the way."""
    changes: dict[str, list[Any]] = {}
    for row in rows:
        if row.name in parameters:
            values = [
                one if isinstance(one, bytes) else _text(one) for one in row.write(parameters[row.name], entry, base)
            ]
            if values != entry.all(row.attribute):
                changes[row.attribute] = values
                entry.attributes[row.attribute] = values
    return changes


def _text(value: Any) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)


def mailbox(entry: Entry, extra: dict[str, Any], version: str) -> Record:
    """A mailbox with all the properties that Exchange shows."""
    shape = table()["shapes"]["Get-Mailbox"]
    found: dict[str, Any] = {name: EMPTY[tag] for name, tag in shape["properties"].items()}
    found |= {name: value for name, value in FRESH.items() if name in found}
    found |= {row.name: row.read(entry) for row in MAILBOX_ROWS if row.name in found}
    found |= {name: value for name, value in identities(entry).items() if name in found}
    found |= {name: value for name, value in _computed(entry, version).items() if name in found}
    found |= {name: value for name, value in extra.items() if name in found}
    types = (shape["type"], "Microsoft.Exchange.Data.Directory.Management.MailEnabledOrgPerson", "System.Object")
    return Record(types, found, canonical(entry.dn))


def identities(entry: Entry) -> dict[str, Any]:
    """What every recipient has to be named by."""
    addresses = entry.all("proxyAddresses")
    primary = primary_of(addresses)
    path = canonical(entry.dn)
    return {
        "Identity": path,
        "Id": path,
        "Name": common_name(entry.dn),
        "DistinguishedName": entry.dn,
        "Guid": entry.guid,
        "OrganizationalUnit": path.rpartition("/")[0],
        "EmailAddresses": Many(addresses).of("Microsoft.Exchange.Data.ProxyAddress"),
        "PrimarySmtpAddress": primary,
        "WindowsEmailAddress": primary,
        "EmailAddressPolicyEnabled": NO_POLICY not in entry.all("msExchPoliciesExcluded"),
        "PoliciesExcluded": Many(entry.all("msExchPoliciesExcluded")),
        "PoliciesIncluded": Many(entry.all("msExchPoliciesIncluded")),
        "LegacyExchangeDN": entry.first("legacyExchangeDN") or "",
        "Alias": entry.first("mailNickname") or "",
        "DisplayName": entry.first("displayName") or "",
        "SamAccountName": entry.first("sAMAccountName") or "",
        "WhenChanged": moment(entry.first("whenChanged")),
        "WhenCreated": moment(entry.first("whenCreated")),
        "WhenChangedUTC": moment(entry.first("whenChanged")),
        "WhenCreatedUTC": moment(entry.first("whenCreated")),
        "RecipientTypeDetails": TYPES.get(str(entry.first("msExchRecipientTypeDetails")), "User"),
        "ObjectState": "Unchanged",
        "OrganizationId": "",
    }


def _computed(entry: Entry, version: str) -> dict[str, Any]:
    archive = guid(entry, "msExchArchiveGUID")
    shared = entry.first("msExchRecipientTypeDetails") == "4"
    return {
        "ExchangeGuid": guid(entry, "msExchMailboxGuid"),
        "ArchiveGuid": archive,
        "ArchiveState": "Local" if archive.int else "None",
        "ArchiveStatus": "None",
        "ServerName": SERVER.lower(),
        "RecipientType": "UserMailbox",
        "AdminDisplayVersion": VERSIONS[version],
        "IsShared": shared,
        "ExchangeUserAccountControl": "AccountDisabled" if shared else "None",
        "ResourceType": None,
        "ServerLegacyDN": entry.first("msExchHomeServerName") or "",
        "AccountDisabled": bool(int(entry.first("userAccountControl") or 0) & 2),
        "LitigationHoldDate": moment(entry.first("msExchLitigationHoldDate")),
        "LitigationHoldOwner": entry.first("msExchLitigationHoldOwner") or "",
        "WhenMailboxCreated": moment(entry.first("msExchWhenMailboxCreated")),
        "ForwardingAddress": _path(entry, "altRecipient"),
        "GrantSendOnBehalfTo": Many([canonical(one) for one in entry.all("publicDelegates")]),
        "ProtocolSettings": Many(entry.all("protocolSettings")),
    }


def _path(entry: Entry, attribute: str) -> str | None:
    value = entry.first(attribute)
    return canonical(value) if value else None


def new_guid() -> bytes:
    """A GUID as the directory keeps it."""
    return uuid.uuid4().bytes_le


def place(call_unit: str | None, base: str) -> str:
    """Where a new user goes."""
    return unit_dn(call_unit, base) if call_unit else f"CN=Users,{base}"
