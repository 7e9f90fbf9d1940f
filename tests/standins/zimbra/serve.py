# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the whole: `python3 -m zimbra.serve --config FILE` (JSON, the keys of service.Settings).

It writes one line of JSON with the ports to standard output when it serves, and ends with its standard input or at
SIGTERM.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import secrets
import signal
import ssl
import sys
import threading
import time
from pathlib import Path
from typing import Any

from . import coses, domains, grants, lists, search, server_requests, user
from .directory import Directory
from .local import free_port
from .schema import ROOT_DN
from .seed import plant, seed
from .service import Service, Settings
from .slapd import Slapd
from .table import Table
from .tokens import Mint
from .web import Server

#: the modules that register requests
FAMILIES = (coses, domains, grants, lists, search, server_requests, user)


class Standin:
    """slapd, the directory, and the two ports, of one set of settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.root.mkdir(parents=True, exist_ok=True)
        table = Table()
        self.slapd = Slapd(
            settings.root / "ldap",
            password=settings.ldap_password,
            port=settings.ldap_port,
            host=settings.ldap_listen,
            durable=settings.durable,
        )
        pair = {"certificate": settings.certificate, "key": settings.key} if settings.ldap_tls else {}
        if self.slapd.build(table, **pair):
            plant(self.slapd)
        self.slapd.start()
        settings.ldap_port = self.slapd.port
        try:
            directory = Directory(self.slapd.socket, ROOT_DN, settings.ldap_password)
            directory.load()
            self.service = Service(settings, table, directory, Mint(self._key()))
            seed(self.service)
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(settings.certificate, settings.key or None)
            self.servers = [
                self._server(port, tls, is_admin)
                for port, is_admin in ((settings.admin_port, True), (settings.user_port, False))
            ]
        except BaseException:
            self.slapd.stop()
            raise
        settings.admin_port, settings.user_port = (server.server_address[1] for server in self.servers)

    def _server(self, port: int, tls: ssl.SSLContext, is_admin: bool) -> Server:
        """On this port; 0 = on one that is kept for it also while the stand-in is restarted."""
        for _try in range(20):
            with contextlib.suppress(OSError):
                address = (self.settings.listen, port or free_port())
                return Server(address, self.service, tls, admin_port=is_admin)
            time.sleep(0.1)
        raise OSError(f"{self.settings.listen} port {port or 'any'}: cannot be listened on")

    def _key(self) -> bytes:
        file = self.settings.root / "token.key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_bytes(secrets.token_bytes(32))
        return file.read_bytes()

    def start(self) -> None:
        for server in self.servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()
        self.service.directory.close()
        self.slapd.stop()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="zimbra.serve")
    parser.add_argument("--config", type=Path, required=True, help="JSON file with the settings")
    parser.add_argument("--detached", action="store_true", help="do not end with standard input")
    options = parser.parse_args(arguments)
    # a search of thousands of entries makes many small objects at once and keeps none of them
    gc.set_threshold(100_000, 20, 20)
    values: dict[str, Any] = json.loads(options.config.read_text())
    for name in ("admin_password", "ldap_password", "control"):
        if f"{name}_file" in values:
            values[name] = Path(values.pop(f"{name}_file")).read_text().strip()
    values["root"] = Path(values["root"])
    standin = Standin(Settings(**values))
    standin.start()
    settings = standin.settings
    ports = {"admin": settings.admin_port, "user": settings.user_port, "ldap": settings.ldap_port}
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: ended.set())
    print(json.dumps(ports), flush=True)
    if not options.detached:
        threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    ended.wait()
    standin.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
