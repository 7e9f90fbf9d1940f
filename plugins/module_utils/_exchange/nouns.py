# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What kinds of objects the exchange_* modules manage, and which option of a module is which parameter of a cmdlet.

One row drives the argument spec, the reading, the comparison, the diff and the writing. A parameter without a row is
reached by the option `parameters`. Types and limits of parameters are not here but in the cmdlets' rows
(_providers/exchange/cmdlet_rows.py).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import (
    BOOL,
    FLAGS,
    INT,
    KINDS,
)

#: Suboptions of an option that is a list.
LIST_SPEC: dict[str, Any] = {
    "set": {"type": "list", "elements": "str"},
    "add": {"type": "list", "elements": "str"},
    "remove": {"type": "list", "elements": "str"},
}
LIST_RULES: list[tuple[str, str]] = [("set", "add"), ("set", "remove")]


@dataclass(frozen=True)
class Property:
    """One option of a module and the parameter behind it.

    `kind` is one of values.KINDS. `read` is the property that Get- gives, the parameter's own name when empty. `part`
    names the part of the object that has it. `resolve` is the Get- cmdlet that tells which object a name means, for
    ids.
    """

    option: str
    parameter: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    read: str = ""
    part: str = ""
    resolve: str = ""

    @property
    def many(self) -> bool:
        return KINDS[self.kind].many

    @property
    def source(self) -> str:
        """The property that holds the value."""
        return self.read or self.parameter

    def spec(self) -> dict[str, Any]:
        """The row of the argument spec."""
        if self.many:
            return {"type": "dict", "options": LIST_SPEC, "mutually_exclusive": LIST_RULES}
        if self.kind == FLAGS:
            made: dict[str, Any] = {"type": "list", "elements": "str"}
        else:
            made = {"type": {BOOL: "bool", INT: "int"}.get(self.kind, "str")}
        if self.choices:
            made["choices"] = list(self.choices)
        if "password" in self.option:
            made["no_log"] = False  # whether passwords may be changed, never a password
        return made


@dataclass(frozen=True)
class Part:
    """A side of an object that has cmdlets of its own."""

    get: str
    set: str


@dataclass(frozen=True)
class Noun:
    """One kind of object.

    `lookup` is the parameter of `get` that takes the name; empty where there is only one such object. `matches` are the
    properties that may hold the name that was asked for: another object's display name must not pass for it. Cmdlets
    that do not exist, or are not used, are empty.
    """

    name: str
    word: str
    get: str
    set: str
    new: str = ""
    remove: str = ""
    lookup: str = "Identity"
    matches: tuple[str, ...] = ("Name", "Identity", "Guid", "DistinguishedName")
    table: tuple[Property, ...] = ()
    parts: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))
    #: Objects of that name are the product's own and never removed.
    kept: frozenset[str] = frozenset()
    #: Set- names its object by this parameter; "" where there is only one.
    by: str = "Identity"
    #: The property that it is named by: servers take no GUID.
    key: str = "Guid"

    @property
    def single(self) -> bool:
        return not self.lookup

    def setter(self, part: str) -> str:
        """The cmdlet that writes a part."""
        return self.parts[part].set if part else self.set


def object_spec(noun: Noun) -> dict[str, Any]:
    """The argument spec of one kind of object, without its name and state."""
    return {**{row.option: row.spec() for row in noun.table}, "parameters": {"type": "dict"}}
