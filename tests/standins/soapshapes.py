# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the body of a SOAP request has the shape that Zimbra expects in JSON.

Two sources say what is expected: the collection's own table (requests.py), which is always here, and the SOAP
contract of Zimbra, which lies beside the repository where it is developed. Both become the same Shape.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import requests as own
from tests.standins import documents

ADMIN = "urn:zimbraAdmin"
USER = "urn:zimbraAccount"
MAIL = "urn:zimbraMail"
#: Elements that the server also takes as plain values: seen on a real 10.1.3.
ALSO_PLAIN = {(USER, "AuthRequest", "password")}
_BOOLEANS = (True, False, "0", "1", "true", "false")
_INTEGERS = frozenset({"int", "long", "integer"})
#: Lists of names and values, which may also come as {"_attrs": {name: value}}.
_PAIRS = ("a", "pref")
_TOKEN = re.compile(r"(\w+)([!*]*)(\()?")


@dataclass
class Shape:
    """What an element may hold. `type` is that of its text, empty when it has none; `any` = whatever it likes."""

    plain: dict[str, Shape] = field(default_factory=dict)
    elements: dict[str, Shape] = field(default_factory=dict)
    type: str = ""
    enum: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    pairs: bool = False
    any: bool = False

    def outline(self) -> Any:
        """The names, what is needed and what may repeat, for comparison."""
        return {
            **{name: ("plain", one.required) for name, one in self.plain.items()},
            **{name: (one.outline(), one.required, one.many) for name, one in self.elements.items()},
        }


# --- our own table


def own_shapes() -> dict[tuple[str, str], Shape]:
    """(namespace, request) -> Shape, from requests.py."""
    tables = ((ADMIN, own.ADMIN_REQUESTS), (USER, own.USER_REQUESTS))
    return {(space, name): _parsed(row.shape) for space, table in tables for name, row in table.items()}


def _parsed(text: str) -> Shape:
    shape, rest = _fields(text)
    assert not rest, f"a bracket too many in {text!r}"
    return shape


def _fields(text: str) -> tuple[Shape, str]:
    shape = Shape(type="string")
    while text := text.strip():
        if text[0] == ")":
            return shape, text[1:]
        found = _TOKEN.match(text)
        assert found, f"not understood: {text!r}"
        name, flags, opened = found.groups()
        text = text[found.end() :]
        if opened:
            inner, text = _fields(text)
            inner.required, inner.many, inner.pairs = "!" in flags, "*" in flags, name in _PAIRS
            shape.elements[name] = inner
        else:
            shape.plain[name] = Shape(type="string", required="!" in flags)
    return shape, ""


# --- the contract


@lru_cache(maxsize=2)
def contract(name: str) -> dict[str, Any] | None:
    """A contract file, read once, or None when it is not beside the repository."""
    return documents.find(name)


def contract_shape(space: str, name: str) -> Shape | None:
    """What the contract says of a request; None when it knows none of that name. The contract must be here."""
    whole = contract("zimbra-admin-soap.json")
    assert whole is not None
    row = whole.get(space, {}).get(name)
    return None if row is None else _from_contract(row, whole["types"])


def _from_contract(row: Mapping[str, Any], types: Mapping[str, Any], depth: int = 0) -> Shape:
    kind = str(row.get("type", ""))
    named = types.get(kind[1:], {}) if kind.startswith("#") else {}
    shape = Shape(
        type=str(named.get("text", "")) if named else kind,
        enum=tuple(named.get("enum", ())),
        required=bool(row.get("required")),
        many=bool(row.get("multiple")),
        pairs=bool(row.get("jsonKeyValuePairs")),
        any=bool(named.get("anyElement") or row.get("anyElement") or depth > 6),
    )
    if shape.enum:
        shape.type = "string"
    for source in (row, named):
        for name, one in (source.get("attributes") or {}).items():
            shape.plain[name] = _from_contract(one, types, depth + 1)
        for name, one in (source.get("elements") or {}).items():
            shape.elements[name] = _from_contract(one, types, depth + 1)
    return shape


# --- a body against a shape


def faults_of(space: str, name: str, body: Mapping[str, Any], shape: Shape) -> list[str]:
    """Everything in `body` that does not fit, in words; no value is repeated, they may be secret."""
    return _element(space, name, name, body, shape)


def _element(space: str, request: str, where: str, body: Any, shape: Shape) -> list[str]:
    if not isinstance(body, Mapping):
        return [f"{where}: an object is expected, because it is an element"]
    if shape.any:
        return []
    found = []
    for name, value in body.items():
        here = f"{where}.{name}"
        if name in ("_jsns", "requestId"):
            continue
        if name == "_content":
            found += _scalar(here, value, shape) if shape.type else [f"{here}: this element has no text"]
        elif name in shape.plain:
            found += _scalar(here, value, shape.plain[name])
        elif name in shape.elements:
            if (space, request, name) in ALSO_PLAIN and isinstance(value, str):
                continue
            found += _elements(space, request, here, value, shape.elements[name])
        elif name == "_attrs" and any(one.pairs for one in shape.elements.values()):
            continue
        else:
            found.append(f"{here}: there is no such field")
    needed = [*shape.plain.items(), *shape.elements.items()]
    found += [f"{where}.{name}: is missing" for name, one in needed if one.required and name not in body]
    return found


def _elements(space: str, request: str, where: str, value: Any, shape: Shape) -> list[str]:
    several = value if isinstance(value, list) else [value]
    if not several and not shape.pairs:
        return [f"{where}: an empty list; leave the field out"]
    if len(several) > 1 and not shape.many:
        return [f"{where}: several, where the server reads only the first"]
    return [fault for one in several for fault in _element(space, request, where, one, shape)]


def _scalar(where: str, value: Any, shape: Shape) -> list[str]:
    if not isinstance(value, (str, int, bool)):
        return [f"{where}: a plain value is expected"]
    if shape.enum and str(value) not in shape.enum:
        return [f"{where}: not one of {', '.join(shape.enum)}"]
    if shape.type == "boolean" and value not in _BOOLEANS:
        return [f"{where}: not a truth value"]
    if shape.type in _INTEGERS and not re.fullmatch(r"-?\d+", str(value)):
        return [f"{where}: not a whole number"]
    return []


class Recorder:
    """Hangs in Soap.observers: counts each request that leaves and collects what does not fit."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.faults: set[str] = set()
        self._own = own_shapes()

    def __call__(self, name: str, body: Mapping[str, Any]) -> None:
        self.seen[name] += 1
        space = str(body.get("_jsns"))
        if name == "BatchRequest":
            self.faults |= set(_batch(body))
            return
        if space == MAIL:
            return  # the contract has no mail requests; only the probes, as users, send one
        shape = self._own.get((space, name))
        if shape is None:
            self.faults.add(f"{space} {name}: it has no row in requests.py")
            return
        self.faults |= set(faults_of(space, name, body, shape))
        if contract("zimbra-admin-soap.json") is not None:
            official = contract_shape(space, name)
            if official is None:
                self.faults.add(f"{space} {name}: the contract knows no such request")
            else:
                self.faults |= set(faults_of(space, name, body, official))


def _batch(body: Mapping[str, Any]) -> list[str]:
    numbers = Counter(
        str(item.get("requestId")) for value in body.values() if isinstance(value, list) for item in value
    )
    found = [f"BatchRequest: requestId {number} is there twice" for number, times in numbers.items() if times > 1]
    if body.get("_jsns") != "urn:zimbra":
        found.append("BatchRequest: its namespace is urn:zimbra")
    if body.get("onerror") not in ("continue", "stop"):
        found.append("BatchRequest: onerror is continue or stop")
    return found
