# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which distribution lists an account or a list is on, nearest first."""

from __future__ import annotations

from .directory import Entry
from .service import Service

MEMBERS = "zimbraMailForwardingAddress"


def reaching(service: Service, addresses: set[str]) -> list[tuple[Entry, str]]:
    """Every list that reaches one of these addresses, directly or by a list in between (its name)."""
    found: list[tuple[Entry, str]] = []
    seen: set[str] = set()
    level: list[tuple[set[str], str]] = [(addresses, "")]
    while level:
        following: list[tuple[set[str], str]] = []
        for wanted, via in level:
            for entry in service.directory.all("distributionList"):
                if entry.id in seen or not wanted.intersection(entry.values(MEMBERS)):
                    continue
                seen.add(entry.id)
                found.append((entry, via))
                following.append(({address.lower() for address in entry.addresses}, entry.name))
        level = following
    return found


def groups_of(service: Service, entry: Entry) -> list[Entry]:
    """The lists of an account or a list; nobody else is on one."""
    if entry.kind not in ("account", "calendarResource", "distributionList"):
        return []
    return [group for group, _via in reaching(service, {address.lower() for address in entry.addresses})]
