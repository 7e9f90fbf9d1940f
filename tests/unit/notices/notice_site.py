# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab as a site that tells people, and what its ledger remembers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
LAB = ROOT / "inventories" / "lab"
NAME = "mail.kelantan.gov.my"


def kept(params: dict[str, Any]) -> list[dict[str, Any]]:
    """The notices that the ledger remembers."""
    lines = Path(params["ledger"]).read_text().splitlines()
    return [record for record in map(json.loads, lines) if record["kind"] == "notice"]
