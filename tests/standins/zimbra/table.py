# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The attributes the stand-in knows: their types, values, object classes, inheritance and defaults.

`attributes.json` holds, for the attributes that the collection and the recorded answers use, the rows of the attribute
contract. An attribute without a row does not exist here, as one that Zimbra has not does not exist there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .faults import Fault, invalid_request, invalid_value

FILE = Path(__file__).with_name("attributes.json")

#: class of the contract -> object class of the directory
CLASSES = {
    "mailRecipient": "zimbraMailRecipient",
    "account": "zimbraAccount",
    "alias": "zimbraAlias",
    "distributionList": "zimbraDistributionList",
    "cos": "zimbraCOS",
    "globalConfig": "zimbraGlobalConfig",
    "domain": "zimbraDomain",
    "server": "zimbraServer",
    "calendarResource": "zimbraCalendarResource",
    "aclTarget": "zimbraAclTarget",
    "group": "zimbraGroup",
}

#: What zmdkimkeyutil writes on a domain; these come with their own schema, not with Zimbra's attribute files.
DKIM = ("DKIMSelector", "DKIMKey", "DKIMPublicKey", "DKIMDomain", "DKIMIdentity")

DURATION = re.compile(r"^\d+([hmsd]|ms)?$")
GENTIME = re.compile(r"^\d{14}(\.\d{1,3})?[zZ]$")
ADDRESS = re.compile(r"^[^\s@\"(),:;<>\[\\\]]+@[^\s@]+$")
UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
LIMITS = {"integer": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1), "port": (0, 65535)}
WORDS = {"integer": "integer", "long": "long", "port": "port"}


def milliseconds(value: str) -> int:
    """A duration such as 30d, 12h, 5m, 10s, 500ms or plain seconds, in milliseconds."""
    match = re.match(r"^(\d+)([a-z]*)$", value or "0")
    if match is None:
        return 0
    return int(match[1]) * UNITS.get(match[2], 1000)


class Row:
    """One attribute. `globals` and `defaults` are its values in a new global config and a new default COS."""

    __slots__ = (
        "address_list", "choices", "classes", "defaults", "domain_admin", "flags", "globals", "immutable", "maximum",
        "minimum", "multi", "name", "pattern", "required", "type",
    )  # fmt: skip

    def __init__(self, name: str, row: dict[str, Any]) -> None:
        self.name, self.type = name, row["type"]
        self.choices = tuple(row.get("enum", ()))
        self.pattern = re.compile(row["pattern"]) if row.get("pattern") and self.type == "regex" else None
        self.minimum, self.maximum = row.get("min"), row.get("max")
        self.multi = row.get("cardinality") == "multi"
        self.required = tuple(row.get("requiredIn", ()))
        self.classes = (*self.required, *row.get("optionalIn", ()))
        self.flags = frozenset(row.get("flags", ()))
        self.immutable = bool(row.get("immutable"))
        self.globals = _values(row.get("globalConfigValue"))
        self.defaults = _values(row.get("defaultCOSValue"))
        self.domain_admin = "domainAdminModifiable" in self.flags

    def check(self, value: str) -> None:
        """Raise account.INVALID_ATTR_VALUE, with Zimbra's words, when the value does not fit the type."""
        if value == "":
            return
        if self.type == "boolean" and value not in ("TRUE", "FALSE"):
            raise invalid_value(f"{self.name} must be TRUE or FALSE")
        if self.type == "enum" and value not in self.choices:
            raise invalid_value(f"{self.name} must be one of: {','.join(self.choices)}")
        if self.type in LIMITS:
            self._check_number(value)
        elif self.type == "duration":
            self._check_duration(value)
        elif self.type == "gentime" and not GENTIME.match(value):
            text = f"{self.name} must be a valid generalized time: yyyyMMddHHmmssZ or yyyyMMddHHmmss.SSSZ"
            raise invalid_value(text)
        elif self.type in ("email", "emailp", "cs_emailp"):
            self._check_length(value)
            for address in value.split(",") if self.type == "cs_emailp" else [value]:
                check_address(address)
        elif self.type == "regex" and self.pattern is not None and not self.pattern.fullmatch(value):
            raise invalid_value(f"{self.name} must match the regex: {self.pattern.pattern}")
        elif self.type in ("string", "astring", "ostring", "cstring", "phone"):
            self._check_length(value)

    def _check_length(self, value: str) -> None:
        if isinstance(self.maximum, int) and len(value) > self.maximum:
            raise invalid_value(f"{self.name} value length({len(value)}) larger than max allowed: {self.maximum}")

    def _check_number(self, value: str) -> None:
        word = WORDS[self.type]
        low, high = LIMITS[self.type]
        if not re.fullmatch(r"[-+]?\d+", value) or not low <= int(value) <= high:
            raise invalid_value(f"{self.name} must be a valid {word}: {value}")
        if self.type == "port":
            return
        if isinstance(self.minimum, int) and int(value) < self.minimum:
            raise invalid_value(f"{self.name} value({int(value)}) smaller than minimum allowed: {self.minimum}")
        if isinstance(self.maximum, int) and int(value) > self.maximum:
            raise invalid_value(f"{self.name} value({int(value)}) larger than max allowed: {self.maximum}")

    def _check_duration(self, value: str) -> None:
        if not DURATION.match(value):
            raise invalid_value(f"{self.name} must be a valid duration: nnnnn[hmsd|ms]")
        if self.minimum is not None and milliseconds(value) < milliseconds(str(self.minimum)):
            raise invalid_value(f"{self.name} is shorter than minimum allowed: {self.minimum}")
        if self.maximum is not None and milliseconds(value) > milliseconds(str(self.maximum)):
            raise invalid_value(f"{self.name} is longer than max allowed: {self.maximum}")


def _values(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (str(value),)


def check_address(address: str) -> None:
    if "@" not in address:
        raise invalid_value(f"address '{address}' does not include domain")
    if not ADDRESS.match(address):
        raise invalid_value(f"invalid email address: {address}")


class Table:
    """All rows, and what follows from them."""

    def __init__(self, file: Path = FILE) -> None:
        self.rows = {name: Row(name, row) for name, row in json.loads(file.read_text()).items()}
        self._names = {name.lower(): name for name in self.rows}
        self._names |= {name.lower(): name for name in DKIM}
        self.account_inherits = self._with("accountInherited", "accountCosDomainInherited")
        self.account_domain_inherits = self._with("accountCosDomainInherited")
        self.server_inherits = self._with("serverInherited")
        self.domain_inherits = self._with("domainInherited")
        self.on = {kind: frozenset(n for n, row in self.rows.items() if kind in row.classes) for kind in CLASSES}
        self.on["account"] |= self.on["mailRecipient"]
        self.on["distributionList"] |= self.on["mailRecipient"]
        self.on["calendarResource"] |= self.on["account"]

    def _with(self, *flags: str) -> frozenset[str]:
        return frozenset(name for name, row in self.rows.items() if row.flags.intersection(flags))

    def canonical(self, name: str) -> str:
        """The attribute's own spelling; the directory does not care about case."""
        return self._names.get(name.lower(), name)

    def check(self, name: str, values: Iterable[str], *, immutable: bool = True) -> None:
        """Check each value of one attribute as Zimbra does before it asks its directory."""
        row = self.rows.get(name)
        if row is None:
            return
        if immutable and row.immutable:
            raise invalid_request(f"{name} is immutable")
        for value in values:
            row.check(value)

    def requested(self, attrs: str | None, kind: str) -> frozenset[str] | None:
        """The names of an `attrs` request attribute; one that this kind of object has not is a fault."""
        if not attrs:
            return None
        names = [name.strip() for name in attrs.split(",") if name.strip()]
        for name in names:
            if self.canonical(name) not in self.on[kind]:
                raise invalid_request(f"requested attribute {name} is not on {kind}")
        return frozenset(self.canonical(name) for name in names)


def undefined(name: str, verb: str, host: str) -> Fault:
    """What the server says of an attribute that its directory does not know (a different fault per verb)."""
    reason = f"invalid attr name - unable to {verb}: ldap host={host}: {name}: attribute type undefined"
    if verb == "create entry":
        return Fault("ldap.INVALID_ATTR_NAME", reason, receiver=True)
    return Fault("account.INVALID_ATTR_NAME", f"invalid attr name: {reason}")
