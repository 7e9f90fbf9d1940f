# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many accounts of each tier there will be, and the storage promised to them, on days to come.

Pure: it asks for the roster of a later day, so it knows what is decided and nothing else. PRIVATE to the collection
rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    PROBE,
    REMOVED,
    UNLIMITED,
    Roster,
    Wanted,
)

#: Days ahead that a plan's page looks at; 0 is the day of the plan.
HORIZONS = (0, 30, 90, 180)


class TierView(Protocol):
    """The part of `_standard.standard.Tier` that is read here."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> Mapping[str, str]: ...


class TierCount(NamedTuple):
    """Accounts of one tier, and the bytes promised to them; `unlimited` accounts have no figure."""

    title: Mapping[str, str]
    accounts: int
    promised: int
    unlimited: int


class Horizon(NamedTuple):
    """One day to come. `events` counts what is due after the plan's day and up to this one, by its key."""

    days: int
    day: str
    tiers: tuple[TierCount, ...]
    accounts: int
    promised: int
    unlimited: int
    events: Mapping[str, int]


def forecast(
    roster_on: Callable[[date], Roster],
    tiers: Iterable[TierView],
    as_of: date,
    due: Iterable[tuple[str, str]] = (),
    horizons: Iterable[int] = HORIZONS,
    *,
    still: Iterable[Wanted] = (),
) -> list[Horizon]:
    """Look ahead from `as_of`. `due` are pairs of ISO day and key of what is to come. Probes are nobody's accounts.

    `still` are accounts that are the same on every day, and that `roster_on` leaves out.
    """
    known, coming, always = list(tiers), Counter(due), _sum(still)
    return [_horizon(roster_on(as_of + timedelta(days=days)), always, known, as_of, days, coming) for days in horizons]


#: Accounts by tier and quota.
_Sum = Counter[tuple[str, int]]


def _sum(accounts: Iterable[Wanted]) -> _Sum:
    return Counter(
        [(fields.tier, fields.quota) for fields, *_rest in accounts if fields.kind != PROBE and fields.state != REMOVED]
    )


def _horizon(
    roster: Roster, always: _Sum, tiers: list[TierView], as_of: date, days: int, coming: Counter[tuple[str, str]]
) -> Horizon:
    day = (as_of + timedelta(days=days)).isoformat()
    counts: Counter[str] = Counter()
    promised: Counter[str] = Counter()
    unlimited: Counter[str] = Counter()
    for (tier, quota), number in (always + _sum(roster.accounts)).items():
        counts[tier] += number
        promised[tier] += number * quota
        unlimited[tier] += number if quota == UNLIMITED and tier else 0
    titles = {tier.id: tier.title for tier in tiers}
    titles |= {name: {"ms": "Belum ditentukan", "en": "Not decided"} for name in counts if name not in titles}
    rows = tuple(
        TierCount(title, counts[name], promised[name], unlimited[name])
        for name, title in titles.items()
        if counts[name] or name
    )
    events: Counter[str] = Counter()
    for (at, key), number in coming.items():
        if as_of.isoformat() < at <= day:
            events[key] += number
    total = sum(counts.values()), sum(promised.values()), sum(unlimited.values())
    return Horizon(days, day, rows, *total, dict(sorted(events.items())))
