# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steward of Exchange with Active Directory: acts on probe accounts, and on no other.

Every act begins by finding the account and refusing any whose notes do not say `"kind": "probe"`. Passwords, locks and
the state of the account are Active Directory's, over LDAPS; a quota is Exchange's, by cmdlet.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryError,
    DirectoryTarget,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.suspending import PROTOCOLS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.writing import quotas
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    NotAProbeError,
    PolicyRefusedError,
    ProviderError,
)

#: ERROR_PASSWORD_RESTRICTION, as a domain controller writes it.
_POLICY = "52d"
_NO_AGEING = (
    "Active Directory lets nobody write when a password was changed; on Windows an account with an old password can "
    "only be waited for"
)


class ExchangeSteward:
    """Implements `_probes.steward.Steward`; one connection, one act at a time. Use `close` when done.

    Without `endpoint` no mailbox is touched: quotas cannot be set, and suspending is Active Directory's part only.
    `age` writes pwdLastSet of a DN where a lab can (Samba, on the domain controller itself); nobody can on Windows.
    """

    def __init__(
        self,
        directory: DirectoryTarget,
        endpoint: EndpointTarget | None = None,
        age: Callable[[str, int], None] | None = None,
    ) -> None:
        self._directory, self._age = directory, age
        self._lock = threading.Lock()
        self._connected: Ad | None = None
        self._session = Session(endpoint) if endpoint else None

    def set_password(self, address: str, password: str, *, temporary: bool = False) -> None:
        with self._lock:
            entry = self._find(address)
            try:
                self._ad.modify(entry.dn, {"unicodePwd": [ad_values.password_value(password)]})
            except DirectoryError as error:
                if error.data == _POLICY:
                    raise PolicyRefusedError(str(error)) from None
                raise
            if temporary:
                self._ad.modify(entry.dn, {"pwdLastSet": ["0"]})

    def release(self, address: str) -> None:
        """The directory forgets the failures with the lock, also where there is none yet."""
        with self._lock:
            self._ad.modify(self._find(address).dn, {"lockoutTime": ["0"]})

    def age_password(self, address: str, days: float) -> None:
        with self._lock:
            entry = self._find(address)
            if self._age is None:
                raise ProviderError(f"{address}: {_NO_AGEING}.")
            moment = datetime.now(UTC) - timedelta(days=days)
            self._age(entry.dn, ad_values.ticks_of(moment.replace(microsecond=0).isoformat()))

    def quota(self, address: str) -> int:
        with self._lock:
            return table.quota_of(self._find(address), {})

    def set_quota(self, address: str, size: int) -> None:
        with self._lock:
            self._send("Set-Mailbox", self._find(address), quotas(size))

    def suspend(self, address: str) -> None:
        with self._lock:
            entry = self._find(address)
            self._write_control(entry, (entry.number(table.CONTROL) or ad_values.NORMAL) | ad_values.DISABLED)
            if self._session is not None and table.has_mailbox(entry):
                self._send("Set-CASMailbox", entry, dict.fromkeys(PROTOCOLS, False))

    def resume(self, address: str) -> None:
        with self._lock:
            entry = self._find(address)
            if self._session is not None and table.has_mailbox(entry):
                self._send("Set-CASMailbox", entry, dict.fromkeys(PROTOCOLS, True))
            self._write_control(entry, (entry.number(table.CONTROL) or ad_values.NORMAL) & ~ad_values.DISABLED)

    def close(self) -> None:
        with self._lock:
            if self._connected is not None:
                self._connected.close()
                self._connected = None
            if self._session is not None:
                self._session.close()

    @property
    def _ad(self) -> Ad:
        if self._connected is None:
            self._connected = Ad(self._directory)
        return self._connected

    def _write_control(self, entry: Entry, value: int) -> None:
        self._ad.modify(entry.dn, {table.CONTROL: [str(value)]})

    def _send(self, cmdlet: str, entry: Entry, values: Mapping[str, Any]) -> None:
        if self._session is None:
            raise ProviderError(f"{entry.dn}: no Exchange endpoint was given, so its mailbox cannot be changed.")
        self._session.pin(self._ad.controller)
        identity = ad_values.guid_text(entry.attributes["objectguid"][0])
        self._session.send(cmdlet, {"Identity": identity, **values})

    def _find(self, address: str) -> Entry:
        wanted = address.lower()
        named = ber.some([ber.equal("userPrincipalName", wanted), ber.equal("proxyAddresses", f"SMTP:{wanted}")])
        query = ber.every([ber.equal("objectCategory", "person"), ber.equal("objectClass", "user"), named])
        found = list(self._ad.search(query, table.READ_ATTRIBUTES))
        if len(found) != 1:
            raise ProviderError(f"{address}: {len(found)} accounts in the directory; run playbooks/accounts.yml first")
        entry = found[0]
        ours = table.is_ours(entry) and notes.read_notes(entry.text(notes.NOTES)).get("kind") == "probe"
        primary = table.addresses_of(entry)[0] or entry.text("userPrincipalName").lower()
        if not ours or primary != wanted:
            raise NotAProbeError(f"{address} is not a probe account; nothing was done to it")
        return entry
