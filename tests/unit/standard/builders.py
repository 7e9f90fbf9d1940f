# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small profiles for tests of loading and merging."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import yamldoc
from ansible_collections.rasmi.mail.plugins.module_utils._standard.yamldoc import Document

BASE: dict[str, Any] = {
    "title": {"ms": "Asas", "en": "Base"},
    "version": "1",
    "source": {"doc": "D", "owner": "tests", "documents": {"D": {"seed": "none.txt", "title": "D"}}},
}


def clause(name: str, controls: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return a clause bound to `controls`."""
    made: dict[str, Any] = {
        "id": name,
        "doc_no": "1",
        "phrase": "ayat dalam dokumen",
        "en": "a sentence of the document",
        "force": "must",
        "kind": ["SRV"],
    }
    if controls is not None:
        made["controls"] = controls
    return {**made, **more}


def text(name: str, clauses: list[dict[str, Any]], **more: Any) -> bytes:
    """Return a profile as JSON, which is YAML, one value per line."""
    return json.dumps({"profile": {**copy.deepcopy(BASE), "id": name, "clauses": clauses, **more}}, indent=1).encode()


def document(name: str, clauses: list[dict[str, Any]], **more: Any) -> Document:
    """Return a profile as read."""
    return yamldoc.parse(text(name, clauses, **more), f"{name}.yml")


def write(folder: Path, name: str, clauses: list[dict[str, Any]], **more: Any) -> Path:
    """Write a profile file and return its path."""
    path = folder / f"{name}.yml"
    path.write_bytes(text(name, clauses, **more))
    return path
