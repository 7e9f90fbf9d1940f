# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One domain controller for all tests of a process, and an organisational unit of its own for each test."""

from __future__ import annotations

import atexit
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import ldap3

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.ad_home import manage
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryTarget,
    tls_of,
)
from ansible_collections.rasmi.mail.tests.standins.exchange.directory import LdapDirectory
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import Endpoint, serve
from ansible_collections.rasmi.mail.tests.standins.exchange.world import World
from ansible_collections.rasmi.mail.tests.standins.samba import Samba, samba

_TREE_DELETE = ("1.2.840.113556.1.4.805", True, None)
_stack = ExitStack()
_running: list[Samba] = []


def controller() -> Samba:
    """The domain controller of this process, started when it is first asked for."""
    if not _running:
        _running.append(_stack.enter_context(samba()))
        atexit.register(_stack.close)
    return _running[0]


def options(dc: Samba, home: str = "", **more: Any) -> dict[str, Any]:
    """The module option `directory`, as a domain administrator."""
    given = {"url": dc.url, "user": dc.admin, "password_file": dc.admin_password_file, "ca_file": dc.ca_file}
    return {**given, **({"home": home, "base": home} if home else {}), **more}


def new_home(dc: Samba) -> str:
    """A home with its control entry."""
    home = f"OU=t{secrets.token_hex(4)},{dc.base}"
    manage({"directory": options(dc, home)}, False)
    return home


@contextmanager
def unit(dc: Samba) -> Iterator[str]:
    """A home with its control entry, gone with everything in it at the end."""
    home = new_home(dc)
    ad = Ad(DirectoryTarget.from_options(options(dc, home)))
    try:
        yield home
    finally:
        ad._connection.delete(home, controls=[_TREE_DELETE])
        ad.close()


def user(ad: Ad, home: str, name: str, password: str = "", **values: Any) -> str:
    """An account as somebody makes it by hand; returns its DN."""
    dn = f"CN={name},{home}"
    control = ad_values.NORMAL if password else ad_values.NORMAL | ad_values.DISABLED
    given: dict[str, Any] = {"sAMAccountName": [name], "userPrincipalName": [f"{name}@anm.gov.my"]}
    given |= {key: value if isinstance(value, list) else [value] for key, value in values.items()}
    if password:
        given["unicodePwd"] = [ad_values.password_value(password)]
    ad.add(dn, ["top", "person", "organizationalPerson", "user"], {**given, "userAccountControl": [str(control)]})
    return dn


def bind(dc: Samba, name: str, password: str) -> str:
    """What a user sees who logs on over LDAPS: "" when let in, else the code (52e, 532, 533, 773, 775)."""
    server = ldap3.Server(dc.address, 636, use_ssl=True, tls=tls_of(dc.ca_file, dc.host), get_info=ldap3.NONE)
    connection = ldap3.Connection(server, name, password)
    try:
        return "" if connection.bind() else _code(connection.result["message"])
    finally:
        connection.unbind()


def _code(text: str) -> str:
    """The word after `data` in what a domain controller says; "" when it does not say."""
    _head, found, rest = text.partition(", data ")
    return rest.partition(",")[0].strip().lower() if found else ""


@contextmanager
def endpoint(dc: Samba, latency: float = 0.0, **more: Any) -> Iterator[Endpoint]:
    """The stand-in of Exchange over this domain; `latency` is seconds per cmdlet."""
    directory = LdapDirectory(dc.url, dc.base, dc.admin, dc.password(), dc.ca_file)
    with serve(World(directory, latency={"*": latency}), **more) as running:
        yield running


def never_unlocks(dc: Samba) -> None:
    """A lock lasts until an administrator ends it."""
    ad = Ad(DirectoryTarget.from_options(options(dc)))
    ad.modify(ad.domain, {"lockoutDuration": [str(ad_values.NEVER)]})
    ad.close()
