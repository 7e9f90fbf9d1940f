# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an edit of a configuration file gives back, and the rule that it must hold when it is read again.

Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import Document, ShapeError


@dataclass(frozen=True)
class Change:
    """One value that was not as wished; `where` says which, for people. An absent value is ""."""

    where: str
    before: str
    after: str


#: Asks for the edits of a document and says what they are.
Editor = Callable[[Document], list[Change]]


@dataclass(frozen=True)
class Edited:
    """A file after the edit. With a `fault` the bytes are those that came in, and `changes` is empty."""

    data: bytes
    changes: tuple[Change, ...] = ()
    fault: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.changes)

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": "" if self.fault else self.data.decode("utf-8"),
            "changed": self.changed,
            "changes": [
                f"{one.where}: {one.before or '(absent)'} -> {one.after or '(absent)'}" for one in self.changes
            ],
            "fault": self.fault,
        }


def edit(data: bytes, editor: Editor, rounds: int = 1) -> Edited:
    """Apply `editor`, which may need several `rounds` (each sees the file that the one before left).

    A file of another shape than the documented one, and an edit that does not hold, give a fault and change nothing.
    """
    now = data
    changes: list[Change] = []
    try:
        for _round in range(rounds):
            document = Document(now)
            found = editor(document)
            if not found:
                return Edited(now, tuple(changes))
            changes += found
            now = document.bytes()
        left = editor(Document(now))
    except ShapeError as error:
        return Edited(data, fault=f"{error}; nothing was changed in it")
    if left:
        return Edited(data, fault=f"the edit does not hold ({left[0].where}); nothing was changed in it")
    return Edited(now, tuple(changes))


def content(slurped: str) -> bytes:
    """The bytes of a file as the module slurp hands them over. Raises ShapeError."""
    try:
        return base64.b64decode(slurped, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ShapeError("it was not handed over in base64, as the module slurp does") from error
