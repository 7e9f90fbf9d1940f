# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A lower tier on the lab: playbooks/accounts.yml asks the real Dovecot what is in the mailbox first (R066, R069)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.sabotage.conftest import LAB, REPOSITORY

pytestmark = pytest.mark.live
ADDRESS = "faizal.rahim@kelantan.gov.my"
FORM = """---
application: KEL-2026-0990
form: NOTICE
received_on: 2026-11-04
event: change
account: KEL-2026-0102
effective_on: 2026-11-05
reason: promotion
changes: {post_class: ordinary}
decision: {result: approved, by: Pentadbir Rangkaian dan E-mel, on: 2026-11-05}
evidence:
  - {kind: notice, ref: "BPTM.600-3 (990)", sha256: 5f489c3823867f2f0f327fa25fd14308cf11357a0072799827a9ce1b90c1a4f8}
"""
#: A message of 400 MB that takes no space: Dovecot believes the sizes in its name.
FULL = f"""
printf 'From: a@b.test\\n\\nteks\\n' | /usr/lib/dovecot/dovecot-lda -d {ADDRESS}
home=$(doveadm user -f home {ADDRESS})
message="$home/Maildir/cur/1.penuh.lab,S=400000000,W=400000000:2,S"
truncate -s 400000000 "$message"; chown vmail: "$message"
"""
EMPTY = f"""
rm -f "$(doveadm user -f home {ADDRESS})"/Maildir/cur/1.penuh.lab*
doveadm expunge -u {ADDRESS} mailbox INBOX from a@b.test
"""


def rehearsed(folder: Path) -> list[dict[str, Any]]:
    """The lines about the account of a rehearsal with one more form, and how much Ansible said of it."""
    facts = {"rasmi_mail_applications": str(folder), "accounts_page": False}
    command = [
        "ansible-playbook",
        "-i",
        "inventories/lab",
        "playbooks/accounts.yml",
        "--check",
        "-e",
        json.dumps(facts),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("(checksum)") == 1, "the provisional plan is not shown"
    changes = json.loads((LAB / ".state" / "plan.json").read_text())["plan"]["changes"]
    return [change for change in changes if change["account"] == ADDRESS]


def test_R066_R069_less_space_is_given_waits_or_is_asked_about(lab: Any, tmp_path: Path) -> None:
    folder = tmp_path / "applications"
    shutil.copytree(LAB / "applications", folder)
    (folder / "lower.yml").write_text(FORM)
    kept = (LAB / ".state" / "plan.json").read_bytes()
    try:
        (change,) = rehearsed(folder)
        assert (change["verb"], change["after"]["quota"]) == ("update", 300 * 1024**2)
        lab.shell(FULL)
        (change,) = rehearsed(folder)
        assert (change["verb"], change["topic"]) == ("ask", "shrink_untold")
        assert "390 MiB" in change["reason"]["en"]
        lab.shell("systemctl stop dovecot.service dovecot.socket 2>/dev/null || systemctl stop dovecot")
        (change,) = rehearsed(folder)
        assert (change["verb"], change["topic"]) == ("ask", "shrink")
    finally:
        lab.shell("systemctl start dovecot")
        lab.shell(EMPTY)
        (LAB / ".state" / "plan.json").write_bytes(kept)
