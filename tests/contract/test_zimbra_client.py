# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP client against the Zimbra stand-in: the traps of a real server, by their numbers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import attributes, faults
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import USER, Soap, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PartialAnswerError,
    ProviderError,
)
from tests.standins.zimbra.harness import Zimbra

PASSWORD = "Sementara-2026!x"
DOMAIN = "negeri.gov.my"


@pytest.fixture(scope="module")
def server() -> Iterator[Zimbra]:
    """Twelve accounts, and a limit of five results as a real server has one of 5000."""
    with Zimbra(max_results=5) as made:
        for number in range(12):
            made.soap("CreateAccountRequest", {"name": f"p{number:02}@{DOMAIN}", "password": PASSWORD})
        yield made


@pytest.fixture
def soap(server: Zimbra) -> Iterator[Soap]:
    with _client(server) as made:
        yield made


def _client(server: Zimbra, **options: Any) -> Soap:
    return Soap(ZimbraTarget.from_options({**server.options, **options}))


def test_the_version_of_the_server_is_understood(soap: Soap) -> None:
    assert soap.version == ("10.1.3_GA_4689.FOSS", (10, 1, 3), "FOSS")


@pytest.mark.parametrize("page", [1, 4, 5, 12, 1000])
def test_trap_5_a_search_gives_everything_whatever_the_page(soap: Soap, page: int) -> None:
    found = list(soap.search("accounts", "(uid=p*)", ["uid"], page=page))
    assert [entry.attrs["uid"] for entry in found] == [[f"p{number:02}"] for number in range(12)]


def test_trap_6_more_than_the_servers_own_limit_is_found_and_counted(server: Zimbra, soap: Soap) -> None:
    refused = server.soap("SearchDirectoryRequest", {"types": "accounts", "query": "(uid=p*)"})
    assert refused["Detail"]["Error"]["Code"] == "account.TOO_MANY_SEARCH_RESULTS"
    assert len(list(soap.search("accounts", "(uid=p*)", ["uid"]))) == 12
    assert soap.count("accounts", "(uid=p*)") == 12


def test_trap_7_a_delegated_admin_without_rights_meets_errors_and_no_empty_world(server: Zimbra) -> None:
    name = f"wakil@{DOMAIN}"
    body = {"name": name, "password": PASSWORD, "a": pairs({"zimbraIsDelegatedAdminAccount": "TRUE"})}
    server.soap("CreateAccountRequest", body)
    with (
        _client(server, user=name, password=PASSWORD) as soap,
        pytest.raises(PartialAnswerError, match=rf"has {name} the right to list there"),
    ):
        list(soap.search("accounts", "", ["uid"]))


def test_trap_8_the_clients_own_pace_is_never_throttled(server: Zimbra) -> None:
    server.knobs(throttle=True)
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        time.sleep(seconds)

    try:
        with Soap(ZimbraTarget.from_options(server.paced), sleep=sleep) as soap:
            for _number in range(60):
                soap.call("GetVersionInfoRequest", {})
    finally:
        server.knobs(throttle=False)
    assert all(pause <= 1.0 for pause in pauses), "a pause of the pace is below a second, a refusal costs more"
    assert pauses


def test_trap_8_a_client_without_a_pace_waits_the_refusals_out(server: Zimbra) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        time.sleep(seconds)

    server.knobs(throttle=True)
    try:
        target = ZimbraTarget.from_options(server.options)
        with Soap(target, sleep=sleep, chance=lambda: 0.5) as soap:
            for _number in range(45):
                soap.call("GetVersionInfoRequest", {})
    finally:
        server.knobs(throttle=False)
    assert waits


def test_trap_9_refusals_are_told_apart_by_their_codes(soap: Soap) -> None:
    body = {"name": f"p00@{DOMAIN}", "password": PASSWORD}
    with pytest.raises(faults.Exists, match=r"account\.ACCOUNT_EXISTS"):
        soap.call("CreateAccountRequest", body)
    with pytest.raises(faults.NotFound, match=r"account\.NO_SUCH_COS"):
        soap.call("GetCosRequest", {"cos": {"by": "name", "_content": "tiada"}})
    with pytest.raises(faults.NotFound, match=r"account\.NO_SUCH_DOMAIN"):
        soap.call("CreateAccountRequest", {**body, "name": "a@tiada.my"})


def test_trap_10_words_are_refused_by_the_server_and_made_digits_by_us(soap: Soap) -> None:
    with pytest.raises(faults.InvalidValue, match="must be a valid long"):
        soap.call("ModifyConfigRequest", {"a": pairs({"zimbraMtaMaxMessageSize": "10MB"})})
    wanted = attributes.check({"zimbraMtaMaxMessageSize": "10MB"}, "globalConfig", soap.version.number, "ujian")
    soap.call("ModifyConfigRequest", {"a": pairs(wanted)})
    answer = soap.call("GetConfigRequest", {"a": [{"n": "zimbraMtaMaxMessageSize"}]})
    assert answer["a"] == [{"n": "zimbraMtaMaxMessageSize", "_content": "10485760"}]


def test_trap_11_a_wrong_password_costs_the_administrator_one_failure_and_not_three(server: Zimbra) -> None:
    name = f"ketua@{DOMAIN}"
    values = {
        "zimbraIsAdminAccount": "TRUE",
        "zimbraPasswordLockoutEnabled": "TRUE",
        "zimbraPasswordLockoutMaxFailures": "3",
    }
    server.soap("CreateAccountRequest", {"name": name, "password": PASSWORD, "a": pairs(values)})
    with _client(server, user=name, password="Salah-2026!x") as soap:
        for _time in range(5):
            with pytest.raises(AuthenticationError, match=r"was not let in.*account\.AUTH_FAILED"):
                soap.call("GetAllCosRequest", {})
    with _client(server, user=name, password=PASSWORD) as soap:
        assert soap.call("GetAllCosRequest", {})["cos"]


def test_an_ended_token_is_renewed_in_the_middle_of_the_work(server: Zimbra, soap: Soap) -> None:
    assert soap.count("accounts", "(uid=p*)") == 12
    server.control("expire")
    assert len(list(soap.search("accounts", "(uid=p*)", ["uid"], page=5))) == 12


def test_a_restarted_server_is_met_again(server: Zimbra, soap: Soap) -> None:
    assert soap.count("accounts", "(uid=p*)") == 12
    server.stop()
    with pytest.raises(ProviderError, match="not reached"):
        _impatient(server).call("GetAllCosRequest", {})
    server.start()
    soap.call("ModifyConfigRequest", {"a": pairs({"zimbraMtaMaxMessageSize": "10485760"})})


def _impatient(server: Zimbra) -> Soap:
    return Soap(ZimbraTarget.from_options(server.options), sleep=lambda _seconds: None)


def test_a_lost_answer_to_a_creation_is_left_to_the_caller_who_finds_it_done(server: Zimbra, soap: Soap) -> None:
    soap.count("accounts", "")
    name = f"hilang@{DOMAIN}"
    server.knobs(faults=[{"request": "CreateAccountRequest", "kind": "cut-after", "times": 1}])
    with pytest.raises(faults.UnknownOutcome):
        soap.call("CreateAccountRequest", {"name": name, "password": PASSWORD})
    assert soap.count("accounts", f"(zimbraMailDeliveryAddress={name})") == 1


def test_a_batch_tells_each_items_fate_in_its_place(soap: Soap) -> None:
    items = [("CreateAccountRequest", {"name": f"kelompok{at}@{DOMAIN}", "password": PASSWORD}) for at in (1, 1, 2)]
    items.insert(1, ("GetCosRequest", {"cos": {"by": "name", "_content": "tiada"}}))
    first, cos, again, second = soap.batch(items)
    assert isinstance(first, dict)
    assert first["account"][0]["name"] == f"kelompok1@{DOMAIN}"
    assert isinstance(cos, faults.NotFound)
    assert isinstance(again, faults.Exists)
    assert isinstance(second, dict)
    assert second["account"][0]["name"] == f"kelompok2@{DOMAIN}"


def test_a_user_logs_in_on_the_user_port(server: Zimbra) -> None:
    target = ZimbraTarget.from_options(
        {**server.options, "url": server.user_url, "user": f"p00@{DOMAIN}", "password": PASSWORD}
    )
    with Soap(target, namespace=USER) as soap:
        assert soap.token()


def test_the_admin_service_is_not_on_the_user_port(server: Zimbra) -> None:
    with _client(server, url=server.user_url) as soap, pytest.raises(ProviderError):
        soap.call("GetAllCosRequest", {})
