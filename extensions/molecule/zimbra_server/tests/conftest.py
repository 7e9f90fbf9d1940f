# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The machines of the scenario, and further runs of the role on the one that stands alone."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import testinfra

SCENARIO = Path(__file__).resolve().parents[1]
STATE = SCENARIO.parent / "inventory" / ".state" / "zimbra_server"
HISTORY = "/opt/zimbra/.install_history"


class Machine:
    """One container; commands run as root."""

    def __init__(self, short: str) -> None:
        name = f"rasmi-zinstall-{short}{os.environ.get('RASMI_LAB_SUFFIX', '')}"
        self.host = testinfra.get_host(f"podman://{name}")

    def sh(self, command: str) -> str:
        return str(self.host.check_output(command))

    def starts(self) -> list[str]:
        """Which scripts of the installer were started, in order."""
        lines = self.sh("cat /var/log/zimbra-standin 2>/dev/null || true").splitlines()
        return [line.split()[1] for line in lines if line.split()[1] != "step"]

    def steps(self) -> dict[str, float]:
        """Configured step -> when it was really done."""
        lines = self.sh("cat /var/log/zimbra-standin").splitlines()
        return {line.split()[2]: float(line.split()[0]) for line in lines if line.split()[1] == "step"}

    def calls(self, command: str) -> list[dict[str, Any]]:
        """Calls of one of Zimbra's commands."""
        lines = self.sh("cat /opt/zimbra/log/standin-calls").splitlines()
        return [call for call in map(json.loads, lines) if call["command"] == command]

    def wipe(self) -> None:
        """A machine to which Zimbra never came."""
        self.sh("systemctl stop zimbra-standin-ldap 2>/dev/null || true")
        self.sh("rm -rf /opt/zimbra /var/log/zimbra-standin /etc/zimbra-standin")

    def knob(self, name: str, value: str) -> None:
        self.sh(f"mkdir -p /etc/zimbra-standin; printf '%s' '{value}' > /etc/zimbra-standin/{name}")

    def turn(self, name: str) -> None:
        self.sh(f"rm -f /etc/zimbra-standin/{name}")


@dataclass
class Run:
    """What a run of the play said."""

    code: int
    text: str

    @property
    def changed(self) -> int:
        recap = self.text.rsplit("PLAY RECAP", 1)[1]
        return int(recap.split("changed=")[1].split()[0])


@pytest.fixture(scope="session")
def machine() -> Callable[[str], Machine]:
    return Machine


@pytest.fixture(scope="session")
def alone() -> Machine:
    return Machine("mail")


@pytest.fixture(scope="session")
def play() -> Callable[..., Run]:
    """Run the role once more, with other variables."""

    def run(*options: str, **variables: Any) -> Run:
        command = ["ansible-playbook", "-i", str(SCENARIO / "inventory"), str(SCENARIO / "alone.yml"), *options]
        environment = {**os.environ, "MOLECULE_PROJECT_DIRECTORY": str(SCENARIO.parents[2]), "ANSIBLE_NOCOLOR": "1"}
        done = subprocess.run(
            [*command, "-e", json.dumps(variables)], env=environment, capture_output=True, text=True, check=False
        )
        return Run(done.returncode, done.stdout + done.stderr)

    return run
