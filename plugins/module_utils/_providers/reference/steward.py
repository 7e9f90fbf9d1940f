# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steward of the reference platform: LDAP acts on probe accounts, and on no other.

Binds as `cn=steward,ou=services`, which the directory allows `manage` on entries with `rasmiKind: probe`. Every act
begins by finding the entry and refusing any other kind, so that a too generous access list does no harm.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    NotAProbeError,
    PolicyRefusedError,
    ProviderError,
)

#: OpenLDAP's relax control: lets a DN with `manage` write pwdChangedTime, which is otherwise the server's alone.
_RELAX = ("1.3.6.1.4.1.4203.666.5.12", True, None)
_CONSTRAINT = 19
_ATTRIBUTES = ["rasmiKind", "rasmiState", "rasmiQuotaBytes", "pwdReset", "pwdAccountLockedTime", "pwdFailureTime"]


@dataclass(frozen=True)
class StewardConnection:
    """`uri` is ldaps://host[:port] or ldap://host[:port] with `start_tls`; `server_name` is what the certificate
    must carry (the host of `uri` when empty). `password` never appears in a repr, a log or a result."""

    uri: str
    base_dn: str
    bind_dn: str
    password: str
    ca_file: str = ""
    server_name: str = ""
    start_tls: bool = False
    timeout: int = 20

    def __repr__(self) -> str:
        return f"StewardConnection({self.uri}, {self.bind_dn})"


class ReferenceSteward:
    """Implements `_probes.steward.Steward`; one connection, one act at a time. Use `close` when done."""

    def __init__(self, options: StewardConnection) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._connection: Any = None

    def set_password(self, address: str, password: str, *, temporary: bool = False) -> None:
        dn = self._find(address)["dn"]
        self._modify(dn, {"userPassword": [password]})
        # The directory marks a password set with `manage` as one that must be changed; say explicitly what is meant.
        self._modify(dn, {"pwdReset": ["TRUE"] if temporary else []})

    def release(self, address: str) -> None:
        entry = self._find(address)
        present = [name for name in ("pwdAccountLockedTime", "pwdFailureTime") if entry.get(name)]
        # Deleting the lock also clears the failures; alone they are cleared by themselves.
        if "pwdAccountLockedTime" in present:
            self._modify(entry["dn"], {"pwdAccountLockedTime": []})
        elif present:
            self._modify(entry["dn"], {"pwdFailureTime": []}, relax=True)

    def age_password(self, address: str, days: float) -> None:
        moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
        dn = self._find(address)["dn"]
        self._modify(dn, {"pwdChangedTime": [moment.strftime("%Y%m%d%H%M%SZ")]}, relax=True)

    def quota(self, address: str) -> int:
        return int((self._find(address).get("rasmiQuotaBytes") or ["0"])[0])

    def set_quota(self, address: str, size: int) -> None:
        self._modify(self._find(address)["dn"], {"rasmiQuotaBytes": [str(size)]})

    def suspend(self, address: str) -> None:
        self._modify(self._find(address)["dn"], {"rasmiState": ["suspended"]})

    def resume(self, address: str) -> None:
        self._modify(self._find(address)["dn"], {"rasmiState": ["active"]})

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.unbind()
                self._connection = None

    def _bound(self) -> Any:
        if self._connection is not None:
            return self._connection
        import ldap3
        from ldap3.core.exceptions import LDAPException

        options = self._options
        where = urlsplit(options.uri)
        names = [options.server_name or where.hostname or ""]
        tls = ldap3.Tls(
            validate=ssl.CERT_REQUIRED, ca_certs_file=options.ca_file or None, valid_names=names, sni=names[0]
        )
        secure = where.scheme == "ldaps"
        if not secure and not options.start_tls:
            raise ProviderError(
                f"{options.uri}: the steward's password is not sent without TLS; use ldaps or start_tls"
            )
        port = where.port or (636 if secure else 389)
        server = ldap3.Server(where.hostname or "", port, use_ssl=secure, tls=tls, connect_timeout=options.timeout)
        connection = ldap3.Connection(
            server, options.bind_dn, options.password, receive_timeout=options.timeout, raise_exceptions=False
        )
        try:
            connection.open()
            if not secure:
                connection.start_tls()
            bound = connection.bind()
        except (LDAPException, OSError) as error:
            raise ProviderError(f"{options.uri}: cannot connect as {options.bind_dn}: {error}") from error
        if not bound:
            raise AuthenticationError(f"{options.uri}: bind as {options.bind_dn}: {_answer(connection.result)}")
        self._connection = connection
        return connection

    def _find(self, address: str) -> dict[str, Any]:
        from ldap3.utils.conv import escape_filter_chars

        wanted = escape_filter_chars(address.lower())
        with self._lock:
            connection = self._bound()
            base = f"ou=accounts,{self._options.base_dn}"
            self._call(connection.search, base, f"(mail={wanted})", attributes=_ATTRIBUTES)
            entries = [item for item in connection.response if item.get("type") == "searchResEntry"]
        if len(entries) != 1:
            raise ProviderError(f"{address}: {len(entries)} entries in the directory; run playbooks/accounts.yml first")
        attributes = {str(name): _texts(values) for name, values in entries[0]["raw_attributes"].items()}
        if attributes.get("rasmiKind") != ["probe"]:
            raise NotAProbeError(f"{address} is not a probe account; nothing was done to it")
        return {"dn": entries[0]["dn"], **attributes}

    def _modify(self, dn: str, values: Mapping[str, list[str]], *, relax: bool = False) -> None:
        import ldap3

        changes = {name: [(ldap3.MODIFY_REPLACE, items)] for name, items in values.items()}
        with self._lock:
            connection = self._bound()
            self._call(connection.modify, dn, changes, controls=[_RELAX] if relax else None)
            result = dict(connection.result)
        if result["result"] == _CONSTRAINT and "userPassword" in values:
            raise PolicyRefusedError(_answer(result))
        if result["result"] != 0:
            raise ProviderError(f"{dn}: changing {', '.join(values)}: {_answer(result)}")

    def _call(self, operation: Any, *args: Any, **kwargs: Any) -> None:
        from ldap3.core.exceptions import LDAPException

        try:
            operation(*args, **kwargs)
        except LDAPException as error:
            self._connection = None
            raise ProviderError(f"{self._options.uri}: {error}") from error


def _answer(result: Mapping[str, Any]) -> str:
    text = f"{result.get('result')} {result.get('description')}"
    return f"{text}: {result['message']}" if result.get("message") else text


def _texts(values: Any) -> list[str]:
    items = values if isinstance(values, list) else [values]
    return [item.decode("utf-8", "replace") if isinstance(item, bytes) else str(item) for item in items]
