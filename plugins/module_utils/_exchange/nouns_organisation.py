# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Property tables: limits, connectors, rules, databases, virtual directories and policies.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun, Property
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import RECIPIENT
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import (
    BOOL,
    COUNT,
    ENUM,
    FLAGS,
    ID,
    IDS,
    INT,
    MOMENT,
    RANGES,
    SIZE,
    SPAN,
    TEXTS,
    URL,
)

_LOGGING = ("None", "Verbose")
_SERVER = "Get-ExchangeServer"
#: What names a server in a cmdlet, whatever becomes of its name in the meantime.
SERVER_KEY = "DistinguishedName"

TRANSPORT_CONFIG = Noun(
    "transport_config",
    "transport configuration",
    get="Get-TransportConfig",
    set="Set-TransportConfig",
    lookup="",
    by="",
    table=(
        Property("max_send_size", "MaxSendSize", SIZE),
        Property("max_receive_size", "MaxReceiveSize", SIZE),
        Property("max_recipients", "MaxRecipientEnvelopeLimit", COUNT),
        Property("external_dsn_max_size", "ExternalDsnMaxMessageAttachSize", SIZE),
        Property("internal_dsn_max_size", "InternalDsnMaxMessageAttachSize", SIZE),
        Property("external_postmaster", "ExternalPostmasterAddress"),
        Property("safety_net_hold", "SafetyNetHoldTime", SPAN),
        Property("shadow_redundancy", "ShadowRedundancyEnabled", BOOL),
        Property("rule_attachment_scan", "TransportRuleAttachmentTextScanLimit", SIZE),
    ),
)
#: Options that both kinds of connectors have.
_CONNECTOR = (
    Property("enabled", "Enabled", BOOL),
    Property("fqdn", "Fqdn"),
    Property("comment", "Comment"),
    Property("max_message_size", "MaxMessageSize", SIZE),
    Property("require_tls", "RequireTLS", BOOL),
    Property("protocol_logging", "ProtocolLoggingLevel", ENUM, choices=_LOGGING),
    Property("tls_certificate", "TlsCertificateName"),
)
RECEIVE_CONNECTOR = Noun(
    "connector",
    "receive connector",
    get="Get-ReceiveConnector",
    set="Set-ReceiveConnector",
    new="New-ReceiveConnector",
    remove="Remove-ReceiveConnector",
    table=(
        *_CONNECTOR,
        Property("bindings", "Bindings", TEXTS),
        Property("remote_ranges", "RemoteIPRanges", RANGES),
        Property("auth_mechanism", "AuthMechanism", FLAGS),
        Property("permission_groups", "PermissionGroups", FLAGS),
        Property("transport_role", "TransportRole", ENUM, choices=("FrontendTransport", "HubTransport")),
        Property("banner", "Banner"),
        Property("max_recipients", "MaxRecipientsPerMessage", INT),
        Property("max_hop_count", "MaxHopCount", INT),
        Property("connection_timeout", "ConnectionTimeout", SPAN),
        Property("inactivity_timeout", "ConnectionInactivityTimeout", SPAN),
        Property("tarpit_interval", "TarpitInterval", SPAN),
    ),
)
SEND_CONNECTOR = Noun(
    "connector",
    "send connector",
    get="Get-SendConnector",
    set="Set-SendConnector",
    new="New-SendConnector",
    remove="Remove-SendConnector",
    table=(
        *_CONNECTOR,
        Property("address_spaces", "AddressSpaces", TEXTS),
        Property("smart_hosts", "SmartHosts", TEXTS),
        Property("dns_routing", "DNSRoutingEnabled", BOOL),
        Property("source_servers", "SourceTransportServers", IDS, resolve=_SERVER),
        Property(
            "tls_auth_level",
            "TlsAuthLevel",
            ENUM,
            choices=("EncryptionOnly", "CertificateValidation", "DomainValidation"),
        ),
        Property("tls_domain", "TlsDomain"),
        Property("inactivity_timeout", "ConnectionInactivityTimeOut", SPAN),
    ),
)
TRANSPORT_RULE = Noun(
    "transport_rule",
    "transport rule",
    get="Get-TransportRule",
    set="Set-TransportRule",
    new="New-TransportRule",
    remove="Remove-TransportRule",
    table=(
        Property("sent_to", "SentTo", IDS, resolve=RECIPIENT),
        Property("sent_to_member_of", "SentToMemberOf", IDS, resolve=RECIPIENT),
        Property("sent_to_scope", "SentToScope", ENUM, choices=("InOrganization", "NotInOrganization")),
        Property("from_addresses", "From", IDS, resolve=RECIPIENT),
        Property("from_member_of", "FromMemberOf", IDS, resolve=RECIPIENT),
        Property("from_scope", "FromScope", ENUM, choices=("InOrganization", "NotInOrganization")),
        Property("subject_contains", "SubjectContainsWords", TEXTS),
        Property("message_types", "MessageTypeMatches", ENUM),
        Property("attachment_size_over", "AttachmentSizeOver", SIZE),
        Property("message_size_over", "MessageSizeOver", SIZE),
        Property("attachment_extensions", "AttachmentExtensionMatchesWords", TEXTS),
        Property("except_subject_contains", "ExceptIfSubjectContainsWords", TEXTS),
        Property("except_from", "ExceptIfFrom", IDS, resolve=RECIPIENT),
        Property("except_from_member_of", "ExceptIfFromMemberOf", IDS, resolve=RECIPIENT),
        Property("except_sent_to", "ExceptIfSentTo", IDS, resolve=RECIPIENT),
        Property("prepend_subject", "PrependSubject"),
        Property("reject_reason", "RejectMessageReasonText"),
        Property("reject_code", "RejectMessageEnhancedStatusCode"),
        Property("delete_message", "DeleteMessage", BOOL),
        Property("blind_copy_to", "BlindCopyTo", IDS, resolve=RECIPIENT),
        Property("stop_processing", "StopRuleProcessing", BOOL),
        Property("mode", "Mode", ENUM, choices=("Audit", "AuditAndNotify", "Enforce")),
        Property("priority", "Priority", INT),
        Property("comments", "Comments"),
        Property("active_from", "ActivationDate", MOMENT),
        Property("active_until", "ExpiryDate", MOMENT),
    ),
)
DATABASE = Noun(
    "mailbox_database",
    "mailbox database",
    get="Get-MailboxDatabase",
    set="Set-MailboxDatabase",
    table=(
        Property("issue_warning_quota", "IssueWarningQuota", SIZE),
        Property("prohibit_send_quota", "ProhibitSendQuota", SIZE),
        Property("prohibit_send_receive_quota", "ProhibitSendReceiveQuota", SIZE),
        Property("recoverable_items_quota", "RecoverableItemsQuota", SIZE),
        Property("recoverable_items_warning_quota", "RecoverableItemsWarningQuota", SIZE),
        Property("mailbox_retention", "MailboxRetention", SPAN),
        Property("deleted_item_retention", "DeletedItemRetention", SPAN),
        Property("retain_until_backup", "RetainDeletedItemsUntilBackup", BOOL),
        Property("circular_logging", "CircularLoggingEnabled", BOOL),
        Property("mount_at_startup", "MountAtStartup", BOOL),
        Property("offline_address_book", "OfflineAddressBook", ID),
        Property("journal_recipient", "JournalRecipient", ID, resolve=RECIPIENT),
        Property("excluded_from_provisioning", "IsExcludedFromProvisioning", BOOL),
    ),
)
_DIRECTORY = (
    Property("internal_url", "InternalUrl", URL),
    Property("external_url", "ExternalUrl", URL),
    Property("basic_authentication", "BasicAuthentication", BOOL),
    Property("windows_authentication", "WindowsAuthentication", BOOL),
    Property("digest_authentication", "DigestAuthentication", BOOL),
    Property("forms_authentication", "FormsAuthentication", BOOL),
    Property("certificate_authentication", "CertificateAuthentication", BOOL),
    Property("require_ssl", "RequireSSL", BOOL),
    Property("extended_protection", "ExtendedProtectionTokenChecking", ENUM, choices=("None", "Allow", "Require")),
    Property("logon_format", "LogonFormat", ENUM, choices=("FullDomain", "PrincipalName", "UserName")),
    Property("default_domain", "DefaultDomain"),
)
#: Kind of a virtual directory -> the middle of its cmdlets' names and the name of its path.
DIRECTORIES = {
    "owa": ("Owa", "owa"),
    "ecp": ("Ecp", "ecp"),
    "ews": ("WebServices", "EWS"),
    "activesync": ("ActiveSync", "Microsoft-Server-ActiveSync"),
    "mapi": ("Mapi", "mapi"),
    "oab": ("Oab", "OAB"),
    "powershell": ("PowerShell", "PowerShell"),
    "autodiscover": ("Autodiscover", "Autodiscover"),
}
VIRTUAL_DIRECTORIES = {
    kind: Noun(
        "virtual_directory",
        f"virtual directory {kind}",
        get=f"Get-{middle}VirtualDirectory",
        set=f"Set-{middle}VirtualDirectory",
        table=_DIRECTORY,
    )
    for kind, (middle, _path) in DIRECTORIES.items()
}
OWA_POLICY = Noun(
    "owa_policy",
    "OWA mailbox policy",
    get="Get-OwaMailboxPolicy",
    set="Set-OwaMailboxPolicy",
    new="New-OwaMailboxPolicy",
    table=(
        Property("change_password", "ChangePasswordEnabled", BOOL),
        Property("file_access_public", "DirectFileAccessOnPublicComputersEnabled", BOOL),
        Property("file_access_private", "DirectFileAccessOnPrivateComputersEnabled", BOOL),
        Property("offline", "AllowOfflineOn", ENUM, choices=("AllComputers", "NoComputers", "PrivateComputersOnly")),
        Property("inbox_rules", "RulesEnabled", BOOL),
        Property("junk_email", "JunkEmailEnabled", BOOL),
        Property("instant_messaging", "InstantMessagingEnabled", BOOL),
        Property("recover_deleted_items", "RecoverDeletedItemsEnabled", BOOL),
        Property("delegate_access", "DelegateAccessEnabled", BOOL),
        Property("default_theme", "DefaultTheme"),
    ),
)
RETENTION_TAG = Noun(
    "retention_tag",
    "retention tag",
    get="Get-RetentionPolicyTag",
    set="Set-RetentionPolicyTag",
    new="New-RetentionPolicyTag",
    table=(
        Property(
            "action",
            "RetentionAction",
            ENUM,
            choices=("DeleteAndAllowRecovery", "PermanentlyDelete", "MoveToArchive", "MarkAsPastRetentionLimit"),
        ),
        Property("age", "AgeLimitForRetention", SPAN),
        Property("enabled", "RetentionEnabled", BOOL),
        Property("comment", "Comment"),
    ),
)
RETENTION_POLICY = Noun(
    "retention_policy",
    "retention policy",
    get="Get-RetentionPolicy",
    set="Set-RetentionPolicy",
    new="New-RetentionPolicy",
    remove="Remove-RetentionPolicy",
    table=(Property("tags", "RetentionPolicyTagLinks", IDS),),
    kept=frozenset({"default mrm policy", "arbitrationmailbox"}),
)
#: Settings without options of their own: their parameters are named as the cmdlet has them.
SETTINGS = {
    noun.name: noun
    for noun in (
        Noun("organization", "organisation", "Get-OrganizationConfig", "Set-OrganizationConfig", lookup="", by=""),
        Noun(
            "admin_audit_log", "admin audit log", "Get-AdminAuditLogConfig", "Set-AdminAuditLogConfig", lookup="", by=""
        ),
        Noun(
            "malware_filter_policy",
            "malware filter policy",
            "Get-MalwareFilterPolicy",
            "Set-MalwareFilterPolicy",
            new="New-MalwareFilterPolicy",
        ),
        Noun(
            "malware_filtering_server",
            "malware filtering server",
            "Get-MalwareFilteringServer",
            "Set-MalwareFilteringServer",
            key=SERVER_KEY,
        ),
        Noun(
            "content_filter", "content filter", "Get-ContentFilterConfig", "Set-ContentFilterConfig", lookup="", by=""
        ),
        Noun("sender_filter", "sender filter", "Get-SenderFilterConfig", "Set-SenderFilterConfig", lookup="", by=""),
        Noun("sender_id", "sender id", "Get-SenderIdConfig", "Set-SenderIdConfig", lookup="", by=""),
        Noun(
            "recipient_filter",
            "recipient filter",
            "Get-RecipientFilterConfig",
            "Set-RecipientFilterConfig",
            lookup="",
            by="",
        ),
        Noun(
            "remote_domain",
            "remote domain",
            "Get-RemoteDomain",
            "Set-RemoteDomain",
            matches=("Name", "Guid", "DomainName"),
        ),
        Noun(
            "accepted_domain",
            "accepted domain",
            "Get-AcceptedDomain",
            "Set-AcceptedDomain",
            new="New-AcceptedDomain",
            matches=("Name", "Guid", "DomainName"),
        ),
        Noun("pop", "POP service", "Get-PopSettings", "Set-PopSettings", lookup="Server", by="Server", matches=()),
        Noun("imap", "IMAP service", "Get-ImapSettings", "Set-ImapSettings", lookup="Server", by="Server", matches=()),
        Noun("transport_service", "transport service", "Get-TransportService", "Set-TransportService", key=SERVER_KEY),
        Noun(
            "frontend_transport_service",
            "front end transport service",
            "Get-FrontendTransportService",
            "Set-FrontendTransportService",
            key=SERVER_KEY,
        ),
        Noun("outlook_anywhere", "Outlook Anywhere", "Get-OutlookAnywhere", "Set-OutlookAnywhere"),
        Noun(
            "client_access_service",
            "client access service",
            "Get-ClientAccessService",
            "Set-ClientAccessService",
            key=SERVER_KEY,
        ),
        Noun(
            "mobile_policy",
            "mobile device policy",
            "Get-MobileDeviceMailboxPolicy",
            "Set-MobileDeviceMailboxPolicy",
            new="New-MobileDeviceMailboxPolicy",
        ),
    )
}
