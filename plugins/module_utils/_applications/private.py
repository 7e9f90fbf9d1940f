# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must never be written down or shown: identity-card numbers and passwords.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re

MASK = "******-**-****"
HIDDEN = "(not shown)"

#: Twelve digits in the grouping of a MyKad number, not part of a longer word (a hash) or of "+60..." numbers.
#: The prefilter runs over every byte of every form, so it stays free of look-behind.
_CANDIDATE = re.compile(rb"\b\d{6}[-. ]?\d\d[-. ]?\d{4}\b")
#: The same for a few values: without the edges of words, which take half of its time. Who finds more looks again.
_IN_TEXT = re.compile(r"[0-9]{6}[-. ]?[0-9]{2}[-. ]?[0-9]{4}")
_IDENTITY = re.compile(r"(?<![\w+])\d{6}[-. ]?\d\d[-. ]?\d{4}(?!\w)")
_PASSWORD_KEY = re.compile(r"kata[\W_]*laluan|passw(?:or)?d|passphrase|^(?:pwd|pass|pin)$", re.IGNORECASE)
_PASSWORD_TEXT = re.compile(r"(?:kata[\W_]*laluan|passw(?:or)?d)\s*[:=]\s*\S", re.IGNORECASE)


def identity_numbers(raw: bytes) -> list[int]:
    """1-based lines of `raw` that show an identity-card number in clear, comments included."""
    if _CANDIDATE.search(raw) is None:
        return []
    text = raw.decode("utf-8", "replace")
    return [text.count("\n", 0, match.start()) + 1 for match in _IDENTITY.finditer(text)]


def without_numbers(text: str) -> str:
    """`text` with every identity-card number replaced."""
    return _IDENTITY.sub(MASK, text)


def masked(text: str) -> str:
    """`text` with every identity-card number and every written password replaced."""
    if _PASSWORD_TEXT.search(text):
        return HIDDEN
    return without_numbers(text)


def is_password_name(key: str) -> bool:
    """Whether a field of this name would hold a password, whatever the language or spelling."""
    return _PASSWORD_KEY.search(key) is not None


def tells_password(text: str) -> bool:
    """Whether a text says "kata laluan: ..." or "password = ..."."""
    return _PASSWORD_TEXT.search(text) is not None


def may_show_secret(text: str) -> bool:
    """Cheap test over some values: False means that they hold neither an identity-card number nor a password."""
    lower = text.lower()
    return "laluan" in lower or "passw" in lower or _IN_TEXT.search(text) is not None


def may_tell_password(raw: bytes) -> bool:
    """Cheap test over a whole file: False means that no value of it needs to be looked at."""
    lower = raw.lower()
    return b"laluan" in lower or b"passw" in lower
