# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mailbox cmdlets, in memory."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from .clixml import Many, Record
from .engine import SERVER, Cmdlet, Invocation
from .faults import CmdletError, not_found

TYPES = (
    "Microsoft.Exchange.Data.Directory.Management.Mailbox",
    "Microsoft.Exchange.Data.Directory.Management.MailEnabledOrgPerson",
    "System.Object",
)


class Mailboxes:
    """The mailboxes of one world."""

    def __init__(self) -> None:
        self.boxes: list[dict[str, Any]] = []

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        return {
            "Get-Mailbox": self.get,
            "New-Mailbox": self.new,
            "Set-Mailbox": self.set,
            "Enable-Mailbox": self.new,
            "Disable-Mailbox": self.remove,
            "Remove-Mailbox": self.remove,
        }

    def get(self, call: Invocation) -> Iterator[Record]:
        """A null identity gives all of them, as on Exchange."""
        wanted = call.get("Identity")
        found = self.boxes if wanted in (None, "") else [self.one(str(wanted))]
        size = call.get("ResultSize", 1000)
        if size != "Unlimited" and len(found) > int(size):
            call.warn(f"By default, only the first {size} items are returned. Use the ResultSize parameter.")
            found = found[: int(size)]
        for box in found:
            yield Record(TYPES, dict(box), box["Identity"])

    def new(self, call: Invocation) -> Iterator[Record]:
        """New- and Enable-."""
        name = str(call.get("Name") or call.get("Identity"))
        address = str(call.get("PrimarySmtpAddress") or f"{name}@anm.gov.my")
        box = {
            "Name": name,
            "Alias": call.get("Alias", name),
            "DisplayName": call.get("DisplayName", name),
            "Identity": f"ad.anm.test/Users/{name}",
            "Guid": uuid.uuid4(),
            "ExchangeGuid": uuid.uuid4(),
            "PrimarySmtpAddress": address,
            "EmailAddresses": Many([f"SMTP:{address}"]),
            "ProhibitSendQuota": "Unlimited",
            "HiddenFromAddressListsEnabled": False,
        }
        if any(address.lower() == one["PrimarySmtpAddress"].lower() for one in self.boxes):
            raise CmdletError(
                "ProxyAddressExistsException", f"The proxy address 'SMTP:{address}' is already being used."
            )
        self.boxes.append(box)
        yield Record(TYPES, dict(box), box["Identity"])

    def set(self, call: Invocation) -> Iterator[Record]:
        """Any parameter becomes the property of its name."""
        box = self.one(str(call.get("Identity")))
        box.update({key: value for key, value in call.parameters.items() if key in box and key != "Identity"})
        yield from ()

    def remove(self, call: Invocation) -> Iterator[Record]:
        """Disable- and Remove-."""
        self.boxes.remove(self.one(str(call.get("Identity"))))
        yield from ()

    def one(self, identity: str) -> dict[str, Any]:
        """By name, alias, address or GUID. Raises CmdletError when there is none."""
        for box in self.boxes:
            names = (box["Name"], box["Alias"], box["Identity"], box["PrimarySmtpAddress"], str(box["Guid"]))
            if identity.lower() in {str(one).lower() for one in names}:
                return box
        raise not_found(identity, SERVER)
