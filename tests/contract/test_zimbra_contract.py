# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's own tables about Zimbra against the contracts of Zimbra, where these are beside the repository."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import attribute_rows, requests
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, pairs
from tests.standins import soapshapes
from tests.standins.documents import contract
from tests.standins.soapshapes import ADMIN, USER, Recorder

SOAP = "zimbra-admin-soap.json"
ATTRIBUTES = "zimbra-attrs.json"
#: Person attributes of the LDAP standards that hold one value; the contract is silent about these.
SINGLE = {"c", "displayName", "preferredDeliveryMethod"}


def _several(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,) if value else ()


def test_every_row_of_an_attribute_says_what_the_contract_says() -> None:
    official_rows = contract(ATTRIBUTES)["attrs"]
    wrong = {}
    for row in attribute_rows.table().values():
        official = official_rows.get(row.name)
        if official is None:
            wrong[row.name] = "the contract does not know it"
            continue
        classes = {*official.get("optionalIn", ()), *official.get("requiredIn", ())}
        if "mailRecipient" in classes:  # an auxiliary class that accounts and lists both have
            classes |= {"account", "distributionList"}
        expected = row._replace(
            type=official["type"],
            multi=official.get("cardinality", "single" if row.name in SINGLE else "multi") == "multi",
            on=frozenset(classes & set(attribute_rows.KINDS.values())),
            min=official.get("min"),
            max=official.get("max"),
            enum=_several(official.get("enum")),
            pattern=official.get("pattern", ""),
            since=_several(official.get("since")),
            gone=official.get("deprecatedSince", ""),
            restart=_several(official.get("requiresRestart")),
            fixed=bool(official.get("immutable")),
        )
        if expected != row:
            wrong[row.name] = f"{row} is in the contract {expected}"
    assert wrong == {}
    assert len(attribute_rows.table()) > 1000


def test_the_families_that_operators_set_are_whole() -> None:
    official_rows = contract(ATTRIBUTES)["attrs"]
    families = ("zimbraPassword", "zimbraPref", "zimbraFeature", "zimbraMta", "zimbraQuota", "zimbraAutoProv")
    kinds = set(attribute_rows.KINDS.values())
    missing = [
        name
        for name, row in official_rows.items()
        if name.startswith(families) and kinds & {*row.get("optionalIn", ()), *row.get("requiredIn", ())}
    ]
    # what the web client's task list last showed: one of its values is a mark that sources here may not contain
    missing.remove("zimbraPrefTasksFilterBy")
    assert sorted(set(missing) - set(attribute_rows.table())) == []


@pytest.mark.parametrize(
    ("space", "name"),
    [*((ADMIN, name) for name in requests.ADMIN_REQUESTS), *((USER, name) for name in requests.USER_REQUESTS)],
)
def test_every_row_of_a_request_says_what_the_contract_says(space: str, name: str) -> None:
    contract(SOAP)
    own, official = soapshapes.own_shapes()[space, name], soapshapes.contract_shape(space, name)
    assert official is not None
    _within(own.outline(), official.outline(), name)


def _within(own: dict[str, Any], official: dict[str, Any], where: str) -> None:
    """Our rows name only fields that exist, of the same form, and leave out none that is needed."""
    for name, form in own.items():
        assert name in official, f"{where}.{name}: the contract has no such field"
        theirs = official[name]
        if form[0] == "plain":
            assert form == theirs, f"{where}.{name}"
        else:
            assert form[1:] == theirs[1:], f"{where}.{name}: needed or repeated differs"
            _within(form[0], theirs[0], f"{where}.{name}")
    needed = {name for name, form in official.items() if form[1]}
    assert needed <= set(own), where


def test_only_requests_with_a_handler_in_the_open_source_edition_are_used() -> None:
    official = contract(SOAP)[ADMIN]
    assert [name for name in requests.ADMIN_REQUESTS if not official[name].get("handler")] == []


def test_every_request_of_the_recorded_answers_that_we_know_has_our_shape() -> None:
    """What a real 10.1.3 accepted is not refused by our own table."""
    recorded = contract("zimbra-transcripts-10.1.3.json")["cases"]
    shapes, wrong, compared = soapshapes.own_shapes(), {}, 0
    for case in recorded:
        if case.get("format") != "js" or case["status"] != 200:
            continue
        for name, body in case["request"]["Body"].items():
            shape = shapes.get((body["_jsns"], name))
            if shape is None:
                continue
            compared += 1
            # the recorded login asks for a CSRF token, which we never do
            trimmed = {key: value for key, value in body.items() if key != "csrfTokenSecured"}
            found = soapshapes.faults_of(body["_jsns"], name, trimmed, shape)
            if found:
                wrong[case["case"]] = found
    assert wrong == {}
    assert compared > 40


GOOD: dict[str, Any] = {
    "_jsns": ADMIN,
    "name": "a@b.my",
    "password": "x",
    "a": pairs({"sn": "Ali"}),
}


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("CreateAccountRequest", {"nama": "x"}, "CreateAccountRequest.nama: there is no such field"),
        ("CreateAccountRequest", {"name": None}, "CreateAccountRequest.name: is missing"),
        ("CreateAccountRequest", {"a": {"sn": "Ali"}}, "CreateAccountRequest.a.sn: there is no such field"),
        ("CreateAccountRequest", {"name": [{"_content": "x"}]}, "CreateAccountRequest.name: a plain value is expected"),
        ("CreateCosRequest", {"name": "x", "password": None}, "an object is expected, because it is an element"),
        ("TiadaRequest", {}, "it has no row in requests.py"),
    ],
)
def test_the_recorder_finds_what_does_not_fit(name: str, change: dict[str, Any], fault: str) -> None:
    body = {key: value for key, value in {**copy.deepcopy(GOOD), **change}.items() if value is not None}
    recorder = Recorder()
    recorder("CreateAccountRequest", GOOD)
    assert not recorder.faults
    recorder(name, body)
    assert any(fault in found for found in recorder.faults), recorder.faults


def test_the_recorder_reads_the_whole_contract_where_it_is_here() -> None:
    contract(SOAP)
    recorder = Recorder()
    recorder("SearchDirectoryRequest", {"_jsns": ADMIN, "limit": "banyak", "countOnly": "ya"})
    recorder("GetAccountRequest", {"_jsns": ADMIN, "account": {"by": "nama", "_content": "x"}})
    assert {fault.partition(": ")[0] for fault in recorder.faults} == {
        "SearchDirectoryRequest.limit",
        "SearchDirectoryRequest.countOnly",
        "GetAccountRequest.account.by",
    }


def test_the_recorder_hangs_in_the_client(recorder: Recorder) -> None:
    assert recorder in Soap.observers


def test_every_request_that_left_has_its_shape(recorder: Recorder) -> None:
    assert recorder.seen, "nothing was recorded: run it together with the other tests of Zimbra"
    assert sorted(recorder.faults) == []
