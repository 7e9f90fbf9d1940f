# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checking a profile's shape against profiles/profile.schema.json: every error, with its line.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.yamldoc import Document


def check(document: Document) -> list[Fault]:
    """Return a fault for every place where the document departs from the schema."""
    validator = _validator()
    faults = []
    for error in validator.iter_errors(document.data):
        path = tuple(error.absolute_path)
        value = error.instance if isinstance(error.instance, (str, int, bool)) else ""
        remedy = f"See profile.schema.json at {'/'.join(str(part) for part in list(error.schema_path)[:-1])}."
        faults.append(document.fault(path, value, str(error.message)[:200], remedy))
    return faults


@lru_cache(maxsize=1)
def _validator() -> Any:
    import jsonschema

    path = Path(__file__).parents[3] / "profiles" / "profile.schema.json"
    if not path.is_file():
        raise RasmiError("profiles/profile.schema.json is missing from the collection; install the collection again.")
    schema = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)
