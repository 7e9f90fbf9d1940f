# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The notices that a ledger says have left, for the plan that waits for them.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: A line of a notice holds this; the others, nearly all of a ledger, are not parsed.
_MARK = b'"kind":"notice"'


def told(path: str | Path) -> list[dict[str, Any]]:
    """The records of notices of a ledger, oldest first; none where there is no ledger yet.

    Each is {"kind": "notice", "notice": kind, "account": address, "to": role, "on": ISO date, "basis": form or rule}.
    """
    try:
        with Path(path).open("rb") as file:
            return [json.loads(line) for line in file if _MARK in line and line.endswith(b"\n")]
    except FileNotFoundError:
        return []
