# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mailbox cmdlets: they write Exchange's attributes into the directory, and read them there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from . import mailbox_rows as table
from .clixml import Record
from .directory import Directory, DirectoryError, Entry
from .faults import CmdletError
from .objects import NO_CHANGE, SERVER, STEERING
from .opath import matches
from .paths import canonical, escaped
from .recipients import HAS_MAILBOX, LINKS, NO_POLICY, check_free, guid, one_of, primary_of, with_primary
from .store import Store
from .values import Delta

if TYPE_CHECKING:
    from .engine import Cmdlet, Invocation

DOMAIN = "anm.gov.my"
# What Disable-Mailbox takes away: every attribute that only a mailbox has.
EXCHANGE = (
    "mailNickname",
    "proxyAddresses",
    "mail",
    "homeMDB",
    "msExchHomeServerName",
    "msExchMailboxGuid",
    "legacyExchangeDN",
    "msExchArchiveGUID",
    "msExchArchiveName",
    "msExchArchiveQuota",
    "msExchArchiveWarnQuota",
    "msExchArchiveStatus",
    "msExchArchiveDatabaseLink",
    "mDBUseDefaults",
    "mDBStorageQuota",
    "mDBOverQuotaLimit",
    "mDBOverHardQuotaLimit",
    "submissionContLength",
    "delivContLength",
    "msExchHideFromAddressLists",
    "msExchRecipientTypeDetails",
    "msExchRecipientDisplayType",
    "msExchUserAccountControl",
    "msExchPoliciesIncluded",
    "msExchPoliciesExcluded",
    "msExchLitigationHoldDate",
    "msExchLitigationHoldOwner",
    "msExchELCMailboxFlags",
    "msExchMailboxAuditEnable",
    "msExchMailboxAuditLogAgeLimit",
    "msExchMailboxTemplateLink",
    "msExchOWAPolicy",
    "protocolSettings",
    "msExchOmaAdminWirelessEnable",
    "msExchEwsEnabled",
    "msExchRecipLimit",
    "deliverAndRedirect",
    "msExchGenericForwardingAddress",
    "msExchWhenMailboxCreated",
    "msExchRequireAuthToSendTo",
    *(f"extensionAttribute{number}" for number in range(1, 16)),
)
ARCHIVE = tuple(one for one in EXCHANGE if one.startswith("msExchArchive"))
KINDS = {"Shared": "4", "Room": "16", "Equipment": "32"}


class Mailboxes:
    """The mailbox cmdlets of one world."""

    def __init__(self, directory: Directory, store: Store, version: str) -> None:
        self.directory = directory
        self.store = store
        self.version = version

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        return {
            "Get-Mailbox": self.get,
            "New-Mailbox": self.new,
            "Set-Mailbox": self.set,
            "Enable-Mailbox": self.enable,
            "Disable-Mailbox": self.disable,
            "Remove-Mailbox": self.remove,
            "Connect-Mailbox": self.connect,
        }

    def get(self, call: Invocation) -> Iterator[Record]:
        """A null identity gives all mailboxes, as on Exchange."""
        if call.get("Identity") in (None, ""):
            found = self.directory.find(HAS_MAILBOX)
        else:
            found = [self.one(call.get("Identity"))]
        kinds = [str(one).lower() for one in call.get("RecipientTypeDetails") or []]
        for entry in found:
            record = self.record(entry)
            shown = record.properties
            if call.get("Database") and str(shown["Database"]).lower() != str(call.get("Database")).lower():
                continue
            if kinds and str(shown["RecipientTypeDetails"]).lower() not in kinds:
                continue
            if call.get("Archive") and not shown["ArchiveGuid"].int:
                continue
            if matches(call.get("Filter"), shown):
                yield record

    def new(self, call: Invocation) -> Iterator[Record]:
        """An account and its mailbox."""
        name, base = str(call.get("Name")), self.directory.base
        unit = table.place(call.get("OrganizationalUnit"), base)
        kind = next((number for switch, number in KINDS.items() if call.get(switch)), "1")
        alias = str(call.get("Alias") or name).replace(" ", "")
        account = str(call.get("SamAccountName") or alias)[:20]
        upn = str(call.get("UserPrincipalName") or f"{alias}@{DOMAIN}")
        if self.directory.find([("sAMAccountName", account)]) or self.directory.find([("userPrincipalName", upn)]):
            raise CmdletError("ADObjectAlreadyExistsException", f"The object '{account}' already exists.")
        attributes: dict[str, list[Any]] = {
            "sAMAccountName": [account],
            "userPrincipalName": [upn],
            "displayName": [call.get("DisplayName") or name],
            "userAccountControl": ["512" if kind == "1" else "514"],
        }
        if call.get("Password"):
            attributes["unicodePwd"] = [f'"{call.get("Password")}"'.encode("utf-16-le")]
        elif kind != "1":
            attributes["userAccountControl"] = ["546"]
        for parameter, attribute in (("FirstName", "givenName"), ("LastName", "sn")):
            if call.get(parameter):
                attributes[attribute] = [call.get(parameter)]
        if call.get("ResetPasswordOnNextLogon"):
            attributes["pwdLastSet"] = ["0"]
        dn = f"CN={escaped(name)},{unit}"
        self.write("add", dn, ("top", "person", "organizationalPerson", "user"), attributes)
        try:
            yield self._mail_enable(one_of(self.directory, dn), call, alias, kind)
        except CmdletError:
            self.write("delete", dn)
            raise

    def enable(self, call: Invocation) -> Iterator[Record]:
        """A mailbox, or with -Archive an archive, for an account that is there."""
        entry = one_of(self.directory, call.get("Identity"), [("objectClass", "user")])
        has = bool(entry.first("msExchMailboxGuid"))
        if call.get("Archive"):
            yield self._archive(self.one(call.get("Identity")), call)
            return
        if has:
            text = (
                f"This task does not support recipients of this type. The recipient {canonical(entry.dn)} is of "
                "type UserMailbox. Please make sure that it matches the required recipient type for this task."
            )
            raise CmdletError("RecipientTaskException", text, category="InvalidArgument")
        kind = next((number for switch, number in KINDS.items() if call.get(switch)), "1")
        alias = str(call.get("Alias") or entry.first("sAMAccountName"))
        yield self._mail_enable(entry, call, alias, kind)

    def set(self, call: Invocation) -> Iterator[Record]:
        """Rows for what the directory holds; the rest is kept beside it."""
        entry = self.one(call.get("Identity"))
        before = dict(entry.attributes)
        parameters = dict(call.parameters)
        if "EmailAddresses" in parameters and "PrimarySmtpAddress" in parameters:
            text = "The EmailAddresses and PrimarySmtpAddress parameters can't be used at the same time."
            raise CmdletError("RecipientTaskException", text, category="InvalidArgument")
        extra = self.store.extra.setdefault(entry.guid, {})
        kept = dict(extra)
        changes = table.apply(table.MAILBOX_ROWS, parameters, entry, self.directory.base)
        changes |= self._addresses(entry, parameters)
        changes |= self._hold(entry, parameters, call.user)
        if "Type" in parameters:
            changes["msExchRecipientTypeDetails"] = [KINDS.get(parameters["Type"], "1")]
        known = (
            {row.name for row in table.MAILBOX_ROWS}
            | STEERING
            | {"EmailAddresses", "PrimarySmtpAddress", "EmailAddressPolicyEnabled", "Type"}
        )
        for name, value in parameters.items():
            if name not in known:
                extra[name] = value.of(list(extra.get(name) or [])) if isinstance(value, Delta) else value
        if changes:
            self.write("modify", entry.dn, changes)
        if before == dict(entry.attributes) and kept == extra:
            call.warn(NO_CHANGE.format(canonical(entry.dn)))
        yield from ()

    def disable(self, call: Invocation) -> Iterator[Record]:
        """The account stays, its Exchange attributes go; the store keeps the mailbox for its retention."""
        entry = self.one(call.get("Identity"))
        self._unheld(entry, call)
        if call.get("Archive"):
            self.store.disconnect(entry, archive=True, reason="Disabled")
            self.write("modify", entry.dn, {name: [] for name in ARCHIVE if entry.all(name)})
            return
        self.store.disconnect(entry, archive=False, reason="Disabled")
        self.write("modify", entry.dn, {name: [] for name in EXCHANGE if entry.all(name)})
        yield from ()

    def remove(self, call: Invocation) -> Iterator[Record]:
        """The account goes too; with -Permanent the mailbox also."""
        if call.get("StoreMailboxIdentity"):
            self.store.purge(str(call.get("StoreMailboxIdentity")))
            return
        entry = self.one(call.get("Identity"))
        self._unheld(entry, call)
        if not call.get("Permanent"):
            self.store.disconnect(entry, archive=False, reason="SoftDeleted")
        self.write("delete", entry.dn)
        yield from ()

    def connect(self, call: Invocation) -> Iterator[Record]:
        """A disconnected mailbox onto an account without one; with -Archive onto a mailbox without an archive."""
        copy = self.store.disconnected(str(call.get("Identity")))
        entry = one_of(self.directory, call.get("User") or copy["Owner"], [("objectClass", "user")])
        if copy["Archive"]:
            self.store.copies.remove(copy)
            changes = {**copy["Attributes"], "msExchArchiveGUID": [copy["MailboxGuid"].bytes_le]}
            self.write("modify", entry.dn, changes)
            return
        if entry.first("msExchMailboxGuid"):
            text = f"The user {canonical(entry.dn)} already has a mailbox."
            raise CmdletError("RecipientTaskException", text, category="InvalidArgument")
        alias = str(call.get("Alias") or copy["Alias"])
        record = self._mail_enable(entry, call, alias, "1", copy["MailboxGuid"].bytes_le, copy["Database"])
        self.store.copies.remove(copy)
        yield record

    def one(self, identity: object) -> Entry:
        """The one mailbox of an identity. Raises CmdletError."""
        return one_of(self.directory, identity, HAS_MAILBOX)

    def record(self, entry: Entry) -> Record:
        """A mailbox as Get-Mailbox shows it."""
        return table.mailbox(entry, self.store.extra.get(entry.guid, {}), self.version)

    def write(self, operation: str, *arguments: Any) -> None:
        """A change of the directory; a refusal becomes an error record."""
        try:
            getattr(self.directory, operation)(*arguments)
        except DirectoryError as problem:
            text = f"Active Directory operation failed on {SERVER.lower()}.ad.anm.test. {problem}"
            raise CmdletError("ADOperationException", text) from problem

    def _mail_enable(
        self, entry: Entry, call: Invocation, alias: str, kind: str, octets: bytes | None = None, database: str = "DB01"
    ) -> Record:
        primary = call.get("PrimarySmtpAddress")
        addresses = [f"SMTP:{primary or f'{alias}@{DOMAIN}'}"]
        check_free(self.directory, addresses, entry.dn)
        base = self.directory.base
        home = LINKS["database"].format(name=call.get("Database") or database)
        values: dict[str, list[Any]] = {
            "mailNickname": [alias],
            "proxyAddresses": addresses,
            "mail": [addresses[0][5:]],
            "msExchMailboxGuid": [octets or table.new_guid()],
            "homeMDB": [f"{home},{base}"],
            "msExchRecipientTypeDetails": [kind],
            "msExchRecipientDisplayType": ["1073741824"],
            "msExchUserAccountControl": ["2" if kind != "1" else "0"],
            "mDBUseDefaults": [True],
            "msExchHomeServerName": [f"/o=ANM/ou=Exchange Administrative Group/cn=Servers/cn={SERVER}"],
            "legacyExchangeDN": [f"/o=ANM/ou=Exchange Administrative Group/cn=Recipients/cn={entry.guid.hex}"],
            "msExchWhenMailboxCreated": [f"{datetime.now(UTC):%Y%m%d%H%M%S}.0Z"],
            "msExchPoliciesExcluded" if primary else "msExchPoliciesIncluded": [NO_POLICY],
        }
        if call.get("DisplayName") or not entry.first("displayName"):
            values["displayName"] = [call.get("DisplayName") or entry.first("cn")]
        if call.get("RetentionPolicy"):
            values["msExchMailboxTemplateLink"] = [
                f"{LINKS['retention'].format(name=call.get('RetentionPolicy'))},{base}"
            ]
        self.store.extra.pop(entry.guid, None)
        self.write("modify", entry.dn, values)
        return self.record(one_of(self.directory, entry.dn))

    def _archive(self, entry: Entry, call: Invocation) -> Record:
        if entry.first("msExchArchiveGUID"):
            text = f"The archive of {canonical(entry.dn)} is already enabled."
            raise CmdletError("RecipientTaskException", text, category="InvalidArgument")
        base = self.directory.base
        database = call.get("ArchiveDatabase") or table.link("", "homeMDB", "database").read(entry)
        name = call.get("ArchiveName") or [f"In-Place Archive -{entry.first('displayName')}"]
        values: dict[str, list[Any]] = {
            "msExchArchiveGUID": [table.new_guid()],
            "msExchArchiveName": list(name),
            "msExchArchiveDatabaseLink": [f"{LINKS['database'].format(name=database)},{base}"],
            "msExchArchiveQuota": ["104857600"],
            "msExchArchiveWarnQuota": ["94371840"],
        }
        if not entry.first("msExchMailboxTemplateLink"):
            values["msExchMailboxTemplateLink"] = [f"{LINKS['retention'].format(name='Default MRM Policy')},{base}"]
        self.write("modify", entry.dn, values)
        return self.record(one_of(self.directory, entry.dn))

    def _addresses(self, entry: Entry, parameters: dict[str, Any]) -> dict[str, list[Any]]:
        """The list of addresses, and whether a policy writes it. A policy that is on has the last word."""
        present = entry.all("proxyAddresses")
        wanted, included = list(present), NO_POLICY not in entry.all("msExchPoliciesExcluded")
        if "EmailAddresses" in parameters:
            value = parameters["EmailAddresses"]
            wanted = [_typed(one) for one in (value.of(present) if isinstance(value, Delta) else value)]
        if parameters.get("PrimarySmtpAddress"):
            wanted, included = with_primary(wanted, parameters["PrimarySmtpAddress"]), False
        if "EmailAddressPolicyEnabled" in parameters:
            included = bool(parameters["EmailAddressPolicyEnabled"])
        if included:
            wanted = with_primary(wanted, f"{entry.first('mailNickname')}@{DOMAIN}")
        if sum(one.startswith("SMTP:") for one in wanted) != 1:
            text = "There must be exactly one primary SMTP address."
            raise CmdletError("DataValidationException", text, category="InvalidData")
        check_free(self.directory, [one for one in wanted if one not in present], entry.dn)
        changes: dict[str, list[Any]] = {}
        for name, values in (
            ("proxyAddresses", wanted),
            ("mail", [primary_of(wanted)]),
            ("msExchPoliciesExcluded", [] if included else [NO_POLICY]),
            ("msExchPoliciesIncluded", [NO_POLICY] if included else []),
        ):
            if sorted(values) != sorted(entry.all(name)):
                changes[name] = values
                entry.attributes[name] = values
        return changes

    def _hold(self, entry: Entry, parameters: dict[str, Any], user: str) -> dict[str, list[Any]]:
        if "LitigationHoldEnabled" not in parameters:
            return {}
        if not parameters["LitigationHoldEnabled"]:
            return {"msExchLitigationHoldDate": [], "msExchLitigationHoldOwner": []}
        if entry.first("msExchLitigationHoldDate"):
            return {}
        now = f"{datetime.now(UTC):%Y%m%d%H%M%S}.0Z"
        owner = str(parameters.get("LitigationHoldOwner") or user)
        return {"msExchLitigationHoldDate": [now], "msExchLitigationHoldOwner": [owner]}

    def _unheld(self, entry: Entry, call: Invocation) -> None:
        held = int(entry.first("msExchELCMailboxFlags") or 0) & 8
        if held and not call.get("IgnoreLegalHold") and not call.get("Archive"):
            # The name of Exchange's own exception is not among the facts; clients must look for the hold before.
            text = (
                f"The mailbox {canonical(entry.dn)} is on litigation hold. To continue, use the IgnoreLegalHold switch."
            )
            raise CmdletError("RecipientTaskException", text, category="InvalidOperation")


def _typed(address: Any) -> str:
    text = str(address)
    return text if ":" in text else f"smtp:{text}"


__all__ = ["EXCHANGE", "Mailboxes", "guid"]
