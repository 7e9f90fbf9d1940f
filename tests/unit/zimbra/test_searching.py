# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Searches: everything or an error, whatever the server says about more pages (traps 5, 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Entry, Soap, attributes_of, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError
from tests.standins.soapscript import Answer, Asked, Script, say


class Directory:
    """Answers searches over `names` as the real server does: with a session `more` and the total are right,
    without one `more` is always false and the total counts only up to the page.
    """

    def __init__(self, names: list[str], *, sessions: bool = True) -> None:
        self.names, self.sessions = names, sessions
        self.extra: dict[str, Any] = {}
        self.counted = len(names)

    def __call__(self, asked: Asked) -> Answer:
        body = asked.body
        assert body["maxResults"] == "0"
        if body.get("countOnly") == "1":
            return say(asked.name, {"num": self.counted})
        first, last = int(body["offset"]), int(body["offset"]) + int(body["limit"])
        rows = [{"name": name, "id": f"id-{name}", "a": [{"n": "sn", "_content": name}]} for name in self.names]
        kept = self.sessions and "session" in asked.context
        total = len(rows) if kept else len(rows[:last])
        more = kept and last < len(rows)
        answer = {"account": rows[first:last], "more": more, "searchTotal": total, **self.extra}
        return say(asked.name, answer, {"session": {"type": "admin", "id": "31"}} if kept else {})


@pytest.fixture
def server() -> Iterator[Script]:
    with Script() as script:
        yield script


def _search(server: Script, directory: Directory, **options: Any) -> list[Entry]:
    server.steps.extend([directory] * 20)
    with Soap(ZimbraTarget.from_options(server.options)) as soap:
        return list(soap.search("accounts", "", ["sn"], page=3, **options))


@pytest.mark.parametrize("sessions", [True, False])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 6, 8])
def test_trap_5_pages_until_a_short_one_and_never_trusts_more(server: Script, number: int, sessions: bool) -> None:
    names = [f"p{at}" for at in range(number)]
    found = _search(server, Directory(names, sessions=sessions))
    assert [entry.name for entry in found] == names
    assert found[0] == Entry("p0", "id-p0", {"sn": ["p0"]})


def test_trap_5_the_session_of_the_first_page_is_used_for_the_next(server: Script) -> None:
    _search(server, Directory([f"p{at}" for at in range(8)]))
    sessions = [asked.context["session"] for asked in server.asked if asked.name == "SearchDirectoryRequest"]
    assert sessions == [{}, {"id": "31", "type": "admin"}, {"id": "31", "type": "admin"}]


def test_trap_6_every_search_and_count_lifts_the_limit_of_5000_results(server: Script) -> None:
    _search(server, Directory(["p0"]))
    server.steps.clear()
    server.steps.append(Directory(["p0"]))
    with Soap(ZimbraTarget.from_options(server.options)) as soap:
        assert soap.count("accounts", "(sn=p0)", "kelantan.gov.my") == 1
    searches = [asked.body for asked in server.asked if asked.name == "SearchDirectoryRequest"]
    assert len(searches) == 2
    assert all(body["maxResults"] == "0" for body in searches)
    assert searches[-1]["domain"] == "kelantan.gov.my"


def test_trap_7_an_empty_world_is_an_error_that_speaks_of_rights(server: Script) -> None:
    with pytest.raises(PartialAnswerError, match=r"nothing was found; has admin@kelantan\.gov\.my the right"):
        _search(server, Directory([]))


def test_trap_7_nothing_is_an_answer_only_where_the_caller_says_so(server: Script) -> None:
    assert _search(server, Directory([]), may_be_empty=True) == []


def test_trap_7_a_withheld_value_is_an_error_that_names_the_attribute(server: Script) -> None:
    withheld = {"name": "a@b.my", "id": "1", "a": [{"n": "zimbraNotes", "pd": True}, {"n": "sn", "_content": "A"}]}
    directory = Directory(["x"])
    directory.extra = {"account": [withheld]}
    with pytest.raises(PartialAnswerError, match=r"a@b\.my: no right to read zimbraNotes"):
        _search(server, directory)


def test_fewer_entries_than_the_server_counts_is_an_error(server: Script) -> None:
    directory = Directory(["p0", "p1"])
    directory.extra = {"searchTotal": 3}
    with pytest.raises(PartialAnswerError, match="2 came and the server counts 3"):
        _search(server, directory)


def test_without_a_session_the_total_of_the_last_page_proves_nothing_and_a_count_is_asked(server: Script) -> None:
    directory = Directory(["p0", "p1", "p2", "p3"], sessions=False)
    directory.counted = 5
    with pytest.raises(PartialAnswerError, match="4 came and the server counts 5"):
        _search(server, directory)


def test_an_entry_that_comes_twice_is_an_error(server: Script) -> None:
    with pytest.raises(PartialAnswerError, match="p0 came twice"):
        _search(server, Directory(["p0", "p1", "p2", "p0"]))


def test_a_server_that_does_not_count_is_an_error(server: Script) -> None:
    with (
        Soap(ZimbraTarget.from_options(server.options)) as soap,
        pytest.raises(PartialAnswerError, match="did not count"),
    ):
        soap.count("accounts", "")


def test_attributes_keep_several_values_and_empty_ones() -> None:
    element = {
        "a": [
            {"n": "zimbraMailAlias", "_content": "a@b.my"},
            {"n": "zimbraMailAlias", "_content": "c@b.my"},
            {"n": "zimbraMailQuota", "_content": "0", "c": True},
            {"n": "zimbraNotes"},
        ]
    }
    assert attributes_of(element) == {
        "zimbraMailAlias": ["a@b.my", "c@b.my"],
        "zimbraMailQuota": ["0"],
        "zimbraNotes": [""],
    }


def test_pairs_make_one_element_per_value_and_empty_ones_to_remove() -> None:
    assert pairs({"sn": "Ali", "zimbraForeignPrincipal": ["x", "y"], "title": "", "ou": []}) == [
        {"n": "sn", "_content": "Ali"},
        {"n": "zimbraForeignPrincipal", "_content": "x"},
        {"n": "zimbraForeignPrincipal", "_content": "y"},
        {"n": "title", "_content": ""},
        {"n": "ou", "_content": ""},
    ]
