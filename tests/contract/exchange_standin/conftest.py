# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in is spoken to by an unmodified pypsrp, once with a directory in memory and once with a real one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

from ansible_collections.rasmi.mail.tests.standins.exchange.directory import Directory, LdapDirectory, MemoryDirectory
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import Endpoint, serve
from ansible_collections.rasmi.mail.tests.standins.exchange.world import World
from ansible_collections.rasmi.mail.tests.standins.samba import Samba, samba


class Answer(NamedTuple):
    """What a pipeline gave."""

    rows: list[Any]
    errors: list[Any]
    warnings: list[str]

    @property
    def reasons(self) -> list[str]:
        """The short names of the exceptions."""
        return [one.reason for one in self.errors]

    @property
    def texts(self) -> list[str]:
        """The messages."""
        return [str(one) for one in self.errors]

    def one(self) -> dict[str, Any]:
        """The properties of the one object."""
        (row,) = self.rows
        return dict(row.adapted_properties or row.extended_properties)


class Client:
    """One runspace pool on an endpoint."""

    def __init__(self, endpoint: Endpoint, configuration: str = "Microsoft.Exchange", **options: Any) -> None:
        self.endpoint = endpoint
        settings = {
            "server": "localhost",
            "port": endpoint.port,
            "ssl": True,
            "path": "PowerShell/",
            "auth": "basic",
            "username": endpoint.user,
            "password": endpoint.password,
            "cert_validation": endpoint.ca_file,
            "operation_timeout": 20,
            **options,
        }
        self.wsman = WSMan(**settings)
        self.pool = RunspacePool(self.wsman, configuration_name=configuration)

    def __enter__(self) -> Client:
        self.pool.open()
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self.pool.close()
        finally:
            self.wsman.close()

    def __call__(self, cmdlet: str, **parameters: Any) -> Answer:
        return self.pipe((cmdlet, parameters))

    def pipe(self, *commands: tuple[str, dict[str, Any]]) -> Answer:
        """Run cmdlets after each other."""
        shell = PowerShell(self.pool)
        for cmdlet, parameters in commands:
            shell.add_cmdlet(cmdlet).add_parameters(parameters)
        rows = shell.invoke()
        answer = Answer(rows, list(shell.streams.error), [one.message for one in shell.streams.warning])
        shell.close()
        return answer


@pytest.fixture(scope="session")
def domain() -> Iterator[Samba]:
    with samba() as made:
        yield made


@pytest.fixture(scope="session", params=["memory", "samba"])
def directory(request: pytest.FixtureRequest) -> Directory:
    if request.param == "memory":
        return MemoryDirectory()
    dc = request.getfixturevalue("domain")
    return LdapDirectory(dc.url, dc.base, dc.admin, dc.password(), dc.ca_file)


@pytest.fixture(scope="session")
def skype(organisation: Client) -> Iterator[Client]:
    """The pool of Skype for Business, over the same directory."""
    with Client(organisation.endpoint, "Microsoft.PowerShell", path="OcsPowershell") as client:
        yield client


@pytest.fixture(scope="session")
def organisation(directory: Directory) -> Iterator[Client]:
    """Exchange over the directory; tests use names of their own."""
    with serve(World(directory)) as endpoint, Client(endpoint) as client:
        yield client
