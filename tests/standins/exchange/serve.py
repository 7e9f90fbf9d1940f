# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the endpoint: in this process for tests, or as a process of its own for the lab and for benchmarks."""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import authority
from .auth import Gate
from .engine import Call
from .http import Server, Service
from .world import World

USER = "ANM\\rasmi-exchange"


@dataclass(frozen=True)
class Endpoint:
    """A running endpoint, and what its client has in hand."""

    url: str
    ca_file: str
    user: str
    password: str
    world: World
    service: Service

    @property
    def port(self) -> int:
        """The TCP port on loopback."""
        return int(self.url.rsplit(":", 1)[1].split("/")[0])

    @property
    def calls(self) -> list[Call]:
        """Every cmdlet that was asked for, in order: (cmdlet, parameters)."""
        return self.world.calls


@contextmanager
def serve(
    world: World | None = None, version: str = "2019", *, max_runspaces: int = 18, open_seconds: float = 0.0
) -> Iterator[Endpoint]:
    """An endpoint in this process, on a free port of loopback; `version` is 2016, 2019 or SE when no world is given."""
    made = world or World(version=version)
    made.version = version if world is None else made.version
    service = Service(made.run, max_runspaces, open_seconds)
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory() as name:
        ca_file, certificate, key = authority.make(Path(name), ["localhost", "127.0.0.1"])
        gate = Gate({USER: password})
        server = Server(("127.0.0.1", 0), service, gate, authority.context(certificate, key))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            url = f"https://localhost:{server.server_address[1]}/PowerShell/"
            yield Endpoint(url, str(ca_file), USER, password, made, service)
        finally:
            server.shutdown()
            service.lose()
            server.server_close()
