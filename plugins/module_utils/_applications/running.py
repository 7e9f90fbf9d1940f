# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms whose clock runs: how many days are left until an account must be there (R023).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import model
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

_OPEN = (model.COMPLETE, model.SUPPORTED)
#: Working days left at which a form is "about to be late".
SOON = 1
LATE, NEAR, IN_TIME = "late", "soon", "in_time"


def running(
    items: Iterable[Application], standard: Standard, reference: ReferenceData, as_of: date
) -> list[dict[str, Any]]:
    """Every complete form without a decision, the most urgent first.

    `days_left` are calendar days, `working_days_left` those of the office; both are negative after the due date.
    `estimated` says that the date rests on a holiday that no gazette has fixed yet.
    """
    days = standard.controls.get("C-ACC-DEADLINE", {}).get("create_within_working_days")
    found = []
    for item in items:
        if days is None or item.status not in _OPEN or not item.mailbox or not item.complete_on:
            continue
        # the library is loaded with the first date only
        from ansible_collections.rasmi.mail.plugins.module_utils._standard.calendars import (
            calendar_for,
            due_date,
            working_days_until,
        )

        unit = (reference.units or {}).get(item.unit)
        calendar = calendar_for(standard.calendar, (unit.calendar if unit else "") or None)
        due = due_date(date.fromisoformat(item.complete_on), days, calendar)
        left = working_days_until(as_of, due.day, calendar)
        found.append(
            {
                "application": item.id,
                "status": item.status,
                "complete_on": item.complete_on,
                "due": due.day.isoformat(),
                "days_left": (due.day - as_of).days,
                "working_days_left": left,
                "state": LATE if due.day < as_of else NEAR if left <= SOON else IN_TIME,
                "estimated": due.estimated,
                "calendar": f"holidays {due.version} ({calendar.holidays})",
            }
        )
    return sorted(found, key=lambda row: (row["due"], row["application"]))
