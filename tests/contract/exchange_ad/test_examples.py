# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the ad_* modules is run as it stands, by ansible-playbook, and again, with nothing left to do."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_policy
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad
from ansible_collections.rasmi.mail.tests.standins.exchange_site import options, user

ROOT = Path(__file__).resolve().parents[3]
#: In an order in which what an example needs has been made by those before it.
MODULES = ["ad_home", "ad_password_policy", "ad_password_policy_info", "ad_account", "ad_account_info"]


def examples(module: str) -> list[dict[str, Any]]:
    code = importlib.import_module(f"ansible_collections.rasmi.mail.plugins.modules.{module}")
    tasks: list[dict[str, Any]] = yaml.safe_load(code.EXAMPLES)
    return tasks


def test_every_example_runs_and_settles(ad: Ad, home: str, dc: Any, tmp_path: Path) -> None:
    user(ad, home, "rosmawati.daud", "Kata-Laluan-2026x")
    user(ad, home, "pengimbas", "Kata-Laluan-2026x")
    tasks = [{**task, "name": f"{pass_}: {task['name']}"} for pass_ in "12" for m in MODULES for task in examples(m)]
    for task in tasks:
        for name in MODULES:
            if f"rasmi.mail.{name}" in task:
                inner = options(dc, f"OU=peti,{home}" if name == "ad_home" else "")
                task[f"rasmi.mail.{name}"] = {**task[f"rasmi.mail.{name}"], "directory": inner}
    play = [{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}]
    (tmp_path / "examples.yml").write_text(yaml.safe_dump(play, sort_keys=False))
    before = ad_policy.info({"directory": options(dc), "account": None})["domain"]
    try:
        told = _playbook(tmp_path)
    finally:
        _restore(dc, before)
    assert told["1: Prepare the domain for accounts"]["changed"]
    assert told["1: Lock after three failures until an administrator unlocks"]["changed"]
    assert told["1: The same for mail accounts only"]["changed"]
    for name, result in told.items():
        assert name.startswith("1") or not result["changed"], name


def _playbook(folder: Path) -> dict[str, dict[str, Any]]:
    environment = {
        **os.environ,
        "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
    }
    command = ["ansible-playbook", "-i", "localhost,", str(folder / "examples.yml"), "--diff"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout[done.stdout.index("{") :])
    except ValueError:
        pytest.fail(done.stdout + done.stderr)
    found = {task["task"]["name"]: task["hosts"]["localhost"] for task in told["plays"][0]["tasks"]}
    failed = {name: host["msg"] for name, host in found.items() if host.get("failed")}
    assert not failed and done.returncode == 0, failed or done.stderr
    return found


def _restore(dc: Any, before: dict[str, Any]) -> None:
    from ansible_collections.rasmi.mail.plugins.modules.ad_password_policy import ARGUMENT_SPEC

    empty = {name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}
    ad_policy.manage({**empty, "directory": options(dc), **before}, False)
    ad_policy.manage({**empty, "directory": options(dc), "pso": "rasmi-mail", "state": "absent"}, False)


def test_no_module_is_left_out() -> None:
    assert {path.stem for path in (ROOT / "plugins/modules").glob("ad_*.py")} == set(MODULES)
