# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a Zimbra server is and who we are there.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
ADMIN_PORT = 7071
ADMIN_PATH = "/service/admin/soap"


@dataclass(frozen=True)
class ZimbraTarget:
    """One address of a Zimbra server and one identity; made from the module option `zimbra`.

    `url` is the address of the admin service. `server_name` is the name in the certificate when the address is not
    it. `requests_per_second` keeps below the server's throttle (zimbraHttpDosFilterMaxRequestsPerSec, 30); 0 means no
    pacing, for a control node that the server lists as safe. `grant_user` is a second identity, which may give rights
    on mailboxes; the first one should not be able to. `plaintext_loopback` allows http:// to this machine;
    nothing allows a password in clear over a network.
    """

    url: str
    user: str
    password: str = field(repr=False)
    ca_file: str = ""
    server_name: str = ""
    plaintext_loopback: bool = False
    timeout: float = 60.0
    requests_per_second: float = 25.0
    batch: int = 50
    tries: int = 8
    domain: str = ""
    cos_prefix: str = "rasmi_"
    freeze: str = "locked"
    control: str = "rasmi-control"
    grant_user: str = ""
    grant_password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise ProviderError(f"zimbra.url: {self.url!r} is no address; write https://HOST:{ADMIN_PORT}{ADMIN_PATH}.")
        if parts.username or parts.password:
            raise ProviderError("zimbra.url must not carry a name or password; use the options user and password_file.")
        if parts.scheme == "http" and not (self.plaintext_loopback and parts.hostname in LOOPBACK):
            raise ProviderError(
                f"zimbra.url: http:// would send the password in clear to {parts.hostname}; write https://. Only to "
                "this machine itself, and with plaintext_loopback, is http:// accepted."
            )

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
        return urlsplit(self.url).path or ADMIN_PATH

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"{self.host}:{self.port}"

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> ZimbraTarget:
        """Raises ProviderError when an option is missing or wrong, or the password file cannot be read."""
        url = str(options.get("url") or "")
        if not url and options.get("host"):
            url = f"https://{options['host']}:{options.get('port') or ADMIN_PORT}{ADMIN_PATH}"
        if not url:
            raise ProviderError("zimbra.url is missing: say which server to use (or give host, and port if not 7071).")
        if not options.get("user"):
            raise ProviderError("zimbra.user is missing: say which administrator we are there.")
        given = {name: options[name] for name in _PLAIN if options.get(name) is not None}
        given["domain"] = given.get("domain") or str(options["user"]).rpartition("@")[2]
        if options.get("grant_user"):
            given |= {"grant_user": str(options["grant_user"]), "grant_password": _password(options, "grant_")}
        return cls(url=url, user=str(options["user"]), password=_password(options), **given)


#: Options that go into the target as they are.
_PLAIN = (
    "ca_file",
    "server_name",
    "plaintext_loopback",
    "timeout",
    "requests_per_second",
    "batch",
    "tries",
    "domain",
    "cos_prefix",
    "freeze",
    "control",
)


def _password(options: Mapping[str, Any], prefix: str = "") -> str:
    name = f"{prefix}password"
    password = str(options.get(name) or "")
    if not password and options.get(f"{name}_file"):
        path = Path(str(options[f"{name}_file"])).expanduser()
        try:
            password = path.read_text(encoding="utf-8").strip("\r\n")
        except OSError as error:
            raise ProviderError(f"zimbra.{name}_file: {path}: {error.strerror}.") from error
    if not password:
        raise ProviderError(f"zimbra: {name} or {name}_file is needed; an empty one logs in nobody.")
    return password
