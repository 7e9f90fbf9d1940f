# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The encoder and decoder against ldap3's, which share no code with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ldap3.operation.add import add_request_to_dict
from ldap3.protocol.rfc4511 import LDAPMessage, SearchResultEntry
from pyasn1.codec.ber import decoder, encoder

from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber

text = st.text(max_size=300)
attributes = st.dictionaries(st.text("abcXYZ-;", min_size=1, max_size=20), st.lists(text, min_size=1, max_size=4))


@given(text, attributes)
def test_an_add_says_what_was_given(dn, given_attributes):
    raw = ber.message(7, ber.add(dn, given_attributes.items()), ber.control(ber.ASSERTION_CONTROL, b"\x87\x01a"))
    message, rest = decoder.decode(raw, asn1Spec=LDAPMessage())
    assert rest == b""
    assert int(message["messageID"]) == 7
    request = message["protocolOp"]["addRequest"]
    assert bytes(request["entry"]).decode() == dn
    found = {
        bytes(one["type"]).decode(): [bytes(value).decode() for value in one["vals"]] for one in request["attributes"]
    }
    assert found == given_attributes
    (control,) = message["controls"]
    assert bool(control["criticality"])
    assert add_request_to_dict(request)["entry"] == dn


@given(st.integers(min_value=0, max_value=2**31 - 1), st.sampled_from([ber.BASE, ber.ONE, ber.SUB]), text)
def test_a_search_has_no_limits_of_its_own(number, scope, base):
    query = ber.equal("a", base)
    message, _rest = decoder.decode(ber.message(number, ber.search(base, scope, query, ("x", "y"))), LDAPMessage())
    request = message["protocolOp"]["searchRequest"]
    assert int(message["messageID"]) == number
    assert (int(request["sizeLimit"]), int(request["timeLimit"]), int(request["scope"])) == (0, 0, scope)
    assert [bytes(name).decode() for name in request["attributes"]] == ["x", "y"]
    first = request["filter"]["equalityMatch"]
    assert bytes(first["assertionValue"]).decode() == base


@given(text, attributes)
def test_an_entry_is_read_as_ldap3_writes_it(dn, given_attributes):
    entry = SearchResultEntry()
    entry["object"] = dn
    for position, (name, values) in enumerate(given_attributes.items()):
        entry["attributes"][position]["type"] = name
        for place, value in enumerate(values):
            entry["attributes"][position]["vals"][place] = value
    if not given_attributes:
        entry["attributes"].clear()
    raw = encoder.encode(entry)
    name, found = ber.entry(raw, ber.header(raw, 0)[0])
    assert name == dn
    assert {key.decode(): [value.decode() for value in values] for key, values in found.items()} == given_attributes


@given(st.integers(min_value=0, max_value=70000))
def test_a_header_that_is_not_all_there_is_told_from_a_whole_one(size):
    raw = ber.tlv(0x04, bytes(size))
    start, end = ber.header(raw, 0)
    assert (end - start, end) == (size, len(raw))
    with pytest.raises(IndexError):
        ber.header(raw[: start - 1], 0)


def test_filters_nest_as_rfc_4511_says():
    """Section 4.5.1, by hand: ldap3's description of nested filters is for encoding only."""
    assert ber.negate(ber.present("b")) == b"\xa2\x03\x87\x01b"
    both = [ber.present("b"), ber.equal("c", "d")]
    assert ber.every(both) == b"\xa0\x0b\x87\x01b\xa3\x06\x04\x01c\x04\x01d"
    assert ber.some(both) == b"\xa1\x0b\x87\x01b\xa3\x06\x04\x01c\x04\x01d"
