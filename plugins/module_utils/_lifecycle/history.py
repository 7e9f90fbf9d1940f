# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was done and told so far, as plain data from the ledger: planning reads no file.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA

#: Kinds of notices on which a later step waits: before a freeze, before what is frozen is deleted, before less space.
IDLE, DELETION, SHRINK = "idle", "deletion", "shrink"


class Sent(NamedTuple):
    """A notice that left: its kind, the account's address, the role it went to ("owner", "supervisor", ...), ISO date.

    `basis` is the form or rule that it is about.
    """

    kind: str
    account: str
    to: str
    on: str
    basis: str = ""


class Done(NamedTuple):
    """A change that the server confirmed: verb, the account's address at that time, its basis, ISO date.

    `by` is who applied it, "" when the run did not say.
    """

    verb: str
    account: str
    basis: str
    on: str
    by: str = ""


class History:
    """The past of one platform, indexed. An empty one means that nothing was ever done or told."""

    def __init__(self, done: Iterable[Done] = (), sent: Iterable[Sent] = ()) -> None:
        self.done: dict[str, list[Done]] = {}
        self.sent: dict[str, list[Sent]] = {}
        self._told: dict[tuple[str, str, str], str] = {}
        for change in done:
            self.done.setdefault(change.basis, []).append(change)
        for notice in sent:
            self.sent.setdefault(notice.basis, []).append(notice)
            key = (notice.kind, notice.account, notice.to)
            self._told[key] = max(self._told.get(key, ""), notice.on)

    def told(self, kind: str, accounts: Iterable[str], to: str, since: str) -> str:
        """The ISO date of the last such notice on or after `since`, "" when none left.

        `accounts` are the addresses that the account has: a notice from before a rename still counts.
        """
        last = max((self._told.get((kind, account, to), "") for account in accounts), default="")
        return last if last >= since else ""

    def told_of(self, kind: str, basis: str, accounts: Iterable[str], to: str) -> str:
        """As `told`, of a notice about this form or rule only."""
        known = frozenset(accounts)
        found = self.sent.get(basis, ())
        return max((one.on for one in found if (one.kind, one.to) == (kind, to) and one.account in known), default="")


def history_of(records: Iterable[Mapping[str, Any]]) -> History:
    """From the records of a ledger, oldest first.

    A notice is a record {"kind": "notice", "notice": kind, "account", "to", "on": ISO date, "basis"}.
    """
    return History(_done(records := list(records)), _sent(records))


def _done(records: Iterable[Mapping[str, Any]]) -> Iterator[Done]:
    day = by = ""
    open_intents: dict[str, Mapping[str, Any]] = {}
    for record in records:
        kind = record.get("kind")
        if kind == "start":
            day, by = _day(record), str(record.get("operator") or "")
        elif kind == "intent":
            open_intents[record["key"]] = record["change"]
        elif kind == "outcome" and record["result"] == "done" and record["key"] in open_intents:
            change = open_intents.pop(record["key"])
            for basis in dict.fromkeys((change["basis"], *change.get("bases", {}).values())):
                yield Done(change["verb"], change["account"], basis, day, by)


def _sent(records: Iterable[Mapping[str, Any]]) -> Iterator[Sent]:
    for record in records:
        if record.get("kind") == "notice":
            day = record.get("on") or _day(record)
            yield Sent(record["notice"], record["account"], record["to"], day, record.get("basis", ""))


def _day(record: Mapping[str, Any]) -> str:
    """The day of a run: the one it was planned for, else that of its moment in Malaysia."""
    if record.get("as_of"):
        return str(record["as_of"])
    return datetime.fromisoformat(record["at"]).astimezone(MALAYSIA).date().isoformat()
