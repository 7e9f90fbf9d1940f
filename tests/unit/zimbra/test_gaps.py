# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes round the standard is said with its clause; a server without any of it has nothing said about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.gaps import gaps, lines
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.settings import settings

PROFILES = Path(__file__).resolve().parents[3] / "profiles"
SERVICES = ["mailbox", "mta", "antivirus", "antispam"]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    standard = load_standard("kelantan", [str(PROFILES)]).to_dict()
    return settings(standard, "10.1.3", history=5, warn_percent=90, warn_every="1d", last_use_every="1d",
                    cos_prefix="rasmi_")  # fmt: skip


def thing(name: str, **attributes: Any) -> dict[str, Any]:
    return {"name": name, "attributes": attributes}


@pytest.fixture
def seen() -> dict[str, Any]:
    """A server of which the settings govern everything."""
    return {
        "servers": [thing("mel1", zimbraServiceEnabled=SERVICES, zimbraServiceInstalled=SERVICES)],
        "domains": [thing("kelantan.gov.my", zimbraAuthMech="zimbra")],
        "accounts": [],
        "unassigned": 0,
        "elsewhere": [],
        "signed": {"kelantan.gov.my": True},
        "inspectors": [],
        "due": [],
    }


def said(found: dict[str, Any], seen: dict[str, Any]) -> list[tuple[str, str]]:
    return [(gap["control"], gap["reason"]) for gap in gaps(found, seen)]


def test_nothing_is_said_about_a_server_without_gaps(found: dict[str, Any], seen: dict[str, Any]) -> None:
    assert gaps(found, seen) == []


def test_a_filter_that_is_not_installed(found: dict[str, Any], seen: dict[str, Any]) -> None:
    seen["servers"].append(thing("mel2", zimbraServiceEnabled=["mta"], zimbraServiceInstalled=["mta", "antispam"]))
    seen["servers"].append(thing("ldap1", zimbraServiceEnabled=["ldap"], zimbraServiceInstalled=["ldap"]))
    assert said(found, seen) == [("C-AV", "mel2 has an MTA but no package for antivirus: install it there")]


def test_a_domain_whose_passwords_another_directory_checks(found: dict[str, Any], seen: dict[str, Any]) -> None:
    seen["domains"] = [thing("kelantan.gov.my", zimbraAuthMech="ad")]
    assert [control for control, _reason in said(found, seen)] == ["C-PWD-LEN", "C-PWD-AGE", "C-PWD-FIRST"]


def test_mail_that_leaves_by_itself_is_named(found: dict[str, Any], seen: dict[str, Any]) -> None:
    seen["accounts"] = [thing(f"a{n}@x", zimbraPrefMailForwardingAddress=["out@example.com"]) for n in range(7)]
    seen["accounts"].append(thing("spied@x", zimbraInterceptAddress=["boss@x"]))
    (forward, text), (intercept, _text) = said(found, seen)
    assert (forward, intercept) == ("C-FWD", "C-INSP")
    assert "7 account(s)" in text and "a4@x and 2 more" in text and "out@example.com" not in text


def test_a_value_of_its_own_counts_only_when_it_differs(found: dict[str, Any], seen: dict[str, Any]) -> None:
    seen["accounts"] = [
        thing("same@x", zimbraPasswordMaxAge=["90"]),
        thing("never@x", zimbraPasswordMaxAge=["0"]),
        thing("big@x", zimbraMailQuota=["9999999999"]),
    ]
    assert said(found, seen) == [
        ("C-PWD-AGE", "1 account(s) have a zimbraPasswordMaxAge of their own: never@x"),
        ("C-QUOTA-TIER", "1 account(s) have a quota of their own: big@x"),
    ]


@pytest.mark.parametrize(
    ("change", "control", "word"),
    [
        ({"signed": {"kelantan.gov.my": False}}, "C-DNS", "zmdkimkeyutil -a -d"),
        ({"unassigned": 9876}, "C-QUOTA-TIER", "9876 account(s)"),
        ({"elsewhere": ["a@x", "b@x"]}, "C-AUTH-LOCK", "2 account(s)"),
        ({"inspectors": ["helpdesk@x"]}, "C-INSP", "helpdesk@x"),
    ],
)
def test_each_kind_of_gap(
    found: dict[str, Any], seen: dict[str, Any], change: dict[str, Any], control: str, word: str
) -> None:
    (gap,) = gaps(found, seen | change)
    assert gap["control"] == control
    assert word in gap["reason"]
    assert lines([gap])[0].startswith(f"{control} ({gap['clauses'][0]}")


def test_a_daemon_that_waits_names_the_controls_that_wait_with_it(found: dict[str, Any], seen: dict[str, Any]) -> None:
    controls = {control for control, _reason in said(found, seen | {"due": ["mta"]})}
    assert controls == {"C-CLI-TLS", "C-MSG-SIZE"}


def test_what_the_settings_cannot_keep_comes_first(found: dict[str, Any], seen: dict[str, Any]) -> None:
    first = {"control": "C-PWD-LEN", "clauses": ["KEL-5.6-c"], "reason": "x"}
    assert gaps(found | {"uncovered": [first]}, seen | {"unassigned": 1})[0] == first
