# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small mail service on loopback that really speaks IMAP, POP3, SMTP and HTTP over TLS.

It exists so that probes can be shown services that keep the standard and services that break it in one way each:
`Service` holds the accounts and the flaws, the protocol handlers only ask it.
"""

from __future__ import annotations

import smtplib
import socketserver
import ssl
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.standins.maildoors import Imap, Pop, Smtp, Submission
from tests.standins.mailservice import NAME, Flaws, Service
from tests.standins.slapd import certificate, write_pair
from tests.standins.webdoor import Web


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Peer:
    """Everything listening: `with Peer(addresses, flaws) as peer`; `peer.ports` maps Ports fields to numbers.

    `host` is where it listens, `fixed` the numbers of doors that must not be any.
    """

    def __init__(
        self,
        addresses: list[str],
        flaws: Flaws | None = None,
        host: str = "127.0.0.1",
        fixed: Mapping[str, int] | None = None,
    ) -> None:
        self.host, self.fixed = host, fixed or {}
        self.service = Service(addresses, flaws or Flaws())
        self.ports: dict[str, int] = {}
        self.outside: tuple[str, int] | None = None
        self.sign: Callable[[bytes], bytes] | None = None
        self._servers: list[socketserver.ThreadingTCPServer] = []
        self._folder = tempfile.TemporaryDirectory(prefix="rasmi-peer-")
        root = Path(self._folder.name)
        authority = certificate("rasmi.mail peer authority")
        write_pair(root, "ca", authority)
        write_pair(root, "server", certificate(NAME, ca=authority))
        self.ca_file = str(root / "ca.pem")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(root / "server.pem", root / "server.key")

    def forward(self, data: bytes) -> None:
        """Hand a message to the outside world, when there is one; signed, when there is somebody to sign."""
        if self.outside:
            data = self.sign(data) if self.sign else data
            with smtplib.SMTP(*self.outside) as client:
                client.sendmail("peer@kelantan.gov.my", ["luar@outside.test"], data)

    def __enter__(self) -> Peer:
        doors: tuple[tuple[str, type[Any], bool], ...] = (
            ("http", Web, False),
            ("https", Web, True),
            ("smtp", Smtp, False),
            ("submission", Submission, False),
            ("submissions", Submission, True),
            ("imap", Imap, False),
            ("imaps", Imap, True),
            ("pop3", Pop, False),
            ("pop3s", Pop, True),
        )
        for name, handler, tls in doors:
            bound = type(handler.__name__, (handler,), {"peer": self, "tls": tls})
            server = _Server((self.host, self.fixed.get(name, 0)), bound)
            server.handle_error = lambda *_args: None  # type: ignore[method-assign]
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            self._servers.append(server)
            self.ports[name] = server.server_address[1]
        return self

    def __exit__(self, *_exc: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._folder.cleanup()
