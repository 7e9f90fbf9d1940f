# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One Exchange organisation: its directory, its objects, and every cmdlet that the stand-in plays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import binder
from .accounts import Accounts
from .clixml import Record, Rendered, render
from .directory import Directory, MemoryDirectory
from .engine import Engine, Invocation, select_object
from .groups import Groups
from .mailbox import Mailboxes
from .nouns import NOUNS
from .objects import Noun, Objects
from .recipients import LINKS
from .requests import Requests
from .rights import Health, Rights
from .store import Store
from .values import UNLIMITED, kilobytes

AUDIT = ("Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogEvent", "System.Object")


class World(Engine):
    """An organisation.

    Args:
        directory: where recipients are kept; None for one in memory.
        version: 2016, 2019 or SE; decides which parameters there are.
        latency: seconds per cmdlet ("*": any), for tests and benchmarks.
    """

    def __init__(
        self, directory: Directory | None = None, version: str = "2019", latency: dict[str, float] | None = None
    ) -> None:
        super().__init__(version=version, latency=dict(latency or {}))
        self.directory = directory or MemoryDirectory()
        self.objects = Objects(NOUNS, version)
        self.store = Store(self.directory)
        self.mailboxes = Mailboxes(self.directory, self.store, version)
        self.groups = Groups(self.mailboxes)
        self.accounts = Accounts(self.mailboxes)
        self.rights = Rights(self.mailboxes)
        self.health = Health()
        self.rendered: dict[str, list[Rendered]] = {}
        parts = (self.objects, self.store, self.mailboxes, self.groups, self.accounts, self.rights, self.health)
        for part in parts:
            self.cmdlets |= part.cmdlets()
        self.cmdlets |= Requests(self.objects, self.mailboxes).cmdlets()
        self.cmdlets |= {
            "Select-Object": select_object,
            "Search-AdminAuditLog": self._search,
            "Mount-Database": self._mount,
            "Dismount-Database": self._mount,
            "Update-EmailAddressPolicy": lambda _call: (),
            "Suspend-MailboxExportRequest": lambda _call: (),
            "Resume-MailboxExportRequest": lambda _call: (),
        }
        for noun in NOUNS:
            for item in self.objects.items[noun.name]:
                self.mirror(noun, item)

    def mirror(self, noun: Noun, item: dict[str, Any]) -> None:
        """Write into a real directory what of an object it holds; one in memory has no configuration."""
        if not noun.mirror or isinstance(self.directory, MemoryDirectory):
            return
        values = {attribute: kilobytes(item[name] or UNLIMITED) for name, attribute in noun.mirror.items()}
        dn = f"{LINKS['database'].format(name=item['Name'])},{self.directory.base}"
        self.directory.ensure(dn)
        self.directory.modify(dn, {name: [] if value is None else [value] for name, value in values.items()})

    def serve_rendered(self, cmdlet: str, records: Iterable[Record]) -> None:
        """From now on the cmdlet, called without an identity, gives these objects, written once: for benchmarks."""
        self.rendered[cmdlet] = [Rendered(render(one)) for one in records]
        plain = self.cmdlets[cmdlet]
        self.cmdlets[cmdlet] = lambda call: plain(call) if call.get("Identity") else self.rendered[cmdlet]

    def unplayed(self) -> set[str]:
        """Cmdlets of the table that nothing plays: none, or a test fails."""
        return set(binder.table()["cmdlets"]) - set(self.cmdlets)

    def _search(self, call: Invocation) -> Iterable[Record]:
        wanted = {str(one).lower() for one in call.get("Cmdlets") or []}
        for row in self.audit:
            start, end = call.get("StartDate"), call.get("EndDate")
            if wanted and row["CmdletName"].lower() not in wanted:
                continue
            if (start and row["RunDate"] < start) or (end and row["RunDate"] > end):
                continue
            shown: dict[str, Any] = dict(row)
            shown["CmdletParameters"] = [f"{key}={value}" for key, value in row["CmdletParameters"].items()]
            yield Record(AUDIT, shown, row["CmdletName"])

    def _mount(self, call: Invocation) -> Iterable[Record]:
        self.objects.one("MailboxDatabase", call.get("Identity"))["Mounted"] = call.cmdlet == "Mount-Database"
        return ()
