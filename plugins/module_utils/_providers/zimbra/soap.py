# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP client: JSON over HTTPS, one connection, one login, batches, paged searches, back-off.

What must be known of the real server is in the numbered traps of its facts: a refusal is always HTTP 500 and only
the code in the fault says what it means (9); more than 30 requests a second are answered by HTTP 429 with a page of
HTML (8); a search says `more=false` on every page unless a session is open (5), fails above 5000 results unless
maxResults is 0 (6), and shows nothing at all to somebody without the right (7); wrong logins lock administrators
too (11).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import faults, searching
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import (
    Entry,
    Version,
    attributes_of,
    one,
    pairs,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.exchange import LOST_TRIES, Exchange, Sent
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import (
    LoginRefused,
    NotDone,
    SessionEnded,
    SoapFault,
    Temporary,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.pace import Pace
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.requests import repeatable, secrets_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.transport import Reply
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError

__all__ = ["ADMIN", "USER", "Entry", "Observer", "Soap", "Version", "attributes_of", "one", "pairs"]

ADMIN = "urn:zimbraAdmin"
USER = "urn:zimbraAccount"

#: Called with each request name and body before it leaves: a batch itself, and its items one by one.
Observer = Callable[[str, Mapping[str, Any]], None]
_Item = tuple[str, Mapping[str, Any]]
_Answers = dict[int, "dict[str, Any] | SoapFault"]


class Soap:
    """One identity on one server. Nothing is sent before the first call.

    `namespace` is ADMIN, or USER for the service of the mail users (then `target.url` is theirs). `sleep`, `clock`
    (seconds) and `chance` (0 to 1) are arguments so that tests need no time. `pace` is that of another connection from
    this machine: the server's throttle counts them together.
    """

    observers: ClassVar[list[Observer]] = []

    def __init__(
        self,
        target: ZimbraTarget,
        *,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
        namespace: str = ADMIN,
        pace: Pace | None = None,
    ) -> None:
        self.target, self.namespace = target, namespace
        self._exchange = Exchange(target, sleep, clock, chance, pace)
        self._token = ""
        self._session = ""
        self._refused: LoginRefused | None = None
        self._version: Version | None = None

    @property
    def pace(self) -> Pace:
        """How fast this connection may ask; others of the same run share it."""
        return self._exchange.pace

    # --- calls

    def call(
        self, request: str, body: Mapping[str, Any], *, login: bool = True, session: bool = False
    ) -> dict[str, Any]:
        """Send one request ("GetCosRequest") and give the body of its response.

        Raises the kinds of SoapFault, AuthenticationError, UnknownOutcome (a write whose answer was lost) and
        ProviderError. `login` False sends no token (a user's ChangePasswordRequest). `session` keeps a session on
        the server, which searches need. A body may name another namespace in `_jsns`.
        """
        full = {"_jsns": self.namespace, **body}
        if not login:
            return self._send(request, full, [(request, full)], token=False)
        return self._with_login(request, full, [(request, full)], session=session)

    def batch(self, items: Sequence[_Item], *, stop: bool = False) -> list[dict[str, Any] | SoapFault]:
        """Send all items in one request; the list has each item's response or fault, in the order of the items.

        The server keeps the order only among items of one request name: the others must not depend on each other.
        With `stop` the first fault ends it, and the items behind it are NotDone. Items that were refused before
        they began (login ended, temporarily unavailable) are sent again. A Temporary fault whose code is in
        faults.BROKEN_ON_THE_WAY leaves it open whether that item was done. Raises what `call` raises, and
        PartialAnswerError when an item has no answer.
        """
        answers: _Answers = {}
        waiting = list(range(len(items)))
        for attempt in range(1, LOST_TRIES + 1):
            if not waiting:
                break
            answers.update(self._one_batch(items, waiting, stop))
            waiting = [] if stop else [at for at in waiting if _not_begun(answers[at])]
            if waiting and attempt < LOST_TRIES:
                if any(isinstance(answers[at], SessionEnded) for at in waiting):
                    self._token = ""
                self._exchange.pause(attempt)
        return [answers[at] for at in range(len(items))]

    def _one_batch(self, items: Sequence[_Item], chosen: Sequence[int], stop: bool) -> _Answers:
        body: dict[str, Any] = {"onerror": "stop" if stop else "continue", "_jsns": "urn:zimbra"}
        sent = []
        for at in chosen:
            name, fields = items[at]
            full = {"_jsns": self.namespace, **fields}
            sent.append((name, full))
            body.setdefault(name, []).append({**full, "requestId": str(at)})
        answers = self._sorted_out(self._with_login("BatchRequest", body, sent, session=False), items)
        stopped = stop and any(isinstance(answer, SoapFault) for answer in answers.values())
        place = self.target.place
        for at in chosen:
            if at in answers:
                continue
            name = items[at][0]
            if not stopped:
                raise PartialAnswerError(f"{place}: BatchRequest: no answer to item {at + 1}, {name}.")
            reason = "not asked, because an earlier item of the batch failed"
            answers[at] = NotDone("rasmi.NOT_DONE", reason, request=name, place=place)
        return answers

    def _sorted_out(self, answer: Mapping[str, Any], items: Sequence[_Item]) -> _Answers:
        answers: _Answers = {}
        for name, found in answer.items():
            for piece in found if isinstance(found, list) else [found]:
                if not isinstance(piece, dict) or "requestId" not in piece:
                    continue
                at = int(piece["requestId"])
                if at in answers or at >= len(items):
                    raise PartialAnswerError(f"{self.target.place}: BatchRequest: two answers to item {at + 1}.")
                request, fields = items[at]
                if name == "Fault":
                    answers[at] = faults.fault_of(piece, request, self.target.place, self._secrets([(request, fields)]))
                else:
                    answers[at] = piece
        return answers

    def download(self, path: str, write: Callable[[bytes], object]) -> Reply:
        """GET an address of the same server with our login; the body of a 200 goes to `write` in blocks.

        The reply has status and headers, and for another status than 200 its (cut) text: 204 means that there is
        nothing, 404 that there is no such user. Raises ProviderError when the connection breaks; `write` may then
        have had a part, which must be thrown away.
        """
        cookie = "ZM_ADMIN_AUTH_TOKEN" if self.namespace == ADMIN else "ZM_AUTH_TOKEN"
        reply = self._exchange.fetch(path, f"{cookie}={self.token()}", write)
        if reply.status == 401:
            self._token = ""
            reply = self._exchange.fetch(path, f"{cookie}={self.token()}", write)
        return reply

    # --- searches

    def search(
        self,
        types: str,
        query: str,
        attrs: Sequence[str],
        *,
        domain: str = "",
        apply_cos: bool = False,
        page: int = 1000,
        may_be_empty: bool = False,
    ) -> Iterator[Entry]:
        """Everything that matches, sorted by name: `types` as SearchDirectory takes them, `query` an LDAP filter.

        Pages until a short one comes. Raises PartialAnswerError when a value is withheld (`pd`), an id comes twice,
        the number is not the one that the server counts, or nothing was found: an identity without rights sees an
        empty directory (trap 7). Pass `may_be_empty` only where nothing is a sensible answer.
        """
        wanted = searching.Query(types, query, tuple(attrs), domain, apply_cos)
        yield from searching.search(self, wanted, page=page, may_be_empty=may_be_empty)

    def count(self, types: str, query: str, domain: str = "") -> int:
        """How many objects match. Raises PartialAnswerError when the server does not say."""
        return searching.count(self, searching.Query(types, query, (), domain))

    # --- server and login

    @property
    def in_session(self) -> bool:
        """True when the server keeps a session for us."""
        return bool(self._session)

    @property
    def version(self) -> Version:
        """The server's version, asked once."""
        if self._version is None:
            self._version = Version.of(self.call("GetVersionInfoRequest", {}), self.target.place)
        return self._version

    def token(self) -> str:
        """The present token, after a login when there was none. A secret."""
        if not self._token:
            self._login()
        return self._token

    def close(self) -> None:
        """End the connection; safe to call twice."""
        self._exchange.close()

    def __enter__(self) -> Soap:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Soap({self.target.url!r}, {self.target.user!r})"

    def _login(self) -> None:
        if self._refused is not None:
            # asking again with the same password would only count as one more failure (trap 11)
            raise self._refused
        self._session = ""
        body: dict[str, Any] = {"password": self.target.password, "_jsns": self.namespace}
        if self.namespace == USER:
            body["account"] = {"by": "name", "_content": self.target.user}
        else:
            body["name"] = self.target.user
        try:
            answer = self._send("AuthRequest", body, [("AuthRequest", body)], token=False)
        except Temporary:
            raise
        except SoapFault as fault:
            reason = f"{self.target.user} was not let in: {fault.reason}"
            self._refused = LoginRefused(fault.code, reason, place=fault.place, detail=fault.detail)
            raise self._refused from None
        self._token = str(one(answer.get("authToken"), "authToken", self.target.place)["_content"])

    def _with_login(
        self, request: str, body: Mapping[str, Any], sent: Sequence[_Item], *, session: bool
    ) -> dict[str, Any]:
        fresh = not self._token
        self.token()
        try:
            return self._send(request, body, sent, session=session)
        except SessionEnded:
            self._token = ""
            if fresh:
                raise
        # refused before it was looked at, so even a write may be sent again
        self.token()
        return self._send(request, body, sent, session=session)

    def _send(
        self,
        request: str,
        body: Mapping[str, Any],
        items: Sequence[_Item],
        *,
        session: bool = False,
        token: bool = True,
    ) -> dict[str, Any]:
        for observe in self.observers:
            if request == "BatchRequest":
                observe(request, body)
            for name, fields in items:
                observe(name, fields)
        context: dict[str, Any] = {"_jsns": "urn:zimbra", "format": {"type": "js"}, "userAgent": {"name": "rasmi.mail"}}
        if token:
            context["authToken"] = self._token
        if session:
            context["session"] = {"id": self._session, "type": "admin"} if self._session else {}
        safe = all(repeatable(name, fields) for name, fields in items)
        answer, came = self._exchange.soap(Sent(request, body, safe, self._secrets(items)), context)
        if session:
            self._session = str((came.get("session") or {}).get("id") or "")
        return answer

    def _secrets(self, items: Sequence[_Item]) -> list[str]:
        """What must not show up in a message about these requests."""
        return [self.target.password, self._token, *(secret for _name, body in items for secret in secrets_of(body))]


def _not_begun(answer: dict[str, Any] | SoapFault) -> bool:
    return isinstance(answer, SessionEnded) or (isinstance(answer, SoapFault) and answer.code in faults.NOT_STARTED)
