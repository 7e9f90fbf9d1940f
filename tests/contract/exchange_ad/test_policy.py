# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ad_password_policy and ad_account on a real domain controller: what they write is what a user then meets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_account, ad_policy
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError
from ansible_collections.rasmi.mail.plugins.modules.ad_password_policy import ARGUMENT_SPEC
from ansible_collections.rasmi.mail.tests.standins.exchange_site import bind, options, user

GOOD, WRONG = "Kata-Laluan-2026x", "Salah-Salah-2026y"
STRICT = {
    "lockout_threshold": 3,
    "lockout_minutes": 0,
    "observation_minutes": 30,
    "min_length": 12,
    "max_age_days": 90,
    "min_age_days": 0,
    "history": 5,
    "complexity": True,
}


def policy(dc: Any, check: bool = False, **asked: Any) -> dict[str, Any]:
    empty = {name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}
    return ad_policy.manage({**empty, "directory": options(dc), **asked}, check)


def account(dc: Any, name: str, check: bool = False, **asked: Any) -> dict[str, Any]:
    empty = {"state": None, "must_change": None, "unlock": False, "basis": None}
    return ad_account.manage({**empty, "directory": options(dc), "account": name, **asked}, check)


@pytest.fixture
def strict(dc: Any) -> Iterator[dict[str, Any]]:
    before = ad_policy.info({"directory": options(dc), "account": None})["domain"]
    yield policy(dc, **STRICT)
    policy(dc, **before)


def test_three_bad_binds_lock_until_an_administrator_unlocks(strict: Any, ad: Ad, home: str, dc: Any) -> None:
    user(ad, home, "kunci", GOOD)
    assert bind(dc, "kunci@anm.gov.my", GOOD) == ""
    assert [bind(dc, "kunci@anm.gov.my", f"{WRONG}{number}") for number in range(3)] == ["52e"] * 3
    assert bind(dc, "kunci@anm.gov.my", GOOD) == "775"
    (seen,) = ad_account.info({"directory": options(dc), "accounts": ["kunci"]})["accounts"]
    assert seen["locked"] and seen["locked_at"] and seen["failures"] == 3
    with pytest.raises(RasmiError, match="basis"):
        account(dc, "kunci", unlock=True)
    assert account(dc, "kunci", check=True, unlock=True, basis="SURAT-1")["changed"]
    assert bind(dc, "kunci@anm.gov.my", GOOD) == "775"
    assert account(dc, "kunci", unlock=True, basis="SURAT-1")["changed"]
    assert bind(dc, "kunci@anm.gov.my", GOOD) == ""
    assert not account(dc, "kunci", unlock=True, basis="SURAT-1")["changed"]
    for number in range(3):
        bind(dc, "kunci@anm.gov.my", f"{WRONG}{number}")
    with pytest.raises(RasmiError, match="once"):
        account(dc, "kunci", unlock=True, basis="SURAT-1")
    assert bind(dc, "kunci@anm.gov.my", GOOD) == "775"


def test_converging_twice_changes_nothing_and_check_mode_foretells(dc: Any, strict: Any) -> None:
    assert strict["changed"]
    assert not policy(dc, **STRICT)["changed"]
    foretold = policy(dc, check=True, min_length=14)
    assert foretold["changed"] and foretold["diff"] == {"before": "min_length: 12\n", "after": "min_length: 14\n"}
    assert not policy(dc, min_length=12)["changed"]


def test_the_gap_of_special_characters_is_reported(dc: Any, strict: Any) -> None:
    told = policy(dc, **STRICT, classes=["letter", "digit", "special"])
    assert [gap["part"] for gap in told["gaps"]] == ["no-digit", "no-special"]
    assert "the class special" in told["warnings_text"][1]
    assert policy(dc, **STRICT)["gaps"] == []


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"lockout_minutes": 10, "observation_minutes": 30}, "observation_minutes"),
        ({"max_age_days": 5, "min_age_days": 5}, "min_age_days"),
        ({"min_length": -1}, "min_length"),
        ({"precedence": 3}, "precedence"),
        ({"state": "absent"}, "state"),
        ({"pso": "x", "applies_to": ["tiada-kumpulan"]}, "tiada-kumpulan"),
        ({"pso": "x", "applies_to": ["Account Operators"]}, "global security group"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(dc: Any, asked: Any, named: str) -> None:
    before = ad_policy.info({"directory": options(dc), "account": None})
    with pytest.raises(RasmiError, match=named):
        policy(dc, **{"lockout_threshold": 3, **asked})
    assert ad_policy.info({"directory": options(dc), "account": None}) == before


def test_a_fine_grained_policy_holds_for_whom_it_names(ad: Ad, home: str, dc: Any) -> None:
    user(ad, home, "halus", GOOD)
    asked = {"pso": "rasmi-mel", "lockout_threshold": 2, "lockout_minutes": 0, "applies_to": ["halus"]}
    assert policy(dc, check=True, **asked)["changed"]
    try:
        assert policy(dc, **asked)["changed"]
        assert not policy(dc, **asked)["changed"]
        holds = ad_policy.info({"directory": options(dc), "account": "halus"})["holds"]
        assert (holds["pso"], holds["policy"]["lockout_threshold"]) == ("rasmi-mel", 2)
        assert [bind(dc, "halus@anm.gov.my", f"{WRONG}{number}") for number in range(2)] == ["52e", "52e"]
        assert bind(dc, "halus@anm.gov.my", GOOD) == "775"
    finally:
        assert policy(dc, pso="rasmi-mel", state="absent")["changed"]
    assert not policy(dc, pso="rasmi-mel", state="absent")["changed"]


def test_a_windows_domain_is_warned_of_the_group_policy(dc: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(Ad, "is_windows", property(lambda _self: True))
    assert "Default Domain Policy" in policy(dc, check=True, history=24)["warnings_text"][0]


def test_disable_enable_and_must_change(ad: Ad, home: str, dc: Any) -> None:
    user(ad, home, "tutup", GOOD)
    name = "tutup@anm.gov.my"
    assert account(dc, "tutup", state="disabled")["changed"]
    assert bind(dc, name, GOOD) == "533"
    assert not account(dc, "tutup", state="disabled")["changed"]
    with pytest.raises(RasmiError, match="basis"):
        account(dc, "tutup", state="enabled")
    assert account(dc, "tutup", state="enabled", must_change=True, basis="SURAT-2")["account"]["enabled"]
    assert bind(dc, name, GOOD) == "773"
    assert not account(dc, "tutup", state="enabled", must_change=True, basis="SURAT-2")["changed"]
    assert account(dc, name, must_change=False)["changed"]
    assert bind(dc, name, GOOD) == ""
    (seen,) = ad_account.info({"directory": options(dc), "accounts": ["tutup"]})["accounts"]
    assert seen["basis"] == "SURAT-2"


def test_administrators_are_left_alone(dc: Any) -> None:
    with pytest.raises(ProviderError, match="left alone"):
        account(dc, "Administrator", state="disabled")


def test_the_last_logon_is_a_span_of_fourteen_days(ad: Ad, home: str, dc: Any) -> None:
    dn = user(ad, home, "lama", GOOD)
    # 2026-01-01T00:00:00Z in units of 100 ns since 1601
    ad.modify(dn, {"lastLogonTimestamp": ["134116992000000000"]})
    (seen,) = ad_account.info({"directory": options(dc), "accounts": ["lama"]})["accounts"]
    assert (seen["last_logon_from"], seen["last_logon_to"]) == ("2026-01-01T00:00:00Z", "2026-01-15T00:00:00Z")
