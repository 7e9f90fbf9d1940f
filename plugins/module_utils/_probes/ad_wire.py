# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a user meets Active Directory: a simple bind over LDAPS, and a change of the own password there.

The user names the account by its address (userPrincipalName). PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._probes.login import Attempt
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Transcript
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

DIRECTORY = "directory"
#: The word after `data` in the answer to a refused bind (Win32 error, hexadecimal) -> what it says.
CODES = {
    "52e": "wrong password",
    "532": "password expired",
    "533": "account disabled",
    "701": "account expired",
    "773": "password must be changed",
    "775": "account locked",
}
WRONG, EXPIRED, DISABLED, MUST_CHANGE, LOCKED = "52e", "532", "533", "773", "775"
_POLICY = "0000052D"


def code_of(answer: str) -> str:
    """The code of a refusal, "" when the answer has none."""
    _head, found, rest = answer.partition(", data ")
    return rest.partition(",")[0].strip().lower() if found else ""


@contextmanager
def _connected(target: Target) -> Iterator[Any]:
    """An open, verified, unbound connection. Raises CouldNotTest when there is none."""
    if not target.directory:
        raise CouldNotTest(
            "tiada pengawal domain dinamakan (exchange.directory.url): tiada tempat untuk log masuk",
            "no domain controller is named (exchange.directory.url): nothing to log on to",
        )
    import ldap3
    from ldap3.core.exceptions import LDAPException

    parts = urlsplit(target.directory)
    host = parts.hostname or ""
    name = target.directory_name or host
    tls = ldap3.Tls(
        validate=ssl.CERT_REQUIRED,
        ca_certs_file=target.directory_ca_file or target.ca_file or None,
        valid_names=[name],
        sni=name,
    )
    seconds = int(target.timeout)
    server = ldap3.Server(host, parts.port or 636, use_ssl=True, tls=tls, get_info=ldap3.NONE, connect_timeout=seconds)
    connection = ldap3.Connection(server, receive_timeout=seconds, check_names=False)
    try:
        connection.open()
    except (LDAPException, OSError) as error:
        raise CouldNotTest(f"{target.directory}: {error}") from error
    try:
        yield connection
    except (LDAPException, OSError) as error:
        raise CouldNotTest(f"{target.directory}: {error}") from error
    finally:
        connection.unbind()


def _bind(connection: Any, address: str, password: str, wire: Transcript) -> tuple[bool, str]:
    import ldap3

    connection.user, connection.password, connection.authentication = address, password, ldap3.SIMPLE
    bound = bool(connection.bind())
    said = str(connection.result.get("message") or connection.result.get("description")).rstrip("\0")
    code = code_of(said)
    answer = "0 success" if bound else f"{connection.result['result']} data {code} ({CODES.get(code, 'unknown')})"
    wire.remark(f"LDAP bind as {address}: {answer}")
    if not bound and not code:
        raise CouldNotTest(
            f"pengawal domain tidak menyatakan sebab penolakan: {said}",
            f"the domain controller did not say why it refused: {said}",
        )
    return bound, answer


def bind(run: Run, account: ProbeAccount, password: str, wire: Transcript) -> Attempt:
    """Log on once. Raises CouldNotTest when the directory gives no answer."""
    run.masker.learn(password, account.address)
    started = time.monotonic()
    with _connected(run.target) as connection:
        accepted, answer = _bind(connection, account.address, password, wire)
    return Attempt(DIRECTORY, accepted, answer, time.monotonic() - started)


def refused(run: Run, account: ProbeAccount, password: str, wire: Transcript) -> Attempt:
    """The same, for one that should be refused: it counts against the run's budget."""
    run.spend()
    return bind(run, account, password, wire)


def change_password(
    run: Run, account: ProbeAccount, current: str, new: str, wire: Transcript, helper: tuple[ProbeAccount, str]
) -> tuple[bool, Bilingual]:
    """Change the own password as Active Directory wants it: the old value taken away, the new one put there.

    An account whose password must be changed cannot bind; `helper` is another user with its password, over whose
    connection it is done: the directory allows it to whoever knows the old password.
    """
    for secret in (current, new):
        run.masker.learn(secret, account.address)
    who, word = helper[0].address, helper[1]
    with _connected(run.target) as connection:
        bound, answer = _bind(connection, who, word, wire)
        if not bound:
            raise CouldNotTest(
                f"{who} tidak dapat log masuk untuk menukar kata laluan: {answer}",
                f"{who} cannot log on to change the password: {answer}",
            )
        dn = _own_entry(connection, account.address)[0]
        done = connection.extend.microsoft.modify_password(dn, new, current)
        said = str(connection.result.get("message") or connection.result.get("description")).rstrip("\0")
    wire.remark(f"change of the password of {account.address}: {'done' if done else said}")
    if not done and not said.startswith(_POLICY):
        raise CouldNotTest(
            f"direktori tidak menilai kata laluan itu: {said}", f"the directory did not judge the password: {said}"
        )
    refusal = said.partition(":")[0] + " password restriction"
    return bool(done), both("diterima", "accepted") if done else both(refusal, refusal)


def lock_lasts(run: Run, account: ProbeAccount, password: str, wire: Transcript) -> int | None:
    """How long a lock of this account lasts in seconds, as the directory tells the user itself; None = for ever."""
    with _connected(run.target) as connection:
        bound, answer = _bind(connection, account.address, password, wire)
        if not bound:
            raise CouldNotTest(
                f"{account.address} tidak dapat log masuk: {answer}", f"{account.address} cannot log on: {answer}"
            )
        _dn, holding = _own_entry(connection, account.address)
        name = "msDS-LockoutDuration" if holding else "lockoutDuration"
        place = holding or _domain(connection)
        connection.search(place, "(objectClass=*)", "BASE", attributes=[name])
        values = [item["raw_attributes"].get(name) for item in connection.response if "raw_attributes" in item]
    if not values or not values[0]:
        raise CouldNotTest(
            f"{place}: pengguna tidak dibenarkan membaca tempoh kuncian",
            f"{place}: the user may not read how long a lock lasts",
        )
    ticks = int(values[0][0])
    wire.remark(f"{name} of {place}: {ticks}")
    return None if ticks in (0, -(2**63)) else -ticks // 10_000_000


def _domain(connection: Any) -> str:
    connection.search("", "(objectClass=*)", "BASE", attributes=["defaultNamingContext"])
    (found,) = [item["raw_attributes"]["defaultNamingContext"] for item in connection.response]
    return str(found[0].decode())


def _own_entry(connection: Any, address: str) -> tuple[str, str]:
    """DN of the account, and of the fine-grained policy that holds for it ("" = the domain's)."""
    from ldap3.utils.conv import escape_filter_chars

    query = f"(userPrincipalName={escape_filter_chars(address)})"
    connection.search(_domain(connection), query, attributes=["msDS-ResultantPSO"])
    found = [item for item in connection.response if item.get("type") == "searchResEntry"]
    if len(found) != 1:
        raise CouldNotTest(
            f"{address}: {len(found)} akaun mempunyai nama ini", f"{address}: {len(found)} accounts have this name"
        )
    holding = found[0]["raw_attributes"].get("msDS-ResultantPSO") or [b""]
    return str(found[0]["dn"]), holding[0].decode()
