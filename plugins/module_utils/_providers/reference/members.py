# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Group membership in bulk: one modify per group for many accounts, whatever order they come in.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.pipeline import Job

#: Members per modify: 500 DNs are about 40 kB, far below the 256 kB that slapd takes from anybody.
CHUNK = 500

#: A member who is already there, or already gone, is no error: a run that was killed is repeated.
PERMISSIVE = ber.control(ber.PERMISSIVE_MODIFY_CONTROL)


class Membership:
    """Collects who joins and leaves what, then changes each group at once.

    `groups` reads DN -> (address, ours) from the directory and is asked only when somebody joins or leaves.
    """

    def __init__(self, base: str, groups: Callable[[], dict[str, tuple[str, bool]]]) -> None:
        self._base, self._read = base, groups
        self._known: dict[str, str] | None = None
        self._edits: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self._open: dict[str, int] = {}
        self._errors: dict[str, str] = {}
        self._accounts: dict[str, tuple[str, str]] = {}

    def note(self, change: Change, name: str) -> None:
        """Remember the groups that `change` adds to or takes from the account with the DN `name`."""
        have, want = set(change.before.get("groups", ())), set(change.after.get("groups", ()))
        self._accounts[change.key] = change.verb, change.account
        for address in have - want:
            self._edits.setdefault((address, ber.DELETE_VALUE), []).append((change.key, name))
        for address in want - have:
            self._edits.setdefault((address, ber.ADD_VALUE), []).append((change.key, name))

    def drop(self, change: Change, name: str, groups: Iterable[str]) -> None:
        """Remember to take the account with the DN `name` out of `groups`."""
        self._accounts[change.key] = change.verb, change.account
        for address in groups:
            self._edits.setdefault((address, ber.DELETE_VALUE), []).append((change.key, name))

    def is_open(self, change: Change) -> bool:
        """True while a group of `change` has not been answered for."""
        return bool(self._open.get(change.key))

    def missing_groups(self) -> Iterator[Job]:
        """One job per group that somebody joins and that does not exist yet."""
        for address, kind in sorted(self._edits):
            if kind == ber.ADD_VALUE and address not in self._names():
                yield self._make(address)

    def jobs(self, changes: Iterable[Change] = ()) -> Iterator[Job]:
        """One job per group and CHUNK of members.

        The outcome of one of `changes` comes with its last group; that of any other account only when it failed.
        """
        edits, self._edits = self._edits, {}
        accounts, self._accounts = self._accounts, {}
        self._errors = {}
        self._open = dict.fromkeys(accounts, 0)
        for rows in edits.values():
            for key, _name in rows:
                self._open[key] += 1
        shown = {change.key for change in changes}
        yield _nothing_to_do([Outcome(key, *accounts[key], "done") for key in shown if not self._open[key]])
        for (address, kind), rows in sorted(edits.items()):
            for start in range(0, len(rows), CHUNK):
                yield self._job(address, kind, rows[start : start + CHUNK], accounts, shown)

    def _names(self) -> dict[str, str]:
        if self._known is None:
            self._known = {address: name for name, (address, _ours) in self._read().items()}
        return self._known

    def _make(self, address: str) -> Job:
        """A group without members; that it cannot be made shows with the first member."""
        local = address.partition("@")[0]
        name = f"cn={local},ou=groups,{self._base}"
        rows = [("objectClass", ["rasmiGroup"]), ("cn", [local]), ("mail", [address])]
        answer = yield ber.add(name, [*rows, ("rasmiManagedBy", [table.OWNER_MARK])]), b""
        if answer.ok:
            self._names()[address] = name
        return []

    def _job(
        self,
        address: str,
        kind: int,
        rows: list[tuple[str, str]],
        accounts: dict[str, tuple[str, str]],
        shown: set[str],
    ) -> Job:
        name = self._names().get(address)
        if name is None:
            error = f"the group {address} does not exist and could not be made"
        else:
            answer = yield ber.modify(name, [(kind, "member", [member for _key, member in rows])]), PERMISSIVE
            error = "" if answer.ok else f"group {address}: {answer}"
        outcomes = []
        for key, _member in rows:
            if error:
                self._errors[key] = error
            self._open[key] -= 1
            why = self._errors.get(key, "")
            if not self._open[key] and (why or key in shown):
                outcomes.append(Outcome(key, *accounts[key], "failed" if why else "done", why))
        return outcomes


def _nothing_to_do(outcomes: list[Outcome]) -> Job:
    yield from ()
    return outcomes
