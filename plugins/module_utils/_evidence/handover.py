# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Temporary passwords and the files that carry them to the e-mail supervisors.

A password exists in three places only: in the memory of the run, in one encrypted file per supervisor, and on the
server as a hash that its owner must change. The files are on the disk before the server hears of the first account:
a run killed anywhere leaves no account whose password nobody has. A file may therefore name an account that was never
made, or that a later run made again; the account's attribute rasmiHandover names the file that counts.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import html
import os
import secrets
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import INDIVIDUAL, Change
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: Characters that are read aloud and typed without doubt: no 0/O, 1/l/I.
LETTERS = "".join(char for char in string.ascii_letters if char not in "OolIi")
DIGITS = "23456789"
SPECIALS = "!#%+-=?@*"
_EVERY = LETTERS + DIGITS + SPECIALS
# 64 characters: six bits of a random byte choose one of them, all equally likely.
if len(_EVERY) != 64:
    raise ImportError("the alphabet of temporary passwords must have 64 characters")
_LETTERS, _DIGITS, _SPECIALS = frozenset(LETTERS), frozenset(DIGITS), frozenset(SPECIALS)
_CHOSEN = bytes(ord(_EVERY[byte & 63]) for byte in range(256))
#: Passwords that are drawn at once.
_DRAWN = 64
# Every third character is one of 16 that are no letters, so that no three letters stand together: Active Directory
# refuses a password with a part of the owner's name of three characters or more, and "Nur", "Wan" and "Mat" are names.
# Among 100,000 people some thirty would otherwise be drawn such a password.
_APART = bytes(ord((DIGITS + SPECIALS[:8])[byte & 15]) for byte in range(256))
#: Never shorter than this, whatever the standard asks for at least.
SHORTEST = 14


@dataclass(frozen=True)
class Credentials:
    """What one run made: address -> password, address -> file id, and a public line about each file."""

    passwords: Mapping[str, str]
    files: Mapping[str, str]
    written: Sequence[Mapping[str, Any]]


def temporary_passwords(minimum: int) -> Iterator[str]:
    """Random passwords with letters, digits and special characters, at least `minimum` long (C-PWD-LEN), without end.

    14 characters have 76 bits. The system is asked for the randomness of several at once: asking for each took half of
    the time.
    """
    length = max(minimum, SHORTEST)
    while True:
        random = secrets.token_bytes(length * _DRAWN)
        several = bytearray(random.translate(_CHOSEN))
        for third in range(2, length, 3):
            several[third::length] = random[third::length].translate(_APART)
        drawn = several.decode()
        for at in range(0, len(drawn), length):
            found = drawn[at : at + length]
            if not (_LETTERS.isdisjoint(found) or _DIGITS.isdisjoint(found) or _SPECIALS.isdisjoint(found)):
                yield found


def needs_password(change: Change) -> bool:
    """True for a new or restored account of a person; a department's mailbox has no password of its own (C10)."""
    return change.verb in ("create", "restore") and change.after.get("kind", INDIVIDUAL) == INDIVIDUAL


def check_supervisors(
    changes: Iterable[Change], certificates: Mapping[str, str], source: str
) -> dict[str, Certificate]:
    """The certificate of every supervisor that `changes` need, or FaultsError with everything that is wrong.

    `certificates` maps a supervisor's id to the path of an X.509 certificate (PEM or DER); `source` is the file that
    a person would correct.
    """
    wanted: dict[str, str] = {}
    for change in changes:
        if needs_password(change):
            wanted.setdefault(str(change.after.get("supervisor", "")), change.account)
    found: dict[str, Certificate] = {}
    faults: list[Fault] = []
    for supervisor, account in sorted(wanted.items()):
        result = _certificate(supervisor, account, certificates.get(supervisor, ""), source)
        if isinstance(result, Fault):
            faults.append(result)
        else:
            found[supervisor] = result
    if faults:
        raise FaultsError("Credential files", faults)
    return found


def _certificate(supervisor: str, account: str, path: str, source: str) -> Certificate | Fault:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    where = f"{supervisor or '(none)'}.certificate"
    if not path:
        remedy = "Give the path of the supervisor's X.509 certificate; the temporary password is encrypted to it"
        return Fault(source, 0, where, "", f"no certificate, but {account} needs a temporary password", remedy)
    try:
        data = Path(path).expanduser().read_bytes()
        load = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
        certificate = load(data)
    except OSError as error:
        return Fault(source, 0, where, path, str(error.strerror), "Put the certificate there or correct the path")
    except ValueError:
        return Fault(source, 0, where, path, "not an X.509 certificate", "Give a PEM or DER certificate")
    if not isinstance(certificate.public_key(), RSAPublicKey):
        return Fault(source, 0, where, path, "the key is not RSA", "Give an RSA certificate; others cannot encrypt")
    now = datetime.now(UTC)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        until = certificate.not_valid_after_utc.date().isoformat()
        return Fault(source, 0, where, path, f"not valid today (ends {until})", "Renew the supervisor's certificate")
    return certificate


def make(
    changes: Iterable[Change], certificates: Mapping[str, Certificate], directory: str | Path, run: str, minimum: int
) -> Credentials:
    """Make a password for every new account of a person and write the supervisors' files, synced to the disk.

    Raises RasmiError when a file cannot be written; then nothing may be sent to a server.
    """
    passwords: dict[str, str] = {}
    files: dict[str, str] = {}
    by_supervisor: dict[str, list[Change]] = {}
    drawn = temporary_passwords(minimum)
    for change in changes:
        if needs_password(change):
            passwords[change.account] = next(drawn)
            by_supervisor.setdefault(str(change.after.get("supervisor", "")), []).append(change)
    written = []
    for position, (supervisor, mine) in enumerate(sorted(by_supervisor.items()), 1):
        name = f"{run}-{position:02d}"
        path = Path(directory) / f"{name}.p7m"
        _write(path, encrypt(_page(name, supervisor, mine, passwords), certificates[supervisor]))
        files.update(dict.fromkeys([change.account for change in mine], name))
        written.append({"id": name, "supervisor": supervisor, "accounts": len(mine), "path": str(path)})
    return Credentials(passwords, files, written)


def encrypt(content: bytes, certificate: Certificate) -> bytes:
    """CMS EnvelopedData (RFC 5652), AES-256, DER; opened with `openssl cms -decrypt -inform DER -inkey KEY`."""
    from cryptography.hazmat.primitives.ciphers.algorithms import AES256
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content).add_recipient(certificate)
    builder = builder.set_content_encryption_algorithm(AES256)
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise RasmiError(f"Credential file {path}: {error.strerror}; nothing was changed on the server.") from error


_PAGE = """<!DOCTYPE html>
<html lang="ms"><head><meta charset="utf-8"><title>Kata laluan sementara / Temporary passwords: {name}</title>
<style>body{{font-family:sans-serif}}table{{border-collapse:collapse}}td,th{{border:1px solid #888;padding:.4em}}
td.password{{font-family:monospace;font-size:1.2em}}</style></head><body>
<h1>Kata laluan sementara / Temporary passwords</h1>
<p>Fail / File: {name}<br>Penyelia e-mel / E-mail supervisor: {supervisor}</p>
<p>Serahkan kepada pemilik akaun sahaja. Kata laluan mesti ditukar semasa log masuk pertama melalui webmail.
Hapuskan fail ini selepas penyerahan. Jika alamat yang sama terdapat dalam fail yang lebih baharu, fail yang lebih
baharu itu yang sah; akaun yang tidak wujud bermaksud proses terhenti dan fail lain akan menyusul.</p>
<p>Give each password to its owner only. It must be changed at the first login in webmail. Destroy this file after the
handover. Where a later file names the same address, the later file counts; an account that does not exist means that
the run was interrupted and another file follows.</p>
<table><tr><th>Nama / Name</th><th>Alamat e-mel / E-mail address</th><th>Kata laluan sementara / Temporary password</th>
<th>Permohonan / Application</th></tr>
{rows}
</table></body></html>
"""


def _page(name: str, supervisor: str, changes: Sequence[Change], passwords: Mapping[str, str]) -> bytes:
    columns = (
        [str(change.after.get("name", "")) for change in changes],
        [change.account for change in changes],
        [passwords[change.account] for change in changes],
        [change.basis for change in changes],
    )
    rows = "\n".join(
        [
            f'<tr><td>{who}</td><td>{account}</td><td class="password">{password}</td><td>{basis}</td></tr>'
            for who, account, password, basis in zip(*map(_escaped, columns), strict=True)
        ]
    )
    return _PAGE.format(name=html.escape(name), supervisor=html.escape(supervisor), rows=rows).encode()


def _escaped(texts: Sequence[str]) -> list[str]:
    """Each of these texts for HTML. All at once takes a third of the time, unless one has the sign between them."""
    found = html.escape("\0".join(texts)).split("\0")
    return found if len(found) == len(texts) else [html.escape(text) for text in texts]
