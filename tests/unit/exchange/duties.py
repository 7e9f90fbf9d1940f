# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which cmdlets each duty of the automation needs: for a role group with these and no more.

The roles are those that the product ships; a management role made from one of them keeps only the cmdlets named here.
test_duties.py holds the lists against what the code sends, and against the table in docs/exchange.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_DIRECTORIES = ("ActiveSync", "Autodiscover", "Ecp", "Mapi", "Oab", "Owa", "PowerShell", "WebServices")


@dataclass(frozen=True)
class Duty:
    """One thing that an identity may be given to do. `roles`: role of the product -> cmdlets of it that are needed."""

    name: str
    purpose: str
    roles: Mapping[str, tuple[str, ...]]

    @property
    def cmdlets(self) -> frozenset[str]:
        return frozenset(one for several in self.roles.values() for one in several)


def _both(*nouns: str) -> tuple[str, ...]:
    return tuple(f"{verb}-{noun}" for noun in nouns for verb in ("Get", "Set"))


DUTIES = (
    Duty(
        "accounts",
        "the life of mailboxes and groups; opens no mailbox, deletes no account",
        {
            "Mail Recipients": (
                *_both("Mailbox", "CASMailbox"),
                "Enable-Mailbox",
                "Disable-Mailbox",
                "Connect-Mailbox",
                "Get-MailboxStatistics",
                "Get-Recipient",
                "Get-User",
            ),
            "Distribution Groups": (
                *_both("DistributionGroup"),
                "New-DistributionGroup",
                "Remove-DistributionGroup",
                "Get-DistributionGroupMember",
                "Add-DistributionGroupMember",
                "Remove-DistributionGroupMember",
                "Update-DistributionGroupMember",
            ),
            "View-Only Configuration": ("Get-ExchangeServer",),
        },
    ),
    Duty(
        "standard",
        "the settings of organisation and servers",
        {
            "Organization Transport Settings": _both("TransportConfig"),
            "Transport Rules": (
                *_both("TransportRule"),
                "New-TransportRule",
                "Enable-TransportRule",
                "Disable-TransportRule",
                "Remove-TransportRule",
            ),
            "Send Connectors": (*_both("SendConnector"), "New-SendConnector", "Remove-SendConnector"),
            "Receive Connectors": (*_both("ReceiveConnector"), "New-ReceiveConnector", "Remove-ReceiveConnector"),
            "Remote and Accepted Domains": (*_both("AcceptedDomain", "RemoteDomain"), "New-AcceptedDomain"),
            "Databases": _both("MailboxDatabase"),
            "Exchange Virtual Directories": _both(*(f"{one}VirtualDirectory" for one in _DIRECTORIES)),
            "Recipient Policies": (
                *_both("OwaMailboxPolicy", "MobileDeviceMailboxPolicy"),
                "New-OwaMailboxPolicy",
                "New-MobileDeviceMailboxPolicy",
            ),
            "Retention Management": (
                *_both("RetentionPolicy", "RetentionPolicyTag"),
                "New-RetentionPolicy",
                "New-RetentionPolicyTag",
                "Remove-RetentionPolicy",
            ),
            "Audit Logs": _both("AdminAuditLogConfig"),
            "Transport Hygiene": (
                *_both("MalwareFilterPolicy", "MalwareFilteringServer", "ContentFilterConfig", "SenderFilterConfig"),
                *_both("SenderIdConfig", "RecipientFilterConfig"),
                "New-MalwareFilterPolicy",
            ),
            "POP3 and IMAP4 Protocols": _both("PopSettings", "ImapSettings"),
            "Exchange Servers": (
                *_both("TransportService", "FrontendTransportService", "ClientAccessService", "OutlookAnywhere"),
            ),
            "Organization Configuration": _both("OrganizationConfig"),
            "View-Only Recipients": ("Get-Mailbox", "Get-CASMailbox", "Get-Recipient"),
            "View-Only Configuration": ("Get-ExchangeServer",),
        },
    ),
    Duty(
        "permissions",
        "who may open a mailbox; for approved delegation and inspection only",
        {
            "Mail Recipients": (
                "Get-Mailbox",
                "Get-Recipient",
                "Get-MailboxPermission",
                "Add-MailboxPermission",
                "Remove-MailboxPermission",
            ),
            "Active Directory Permissions": ("Get-ADPermission", "Add-ADPermission", "Remove-ADPermission"),
        },
    ),
    Duty(
        "export",
        "mailboxes into files; given only while an export is approved",
        {
            "Mailbox Import Export": (
                "New-MailboxExportRequest",
                "Get-MailboxExportRequest",
                "Get-MailboxExportRequestStatistics",
                "Remove-MailboxExportRequest",
            ),
            "View-Only Recipients": ("Get-Mailbox",),
        },
    ),
    Duty(
        "health",
        "the daily look; changes nothing",
        {
            "Monitoring": (
                "Test-ServiceHealth",
                "Test-Mailflow",
                "Get-HealthReport",
                "Get-ServerComponentState",
                "Get-MailboxDatabaseCopyStatus",
            ),
            "View-Only Recipients": ("Get-Mailbox", "Get-MailboxStatistics"),
            "Transport Queues": ("Get-Queue",),
            "Transport Agents": ("Get-TransportAgent",),
            "View-Only Audit Logs": ("Get-MailboxAuditBypassAssociation",),
            "View-Only Configuration": ("Get-ExchangeServer",),
        },
    ),
    Duty(
        "removal",
        "mailboxes together with their accounts; best given to nobody",
        {"Mail Recipient Creation": ("Remove-Mailbox",)},
    ),
    Duty(
        "skype",
        "the entitlement to Skype for Business, at the endpoint of its pool",
        {
            "CsUserAdministrator": (
                "Get-CsUser",
                "Enable-CsUser",
                "Set-CsUser",
                "Disable-CsUser",
                *(
                    f"Grant-Cs{one}Policy"
                    for one in ("Archiving", "Client", "Conferencing", "ExternalAccess", "Mobility", "Pin", "Voice")
                ),
            ),
        },
    ),
)


def needed() -> frozenset[str]:
    """Every cmdlet of every duty."""
    return frozenset().union(*(duty.cmdlets for duty in DUTIES))


def markdown() -> str:
    """The table of docs/exchange.md."""
    lines = ["| duty | role of the product | cmdlets of it |", "|---|---|---|"]
    for duty in DUTIES:
        for number, (role, cmdlets) in enumerate(duty.roles.items()):
            first = f"**{duty.name}**: {duty.purpose}" if number == 0 else ""
            lines.append(f"| {first} | {role} | {', '.join(sorted(cmdlets))} |")
    return "\n".join(lines) + "\n"
