# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where notices leave: the site's SMTP server over verified TLS, or files when there is none or it is down (R169).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import os
import re
import smtplib
import socket
import ssl
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError

#: Messages over one connection; servers end long ones on their own terms.
PER_CONNECTION = 100


class RefusedError(RasmiError):
    """The server did not take this one message. The next one may go.

    `final`: there is no such recipient, so that asking again tomorrow is of no use.
    """

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


def is_final(code: int, text: str) -> bool:
    """Whether a refusal of RCPT says that this recipient will not do, today or tomorrow (RFC 3463).

    5.1.x is the address, 5.2.x the mailbox; a full one (5.2.2) has room again some day. The others are about us or the
    server: a sender that is not allowed (5.7.x), a route (5.4.x). A server without such codes means the recipient.
    """
    if not 500 <= code < 600:
        return False
    found = re.match(r"5\.(\d+)\.(\d+)\b", text)
    return found is None or found[1] == "1" or (found[1] == "2" and found[2] != "2")


class Outlet(ABC):
    """A way out. `send` returns once the message is safe on the other side."""

    channel: str

    @abstractmethod
    def send(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Raises RefusedError for this recipient, ProviderError when nothing more can be sent."""

    @abstractmethod
    def close(self) -> None:
        """End the connection; safe to call twice."""

    def __enter__(self) -> Outlet:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


class FileOutlet(Outlet):
    """A folder of .eml files, one per message, for whoever carries them further."""

    channel = "file"

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    def send(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Write the message whole or not at all; a repeat replaces its own file."""
        name = f"{str(mail['Message-ID'])[1:].partition('@')[0]}.eml"
        try:
            write_whole(self._folder / name, mail.as_bytes())
        except OSError as error:
            raise ProviderError(f"outbox {self._folder}: {error.strerror}") from error

    def close(self) -> None:
        """Nothing is open."""


def write_whole(path: Path, content: bytes) -> None:
    """A reader sees the old file or the new one. Only its owner reads it. OSError when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class Submission:
    """The site's server: `host` is where to connect, `server_name` whom its certificate must name.

    `security` is "starttls", "tls", or "none", which only a loopback address may have. `per_second` messages at most.
    """

    host: str
    port: int = 587
    server_name: str = ""
    security: str = "starttls"
    ca_file: str = ""
    user: str = ""
    password: str = ""
    timeout: float = 30.0
    per_second: float = 5.0

    @classmethod
    def from_options(cls, given: Mapping[str, Any]) -> Submission:
        """From the module's option `smtp`. RasmiError when its password file cannot be read, or TLS is left out."""
        password = given.get("password") or ""
        path = given.get("password_file")
        if not password and path:
            try:
                password = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise RasmiError(f"smtp.password_file: {path}: {error.strerror}") from error
        if given.get("security") == "none" and given["host"] not in ("127.0.0.1", "::1", "localhost"):
            raise RasmiError("smtp.security: none is for a server on this machine only; write starttls or tls.")
        if float(given.get("per_second") or 1) <= 0:
            raise RasmiError("smtp.per_second: write a number above 0.")
        values = {name: given.get(name) for name in cls.__dataclass_fields__ if given.get(name) is not None}
        return cls(**(values | {"password": password}))


class SmtpOutlet(Outlet):
    """One connection for many messages, throttled; opened with the first one."""

    channel = "smtp"

    def __init__(self, target: Submission) -> None:
        self._target = target
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0
        self._last = 0.0

    def send(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Hand one message over. It is tried once: whoever lost the connection cannot know whether it was taken."""
        self._wait()
        smtp = self._connected()
        try:
            smtp.send_message(mail, sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise RefusedError(f"{code} {_text(text)}", final=is_final(code, _text(text))) from error
        except smtplib.SMTPResponseException as error:
            raise RefusedError(f"{error.smtp_code} {_text(error.smtp_error)}") from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise ProviderError(f"{self._target.host}: the connection was lost: {error}") from error
        self._sent += 1

    def close(self) -> None:
        """Say goodbye; a server that has gone is no fault any more."""
        if self._smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._smtp = None

    def _wait(self) -> None:
        pause = self._last + 1 / self._target.per_second - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._last = time.monotonic()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None and self._sent and self._sent % PER_CONNECTION == 0:
            self.close()
        if self._smtp is not None:
            try:  # a server ends a connection when it likes; before a message that is no harm
                self._smtp.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()
        if self._smtp is None:
            self._smtp = _connect(self._target)
        return self._smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _connect(target: Submission) -> smtplib.SMTP:
    """Connect, verify the certificate, log in. ProviderError says which of them failed; never a secret."""
    name = target.server_name or target.host
    context = ssl.create_default_context(cafile=target.ca_file or None)
    smtp: smtplib.SMTP | None = None
    try:
        if target.security == "tls":
            smtp = _Tls(name, target, context)
        else:
            smtp = _Plain(name, target)
            if target.security == "starttls":
                smtp.starttls(context=context)
                smtp.ehlo()
        if target.user:
            smtp.login(target.user, target.password)
    except smtplib.SMTPAuthenticationError as error:
        _hang_up(smtp)
        raise ProviderError(f"{target.host}: does not let {target.user} in ({error.smtp_code}).") from error
    except ssl.SSLError as error:
        _hang_up(smtp)
        raise ProviderError(f"{target.host}: its certificate is not accepted for {name}: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        _hang_up(smtp)
        raise ProviderError(f"{target.host}:{target.port}: {error}") from error
    return smtp


def _hang_up(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        smtp.close()


class _Plain(smtplib.SMTP):
    """Connects to one address and expects the certificate of another name."""

    def __init__(self, name: str, target: Submission) -> None:
        self._place = (target.host, target.port)
        super().__init__(name, target.port, timeout=target.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection(self._place, timeout)


class _Tls(smtplib.SMTP_SSL):
    """The same for TLS from the first byte."""

    def __init__(self, name: str, target: Submission, context: ssl.SSLContext) -> None:
        self._place = (target.host, target.port)
        self._name = name
        super().__init__(name, target.port, timeout=target.timeout, context=context)

    def _get_socket(self, host: str, port: int, timeout: float) -> ssl.SSLSocket:
        return self.context.wrap_socket(socket.create_connection(self._place, timeout), server_hostname=self._name)


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:300]
