# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an Exchange organisation's endpoint is and who we are there.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

KERBEROS, BASIC, CERTIFICATE = "kerberos", "basic", "certificate"
AUTHS = (KERBEROS, BASIC, CERTIFICATE)
#: Versions of Exchange Server that the collection knows.
VERSIONS = ("2016", "2019", "SE")
#: Open runspaces of one user that the server's throttling policy allows (PowerShellMaxConcurrency).
SERVER_WIDTH = 18
#: What we use of them at most: one stays free for a person with the same account.
MOST_WORKERS = SERVER_WIDTH - 1
PATH = "/PowerShell/"
#: What is asked for at the endpoint: the cmdlets of Exchange, or a plain session at the pool of Skype for Business.
EXCHANGE, SKYPE = "Microsoft.Exchange", "Microsoft.PowerShell"


@dataclass(frozen=True)
class EndpointTarget:
    """One remote PowerShell endpoint and one identity; made from the module option `exchange`.

    `url` is http://FQDN/PowerShell/ (only with Kerberos, which encrypts the payload itself) or https://. `password`
    may be empty with Kerberos: then the ticket of the process is used. `server_name` is the name that the ticket is
    for when the address is not it. `domain_controller` is named in every call, so that what one call wrote the next
    one sees. `workers` is how many runspaces are open at once, `timeout` the seconds that one cmdlet may take.
    `version` is one of VERSIONS, empty when the server is to be asked.
    """

    url: str
    auth: str = KERBEROS
    user: str = ""
    password: str = field(default="", repr=False)
    certificate_file: str = ""
    certificate_key: str = ""
    ca_file: str = ""
    server_name: str = ""
    domain_controller: str = ""
    workers: int = 6
    timeout: float = 300.0
    version: str = ""
    configuration: str = EXCHANGE

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise ProviderError(f"exchange.url: {self.url!r} is no address; write https://HOST{PATH}.")
        if parts.username or parts.password:
            raise ProviderError("exchange.url must not carry a name or password; use user and password_file.")
        if self.auth not in AUTHS:
            raise ProviderError(f"exchange.auth: {self.auth!r} is not one of {', '.join(AUTHS)}.")
        if parts.scheme == "http" and self.auth != KERBEROS:
            raise ProviderError(
                f"exchange.url: http:// is only for kerberos, which encrypts what it sends; {self.auth} needs https://."
            )
        if self.auth == BASIC and not (self.user and self.password):
            raise ProviderError("exchange: auth basic needs user and password_file.")
        if self.auth == CERTIFICATE and not (self.certificate_file and self.certificate_key):
            raise ProviderError("exchange: auth certificate needs certificate_file and certificate_key.")
        if not 1 <= self.workers <= MOST_WORKERS:
            raise ProviderError(
                f"exchange.workers: {self.workers} is not from 1 to {MOST_WORKERS}; the server lets one user open "
                f"{SERVER_WIDTH} runspaces."
            )
        if self.version and self.version not in VERSIONS:
            raise ProviderError(f"exchange.version: {self.version!r} is not one of {', '.join(VERSIONS)}.")

    @property
    def secure(self) -> bool:
        return urlsplit(self.url).scheme == "https"

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (443 if self.secure else 80)

    @property
    def path(self) -> str:
        """Path and query, without the first slash, as the WSMan client wants it."""
        parts = urlsplit(self.url)
        found = parts.path if parts.path.strip("/") else PATH
        return found.lstrip("/") + (f"?{parts.query}" if parts.query else "")

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"{self.host}:{self.port}"

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> EndpointTarget:
        """Raises ProviderError when an option is missing or wrong, or the password file cannot be read."""
        if not options.get("url"):
            raise ProviderError(f"exchange.url is missing: say which server to use, as https://HOST{PATH}.")
        given = {name: options[name] for name in _PLAIN if options.get(name) is not None}
        return cls(url=str(options["url"]), password=password_of(options, "exchange"), **given)


#: Options that go into the target as they are.
_PLAIN = (
    "auth",
    "user",
    "certificate_file",
    "certificate_key",
    "ca_file",
    "server_name",
    "domain_controller",
    "workers",
    "timeout",
    "version",
)


def password_of(options: Mapping[str, Any], where: str) -> str:
    """The password of `password_file`, or of `password`; empty when neither is given. `where` is for messages.

    Raises ProviderError when the file cannot be read or is empty.
    """
    if options.get("password_file"):
        path = Path(str(options["password_file"])).expanduser()
        try:
            found = path.read_text(encoding="utf-8").strip("\r\n")
        except OSError as error:
            raise ProviderError(f"{where}.password_file: {path}: {error.strerror}.") from error
        if not found:
            raise ProviderError(f"{where}.password_file: {path} is empty; its only line must be the password.")
        return found
    return str(options.get("password") or "")
