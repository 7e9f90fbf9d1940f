# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values are compared by what they mean. The cases are the documented forms and the known bugs of other tools."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import values
from ansible_collections.rasmi.mail.plugins.module_utils._providers.unfit import Unfit

UNSET: list[Any] = [None, "", []]


@pytest.mark.parametrize(
    ("kind", "have", "want", "equal"),
    [
        ("size", "2 GB (2,147,483,648 bytes)", "2GB", True),
        ("size", "2 GB (2,147,483,648 bytes)", 2147483648, True),
        ("size", "300 MB (314,572,800 bytes)", "300 MB", True),
        ("size", "300 MB (314,572,800 bytes)", "Unlimited", False),
        ("size", "Unlimited", "300 MB", False),  # a quota that is not limited yet is not right
        ("size", "Unlimited", "unlimited", True),
        ("size", None, "unlimited", True),
        ("size", "98 KB (100,352 bytes)", 100000, True),  # the directory keeps whole KB, rounded up
        ("size", "97 KB (99,328 bytes)", 100000, False),
        ("size", "2 GB (2.147.483.648 bytes)", "2 GB", True),  # the server's regional format
        ("limit", "36 MB (37,748,736 bytes)", "36MB", True),
        ("limit", "36 MB (37,748,736 bytes)", 37748736, True),
        ("limit", "5000", 5000, True),
        ("limit", "5000", "Unlimited", False),
        ("count", "500", 500, True),
        ("count", "Unlimited", "unlimited", True),
        ("span", "90.00:00:00", "90 days", True),
        ("span", "00:10:00", "PT10M", True),
        ("span", "1.00:00:00", "24 hours", True),
        ("span", "90.00:00:01", "90 days", False),
        ("flags", "Tls, Integrated", ["Integrated", "TLS"], True),
        ("flags", "Tls, Integrated", "Tls", False),
        ("flags", "None", [], True),
        ("enum", "FullDomain", "fulldomain", True),
        ("texts", ["b", "a"], ["a", "b"], True),
        ("texts", ["a"], ["A"], False),
        ("addresses", ["Ali@ANM.my"], ["ali@anm.my"], True),
        ("proxies", ["SMTP:Ali@anm.my", "smtp:b@anm.my"], ["smtp:B@anm.my", "SMTP:ali@anm.my"], True),
        ("proxies", ["SMTP:ali@anm.my"], ["smtp:ali@anm.my"], False),  # primary and secondary
        ("proxies", ["smtp:ali@anm.my"], ["ali@anm.my"], True),
        ("proxies", ["X500:/o=ANM/cn=Ali"], ["x500:/o=ANM/cn=Ali"], True),
        ("proxy", "smtp:luar@example.com", "luar@example.com", True),
        ("words", ["Update", "MoveToDeletedItems"], ["movetodeleteditems", "update"], True),
        ("id", "anm.gov.my/Users/Aminah", "CN=Aminah,OU=Users,DC=anm,DC=gov,DC=my", True),
        ("id", "anm.gov.my/Users/Aminah", "Aminah", True),
        ("id", "CN=Ali\\, Abu,OU=x,DC=y", "ali, abu", True),
        ("ids", ["anm.gov.my/G/Semua"], ["semua"], True),
        ("url", "https://mail.anm.gov.my/owa", "https://mail.anm.gov.my/owa/", True),
        ("ranges", ["0.0.0.0-255.255.255.255"], ["0.0.0.0/0"], True),
        ("ranges", ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "10.0.0.1"], ["::/0", "10.0.0.1/32"], True),
        ("ranges", ["0.0.0.0:25"], ["0.0.0.0:25"], True),
        ("moment", "2026-11-29T08:00:00+08:00", "2026-11-29T00:00:00Z", True),
        ("bool", None, False, True),
        ("bool", True, "yes", True),
        ("int", "10", 10, True),
        ("text", "Ali", "ALI", False),
    ],
)
def test_same_meaning(kind: str, have: Any, want: Any, equal: bool) -> None:
    assert values.same(kind, have, want) is equal


@pytest.mark.parametrize("kind", sorted(set(values.KINDS) - {"bool"}))
@pytest.mark.parametrize("left", UNSET)
@pytest.mark.parametrize("right", UNSET)
def test_null_an_empty_text_and_an_empty_list_are_one(kind: str, left: Any, right: Any) -> None:
    assert values.same(kind, left, right)
    assert values.wire(kind, left) is None
    assert values.shown(kind, right) == []


@pytest.mark.parametrize(
    ("kind", "value", "sent"),
    [
        ("size", "300 MB", "300MB"),
        ("size", 2147483648, "2GB"),
        ("size", 100000, "98KB"),
        ("size", "Tanpa Had", "Unlimited"),
        ("limit", "2 GB", "2GB"),
        ("limit", 5000, "5000"),
        ("count", "unlimited", "Unlimited"),
        ("span", "90 days", "90.00:00:00"),
        ("span", "PT5M", "00:05:00"),
        ("span", "1.02:03:04", "1.02:03:04"),
        ("bool", "yes", True),
        ("int", "25", 25),
        ("flags", ["Tls", "Integrated"], "Tls, Integrated"),
        ("proxies", ["ali@anm.my", "SMTP:abu@anm.my"], ["smtp:ali@anm.my", "SMTP:abu@anm.my"]),
        ("texts", "satu", ["satu"]),
    ],
)
def test_words_become_what_a_cmdlet_takes(kind: str, value: Any, sent: Any) -> None:
    assert values.wire(kind, value) == sent


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("size", "10 Mb"),
        ("size", 0),
        ("size", True),
        ("count", "banyak"),
        ("span", 90),
        ("span", "3 months"),
        ("span", "-1.00:00:00"),
        ("bool", "mungkin"),
        ("int", "1.5"),
        ("address", "bukan alamat"),
        ("proxies", ["smtp:bukan"]),
        ("url", "ftp://x"),
        ("moment", "esok"),
        ("text", True),
    ],
)
def test_what_does_not_fit_is_refused_with_a_remedy(kind: str, value: Any) -> None:
    with pytest.raises(Unfit) as caught:
        values.wire(kind, value)
    assert caught.value.problem and caught.value.remedy


@pytest.mark.parametrize(
    ("text", "number", "release"),
    [
        ("Version 15.1 (Build 2507.6)", (15, 1, 2507, 6), "2016"),
        ("Version 15.2 (Build 1748.10)", (15, 2, 1748, 10), "2019"),
        ("Version 15.2 (Build 2562.17)", (15, 2, 2562, 17), "SE"),
        ("15.2.2562.17", (15, 2, 2562, 17), "SE"),
        ("Version 15.0 (Build 1497.2)", (15, 0, 1497, 2), ""),
    ],
)
def test_versions(text: str, number: tuple[int, ...], release: str) -> None:
    found = values.version_of(text)
    assert found == number and values.release_of(found) == release
