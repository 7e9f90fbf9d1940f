# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS from memory: what a socket would give, and nothing from a server that is not the one we want."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.tls import Tls
from tests.standins.slapd import certificate, write_pair

Serve = Callable[[ssl.SSLSocket], None]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    write_pair(folder, "server", certificate("localhost"))
    return folder


@pytest.fixture
def connect(pair: Path) -> Iterator[Callable[..., Tls]]:
    opened: list[socket.socket] = []
    served: list[threading.Thread] = []

    def start(serve: Serve, name: str = "localhost", version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Tls:
        here, there = socket.socketpair()
        here.settimeout(10)
        opened.extend((here, there))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pair / "server.pem", pair / "server.key")
        context.maximum_version = version

        def run() -> None:
            try:
                with context.wrap_socket(there, server_side=True) as secured:
                    serve(secured)
            except OSError:
                pass

        served.append(threading.Thread(target=run))
        served[-1].start()
        trusting = ssl.create_default_context(cafile=str(pair / "server.pem"))
        return Tls(here, trusting, name)

    yield start
    for one in opened:
        one.close()
    for thread in served:
        thread.join()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_small_records_come_together_and_nothing_is_lost(connect: Callable[..., Tls], version: ssl.TLSVersion) -> None:
    def serve(secured: ssl.SSLSocket) -> None:
        asked = secured.recv(100)
        for number in range(3000):
            secured.sendall(asked + b"%06d;" % number)
        secured.unwrap()

    stream = connect(serve, version=version)
    stream.sendall(b"ask ")
    found, pieces = b"", 0
    while piece := stream.recv(262144):
        found, pieces = found + piece, pieces + 1
    assert found == b"".join(b"ask %06d;" % number for number in range(3000))
    assert pieces < 3000


def test_a_large_request_arrives_whole(connect: Callable[..., Tls]) -> None:
    size = 3_000_000

    def serve(secured: ssl.SSLSocket) -> None:
        got = 0
        while got < size:
            got += len(secured.recv(65536))
        secured.sendall(b"%d" % got)

    stream = connect(serve)
    stream.sendall(bytes(size))
    assert stream.recv(100) == b"%d" % size


def test_a_connection_cut_without_goodbye_is_an_error_not_an_end(connect: Callable[..., Tls]) -> None:
    def serve(secured: ssl.SSLSocket) -> None:
        secured.sendall(b"some")
        socket.socket(fileno=secured.detach()).close()

    stream = connect(serve)
    with pytest.raises(OSError):
        while stream.recv(100):
            pass


def test_another_name_is_refused(connect: Callable[..., Tls]) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(lambda secured: None, name="other.example")


def test_waiting_for_more_than_comes_ends_and_what_came_is_there(connect: Callable[..., Tls]) -> None:
    def serve(secured: ssl.SSLSocket) -> None:
        secured.sendall(b"one")
        secured.recv(100)
        secured.unwrap()

    stream = connect(serve)
    stream.gather(50, 14)
    assert stream.recv(100) == b"one"
    stream.sendall(b"enough")
    stream.gather(50, 14)
    assert stream.recv(100) == b""
