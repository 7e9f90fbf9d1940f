# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attributes: what is refused before anything is sent, what becomes of a person's words, what means the same."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import attributes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attribute_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

NEW = (10, 1, 3)


def _one(name: str, value: Any, kind: str) -> list[str]:
    return attributes.check({name: value}, kind, NEW, "tugas.yml")[name]


def _fault(name: str, value: Any, kind: str, version: tuple[int, ...] | None = NEW, **more: bool) -> Fault:
    with pytest.raises(FaultsError) as caught:
        attributes.check({name: value}, kind, version, "tugas.yml", **more)
    (fault,) = caught.value.faults
    assert (fault.file, fault.field) == ("tugas.yml", name)
    return fault


@pytest.mark.parametrize(
    ("name", "kind", "value", "wire"),
    [
        ("zimbraMtaMaxMessageSize", "globalConfig", "10MB", "10485760"),
        ("zimbraMtaMaxMessageSize", "globalConfig", "10 MB", "10485760"),
        ("zimbraMailQuota", "cos", "300 MB", "314572800"),
        ("zimbraMailQuota", "cos", "unlimited", "0"),
        ("zimbraMailQuota", "account", 314572800, "314572800"),
        ("zimbraFileUploadMaxSize", "server", "1 GiB", "1073741824"),
    ],
)
def test_trap_10_sizes_become_plain_digits(name: str, kind: str, value: Any, wire: str) -> None:
    assert _one(name, value, kind) == [wire]


@pytest.mark.parametrize(
    ("name", "kind", "value", "wire"),
    [
        ("zimbraPasswordLockoutEnabled", "cos", True, ["TRUE"]),
        ("zimbraPasswordLockoutEnabled", "cos", "false", ["FALSE"]),
        ("zimbraPasswordLockoutDuration", "cos", "90 days", ["90d"]),
        ("zimbraPasswordLockoutDuration", "cos", "PT90M", ["90m"]),
        ("zimbraPasswordLockoutDuration", "cos", 0, ["0"]),
        ("zimbraPasswordLockoutDuration", "cos", "1h", ["1h"]),
        ("zimbraPasswordMaxAge", "cos", "90", ["90"]),
        ("zimbraMailMode", "server", "HTTPS", ["https"]),
        ("zimbraReverseProxyImapStartTlsMode", "globalConfig", True, ["on"]),
        ("zimbraReverseProxySSLProtocols", "globalConfig", ["TLSv1.2", "TLSv1.3", "TLSv1.2"], ["TLSv1.2", "TLSv1.3"]),
        ("zimbraReverseProxySSLProtocols", "globalConfig", "TLSv1.3", ["TLSv1.3"]),
        ("zimbraNotes", "account", "", []),
        ("zimbraNotes", "account", None, []),
        ("zimbraMtaBlockedExtension", "globalConfig", [], []),
        ("zimbraMailPort", "server", "80", ["80"]),
        ("zimbraCOSId", "account", "3c323174-6800-4592-bb27-8d66f37302fc", ["3c323174-6800-4592-bb27-8d66f37302fc"]),
        ("zimbraPrefMailForwardingAddress", "account", "a@b.my,Ali <c@d.my>", ["a@b.my,Ali <c@d.my>"]),
        ("displayName", "account", "Siti binti Ali", ["Siti binti Ali"]),
        ("zimbraMailAlias", "account", "a@b.my", ["a@b.my"]),
    ],
)
def test_words_become_what_the_server_takes(name: str, kind: str, value: Any, wire: list[str]) -> None:
    assert attributes.check({name: value}, kind, NEW, "x", creating=True)[name] == wire


@pytest.mark.parametrize(
    ("name", "kind", "value", "problem", "remedy"),
    [
        ("zimbraMtaMaxMessageSize", "globalConfig", "10 Mb", "not a number or a size", "10 MB"),
        ("zimbraMtaMaxMessageSize", "globalConfig", "-1", "less than the least allowed, 0", "0 or more"),
        ("zimbraMtaMaxMessageSize", "globalConfig", 2**63, "more than the most allowed", "or less"),
        ("zimbraPasswordMaxAge", "cos", "90d", "not a whole number", "digits only"),
        ("zimbraPasswordMinLength", "cos", True, "not a whole number", "digits only"),
        ("zimbraPasswordLockoutDuration", "cos", "3 months", "no fixed length", "in days"),
        ("zimbraPasswordLockoutDuration", "cos", "soon", "not a duration", "90d"),
        ("zimbraPasswordLockoutEnabled", "cos", "mungkin", "not TRUE or FALSE", "true or false"),
        ("zimbraAccountStatus", "account", "beku", "not one of the allowed values", "active, maintenance, locked"),
        ("zimbraMailPort", "server", 70000, "not a port", "65535"),
        ("zimbraCOSId", "account", "rasmi_biasa", "not the id of an object", "not a name"),
        ("zimbraPrefMailForwardingAddress", "account", "bukan alamat", "not a mail address", "name@domain"),
        ("zimbraNotes", "account", "x" * 1025, "1025 characters, more than 1024", "at most 1024"),
        ("zimbraNotes", "account", True, "not a text", "quotes"),
        ("zimbraMailMode", "server", ["https", "http"], "several are given", "one value"),
        ("zimbraMailHost", "account", "mél", "outside ASCII", "ASCII"),
    ],
)
def test_a_value_that_does_not_fit_is_a_fault_with_a_remedy(
    name: str, kind: str, value: Any, problem: str, remedy: str
) -> None:
    fault = _fault(name, value, kind)
    assert problem in fault.problem
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("wrong", "kind", "near"),
    [
        ("zimbraMailQouta", "cos", "zimbraMailQuota"),
        ("zimbramailquota", "cos", "zimbraMailQuota"),
        ("zimbraMtaMaxMesageSize", "globalConfig", "zimbraMtaMaxMessageSize"),
        ("zimbraPasswordLockoutMaxFailure", "cos", "zimbraPasswordLockoutMaxFailures"),
    ],
)
def test_an_unknown_attribute_names_the_nearest_one(wrong: str, kind: str, near: str) -> None:
    assert _fault(wrong, "1", kind).remedy == f"Did you mean {near}?"


def test_a_name_that_resembles_nothing_gets_no_guess() -> None:
    assert "Did you mean" not in _fault("tiadaLangsungSerupa", "1", "cos").remedy


def test_an_attribute_of_another_object_says_where_it_belongs() -> None:
    fault = _fault("zimbraMtaMaxMessageSize", "1", "server")
    assert fault.problem == "is not an attribute of a server"
    assert "the global configuration" in fault.remedy


def test_an_attribute_the_server_keeps_is_refused_except_at_creation() -> None:
    assert "cannot be changed directly" in _fault("zimbraMailAlias", "a@b.my", "account").problem
    made = attributes.check({"zimbraId": "3c323174-6800-4592-bb27-8d66f37302fc"}, "account", NEW, "x", creating=True)
    assert made == {"zimbraId": ["3c323174-6800-4592-bb27-8d66f37302fc"]}


def test_the_servers_version_decides() -> None:
    fault = _fault("zimbraMailAttachmentMaxSize", "10 MB", "cos", (9, 0, 0))
    assert "came with Zimbra 10.0.0, and the server is 9.0.0" in fault.problem
    assert attributes.check({"zimbraMailAttachmentMaxSize": "10 MB"}, "cos", (10, 0, 0), "x")
    assert attributes.check({"zimbraMailAttachmentMaxSize": "10 MB"}, "cos", None, "x")


@pytest.mark.parametrize(
    ("version", "there"),
    [((8, 6, 0), False), ((8, 7, 0), True), ((8, 8, 15), True), ((9, 0, 0), True), ((10, 1, 3), True)],
)
def test_an_attribute_may_have_come_to_two_lines_of_versions(version: tuple[int, ...], there: bool) -> None:
    assert table()["zimbraPasswordLockoutSuppressionEnabled"].since == ("8.7.0", "9.0.0")
    assert attributes.known_in("zimbraPasswordLockoutSuppressionEnabled", version) is there


def test_two_lines_leave_a_gap_between_them() -> None:
    row = table()["zimbraMailQuota"]._replace(since=("7.2.1", "8.0.1"))
    known = {version: attributes._since(row, version) for version in ((7, 2, 0), (7, 2, 3), (8, 0, 0), (8, 0, 2))}
    assert known == {(7, 2, 0): False, (7, 2, 3): True, (8, 0, 0): False, (8, 0, 2): True}


def test_a_deprecated_attribute_is_refused_from_that_version_on() -> None:
    rows = (row for row in table().values() if "cos" in row.on and row.type == "boolean")
    row = next(row for row in rows if row.gone == "10.1.0" and row.since != ("10.1.0",))
    assert "deprecated since Zimbra 10.1.0" in _fault(row.name, True, "cos").problem
    assert attributes.check({row.name: True}, "cos", (10, 0, 9), "x")
    assert not attributes.known_in(row.name, NEW)


def test_every_fault_is_reported_at_once() -> None:
    wrong = {"zimbraTiada": 1, "zimbraMailMode": "https", "zimbraPasswordMaxAge": "90d", "zimbraMailQuota": "300MB"}
    with pytest.raises(FaultsError) as caught:
        attributes.check(wrong, "cos", NEW, "tugas.yml")
    assert [fault.field for fault in caught.value.faults] == ["zimbraMailMode", "zimbraPasswordMaxAge", "zimbraTiada"]


def test_a_secret_value_is_in_no_fault() -> None:
    fault = _fault("zimbraAuthLdapSearchBindPassword", ["Rahsia-1!", "Rahsia-2!"], "domain")
    assert "Rahsia" not in str(fault)


@pytest.mark.parametrize(
    ("name", "have", "want", "equal"),
    [
        ("zimbraPasswordLockoutDuration", ["1d"], ["24h"], True),
        ("zimbraPasswordLockoutDuration", ["3600"], ["60m"], True),
        ("zimbraPasswordLockoutDuration", ["1000ms"], ["1s"], True),
        ("zimbraPasswordLockoutDuration", ["1d"], ["25h"], False),
        ("zimbraPasswordLockoutEnabled", ["true"], ["TRUE"], True),
        ("zimbraMailQuota", ["0314572800"], ["314572800"], True),
        ("zimbraReverseProxySSLProtocols", ["TLSv1.3", "TLSv1.2"], ["TLSv1.2", "TLSv1.3"], True),
        ("zimbraReverseProxySSLProtocols", ["TLSv1.3"], ["TLSv1.2", "TLSv1.3"], False),
        ("zimbraMailForwardingAddress", ["Ali@B.my"], ["ali@b.my"], True),
        ("displayName", ["ALI"], ["Ali"], False),
        ("zimbraNotes", [""], [], True),
        ("zimbraTiada", ["a", "b"], ["b", "a"], True),
    ],
)
def test_values_are_compared_by_meaning(name: str, have: list[str], want: list[str], equal: bool) -> None:
    assert attributes.same(name, have, want) is equal


def test_what_must_be_restarted_is_known() -> None:
    assert attributes.restart_of("zimbraMailPort") == ("mailbox", "mta", "nginxproxy")
    assert attributes.restart_of("zimbraMailQuota") == ()
    assert attributes.restart_of("zimbraTiada") == ()


def test_only_attributes_of_the_object_may_be_asked_for() -> None:
    names = ["zimbraMailMode", "zimbraMtaMaxMessageSize", "zimbraTiada", "zimbraHttpThrottleSafeIPs"]
    assert attributes.of_kind(names, "server", NEW) == ["zimbraMailMode", "zimbraHttpThrottleSafeIPs"]
    assert attributes.of_kind(names, "server", (8, 0, 0)) == ["zimbraMailMode"]


def test_every_row_can_be_read() -> None:
    for row in table().values():
        assert row.on, row.name
        assert row.type != "enum" or row.enum, row.name
        assert row.min is None or row.max is None or row.min <= row.max, row.name
