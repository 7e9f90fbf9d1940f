# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of Exchange settings: from what a person writes to what a cmdlet takes, and whether two mean the same.

Sizes come back as "2 GB (2,147,483,648 bytes)", time spans as "90.00:00:00", enumerations as names in any order,
"unset" as null, as an empty text or as an empty list. Everything is compared by what it means.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.unfit import Unfit
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import DAY_SECONDS, parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import parse_size

BOOL, INT, TEXT, SIZE, COUNT, LIMIT, SPAN = "bool", "int", "text", "size", "count", "limit", "span"
FLAGS, ENUM, TEXTS, ADDRESSES, PROXIES, ID, IDS = "flags", "enum", "texts", "addresses", "proxies", "id", "ids"
URL, RANGES, MOMENT, ADDRESS = "url", "ranges", "moment", "address"
PROXY, WORDS = "proxy", "words"

UNLIMITED = "Unlimited"
_KIB = 1024
_BYTES = re.compile(r"\(([\d,. \u00a0]+) bytes\)")
_SPAN = re.compile(r"^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$")
_VERSION = re.compile(r"^Version (\d+)\.(\d+) \(Build (\d+)\.(\d+)\)$|^(\d+)\.(\d+)\.(\d+)\.(\d+)$")
_ADDRESS = re.compile(r"^[^\s@,;:]+@[^\s@,;:]+\.[^\s@,;:]+$")
_URL = re.compile(r"^https?://\S+$", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
#: First build of Subscription Edition, which has the version number of 2019.
_SE_BUILD = 2562


def is_unset(value: Any) -> bool:
    """Null, an empty text and an empty list all say that nothing is set."""
    return value is None or value == "" or value == [] or value == ()


def listed(value: Any) -> list[Any]:
    """A value, or several, as a list; unset as an empty one."""
    if is_unset(value):
        return []
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


# --- what values mean


def size_bytes(value: Any) -> int | None:
    """Bytes of "2 GB (2,147,483,648 bytes)", "300 MB", digits or a number, up to whole KB; None for no limit.

    Raises ValueError when it is no size.
    """
    if is_unset(value) or str(value).strip().casefold() in ("unlimited", "tanpa had"):
        return None
    found = _BYTES.search(str(value))
    number = int(re.sub(r"\D", "", found[1])) if found else parse_size(value)
    return -(-number // _KIB) * _KIB


def seconds(value: Any) -> int | None:
    """Seconds of "90.00:00:00", "90 days" or "PT10M"; None when unset or unlimited. Raises ValueError."""
    text = "" if is_unset(value) else str(value).strip()
    if not text or text.casefold() == "unlimited":
        return None
    found = _SPAN.match(text)
    if found:
        days, hours, minutes, rest = (int(part or 0) for part in found.groups()[1:])
        total = days * DAY_SECONDS + hours * 3600 + minutes * 60 + rest
        return -total if found[1] else total
    exact = parse_duration(text).exact_seconds
    if exact is None:
        raise ValueError("months and working days have no fixed length")
    return exact


def span_text(total: int) -> str:
    """Seconds as the server writes a time span: "90.00:00:00"."""
    days, rest = divmod(total, DAY_SECONDS)
    hours, rest = divmod(rest, 3600)
    clock = f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return f"{days}.{clock}" if days else clock


def version_of(value: Any) -> tuple[int, int, int, int]:
    """(15, 2, 1748, 10) of "Version 15.2 (Build 1748.10)". Raises ValueError."""
    found = _VERSION.match(str(value).strip())
    if found is None:
        raise ValueError(f"{value!r} is no version")
    numbers = [int(part) for part in found.groups() if part is not None]
    return numbers[0], numbers[1], numbers[2], numbers[3]


def release_of(version: tuple[int, int, int, int]) -> str:
    """2016, 2019 or SE; "" for a version that the collection does not know."""
    if version[:2] == (15, 1):
        return "2016"
    if version[:2] == (15, 2):
        return "SE" if version[2] >= _SE_BUILD else "2019"
    return ""


def names(value: Any) -> frozenset[str]:
    """Names of an enumeration with flags, in small letters; "None" is no flag."""
    parts = [part for one in listed(value) for part in str(one).split(",")]
    return frozenset(part.strip().casefold() for part in parts if part.strip()) - {"none"}


def proxy(value: Any) -> str:
    """A proxy address for comparison: only the case of SMTP: (primary) and smtp: (secondary) means something."""
    prefix, colon, address = str(value).partition(":")
    if not colon:
        return f"smtp:{str(value).casefold()}"
    return f"{prefix}:{address.casefold()}" if prefix.casefold() == "smtp" else f"{prefix.casefold()}:{address}"


def short_name(value: Any) -> str:
    """The name at the end of "domain/OU/Name", of "CN=Name,OU=...", or itself, for comparison."""
    text = str(value).strip()
    if re.match(r"^CN=", text, re.IGNORECASE):
        text = re.split(r"(?<!\\),", text[3:])[0]
        return re.sub(r"\\(.)", r"\1", text).casefold()
    return re.split(r"(?<!\\)/", text)[-1].replace("\\/", "/").casefold()


def _range(value: Any) -> tuple[str, str]:
    text = str(value).strip()
    try:
        if "/" in text:
            network = ipaddress.ip_network(text, strict=False)
            return str(network[0]), str(network[-1])
        first, _dash, last = text.partition("-")
        return str(ipaddress.ip_address(first.strip())), str(ipaddress.ip_address((last or first).strip()))
    except ValueError:
        return text.casefold(), ""


def _moment(value: Any) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _limit(value: Any) -> int | None:
    """A limit that may be a size, a time span or a number of something: bytes, seconds, the number as it stands."""
    if is_unset(value) or str(value).strip().casefold() == "unlimited":
        return None
    text = str(value).strip()
    if _SPAN.match(text):
        return seconds(text)
    return int(text) if text.isdecimal() else size_bytes(value)


# --- what a cmdlet takes


def _bool(value: Any) -> bool:
    text = str(value).strip().casefold()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise Unfit("is neither true nor false", "Write true or false")


def _int(value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, (bool, float)) or not re.fullmatch(r"-?\d+", text):
        raise Unfit("is not a whole number", "Write digits only")
    return int(text)


def _text(value: Any) -> str:
    if isinstance(value, (bool, dict, list, tuple)):
        raise Unfit("is not a text", "Put it in quotes if it is meant as text")
    return str(value)


def _size(value: Any) -> str:
    try:
        number = None if isinstance(value, bool) else size_bytes(value)
    except ValueError as error:
        raise Unfit("is not a size", "Write for example 300 MB, or unlimited") from error
    if isinstance(value, bool) or number == 0:
        raise Unfit("is no size that mail can have", "Write unlimited for no limit")
    if number is None:
        return UNLIMITED
    for unit, factor in (("GB", 1024**3), ("MB", 1024**2)):
        if number % factor == 0:
            return f"{number // factor}{unit}"
    return f"{number // _KIB}KB"


def _count(value: Any) -> str:
    text = str(value).strip()
    if text.casefold() == "unlimited":
        return UNLIMITED
    if isinstance(value, (bool, float)) or not text.isdecimal():
        raise Unfit("is not a number", "Write digits, or unlimited")
    return text


def _limit_text(value: Any) -> str:
    if _SPAN.match(str(value).strip()):
        return _span(str(value))
    return _count(value) if isinstance(value, int) or str(value).strip().isdecimal() else _size(value)


def _span(value: Any) -> str:
    try:
        total = seconds(value) if isinstance(value, str) else -1
    except ValueError as error:
        raise Unfit("is not a length of time", "Write for example 90 days or 90.00:00:00") from error
    if total is None:
        return UNLIMITED
    if total < 0:
        raise Unfit("is not a length of time", "Write for example 90 days or 90.00:00:00")
    return span_text(total)


def _address(value: Any) -> str:
    text = _text(value).strip()
    if not _ADDRESS.match(text):
        raise Unfit("is not a mail address", "Write it as name@domain")
    return text


def _proxy(value: Any) -> str:
    prefix, colon, address = _text(value).strip().partition(":")
    if not colon:
        prefix, address = "smtp", prefix
    if prefix.casefold() == "smtp":
        _address(address)
    return f"{prefix}:{address}"


def _url(value: Any) -> str:
    text = _text(value).strip()
    if not _URL.match(text):
        raise Unfit("is not an address of the web", "Write https://HOST/PATH")
    return text


def _when(value: Any) -> datetime:
    try:
        return _moment(value)
    except ValueError as error:
        raise Unfit("is not a point in time", "Write it as 2026-12-31T00:00:00+08:00") from error


def _flags(value: Any) -> str:
    found = [part.strip() for one in listed(value) for part in _text(one).split(",") if part.strip()]
    return ", ".join(found) or "None"


def _several(one: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    return lambda value: [one(single) for single in listed(value)]


@dataclass(frozen=True)
class Kind:
    """How values of one kind are compared (`key`) and sent (`wire`, which raises Unfit); `many` is a list."""

    key: Callable[[Any], Hashable]
    wire: Callable[[Any], Any]
    many: bool = False


def _set_of(key: Callable[[Any], Hashable]) -> Callable[[Any], Hashable]:
    return lambda value: frozenset(key(one) for one in listed(value))


KINDS: dict[str, Kind] = {
    BOOL: Kind(lambda value: bool(_bool(value)) if not is_unset(value) else False, _bool),
    INT: Kind(lambda value: None if is_unset(value) else str(value).strip(), _int),
    TEXT: Kind(lambda value: "" if is_unset(value) else str(value), _text),
    SIZE: Kind(size_bytes, _size),
    COUNT: Kind(lambda value: None if is_unset(value) or str(value).casefold() == "unlimited" else str(value), _count),
    LIMIT: Kind(_limit, _limit_text),
    SPAN: Kind(seconds, _span),
    ENUM: Kind(names, _text),
    FLAGS: Kind(names, _flags),
    TEXTS: Kind(_set_of(str), _several(_text), many=True),
    ADDRESS: Kind(lambda value: "" if is_unset(value) else str(value).casefold(), _address),
    ADDRESSES: Kind(_set_of(lambda one: str(one).casefold()), _several(_address), many=True),
    PROXY: Kind(lambda value: "" if is_unset(value) else proxy(value), _proxy),
    WORDS: Kind(_set_of(lambda one: str(one).casefold()), _several(_text), many=True),
    PROXIES: Kind(_set_of(proxy), _several(_proxy), many=True),
    ID: Kind(lambda value: "" if is_unset(value) else short_name(value), _text),
    IDS: Kind(_set_of(short_name), _several(_text), many=True),
    URL: Kind(lambda value: "" if is_unset(value) else str(value).rstrip("/").casefold(), _url),
    RANGES: Kind(_set_of(_range), _several(_text), many=True),
    MOMENT: Kind(lambda value: None if is_unset(value) else _moment(value), _when),
}


def same(kind: str, have: Any, want: Any) -> bool:
    """Whether two values mean the same; one that cannot be understood differs from everything but itself."""
    if kind == LIMIT and (_BYTES.search(str(have)) or _BYTES.search(str(want))):
        kind = SIZE  # one side shows that it is a size: then the other's bare number is bytes
    try:
        return bool(KINDS[kind].key(have) == KINDS[kind].key(want))
    except ValueError:
        return bool(have == want)


def wire(kind: str, value: Any) -> Any:
    """A value as the cmdlet takes it; unset is $null. Raises Unfit."""
    if is_unset(value):
        return None
    return KINDS[kind].wire(value)


def shown(kind: str, value: Any) -> list[str]:
    """A value for a result: texts in a settled order, sizes and time spans in one spelling."""
    if is_unset(value):
        return []
    if KINDS[kind].many:
        return sorted(str(one) for one in listed(value))
    try:
        return [str(KINDS[kind].wire(value))]
    except Unfit:
        return [str(value)]
