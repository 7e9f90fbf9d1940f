# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reference platform's directory as a world of the provider contract: a real slapd in a temporary directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._hosts.usage import parsed
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.tests.standins.slapd import BASE, SLAPD, Slapd


def make(_directory: Path, world: type[Any]) -> Any:
    if not SLAPD.exists():
        pytest.fail("slapd is not installed: apt-get install slapd ldap-utils")

    class ReferenceWorld(world):
        def __init__(self) -> None:
            self.server = Slapd()
            self.held: dict[str, int] = {}
            self.server.__enter__()
            for address, owner in ((self.group, "rasmiManagedBy: rasmi.mail\n"), (self.foreign_group, "")):
                local = address.partition("@")[0]
                text = (
                    f"dn: cn={local},ou=groups,{BASE}\nobjectClass: rasmiGroup\ncn: {local}\nmail: {address}\n{owner}"
                )
                self.server.ldap("ldapadd", ldif=text)

        def open(self):
            return open_provider("reference", self.server.options, used=parsed(self._doveadm()))

        def plant_unmanaged(self, address: str, name: str) -> None:
            uid = address.partition("@")[0]
            text = f"dn: uid={uid},ou=accounts,{BASE}\nobjectClass: inetOrgPerson\nuid: {uid}\n"
            self.server.ldap("ldapadd", ldif=f"{text}mail: {address}\ncn: {name}\nsn: {name}\n")

        def lock(self, account_id: str, at: str) -> None:
            moment = at.translate({ord(mark): None for mark in "-T:"})
            self._modify(account_id, f"replace: pwdAccountLockedTime\npwdAccountLockedTime: {moment}\n")

        def edit(self, account_id: str, name: str) -> None:
            self._modify(account_id, f"replace: cn\ncn: {name}\n")

        def unprovision(self) -> None:
            self.server.ldap("ldapdelete", f"cn=rasmi,{BASE}")

        def accepts(self, account_id: str, password: str) -> bool:
            return self.server.may_bind(self._dn(account_id), password)

        def fill(self, account_id: str, size: int) -> None:
            for found in self.server.entries(f"(rasmiAccountId={account_id})", "mail").values():
                self.held[found["mail"][0]] = size // 1024

        def _doveadm(self) -> list[str]:
            """What Dovecot on the mail server prints; that it does is seen on a live lab (tests/sabotage)."""
            lines = ["Username\tQuota name\tType\tValue\tLimit\t%"]
            for user, size in self.held.items():
                lines += [f"{user}\tMailbox\tSTORAGE\t{size}\t-\t0", f"{user}\tMailbox\tMESSAGE\t1\t-\t0"]
            return lines

        def half_restored(self, old: str, new: str) -> bool:
            move = f"newrdn: rasmiAccountId={new}\ndeleteoldrdn: 1\nnewsuperior: ou=accounts,{BASE}\n"
            self.server.ldap("ldapmodify", ldif=f"dn: {self._dn(old)}\nchangetype: modrdn\n{move}")
            return True

        def close(self) -> None:
            self.server.close()

        def _modify(self, account_id: str, text: str) -> None:
            self.server.ldap("ldapmodify", ldif=f"dn: {self._dn(account_id)}\nchangetype: modify\n{text}")

        def _dn(self, account_id: str) -> str:
            names = list(self.server.entries(f"(rasmiAccountId={account_id})", "dn"))
            if len(names) != 1:
                raise AssertionError(f"{account_id} has {len(names)} entries")
            return names[0]

    return ReferenceWorld()
