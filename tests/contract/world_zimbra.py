# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Zimbra server as a world of the provider contract: the stand-in over a real slapd, used with the least rights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import Zimbra
from ansible_collections.rasmi.mail.tests.standins.zimbra_site import identity, may_log_in, provision


def make(_directory: Path, world: type[Any], tiers: Mapping[str, str] | None = None) -> Any:
    domain = world.group.partition("@")[2]

    class ZimbraWorld(world):
        def __init__(self) -> None:
            self.server = Zimbra()
            self.server.__enter__()
            self.options = provision(self.server.options, domain, tiers=tiers)
            self.admin = Soap(ZimbraTarget.from_options(self.server.options))
            for address, notes in ((self.group, '{"rasmi":1}'), (self.foreign_group, "")):
                values = pairs({"zimbraNotes": notes}) if notes else []
                self.admin.call("CreateDistributionListRequest", {"name": address, "a": values})

        def open(self):
            return open_provider("zimbra", self.options)

        def plant_unmanaged(self, address: str, name: str) -> None:
            body = {"name": address, "password": "Tangan-2026-abcd", "a": pairs({"displayName": name})}
            self.admin.call("CreateAccountRequest", body)

        def lock(self, account_id: str, at: str) -> None:
            moment = at.translate({ord(mark): None for mark in "-T:"})
            self.modify(account_id, {table.STATUS: "lockout", table.LOCKED_TIME: moment})

        def edit(self, account_id: str, name: str) -> None:
            self.modify(account_id, {"displayName": name})

        def unprovision(self) -> None:
            self.admin.call("DeleteAccountRequest", {"id": identity(self.admin, f"rasmi-control@{domain}")})

        def accepts(self, account_id: str, password: str) -> bool:
            options = {**self.server.options, "url": self.server.user_url}
            return may_log_in(options, self.entry(account_id).name, password) in ("ok", "account.CHANGE_PASSWORD")

        def fill(self, account_id: str, size: int) -> None:
            folder = self.server.store / self.entry(account_id).id
            folder.mkdir(exist_ok=True)
            with (folder / "1.isi.eml").open("wb") as message:
                message.truncate(size)

        def close(self) -> None:
            self.admin.close()
            self.server.__exit__(None, None, None)

        def modify(self, account_id: str, values: dict[str, Any]) -> None:
            self.admin.call("ModifyAccountRequest", {"id": self.entry(account_id).id, "a": pairs(values)})

        def entry(self, account_id: str):
            query = table.equal("zimbraForeignPrincipal", f"rasmi:{account_id}")
            (found,) = self.admin.search("accounts", query, table.READ_ATTRIBUTES)
            return found

    return ZimbraWorld()
