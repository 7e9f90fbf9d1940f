# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the documentation is run as it stands, by ansible-playbook, and again, with nothing left to do."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import Endpoint, serve

from .conftest import DOMAIN, add_person, options_of

ROOT = Path(__file__).resolve().parents[3]
#: In an order in which what an example needs has been made by those before it.
MODULES = [
    "exchange_transport_config",
    "exchange_connector",
    "exchange_mailbox_database",
    "exchange_virtual_directory",
    "exchange_owa_policy",
    "exchange_settings",
    "exchange_retention_policy",
    "exchange_mailbox",
    "exchange_archive",
    "exchange_distribution_group",
    "exchange_transport_rule",
    "exchange_mailbox_permission",
    "exchange_mailbox_export",
    "exchange_health",
    "skype_user",
    "exchange_transport_config_info",
    "exchange_connector_info",
    "exchange_mailbox_database_info",
    "exchange_virtual_directory_info",
    "exchange_owa_policy_info",
    "exchange_settings_info",
    "exchange_retention_policy_info",
    "exchange_mailbox_info",
    "exchange_distribution_group_info",
    "exchange_transport_rule_info",
    "exchange_mailbox_permission_info",
    "skype_user_info",
]
#: Run by tests of their own.
OTHERS = {"exchange_accounts", "exchange_accounts_info"}
READS = {"Get", "Test", "Select"}
PEOPLE = ("razak.hamid", "rosmawati.daud", "hanif.sulaiman", "bekas.pegawai", "korporat")


def examples(module: str) -> list[dict[str, Any]]:
    code = importlib.import_module(f"ansible_collections.rasmi.mail.plugins.modules.{module}")
    found: list[dict[str, Any]] = yaml.safe_load(code.EXAMPLES)
    return found


def play(options: dict[str, Any]) -> list[dict[str, Any]]:
    tasks = [task for module in MODULES for task in examples(module)]
    variables = {
        "rasmi_mail_exchange": options,
        "rasmi_mail_skype_url": options["url"].replace("/PowerShell/", "/OcsPowershell"),
    }
    return [{"hosts": "localhost", "connection": "local", "gather_facts": False, "vars": variables, "tasks": tasks}]


def playbook(folder: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """Run it, and give the result of every task by its name."""
    environment = {
        **os.environ,
        "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
    }
    command = ["ansible-playbook", "-i", "localhost,", str(folder / "examples.yml"), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout[done.stdout.index("{") :])
    except ValueError:
        pytest.fail(done.stdout + done.stderr)
    tasks = told["plays"][0]["tasks"]
    failed = {
        task["task"]["name"]: host["msg"] for task in tasks for host in task["hosts"].values() if host.get("failed")
    }
    assert not failed and done.returncode == 0, failed or done.stderr
    return {task["task"]["name"]: task["hosts"]["localhost"] for task in tasks}


def prepare(endpoint: Endpoint) -> None:
    """What the examples say is there already."""
    add_person(endpoint, "aminah.salleh", "Aminah Salleh")
    base = "OU=Pengguna,DC=anm,DC=gov,DC=my"
    with Session(EndpointTarget.from_options(options_of(endpoint))) as session:
        for name in PEOPLE:
            shown = name.replace(".", " ").title()
            dn = add_person(endpoint, name, shown, base if name == "rosmawati.daud" else "")
            session.send("Enable-Mailbox", {"Identity": dn, "Alias": name, "PrimarySmtpAddress": f"{name}@{DOMAIN}"})
        box = session.send("Get-Mailbox", {"Identity": f"hanif.sulaiman@{DOMAIN}"}).rows[0]
        session.send("Enable-Mailbox", {"Identity": box["Guid"], "Archive": True})
        session.send("New-DistributionGroup", {"Name": "Kumpulan Lama", "Alias": "lama"})


def test_every_example_runs_and_settles(tmp_path: Path) -> None:
    with serve(version="2019") as endpoint:
        prepare(endpoint)
        (tmp_path / "examples.yml").write_text(yaml.safe_dump(play(options_of(endpoint)), sort_keys=False))
        first = playbook(tmp_path, "--diff")
        assert set(first) == {task["name"] for module in MODULES for task in examples(module)}
        assert sum(result["changed"] for result in first.values()) >= 18
        before = len(endpoint.calls)
        second = playbook(tmp_path)
        wrote = [call.cmdlet for call in endpoint.calls[before:] if call.cmdlet.split("-")[0] not in READS]
        assert wrote == [], "a second run wrote"
        assert [name for name, result in second.items() if result["changed"]] == []


def test_no_module_is_left_out() -> None:
    mine = {
        path.stem for path in (ROOT / "plugins/modules").glob("*.py") if path.stem.startswith(("exchange_", "skype"))
    }
    assert mine - OTHERS == set(MODULES)
