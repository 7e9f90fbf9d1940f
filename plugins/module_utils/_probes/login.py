# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Log in as a user does, over each path the standard knows: web, IMAP, POP3 and submission.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import imaplib
import poplib
import smtplib
import time
from contextlib import suppress
from dataclasses import dataclass

from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import open_webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Imap, Pop, Smtp, Transcript

WEB, IMAP, POP, SMTP = "web", "imap", "pop", "smtp"
PATHS = (WEB, IMAP, POP, SMTP)

_TEMPORARY_SMTP = (421, 451, 454)
_TRIES = 3
_AGAIN_SECONDS = 2.0
_TEMPORARY_TEXT = ("[UNAVAILABLE]", "[SYS/TEMP]", "[INUSE]", "[LOGIN-DELAY]")


@dataclass(frozen=True)
class Attempt:
    """The answer to one login: `accepted`, and the server's words. `seconds` includes the server's delay."""

    path: str
    accepted: bool
    answer: str
    seconds: float
    change_only: bool = False


def log_in(run: Run, path: str, account: ProbeAccount, password: str, wire: Transcript) -> Attempt:
    """Try to log in and out again. Raises CouldNotTest on a temporary error: that is no refusal."""
    run.masker.learn(password, account.address)
    wire.remark(f"login over {path} as {account.address}")
    started = time.monotonic()
    accepted, answer, change_only = _PATHS[path](run.target, account.address, password, wire)
    if not accepted and any(mark in answer for mark in _TEMPORARY_TEXT):
        raise CouldNotTest(
            f"{path}: ralat sementara, bukan jawapan: {answer}",
            f"{path}: temporary error instead of an answer: {answer}",
        )
    return Attempt(path, accepted, run.masker.hide(answer), time.monotonic() - started, change_only)


def refused(run: Run, path: str, account: ProbeAccount, password: str, wire: Transcript) -> Attempt:
    """Like `log_in`, for an attempt that should be refused: it counts against the run's budget."""
    run.spend()
    return log_in(run, path, account, password, wire)


def wrong_password(run: Run) -> str:
    """A password that is wrong, and different each time: some servers count a repeated one only once."""
    return run.fresh_password()


def open_imap(target: Target, address: str, password: str, wire: Transcript) -> Imap:
    """A logged-in IMAP connection over TLS; raises imaplib.IMAP4.error when refused."""
    client = Imap(target, target.ports.imaps, wire)
    client.login(address, password)
    return client


def open_submission(target: Target, address: str, password: str, wire: Transcript) -> Smtp:
    """A logged-in submission connection; raises smtplib.SMTPAuthenticationError when refused.

    A server that says that it cannot tell at the moment is asked again, as every mail program does.
    """
    tries = _TRIES
    while True:
        client = Smtp(target, target.ports.submission, wire).secure()
        client.user, client.password = address, password
        try:
            client.auth("PLAIN", client.auth_plain)
            return client
        except smtplib.SMTPAuthenticationError as error:
            client.close()
            tries -= 1
            if not tries or error.smtp_code not in _TEMPORARY_SMTP:
                raise
        time.sleep(_AGAIN_SECONDS)


def words(error: Exception) -> str:
    """What the server said, out of an exception of imaplib or poplib."""
    said = error.args[0] if error.args else str(error)
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _web(target: Target, address: str, password: str, wire: Transcript) -> tuple[bool, str, bool]:
    with open_webmail(target, wire) as web:
        page = web.login(address, password)
        return page.accepted, page.answer, page.change_only


def _imap(target: Target, address: str, password: str, wire: Transcript) -> tuple[bool, str, bool]:
    client = Imap(target, target.ports.imaps, wire)
    try:
        client.login(address, password)
        return True, "OK", False
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        return False, words(error), False
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()


def _pop(target: Target, address: str, password: str, wire: Transcript) -> tuple[bool, str, bool]:
    client = Pop(target, target.ports.pop3s, wire)
    try:
        client.user(address)
        answer = client.pass_(password)
        return True, answer.decode("utf-8", "replace"), False
    except poplib.error_proto as error:
        text = words(error)
        # poplib makes up "-ERR EOF" itself when the connection ends.
        if not text.startswith("-ERR") or text == "-ERR EOF":
            raise CouldNotTest(
                f"pop: sambungan tamat tanpa jawapan: {text}", f"pop: the connection ended instead of an answer: {text}"
            ) from error
        return False, text, False
    finally:
        with suppress(OSError, poplib.error_proto):
            client.quit()


def _smtp(target: Target, address: str, password: str, wire: Transcript) -> tuple[bool, str, bool]:
    client = Smtp(target, target.ports.submission, wire).secure()
    try:
        client.user, client.password = address, password
        code, text = client.auth("PLAIN", client.auth_plain)
        return True, f"{code} {text.decode('utf-8', 'replace')}", False
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code in _TEMPORARY_SMTP:
            raise CouldNotTest(
                f"submission: ralat sementara: {error.smtp_code} {error.smtp_error!r}",
                f"submission: temporary error: {error.smtp_code} {error.smtp_error!r}",
            ) from error
        text = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        return False, f"{error.smtp_code} {text.decode('utf-8', 'replace')}", False
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()


_PATHS = {WEB: _web, IMAP: _imap, POP: _pop, SMTP: _smtp}
