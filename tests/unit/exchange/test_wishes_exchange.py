# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task asks of an object: gathered, compared, told."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import addresses, wishes
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun, object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import (
    DATABASE,
    DIRECTORIES,
    OWA_POLICY,
    RECEIVE_CONNECTOR,
    RETENTION_POLICY,
    RETENTION_TAG,
    SEND_CONNECTOR,
    SETTINGS,
    TRANSPORT_CONFIG,
    TRANSPORT_RULE,
    VIRTUAL_DIRECTORIES,
)
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import NOUNS
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import VERSIONS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import KINDS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError

ALL: list[Noun] = [
    *NOUNS,
    TRANSPORT_CONFIG,
    RECEIVE_CONNECTOR,
    SEND_CONNECTOR,
    TRANSPORT_RULE,
    DATABASE,
    OWA_POLICY,
    RETENTION_TAG,
    RETENTION_POLICY,
    *VIRTUAL_DIRECTORIES.values(),
    *SETTINGS.values(),
]
LIST = {"add": None, "remove": None, "set": None}


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.get)
def test_every_property_is_a_parameter_of_its_cmdlet(noun: Noun) -> None:
    for cmdlet in (noun.get, noun.set, noun.new, noun.remove, *(one.set for one in noun.parts.values())):
        assert not cmdlet or cmdlet in table()
    for row in noun.table:
        known = table()[noun.setter(row.part)].parameters.get(row.parameter)
        if noun.get.removeprefix("Get-").removesuffix("VirtualDirectory") in [one[0] for one in DIRECTORIES.values()]:
            continue  # one table for eight kinds; the module refuses what a kind lacks
        assert known is not None, row
        assert known.versions == VERSIONS, "an option must hold for 2016, 2019 and SE"
        assert row.kind in KINDS and (not row.choices or set(row.choices) <= set(known.values or row.choices))
    assert len({row.option for row in noun.table}) == len(noun.table)
    assert set(object_spec(noun)) == {row.option for row in noun.table} | {"parameters"}


def differ(noun: Noun, params: dict[str, Any], have: dict[str, Any]) -> list[wishes.Difference]:
    return wishes.differences(wishes.gather(noun, params, "tugas"), have)


def test_a_property_is_found_whatever_its_letter_case() -> None:
    """The server shows ConnectionInactivityTimeOut, the cmdlet's page writes it otherwise."""
    have = {"connectioninactivitytimeout": "00:10:00"}
    assert differ(SEND_CONNECTOR, {"inactivity_timeout": "10 minutes"}, have) == []


def test_lists_grow_shrink_and_are_set() -> None:
    have = {"Bindings": ["0.0.0.0:25", "[::]:25"]}
    assert differ(RECEIVE_CONNECTOR, {"bindings": {**LIST, "set": ["[::]:25", "0.0.0.0:25"]}}, have) == []
    (one,) = differ(RECEIVE_CONNECTOR, {"bindings": {**LIST, "add": ["10.0.0.1:25"], "remove": ["[::]:25"]}}, have)
    assert one.sends == ["0.0.0.0:25", "10.0.0.1:25"], "the whole list is sent, with the values of others"
    (one,) = differ(RECEIVE_CONNECTOR, {"bindings": {**LIST, "set": []}}, have)
    assert one.sends is None and one.after == ()
    assert differ(RECEIVE_CONNECTOR, {"bindings": {**LIST, "remove": ["10.9.9.9:25"]}}, have) == []


def test_unset_in_every_form_is_right_when_unset_is_wished() -> None:
    for unset in (None, "", []):
        assert differ(RECEIVE_CONNECTOR, {"banner": ""}, {"Banner": unset}) == []
    (one,) = differ(RECEIVE_CONNECTOR, {"banner": ""}, {"Banner": "220 x"})
    assert one.sends is None


def test_nothing_of_a_new_object_is_right_already() -> None:
    asked = wishes.gather(OWA_POLICY, {"change_password": False}, "tugas")
    assert wishes.differences(asked, {}) == [], "absent and false mean the same on an object that is there"
    assert len(wishes.differences(asked, {}, known=False)) == 1


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"max_message_size": "10 Mb"}, "is not a size"),
        ({"parameters": {"MaxMessageSizes": "1 MB"}}, "Did you mean MaxMessageSize?"),
        ({"banner": "220 x", "parameters": {"Banner": "220 y"}}, "is asked for twice"),
        ({"parameters": {"Bindings": {"plus": ["x"]}}}, "has plus in it"),
        ({"parameters": {"Banner": {"set": ["x"]}}}, "is not a value"),
        ({"bindings": {**LIST, "add": ["a"], "remove": ["a"]}}, "added and removed"),
        ({"parameters": {"Identity": "x"}}, "is no parameter"),
    ],
)
def test_what_cannot_be_asked(params: dict[str, Any], said: str) -> None:
    with pytest.raises(FaultsError) as caught:
        wishes.gather(RECEIVE_CONNECTOR, params, "tugas")
    assert said in str(caught.value)


def test_both_changes_of_addresses_become_one_list() -> None:
    have = {"PrimarySmtpAddress": "lama@anm.my", "EmailAddresses": ["SMTP:lama@anm.my", "X500:/o=ANM", "smtp:x@anm.my"]}
    params = {"primary_address": "baru@anm.my", "addresses": {**LIST, "set": ["lama@anm.my"]}}
    asked = addresses.spare(wishes.gather(NOUNS[0], params, "tugas"), have["EmailAddresses"])
    (one,) = addresses.joined(wishes.differences(asked, have))
    assert one.row.parameter == "EmailAddresses"
    assert sorted(one.sends) == ["SMTP:baru@anm.my", "X500:/o=ANM", "smtp:lama@anm.my"]
    with pytest.raises(RefusedError):
        addresses.spare(wishes.gather(NOUNS[0], {"addresses": {**LIST, "add": ["SMTP:x@anm.my"]}}, "tugas"), [])
