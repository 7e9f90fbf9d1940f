# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One connection to the directory: verified TLS, simple bind, streamed searches, pipelined writes.

The standard library's socket and ssl carry it, so that nothing is imported that a run without changes does not need.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol
from urllib.parse import unquote, urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PartialAnswerError,
    ProviderError,
)

if TYPE_CHECKING:
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.tls import Tls

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
#: Bytes of the shortest answer to a write (RFC 4511, 4.1.9: message number, code, no name, no text).
_SHORTEST = 14


@dataclass(frozen=True)
class Target:
    """Where the directory is and who we are there; made from the module option `reference`.

    `server_name` is the name in the certificate when the address in `uri` is not it. `plaintext_loopback` allows
    `ldap://` to this machine and `ldapi://`; nothing allows a password in clear over a network.
    """

    uri: str
    bind_dn: str
    base_dn: str
    password: str = field(repr=False)
    server_name: str = ""
    ca_file: str = ""
    plaintext_loopback: bool = False
    timeout: float = 60.0

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Target:
        """Raises ProviderError when an option is missing or the password file cannot be read."""
        for name in ("uri", "bind_dn", "base_dn"):
            if not options.get(name):
                raise ProviderError(f"reference.{name} is missing: say which directory to use and who we are there.")
        password = options.get("bind_password") or ""
        if not password and options.get("bind_password_file"):
            path = Path(str(options["bind_password_file"])).expanduser()
            try:
                password = path.read_text(encoding="utf-8").strip("\r\n")
            except OSError as error:
                raise ProviderError(f"reference.bind_password_file: {path}: {error.strerror}.") from error
        if not password:
            raise ProviderError(
                "reference: bind_password or bind_password_file is needed; an empty one logs in nobody."
            )
        return cls(
            uri=str(options["uri"]),
            bind_dn=str(options["bind_dn"]),
            base_dn=str(options["base_dn"]),
            password=password,
            server_name=options.get("server_name") or "",
            ca_file=str(options.get("ca_file") or ""),
            plaintext_loopback=bool(options.get("plaintext_loopback")),
            timeout=float(options.get("timeout") or 60),
        )


@dataclass(frozen=True)
class Answer:
    """What the server said to one operation."""

    code: int
    text: str

    @property
    def ok(self) -> bool:
        return self.code == ber.SUCCESS

    def __str__(self) -> str:
        return f"{self.text or 'refused'} (LDAP result {self.code})"


#: What follows the tag of nearly every answer to a write (success, no name, no text), and what it says.
_PLAIN, _DONE = b"\x07\x0a\x01\x00\x04\x00\x04\x00", Answer(ber.SUCCESS, "")


class Stream(Protocol):
    """What is used of a socket."""

    def recv(self, size: int, /) -> bytes: ...

    def sendall(self, data: bytes, /) -> None: ...

    def close(self) -> None: ...


class Wire:
    """LDAP messages over a connected socket. Every method raises ProviderError when the connection is lost.

    `place` names the server in messages; `first` is below the number of the first message, for a connection on which
    another library has already talked.
    """

    def __init__(self, connected: Stream, place: str, first: int = 0) -> None:
        self.place = place
        self._socket = connected
        self._buffer = bytearray()
        self._at = 0
        self._number = first
        #: The controls of the last end of a search.
        self._controls = b""

    def _lost(self, error: BaseException | None) -> NoReturn:
        why = f": {error}" if error else ""
        raise ProviderError(f"{self.place}: the connection was lost{why}.") from error

    def send(self, operation: bytes, controls: bytes = b"") -> int:
        """Send one request and give its message number; the answer comes from `receive`."""
        return self.send_all([(operation, controls)])[0]

    def send_all(self, requests: Iterable[tuple[bytes, bytes]]) -> list[int]:
        """Send several requests in one write."""
        numbers, parts = [], []
        for operation, controls in requests:
            self._number += 1
            numbers.append(self._number)
            parts.append(ber.message(self._number, operation, controls))
        try:
            self._socket.sendall(b"".join(parts))
        except OSError as error:
            self._lost(error)
        return numbers

    @property
    def waiting(self) -> bool:
        """True when a whole message has arrived already, so that `receive` will not block."""
        try:
            return ber.header(self._buffer, self._at)[1] <= len(self._buffer)
        except IndexError:
            return False

    def _more(self) -> None:
        try:
            chunk = self._socket.recv(262144)
        except OSError as error:
            self._lost(error)
        if not chunk:
            self._lost(None)
        if self._at:
            del self._buffer[: self._at]
            self._at = 0
        self._buffer += chunk

    def _next(self) -> tuple[int, int, bytes]:
        """The next whole message: its number, the tag of its operation, and the operation's bytes."""
        while True:
            try:
                start, end = ber.header(self._buffer, self._at)
                if end <= len(self._buffer):
                    break
            except IndexError:
                pass
            self._more()
        at, stop = ber.header(self._buffer, start)
        number = int.from_bytes(self._buffer[at:stop], "big")
        self._at = end
        tag = self._buffer[stop]
        if tag == ber.SEARCH_DONE:
            _begin, done = ber.header(self._buffer, stop)
            self._controls = bytes(self._buffer[done:end])
        return number, tag, bytes(self._buffer[stop:end])

    def _entries(self, number: int) -> Iterator[bytes]:
        """The entries that have arrived whole, up to anything else, which `_next` looks at.

        Nearly all of a sweep passes here, so the arithmetic of `_next` is written out for the usual message: lengths
        in two bytes or one.
        """
        data, at, whole = bytes(self._buffer), self._at, len(self._buffer)
        head = ber.integer(number) + bytes((ber.SEARCH_ENTRY,))
        size = len(head)
        try:
            while at < whole:
                length = data[at + 1]
                start = at + 2
                if length == 0x82:
                    start, length = at + 4, data[at + 2] << 8 | data[at + 3]
                elif length == 0x81:
                    start, length = at + 3, data[at + 2]
                elif length > 0x82:
                    break
                end = start + length
                if end > whole or data[start : start + size] != head:
                    break
                self._at = at = end
                yield data[start + size - 1 : end]
        except IndexError:  # the head of a message is not all there
            return

    def receive(self) -> tuple[int, Answer]:
        """The next result of a write or compare."""
        while True:
            number, tag, raw = self._next()
            if tag == ber.EXTENDED_RESPONSE and number == 0:
                self._lost(ConnectionError(ber.result(raw, ber.header(raw, 0)[0])[1] or "notice of disconnection"))
            if tag not in (ber.SEARCH_ENTRY, ber.SEARCH_REFERENCE):
                if raw[1:] == _PLAIN:
                    return number, _DONE
                return number, Answer(*ber.result(raw, ber.header(raw, 0)[0]))

    def ask(self, operation: bytes, controls: bytes = b"") -> Answer:
        """Send one request and wait for its result."""
        number = self.send(operation, controls)
        while True:
            answered, answer = self.receive()
            if answered == number:
                return answer

    def search(
        self,
        base: str,
        scope: int,
        query: bytes,
        attributes: Iterable[str],
        *,
        page: int = 0,
        controls: bytes = b"",
    ) -> Iterator[bytes]:
        """The raw entries of one search, as they arrive.

        Ends only when the server said that the answer is whole, else raises PartialAnswerError: a size limit, a
        referral or a missing base must never pass for absence. With `page` the server is asked for so many entries at
        a time (RFC 2696); `controls` go with every page.
        """
        operation, cookie = ber.search(base, scope, query, attributes), b""
        paged = controls + ber.page(page, cookie) if page else controls
        number = self.send(operation, paged)
        following, entry_tag = self._next, ber.SEARCH_ENTRY
        while True:
            yield from self._entries(number)
            answered, tag, raw = following()
            if answered != number:
                continue
            if tag == entry_tag:
                yield raw
                continue
            if tag == ber.SEARCH_REFERENCE:
                raise PartialAnswerError(f"{self.place}: part of {base} lies on another server (referral).")
            answer = Answer(*ber.result(raw, ber.header(raw, 0)[0]))
            if not answer.ok:
                raise PartialAnswerError(f"{self.place}: searching {base} did not give everything: {answer}.")
            if not page:
                return
            found = ber.cookie(self._controls)
            if found is None:
                raise PartialAnswerError(f"{self.place}: searching {base}: the server did not answer in pages.")
            if not found:
                return
            cookie = found
            number = self.send(operation, controls + ber.page(page, cookie))

    def close(self) -> None:
        """Say goodbye and close; safe to call twice."""
        with contextlib.suppress(OSError):
            self._socket.sendall(ber.message(self._number + 1, ber.unbind()))
        self._socket.close()


class Client(Wire):
    """A bound connection to the reference directory."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._tls: Tls | None = None
        super().__init__(self._connect(), target.uri)
        try:
            answer = self.ask(ber.bind(target.bind_dn, target.password))
        except BaseException:
            self.close()
            raise
        if not answer.ok:
            self.close()
            raise AuthenticationError(f"{target.uri}: {target.bind_dn} was not let in: {answer}.")

    def gather(self, answers: int) -> None:
        """Wait until about so many answers have arrived, some milliseconds at most.

        A slapd that syncs every write answers one at a time. Waking up for each took a quarter of our processor
        time, on the cores that slapd writes with.
        """
        if self._tls is not None and answers > 1 and not self.waiting:
            self._tls.gather(answers, _SHORTEST)

    def _connect(self) -> Stream:
        parts = urlsplit(self.target.uri)
        host = parts.hostname or "localhost"
        local = parts.scheme == "ldapi" or host in LOOPBACK
        if parts.scheme not in ("ldaps", "ldap", "ldapi"):
            raise ProviderError(f"{self.target.uri}: not an LDAP address; write ldaps://host[:port].")
        if parts.scheme == "ldapi" and not self.target.plaintext_loopback:
            raise ProviderError(f"{self.target.uri}: a connection without TLS needs plaintext_loopback: true.")
        try:
            if parts.scheme == "ldapi":
                raw = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                raw.settimeout(self.target.timeout)
                raw.connect(unquote(parts.netloc or parts.path))
                return raw
            port = parts.port or (636 if parts.scheme == "ldaps" else 389)
            raw = socket.create_connection((host, port), self.target.timeout)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if parts.scheme == "ldap" and local and self.target.plaintext_loopback:
                return raw
            return self._secure(raw, host, start_tls=parts.scheme == "ldap")
        except OSError as error:
            raise ProviderError(f"{self.target.uri}: {error}.") from error

    def _secure(self, raw: socket.socket, host: str, *, start_tls: bool) -> Stream:
        """TLS with the certificate verified, always; RFC 4511 section 4.14 when the port is a plain one."""
        import ssl

        from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.tls import Tls

        try:
            context = ssl.create_default_context(cafile=self.target.ca_file or None)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            if start_tls:
                answer = Wire(raw, self.target.uri).ask(ber.extended(ber.START_TLS))
                if not answer.ok:
                    raise ProviderError(f"{self.target.uri}: StartTLS was refused: {answer}.")
            self._tls = Tls(raw, context, self.target.server_name or host)
            return self._tls
        except BaseException:
            raw.close()
            raise
