# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Binding values to the parameters of controls: typing, comparing, resolving.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import controls, durations, sizes
from ansible_collections.rasmi.mail.plugins.module_utils._standard.controls import Param

SAME = "same"
STRICTER = "stricter"
LOOSER = "looser"
OTHER = "other"


@dataclass(frozen=True)
class Claim:
    """One document or owner saying what a parameter is.

    `source` is a clause id, or "decision <id>" / "values" of `profile`; `raw` is as written, `value` typed.
    """

    profile: str
    source: str
    force: str
    raw: Any
    value: Any
    file: str
    line: int


def typed(param: Param, raw: Any, unit: str) -> Any:
    """Return `raw` as the parameter's type; ValueError says what is wrong.

    Sizes become bytes, durations Duration, sets sorted tuples.
    """
    if param.type == "size":
        return sizes.parse_size(raw, unit)
    if param.type == "duration":
        return durations.parse_duration(raw)
    if param.type == "int":
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
            raise ValueError(f"{raw!r} is not a whole number")
        return raw
    if param.type == "bool":
        if not isinstance(raw, bool):
            raise ValueError(f"{raw!r} is not true or false")
        return raw
    if param.type == "set":
        if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
            raise ValueError(f"{raw!r} is not a list of words")
        _check_allowed(param, raw)
        return tuple(sorted(set(raw)))
    if not isinstance(raw, str):
        raise ValueError(f"{raw!r} is not a text")
    if param.type == "enum":
        _check_allowed(param, [raw])
    return raw


def _check_allowed(param: Param, words: list[str]) -> None:
    unknown = [word for word in words if param.allowed and word not in param.allowed]
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is not one of {', '.join(param.allowed)}")


def compare(param: Param, new: Any, old: Any) -> str:
    """Return how `new` stands to `old`: same, stricter, looser, or other (neither is stricter).

    What cannot be shown to be at least as strict (days against working days) counts as looser.
    """
    if new == old:
        return SAME
    if param.strict in (controls.AT_LEAST, controls.AT_MOST):
        try:
            difference = _difference(param, new, old)
        except ValueError:
            return LOOSER
        if difference == 0:
            return SAME
        return STRICTER if (difference > 0) == (param.strict == controls.AT_LEAST) else LOOSER
    if param.strict == controls.SUPERSET:
        return STRICTER if set(new) > set(old) else LOOSER
    if param.strict == controls.SUBSET:
        return STRICTER if set(new) < set(old) else LOOSER
    if param.strict == controls.TRUE:
        return STRICTER if new else LOOSER
    return LOOSER if param.strict == controls.EQUAL else OTHER


def _difference(param: Param, new: Any, old: Any) -> float:
    if param.type == "duration":
        order, _always = durations.compare(new, old)
        return order
    if param.type == "size":
        return _bytes(new) - _bytes(old)
    return float(new - old)


def _bytes(size: int) -> float:
    return float("inf") if size == sizes.UNLIMITED else float(size)


def stricter_of(param: Param, left: Any, right: Any) -> Any:
    """Return the value that satisfies both; sets of which neither contains the other are joined or intersected."""
    if param.strict == controls.SUPERSET:
        return tuple(sorted(set(left) | set(right)))
    if param.strict == controls.SUBSET:
        return tuple(sorted(set(left) & set(right)))
    return right if compare(param, right, left) == STRICTER else left


def plain(param: Param, value: Any) -> dict[str, Any]:
    """Return the resolved, JSON-able entries of one parameter (see controls.Param)."""
    name = param.name
    if param.type == "size":
        return {f"{name}_bytes": value}
    if param.type == "set":
        return {name: list(value)}
    if param.type != "duration":
        return {name: value}
    entries: dict[str, Any] = {name: str(value)}
    if value.working_days:
        entries[f"{name}_working_days"] = value.working_days
    if value.exact_days is not None:
        entries[f"{name}_days"] = value.exact_days
    if value.exact_seconds is not None:
        entries[f"{name}_seconds"] = value.exact_seconds
    return entries
