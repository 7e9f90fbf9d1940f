# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data that flows between the rooms: accounts wanted, accounts had, changes, plans, outcomes.

Plain values only: no I/O, no clock, no provider's API. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import NO_CARE, Care, Later
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.encoding import frozen, key_of, pieces_of, plain

ACTIVE = "active"
SUSPENDED = "suspended"
REMOVED = "removed"

INDIVIDUAL = "individual"
DEPARTMENT = "department"
PROBE = "probe"

#: Quota of an account without limit (R010, R065), in bytes.
UNLIMITED = 0


class Fields(NamedTuple):
    """The managed fields of an account, in the order in which plans and diffs show them.

    Addresses are lower case. Tuples are sorted. `quota` is bytes, 0 = unlimited. `groups` are group addresses;
    `opens` are department mailboxes that the person may open with their own password (C10). `account_id` is the id
    of the application that asked for the account; `staff_key` the keyed hash of the identity-card number.
    """

    account_id: str
    address: str
    name: str
    kind: str = INDIVIDUAL
    state: str = ACTIVE
    tier: str = ""
    quota: int = UNLIMITED
    unit: str = ""
    post: str = ""
    grade: str = ""
    office_phone: str = ""
    staff_key: str = ""
    supervisor: str = ""
    owner: str = ""
    delegates: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """One account of the roster: what it should be, and why.

    `basis` is the id of the application (or rule) that decided last; `clauses` the clause ids it rests on.
    `complete_on` is the ISO date at which the clock for creation started ("" = none); `rules.Deadlines` knows when
    it runs out.
    `reasons` maps a field to the application that decided it when that is not `basis`.
    `since` is the ISO date on which the decided state takes effect. `adopt` allows taking over an unmanaged account
    that already has the address. `release_on` is the date of a decision to release a lock ("" = none): a lock that
    fell after that date is not covered by it. `resume_on` is the date of a decision to end a suspension. `remove_on`
    is the date from which a terminated account may be removed: state REMOVED says that nothing else holds it back.
    `ended` says that it was terminated: such an account is not made anew where it is missing.
    `resize` says that a person decided a smaller tier for an existing account. `entitlements` are add-ons that were
    granted (R148), None = not managed. `at_once` says that a breach ended the account: no notice is waited for (R104).
    `care` is what guards it besides. `similar` says that a person decided the address although it looks like another.
    """

    fields: Fields
    basis: str
    clauses: tuple[str, ...] = ()
    complete_on: str = ""
    since: str = ""
    adopt: bool = False
    release_on: str = ""
    resume_on: str = ""
    remove_on: str = ""
    ended: bool = False
    resize: bool = False
    reasons: Mapping[str, str] = {}
    entitlements: tuple[str, ...] | None = None
    at_once: bool = False
    care: Care = NO_CARE
    similar: bool = False


class Question(NamedTuple):
    """What a person must decide about one account before more can be done.

    `account` is its address (or the id of a form without one). With `blocks` the account is not created or adopted
    before the answer. `reason` is one sentence in Malay and English, `topic` its key in `words` ("" = another's).
    """

    account: str
    account_id: str
    basis: str
    clauses: tuple[str, ...]
    reason: Mapping[str, str]
    blocks: bool = False
    topic: str = ""


class Roster(NamedTuple):
    """The accounts that should exist, sorted by account id, and what is open about them.

    `groups` are the addresses of the groups that we manage. `later` is what takes effect after the day of the roster.
    """

    accounts: tuple[Wanted, ...]
    questions: tuple[Question, ...] = ()
    groups: tuple[str, ...] = ()
    later: tuple[Later, ...] = ()


class Account(NamedTuple):
    """One account as a server has it.

    `id` is the server's immutable identity (entryUUID, zimbraId, objectGUID). `managed` is our ownership marker.
    The overlays are observed and never cleared by converging: `locked_at` (ISO time, "" = not locked),
    `must_change`, `password_changed_at`, `last_login_at`, `created_at` (ISO, "" = unknown).
    `handle` is what the provider needs to address the entry (a DN); opaque to everybody else. `suspended_on` is the ISO
    date that we wrote with our own suspension; an account suspended by hand has none, and is never resumed or removed.
    `entitlements` are the add-ons that the account has, sorted, where the platform knows any (`Directory`).
    `frozen_on` is the date that we wrote when the suspension was for not being used (R095), "" for any other one;
    `removed_on` the date on which we removed it. `used` is the space taken in bytes, -1 = unknown.
    """

    id: str
    fields: Fields
    managed: bool
    basis: str = ""
    locked_at: str = ""
    must_change: bool = False
    password_changed_at: str = ""
    last_login_at: str = ""
    created_at: str = ""
    handle: str = ""
    suspended_on: str = ""
    entitlements: tuple[str, ...] = ()
    frozen_on: str = ""
    removed_on: str = ""
    used: int = -1


@dataclass
class Directory:
    """Everything a provider read in one sweep.

    `accounts` may be a stream: go through it once, and look at `complete` after that.
    `generation` is the server's fencing token at the time of reading; `groups` maps a group address to True when it
    is managed by us. `complete` is False unless the server said that the answer was whole. `entitlements` says that
    the platform reads and writes entitlements; where it does not, the plan asks. `last_use_precision` is by how many
    days an account may have been used later than `last_login_at` says: servers write it rarely.
    """

    platform: str
    accounts: Iterable[Account]
    groups: dict[str, bool] = field(default_factory=dict)
    generation: int = 0
    complete: bool = False
    entitlements: bool = False
    last_use_precision: int = 0


#: Order in which verbs run: make room first, then take from people, then give.
#:
#: `freeze` suspends for not being used, `unfreeze` ends that (R095, R096). `restore` brings a removed account back
#: under the application of the same person; `purge` destroys a removed one, so that its address is free. `ignore` shows
#: a difference that is left as it is (R147).
VERBS: tuple[str, ...] = (
    "leave",
    "suspend",
    "freeze",
    "remove",
    "purge",
    "adopt",
    "restore",
    "rename",
    "update",
    "resume",
    "unfreeze",
    "release",
    "create",
    "join",
    "ignore",
    "ask",
    "none",
)

#: Verbs that take something away from a person; the limits count them.
DESTRUCTIVE = frozenset({"suspend", "freeze", "remove", "purge"})

#: Verbs that write nothing.
QUIET = frozenset({"ignore", "ask", "none"})


#: What a change does not say otherwise: one for all of them.
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, init=False)
class Change:
    """One line of a plan.

    `before` and `after` hold only the managed fields that differ. `clauses` and `basis` say why (R030: no change
    without a basis); `due` is an ISO date or "", `days_late` counts calendar days past it at `as_of`.
    `estimated` says that the due date rests on a holiday that no gazette has fixed yet.
    `reason` is one sentence in Malay and English. `target` carries the provider's handle for an existing account.
    `topic` of an `ask` says what kind of question it is, and so who answers it (`words.asked`). Where several
    applications decided an `update`, `bases` maps each field that another than `basis` decided to that one.
    """

    verb: str
    account: str
    id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    clauses: tuple[str, ...]
    basis: str
    due: str
    days_late: int
    reversible: bool
    destructive: bool
    reason: Mapping[str, str]
    target: str
    topic: str
    estimated: bool
    bases: Mapping[str, str]

    def __init__(
        self,
        verb: str,
        account: str,
        id: str = "",
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        clauses: tuple[str, ...] = (),
        basis: str = "",
        due: str = "",
        days_late: int = 0,
        reversible: bool = True,
        destructive: bool = False,
        reason: Mapping[str, str] | None = None,
        target: str = "",
        topic: str = "",
        estimated: bool = False,
        bases: Mapping[str, str] | None = None,
    ) -> None:
        # Written out: what a frozen class is given makes a fifth of planning 100,000 new accounts.
        own = self.__dict__
        own["verb"], own["account"], own["id"] = verb, account, id
        own["before"] = _NOTHING if before is None else before
        own["after"] = _NOTHING if after is None else after
        own["clauses"], own["basis"] = clauses, basis
        own["due"], own["days_late"] = due, days_late
        own["reversible"], own["destructive"] = reversible, destructive
        own["reason"] = _NOTHING if reason is None else reason
        own["target"], own["topic"], own["estimated"] = target, topic, estimated
        own["bases"] = _NOTHING if bases is None else bases

    @cached_property
    def key(self) -> str:
        """Stable identity of this line within its plan; the ledger pairs intents and outcomes by it."""
        return key_of([self.verb, self.account, self.id, self.after])

    def to_dict(self) -> dict[str, Any]:
        data = {
            "verb": self.verb,
            "account": self.account,
            "id": self.id,
            "before": plain(self.before),
            "after": plain(self.after),
            "clauses": list(self.clauses),
            "basis": self.basis,
            "due": self.due,
            "days_late": self.days_late,
            "reversible": self.reversible,
            "destructive": self.destructive,
            "reason": dict(self.reason),
            "target": self.target,
        }
        if self.estimated:
            data["estimated"] = True
        if self.bases:
            data["bases"] = dict(self.bases)
        return data | {"topic": self.topic} if self.topic else data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Change:
        values = dict(data)
        values["clauses"] = tuple(values.get("clauses", ()))
        values["before"] = frozen(values.get("before", {}))
        values["after"] = frozen(values.get("after", {}))
        return cls(**values)


@dataclass(frozen=True)
class Plan:
    """Ordered changes from one moment's forms, standard and directory.

    The same inputs give the same bytes: nothing of the clock, the machine or the run is in it.
    `counts` counts every verb, `none` included. `generation` is the directory's fencing token. `calendar` names the
    library and the states by which due dates were computed, "" when none was.
    """

    platform: str
    as_of: str
    profile: str
    standard_fingerprint: str
    generation: int
    changes: tuple[Change, ...]
    counts: Mapping[str, int]
    calendar: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": 1,
            "platform": self.platform,
            "as_of": self.as_of,
            "profile": self.profile,
            "standard_fingerprint": self.standard_fingerprint,
            "generation": self.generation,
            "counts": dict(sorted(self.counts.items())),
            "changes": [change.to_dict() for change in self.changes],
            **({"calendar": self.calendar} if self.calendar else {}),
        }

    @property
    def checksum(self) -> str:
        """SHA-256 over the canonical JSON of what the plan would do.

        The generation is left out: it says which moment was read, not what is to be done, so that an unrelated
        write does not make a reviewed plan unrecognisable.
        """
        digest = hashlib.sha256()
        for chunk in self.chunks(generation=False):
            digest.update(chunk)
        return digest.hexdigest()

    def chunks(self, *, generation: bool = True) -> Iterator[bytes]:
        """The canonical JSON in pieces, so that 100,000 changes need not be in memory twice."""
        return pieces_of(self, generation=generation)

    @property
    def effective(self) -> tuple[Change, ...]:
        """The changes that write something."""
        return tuple(change for change in self.changes if change.verb not in QUIET)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        changes = (item if isinstance(item, Change) else Change.from_dict(item) for item in data["changes"])
        return cls(
            platform=data["platform"],
            as_of=data["as_of"],
            profile=data["profile"],
            standard_fingerprint=data["standard_fingerprint"],
            generation=data["generation"],
            changes=tuple(changes),
            counts=dict(data["counts"]),
            calendar=data.get("calendar", ""),
        )


@dataclass(frozen=True)
class Outcome:
    """What became of one change: done, failed or skipped; `message` is the server's answer, without secrets."""

    key: str
    verb: str
    account: str
    result: str
    message: str = ""


@dataclass(frozen=True)
class Limits:
    """Brakes on one run. Shares are of the managed accounts that the server has, 0..1.

    `max_destructive` and `max_destructive_share` both hold once at least `share_from` managed accounts exist (below
    that only the number counts). `min_directory_share` is the part of the last known number of managed accounts that
    must still be there.
    """

    max_destructive: int = 20
    max_destructive_share: float = 0.05
    share_from: int = 20
    min_directory_share: float = 0.9
    max_errors: int = 10
