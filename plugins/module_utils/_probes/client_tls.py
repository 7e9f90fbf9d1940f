# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-CLI-TLS and C-POP: mail programs log in over TLS only, and POP3S with submission is usable.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import base64
import imaplib
import poplib
import smtplib
import time
from collections.abc import Callable
from contextlib import suppress

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Imap, Pop, Smtp, tls_context
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

#: (offered, accepted, closed, the answer) of an attempt to log in without TLS.
_Seen = tuple[bool, bool, bool, str]


def probe(trial: Trial) -> None:
    """Try to log in before TLS with the *right* password: a refusal can then only be for lack of TLS (R001, C28).

    The password is a probe's, made for this run, and replaced at once because it crossed the network in clear.
    """
    account = trial.run.account("bystander")
    for name, attempt, after in (
        ("imap", _imap_clear, _imap_starttls),
        ("pop", _pop_clear, _pop_starttls),
        ("submission", _submission_clear, _submission_starttls),
    ):
        _one(trial, account, name, attempt, after)
    _mx_offers_no_login(trial)


def _one(
    trial: Trial,
    account: ProbeAccount,
    name: str,
    attempt: Callable[[Trial, Part, ProbeAccount, str], _Seen],
    after: Callable[[Trial, Part, ProbeAccount, str], None],
) -> None:
    expected = both(
        f"{name}: sebelum TLS tiada log masuk ditawarkan dan kata laluan yang betul pun ditolak; selepas TLS berjaya",
        f"{name}: before TLS no login is offered and even the right password is refused; after TLS it works",
    )
    with trial.part(name, expected) as part:
        password = trial.run.password(account)
        try:
            offered, accepted, closed, answer = attempt(trial, part, account, password)
        except ConnectionRefusedError:
            offered, accepted, closed, answer = False, False, True, "closed"
            part.wire.remark("connection refused: the port is closed")
        if not closed:
            password = trial.run.renew(account)
        after(trial, part, account, password)
        if closed:
            part.saw(True, "Port tanpa TLS ditutup; TLS berfungsi", "The port without TLS is closed; TLS works")
            return
        ms = f"ditawarkan: {_ya(offered)}; diterima: {_ya(accepted)} ({answer}); selepas TLS berjaya"
        en = f"offered: {_yes(offered)}; accepted: {_yes(accepted)} ({answer}); works after TLS"
        part.saw(not offered and not accepted, ms, en)


def _imap_clear(trial: Trial, part: Part, account: ProbeAccount, password: str) -> _Seen:
    client = Imap(trial.target, trial.target.ports.imap, part.wire, tls=False)
    try:
        client.capability()
        offered = "LOGINDISABLED" not in client.capabilities
        try:
            client.login(account.address, password)
            return offered, True, False, "OK"
        except imaplib.IMAP4.error as error:
            return offered, False, False, login.words(error)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.shutdown()


def _imap_starttls(trial: Trial, part: Part, account: ProbeAccount, password: str) -> None:
    try:
        client = Imap(trial.target, trial.target.ports.imap, part.wire, tls=False)
    except ConnectionRefusedError:
        client = Imap(trial.target, trial.target.ports.imaps, part.wire)
    try:
        if not client.implicit or client.port == trial.target.ports.imap:
            client.starttls(tls_context(trial.target))
        client.login(account.address, password)
    except imaplib.IMAP4.error as error:
        raise CouldNotTest(
            f"log masuk melalui TLS juga gagal: {login.words(error)}",
            f"login over TLS does not work either: {login.words(error)}",
        ) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()


def _pop_clear(trial: Trial, part: Part, account: ProbeAccount, password: str) -> _Seen:
    client = Pop(trial.target, trial.target.ports.pop3, part.wire, tls=False)
    try:
        offers = client.capa()
        offered = "USER" in offers or bool(offers.get("SASL"))
        try:
            client.user(account.address)
            client.pass_(password)
            return offered, True, False, "+OK"
        except poplib.error_proto as error:
            return offered, False, False, login.words(error)
    finally:
        with suppress(OSError):
            client.close()


def _pop_starttls(trial: Trial, part: Part, account: ProbeAccount, password: str) -> None:
    try:
        client = Pop(trial.target, trial.target.ports.pop3, part.wire, tls=False)
        client.stls(tls_context(trial.target))
    except ConnectionRefusedError:
        client = Pop(trial.target, trial.target.ports.pop3s, part.wire)
    try:
        client.user(account.address)
        client.pass_(password)
    except poplib.error_proto as error:
        raise CouldNotTest(
            f"log masuk melalui TLS juga gagal: {login.words(error)}",
            f"login over TLS does not work either: {login.words(error)}",
        ) from error
    finally:
        with suppress(OSError, poplib.error_proto):
            client.quit()


def _submission_clear(trial: Trial, part: Part, account: ProbeAccount, password: str) -> _Seen:
    client = Smtp(trial.target, trial.target.ports.submission, part.wire)
    try:
        client.ehlo()
        offered = client.has_extn("auth")
        initial = base64.b64encode(f"\0{account.address}\0{password}".encode()).decode()
        code, text = client.docmd("AUTH", f"PLAIN {initial}")
        return offered, code == 235, False, f"{code} {text.decode('utf-8', 'replace')}"
    finally:
        client.close()


def _submission_starttls(trial: Trial, part: Part, account: ProbeAccount, password: str) -> None:
    try:
        client = login.open_submission(trial.target, account.address, password, part.wire)
    except smtplib.SMTPAuthenticationError as error:
        raise CouldNotTest(
            f"log masuk melalui TLS juga gagal: {error}", f"login over TLS does not work either: {error}"
        ) from error
    client.close()


def _mx_offers_no_login(trial: Trial) -> None:
    expected = both("Port 25 tidak menawarkan log masuk tanpa TLS", "Port 25 offers no login without TLS")
    with trial.part("mx", expected) as part:
        client = Smtp(trial.target, trial.target.ports.smtp, part.wire)
        try:
            client.ehlo()
            offered = client.has_extn("auth")
        finally:
            client.close()
        part.saw(not offered, f"AUTH ditawarkan: {_ya(offered)}", f"AUTH offered: {_yes(offered)}")


def probe_pop(trial: Trial) -> None:
    """The two test steps of the guide's wizard (R003): log on to the POP3 server; send a test message and fetch it."""
    run = trial.run
    account = run.account("bystander")
    expected = both("Log masuk ke pelayan masuk (POP3) berjaya", "Log onto incoming mail server (POP3) completes")
    with trial.part("wizard-login", expected) as part:
        attempt = login.log_in(run, login.POP, account, run.password(account), part.wire)
        part.saw(attempt.accepted, f"POP3S menjawab {attempt.answer}", f"POP3S answers {attempt.answer}")
    expected = both(
        "Hantar mesej ujian melalui submission; mesej itu diambil melalui POP3S",
        "Send test e-mail message through submission; it is fetched over POP3S",
    )
    for name, port, implicit in (
        ("submission", trial.target.ports.submission, False),
        ("submissions", trial.target.ports.submissions, True),
    ):
        with trial.part(f"wizard-send-{name}", expected) as part:
            token = mail.new_token()
            client = Smtp(trial.target, port, part.wire, tls=implicit).secure()
            try:
                client.user, client.password = account.address, run.password(account)
                client.auth("PLAIN", client.auth_plain)
                data = mail.message(account.address, account.address, token)
                reply = mail.transact(client, account.address, [account.address], data)
            finally:
                client.close()
            fetched = reply.accepted and _fetch(trial, part, account, token)
            ms = f"penghantaran: {reply}; diambil melalui POP3S: {_ya(fetched)}"
            part.saw(fetched, ms, f"sending: {reply}; fetched over POP3S: {_yes(fetched)}")


def _fetch(trial: Trial, part: Part, account: ProbeAccount, token: str) -> bool:
    deadline = time.monotonic() + trial.target.settle
    while time.monotonic() < deadline:
        wire = trial.run.wire()
        client = Pop(trial.target, trial.target.ports.pop3s, wire)
        try:
            client.user(account.address)
            client.pass_(trial.run.password(account))
            for entry in client.list()[1]:
                number = int(entry.split()[0])
                if token.encode() in b"\n".join(client.top(number, 0)[1]):
                    part.wire.remark(f"POP3S: message {number} carries {token}; RETR and DELE follow")
                    client.retr(number)
                    client.dele(number)
                    return True
        finally:
            with suppress(OSError, poplib.error_proto):
                client.quit()
        time.sleep(1)
    return False


def _ya(value: bool) -> str:
    return "ya" if value else "tidak"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
