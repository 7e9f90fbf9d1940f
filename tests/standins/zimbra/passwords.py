# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passwords: how they are kept, and what the policy of the account's COS says about a new one."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable

from .directory import Entry
from .faults import Fault, invalid_password
from .filters import moment
from .service import Service

DAY = 86_400_000
PUNCTUATION = frozenset(
    chr(code) for low, high in ((33, 47), (58, 64), (91, 96), (123, 126)) for code in range(low, high + 1)
)
COMMON = frozenset({"password", "123456789012", "qwerty123456", "Password1234!", "P@ssw0rd1234"})


def hashed(password: str, salt: bytes | None = None) -> str:
    """`{SSHA512}` with a salt of 8 bytes."""
    salt = os.urandom(8) if salt is None else salt
    digest = hashlib.sha512(password.encode() + salt).digest()
    return "{SSHA512}" + base64.b64encode(digest + salt).decode()


def matches(stored: str, password: str) -> bool:
    """True when a stored hash ({SSHA512}, {SSHA}, {SHA512}, {SHA}) is of this password."""
    found = re.match(r"^\{(\w+)\}(.*)$", stored)
    if not found or not password:
        return False
    name, size = {"SSHA512": ("sha512", 64), "SHA512": ("sha512", 64), "SSHA": ("sha1", 20), "SHA": ("sha1", 20)}.get(
        found[1].upper(), ("", 0)
    )
    if not name:
        return False
    raw = base64.b64decode(found[2])
    return hashlib.new(name, password.encode() + raw[size:]).digest() == raw[:size]


Read = Callable[[str], str]


def check_strength(read: Read, password: str, local_part: str) -> None:
    """Raise account.INVALID_PASSWORD for the first rule that is broken. `read` gives the effective value of a rule."""

    def limit(name: str) -> int:
        return int(read(name) or 0)

    if limit("zimbraPasswordMinLength") > 0 and len(password) < limit("zimbraPasswordMinLength"):
        raise invalid_password("too short", "zimbraPasswordMinLength", limit("zimbraPasswordMinLength"))
    if 0 < limit("zimbraPasswordMaxLength") < len(password):
        raise invalid_password("too long", "zimbraPasswordMaxLength", limit("zimbraPasswordMaxLength"))
    if read("zimbraFeatureAllowUsernameInPassword") == "FALSE" and local_part.lower() in password.lower():
        raise invalid_password("contains username", "zimbraFeatureAllowUsernameInPassword", "")
    if read("zimbraPasswordBlockCommonEnabled") == "TRUE" and password in COMMON:
        raise invalid_password("too common", "zimbraPasswordBlockCommonEnabled", "")
    allowed, marks = read("zimbraPasswordAllowedChars"), read("zimbraPasswordAllowedPunctuationChars")
    counts = dict.fromkeys(("upper", "lower", "numeric", "punctuation", "alpha"), 0)
    for char in password:
        if allowed and not re.fullmatch(allowed, char):
            raise invalid_password(f"{char} is not an allowed character", "zimbraPasswordAllowedChars", allowed)
        _count(counts, char, marks)
    counts["numeric or punctuation"] = counts["numeric"] + counts["punctuation"]
    for kind, word, name in (
        ("upper", "upper case", "zimbraPasswordMinUpperCaseChars"),
        ("lower", "lower case", "zimbraPasswordMinLowerCaseChars"),
        ("numeric", "numeric", "zimbraPasswordMinNumericChars"),
        ("punctuation", "punctuation", "zimbraPasswordMinPunctuationChars"),
        ("alpha", "alpha", "zimbraPasswordMinAlphaChars"),
        ("numeric or punctuation", "numeric or punctuation", "zimbraPasswordMinDigitsOrPuncs"),
    ):
        if counts[kind] < limit(name):
            raise invalid_password(f"not enough {word} characters", name, limit(name))


def _count(counts: dict[str, int], char: str, marks: str) -> None:
    alpha = True
    if char.isupper():
        counts["upper"] += 1
    elif char.islower():
        counts["lower"] += 1
    elif char.isdigit():
        counts["numeric"] += 1
        alpha = False
    elif re.fullmatch(marks, char) if marks else char in PUNCTUATION:
        counts["punctuation"] += 1
        alpha = False
    counts["alpha"] += alpha


def check(service: Service, account: Entry, password: str) -> None:
    """The strength of a new password of an account that exists."""
    check_strength(lambda name: service.value(account, name), password, account.get("uid"))


def history(service: Service, account: Entry) -> list[str]:
    """The hashes that must not come again, newest last, with the present one."""
    depth = service.integer(account, "zimbraPasswordEnforceHistory")
    if depth <= 0:
        return []
    kept = sorted(account.values("zimbraPasswordHistory"), key=lambda row: int(row.partition(":")[0] or 0))
    present = account.get("userPassword")
    if present:
        kept.append(f"{int(service.now() * 1000)}:{present}")
    return kept[-depth:]


def violation(service: Service, account: Entry, password: str, *, age: bool) -> Fault | None:
    """What the policy has against a new password: strength, then age, then history."""
    try:
        check(service, account, password)
    except Fault as fault:
        return fault
    days = service.integer(account, "zimbraPasswordMinAge")
    changed = account.get("zimbraPasswordModifiedTime")
    if age and days > 0 and changed and account.get("zimbraPasswordMustChange") != "TRUE":
        limit = service.stamp_at(service.now() - days * DAY / 1000)
        if moment(changed) > moment(limit):
            return Fault("account.PASSWORD_CHANGE_TOO_SOON", "password can't be changed yet")
    if any(matches(row.partition(":")[2], password) for row in history(service, account)):
        return Fault("account.PASSWORD_RECENTLY_USED", "password was recently used")
    return None


def store(service: Service, account: Entry, password: str) -> None:
    """Set the password: must-change goes, the time is noted, and every token ends."""
    validity = int(account.get("zimbraAuthTokenValidityValue") or 0) + 1
    values: dict[str, list[str] | str] = {
        "userPassword": hashed(password),
        "zimbraPasswordModifiedTime": service.stamp(),
        "zimbraPasswordMustChange": "",
        "zimbraAuthTokenValidityValue": str(validity),
    }
    kept = history(service, account)
    if kept:
        values["zimbraPasswordHistory"] = kept
    service.write(account, values)
