# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keyed hash that stands for an identity-card number in Git, plans and directories.

The number itself never leaves the intake. There are few enough numbers to try them all, so the hash is worth nothing
without a strong key. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import hmac

PREFIX = "hmac-sha256:"
#: 128 bits, the least that keeps the key from being guessed.
SHORTEST_KEY = 16
_DIGITS = 12


def identity_key(number: str, key: str) -> str:
    """Return "hmac-sha256:<64 hex>" of an identity-card number; spaces and dashes in it do not matter.

    ValueError says what is wrong, without ever quoting the number or the key.
    """
    digits = "".join(str(number).replace("-", "").split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == _DIGITS):
        raise ValueError(f"an identity-card number has {_DIGITS} digits; what was given does not (not shown)")
    if len(key.encode()) < SHORTEST_KEY:
        raise ValueError(f"the key must have at least {SHORTEST_KEY} bytes; make one with: openssl rand -hex 32")
    return PREFIX + hmac.new(key.encode(), digits.encode(), hashlib.sha256).hexdigest()
