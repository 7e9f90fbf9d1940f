# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-MON-HEALTH from outside: every door of the service opens for one account, lightly and as often as one likes (R166).

Nothing is locked, filled or aged, no wrong password is tried. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import write_private
from ansible_collections.rasmi.mail.plugins.module_utils._probes.mail import ask_recipient, stranger, stranger_address
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import (
    Http,
    Smtp,
    Transcript,
    connect,
    tls_context,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

CONTROL = "C-MON-HEALTH"
PURPOSE = "watch"
PAGE, MX, CERTIFICATE = "page", "mx", "certificate"
#: What a round tries on a platform when the site does not say; the web client of Exchange is not driven, only fetched.
DOORS: Mapping[str, tuple[str, ...]] = {
    "reference": (PAGE, *login.PATHS, MX, CERTIFICATE),
    "zimbra": (PAGE, *login.PATHS, MX, CERTIFICATE),
    "exchange": (PAGE, login.IMAP, login.SMTP, MX, CERTIFICATE),
}
ALL_DOORS = DOORS["reference"]
_DAY = 86400


def know_password(run: Run, file: Path, renew_days: int) -> ProbeAccount:
    """The account of the watch, its password read from `file`; a new one when there is none or it is `renew_days` old.

    Raises CouldNotTest when the account or the steward is missing, and what the steward raises.
    """
    account = run.account(PURPOSE)
    with suppress(FileNotFoundError):
        if time.time() - file.stat().st_mtime < renew_days * _DAY:
            run.remember(account, file.read_text(encoding="utf-8").strip())
            return account
    write_private(file, run.renew(account) + "\n")
    return account


def observe(run: Run, doors: Sequence[str], account: ProbeAccount | None, problem: Bilingual, days: int) -> Trial:
    """Try the doors side by side. `account` None = why is in `problem`; `days` a certificate must still be valid."""
    trial = Trial(run, CONTROL)

    def of(door: str) -> Callable[[Trial], None]:
        def look(branch: Trial) -> None:
            with branch.part(f"access/{door}", _EXPECTED[door]) as part:
                if door == CERTIFICATE:
                    _certificates(run, part, days)
                elif door == PAGE:
                    _page(run, part)
                elif account is None:
                    raise CouldNotTest(**problem)
                elif door == MX:
                    _mx(run, part, account)
                else:
                    _login(run, part, door, account)

        return look

    trial.together([of(door) for door in doors])
    return trial


_IN = both("Akaun ujian dapat log masuk", "The probe account can log in")
_EXPECTED = {
    **dict.fromkeys(login.PATHS, _IN),
    PAGE: both("Halaman webmel dibuka", "The webmail's page opens"),
    MX: both("Pelayan menerima mel untuk akaun ujian", "The server takes mail for the probe account"),
    CERTIFICATE: both("Sijil sah dan tidak hampir tamat", "Certificates are valid and not about to run out"),
}


def _login(run: Run, part: Part, door: str, account: ProbeAccount) -> None:
    try:
        attempt = login.log_in(run, door, account, run.password(account), part.wire)
    except OSError as error:
        # A door that is shut was seen to be shut: that is no lack of observation.
        part.saw(False, f"tiada sambungan: {error}", f"no connection: {error}")
        return
    part.saw(attempt.accepted, attempt.answer, attempt.answer)


def _page(run: Run, part: Part) -> None:
    try:
        with closing(Http(run.target, part.wire)) as client:
            client.request("GET", run.target.webmail_path, headers={"User-Agent": "rasmi.mail watch"})
            answer = client.getresponse()
            status = answer.status
            answer.read()
    except OSError as error:
        part.saw(False, f"tiada sambungan: {error}", f"no connection: {error}")
        return
    part.saw(200 <= status < 400, f"HTTP {status}", f"HTTP {status}")


def _mx(run: Run, part: Part, account: ProbeAccount) -> None:
    try:
        client = stranger(run, part.wire)
        with closing(client):
            reply = ask_recipient(client, stranger_address(run), account.address)
    except OSError as error:
        part.saw(False, f"tiada sambungan: {error}", f"no connection: {error}")
        return
    part.saw(reply.accepted, str(reply), str(reply))


def _certificates(run: Run, part: Part, days: int) -> None:
    """The least days that the certificates of web, IMAP and submission have left; chains and the name are verified."""
    left = {}
    for name, given in (("https", _https), ("imaps", _imaps), ("submission", _submission)):
        try:
            left[name] = days_left(given(run, part.wire))
        except ssl.SSLError as error:
            part.saw(False, f"{name}: sijil tidak diterima: {error}", f"{name}: certificate not accepted: {error}")
            return
        except OSError as error:
            part.wire.remark(f"{name}: {error}")
            continue
        part.wire.remark(f"{name}: certificate valid for {left[name]} days")
    if not left:
        raise CouldNotTest(
            "web, IMAP mahupun submission tidak dapat dihubungi", "neither web nor IMAP nor submission could be reached"
        )
    first = min(left, key=lambda name: left[name])
    least = left[first]
    ms, en = f"{least} hari lagi ({first}; sekurang-kurangnya {days})", f"{least} days left ({first}; at least {days})"
    part.saw(least >= days, ms, en, told=True, days=least)


def _https(run: Run, wire: Transcript) -> Mapping[str, Any]:
    return _tls(run, run.target.ports.https, wire)


def _imaps(run: Run, wire: Transcript) -> Mapping[str, Any]:
    return _tls(run, run.target.ports.imaps, wire)


def _tls(run: Run, port: int, wire: Transcript) -> Mapping[str, Any]:
    with (
        closing(connect(run.target, port, wire)) as plain,
        tls_context(run.target).wrap_socket(plain, server_hostname=run.target.name) as sock,
    ):
        return sock.getpeercert() or {}


def _submission(run: Run, wire: Transcript) -> Mapping[str, Any]:
    with closing(Smtp(run.target, run.target.ports.submission, wire).secure()) as client:
        sock = client.sock
        return (sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None) or {}


def days_left(certificate: Mapping[str, Any]) -> int:
    """Whole days that a peer's certificate is still valid, below 0 when it ran out."""
    return int((ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) // _DAY)
