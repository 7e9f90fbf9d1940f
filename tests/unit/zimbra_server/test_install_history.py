# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far an installation came, read as the installer itself reads its record."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_history import read_history

CORE_DEB = "1: INSTALLED zimbra-core_10.1.3.GA.4689-1.UBUNTU22.64_amd64.deb"
CORE_RPM = "1: INSTALLED zimbra-core-8.8.15_GA_3869.RHEL8_64-20190917004220.x86_64.rpm"
STORE = "1: INSTALLED zimbra-store_10.1.3.GA.4689-1.UBUNTU22.64_amd64.deb"
START, CONFIG = "1: INSTALL SESSION START", "1: CONFIG SESSION START"
COMPLETE, END = "1: INSTALL SESSION COMPLETE", "1: CONFIGURED END"
STEP = "1: CONFIGURED configSetupLdap"


@pytest.mark.parametrize(
    ("lines", "state", "runs"),
    [
        ([], "absent", "install"),
        ([START], "installing", "install"),
        ([START, CORE_DEB], "configuring", "configure"),
        ([START, CORE_DEB, COMPLETE, CONFIG, STEP], "configuring", "configure"),
        ([START, CORE_DEB, COMPLETE, CONFIG, STEP, END], "done", ""),
        ([START, CORE_RPM, COMPLETE, CONFIG, END], "done", ""),
        # a new session forgets what an earlier one had done
        ([START, CORE_DEB, COMPLETE, CONFIG, END, START], "installing", "install"),
        ([START, CORE_DEB, COMPLETE, CONFIG, END, START, CORE_DEB, COMPLETE], "configuring", "configure"),
        ([START, CORE_DEB, COMPLETE, CONFIG, END, CONFIG, STEP], "configuring", "configure"),
        # another package alone is no Zimbra
        ([START, STORE, END], "installing", "install"),
        ([START, CORE_DEB.replace("INSTALLED", "UPGRADED"), COMPLETE, CONFIG, STEP], "upgrading", "stop"),
        ([START, CORE_DEB.replace("INSTALLED", "UPGRADED"), COMPLETE, CONFIG, END], "done", ""),
    ],
)
def test_state(lines: list[str], state: str, runs: str) -> None:
    read = read_history("\n".join(lines) + "\n")
    assert (read["state"], read["next"]) == (state, runs)


def test_version_packages_and_last_step() -> None:
    read = read_history("\n".join([START, STORE, CORE_DEB, COMPLETE, CONFIG, "1: CONFIGURED BEGIN", STEP]))
    assert read["version"] == "10.1.3"
    assert read["packages"] == ["zimbra-core", "zimbra-store"]
    assert read["step"] == "configSetupLdap"
    assert read_history(CORE_RPM)["version"] == "8.8.15"


def test_a_line_that_is_no_entry_is_passed_over() -> None:
    assert read_history("hand-written note\n\n: CONFIGURED END\n")["state"] == "absent"
