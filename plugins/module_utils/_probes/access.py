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

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import write_private
from ansible_collections.rasmi.mail.plugins.module_utils._probes.mail import ask_recipient, stranger, stranger_address
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Run, Trial, both
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Http, Transcript, connect, tls_context

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


def observe(run: Run, doors: Sequence[str], account: ProbeAccount | None, problem: str, days: int) -> Trial:
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
                    raise CouldNotTest(problem)
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
    """The least days that the certificates of web and IMAP have left; both chains and the name are verified."""
    left = {}
    for name, port in (("https", run.target.ports.https), ("imaps", run.target.ports.imaps)):
        try:
            left[name] = days_left(run, port, part.wire)
        except ssl.SSLError as error:
            part.saw(False, f"{name}: sijil tidak diterima: {error}", f"{name}: certificate not accepted: {error}")
            return
        except OSError as error:
            part.wire.remark(f"{name}: {error}")
    if not left:
        raise CouldNotTest("neither web nor IMAP could be reached")
    least = min(left.values())
    ms, en = f"{least} hari lagi (sekurang-kurangnya {days})", f"{least} days left (at least {days})"
    part.saw(least >= days, ms, en, told=True, days=least)


def days_left(run: Run, port: int, wire: Transcript) -> int:
    """Whole days that the certificate of a TLS door is still valid. Raises OSError, ssl.SSLError when it is refused."""
    with closing(connect(run.target, port, wire)) as plain:
        context = tls_context(run.target)
        with context.wrap_socket(plain, server_hostname=run.target.name) as sock:
            given = sock.getpeercert() or {}
    ends = ssl.cert_time_to_seconds(str(given["notAfter"]))
    left = int((ends - time.time()) // _DAY)
    wire.remark(f"certificate of port {port}: valid until {given['notAfter']}, {left} days")
    return left
