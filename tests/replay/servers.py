# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two servers on which a year is replayed, and what people do there without us: use, lock, change, plant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import REMOVED, Account, Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from tests.replay.year import DOMAIN


@dataclass(frozen=True)
class Acts:
    """What happens on the server on one day, by account id."""

    used: Iterable[str] = ()
    locked: Iterable[str] = ()
    renamed: Iterable[str] = ()


class Server(Protocol):
    """A server of the replay. `cannot` are the kinds of event that it does not know."""

    cannot: frozenset[str]

    def open(self) -> Provider: ...

    def plant(self, address: str) -> None:
        """An account that nobody asked for."""

    def happen(self, acts: Acts, day: date, have: Mapping[str, Account]) -> None:
        """`have` are the accounts as read this morning, by account id."""

    def close(self) -> None: ...


class Fake:
    """The platform in memory."""

    cannot: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.server = FakeServer()

    def open(self) -> Provider:
        return FakeProvider(self.server)

    def plant(self, address: str) -> None:
        new = self.server.new_id()
        self.server.accounts[new] = Account(new, Fields("", address, "Hand made"), False, handle=f"handle:{new}")

    def happen(self, acts: Acts, day: date, have: Mapping[str, Account]) -> None:
        moment = f"{day.isoformat()}T01:00:00Z"
        for person in acts.used:
            self._set(have, person, last_login_at=moment, must_change=False)
        for person in acts.locked:
            self._set(have, person, locked_at=moment)
        for person in acts.renamed:
            account = have.get(person)
            if account is not None:
                self._set(have, person, fields=account.fields._replace(name="Changed by hand"))

    def _set(self, have: Mapping[str, Account], person: str, **values: Any) -> None:
        account = have.get(person)
        if account is not None and account.fields.state != REMOVED:
            self.server.accounts[account.id] = self.server.accounts[account.id]._replace(**values)

    def close(self) -> None:
        """Nothing is open."""


class Reference:
    """A real slapd. It has no entitlements, and its last login is the true day of a bind, which nobody may write: who
    is idle is replayed in memory only."""

    cannot = frozenset({"idle", "objection", "archive_start", "archive_end"})

    def __init__(self) -> None:
        from ansible_collections.rasmi.mail.tests.standins.slapd import BASE, Slapd

        self.base = BASE
        self.server = Slapd()
        self.server.__enter__()

    def open(self) -> Provider:
        return open_provider("reference", self.server.options)

    def plant(self, address: str) -> None:
        uid = address.partition("@")[0]
        text = f"dn: uid={uid},ou=accounts,{self.base}\nobjectClass: inetOrgPerson\nuid: {uid}\n"
        self.server.ldap("ldapadd", ldif=f"{text}mail: {address}\ncn: Hand made\nsn: made\n")

    def happen(self, acts: Acts, day: date, have: Mapping[str, Account]) -> None:
        lock = f"replace: pwdAccountLockedTime\npwdAccountLockedTime: {day:%Y%m%d}010000Z\n"
        blocks = [_block(have, one, lock) for one in acts.locked]
        blocks += [_block(have, one, "replace: cn\ncn: Changed by hand\n") for one in acts.renamed]
        text = "\n".join(block for block in blocks if block)
        if text:
            self.server.ldap("ldapmodify", ldif=text)

    def close(self) -> None:
        self.server.close()


def _block(have: Mapping[str, Account], person: str, lines: str) -> str:
    account = have.get(person)
    if account is None or account.fields.state == REMOVED:
        return ""
    return f"dn: {account.handle}\nchangetype: modify\n{lines}"


SERVERS = {"fake": Fake, "reference": Reference}
STRANGERS = tuple(f"orang.luar{number}@{DOMAIN}" for number in range(3))
