# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Views of accounts beside the mailbox: client access, the user, any recipient, and the Skype user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import mailbox_rows as table
from .clixml import Many, Record
from .directory import PRESENT, Entry
from .faults import CmdletError
from .mailbox import Mailboxes
from .objects import NO_CHANGE
from .opath import matches
from .paths import canonical
from .recipients import HAS_MAILBOX, LINKS, Row, flag, one_of, text, texts
from .values import Delta

if TYPE_CHECKING:
    from .engine import Cmdlet, Invocation

MANAGEMENT = "Microsoft.Exchange.Data.Directory.Management"
SKYPE_TYPES = ("Microsoft.Rtc.Management.ADConnect.Schema.OCSADUser", "System.Object")
POLICIES = ("Archiving", "Client", "Conferencing", "ExternalAccess", "Mobility", "Pin", "Voice")
SKYPE_ROWS: tuple[Row, ...] = (
    flag("Enabled", "msRTCSIP-UserEnabled"),
    text("SipAddress", "msRTCSIP-PrimaryUserAddress"),
    text("LineURI", "msRTCSIP-Line"),
)
SKYPE_ATTRIBUTES = (
    "msRTCSIP-UserEnabled",
    "msRTCSIP-PrimaryUserAddress",
    "msRTCSIP-PrimaryHomeServer",
    "msRTCSIP-DeploymentLocator",
    "msRTCSIP-UserPolicies",
    "msRTCSIP-OptionFlags",
    "msRTCSIP-Line",
)


@dataclass(frozen=True)
class View:
    """A noun that shows other properties of entries that are there."""

    noun: str
    type: str
    rows: tuple[Row, ...]
    all_of: tuple[tuple[str, str], ...]


VIEWS = (
    View("CASMailbox", f"{MANAGEMENT}.CASMailbox", table.CAS_ROWS, HAS_MAILBOX),
    View("User", f"{MANAGEMENT}.User", table.USER_ROWS, (("objectCategory", "person"), ("objectClass", "user"))),
    View("Recipient", f"{MANAGEMENT}.ReducedRecipient", (), (("mailNickname", PRESENT),)),
    View("MailboxAuditBypassAssociation", f"{MANAGEMENT}.MailboxAuditBypassAssociation", (), HAS_MAILBOX),
)


class Accounts:
    """The cmdlets of these nouns."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self.mailboxes = mailboxes
        self.directory = mailboxes.directory
        self.views = {one.noun: one for one in VIEWS}
        self.beside: dict[tuple[str, Any], dict[str, Any]] = {}

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        found: dict[str, Cmdlet] = {f"Get-{one}": self.get for one in self.views}
        found |= {f"Set-{one}": self.set for one in self.views if one != "Recipient"}
        found |= {
            "Get-CsUser": self.skype_get,
            "Get-CsAdUser": self.skype_get,
            "Enable-CsUser": self.skype_enable,
            "Set-CsUser": self.skype_set,
            "Disable-CsUser": self.skype_disable,
            "Move-CsUser": self.skype_set,
        }
        return found | {f"Grant-Cs{one}Policy": self.skype_grant for one in POLICIES}

    def get(self, call: Invocation) -> Iterator[Record]:
        """A null identity gives all."""
        view = self.views[call.cmdlet.partition("-")[2]]
        identity = call.get("Identity")
        everyone = identity in (None, "")
        entries = self.directory.find(view.all_of) if everyone else [one_of(self.directory, identity, view.all_of)]
        for entry in entries:
            record = self._record(view, entry)
            if matches(call.get("Filter"), record.properties):
                yield record

    def set(self, call: Invocation) -> Iterator[Record]:
        """What has a row goes into the directory."""
        view = self.views[call.cmdlet.partition("-")[2]]
        entry = one_of(self.directory, call.get("Identity"), view.all_of)
        changes = table.apply(view.rows, call.parameters, entry, self.directory.base)
        if call.get("ResetPasswordOnNextLogon"):
            changes["pwdLastSet"] = ["0"]
        beside = self.beside.setdefault((view.noun, entry.guid), {})
        before = dict(beside)
        known = {row.name for row in view.rows} | {"Identity", "DomainController", "Confirm", "WhatIf"}
        beside.update(
            {
                name: value.of(list(beside.get(name) or [])) if isinstance(value, Delta) else value
                for name, value in call.parameters.items()
                if name not in known
            }
        )
        if changes:
            self.mailboxes.write("modify", entry.dn, changes)
        elif before == beside:
            call.warn(NO_CHANGE.format(canonical(entry.dn)))
        yield from ()

    def _record(self, view: View, entry: Entry) -> Record:
        shown = {**table.identities(entry), **{row.name: row.read(entry) for row in view.rows}}
        if view.noun == "User":
            control = int(entry.first("userAccountControl") or 0)
            shown |= {"UserAccountControl": control, "AccountDisabled": bool(control & 2)}
        if view.noun == "MailboxAuditBypassAssociation":
            shown["AuditBypassEnabled"] = False
        shown |= self.beside.get((view.noun, entry.guid), {})
        return Record((view.type, "System.Object"), shown, str(shown["Identity"]))

    def skype_get(self, call: Invocation) -> Iterator[Record]:
        """Get-CsUser shows users that Skype knows, Get-CsAdUser any."""
        known = (("msRTCSIP-PrimaryUserAddress", PRESENT),) if call.cmdlet == "Get-CsUser" else ()
        if call.get("Identity") in (None, ""):
            entries = self.directory.find([("objectClass", "user"), *known])
        else:
            entries = [self._user(call, known)]
        for entry in entries:
            yield self._skype(entry)

    def skype_enable(self, call: Invocation) -> Iterator[Record]:
        """An address is given, or made of another one."""
        entry = self._user(call)
        if entry.first("msRTCSIP-PrimaryUserAddress"):
            raise CmdletError("ManagementException", f'User "{canonical(entry.dn)}" is already enabled.')
        address = call.get("SipAddress")
        if not address:
            kind = call.get("SipAddressType")
            local = {
                "EmailAddress": entry.first("mail"),
                "UserPrincipalName": entry.first("userPrincipalName"),
                "SamAccountName": f"{entry.first('sAMAccountName')}@{call.get('SipDomain')}",
                "FirstLastName": f"{entry.first('givenName')}.{entry.first('sn')}@{call.get('SipDomain')}",
            }.get(kind)
            if not local:
                text = "The SIP address is not given and cannot be made."
                raise CmdletError("ManagementException", text, category="InvalidArgument")
            address = f"sip:{local}"
        if self.directory.find([("msRTCSIP-PrimaryUserAddress", address)]):
            raise CmdletError("ManagementException", f'The SIP address "{address}" is already in use.')
        pool = LINKS["pool"].format(name=call.get("RegistrarPool"))
        self.mailboxes.write(
            "modify",
            entry.dn,
            {
                "msRTCSIP-UserEnabled": [True],
                "msRTCSIP-PrimaryUserAddress": [address],
                "msRTCSIP-PrimaryHomeServer": [f"{pool},{self.directory.base}"],
                "msRTCSIP-DeploymentLocator": ["SRV:"],
            },
        )
        yield from self._passed(call, entry)

    def skype_set(self, call: Invocation) -> Iterator[Record]:
        """Enabled false keeps everything."""
        entry = self._user(call, (("msRTCSIP-PrimaryUserAddress", PRESENT),))
        changes = table.apply(SKYPE_ROWS, call.parameters, entry, self.directory.base)
        if changes:
            self.mailboxes.write("modify", entry.dn, changes)
        yield from self._passed(call, entry)

    def skype_disable(self, call: Invocation) -> Iterator[Record]:
        """Everything of Skype is gone, grants too."""
        entry = self._user(call, (("msRTCSIP-PrimaryUserAddress", PRESENT),))
        self.mailboxes.write("modify", entry.dn, {name: [] for name in SKYPE_ATTRIBUTES if entry.all(name)})
        yield from ()

    def skype_grant(self, call: Invocation) -> Iterator[Record]:
        """A policy by its name; none is the default again."""
        entry = self._user(call, (("msRTCSIP-PrimaryUserAddress", PRESENT),))
        kind = call.cmdlet.removeprefix("Grant-Cs")
        rest = [one for one in entry.all("msRTCSIP-UserPolicies") if one.partition("=")[0] != kind]
        granted = [f"{kind}={call.get('PolicyName')}"] if call.get("PolicyName") else []
        self.mailboxes.write("modify", entry.dn, {"msRTCSIP-UserPolicies": [*rest, *granted]})
        yield from self._passed(call, entry)

    def _user(self, call: Invocation, more: tuple[tuple[str, str], ...] = ()) -> Entry:
        identity = str(call.get("Identity")).removeprefix("sip:")
        return one_of(self.directory, identity, [("objectClass", "user"), *more])

    def _passed(self, call: Invocation, entry: Entry) -> Iterator[Record]:
        if call.get("PassThru"):
            yield self._skype(one_of(self.directory, entry.dn))

    def _skype(self, entry: Entry) -> Record:
        policies = dict(one.split("=", 1) for one in texts("", "msRTCSIP-UserPolicies").read(entry))
        pool = entry.first("msRTCSIP-PrimaryHomeServer") or ""
        shown = {
            **{row.name: row.read(entry) for row in SKYPE_ROWS},
            **{f"{one}Policy": policies.get(f"{one}Policy") for one in POLICIES},
            "RegistrarPool": pool.split(",")[2].partition("=")[2] if pool else None,
            "Identity": entry.dn,
            "DisplayName": entry.first("displayName") or "",
            "SamAccountName": entry.first("sAMAccountName") or "",
            "UserPrincipalName": entry.first("userPrincipalName") or "",
            "Guid": entry.guid,
            "Name": entry.first("cn"),
            "WindowsEmailAddress": entry.first("mail") or "",
            "ProxyAddresses": Many(entry.all("proxyAddresses")),
        }
        return Record(SKYPE_TYPES, shown, entry.dn)
