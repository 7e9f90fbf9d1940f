# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the endpoint: in this process for tests, or as a process of its own for the lab and for benchmarks."""

from __future__ import annotations

import argparse
import json
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import authority
from .auth import Gate
from .directory import LdapDirectory
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
    world: World | None = None,
    version: str = "2019",
    *,
    max_runspaces: int = 18,
    open_seconds: float = 0.0,
    keytab: str | None = None,
    plain_http: bool = False,
) -> Iterator[Endpoint]:
    """An endpoint in this process, on a free port of loopback.

    Args:
        world: the organisation; None for a fresh one in memory.
        version: 2016, 2019 or SE, when no world is given.
        max_runspaces: open runspaces per user that the throttle allows.
        open_seconds: what opening a runspace takes (1 to 3 on a real server).
        keytab: a key table with HTTP/ex01.ad.anm.test, for Kerberos.
        plain_http: without TLS; then only Kerberos gets in, and it encrypts.
    """
    made = world or World(version=version)
    service = Service(made.run, max_runspaces, open_seconds)
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory() as name:
        ca_file, certificate, key = authority.make(Path(name), ["localhost", "127.0.0.1", "ex01.ad.anm.test"])
        gate = Gate({USER: password}, keytab, tls=not plain_http)
        context = None if plain_http else authority.context(certificate, key)
        server = Server(("127.0.0.1", 0), service, gate, context)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            url = f"http{'' if plain_http else 's'}://localhost:{server.server_address[1]}/PowerShell/"
            yield Endpoint(url, str(ca_file), USER, password, made, service)
        finally:
            server.shutdown()
            service.lose()
            server.server_close()


def main(arguments: list[str] | None = None) -> int:
    """`python3 -m exchange.serve --config FILE`: both ports, until SIGTERM.

    The JSON has: listen, ports (https, http; 0 for a free one), certificate, key, keytab, passwords (user to file),
    version, latency, rights (a JSON file: account to cmdlets; all without it), and directory (url, base, user,
    password_file, ca_file) or none for one in memory.
    """
    parser = argparse.ArgumentParser(prog="exchange.serve")
    parser.add_argument("--config", type=Path, required=True)
    settings = json.loads(parser.parse_args(arguments).config.read_text(encoding="utf-8"))
    directory = None
    if settings.get("directory"):
        options = dict(settings["directory"])
        options["password"] = Path(options.pop("password_file")).read_text(encoding="utf-8").strip()
        directory = LdapDirectory(**options)
    world = World(directory, settings.get("version", "2019"), settings.get("latency"))
    rights = Path(settings.get("rights") or "/nonexistent")
    if rights.is_file():
        given = json.loads(rights.read_text(encoding="utf-8"))
        world.roles = {user.lower(): frozenset(cmdlets) for user, cmdlets in given.items()}
    service = Service(world.run, settings.get("max_runspaces", 18), settings.get("open_seconds", 0.0))
    passwords = {
        user: Path(file).read_text(encoding="utf-8").strip() for user, file in settings.get("passwords", {}).items()
    }
    context = authority.context(Path(settings["certificate"]), Path(settings["key"]))
    found = {}
    for name, tls in (("https", context), ("http", None)):
        if name in settings["ports"]:
            gate = Gate(passwords, settings.get("keytab"), tls=tls is not None)
            server = Server((settings.get("listen", "127.0.0.1"), settings["ports"][name]), service, gate, tls)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            found[name] = server.server_address[1]
    print(json.dumps(found), flush=True)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: ended.set())
    ended.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
