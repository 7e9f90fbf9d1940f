# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file that keeps account information: password hashes are in it, so it is encrypted to certificates.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

FORMAT = 2
#: Before the lists were kept: accounts only, and nothing of where they are from.
OLDER = 1


def write(path: Path, kept: Mapping[str, Any], certificates: Sequence[str]) -> None:
    """Write what `backup.read` gave as CMS EnvelopedData (RFC 5652), AES-256, DER, readable by the owner only.

    Raises RasmiError.
    Any one of the certificates' keys opens it. The file is complete or not there.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.ciphers.algorithms import AES256
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    content = json.dumps({"format": FORMAT, **kept}, ensure_ascii=False, sort_keys=True).encode()
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content).set_content_encryption_algorithm(AES256)
    for name in certificates:
        try:
            builder = builder.add_recipient(x509.load_pem_x509_certificate(Path(name).expanduser().read_bytes()))
        except OSError as error:
            raise RasmiError(f"certificates: {name}: {error.strerror}.") from error
        except (TypeError, ValueError) as error:
            raise RasmiError(f"certificates: {name}: not an X.509 certificate (PEM) with an RSA key.") from error
    data = builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise RasmiError(f"{path}: {error.strerror}; the account information was not kept.") from error


def read(path: Path, certificate: str, key: str) -> dict[str, Any]:
    """What `write` was given: `accounts`, `lists`, `server`. The latter two are empty in an older file.

    Raises RasmiError when it cannot be opened with this key.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs7

    try:
        data = path.read_bytes()
        own = x509.load_pem_x509_certificate(Path(certificate).expanduser().read_bytes())
        private: Any = load_pem_private_key(Path(key).expanduser().read_bytes(), None)
    except OSError as error:
        raise RasmiError(f"{error.filename}: {error.strerror}.") from error
    except (TypeError, ValueError) as error:
        raise RasmiError(f"{certificate}, {key}: not a certificate and its unencrypted key, both PEM.") from error
    try:
        content = json.loads(pkcs7.pkcs7_decrypt_der(data, own, private, []))
    except ValueError as error:
        raise RasmiError(f"{path}: was not written for {certificate}, or is damaged.") from error
    if not isinstance(content, dict) or content.get("format") not in (OLDER, FORMAT):
        raise RasmiError(f"{path}: not account information in format {FORMAT}.")
    return {name: content.get(name, []) for name in ("accounts", "lists", "server")}
