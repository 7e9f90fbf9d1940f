# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which day it is: forms, letters and deadlines are dated in Malaysia.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

#: Malaysia's only offset, fixed since 1982; the forms know no other zone.
MALAYSIA = timezone(timedelta(hours=8), "MYT")


def day_of(text: str | None) -> date:
    """The day a run is for: ISO text, or today in Malaysia. Raises RasmiError for anything else."""
    if not text:
        return datetime.now(MALAYSIA).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RasmiError(f"as_of: {text!r} is not a date; write it as 2026-01-31.") from error
