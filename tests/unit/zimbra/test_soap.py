# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP client against a scripted HTTPS server: what it repeats, what it never repeats, and what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import faults
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import USER, Soap, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PartialAnswerError,
    PolicyRefusedError,
    ProviderError,
)
from tests.standins.soapscript import Answer, Asked, Script, fault, hang_up, ok, page, refuse, say
from tests.unit.zimbra.soap_bench import CREATE, READ, SETTLE, Bench, batched

# --- login and connection


def test_one_login_and_one_connection_serve_many_calls(bench: Bench) -> None:
    for _time in range(5):
        bench.soap.call(*READ)
    assert bench.server.logins() == 1
    assert bench.server.connections == 1
    assert [asked.context.get("authToken") for asked in bench.server.asked] == [None, *["TOKEN-1"] * 5]


def test_nothing_is_sent_before_the_first_call(bench: Bench) -> None:
    assert bench.server.connections == 0


@pytest.mark.parametrize("code", ["service.AUTH_EXPIRED", "service.AUTH_REQUIRED"])
def test_an_ended_login_is_renewed_once_even_for_a_write(bench: Bench, code: str) -> None:
    bench.soap.call(*READ)
    bench.server.steps += [refuse(code), ok(account=[{"id": "1"}])]
    assert bench.soap.call(*CREATE)["account"] == [{"id": "1"}]
    assert bench.server.logins() == 2
    assert bench.server.asked[-1].context["authToken"] == "TOKEN-2"


def test_a_login_that_ends_at_once_every_time_is_an_error(bench: Bench) -> None:
    bench.server.steps += [refuse("service.AUTH_EXPIRED")] * 5
    with pytest.raises(faults.SessionEnded):
        bench.soap.call(*READ)
    assert len(bench.server.steps) >= 3


def test_trap_11_a_refused_login_is_not_repeated_since_failures_lock_administrators(bench: Bench) -> None:
    bench.server.login = refuse("account.AUTH_FAILED", "authentication failed for [admin@kelantan.gov.my]")
    for _time in range(4):
        with pytest.raises(AuthenticationError, match=r"admin@kelantan\.gov\.my was not let in"):
            bench.soap.call(*READ)
    assert bench.server.logins() == 1


def test_a_user_logs_in_at_the_user_service_and_changes_a_password_without_a_token(server: Script) -> None:
    with Soap(ZimbraTarget.from_options(server.options), namespace=USER) as soap:
        soap.call("GetInfoRequest", {})
        login = server.asked[0]
        assert login.body["account"] == {"by": "name", "_content": "admin@kelantan.gov.my"}
        assert login.body["_jsns"] == USER
        name = {"by": "name", "_content": "a@b.my"}
        old, new = {"_content": "Lama-2026!xyz"}, {"_content": "Baharu-2026!xyz"}
        soap.call("ChangePasswordRequest", {"account": name, "oldPassword": old, "password": new}, login=False)
        assert "authToken" not in server.asked[-1].context


def test_a_connection_that_the_server_closed_while_idle_is_reopened_even_for_a_write(bench: Bench) -> None:
    bench.server.steps.append(lambda asked: say(asked.name, {}, close=True))
    bench.soap.call(*READ)
    # the close may take a moment to arrive: it is there when the next connection is needed
    bench.server.steps.append(ok(account=[{"id": "1"}]))
    _wait_until_closed(bench.soap)
    assert bench.soap.call(*CREATE)["account"] == [{"id": "1"}]
    assert bench.server.connections == 2
    assert bench.server.names().count("CreateAccountRequest") == 1
    assert not bench.pauses, "it was seen before anything was sent, not by a failure"


def _wait_until_closed(soap: Soap) -> None:
    import select

    connection = soap._exchange._transport._connection
    assert connection is not None
    assert select.select([connection.sock], [], [], 5)[0]


# --- what is repeated


@pytest.mark.parametrize("request_", [READ, SETTLE], ids=["read", "settling write"])
def test_a_lost_answer_is_asked_again_when_that_is_safe(bench: Bench, request_: tuple[str, dict[str, Any]]) -> None:
    bench.server.steps += [hang_up, ok(x="1")]
    assert bench.soap.call(*request_)["x"] == "1"
    assert len(bench.pauses) == 1


@pytest.mark.parametrize(
    "step",
    [
        hang_up,
        lambda asked: Answer(body=b'{"Body": {"CreateAccountResponse"', cut=10),
        lambda asked: Answer(body=b'{"Body": {"CreateAcc'),
        page(502),
        page(504),
        page(500),
        refuse("service.PROXY_ERROR"),
        refuse("service.RESOURCE_UNREACHABLE"),
    ],
    ids=["closed", "cut", "half", "502", "504", "500 html", "PROXY_ERROR", "RESOURCE_UNREACHABLE"],
)
def test_a_write_whose_answer_was_lost_is_never_repeated(bench: Bench, step: Any) -> None:
    bench.server.steps.append(step)
    with pytest.raises(faults.UnknownOutcome, match="CreateAccount: the answer was lost"):
        bench.soap.call(*CREATE)
    assert bench.server.names() == ["CreateAccountRequest"]


def test_one_unrepeatable_item_makes_the_batch_unrepeatable(bench: Bench) -> None:
    bench.server.steps += [hang_up, hang_up]
    with pytest.raises(faults.UnknownOutcome):
        bench.soap.batch([SETTLE, CREATE])
    assert bench.server.names() == ["BatchRequest"]


def test_adding_a_value_of_a_list_is_not_repeated(bench: Bench) -> None:
    bench.server.steps.append(hang_up)
    with pytest.raises(faults.UnknownOutcome):
        bench.soap.call("ModifyAccountRequest", {"id": "1", "a": pairs({"+zimbraForeignPrincipal": "rasmi:1"})})


def test_a_read_whose_answers_are_lost_ends_after_three(bench: Bench) -> None:
    bench.server.steps += [hang_up] * 10
    with pytest.raises(ProviderError, match="no whole answer"):
        bench.soap.call(*READ)
    assert bench.server.names() == ["GetAllCosRequest"] * 3


def test_a_server_that_does_not_answer_in_time_is_not_waited_for(server: Script) -> None:
    import threading

    release = threading.Event()

    def stall(asked: Asked) -> Answer:
        release.wait(30)
        return say(asked.name, {})

    bench = Bench(server, timeout=1)
    server.steps.append(stall)
    with pytest.raises(faults.UnknownOutcome, match="no answer in time"):
        bench.soap.call(*CREATE)
    release.set()


def test_trap_8_the_throttles_page_of_html_is_waited_out_for_reads_and_writes(bench: Bench) -> None:
    throttled = page(429, DoSFilter="unavailable")
    bench.server.steps += [throttled, throttled, ok(account=[{"id": "1"}])]
    assert bench.soap.call(*CREATE)["account"] == [{"id": "1"}]
    assert bench.pauses == [1.0, 2.0]


def test_trap_8_a_throttle_without_end_is_an_error_that_names_the_settings(server: Script) -> None:
    bench = Bench(server, tries=3)
    server.steps += [page(429)] * 9
    with pytest.raises(faults.Throttled, match="zimbraHttpThrottleSafeIPs"):
        bench.soap.call(*CREATE)
    assert server.names() == ["CreateAccountRequest"] * 3


@pytest.mark.parametrize("step", [page(503), refuse("service.TEMPORARILY_UNAVAILABLE")])
def test_a_server_that_is_not_ready_is_asked_again_even_with_a_write(bench: Bench, step: Any) -> None:
    bench.server.steps += [step, step, step, ok()]
    bench.soap.call(*CREATE)
    assert bench.pauses == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("code", ["service.PROXY_ERROR", "service.RESOURCE_UNREACHABLE"])
def test_a_break_behind_the_server_is_asked_again_when_safe(bench: Bench, code: str) -> None:
    bench.server.steps += [refuse(code), ok()]
    bench.soap.call(*SETTLE)
    assert bench.pauses == [1.0]


def test_retry_after_is_honoured_in_seconds_and_as_a_date(bench: Bench) -> None:
    bench.server.steps += [page(503, Retry_After="7"), page(503, Retry_After="Thu, 01 Jan 1970 00:00:00 GMT"), ok()]
    bench.soap.call(*READ)
    assert bench.pauses == [7.0, 0.0]


def test_a_server_that_is_not_there_is_tried_four_times() -> None:
    from tests.standins.slapd import free_port

    pauses: list[float] = []
    target = ZimbraTarget(url=f"https://127.0.0.1:{free_port()}/service/admin/soap", user="a", password="b")
    with pytest.raises(ProviderError, match="not reached: Connection refused"):
        Soap(target, sleep=pauses.append, chance=lambda: 0.0).call(*READ)
    assert pauses == [1.0, 2.0, 4.0]


# --- answers


def test_trap_9_every_refusal_is_http_500_and_the_code_decides(bench: Bench) -> None:
    kinds = {
        "account.NO_SUCH_ACCOUNT": faults.NotFound,
        "account.ACCOUNT_EXISTS": faults.Exists,
        "account.INVALID_ATTR_VALUE": faults.InvalidValue,
        "service.PERM_DENIED": faults.Denied,
        "account.INVALID_PASSWORD": faults.PolicyRefused,
        "service.FAILURE": faults.SoapFault,
    }
    for code, kind in kinds.items():
        bench.server.steps.append(refuse(code, "because"))
        with pytest.raises(faults.SoapFault, match="because") as caught:
            bench.soap.call(*CREATE)
        assert caught.value.__class__ is kind
        assert caught.value.code == code


def test_the_policy_attribute_that_a_password_violates_is_named(bench: Bench) -> None:
    bench.server.steps.append(
        refuse(
            "account.INVALID_PASSWORD",
            "invalid password: too short",
            [{"n": "zimbraPasswordMinLength", "t": "NUM", "_content": "12"}],
        )
    )
    with pytest.raises(PolicyRefusedError, match="zimbraPasswordMinLength: 12") as caught:
        bench.soap.call(*CREATE)
    assert caught.value.detail == {"zimbraPasswordMinLength": ["12"]}  # type: ignore[attr-defined]


def test_a_name_that_is_somebodys_alias_exists(bench: Bench) -> None:
    bench.server.steps.append(refuse("ldap.INVALID_ATTR_VALUE", "some attributes not unique: non-unique attributes"))
    with pytest.raises(faults.Exists):
        bench.soap.call(*CREATE)


def test_a_fault_in_xml_is_understood_where_json_was_expected(bench: Bench) -> None:
    text = (
        '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><soap:Fault><soap:Code>'
        "<soap:Value>soap:Receiver</soap:Value></soap:Code><soap:Reason><soap:Text>system failure: Request not allowed "
        'on port 8443</soap:Text></soap:Reason><soap:Detail><Error xmlns="urn:zimbra"><Code>service.FAILURE</Code>'
        "<Trace>t</Trace></Error></soap:Detail></soap:Fault></soap:Body></soap:Envelope>"
    )
    bench.server.steps.append(lambda _asked: Answer(500, text.encode(), "text/xml;charset=utf-8"))
    with pytest.raises(faults.SoapFault, match=r"Request not allowed on port 8443 \(service.FAILURE\)"):
        bench.soap.call(*READ)


def test_a_page_that_is_no_answer_says_what_came_and_from_where(bench: Bench) -> None:
    bench.server.steps.append(page(404))
    with pytest.raises(ProviderError, match=r"HTTP 404 with text/html.*Is https://127.0.0.1:\d+/service/admin/soap"):
        bench.soap.call(*CREATE)


def test_an_answer_without_response_or_fault_is_not_taken_for_success(bench: Bench) -> None:
    bench.server.steps.append(lambda _asked: Answer(body=json.dumps({"Body": {"OtherResponse": {}}}).encode()))
    with pytest.raises(PartialAnswerError, match="neither a response nor a fault"):
        bench.soap.call(*CREATE)


def test_the_version_is_asked_once(bench: Bench) -> None:
    info = {"type": "NETWORK", "version": "8.8.15_GA_4652.RHEL8_64_20190917004220"}
    bench.server.steps.append(ok(info=[info]))
    assert bench.soap.version.number == (8, 8, 15)
    assert bench.soap.version.edition == "NETWORK"
    assert bench.server.names() == ["GetVersionInfoRequest"]


# --- secrets


def test_secrets_show_up_in_no_exception_and_no_repr(bench: Bench) -> None:
    secret, bind = "Rahsia-Sangat-2026!", "Ikat-2026!"
    echo = f"cannot set {secret} or {bind} for Rahsia-Pentadbir-1"
    body = {"name": "a@b.my", "password": secret, "a": pairs({"zimbraAuthLdapSearchBindPassword": bind})}
    bench.server.steps += [
        refuse("service.FAILURE", echo, [{"n": "value", "t": "STR", "_content": secret}]),
        batched({"Fault": [{**fault("service.FAILURE", echo), "requestId": "0"}]}),
        hang_up,
    ]
    said = []
    with pytest.raises(faults.SoapFault) as first:
        bench.soap.call("CreateAccountRequest", body)
    said += [first.value, *bench.soap.batch([("CreateAccountRequest", body)])]
    with pytest.raises(faults.UnknownOutcome) as last:
        bench.soap.call("CreateAccountRequest", body)
    said += [last.value, bench.soap, bench.soap.target, bench.soap.target.__dict__.get("url")]
    for one in said:
        text = f"{one!r} {one} {getattr(one, 'detail', '')} {getattr(one, '__context__', '')!r}"
        assert secret not in text
        assert bind not in text
        assert "Rahsia-Pentadbir-1" not in text
        assert "TOKEN-" not in text
