# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values: what a parameter's type makes of what a client sends, in the form in which it goes on the wire again."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .clixml import Many, Uri

UNITS = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
LONG_UNITS = {"kilobytes": "KB", "megabytes": "MB", "gigabytes": "GB", "bytes": "B"}
UNLIMITED = "Unlimited"
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?B)?(?:\s*\(([\d,]+) bytes\))?", re.IGNORECASE)
_SPAN = re.compile(r"(-?)(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_WORDED = re.compile(r"(\d+) (second|minute|hour|day)s?")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class WrongType(Exception):
    """The value is none of the type's; the binder says so in PowerShell's words."""


@dataclass(frozen=True)
class Delta:
    """A hashtable @{Add=...; Remove=...} for a multi-valued parameter."""

    add: tuple[Any, ...]
    remove: tuple[Any, ...]

    def of(self, present: list[Any]) -> Many:
        """The list after the change; text is compared without case."""
        gone = {_folded(one) for one in self.remove}
        kept = [one for one in present if _folded(one) not in gone]
        known = {_folded(one) for one in kept}
        return Many([*kept, *(one for one in self.add if _folded(one) not in known)])


def _folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def size_text(octets: int) -> str:
    """ByteQuantifiedSize.ToString(): "2 GB (2,147,483,648 bytes)"; the largest unit that gives at least one."""
    unit = next((name for name in ("TB", "GB", "MB", "KB") if octets >= UNITS[name]), "B")
    number = f"{octets / UNITS[unit]:.4g}" if octets < UNITS[unit] * 1000 else str(octets // UNITS[unit])
    return f"{number} {unit} ({octets:,} bytes)"


def size_bytes(text: str) -> int:
    """Bytes of a size's text. Raises WrongType."""
    if "(" not in text:
        for word, unit in LONG_UNITS.items():
            text = text.replace(word, unit)
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise WrongType("ByteQuantifiedSize")
    if found.group(3):
        return int(found.group(3).replace(",", ""))
    return round(float(found.group(1)) * UNITS[(found.group(2) or "B").upper()])


def kilobytes(text: str) -> int | None:
    """What Active Directory keeps of a quota: KB, rounded up; None is unlimited."""
    return None if text == UNLIMITED else -(-size_bytes(text) // 1024)


def span_seconds(text: str) -> int:
    """Seconds of a time span, "[d.]hh:mm[:ss]". Raises WrongType."""
    worded = _WORDED.fullmatch(text.strip())
    if worded:
        return int(worded.group(1)) * _SECONDS[worded.group(2)]
    if text.strip().isdigit():
        return int(text) * 86400
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise WrongType("EnhancedTimeSpan")
    sign, days, hours, minutes, seconds = found.groups()
    total = int(days or 0) * 86400 + int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    return -total if sign else total


def span_text(seconds: int) -> str:
    """EnhancedTimeSpan.ToString(): "90.00:00:00"."""
    days, rest = divmod(seconds, 86400)
    clock = f"{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}"
    return f"{days}.{clock}" if days else clock


def _boolean(value: Any, _row: dict[str, Any]) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    raise WrongType("Boolean")


def _switch(value: Any, _row: dict[str, Any]) -> Any:
    return True if value is None else _boolean(value, _row)


def _size(value: Any, _row: dict[str, Any]) -> Any:
    return size_text(size_bytes(str(value)))


def _unlimited(value: Any, row: dict[str, Any]) -> Any:
    if str(value).lower() == "unlimited":
        return UNLIMITED
    if row.get("unit"):
        return _size(value, row)
    if str(value).isdigit():
        return str(value)
    try:
        return span_text(span_seconds(str(value)))
    except WrongType:
        return _size(value, row)


def _span(value: Any, _row: dict[str, Any]) -> Any:
    return span_text(span_seconds(str(value)))


def _whole(value: Any, row: dict[str, Any]) -> Any:
    if isinstance(value, bool) or not re.fullmatch(r"-?\d+", str(value)):
        raise WrongType(row["type"])
    if row["type"].startswith("U") and int(value) < 0:
        raise WrongType(row["type"])
    return int(value)


def _guid(value: Any, _row: dict[str, Any]) -> Any:
    try:
        return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))
    except ValueError as problem:
        raise WrongType("System.Guid") from problem


def _uri(value: Any, _row: dict[str, Any]) -> Any:
    if not re.match(r"https?://[^/\s]+", str(value)):
        raise WrongType("System.Uri")
    return Uri(str(value))


def _address(value: Any, _row: dict[str, Any]) -> Any:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", str(value)):
        raise WrongType("Microsoft.Exchange.Data.SmtpAddress")
    return str(value)


def _secure(value: Any, _row: dict[str, Any]) -> Any:
    if type(value).__name__ != "Secret":
        raise WrongType("System.Security.SecureString")
    return value


def _moment(value: Any, _row: dict[str, Any]) -> Any:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as problem:
        raise WrongType("System.DateTime") from problem
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _text(value: Any, row: dict[str, Any]) -> Any:
    if isinstance(value, list | dict):
        raise WrongType(row["type"])
    return str(value)


_KINDS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "Boolean": _boolean,
    "SwitchParameter": _switch,
    "ByteQuantifiedSize": _size,
    "Unlimited": _unlimited,
    "EnhancedTimeSpan": _span,
    "TimeSpan": _span,
    "Guid": _guid,
    "Uri": _uri,
    "SmtpAddress": _address,
    "SecureString": _secure,
    "DateTime": _moment,
    "ExDateTime": _moment,
    **dict.fromkeys(("Int16", "Int32", "Int64", "UInt16", "UInt32"), _whole),
}
_LISTS = ("MultiValuedProperty", "ProxyAddressCollection", "ProxyAddressTemplateCollection")


def is_list(row: dict[str, Any]) -> bool:
    """Whether a parameter takes several values."""
    return row["type"].endswith("[]") or row["type"] in _LISTS


def convert(value: Any, row: dict[str, Any]) -> Any:
    """A parameter's value as its type keeps it; None stays None where the type has a null. Raises WrongType."""
    if is_list(row):
        return _several(value, row)
    kind = row["type"]
    if value is None and kind not in ("SwitchParameter", "Boolean"):
        return None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    found = _KINDS.get(kind, _text)(value, row)
    return _accepted(found, row) if kind not in _KINDS and "accepted" in row else found


def _several(value: Any, row: dict[str, Any]) -> Any:
    if value is None:
        return Many()
    if isinstance(value, dict):
        keys = {str(key).lower(): one for key, one in value.items()}
        if not keys or not set(keys) <= {"add", "remove"}:
            raise WrongType(row["type"])
        sides = [keys.get(side, ()) for side in ("add", "remove")]
        return Delta(*(tuple(one) if isinstance(one, list | tuple) else (one,) for one in sides))
    found = value if isinstance(value, list) else [value]
    return Many([_accepted(one, row) if isinstance(one, str) else one for one in found])


def _accepted(value: Any, row: dict[str, Any]) -> Any:
    """An enumerator in its own spelling; several with commas where the type has flags."""
    accepted = {one.lower(): one for one in row.get("accepted", [])}
    if not accepted:
        return value
    parts = [one.strip().lower() for one in str(value).split(",")]
    if not all(one in accepted for one in parts):
        raise WrongType(row["type"])
    return ", ".join(accepted[one] for one in parts)
