# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of changes: verb by verb, each change by one worker that first reads the account again.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import writing
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.desk import Desk, Held
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import UnknownOutcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.members import Membership
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.standing import AFTER, MOVED, standing
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

if TYPE_CHECKING:
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.provider import ExchangeProvider

LEFT = "the account is no longer what the plan saw; it was left as it is"
LOST = "the answer of the server was lost, and the account is not what was asked for; plan again"
SKIPPED = "too many changes failed"
#: Connections to the directory for all workers: what a worker asks there takes milliseconds, a cmdlet half a second,
#: and a domain controller needs a tenth of a second of processor time for each logon.
CONNECTIONS = 4
#: Verbs that give an address, and fields for which it must be known who has which.
_ADDRESSING = frozenset({"create", "rename", "restore"})
_LEARNED = frozenset({"address", "aliases", "opens"})


def outcome(change: Change, result: str, message: str = "") -> Outcome:
    return Outcome(change.key, change.verb, change.account, result, message)


class Run:
    """Carries out changes and hands every outcome to `report` at once, in the thread that runs it."""

    def __init__(
        self,
        provider: ExchangeProvider,
        mark: str,
        secrets: Secrets,
        report: Callable[[Outcome], None],
        max_errors: int,
    ) -> None:
        self.provider, self.mark, self.secrets = provider, mark, secrets
        self._report, self._left = report, max_errors
        self._desks: dict[int, Desk] = {}
        self._connections: list[Ad] = []
        self._lock = threading.Lock()
        self._around = provider.around()
        self._holders: dict[str, str] = {}
        self._ids: frozenset[str] = frozenset()
        self.outcomes: list[Outcome] = []

    @property
    def exhausted(self) -> bool:
        """True when so much has failed that nothing more may be started."""
        return self._left < 0

    def tell(self, one: Outcome) -> None:
        """Hand an outcome on."""
        self._left -= one.result == "failed"
        self.outcomes.append(one)
        self._report(one)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    def verb(self, verb: str, several: Iterator[Change]) -> Iterable[Change]:
        """Carry out the changes of one verb and return those that were not started any more."""
        if self.exhausted:
            return several
        changes = list(several)
        members, done = Membership(), dict[str, tuple[Change, Held | None]]()
        self._learn(changes)
        late = verb in ("join", "leave", "create", "remove")
        for change, result in self.provider.sessions.map(self._work, changes):
            if isinstance(result, ProviderError):
                self.tell(outcome(change, "failed", str(result)))
            elif isinstance(result, Outcome):
                self.tell(result)
            elif late:
                # what several accounts have in common comes when each of them is through
                done[change.key] = (change, result)
                self._membership(members, change, result)
            else:
                self.tell(outcome(change, "done"))
        wrong = members.carry_out(self.provider.sessions, self.provider.ad) | self._rights(verb, done)
        for key, (change, _held) in done.items():
            self.tell(outcome(change, "failed", wrong[key]) if key in wrong else outcome(change, "done"))
        return ()

    def _learn(self, changes: Iterable[Change]) -> None:
        """Who has which address, before anything is given one; which mailboxes there are."""
        if any(change.verb in _ADDRESSING or not _LEARNED.isdisjoint(change.after) for change in changes):
            self._holders, self._ids, self._around = self.provider.holders()
            for desk in self._desks.values():
                desk.holders, desk.ids, desk.around = self._holders, self._ids, self._around

    def _desk(self, session: Session) -> Desk:
        """What a worker has in hand; a session belongs to one thread at a time, a connection is shared by several."""
        with self._lock:
            desk = self._desks.get(id(session))
            if desk is None:
                place = len(self._desks) % CONNECTIONS
                if place == len(self._connections):
                    self._connections.append(Ad(self.provider.target.directory))
                desk = self.provider.desk(session, self._connections[place], self._around)
                desk.holders, desk.ids = self._holders, self._ids
                self._desks[id(session)] = desk
        return desk

    def _work(self, session: Session, change: Change) -> Outcome | Held | None:
        """Read again, hold it against what the plan saw, write. Raises LockedError, ProviderError.

        Gives the account as it was when the change was made, None for a new one, an Outcome when there was nothing to
        write or it could not be.
        """
        if self.exhausted:
            return outcome(change, "skipped", SKIPPED)
        desk = self._desk(session)
        self.provider.fence.verify(desk.ad, self.mark)
        if change.verb == "create":
            return self._create(desk, change)
        held = self.provider.held(desk.ad, change, desk.around)
        where = standing(change, held.account if held else None)
        if where == AFTER:
            return outcome(change, "done")
        if where == MOVED or held is None:
            return outcome(change, "failed", LEFT)
        if change.verb in ("join", "leave"):
            return held
        try:
            if change.verb == "restore":
                wrong = writing.restore(change, desk, held, *self._secret(change))
            else:
                wrong = writing.ON_HELD[change.verb](change, desk, held)
        except UnknownOutcome:
            wrong = self._settled(desk, change)
        return outcome(change, "failed", wrong) if wrong else held

    def _create(self, desk: Desk, change: Change) -> Outcome | None:
        try:
            wrong = writing.create(change, desk, *self._secret(change))
        except UnknownOutcome:
            wrong = self._settled(desk, change)
        return outcome(change, "failed", wrong) if wrong else None

    def _secret(self, change: Change) -> tuple[str, str]:
        """The temporary password of a change, and the id of the file that carries it."""
        file = self.secrets.files.get(change.account, self.secrets.handover)
        return self.secrets.passwords.get(change.account, ""), file

    def _settled(self, desk: Desk, change: Change) -> str:
        """The answer to a write was lost: the server itself says what has happened."""
        held = self.provider.held(desk.ad, change, desk.around)
        return "" if standing(change, held.account if held else None) == AFTER else LOST

    def _membership(self, members: Membership, change: Change, held: Held | None) -> None:
        if change.verb == "create":
            identity = self.provider.identity_of(change)
            members.note(change.key, identity, change.after.get("groups", ()))
        elif held is not None and change.verb == "remove":
            members.note(change.key, held.account.id, (), held.account.fields.groups)
        elif held is not None:
            joins, leaves = set(change.after.get("groups", ())), set(change.before.get("groups", ()))
            members.note(change.key, held.account.id, joins - leaves, leaves - joins)

    def _rights(self, verb: str, done: dict[str, tuple[Change, Held | None]]) -> dict[str, str]:
        """Rights to open mailboxes for those who were made: the mailboxes are there by now."""
        wanted = [change for change, _held in done.values() if verb == "create" and change.after.get("opens")]
        if not wanted:
            return {}
        self._learn(wanted)

        def give(session: Session, change: Change) -> None:
            identity = self.provider.identity_of(change)
            writing.give_rights(self._desk(session), identity, set(), set(change.after["opens"]))

        given = self.provider.sessions.map(give, wanted)
        return {change.key: str(result) for change, result in given if isinstance(result, ProviderError)}
