# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of changes: parts of a verb, over several connections when there are many, each part guarded.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TYPE_CHECKING

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.standing import AFTER, BEFORE, standing
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import notes, table, writing
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.dialogue import Job, Told, outcome, run
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.grants import Grants
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import (
    Membership,
    by_member,
    read_lists,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap

if TYPE_CHECKING:
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.provider import ZimbraProvider

MOVED = "the account is no longer what the plan saw; it was left as it is"
LOST = "the answer of the server was lost, and the account is not what was asked for; plan again"
SKIPPED = "too many changes failed"
TAKEN = "an account with this id exists already"
#: Connections that write at once. The server works on the items of one batch one after the other.
CONNECTIONS = 4


class Run:
    """Carries out changes verb by verb and hands every outcome to `report` at once."""

    def __init__(
        self,
        provider: ZimbraProvider,
        generation: int,
        mark: str,
        secrets: Secrets,
        report: Callable[[Outcome], None],
        max_errors: int,
    ) -> None:
        self.provider, self.generation, self.mark, self.secrets = provider, generation, mark, secrets
        self._report, self._left = report, max_errors
        self.outcomes: list[Outcome] = []
        self._desk = writing.Desk(provider.tiers(), provider.target.freeze)
        self._around = table.Around(self._desk.tiers)

    @property
    def exhausted(self) -> bool:
        """True when so much has failed that nothing more may be started."""
        return self._left < 0

    def tell(self, one: Outcome) -> None:
        """Hand an outcome on."""
        self._left -= one.result == "failed"
        self.outcomes.append(one)
        self._report(one)

    def verb(self, verb: str, several: Iterator[Change]) -> Iterable[Change]:
        """Carry out the changes of one verb and return those that were not started any more."""
        if self.exhausted:
            return several
        work = _Verb(self, verb)
        if verb == "create":
            changes = list(several)
            self._refresh(lists=False)
            work.taken = self._taken(changes)
            several = iter(changes)
        else:
            self._refresh(lists=verb in ("join", "leave", "resume", "unfreeze", "suspend", "freeze"))
        left = self._in_parts(work, several)
        wrong = self._give(work.grants) | work.members.carry_out(self.provider.soap, self._size)
        for key, text in wrong.items():
            self.tell(outcome(work.done.pop(key), "failed", text))
        if verb in ("join", "leave"):
            for change in work.done.values():
                self.tell(outcome(change, "done"))
        return left

    @property
    def _size(self) -> int:
        return self.provider.target.batch

    def _give(self, grants: Grants) -> dict[str, str]:
        return grants.carry_out(self.provider.soap, self.provider.giver, self._size)

    def _refresh(self, *, lists: bool) -> None:
        if lists:
            self._desk.lists = read_lists(self.provider.soap)
            self._around.lists = by_member(self._desk.lists)

    def _taken(self, changes: Sequence[Change]) -> dict[str, Account]:
        """Account id -> the account that has it already, for the ids that are to be created.

        Our marker is the account id, and nothing but the token keeps it single: the server would take it twice.
        """
        found = {}
        if len(changes) > 500:
            query = f"({notes.PRINCIPALS}={notes.ACCOUNT_ID}:*)"
            attributes = (notes.PRINCIPALS,)
            for entry in self.provider.soap.search("accounts", query, attributes, may_be_empty=True):
                account = table.account_of(entry.name, entry.id, entry.attrs, self._around)
                found[account.fields.account_id] = account
            return found
        for held in self.provider.held(self.provider.soap, changes, self._around).values():
            found[held.account.fields.account_id] = held.account
        return found

    def _in_parts(self, work: _Verb, several: Iterator[Change]) -> Iterable[Change]:
        """Parts of one batch each; over several connections when there is more than one part."""
        parts = iter(lambda: list(islice(several, self._size)), [])
        first, second = next(parts, None), next(parts, None)
        if first is None:
            return ()
        if second is None:
            for one in work.part(self.provider.soap, first):
                self.tell(one)
            return ()
        return self._at_once(work, [first, second], parts)

    def _at_once(self, work: _Verb, begun: list[list[Change]], parts: Iterator[list[Change]]) -> Iterable[Change]:
        free = self.provider.connections(CONNECTIONS)
        busy: dict[Future[list[Outcome]], Soap] = {}
        error: BaseException | None = None
        with ThreadPoolExecutor(len(free)) as pool:
            while True:
                while free and error is None and not self.exhausted:
                    part = begun.pop(0) if begun else next(parts, None)
                    if part is None:
                        break
                    soap = free.pop()
                    busy[pool.submit(work.part, soap, part)] = soap
                if not busy:
                    break
                for future in wait(busy, return_when=FIRST_COMPLETED).done:
                    free.append(busy.pop(future))
                    if future.exception() is not None:
                        error = error or future.exception()
                        continue
                    for one in future.result():
                        self.tell(one)
        if error is not None:
            raise error
        return [change for part in (*begun, *parts) for change in part]


class _Verb:
    """The work on one verb; `part` may run in several threads, each with a connection of its own."""

    def __init__(self, owner: Run, verb: str) -> None:
        self._run, self._verb = owner, verb
        self.members, self.grants = Membership(), Grants()
        #: Changes whose outcome is reported, or may still turn out wrong, by key.
        self.done: dict[str, Change] = {}
        self.taken: dict[str, Account] = {}

    def part(self, soap: Soap, changes: Sequence[Change]) -> list[Outcome]:
        """Read again, sort out what has moved, write, settle what was lost. Raises LockedError, ProviderError."""
        held = self._look(soap, changes)
        outcomes: dict[str, Outcome] = {}
        jobs: list[tuple[str, Job]] = []
        limit = self._run._left
        for change in changes:
            text = self._unfit(change, held.get(change.key))
            if text is None:
                jobs.append((change.key, self._job(change, held.get(change.key))))
            else:
                outcomes[change.key] = outcome(change, "failed" if text else "done", text)
                limit -= bool(text)
        if limit < 0:
            outcomes.update((key, outcome(_by_key(changes)[key], "skipped", SKIPPED)) for key, _job in jobs)
            jobs = []
        told = run(soap, jobs, self._run._size)
        if told.lost:
            self._settle(soap, [change for change in changes if change.key in told.lost], told)
        for change in changes:
            if change.key in told.said:
                text = told.said[change.key]
                outcomes[change.key] = outcome(change, "failed" if text else "done", text)
                if not text:
                    self._follow(change, held.get(change.key))
        silent = ("join", "leave")
        return [
            outcomes[change.key]
            for change in changes
            if change.key in outcomes and (self._verb not in silent or outcomes[change.key].result != "done")
        ]

    def _look(self, soap: Soap, changes: Sequence[Change]) -> dict[str, writing.Held]:
        owner = self._run
        fence = owner.provider.fence
        control = fence.get(soap)
        fence.verify(control, owner.generation, owner.mark)
        if self._verb == "create":
            return {}
        return owner.provider.held(soap, changes, owner._around)

    def _unfit(self, change: Change, held: writing.Held | None) -> str | None:
        """None when the change can be made; "" when it is there already; else why it cannot be made."""
        if self._verb == "create":
            return TAKEN if change.after["account_id"] in self.taken else None
        where = standing(change, held.account if held else None)
        if where == AFTER:
            self._follow(change, held)
            return ""
        return None if where == BEFORE else MOVED

    def _job(self, change: Change, held: writing.Held | None) -> Job:
        secrets = self._run.secrets
        if self._verb == "create":
            file = secrets.files.get(change.account, secrets.handover)
            password = secrets.passwords.get(change.account, "")
            return writing.create(change, self._run._desk, password, file, lambda new: self._made(change, new))
        if held is None:
            raise AssertionError("a change without its account is sorted out before")
        if self._verb == "restore":
            file = secrets.files.get(change.account, secrets.handover)
            return writing.restore(change, self._run._desk, held, secrets.passwords.get(change.account, ""), file)
        if self._verb in ("join", "leave"):
            return _nothing() if not _is_closed(held) else writing.record(change, held)
        return writing.ON_HELD[self._verb](change, self._run._desk, held)

    def _made(self, change: Change, identity: str) -> None:
        self.grants.note(change.key, identity, (), change.after.get("opens", ()))

    def _follow(self, change: Change, held: writing.Held | None) -> None:
        """Remember what is to be done for many accounts at once when the verb is through."""
        self.done[change.key] = change
        if self._verb == "create":
            closed = change.after.get("state") == "suspended" and self._run._desk.freeze == table.CLOSED
            if not closed:
                self.members.note(change.key, [change.after["address"]], change.after.get("groups", ()))
        elif held is not None and self._verb in ("join", "leave"):
            if not _is_closed(held):
                joins, leaves = set(change.after.get("groups", ())), set(change.before.get("groups", ()))
                addresses = (held.account.fields.address, *held.account.fields.aliases)
                self.members.note(change.key, addresses, joins - leaves, leaves - joins)
        elif held is not None and "opens" in change.after:
            self.grants.note(change.key, held.account.id, change.before.get("opens", ()), change.after["opens"])

    def _settle(self, soap: Soap, changes: Sequence[Change], told: Told) -> None:
        """The answers to these were lost: the server itself says what has happened."""
        found = self._run.provider.held(soap, changes, self._run._around)
        for change in changes:
            held = found.get(change.key)
            done = standing(change, held.account if held else None) == AFTER
            if done and held is not None and self._verb == "create":
                file = self._run.secrets.files.get(change.account, self._run.secrets.handover)
                done = notes.read_notes(held.entry.attrs.get(notes.NOTES, ())).get("handover", "") == file
                self._made(change, held.account.id)
            told.said[change.key] = "" if done else LOST


def _is_closed(held: writing.Held) -> bool:
    return held.entry.attrs.get(table.STATUS) == [table.CLOSED]


def _by_key(changes: Iterable[Change]) -> dict[str, Change]:
    return {change.key: change for change in changes}


def _nothing() -> Job:
    yield []
    return ""
