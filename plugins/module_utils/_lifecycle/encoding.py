# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canonical JSON: equal data gives equal bytes, so that a plan has a checksum.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.shared import Shared

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(data: Any) -> bytes:
    """JSON with sorted keys and no spare space: equal data gives equal bytes."""
    return _ENCODER.encode(data).encode()


class Lines:
    """`canonical(change.to_dict())` in two thirds of the time: most changes share their clauses and their reason."""

    def __init__(self) -> None:
        self._shared = Shared(_ENCODER)

    def line(self, change: Any) -> bytes:
        """The bytes of one `model.Change`."""
        if change.bases or change.topic or change.estimated:
            return canonical(change.to_dict())
        encode = _ENCODER.encode
        clauses, reason = self._shared.clauses(change.clauses), self._shared.reason(change.reason)
        before = encode(change.before) if change.before else "{}"
        flags = ("false", "true")
        return (
            f'{{"account":{encode(change.account)},"after":{encode(change.after)},"basis":{encode(change.basis)},'
            f'"before":{before},"clauses":{clauses},"days_late":{change.days_late:d},'
            f'"destructive":{flags[change.destructive]},"due":{encode(change.due)},"id":{encode(change.id)},'
            f'"reason":{reason},"reversible":{flags[change.reversible]},"target":{encode(change.target)},'
            f'"verb":{encode(change.verb)}}}'
        ).encode()
