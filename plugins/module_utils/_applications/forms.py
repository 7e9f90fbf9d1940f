# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every form that can be read, and which of them an agency takes.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import (
    model,
    tables,
    tables_events,
    tables_janm,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import Table

#: A form and the approval of the profile without which no agency takes it. A NOTICE is everybody's, and so is every
#: other form of what happens to an account.
APPROVALS: dict[str, str] = {
    model.OPS_001: "new_department",
    model.OPS_002: "new_individual",
    model.JANM_NEW: "new_service",
    model.JANM_END: "termination",
    model.ARCHIVE: "archive",
    model.INSPECTION: "inspection",
}
JANM: dict[str, Table] = {
    model.JANM_NEW: tables_janm.JANM_NEW,
    model.JANM_END: tables_janm.JANM_END,
    model.ARCHIVE: tables_janm.ARCHIVE,
}
FORMS: dict[str, Table] = {**tables.FORMS, **JANM, **tables_events.FORMS}


def taken(approvals: Mapping[str, Any]) -> tuple[str, ...]:
    """The forms of an agency whose profile has these approvals; all of them when it names none."""
    named = tuple(form for form, approval in APPROVALS.items() if not approvals or approval in approvals)
    return (*named, model.NOTICE, *(form for form in model.EVENT_FORMS if form not in APPROVALS))


def choice(names: Collection[str]) -> str:
    """How a remedy lists the forms: "OPS-001, OPS-002 or NOTICE"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
