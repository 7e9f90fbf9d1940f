# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each control is broken on the live Zimbra lab: its probe goes red and names the clause; mended, it is green again.

Needs `script/lab up zimbra` and `playbooks/site.yml -i inventories/kelantan`. RASMI_LAB_SUFFIX as for script/lab,
RASMI_LAB_SINK_PORT the port that the lab's outside domain is routed to.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import describe, load_probes
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import run_probes
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import attributes_of, one, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.steward import ZimbraSteward
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict
from tests.sabotage.conftest import is_green, look, red, shows
from tests.sabotage.zimbra_table import (
    CONFIG,
    COSES,
    FILLED,
    ORDINARY,
    RECEIVER,
    SERVER,
    SIGNATURES,
    TABLE,
    Sabotage,
    Values,
)

REPOSITORY = Path(__file__).resolve().parents[2]
SITE = REPOSITORY / "inventories" / "kelantan"
STATE = SITE / ".state"
PROBES = REPOSITORY / "inventories" / "lab" / "probes.yml"
NAME = "mail.kelantan.gov.my"
PLACES = (("zimbra", "/opt/zimbra/data/tmp"), ("zimbra", "/opt/zimbra/data/tmp/upload"))

#: (request that changes, what an attribute is read with, where the element lies) of a kind of object
_KINDS = {
    "cos": ("ModifyCosRequest", "GetCosRequest"),
    "server": ("ModifyServerRequest", "GetServerRequest"),
    "account": ("ModifyAccountRequest", "GetAccountRequest"),
}


@dataclass
class Lab:
    """A running Zimbra lab: `soap` and `shell` break and mend, `observe` looks from outside."""

    container: str
    address: str
    gateway: str
    standard: dict[str, Any]
    soap: Soap
    steward: ZimbraSteward

    def accounts(self) -> tuple[ProbeAccount, ...]:
        return load_probes(str(PROBES), self.standard["domains"]["official"])

    def ordinary(self) -> ProbeAccount:
        tier = next(tier["id"] for tier in self.standard["tiers"] if tier["when"] == "default")
        return next(item for item in self.accounts() if item.purpose == "tier" and item.tier == tier)

    def shell(self, script: str) -> None:
        text = f"set -e\n{script.replace('@TIER@', self.ordinary().address)}\n"
        command = ["podman", "exec", "-i", self.container, "bash", "-s"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise AssertionError(f"in the container: {script}\n{done.stdout}{done.stderr}")

    def settle(self, then: str = "") -> None:
        """The real servers follow the directory within seconds; wait until they have, then run a script."""
        follow = "systemctl start zimbra-configd; (cd /opt/rasmi && python3 -m zimbra_lab.configd --once); sleep 0.6"
        self.shell(f"{follow}\n{then}")

    def put(self, place: str, values: Values) -> list[tuple[str, str, dict[str, Any]]]:
        """Write settings; returns what puts back what was there: (request, id, attributes)."""
        return [self._put(kind, number, values) for kind, number in self._objects(place)]

    def back(self, kept: Sequence[tuple[str, str, dict[str, Any]]]) -> None:
        for request, number, values in kept:
            self._modify(request, number, values)

    def observe(self, controls: Sequence[str], settle: float = 60.0) -> list[Verdict]:
        """`settle` is how long a message may take: short while something is broken, where it costs that time."""
        target = Target(
            NAME,
            self.address,
            tuple(self.standard["domains"]["official"]),
            ca_file=str(STATE / "ca" / "ca.pem"),
            sink_host=self.gateway,
            sink_port=int(os.environ.get("RASMI_LAB_SINK_PORT") or 2526),
            vantage="sabotage test",
            settle=settle,
            platform="zimbra",
            resolver=self.address,
        )
        seen = [item for control in controls for item in self._on_server(control)]
        return run_probes(Run(target, self.standard, self.accounts(), self.steward, observations=seen), controls)

    def _objects(self, place: str) -> list[tuple[str, str]]:
        """(kind, id) of what a place of the table means."""
        if place == CONFIG:
            return [("config", "")]
        if place == SERVER:
            return [("server", self._id("GetServerRequest", "server", "name", NAME))]
        if place == RECEIVER:
            address = next(item.address for item in self.accounts() if item.purpose == "receiver")
            return [("account", self._id("GetAccountRequest", "account", "name", address))]
        tiers = {
            COSES: [tier["id"] for tier in self.standard["tiers"]],
            ORDINARY: [self.ordinary().tier],
            FILLED: ["probe"],
        }[place]
        return [("cos", self._id("GetCosRequest", "cos", "name", f"rasmi_{tier}")) for tier in tiers]

    def _id(self, request: str, kind: str, by: str, value: str) -> str:
        body = {kind: {"by": by, "_content": value}, **({"applyCos": "0"} if kind == "account" else {})}
        return str(one(self.soap.call(request, body).get(kind), kind)["id"])

    def _own(self, kind: str, number: str) -> dict[str, list[str]]:
        if kind == "config":
            return attributes_of(self.soap.call("GetAllConfigRequest", {}))
        extra = {"server": {"applyConfig": "0"}, "account": {"applyCos": "0"}}.get(kind, {})
        answer = self.soap.call(_KINDS[kind][1], {kind: {"by": "id", "_content": number}, **extra})
        return attributes_of(one(answer.get(kind), kind))

    def _put(self, kind: str, number: str, values: Values) -> tuple[str, str, dict[str, Any]]:
        before = self._own(kind, number)
        request = "ModifyConfigRequest" if kind == "config" else _KINDS[kind][0]
        kept = {name.lstrip("+-"): before.get(name.lstrip("+-"), []) for name in values}
        self._modify(request, number, values)
        return request, number, kept

    def _modify(self, request: str, number: str, values: Mapping[str, Any]) -> None:
        # The id of a COS is an element of its own, that of the others an attribute; the config has none.
        own = {"id": {"_content": number} if request == "ModifyCosRequest" else number} if number else {}
        self.soap.call(request, {**own, "a": pairs(values)})

    def _on_server(self, control: str) -> list[dict[str, Any]]:
        """What the control's module sees on the server, run as Ansible would; most controls have none."""
        size = self.standard["controls"]["C-TMP-SPACE"]["min_bytes"]
        places = [{"user": user, "path": path} for user, path in PLACES]
        modules: dict[str, tuple[str, dict[str, Any]]] = {
            "C-TMP-SPACE": ("temp_space_probe", {"size": size, "places": places}),
            "C-AV": ("virus_signatures_probe", {"path": SIGNATURES, "socket": "127.0.0.1:3310", "least": 1}),
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


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    container = f"rasmi-zimbra{os.environ.get('RASMI_LAB_SUFFIX', '')}"
    form = "{{.State.Running}} {{.NetworkSettings.IPAddress}} {{.NetworkSettings.Gateway}}"
    done = subprocess.run(["podman", "inspect", "-f", form, container], capture_output=True, text=True, check=False)
    parts = done.stdout.split()
    if done.returncode or len(parts) != 3 or parts[0] != "true":
        pytest.fail(f"the lab {container} is not running: script/lab up zimbra, then playbooks/site.yml", pytrace=False)
    standard = load_standard("kelantan", search=[REPOSITORY / "profiles"]).to_dict()
    # The lab ends sessions within a second or two; a broken one need not be waited for as long as a real one.
    standard["controls"]["C-DISABLE"]["within_seconds"] = 20
    domain = standard["domains"]["official"][0]
    secrets = STATE / "secrets"
    if not (secrets / "zimbra-accounts").exists():
        pytest.fail("run playbooks/site.yml -i inventories/kelantan first", pytrace=False)

    def target(user: str, file: str) -> ZimbraTarget:
        return ZimbraTarget(
            f"https://{parts[1]}:7071/service/admin/soap",
            f"{user}@{domain}",
            (secrets / file).read_text().strip(),
            ca_file=str(STATE / "ca" / "ca.pem"),
            server_name=NAME,
        )

    steward = ZimbraSteward(target("rasmi-accounts", "zimbra-accounts"))
    soap = Soap(target("admin", "zimbra-admin"))
    try:
        yield Lab(container, parts[1], parts[2], standard, soap, steward)
    finally:
        steward.close()
        soap.close()


def rows() -> Mapping[str, list[Sabotage]]:
    found: dict[str, list[Sabotage]] = {}
    for row in TABLE:
        found.setdefault(row.control, []).append(row)
    return found


def test_every_probed_control_is_sabotaged() -> None:
    assert set(rows()) == set(REGISTRY)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("control", rows())
def test_broken_is_red_and_mended_is_green(lab: Lab, control: str) -> None:
    for row in rows()[control]:
        broken(lab, row)
    lab.settle()
    after = look(lambda: lab.observe([control]), is_green)
    assert red(after) == []
    assert after


def broken(lab: Lab, row: Sabotage) -> None:
    wanted = tuple(name.replace("@TIER_ID@", lab.ordinary().tier) for name in row.red)
    kept: list[tuple[str, str, dict[str, Any]]] = []
    try:
        for place, values in row.settings.items():
            kept += lab.put(place, values)
        lab.settle(row.breaks)
        verdicts = look(lambda: lab.observe([row.control], settle=8.0), lambda seen: shows(wanted, seen))
    finally:
        try:
            if row.mends:
                lab.shell(row.mends)
        finally:
            lab.back(kept)
    found = [verdict for verdict in verdicts if verdict.red]
    assert shows(wanted, verdicts), "\n".join([row.name, *wanted, *map(describe, verdicts)])
    clauses = lab.standard["controls"][row.control]["clauses"]
    assert clauses
    assert all(clause in describe(verdict) for verdict in found for clause in clauses)
