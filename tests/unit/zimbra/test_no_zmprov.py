# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trap 15: `zmprov -f FILE` ends with 0 although lines of it failed. So nothing of ours runs zmprov at all."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
#: A command that a task or a program would run; a sentence that tells a person to type it is none.
_RUN = re.compile(r"(?:cmd|command|shell|argv)\b[^\n]*zmprov|^\s*-\s*\S*zmprov|[\"'][^\"'\s]*zmprov[\"']", re.MULTILINE)


def test_trap_15_nothing_runs_zmprov() -> None:
    assert _RUN.search("ansible.builtin.command: zmprov -f /tmp/changes")
    assert _RUN.search("        - /opt/zimbra/bin/zmprov")
    assert _RUN.search('["/opt/zimbra/bin/zmprov", "-f"]')
    places = [path for root in ("plugins", "roles", "playbooks") for path in (REPOSITORY / root).rglob("*")]
    files = [path for path in places if path.suffix in (".py", ".yml", ".j2", ".sh") and path.is_file()]
    assert len(files) > 100
    found = [path.relative_to(REPOSITORY) for path in files if _RUN.search(path.read_text(encoding="utf-8"))]
    assert not found
