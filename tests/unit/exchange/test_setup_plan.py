# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far an installation came is read from the registry's own record; what cannot work is refused beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.filter.exchange_directory_steps import exchange_directory_steps
from ansible_collections.rasmi.mail.plugins.filter.exchange_setup_plan import exchange_setup_plan
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_setup import state

BUILD = "15.02.1748.010"
DONE = {"UnpackedVersion": BUILD, "ConfiguredVersion": BUILD, "Action": "", "Watermark": ""}
SHA = "a" * 64


def seen(**more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "keys": {},
        "processes": [],
        "pending_reboot": [],
        "net_release": 528040,
        "domain": "anm.gov.my",
        "media_version": BUILD,
        "checksums": {},
    }
    return {**base, **more}


def want(**more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "version": "SE",
        "media": "D:\\",
        "organization": "JANM",
        "licence": True,
        "diagnostics": False,
        "packages": [],
        "target_dir": "",
        "arguments": [],
        "ad_versions": {},
        "reboot": True,
    }
    return {**base, **more}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, "absent"),
        ({"Setup": {}}, "absent"),
        ({"MailboxRole": DONE}, "done"),
        ({"AdminTools": DONE}, "absent"),  # tools alone are no server
        ({"MailboxRole": {**DONE, "Watermark": "x"}}, "partial"),
        ({"MailboxRole": {**DONE, "Action": "Install"}}, "partial"),
        ({"MailboxRole": {**DONE, "ConfiguredVersion": ""}}, "partial"),
        ({"MailboxRole": DONE, "FrontendTransportRole": {**DONE, "ConfiguredVersion": None}}, "partial"),
        ({"BridgeheadRole": {"Watermark": "x"}}, "partial"),  # before anything was unpacked
    ],
)
def test_the_record_of_the_registry(keys: dict[str, dict[str, Any]], expected: str) -> None:
    assert state(keys)["state"] == expected


def test_the_three_ways_to_go_on() -> None:
    assert exchange_setup_plan(seen(), want())["next"] == "setup"
    partial = seen(keys={"MailboxRole": {**DONE, "Watermark": "x"}})
    assert exchange_setup_plan(partial, want())["next"] == "resume"
    done = exchange_setup_plan(seen(keys={"MailboxRole": DONE}), want())
    assert (done["next"], done["faults"]) == ("", [])


def test_an_installed_server_needs_neither_media_nor_licence() -> None:
    bare = want(media="", organization="", licence=False)
    assert exchange_setup_plan(seen(keys={"MailboxRole": DONE}, media_version=""), bare)["faults"] == []


@pytest.mark.parametrize("keys", [{}, {"MailboxRole": DONE}])
def test_nothing_is_begun_while_setup_runs(keys: dict[str, Any]) -> None:
    faults = exchange_setup_plan(seen(keys=keys, processes=["ExSetupUI"]), want())["faults"]
    assert any("Setup runs already" in fault for fault in faults)


PACKAGE = {"name": "UCMA", "path": "D:\\u.exe", "checksum": SHA}


@pytest.mark.parametrize(
    ("there", "wish", "says"),
    [
        ({}, {"licence": False}, "licence terms"),
        ({}, {"organization": " JANM"}, "no space at either end"),
        ({}, {"organization": "JANM & Co"}, "letters, digits"),
        ({}, {"organization": "JANM\n"}, "letters, digits"),
        ({}, {"media": ""}, "There is no media"),
        ({"media_version": ""}, {}, "no Setup.exe"),
        ({"media_version": "15.01.2507.006"}, {}, "no Exchange SE"),
        ({"domain": ""}, {}, "in no domain"),
        ({"net_release": 461814}, {}, ".NET Framework"),
        ({"pending_reboot": ["Windows Update"]}, {"reboot": False}, "restart is pending"),
        ({}, {"packages": [PACKAGE]}, "there is no file"),
        ({"checksums": {"D:\\u.exe": "b" * 64}}, {"packages": [PACKAGE]}, "not what was meant"),
        ({"checksums": {"D:\\u.exe": SHA}}, {"packages": [{**PACKAGE, "checksum": ""}]}, "has no checksum"),
        (
            {"keys": {"MailboxRole": {**DONE, "Watermark": "x"}}, "media_version": "15.02.1800.001"},
            {},
            "only be finished with the media",
        ),
    ],
)
def test_what_cannot_work_is_said_with_its_remedy(there: dict[str, Any], wish: dict[str, Any], says: str) -> None:
    faults = exchange_setup_plan(seen(**there), want(**wish))["faults"]
    assert [fault for fault in faults if says in fault], faults


def test_all_faults_come_at_once() -> None:
    faults = exchange_setup_plan(seen(domain="", net_release=0), want(licence=False, organization=""))["faults"]
    assert len(faults) == 4


def test_a_newer_media_is_no_update() -> None:
    found = exchange_setup_plan(seen(keys={"MailboxRole": DONE}, media_version="15.02.1800.001"), want())
    assert found["next"] == ""
    assert "does not update" in found["notes"][0]


def test_setup_is_told_everything_it_would_ask() -> None:
    found = exchange_setup_plan(seen(), want(target_dir="E:\\Exchange", arguments=["/MdbName:DB01"], diagnostics=True))
    assert found["arguments"] == [
        "/Mode:Install",
        "/Roles:Mailbox",
        "/TargetDir:E:\\Exchange",
        "/MdbName:DB01",
        "/IAcceptExchangeServerLicenseTerms_DiagnosticDataON",
    ]


def asked(*numbers: int) -> list[dict[str, Any]]:
    """What a loop over microsoft.ad.object_info gives; what is not there is found nowhere."""
    return [
        {
            "item": {"name": name, "attribute": "objectVersion"},
            "objects": [{"objectVersion": number}] if number else [],
        }
        for name, number in zip(("schema", "organization", "domain"), numbers, strict=True)
    ]


@pytest.mark.parametrize(
    ("there", "names"),
    [
        ((0, 0, 0), ["PrepareSchema", "PrepareAD", "PrepareAllDomains"]),
        ((17003, 0, 0), ["PrepareAD", "PrepareAllDomains"]),
        ((17003, 16763, 0), ["PrepareAllDomains"]),
        ((17003, 16763, 13243), []),
        ((17004, 16800, 13300), []),  # prepared for something newer
        ((15334, 16223, 13243), ["PrepareSchema", "PrepareAD"]),  # 2016 is there
    ],
)
def test_the_directory_is_prepared_as_far_as_it_needs(there: tuple[int, int, int], names: list[str]) -> None:
    steps = exchange_directory_steps(asked(*there), want())
    assert [step["name"] for step in steps] == names
    assert all(step["arguments"][-1].startswith("/IAccept") for step in steps)
    named = [step for step in steps if "/OrganizationName:JANM" in step["arguments"]]
    assert bool(named) == (there[1] == 0)


def test_numbers_of_other_media_win() -> None:
    steps = exchange_directory_steps(asked(17003, 16763, 13243), want(ad_versions={"organization": "16800"}))
    assert [step["because"] for step in steps] == ["organization: 16763 -> 16800"]
