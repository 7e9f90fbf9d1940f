# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Account information that can be restored, the password with it (never the mail).

SOAP never gives a password's hash away, so the accounts are read from the server's directory over LDAP; it is only
read, never written. CreateAccount takes the hash and the old zimbraId, and the person logs in with the old password.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import MEMBERS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.notes import NOTES, read_notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.table import ACE
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PartialAnswerError,
    ProviderError,
)

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
HASH = "userPassword"
#: What the server sets itself or refuses when an account is made, and what names things of this very server.
ITS_OWN = frozenset(
    {
        "objectClass",
        "uid",
        "mail",
        "zimbraId",
        "zimbraCreateTimestamp",
        "zimbraLastLogonTimestamp",
        "zimbraMailAddress",
        "zimbraMailAlias",
        "zimbraMailDeliveryAddress",
        "zimbraMailboxInitialized",
        "zimbraMemberOf",
        "zimbraOldMailAddress",
        "zimbraAppSpecificPassword",
        "zimbraTwoFactorAuthScratchCodes",
        "zimbraTwoFactorAuthSecret",
        "zimbraTwoFactorAuthTrustedDevices",
        "zimbraAuthTokens",
        "zimbraAuthTokenValidityValue",
        "zimbraCsrfTokenData",
        "zimbraCOSId",
        "zimbraMailHost",
        "zimbraMailTransport",
        "zimbraACE",
        "zimbraSharedItem",
    }
)

Attributes = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Source:
    """The server's own directory; made from the module option `ldap`. `bind_dn` is allowed to read password hashes."""

    uri: str
    bind_dn: str
    password: str = field(repr=False)
    ca_file: str = ""
    server_name: str = ""
    plaintext_loopback: bool = False
    timeout: float = 60.0

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Source:
        """Raises ProviderError for an address without TLS, or without a password."""
        uri = str(options["uri"])
        parts = urlsplit(uri)
        local = bool(options.get("plaintext_loopback")) and parts.hostname in LOOPBACK
        if parts.scheme not in ("ldaps", "ldap") or not parts.hostname:
            raise ProviderError(f"ldap.uri: {uri!r} is no address; write ldaps://host[:port], or ldap:// for StartTLS.")
        password = str(options.get("bind_password") or "")
        if not password and options.get("bind_password_file"):
            path = Path(str(options["bind_password_file"])).expanduser()
            try:
                password = path.read_text(encoding="utf-8").strip("\r\n")
            except OSError as error:
                raise ProviderError(f"ldap.bind_password_file: {path}: {error.strerror}.") from error
        if not password:
            raise ProviderError("ldap: bind_password or bind_password_file is needed; an empty one logs in nobody.")
        return cls(
            uri,
            str(options["bind_dn"]),
            password,
            str(options.get("ca_file") or ""),
            str(options.get("server_name") or ""),
            local and parts.scheme == "ldap",
            float(options.get("timeout") or 60),
        )


def read(source: Source, names: Sequence[str] = ()) -> dict[str, Any]:
    """Accounts and distribution lists as they can be made again. Raises ProviderError and its kinds.

    `accounts`: every one, or those with these addresses; a row has `name`, `id`, `attributes` (attribute -> values,
    with the password's hash), `cos` (its name), `aliases`, `lists` (addresses), `rights` (on its mailbox, as
    zimbraACE has them). Administrators' accounts and the server's own are left out.
    `lists`: every static one, none when accounts were named; a row has `name`, `id`, `attributes`, `aliases`,
    `members`, `rights`.
    `server`: the ids of the domains, by which this very server is known again.
    """
    wanted = {name.lower() for name in names}
    connection = _connect(source)
    try:
        coses = {_first(one, "zimbraId"): _first(one, "cn") for one in _search(connection, "zimbraCOS", source)}
        lists = [_list(found) for found in _search(connection, "zimbraDistributionList", source) if _ours(found)]
        rows = [_row(found, coses, lists) for found in _search(connection, "zimbraAccount", source) if _persons(found)]
        server = sorted(_first(found, "zimbraId") for found in _search(connection, "zimbraDomain", source))
    finally:
        connection.unbind()
    rows = [row for row in rows if not wanted or row["name"] in wanted]
    missing = sorted(wanted - {row["name"] for row in rows})
    if missing or not rows:
        raise PartialAnswerError(f"{source.uri}: {', '.join(missing) or 'no account at all'} was not found there.")
    if not any(HASH in row["attributes"] for row in rows):
        raise PartialAnswerError(f"{source.uri}: {source.bind_dn} may not read the password hashes ({HASH}).")
    return {"accounts": _by_name(rows), "lists": [] if wanted else _by_name(lists), "server": server}


def _by_name(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row["name"]))


def _persons(found: Attributes) -> bool:
    marks = ("zimbraIsAdminAccount", "zimbraIsDelegatedAdminAccount", "zimbraIsSystemAccount", "zimbraIsSystemResource")
    if "zimbraCalendarResource" in found.get("objectClass", ()) or any(_first(found, one) == "TRUE" for one in marks):
        return False
    return read_notes(found.get(NOTES, ())).get("kind") != "control"


def _ours(found: Attributes) -> bool:
    """A group of administrators is the server's own, as their accounts are."""
    return _first(found, "zimbraIsAdminGroup") != "TRUE"


def _row(found: Attributes, coses: Mapping[str, str], lists: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    name = _first(found, "zimbraMailDeliveryAddress").lower()
    aliases = sorted(alias.lower() for alias in found.get("zimbraMailAlias", ()))
    addresses = {name, *aliases}
    return {
        "name": name,
        "id": _first(found, "zimbraId"),
        "attributes": _kept(found),
        "cos": coses.get(_first(found, "zimbraCOSId"), ""),
        "aliases": aliases,
        "lists": sorted(one["name"] for one in lists if not addresses.isdisjoint(one["members"])),
        "rights": list(found.get(ACE, ())),
    }


def _list(found: Attributes) -> dict[str, Any]:
    addresses = [address.lower() for address in found.get("mail", ())]
    uid = _first(found, "uid").lower()
    name = next((address for address in addresses if address.partition("@")[0] == uid), addresses[0])
    return {
        "name": name,
        "id": _first(found, "zimbraId"),
        "attributes": {label: values for label, values in _kept(found).items() if label != MEMBERS},
        "aliases": sorted(set(addresses) - {name}),
        "members": sorted(member.lower() for member in found.get(MEMBERS, ())),
        "rights": list(found.get(ACE, ())),
    }


def _kept(found: Attributes) -> dict[str, list[str]]:
    return {label: list(values) for label, values in sorted(found.items()) if label not in ITS_OWN}


def _first(found: Attributes, name: str) -> str:
    values = found.get(name)
    return values[0] if values else ""


def _connect(source: Source) -> Any:
    """A bound connection; the certificate is always verified. Raises AuthenticationError, ProviderError."""
    import ssl

    from ldap3 import NONE, Connection, Server, Tls
    from ldap3.core.exceptions import LDAPException

    parts = urlsplit(source.uri)
    secure = parts.scheme == "ldaps"
    names = [source.server_name or str(parts.hostname)]
    try:
        context = Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=source.ca_file or None, valid_names=names)
        port = parts.port or (636 if secure else 389)
        server = Server(str(parts.hostname), port, use_ssl=secure, tls=context, get_info=NONE, connect_timeout=30)
        connection = Connection(
            server, source.bind_dn, source.password, receive_timeout=int(source.timeout), raise_exceptions=False
        )
        connection.open()
        if not secure and not source.plaintext_loopback and not connection.start_tls():
            raise ProviderError(f"{source.uri}: StartTLS was refused.")
        if not connection.bind():
            answer = connection.result.get("description", "refused")
            raise AuthenticationError(f"{source.uri}: {source.bind_dn} was not let in: {answer}.")
    except LDAPException as error:
        raise ProviderError(f"{source.uri}: {type(error).__name__}: {str(error).splitlines()[0]}.") from error
    return connection


def _search(connection: Any, object_class: str, source: Source) -> Iterator[dict[str, list[str]]]:
    """Every entry of a class below the root. Raises PartialAnswerError unless the server says that it gave all."""
    from ldap3 import SUBTREE
    from ldap3.core.exceptions import LDAPException

    cookie: Any = None
    while True:
        try:
            connection.search(
                "", f"(objectClass={object_class})", SUBTREE, attributes=["*"], paged_size=500, paged_cookie=cookie
            )
        except LDAPException as error:
            raise PartialAnswerError(f"{source.uri}: the search broke off: {type(error).__name__}.") from error
        if connection.result["result"] != 0:
            text = connection.result["description"]
            raise PartialAnswerError(f"{source.uri}: searching {object_class} did not give everything: {text}.")
        for entry in connection.response or ():
            if entry["type"] == "searchResEntry":
                raw = entry["raw_attributes"]
                yield {name: [value.decode(errors="replace") for value in values] for name, values in raw.items()}
        controls = connection.result.get("controls") or {}
        cookie = controls.get("1.2.840.113556.1.4.319", {}).get("value", {}).get("cookie")
        if not cookie:
            return
