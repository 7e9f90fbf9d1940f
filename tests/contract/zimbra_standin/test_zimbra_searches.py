# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in's searches: pages that say too little, limits, filters, counting; batches; faults on demand."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.zimbra_standin.desk import DOMAIN, PASSWORD, Desk, code, values
from tests.standins.zimbra.harness import Zimbra

ADMIN = {"_jsns": "urn:zimbraAdmin"}


@pytest.fixture(scope="module")
def crowd() -> Iterator[Zimbra]:
    """Thirty accounts of a server that gives out at most twenty results."""
    with Zimbra(max_results=20) as server:
        for number in range(30):
            body = {"name": f"p{number:02}@{DOMAIN}", "password": PASSWORD}
            body |= {"a": [{"n": "description", "_content": f"nombor {number}"}]}  # type: ignore[dict-item]
            server.soap("CreateAccountRequest", body)
        yield server


def search(server: Zimbra, query: str = "(uid=p*)", session: str = "", **body: Any) -> dict[str, Any]:
    context = {"session": {"id": session, "type": "admin"}} if session else {}
    return server.soap("SearchDirectoryRequest", {"query": query, "attrs": "uid", **body}, **context)


def names(answer: dict[str, Any]) -> list[str]:
    return [row["name"].partition("@")[0] for row in answer.get("account", [])]


def test_too_many_results_are_refused_whatever_the_page(crowd: Zimbra) -> None:
    for body in ({}, {"limit": 5}, {"countOnly": "1"}):
        assert code(search(crowd, **body)) == "account.TOO_MANY_SEARCH_RESULTS"
    assert search(crowd, maxResults=0)["searchTotal"] == 30
    assert search(crowd, maxResults=0, countOnly="1")["num"] == 30


def test_without_a_session_no_page_says_that_there_is_more(crowd: Zimbra) -> None:
    pages = [search(crowd, maxResults=0, limit=12, offset=offset) for offset in (0, 12, 24, 36)]
    assert {page["more"] for page in pages} == {False}
    assert [page["searchTotal"] for page in pages] == [12, 24, 30, 30]
    assert [len(names(page)) for page in pages] == [12, 12, 6, 0]
    assert [name for page in pages for name in names(page)] == [f"p{number:02}" for number in range(30)]


def test_with_a_session_pages_say_the_truth(crowd: Zimbra) -> None:
    context = {"_jsns": "urn:zimbra", "format": {"type": "js"}, "authToken": crowd.token, "session": {}}
    message = {"Header": {"context": context}, "Body": {"NoOpRequest": ADMIN}}
    _status, _headers, data = crowd.post("/service/admin/soap", message)
    session = json.loads(data)["Header"]["context"]["session"]["id"]
    pages = [search(crowd, session=session, maxResults=0, limit=12, offset=offset) for offset in (0, 12, 24)]
    assert [(page["more"], page["searchTotal"]) for page in pages] == [(True, 30), (True, 30), (False, 30)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("(uid=p01)", ["p01"]),
        ("uid=p01", ["p01"]),
        ("(|(uid=p01)(uid=P02))", ["p01", "p02"]),
        ("(&(uid=p0*)(!(uid=p*1)))", ["p00", "p02", "p03", "p04", "p05", "p06", "p07", "p08", "p09"]),
        ("(&(uid=p*)(description=*ombor 2*)(!(description=nombor 2)))", [f"p{number}" for number in range(20, 30)]),
        ("(&(uid=p*)(zimbraMailAlias=*))", []),
        ("(&(uid=p00)(zimbraCreateTimestamp<=20991231235959Z)(zimbraCreateTimestamp>=20200101000000Z))", ["p00"]),
        ("(&(uid=p00)(zimbraCreateTimestamp<=20200101000000Z))", []),
        ("(&(uid=p00)(description=nombor\\200))", ["p00"]),
    ],
)
def test_filters(crowd: Zimbra, query: str, found: list[str]) -> None:
    assert names(search(crowd, query, maxResults=0)) == found


@pytest.mark.parametrize("query", ["(((", "(uid=a", "(&(uid=a)", "(!(uid=a)", "(uid)"])
def test_bad_filters(crowd: Zimbra, query: str) -> None:
    assert code(search(crowd, query)) == "ldap.INVALID_SEARCH_FILTER"


def test_sorting_and_types(crowd: Zimbra) -> None:
    found = search(crowd, maxResults=0, sortBy="uid", sortAscending="0", limit=2)
    assert names(found) == ["p29", "p28"]
    assert code(search(crowd, "", types="accounts,domains")) == "service.FAILURE"
    assert code(search(crowd, "", types="orang")) == "service.INVALID_REQUEST"
    assert [row["name"] for row in search(crowd, "", types="domains")["domain"]] == [DOMAIN]
    assert [row["name"] for row in search(crowd, "", types="coses")["cos"]] == ["default"]
    assert code(search(crowd, domain="tiada.gov.my")) == "account.NO_SUCH_DOMAIN"


def test_unknown_attributes_are_silently_empty(crowd: Zimbra) -> None:
    assert "a" not in search(crowd, "(uid=p01)", attrs="zimbraTiada")["account"][0]


def test_the_cos_is_applied_on_request_only(crowd: Zimbra) -> None:
    with_cos = search(crowd, "(uid=p01)", attrs="zimbraMailQuota")["account"][0]
    without = search(crowd, "(uid=p01)", attrs="zimbraMailQuota", applyCos="0")["account"][0]
    assert values(with_cos) == {"zimbraMailQuota": ["0"]} and values(without) == {}


def test_aliases_are_found_as_aliases(desk: Desk) -> None:
    identity, name = desk.new()
    desk.soap("AddAccountAliasRequest", {"id": identity, "alias": f"gelaran-{name}"})
    row = search(desk.server, f"(uid=gelaran-{name.partition('@')[0]})", types="aliases")["alias"][0]
    assert (row["name"], row["targetName"], row["type"]) == (f"gelaran-{name}", name, "account")


# -- batches ---------------------------------------------------------------------------------------------------------


def batch(desk: Desk, onerror: str, *names_: str) -> dict[str, Any]:
    rows = [{**ADMIN, "requestId": str(i), "name": name, "password": PASSWORD} for i, name in enumerate(names_)]
    return desk.soap("BatchRequest", {"onerror": onerror, "CreateAccountRequest": rows, "NoOpRequest": [{**ADMIN}]})


def test_a_batch_goes_on_or_stops(desk: Desk) -> None:
    taken = desk.new()[1]
    answer = batch(desk, "continue", f"a-{taken}", taken, f"b-{taken}")
    assert [row["requestId"] for row in answer["CreateAccountResponse"]] == ["0", "2"]
    assert [(row["requestId"], code(row)) for row in answer["Fault"]] == [("1", "account.ACCOUNT_EXISTS")]
    assert len(answer["NoOpResponse"]) == 1
    answer = batch(desk, "stop", f"c-{taken}", taken, f"d-{taken}")
    assert [row["requestId"] for row in answer["CreateAccountResponse"]] == ["0"]
    assert len(answer["Fault"]) == 1 and "NoOpResponse" not in answer


# -- faults on demand ------------------------------------------------------------------------------------------------


def test_a_planned_fault_happens_as_often_as_planned(desk: Desk) -> None:
    desk.server.knobs(faults=[{"request": "NoOpRequest", "times": 2, "after": 1}])
    found = [code(desk.soap("NoOpRequest")) for _try in range(4)]
    assert found == ["", "service.TEMPORARILY_UNAVAILABLE", "service.TEMPORARILY_UNAVAILABLE", ""]


def test_a_proxy_page_and_a_cut_connection(desk: Desk) -> None:
    token = desk.server.token
    desk.server.knobs(faults=[{"kind": "http", "status": 503}])
    status, headers, _data = desk.server.post("/service/admin/soap", {"Header": {}, "Body": {"NoOpRequest": ADMIN}})
    assert status == 503 and headers["Content-Type"].startswith("text/html")
    for kind, done in (("cut", False), ("cut-after", True)):
        name = f"potong-{kind}@{DOMAIN}"
        desk.server.knobs(faults=[{"request": "CreateAccountRequest", "kind": kind}])
        with pytest.raises(http.client.RemoteDisconnected):
            desk.soap("CreateAccountRequest", {"name": name, "password": PASSWORD}, token=token)
        answer = desk.soap("GetAccountRequest", {"account": {"by": "name", "_content": name}})
        assert ("account" in answer) is done


def test_a_hook_sees_what_a_post_holds() -> None:
    seen: list[tuple[str, int, list[str]]] = []
    with Zimbra(inside=True) as server:
        token = server.token
        server.hook = lambda moment, number, names_: seen.append((moment, number, names_))
        server.soap("BatchRequest", {"NoOpRequest": [ADMIN, ADMIN]}, token=token)
    names_ = ["BatchRequest", "NoOpRequest", "NoOpRequest"]
    assert seen == [("request", 2, names_), ("answer", 2, names_)]


def test_what_is_not_a_request_is_a_fault(desk: Desk) -> None:
    def ask(data: bytes) -> str:
        status, _headers, answer = desk.server.post("/service/admin/soap", data)
        assert status == 500
        return code(next(iter(json.loads(answer)["Body"].values())))

    assert ask(b"{not json") == "service.PARSE_ERROR"
    assert ask(b'{"Header": {}, "Body": {}}') == "service.INVALID_REQUEST"
    assert code(search(desk.server, limit="banyak")) == "service.INVALID_REQUEST"


def test_a_directory_that_is_down_is_a_fault_and_comes_back() -> None:
    with Zimbra(inside=True) as server:
        assert server.standin is not None
        body = {"name": f"a@{DOMAIN}", "password": PASSWORD}
        assert server.token
        server.standin.slapd.stop()
        assert code(server.soap("CreateAccountRequest", body)) == "ldap.LDAP_ERROR"
        server.standin.slapd.start()
        assert code(server.soap("CreateAccountRequest", body)) == ""


def test_a_plain_value_is_no_element(desk: Desk) -> None:
    """JSON hides the difference; the server, which thinks in XML, does not."""
    assert code(desk.soap("CreateCosRequest", {"name": "polos"})) == "service.INVALID_REQUEST"
    assert code(desk.soap("CreateCosRequest", {"name": {"_content": "polos"}})) == ""
    assert code(desk.soap("GetAccountRequest", {"account": desk.server.settings["admin"]})) == "service.INVALID_REQUEST"
    group, _name = desk.group()
    assert (
        code(desk.soap("AddDistributionListMemberRequest", {"id": group, "dlm": ["a@luar.my"]}))
        == "service.INVALID_REQUEST"
    )
