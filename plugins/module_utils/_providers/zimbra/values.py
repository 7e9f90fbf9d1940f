# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of attributes: from what a person writes to what the server takes, and whether two mean the same.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.unfit import Unfit
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attribute_rows import Attribute
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import parse_size

_DURATION = re.compile(r"^(\d+)(ms|[hmsd])?$")
_MILLISECONDS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1, None: 1000}
_ID = re.compile(r"^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
_GENTIME = re.compile(r"^(\d{14})(?:\.\d{1,3})?[zZ]$")
_WHOLE = re.compile(r"^-?\d+$")
_ADDRESS = re.compile(r"^[^\s@,]+@[^\s@,]+$")
_BASE64 = re.compile(r"^[A-Za-z0-9+/\s]+={0,2}\s*$")
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_INTEGER = (-(2**31), 2**31 - 1)
_LONG = (-(2**63), 2**63 - 1)


def wire(row: Attribute, value: Any) -> str:
    """One value as the server takes it: "10 MB" as digits, true as TRUE, 90 days as 90d. Raises Unfit."""
    made = _WRITERS.get(row.type, _text)(row, value)
    if row.pattern and not re.fullmatch(row.pattern.removeprefix("^").removesuffix("$"), made):
        raise Unfit(f"does not match {row.pattern}", "Write a value of that form.")
    return made


def key(row: Attribute | None, value: str) -> str:
    """What two values of the attribute must share to mean the same."""
    if row is None:
        return value
    if row.type == "duration":
        found = _DURATION.match(value.strip())
        return str(int(found[1]) * _MILLISECONDS[found[2]]) if found else value
    if row.type in ("integer", "long", "port"):
        return str(int(value)) if _WHOLE.match(value.strip()) else value
    if row.type == "boolean":
        return value.upper()
    if row.type in ("email", "cs_emailp", "emailp", "id"):
        return value.lower()
    if row.type == "gentime":
        found = _GENTIME.match(value)
        return found[1] if found else value
    return value


def _boolean(_row: Attribute, value: Any) -> str:
    text = str(value).strip().casefold()
    if text in _TRUE:
        return "TRUE"
    if text in _FALSE:
        return "FALSE"
    raise Unfit("is not TRUE or FALSE", "Write true or false.")


def _long(row: Attribute, value: Any) -> str:
    """The server takes plain digits only (trap 10); sizes in words are counted in 1024s, as elsewhere here."""
    if isinstance(value, str) and _WHOLE.match(value.strip()):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        try:
            number = parse_size(value)
        except ValueError as error:
            raise Unfit("is not a number or a size", "Write digits, or for example 10 MB or 1 GiB.") from error
    return _within(row, number, _LONG)


def _integer(row: Attribute, value: Any) -> str:
    text = str(value).strip()
    if isinstance(value, (bool, float)) or not _WHOLE.match(text):
        raise Unfit("is not a whole number", "Write digits only, without a unit.")
    return _within(row, int(text), _INTEGER)


def _port(_row: Attribute, value: Any) -> str:
    text = str(value).strip()
    if isinstance(value, (bool, float)) or not text.isdecimal() or int(text) > 65535:
        raise Unfit("is not a port", "Write a number from 0 to 65535.")
    return str(int(text))


def _within(row: Attribute, number: int, limits: tuple[int, int]) -> str:
    low = limits[0] if row.min is None else row.min
    high = limits[1] if row.max is None else row.max
    if number < low:
        raise Unfit(f"is less than the least allowed, {low}", f"Write {low} or more.")
    if number > high:
        raise Unfit(f"is more than the most allowed, {high}", f"Write {high} or less.")
    return str(number)


def _duration(row: Attribute, value: Any) -> str:
    remedy = "Write digits with d, h, m, s or ms, for example 90d; or words, for example 90 days."
    text = str(value).strip()
    if isinstance(value, (bool, float)):
        raise Unfit("is not a duration", remedy)
    if not _DURATION.match(text):
        try:
            seconds = parse_duration(text).exact_seconds
        except ValueError as error:
            raise Unfit("is not a duration", remedy) from error
        if seconds is None:
            raise Unfit("has no fixed length, because months and working days differ", "Write it in days, as 90d.")
        text = _with_unit(seconds)
    milliseconds = int(key(row, text))
    if row.min is not None and milliseconds < row.min * 1000:
        raise Unfit(f"is shorter than the least allowed, {row.min}s", f"Write {row.min}s or more.")
    if row.max is not None and milliseconds > row.max * 1000:
        raise Unfit(f"is longer than the most allowed, {row.max}s", f"Write {row.max}s or less.")
    return text


def _with_unit(seconds: int) -> str:
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _enum(row: Attribute, value: Any) -> str:
    text = str(value)
    if isinstance(value, bool):
        # YAML reads on, off, yes and no as truth values
        words = ("on", "yes", "true", "TRUE", "enabled") if value else ("off", "no", "false", "FALSE", "disabled")
        text = next((word for word in words if word in row.enum), text)
    if text in row.enum:
        return text
    same = [word for word in row.enum if word.casefold() == text.casefold()]
    if len(same) == 1:
        return same[0]
    raise Unfit("is not one of the allowed values", f"Write one of: {', '.join(row.enum)}.")


def _id(_row: Attribute, value: Any) -> str:
    if not _ID.match(str(value)):
        raise Unfit("is not the id of an object", "Write the zimbraId, 8-4-4-4-12 hexadecimal digits, not a name.")
    return str(value)


def _gentime(_row: Attribute, value: Any) -> str:
    if not _GENTIME.match(str(value)):
        raise Unfit("is not a point in time", "Write YYYYMMDDhhmmssZ, in UTC.")
    return str(value)


def _email(row: Attribute, value: Any) -> str:
    text = _text(row, value)
    for address in text.split(",") if row.type == "cs_emailp" else [text]:
        bare = address.rpartition("<")[2].removesuffix(">").strip() if row.type.endswith("emailp") else address
        if not _ADDRESS.match(bare):
            raise Unfit("is not a mail address", "Write it as name@domain.")
    return text


def _binary(row: Attribute, value: Any) -> str:
    if not isinstance(value, str) or not _BASE64.match(value):
        raise Unfit("is not base64", "Encode it, for example with the filter b64encode.")
    return _text(row, value)


def _text(row: Attribute, value: Any) -> str:
    if isinstance(value, (bool, dict, list, tuple, bytes)):
        raise Unfit("is not a text", "Put it in quotes if it is meant as text.")
    text = str(value)
    if row.max is not None and len(text) > row.max:
        raise Unfit(f"has {len(text)} characters, more than {row.max}", f"Write at most {row.max} characters.")
    if row.type == "astring" and not text.isascii():
        raise Unfit("has characters outside ASCII", "Write it in ASCII.")
    return text


_WRITERS: dict[str, Callable[[Attribute, Any], str]] = {
    "boolean": _boolean,
    "long": _long,
    "integer": _integer,
    "port": _port,
    "duration": _duration,
    "enum": _enum,
    "id": _id,
    "gentime": _gentime,
    "email": _email,
    "emailp": _email,
    "cs_emailp": _email,
    "binary": _binary,
    "certificate": _binary,
}
