# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is looked at, from where, and with which test accounts.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError


class CouldNotTest(Exception):
    """An observation could not be made; `reason` says why. It makes the control red, never green.

    `en` is left out where there is nothing to translate: a protocol's own answer.
    """

    def __init__(self, ms: str, en: str = "") -> None:
        super().__init__(en or ms)
        self.reason: Bilingual = {"ms": ms, "en": en or ms}


@dataclass(frozen=True)
class Ports:
    """TCP ports of the service under test (IANA numbers unless a site moved them)."""

    http: int = 80
    https: int = 443
    smtp: int = 25
    submission: int = 587
    submissions: int = 465
    imap: int = 143
    imaps: int = 993
    pop3: int = 110
    pop3s: int = 995
    sieve: int = 4190


@dataclass(frozen=True)
class Target:
    """The published service and the place it is seen from.

    `name` is the published host name (also the name the certificate must carry), `address` what to connect to.
    `ca_file` is a PEM file, "" = the system's trust. `outside_domain` is a domain the target routes to the sink at
    `sink_host`:`sink_port` on this machine. `attempts` is the budget of refused logins of one run; `timeout` is
    seconds per network step; `vantage` names the place in the report. `resolver` is the name server that C-DNS asks, as
    `address` or `address#port`, "" = the system's. `directory` is the address of a domain controller (ldaps://HOST)
    that users of the platform exchange log on to, `directory_name` the name in its certificate, `directory_ca_file` who
    signed that. `quota_warn_percent` is where the site has its servers warn when the standard names no percentage
    (C-QUOTA-WARN).
    """

    name: str
    address: str
    domains: tuple[str, ...]
    ca_file: str = ""
    ports: Ports = field(default_factory=Ports)
    webmail_path: str = "/"
    outside_domain: str = "outside.test"
    sink_host: str = ""
    sink_port: int = 2525
    vantage: str = "controller"
    attempts: int = 80
    timeout: float = 45.0
    settle: float = 120.0
    platform: str = "reference"
    browser: str = ""
    resolver: str = ""
    directory: str = ""
    directory_name: str = ""
    directory_ca_file: str = ""
    quota_warn_percent: int = 90

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Target:
        """Build from module options; missing optional values keep their defaults."""
        known = {item.name for item in fields(cls)}
        values = {key: value for key, value in options.items() if key in known and value is not None}
        values["domains"] = tuple(str(domain).lower() for domain in values.get("domains", ()))
        ports = {key: int(value) for key, value in (values.get("ports") or {}).items() if value is not None}
        values["ports"] = Ports(**ports)
        values["address"] = values.get("address") or values["name"]
        return cls(**values)


@dataclass(frozen=True)
class ProbeAccount:
    """A mailbox that exists only to be tested. `tier` is the tier id of the standard."""

    address: str
    purpose: str
    tier: str = ""


#: What the probes and the watch need; one account each, because they run side by side.
PURPOSES: Mapping[str, str] = {
    "lock": "is locked by wrong passwords",
    "bystander": "logs in before and after TLS, and over POP",
    "password": "changes its password",
    "aged": "gets a password older than the limit",
    "young": "gets a password younger than the limit",
    "first": "gets a temporary password",
    "full": "gets a small quota and is filled",
    "disable": "is suspended",
    "sender": "sends, and must still log in while another is locked",
    "receiver": "receives",
    "tier": "shows the quota of its tier",
    "watch": "is looked at round the clock; its password is kept",
}


def read_accounts(file: str, items: Sequence[Any], domains: Sequence[str]) -> tuple[ProbeAccount, ...]:
    """Turn the probe list of an inventory into accounts; raises FaultsError with every fault found."""
    faults: list[Fault] = []
    accounts: list[ProbeAccount] = []
    seen: set[str] = set()
    for number, item in enumerate(items, start=1):
        where = f"probes[{number}]"
        data = item if isinstance(item, Mapping) else {}
        address = str(data.get("address", "")).lower()
        purpose = str(data.get("purpose", ""))
        if address.partition("@")[2] not in domains:
            remedy = f"Use an address under {', '.join(domains)}"
            faults.append(Fault(file, 0, f"{where}.address", address, "not an address of this service", remedy))
        if address in seen:
            remedy = "Give every purpose an account of its own"
            faults.append(Fault(file, 0, f"{where}.address", address, "used twice", remedy))
        if purpose not in PURPOSES:
            remedy = f"Use one of {', '.join(PURPOSES)}"
            faults.append(Fault(file, 0, f"{where}.purpose", purpose, "unknown purpose", remedy))
        seen.add(address)
        accounts.append(ProbeAccount(address, purpose, str(data.get("tier", "") or "")))
    if faults:
        raise FaultsError("probe accounts", faults)
    return tuple(accounts)
