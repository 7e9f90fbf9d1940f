# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module mail_probe: check mode, one message for every fault, red as a failure with its clauses."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.modules import mail_probe
from tests.standins.mailpeer import Peer
from tests.standins.mailservice import NAME, Flaws

ADDRESSES = {"receiver": "probe-receive@kelantan.gov.my", "sender": "probe-send@kelantan.gov.my"}


def params(tmp_path: Path, peer: Peer | None = None, **other: Any) -> dict[str, Any]:
    probes = tmp_path / "probes.yml"
    probes.write_text(yaml.safe_dump([{"address": value, "purpose": key} for key, value in ADDRESSES.items()]))
    target = {key: spec.get("default") for key, spec in mail_probe.TARGET_SPEC.items()}
    if peer is not None:
        target.update(address="127.0.0.1", ca_file=peer.ca_file, ports=peer.ports, timeout=5.0, settle=1.0)
    values = {key: spec.get("default") for key, spec in mail_probe.ARGUMENT_SPEC.items()}
    return {**values, "profile": "kelantan", "target": target, "probes": str(probes), **other}


def test_check_mode_says_what_it_would_do_and_touches_nothing(tmp_path: Path) -> None:
    dest = tmp_path / "verdicts.json"
    result = guarded(mail_probe.run, params(tmp_path, dest=str(dest)), True)
    assert "failed" not in result
    assert result["changed"] is False
    assert any(line.startswith("C-AUTH-LOCK (lock") for line in result["would_probe"])
    assert not dest.exists()


def test_verdicts_are_written_and_no_change_is_reported(tmp_path: Path) -> None:
    dest = tmp_path / "state" / "verdicts.json"
    with Peer(list(ADDRESSES.values())) as peer:
        result = guarded(mail_probe.run, params(tmp_path, peer, controls=["C-RELAY", "C-NAME"], dest=str(dest)), False)
    assert (result["changed"], result["red"], set(result["counts"])) == (False, [], {"pass"})
    document = json.loads(dest.read_text())
    assert document["controls"] == ["C-RELAY", "C-NAME"]
    assert document["target"] == NAME
    assert stat.S_IMODE(dest.stat().st_mode) == 0o600


def test_red_fails_when_asked_and_names_the_clause_after_writing(tmp_path: Path) -> None:
    dest = tmp_path / "verdicts.json"
    with Peer(list(ADDRESSES.values()), Flaws(relay=True)) as peer:
        given = params(tmp_path, peer, controls=["C-RELAY"], dest=str(dest), fail_on_red=True)
        result = guarded(mail_probe.run, given, False)
    assert result["failed"]
    assert "C-RELAY [MAM-NOV07-4.f]" in result["msg"]
    assert dest.exists()


def test_without_a_steward_what_needs_a_password_could_not_be_tested(tmp_path: Path) -> None:
    with Peer(list(ADDRESSES.values())) as peer:
        result = guarded(mail_probe.run, params(tmp_path, peer, controls=["C-MSG-SIZE"]), False)
    assert any("no steward connection" in line for line in result["red"])


@pytest.mark.parametrize("controls", [["C-NONE"], ["C-RELAY", "C-NONE"]])
def test_unknown_controls_are_one_readable_message(tmp_path: Path, controls: list[str]) -> None:
    result = guarded(mail_probe.run, params(tmp_path, controls=controls), True)
    assert result["failed"]
    assert "C-NONE" in result["msg"]


def test_every_control_that_has_to_be_observed_has_a_probe(tmp_path: Path) -> None:
    result = guarded(mail_probe.run, params(tmp_path), True)
    assert result["not_observed"] == []
    assert "C-QUOTA-WARN (full)" in result["would_probe"]


def test_controls_without_a_probe_are_named_not_forgotten(tmp_path: Path) -> None:
    """C-MON-HEALTH is the watch's: asked of the probes, it is said that none looks at it."""
    result = guarded(mail_probe.run, params(tmp_path, controls=["C-QUOTA-WARN", "C-MON-HEALTH"]), True)
    assert (result["controls"], result["not_observed"]) == (["C-QUOTA-WARN"], ["C-MON-HEALTH"])
