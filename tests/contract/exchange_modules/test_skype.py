# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""skype_user and skype_user_info, at the pool's own endpoint."""

from __future__ import annotations

import pytest

from .conftest import BASE


@pytest.fixture
def pool(endpoint):
    return endpoint.url.replace("/PowerShell/", "/OcsPowershell")


def test_the_entitlement_is_given_switched_and_erased(run, person, pool):
    """R146: with the external access policy that the site names."""
    address = person("skaip")
    ask = {"pool_url": pool, "name": address}
    given = {
        "registrar_pool": "sfb01.ad.anm.test",
        "sip_address": f"sip:{address}",
        "distinguished_name": f"CN=skaip,{BASE}",
        "external_access_policy": "Tiada luar",
    }
    run.twice("skype_user", **ask, **given)
    assert [name for name, _given in run.calls] == ["Enable-CsUser", "Grant-CsExternalAccessPolicy"]
    off = run.twice("skype_user", **ask, state="disabled")
    assert [name for name, _given in run.calls] == ["Set-CsUser"], "switching off must not erase"
    assert off["changes"][0]["setting"] == "Enabled"
    (user,) = run("skype_user_info", pool_url=pool, name=address)["users"]
    assert user["Enabled"] is False and user["SipAddress"] == f"sip:{address}"
    run.twice("skype_user", **ask, state="enabled", external_access_policy="", line_uri="tel:+60312345678")
    answer = run("skype_user", **ask, state="absent")
    assert answer["failed"] and "erases" in answer["msg"] and run.calls == []
    run.twice("skype_user", **ask, state="absent", basis="ANM-2026-0140")
    assert [name for name, _given in run.calls] == ["Disable-CsUser"]


def test_a_new_user_needs_pool_address_and_account(run, person, pool):
    answer = run("skype_user", pool_url=pool, name=person("kurang"))
    assert answer["failed"] and len(answer["faults"]) == 3 and run.writes == []
    answer = run("skype_user", pool_url=pool, name="x", sip_address="x@anm.gov.my")
    assert answer["failed"] and "Write sip:" in answer["msg"] and run.calls == []


def test_nothing_is_done_for_who_has_none(run, person, pool):
    assert run("skype_user", pool_url=pool, name=person("tanpa"), state="disabled")["changed"] is False
