# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people meet on a domain whose policy the role has set: seen by logging in, not read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.ad_values import password_value
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, DirectoryTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.tests.standins.exchange_site import bind, options, user
from ansible_collections.rasmi.mail.tests.standins.samba import Samba

STATE = Path(__file__).parents[2] / "inventory" / ".state" / "ad-policy"
GOOD, WRONG = "Kata-Laluan-2026x", "Salah-Salah-2026y"


@pytest.fixture(scope="module")
def dc() -> Samba:
    return Samba("molecule", (STATE / "address").read_text(), STATE)


@pytest.fixture(scope="module")
def ad(dc):
    connection = Ad(DirectoryTarget.from_options(options(dc)))
    yield connection
    connection.close()


@pytest.fixture
def person(ad, dc):
    """Makes an account; gone afterwards. The function gives the name to log in with."""
    made = []

    def make(name, password):
        made.append(user(ad, f"CN=Users,{dc.base}", name, password))
        return f"{name}@anm.gov.my"

    yield make
    for dn in made:
        ad.delete(dn)


def test_three_wrong_passwords_lock_and_the_right_one_does_not_open(dc, person):
    name, other = person("terkunci", GOOD), person("jiran", GOOD)
    assert bind(dc, name, GOOD) == ""
    assert [bind(dc, name, f"{WRONG}{number}") for number in range(2)] == ["52e", "52e"]
    assert bind(dc, name, GOOD) == ""  # two are not enough, and a login forgets them
    assert [bind(dc, name, f"{WRONG}{number}") for number in range(3)] == ["52e", "52e", "52e"]
    assert bind(dc, name, GOOD) == "775"
    assert bind(dc, other, GOOD) == ""


@pytest.mark.parametrize("password", ["Pendek-2026", "semuahurufkecil"])
def test_a_weak_password_is_not_taken(ad, dc, person, password):
    # A new account belongs to no group yet, so that the domain's policy judges its first password.
    name = person("lemah", GOOD)
    with pytest.raises(RasmiError):
        ad.modify(f"CN=lemah,CN=Users,{dc.base}", {"unicodePwd": [password_value(password)]})
    assert bind(dc, name, GOOD) == ""


def test_a_password_without_a_special_character_is_taken_and_the_report_says_so(dc, person):
    assert bind(dc, person("jurang", "TiadaTandaKhas2026"), "TiadaTandaKhas2026") == ""
    report = (STATE / "ad-policy.txt").read_text()
    assert "C-PWD-LEN (KEL-5.6-c): Active Directory's complexity" in report
    assert "class special" in report
    assert "\\n" not in report


def test_it_holds_by_a_policy_of_its_own(dc, ad):
    found = ad.get(f"CN=rasmi-mail,CN=Password Settings Container,CN=System,{dc.base}", ["msDS-LockoutThreshold"])
    assert found.number("msDS-LockoutThreshold") == 3
    # The domain's own is as it was: whoever the policy does not apply to keeps it.
    assert ad.get(dc.base, ["lockoutThreshold"]).number("lockoutThreshold") == 0
