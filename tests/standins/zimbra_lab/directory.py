# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the lab's servers read from the directory: the effective settings of an account, and of the server.

Settings of the lab itself (names, ports, files) come from one JSON file that boot.sh writes.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTINGS = Path("/etc/zimbra-lab.json")
#: So long an answer may be old; a change is seen "within seconds", as with the real one's daemons.
FRESH = 0.4

_FORWARD, _MAY_FORWARD = "zimbraPrefMailForwardingAddress", "zimbraFeatureMailForwardingEnabled"
_WARN_PERCENT, _WARN_INTERVAL = "zimbraQuotaWarnPercent", "zimbraQuotaWarnInterval"
_WARN_MESSAGE = "zimbraQuotaWarnMessage"
_COS = (
    "zimbraMailQuota",
    "zimbraImapEnabled",
    "zimbraPop3Enabled",
    _MAY_FORWARD,
    _WARN_PERCENT,
    _WARN_INTERVAL,
    _WARN_MESSAGE,
)
_ACCOUNT = [
    "zimbraId",
    "zimbraAccountStatus",
    "zimbraMailDeliveryAddress",
    "zimbraCOSId",
    "displayName",
    _FORWARD,
    *_COS,
]

Values = dict[str, list[str]]


def settings() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SETTINGS.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Account:
    """One account with what its class of service adds.

    `quota` in bytes, 0 = unlimited; `number` is its zimbraId; `forwards`: where its owner sends copies.
    `warn_percent`, `warn_interval` and `warn_message` are the three settings of the quota warning.
    """

    name: str
    status: str
    quota: int
    imap: bool
    pop: bool
    number: str
    forwards: tuple[str, ...]
    display: str
    warn_percent: int
    warn_interval: str
    warn_message: str


class Directory:
    """Reads over one connection; every method may be called from any thread. Raises OSError or LDAPException."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._lock = threading.RLock()
        self._connection: Any = None
        self._kept: dict[str, tuple[float, Any]] = {}

    def account(self, address: str) -> Account | None:
        """The account with a delivery address or alias; None when there is none."""
        from ldap3.utils.conv import escape_filter_chars

        wanted = escape_filter_chars(address.lower())
        query = f"(&(objectClass=zimbraAccount)(|(zimbraMailDeliveryAddress={wanted})(zimbraMailAlias={wanted})))"
        found = self._search("", query, _ACCOUNT)
        if not found:
            return None
        own = found[0]
        cos = self._classes()
        inherited = cos.get(first(own, "zimbraCOSId")) or cos.get("default", {})
        both = {name: own.get(name) or inherited.get(name) or [] for name in _COS}
        return Account(
            first(own, "zimbraMailDeliveryAddress"),
            first(own, "zimbraAccountStatus"),
            int(first(both, "zimbraMailQuota") or 0),
            first(both, "zimbraImapEnabled") != "FALSE",
            first(both, "zimbraPop3Enabled") != "FALSE",
            first(own, "zimbraId"),
            tuple(own.get(_FORWARD, [])) if first(both, _MAY_FORWARD) != "FALSE" else (),
            first(own, "displayName"),
            int(first(both, _WARN_PERCENT) or 90),
            first(both, _WARN_INTERVAL),
            first(both, _WARN_MESSAGE),
        )

    def server(self) -> Values:
        """The settings of this server: its own values before those of the global config."""

        def read() -> Values:
            config = self._search("cn=config,cn=zimbra", "(objectClass=*)", ["*"], scope="BASE")
            own = self._search("cn=servers,cn=zimbra", f"(cn={self._options['host']})", ["*"])
            if not config or not own:
                raise OSError("the directory has no global config or no entry of this server")
            return {**config[0], **own[0]}

        return self._fresh("server", read)  # type: ignore[no-any-return]

    def domain_headers(self) -> list[str]:
        """Response headers that the domains want from the proxy."""
        query = "(&(objectClass=zimbraDomain)(zimbraReverseProxyResponseHeaders=*))"
        found = self._search("", query, ["zimbraReverseProxyResponseHeaders"])
        return sorted({value for entry in found for value in entry.get("zimbraReverseProxyResponseHeaders", [])})

    def shut(self) -> set[str]:
        """Names of the accounts that may not be logged in at this moment."""
        found = self._search(
            "", "(&(objectClass=zimbraAccount)(!(zimbraAccountStatus=active)))", ["zimbraMailDeliveryAddress"]
        )
        return {first(entry, "zimbraMailDeliveryAddress") for entry in found}

    def _classes(self) -> dict[str, Values]:
        def read() -> dict[str, Values]:
            found = self._search("cn=cos,cn=zimbra", "(objectClass=zimbraCOS)", ["zimbraId", "cn", *_COS])
            return {first(entry, key): entry for entry in found for key in ("zimbraId", "cn")}

        return self._fresh("cos", read)  # type: ignore[no-any-return]

    def _fresh(self, name: str, read: Any) -> Any:
        with self._lock:
            at, value = self._kept.get(name, (0.0, None))
            if time.monotonic() - at > FRESH or value is None:
                value = read()
                self._kept[name] = (time.monotonic(), value)
            return value

    def _search(self, base: str, query: str, attributes: list[str], scope: str = "SUBTREE") -> list[Values]:
        from ldap3.core.exceptions import LDAPException

        with self._lock:
            for attempt in (1, 2):
                try:
                    connection = self._bound()
                    connection.search(base, query, scope, attributes=attributes)
                    if connection.result["result"] not in (0, 32):
                        raise OSError(f"{base} {query}: {connection.result}")
                    return [_values(item) for item in connection.response if item.get("type") == "searchResEntry"]
                except (LDAPException, OSError):
                    self._connection = None
                    if attempt == 2:
                        raise
        return []

    def _bound(self) -> Any:
        import ldap3

        if self._connection is None:
            password = Path(self._options["ldap_password_file"]).read_text(encoding="utf-8").strip()
            server = ldap3.Server(self._options["ldap_url"], get_info=ldap3.NONE, connect_timeout=5)
            self._connection = ldap3.Connection(
                server, self._options["ldap_user"], password, auto_bind=True, receive_timeout=20
            )
        return self._connection


def _values(item: Any) -> Values:
    return {
        name: [value.decode("utf-8", "replace") for value in values] for name, values in item["raw_attributes"].items()
    }


def first(values: Mapping[str, list[str]], name: str) -> str:
    """The first value, "" when there is none."""
    return next(iter(values.get(name, [])), "")
