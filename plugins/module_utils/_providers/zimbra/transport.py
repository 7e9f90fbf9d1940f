# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One kept-alive connection: verified TLS, and a clear word on whether a request left whole.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import http.client
import selectors
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

_BLOCK = 65536


class Reply(NamedTuple):
    """An HTTP answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NotSent(Exception):
    """The request did not leave whole, so the server cannot have acted on it."""


class AnswerLost(Exception):
    """The request left, and no whole answer came."""


class _Verified(http.client.HTTPSConnection):
    """HTTPS whose certificate must carry `name`, whatever address it is reached by."""

    def __init__(self, target: ZimbraTarget, context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=target.timeout, context=context)
        self._tls, self._name = context, target.server_name or target.host

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=self._name)


class Transport:
    """Opens the connection when it is first needed and again when the server has closed it."""

    def __init__(self, target: ZimbraTarget) -> None:
        self.target = target
        self._context = _context(target) if target.secure else None
        self._connection: http.client.HTTPConnection | None = None

    def post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One request on the SOAP address. Raises NotSent, AnswerLost, ProviderError (certificate, name)."""
        connection = self._send("POST", self.target.path, body, headers)
        try:
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise AnswerLost(_words(error)) from None
        if response.will_close:
            self.close()
        return Reply(response.status, _headers(response), text)

    def download(self, path: str, headers: Mapping[str, str], write: Callable[[bytes], object]) -> Reply:
        """GET `path`; the body of a 200 goes to `write` in blocks, any other (up to 64 KiB) into the reply.

        A body that ends before its announced length raises AnswerLost.
        """
        connection = self._send("GET", path, None, headers)
        try:
            response = connection.getresponse()
            if response.status != http.client.OK:
                text = response.read(_BLOCK)
                self.close()
                return Reply(response.status, _headers(response), text)
            while block := response.read(_BLOCK):
                write(block)
            if response.length:
                raise http.client.IncompleteRead(b"", response.length)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise AnswerLost(_words(error)) from None
        if response.will_close:
            self.close()
        return Reply(response.status, _headers(response), b"")

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPConnection:
        connection = self._open()
        try:
            connection.request(method, path, body=body, headers=dict(headers))
        except (OSError, http.client.HTTPException) as error:
            # a request that was not handed over whole cannot be acted on: its announced length never arrives
            self.close()
            raise NotSent(_words(error)) from None
        return connection

    def _open(self) -> http.client.HTTPConnection:
        if self._connection is not None and _hung_up(self._connection.sock):
            self.close()
        if self._connection is None:
            made = self._make()
            try:
                made.connect()
            except ssl.SSLError as error:
                made.close()
                raise ProviderError(_tls_words(self.target, error)) from None
            except socket.gaierror as error:
                raise ProviderError(f"{self.target.place}: the name is not known here: {error.strerror}.") from None
            except OSError as error:
                made.close()
                raise NotSent(_words(error)) from None
            self._connection = made
        return self._connection

    def _make(self) -> http.client.HTTPConnection:
        if self._context is None:
            return http.client.HTTPConnection(self.target.host, self.target.port, timeout=self.target.timeout)
        return _Verified(self.target, self._context)

    def close(self) -> None:
        """End the connection; safe to call twice."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
            self._connection = None


def _context(target: ZimbraTarget) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=target.ca_file or None)
    except OSError as error:  # ssl.SSLError is one
        raise ProviderError(f"zimbra.ca_file: {target.ca_file}: {_words(error)}.") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _hung_up(sock: socket.socket | None) -> bool:
    """True when the connection is no longer good: between requests nothing should be waiting to be read.

    Looking before a request is sent keeps a write from meeting a connection that the server closed while idle.
    """
    if sock is None:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}


def _words(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    text = getattr(error, "strerror", None) or str(error)
    return text or type(error).__name__


def _tls_words(target: ZimbraTarget, error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"{target.place}: its certificate was not accepted: {error.verify_message}. Name the authority that signed "
            "it in zimbra.ca_file; when the address is not the certificate's name, give that in zimbra.server_name."
        )
    return f"{target.place}: no TLS connection: {error.reason or error}. Is this the port of an HTTPS service?"
