# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Account information of a reference server, kept and restored with slapd's own tools. Runs on the mail server.

What is kept hangs below the branches of accounts and groups; the branches, the service names and the policies are made
by provisioning. Nothing is written in clear: the export goes from slapcat to openssl and back through memory.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

KEPT = "(|(objectClass=rasmiAccount)(objectClass=rasmiGroup))"
_CLASSES = {"accounts": b"\nobjectClass: rasmiAccount\n", "groups": b"\nobjectClass: rasmiGroup\n"}


class KeptError(Exception):
    """Nothing was kept or restored; the text says why."""


def run(command: Sequence[str], given: bytes = b"") -> bytes:
    """What a program prints. Raises KeptError when it fails; what it was given is in no message."""
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-500:]
        raise KeptError(f"{os.path.basename(command[0])} failed: {said}")
    return done.stdout


def export(config: str, base_dn: str) -> bytes:
    """All accounts, tombstones and groups as LDIF, operational attributes included; slapd goes on working.

    `config` is slapd's configuration directory. Raises KeptError.
    """
    return run(["/usr/sbin/slapcat", "-o", "ldif-wrap=no", "-F", config, "-b", base_dn, "-a", KEPT])


def count(ldif: bytes) -> dict[str, int]:
    """How many accounts and groups an export holds: {"accounts": 40, "groups": 3}."""
    return {name: ldif.count(mark) for name, mark in _CLASSES.items()}


def whole(ldif: bytes) -> dict[str, int]:
    """`count`, for an export that is to be kept. Raises KeptError when it is empty or breaks off."""
    found = count(ldif)
    if not found["accounts"]:
        raise KeptError("the directory gave no account at all; nothing was kept")
    if not ldif.endswith(b"\n\n"):
        raise KeptError("the export broke off in the middle of an entry; nothing was kept")
    return found


def seal(ldif: bytes, certificates: Sequence[str], dest: str) -> str:
    """Encrypt to the certificates (PEM, as text) and put the file in its place; gives its SHA-256 (hex).

    CMS EnvelopedData (RFC 5652), AES-256, DER, mode 0600; the file is complete or not there. Raises KeptError, OSError.
    """
    folder = os.path.dirname(dest)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".rasmi-", dir=folder) as work:
        names = [os.path.join(work, f"{number}.pem") for number in range(len(certificates))]
        for name, text in zip(names, certificates, strict=True):
            Path(name).write_text(text, encoding="ascii", errors="replace")
        new = os.path.join(work, "sealed")
        run(["openssl", "cms", "-encrypt", "-binary", "-aes256", "-outform", "DER", "-out", new, *names], ldif)
        os.chmod(new, 0o600)
        with open(new, "rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.sha256(file.read()).hexdigest()
        os.replace(new, dest)
    return digest


def unseal(path: str, certificate: str, key: str) -> bytes:
    """The export in a file that `seal` made, in memory only. Raises KeptError with another key or a damaged file."""
    with open(path, "rb") as file:
        sealed = file.read()
    command = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-recip", certificate, "-inkey", key]
    try:
        ldif = run(command, sealed)
    except KeptError as error:
        raise KeptError(f"{path} was not encrypted for {certificate}, or is damaged: {error}") from error
    whole(ldif)
    return ldif


def names(ldif: bytes) -> set[bytes]:
    """The entryUUID of every entry of an export, which is how a server tells that it has them already."""
    return {line[11:] for line in ldif.split(b"\n") if line.startswith(b"entryUUID: ")}


def fill(ldif: bytes, config: str, base_dn: str, user: str) -> None:
    """Add the entries to the stopped server's database as its owner. Raises KeptError.

    All or nothing is slapadd's own: the caller starts from an empty server, so a broken attempt is seen and refused.
    """
    command = ["/usr/sbin/runuser", "-u", user, "--", "/usr/sbin/slapadd", "-F", config, "-b", base_dn]
    run(command, ldif)
