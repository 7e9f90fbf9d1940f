# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deadlines after the account was made: suspensions, freezes and removals on their day, from ledger and plan.

The days are those of the plan that was applied (R095, R096, R103, R104, R116). A step before its day is as wrong as one
after it; what somebody has still to decide is a question of the plan, and not late. PRIVATE to the collection
rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.records import (
    DONE,
    MADE,
    STEPS,
    Applied,
    LedgerView,
    make_verdict,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import FAIL, PASS, Verdict

#: What was done longer ago was judged by the report of its year.
YEAR = timedelta(days=366)
#: Controls whose clauses name a last day; those of idle accounts name the first day on which a step may be taken.
_LATEST = frozenset({"C-TERM"})


def term_verdicts(
    controls: Mapping[str, Any], plan: Plan | None, ledger: LedgerView | None, as_of: date
) -> Iterator[Verdict]:
    """C-TERM and C-IDLE from the steps that have a day; a broken ledger gives none here."""
    ledger = ledger if ledger and ledger.intact else None
    settled = {one.key for one in ledger.applied if one.result == DONE} if ledger else set()
    for control in (one for one in STEPS if one in controls):
        cited = frozenset(controls[control]["clauses"])
        done = [one for one in ledger.applied if _counts(one, cited) and one.result == DONE] if ledger else []
        dated = [(one, _day(one)) for one in done]
        dated = [(one, day) for one, day in dated if as_of - YEAR <= day <= as_of]
        wrong = [
            (one, day) for one, day in dated if day.isoformat() < one.due or (control in _LATEST and _late(one, day))
        ]
        if dated and ledger:
            yield make_verdict(
                control,
                ledger.name,
                FAIL if wrong else PASS,
                both("setiap langkah dalam tempohnya", "every step in its time"),
                both(
                    f"{len(dated) - len(wrong)} daripada {len(dated)} dalam tempohnya",
                    f"{len(dated) - len(wrong)} of {len(dated)} in their time",
                ),
                [f"{one.verb} {one.basis}: due {one.due}, done {day}" for one, day in wrong],
            )
        open_ = [one for one in plan.changes if _counts(one, cited) and one.key not in settled] if plan else []
        overdue = [one for one in open_ if date.fromisoformat(one.due) < as_of]
        if open_:
            yield make_verdict(
                control,
                "plan",
                FAIL if overdue else PASS,
                both("tiada langkah yang lewat", "no step is overdue"),
                both(f"{len(open_)} menunggu, {len(overdue)} lewat", f"{len(open_)} waiting, {len(overdue)} overdue"),
                [f"{one.verb} {one.basis}: due {one.due}" for one in overdue],
            )


def _late(one: Applied, day: date) -> bool:
    return day.isoformat() > one.due


def _counts(one: Applied | Change, cited: frozenset[str]) -> bool:
    return bool(one.due) and one.verb not in MADE and not cited.isdisjoint(one.clauses)


def _day(one: Applied) -> date:
    return datetime.fromisoformat(one.at).astimezone(MALAYSIA).date()
