# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The worlds in which every provider must behave the same.

A platform joins the suite by adding a World to WORLDS: how to open a connection, and how to do by hand, behind the
provider's back, what the contract needs. A world that cannot start fails with the
reason: a check that could not run is red.
"""

from __future__ import annotations

import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer


class World(ABC):
    """One server, freshly provisioned and without accounts. `group` is a managed group that exists."""

    group = "semua@kelantan.gov.my"
    foreign_group = "asing@kelantan.gov.my"

    @abstractmethod
    def open(self) -> Provider:
        """Open one more connection."""

    @abstractmethod
    def plant_unmanaged(self, address: str, name: str) -> None:
        """Make an account without our marker, as somebody did by hand."""

    @abstractmethod
    def lock(self, account_id: str, at: str) -> None:
        """Lock an account as three failures do; `at` is ISO 8601 with Z."""

    @abstractmethod
    def edit(self, account_id: str, name: str) -> None:
        """Change the display name by hand."""

    @abstractmethod
    def unprovision(self) -> None:
        """Make the server look empty: not even its control entry is there."""

    @abstractmethod
    def accepts(self, account_id: str, password: str) -> bool:
        """True when the account proves itself with the password, whatever it may do afterwards."""

    @abstractmethod
    def fill(self, account_id: str, size: int) -> None:
        """Make the mailbox hold that many bytes, a multiple of 1 KiB."""

    def half_restored(self, old: str, new: str) -> bool:
        """Leave a removed account as a restore does that was killed after its first write, which gives it its new id.

        False on a platform whose restore does not begin so.
        """
        return False

    @abstractmethod
    def close(self) -> None:
        """End the world."""


class FakeWorld(World):
    def __init__(self, _directory: Path) -> None:
        self.server = FakeServer(groups={self.group: True, self.foreign_group: False})

    def open(self) -> Provider:
        return FakeProvider(self.server)

    def plant_unmanaged(self, address: str, name: str) -> None:
        new = self.server.new_id()
        self.server.accounts[new] = Account(new, Fields("", address, name), False, handle=f"handle:{new}")

    def lock(self, account_id: str, at: str) -> None:
        self._replace(account_id, locked_at=at)

    def edit(self, account_id: str, name: str) -> None:
        self._replace(account_id, fields=self._one(account_id).fields._replace(name=name))

    def unprovision(self) -> None:
        self.server.provisioned = False

    def accepts(self, account_id: str, password: str) -> bool:
        account = self._one(account_id)
        return account.fields.state == "active" and self.server.passwords.get(account_id) == password

    def fill(self, account_id: str, size: int) -> None:
        self.server.used[self._one(account_id).id] = size

    def half_restored(self, old: str, new: str) -> bool:
        self._replace(old, fields=self._one(old).fields._replace(account_id=new))
        return True

    def close(self) -> None:
        """Nothing to end."""

    def _one(self, account_id: str) -> Account:
        return next(one for one in self.server.accounts.values() if one.fields.account_id == account_id)

    def _replace(self, account_id: str, **values: object) -> None:
        account = self._one(account_id)
        self.server.accounts[account.id] = account._replace(**values)


WORLDS: dict[str, Callable[[Path], World]] = {"fake": FakeWorld}


def _platform_worlds() -> None:
    """Each tests/contract/world_<platform>.py has a `make(directory, World) -> World`."""
    for path in sorted(Path(__file__).parent.glob("world_*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        WORLDS[path.stem.removeprefix("world_")] = lambda directory, made=module: made.make(directory, World)


_platform_worlds()


@pytest.fixture(params=sorted(WORLDS))
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made = WORLDS[request.param](tmp_path)
    yield made
    made.close()
