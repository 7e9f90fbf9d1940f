# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pieces that answers are made of.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, ProviderError

_NUMBER = re.compile(r"^(\d+)\.(\d+)(?:\.(\d+))?")


class Entry(NamedTuple):
    """One object of the directory: attribute -> values in the order that the server gave."""

    name: str
    id: str
    attrs: dict[str, list[str]]


class Version(NamedTuple):
    """`text` "10.1.3_GA_4689.FOSS", `number` (10, 1, 3), `edition` FOSS or NETWORK."""

    text: str
    number: tuple[int, ...]
    edition: str

    @classmethod
    def of(cls, answer: Mapping[str, Any], place: str) -> Version:
        """From the answer to GetVersionInfoRequest."""
        info = one(answer.get("info"), "info", place)
        text = str(info.get("version", ""))
        found = _NUMBER.match(text)
        if found is None:
            raise ProviderError(f"{place}: the version {text!r} is not understood.")
        return cls(text, tuple(int(part or 0) for part in found.groups()), str(info.get("type", "")))


def one(value: Any, name: str, place: str = "") -> dict[str, Any]:
    """The single element `value`, which arrives alone or as a list of one. Raises PartialAnswerError otherwise."""
    found = value if isinstance(value, list) else [value]
    if len(found) != 1 or not isinstance(found[0], dict):
        raise PartialAnswerError(f"{place}: exactly one {name} was expected in the answer.")
    return found[0]


def attributes_of(element: Mapping[str, Any]) -> dict[str, list[str]]:
    """The attributes of an account, COS, server and so on.

    Raises PartialAnswerError when a value is withheld for want of a right: the server then sends `pd` instead of
    the value, which must not pass for an attribute that is not set (trap 7).
    """
    found: dict[str, list[str]] = {}
    withheld = []
    for pair in element.get("a") or ():
        if pair.get("pd"):
            withheld.append(str(pair.get("n")))
        else:
            found.setdefault(pair["n"], []).append(str(pair.get("_content", "")))
    if withheld:
        whose = element.get("name", "the object")
        raise PartialAnswerError(f"{whose}: no right to read {', '.join(sorted(withheld))}; it may well have values.")
    return found


def pairs(values: Mapping[str, str | Sequence[str]]) -> list[dict[str, str]]:
    """Attributes as requests carry them; an empty value or list removes the attribute."""
    made = []
    for name, value in values.items():
        several = [value] if isinstance(value, str) else list(value)
        made += [{"n": name, "_content": single} for single in several or [""]]
    return made
