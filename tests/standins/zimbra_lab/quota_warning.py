# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The message that the mailbox server puts into a mailbox that is nearly full.

After Zimbra's own callback of its LMTP server (zm-mailbox, com.zimbra.cs.mailbox.QuotaWarning.afterDelivery): looked at
after a delivery and at nothing else; none without a quota or with zimbraQuotaWarnPercent 0; none while the used part,
rounded down to whole percent, is below it; none sooner than zimbraQuotaWarnInterval after the last one. It is stored as
any message is: when that fails, that is logged and no more. The moment of the last one stands in
zimbraQuotaLastWarnTime there, and in memory here.
"""

from __future__ import annotations

import re
import string
import time
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path

from .directory import Account

_UNITS = {"ms": 0.001, "s": 1, "": 1, "m": 60, "h": 3600, "d": 86400}
_MEBI = 1024 * 1024


def seconds(duration: str) -> float:
    """Seconds of a duration as Zimbra writes it (1d, 90m, 1s, 5); a day when it is none."""
    found = re.fullmatch(r"(\d+)(ms|[smhd]?)", duration)
    return int(found[1]) * _UNITS[found[2]] if found else 86400


class Warnings:
    """Which mailboxes are due; `store` holds a Maildir for each account, in a folder of its id."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._last: dict[str, float] = {}

    def due(self, account: Account) -> bytes | None:
        """The message that an account gets after a delivery; None when there is no reason."""
        if not account.quota or not account.warn_percent:
            return None
        used = self._used(account.number)
        if used * 100 // account.quota < account.warn_percent:
            return None
        last = self._last.get(account.number)
        if last is not None and time.time() - last < seconds(account.warn_interval):
            return None
        return fill(account.warn_message, account, used)

    def sent(self, account: Account) -> None:
        self._last[account.number] = time.time()

    def _used(self, number: str) -> int:
        sizes = 0
        for pattern in ("Maildir/cur/*", "Maildir/new/*", "Maildir/.*/cur/*", "Maildir/.*/new/*"):
            for path in (self._store / number).glob(pattern):
                try:
                    sizes += path.stat().st_size
                except FileNotFoundError:  # Dovecot renames a message when its flags change
                    continue
        return sizes


def fill(template: str, account: Account, used: int) -> bytes:
    """The template of zimbraQuotaWarnMessage with its variables; unknown ones stay as they are."""
    values: Mapping[str, str] = {
        "RECIPIENT_NAME": account.display,
        "RECIPIENT_DOMAIN": account.name.rpartition("@")[2],
        "RECIPIENT_ADDRESS": account.name,
        "DATE": formatdate(),
        "MBOX_SIZE_MB": f"{used / _MEBI:.2f}",
        "QUOTA_MB": f"{account.quota / _MEBI:.2f}",
        "WARN_PERCENT": str(account.warn_percent),
        "NEWLINE": "\r\n",
    }
    text = string.Template(template).safe_substitute(values)
    return (text if text.endswith("\r\n") else f"{text}\r\n").encode()
