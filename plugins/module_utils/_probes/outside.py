# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-MON-EXT: mail from another mail system arrives here, and mail from here arrives there (R167).

The site gives an account at that other system: its submission door, and its IMAP door when what is sent out is to be
seen there. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import imaplib
import smtplib
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes import mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.login import open_submission
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import (
    CouldNotTest,
    Ports,
    ProbeAccount,
    Target,
)
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Smtp
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

CONTROL = "C-MON-EXT"


@dataclass(frozen=True)
class Door:
    """One door of the outside system: where it is, whether TLS comes first (else STARTTLS), and who logs in."""

    target: Target
    port: int
    tls: bool
    user: str
    password: str


@dataclass(frozen=True)
class Outside:
    """An account at another mail system. `imap` None = what is sent out cannot be seen there."""

    id: str
    address: str
    smtp: Door
    imap: Door | None

    @classmethod
    def from_options(cls, given: Mapping[str, Any]) -> Outside:
        """From one entry of the option `outside`. Raises RasmiError when a password cannot be read."""
        imap = _door(given["id"], given["imap"]) if given.get("imap") else None
        return cls(given["id"], str(given["address"]).lower(), _door(given["id"], given["smtp"]), imap)


def observe(
    run: Run, given: Sequence[Mapping[str, Any]], account: ProbeAccount | None, problem: Bilingual, wait: float
) -> Trial:
    """Send in from each outside system and out to it; `wait` seconds for a message. `account` None = see `problem`.

    `given` are the entries of the option `outside`; one that cannot be used is could-not-test, not an error.
    """
    trial = Trial(run, CONTROL)
    if not given:
        with trial.part("in", _IN):
            raise CouldNotTest(
                "tapak ini tidak menamakan akaun pada sistem mel lain (outside)",
                "the site names no account at another mail system (outside)",
            )
    if account:
        # What came too late the last time, and notices of mail that was returned. A failure shows in the parts below.
        with suppress(OSError, imaplib.IMAP4.error):
            mail.empty(run, account, run.wire())
    for options in given:
        with trial.part(f"in/{options['id']}", _IN) as part:
            _inward(run, part, Outside.from_options(options), _needed(account, problem), wait)
        if options.get("imap"):
            with trial.part(f"out/{options['id']}", _OUT) as part:
                _outward(run, part, Outside.from_options(options), _needed(account, problem), wait)
    return trial


_IN = both("Mel dari sistem luar tiba", "Mail from the outside system arrives")
_OUT = both("Mel ke sistem luar tiba di sana", "Mail to the outside system arrives there")


def _needed(account: ProbeAccount | None, problem: Bilingual) -> ProbeAccount:
    if account is None:
        raise CouldNotTest(**problem)
    return account


def _inward(run: Run, part: Part, outside: Outside, account: ProbeAccount, wait: float) -> None:
    token, door = mail.new_token(), outside.smtp
    run.masker.learn(door.password, door.user)
    data = mail.message(outside.address, account.address, token)
    try:
        client = Smtp(door.target, door.port, part.wire, tls=door.tls).secure()
        with client:
            client.user, client.password = door.user, door.password
            client.auth("PLAIN", client.auth_plain)
            reply = mail.transact(client, outside.address, [account.address], data)
    except (OSError, smtplib.SMTPException) as error:
        # What failed is theirs: nothing is known about our service.
        raise CouldNotTest(f"{outside.id} tidak menghantar: {error}", f"{outside.id} does not send: {error}") from error
    if not reply.accepted:
        raise CouldNotTest(f"{outside.id} tidak menghantar: {reply}", f"{outside.id} does not send: {reply}")
    sent = time.monotonic()
    came = mail.arrived(run, account, token, part.wire, wait=wait)
    _tell(part, came, time.monotonic() - sent, wait)


def _outward(run: Run, part: Part, outside: Outside, account: ProbeAccount, wait: float) -> None:
    door = outside.imap
    if door is None:
        raise CouldNotTest(f"{outside.id} tiada pintu IMAP (imap)", f"{outside.id} has no IMAP door (imap)")
    token = mail.new_token()
    data = mail.message(account.address, outside.address, token)
    try:
        with open_submission(run.target, account.address, run.password(account), part.wire) as client:
            reply = mail.transact(client, account.address, [outside.address], data)
    except (OSError, smtplib.SMTPException) as error:
        part.saw(False, f"tidak dapat dihantar: {error}", f"could not be sent: {error}")
        return
    if not reply.accepted:
        part.saw(False, str(reply), str(reply))
        return
    sent = time.monotonic()
    box = ProbeAccount(door.user, "outside")
    there = Run(door.target, run.standard, [box], masker=run.masker)
    there.remember(box, door.password)
    try:
        came = mail.arrived(there, box, token, part.wire, wait=wait)
    except (OSError, imaplib.IMAP4.error) as error:
        raise CouldNotTest(
            f"{outside.id} tidak menunjukkan peti melnya: {error}", f"{outside.id} does not show its mailbox: {error}"
        ) from error
    if not came and mail.notice(run, account, token, part.wire, wait=0):
        part.saw(False, "dikembalikan kepada penghantar", "was returned to the sender")
        return
    _tell(part, came, time.monotonic() - sent, wait)


def _tell(part: Part, came: bool, seconds: float, wait: float) -> None:
    ms, en = f"tiba selepas {seconds:.0f} saat", f"arrived after {seconds:.0f} seconds"
    if not came:
        ms, en = f"tidak tiba dalam {wait:.0f} saat", f"did not arrive within {wait:.0f} seconds"
    part.saw(came, ms, en, told=True, arrival_seconds=round(seconds, 1))


def _door(outside: str, given: Mapping[str, Any]) -> Door:
    password = given.get("password") or ""
    if given.get("password_file"):
        try:
            password = Path(given["password_file"]).expanduser().read_text(encoding="utf-8").strip()
        except OSError as error:
            raise RasmiError(f"outside {outside}: password_file: {given['password_file']}: {error.strerror}") from error
    target = Target(
        name=given.get("server_name") or given["host"],
        address=given["host"],
        domains=(),
        ca_file=given.get("ca_file") or "",
        ports=Ports(imaps=int(given["port"])),
        timeout=float(given["timeout"]),
    )
    return Door(target, int(given["port"]), given.get("security", "tls") == "tls", given["user"], password)
