# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the endpoint is and who we are there: what is refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import pipe
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

GOOD = {"url": "https://ex01.anm.gov.my/PowerShell/", "auth": "basic", "user": "svc", "password": "rahsia-ini"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": None}, "url is missing"),
        ({"url": "ex01.anm.gov.my"}, "is no address"),
        ({"url": "ftp://ex01/"}, "is no address"),
        ({"url": "https://svc:rahsia-ini@ex01/"}, "must not carry"),
        ({"url": "http://ex01.anm.gov.my/PowerShell/"}, "only for kerberos"),
        ({"auth": "ntlm"}, "is not one of"),
        ({"password": None}, "needs user and password_file"),
        ({"auth": "certificate"}, "needs certificate_file"),
        ({"workers": 0}, "is not from 1 to 17"),
        ({"workers": 18}, "is not from 1 to 17"),
        ({"version": "2013"}, "is not one of"),
        ({"password_file": "/tiada/fail"}, "No such file"),
    ],
)
def test_a_wrong_option_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ProviderError) as caught:
        EndpointTarget.from_options({**GOOD, **change})
    assert said in str(caught.value) and "rahsia-ini" not in str(caught.value)


def test_kerberos_may_be_plain_http_and_without_a_password() -> None:
    found = EndpointTarget.from_options({"url": "http://ex01.anm.gov.my/PowerShell/"})
    assert (found.host, found.port, found.secure, found.path) == ("ex01.anm.gov.my", 80, False, "PowerShell/")


@pytest.mark.parametrize(
    ("url", "path", "port"),
    [
        ("https://ex01.anm.gov.my", "PowerShell/", 443),
        ("https://ex01.anm.gov.my/", "PowerShell/", 443),
        ("https://pool.anm.gov.my:8443/OcsPowershell", "OcsPowershell", 8443),
        ("https://ex01/PowerShell/?serializationLevel=Full", "PowerShell/?serializationLevel=Full", 443),
    ],
)
def test_the_address_is_taken_apart(url: str, path: str, port: int) -> None:
    found = EndpointTarget.from_options({**GOOD, "url": url})
    assert (found.path, found.port) == (path, port)


def test_the_password_is_in_no_repr(tmp_path) -> None:
    file = tmp_path / "kata"
    file.write_text("Rahsia-2026!\n")
    found = EndpointTarget.from_options({**GOOD, "password": None, "password_file": str(file)})
    assert found.password == "Rahsia-2026!" and "Rahsia" not in repr(found)
    file.write_text("\n")
    with pytest.raises(ProviderError, match="is empty"):
        EndpointTarget.from_options({**GOOD, "password_file": str(file)})


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({}, {"auth": "basic", "ssl": True, "username": "svc", "cert_validation": True}),
        ({"ca_file": "/ca.pem"}, {"cert_validation": "/ca.pem"}),
        (
            {"auth": "certificate", "certificate_file": "/c.pem", "certificate_key": "/k.pem"},
            {"auth": "certificate", "certificate_pem": "/c.pem", "certificate_key_pem": "/k.pem"},
        ),
        (
            {"auth": "kerberos", "url": "http://10.0.0.1/PowerShell/", "server_name": "ex01.anm.gov.my"},
            {"auth": "kerberos", "ssl": False, "negotiate_service": "http", "wrap_required": True},
        ),
    ],
)
def test_the_client_is_set_up_as_the_options_say(change: dict[str, Any], wanted: dict[str, Any]) -> None:
    transport = pipe._wsman(EndpointTarget.from_options({**GOOD, **change})).transport
    assert {name: getattr(transport, name) for name in wanted} == wanted
    assert transport.no_proxy is True, "the endpoint is inside"
    if "server_name" in change:
        assert transport.negotiate_hostname_override == "ex01.anm.gov.my"
