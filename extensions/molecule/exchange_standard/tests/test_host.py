# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Windows host after two runs: its files, read by somebody else's parser, and what was done to it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

STATE = Path(__file__).parents[2] / "inventory" / ".state" / "windows-exchange"
ROOT = STATE / "root"
OWA = ROOT / "C/Exchange/FrontEnd/HttpProxy/owa/web.config"
IIS = ROOT / "C/Windows/System32/inetsrv/config/applicationHost.config"
EDGE = ROOT / "C/Exchange/Bin/EdgeTransport.exe.config"


@pytest.fixture(scope="module")
def calls() -> list[list[str]]:
    return json.loads((STATE / "host.json").read_text())["calls"]


def test_the_web_client_takes_what_the_standard_lets_through():
    limit = int(ET.parse(OWA).find(".//requestLimits").get("maxAllowedContentLength"))
    assert 14 * 1024**2 * 4 // 3 < limit < 20 * 1024**2


def test_every_directory_of_the_front_end_asks_for_tls():
    flags = {
        location.get("path"): location.find("system.webServer/security/access").get("sslFlags")
        for location in ET.parse(IIS).getroot().findall("location")
        if location.find("system.webServer/security/access") is not None
    }
    assert flags["Default Web Site"] == "Ssl, Ssl128"
    assert flags["Default Web Site/PowerShell"] == "SslNegotiateCert"
    assert flags["Exchange Back End"] == "Ssl"


def test_temporary_files_have_another_place_and_the_old_file_is_kept():
    values = {one.get("key"): one.get("value") for one in ET.parse(EDGE).iter("add")}
    assert values["TemporaryStoragePath"] == "D:\\Temp"
    before = EDGE.with_name(EDGE.name + ".before").read_bytes()
    assert before.replace(rb"C:\Exchange\TransportRoles\data\Temp", rb"D:\Temp") == EDGE.read_bytes()
    assert EDGE.read_bytes().startswith(b"\xef\xbb\xbf")


def test_two_runs_wrote_and_restarted_once(calls):
    written = [call[1] for call in calls if call[0] == "win_copy"]
    assert len(written) == len(set(written)) == 6  # ActiveSync is below the cap already
    assert [call[1] for call in calls if call[0] == "win_service"] == ["WAS", "MSExchangeTransport"]
    assert [call[0] for call in calls][:2] == ["win_file", "win_acl"]  # the place is there before anything points to it
