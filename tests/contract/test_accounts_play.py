# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""playbooks/accounts.yml on a real slapd: rehearsed, refused, applied, at rest; the password in a variable."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.tests.bench import _generate
from ansible_collections.rasmi.mail.tests.standins.slapd import PASSWORD, Slapd, certificate, write_pair

REPOSITORY = Path(__file__).parents[2]
COUNT = 6


@pytest.fixture
def site(tmp_path: Path) -> Path:
    _generate.generate(tmp_path / "applications", COUNT)
    rows = []
    for name in ("suk", "bptm", "upen", "pkn", "pdt-kb"):
        write_pair(tmp_path, name, certificate(name, encipher=True))
        row = {"id": name, "name": f"Penyelia {name}", "email": f"penyelia.{name}@kelantan.gov.my"}
        rows.append({**row, "certificate": f"{name}.pem", "units": []})
    (tmp_path / "supervisors.yml").write_text(json.dumps({"supervisors": rows}))
    return tmp_path


def play(site: Path, server: Slapd, *arguments: str) -> tuple[int, str]:
    """Run the playbook; its exit code and what it printed."""
    variables = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "rasmi_mail_profile": "kelantan",
        "rasmi_mail_applications": str(site / "applications"),
        "rasmi_mail_units": str(REPOSITORY / "inventories" / "lab" / "units.yml"),
        "rasmi_mail_supervisors": str(site / "supervisors.yml"),
        "rasmi_mail_state_dir": str(site / "state"),
        "rasmi_mail_as_of": "2026-11-20",
        "rasmi_mail_server_name": "localhost",
        "accounts_reference": server.options,
    }
    (site / "hosts.json").write_text(json.dumps({"all": {"hosts": {"localhost": variables}}}))
    command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", str(site / "hosts.json")]
    done = subprocess.run(
        [*command, "playbooks/accounts.yml", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env={**os.environ, "ANSIBLE_NOCOLOR": "1"},
    )
    return done.returncode, done.stdout + done.stderr


def checksum(text: str) -> str:
    found = re.search(r"checksum\): ([0-9a-f]{64})", text)
    assert found, text
    return found[1]


def test_rehearsed_refused_applied_and_at_rest(site: Path) -> None:
    with Slapd() as server:
        code, rehearsed = play(site, server, "--check", "--diff")
        assert (code, server.entries()) == (0, {}), rehearsed
        assert "changed=1" in rehearsed and f"cipta {COUNT}" in rehearsed
        code, refused = play(site, server, "-e", f"accounts_expect_plan={'0' * 64}")
        assert (code, server.entries()) == (2, {}), refused
        assert "was reviewed" in refused
        code, applied = play(site, server, "-e", f"accounts_expect_plan={checksum(rehearsed)}")
        assert (code, checksum(applied)) == (0, checksum(rehearsed)), applied
        assert "changed=1" in applied and applied.index(f"cipta {COUNT}") < applied.index(f"selesai {COUNT}; larian ")
        assert len(server.entries()) == COUNT and PASSWORD not in rehearsed + refused + applied
        for arguments in ((), ("--check",)):
            code, quiet = play(site, server, *arguments)
            assert code == 0 and "changed=0" in quiet and "selesai" not in quiet, quiet


def test_every_wrong_variable_is_named_at_once(site: Path) -> None:
    wrong = {"accounts_language": "fr", "accounts_page_limit": "many", "accounts_new_server": "maybe"}
    with Slapd() as server:
        code, text = play(site, server, "-e", json.dumps(wrong))
        assert (code, server.entries()) == (2, {}), text
        for fault in ("value of language must be", "argument 'page_limit' is", "argument 'new_server' is"):
            assert fault in text, text


def test_an_unknown_option_is_refused(site: Path) -> None:
    play_file = site / "unknown.yml"
    options = {"applications": str(site / "applications"), "profile": "kelantan", "dest": "x", "ledgers": "y"}
    tasks = [{"rasmi.mail.account_converge": options}]
    play_file.write_text(
        json.dumps([{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}])
    )
    command = [str(Path(sys.executable).parent / "ansible-playbook"), str(play_file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert done.returncode == 2 and "ledgers" in done.stdout and "supported parameters" in done.stdout.lower()
