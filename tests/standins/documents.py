# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the platform contracts are: documents that are not part of the repository but may be beside it.

They are looked for in the folder that RASMI_MAIL_CONTRACTS names, then in `shared/contracts` beside the repository.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BESIDE = REPOSITORY.parent / "shared" / "contracts"


def folder() -> Path:
    """Where they are looked for."""
    return Path(os.environ.get("RASMI_MAIL_CONTRACTS") or BESIDE)


def find(name: str) -> Any | None:
    """The content of one JSON document, or None when it is not there."""
    file = folder() / name
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def contract(name: str) -> Any:
    """The content of one JSON document; the test that asks is skipped, and says so, when it is not there."""
    found = find(name)
    if found is None:
        pytest.skip(f"{name} is not beside the repository ({folder()}); set RASMI_MAIL_CONTRACTS to its folder")
    return found
