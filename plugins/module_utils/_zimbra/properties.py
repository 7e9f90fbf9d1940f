# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The property table of each kind of object: which option of a module is which attribute of the server.

One row drives the argument spec, the reading, the comparison, the diff and the writing. An attribute without a row is
reached by the option `attributes`. Names, types and limits of attributes are not here but in
_providers/zimbra/attributes.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

LIST = "list"
#: An option whose value is the name of a COS, where the attribute holds its id.
COS_NAME = "cos"

#: Suboptions of an option that is a list.
LIST_SPEC: dict[str, Any] = {
    "set": {"type": "list", "elements": "str"},
    "add": {"type": "list", "elements": "str"},
    "remove": {"type": "list", "elements": "str"},
}


@dataclass(frozen=True)
class Property:
    """One option of a module and the attribute behind it.

    `type` is the type of the option: str (also for sizes such as 300 MB and durations such as 1d), int, bool, LIST
    (a dict of add, remove and set) or COS_NAME. `choices` are the words of an enumeration.
    """

    option: str
    attribute: str
    type: str = "str"
    choices: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """The row of the argument spec."""
        if self.type == LIST:
            return {
                "type": "dict",
                "options": LIST_SPEC,
                "mutually_exclusive": [("set", "add"), ("set", "remove")],
            }
        made: dict[str, Any] = {"type": "str" if self.type == COS_NAME else self.type}
        if self.choices:
            made["choices"] = list(self.choices)
        if "password" in self.option:
            made["no_log"] = False  # rules about passwords, never a password
        return made


Table = tuple[Property, ...]

_MAIL_MODES = ("http", "https", "both", "mixed", "redirect")
_STARTTLS = ("on", "off", "only")

#: Attributes that global config gives to every server, unless the server has a value of its own.
_SHARED: Table = (
    Property("mail_mode", "zimbraMailMode", choices=_MAIL_MODES),
    Property("proxy_mail_mode", "zimbraReverseProxyMailMode", choices=_MAIL_MODES),
    Property("imap_cleartext_login", "zimbraImapCleartextLoginEnabled", "bool"),
    Property("pop3_cleartext_login", "zimbraPop3CleartextLoginEnabled", "bool"),
    Property("proxy_imap_starttls", "zimbraReverseProxyImapStartTlsMode", choices=_STARTTLS),
    Property("proxy_pop3_starttls", "zimbraReverseProxyPop3StartTlsMode", choices=_STARTTLS),
    Property("smtp_auth_tls_only", "zimbraMtaTlsAuthOnly", "bool"),
    Property("proxy_tls_protocols", "zimbraReverseProxySSLProtocols", LIST),
    Property("mailbox_tls_protocols", "zimbraMailboxdSSLProtocols", LIST),
    Property("upload_max_size", "zimbraFileUploadMaxSize"),
    Property("permanent_refusal_over_quota", "zimbraLmtpPermanentFailureWhenOverQuota", "bool"),
    Property("throttle_safe_addresses", "zimbraHttpThrottleSafeIPs", LIST),
)
CONFIG: Table = (
    *_SHARED,
    Property("max_message_size", "zimbraMtaMaxMessageSize"),
    Property("last_logon_frequency", "zimbraLastLogonTimestampFrequency"),
    Property("blocked_extensions", "zimbraMtaBlockedExtension", LIST),
    Property("spam_tag_percent", "zimbraSpamTagPercent", "int"),
    Property("spam_kill_percent", "zimbraSpamKillPercent", "int"),
    Property("log_hosts", "zimbraLogHostname", LIST),
)
SERVER: Table = (
    *_SHARED,
    Property("services", "zimbraServiceEnabled", LIST),
)
DOMAIN: Table = (
    Property("status", "zimbraDomainStatus", choices=("active", "maintenance", "locked", "closed", "suspended")),
    Property("default_cos", "zimbraDomainDefaultCOSId", COS_NAME),
    Property("max_accounts", "zimbraDomainMaxAccounts", "int"),
    Property("public_protocol", "zimbraPublicServiceProtocol", choices=("http", "https")),
    Property("public_hostname", "zimbraPublicServiceHostname"),
    Property("public_port", "zimbraPublicServicePort", "int"),
    Property("virtual_hosts", "zimbraVirtualHostname", LIST),
    Property("auth_mechanism", "zimbraAuthMech"),
    Property("auto_provisioning", "zimbraAutoProvMode", LIST),
    Property("description", "description"),
    Property("notes", "zimbraNotes"),
)
COS: Table = (
    Property("description", "description"),
    Property("notes", "zimbraNotes"),
    Property("quota", "zimbraMailQuota"),
    Property("quota_warn_percent", "zimbraQuotaWarnPercent", "int"),
    Property("quota_warn_interval", "zimbraQuotaWarnInterval"),
    Property("quota_warn_message", "zimbraQuotaWarnMessage"),
    Property("receive_over_quota", "zimbraMailAllowReceiveButNotSendWhenOverQuota", "bool"),
    Property("attachment_max_size", "zimbraMailAttachmentMaxSize"),
    Property("password_min_length", "zimbraPasswordMinLength", "int"),
    Property("password_max_length", "zimbraPasswordMaxLength", "int"),
    Property("password_min_letters", "zimbraPasswordMinAlphaChars", "int"),
    Property("password_min_digits", "zimbraPasswordMinNumericChars", "int"),
    Property("password_min_punctuation", "zimbraPasswordMinPunctuationChars", "int"),
    Property("password_min_upper", "zimbraPasswordMinUpperCaseChars", "int"),
    Property("password_min_lower", "zimbraPasswordMinLowerCaseChars", "int"),
    Property("password_max_age", "zimbraPasswordMaxAge", "int"),
    Property("password_min_age", "zimbraPasswordMinAge", "int"),
    Property("password_history", "zimbraPasswordEnforceHistory", "int"),
    Property("password_block_common", "zimbraPasswordBlockCommonEnabled", "bool"),
    Property("lockout", "zimbraPasswordLockoutEnabled", "bool"),
    Property("lockout_failures", "zimbraPasswordLockoutMaxFailures", "int"),
    Property("lockout_duration", "zimbraPasswordLockoutDuration"),
    Property("lockout_failure_lifetime", "zimbraPasswordLockoutFailureLifetime"),
    Property("external_forwarding", "zimbraFeatureMailForwardingEnabled", "bool"),
    Property("idle_session_timeout", "zimbraMailIdleSessionTimeout"),
    Property("trash_lifetime", "zimbraMailTrashLifetime"),
)
DISTRIBUTION_LIST: Table = (
    Property("display_name", "displayName"),
    Property("description", "description"),
    Property("notes", "zimbraNotes"),
    Property("hide_in_gal", "zimbraHideInGal", "bool"),
    Property("mail_status", "zimbraMailStatus", choices=("enabled", "disabled")),
)
ACCOUNT: Table = (
    Property("display_name", "displayName"),
    Property("given_name", "givenName"),
    Property("surname", "sn"),
    Property("post", "title"),
    Property("unit", "ou"),
    Property("office_phone", "telephoneNumber"),
    Property("description", "description"),
    Property("notes", "zimbraNotes"),
    Property("hide_in_gal", "zimbraHideInGal", "bool"),
    Property("cos", "zimbraCOSId", COS_NAME),
    Property("quota", "zimbraMailQuota"),
    Property("forwarding_address", "zimbraPrefMailForwardingAddress"),
    Property("foreign_principals", "zimbraForeignPrincipal", LIST),
    Property("delegated_admin", "zimbraIsDelegatedAdminAccount", "bool"),
)
#: Kind of object -> its table.
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "config": CONFIG,
        "server": SERVER,
        "domain": DOMAIN,
        "cos": COS,
        "distribution_list": DISTRIBUTION_LIST,
        "account": ACCOUNT,
    }
)


def object_spec(kind: str) -> dict[str, Any]:
    """The argument spec of one kind of object, without its name and state."""
    return {
        **{row.option: row.spec() for row in TABLES[kind]},
        "attributes": {"type": "dict"},
        "secret_attributes": {"type": "dict", "no_log": True},
    }
