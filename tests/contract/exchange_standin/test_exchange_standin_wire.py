# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wire: what an unmodified client meets on a WSMan endpoint of Exchange."""

from __future__ import annotations

import base64
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests
from pypsrp.exceptions import AuthenticationError, WSManFaultError
from pypsrp.powershell import PowerShell

from ansible_collections.rasmi.mail.tests.standins.exchange.clixml import Record
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import Endpoint, serve
from ansible_collections.rasmi.mail.tests.standins.exchange.world import World
from ansible_collections.rasmi.mail.tests.standins.samba import Samba

from .conftest import Client

SHELL_NOT_FOUND = 2150858843
NO_SUCH_RESOURCE = 2150858811


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serve(World()) as made:
        yield made


@pytest.fixture
def client(endpoint: Endpoint) -> Iterator[Client]:
    endpoint.world.latency.clear()
    with Client(endpoint) as made:
        yield made


def test_scripts_are_refused(client: Client) -> None:
    shell = PowerShell(client.pool).add_script("Get-TransportConfig | Where-Object { $_.MaxSendSize }")
    assert shell.invoke() == []
    assert [one.fq_error.partition(",")[0] for one in shell.streams.error] == ["ScriptsNotAllowed"]


def test_an_unknown_cmdlet_ends_the_pipeline(client: Client) -> None:
    assert client("Get-Cuaca").reasons == ["CommandNotFoundException"]


def test_what_an_account_has_no_role_for_is_hidden(client: Client, endpoint: Endpoint) -> None:
    endpoint.world.roles["rasmi-exchange"] = frozenset({"Get-SendConnector"})
    try:
        assert client("Get-SendConnector").rows
        assert client("Get-TransportConfig").reasons == ["CommandNotFoundException"]
    finally:
        endpoint.world.roles.clear()


def test_an_error_that_ends_nothing_is_only_in_the_stream(client: Client) -> None:
    shell = PowerShell(client.pool).add_cmdlet("Get-ReceiveConnector").add_parameter("Identity", "tiada")
    shell.invoke()
    assert shell.had_errors is False
    (error,) = shell.streams.error
    assert error.reason == "ManagementObjectNotFoundException"
    shape = (
        r"\[Server=EX01,RequestId=[0-9a-f-]{36},TimeStamp=\d+/\d+/\d{4} \d+:\d\d:\d\d [AP]M\] "
        r"\[FailureCategory=Cmdlet-ManagementObjectNotFoundException\] [0-9A-F]{8},"
        r"Microsoft\.Exchange\.Management\.SystemConfigurationTasks\.GetReceiveConnector"
    )
    assert re.fullmatch(shape, error.fq_error)
    assert error.message == "NotSpecified: (:) [Get-ReceiveConnector], ManagementObjectNotFoundException"


def test_the_same_error_ends_the_pipeline_when_the_caller_wants_it(client: Client) -> None:
    shell = PowerShell(client.pool).add_cmdlet("Get-ReceiveConnector")
    shell.add_parameters({"Identity": "tiada", "ErrorAction": "Stop"}).invoke()
    assert shell.had_errors is True


def test_binding_fails_with_powershells_own_identity(client: Client) -> None:
    (error,) = client("Set-TransportConfig", MaxSendSizeX="1").errors
    assert (
        error.fq_error
        == "NamedParameterNotFound,Microsoft.Exchange.Management.SystemConfigurationTasks.SetTransportConfig"
    )
    assert error.message == "InvalidArgument: (:) [Set-TransportConfig], ParameterBindingException"


def test_what_would_ask_a_person_fails(client: Client) -> None:
    assert client("Remove-SendConnector", Identity="Internet").reasons == ["HostException"]
    assert client("Get-SendConnector", Identity="Internet").rows


def test_nothing_happens_with_whatif(client: Client) -> None:
    client("Remove-SendConnector", Identity="Internet", Confirm=False, WhatIf=True)
    assert client("Get-SendConnector", Identity="Internet").rows


def test_types_and_lists_have_exchanges_names(client: Client) -> None:
    (row,) = client("Get-ReceiveConnector", Identity="Client Frontend EX01").rows
    assert row.types[0] == (
        "Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector"
        if row.types[0].startswith("Deserialized.") else
        "Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector"
    )  # fmt: skip
    shown = row.adapted_properties
    # The trap: an unmodified client does not read a list of Exchange.
    assert not isinstance(shown["Bindings"], list)
    assert any("MultiValuedProperty" in one for one in shown["Bindings"].types)
    assert (shown["MaxMessageSize"], shown["TlsCertificateName"]) == ("36 MB (37,748,736 bytes)", None)


def test_records_of_all_streams_arrive(client: Client, endpoint: Endpoint) -> None:
    def noisy(call: Any) -> Iterator[str]:
        call.warn("hati-hati")
        yield "teks <&> \x01 _x0041_"

    endpoint.world.cmdlets["Get-Noise"] = noisy
    found = client("Get-Noise")
    assert (found.rows, found.warnings) == (["teks <&> \x01 _x0041_"], ["hati-hati"])


def test_a_mistake_of_the_stand_in_is_never_silent(client: Client, endpoint: Endpoint) -> None:
    def broken(_call: Any) -> list[Any]:
        raise RuntimeError("rosak")

    endpoint.world.cmdlets["Get-Broken"] = broken
    assert client("Get-Broken").reasons == ["StandInException"]


def test_properties_are_chosen_on_the_server(client: Client) -> None:
    found = client.pipe(("Get-AcceptedDomain", {}), ("Select-Object", {"Property": ["DomainName", "Default"]}))
    assert found.rows[0].adapted_properties == {"DomainName": "anm.gov.my", "Default": True}


def test_several_statements_in_one_pipeline(client: Client) -> None:
    shell = (
        PowerShell(client.pool).add_cmdlet("Set-TransportConfig").add_parameter("MaxSendSize", "14MB").add_statement()
    )
    shell.add_cmdlet("Get-TransportConfig")
    (row,) = shell.invoke()
    assert row.adapted_properties["MaxSendSize"] == "14 MB (14,680,064 bytes)"


def test_a_parameter_larger_than_an_envelope(client: Client, endpoint: Endpoint) -> None:
    endpoint.world.cmdlets["Measure-Text"] = lambda call: [len(call.get("Text"))]
    assert client("Measure-Text", Text="a" * 1_500_000).rows == [1_500_000]


def test_a_cmdlet_may_take_longer_than_the_operation_timeout(endpoint: Endpoint) -> None:
    endpoint.world.latency["Get-TransportConfig"] = 2.5
    with Client(endpoint, operation_timeout=1) as client:
        started = time.monotonic()
        assert len(client("Get-TransportConfig").rows) == 1
        assert time.monotonic() - started >= 2.5


def test_a_running_cmdlet_is_stopped(client: Client, endpoint: Endpoint) -> None:
    endpoint.world.latency["Get-TransportConfig"] = 30
    shell = PowerShell(client.pool).add_cmdlet("Get-TransportConfig")
    shell.begin_invoke()
    started = time.monotonic()
    shell.stop()
    endpoint.world.latency.clear()
    assert client("Get-TransportConfig").rows
    assert time.monotonic() - started < 20


def test_the_default_of_a_thousand_is_a_warning(client: Client, endpoint: Endpoint) -> None:
    plain = endpoint.world.cmdlets["Get-Mailbox"]
    endpoint.world.serve_rendered("Get-Mailbox", (Record(("X",), {"Number": one}) for one in range(1200)))
    try:
        found = client("Get-Mailbox")
        assert (len(found.rows), len(found.warnings)) == (1000, 1)
        assert "first 1000 items" in found.warnings[0]
        found = client("Get-Mailbox", ResultSize="Unlimited")
        assert (len(found.rows), found.warnings) == (1200, [])
        assert len(client("Get-Mailbox", ResultSize=7).rows) == 7
    finally:
        endpoint.world.cmdlets["Get-Mailbox"] = plain


def test_the_nineteenth_runspace_is_refused() -> None:
    with serve(World()) as endpoint, ExitStack() as stack:
        clients = [stack.enter_context(Client(endpoint)) for _number in range(18)]
        with pytest.raises(WSManFaultError) as caught:
            Client(endpoint).pool.open()
        assert "exceeded the maximum number of connections allowed : 18" in str(caught.value)
        clients[0].pool.close()
        stack.enter_context(Client(endpoint))


def test_a_lost_shell_has_its_own_fault(endpoint: Endpoint) -> None:
    client = Client(endpoint).__enter__()
    endpoint.service.lose()
    with pytest.raises(WSManFaultError) as caught:
        client("Get-TransportConfig")
    assert caught.value.code == SHELL_NOT_FOUND
    assert client.pool.is_alive() is False


def test_a_shell_lost_under_a_waiting_client(endpoint: Endpoint) -> None:
    endpoint.world.latency["Get-TransportConfig"] = 30
    client = Client(endpoint).__enter__()
    shell = PowerShell(client.pool).add_cmdlet("Get-TransportConfig")
    shell.begin_invoke()
    endpoint.service.lose()
    endpoint.world.latency.clear()
    with pytest.raises(WSManFaultError):
        shell.poll_invoke()


def test_another_configuration_is_not_there(endpoint: Endpoint) -> None:
    with pytest.raises(WSManFaultError) as caught:
        Client(endpoint, "Microsoft.Windows").pool.open()
    assert caught.value.code == NO_SUCH_RESOURCE


def test_a_wrong_password_is_refused(endpoint: Endpoint) -> None:
    with pytest.raises(AuthenticationError):
        Client(endpoint, password="salah").pool.open()


def test_an_unknown_authority_is_not_trusted(endpoint: Endpoint) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        Client(endpoint, cert_validation=True).pool.open()


def test_basic_is_not_offered_without_tls() -> None:
    with serve(World(), plain_http=True) as endpoint:
        answer = requests.post(endpoint.url, b"x", auth=(endpoint.user, endpoint.password), timeout=10)
    assert answer.status_code == 401
    assert "Basic" not in answer.headers.get("WWW-Authenticate", "")


KERBEROS = """
import sys
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan
port, tls, ca_file, auth, host = sys.argv[1:]
trust = {"cert_validation": ca_file} if tls == "1" else {}
user, password = sys.stdin.read().split()
wsman = WSMan("localhost", port=int(port), ssl=tls == "1", path="PowerShell/", auth=auth, username=user,
              password=password, negotiate_service="HTTP", negotiate_hostname_override=host, **trust)
with wsman, RunspacePool(wsman, configuration_name="Microsoft.Exchange") as pool:
    (row,) = PowerShell(pool).add_cmdlet("Get-TransportConfig").invoke()
    print(row.adapted_properties["MaxSendSize"], wsman.transport.encryption is not None)
"""


@pytest.mark.parametrize("auth", ["kerberos", "negotiate"])
@pytest.mark.parametrize("tls", [True, False], ids=["https", "http"])
def test_kerberos_lets_in_and_encrypts_where_tls_does_not(domain: Samba, auth: str, tls: bool) -> None:
    pytest.importorskip("gssapi", reason="Kerberos is not installed: script/bootstrap kerberos")
    with serve(World(), keytab=domain.keytab, plain_http=not tls) as endpoint:
        found = subprocess.run(
            [sys.executable, "-c", KERBEROS, str(endpoint.port), str(int(tls)), endpoint.ca_file, auth, domain.host],
            env={**os.environ, "KRB5_CONFIG": domain.krb5_conf}, capture_output=True, text=True, check=False,
            input=f"rasmi-exchange@{domain.realm}\n{domain.password('rasmi-exchange')}\n",
        )  # fmt: skip
    assert found.stdout.strip() == f"10 MB (10,485,760 bytes) {not tls}", found.stderr[-500:]


def test_a_ticket_for_something_else_is_refused(domain: Samba) -> None:
    pytest.importorskip("gssapi", reason="Kerberos is not installed: script/bootstrap kerberos")
    ntlm = base64.b64encode(b"NTLMSSP\0\1\0\0\0" + b"\0" * 24).decode()
    with serve(World(), keytab=domain.keytab) as endpoint:
        trusted = ssl.create_default_context(cafile=endpoint.ca_file)
        request = urllib.request.Request(endpoint.url, b"x", {"Authorization": f"Negotiate {ntlm}"})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, context=trusted)
    assert caught.value.code == 401


def test_without_tls_the_rest_of_the_web_server_is_forbidden() -> None:
    with serve(World(), plain_http=True) as endpoint:
        found = requests.get(endpoint.url.replace("PowerShell/", "owa/"), timeout=10, allow_redirects=False)
    assert found.status_code == 403
