# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules as Ansible calls them, against the stand-in of the admin service over a real slapd."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import Zimbra

DOMAIN = "kelantan.gov.my"


@pytest.fixture(scope="module")
def server() -> Iterator[Zimbra]:
    with Zimbra(domain=DOMAIN, admin=f"admin@{DOMAIN}") as one:
        yield one


@pytest.fixture(scope="module")
def soap(server: Zimbra) -> Iterator[Soap]:
    """The administrator's own client, to look and to prepare behind the modules' back."""
    with Soap(ZimbraTarget.from_options(server.options)) as one:
        yield one


class Runner:
    """Runs a module as Ansible does and gives its result; `sent` has the requests of the last run, in order."""

    def __init__(self, options: dict[str, Any], output: Callable[[], str]) -> None:
        self.options, self._output = dict(options), output
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, module: str, /, *, check: bool = False, **params: Any) -> dict[str, Any]:
        code = importlib.import_module(f"ansible_collections.rasmi.mail.plugins.modules.zimbra_{module}")
        arguments = {"zimbra": self.options, **params, "_ansible_check_mode": check, "_ansible_diff": True}
        self.sent = []
        Soap.observers.append(self._note)
        try:
            with patch_module_args(arguments), pytest.raises(SystemExit):
                code.main()
        finally:
            Soap.observers.remove(self._note)
        result: dict[str, Any] = json.loads(self._output())
        return result

    def _note(self, request: str, body: Any) -> None:
        self.sent.append((request, dict(body)))

    @property
    def names(self) -> list[str]:
        """The requests of the last run, without login and version."""
        return [name for name, _body in self.sent if name not in ("AuthRequest", "GetVersionInfoRequest")]

    @property
    def writes(self) -> list[str]:
        """Those of them that change something."""
        return [name for name in self.names if not name.startswith(("Get", "Search", "Check", "Batch"))]

    def twice(self, module: str, /, **params: Any) -> dict[str, Any]:
        """Check mode, a run, a second run: the first foretells the second, the third changes nothing."""
        foretold = self(module, check=True, **params)
        assert not foretold.get("failed"), foretold["msg"]
        assert self.writes == [], "check mode wrote"
        done = self(module, **params)
        assert not done.get("failed"), done["msg"]
        assert bool(self.writes) == done["changed"]
        for key in ("changed", "changes", "restart", "diff", "granted", "revoked"):
            assert foretold.get(key) == done.get(key), f"check mode foretold another {key}"
        again = self(module, **params)
        assert again["changed"] is False, again["changes"]
        assert self.writes == [], "a second run wrote"
        return done


@pytest.fixture
def run(server: Zimbra, capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(server.options, lambda: capsys.readouterr().out)


@pytest.fixture
def account(soap: Soap) -> Callable[..., str]:
    """Make an account behind the modules' back; gives its id."""

    def make(name: str, **values: Any) -> str:
        body = {"name": name, "password": "Ujian-2026-Rahsia", "a": pairs(values)}
        return str(soap.call("CreateAccountRequest", body)["account"][0]["id"])

    return make


@pytest.fixture
def attrs(soap: Soap) -> Callable[..., dict[str, list[str]]]:
    """The own attributes of an object as the server has them: attrs("cos", "default")."""

    def get(kind: str, name: str, by: str = "name") -> dict[str, list[str]]:
        request = {"cos": "GetCosRequest", "account": "GetAccountRequest", "domain": "GetDomainRequest"}
        request |= {"server": "GetServerRequest", "dl": "GetDistributionListRequest"}
        own = {"account": {"applyCos": "0"}, "domain": {"applyConfig": "0"}, "server": {"applyConfig": "0"}}
        element = soap.call(request[kind], {kind: {"by": by, "_content": name}, **own.get(kind, {})})[kind][0]
        found: dict[str, list[str]] = {"": [element["id"]]}
        for pair in element["a"]:
            found.setdefault(pair["n"], []).append(pair["_content"])
        return found

    return get
