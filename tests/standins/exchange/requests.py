# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Export requests: begun at once, done at the second look. No file is written."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .clixml import Record
from .faults import not_found
from .mailbox import Mailboxes
from .objects import DOMAIN, SERVER, Objects
from .paths import canonical

if TYPE_CHECKING:
    from .engine import Cmdlet, Invocation

NOUN = "MailboxExportRequest"
STATISTICS = "Microsoft.Exchange.Management.RecipientTasks.MailboxExportRequestStatistics"


class Requests:
    """The export requests of one world, over the objects of their noun."""

    def __init__(self, objects: Objects, mailboxes: Mailboxes) -> None:
        self.objects, self.mailboxes = objects, mailboxes

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        return {
            f"New-{NOUN}": self.new,
            f"Get-{NOUN}": self.get,
            f"Get-{NOUN}Statistics": self.statistics,
            f"Remove-{NOUN}": self.remove,
        }

    def new(self, call: Invocation) -> Iterator[Record]:
        """It waits in the queue."""
        list(self.objects.new(call))
        item = self._items()[-1]
        box = self.mailboxes.one(call.get("Mailbox"))
        item |= {
            "Mailbox": canonical(box.dn),
            "SourceAlias": box.first("mailNickname"),
            "RequestGuid": uuid.uuid4(),
            "Status": "Queued",
        }
        yield self._shown(item)

    def get(self, call: Invocation) -> Iterator[Record]:
        """By identity, by mailbox, by name."""
        wanted = call.get("Mailbox")
        owner = canonical(self.mailboxes.one(wanted).dn) if wanted else ""
        for item in [self._one(call)] if call.get("Identity") else self._items():
            if (not owner or item["Mailbox"] == owner) and call.get("Name") in (None, item["Name"]):
                yield self._shown(item)

    def statistics(self, call: Invocation) -> Iterator[Record]:
        """How far it is."""
        item = self._one(call)
        item["Status"] = "Completed"
        shown = {key: item[key] for key in ("Name", "Identity", "RequestGuid", "Status", "FilePath")}
        yield Record((STATISTICS, "System.Object"), {**shown, "PercentComplete": 100}, str(item["Identity"]))

    def remove(self, call: Invocation) -> Iterator[Record]:
        """The request is gone, not its file."""
        self._items().remove(self._one(call))
        yield from ()

    def _items(self) -> list[dict[str, Any]]:
        return self.objects.items[NOUN]

    def _one(self, call: Invocation) -> dict[str, Any]:
        wanted = str(call.get("Identity")).lower()
        for item in self._items():
            named = f"{item['SourceAlias']}\\{item['Name']}".lower()
            if wanted in (str(item["RequestGuid"]), str(item["Identity"]).lower(), named):
                return item
        raise not_found(wanted, f"{SERVER}.{DOMAIN}")

    def _shown(self, item: dict[str, Any]) -> Record:
        return self.objects.record(self.objects.nouns[NOUN], item)
