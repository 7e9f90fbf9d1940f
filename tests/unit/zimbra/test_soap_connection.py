# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP client and certificates: whom it does not believe; and what it downloads."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    ProviderError,
)
from tests.standins.soapscript import Answer, Script, page
from tests.unit.zimbra.soap_bench import READ, Bench

# --- TLS


def test_a_certificate_of_an_unknown_authority_is_refused_with_the_remedy(server: Script) -> None:
    bench = Bench(server, ca_file="")
    with pytest.raises(ProviderError, match=r"certificate was not accepted.*zimbra\.ca_file"):
        bench.soap.call(*READ)
    assert not bench.pauses
    assert not server.asked


def test_the_certificate_must_carry_the_expected_name(server: Script) -> None:
    with pytest.raises(ProviderError, match=r"certificate was not accepted.*zimbra\.server_name"):
        Bench(server, server_name="mel.kelantan.gov.my").soap.call(*READ)
    assert not server.asked
    Bench(server, server_name="localhost").soap.call(*READ)


def test_a_ca_file_that_cannot_be_read_is_named(server: Script) -> None:
    with pytest.raises(ProviderError, match=r"zimbra\.ca_file: /tiada\.pem: No such file"):
        Bench(server, ca_file="/tiada.pem")


def test_a_port_without_tls_says_so() -> None:
    import socket
    import threading

    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]

        def greet() -> None:
            connection, _address = plain.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        target = ZimbraTarget(url=f"https://127.0.0.1:{port}/service/admin/soap", user="a", password="b")
        with pytest.raises(ProviderError, match="Is this the port of an HTTPS service"):
            Soap(target).call(*READ)
        thread.join(10)


# --- downloads


def test_a_download_streams_with_the_cookie_of_the_admin(bench: Bench) -> None:
    bench.server.steps.append(lambda _asked: Answer(body=b"x" * 200_000, kind="application/x-compressed-tar"))
    blocks: list[bytes] = []
    reply = bench.soap.download("/service/home/a@b.my/?fmt=tgz", blocks.append)
    assert reply.status == 200
    assert len(blocks) > 1
    assert b"".join(blocks) == b"x" * 200_000
    assert bench.server.asked[-1].cookie == "ZM_ADMIN_AUTH_TOKEN=TOKEN-1"
    bench.soap.call(*READ)
    assert bench.server.connections == 1


def test_a_download_that_breaks_off_is_an_error(bench: Bench) -> None:
    bench.server.steps.append(lambda _asked: Answer(body=b"x" * 100, cut=50))
    with pytest.raises(ProviderError, match="broke off"):
        bench.soap.download("/service/home/a@b.my/?fmt=tgz", lambda _block: None)


def test_a_download_with_an_ended_login_logs_in_again_and_nothing_there_is_no_error(bench: Bench) -> None:
    bench.server.steps += [page(401), page(429), lambda _asked: Answer(204)]
    blocks: list[bytes] = []
    assert bench.soap.download("/service/home/a@b.my/?fmt=tgz", blocks.append).status == 204
    assert bench.server.logins() == 2
    assert not blocks
