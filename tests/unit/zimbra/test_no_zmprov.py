# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trap 15: `zmprov -f FILE` ends with 0 although lines of it failed. So nothing of ours gives it a file of commands."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
#: zmprov with a file of commands, or with commands on its standard input, in one command or one list of arguments.
_RUN = re.compile(r"zmprov\b[^\n\]]*[\s,\"'](?:-f|--file)\b|zmprov\b[^\n\]]*<|\|[^\n]*zmprov\b")


def test_trap_15_nothing_gives_zmprov_a_file() -> None:
    assert _RUN.search("ansible.builtin.command: zmprov -l -f /tmp/changes")
    assert _RUN.search('argv: ["/opt/zimbra/bin/zmprov", "--file", "{{ changes }}"]')
    assert _RUN.search("cat changes | zmprov")
    assert not _RUN.search('argv: ["/opt/zimbra/bin/zmprov", -l, gs, "{{ name }}"]')
    places = [path for root in ("plugins", "roles", "playbooks") for path in (REPOSITORY / root).rglob("*")]
    files = [path for path in places if path.suffix in (".py", ".yml", ".j2", ".sh") and path.is_file()]
    assert len(files) > 100
    found = [path.relative_to(REPOSITORY) for path in files if _RUN.search(path.read_text(encoding="utf-8"))]
    assert not found
