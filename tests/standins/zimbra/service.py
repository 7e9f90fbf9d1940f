# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all requests share: the directory with its inheritance, tokens, sessions, and the switches of a test."""

from __future__ import annotations

import datetime
import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .directory import Directory, Entry
from .store import Store
from .table import Table, milliseconds
from .tokens import Mint

#: secrets whose values nobody is told
BLOCKED = frozenset({"userPassword", "zimbraUCPassword", "zimbraTwoFactorAuthSecret"})
VERSION = ("10.1.3_GA_4689.FOSS", "FOSS")


@dataclass
class Settings:
    """How this server is set up. `version` is the text of GetVersionInfo, such as 9.0.0_GA_4178.NETWORK."""

    root: Path
    server: str = "zcs1.test"
    domain: str = "negeri.gov.my"
    admin: str = "admin@negeri.gov.my"
    admin_password: str = "Adm1n-Passw0rd!"
    ldap_password: str = "zimbra-ldap-secret"
    listen: str = "127.0.0.1"
    admin_port: int = 0
    user_port: int = 0
    ldap_port: int = 0
    ldap_listen: str = "127.0.0.1"
    certificate: str = ""
    key: str = ""
    #: LDAP speaks TLS with the same certificate (StartTLS)
    ldap_tls: bool = False
    durable: bool = False
    #: what follows `ldap host=` in the reasons of faults; empty = as it is
    ldap_name: str = ""
    lmtp_port: int = 7025
    service_hostname: str | None = None
    version: str = VERSION[0]
    #: where the mail store keeps its mailboxes; empty = under root
    store: str = ""
    #: secret of the control requests; empty = there are none
    control: str = ""
    #: largest number of results without maxResults
    max_results: int = 5000
    throttle: bool = False
    #: further values of the first global config, server, and default COS
    config: dict[str, Any] = field(default_factory=dict)
    server_attrs: dict[str, Any] = field(default_factory=dict)
    cos: dict[str, Any] = field(default_factory=dict)


@dataclass
class Knobs:
    """What a test can make go wrong.

    `faults` is a list of plans: {"request": name or "*", "kind": "fault"|"cut"|"http"|"cut-after", "code", "reason",
    "status", "times"}: the next `times` such requests get that.
    """

    throttle: bool = False
    faults: list[dict[str, Any]] = field(default_factory=list)
    #: tokens issued before this moment (milliseconds) have expired
    expired_before: int = 0
    #: seconds added to the clock
    shift: float = 0.0


class Service:
    """One server. Everything that changes it happens with `lock` held."""

    def __init__(self, settings: Settings, table: Table, directory: Directory, mint: Mint) -> None:
        self.settings, self.table, self.directory, self.mint = settings, table, directory, mint
        self.knobs = Knobs(throttle=settings.throttle)
        self.store = Store(Path(settings.store) if settings.store else settings.root / "store")
        self._mailboxes: dict[str, int] = {}
        self.lock = threading.RLock()
        #: called as hook("request" or "answer", number of the POST, names of its requests); it may block, or raise
        #: ConnectionAbortedError to close the connection; only for stand-ins inside of the test's own process
        self.hook: Callable[[str, int, list[str]], None] | None = None
        self.posts = 0
        #: name -> right, made by rights.py when it is first asked
        self.rights: dict[str, Any] = {}
        self.sessions: dict[str, str] = {}
        self._session_numbers = itertools.count(31)
        self._defaults: dict[tuple[str, str], dict[str, list[str]]] = {}
        #: hashes of wrong passwords that were tried, per account (lockout suppression)
        self.wrong_passwords: dict[str, list[str]] = {}
        #: how many requests of each name were served, those in a batch too
        self.requests: dict[str, int] = {}
        self._recent: dict[str, list[float]] = {}

    # -- time and names ------------------------------------------------------------------------------------------

    def now(self) -> float:
        return time.time() + self.knobs.shift

    def stamp(self) -> str:
        """Now, as a generalized time with milliseconds."""
        return self.stamp_at(self.now())

    @staticmethod
    def stamp_at(seconds: float) -> str:
        moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        return moment.strftime("%Y%m%d%H%M%S.") + f"{moment.microsecond // 1000:03d}Z"

    @staticmethod
    def new_id() -> str:
        return str(uuid.uuid4())

    def new_session(self, account: str) -> str:
        number = str(next(self._session_numbers))
        self.sessions[number] = account
        return number

    @property
    def version(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.settings.version.split("_")[0].split(".") if part.isdigit())

    def mailbox_number(self, account: str) -> int:
        return self._mailboxes.setdefault(account, len(self._mailboxes) + 2)

    @property
    def ldap_name(self) -> str:
        return self.settings.ldap_name or f"127.0.0.1:{self.settings.ldap_port}"

    # -- inheritance ---------------------------------------------------------------------------------------------

    @property
    def config(self) -> Entry:
        return self.directory.config

    @property
    def server(self) -> Entry:
        found = self.directory.find("server", self.settings.server)
        if found is None:
            raise RuntimeError("the server entry is gone")
        return found

    def domain_of(self, entry: Entry) -> Entry | None:
        return self.directory.find("domain", entry.domain)

    def cos_of(self, account: Entry) -> Entry:
        """The COS that counts: its own, else the domain's, else `default`; an id that leads nowhere is no COS."""
        own = self.directory.by_id.get(account.get("zimbraCOSId"))
        if own is not None and own.kind == "cos":
            return own
        return self.default_cos(account.domain)

    def default_cos(self, domain: str) -> Entry:
        entry = self.directory.find("domain", domain)
        if entry is not None:
            found = self.directory.by_id.get(entry.get("zimbraDomainDefaultCOSId"))
            if found is not None and found.kind == "cos":
                return found
        default = self.directory.find("cos", "default")
        if default is None:
            raise RuntimeError("the default COS is gone")
        return default

    def changed(self, entry: Entry) -> None:
        """Something that others inherit from was written."""
        if entry.kind in ("cos", "domain", "globalConfig"):
            self._defaults.clear()

    def inherited(self, entry: Entry) -> Mapping[str, list[str]]:
        """What the entry has from others: a COS, a domain, the global config."""
        if entry.kind in ("account", "calendarResource"):
            cos = self.cos_of(entry)
            key = (cos.id, entry.domain)
            found = self._defaults.get(key)
            if found is None:
                found = self._defaults[key] = self._account_defaults(cos, entry)
            return found
        names = {"domain": self.table.domain_inherits, "server": self.table.server_inherits}.get(entry.kind)
        if names is None:
            return {}
        found = self._defaults.get((entry.kind, ""))
        if found is None:
            config = self.config.attrs
            found = self._defaults[(entry.kind, "")] = {name: config[name] for name in names if name in config}
        return found

    def _account_defaults(self, cos: Entry, entry: Entry) -> dict[str, list[str]]:
        found = {name: cos.attrs[name] for name in self.table.account_inherits if name in cos.attrs}
        domain = self.domain_of(entry)
        if domain is not None:
            whole = {**self.inherited(domain), **domain.attrs}
            for name in self.table.account_domain_inherits:
                if name not in found and name in whole:
                    found[name] = whole[name]
        return found

    def attributes(self, entry: Entry, apply: bool = True) -> dict[str, list[str]]:
        return {**self.inherited(entry), **entry.attrs} if apply else dict(entry.attrs)

    def value(self, entry: Entry, name: str, default: str = "") -> str:
        """The first effective value."""
        values = self.values(entry, name)
        return values[0] if values else default

    def values(self, entry: Entry, name: str) -> list[str]:
        found = entry.attrs.get(name)
        return found if found is not None else self.inherited(entry).get(name, [])

    def integer(self, entry: Entry, name: str) -> int:
        text = self.value(entry, name)
        return int(text) if text.lstrip("-").isdigit() else 0

    def true(self, entry: Entry, name: str) -> bool:
        return self.value(entry, name) == "TRUE"

    def interval(self, entry: Entry, name: str) -> int:
        """A duration attribute in milliseconds."""
        return milliseconds(self.value(entry, name))

    def status_of(self, account: Entry) -> str:
        """The account's status, or the domain's when that is worse."""
        own = account.get("zimbraAccountStatus", "active")
        domain = self.domain_of(account)
        upper = self.value(domain, "zimbraDomainStatus", "active") if domain is not None else "active"
        if account.get("zimbraIsAdminAccount") == "TRUE" or upper in ("active", ""):
            return own
        if upper == "locked":
            return own if own in ("maintenance", "pending", "closed") else "locked"
        if upper == "closed" or own in ("pending", "closed"):
            return "closed" if upper == "closed" else own
        return "maintenance"

    def forget_inherited(self) -> None:
        """Compute anew what entries inherit."""
        self._defaults.clear()

    # -- writing -------------------------------------------------------------------------------------------------

    def write(self, entry: Entry, values: Mapping[str, Iterable[str] | str]) -> None:
        """Set attributes without any of the checks a client meets; a plain string is one value, "" removes."""
        plain = {n: ([v] if v else []) if isinstance(v, str) else list(v) for n, v in values.items()}
        self.directory.modify(entry, plain)
        self.changed(entry)

    # -- answers -------------------------------------------------------------------------------------------------

    def encode(
        self,
        attrs: Mapping[str, list[str]],
        requested: frozenset[str] | None = None,
        allowed: Any = None,
        hidden: frozenset[str] = frozenset(),
    ) -> list[dict[str, Any]]:
        """`a` elements. `allowed` is a test of a name: what it refuses comes as `pd` without a value."""
        rows: list[dict[str, Any]] = []
        names = attrs if requested is None else [name for name in requested if name in attrs]
        for name in names:
            if name in hidden:
                continue
            if allowed is not None and not allowed(name):
                rows.extend({"n": name, "pd": True} for _value in attrs[name])
            elif name in BLOCKED:
                rows.append({"n": name, "_content": "VALUE-BLOCKED"})
            else:
                rows.extend([{"n": name, "_content": value} for value in attrs[name]])
        return rows

    # -- the request filter --------------------------------------------------------------------------------------

    def admit(self, address: str) -> float:
        """Seconds to wait before the request is read, or -1 when it is refused (the DoS filter)."""
        if not self.knobs.throttle or address in self.values(self.server, "zimbraHttpThrottleSafeIPs"):
            return 0.0
        limit = self.integer(self.server, "zimbraHttpDosFilterMaxRequestsPerSec") or 30
        moment = time.monotonic()
        recent = [at for at in self._recent.get(address, ()) if moment - at < 1.0]
        recent.append(moment)
        self._recent[address] = recent[-(limit + 1) :]
        if len(recent) <= limit:
            return 0.0
        delay = self.integer(self.server, "zimbraHttpDosFilterDelayMillis")
        return -1.0 if delay < 0 else delay / 1000.0
