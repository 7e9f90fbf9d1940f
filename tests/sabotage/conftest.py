# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The live lab that the sabotage tests break and mend. Without a lab they fail; they are never skipped.

RASMI_LAB names the container (default: that of script/lab), RASMI_LAB_STATE its state directory on the controller,
RASMI_LAB_PROBES the file of probe accounts, RASMI_LAB_SINK_PORT the port that its outside domain is routed to.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import describe, load_probes
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import run_probes
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.steward import (
    ReferenceSteward,
    StewardConnection,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict

REPOSITORY = Path(__file__).resolve().parents[2]
PRELUDE = Path(__file__).with_name("prelude.sh").read_text(encoding="utf-8")
LAB = REPOSITORY / "inventories" / "lab"
NAME = "mail.kelantan.gov.my"
PLACES = (
    ("vmail", "mail"),
    ("www-data", "upload"),
    ("_rspamd", "filter"),
    ("rasmi-milter", "attachments"),
    ("clamav", "scanner"),
)
SIGNATURES = "/srv/signatures"


@dataclass
class Lab:
    """A running reference server: `shell` breaks and mends, `observe` looks from outside."""

    container: str
    address: str
    gateway: str
    state: Path
    probes: Path
    standard: dict[str, Any]
    steward: ReferenceSteward

    def shell(self, script: str) -> None:
        text = (PRELUDE + script).replace("@TIER@", self.tier_probe().address)
        text = text.replace("@RECEIVER@", next(item.address for item in self.accounts() if item.purpose == "receiver"))
        command = ["podman", "exec", "-i", self.container, "bash", "-s"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise AssertionError(f"on the server: {script}\n{done.stdout}{done.stderr}")

    def accounts(self) -> tuple[ProbeAccount, ...]:
        return load_probes(str(self.probes), self.standard["domains"]["official"])

    def tier_probe(self) -> ProbeAccount:
        ordinary = next(tier["id"] for tier in self.standard["tiers"] if tier["when"] == "default")
        return next(item for item in self.accounts() if item.purpose == "tier" and item.tier == ordinary)

    def observe(self, controls: Sequence[str], settle: float = 60.0) -> list[Verdict]:
        """`settle` is how long a message may take: short while something is broken, where it costs that time."""
        target = Target(
            NAME,
            self.address,
            tuple(self.standard["domains"]["official"]),
            ca_file=str(self.state / "ca" / "ca.pem"),
            sink_host=self.gateway,
            sink_port=int(os.environ.get("RASMI_LAB_SINK_PORT") or 2525),
            vantage="sabotage test",
            resolver=self.address,
            settle=settle,
        )
        run = Run(
            target,
            self.standard,
            self.accounts(),
            self.steward,
            observations=[seen for control in controls for seen in self._on_server(control)],
        )
        return run_probes(run, controls)

    def _on_server(self, control: str) -> list[dict[str, Any]]:
        """What the control's module sees on the server, run as Ansible would; most controls have none."""
        size = self.standard["controls"]["C-TMP-SPACE"]["min_bytes"]
        places = [{"user": user, "path": f"/srv/mailtmp/{folder}"} for user, folder in PLACES]
        modules: dict[str, tuple[str, dict[str, Any]]] = {
            "C-TMP-SPACE": ("temp_space_probe", {"size": size, "places": places}),
            "C-AV": ("virus_signatures_probe", {"path": SIGNATURES, "least": 1}),
        }
        if control not in modules:
            return []
        module, arguments = modules[control]
        command = [
            "ansible",
            self.container,
            f"--inventory={self.container},",
            "--connection=containers.podman.podman",
            f"--module-name=rasmi.mail.{module}",
            f"--args={json.dumps(arguments)}",
            "--extra-vars=ansible_python_interpreter=/usr/bin/python3",
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=REPOSITORY)
        _head, _sign, body = done.stdout.partition("=>")
        if done.returncode or "observations" not in body:
            raise AssertionError(f"{module}: {done.stdout}{done.stderr}")
        import yaml

        found: list[dict[str, Any]] = yaml.safe_load(body)["observations"]
        return found


def look(observe: Callable[[], list[Verdict]], arrived: Callable[[list[Verdict]], bool]) -> list[Verdict]:
    """What is seen; looked at a second time when the change has not arrived: a "reload" ends before it is done."""
    verdicts = observe()
    if not arrived(verdicts):
        time.sleep(5)
        verdicts = observe()
    return verdicts


def shows(wanted: Sequence[str], verdicts: Sequence[Verdict]) -> bool:
    """Whether every part whose name begins with one of these is red."""
    found = [verdict.part for verdict in verdicts if verdict.red]
    return all(any(part.startswith(name) for part in found) for name in wanted)


def is_green(verdicts: Sequence[Verdict]) -> bool:
    return bool(verdicts) and not red(verdicts)


def red(verdicts: Sequence[Verdict]) -> list[str]:
    return [describe(verdict) for verdict in verdicts if verdict.red]


def _inspect(container: str) -> tuple[str, str]:
    form = "{{.State.Running}} {{.NetworkSettings.IPAddress}} {{.NetworkSettings.Gateway}}"
    done = subprocess.run(["podman", "inspect", "-f", form, container], capture_output=True, text=True, check=False)
    parts = done.stdout.split()
    if done.returncode or len(parts) != 3 or parts[0] != "true":
        pytest.fail(f"the lab {container} is not running: script/lab up, then playbooks/site.yml", pytrace=False)
    return parts[1], parts[2]


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    container = os.environ.get("RASMI_LAB") or f"rasmi-reference{os.environ.get('RASMI_LAB_SUFFIX', '')}"
    state = Path(os.environ.get("RASMI_LAB_STATE") or LAB / ".state")
    probes = Path(os.environ.get("RASMI_LAB_PROBES") or LAB / "probes.yml")
    address, gateway = _inspect(container)
    secret = state / "secrets" / "steward"
    if not secret.exists():
        pytest.fail(f"{secret} is missing: run playbooks/site.yml -i inventories/lab first", pytrace=False)
    standard = load_standard("kelantan", search=[REPOSITORY / "profiles"]).to_dict()
    base = ",".join(f"dc={part}" for part in standard["domains"]["official"][0].split("."))
    connection = StewardConnection(
        uri=f"ldaps://{address}",
        base_dn=base,
        bind_dn=f"cn=steward,ou=services,{base}",
        password=secret.read_text().strip(),
        ca_file=str(state / "ca" / "ca.pem"),
        server_name=NAME,
    )
    steward = ReferenceSteward(connection)
    try:
        yield Lab(container, address, gateway, state, probes, standard, steward)
    finally:
        steward.close()
