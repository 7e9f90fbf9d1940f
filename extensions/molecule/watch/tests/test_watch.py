# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role left behind: a record with its rounds, and the day's checklist."""

from __future__ import annotations

import json
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import rounds

RECORD = Path(__file__).parents[2] / "inventory" / ".state" / "watch"


def test_every_round_is_in_the_record():
    """R165: the first run and its repetition are two rounds in one chain."""
    assert rounds.problems(RECORD) == []
    assert len(rounds.read(RECORD)) >= 2


def test_what_mail_host_health_saw_is_in_it():
    """R165: the server's services, queues and space are items."""
    parts = {item.part for item in rounds.last(RECORD).items}
    assert {f"health/rasmi-molecule {check}" for check in ("services", "queue", "space")} <= parts


def test_the_days_checklist_has_the_test_from_outside():
    """R168: it is an item also where the site supplies nobody outside, and then it is red."""
    newest = rounds.last(RECORD)
    data = json.loads((RECORD / f"senarai-semak-{newest.day.isoformat()}.json").read_text())
    (item,) = [item for item in data["items"] if item["control"] == "C-MON-EXT"]
    assert item["result"] == "could-not-test"


def test_the_timer_runs_and_a_round_is_made_by_who_may_nothing_else(host):
    """R165: round the clock, unprivileged, and a round that ends with an error is a failed unit."""
    assert host.service("rasmi-watch.timer").is_enabled
    assert host.run("systemctl is-active rasmi-watch.timer").stdout.strip() == "active"
    assert "*:0/10" in host.run("systemctl show -p TimersCalendar rasmi-watch.timer").stdout.replace("00/10", "0/10")
    # so that no round of its own begins now
    assert host.run("systemctl stop rasmi-watch.timer").rc == 0
    assert host.run("systemctl start rasmi-watch.service").rc != 0
    assert host.file("/var/lib/rasmi-watched/who").content_string == "rasmi-watch\n"
    assert not host.file("/etc/forbidden").exists
    assert host.run("systemctl is-failed rasmi-watch.service").stdout.strip() == "failed"
