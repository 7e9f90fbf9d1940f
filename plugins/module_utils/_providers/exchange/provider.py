# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exchange as a provider: one sweep over Active Directory to read; cmdlets, and plain attributes over LDAP, to write.

Neither has a conditional write. Each account is read again right before it is written, one that somebody else has
changed is left alone, and the token is checked; what is changed by hand within these milliseconds is overwritten. All
reads and writes go to one domain controller, which every cmdlet is told.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    QUIET,
    Account,
    Change,
    Directory,
    Outcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import (
    FREEZING,
    VERBS,
    Capabilities,
    Provider,
    Scope,
    Secrets,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.desk import Desk, Held, escaped
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    SIMPLE,
    Ad,
    DirectoryTarget,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.entitling import Entitling, group_dn
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.fence import Fence, control_dn
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.members import read_groups
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.run import SKIPPED, Run, outcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.sessions import Sessions
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import SKYPE, EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.usage import usage_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

_PERSON = (ber.equal("objectCategory", "person"), ber.equal("objectClass", "user"))
_OURS = ber.begins(notes.KEYS, notes.key(notes.ACCOUNT, ""))
#: Ours, with or without a mailbox, and every other mailbox: what nobody asked for must be seen to be asked about.
ACCOUNTS = ber.every([*_PERSON, ber.some([_OURS, ber.present("msExchMailboxGuid")])])
#: Whoever has an address that mail could be meant for.
ADDRESSED = ber.some([ber.present("proxyAddresses"), ber.present("mail"), ber.begins(notes.KEYS, notes.URN)])
_ADDRESSES = ("objectGUID", "proxyAddresses", "mail", notes.KEYS, notes.NOTES, "msExchMailboxGuid", "userPrincipalName")
#: Accounts that are looked up one by one; more are found by a sweep.
ONE_BY_ONE = 200


@dataclass(frozen=True)
class ExchangeTarget:
    """An Exchange organisation: its endpoint, its directory, and how accounts are made there.

    `suspended_mail` is accept or refuse; `database` where new mailboxes are made ("" = where Exchange puts them);
    `skype_pool` the pool of new Skype users ("" = no Skype), `skype_url` its own endpoint ("" = at its usual place).
    """

    endpoint: EndpointTarget
    directory: DirectoryTarget
    suspended_mail: str = "accept"
    database: str = ""
    skype_pool: str = ""
    skype_url: str = ""

    @property
    def skype(self) -> EndpointTarget:
        """The endpoint of the Skype pool, with the same identity."""
        url = self.skype_url or f"https://{self.skype_pool}/OcsPowershell"
        return replace(self.endpoint, url=url, configuration=SKYPE)

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> ExchangeTarget:
        """Raises ProviderError when an option is missing or wrong."""
        directory = dict(options.get("directory") or {})
        if not directory:
            raise ProviderError("exchange.directory is missing: accounts are read from Active Directory.")
        inherits: list[tuple[str, ...]] = [("ca_file",)]
        if not directory.get("user") and (directory.get("auth") or SIMPLE) == SIMPLE:
            inherits.append(("user", "password", "password_file"))
        for names in inherits:
            directory |= {name: options.get(name) for name in names if not directory.get(name)}
        own = ("suspended_mail", "database", "skype_pool", "skype_url")
        more = {name: options[name] for name in own if options.get(name)}
        return cls(EndpointTarget.from_options(options), DirectoryTarget.from_options(directory), **more)


class ExchangeProvider(Provider):
    """Mailboxes of one domain; a tombstone is a disabled user without mailbox, a group a distribution group."""

    platform = "exchange"
    # no purge: that would remove an account from Active Directory, which is not ours to do
    capabilities = Capabilities(verbs=VERBS | FREEZING | {"restore"})

    def __init__(self, target: ExchangeTarget, scope: Scope | None = None) -> None:
        self.target = target
        self.scope = scope or Scope()
        self.ad = Ad(target.directory)
        self.fence = Fence(control_dn(self.ad.home))
        self.entitling = Entitling(target.skype_pool, lambda: self._session(target.skype))
        self.sessions = Sessions(target.endpoint, self._session)

    def _session(self, endpoint: EndpointTarget) -> Session:
        session = Session(endpoint)
        session.pin(self.ad.controller)
        return session

    def desk(self, session: Session, ad: Ad, around: table.Around) -> Desk:
        """What one worker has in hand."""
        refuse = self.target.suspended_mail == "refuse"
        return Desk(session, ad, self.entitling, around, refuse, self.target.database)

    def generation(self) -> int:
        """The fencing token. Raises PartialAnswerError when this domain was not prepared."""
        return self.fence.get(self.ad)

    def managed(self) -> int:
        found = self.ad.search(ber.every([*_PERSON, _OURS]), (notes.KEYS, notes.NOTES))
        return sum(1 for entry in found if table.is_ours(entry))

    def read(self) -> Directory:
        """One sweep over accounts and groups."""
        generation = self.generation()
        groups = read_groups(self.ad)
        around = self.around({group.dn.lower(): address for address, group in groups.items()})
        entries = [entry for entry in self.ad.search(ACCOUNTS, table.READ_ATTRIBUTES) if _seen(entry)]
        table.look_around(entries, around)
        accounts = [
            account for account in (table.account_of(entry, around) for entry in entries) if self._in_scope(account)
        ]
        managed = {address: group.managed for address, group in groups.items()}
        return Directory(
            self.platform,
            accounts,
            managed,
            generation,
            complete=True,
            entitlements=True,
            last_use_precision=around.sync_days,
        )

    def usage(self, accounts: Sequence[Account]) -> Mapping[str, int]:
        return usage_of(self.ad, self.sessions, accounts)

    def around(self, groups: Mapping[str, str] | None = None) -> table.Around:
        """What must be known besides the accounts' entries."""
        if groups is None:
            groups = {group.dn.lower(): address for address, group in read_groups(self.ad).items()}
        head = self.ad.get(self.ad.domain, ("msDS-LogonTimeSyncInterval",))
        return table.Around(
            groups=groups,
            databases=self._databases(),
            entitling={group_dn(name, self.ad.home).lower(): name for name in table.BY_GROUP},
            locked=self._locked(),
            sync_days=(head.number("msDS-LogonTimeSyncInterval") if head else None) or 14,
        )

    def _databases(self) -> dict[str, int]:
        """DN in lower case -> quota in bytes of every mailbox database."""
        wanted = ("mDBOverHardQuotaLimit",)
        base = self.ad.root.text("configurationNamingContext")
        query = ber.equal("objectClass", "msExchPrivateMDB")
        return {
            entry.dn.lower(): (entry.number(wanted[0]) or 0) * table.KIB
            for entry in self.ad.search(query, wanted, base=base)
        }

    def _locked(self) -> frozenset[str]:
        """objectGUIDs of the accounts that are locked now; the attribute of the lock outlives it."""
        query = ber.every([*_PERSON, ber.at_least("lockoutTime", "1")])
        found = self.ad.search(query, ("objectGUID", table.COMPUTED))
        return frozenset(
            ad_values.guid_text(entry.attributes["objectguid"][0])
            for entry in found
            if (entry.number(table.COMPUTED) or 0) & ad_values.LOCKED
        )

    def holders(self) -> tuple[dict[str, str], frozenset[str], table.Around]:
        """Address -> objectGUID of whoever has it, tombstones included; the account ids in use; where mailboxes are."""
        holders: dict[str, str] = {}
        ids: set[str] = set()
        entries = list(self.ad.search(ADDRESSED, (*_ADDRESSES, "msExchDelegateListLink"), base=self.ad.domain))
        for entry in entries:
            identity = ad_values.guid_text(entry.attributes["objectguid"][0])
            keys = notes.read_keys(entry.attributes.get(notes.KEYS.lower(), ()))
            primary, aliases = table.addresses_of(entry)
            own = {primary, *aliases, *keys.many(notes.ADDRESS), *keys.many(notes.ALIAS)}
            if keys.one(notes.ACCOUNT):
                own.add(entry.text("userPrincipalName").lower())
                if not table.half(entry):
                    ids.add(keys.one(notes.ACCOUNT))
            holders.update((address, identity) for address in own if address)
        around = self.around()
        table.look_around(entries, around)
        return holders, frozenset(ids), around

    def lookup(self, changes: Iterable[Change]) -> dict[str, Account]:
        """Read again only the accounts that the changes are about: change key -> account, absent ones left out."""
        wanted = list(changes)
        if len(wanted) > ONE_BY_ONE:
            return super().lookup(wanted)
        _holders, _ids, around = self.holders()
        found = {change.key: self.held(self.ad, change, around) for change in wanted}
        return {key: held.account for key, held in found.items() if held is not None}

    def held(self, ad: Ad, change: Change, around: table.Around) -> Held | None:
        """The account of a change as it is now: by its immutable id, else by what `create` makes. None = absent."""
        if change.id:
            entry = ad.get(f"<GUID={change.id}>", (*table.READ_ATTRIBUTES, table.COMPUTED))
        else:
            entry = ad.get(self._made_as(change), (*table.READ_ATTRIBUTES, table.COMPUTED))
            entry = entry or self._adopted(ad, change)
        if entry is None or not _seen(entry):
            return None
        return Held(table.account_of(entry, around), entry)

    def _made_as(self, change: Change) -> str:
        return f"CN={escaped(str(change.after['account_id']))},{self.ad.home}"

    def _adopted(self, ad: Ad, change: Change) -> Entry | None:
        key = notes.key(notes.ACCOUNT, str(change.after["account_id"]))
        query = ber.every([*_PERSON, ber.equal(notes.KEYS, key)])
        return next(iter(list(ad.search(query, (*table.READ_ATTRIBUTES, table.COMPUTED)))), None)

    def identity_of(self, change: Change) -> str:
        """objectGUID of the account that a `create` has made."""
        entry = self.ad.get(self._made_as(change), ("objectGUID",))
        if entry is None:
            raise ProviderError(f"{change.account}: it was made and cannot be read")
        return ad_values.guid_text(entry.attributes["objectguid"][0])

    def apply(
        self,
        changes: Iterable[Change],
        *,
        generation: int,
        secrets: Secrets,
        report: Callable[[Outcome], None],
        max_errors: int = 10,
    ) -> list[Outcome]:
        mark = secrets.handover or uuid.uuid4().hex
        self.fence.take(self.ad, generation, mark)
        run = Run(self, mark, secrets, report, max_errors)
        try:
            # A verb may rely on what the verbs before it did (an address freed, an account made), so each is finished
            # before the next begins; within a verb the changes do not depend on each other.
            for verb, several in groupby(changes, key=lambda change: change.verb):
                if verb in QUIET:
                    continue
                for change in run.verb(verb, several):
                    run.tell(outcome(change, "skipped", SKIPPED))
        finally:
            run.close()
        return run.outcomes

    def close(self) -> None:
        self.sessions.close()
        self.entitling.close()
        self.ad.close()

    def _in_scope(self, account: Account) -> bool:
        domain = account.fields.address.rpartition("@")[2]
        return (not self.scope.domains or domain in self.scope.domains) and (
            not self.scope.units or account.fields.unit in self.scope.units
        )


def _seen(entry: Entry) -> bool:
    """Accounts of ours that are whole, and everybody's mailboxes; the system's own mailboxes are nobody's."""
    return not table.half(entry) and (table.is_ours(entry) or table.is_mailbox(entry))
