# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distribution groups, kept as groups of the directory, and their members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import mailbox_rows as table
from .clixml import Many, Record
from .directory import PRESENT, Entry
from .faults import CmdletError
from .mailbox import DOMAIN, Mailboxes
from .objects import NO_CHANGE, STEERING
from .opath import matches
from .paths import canonical, escaped, unit_dn
from .recipients import NO_POLICY, Row, check_free, flag, one_of, primary_of, quota, text, with_primary
from .values import Delta

if TYPE_CHECKING:
    from .engine import Cmdlet, Invocation

TYPES = ("Microsoft.Exchange.Data.Directory.Management.DistributionGroup", "System.Object")
IS_GROUP = (("objectClass", "group"), ("mailNickname", PRESENT))
UNIVERSAL, SECURITY = 8, -2147483648
RESTRICTIONS = {"Closed": "0", "Open": "1", "ApprovalRequired": "2"}


def _restriction(name: str, attribute: str, default: str) -> Row:
    words = {number: word for word, number in RESTRICTIONS.items()}
    return Row(
        name,
        attribute,
        lambda entry: words.get(entry.first(attribute), default),
        lambda value, *_: [RESTRICTIONS[value]] if value else [],
    )


ROWS: tuple[Row, ...] = (
    text("DisplayName", "displayName"),
    text("Alias", "mailNickname"),
    text("SimpleDisplayName", "displayNamePrintable"),
    text("Notes", "info"),
    flag("HiddenFromAddressListsEnabled", "msExchHideFromAddressLists"),
    flag("RequireSenderAuthenticationEnabled", "msExchRequireAuthToSendTo"),
    flag("ReportToOriginatorEnabled", "reportToOriginator"),
    flag("ReportToManagerEnabled", "reportToOwner"),
    flag("ModerationEnabled", "msExchEnableModeration"),
    quota("MaxReceiveSize", "delivContLength"),
    quota("MaxSendSize", "submissionContLength"),
    _restriction("MemberJoinRestriction", "msExchGroupJoinRestriction", "Closed"),
    _restriction("MemberDepartRestriction", "msExchGroupDepartRestriction", "Open"),
)
# Recipients that a group names: parameter and attribute.
NAMED = {
    "ManagedBy": "managedBy",
    "AcceptMessagesOnlyFromSendersOrMembers": "authOrig",
    "ModeratedBy": "msExchModeratedByLink",
    "GrantSendOnBehalfTo": "publicDelegates",
    "RejectMessagesFrom": "unauthOrig",
    "AcceptMessagesOnlyFrom": "authOrig",
    "AcceptMessagesOnlyFromDLMembers": "dLMemSubmitPerms",
}


class Groups:
    """The cmdlets of distribution groups."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self.mailboxes = mailboxes
        self.directory = mailboxes.directory

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        return {
            "Get-DistributionGroup": self.get,
            "New-DistributionGroup": self.new,
            "Set-DistributionGroup": self.set,
            "Remove-DistributionGroup": self.remove,
            "Enable-DistributionGroup": self.enable,
            "Disable-DistributionGroup": self.disable,
            "Get-DistributionGroupMember": self.members,
            "Add-DistributionGroupMember": self.join,
            "Remove-DistributionGroupMember": self.leave,
            "Update-DistributionGroupMember": self.update,
        }

    def get(self, call: Invocation) -> Iterator[Record]:
        """A null identity gives all."""
        identity = call.get("Identity")
        found = self.directory.find(IS_GROUP) if identity in (None, "") else [self.one(identity)]
        for entry in found:
            record = self._record(entry)
            if matches(call.get("Filter"), record.properties):
                yield record

    def new(self, call: Invocation) -> Iterator[Record]:
        """A universal group with an address."""
        name, base = str(call.get("Name")), self.directory.base
        unit = unit_dn(call.get("OrganizationalUnit"), base) if call.get("OrganizationalUnit") else f"CN=Users,{base}"
        alias = str(call.get("Alias") or name).replace(" ", "")
        account = str(call.get("SamAccountName") or name)[:256]
        if self.directory.find([("sAMAccountName", account)]):
            raise CmdletError("ADObjectAlreadyExistsException", f"The object '{account}' already exists.")
        kind = UNIVERSAL + (SECURITY if str(call.get("Type")).startswith("Security") else 0)
        dn = f"CN={escaped(name)},{unit}"
        addresses = [f"SMTP:{call.get('PrimarySmtpAddress') or f'{alias}@{DOMAIN}'}"]
        check_free(self.directory, addresses)
        self.mailboxes.write("add", dn, ("top", "group"), {"sAMAccountName": [account], "groupType": [str(kind)]})
        entry = one_of(self.directory, dn)
        self._mail_enable(entry, call, alias, addresses)
        yield from self._changed(call, dn)

    def enable(self, call: Invocation) -> Iterator[Record]:
        """An address for a group that is there."""
        entry = one_of(self.directory, call.get("Identity"), [("objectClass", "group")])
        alias = str(call.get("Alias") or entry.first("cn")).replace(" ", "")
        addresses = [f"SMTP:{call.get('PrimarySmtpAddress') or f'{alias}@{DOMAIN}'}"]
        check_free(self.directory, addresses, entry.dn)
        self._mail_enable(entry, call, alias, addresses)
        yield from self._changed(call, entry.dn)

    def set(self, call: Invocation) -> Iterator[Record]:
        """Rows, names, and addresses."""
        entry = self.one(call.get("Identity"))
        before = dict(entry.attributes)
        changes = table.apply(ROWS, call.parameters, entry, self.directory.base)
        changes |= self._named(entry, call.parameters)
        changes |= self._addresses(entry, call.parameters)
        if changes:
            self.mailboxes.write("modify", entry.dn, changes)
        extra = self.mailboxes.store.extra.setdefault(entry.guid, {})
        known = (
            {row.name for row in ROWS}
            | STEERING
            | set(NAMED)
            | {"EmailAddresses", "PrimarySmtpAddress", "EmailAddressPolicyEnabled"}
        )
        rest = {name: value for name, value in call.parameters.items() if name not in known}
        if before == dict(entry.attributes) and all(extra.get(name) == value for name, value in rest.items()):
            call.warn(NO_CHANGE.format(canonical(entry.dn)))
        extra.update(rest)
        yield from ()

    def remove(self, call: Invocation) -> Iterator[Record]:
        """The group is gone from the directory too."""
        self.mailboxes.write("delete", self.one(call.get("Identity")).dn)
        yield from ()

    def disable(self, call: Invocation) -> Iterator[Record]:
        """The group stays, without an address."""
        entry = self.one(call.get("Identity"))
        gone = [
            "mailNickname",
            "proxyAddresses",
            "mail",
            "msExchRecipientTypeDetails",
            "legacyExchangeDN",
            "msExchPoliciesExcluded",
            "msExchPoliciesIncluded",
            *(row.attribute for row in ROWS[3:]),
        ]
        self.mailboxes.write("modify", entry.dn, {name: [] for name in gone if entry.all(name)})
        yield from ()

    def members(self, call: Invocation) -> Iterator[Record]:
        """Each member as a recipient."""
        for dn in self.one(call.get("Identity")).all("member"):
            entry = one_of(self.directory, dn)
            shown = table.identities(entry)
            yield Record(
                ("Microsoft.Exchange.Data.Directory.Management.ReducedRecipient", "System.Object"),
                shown,
                str(shown["Identity"]),
            )

    def join(self, call: Invocation) -> Iterator[Record]:
        """One more member."""
        group, member = self._pair(call)
        if member.dn in group.all("member"):
            text = f'The recipient "{canonical(member.dn)}" is already a member of the group "{canonical(group.dn)}".'
            raise CmdletError("MemberAlreadyExistsException", text)
        self.mailboxes.write("modify", group.dn, {"member": [*group.all("member"), member.dn]})
        yield from ()

    def leave(self, call: Invocation) -> Iterator[Record]:
        """One member less."""
        group, member = self._pair(call)
        if member.dn not in group.all("member"):
            text = f'The recipient "{canonical(member.dn)}" isn\'t a member of the group "{canonical(group.dn)}".'
            raise CmdletError("MemberNotFoundException", text)
        self.mailboxes.write("modify", group.dn, {"member": [one for one in group.all("member") if one != member.dn]})
        yield from ()

    def update(self, call: Invocation) -> Iterator[Record]:
        """The whole list in one call."""
        group = self.one(call.get("Identity"))
        self._may(group, call)
        wanted = call.get("Members") or []
        if isinstance(wanted, Delta):
            present = {dn.lower(): dn for dn in group.all("member")}
            for one in wanted.remove:
                present.pop(one_of(self.directory, one).dn.lower(), None)
            found = [*present.values(), *(one_of(self.directory, one).dn for one in wanted.add)]
        else:
            found = [one_of(self.directory, one).dn for one in wanted]
        self.mailboxes.write("modify", group.dn, {"member": list(dict.fromkeys(found))})
        yield from ()

    def one(self, identity: object) -> Entry:
        """The one group of an identity. Raises CmdletError."""
        return one_of(self.directory, identity, IS_GROUP)

    def _pair(self, call: Invocation) -> tuple[Entry, Entry]:
        group = self.one(call.get("Identity"))
        self._may(group, call)
        return group, one_of(self.directory, call.get("Member"))

    def _may(self, group: Entry, call: Invocation) -> None:
        if not call.get("BypassSecurityGroupManagerCheck"):
            text = (
                f"You don't have sufficient permissions. Only a manager of the group can do this: "
                f"{canonical(group.dn)}."
            )
            raise CmdletError("OperationRequiresGroupManagerException", text, category="PermissionDenied")

    def _mail_enable(self, entry: Entry, call: Invocation, alias: str, addresses: list[str]) -> None:
        secure = int(entry.first("groupType") or 0) < 0
        changes: dict[str, list[Any]] = {
            "mailNickname": [alias],
            "proxyAddresses": addresses,
            "mail": [primary_of(addresses)],
            "displayName": [call.get("DisplayName") or entry.first("cn")],
            "msExchRequireAuthToSendTo": [True],
            "msExchRecipientTypeDetails": ["1024" if secure else "256"],
            "legacyExchangeDN": [f"/o=ANM/ou=Exchange Administrative Group/cn=Recipients/cn={entry.guid.hex}"],
            "msExchPoliciesExcluded" if call.get("PrimarySmtpAddress") else "msExchPoliciesIncluded": [NO_POLICY],
        }
        self.mailboxes.write("modify", entry.dn, changes)

    def _changed(self, call: Invocation, dn: str) -> Iterator[Record]:
        entry = one_of(self.directory, dn)
        changes = table.apply(ROWS, call.parameters, entry, self.directory.base) | self._named(entry, call.parameters)
        if call.get("Members"):
            changes["member"] = [one_of(self.directory, one).dn for one in call.get("Members")]
        if changes:
            self.mailboxes.write("modify", dn, changes)
        yield self._record(one_of(self.directory, dn))

    def _named(self, entry: Entry, parameters: dict[str, Any]) -> dict[str, list[Any]]:
        changes = {}
        for name, attribute in NAMED.items():
            if name in parameters:
                value = parameters[name]
                wanted = (
                    value.of([canonical(one) for one in entry.all(attribute)]) if isinstance(value, Delta) else value
                )
                found = [one_of(self.directory, one).dn for one in wanted or []]
                found = found[:1] if attribute == "managedBy" else found
                if sorted(found) != sorted(entry.all(attribute)):
                    changes[attribute] = entry.attributes[attribute] = found
        return changes

    def _addresses(self, entry: Entry, parameters: dict[str, Any]) -> dict[str, list[Any]]:
        present = entry.all("proxyAddresses")
        wanted = list(present)
        if "EmailAddresses" in parameters:
            value = parameters["EmailAddresses"]
            wanted = list(value.of(present) if isinstance(value, Delta) else value)
        if parameters.get("PrimarySmtpAddress"):
            wanted = with_primary(wanted, parameters["PrimarySmtpAddress"])
        changes: dict[str, list[Any]] = {}
        if sorted(wanted) != sorted(present):
            check_free(self.directory, [one for one in wanted if one not in present], entry.dn)
            changes = {"proxyAddresses": wanted, "mail": [primary_of(wanted)]}
        off = parameters.get("EmailAddressPolicyEnabled") is False or parameters.get("PrimarySmtpAddress")
        if off and entry.all("msExchPoliciesExcluded") != [NO_POLICY]:
            changes |= {"msExchPoliciesExcluded": [NO_POLICY], "msExchPoliciesIncluded": []}
        for name, values in changes.items():
            entry.attributes[name] = values
        return changes

    def _record(self, entry: Entry) -> Record:
        secure = int(entry.first("groupType") or 0) < 0
        kind = f"MailUniversal{'Security' if secure else 'Distribution'}Group"
        named = {name: Many([canonical(one) for one in entry.all(attribute)]) for name, attribute in NAMED.items()}
        shown = {
            **table.identities(entry),
            **named,
            **{row.name: row.read(entry) for row in ROWS},
            "GroupType": "Universal, SecurityEnabled" if secure else "Universal",
            "RecipientType": kind,
            "RecipientTypeDetails": kind,
            **self.mailboxes.store.extra.get(entry.guid, {}),
        }
        return Record(TYPES, shown, str(shown["Identity"]))
