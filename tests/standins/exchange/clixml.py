# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects as Exchange puts them on the wire at the default serialization level.

Simple values of Exchange's types arrive as strings, lists as objects with the name of their real type. They are written
as text here and not by psrpcore, which needs 10 ms for an object of 200 properties and would shape lists otherwise.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

LIST_TYPES = (
    "Microsoft.Exchange.Data.MultiValuedProperty`1[[{item}]]",
    "Microsoft.Exchange.Data.MultiValuedPropertyBase",
    "System.Object",
)
PLAIN_LIST = ("System.Collections.ArrayList", "System.Object")
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass
class Record:
    """One object: names of its types, most special first, its properties in order, and what ToString gives."""

    types: tuple[str, ...]
    properties: dict[str, Any] = field(default_factory=dict)
    text: str | None = None


class Many(list[Any]):
    """A MultiValuedProperty; `item` is the .NET type of its elements."""

    item = "System.String"

    def of(self, item: str) -> Many:
        """Name the elements' type."""
        self.item = item
        return self


class Uri(str):
    """A System.Uri."""

    __slots__ = ()


def render(value: Any) -> bytes:
    """One output object as CLIXML."""
    if isinstance(value, Rendered):
        return value.xml
    return _Writer().element(value, None).encode()


@dataclass(frozen=True)
class Rendered:
    """An object that was written before: thousands of them cost nothing but the transfer."""

    xml: bytes


def _text(value: str) -> str:
    """Control characters and what looks like their escape, as CLIXML writes them (MS-PSRP 2.2.5.3.2)."""
    return escape(_ESCAPED.sub(lambda found: f"_x{ord(found.group()):04X}_", value))


class _Writer:
    def __init__(self) -> None:
        self.references = 0
        self.types: dict[tuple[str, ...], int] = {}

    def element(self, value: Any, name: str | None) -> str:
        mark = "" if name is None else f' N="{escape(name)}"'
        if value is None:
            return f"<Nil{mark} />"
        if isinstance(value, bool):
            return f"<B{mark}>{str(value).lower()}</B>"
        if isinstance(value, int):
            tag = "I32" if -(2**31) <= value < 2**31 else "I64"
            return f"<{tag}{mark}>{value}</{tag}>"
        if isinstance(value, float):
            return f"<Db{mark}>{value!r}</Db>"
        if isinstance(value, Uri):
            return f"<URI{mark}>{_text(value)}</URI>"
        if isinstance(value, str):
            return f"<S{mark}>{_text(value)}</S>"
        if isinstance(value, uuid.UUID):
            return f"<G{mark}>{value}</G>"
        if isinstance(value, datetime):
            return f"<DT{mark}>{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}</DT>"
        return self._object(value, mark)

    def _object(self, value: Any, mark: str) -> str:
        number = self.references
        self.references += 1
        if isinstance(value, Record):
            text = "" if value.text is None else f"<ToString>{_text(value.text)}</ToString>"
            inside = "".join(self.element(one, name) for name, one in value.properties.items())
            body = f"{text}<Props>{inside}</Props>" if inside else text
            return f'<Obj{mark} RefId="{number}">{self._types(value.types)}{body}</Obj>'
        if isinstance(value, dict):
            pairs = "".join(
                f"<En>{self.element(key, 'Key')}{self.element(one, 'Value')}</En>" for key, one in value.items()
            )
            names = self._types(("System.Collections.Hashtable", "System.Object"))
            return f'<Obj{mark} RefId="{number}">{names}<DCT>{pairs}</DCT></Obj>'
        names = PLAIN_LIST
        if isinstance(value, Many):
            names = tuple(one.format(item=value.item) for one in LIST_TYPES)
        items = "".join(self.element(one, None) for one in value)
        return f'<Obj{mark} RefId="{number}">{self._types(names)}<LST>{items}</LST></Obj>'

    def _types(self, names: tuple[str, ...]) -> str:
        if names in self.types:
            return f'<TNRef RefId="{self.types[names]}" />'
        number = self.types[names] = len(self.types)
        inside = "".join(f"<T>{escape(one)}</T>" for one in names)
        return f'<TN RefId="{number}">{inside}</TN>'
