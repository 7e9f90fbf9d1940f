# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Active Directory over LDAP: one verified connection, paged reads, writes to attributes that are not Exchange's.

ldap3 opens the connection, verifies the certificate and binds (simple or Kerberos). Bulk reads then go over the same
socket with the BER decoder of the reference platform, which is ten times faster than ldap3's. Windows gives at most
1,000 entries to a search without pages, so every search here asks for pages.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import password_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.client import Wire
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PartialAnswerError,
    ProviderError,
)

SIMPLE, KERBEROS = "simple", "kerberos"
#: Entries per page; Windows gives no more than 1,000 (MaxPageSize).
PAGE = 1000
#: Numbers of our own messages begin here, far from ldap3's.
_FIRST = 1_000_000
#: Keeps the answer to this domain: no references to other partitions (MS-ADTS 3.1.1.3.4.1.7).
_DOMAIN_SCOPE = ber.control("1.2.840.113556.1.4.1339")

Values = Mapping[str, Sequence[str | bytes]]


class Entry(NamedTuple):
    """One object: its name, and its attributes by the name in lower case."""

    dn: str
    attributes: Mapping[str, list[bytes]]

    def text(self, name: str) -> str:
        """The first value, "" when there is none."""
        values = self.attributes.get(name.lower())
        return values[0].decode("utf-8", "replace") if values else ""

    def texts(self, name: str) -> list[str]:
        return [value.decode("utf-8", "replace") for value in self.attributes.get(name.lower(), ())]

    def number(self, name: str) -> int | None:
        """The first value as a number, None when there is none."""
        text = self.text(name)
        return int(text) if text.lstrip("-").isdigit() else None

    def truth(self, name: str) -> bool:
        return self.text(name).upper() == "TRUE"


class DirectoryError(ProviderError):
    """A domain controller refused an operation; `code` is the LDAP result, `data` the Win32 code in its text."""

    def __init__(self, text: str, code: int = 0, data: str = "") -> None:
        super().__init__(text)
        self.code, self.data = code, data


@dataclass(frozen=True)
class DirectoryTarget:
    """One domain controller and one identity; made from the module option `directory`.

    `url` is ldaps://HOST[:PORT], or ldap://HOST with `start_tls`; nothing sends a password without verified TLS.
    `server_name` is the name in the certificate when the address is not it. With `auth` kerberos the ticket of the
    process is used. `base` is where to look (the whole domain when empty), `home` where our accounts are made.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    auth: str = SIMPLE
    ca_file: str = ""
    server_name: str = ""
    start_tls: bool = False
    base: str = ""
    home: str = ""
    timeout: float = 60.0
    page: int = PAGE

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("ldaps", "ldap") or not parts.hostname:
            raise ProviderError(f"directory.url: {self.url!r} is no address; write ldaps://HOST.")
        if parts.scheme == "ldap" and not self.start_tls:
            raise ProviderError(
                f"directory.url: ldap:// sends what it carries in clear to {parts.hostname}; write ldaps://, or set "
                "start_tls."
            )
        if self.auth not in (SIMPLE, KERBEROS):
            raise ProviderError(f"directory.auth: {self.auth!r} is not known; write simple or kerberos.")
        if self.auth == SIMPLE and not (self.user and self.password):
            raise ProviderError("directory: user and password_file are needed; an empty password logs in nobody.")
        if not 1 <= self.page <= PAGE:
            raise ProviderError(f"directory.page: {self.page} is not from 1 to {PAGE}, the most that Windows gives.")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (636 if self.secure else 389)

    @property
    def secure(self) -> bool:
        return urlsplit(self.url).scheme == "ldaps"

    @classmethod
    def from_options(cls, options: Mapping[str, Any] | None) -> DirectoryTarget:
        """Raises ProviderError when an option is missing or wrong, or the password file cannot be read."""
        if not options or not options.get("url"):
            raise ProviderError("directory.url is missing: say which domain controller to use, as ldaps://HOST.")
        given = {name: options[name] for name in _PLAIN if options.get(name) is not None}
        return cls(url=str(options["url"]), password=password_of(options, "directory"), **given)


#: Options that go into the target as they are.
_PLAIN = ("user", "auth", "ca_file", "server_name", "start_tls", "base", "home", "timeout")


class Ad:
    """A bound connection to a domain controller; threads may share it, one operation at a time.

    Every method raises ProviderError when it is lost. Who goes through `search` keeps the others waiting until its end.
    """

    def __init__(self, target: DirectoryTarget) -> None:
        self.target = target
        self._connection = _open(target)
        self._wire = Wire(self._connection.socket, target.url, _FIRST)
        self._root: Entry | None = None
        self._lock = threading.RLock()

    @property
    def root(self) -> Entry:
        """The root entry: what the domain controller says of itself."""
        if self._root is None:
            wanted = ("defaultNamingContext", "configurationNamingContext", "dnsHostName", "currentTime", "vendorName")
            (self._root,) = self._entries("", ber.BASE, ber.present("objectClass"), wanted, page=0, controls=b"")
        return self._root

    @property
    def domain(self) -> str:
        """DN of the domain."""
        return self.root.text("defaultNamingContext")

    @property
    def base(self) -> str:
        return self.target.base or self.domain

    @property
    def home(self) -> str:
        """DN below which our accounts, groups and the control entry are made."""
        return self.target.home or f"OU=rasmi,{self.domain}"

    @property
    def controller(self) -> str:
        """DNS name of the domain controller: what cmdlets are pinned to."""
        return self.root.text("dnsHostName") or self.target.host

    @property
    def is_windows(self) -> bool:
        """False where the domain controller says that it is Samba, which has no group policy engine."""
        return "samba" not in self.root.text("vendorName").lower()

    def search(
        self, query: bytes, attributes: Iterable[str], *, base: str = "", scope: int = ber.SUB
    ) -> Iterator[Entry]:
        """Every entry that fits, page by page. Raises PartialAnswerError unless the server gave all of them."""
        yield from self._entries(base or self.base, scope, query, attributes, self.target.page, _DOMAIN_SCOPE)

    def get(self, dn: str, attributes: Iterable[str]) -> Entry | None:
        """One entry by its DN or <GUID=...>, None when it does not exist."""
        try:
            found = list(self._entries(dn, ber.BASE, ber.present("objectClass"), attributes, 0, b""))
        except PartialAnswerError as error:
            if f"LDAP result {ber.NO_SUCH_OBJECT}" in str(error):
                return None
            raise
        return found[0] if found else None

    def _entries(
        self, base: str, scope: int, query: bytes, attributes: Iterable[str], page: int, controls: bytes
    ) -> Iterator[Entry]:
        with self._lock:
            for raw in self._wire.search(base, scope, query, attributes, page=page, controls=controls):
                name, found = ber.entry(raw, ber.header(raw, 0)[0])
                yield Entry(name, {key.decode().lower(): values for key, values in found.items()})

    def add(self, dn: str, classes: Sequence[str], attributes: Values) -> None:
        """Make an entry. Raises DirectoryError."""
        self._call("add", dn, list(classes), {name: list(values) for name, values in attributes.items() if values})

    def modify(self, dn: str, values: Mapping[str, Sequence[str | bytes]]) -> None:
        """Replace attributes in one operation; an empty list takes one away. Raises DirectoryError."""
        import ldap3

        self.change(dn, [(name, ldap3.MODIFY_REPLACE, several) for name, several in values.items()])

    def change(self, dn: str, edits: Iterable[tuple[str, str, Sequence[str | bytes]]]) -> None:
        """(attribute, MODIFY_ADD | MODIFY_DELETE | MODIFY_REPLACE, values), in one operation."""
        changes: dict[str, list[tuple[str, list[str | bytes]]]] = {}
        for name, kind, values in edits:
            changes.setdefault(name, []).append((kind, list(values)))
        if changes:
            self._call("modify", dn, changes)

    def delete(self, dn: str) -> None:
        self._call("delete", dn)

    def holds(self, dn: str, attribute: str, value: str) -> bool:
        """Compare: whether the entry has this value now."""
        with self._lock:
            answer = self._wire.ask(ber.compare(dn, attribute, value))
        if answer.code not in (ber.COMPARE_TRUE, ber.COMPARE_FALSE, ber.NO_SUCH_ATTRIBUTE):
            raise DirectoryError(f"{self.target.url}: {dn}: {answer}", answer.code)
        return answer.code == ber.COMPARE_TRUE

    def _call(self, name: str, dn: str, *arguments: Any) -> None:
        from ldap3.core.exceptions import LDAPException

        with self._lock:
            try:
                getattr(self._connection, name)(dn, *arguments)
            except (LDAPException, OSError) as error:
                raise ProviderError(f"{self.target.url}: the connection was lost: {error}.") from error
            result = self._connection.result
        if result["result"] != ber.SUCCESS:
            text = str(result.get("message") or result.get("description") or "refused").strip().rstrip("\0")
            raise DirectoryError(f"{dn}: {text} (LDAP result {result['result']})", result["result"], win32(text))

    def close(self) -> None:
        """End the connection; safe to call twice."""
        from ldap3.core.exceptions import LDAPException

        with contextlib.suppress(LDAPException, OSError):
            self._connection.unbind()


def win32(text: str) -> str:
    """The Win32 code at the start of what a domain controller says ("0000052D: ..."), lower case without zeros."""
    head = text.partition(":")[0].strip()
    return head.lstrip("0").lower() if len(head) == 8 else ""


def tls_of(ca_file: str, name: str) -> Any:
    """What ldap3 needs to verify a domain controller's certificate, always."""
    import ldap3

    return ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=ca_file or None, valid_names=[name], sni=name)


def _open(target: DirectoryTarget) -> Any:
    import ldap3
    from ldap3.core.exceptions import LDAPException

    tls = tls_of(target.ca_file, target.server_name or target.host)
    try:
        server = ldap3.Server(
            target.host,
            target.port,
            use_ssl=target.secure,
            tls=tls,
            get_info=ldap3.NONE,
            connect_timeout=int(target.timeout),
        )
        connection = _connection(server, target)
        connection.open()
        if not target.secure and not connection.start_tls():
            raise ProviderError(f"{target.url}: StartTLS was refused: {connection.result}.")
        bound = connection.bind()
    except (LDAPException, OSError) as error:
        raise ProviderError(f"{target.url}: {error}.") from error
    except Exception as error:
        if target.auth != KERBEROS:
            raise
        # gssapi has exceptions of its own, which share no parent but Exception with others
        raise AuthenticationError(f"{target.url}: kerberos: {error}.") from error
    if not bound:
        said = str(connection.result.get("message") or connection.result.get("description"))
        who = target.user or "the ticket of this process"
        raise AuthenticationError(f"{target.url}: {who} was not let in: {said.rstrip(chr(0))}.")
    return connection


def _connection(server: Any, target: DirectoryTarget) -> Any:
    import ldap3

    common: dict[str, Any] = {"receive_timeout": int(target.timeout), "check_names": False, "auto_range": False}
    if target.auth == KERBEROS:
        return ldap3.Connection(
            server,
            user=target.user or None,
            authentication=ldap3.SASL,
            sasl_mechanism=ldap3.KERBEROS,
            sasl_credentials=(target.server_name or target.host,),
            **common,
        )
    return ldap3.Connection(server, target.user, target.password, authentication=ldap3.SIMPLE, **common)
