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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import FORMAT, describe, write_private
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Run, Trial, both
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
_SHOWN = 5


def prepare(run: Run, secret: Path) -> None:
    """Give the probe a known password on the live server and keep it for the other end. Raises RasmiError, OSError."""
    try:
        password = run.renew(run.account(PURPOSE))
    except CouldNotTest as error:
        raise RasmiError(f"The drill cannot begin: {error}.") from error
    write_private(secret, password + "\n")


def observe(run: Run, before: Path, after: Path, secret: Path) -> list[Verdict]:
    """Compare both directories and log in on the restored server. Never raises for what it met: that is red."""
    trial = Trial(run, CONTROL)
    rows: list[list[dict[str, Any]]] = [[], []]
    with trial.part("accounts", both("Setiap akaun sama seperti asal", "Every account is what it was")) as part:
        rows = [_rows(before), _rows(after)]
        _compare(part, _by_id(rows[0], "fields"), _by_id(rows[1], "fields"))
    with trial.part(
        "state", both("Keadaan dan umur kata laluan dikekalkan", "States and passwords' ages are kept")
    ) as part:
        _compare(part, _by_id(rows[0], *STATE), _by_id(rows[1], *STATE))
    with trial.part("login", both("Kata laluan asal membuka peti mel", "The old password opens the mailbox")) as part:
        account = run.account(PURPOSE)
        password = secret.read_text(encoding="utf-8").strip()
        attempt = login.log_in(run, login.IMAP, account, password, part.wire)
        part.saw(attempt.accepted, f"IMAP: {attempt.answer}", f"IMAP: {attempt.answer}")
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


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CouldNotTest(f"{path.name} cannot be read: {error}") from error
    if not isinstance(found, list) or not found:
        raise CouldNotTest(f"{path.name} holds no account")
    return found


def _by_id(rows: Sequence[Mapping[str, Any]], *names: str) -> dict[str, Any]:
    """Account -> what is compared. The key is the server's own id, which a restoration keeps as well."""
    return {f"{row['fields']['address']} ({row['id']})": [row.get(name) for name in names] for row in rows}


def _compare(part: Part, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if not before:
        raise CouldNotTest("there is nothing to compare")
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    for name in differing[:_SHOWN]:
        word = "is missing" if name not in after else "was not there" if name not in before else "differs"
        part.wire.remark(f"{name}: {word}")
    same = len(before) - sum(name in before for name in differing)
    ms, en = f"{same} daripada {len(before)} akaun sama", f"{same} of {len(before)} accounts are the same"
    part.saw(not differing, ms, en, compared=len(before), different=len(differing))
