# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP client: JSON over HTTPS, one connection, one login, batches, paged searches, back-off.

What must be known of the real server is in the numbered traps of its facts: a refusal is always HTTP 500 and only
the code in the fault says what it means (9); more than 30 requests a second are answered by HTTP 429 with a page of
HTML (8); a search says `more=false` on every page unless a session is open (5), fails above 5000 results unless
maxResults is 0 (6), and shows nothing at all to somebody without the right (7).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import faults, searching
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import (
    Entry,
    Version,
    attributes_of,
    one,
    pairs,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import (
    LoginRefused,
    NotDone,
    SessionEnded,
    SoapFault,
    Temporary,
    Throttled,
    UnknownOutcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.pace import Pace, backoff, retry_after
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.requests import repeatable, secrets_of
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.transport import (
    AnswerLost,
    NotSent,
    Reply,
    Transport,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, ProviderError

__all__ = ["ADMIN", "USER", "Entry", "Observer", "Soap", "Version", "attributes_of", "one", "pairs"]

ADMIN = "urn:zimbraAdmin"
USER = "urn:zimbraAccount"
_TYPE = {"Content-Type": "application/soap+xml; charset=utf-8", "User-Agent": "rasmi.mail"}
#: How often a server that cannot be reached, and an answer that does not come, are given another chance.
CONNECT_TRIES = 4
LOST_TRIES = 3

#: Called with each request name and body before it leaves, the items of a batch one by one.
Observer = Callable[[str, Mapping[str, Any]], None]


class _Again(Exception):
    """An attempt that may be repeated: at most `tries` in all, the next one `wait` seconds later if the server said."""

    def __init__(self, error: ProviderError, tries: int, wait: float | None = None) -> None:
        self.error, self.tries, self.wait = error, tries, wait


class Soap:
    """One identity on one server. Nothing is sent before the first call.

    `namespace` is ADMIN, or USER for the service of the mail users (then `target.url` is theirs). `sleep`, `clock`
    (seconds) and `chance` (0 to 1) are arguments so that tests need no time.
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
    ) -> None:
        self.target, self.namespace = target, namespace
        self._sleep, self._chance = sleep, chance
        self._pace = Pace(target.requests_per_second, sleep, clock)
        self._transport = Transport(target)
        self._token = ""
        self._session = ""
        self._refused: LoginRefused | None = None
        self._version: Version | None = None

    # --- calls

    def call(
        self, request: str, body: Mapping[str, Any], *, login: bool = True, session: bool = False
    ) -> dict[str, Any]:
        """Send one request ("GetCosRequest") and give the body of its response.

        Raises the kinds of SoapFault, AuthenticationError, UnknownOutcome (a write whose answer was lost) and
        ProviderError. `login` False sends no token (a user's ChangePasswordRequest). `session` keeps a session on
        the server, which searches need.
        """
        full = {**body, "_jsns": self.namespace}
        return self._with_login(request, full, [(request, full)], login=login, session=session)

    def batch(
        self, items: Sequence[tuple[str, Mapping[str, Any]]], *, stop: bool = False
    ) -> list[dict[str, Any] | SoapFault]:
        """Send all items in one request; the list has each item's response or fault, in the order of the items.

        The server keeps the order only among items of one request name: the others must not depend on each other.
        With `stop` the first fault ends it, and the items behind it are NotDone. Items that were refused before
        they began (login ended, temporarily unavailable) are sent again. A Temporary fault whose code is in
        faults.BROKEN_ON_THE_WAY leaves it open whether that item was done. Raises what `call` raises, and
        PartialAnswerError when an item has no answer.
        """
        answers: dict[int, dict[str, Any] | SoapFault] = {}
        waiting = list(range(len(items)))
        for attempt in range(1, LOST_TRIES + 1):
            if not waiting:
                break
            answers.update(self._one_batch(items, waiting, stop))
            waiting = [] if stop else [at for at in waiting if _not_begun(answers[at])]
            if waiting and attempt < LOST_TRIES:
                if any(isinstance(answers[at], SessionEnded) for at in waiting):
                    self._token = ""
                self._sleep(backoff(attempt, self._chance()))
        return [answers[at] for at in range(len(items))]

    def _one_batch(
        self, items: Sequence[tuple[str, Mapping[str, Any]]], chosen: Sequence[int], stop: bool
    ) -> dict[int, dict[str, Any] | SoapFault]:
        body: dict[str, Any] = {"onerror": "stop" if stop else "continue", "_jsns": "urn:zimbra"}
        sent = []
        for at in chosen:
            name, fields = items[at]
            full = {**fields, "_jsns": self.namespace}
            sent.append((name, full))
            body.setdefault(name, []).append({**full, "requestId": str(at)})
        answer = self._with_login("BatchRequest", body, sent, login=True, session=False)
        answers = self._sorted_out(answer, items)
        for at in chosen:
            if at not in answers:
                if not stop or not any(isinstance(one_, SoapFault) for one_ in answers.values()):
                    raise PartialAnswerError(
                        f"{self.target.place}: BatchRequest: no answer to item {at + 1}, {items[at][0]}."
                    )
                answers[at] = NotDone(
                    "rasmi.NOT_DONE",
                    "not asked, because an earlier item of the batch failed",
                    request=items[at][0],
                    place=self.target.place,
                )
        return answers

    def _sorted_out(
        self, answer: Mapping[str, Any], items: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> dict[int, dict[str, Any] | SoapFault]:
        answers: dict[int, dict[str, Any] | SoapFault] = {}
        for name, found in answer.items():
            for piece in found if isinstance(found, list) else [found]:
                if not isinstance(piece, dict) or "requestId" not in piece:
                    continue
                at = int(piece["requestId"])
                if at in answers or at >= len(items):
                    raise PartialAnswerError(f"{self.target.place}: BatchRequest: two answers to item {at + 1}.")
                request, fields = items[at]
                if name == "Fault":
                    answers[at] = faults.fault_of(piece, request, self.target.place, secrets_of(fields))
                else:
                    answers[at] = piece
        return answers

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
        yield from searching.search(
            self,
            searching.Query(types, query, tuple(attrs), domain, apply_cos),
            page=page,
            may_be_empty=may_be_empty,
        )

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
        """The present token, after a login when there was none; for REST addresses. A secret."""
        if not self._token:
            self._login()
        return self._token

    def close(self) -> None:
        """End the connection; safe to call twice."""
        self._transport.close()

    def __enter__(self) -> Soap:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Soap({self.target.url!r}, {self.target.user!r})"

    def _login(self) -> None:
        if self._refused is not None:
            raise self._refused
        self._session = ""
        body: dict[str, Any] = {"password": self.target.password, "_jsns": self.namespace}
        if self.namespace == USER:
            body["account"] = {"by": "name", "_content": self.target.user}
        else:
            body["name"] = self.target.user
        try:
            answer = self._send("AuthRequest", body, [("AuthRequest", body)], session=False)
        except Temporary:
            raise
        except SoapFault as fault:
            self._refused = LoginRefused(
                fault.code,
                f"{self.target.user} was not let in: {fault.reason}",
                place=fault.place,
                detail=fault.detail,
            )
            raise self._refused from None
        self._token = str(one(answer.get("authToken"), "authToken", self.target.place)["_content"])

    def _with_login(
        self,
        request: str,
        body: Mapping[str, Any],
        sent: Sequence[tuple[str, Mapping[str, Any]]],
        *,
        login: bool,
        session: bool,
    ) -> dict[str, Any]:
        if not login:
            return self._send(request, body, sent, session=False, token=False)
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

    # --- one request

    def _send(
        self,
        request: str,
        body: Mapping[str, Any],
        sent: Sequence[tuple[str, Mapping[str, Any]]],
        *,
        session: bool,
        token: bool = True,
    ) -> dict[str, Any]:
        safe = all(repeatable(name, fields) for name, fields in sent)
        secrets = [self.target.password, *(secret for _name, fields in sent for secret in secrets_of(fields))]
        for observe in self.observers:
            if request == "BatchRequest":
                observe(request, body)
            for name, fields in sent:
                observe(name, fields)
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._attempt(request, self._envelope(request, body, session, token), safe, secrets)
            except _Again as again:
                if attempt >= again.tries:
                    raise again.error from None
                self._sleep(backoff(attempt, self._chance()) if again.wait is None else again.wait)

    def _envelope(self, request: str, body: Mapping[str, Any], session: bool, token: bool) -> bytes:
        context: dict[str, Any] = {"_jsns": "urn:zimbra", "format": {"type": "js"}, "userAgent": {"name": "rasmi.mail"}}
        if token and self._token:
            context["authToken"] = self._token
        if session:
            context["session"] = {"id": self._session, "type": "admin"} if self._session else {}
        return json.dumps({"Header": {"context": context}, "Body": {request: body}}).encode()

    def _attempt(self, request: str, data: bytes, safe: bool, secrets: Iterable[str]) -> dict[str, Any]:
        place = self.target.place
        self._pace.wait()
        try:
            reply = self._transport.post(data, _TYPE)
        except NotSent as error:
            raise _Again(ProviderError(f"{place}: not reached: {error}."), CONNECT_TRIES) from None
        except AnswerLost as error:
            self._lost(request, safe, str(error))
        if reply.status == 429:
            what = "this address asks too often (zimbraHttpDosFilterMaxRequestsPerSec, zimbraHttpThrottleSafeIPs)"
            self._later(Throttled(faults.THROTTLED, what, request=request, place=place), reply)
        if reply.status == 503:
            self._later(Temporary("http.503", "the service is not available", request=request, place=place), reply)
        if reply.status in (502, 504):
            self._lost(request, safe, f"HTTP {reply.status} from a proxy")
        return self._understood(request, reply, safe, [*secrets, self._token])

    def _understood(self, request: str, reply: Reply, safe: bool, secrets: Sequence[str]) -> dict[str, Any]:
        place = self.target.place
        fault: SoapFault | None
        try:
            envelope = json.loads(reply.body)
            body, header = envelope["Body"], envelope.get("Header") or {}
        except (ValueError, KeyError, TypeError):
            fault = faults.fault_from_xml(reply.body, request, place, secrets)
            if fault is None:
                self._not_soap(request, reply, safe)
        else:
            response = body.get(request.removesuffix("Request") + "Response")
            if isinstance(response, dict):
                self._session = str((header.get("context") or {}).get("session", {}).get("id") or self._session)
                return response
            if "Fault" not in body:
                raise PartialAnswerError(f"{place}: {request}: the answer has neither a response nor a fault.")
            fault = faults.fault_of(body["Fault"], request, place, secrets)
        if fault.code in faults.NOT_STARTED:
            self._later(fault, reply)
        if fault.code in faults.BROKEN_ON_THE_WAY:
            if not safe:
                raise UnknownOutcome(request, place, f"{fault.code}: {fault.reason}")
            self._later(fault, reply)
        raise fault

    def _later(self, fault: SoapFault, reply: Reply) -> NoReturn:
        wait = retry_after(reply.headers.get("retry-after", ""))
        raise _Again(fault, self.target.tries, wait)

    def _lost(self, request: str, safe: bool, why: str) -> NoReturn:
        if not safe:
            raise UnknownOutcome(request, self.target.place, why)
        name = request.removesuffix("Request")
        raise _Again(ProviderError(f"{self.target.place}: {name}: no whole answer: {why}."), LOST_TRIES)

    def _not_soap(self, request: str, reply: Reply, safe: bool) -> NoReturn:
        kind = reply.headers.get("content-type", "no type")
        what = f"HTTP {reply.status} with {kind} where a SOAP answer was expected"
        if reply.status == 200 or reply.status >= 500:
            self._lost(request, safe, what)
        raise ProviderError(
            f"{self.target.place}: {request.removesuffix('Request')}: {what}. "
            f"Is {self.target.url} the address of the service?"
        )


def _not_begun(answer: dict[str, Any] | SoapFault) -> bool:
    return isinstance(answer, SessionEnded) or (isinstance(answer, SoapFault) and answer.code in faults.NOT_STARTED)
