# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attribute_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError, PartialAnswerError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import lists, wishes, work
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.masking import secret
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import KINDS, RefusedError, found_of
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import COS_NAME, LIST, TABLES
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.wishes import CLASSES, Wish

ROWS = [(kind, row) for kind, rows in TABLES.items() for row in rows]
#: Types of the attribute table -> the types that an option for one may have.
TYPES = {"boolean": {"bool"}, "integer": {"int"}, "port": {"int"}, "id": {COS_NAME}}


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[f"{kind}.{row.option}" for kind, row in ROWS])
def test_every_option_stands_for_an_attribute_of_its_object(kind, row):
    known = table()[row.attribute]
    assert CLASSES[kind] in known.on
    assert row.type in TYPES.get(known.type, {"str", LIST})
    assert row.type != LIST or known.multi, "add and remove make no sense for a single value"
    assert set(row.choices) <= set(known.enum or row.choices), "a choice that the server does not know"
    assert not secret(row.attribute), "a secret has no option that shows it"


@pytest.mark.parametrize("kind", TABLES)
def test_no_option_and_no_attribute_comes_twice(kind):
    for names in ([row.option for row in TABLES[kind]], [row.attribute for row in TABLES[kind]]):
        assert len(names) == len(set(names))


def differ(kind: str, params: dict[str, Any], have: dict[str, list[str]]) -> list[dict[str, Any]]:
    asked = wishes.checked(kind, wishes.gather(kind, params), (10, 1, 3))
    return [one.to_dict() | {"sends": dict(one.sends)} for one in wishes.differences(asked, have)]


@pytest.mark.parametrize(
    ("attribute", "have", "want"),
    [
        ("zimbraMailQuota", ["314572800"], "300 MB"),
        ("zimbraPasswordLockoutDuration", ["24h"], "1d"),
        ("zimbraPasswordLockoutEnabled", ["TRUE"], True),
        ("zimbraPasswordLockoutSuppressionProtocols", ["imap", "zsync"], ["zsync", "imap"]),
        ("zimbraNotes", [], ""),
        ("zimbraMailQuota", ["0"], "unlimited"),
    ],
)
def test_the_same_meaning_is_no_difference(attribute, have, want):
    assert differ("cos", {"attributes": {attribute: want}}, {attribute: have} if have else {}) == []


@pytest.mark.parametrize(
    ("value", "after", "sends"),
    [
        (["a", "c"], ["a", "c"], {"zimbraMtaBlockedExtension": ("a", "c")}),
        ({"set": ["c"]}, ["c"], {"zimbraMtaBlockedExtension": ("c",)}),
        ({"add": ["a", "c"]}, ["a", "b", "c"], {"+zimbraMtaBlockedExtension": ("c",)}),
        ({"remove": ["a", "z"]}, ["b"], {"-zimbraMtaBlockedExtension": ("a",)}),
        (
            {"add": ["c"], "remove": ["b"]},
            ["a", "c"],
            {"+zimbraMtaBlockedExtension": ("c",), "-zimbraMtaBlockedExtension": ("b",)},
        ),
        ([], [], {"zimbraMtaBlockedExtension": ()}),
    ],
)
def test_lists_are_set_or_changed_by_single_values(value, after, sends):
    (one,) = differ(
        "config", {"attributes": {"zimbraMtaBlockedExtension": value}}, {"zimbraMtaBlockedExtension": ["a", "b"]}
    )
    assert one["after"] == after and one["sends"] == sends


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
)
def test_applying_the_differences_leaves_none(have, add, remove):
    remove = [value for value in remove if value not in add]
    for value in ({"add": add, "remove": remove}, {"set": add}):
        before = {"zimbraMtaBlockedExtension": have} if have else {}
        found = differ("config", {"attributes": {"zimbraMtaBlockedExtension": value}}, before)
        now = found[0]["after"] if found else have
        assert set(add) <= set(now) and not set(remove) & set(now) - set(add)
        after = {"zimbraMtaBlockedExtension": list(now)} if now else {}
        assert differ("config", {"attributes": {"zimbraMtaBlockedExtension": value}}, after) == []


def test_a_value_that_is_given_to_nobody_counts_as_right_once_it_is_there():
    params = {"secret_attributes": {"zimbraFreebusyExchangeAuthPassword": "rahsia"}}
    assert differ("config", params, {"zimbraFreebusyExchangeAuthPassword": ["VALUE-BLOCKED"]}) == []
    (one,) = differ("config", params, {})
    assert one["after"] == ["(hidden, another)"] and one["sends"]["zimbraFreebusyExchangeAuthPassword"] == ("rahsia",)


def test_every_fault_of_add_and_remove_too_is_in_one_message():
    params = {
        "attributes": {
            "zimbraHttpThrottleSafeIP": {"add": ["10.0.0.1"]},
            "zimbraMailQuota": {"remove": ["1"]},
            "zimbraMtaMaxMessageSize": "besar",
            "zimbraTiada": "",
        }
    }
    with pytest.raises(FaultsError) as caught:
        differ("config", params, {})
    assert {fault.field for fault in caught.value.faults} == set(params["attributes"])
    assert "zimbraHttpThrottleSafeIPs" in str(caught.value)


@pytest.mark.parametrize(
    ("option", "attribute"),
    [("attributes", "zimbraSSLPrivateKey"), ("secret_attributes", "zimbraMailMode")],
)
def test_secrets_and_others_have_their_own_options(option, attribute):
    with pytest.raises(FaultsError) as caught:
        wishes.gather("server", {option: {attribute: "rahsia-sekali"}})
    assert "rahsia-sekali" not in str(caught.value)


@pytest.mark.parametrize(
    "attribute",
    [
        "userPassword",
        "zimbraSSLPrivateKey",
        "DKIMKey",
        "zimbraAuthLdapSearchBindPassword",
        "zimbraPreAuthKey",
        "zimbraTwoFactorAuthSecret",
        "zimbraUCPassword",
        "zimbraDataSourceOAuthToken",
        "zimbraAuthTokenKey",
    ],
)
def test_secret_attributes_are_known(attribute):
    assert secret(attribute)


@pytest.mark.parametrize("attribute", ["zimbraPasswordMaxAge", "DKIMPublicKey", "zimbraFeatureAllowUsernameInPassword"])
def test_others_are_not_hidden(attribute):
    assert not secret(attribute)


def test_members_are_addresses_whose_case_is_nothing():
    assert work.members({"set": ["A@x.my", "b@x.my"]}, ["a@x.my", "C@x.my"]) == (("b@x.my",), ("C@x.my",))
    assert work.members({"add": ["A@x.my"], "remove": ["c@X.my"]}, ["a@x.my", "C@x.my"]) == ((), ("C@x.my",))
    assert work.members(None, ["a@x.my"]) == ((), ())
    with pytest.raises(RefusedError):
        work.members({"add": ["a@x.my"], "remove": ["A@x.my"]}, [])


def test_several_addresses_of_a_directory_come_as_one_text():
    """GetDomain joins the values of this one attribute with a blank."""
    a = [{"n": "zimbraAuthLdapURL", "_content": "ldap://a.my ldap://b.my"}, {"n": "zimbraNotes", "_content": "a b"}]
    found = found_of(KINDS["domain"], {"name": "x.my", "id": "1", "a": a})
    assert found.entry.attrs == {"zimbraAuthLdapURL": ["ldap://a.my", "ldap://b.my"], "zimbraNotes": ["a b"]}


@pytest.mark.parametrize(("answer", "words"), [({"more": False, "total": 2}, "1 of 2"), ({}, "withheld")])
def test_members_that_did_not_come_are_an_error(answer, words):
    """Trap 7: to an identity without the right to see them, the list looks empty."""
    with pytest.raises(PartialAnswerError, match=words):
        found_of(KINDS["distribution_list"], {"name": "h@x.my", "id": "1", "dlm": [{"_content": "a@x.my"}]}, answer)


@pytest.mark.parametrize("plan", [lambda one: lists.present(one, []), lists.may_go])
def test_a_dynamic_group_is_not_taken_for_a_list(plan):
    """The server answers with it when a list of that name is asked for; it has no members of its own."""
    found = found_of(KINDS["distribution_list"], {"name": "h@x.my", "id": "1", "dynamic": True}, {"total": 0})
    one = work.Work(None, KINDS["distribution_list"], {"name": "h@x.my"}, found)  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="dynamic group"):
        plan(one)


def test_a_wish_without_a_value_removes():
    assert wishes.gather("cos", {"attributes": {"zimbraNotes": "", "zimbraMailQuota": None}}) == [
        Wish("zimbraNotes", ())
    ]


def test_the_action_group_has_every_module_of_zimbra():
    from pathlib import Path

    root = Path(__file__).resolve().parents[3]
    group = yaml.safe_load((root / "meta/runtime.yml").read_text())["action_groups"]["zimbra"]
    assert group == sorted(path.stem for path in (root / "plugins/modules").glob("zimbra_*.py"))
