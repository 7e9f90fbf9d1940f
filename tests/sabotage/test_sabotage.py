# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each control is broken on the live server: its probe goes red and names the clause; mended, it is green again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import describe
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST
from tests.sabotage.conftest import Lab, is_green, look, red, shows
from tests.sabotage.table import TABLE, Sabotage


def test_every_probed_control_is_sabotaged() -> None:
    assert {row.control for row in TABLE} == set(REGISTRY)


def test_other_containers_do_not_disturb_what_is_seen(lab: Lab) -> None:
    """Its bridge has an address for good (tests/standins/bridge.sh); that of a user's podman is out of sight."""
    network = "{{range $name, $values := .NetworkSettings.Networks}}{{$name}}{{end}}"
    name = _podman("inspect", "-f", network, lab.container)
    bridge = Path("/sys/class/net", _podman("network", "inspect", "-f", "{{.NetworkInterface}}", name))
    if bridge.exists():
        assert (bridge / "addr_assign_type").read_text(encoding="ascii").strip() == "3"


def _podman(*arguments: str) -> str:
    return subprocess.run(["podman", *arguments], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_broken_is_red_and_mended_is_green(lab: Lab, row: Sabotage) -> None:
    wanted = tuple(name.replace("@TIER_ID@", lab.tier_probe().tier) for name in row.red)
    try:
        lab.shell(row.breaks)
        verdicts = look(lambda: lab.observe([row.control], settle=12.0), lambda seen: shows(wanted, seen))
    finally:
        lab.shell(row.mends)

    found = [verdict for verdict in verdicts if verdict.red]
    assert shows(wanted, verdicts), "\n".join([*wanted, *map(describe, verdicts)])
    clauses = lab.standard["controls"][row.control]["clauses"]
    assert clauses
    assert all(clause in describe(verdict) for verdict in found for clause in clauses)

    after = look(lambda: lab.observe([row.control]), is_green)
    assert red(after) == []
    assert after


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "breaks",
    [
        pytest.param("systemctl stop rspamd", id="spam-filter-stopped"),
        pytest.param("systemctl stop rasmi-milter", id="attachment-filter-stopped"),
        pytest.param("systemctl stop clamav-daemon", id="scanner-stopped"),
        # It answers with an error, as it does when its disk is full.
        pytest.param(
            "keep $clamd; sed -i 's/^StreamMaxLength.*/StreamMaxLength 1K/' $clamd; scanner_restart", id="scanner-fails"
        ),
        # It never answers. So that the test need not wait for most of a minute, the spam filter waits less.
        pytest.param(
            "keep $spam; sed -i 's/task_timeout = .*/task_timeout = 2s;/' $spam; filter_restart; "
            "systemctl kill -s STOP clamav-daemon",
            id="scanner-hangs",
        ),
    ],
)
def test_mail_is_deferred_while_a_filter_cannot_judge(lab: Lab, breaks: str) -> None:
    try:
        lab.shell(breaks)
        verdicts = {verdict.part: verdict for verdict in lab.observe(["C-AV"], settle=12.0)}
    finally:
        lab.shell(
            "systemctl kill -s CONT clamav-daemon || true; back $clamd; back $spam; "
            "systemctl start rasmi-milter; scanner_restart; filter_restart"
        )
    assert verdicts.pop("signatures").red == ("clamav-daemon" in breaks)
    # rspamd refuses GTUBE without asking any scanner.
    refused = "clam" in breaks
    deferred = [verdict for part, verdict in verdicts.items() if not (refused and part.endswith("gtube"))]
    assert len(deferred) >= 4
    # Nothing passes unseen, and nothing is lost: the sender keeps it and is asked to come again.
    assert {verdict.result for verdict in deferred} == {COULD_NOT_TEST}
    said = [verdict.observed["en"] for verdict in deferred]
    assert [text for text in said if not re.search(r"\b4\d\d\b.*\b4\.\d\.\d ", text, re.DOTALL)] == []
    assert red(look(lambda: lab.observe(["C-AV"]), is_green)) == []
