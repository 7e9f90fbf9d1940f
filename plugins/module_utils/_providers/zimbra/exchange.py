# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request and its answer: what may be sent again, how long to wait before, and what the answer means.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn, TypeVar

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import faults
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import (
    SoapFault,
    Temporary,
    Throttled,
    UnknownOutcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.pace import Pace, backoff, retry_after
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.transport import (
    AnswerLost,
    NotSent,
    Reply,
    Transport,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, ProviderError

_HEADERS = {"Content-Type": "application/soap+xml; charset=utf-8", "User-Agent": "rasmi.mail"}
#: How often a server that cannot be reached, and an answer that does not come, are given another chance.
CONNECT_TRIES = 4
LOST_TRIES = 3
Answer = TypeVar("Answer")


class Sent(NamedTuple):
    """A request about to leave. `safe` = it may be repeated; `secrets` are kept out of every message."""

    request: str
    body: Mapping[str, Any]
    safe: bool
    secrets: Sequence[str]


class _Again(Exception):
    """An attempt that may be repeated: at most `tries` in all, the next one `wait` seconds later if the server said."""

    def __init__(self, error: ProviderError, tries: int, wait: float | None = None) -> None:
        self.error, self.tries, self.wait = error, tries, wait


class Exchange:
    """Sends requests over one connection, within the pace, and again when that is safe and sensible."""

    def __init__(
        self,
        target: ZimbraTarget,
        sleep: Callable[[float], object],
        clock: Callable[[], float],
        chance: Callable[[], float],
        pace: Pace | None = None,
    ) -> None:
        self.target = target
        self._sleep, self._chance = sleep, chance
        self.pace = pace or Pace(target.requests_per_second, sleep, clock)
        self._transport = Transport(target)

    def soap(self, sent: Sent, context: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The body of the response and the context that came with it.

        Raises the kinds of SoapFault, UnknownOutcome, PartialAnswerError and ProviderError.
        """
        data = json.dumps({"Header": {"context": context}, "Body": {sent.request: sent.body}}).encode()
        return self._repeated(lambda: self._soap(sent, data))

    def fetch(self, path: str, cookie: str, write: Callable[[bytes], object]) -> Reply:
        """GET `path`; the body of a 200 goes to `write`. Only what has not begun to arrive is asked again.

        Raises ProviderError when the connection breaks; `write` may have had a part by then.
        """
        headers = {"User-Agent": _HEADERS["User-Agent"], "Cookie": cookie}

        def attempt() -> Reply:
            self.pace.wait()
            try:
                reply = self._transport.download(path, headers, write)
            except NotSent as error:
                raise self._unreached(error) from None
            except AnswerLost as error:
                raise ProviderError(f"{self.target.place}: the download broke off: {error}.") from None
            self._hurried(reply, "GET")
            return reply

        return self._repeated(attempt)

    def pause(self, attempt: int) -> None:
        """Wait as long as the `attempt`-th failure in a row asks for."""
        self._sleep(backoff(attempt, self._chance()))

    def close(self) -> None:
        """End the connection; safe to call twice."""
        self._transport.close()

    def _repeated(self, attempt: Callable[[], Answer]) -> Answer:
        tried = 0
        while True:
            tried += 1
            try:
                return attempt()
            except _Again as again:
                if tried >= again.tries:
                    raise again.error from None
                if again.wait is None:
                    self.pause(tried)
                else:
                    self._sleep(again.wait)

    def _soap(self, sent: Sent, data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
        self.pace.wait()
        try:
            reply = self._transport.post(data, _HEADERS)
        except NotSent as error:
            raise self._unreached(error) from None
        except AnswerLost as error:
            self._lost(sent, str(error))
        self._hurried(reply, sent.request)
        if reply.status in (502, 504):
            self._lost(sent, f"HTTP {reply.status} from a proxy")
        return self._understood(sent, reply)

    def _unreached(self, error: NotSent) -> _Again:
        return _Again(ProviderError(f"{self.target.place}: not reached: {error}."), CONNECT_TRIES)

    def _hurried(self, reply: Reply, request: str) -> None:
        """Refusals before anything was looked at: of too many requests (trap 8), and by a service that is starting."""
        place = self.target.place
        if reply.status == 429:
            what = "this address asks too often (zimbraHttpDosFilterMaxRequestsPerSec, zimbraHttpThrottleSafeIPs)"
            self._later(Throttled(faults.THROTTLED, what, request=request, place=place), reply)
        if reply.status == 503:
            self._later(Temporary("http.503", "the service is not available", request=request, place=place), reply)

    def _understood(self, sent: Sent, reply: Reply) -> tuple[dict[str, Any], dict[str, Any]]:
        place = self.target.place
        fault: SoapFault | None
        try:
            envelope = json.loads(reply.body)
            body, context = envelope["Body"], (envelope.get("Header") or {}).get("context") or {}
            found, refusal = body.get(sent.request.removesuffix("Request") + "Response"), body.get("Fault")
        except (ValueError, KeyError, TypeError, AttributeError):
            # before the server knows which format is wanted, it answers in XML
            fault = faults.fault_from_xml(reply.body, sent.request, place, sent.secrets)
            if fault is None:
                self._not_soap(sent, reply)
        else:
            if isinstance(found, dict):
                return found, context
            if not isinstance(refusal, dict):
                raise PartialAnswerError(f"{place}: {sent.request}: the answer has neither a response nor a fault.")
            fault = faults.fault_of(refusal, sent.request, place, sent.secrets)
        if fault.code in faults.BROKEN_ON_THE_WAY and not sent.safe:
            raise UnknownOutcome(sent.request, place, f"{fault.code}: {fault.reason}")
        if fault.code in faults.BROKEN_ON_THE_WAY or fault.code in faults.NOT_STARTED:
            self._later(fault, reply)
        raise fault

    def _later(self, fault: SoapFault, reply: Reply) -> NoReturn:
        raise _Again(fault, self.target.tries, retry_after(reply.headers.get("retry-after", "")))

    def _lost(self, sent: Sent, why: str) -> NoReturn:
        if not sent.safe:
            raise UnknownOutcome(sent.request, self.target.place, why)
        name = sent.request.removesuffix("Request")
        raise _Again(ProviderError(f"{self.target.place}: {name}: no whole answer: {why}."), LOST_TRIES)

    def _not_soap(self, sent: Sent, reply: Reply) -> NoReturn:
        kind = reply.headers.get("content-type", "no type")
        what = f"HTTP {reply.status} with {kind} where a SOAP answer was expected"
        if reply.status == 200 or reply.status >= 500:
            self._lost(sent, what)
        raise ProviderError(
            f"{self.target.place}: {sent.request.removesuffix('Request')}: {what}. "
            f"Is {self.target.url} the address of the service?"
        )
