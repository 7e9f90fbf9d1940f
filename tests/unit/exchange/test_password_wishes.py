# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The policy follows the profile, and is never made looser than it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.filter.ad_policy_wishes import ad_policy_wishes
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_passwords import LONGEST_WINDOW, ROWS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.modules.ad_password_policy import ARGUMENT_SPEC

PROFILES = Path(__file__).resolve().parents[3] / "profiles"
#: As a new domain has it.
FRESH = {
    "lockout_threshold": 0,
    "lockout_minutes": 30,
    "observation_minutes": 30,
    "min_length": 7,
    "history": 24,
    "max_age_days": 42,
    "min_age_days": 1,
    "complexity": True,
    "reversible": False,
}
OPEN = {**FRESH, "min_length": 0, "history": 0, "max_age_days": 0, "complexity": False}


def found(profile: str, present: dict[str, Any], **more: Any) -> dict[str, Any]:
    return ad_policy_wishes(load_standard(profile, [str(PROFILES)]).to_dict(), present, **more)


def test_every_option_is_one_of_the_module() -> None:
    assert {row.option for row in ROWS} <= set(ARGUMENT_SPEC)


def test_kelantan_on_an_open_domain() -> None:
    assert found("kelantan", OPEN, history=5)["asked"] == {
        "lockout_threshold": 3,
        "lockout_minutes": 0,
        "observation_minutes": LONGEST_WINDOW,
        "min_length": 12,
        "complexity": True,
        "max_age_days": 90,
        "history": 5,
    }


def test_what_is_stricter_stays() -> None:
    strict = {**FRESH, "lockout_threshold": 2, "min_length": 15, "max_age_days": 42, "history": 24}
    asked = found("kelantan", strict, history=5)["asked"]
    assert {name: asked[name] for name in ("lockout_threshold", "min_length", "max_age_days", "history")} == {
        "lockout_threshold": 2,
        "min_length": 15,
        "max_age_days": 42,
        "history": 24,
    }


@pytest.mark.parametrize("profile", ["kelantan", "janm"])
def test_asking_twice_asks_the_same(profile: str) -> None:
    once = found(profile, OPEN, history=5)["asked"]
    assert found(profile, {**OPEN, **once}, history=5)["asked"] == once


def test_janm_sets_what_it_decides_and_says_what_it_does_not() -> None:
    seen = found("janm", OPEN, history=5)
    assert seen["asked"] == {"min_length": 12, "complexity": True}
    assert seen["because"]["min_length"]["clauses"] == ["JANM-L1-3-b", "JANM-L1-3-c"]
    text = "\n".join(seen["uncovered"])
    assert "C-AUTH-LOCK: the profile janm does not decide it" in text
    assert "C-PWD-AGE: the profile janm does not decide it" in text
    assert "no list of forbidden passwords" in text


def test_what_is_left_out_is_said() -> None:
    seen = found("kelantan", OPEN, leave_out=["C-PWD-AGE"])
    assert "max_age_days" not in seen["asked"]
    assert any("left out by ad_policy_leave_out" in line and "KEL-5.6-b" in line for line in seen["uncovered"])
    with pytest.raises(AnsibleFilterError, match="C-POP"):
        found("kelantan", OPEN, leave_out=["C-POP"])
