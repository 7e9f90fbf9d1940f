# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP client and batches: answers by item, what a batch left out, what is sent again."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import faults
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    PartialAnswerError,
)
from tests.standins.soapscript import fault
from tests.unit.zimbra.soap_bench import CREATE, READ, SETTLE, Bench, batched


def test_batch_answers_come_in_the_order_of_the_items_whatever_their_names(bench: Bench) -> None:
    items = [CREATE, READ, CREATE, SETTLE]
    bench.server.steps.append(
        batched(
            {
                "CreateAccountResponse": [{"n": "third", "requestId": "2"}],
                "ModifyConfigResponse": [{"n": "fourth", "requestId": "3"}],
                "GetAllCosResponse": [{"n": "second", "requestId": "1"}],
                "Fault": [{**fault("account.ACCOUNT_EXISTS"), "requestId": "0"}],
            }
        )
    )
    answers = bench.soap.batch(items)
    assert isinstance(answers[0], faults.Exists)
    assert [answer["n"] for answer in answers[1:] if isinstance(answer, dict)] == ["second", "third", "fourth"]
    sent = bench.server.asked[-1].body
    assert [one["requestId"] for one in sent["CreateAccountRequest"]] == ["0", "2"]
    assert sent["_jsns"] == "urn:zimbra"
    assert {one["_jsns"] for one in sent["CreateAccountRequest"]} == {"urn:zimbraAdmin"}


def test_a_batch_that_leaves_an_item_out_is_an_error(bench: Bench) -> None:
    bench.server.steps.append(batched({"CreateAccountResponse": [{"requestId": "0"}]}))
    with pytest.raises(PartialAnswerError, match="no answer to item 2"):
        bench.soap.batch([CREATE, CREATE])


def test_a_batch_that_answers_an_item_twice_is_an_error(bench: Bench) -> None:
    bench.server.steps.append(batched({"CreateAccountResponse": [{"requestId": "0"}, {"requestId": "0"}]}))
    with pytest.raises(PartialAnswerError, match="two answers to item 1"):
        bench.soap.batch([CREATE, CREATE])


def test_a_batch_that_stops_names_what_was_not_done(bench: Bench) -> None:
    bench.server.steps.append(
        batched(
            {
                "CreateAccountResponse": [{"requestId": "0"}],
                "Fault": [{**fault("account.ACCOUNT_EXISTS"), "requestId": "1"}],
            }
        )
    )
    answers = bench.soap.batch([CREATE, CREATE, CREATE], stop=True)
    assert isinstance(answers[0], dict)
    assert isinstance(answers[1], faults.Exists)
    assert isinstance(answers[2], faults.NotDone)
    assert bench.server.asked[-1].body["onerror"] == "stop"


def test_only_items_refused_before_they_began_are_sent_again(bench: Bench) -> None:
    bench.server.steps += [
        batched(
            {
                "CreateAccountResponse": [{"requestId": "0"}],
                "Fault": [
                    {**fault("service.AUTH_EXPIRED"), "requestId": "1"},
                    {**fault("account.ACCOUNT_EXISTS"), "requestId": "2"},
                    {**fault("service.TEMPORARILY_UNAVAILABLE"), "requestId": "3"},
                ],
            }
        ),
        batched({"CreateAccountResponse": [{"requestId": "1"}, {"requestId": "3"}]}),
    ]
    answers = bench.soap.batch([CREATE] * 4)
    assert [isinstance(answer, dict) for answer in answers] == [True, True, False, True]
    assert [one["requestId"] for one in bench.server.asked[-1].body["CreateAccountRequest"]] == ["1", "3"]
    assert bench.server.logins() == 2


def test_an_empty_batch_asks_nothing(bench: Bench) -> None:
    assert bench.soap.batch([]) == []
    assert bench.server.connections == 0
