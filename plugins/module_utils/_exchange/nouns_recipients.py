# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Property tables: mailboxes and groups.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun, Part, Property
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import (
    ADDRESS,
    BOOL,
    ENUM,
    ID,
    IDS,
    LIMIT,
    PROXIES,
    PROXY,
    SIZE,
    SPAN,
    TEXTS,
    WORDS,
)

RECIPIENT = "Get-Recipient"
CAS = "clients"
_NAMED = ("Name", "Identity", "Guid", "DistinguishedName", "PrimarySmtpAddress", "UserPrincipalName", "Alias")
_RESTRICTION = ("Open", "Closed", "ApprovalRequired")

MAILBOX = Noun(
    "mailbox",
    "mailbox",
    get="Get-Mailbox",
    set="Set-Mailbox",
    matches=_NAMED,
    parts={CAS: Part("Get-CASMailbox", "Set-CASMailbox")},
    table=(
        Property("alias", "Alias"),
        Property("display_name", "DisplayName"),
        Property("primary_address", "PrimarySmtpAddress", ADDRESS),
        Property("addresses", "EmailAddresses", PROXIES),
        Property("address_policy", "EmailAddressPolicyEnabled", BOOL),
        Property("use_database_quota", "UseDatabaseQuotaDefaults", BOOL),
        Property("issue_warning_quota", "IssueWarningQuota", SIZE),
        Property("prohibit_send_quota", "ProhibitSendQuota", SIZE),
        Property("prohibit_send_receive_quota", "ProhibitSendReceiveQuota", SIZE),
        Property("max_send_size", "MaxSendSize", SIZE),
        Property("max_receive_size", "MaxReceiveSize", SIZE),
        Property("recipient_limit", "RecipientLimits", LIMIT),
        Property("hidden", "HiddenFromAddressListsEnabled", BOOL),
        Property("require_sender_authentication", "RequireSenderAuthenticationEnabled", BOOL),
        Property("accept_from", "AcceptMessagesOnlyFromSendersOrMembers", IDS, resolve=RECIPIENT),
        Property("send_on_behalf", "GrantSendOnBehalfTo", IDS, resolve=RECIPIENT),
        Property("forward_to", "ForwardingAddress", ID, resolve=RECIPIENT),
        Property("forward_to_address", "ForwardingSmtpAddress", PROXY),
        Property("deliver_and_forward", "DeliverToMailboxAndForward", BOOL),
        Property("retention_policy", "RetentionPolicy", ID),
        Property("single_item_recovery", "SingleItemRecoveryEnabled", BOOL),
        Property("litigation_hold", "LitigationHoldEnabled", BOOL),
        Property("litigation_hold_duration", "LitigationHoldDuration", SPAN),
        Property("audit", "AuditEnabled", BOOL),
        Property("audit_age", "AuditLogAgeLimit", SPAN),
        Property("audit_admin", "AuditAdmin", WORDS),
        Property("audit_delegate", "AuditDelegate", WORDS),
        Property("audit_owner", "AuditOwner", WORDS),
        Property("owa", "OWAEnabled", BOOL, part=CAS),
        Property("activesync", "ActiveSyncEnabled", BOOL, part=CAS),
        Property("ews", "EwsEnabled", BOOL, part=CAS),
        Property("mapi", "MAPIEnabled", BOOL, part=CAS),
        Property("pop", "PopEnabled", BOOL, part=CAS),
        Property("imap", "ImapEnabled", BOOL, part=CAS),
        Property("owa_policy", "OwaMailboxPolicy", ID, part=CAS),
        Property("mobile_policy", "ActiveSyncMailboxPolicy", ID, part=CAS),
    ),
)
ARCHIVE = Noun(
    "archive",
    "archive of the mailbox",
    get="Get-Mailbox",
    set="Set-Mailbox",
    matches=_NAMED,
    table=(
        Property("archive_name", "ArchiveName", TEXTS),
        Property("quota", "ArchiveQuota", SIZE),
        Property("warning_quota", "ArchiveWarningQuota", SIZE),
        Property("retention_policy", "RetentionPolicy", ID),
    ),
)
GROUP = Noun(
    "distribution_group",
    "distribution group",
    get="Get-DistributionGroup",
    set="Set-DistributionGroup",
    new="New-DistributionGroup",
    remove="Remove-DistributionGroup",
    matches=_NAMED,
    table=(
        Property("alias", "Alias"),
        Property("display_name", "DisplayName"),
        Property("primary_address", "PrimarySmtpAddress", ADDRESS),
        Property("addresses", "EmailAddresses", PROXIES),
        Property("address_policy", "EmailAddressPolicyEnabled", BOOL),
        Property("managed_by", "ManagedBy", IDS, resolve=RECIPIENT),
        Property("join_restriction", "MemberJoinRestriction", ENUM, choices=_RESTRICTION),
        Property("depart_restriction", "MemberDepartRestriction", ENUM, choices=("Open", "Closed")),
        Property("require_sender_authentication", "RequireSenderAuthenticationEnabled", BOOL),
        Property("accept_from", "AcceptMessagesOnlyFromSendersOrMembers", IDS, resolve=RECIPIENT),
        Property("send_on_behalf", "GrantSendOnBehalfTo", IDS, resolve=RECIPIENT),
        Property("max_receive_size", "MaxReceiveSize", SIZE),
        Property("hidden", "HiddenFromAddressListsEnabled", BOOL),
        Property("mail_tip", "MailTip"),
    ),
)
NOUNS = (MAILBOX, ARCHIVE, GROUP)
