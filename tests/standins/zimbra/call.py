# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request: who asks, what, with which rights; and the tables of what can be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .directory import Entry
from .faults import Fault, auth_expired, auth_required, failure, perm_denied
from .service import Service
from .tokens import Token
from .wire import Body

Handler = Callable[["Call"], Body]


@dataclass(frozen=True)
class Row:
    """How a request is served. `auth` = it needs a token."""

    handler: Handler
    auth: bool = True


ADMIN: dict[str, Row] = {}
USER: dict[str, Row] = {}


def admin(name: str, *, auth: bool = True) -> Callable[[Handler], Handler]:
    """Register a request of urn:zimbraAdmin."""

    def register(handler: Handler) -> Handler:
        ADMIN[name] = Row(handler, auth)
        return handler

    return register


def user(name: str, *, auth: bool = True) -> Callable[[Handler], Handler]:
    """Register a request of urn:zimbraAccount or urn:zimbraMail."""

    def register(handler: Handler) -> Handler:
        USER[name] = Row(handler, auth)
        return handler

    return register


@dataclass
class Call:
    """`token_text` came in the SOAP context or, when `by_cookie`, as a cookie. `cookies` go back to the client."""

    service: Service
    admin_port: bool
    port: int
    address: str = "127.0.0.1"
    token_text: str = ""
    by_cookie: bool = False
    csrf: str = ""
    session: str = ""
    name: str = ""
    body: Body = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    token: Token | None = None
    actor: Entry | None = None
    #: answers about rights that are the same for many targets; only for the time of one request
    memo: dict[tuple[str, str], Any] = field(default_factory=dict)

    # -- who -----------------------------------------------------------------------------------------------------

    def authenticate(self) -> None:
        """Find out who asks; raises service.AUTH_REQUIRED or service.AUTH_EXPIRED."""
        if not self.token_text:
            raise auth_required()
        token = self.service.mint.read(self.token_text)
        if token is None or (token.csrf and self.by_cookie and self.csrf != self.service.mint.csrf(token)):
            raise auth_required()
        now = int(self.service.now() * 1000)
        account = self.service.directory.by_id.get(token.account)
        if token.expires < now or token.issued < self.service.knobs.expired_before or account is None:
            raise auth_expired()
        if token.validity != account.get("zimbraAuthTokenValidityValue"):
            raise auth_expired()
        status = self.service.status_of(account)
        if status == "maintenance" if token.by else status != "active":
            raise auth_expired()
        self.token, self.actor = token, account

    @property
    def who(self) -> Entry:
        if self.actor is None:
            raise auth_required()
        return self.actor

    @property
    def is_global_admin(self) -> bool:
        return self.who.get("zimbraIsAdminAccount") == "TRUE"

    # -- running -------------------------------------------------------------------------------------------------

    def run(self, namespace: str, name: str, body: Body) -> Body:
        """Answer one request, faults as exceptions."""
        self.name, self.body = name, body
        self.memo.clear()
        self.service.requests[name] = self.service.requests.get(name, 0) + 1
        if namespace == "urn:zimbraAdmin" and not self.admin_port:
            raise failure(f"Request not allowed on port {self.port}")
        row = (ADMIN if namespace == "urn:zimbraAdmin" else USER).get(name)
        if row is None:
            raise Fault("service.UNKNOWN_DOCUMENT", f"unknown document: {name}")
        if row.auth:
            if self.token is None:
                self.authenticate()
            if namespace == "urn:zimbraAdmin" and (self.token is None or not self.token.admin):
                raise perm_denied("need adequate admin token")
        answer = row.handler(self)
        answer["_jsns"] = namespace
        return answer
