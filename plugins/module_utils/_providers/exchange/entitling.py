# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entitlements: the archive and Skype by cmdlet, the others as membership of a security group of ours.

`ad_logon` (C19) and `bmt` are groups `rasmi-ad_logon` and `rasmi-bmt` in the home: a group policy that allows the
logon, or the big-file service, goes by them. They have no mail address, so nothing of Exchange is written for them.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import fence, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryError,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

_ALREADY = (ber.ALREADY_EXISTS, ber.TYPE_OR_VALUE_EXISTS)
_NOT_THERE = (ber.NO_SUCH_ATTRIBUTE, 53)  # Active Directory is unwilling to take out who is not in


def group_dn(name: str, home: str) -> str:
    return f"CN=rasmi-{name},{home}"


@dataclass
class Entitling:
    """Gives and takes entitlements. `pool` is the Skype pool of new users, "" = there is no Skype.

    Skype has an endpoint of its own: `open_skype` opens a session there, at the first need. All workers share it.
    """

    pool: str = ""
    open_skype: Callable[[], Session] | None = None
    _session: Session | None = None
    _skype_lock: threading.Lock = field(default_factory=threading.Lock)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _made: set[str] = field(default_factory=set)

    def put(
        self,
        session: Session,
        ad: Ad,
        entry: Entry,
        identity: str,
        address: str,
        have: Iterable[str],
        want: Iterable[str],
    ) -> None:
        """Bring the entitlements of one account from `have` to `want`. Raises ProviderError."""
        gone, new = sorted(set(have) - set(want)), sorted(set(want) - set(have))
        unknown = set(new) - {*table.BY_GROUP, table.ARCHIVE, table.SKYPE}
        if unknown:
            raise ProviderError(f"{address}: this platform knows no entitlement {', '.join(sorted(unknown))}")
        for name in gone:
            self._take(session, ad, entry, identity, name)
        for name in new:
            self._give(session, ad, entry, identity, address, name)

    def _give(self, session: Session, ad: Ad, entry: Entry, identity: str, address: str, name: str) -> None:
        if name in table.BY_GROUP:
            self._join(ad, name, entry.dn)
        elif name == table.ARCHIVE:
            if not any(entry.attributes.get("msexcharchiveguid", [b""])[0]):
                session.send("Enable-Mailbox", {"Identity": identity, "Archive": True})
        else:
            self._skype(entry, identity, address)

    def _take(self, session: Session, ad: Ad, entry: Entry, identity: str, name: str) -> None:
        if name in table.BY_GROUP:
            self._leave(ad, name, entry.dn)
        elif name == table.ARCHIVE:
            # The archive is disconnected, and kept for the retention of its database.
            session.send("Disable-Mailbox", {"Identity": identity, "Archive": True})
        else:
            # Disable-CsUser would erase every setting of the person; this one can be taken back.
            self._send(identity, "Set-CsUser", {"Identity": identity, "Enabled": False})

    def _skype(self, entry: Entry, identity: str, address: str) -> None:
        if entry.text("msRTCSIP-PrimaryUserAddress"):
            self._send(address, "Set-CsUser", {"Identity": identity, "Enabled": True})
            return
        given = {"Identity": identity, "RegistrarPool": self.pool, "SipAddress": f"sip:{address}"}
        self._send(address, "Enable-CsUser", given)

    def _send(self, who: str, cmdlet: str, parameters: Mapping[str, object]) -> None:
        if not self.pool or self.open_skype is None:
            raise ProviderError(f"{who}: exchange.skype_pool is missing: say on which pool Skype users are")
        with self._skype_lock:
            if self._session is None:
                self._session = self.open_skype()
            self._session.send(cmdlet, parameters)

    def close(self) -> None:
        """End the session at Skype's endpoint; safe to call twice."""
        with self._skype_lock:
            if self._session is not None:
                self._session.close()
            self._session = None

    def _join(self, ad: Ad, name: str, dn: str) -> None:
        import ldap3

        group = group_dn(name, ad.home)
        with self._lock:
            if name not in self._made and ad.get(group, ("cn",)) is None:
                _make(ad, group, name)
            self._made.add(name)
        try:
            ad.change(group, [("member", ldap3.MODIFY_ADD, [dn])])
        except DirectoryError as error:
            if error.code not in _ALREADY:
                raise

    def _leave(self, ad: Ad, name: str, dn: str) -> None:
        import ldap3

        try:
            ad.change(group_dn(name, ad.home), [("member", ldap3.MODIFY_DELETE, [dn])])
        except DirectoryError as error:
            if error.code not in _NOT_THERE:
                raise


def _make(ad: Ad, dn: str, name: str) -> None:
    values = {"groupType": [fence.GROUP_TYPE], "description": [f"rasmi.mail: {name}"]}
    try:
        ad.add(dn, ["top", "group"], {**values, "sAMAccountName": [f"rasmi-{name}"]})
    except DirectoryError as error:
        if error.code != ber.ALREADY_EXISTS:
            raise
        ad.add(dn, ["top", "group"], values)  # another home of the domain has the name
