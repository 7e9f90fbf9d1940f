# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canonical JSON: equal data gives equal bytes, so that a plan has a checksum.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.shared import Shared

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_KEYS = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
#: Changes of a plan that are one piece of its JSON.
_TOGETHER = 100


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


def pieces_of(plan: Any, *, generation: bool) -> Iterator[bytes]:
    """`canonical(plan.to_dict())` of a `model.Plan` in pieces, without its generation if so."""
    calendar = b'"calendar":' + canonical(plan.calendar) + b"," if plan.calendar else b""
    yield b'{"as_of":' + canonical(plan.as_of) + b"," + calendar + b'"changes":['
    line = Lines().line
    for start in range(0, len(plan.changes), _TOGETHER):
        several = [line(change) for change in plan.changes[start : start + _TOGETHER]]
        yield (b"," if start else b"") + b",".join(several)
    rest: dict[str, Any] = {"counts": dict(plan.counts), "format": 1}
    if generation:
        rest["generation"] = plan.generation
    rest |= {
        "platform": plan.platform,
        "profile": plan.profile,
        "standard_fingerprint": plan.standard_fingerprint,
    }
    yield b"]," + canonical(rest)[1:]


def key_of(values: Sequence[Any]) -> str:
    """What tells one list of values from another, in 16 hexadecimal digits."""
    return hashlib.sha256(_KEYS.encode(values).encode()).hexdigest()[:16]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """A change's fields with lists, as JSON has them."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    """A change's fields with tuples, as plans have them."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
