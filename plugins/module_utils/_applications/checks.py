# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one value of a form may be. Each check returns what is wrong with it, "" when nothing is.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

Check = Callable[[Any], str]

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PHONE = re.compile(r"\+?\(?[0-9](?:[ ()/-]*[0-9]){6,14}(?: ?(?:x|ext\.?|samb\.?) ?[0-9]{1,6})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STAFF_KEY = re.compile(r"hmac-sha256:[0-9a-f]{64}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_LOCAL_PART = re.compile(r"[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*(?<!\.)")
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_DIGIT = re.compile(r"\d")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

#: Longest local part that any mail system must accept (RFC 5321 4.5.3.1.1), in octets.
MAX_LOCAL_PART = 64
#: MyKad shows names of up to 80 characters.
MAX_NAME = 80


def text(value: Any) -> str:
    """One line or several of text, not empty."""
    if value.__class__ is not str:
        return "must be text"
    return "" if value.strip() else "is blank"


def line(value: Any) -> str:
    """A single line of text."""
    if value.__class__ is not str:
        return "must be text"
    if not value.strip():
        return "is blank"
    return "" if value.isprintable() or not _CONTROL.search(value) else "must be a single line"


def name(value: Any) -> str:
    """The name of a person."""
    why = line(value)
    if why:
        return why
    if len(value) > MAX_NAME:
        return f"is longer than {MAX_NAME} characters"
    return "holds a digit" if _DIGIT.search(value) else ""


@lru_cache(maxsize=65536)
def _real_date(value: str) -> bool:
    if not _ISO_DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def day(value: Any) -> str:
    """A date that exists, written 2026-01-31."""
    if value.__class__ is str and _real_date(value):
        return ""
    return "is not a real date"


def phone(value: Any) -> str:
    """A telephone number of 7 to 15 digits (E.164 allows 15), an extension aside."""
    return "" if value.__class__ is str and _PHONE.fullmatch(value) else "is not a telephone number"


def flag(value: Any) -> str:
    """true or false."""
    return "" if value in ("true", "false") or value.__class__ is bool else "must be true or false"


def is_true(value: Any) -> bool:
    """The meaning of a value that passed `flag`."""
    return value is True or value == "true"


def sha256(value: Any) -> str:
    """The SHA-256 of a file."""
    return "" if value.__class__ is str and _SHA256.fullmatch(value) else "is not a SHA-256 in 64 small hex digits"


def staff_key(value: Any) -> str:
    """The keyed hash that stands for an identity-card number."""
    return "" if value.__class__ is str and _STAFF_KEY.fullmatch(value) else "is not a keyed hash (HMAC-SHA-256)"


def last_four(value: Any) -> str:
    """The last four digits of an identity-card number."""
    return "" if value.__class__ is str and len(value) == 4 and value.isdecimal() else "is not four digits"


def identifier(value: Any) -> str:
    """An id: letters, digits and . _ / -, at most 64 characters."""
    return "" if value.__class__ is str and _IDENTIFIER.fullmatch(value) else "is not an id (letters, digits, . _ / -)"


def address(value: Any) -> str:
    """The shape of a mail address that can be given out; see `local_part` for lengths."""
    return _address(value) if value.__class__ is str else "is not a mail address"


# A form names its address several times, and each rule asks anew.
@lru_cache(maxsize=1024)
def _address(value: str) -> str:
    if value.count("@") != 1:
        return "is not a mail address"
    local, domain = value.lower().split("@")
    if not _DOMAIN.fullmatch(domain):
        return "has no valid domain"
    if not _LOCAL_PART.fullmatch(local):
        return "may hold only letters, digits, single dots, - and _ before the @"
    return ""


def reference(value: Any) -> str:
    """The id of an application, or an address."""
    if value.__class__ is str and "@" in value:
        return address(value)
    return identifier(value)


#: The words that a check of `one_of` allows, for the lists of a sheet to fill in.
CHOICES: dict[Check, tuple[str, ...]] = {}


def one_of(*allowed: str) -> Check:
    """One of a few words."""
    words = frozenset(allowed)
    listed = ", ".join(allowed)

    def check(value: Any) -> str:
        return "" if value.__class__ is str and value in words else f"must be one of {listed}"

    CHOICES[check] = allowed
    return check
