# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An Exchange site that can be hurt: the stand-in endpoint stops, or loses its shells, at a chosen cmdlet."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryTarget,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.tests.faults.conftest import GROUP, Site
from ansible_collections.rasmi.mail.tests.standins.exchange.directory import LdapDirectory
from ansible_collections.rasmi.mail.tests.standins.exchange.faults import CmdletError
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import serve
from ansible_collections.rasmi.mail.tests.standins.exchange.world import World
from ansible_collections.rasmi.mail.tests.standins.exchange_site import bind, controller, never_unlocks, options, unit


class GateWorld(World):
    """An organisation that stops at the `at`-th call of `match`: before it happens, or with `deliver` after it.

    `resume` lets everything flow again; what was held back before it happened is lost.
    """

    def __init__(self, directory: Any) -> None:
        super().__init__(directory)
        self.gate_lock = threading.Lock()
        self.stopped, self.open = threading.Event(), threading.Event()
        self.open.set()
        self.at, self.match, self.deliver, self.count = 0, "", False, 0

    def arm(self, match: str, at: int, *, deliver: bool) -> None:
        """Stop there, once."""
        self.stopped.clear()
        self.at, self.match, self.deliver, self.count = at, match, deliver, 0

    def resume(self) -> None:
        self.at = 0
        self.open.set()

    def _run(self, pipeline: Any, name: str, bound: dict[str, Any]) -> list[Any]:
        with self.gate_lock:
            self.count += name == self.match
            here = bool(self.at) and name == self.match and self.count == self.at
            if here:
                self.open.clear()
        if not here or not self.deliver:
            if here:
                self.stopped.set()
            if not self.open.is_set():
                self.open.wait(300)
                raise CmdletError("ADTransientException", "held back and lost", terminating=True)
            return super()._run(pipeline, name, bound)
        found = super()._run(pipeline, name, bound)
        self.stopped.set()
        self.open.wait(300)
        return found


class ExchangeSite(Site):
    """The same wanted people as on the reference platform, in an Exchange organisation; three sessions at once."""

    def __init__(self, root: Path, count: int = 6) -> None:
        self.stack = ExitStack()
        self.dc = controller()
        never_unlocks(self.dc)
        super().__init__(root, None, count)  # type: ignore[arg-type]
        self.home = self.stack.enter_context(unit(self.dc))
        dc = self.dc
        self.world = GateWorld(LdapDirectory(dc.url, dc.base, dc.admin, dc.password(), dc.ca_file))
        self.endpoint = self.stack.enter_context(serve(self.world))
        self.ad = Ad(DirectoryTarget.from_options(options(dc, self.home)))
        self.connection = {
            "url": self.endpoint.url,
            "auth": "basic",
            "user": self.endpoint.user,
            "password": self.endpoint.password,
            "ca_file": self.endpoint.ca_file,
            "version": "2019",
            "workers": 3,
            "timeout": 60,
            "directory": options(dc, self.home),
        }

    def options(self, proxy: Any = None, **values: Any) -> dict[str, Any]:
        found = {**super_options(self), "exchange": self.connection}
        return {**found, **values}

    def entries(self) -> dict[str, Entry]:
        """Account id -> entry, of every user with our marker; an id that came twice is an error."""
        found: dict[str, Entry] = {}
        for entry in self.ad.search(ber.begins(notes.KEYS, notes.key(notes.ACCOUNT, "")), ("*", "memberOf")):
            number = notes.read_keys(entry.attributes["labeleduri"]).one(notes.ACCOUNT)
            assert number not in found, f"{number} is there twice"
            found[number] = entry
        return found

    def check_converged(self) -> None:
        """Everything wanted is there once, every password is in somebody's hands, the ledger knows it all."""
        again = self.run()
        assert not again.get("failed"), again
        assert again["counts"] == {}, again["counts"]
        entries = self.entries()
        assert sorted(entries) == sorted(row["account_id"] for row in self.accounts)
        files = self.passwords()
        for entry in entries.values():
            noted = notes.read_notes(entry.text(notes.NOTES))
            name = entry.text("userPrincipalName")
            assert "stage" not in noted
            assert entry.text("msExchMailboxGuid")
            assert bind(self.dc, name, files[noted["handover"]][name]) == "773", name
            assert entry.text("memberOf").startswith(f"CN={GROUP.partition('@')[0]},")
        result = verify(self.ledger)
        assert (result.problems, result.open_intents) == ((), 0)
        done: set[str] = set()
        asked: dict[str, str] = {}
        for record in records(self.ledger):
            if record["kind"] == "intent" and record["change"]["verb"] == "create":
                asked[record["key"]] = record["change"]["after"]["account_id"]
            elif record["kind"] == "outcome" and record["result"] == "done":
                done.add(asked.get(record["key"], ""))
        assert done >= set(entries)

    def close(self) -> None:
        self.world.resume()
        self.ad.close()
        self.stack.close()


def super_options(site: Site) -> dict[str, Any]:
    return {
        "accounts": site.accounts,
        "profile": "kelantan",
        "ledger": str(site.ledger),
        "supervisors": str(site.root / "supervisors.yml"),
        "limits": {"max_destructive": 100, "max_destructive_share": 1.0},
    }
