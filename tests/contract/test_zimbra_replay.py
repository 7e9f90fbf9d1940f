# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in answers the 91 requests that were recorded on a real Zimbra 10.1.3 as that server did.

They are sent in the order of the record. Compared are the status, the content type, every key, code and reason, and
every value except identifiers, tokens and times; of the attribute lists that the record cuts short, what it shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.standins.documents import contract
from tests.standins.zimbra.harness import Zimbra

TRANSCRIPTS = "zimbra-transcripts-10.1.3.json"
COUNT = 91
TIMES = re.compile(r"^\d{14}\.\d{3}Z$")
LIFETIME = 10_000  # milliseconds: how much later than the record a token may have been made or read


class Replay:
    """All answers, in order, with the recorded identifiers replaced by those of this run."""

    def __init__(self, server: Zimbra, cases: list[dict[str, Any]]) -> None:
        self.server, self.cases = server, cases
        self.ids: dict[str, str] = {}
        self.token = self.session = ""
        self.answers: list[tuple[int, str, Any]] = []

    def run(self) -> None:
        for case in self.cases:
            if case["case"] == "search all":
                self._people()
            self.answers.append(self._one(case))

    def _people(self) -> None:
        """Seven accounts that the recording session made without keeping the answers."""
        cos = self.server.soap("GetCosRequest", {"cos": {"by": "name", "_content": "contoh"}})["cos"][0]["id"]
        for number in range(7):
            row = {"n": "zimbraCOSId", "_content": cos}
            body = {"name": f"p{number}@contoh.gov.my", "password": "Sementara-2026!x", "a": [row]}
            self.server.soap("CreateAccountRequest", body)

    def _one(self, case: dict[str, Any]) -> tuple[int, str, Any]:
        is_json = case["format"] == "js"
        sent = json.dumps(case["request"]) if is_json else case["request"]
        for old, new in self.ids.items():
            sent = sent.replace(old, new)
        sent = sent.replace("TOKEN", self.token)
        if self.session:
            sent = sent.replace('"id": "31"', f'"id": "{self.session}"')
        path = case.get("path", "/service/admin/soap")
        is_admin = case.get("port", 7071) == 7071
        status, headers, data = self.server.post(path, sent.encode(), admin=is_admin)
        answer = json.loads(data) if is_json else data.decode()
        self._learn(case["response"], answer)
        if case["case"] == "auth ok":
            self.token = answer["Body"]["AuthResponse"]["authToken"][0]["_content"]
        return status, headers["Content-Type"], answer

    def _learn(self, recorded: Any, answer: Any) -> None:
        """Which identifier of the record is which of ours: entries are recognised by their names."""
        if isinstance(recorded, str):
            pattern = r'name="([^"]+)" id="([0-9a-f-]{36})"'
            ours = dict(re.findall(pattern, answer))
            self.ids |= {old: ours[name] for name, old in re.findall(pattern, recorded) if name in ours}
            return
        session = answer["Header"]["context"].get("session") if "Header" in answer else None
        if session:
            self.session = session["id"]
        ours = dict(_named(answer))
        self.ids |= {old: ours[name] for name, old in _named(recorded) if name in ours}


def _named(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if isinstance(node.get("name"), str) and isinstance(node.get("id"), str):
            yield node["name"], node["id"]
        for value in node.values():
            yield from _named(value)
    elif isinstance(node, list):
        for value in node:
            yield from _named(value)


@pytest.fixture(scope="module")
def replay() -> Iterator[Replay]:
    cases = contract(TRANSCRIPTS)["cases"]
    settings: dict[str, Any] = {"ldap_name": "127.0.0.1:1389", "lmtp_port": 7125, "service_hostname": ""}
    settings["config"] = {"zimbraMtaMaxMessageSize": "10485760"}
    with Zimbra(**settings) as server:
        server.soap("CreateAccountRequest", {"name": "ali@negeri.gov.my", "password": "Sementara-2026!x"})
        found = Replay(server, cases)
        found.run()
        yield found


def same(recorded: Any, answer: Any, replay: Replay, place: str) -> None:
    """Assert that two messages say the same."""
    if isinstance(recorded, dict):
        assert isinstance(answer, dict), place
        assert sorted(recorded) == sorted(answer), f"{place}: keys"
        for key, value in recorded.items():
            _same_value(key, value, answer[key], replay, f"{place}.{key}")
    elif isinstance(recorded, list):
        assert isinstance(answer, list), place
        _same_list(recorded, answer, replay, place)
    else:
        assert _plain(recorded, replay) == answer, place


def _same_value(key: str, recorded: Any, answer: Any, replay: Replay, place: str) -> None:
    if key == "Trace":
        assert isinstance(answer, str) and answer, place
    elif key == "lifetime":
        assert isinstance(answer, int) and not isinstance(answer, bool) and abs(answer - recorded) < LIFETIME, place
    elif key == "_content" and recorded == "TOKEN":
        assert isinstance(answer, str) and len(answer) > 20, place
    elif key == "session":
        assert answer == {"type": "admin", "id": replay.session, "_content": replay.session}, place
    else:
        same(recorded, answer, replay, place)


def _same_list(recorded: list[Any], answer: list[Any], replay: Replay, place: str) -> None:
    trimmed = any("_trimmed" in item for item in recorded if isinstance(item, dict))
    if not place.endswith(".a"):
        assert len(recorded) == len(answer), f"{place}: length"
        for index, (left, right) in enumerate(zip(recorded, answer, strict=True)):
            same(left, right, replay, f"{place}[{index}]")
        return
    # the order of attributes is that of a hash table; a time is compared by its form
    wanted = sorted(_pair(item, replay) for item in recorded if "_trimmed" not in item)
    have = sorted(_pair(item, replay) for item in answer)
    if trimmed:
        assert [pair for pair in wanted if pair not in have] == [], f"{place}: values"
        assert len(have) > len(wanted), f"{place}: only what the record shows"
    else:
        assert wanted == have, f"{place}: values"


def _pair(item: dict[str, Any], replay: Replay) -> str:
    plain = {key: _plain(value, replay) for key, value in item.items()}
    if TIMES.match(str(plain.get("_content"))):
        plain["_content"] = "TIME"
    return json.dumps(plain, sort_keys=True)


def _plain(value: Any, replay: Replay) -> Any:
    if isinstance(value, str):
        for old, new in replay.ids.items():
            value = value.replace(old, new)
    return value


def tree(text: str) -> Any:
    """An XML answer as nested tuples: tag, attributes, text, children (`a` elements sorted)."""

    def walk(node: ElementTree.Element) -> tuple[Any, ...]:
        below = [walk(child) for child in node]
        pairs = [child for child in below if child[0].endswith("}a")]
        rest = [child for child in below if not child[0].endswith("}a")]
        return node.tag, tuple(sorted(node.attrib.items())), (node.text or "").strip(), (*rest, *sorted(pairs))

    return walk(ElementTree.fromstring(text))


def same_xml(recorded: str, answer: str, replay: Replay) -> None:
    trimmed = "<!-- trimmed" in recorded
    left, right = tree(_plain(recorded, replay)), tree(re.sub(r"<Trace>[^<]*</Trace>", "<Trace>TRACE</Trace>", answer))
    if not trimmed:
        assert left == right
        return
    # Envelope / Body / CreateAccountResponse / account
    wanted, have = (root[3][1][3][0][3][0] for root in (left, right))
    assert (wanted[0], wanted[1]) == (have[0], have[1])
    assert [row for row in wanted[3] if row not in have[3]] == []
    assert len(have[3]) > len(wanted[3])


@pytest.mark.parametrize("index", range(COUNT))
def test_the_answer_is_as_recorded(replay: Replay, index: int) -> None:
    case = replay.cases[index]
    status, kind, answer = replay.answers[index]
    assert status == case["status"], (case["case"], answer)
    assert kind == case["content_type"], case["case"]
    if case["format"] == "js":
        same(case["response"], answer, replay, case["case"])
    else:
        same_xml(case["response"], answer, replay)


def test_every_recorded_request_was_sent(replay: Replay) -> None:
    assert len(replay.cases) == len(replay.answers) == COUNT
