# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a helpdesk may do to a probe account, so that a probe can bring about what it wants to observe.

Every platform's implementation refuses accounts that are not of the kind "probe". PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Collection
from typing import Protocol


class Steward(Protocol):
    """Administrator's acts on probe accounts. Addresses are lower case, sizes bytes (0 = unlimited)."""

    def set_password(self, address: str, password: str, *, temporary: bool = False) -> None:
        """Set a password; `temporary` marks it as one that must be changed. Raises PolicyRefusedError."""

    def release(self, address: str) -> None:
        """Lift a lock that failed logins caused."""

    def age_password(self, address: str, days: float) -> None:
        """Make the present password `days` old."""

    def quota(self, address: str) -> int:
        """Return the quota in bytes, 0 = unlimited."""

    def set_quota(self, address: str, size: int) -> None:
        """Set the quota in bytes, 0 = unlimited."""

    def suspend(self, address: str) -> None:
        """Suspend the account as the accounts playbook does."""

    def resume(self, address: str) -> None:
        """Make the account active again."""

    def close(self) -> None:
        """End the connection; safe to call twice."""


_ALPHABETS = {
    "letter": string.ascii_letters,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "digit": string.digits,
    "special": "!#%+-=?_",
}
#: Of these a password with the class has one character each. Letters are of both cases: a directory that counts
#: upper and lower case as classes would refuse letters and digits for one of them that is missing by chance.
_AT_LEAST = {"letter": ("lower", "upper")}


def make_password(length: int, classes: Collection[str]) -> str:
    """Return a random password of `length` characters with at least one of each class and no other class.

    With "letter" it has a capital and a small letter. So that one asked for without a class breaks that rule alone,
    `length` must be at least the number of classes, and one more with "letter".
    """
    least = [_ALPHABETS[kind] for name in sorted(classes) for kind in _AT_LEAST.get(name, (name,))]
    everything = "".join(_ALPHABETS[name] for name in sorted(classes))
    picked = [secrets.choice(kind) for kind in least]
    picked += [secrets.choice(everything) for _number in range(length - len(picked))]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)
