# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON of what many changes of a plan have in common.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

#: Reasons that are kept: some name an address, and are one account's own.
_KEPT = 1000


class Shared:
    """The JSON of what many changes have in common, made once for all of them."""

    def __init__(self, encoder: json.JSONEncoder) -> None:
        self._encode = encoder.encode
        self._clauses: dict[tuple[str, ...], str] = {}
        self._reasons: dict[tuple[str, ...], str] = {}

    def clauses(self, clauses: tuple[str, ...]) -> str:
        text = self._clauses.get(clauses)
        if text is None:
            text = self._clauses[clauses] = self._encode(clauses)
        return text

    def reason(self, reason: Mapping[str, str]) -> str:
        key = (*reason, *reason.values())
        text = self._reasons.get(key)
        if text is None:
            text = self._encode(reason)
            if len(self._reasons) < _KEPT:
                self._reasons[key] = text
        return text
