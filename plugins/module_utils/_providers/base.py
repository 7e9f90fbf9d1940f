# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every mail platform can be asked: read everything once, apply a plan in batches.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Directory, Outcome

#: Verbs that every platform has.
VERBS = frozenset({"create", "update", "rename", "suspend", "resume", "release", "join", "leave", "remove", "adopt"})
#: Suspending for not being used: a provider that has them reads `frozen_on` and writes it like `suspended_on`.
FREEZING = frozenset({"freeze", "unfreeze"})
#: Bringing back, or destroying, what was removed: a provider that has them reads and writes `removed_on`.
AFTERWARDS = frozenset({"restore", "purge"})


@dataclass(frozen=True)
class Capabilities:
    """What a platform can do, so that the plan does not ask for what it cannot."""

    rename: bool = True
    unlimited_quota: bool = True
    must_change: bool = True
    groups: bool = True
    verbs: frozenset[str] = VERBS


@dataclass(frozen=True)
class Scope:
    """The part of the world a run may touch: domains and units; empty = all that the provider manages."""

    domains: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass
class Secrets:
    """Temporary passwords of one run, in memory only: address -> password. Never printed, logged or returned.

    `handover` is the id of the run; `files` maps an address to the id of the credential file that carries its
    password. A plan creates or restores an address once.
    """

    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    handover: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


class Details(NamedTuple):
    """What a restoration drill compares besides the managed fields; nothing secret is in it.

    `own` is what each account has of its own and which policy is in force for it: account id -> name -> values.
    `groups` are all groups: address -> name -> values, `members` among the names. `server` tells one server from
    another: ids that no second installation has.
    """

    own: Mapping[str, Mapping[str, Sequence[str]]]
    groups: Mapping[str, Mapping[str, Sequence[str]]]
    server: tuple[str, ...]


class Provider(ABC):
    """The only code that knows a server's API.

    `read` gives the whole directory or raises PartialAnswerError; it never returns part of it.
    `apply` pipelines or batches the given changes in order and reports each outcome through `report` as soon as the
    server has confirmed it (the ledger is written from there). It takes the fencing token first: when the server's
    generation is no longer `generation`, it raises StalePlanError before anything is written, and it stops with
    LockedError when another run takes the token while it works.
    Every change is conditional on its `before` still being true; a moved account is reported failed, not forced.
    """

    platform: str
    capabilities: Capabilities

    @abstractmethod
    def read(self) -> Directory:
        """Read every account, alias, group and tombstone in scope, once, managed attributes only."""

    def details(self) -> Details | None:
        """What the managed fields do not say; None where they say everything that a restoration brings back."""
        return None

    def generation(self) -> int:
        """The server's fencing token at this moment."""
        return self.read().generation

    def managed(self) -> int:
        """How many accounts with our marker the server has at this moment, tombstones included."""
        return sum(1 for account in self.read().accounts if account.managed)

    def lookup(self, changes: Iterable[Change]) -> dict[str, Account]:
        """Read again only the accounts that the changes are about: change key -> account, absent ones left out."""
        accounts = list(self.read().accounts)
        by_id = {account.id: account for account in accounts}
        by_account_id = {account.fields.account_id: account for account in accounts}
        found = {}
        for change in changes:
            account = by_id.get(change.id) if change.id else by_account_id.get(change.after["account_id"])
            if account is not None:
                found[change.key] = account
        return found

    def usage(self, accounts: Sequence[Account]) -> Mapping[str, int]:
        """Bytes that the mailboxes of these accounts hold now, counted as the server counts them against the quota.

        By account id (`Account.id`), read in bulk. What the server did not tell is left out: it is unknown, and never
        zero. Raises ProviderError.
        """
        return {}

    @abstractmethod
    def apply(
        self,
        changes: Iterable[Change],
        *,
        generation: int,
        secrets: Secrets,
        report: Callable[[Outcome], None],
        max_errors: int = 10,
    ) -> list[Outcome]:
        """Apply changes in order. Raises StalePlanError, LockedError, ProviderError."""

    @abstractmethod
    def close(self) -> None:
        """End the connection; safe to call twice."""

    def __enter__(self) -> Provider:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
