# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The store: what of a mailbox no directory holds, and mailboxes that are disconnected from their account."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .clixml import Record
from .directory import Directory, Entry
from .faults import not_found
from .objects import SERVER
from .paths import canonical, common_name
from .recipients import HAS_MAILBOX, guid, one_of
from .values import size_text

if TYPE_CHECKING:
    from .engine import Cmdlet, Invocation

STATISTICS = ("Microsoft.Exchange.Management.MapiTasks.Presentation.MailboxStatistics", "System.Object")


class Store:
    """Of one world. `extra` are settings by objectGUID, `statistics` figures by ExchangeGuid that a test may set."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.extra: dict[uuid.UUID, dict[str, Any]] = {}
        self.statistics: dict[uuid.UUID, dict[str, Any]] = {}
        self.copies: list[dict[str, Any]] = []

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        return {
            "Get-MailboxStatistics": self.get,
            "Remove-StoreMailbox": self.remove,
            "Update-StoreMailboxState": self.nothing,
            "Start-ManagedFolderAssistant": self.nothing,
        }

    def get(self, call: Invocation) -> Iterator[Record]:
        """By identity, or all of a database with the disconnected ones."""
        if call.get("Identity"):
            entry = one_of(self.directory, call.get("Identity"), HAS_MAILBOX)
            if call.get("Archive") and not entry.first("msExchArchiveGUID"):
                raise not_found(call.get("Identity"), f"{SERVER.lower()}.ad.anm.test")
            yield self._connected(entry, bool(call.get("Archive")))
            return
        wanted = str(call.get("Database") or "").lower()
        for entry in self.directory.find(HAS_MAILBOX):
            if not wanted or common_name(entry.first("homeMDB")).lower() == wanted:
                yield self._connected(entry, False)
            archive = entry.first("msExchArchiveDatabaseLink")
            if archive and (not wanted or common_name(archive).lower() == wanted):
                yield self._connected(entry, True)
        for copy in self.copies:
            if not wanted or copy["Database"].lower() == wanted:
                yield _record({**copy, "Identity": str(copy["MailboxGuid"])})

    def remove(self, call: Invocation) -> Iterator[Record]:
        """Purge a disconnected mailbox."""
        self.purge(str(call.get("Identity")))
        yield from ()

    def nothing(self, _call: Invocation) -> Iterator[Record]:
        """What has no effect that could be seen here."""
        yield from ()

    def disconnect(self, entry: Entry, archive: bool, reason: str) -> None:
        """Keep a mailbox, and with it its archive, beside the account."""
        sides = [True] if archive else [False, *([True] if entry.first("msExchArchiveGUID") else [])]
        for side in sides:
            attribute, home = _attributes(side)
            kept = (
                {name: entry.all(name) for name in entry.attributes if name.startswith("msexcharchive")} if side else {}
            )
            self.copies.append(
                {
                    "MailboxGuid": guid(entry, attribute),
                    "Database": common_name(entry.first(home) or ""),
                    "DisplayName": entry.first("displayName") or "",
                    "Owner": entry.dn,
                    "Archive": side,
                    "Alias": entry.first("mailNickname") or "",
                    "DisconnectDate": datetime.now(UTC),
                    "Attributes": kept,
                    "DisconnectReason": reason,
                    "LegacyDN": entry.first("legacyExchangeDN") or "",
                }
            )

    def disconnected(self, identity: str) -> dict[str, Any]:
        """The one disconnected mailbox of a GUID, display name or legacy name. Raises CmdletError."""
        wanted = identity.lower()
        for copy in self.copies:
            if wanted in (str(copy["MailboxGuid"]), copy["DisplayName"].lower(), copy["LegacyDN"].lower()):
                return copy
        raise not_found(identity, f"{SERVER.lower()}.ad.anm.test")

    def purge(self, identity: str) -> None:
        """Nothing brings it back."""
        self.copies.remove(self.disconnected(identity))

    def _connected(self, entry: Entry, archive: bool) -> Record:
        attribute, home = _attributes(archive)
        number = guid(entry, attribute)
        return _record(
            {
                "Identity": str(number),
                "MailboxGuid": number,
                "DisplayName": entry.first("displayName") or "",
                "Database": common_name(entry.first(home) or ""),
                "OwnerADGuid": entry.guid,
                "Archive": archive,
                "LegacyDN": entry.first("legacyExchangeDN") or "",
                "Owner": canonical(entry.dn),
                **self.statistics.get(number, {}),
            }
        )


def _attributes(archive: bool) -> tuple[str, str]:
    if archive:
        return "msExchArchiveGUID", "msExchArchiveDatabaseLink"
    return "msExchMailboxGuid", "homeMDB"


def _record(values: dict[str, Any]) -> Record:
    shown = {
        "Identity": "",
        "DisplayName": "",
        "MailboxGuid": None,
        "Database": "",
        "ItemCount": 0,
        "DeletedItemCount": 0,
        "TotalItemSize": size_text(0),
        "TotalDeletedItemSize": size_text(0),
        "LastLogonTime": None,
        "LastLogoffTime": None,
        "LastLoggedOnUserAccount": None,
        "DisconnectDate": None,
        "DisconnectReason": None,
        "StorageLimitStatus": None,
        "IsArchiveMailbox": values["Archive"],
        "IsQuarantined": False,
        "ServerName": SERVER,
        "LegacyDN": "",
        "OwnerADGuid": None,
        "IsValid": True,
        "ObjectState": "Unchanged",
    }
    shown |= {name: value for name, value in values.items() if name in shown}
    return Record(STATISTICS, shown, str(shown["Identity"]))
