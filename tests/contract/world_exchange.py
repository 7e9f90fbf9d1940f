# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exchange as a world of the provider contract: the stand-in endpoint over a real Active Directory domain."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.ad_values import ticks_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryTarget,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.fence import control_dn
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.tests.standins.exchange.values import size_text
from ansible_collections.rasmi.mail.tests.standins.exchange_site import (
    bind,
    controller,
    endpoint,
    never_unlocks,
    options,
    unit,
    user,
)


def make(_directory: Path, world: type[Any]) -> Any:
    class ExchangeWorld(world):
        def __init__(self, latency: float = 0.0, **more: Any) -> None:
            self.stack = ExitStack()
            self.dc = controller()
            never_unlocks(self.dc)
            self.home = self.stack.enter_context(unit(self.dc))
            self.endpoint = self.stack.enter_context(endpoint(self.dc, latency))
            self.options = {
                "url": self.endpoint.url,
                "auth": "basic",
                "user": self.endpoint.user,
                "password": self.endpoint.password,
                "ca_file": self.endpoint.ca_file,
                "version": self.endpoint.world.version,
                "workers": 3,
                "timeout": 60,
                "directory": options(self.dc, self.home),
                **more,
            }
            self.ad = Ad(DirectoryTarget.from_options(self.options["directory"]))
            self.session = self.stack.enter_context(Session(EndpointTarget.from_options(self.options)))
            for address, mark in ((self.group, notes.GROUP_MARK), (self.foreign_group, "")):
                local = address.partition("@")[0]
                given = {"Name": local, "Alias": local, "PrimarySmtpAddress": address, "OrganizationalUnit": self.home}
                self.session.send("New-DistributionGroup", {**given, **({"Notes": mark} if mark else {})})

        def open(self):
            return open_provider("exchange", self.options)

        def plant_unmanaged(self, address: str, name: str) -> None:
            local = address.partition("@")[0]
            upn = f"tangan.{local}@anm.gov.my"
            dn = user(self.ad, self.home, f"tangan {local}"[:20], "Tangan-2026-abcd", displayName=name)
            self.ad.modify(dn, {"userPrincipalName": [upn], "sAMAccountName": [local[:20]]})
            self.session.send("Enable-Mailbox", {"Identity": dn, "Alias": local, "PrimarySmtpAddress": address})

        def lock(self, account_id: str, at: str) -> None:
            dn = self.entry(account_id).dn
            self.dc.ldbmodify(f"dn: {dn}\nchangetype: modify\nreplace: lockoutTime\nlockoutTime: {ticks_of(at)}\n")

        def edit(self, account_id: str, name: str) -> None:
            self.ad.modify(self.entry(account_id).dn, {"displayName": [name]})

        def unprovision(self) -> None:
            self.ad.delete(control_dn(self.home))

        def accepts(self, account_id: str, password: str) -> bool:
            return bind(self.dc, self.entry(account_id).text("userPrincipalName"), password) in ("", "773")

        def fill(self, account_id: str, size: int) -> None:
            number = uuid.UUID(bytes_le=self.entry(account_id).attributes["msexchmailboxguid"][0])
            self.endpoint.world.store.statistics[number] = {"TotalItemSize": size_text(size)}

        def close(self) -> None:
            self.ad.close()
            self.stack.close()

        def entry(self, account_id: str) -> Entry:
            query = ber.equal(notes.KEYS, notes.key(notes.ACCOUNT, account_id))
            (found,) = self.ad.search(query, ("*", "memberOf"))
            return found

    return ExchangeWorld()
