# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entries: kept in memory for reading, written through to slapd before anybody is answered.

slapd decides what may be written (schema, unique mail addresses); reads do not ask it. Whatever is written around
the stand-in, straight into slapd, is seen after FlushCache, as with Zimbra's own caches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: object class (lower case) -> kind, the first that fits
KINDS = (
    ("zimbracalendarresource", "calendarResource"),
    ("zimbraaccount", "account"),
    ("zimbradistributionlist", "distributionList"),
    ("zimbraalias", "alias"),
    ("zimbradomain", "domain"),
    ("zimbracos", "cos"),
    ("zimbraserver", "server"),
    ("zimbraglobalconfig", "globalConfig"),
)
ADDRESSED = frozenset({"account", "calendarResource", "distributionList", "alias"})


class LdapFault(Exception):
    """slapd refused: its result code and its words."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code, self.message = code, message


class Entry:
    """One entry. `name` is the address, the domain, or the cn; `attrs` maps a name to its values."""

    __slots__ = ("attrs", "dn", "kind", "name")

    def __init__(self, dn: str, attrs: dict[str, list[str]]) -> None:
        self.dn, self.attrs = dn, attrs
        classes = {value.lower() for value in attrs.get("objectClass", ())}
        self.kind = next((kind for name, kind in KINDS if name in classes), "other")
        self.name = self._name()

    def _name(self) -> str:
        if self.kind in ADDRESSED:
            return f"{self.get('uid')}@{domain_of(self.dn)}"
        if self.kind == "domain":
            return self.get("zimbraDomainName")
        return self.get("cn")

    @property
    def id(self) -> str:
        return self.get("zimbraId")

    @property
    def domain(self) -> str:
        return self.name.rpartition("@")[2]

    def get(self, name: str, default: str = "") -> str:
        values = self.attrs.get(name)
        return values[0] if values else default

    def values(self, name: str) -> list[str]:
        return self.attrs.get(name, [])

    @property
    def addresses(self) -> list[str]:
        """The address and every alias, lower case."""
        return list(dict.fromkeys([self.name, *self.values("mail"), *self.values("zimbraMailAlias")]))


def escape(value: str) -> str:
    """A value inside of a DN."""
    text = "".join(f"\\{char}" if char in ',+"\\<>;=' else char for char in value)
    return f"\\{text}" if text.startswith(("#", " ")) else text


def domain_of(dn: str) -> str:
    parts = [part.split("=", 1) for part in dn.split(",")]
    return ".".join(value for name, value in parts if name.strip().lower() == "dc")


def domain_dn(name: str) -> str:
    return ",".join(f"dc={escape(part)}" for part in name.split("."))


def person_dn(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    return f"uid={escape(local)},ou=people,{domain_dn(domain)}"


class Directory:
    """`url` is an ldapi:// or ldap:// address of slapd."""

    def __init__(self, url: str, bind_dn: str, password: str) -> None:
        self._url, self._bind_dn, self._password = url, bind_dn, password
        self._connection: Any = None
        self.by_dn: dict[str, Entry] = {}
        self.by_id: dict[str, Entry] = {}
        #: every address in use -> the account or list it reaches; alias entries are not in here
        self.by_address: dict[str, Entry] = {}
        self.kinds: dict[str, dict[str, Entry]] = {}

    # -- reading -------------------------------------------------------------------------------------------------

    def find(self, kind: str, name: str) -> Entry | None:
        """An entry by its own name (an address only when it is the first one)."""
        return self.kinds.get(kind, {}).get(name.lower())

    def all(self, kind: str) -> Iterable[Entry]:
        return self.kinds.get(kind, {}).values()

    @property
    def config(self) -> Entry:
        return next(iter(self.all("globalConfig")))

    # -- writing -------------------------------------------------------------------------------------------------

    def create(self, dn: str, attrs: Mapping[str, Iterable[str]]) -> Entry:
        kept = {name: list(values) for name, values in attrs.items()}
        kept = {name: values for name, values in kept.items() if values}
        self._run("add", dn, attributes=kept)
        return self._enter(Entry(dn, kept))

    def modify(self, entry: Entry, new: Mapping[str, Iterable[str]]) -> None:
        """Set each named attribute to exactly these values; none of them removes it."""
        from ldap3 import MODIFY_DELETE, MODIFY_REPLACE

        changes: dict[str, Any] = {}
        for name, values in new.items():
            wanted = list(values)
            if wanted == entry.attrs.get(name, []):
                continue
            changes[name] = [(MODIFY_REPLACE, wanted)] if wanted else [(MODIFY_DELETE, [])]
        if not changes:
            return
        self._run("modify", entry.dn, changes=changes)
        self._forget(entry)
        for name, rows in changes.items():
            entry.attrs.pop(name, None)
            if rows[0][1]:
                entry.attrs[name] = rows[0][1]
        self._enter(entry)

    def delete(self, entry: Entry) -> None:
        self._run("delete", entry.dn)
        self._forget(entry)

    def move(self, entry: Entry, dn: str, new: Mapping[str, Iterable[str]]) -> None:
        """Give the entry another DN and these values, by making it anew: a domain may be another branch."""
        old = dict(entry.attrs)
        attrs = {**old, **{name: list(values) for name, values in new.items()}}
        self._run("delete", entry.dn)
        try:
            self._run("add", dn, attributes={name: values for name, values in attrs.items() if values})
        except LdapFault:
            self._run("add", entry.dn, attributes=old)
            raise
        self._forget(entry)
        entry.dn, entry.attrs = dn, {name: values for name, values in attrs.items() if values}
        entry.name = entry._name()
        self._enter(entry)

    # -- the copy in memory --------------------------------------------------------------------------------------

    def _enter(self, entry: Entry) -> Entry:
        self.by_dn[entry.dn.lower()] = entry
        if entry.id:
            self.by_id[entry.id] = entry
        self.kinds.setdefault(entry.kind, {})[entry.name.lower()] = entry
        if entry.kind in ADDRESSED and entry.kind != "alias":
            for address in entry.addresses:
                self.by_address[address.lower()] = entry
        return entry

    def _forget(self, entry: Entry) -> None:
        self.by_dn.pop(entry.dn.lower(), None)
        self.by_id.pop(entry.id, None)
        if self.kinds.get(entry.kind, {}).get(entry.name.lower()) is entry:
            del self.kinds[entry.kind][entry.name.lower()]
        if entry.kind in ADDRESSED:
            for address in entry.addresses:
                if self.by_address.get(address.lower()) is entry:
                    del self.by_address[address.lower()]

    def load(self) -> None:
        """Read everything again."""
        self.by_dn.clear()
        self.by_id.clear()
        self.by_address.clear()
        self.kinds.clear()
        for dn, attrs in self._search("", "SUBTREE"):
            self._enter(Entry(dn, attrs))

    def reload(self, entry: Entry) -> None:
        """Read one entry again; one that is gone is forgotten."""
        found = next(self._search(entry.dn, "BASE"), None)
        self._forget(entry)
        if found is not None:
            entry.attrs = found[1]
            entry.name = entry._name()
            self._enter(entry)

    # -- LDAP ----------------------------------------------------------------------------------------------------

    def _open(self) -> Any:
        import ldap3

        if self._connection is None or self._connection.closed:
            server = ldap3.Server(self._url, get_info=ldap3.NONE)
            connection = ldap3.Connection(
                server, self._bind_dn, self._password, check_names=False, return_empty_attributes=False
            )
            if not connection.bind():
                raise LdapFault(connection.result["result"], connection.result["description"])
            self._connection = connection
        return self._connection

    def _run(self, verb: str, dn: str, **arguments: Any) -> None:
        from ldap3.core.exceptions import LDAPExceptionError

        try:
            connection = self._open()
            getattr(connection, verb)(dn, **arguments)
        except LDAPExceptionError as error:
            self._connection = None
            raise LdapFault(52, f"unavailable: {error}") from error
        result = connection.result
        if result["result"]:
            raise LdapFault(result["result"], result["message"] or result["description"])

    def _search(self, base: str, scope: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
        connection = self._open()
        connection.search(base, "(objectClass=*)", search_scope=scope, attributes=["*"])
        if connection.result["result"] not in (0, 32):
            raise LdapFault(connection.result["result"], connection.result["description"])
        for row in connection.response or ():
            if row["type"] == "searchResEntry":
                raw = row["raw_attributes"].items()
                yield row["dn"], {name: [value.decode("utf-8", "replace") for value in values] for name, values in raw}

    def close(self) -> None:
        if self._connection is not None:
            self._connection.unbind()
            self._connection = None
