# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scans that lie beside their forms: the file must be the one whose fingerprint the form gives (R196).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Problem

#: Name of the detail: a tuple of (place in the list `evidence`, file, SHA-256).
SCANS = "scans"
_LABEL = "Bukti: fail"


def named(evidence: Any) -> tuple[tuple[str, Any], ...]:
    """The detail of a form whose evidence names files; () for the many that give only references."""
    found = tuple(
        (str(place), item["file"], item["sha256"]) for place, item in enumerate(evidence or ()) if item.get("file")
    )
    return ((SCANS, found),) if found else ()


def check(root: str, items: Sequence[Application]) -> Iterator[tuple[int, Problem]]:
    """The faults of the scans that lie beside, by position; a scan that is kept elsewhere is not looked for."""
    for position, item in enumerate(items):
        if item.details:
            for place, file, digest in item.detail(SCANS, ()):
                why = _wrong(os.path.dirname(os.path.join(root, item.source)), file, digest)
                if why:
                    remedy = "Put the right scan there, or correct the fingerprint after looking at both."
                    path = ("evidence", int(place), "file")
                    yield position, Problem(path, file, why, remedy, ("R196",), _LABEL)


def _wrong(directory: str, file: str, digest: str) -> str:
    if os.path.basename(file) != file:
        return "is not the name of a file beside the form"
    try:
        with open(os.path.join(directory, file), "rb") as handle:
            found = hashlib.file_digest(handle, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if found == digest else "is another file than the form was approved with"
