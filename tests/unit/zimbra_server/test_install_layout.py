# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who carries what, and when it is whose turn."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_layout import STAGES, layout

SPREAD = {"ldap": ["l1", "l2"], "store": ["s1", "s2"], "mta": ["m1"], "proxy": ["p1"]}


def stages(groups: dict[str, Any], here: str) -> dict[str, str]:
    return {name: entry["stage"] for name, entry in layout(groups, here)["hosts"].items()}


@pytest.mark.parametrize("groups", [{}, {"ldap": [], "store": [], "mta": [], "proxy": []}])
def test_without_groups_one_server_carries_everything(groups: dict[str, Any]) -> None:
    site = layout(groups, "mail")
    assert site["single"] and set(site["hosts"]) == {"mail"}
    here = site["hosts"]["mail"]
    assert here["parts"] == ["ldap", "store", "mta", "proxy"] and here["stage"] == "master"
    assert here["packages"][0] == "zimbra-core"
    assert {"zimbra-ldap", "zimbra-store", "zimbra-mta", "zimbra-proxy", "zimbra-logger"} < set(here["packages"])
    assert len(here["packages"]) == len(set(here["packages"]))


def test_the_master_of_the_directory_comes_first_and_the_proxies_last() -> None:
    expected = {"l1": "master", "l2": "ldap", "s1": "store", "s2": "store", "m1": "mta", "p1": "proxy"}
    assert stages(SPREAD, "p1") == expected
    assert STAGES == ("master", "ldap", "store", "mta", "proxy")


def test_a_host_with_several_parts_comes_at_its_first_one() -> None:
    assert stages({"ldap": ["a"], "store": ["b"], "mta": ["a"], "proxy": ["b"]}, "a") == {"a": "master", "b": "store"}


def test_each_host_gets_the_packages_of_its_parts_and_one_collects_logs() -> None:
    hosts = layout(SPREAD, "l1")["hosts"]
    assert hosts["l1"]["packages"] == ["zimbra-core", "zimbra-ldap"]
    assert hosts["p1"]["packages"] == ["zimbra-core", "zimbra-proxy", "zimbra-memcached"]
    assert [name for name, entry in hosts.items() if "zimbra-logger" in entry["packages"]] == ["s1"]
    assert [hosts["l1"]["number"], hosts["l2"]["number"]] == [1, 2]


def test_every_missing_part_is_named_at_once() -> None:
    with pytest.raises(FaultsError) as caught:
        layout({"store": ["s1"], "stores": ["s2"]}, "elsewhere")
    text = str(caught.value)
    for word in ("zimbra_ldap", "zimbra_mta", "zimbra_proxy", "stores", "elsewhere"):
        assert word in text
