# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The directory under the endpoint: a real Active Directory over LDAPS, or one in memory with the same face.

Values are lists of text, or of bytes for what is binary. A filter is a pair of lists: all of these must hold, and one
of those; a pair (attribute, value), where the value PRESENT asks only whether there is one.
"""

from __future__ import annotations

import ssl
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

PRESENT = "*"
BINARY = {"objectguid", "msexchmailboxguid", "msexcharchiveguid", "unicodepwd", "objectsid"}
DISTINGUISHED = {
    "homemdb",
    "member",
    "memberof",
    "manager",
    "managedby",
    "altrecipient",
    "publicdelegates",
    "msexchdelegatelistlink",
    "authorig",
    "dlmemsubmitperms",
}
Values = list[Any]
Pair = tuple[str, Any]


class Attributes(dict[str, Values]):
    """Attributes by name, whatever the case."""

    def __init__(self, values: Mapping[str, Values] | None = None) -> None:
        super().__init__()
        for name, value in (values or {}).items():
            self[name] = value

    def __setitem__(self, name: str, value: Values) -> None:
        super().__setitem__(name.lower(), value)

    def get(self, name: str, default: Any = None) -> Any:
        """All values; an empty list when there is none."""
        return super().get(name.lower(), [] if default is None else default)

    def pop(self, name: str, *default: Any) -> Any:
        return super().pop(name.lower(), *default)

    def first(self, name: str) -> Any:
        """The first value, or None."""
        return next(iter(self.get(name)), None)


@dataclass
class Entry:
    """One object of the directory."""

    dn: str
    attributes: Attributes = field(default_factory=Attributes)

    def first(self, name: str) -> Any:
        """The first value of an attribute, or None."""
        return self.attributes.first(name)

    def all(self, name: str) -> Values:
        """All values of an attribute."""
        return list(self.attributes.get(name))

    @property
    def guid(self) -> uuid.UUID:
        """objectGUID."""
        return uuid.UUID(bytes_le=self.first("objectGUID"))


class Directory(Protocol):
    """What the cmdlets need."""

    base: str

    def find(self, all_of: Sequence[Pair] = (), any_of: Sequence[Pair] = ()) -> list[Entry]:
        """Entries of the domain."""

    def add(self, dn: str, classes: Sequence[str], attributes: Mapping[str, Values]) -> None:
        """A new entry. Raises DirectoryError."""

    def modify(self, dn: str, changes: Mapping[str, Values]) -> None:
        """Replace attributes; an empty list removes one. Raises DirectoryError."""

    def delete(self, dn: str) -> None:
        """Remove an entry. Raises DirectoryError."""

    def ensure(self, dn: str) -> None:
        """Make an object of the configuration, and what it stands in, unless it is there."""


class DirectoryError(Exception):
    """The directory refused."""


class MemoryDirectory:
    """A directory in memory."""

    def __init__(self, base: str = "DC=ad,DC=anm,DC=test") -> None:
        self.base = base
        self.entries: dict[str, Entry] = {}
        self.lock = threading.RLock()

    def find(self, all_of: Sequence[Pair] = (), any_of: Sequence[Pair] = ()) -> list[Entry]:
        """Entries that hold all of the pairs, and one of the others if there are others."""
        with self.lock:
            return [
                Entry(one.dn, Attributes({key: list(values) for key, values in one.attributes.items()}))
                for one in self.entries.values()
                if all(_holds(one, pair) for pair in all_of)
                and (not any_of or any(_holds(one, pair) for pair in any_of))
            ]

    def add(self, dn: str, classes: Sequence[str], attributes: Mapping[str, Values]) -> None:
        """A new entry, with what a directory adds."""
        with self.lock:
            if dn.lower() in self.entries:
                raise DirectoryError(f"entryAlreadyExists: {dn}")
            now = f"{datetime.now(UTC):%Y%m%d%H%M%S}.0Z"
            name = dn.partition(",")[0].partition("=")[2].replace("\\,", ",")
            own = {
                "distinguishedName": [dn],
                "objectGUID": [uuid.uuid4().bytes_le],
                "objectClass": list(classes),
                "cn": [name],
                "name": [name],
                "whenCreated": [now],
                "whenChanged": [now],
            }
            if "user" in classes:
                own |= {"objectCategory": ["person"], "userAccountControl": ["546"]}
            given = {key: [_plain(one) for one in value] for key, value in attributes.items()}
            self.entries[dn.lower()] = Entry(dn, Attributes({**own, **given}))

    def modify(self, dn: str, changes: Mapping[str, Values]) -> None:
        """Replace attributes."""
        with self.lock:
            if dn.lower() not in self.entries:
                raise DirectoryError(f"noSuchObject: {dn}")
            attributes = self.entries[dn.lower()].attributes
            for name, values in changes.items():
                if values:
                    attributes[name] = [_plain(one) for one in values]
                else:
                    attributes.pop(name, None)
            attributes["whenChanged"] = [f"{datetime.now(UTC):%Y%m%d%H%M%S}.0Z"]

    def ensure(self, dn: str) -> None:
        """A directory in memory has no configuration."""

    def delete(self, dn: str) -> None:
        """Remove an entry."""
        with self.lock:
            if self.entries.pop(dn.lower(), None) is None:
                raise DirectoryError(f"noSuchObject: {dn}")


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value
    return str(value).upper() if isinstance(value, bool) else str(value)


def _holds(entry: Entry, pair: Pair) -> bool:
    name, wanted = pair
    values = entry.attributes.get(name)
    if wanted == PRESENT:
        return bool(values)
    if isinstance(wanted, bytes):
        return wanted in values
    return any(str(one).lower() == str(wanted).lower() for one in values if not isinstance(one, bytes))


class LdapDirectory:
    """A real Active Directory. One connection, used under a lock; it is opened again when the server dropped it."""

    def __init__(self, url: str, base: str, user: str, password: str, ca_file: str) -> None:
        import ldap3

        self.base = base
        self.lock = threading.RLock()
        self.containers: set[str] = set()
        tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=ca_file)
        server = ldap3.Server(url, tls=tls, get_info=ldap3.NONE, connect_timeout=10)
        self.connection = ldap3.Connection(
            server, user, password, check_names=False, client_strategy=ldap3.RESTARTABLE, raise_exceptions=False
        )
        self.ldap3 = ldap3

    def find(self, all_of: Sequence[Pair] = (), any_of: Sequence[Pair] = ()) -> list[Entry]:
        """A paged search of the whole domain."""
        parts = "".join(_assertion(one) for one in all_of)
        parts += f"(|{''.join(_assertion(one) for one in any_of)})" if any_of else ""
        with self.lock:
            self._bound()
            found = self.connection.extend.standard.paged_search(
                self.base, f"(&{parts})", attributes=["*"], paged_size=500, generator=False
            )
        return [_entry(one) for one in found if one["type"] == "searchResEntry"]

    def add(self, dn: str, classes: Sequence[str], attributes: Mapping[str, Values]) -> None:
        """A new entry."""
        given = {name: _plain_all(values) for name, values in attributes.items() if values}
        self._do("add", dn, list(classes), given)

    def modify(self, dn: str, changes: Mapping[str, Values]) -> None:
        """Replace attributes. An object of the configuration that is named first comes to be, as a container."""
        for values in changes.values():
            for value in values:
                self.ensure(str(value))
        replace = self.ldap3.MODIFY_REPLACE
        self._do("modify", dn, {name: [(replace, _plain_all(values))] for name, values in changes.items()})

    def delete(self, dn: str) -> None:
        """Remove an entry."""
        self._do("delete", dn)

    def ensure(self, dn: str) -> None:
        """Make an object of the configuration, and what it stands in, unless it is there."""
        if not dn.endswith(f",CN=Configuration,{self.base}") or dn in self.containers:
            return
        self.containers.add(dn)
        with self.lock:
            self._bound()
            if self.connection.search(dn, "(objectClass=*)", self.ldap3.BASE, attributes=["cn"]):
                return
        self.ensure(dn.partition(",")[2])
        self.add(dn, ["top", "msExchPrivateMDB" if ",CN=Databases," in dn else "container"], {})

    def look(self, dn: str) -> Entry:
        """One entry, of the configuration too. Raises DirectoryError."""
        with self.lock:
            self._bound()
            if not self.connection.search(dn, "(objectClass=*)", self.ldap3.BASE, attributes=["*"]):
                raise DirectoryError(f"noSuchObject: {dn}")
            return _entry(self.connection.response[0])

    def _bound(self) -> None:
        if not self.connection.bound and not self.connection.bind():
            raise DirectoryError(f"bind: {self.connection.result['description']}")

    def _do(self, operation: str, *arguments: Any) -> None:
        with self.lock:
            self._bound()
            getattr(self.connection, operation)(*arguments)
            result = self.connection.result
        if result["result"]:
            raise DirectoryError(f"{result['description']}: {result['message']} ({arguments[0]})")


def _plain_all(values: Iterable[Any]) -> Values:
    return [_plain(one) for one in values]


def _assertion(pair: Pair) -> str:
    from ldap3.utils.conv import escape_bytes, escape_filter_chars

    name, wanted = pair
    if wanted == PRESENT:
        return f"({name}=*)"
    return f"({name}={escape_bytes(wanted) if isinstance(wanted, bytes) else escape_filter_chars(str(wanted))})"


def _entry(found: Mapping[str, Any]) -> Entry:
    made = Attributes()
    for name, values in found["raw_attributes"].items():
        binary = name.lower() in BINARY
        made[name] = [value if binary else value.decode("utf-8", "replace") for value in values]
    return Entry(found["dn"], made)
