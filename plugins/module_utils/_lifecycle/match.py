# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pair the accounts of the roster with those of a server.

One pass, so that a server's answer can be streamed: an account that is already as wanted is counted and forgotten.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    REMOVED,
    SUSPENDED,
    Account,
    Wanted,
)


@dataclass
class Sweep:
    """What one pass over the server's accounts found.

    `equal` counts accounts that are as wanted; `managed` all with our marker. `moved` are pairs that differ,
    `missing` the wanted accounts without a partner, `strangers` the server's accounts without one. `idle` are pairs of
    which the account was last used before the day that was asked for; they are among the others as well, like `gone`,
    the removed accounts of people who are known, and the closed ones that have ended.
    """

    equal: int = 0
    managed: int = 0
    moved: list[tuple[Wanted, Account]] = field(default_factory=list)
    missing: list[Wanted] = field(default_factory=list)
    strangers: list[Account] = field(default_factory=list)
    duplicates: list[tuple[Wanted, Account]] = field(default_factory=list)
    idle: list[tuple[Wanted, Account]] = field(default_factory=list)
    gone: list[Account] = field(default_factory=list)


def sweep(
    wanted: Iterable[Wanted], accounts: Iterable[Account], idle_before: str = "", unused_before: str = ""
) -> Sweep:
    """Match by account id. Only a managed account is matched: an id without our marker proves nothing.

    `idle_before` is an ISO date: who was last seen earlier is idle ("" = nobody is looked at). So is, under
    `unused_before`, who was made earlier and still has the temporary password.
    """
    result = Sweep()
    roster = {want.fields.account_id: want for want in wanted}
    pending = dict(roster)
    equal = managed = 0
    watched = bool(idle_before or unused_before)
    for account in accounts:
        fields = account.fields
        if not account.managed:
            result.strangers.append(account)
            continue
        managed += 1
        want = pending.pop(fields.account_id, None)
        if watched and want is not None:
            seen = account.last_login_at
            if seen[:10] < idle_before if seen else account.must_change and account.created_at[:10] < unused_before:
                result.idle.append((want, account))
        if want is None:
            known = roster.get(fields.account_id)
            if known is None:
                result.strangers.append(account)
            else:
                result.duplicates.append((known, account))
        elif (
            want.fields == fields
            and not (want.release_on and account.locked_at)
            and (fields.state != SUSPENDED or account.suspended_on)
            and want.entitlements in (None, account.entitlements)
            and not want.care.unblock_on
        ):
            equal += 1
            if fields.state != ACTIVE and (want.ended or fields.state == REMOVED):
                result.gone.append(account)
        else:
            result.moved.append((want, account))
    result.equal, result.managed = equal, managed
    result.missing = list(pending.values())
    _set_duplicates_aside(result)
    return result


def _set_duplicates_aside(result: Sweep) -> None:
    """An id that the server has twice is nobody's: neither of its accounts may be changed."""
    ids = {want.fields.account_id for want, _account in result.duplicates}
    if not ids:
        return
    result.duplicates += [pair for pair in result.moved if pair[0].fields.account_id in ids]
    result.moved = [pair for pair in result.moved if pair[0].fields.account_id not in ids]


class Holders:
    """Who holds an address on the server, or claims it in the roster. Everything here is lower case."""

    def __init__(self, found: Sweep) -> None:
        self.live: dict[str, Account] = {}
        self.dead: dict[str, Account] = {}
        self.people: dict[tuple[str, str], Account] = {}
        self.dead_people: dict[tuple[str, str], Account] = {}
        self.ids: dict[str, Account] = {}
        present = [account for _want, account in (*found.moved, *found.duplicates)]
        for account in (*found.strangers, *present, *found.gone):
            self._add(account)
        for account in found.strangers:
            fields = account.fields
            self.ids.setdefault(fields.account_id, account)
            if fields.staff_key:
                people = self.dead_people if fields.state == REMOVED else self.people
                people.setdefault((fields.staff_key, fields.kind), account)

    def _add(self, account: Account) -> None:
        fields = account.fields
        index = self.dead if fields.state == REMOVED else self.live
        index.setdefault(fields.address, account)
        for alias in fields.aliases:
            index.setdefault(alias, account)
