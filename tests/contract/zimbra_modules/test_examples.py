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

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import Zimbra

ROOT = Path(__file__).resolve().parents[3]
DOMAIN, SERVER = "kelantan.gov.my", "mail.kelantan.gov.my"
#: In an order in which what an example needs has been made by those before it.
MODULES = [
    "zimbra_cos",
    "zimbra_server",
    "zimbra_config",
    "zimbra_domain",
    "zimbra_account",
    "zimbra_distribution_list",
    "zimbra_right",
    "zimbra_mailbox_export",
    "zimbra_health",
    "zimbra_config_info",
    "zimbra_server_info",
    "zimbra_domain_info",
    "zimbra_cos_info",
    "zimbra_distribution_list_info",
    "zimbra_account_info",
    "zimbra_right_info",
]
#: Run by tests of their own.
OTHERS = {
    "zimbra_accounts",
    "zimbra_accounts_info",
    "zimbra_account_backup",
    "zimbra_account_restore",
    "zimbra_search_info",
}
#: Two examples that undo each other's work on the same list.
NOT_SETTLED = {"A list with these members, whatever it had before", "One more member, and one less"}


def examples(module: str) -> list[dict[str, Any]]:
    code = importlib.import_module(f"ansible_collections.rasmi.mail.plugins.modules.{module}")
    return yaml.safe_load(code.EXAMPLES)


def play(options: dict[str, Any], state: Path) -> list[dict[str, Any]]:
    tasks = []
    for module in MODULES:
        for task in examples(module):
            arguments = task[f"rasmi.mail.{module}"]
            if isinstance(arguments["zimbra"], dict):
                arguments["zimbra"] = {**arguments["zimbra"], **options}
            tasks.append(task)
    variables = {"rasmi_mail_zimbra": options, "rasmi_mail_state_dir": str(state)}
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


def prepare(soap: Soap, state: Path) -> None:
    """What the examples say is there already."""
    for name in ("rasmi_lama", "rasmi_tiga"):
        soap.call("CreateCosRequest", {"name": [{"_content": name}]})
    soap.call("CreateDomainRequest", {"name": f"cubaan.{DOMAIN}"})
    people = {
        "aminah.salleh": {"zimbraAccountStatus": "lockout", "zimbraPasswordLockoutLockedTime": "20261121000000Z"},
        "razak.hamid": {},
        "lama": {"zimbraAccountStatus": "closed"},
        "rasmi-accounts": {"zimbraIsDelegatedAdminAccount": "TRUE"},
    }
    for name, values in people.items():
        body = {"name": f"{name}@{DOMAIN}", "password": "Ujian-2026-Rahsia", "a": pairs(values)}
        soap.call("CreateAccountRequest", body)
    grant = {
        "target": {"type": "domain", "by": "name", "_content": DOMAIN},
        "grantee": {"type": "usr", "by": "name", "_content": f"rasmi-accounts@{DOMAIN}"},
        "right": {"_content": "adminLoginAs"},
    }
    soap.call("GrantRightRequest", grant)
    (state / "secrets").mkdir()
    (state / "secrets" / "pencetak").write_text("Mesin-Tiga-2026!x\n")


def test_every_example_runs_is_foretold_and_settles(tmp_path):
    key = tmp_path / "key"
    key.touch()
    config = {"zimbraLogHostname": SERVER, "zimbraRemoteManagementPrivateKeyPath": str(key)}
    with Zimbra(domain=DOMAIN, admin=f"admin@{DOMAIN}", server=SERVER, config=config) as server:
        options = server.options
        with Soap(ZimbraTarget.from_options(options)) as soap:
            prepare(soap, tmp_path)
        (tmp_path / "examples.yml").write_text(yaml.safe_dump(play(options, tmp_path), sort_keys=False))
        first = playbook(tmp_path, "--diff")
        assert set(first) == {task["name"] for module in MODULES for task in examples(module)}
        assert sum(result["changed"] for result in first.values()) >= 12
        foretold = playbook(tmp_path, "--check", "--diff")
        second = playbook(tmp_path)
        for name, result in second.items():
            if name not in NOT_SETTLED:
                assert not result["changed"], name
                assert not foretold[name]["changed"], name
        assert "Mesin-Tiga-2026!x" not in json.dumps([first, second])


def test_no_module_is_left_out():
    mine = {path.stem for path in (ROOT / "plugins/modules").glob("zimbra_*.py")}
    assert mine - OTHERS == set(MODULES)
