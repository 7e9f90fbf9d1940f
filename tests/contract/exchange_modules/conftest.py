# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules as Ansible calls them, against the stand-in of Exchange's endpoint over its real wire protocol."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session, is_read
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import Endpoint, serve

DOMAIN = "anm.gov.my"
VERSION = "2019"
BASE = "OU=Pengguna,DC=ad,DC=anm,DC=test"


def options_of(endpoint: Endpoint, version: str = VERSION) -> dict[str, Any]:
    """The module option `exchange` for an endpoint."""
    return {
        "url": endpoint.url,
        "auth": "basic",
        "user": endpoint.user,
        "password": endpoint.password,
        "ca_file": endpoint.ca_file,
        "version": version,
    }


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serve(version=VERSION) as one:
        yield one


@pytest.fixture(scope="module")
def session(endpoint: Endpoint) -> Iterator[Session]:
    """A client of our own, to look and to prepare behind the modules' back."""
    with Session(EndpointTarget.from_options(options_of(endpoint))) as one:
        yield one


def add_person(endpoint: Endpoint, name: str, shown: str = "", base: str = "") -> str:
    """An account in the directory without a mailbox; gives its DN."""
    dn = f"CN={shown or name},{base or BASE}"
    classes = ["top", "person", "organizationalPerson", "user"]
    values = {
        "sAMAccountName": [name],
        "userPrincipalName": [f"{name}@{DOMAIN}"],
        "displayName": [shown or name],
        "userAccountControl": ["512"],
    }
    endpoint.world.directory.add(dn, classes, values)
    return dn


@pytest.fixture
def person(endpoint: Endpoint, session: Session) -> Callable[..., str]:
    """Make an account behind the modules' back, with a mailbox unless it is said not to; gives its address."""

    def make(name: str, mailbox: bool = True, shown: str = "") -> str:
        dn = add_person(endpoint, name, shown)
        address = f"{name}@{DOMAIN}"
        if mailbox:
            session.send("Enable-Mailbox", {"Identity": dn, "Alias": name, "PrimarySmtpAddress": address})
        return address

    return make


class Runner:
    """Runs a module as Ansible does and gives its result; `calls` are the cmdlets of the last run, in order."""

    def __init__(self, endpoint: Endpoint, output: Callable[[], str], options: dict[str, Any] | None = None) -> None:
        self.endpoint, self._output = endpoint, output
        self.options = options or options_of(endpoint)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, module: str, /, *, check: bool = False, **params: Any) -> dict[str, Any]:
        name = module if module.startswith("skype") else f"exchange_{module}"
        code = importlib.import_module(f"ansible_collections.rasmi.mail.plugins.modules.{name}")
        arguments = {"exchange": self.options, **params, "_ansible_check_mode": check, "_ansible_diff": True}
        before = len(self.endpoint.calls)
        with patch_module_args(arguments), pytest.raises(SystemExit):
            code.main()
        self.calls = [(call.cmdlet, call.parameters) for call in self.endpoint.calls[before:]]
        result: dict[str, Any] = json.loads(self._output())
        return result

    @property
    def names(self) -> list[str]:
        """The cmdlets of the last run."""
        return [name for name, _given in self.calls if name != "Select-Object"]

    @property
    def writes(self) -> list[tuple[str, dict[str, Any]]]:
        """Those of them that change something, with their parameters."""
        return [(name, given) for name, given in self.calls if not is_read(name) and name != "Select-Object"]

    def twice(self, module: str, /, **params: Any) -> dict[str, Any]:
        """Check mode, a run, a second run: the first foretells the second, the third changes nothing."""
        foretold = self(module, check=True, **params)
        assert not foretold.get("failed"), foretold["msg"]
        assert self.writes == [], "check mode wrote"
        done = self(module, **params)
        assert not done.get("failed"), done["msg"]
        written = self.writes
        assert bool(written) == done["changed"]
        for key in ("changed", "changes", "diff", "granted", "removed", "drift", "records"):
            assert foretold.get(key) == done.get(key), f"check mode foretold another {key}"
        again = self(module, **params)
        assert again["changed"] is False, again["changes"]
        assert self.writes == [], "a second run wrote"
        self.calls = written
        return done


@pytest.fixture
def run(endpoint: Endpoint, capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(endpoint, lambda: capsys.readouterr().out)
