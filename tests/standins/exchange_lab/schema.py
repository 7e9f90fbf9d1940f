# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Extends the domain's schema with the attributes that Exchange and Skype write, and makes the organisation.

Runs on the machine of the domain controller while that is not running, with Samba's own Python. The object identifiers
are of a private arc: clients use names only.
"""

from __future__ import annotations

import uuid

ARC = "1.3.6.1.4.1.62999.1"
ORGANISATION = "CN=ANM,CN=Microsoft Exchange,CN=Services,CN=Configuration"
GROUP = f"CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups,{ORGANISATION}"
CONTAINERS = (
    "CN=Microsoft Exchange,CN=Services,CN=Configuration",
    ORGANISATION,
    f"CN=Administrative Groups,{ORGANISATION}",
    GROUP,
    f"CN=Databases,{GROUP}",
    f"CN=Servers,{GROUP}",
    f"CN=EX01,CN=Servers,{GROUP}",
    f"CN=OWA Mailbox Policies,{ORGANISATION}",
    f"CN=Default,CN=OWA Mailbox Policies,{ORGANISATION}",
    f"CN=Retention Policies Container,{ORGANISATION}",
    f"CN=Default MRM Policy,CN=Retention Policies Container,{ORGANISATION}",
)
DATABASES = ("DB01", "DB02", "ARKIB01")
UNITS = ("OU=Pegawai", "OU=Kumpulan", "OU=Peti Bersama")

# Syntax: attributeSyntax, oMSyntax, and for names oMObjectClass.
TEXT = ("2.5.5.12", "64")
NUMBER = ("2.5.5.9", "2")
LARGE = ("2.5.5.16", "65")
FLAG = ("2.5.5.8", "1")
BYTES = ("2.5.5.10", "4")
NAME = ("2.5.5.1", "127")
TIME = ("2.5.5.11", "24")

# (attribute, syntax, has one value)
ATTRIBUTES: tuple[tuple[str, tuple[str, str], bool], ...] = (
    ("mailNickname", TEXT, True),
    ("homeMDB", NAME, True),
    ("msExchHomeServerName", TEXT, True),
    ("msExchMailboxGuid", BYTES, True),
    ("msExchArchiveGUID", BYTES, True),
    ("msExchArchiveName", TEXT, False),
    ("msExchArchiveQuota", NUMBER, True),
    ("msExchArchiveWarnQuota", NUMBER, True),
    ("msExchArchiveStatus", NUMBER, True),
    ("msExchArchiveDatabaseLink", NAME, True),
    ("mDBUseDefaults", FLAG, True),
    ("mDBStorageQuota", NUMBER, True),
    ("mDBOverQuotaLimit", NUMBER, True),
    ("mDBOverHardQuotaLimit", NUMBER, True),
    ("submissionContLength", NUMBER, True),
    ("delivContLength", NUMBER, True),
    ("msExchHideFromAddressLists", FLAG, True),
    ("msExchRecipientTypeDetails", LARGE, True),
    ("msExchRecipientDisplayType", NUMBER, True),
    ("msExchUserAccountControl", NUMBER, True),
    ("msExchPoliciesIncluded", TEXT, False),
    ("msExchPoliciesExcluded", TEXT, False),
    ("msExchLitigationHoldDate", TIME, True),
    ("msExchLitigationHoldOwner", TEXT, True),
    ("msExchELCMailboxFlags", NUMBER, True),
    ("msExchMailboxAuditEnable", FLAG, True),
    ("msExchMailboxAuditLogAgeLimit", NUMBER, True),
    ("msExchMailboxTemplateLink", NAME, True),
    ("msExchRBACPolicyLink", NAME, True),
    ("msExchOWAPolicy", NAME, True),
    ("msExchThrottlingPolicyDN", NAME, True),
    ("protocolSettings", TEXT, False),
    ("msExchOmaAdminWirelessEnable", NUMBER, True),
    ("msExchMobileMailboxFlags", NUMBER, True),
    ("msExchEwsEnabled", NUMBER, True),
    ("msExchRecipLimit", NUMBER, True),
    ("altRecipient", NAME, True),
    ("deliverAndRedirect", FLAG, True),
    ("msExchGenericForwardingAddress", TEXT, True),
    ("msExchWhenMailboxCreated", TIME, True),
    ("msExchVersion", LARGE, True),
    ("msExchRequireAuthToSendTo", FLAG, True),
    ("msExchDelegateListLink", NAME, False),
    ("msExchGroupJoinRestriction", NUMBER, True),
    ("msExchGroupDepartRestriction", NUMBER, True),
    ("msExchEnableModeration", FLAG, True),
    ("msExchModeratedByLink", NAME, False),
    ("msExchSenderHintTranslations", TEXT, False),
    ("reportToOriginator", FLAG, True),
    ("reportToOwner", FLAG, True),
    ("oOFReplyToOriginator", FLAG, True),
    ("authOrig", NAME, False),
    ("dLMemSubmitPerms", NAME, False),
    ("unauthOrig", NAME, False),
    ("dLMemRejectPerms", NAME, False),
    ("targetAddress", TEXT, True),
    *((f"extensionAttribute{number}", TEXT, True) for number in range(1, 16)),
    ("msRTCSIP-UserEnabled", FLAG, True),
    ("msRTCSIP-PrimaryUserAddress", TEXT, True),
    ("msRTCSIP-PrimaryHomeServer", NAME, True),
    ("msRTCSIP-DeploymentLocator", TEXT, True),
    ("msRTCSIP-UserPolicies", TEXT, False),
    ("msRTCSIP-OptionFlags", NUMBER, True),
    ("msRTCSIP-Line", TEXT, True),
)


def _attribute(number: int, row: tuple[str, tuple[str, str], bool], schema: str) -> str:
    name, (syntax, kind), single = row
    lines = [
        f"dn: CN={name},{schema}",
        "objectClass: attributeSchema",
        f"lDAPDisplayName: {name}",
        f"attributeID: {ARC}.1.{number}",
        f"attributeSyntax: {syntax}",
        f"oMSyntax: {kind}",
        f"isSingleValued: {str(single).upper()}",
        "searchFlags: 1",
        f"schemaIDGUID: {uuid.uuid5(uuid.NAMESPACE_OID, f'{ARC}.1.{number}')}",
    ]
    if kind == "127":
        lines.append("oMObjectClass:: KwwCh3McAIVK")
    return "\n".join(lines) + "\n"


def _class(present: set[str], schema: str) -> str:
    may = "".join(f"mayContain: {name}\n" for name, _syntax, _single in ATTRIBUTES if name.lower() in present)
    return (
        f"dn: CN=rasmiLabMailRecipient,{schema}\nobjectClass: classSchema\nlDAPDisplayName: rasmiLabMailRecipient\n"
        f"governsID: {ARC}.2.1\nobjectClassCategory: 3\nsubClassOf: top\n{may}"
    )


def _database(schema: str) -> str:
    """The class of a mailbox database, as far as clients read it: its name and its quotas."""
    quotas = ("mDBStorageQuota", "mDBOverQuotaLimit", "mDBOverHardQuotaLimit")
    may = "".join(f"mayContain: {name}\n" for name in quotas)
    return (
        f"dn: CN=msExchPrivateMDB,{schema}\nobjectClass: classSchema\nlDAPDisplayName: msExchPrivateMDB\n"
        f"governsID: {ARC}.2.2\nobjectClassCategory: 1\nsubClassOf: top\nmustContain: cn\nrDNAttID: cn\n"
        f"possSuperiors: container\ndefaultObjectCategory: CN=msExchPrivateMDB,{schema}\n{may}"
    )


def main() -> None:
    from samba import param
    from samba.auth import system_session
    from samba.samdb import SamDB

    settings = param.LoadParm()
    settings.load_default()
    settings.set("dsdb:schema update allowed", "yes")
    directory = SamDB(session_info=system_session(), lp=settings)
    base, schema = str(directory.domain_dn()), str(directory.get_schema_basedn())
    now = "dn:\nchangetype: modify\nadd: schemaUpdateNow\nschemaUpdateNow: 1\n"
    known = {
        str(one["lDAPDisplayName"]).lower()
        for one in directory.search(schema, expression="(objectClass=attributeSchema)", attrs=["lDAPDisplayName"])
    }
    for number, row in enumerate(ATTRIBUTES, 1):
        if row[0].lower() not in known:
            directory.add_ldif(_attribute(number, row, schema))
    directory.modify_ldif(now)
    directory.add_ldif(_class({row[0].lower() for row in ATTRIBUTES}, schema))
    directory.add_ldif(_database(schema))
    directory.modify_ldif(now)
    for name in ("User", "Group", "Contact"):
        directory.modify_ldif(
            f"dn: CN={name},{schema}\nchangetype: modify\nadd: auxiliaryClass\nauxiliaryClass: rasmiLabMailRecipient\n"
        )
    directory.modify_ldif(now)
    # The schema of an open database is that of its opening.
    directory = SamDB(session_info=system_session(), lp=settings)
    for name in CONTAINERS:
        directory.add_ldif(f"dn: {name},{base}\nobjectClass: container\n")
    for name in DATABASES:
        directory.add_ldif(f"dn: CN={name},CN=Databases,{GROUP},{base}\nobjectClass: msExchPrivateMDB\n")
    for name in UNITS:
        directory.add_ldif(f"dn: {name},{base}\nobjectClass: organizationalUnit\n")
    directory.modify_ldif(
        f"dn: CN=Partitions,CN=Configuration,{base}\nchangetype: modify\nadd: uPNSuffixes\nuPNSuffixes: anm.gov.my\n"
    )


if __name__ == "__main__":
    main()
