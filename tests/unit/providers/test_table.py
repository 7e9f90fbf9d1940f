# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The property table: what is written is read back; conditions and edits say exactly the difference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber, table

address = st.from_regex(r"[a-z]{1,8}@kelantan\.gov\.my", fullmatch=True)
several = st.lists(address, unique=True, max_size=3).map(lambda found: tuple(sorted(found)))
word = st.text(min_size=1, max_size=30)
fields = st.builds(
    Fields,
    account_id=word,
    address=address,
    name=word,
    kind=st.sampled_from(["individual", "department"]),
    state=st.sampled_from(["active", "suspended"]),
    quota=st.integers(min_value=0, max_value=2**50),
    unit=st.text(max_size=9),
    post=st.text(max_size=9),
    delegates=several,
    aliases=several,
    owner=st.sampled_from(["", "ketua@kelantan.gov.my"]),
    opens=several,
    groups=st.just(()),
)


def as_entry(parts):
    """What a server would have of these attributes: an add and an entry of a search are written in the same way."""
    raw = ber.add_encoded("dn", parts)
    _name, found = ber.entry(raw, ber.header(raw, 0)[0])
    return found | {b"entryUUID": [b"0b1c"]}


@given(fields)
def test_what_create_writes_is_what_a_sweep_reads(wanted):
    entry = as_entry(table.encoded(wanted._asdict()))
    account = table.account_of("dn", entry, {})
    assert account.fields == wanted
    assert account.managed
    assert entry[b"uid"] == [wanted.address.partition("@")[0].encode()]


def test_a_foreign_entry_is_not_ours_and_has_plain_defaults():
    entry = {b"entryUUID": [b"1"], b"mail": [b"Orang@Kelantan.gov.my"], b"cn": [b"Orang"], b"memberOf": [b"cn=X,o=y"]}
    account = table.account_of("uid=orang", entry, {b"cn=x,o=y": "x@kelantan.gov.my"})
    assert not account.managed
    assert account.fields == Fields("", "orang@kelantan.gov.my", "Orang", groups=("x@kelantan.gov.my",))


def test_observed_times_are_iso():
    entry = {b"entryUUID": [b"1"], b"pwdAccountLockedTime": [b"20260301020000Z"], b"pwdReset": [b"TRUE"]}
    account = table.account_of("dn", entry, {})
    assert (account.locked_at, account.must_change) == ("2026-03-01T02:00:00Z", True)


def test_several_values_are_changed_one_by_one_so_that_foreign_ones_stay():
    found = list(table.edits({"aliases": ("a@x", "b@x")}, {"aliases": ("b@x", "c@x")}))
    assert found == [(ber.DELETE_VALUE, "rasmiAlias", ["a@x"]), (ber.ADD_VALUE, "rasmiAlias", ["c@x"])]


def test_an_address_is_exchanged_by_value_and_takes_the_user_id_along():
    found = list(table.edits({"address": "old@x"}, {"address": "new@x"}))
    assert found == [
        (ber.DELETE_VALUE, "mail", ["old@x"]),
        (ber.ADD_VALUE, "mail", ["new@x"]),
        (ber.REPLACE_VALUES, "uid", ["new"]),
    ]


def test_a_field_that_is_cleared_loses_its_attribute():
    assert list(table.edits({"suspended_on": "2026-01-01"}, {"suspended_on": ""})) == [
        (ber.REPLACE_VALUES, "rasmiSuspendedOn", [])
    ]


def test_a_condition_names_the_entry_the_owner_and_every_value_that_was_seen():
    expected = ber.every(
        [
            ber.equal("entryUUID", "id-1"),
            ber.equal("rasmiManagedBy", "rasmi.mail"),
            ber.equal("title", "Ketua"),
            ber.some([ber.negate(ber.present("rasmiState")), ber.equal("rasmiState", "active")]),
            ber.some([ber.negate(ber.present("ou"))]),
        ]
    )
    assert table.condition("id-1", {"post": "Ketua", "state": "active", "unit": ""}) == expected


def test_only_what_is_managed_or_observed_is_read():
    assert "userPassword" not in table.READ_ATTRIBUTES
    assert "*" not in table.READ_ATTRIBUTES
    assert len(set(table.READ_ATTRIBUTES)) == len(table.READ_ATTRIBUTES)
