# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ran on the machine, in which order, over two runs of which the first one broke off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HOST = Path(__file__).parents[2] / "inventory" / ".state" / "windows-install" / "host.json"
LICENCE = "/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF"


@pytest.fixture(scope="module")
def host() -> dict[str, Any]:
    return json.loads(HOST.read_text())


def test_everything_ran_once_and_in_order(host):
    names = [call[0] if call[0] != "win_command" else call[1] for call in host["calls"]]
    assert names == [
        "win_reboot",  # what Windows had begun
        "win_feature",
        "win_package",
        "win_package",
        "win_reboot",
        "/PrepareSchema",
        "/PrepareAD",
        "/PrepareAllDomains",
        "/Mode:Install",  # breaks off
        "/Mode:Install",  # goes on
        "win_reboot",
    ]


def test_the_organisation_is_named_where_it_is_made_and_the_licence_everywhere(host):
    commands = [call[1:] for call in host["calls"] if call[0] == "win_command"]
    assert all(command[-1] == LICENCE for command in commands)
    assert [command[0] for command in commands if "/OrganizationName:JANM" in command] == ["/PrepareAD"]


def test_the_end_is_an_installed_server(host):
    assert host["machine"]["keys"]["MailboxRole"]["ConfiguredVersion"] == "15.02.1748.010"
    assert not host["machine"]["keys"]["MailboxRole"]["Watermark"]
    assert host["directory"] == {"schema": 17003, "organization": 16763, "domain": 13243}
