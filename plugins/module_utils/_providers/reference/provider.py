# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reference platform's directory (OpenLDAP) as a provider: one sweep to read, pipelined conditional writes.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    INDIVIDUAL,
    QUIET,
    Account,
    Change,
    Directory,
    Outcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import (
    AFTERWARDS,
    FREEZING,
    VERBS,
    Capabilities,
    Provider,
    Scope,
    Secrets,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.client import Answer, Client, Target
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.members import PERMISSIVE, Membership
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.pipeline import (
    Fence,
    Job,
    Pipeline,
    Request,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError

#: Every account, ours or not: what nobody asked for must be seen to be asked about.
ACCOUNTS = ber.some(
    [
        ber.equal("objectClass", "rasmiAccount"),
        ber.every([ber.equal("objectClass", "inetOrgPerson"), ber.present("mail")]),
    ]
)

#: What a password of ours must be changed by, and the signs that mean something inside a DN.
_RESET = ber.attribute("pwdReset", ("TRUE",))
_SIGNS = re.compile(r'[,+"\\<>;=]')

MOVED = "the account is no longer what the plan saw; it was left as it is"


class ReferenceProvider(Provider):
    """Accounts under `ou=accounts`, tombstones under `ou=removed`, groups under `ou=groups` of `base_dn`.

    The directory does not know what mailboxes hold; `used` is what Dovecot has just told, bytes by address.
    """

    platform = "reference"
    capabilities = Capabilities(verbs=VERBS | FREEZING | AFTERWARDS)

    def __init__(self, target: Target, scope: Scope | None = None, used: Mapping[str, int] | None = None) -> None:
        self.client = Client(target)
        self._used = used or {}
        self.base = target.base_dn
        self.scope = scope or Scope()
        self.control = f"cn=rasmi,{self.base}"

    def generation(self) -> int:
        """The fencing token. Raises PartialAnswerError when this is not a provisioned directory."""
        entries = self._entries(self.control, ber.BASE, ber.present("objectClass"), ("rasmiGeneration",))
        for _name, found in entries:
            if found.get(b"rasmiGeneration"):
                return int(found[b"rasmiGeneration"][0])
        raise PartialAnswerError(f"{self.control} has no generation: the directory was not provisioned by us.")

    def groups(self) -> dict[str, tuple[str, bool]]:
        """DN -> address and whether the group is ours."""
        wanted = ("mail", "rasmiManagedBy")
        entries = self._entries(self.base, ber.SUB, ber.equal("objectClass", "rasmiGroup"), wanted)
        return {
            name: (found[b"mail"][0].decode().lower(), found.get(b"rasmiManagedBy") == [table.OWNER_MARK.encode()])
            for name, found in entries
        }

    def read(self) -> Directory:
        """One sweep. `accounts` is a stream: go through it once; `complete` turns True at its end."""
        generation = self.generation()
        groups = self.groups()
        directory = Directory(self.platform, [], dict(groups.values()), generation)
        directory.accounts = self._sweep(groups, directory)
        return directory

    def _sweep(self, groups: Mapping[str, tuple[str, bool]], directory: Directory) -> Iterator[Account]:
        limited = bool(self.scope.domains or self.scope.units)
        for account in self._accounts(ACCOUNTS, groups):
            if not limited or self._in_scope(account):
                yield account
        directory.complete = True

    def managed(self) -> int:
        ours = ber.every([ber.equal("objectClass", "rasmiAccount"), ber.equal("rasmiManagedBy", table.OWNER_MARK)])
        return sum(1 for _raw in self.client.search(self.base, ber.SUB, ours, ("1.1",)))

    def usage(self, accounts: Sequence[Account]) -> Mapping[str, int]:
        known = ((account.id, self._used.get(account.fields.address)) for account in accounts)
        return {identity: used for identity, used in known if used is not None}

    def lookup(self, changes: Iterable[Change]) -> dict[str, Account]:
        """Read again only the accounts that the changes are about: change key -> account, absent ones left out."""
        wanted = list(changes)
        found: dict[str, Account] = {}
        groups = self.groups()
        for start in range(0, len(wanted), 200):
            part = wanted[start : start + 200]
            accounts = list(self._accounts(ber.some(_finder(change) for change in part), groups))
            by_id = {account.id: account for account in accounts}
            by_account_id = {account.fields.account_id: account for account in accounts}
            for change in part:
                account = by_id.get(change.id) if change.id else by_account_id.get(change.after["account_id"])
                if account is not None:
                    found[change.key] = account
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
        fence = Fence(self.control, secrets.handover or uuid.uuid4().hex)
        fence.take(self.client, generation)
        pipeline = Pipeline(self.client, fence, report, max_errors)
        members = Membership(self.base, self.groups)
        # A verb may rely on what the verbs before it did (an address freed, an account made), so each is finished
        # before the next begins; within a verb the changes do not depend on each other.
        for verb, several in groupby(changes, key=lambda change: change.verb):
            left = self._verb(pipeline, members, verb, several, secrets)
            if pipeline.exhausted:
                pipeline.tell(_outcome(change, "skipped", "too many changes failed") for change in left)
        return pipeline.outcomes

    def _verb(
        self, pipeline: Pipeline, members: Membership, verb: str, several: Iterator[Change], secrets: Secrets
    ) -> Iterable[Change]:
        """Carry out the changes of one verb and return those that were not started any more."""
        if verb in QUIET:
            return ()
        if pipeline.exhausted:
            return several
        if verb in ("join", "leave"):
            changes = list(several)
            for change in changes:
                members.note(change, change.target)
            pipeline.run(members.missing_groups())
            pipeline.run(members.jobs(changes))
            return [change for change in changes if members.is_open(change)]
        if verb == "create":
            pipeline.run(self._create(change, secrets, members) for change in several)
            pipeline.run(members.missing_groups())
            pipeline.run(members.jobs())
        elif verb == "purge":
            pipeline.run(self._purge(change) for change in several)
        elif verb == "restore":
            pipeline.run(self._restore(change, secrets) for change in several)
        elif verb == "release":
            pipeline.run(self._release(change) for change in several)
        elif verb in ("remove", "adopt"):
            changes = list(several)
            several = iter(changes)
            found = self.lookup(changes)
            if verb == "adopt":
                pipeline.run(self._adopt(change, found.get(change.key)) for change in several)
            else:
                for change in changes:
                    if change.key in found:
                        members.drop(change, change.target, found[change.key].fields.groups)
                pipeline.run(members.jobs())
                pipeline.run(self._remove(change) for change in several)
        else:
            pipeline.run(self._modify(change) for change in several)
        return several

    def close(self) -> None:
        self.client.close()

    def _in_scope(self, account: Account) -> bool:
        domain = account.fields.address.rpartition("@")[2]
        return (not self.scope.domains or domain in self.scope.domains) and (
            not self.scope.units or account.fields.unit in self.scope.units
        )

    def _entries(
        self, base: str, scope: int, query: bytes, attributes: Iterable[str]
    ) -> Iterator[tuple[str, Mapping[bytes, list[bytes]]]]:
        for raw in self.client.search(base, scope, query, attributes):
            yield ber.entry(raw, ber.header(raw, 0)[0])

    def _accounts(self, query: bytes, groups: Mapping[str, tuple[str, bool]]) -> Iterator[Account]:
        names = {name.lower().encode(): address for name, (address, _managed) in groups.items()}
        build, decode, header = table.account_of, ber.entry, ber.header
        for raw in self.client.search(self.base, ber.SUB, query, table.READ_ATTRIBUTES):
            name, found = decode(raw, header(raw, 0)[0])
            yield build(name, found, names)

    def _create(self, change: Change, secrets: Secrets, members: Membership) -> Job:
        name = f"rasmiAccountId={escaped(str(change.after['account_id']))},ou=accounts,{self.base}"
        parts = [*table.encoded(change.after), ber.attribute("rasmiBasis", (change.basis,))]
        if change.after.get("kind", INDIVIDUAL) == INDIVIDUAL:
            password = secrets.passwords.get(change.account)
            if not password:
                return [_outcome(change, "failed", "no temporary password was made for this account")]
            file = secrets.files.get(change.account, secrets.handover)
            parts += ber.attribute("userPassword", (password,)), _RESET
            parts += [ber.attribute("rasmiHandover", (file,))] if file else []
        answer = yield ber.add_encoded(name, parts), b""
        if answer.ok and change.after.get("groups"):
            members.note(change, name)
        return [_answered(change, answer)]

    def _modify(self, change: Change) -> Job:
        rows = [*table.edits(change.before, change.after), _basis(change)]
        answer = yield from _write(change, rows)
        return [_answered(change, answer)]

    def _adopt(self, change: Change, account: Account | None) -> Job:
        """Mark an unmanaged account as ours. What our schema demands is written even where it is not a difference."""
        if account is None:
            return [_outcome(change, "failed", MOVED)]
        have = {"kind": account.fields.kind, "state": account.fields.state}
        rows: list[table.Edit] = [(ber.ADD_VALUE, "objectClass", ["rasmiAccount"])]
        rows += table.edits(change.before, {**have, **change.after})
        rows += [(ber.REPLACE_VALUES, "rasmiManagedBy", [table.OWNER_MARK]), _basis(change)]
        answer = yield from _write(change, rows, managed=False)
        return [_answered(change, answer)]

    def _release(self, change: Change) -> Job:
        """Delete the lock; ppolicy forgets the failed attempts with it. A lock of another moment is not this one."""
        rows: list[table.Edit] = [(ber.DELETE_VALUE, "pwdAccountLockedTime", []), _basis(change)]
        answer = yield ber.modify(change.target, rows), _still(change)
        return [_answered(change, answer)]

    def _restore(self, change: Change, secrets: Secrets) -> Job:
        """Give the tombstone to its new application, then move it back.

        In this order a run killed between the two leaves a removed account with the new id, which is restored again.
        """
        person = change.after.get("kind", INDIVIDUAL) == INDIVIDUAL
        if person and not secrets.passwords.get(change.account):
            return [_outcome(change, "failed", "no temporary password was made for this account")]
        rdn, home = f"rasmiAccountId={escaped(str(change.after['account_id']))}", f"ou=accounts,{self.base}"
        place = f"{rdn},{home}"
        if change.target.lower() != place.lower():
            answer = yield ber.compare(change.target, "entryUUID", change.id), _still(change)
            if answer.code == ber.COMPARE_TRUE:
                answer = yield ber.move(change.target, rdn, home, rename=True), b""
            if not answer.ok:
                return [_answered(change, answer)]
        after = {name: value for name, value in change.after.items() if name != "account_id"}
        rows = [*table.edits(change.before, after), *(_password(change, secrets) if person else ()), _basis(change)]
        answer = yield ber.modify(place, rows), b""
        return [_answered(change, answer)]

    def _purge(self, change: Change) -> Job:
        answer = yield ber.delete(change.target), _still(change)
        return [_answered(change, answer)]

    def _remove(self, change: Change) -> Job:
        """Move the entry to the tombstones, then take its password and mark it.

        In this order a run killed between the two leaves an account that still counts as not removed, so that the
        next run finishes the work.
        """
        home = f"ou=removed,{self.base}"
        rdn, _comma, parent = change.target.partition(",")
        if parent.lower() != home.lower():
            # no assertion on the move itself: the unique overlay would hold it against the wrong entry, see _write
            answer = yield ber.compare(change.target, "entryUUID", change.id), _still(change)
            if answer.code == ber.COMPARE_TRUE:
                answer = yield ber.move(change.target, rdn, home), b""
            if not answer.ok:
                return [_answered(change, answer)]
        rows = [*table.edits(change.before, change.after), (ber.REPLACE_VALUES, "userPassword", []), _basis(change)]
        answer = yield ber.modify(f"{rdn},{home}", rows), _still(change)
        return [_answered(change, answer)]


def _password(change: Change, secrets: Secrets) -> list[table.Edit]:
    """The temporary password that must be changed at the first login."""
    file = secrets.files.get(change.account, secrets.handover)
    return [
        (ber.REPLACE_VALUES, "userPassword", [secrets.passwords[change.account]]),
        (ber.REPLACE_VALUES, "pwdReset", ["TRUE"]),
        (ber.REPLACE_VALUES, "rasmiHandover", [file] if file else []),
    ]


def escaped(value: str) -> str:
    """A value inside a DN (RFC 4514, 2.4)."""
    text = _SIGNS.sub(lambda sign: f"\\{sign[0]}", value)
    return f"\\{text}" if text[:1] in ("#", " ") else text


def _finder(change: Change) -> bytes:
    """The filter for the account a change is about: by its immutable id, else by what `create` would make."""
    if change.id:
        return ber.equal("entryUUID", change.id)
    return ber.equal("rasmiAccountId", str(change.after["account_id"]))


def _basis(change: Change) -> table.Edit:
    return ber.REPLACE_VALUES, "rasmiBasis", [change.basis]


def _still(change: Change, *, managed: bool = True) -> bytes:
    """The control that makes a write happen only while the entry is what the plan saw."""
    return ber.control(ber.ASSERTION_CONTROL, table.condition(change.id, change.before, managed=managed))


def _write(change: Change, rows: list[table.Edit], *, managed: bool = True) -> Generator[Request, Answer, Answer]:
    """Modify the entry while it is what the plan saw.

    The unique overlay (2.5) searches with the controls of the operation it checks, so that an assertion on a write of
    an address would be tested against the wrong entry. There the condition goes ahead with a compare, and the old
    address is deleted by value: a change between the two still fails.
    """
    still = _still(change, managed=managed)
    if not table.UNIQUE.isdisjoint(name for _kind, name, _values in rows):
        answer = yield ber.compare(change.target, "entryUUID", change.id), still
        if answer.code != ber.COMPARE_TRUE:
            return answer
        still = b""
    return (yield ber.modify(change.target, rows), still if managed else still + PERMISSIVE)


def _outcome(change: Change, result: str, message: str = "") -> Outcome:
    return Outcome(change.key, change.verb, change.account, result, message)


def _answered(change: Change, answer: Answer) -> Outcome:
    if answer.ok:
        return _outcome(change, "done")
    moved = answer.code in (ber.ASSERTION_FAILED, ber.COMPARE_FALSE, ber.NO_SUCH_ATTRIBUTE)
    return _outcome(change, "failed", MOVED if moved else str(answer))
