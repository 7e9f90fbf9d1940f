# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rights that exist: on what kind of target each acts, and what it allows."""

from __future__ import annotations

from typing import NamedTuple


class Right(NamedTuple):
    """`kind` preset, get or set (attributes), combo, user. `targets` are kinds it acts on, `attrs` None for all."""

    name: str
    kind: str
    targets: tuple[str, ...]
    attrs: frozenset[str] | None = None
    parts: tuple[str, ...] = ()


#: kind of target -> rights that are a plain yes or no
PRESETS = {
    "account": "listAccount renameAccount deleteAccount addAccountAlias removeAccountAlias getAccountInfo "
    "getAccountMembership adminLoginAs checkRightUsr getMailboxInfo purgeMessages reindexMailbox moveAccountMailbox "
    "setAccountPassword changeAccountPassword checkPasswordStrength viewAccountAdminUI "
    "manageAccountArchives remoteWipe",
    "calresource": "listCalendarResource renameCalendarResource deleteCalendarResource addCalendarResourceAlias "
    "removeCalendarResourceAlias adminLoginCalendarResourceAs getCalendarResourceInfo setCalendarResourcePassword "
    "changeCalendarResourcePassword checkCalendarResourcePasswordStrength",
    "cos": "listCos renameCos deleteCos assignCos manageZimlet",
    "dl": "checkRightGrp listDistributionList renameDistributionList deleteDistributionList addDistributionListAlias "
    "removeDistributionListAlias getDistributionListMembership addDistributionListMember "
    "removeDistributionListMember viewDistributionListAdminUI",
    "domain": "listDomain deleteDomain createSubDomain checkDomainMXRecord countAccount countAlias "
    "countDistributionList countCalendarResource getDomainQuotaUsage createAccount autoProvisionAccount "
    "createCalendarResource createDistributionList createGroup createAlias deleteAlias listAlias accessGAL "
    "checkExchangeAuthConfig crossDomainAdmin",
    "server": "listServer deleteServer flushCache checkDirectoryOnFileSystem checkHealth getSessions getMailboxStats "
    "manageMailQueue manageAccountLogger manageVolume deployZimlet getServiceStatus getServerStats getCertificateInfo "
    "installCertificate getCSR generateCSR moveMailboxToServer moveMailboxFromServer rolloverRedoLog backupAccount "
    "restoreAccount",
    "global": "countServer countDomain countCos createCos createServer createTopDomain createZimlet installZCSLicense "
    "checkSoftwareUpdates",
}
#: name -> (kind, targets) of rights over all attributes
WHOLE = {
    "getAccount": ("get", "account"),
    "modifyAccount": ("set", "account"),
    "getCalendarResource": ("get", "calresource"),
    "modifyCalendarResource": ("set", "calresource"),
    "getCos": ("get", "cos"),
    "modifyCos": ("set", "cos"),
    "getGlobalConfig": ("get", "config"),
    "modifyGlobalConfig": ("set", "config"),
    "getDistributionList": ("get", "dl"),
    "modifyDistributionList": ("set", "dl"),
    "getDomain": ("get", "domain"),
    "modifyDomain": ("set", "domain"),
    "getServer": ("get", "server"),
    "modifyServer": ("set", "server"),
}
#: name -> (kind, targets, attributes)
SOME = {
    "configureQuota": (
        "set",
        "account cos",
        "zimbraMailQuota zimbraQuotaWarnPercent zimbraQuotaWarnInterval zimbraQuotaWarnMessage",
    ),
    "configurePasswordStrength": (
        "set",
        "account calresource cos",
        "zimbraPasswordMinLength zimbraPasswordMaxLength zimbraPasswordMinUpperCaseChars "
        "zimbraPasswordMinLowerCaseChars zimbraPasswordMinNumericChars zimbraPasswordMinPunctuationChars",
    ),
    "viewGrants": ("get", "account calresource cos dl domain server config global", "zimbraACE"),
    "setAdminSavedSearch": ("set", "account calresource", "zimbraAdminSavedSearches"),
    "viewAdminSavedSearch": ("get", "account calresource", "zimbraAdminSavedSearches"),
}
COMBOS = {
    "domainAdminCosRights": "assignCos getCos listCos",
    "domainAdminAccountRights": "addAccountAlias adminLoginAs checkPasswordStrength deleteAccount getAccount "
    "getAccountInfo getAccountMembership getMailboxInfo listAccount reindexMailbox removeAccountAlias renameAccount "
    "setAccountPassword setAdminSavedSearch setDomainAdminAccountAndCalendarResourceAttrs viewAccountAdminUI "
    "viewAdminSavedSearch",
    "domainAdminDistributionListRights": "addDistributionListAlias addDistributionListMember deleteDistributionList "
    "getDistributionList getDistributionListMembership listDistributionList removeDistributionListAlias "
    "removeDistributionListMember renameDistributionList setDomainAdminDistributionListAttrs "
    "viewDistributionListAdminUI",
    "domainAdminDomainRights": "accessGAL checkDomainMXRecord countAccount countAlias countCalendarResource "
    "countDistributionList createAccount createAlias createCalendarResource createDistributionList deleteAlias "
    "getDomain listAlias listDomain setDomainAdminDomainAttrs",
    "domainAdminRights": "domainAdminAccountRights domainAdminDistributionListRights domainAdminDomainRights",
}
#: the attributes flagged domainAdminModifiable
DOMAIN_ADMIN = {
    "setDomainAdminAccountAndCalendarResourceAttrs": ("account", "calresource"),
    "setDomainAdminDistributionListAttrs": ("dl",),
    "setDomainAdminDomainAttrs": ("domain",),
}
#: what users grant each other -> where it can be granted
USER = {
    "invite": "account dl domain global",
    "viewFreeBusy": "account dl domain global",
    "loginAs": "account dl domain global",
    "sendAs": "account",
    "sendOnBehalfOf": "account",
    "sendAsDistList": "dl",
    "sendOnBehalfOfDistList": "dl",
    "sendToDistList": "dl domain global",
    "viewDistList": "dl domain global",
    "createDistList": "domain global",
    "ownDistList": "dl",
}
#: kind of target -> kinds of entry whose grants reach it
ABOVE = {
    "account": ("account", "dl", "domain", "global"),
    "calresource": ("calresource", "dl", "domain", "global"),
    "cos": ("cos", "global"),
    "dl": ("dl", "domain", "global"),
    "domain": ("domain", "global"),
    "server": ("server", "global"),
    "config": ("config", "global"),
    "global": ("global",),
}


def build(domain_admin: frozenset[str]) -> dict[str, Right]:
    """All rights by name. `domain_admin` are the attributes that a domain administrator may change."""
    found = {name: Right(name, "preset", (kind,)) for kind, names in PRESETS.items() for name in names.split()}
    found |= {name: Right(name, kind, (target,)) for name, (kind, target) in WHOLE.items()}
    for name, (kind, targets, attrs) in SOME.items():
        found[name] = Right(name, kind, tuple(targets.split()), frozenset(attrs.split()))
    found |= {name: Right(name, "set", targets, domain_admin) for name, targets in DOMAIN_ADMIN.items()}
    for name, parts in COMBOS.items():
        kinds = {target for part in parts.split() for target in found[part].targets}
        found[name] = Right(name, "combo", tuple(sorted(kinds)), None, tuple(parts.split()))
    found |= {name: Right(name, "user", tuple(targets.split())) for name, targets in USER.items()}
    return found


def inline(name: str) -> Right | None:
    """`get.account.zimbraNotes` or `set.domain.description`; None when it is not of that form."""
    parts = name.split(".")
    if len(parts) != 3 or parts[0] not in ("get", "set") or parts[1] not in ABOVE:
        return None
    return Right(name, parts[0], (parts[1],), frozenset({parts[2]}))


def grantable(right: Right) -> frozenset[str]:
    """The kinds of entry on which the right can be granted."""
    if right.kind == "user":
        return frozenset(right.targets)
    return frozenset(above for target in right.targets for above in ABOVE[target])
