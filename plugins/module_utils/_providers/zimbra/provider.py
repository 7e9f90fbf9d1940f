# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Zimbra as a provider: one paged search to read, batches of admin SOAP to write.

SOAP has no conditional write. Before each batch the accounts in it are read again, those that somebody else has changed
are left alone, and the token is checked; what is changed by hand within the length of one batch is overwritten. The
server searches its LDAP replicas: where they lag behind, an account that this run has just changed may look moved, is
left alone and reported, and the next run finishes it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

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
    Details,
    Provider,
    Scope,
    Secrets,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.details import details
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.dialogue import outcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.fence import Control, Fence
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.grants import opened
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import by_member, read_lists
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.run import SKIPPED, Run
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Entry, Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.usage import usage_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.writing import Held
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, ProviderError

OURS = f"({notes.PRINCIPALS}={notes.ACCOUNT_ID}:*)"
#: The server's own accounts and those of administrators are nobody's mailbox; a delegated administrator may not even
#: see what a global one's entry holds. One that carries our marker is read all the same: it must not look absent.
_NOT_OURS = (
    "(zimbraIsAdminAccount=TRUE)(zimbraIsDelegatedAdminAccount=TRUE)"
    "(zimbraIsSystemAccount=TRUE)(zimbraIsSystemResource=TRUE)"
)
ACCOUNTS = f"(|{OURS}(!(|{_NOT_OURS})))"
#: Days by which zimbraLastLogonTimestamp may be behind: zimbraLastLogonTimestampFrequency is 7d unless it is set.
LAST_USE_PRECISION = 7
#: Accounts per page; the server searches once and gives the pages from its session.
PAGE = 2000
#: Terms in one filter.
TERMS = 100


class ZimbraProvider(Provider):
    """Accounts of every domain that the identity may list; a tombstone is a closed account, a group a list."""

    platform = "zimbra"
    capabilities = Capabilities(verbs=VERBS | FREEZING | {"restore"})

    def __init__(self, target: ZimbraTarget, scope: Scope | None = None) -> None:
        domain = target.domain or target.user.rpartition("@")[2]
        if not domain:
            raise ProviderError("zimbra.domain is missing: say in which domain the control account is.")
        if target.freeze not in ("locked", table.CLOSED):
            raise ProviderError(f"zimbra.freeze: {target.freeze!r} freezes nobody; write locked or closed.")
        self.target = target
        self.scope = scope or Scope()
        self.soap = Soap(target)
        self.fence = Fence(f"{target.control}@{domain}")
        self._giver: Soap | None = None
        self._more: list[Soap] = []

    def generation(self) -> int:
        """The fencing token. Raises PartialAnswerError when this server was not provisioned."""
        return self.fence.get(self.soap).generation

    def managed(self) -> int:
        return self.soap.count("accounts", OURS)

    def read(self) -> Directory:
        """One sweep over accounts, lists and classes of service."""
        control = self.fence.get(self.soap)
        lists = read_lists(self.soap)
        around = table.Around(self.tiers(), by_member(lists))
        entries = self._sweep(control)
        look_around(entries, around)
        accounts = [
            account
            for account in (table.account_of(entry.name, entry.id, entry.attrs, around) for entry in entries)
            if self._in_scope(account)
        ]
        groups = {address: found.managed for address, found in lists.items()}
        return Directory(
            self.platform,
            accounts,
            groups,
            control.generation,
            complete=True,
            last_use_precision=LAST_USE_PRECISION,
        )

    def details(self) -> Details:
        """What a restoration drill compares besides; needs an identity that may read everything."""
        return details(self.soap, ACCOUNTS, PAGE)

    def _sweep(self, control: Control) -> list[Entry]:
        """Every account but the control account, which must be among what the server shows."""
        entries = list(self.soap.search("accounts", ACCOUNTS, table.READ_ATTRIBUTES, page=PAGE))
        found = [entry for entry in entries if entry.id != control.id]
        if len(found) == len(entries):
            raise PartialAnswerError(
                f"{self.target.place}: the search did not even show {self.fence.address}: {self.target.user} lacks the "
                "right to list accounts, and what it does not see would look absent."
            )
        return found

    def usage(self, accounts: Sequence[Account]) -> Mapping[str, int]:
        return usage_of(self.soap, accounts)

    def tiers(self) -> table.Tiers:
        """The classes of service. Raises PartialAnswerError when none of ours can be seen."""
        found = table.tiers(self.soap.search("coses", "", (table.QUOTA,), may_be_empty=True), self.target.cos_prefix)
        if not any(tier for tier, _quota in found.by_id.values()):
            raise PartialAnswerError(
                f"{self.target.place}: no class of service {self.target.cos_prefix}* can be seen: provision the "
                f"server, or give {self.target.user} the rights listCos and getCos on them."
            )
        return found

    def lookup(self, changes: Iterable[Change]) -> dict[str, Account]:
        """Read again only the accounts that the changes are about: change key -> account, absent ones left out."""
        around = table.Around(self.tiers(), by_member(read_lists(self.soap)))
        return {key: held.account for key, held in self.held(self.soap, list(changes), around).items()}

    def held(self, soap: Soap, changes: Sequence[Change], around: table.Around) -> dict[str, Held]:
        """What the server has for each change, read now: change key -> account and entry."""
        found: dict[str, Held] = {}
        for start in range(0, len(changes), TERMS):
            part = changes[start : start + TERMS]
            query = f"(|{''.join(_finder(change) for change in part)})"
            entries = list(soap.search("accounts", query, table.READ_ATTRIBUTES, may_be_empty=True))
            seen = replace(around, holders={}, opened={})
            if any("opens" in change.before or "opens" in change.after for change in part):
                look_around([*entries, *_mailboxes(soap, entries)], seen)
            accounts = [Held(table.account_of(one.name, one.id, one.attrs, seen), one) for one in entries]
            by_id = {one.account.id: one for one in accounts}
            by_account_id = {one.account.fields.account_id: one for one in accounts}
            for change in part:
                one = by_id.get(change.id) if change.id else by_account_id.get(change.after["account_id"])
                if one is not None:
                    found[change.key] = one
        return found

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
        self.fence.take(self.soap, generation, mark)
        run = Run(self, generation + 1, mark, secrets, report, max_errors)
        # A verb may rely on what the verbs before it did (an address freed, an account made), so each is finished
        # before the next begins; within a verb the changes do not depend on each other.
        for verb, several in groupby(changes, key=lambda change: change.verb):
            if verb in QUIET:
                continue
            left = run.verb(verb, several)
            for change in left:
                run.tell(outcome(change, "skipped", SKIPPED))
        return run.outcomes

    def connections(self, number: int) -> list[Soap]:
        """The provider's own connection and more, which together keep below the server's throttle."""
        while len(self._more) < number - 1:
            self._more.append(Soap(self.target, pace=self.soap.pace))
        return [self.soap, *self._more[: number - 1]]

    @property
    def giver(self) -> Soap:
        """The identity that gives and takes the right to open department mailboxes."""
        if not self.target.grant_user:
            return self.soap
        if self._giver is None:
            second = replace(self.target, user=self.target.grant_user, password=self.target.grant_password)
            self._giver = Soap(second, pace=self.soap.pace)
        return self._giver

    def close(self) -> None:
        for one in (self.soap, self._giver, *self._more):
            if one is not None:
                one.close()

    def _in_scope(self, account: Account) -> bool:
        domain = account.fields.address.rpartition("@")[2]
        return (not self.scope.domains or domain in self.scope.domains) and (
            not self.scope.units or account.fields.unit in self.scope.units
        )


def look_around(entries: Sequence[Entry], around: table.Around) -> None:
    """Learn from all entries who holds which address, and who may open which mailbox."""
    around.holders = {
        address.lower(): entry.id for entry in entries for address in (entry.name, *entry.attrs.get(table.ALIAS, ()))
    }
    around.opened = opened(entries)


def _mailboxes(soap: Soap, entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries of mailboxes with rights on them, and of those that `entries` have been given to open."""
    wanted = {one for entry in entries for one in _opens(entry)}
    query = "".join(table.equal("zimbraMailDeliveryAddress", one) + table.equal(table.ALIAS, one) for one in wanted)
    seen = {entry.id for entry in entries}
    for found in soap.search("accounts", f"(|({table.ACE}=*){query})", table.READ_ATTRIBUTES, may_be_empty=True):
        if found.id not in seen:
            yield found


def _opens(entry: Entry) -> tuple[str, ...]:
    return notes.principals(entry.attrs.get(notes.PRINCIPALS, ())).many(notes.OPENS)


def _finder(change: Change) -> str:
    """The filter for the account a change is about: by its immutable id, else by what `create` would make."""
    if change.id:
        return table.equal("zimbraId", change.id)
    return table.equal(notes.PRINCIPALS, f"{notes.ACCOUNT_ID}:{change.after['account_id']}")
