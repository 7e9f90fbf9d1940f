# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The password policy of a Zimbra account, checked by ourselves: the server lets administrators bypass it (trap 3).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PolicyRefusedError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import objects

if TYPE_CHECKING:
    from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.work import Work

_PREFIX = "zimbraPassword"
_ALLOWED, _PUNCTUATION = f"{_PREFIX}AllowedChars", f"{_PREFIX}AllowedPunctuationChars"
#: Least numbers -> what is counted, in the server's order.
_LEAST: Mapping[str, str] = {
    "MinUpperCaseChars": "capital letters",
    "MinLowerCaseChars": "small letters",
    "MinNumericChars": "digits",
    "MinPunctuationChars": "punctuation characters",
    "MinAlphaChars": "letters",
    "MinDigitsOrPuncs": "digits or punctuation characters",
}
#: What is read of the account, or of the COS that a new account gets.
ATTRIBUTES: tuple[str, ...] = (
    f"{_PREFIX}MinLength",
    f"{_PREFIX}MaxLength",
    *(f"{_PREFIX}{name}" for name in _LEAST),
    _ALLOWED,
    _PUNCTUATION,
)

Policy = Mapping[str, Sequence[str]]


def given(params: Mapping[str, Any]) -> str:
    """The password of the task, from `password` or the first line of `password_file`; empty when there is none."""
    if params.get("password"):
        return str(params["password"])
    if not params.get("password_file"):
        return ""
    path = Path(str(params["password_file"])).expanduser()
    try:
        secret = path.read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        raise RasmiError(f"password_file: {path}: {error.strerror}.") from error
    if not secret or "\n" in secret:
        raise RasmiError(f"password_file: {path} must hold one line, the password.")
    return secret


def policy_of(one: Work) -> Policy:
    """What holds for an account that is there, values of its COS included. One request."""
    found = objects.read(one.soap, one.kind, ("id", one.id), ATTRIBUTES, inherited=True)
    return found.entry.attrs if found else {}


def policy_of_new(one: Work) -> Policy:
    """What will hold for an account that is to be made: its own values over those of the COS that it gets."""
    own = {difference.attribute: difference.after for difference in one.differences}
    cos = objects.KINDS["cos"]
    chosen = next(iter(own.get("zimbraCOSId", ())), "") or _default_cos(one)
    found = objects.read(one.soap, cos, ("id", chosen) if chosen else ("name", "default"), ATTRIBUTES)
    return {**(found.entry.attrs if found else {}), **own}


def _default_cos(one: Work) -> str:
    domain = one.name.rpartition("@")[2]
    found = objects.read(one.soap, objects.KINDS["domain"], ("name", domain), ["zimbraDomainDefaultCOSId"])
    return next(iter(found.entry.attrs.get("zimbraDomainDefaultCOSId", ())), "") if found else ""


def check(secret: str, policy: Policy, name: str) -> None:
    """Raise PolicyRefusedError that names every attribute which the password violates, never the password."""
    wrong = violations(secret, policy, name.partition("@")[0])
    if wrong:
        raise PolicyRefusedError(f"{name}: the password was not set, it violates the policy: {'; '.join(wrong)}.")


def violations(secret: str, policy: Policy, user: str) -> list[str]:
    """Every rule of the server that the password breaks. `user` is the part of the address before the @."""
    wrong = []
    least, most = _number(policy, "MinLength"), _number(policy, "MaxLength")
    if len(secret) < least:
        wrong.append(f"shorter than {least} ({_PREFIX}MinLength)")
    if most and len(secret) > most:
        wrong.append(f"longer than {most} ({_PREFIX}MaxLength)")
    if user and user.lower() in secret.lower():
        wrong.append("contains the user name")
    allowed = _pattern(policy, _ALLOWED)
    if allowed and not all(allowed(character) for character in secret):
        wrong.append(f"has a character that is not allowed ({_ALLOWED})")
    counted = _count(secret, _pattern(policy, _PUNCTUATION))
    for rule, words in _LEAST.items():
        number = _number(policy, rule)
        if counted[rule] < number:
            wrong.append(f"fewer than {number} {words} ({_PREFIX}{rule})")
    return wrong


def _count(secret: str, punctuation: Callable[[str], bool] | None) -> dict[str, int]:
    """Characters by class as the server counts them: whatever is no digit and no punctuation is a letter."""
    upper = sum(character.isupper() for character in secret)
    lower = sum(character.islower() for character in secret)
    digits = sum(character.isdecimal() for character in secret)
    rest = [one for one in secret if not (one.isupper() or one.islower() or one.isdecimal())]
    marks = sum(punctuation(one) if punctuation else _ascii_punctuation(one) for one in rest)
    return {
        "MinUpperCaseChars": upper,
        "MinLowerCaseChars": lower,
        "MinNumericChars": digits,
        "MinPunctuationChars": marks,
        "MinAlphaChars": len(secret) - digits - marks,
        "MinDigitsOrPuncs": digits + marks,
    }


def _ascii_punctuation(character: str) -> bool:
    return "!" <= character <= "~" and not character.isalnum()


def _pattern(policy: Policy, attribute: str) -> Callable[[str], bool] | None:
    text = _first(policy, attribute)
    if not text:
        return None
    try:
        compiled = re.compile(text)
    except re.error as error:
        raise RasmiError(
            f"{attribute}: {text!r} is not understood here ({error}); the password cannot be checked."
        ) from error
    return lambda character: compiled.fullmatch(character) is not None


def _number(policy: Policy, rule: str) -> int:
    return int(_first(policy, f"{_PREFIX}{rule}") or 0)


def _first(policy: Policy, attribute: str) -> str:
    return str(next(iter(policy.get(attribute, ())), ""))
