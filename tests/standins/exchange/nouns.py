# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The nouns that share one engine (objects.py): a row each, with what a fresh installation has.

Figures are those of the fact pages: 10 MB for the organisation, 36 MB for receive connectors, forms logon on, HTTPS for
Outlook Anywhere not required, audit of administrators on.
"""

from __future__ import annotations

from .clixml import Many
from .nouns_server import CONFIG, DOMAIN, MANAGEMENT, SERVER, SERVER_NOUNS, megabytes
from .objects import Noun

_OWA_SWITCHES = (
    "ChangePasswordEnabled",
    "ActiveSyncIntegrationEnabled",
    "AllAddressListsEnabled",
    "CalendarEnabled",
    "ContactsEnabled",
    "RulesEnabled",
    "SignaturesEnabled",
    "SearchFoldersEnabled",
    "TasksEnabled",
    "DirectFileAccessOnPublicComputersEnabled",
    "DirectFileAccessOnPrivateComputersEnabled",
)

_DATABASE = {
    "Server": SERVER,
    "ServerName": SERVER,
    "MailboxRetention": "30.00:00:00",
    "DeletedItemRetention": "14.00:00:00",
    "IssueWarningQuota": "1.899 GB (2,039,480,320 bytes)",
    "ProhibitSendQuota": "2 GB (2,147,483,648 bytes)",
    "ProhibitSendReceiveQuota": "2.998 GB (3,219,128,320 bytes)",
    "CircularLoggingEnabled": False,
    "MountAtStartup": True,
    "Mounted": True,
    "LastFullBackup": None,
    "RetainDeletedItemsUntilBackup": False,
}

NOUNS: tuple[Noun, ...] = (
    *SERVER_NOUNS,
    Noun("TransportConfig", f"{CONFIG}.TransportConfigContainer", ({"Identity": "Transport Settings"},), single=True),
    Noun("OrganizationConfig", f"{MANAGEMENT}.OrganizationConfig", ({"Identity": "ANM", "Name": "ANM"},), single=True),
    Noun(
        "AdminAuditLogConfig",
        f"{CONFIG}.AdminAuditLogConfig",
        (
            {
                "Identity": "Admin Audit Log Settings",
                "AdminAuditLogEnabled": True,
                "AdminAuditLogAgeLimit": "90.00:00:00",
                "AdminAuditLogCmdlets": Many(["*"]),
                "AdminAuditLogParameters": Many(["*"]),
                "LogLevel": "None",
            },
        ),
        single=True,
    ),
    Noun(
        "SendConnector",
        f"{CONFIG}.SmtpSendConnectorConfig",
        (
            {
                "Identity": "Internet",
                "AddressSpaces": Many(["SMTP:*;1"]),
                "Enabled": True,
                "MaxMessageSize": megabytes(35),
                "SourceTransportServers": Many([SERVER]),
                "IsSmtpConnector": True,
                "Port": 25,
            },
        ),
    ),
    Noun(
        "TransportRule",
        "Microsoft.Exchange.MessagingPolicies.Rules.Tasks.Rule",
        (),
        {"State": "Enabled", "Mode": "Enforce", "Priority": 0},
        order="Priority",
        states=("State", "Enabled", "Disabled"),
    ),
    Noun(
        "MailboxDatabase",
        f"{CONFIG}.MailboxDatabase",
        tuple({"Identity": name, **_DATABASE} for name in ("DB01", "DB02", "ARKIB01")),
        _DATABASE,
        mirror={
            "IssueWarningQuota": "mDBStorageQuota",
            "ProhibitSendQuota": "mDBOverQuotaLimit",
            "ProhibitSendReceiveQuota": "mDBOverHardQuotaLimit",
        },
    ),
    Noun(
        "OwaMailboxPolicy",
        f"{CONFIG}.OwaMailboxPolicy",
        ({"Identity": "Default", "IsDefault": True},),
        dict.fromkeys(_OWA_SWITCHES, True),
    ),
    Noun("MobileDeviceMailboxPolicy", f"{CONFIG}.MobileMailboxPolicy", ({"Identity": "Default", "IsDefault": True},)),
    Noun(
        "RetentionPolicyTag",
        f"{MANAGEMENT}.PresentationRetentionPolicyTag",
        (
            {
                "Identity": "Default 2 year move to archive",
                "Type": "All",
                "RetentionAction": "MoveToArchive",
                "RetentionEnabled": True,
                "AgeLimitForRetention": "730.00:00:00",
            },
        ),
        {"RetentionEnabled": True},
    ),
    Noun(
        "RetentionPolicy",
        f"{CONFIG}.RetentionPolicy",
        ({"Identity": "Default MRM Policy", "RetentionPolicyTagLinks": Many(["Default 2 year move to archive"])},),
    ),
    Noun(
        "MalwareFilterPolicy",
        f"{CONFIG}.MalwareFilterPolicy",
        ({"Identity": "Default", "IsDefault": True, "Action": "DeleteMessage"},),
    ),
    Noun(
        "MalwareFilterRule",
        f"{CONFIG}.MalwareFilterRule",
        (),
        {"State": "Enabled", "Priority": 0},
        order="Priority",
        states=("State", "Enabled", "Disabled"),
    ),
    Noun(
        "AcceptedDomain",
        f"{CONFIG}.AcceptedDomain",
        (
            {
                "Identity": "anm.gov.my",
                "DomainName": "anm.gov.my",
                "DomainType": "Authoritative",
                "Default": True,
                "AddressBookEnabled": True,
            },
            {
                "Identity": DOMAIN,
                "DomainName": DOMAIN,
                "DomainType": "Authoritative",
                "Default": False,
                "AddressBookEnabled": True,
            },
        ),
    ),
    Noun(
        "RemoteDomain",
        f"{CONFIG}.DomainContentConfig",
        ({"Identity": "Default", "DomainName": "*", "AutoForwardEnabled": False, "AllowedOOFType": "External"},),
    ),
    Noun(
        "EmailAddressPolicy",
        f"{CONFIG}.EmailAddressPolicy",
        (
            {
                "Identity": "Default Policy",
                "Priority": "Lowest",
                "EnabledPrimarySMTPAddressTemplate": "@anm.gov.my",
                "EnabledEmailAddressTemplates": Many(["SMTP:%m@anm.gov.my"]),
            },
        ),
    ),
    Noun("AddressBookPolicy", f"{CONFIG}.AddressBookMailboxPolicy"),
    Noun(
        "ThrottlingPolicy",
        f"{CONFIG}.ThrottlingPolicy",
        ({"Identity": "GlobalThrottlingPolicy", "PowerShellMaxConcurrency": "18"},),
    ),
    Noun(
        "ContentFilterConfig",
        f"{CONFIG}.ContentFilterConfig",
        ({"Identity": "ContentFilterConfig", "Enabled": True},),
        single=True,
    ),
    Noun(
        "SenderFilterConfig",
        f"{CONFIG}.SenderFilterConfig",
        ({"Identity": "SenderFilterConfig", "Enabled": True},),
        single=True,
    ),
    Noun("SenderIdConfig", f"{CONFIG}.SenderIdConfig", ({"Identity": "SenderIdConfig", "Enabled": True},), single=True),
    Noun(
        "RecipientFilterConfig",
        f"{CONFIG}.RecipientFilterConfig",
        ({"Identity": "RecipientFilterConfig", "Enabled": True},),
        single=True,
    ),
    Noun(
        "MailboxExportRequest",
        "Microsoft.Exchange.Management.Recipient.MailboxExportRequest",
        (),
        {"Status": "Completed"},
        of_mailbox=True,
    ),
    *(
        Noun(
            f"Cs{name}Policy", f"Microsoft.Rtc.Management.WritableConfig.Policy.{name}Policy", ({"Identity": "Global"},)
        )
        for name in ("Client", "Conferencing", "ExternalAccess")
    ),
    Noun("CsPool", "Microsoft.Rtc.Management.Xds.DisplayPool", ({"Identity": "sfb01.ad.anm.test"},)),
)
