# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mail platform in memory, with the faults that real ones have. For tests.

A `FakeServer` is the world; each `FakeProvider` is one connection to it, so that two runs can meet.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    REMOVED,
    SUSPENDED,
    Account,
    Change,
    Directory,
    Fields,
    Outcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import (
    AFTERWARDS,
    FREEZING,
    VERBS,
    Capabilities,
    Provider,
    Secrets,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    LockedError,
    PartialAnswerError,
    ProviderError,
    StalePlanError,
)


class Killed(BaseException):
    """The controller was killed: nothing of ours runs after it, no handler for Exception sees it."""


class Refused(Exception):
    """The server refused one change; the text is its answer."""


@dataclass
class Faults:
    """What goes wrong. `kill_after` and `cut_after` count writes of one apply; None = never.

    `kill_after` ends the controller after that many writes, before the last one is reported. `cut_after` loses the
    connection. `read_cut` breaks a read in the middle. `read_shrunk` leaves out this share of the accounts although
    the server calls the answer whole. `read_duplicate` gives the first account twice.
    """

    kill_after: int | None = None
    cut_after: int | None = None
    read_cut: bool = False
    read_shrunk: float = 0.0
    read_duplicate: bool = False
    refuse: frozenset[str] = frozenset()


@dataclass
class FakeServer:
    """The world that providers share. `accounts` is by the server's own id; `writes` counts what was written.

    `precision` is the error bar of its last uses in days. `used` is bytes by account id, of those that it tells;
    `asked` counts how often it was asked for them.
    """

    accounts: dict[str, Account] = field(default_factory=dict)
    groups: dict[str, bool] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    generation: int = 1
    provisioned: bool = True
    writes: int = 0
    made: int = 0
    precision: int = 0
    used: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    faults: Faults = field(default_factory=Faults)
    between: Callable[[int], None] | None = None

    def new_id(self) -> str:
        """An id that no account has or had: what was purged keeps its own."""
        self.made = max(self.made, len(self.accounts)) + 1
        while f"fake-{self.made:06d}" in self.accounts:
            self.made += 1
        return f"fake-{self.made:06d}"


class FakeProvider(Provider):
    """One connection to a FakeServer."""

    platform = "fake"
    capabilities = Capabilities(verbs=VERBS | FREEZING | AFTERWARDS)

    def __init__(self, server: FakeServer) -> None:
        self.server = server

    def read(self) -> Directory:
        faults = self.server.faults
        if not self.server.provisioned:
            raise PartialAnswerError("fake: the server is not provisioned: it has no control entry")
        accounts = list(self.server.accounts.values())
        if faults.read_cut:
            raise PartialAnswerError(f"fake: the answer broke off after {len(accounts) // 2} of its accounts")
        if faults.read_shrunk:
            accounts = accounts[int(len(accounts) * faults.read_shrunk) :]
        if faults.read_duplicate:
            accounts = accounts[:1] + accounts
        groups, generation = dict(self.server.groups), self.server.generation
        return Directory(self.platform, accounts, groups, generation, True, True, self.server.precision)

    def usage(self, accounts: Sequence[Account]) -> Mapping[str, int]:
        self.server.asked += 1
        return {account.id: self.server.used[account.id] for account in accounts if account.id in self.server.used}

    def apply(
        self,
        changes: Iterable[Change],
        *,
        generation: int,
        secrets: Secrets,
        report: Callable[[Outcome], None],
        max_errors: int = 10,
    ) -> list[Outcome]:
        token = self._take_token(generation)
        outcomes: list[Outcome] = []
        errors = 0
        for number, change in enumerate(changes):
            if errors >= max_errors:
                outcome = Outcome(change.key, change.verb, change.account, "skipped", "too many errors before it")
            else:
                self._interrupt(number, token)
                outcome = self._one(change, secrets)
                errors += outcome.result == "failed"
                if self.server.faults.kill_after == number + 1:
                    raise Killed
            outcomes.append(outcome)
            report(outcome)
        return outcomes

    def close(self) -> None:
        """Nothing is open."""

    def _take_token(self, generation: int) -> int:
        if self.server.generation != generation:
            raise StalePlanError(
                f"fake: the plan was made at generation {generation}, the server is at {self.server.generation}; "
                "plan again"
            )
        self.server.generation += 1
        return self.server.generation

    def _interrupt(self, number: int, token: int) -> None:
        if self.server.between is not None:
            self.server.between(number)
        if self.server.generation != token:
            raise LockedError("fake: another run has taken the token")
        if self.server.faults.cut_after == number:
            raise ProviderError("fake: the connection was lost")

    def _one(self, change: Change, secrets: Secrets) -> Outcome:
        try:
            if change.account in self.server.faults.refuse:
                raise Refused("the server is unwilling")
            _VERBS[change.verb](self, change)
        except Refused as error:
            return Outcome(change.key, change.verb, change.account, "failed", str(error))
        self.server.writes += 1
        if change.account in secrets.passwords:
            self.server.passwords[change.after["account_id"]] = secrets.passwords[change.account]
        return Outcome(change.key, change.verb, change.account, "done")

    def _create(self, change: Change) -> None:
        values = dict(change.after)
        suspended_on = values.pop("suspended_on", "")
        entitlements = values.pop("entitlements", ())
        fields = Fields(**values)
        if any(one.fields.account_id == fields.account_id for one in self.server.accounts.values()):
            raise Refused("an account with this id exists")
        self._free((fields.address, *fields.aliases), "")
        self._make_groups(fields.groups)
        new = self.server.new_id()
        self.server.accounts[new] = Account(
            new,
            fields,
            True,
            change.basis,
            must_change=True,
            handle=f"handle:{new}",
            suspended_on=suspended_on,
            entitlements=entitlements,
        )

    def _adopt(self, change: Change) -> None:
        account = self._held(change)
        if account.managed:
            raise Refused("the account is managed already")
        self._write(account, change, managed=True)

    def _set(self, change: Change) -> None:
        account = self._held(change)
        self._free((change.after.get("address", ""), *change.after.get("aliases", ())), account.id)
        self._write(account, change)

    def _release(self, change: Change) -> None:
        self._write(self._held(change), change)

    def _membership(self, change: Change) -> None:
        account = self._held(change, ())
        gone, new = set(change.before.get("groups", ())), change.after.get("groups", ())
        self._make_groups(new)
        groups = tuple(sorted((set(account.fields.groups) - gone) | set(new)))
        self.server.accounts[account.id] = account._replace(fields=account.fields._replace(groups=groups))

    def _remove(self, change: Change) -> None:
        account = self._held(change)
        if account.fields.state != SUSPENDED:
            raise Refused("only a suspended account can be removed")
        self.server.passwords.pop(account.fields.account_id, None)
        fields = account.fields._replace(state=REMOVED, groups=())
        removed_on = change.after.get("removed_on", "")
        self.server.accounts[account.id] = account._replace(fields=fields, basis=change.basis, removed_on=removed_on)

    def _restore(self, change: Change) -> None:
        account = self._held(change)
        taken = change.after.get("account_id")
        if any(one.fields.account_id == taken for one in self.server.accounts.values() if one.id != account.id):
            raise Refused("an account with this id exists")
        self._write(account, change, must_change=True)

    def _purge(self, change: Change) -> None:
        account = self._held(change)
        if account.fields.state != REMOVED:
            raise Refused("only a removed account can be purged")
        del self.server.accounts[account.id]

    def _held(self, change: Change, names: Iterable[str] | None = None) -> Account:
        """The account of a change, when what the plan saw is still so."""
        account = self.server.accounts.get(change.id)
        if account is None or account.handle != change.target:
            raise Refused("no such account")
        for name in change.before if names is None else names:
            source: Any = account.fields if name in Fields._fields else account
            if getattr(source, name) != change.before[name]:
                raise Refused(f"{name} is no longer what the plan saw")
        return account

    def _write(self, account: Account, change: Change, **overlay: Any) -> None:
        of_fields = {name: value for name, value in change.after.items() if name in Fields._fields}
        overlay |= {name: value for name, value in change.after.items() if name not in Fields._fields}
        fields = account.fields._replace(**of_fields)
        self.server.accounts[account.id] = account._replace(fields=fields, basis=change.basis, **overlay)

    def _free(self, addresses: Iterable[str], own: str) -> None:
        """The server's own uniqueness, tombstones included."""
        wanted = {address for address in addresses if address}
        for account in self.server.accounts.values():
            if account.id != own and wanted & {account.fields.address, *account.fields.aliases}:
                raise Refused("the address is in use")

    def _make_groups(self, groups: Iterable[str]) -> None:
        for group in groups:
            if self.server.groups.setdefault(group, True) is False:
                raise Refused(f"the group {group} is not managed by us")


_VERBS: dict[str, Callable[[FakeProvider, Change], None]] = {
    "create": FakeProvider._create,
    "adopt": FakeProvider._adopt,
    "update": FakeProvider._set,
    "rename": FakeProvider._set,
    "suspend": FakeProvider._set,
    "freeze": FakeProvider._set,
    "unfreeze": FakeProvider._set,
    "restore": FakeProvider._restore,
    "purge": FakeProvider._purge,
    "resume": FakeProvider._set,
    "release": FakeProvider._release,
    "join": FakeProvider._membership,
    "leave": FakeProvider._membership,
    "remove": FakeProvider._remove,
}
