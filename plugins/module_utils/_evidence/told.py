# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The notices that a ledger says have left, for the plan that waits for them.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, history_of

#: A line of a notice holds this; the others, nearly all of a ledger, are not parsed.
_MARK = b'"kind":"notice"'


def told(path: str | Path) -> History:
    """The notices of a ledger; empty where there is none yet, as nobody was told anything then."""
    try:
        with Path(path).open("rb") as file:
            return history_of([json.loads(line) for line in file if _MARK in line and line.endswith(b"\n")])
    except FileNotFoundError:
        return History()
