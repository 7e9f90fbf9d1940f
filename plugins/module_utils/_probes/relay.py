# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-RELAY, C-DOM and C-NAME: whom the server takes mail for, asked as a stranger.

Only MAIL, RCPT and RSET are sent: no message. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable
from contextlib import suppress

from ansible_collections.rasmi.mail.plugins.module_utils._probes import mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import platform_of
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Smtp
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

_TEMPORARY = range(400, 500)
#: RFC 2606 names: nobody's mail is ever asked for.
_STRANGER = "orang@example.com"
_ELSEWHERE = "sesiapa@example.net"
#: So many of the probe addresses are asked for.
_NAMES = 4


def probe(trial: Trial) -> None:
    """Stranger to stranger on 25, 465 and 587, with the old tricks of addressing; our name; VRFY and EXPN (R008)."""
    ports = trial.target.ports
    doors: tuple[tuple[str, int, Callable[[Part], Smtp]], ...] = (
        ("mx", ports.smtp, lambda part: mail.stranger(trial.run, part.wire)),
        ("submission", ports.submission, lambda part: Smtp(trial.target, ports.submission, part.wire).secure()),
        (
            "submissions",
            ports.submissions,
            lambda part: Smtp(trial.target, ports.submissions, part.wire, tls=True).secure(),
        ),
    )
    for name, port, opens in doors:
        _one_door(trial, name, port, opens)
    if platform_of(trial.target).guards_own_domains:
        _own_sender(trial)
    _vrfy_expn(trial)


def _one_door(trial: Trial, name: str, port: int, opens: Callable[[Part], Smtp]) -> None:
    official = trial.target.domains[0]
    local, _at, domain = _ELSEWHERE.partition("@")
    tricks = (_ELSEWHERE, f"{local}%{domain}@{official}", f'"{_ELSEWHERE}"@{official}', f"@{official}:{_ELSEWHERE}")
    expected = both(
        f"Port {port}: orang luar ke orang luar tanpa log masuk ditolak, juga dengan helah alamat",
        f"Port {port}: stranger to stranger without a login is refused, address tricks too",
    )
    with trial.part(name, expected) as part:
        client = opens(part)
        try:
            # An own address as the sender must not open the door either.
            senders = (_STRANGER, f"pengarah@{official}")
            replies = [(s, r, mail.ask_recipient(client, s, r)) for s in senders for r in tricks]
        finally:
            _quit(client)
        taken = [f"{sender} -> {recipient}" for sender, recipient, reply in replies if reply.accepted]
        _permanent([reply for _s, _r, reply in replies if not reply.accepted])
        if taken:
            part.saw(False, f"Diterima: {', '.join(taken)}", f"Accepted: {', '.join(taken)}")
        else:
            last = replies[0][2]
            part.saw(True, f"{len(replies)} cubaan ditolak: {last}", f"{len(replies)} attempts refused: {last}")


def _own_sender(trial: Trial) -> None:
    """Without a login nobody sends in our name: neither with an address that exists nor with one that nobody has."""
    recipient = trial.run.account("receiver").address
    senders = (recipient, *(f"tiada-{secrets.token_hex(4)}@{domain}" for domain in trial.target.domains))
    expected = both(
        f"Port {trial.target.ports.smtp}: pengirim daripada domain rasmi tanpa log masuk ditolak",
        f"Port {trial.target.ports.smtp}: a sender of the official domains without a login is refused",
    )
    with trial.part("own-sender", expected) as part:
        client = mail.stranger(trial.run, part.wire)
        try:
            usual = mail.ask_recipient(client, mail.stranger_address(trial.run), recipient)
            replies = {sender: mail.ask_recipient(client, sender, recipient) for sender in senders}
        finally:
            _quit(client)
        if not usual.accepted:
            raise CouldNotTest(
                f"mel kepada akaun ujian tidak diterima daripada sesiapa: {usual}",
                f"mail to the probe is not taken from anybody: {usual}",
            )
        _permanent([reply for reply in replies.values() if not reply.accepted])
        taken = ", ".join(sender for sender, reply in replies.items() if reply.accepted)
        last = replies[recipient]
        if taken:
            part.saw(False, f"Diterima daripada: {taken}", f"Accepted from: {taken}")
        else:
            part.saw(True, f"{len(replies)} cubaan ditolak: {last}", f"{len(replies)} attempts refused: {last}")


def _vrfy_expn(trial: Trial) -> None:
    """An answer discloses when it is not the same for an address that exists and for one that does not."""
    address = trial.run.account("receiver").address
    missing = f"tiada-{secrets.token_hex(4)}@{address.partition('@')[2]}"
    for command in ("VRFY", "EXPN"):
        expected = both(f"{command} tidak mendedahkan alamat", f"{command} discloses no address")
        with trial.part(command.lower(), expected) as part:
            client = mail.stranger(trial.run, part.wire)
            try:
                code, text = client.docmd(command, address)
                other, _text = client.docmd(command, missing)
            finally:
                _quit(client)
            answer = f"{code} {text.decode('utf-8', 'replace')}"
            if code in _TEMPORARY or other in _TEMPORARY:
                raise CouldNotTest(f"{command}: ralat sementara: {answer}", f"{command}: temporary error: {answer}")
            ms, en = f"{answer}; alamat yang tiada: {other}", f"{answer}; an address that does not exist: {other}"
            part.saw(code not in (250, 251) and code == other, ms, en)


def probe_domains(trial: Trial) -> None:
    """The service's domains carry an allowed suffix; mail for them is taken, for others denied (R013)."""
    suffixes = [str(item).lstrip(".") for item in trial.values.get("suffixes", ())]
    domains = trial.target.domains
    expected = both(f"Semua domain di bawah {', '.join(suffixes)}", f"All domains lie under {', '.join(suffixes)}")
    with trial.part("suffix", expected) as part:
        foreign = [d for d in domains if not any(d == s or d.endswith(f".{s}") for s in suffixes)]
        seen = ", ".join(foreign or domains)
        part.saw(not foreign, seen, seen)
    own = trial.run.account("receiver").address
    expected = both(f"RCPT ke domain rasmi ({own}) diterima", f"RCPT for the official domain ({own}) is accepted")
    _recipient(trial, "official", own, expected, wanted=True)
    for number, foreign_domain in enumerate(("example.com", f"{domains[0].split('.')[0]}.com"), start=1):
        address = f"postmaster@{foreign_domain}"
        expected = both(f"RCPT ke {address} ditolak", f"RCPT for {address} is denied")
        _recipient(trial, f"foreign-{number}", address, expected, wanted=False)


def probe_names(trial: Trial) -> None:
    """Mail for an address that exists is taken at the MX; a near miss is refused there and then (R055)."""
    known = [account.address for account in trial.run.accounts]
    for number, address in enumerate(known[:_NAMES], start=1):
        expected = both(f"RCPT ke {address} diterima", f"RCPT for {address} is accepted")
        _recipient(trial, f"address-{number}", address, expected, wanted=True)
    address = trial.run.account("receiver").address
    local, _at, domain = address.partition("@")
    misses = (f"{local[:-1]}@{domain}", f"{local}x@{domain}", f"{local[1]}{local[0]}{local[2:]}@{domain}")
    for number, miss in enumerate((item for item in misses if item not in known), start=1):
        expected = both(
            f"RCPT ke {miss} (hampir sama dengan {address}) ditolak dalam dialog SMTP",
            f"RCPT for {miss} (a near miss of {address}) is refused in the SMTP dialogue",
        )
        _recipient(trial, f"near-miss-{number}", miss, expected, wanted=False)


def _recipient(trial: Trial, name: str, address: str, expected: dict[str, str], *, wanted: bool) -> None:
    with trial.part(name, expected) as part:
        client = mail.stranger(trial.run, part.wire)
        try:
            reply = mail.ask_recipient(client, mail.stranger_address(trial.run), address)
        finally:
            _quit(client)
        _permanent([] if reply.accepted else [reply])
        part.saw(reply.accepted is wanted, str(reply), str(reply))


def _permanent(replies: list[mail.Reply]) -> None:
    """A temporary refusal says nothing about the rule."""
    for reply in replies:
        if reply.code in _TEMPORARY or reply.code < 0:
            raise CouldNotTest(
                f"ralat sementara, bukan jawapan: {reply}", f"temporary error instead of an answer: {reply}"
            )


def _quit(client: Smtp) -> None:
    with suppress(OSError, smtplib.SMTPException):
        client.quit()
