# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What mailboxes hold: one Get-MailboxStatistics for each database, however many of its mailboxes are asked about.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, Entry
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Row, Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.sessions import Sessions
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import is_unset, size_bytes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

_WANTED = ("objectGUID", "homeMDB", "msExchMailboxGuid")
#: Only these travel: an object has some 70 properties.
_SELECT = ("MailboxGuid", "TotalItemSize", "IsArchiveMailbox", "DisconnectReason")
#: Accounts in one filter.
_TERMS = 200


def usage_of(ad: Ad, sessions: Sessions, accounts: Sequence[Account]) -> dict[str, int]:
    """Bytes by objectGUID, what ProhibitSendReceiveQuota is held against: neither archive nor deleted items.

    Left out are mailboxes of a database that gave no answer, and those that nobody has opened yet, of which the server
    knows nothing. Raises ProviderError when no session can be opened, or no database answers.
    """
    homes: dict[str, dict[str, str]] = {}
    for entry in _entries(ad, accounts):
        name, mailbox = table.database_of(entry), entry.attributes.get("msexchmailboxguid")
        if name and mailbox:
            identity = ad_values.guid_text(entry.attributes["objectguid"][0])
            homes.setdefault(name, {})[ad_values.guid_text(mailbox[0])] = identity
    found: dict[str, int] = {}
    refusals = []
    for name, rows in sessions.map(_statistics, sorted(homes)):
        if isinstance(rows, ProviderError):
            refusals.append(rows)
        else:
            found |= _sizes(rows, homes[name])
    if refusals and len(refusals) == len(homes):
        raise refusals[0]
    return found


def _entries(ad: Ad, accounts: Sequence[Account]) -> Iterator[Entry]:
    for start in range(0, len(accounts), _TERMS):
        numbers = (ad_values.guid_bytes(account.id) for account in accounts[start : start + _TERMS])
        yield from ad.search(ber.some(ber.same("objectGUID", number) for number in numbers), _WANTED)


def _statistics(session: Session, database: str) -> list[Row]:
    return session.send("Get-MailboxStatistics", {"Database": database}, select=_SELECT).rows


def _sizes(rows: Iterable[Mapping[str, Any]], mailboxes: Mapping[str, str]) -> dict[str, int]:
    """Bytes by objectGUID. A database also lists archives, and what a moved mailbox has left behind there."""
    found = {}
    for row in rows:
        if row.get("IsArchiveMailbox") or not is_unset(row.get("DisconnectReason")):
            continue
        identity = mailboxes.get(str(row.get("MailboxGuid")).lower())
        size = _bytes(row.get("TotalItemSize"))
        if identity is not None and size is not None:
            found[identity] = size
    return found


def _bytes(value: Any) -> int | None:
    try:
        return size_bytes(value)
    except ValueError:
        return None
