# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that share the shape Get, Set, New, Remove, Enable, Disable: one engine, one row per noun (nouns.py).

An object's properties are the parameters of its Set- and New- cmdlets, with the contract's defaults, what every
object of the configuration has, and what the noun's row adds. Where the contract knows the real shape of the Get-
cmdlet's output, exactly those properties go out.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from . import binder
from .clixml import Many, Record, Uri
from .faults import CmdletError, not_found
from .opath import matches
from .paths import canonical
from .values import Delta, WrongType, convert, is_list

if TYPE_CHECKING:
    from .engine import Cmdlet, Invocation

SERVER = "EX01"
DOMAIN = "ad.anm.test"
CONFIGURATION = "CN=ANM,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=ad,DC=anm,DC=test"
VERSIONS = {
    "2016": "Version 15.1 (Build 2507.6)",
    "2019": "Version 15.2 (Build 1544.4)",
    "SE": "Version 15.2 (Build 2562.17)",
}
# Parameters that steer a cmdlet and are no properties of its object.
STEERING = {
    "Identity",
    "DomainController",
    "Confirm",
    "WhatIf",
    "Force",
    "Server",
    "ResultSize",
    "Filter",
    "SortBy",
    "Status",
    "IgnoreDefaultScope",
    "Credential",
    "PassThru",
    "Organization",
    "Instance",
    "ReadFromDomainController",
}
NO_CHANGE = "The command completed successfully but no settings of '{}' have been modified."


@dataclass(frozen=True)
class Noun:
    """A kind of object.

    `seeds` are the objects that a fresh organisation has, each the properties that differ from the defaults, with their
    identity under "Identity"; `single` objects need no identity. `order` is a property that numbers the objects.
    `states` are what Enable- and Disable- write.
    """

    name: str
    type: str
    seeds: tuple[dict[str, Any], ...] = ()
    defaults: dict[str, Any] = field(default_factory=dict)
    single: bool = False
    order: str = ""
    states: tuple[str, Any, Any] = ("Enabled", True, False)
    prefix: str = ""  # of the identity of a new object: "EX01\\"
    key: str = ""  # the parameter that picks one of a server's objects, where the identity is the server
    of_mailbox: bool = False  # a new object belongs to the mailbox that -Mailbox names
    mirror: dict[str, str] = field(default_factory=dict)  # sizes that the directory holds too, in KB: attributes


class Objects:
    """The objects of one world, by noun."""

    def __init__(self, nouns: tuple[Noun, ...], version: str) -> None:
        self.nouns = {one.name: one for one in nouns}
        self.version = version
        self.items: dict[str, list[dict[str, Any]]] = {}
        for noun in nouns:
            self.items[noun.name] = []
            for seed in noun.seeds:
                self.plant(noun, seed)

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets of the nouns that the table has."""
        verbs = {
            "Get": self.get,
            "Set": self.set,
            "New": self.new,
            "Remove": self.remove,
            "Enable": self.switch,
            "Disable": self.switch,
        }
        return {
            f"{verb}-{noun}": function
            for noun in self.nouns
            for verb, function in verbs.items()
            if f"{verb}-{noun}" in binder.table()["cmdlets"]
        }

    def plant(self, noun: Noun, seed: dict[str, Any]) -> dict[str, Any]:
        """Put an object in by hand."""
        base = _base(noun, seed["Identity"], self.version)
        item = {**_defaults(noun, self.version), **base, **noun.defaults, **seed}
        self.items[noun.name].append(item)
        return item

    def get(self, call: Invocation) -> Iterator[Record]:
        """Without an identity, or with a null one, all of them."""
        noun = self._noun(call)
        found = self.items[noun.name]
        if call.get("Identity") not in (None, "") and not noun.single:
            found = self._matching(noun, str(call.get("Identity")))
        if noun.key and call.get(noun.key):
            found = [one for one in found if str(one[noun.key]).lower() == str(call.get(noun.key)).lower()]
        if call.get("Server"):
            found = [one for one in found if str(one.get("Server", SERVER)).lower() == call.get("Server").lower()]
        found = [one for one in found if matches(call.get("Filter"), one)]
        for item in sorted(found, key=lambda one: one[noun.order]) if noun.order else list(found):
            yield self.record(noun, item)

    def set(self, call: Invocation) -> Iterator[Record]:
        """Every parameter that is no steering one becomes a property."""
        noun = self._noun(call)
        item = self._meant(noun, call)
        before = dict(item)
        change(item, call.parameters)
        if noun.order and noun.order in call.parameters:
            self._renumber(noun, item, int(call.get(noun.order)))
        if item == before:
            call.warn(NO_CHANGE.format(item["Identity"]))
        else:
            item["WhenChanged"] = item["WhenChangedUTC"] = datetime.now(UTC)
            call.world.mirror(noun, item)
        yield from ()

    def new(self, call: Invocation) -> Iterator[Record]:
        """A new object; its name must be free."""
        noun = self._noun(call)
        name = str(call.get("Name") or noun.name.removesuffix("Request"))
        prefix = noun.prefix
        if noun.of_mailbox:
            box = call.world.mailboxes.one(call.get("Mailbox"))
            prefix = f"{canonical(box.dn)}\\"
        identity = f"{prefix}{name}"
        if any(one["Identity"].lower() == identity.lower() for one in self.items[noun.name]):
            raise CmdletError("ADObjectAlreadyExistsException", f"The object '{identity}' already exists.")
        item = self.plant(noun, {"Identity": identity, "Name": name})
        change(item, call.parameters)
        if noun.states[0] != "Enabled" and "Enabled" in call.parameters:
            item[noun.states[0]] = noun.states[1] if call.get("Enabled") else noun.states[2]
        if noun.order:
            last = len(self.items[noun.name]) - 1
            self._renumber(noun, item, int(call.get(noun.order, last)))
        call.world.mirror(noun, item)
        yield self.record(noun, item)

    def remove(self, call: Invocation) -> Iterator[Record]:
        """The object is gone."""
        noun = self._noun(call)
        item = self.one(noun.name, call.get("Identity"))
        self.items[noun.name].remove(item)
        if noun.order:
            self._renumber(noun, None, 0)
        yield from ()

    def switch(self, call: Invocation) -> Iterator[Record]:
        """Enable- and Disable-."""
        noun = self._noun(call)
        name, on, off = noun.states
        self.one(noun.name, call.get("Identity"))[name] = on if call.cmdlet.startswith("Enable") else off
        yield from ()

    def _meant(self, noun: Noun, call: Invocation) -> dict[str, Any]:
        if not noun.key:
            return self.one(noun.name, call.get("Identity"))
        wanted = str(call.get(noun.key)).lower()
        for item in self._matching(noun, str(call.get("Identity"))):
            if str(item[noun.key]).lower() == wanted:
                return item
        raise not_found(call.get(noun.key), f"{SERVER}.{DOMAIN}")

    def one(self, noun: str, identity: Any) -> dict[str, Any]:
        """The one object of an identity. Raises CmdletError."""
        kind = self.nouns[noun]
        found = self.items[noun] if kind.single else self._matching(kind, str(identity))
        if len(found) > 1:
            text = f"The operation couldn't be performed because '{identity}' matches multiple entries."
            raise CmdletError("ManagementObjectAmbiguousException", text)
        return found[0]

    def record(self, noun: Noun, item: dict[str, Any]) -> Record:
        """An object as it goes out."""
        shape = binder.table()["shapes"].get(f"Get-{noun.name}")
        hidden = {key: value for key, value in item.items() if not key.startswith("_")}
        if shape is not None:
            hidden = {name: hidden.get(name, EMPTY[tag]) for name, tag in shape["properties"].items()}
        types = (shape["type"] if shape else noun.type, "Microsoft.Exchange.Data.Directory.ADObject", "System.Object")
        return Record(types, hidden, str(item["Identity"]))

    def _matching(self, noun: Noun, identity: str) -> list[dict[str, Any]]:
        wanted = identity.lower()
        found = []
        for item in self.items[noun.name]:
            names = {str(item.get(key, "")).lower() for key in ("Identity", "Name", "Guid", "DistinguishedName")}
            names |= {one.rpartition("\\")[2] for one in names}
            if noun.key:
                names |= {str(item["Server"]).lower(), str(item.get("ServerFqdn", "")).lower()}
            if wanted in names or ("*" in wanted and any(_like(one, wanted) for one in names)):
                found.append(item)
        if not found and "*" not in wanted:
            raise not_found(identity, f"{SERVER}.{DOMAIN}")
        return found

    def _noun(self, call: Invocation) -> Noun:
        return self.nouns[call.cmdlet.partition("-")[2]]

    def _renumber(self, noun: Noun, moved: dict[str, Any] | None, place: int) -> None:
        rest = sorted((one for one in self.items[noun.name] if one is not moved), key=lambda one: one[noun.order])
        if moved is not None:
            rest.insert(place, moved)
        for number, item in enumerate(rest):
            item[noun.order] = number


EMPTY: dict[str, Any] = {
    "S": "",
    "B": False,
    "Nil": None,
    "I32": 0,
    "I64": 0,
    "U32": 0,
    "G": uuid.UUID(int=0),
    "list": Many(),
    "enum": "",
    "obj": "",
    "Ref": None,
    "DT": None,
    "URI": None,
    "dict": None,
}


def change(item: dict[str, Any], parameters: dict[str, Any]) -> None:
    """Write a call's parameters into an object."""
    for name, value in parameters.items():
        if name in STEERING or name.lower() in binder.COMMON:
            continue
        item[name] = value.of(list(item.get(name) or [])) if isinstance(value, Delta) else value


def _like(value: str, pattern: str) -> bool:
    import fnmatch

    return fnmatch.fnmatchcase(value, pattern)


def _base(noun: Noun, identity: str, version: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    name = identity.rpartition("\\")[2]
    path = f"CN={name},CN={noun.name},{CONFIGURATION}"
    return {
        "AdminDisplayName": "",
        "ExchangeVersion": "0.10 (14.0.100.0)",
        "Name": name,
        "DistinguishedName": path,
        "Identity": identity,
        "Guid": uuid.uuid4(),
        "ObjectCategory": f"{DOMAIN}/Configuration/Schema/{noun.name}",
        "ObjectClass": Many(["top", noun.name]),
        "WhenChanged": now,
        "WhenCreated": now,
        "WhenChangedUTC": now,
        "WhenCreatedUTC": now,
        "OrganizationId": "",
        "Id": identity,
        "OriginatingServer": f"{SERVER}.{DOMAIN}",
        "IsValid": True,
        "ObjectState": "Unchanged",
        "Server": SERVER,
        "AdminDisplayVersion": VERSIONS[version],
    }


def _defaults(noun: Noun, version: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for verb in ("New", "Set"):
        if not binder.exists(f"{verb}-{noun.name}", version):
            continue
        for name, row in binder.rows(f"{verb}-{noun.name}", version).items():
            if name not in STEERING and row["type"] not in ("SecureString", "PSCredential"):
                found[name] = _default(row)
    return found


def _default(row: dict[str, Any]) -> Any:
    value = row.get("default")
    value = value[0] if isinstance(value, list) else value
    if is_list(row):
        return Many()
    if row["type"] in ("Boolean", "SwitchParameter"):
        return value in ("$true", "True")
    if value is not None and not value.startswith("blank"):
        try:
            return convert(value.rstrip(",."), row)
        except WrongType:
            return None
    return "Unlimited" if row["type"] == "Unlimited" else None


def url(text: str) -> Uri:
    """A URL of a seed."""
    return Uri(text)
