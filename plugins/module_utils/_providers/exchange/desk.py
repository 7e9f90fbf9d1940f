# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a worker of a run has in hand, and the small acts that every verb is made of.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryError,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.entitling import Entitling
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber

IN_USE = "the address is in use"
NOT_IN_A_NAME = re.compile(r'["/\\\[\]:;|=,+*?<>@\s]')


@dataclass
class Held:
    """What the server has for a change: the account as everybody sees it, and its raw entry."""

    account: Account
    entry: Entry


@dataclass
class Desk:
    """What a worker has in hand: its connections, and what holds for the whole run.

    `refuse` says that a suspended mailbox takes no mail. `database` is where new mailboxes are made, "" = where
    Exchange puts them. `holders` maps every address to the objectGUID that has it, `ids` are the account ids in use.
    """

    session: Session
    ad: Ad
    entitling: Entitling
    around: table.Around
    refuse: bool = False
    database: str = ""
    holders: Mapping[str, str] | None = None
    ids: frozenset[str] = frozenset()


def in_use(desk: Desk, addresses: tuple[str, ...], own: str) -> bool:
    """Exchange knows who has an address; only we know which ones tombstones hold."""
    holders = desk.holders or {}
    return any(holders.get(address, own) != own for address in addresses)


def again(desk: Desk, entry: Entry) -> Entry:
    """The entry as it is now, after cmdlets have written to it."""
    found = desk.ad.get(entry.dn, table.READ_ATTRIBUTES)
    if found is None:
        raise DirectoryError(f"{entry.dn}: it is gone", ber.NO_SUCH_OBJECT)
    return found


def modify(
    change: Change,
    desk: Desk,
    held: Held,
    after: Mapping[str, Any],
    more: Mapping[str, Any] | None = None,
    **noted: Any,
) -> None:
    """One write to the directory with the basis of the change."""
    edits: dict[str, Any] = table.plain_values(after, held.entry, change.account, basis=change.basis, **noted)
    desk.ad.modify(held.entry.dn, {**edits, **(more or {})})


def alias_of(address: str) -> str:
    """mailNickname of an address; it has no characters that Exchange refuses there."""
    return NOT_IN_A_NAME.sub("-", address.partition("@")[0])[:64]


def escaped(value: str) -> str:
    """A value inside a DN (RFC 4514, 2.4)."""
    text = "".join(f"\\{char}" if char in ',+"\\<>;=' else char for char in value)
    return f"\\{text}" if text[:1] in ("#", " ") else text


def made_up() -> str:
    """A password that nobody knows, good enough for every policy: of digits, in which no part of a name can stand."""
    return f"#aA1-{random.randbelow(10**60):060d}"
