# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-RESTORE: account information that was kept makes an empty server the same again (R175).

The drill has two ends. Before the backup a probe account gets a known password; after the restoration both directories
are compared account by account, and that password must open the probe's mailbox on the restored server.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, sides
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import FORMAT, describe, write_private
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import platform_of
from ansible_collections.rasmi.mail.plugins.module_utils._probes.sides import Side, Values
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict

CONTROL = "C-RESTORE"
#: The probe that is logged in; its purpose says that it may.
PURPOSE = "receiver"
#: What a person would notice. The server's own time of the last login is not restored everywhere, and proves nothing.
STATE = (
    *("managed", "basis", "locked_at", "must_change", "password_changed_at"),
    *("suspended_on", "frozen_on", "removed_on", "entitlements"),
)


def prepare(run: Run, secret: Path) -> None:
    """Give the probe a known password on the live server and keep it for the other end. Raises RasmiError, OSError."""
    try:
        password = run.renew(run.account(PURPOSE))
    except CouldNotTest as error:
        raise RasmiError(f"The drill cannot begin: {error}.") from error
    write_private(secret, password + "\n")


def observe(run: Run, before: Path, after: Path, secret: Path) -> list[Verdict]:
    """Compare both directories and log in on the restored server. Never raises for what it met: that is red."""
    trial, people = Trial(run, CONTROL), both("akaun", "accounts")
    details = platform_of(run.target).details

    def look(name: str, expected: Bilingual, what: Bilingual, take: Callable[[Side], Mapping[str, Values]]) -> None:
        with trial.part(name, expected) as part:
            one, other = sides.read(before), sides.read(after)
            if details:
                sides.unlike(one, other)
            sides.compare(part, take(one), take(other), what)

    same = both("Setiap akaun sama seperti asal", "Every account is what it was")
    look("accounts", same, people, lambda side: sides.accounts(side, "fields"))
    kept = both("Keadaan dan umur kata laluan dikekalkan", "States and passwords' ages are kept")
    look("state", kept, people, lambda side: sides.states(side, STATE))
    if details:
        rules = both("Status, kelas dan dasar setiap akaun dikekalkan", "Status, class and policy are kept")
        look("policy", rules, people, lambda side: sides.accounts(side, "own"))
        members = both("Setiap kumpulan dan ahlinya ada", "Every group has its members")
        look("groups", members, both("kumpulan", "groups"), sides.groups)
    with trial.part("login", both("Kata laluan asal membuka peti mel", "The old password opens the mailbox")) as part:
        _log_in(run, secret, part)
    return trial.verdicts


def document(run: Run, verdicts: Sequence[Verdict], started: str, hashes: Mapping[str, str]) -> dict[str, Any]:
    """The record of a drill, in the shape that mail_report reads. `hashes` are SHA-256 of what was compared."""
    return {
        "format": FORMAT,
        "profile": run.standard.get("id", ""),
        "standard_fingerprint": run.standard.get("fingerprint", ""),
        "platform": run.target.platform,
        "target": run.target.name,
        "source": run.target.vantage,
        "started": started,
        "finished": run.now(),
        "controls": [CONTROL],
        "compared": dict(hashes),
        "verdicts": [verdict.to_dict() for verdict in verdicts],
    }


def text(record: Mapping[str, Any]) -> str:
    """The record as it is written to its file."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def sign(record: Path, certificate: str, key: str) -> Path:
    """Write a signature of the record beside it (CMS SignedData, detached, DER). Raises RasmiError."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7

    try:
        own = x509.load_pem_x509_certificate(Path(certificate).expanduser().read_bytes())
        private: Any = load_pem_private_key(Path(key).expanduser().read_bytes(), None)
        builder = pkcs7.PKCS7SignatureBuilder().set_data(record.read_bytes()).add_signer(own, private, SHA256())
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        signature = record.with_suffix(".p7s")
        signature.write_bytes(builder.sign(Encoding.DER, options))
    except OSError as error:
        raise RasmiError(f"{error.filename}: {error.strerror}; the drill's record is not signed.") from error
    except (TypeError, ValueError) as error:
        raise RasmiError(f"{certificate}, {key}: not a certificate and its unencrypted key (PEM).") from error
    return signature


def red(verdicts: Sequence[Verdict]) -> list[str]:
    """One line for each part that is red."""
    return [describe(verdict) for verdict in verdicts if verdict.red]


def forget(secret: Path) -> None:
    """Remove the probe's password; a second call is harmless."""
    if secret.exists():
        os.truncate(secret, 0)
        secret.unlink()


def _log_in(run: Run, secret: Path, part: Part) -> None:
    way, account = platform_of(run.target).login, run.account(PURPOSE)
    try:
        password = secret.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CouldNotTest(
            f"kata laluan akaun ujian tiada: {error.strerror}", f"the probe's password is not there: {error.strerror}"
        ) from error
    attempt = login.log_in(run, way, account, password, part.wire)
    said = f"{way.upper()}: {attempt.answer}"
    part.saw(attempt.accepted, said, said)
