# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""zimbra_search_info: all that matches, own values only, and never a silence that passes for absence."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, pairs
from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import Zimbra

DOMAIN = "kelantan.gov.my"


@pytest.fixture(scope="module", autouse=True)
def people(soap: Soap) -> None:
    for name, values in (
        ("dicari.satu", {"zimbraPrefMailForwardingAddress": "luar@example.com"}),
        ("dicari.dua", {"zimbraMailQuota": "1000000"}),
        ("dicari.tiga", {}),
    ):
        soap.call("CreateAccountRequest", {"name": f"{name}@{DOMAIN}", "password": "Rahsia#2026x", "a": pairs(values)})


def test_a_filter_finds_own_values_and_not_inherited_ones(run) -> None:
    result = run("search_info", filter="(zimbraMailQuota=*)", attributes=["zimbraMailQuota"], domain=DOMAIN)
    assert result["changed"] is False
    assert [(one["name"], one["attributes"]) for one in result["found"]] == [
        (f"dicari.dua@{DOMAIN}", {"zimbraMailQuota": ["1000000"]})
    ]


def test_counting_brings_nobody(run) -> None:
    result = run("search_info", filter="(uid=dicari.*)", count_only=True)
    assert (result["count"], result["found"]) == (3, [])


def test_no_more_than_asked_for_and_the_number_of_all(run) -> None:
    result = run("search_info", filter="(uid=dicari.*)", limit=2)
    assert (result["count"], len(result["found"])) == (3, 2)


def test_nothing_found_is_an_answer_for_who_sees_everything(run) -> None:
    assert run("search_info", filter="(uid=tiada)")["count"] == 0
    assert run("search_info", type="distribution_list")["found"] == []


@pytest.mark.parametrize("count_only", [True, False])
def test_nothing_found_is_an_error_for_who_sees_nobody(server: Zimbra, soap: Soap, run, count_only: bool) -> None:
    name = f"tanpa.hak{int(count_only)}@{DOMAIN}"
    values = pairs({"zimbraIsDelegatedAdminAccount": "TRUE"})
    soap.call("CreateAccountRequest", {"name": name, "password": "Rahsia#2026x", "a": values})
    run.options |= {"user": name, "password": "Rahsia#2026x"}
    try:
        result = run("search_info", filter="(uid=dicari.*)", count_only=count_only)
    finally:
        run.options |= {"user": server.options["user"], "password": server.options["password"]}
    assert result["failed"] and result["error"] == "PartialAnswerError"
    assert "listAccount" in result["msg"]
