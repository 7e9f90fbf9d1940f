# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How Active Directory writes times, intervals, ids and passwords, and back.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import uuid

#: 100-nanosecond units in a second; times count from 1601 (MS-DTYP 2.3.3).
TICKS = 10_000_000
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
#: An interval without end, and a time that never comes.
NEVER = -(2**63)
FOREVER = 2**63 - 1

MINUTE, DAY = 60, 86400

#: Bits of userAccountControl (MS-ADTS 2.2.16).
DISABLED, NORMAL, NEVER_EXPIRES, NO_PASSWORD_NEEDED = 0x2, 0x200, 0x10000, 0x20
#: Bits of msDS-User-Account-Control-Computed.
LOCKED, EXPIRED = 0x10, 0x800000


def moment(ticks: int | None) -> str:
    """A time as ISO 8601 in UTC, whole seconds; "" for none, never and zero."""
    if ticks is None or ticks <= 0 or ticks == FOREVER:
        return ""
    found = _EPOCH + datetime.timedelta(seconds=ticks // TICKS)
    return f"{found:%Y-%m-%dT%H:%M:%SZ}"


def ticks_of(text: str) -> int:
    """The other way round: from ISO 8601."""
    found = datetime.datetime.fromisoformat(text)
    return int((found - _EPOCH).total_seconds()) * TICKS


def generalized(text: str) -> str:
    """Generalized time (RFC 4517, 3.3.13) as ISO 8601 in UTC, whole seconds."""
    if len(text) < 14:
        return ""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z"


def interval(count: float | None, unit: int) -> int:
    """An interval of `count` units of `unit` seconds, which is kept negative; None = without end."""
    return NEVER if count is None else -int(count * unit * TICKS)


def length(ticks: int | None, unit: int) -> float | None:
    """The number of units in an interval; None = without end."""
    if ticks is None or ticks == NEVER:
        return None
    found = -ticks / TICKS / unit
    return int(found) if found == int(found) else found


def guid_text(value: bytes) -> str:
    """An objectGUID as everybody writes it: mixed byte order (MS-DTYP 2.3.4)."""
    return str(uuid.UUID(bytes_le=value))


def guid_bytes(text: str) -> bytes:
    return uuid.UUID(text).bytes_le


def password_value(password: str) -> bytes:
    """What unicodePwd takes: the password in quotes, UTF-16, only over TLS (MS-ADTS 3.1.1.3.1.5.1)."""
    return f'"{password}"'.encode("utf-16-le")
