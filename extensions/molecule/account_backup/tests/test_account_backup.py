# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the drill left behind: a record that is signed, files that nobody reads without the key, nothing in clear.

The scenario runs directory_backup, directory_restore (twice) and both ends of restore_drill.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

STATE = Path(__file__).parents[2] / "inventory" / ".state"


def test_the_restored_server_was_the_same_and_let_the_probe_in():
    """R175: account information is restored, observed and not read back."""
    seen = json.loads((STATE / "verdicts-drill.json").read_text())
    assert {one["part"]: one["result"] for one in seen["verdicts"]} == {
        "accounts": "pass", "state": "pass", "login": "pass"}  # fmt: skip
    assert all(one["control"] == "C-RESTORE" and "KEL-5.1-l" in one["clauses"] for one in seen["verdicts"])
    assert seen["verdicts"][0]["extra"]["compared"] > 30


def test_the_record_is_signed_and_a_change_is_noticed(tmp_path):
    def verified(content):
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(STATE / "verdicts-drill.p7s")]
        command += [
            "-content",
            str(content),
            "-CAfile",
            str(STATE / "keeper.pem"),
            "-purpose",
            "any",
            "-out",
            "/dev/null",
        ]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    record = STATE / "verdicts-drill.json"
    assert verified(record)
    changed = tmp_path / "changed.json"
    changed.write_text(record.read_text().replace('"pass"', '"fail"', 1))
    assert not verified(changed)


def test_nothing_is_left_in_clear(host):
    assert not (STATE / "backup" / "drill-secret").exists()
    assert not host.file("/var/backups/rasmi/incoming.p7m").exists
    kept = host.file("/var/backups/rasmi/accounts.p7m")
    assert (kept.user, kept.mode) == ("root", 0o600)
    for file in (STATE / "backup").glob("*.p7m"):
        assert file.stat().st_mode & 0o077 == 0
        assert b"rasmiAccount" not in file.read_bytes() and b"{SSHA512}" not in file.read_bytes()
