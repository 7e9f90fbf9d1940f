# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What planning needs from a standard, read once.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import DEPARTMENT, INDIVIDUAL
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import Duration, parse_duration

#: Controls that each topic rests on; their clauses are cited on the line.
CONTROLS: dict[str, tuple[str, ...]] = {
    "deadline": ("C-ACC-DEADLINE",),
    "suspend": ("C-TERM",),
    "resume": ("C-TERM",),
    "remove": ("C-TERM",),
    "release": ("C-AUTH-LOCK",),
    "tier": ("C-QUOTA-TIER",),
    "floor": ("C-QUOTA-FLOOR",),
    "rename": ("C-NAME",),
    "entitle": ("C-ENT",),
    "archive": ("C-ARCH",),
    "stamp": ("C-STAMP",),
    "idle": ("C-IDLE",),
    "ahead": ("C-DISABLE",),
}
#: Topic of a new account by its kind, and the approval of the standard that it needs. A probe is nobody's account.
APPROVALS = {INDIVIDUAL: ("new_individual", "new_service"), DEPARTMENT: ("new_department",)}
#: What happens before the day of a movement that was told ahead, where the profile speaks of it.
ASK, ON_NOTICE = "ask", "on_notice"

#: Cited where no clause of the profile carries a verb: no action without a recorded basis.
PROCEDURE = ("R030",)


class StandardView(Protocol):
    """The part of `_standard.standard.Standard` that planning reads."""

    @property
    def id(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def controls(self) -> Mapping[str, Mapping[str, Any]]: ...

    @property
    def approvals(self) -> Mapping[str, Any]: ...

    @property
    def calendar(self) -> Mapping[str, Any]: ...

    @property
    def decisions(self) -> Mapping[str, Any]: ...

    @property
    def clauses(self) -> list[dict[str, Any]]: ...

    def clauses_for(self, control_id: str) -> list[str]: ...


@dataclass(frozen=True)
class Rules:
    """Values and clauses of one standard. None = the owner has not decided, which leads to `ask`."""

    profile: str
    fingerprint: str
    quota_floor: int = 0
    minimum_notice: Duration | None = None
    delete_after: Duration | None = None
    records_hold: bool | None = None
    ahead: str = ""
    idle_after: Duration | None = None
    idle_by_login: bool = False
    on_breach: frozenset[str] = frozenset()
    on_window: frozenset[str] = frozenset()
    clauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def cite(self, topic: str) -> tuple[str, ...]:
        """The clause ids for a verb or topic of CONTROLS; R030 when the profile has none."""
        return self.clauses.get(topic) or PROCEDURE

    def cite_end(self, topic: str, at_once: bool) -> tuple[str, ...]:
        """As `cite`, without what speaks only of the other kind of end: the days to wait, the breach (R103, R104)."""
        other = self.on_window if at_once else self.on_breach
        return tuple(clause for clause in self.cite(topic) if clause not in other)

    def cite_entitlements(self, names: Collection[str]) -> tuple[str, ...]:
        """The clause ids for these add-ons; the archive has its own procedure."""
        found = self.cite("archive") if "archive" in names else ()
        return (*found, *(self.cite("entitle") if set(names) - {"archive"} else ()))

    def cite_new(self, kind: str) -> tuple[str, ...]:
        """The clause ids for a new account: who approves it, and how soon it is made. None for a probe."""
        if kind not in APPROVALS:
            return ()
        return tuple(dict.fromkeys((*self.clauses.get(kind, ()), *self.clauses.get("deadline", ()))))

    def idle_before(self, as_of: date) -> str:
        """The ISO date before which a last use is too long ago, "" when the standard has no such limit (R097)."""
        if self.idle_after is None or self.idle_after.exact_days is None:
            return ""
        return (as_of - timedelta(days=self.idle_after.exact_days)).isoformat()

    def removal_date(self, effective: date) -> date | None:
        """The day from which a terminated account may go, None while the number of days is undecided (R103)."""
        window = self.delete_after or self.minimum_notice
        return None if window is None else window.after(effective)


def rules_of(standard: StandardView) -> Rules:
    """Read the rules of a standard; ValueError when a duration of it is not one."""
    controls = standard.controls
    term = controls.get("C-TERM", {})
    hold = _decided(standard, term, "records_hold")
    return Rules(
        profile=standard.id,
        fingerprint=standard.fingerprint,
        quota_floor=int(controls.get("C-QUOTA-FLOOR", {}).get("min_bytes", 0)),
        minimum_notice=_duration(_decided(standard, term, "minimum_notice")),
        delete_after=_duration(term.get("delete_after")),
        records_hold=None if hold is None else bool(hold),
        ahead=_ahead(standard),
        idle_after=_duration(controls.get("C-IDLE", {}).get("terminate_after")),
        idle_by_login="login" in controls.get("C-IDLE", {}).get("signals", ()),
        on_breach=_binding(standard, "C-TERM", "on_breach"),
        on_window=_binding(standard, "C-TERM", "delete_after"),
        clauses={topic: _clauses(standard, names) for topic, names in CONTROLS.items()} | _approvals(standard),
    )


def _decided(standard: StandardView, control: Mapping[str, Any], name: str) -> Any:
    if control.get(name) is not None:
        return control[name]
    decision = standard.decisions.get(name)
    return decision.value if decision is not None and decision.decided else None


def _binding(standard: StandardView, control: str, name: str) -> frozenset[str]:
    """The clauses that state this parameter."""
    if name not in standard.controls.get(control, {}):
        return frozenset()
    return frozenset(clause["id"] for clause in standard.clauses if name in (clause["binds"].get(control) or {}))


def _ahead(standard: StandardView) -> str:
    """How a movement told ahead is met: "" = it waits for its day, ASK while the owner has not decided (R116)."""
    found = standard.controls.get("C-DISABLE", {}).get("ahead")
    decision = standard.decisions.get("deactivate_ahead")
    if found is None and decision is not None and not decision.decided:
        return ASK
    return str(found or "")


def _duration(value: Any) -> Duration | None:
    return None if value is None else parse_duration(str(value))


def _clauses(standard: StandardView, names: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys(standard.clauses_for(name)))
    return tuple(found)


class Deadlines:
    """Due dates for creation: complete_on + the profile's working days, by the calendar of the unit (R023).

    `unit_calendars` maps a unit to the name of its office calendar in the profile; the others have the profile's own.
    """

    def __init__(self, standard: StandardView, unit_calendars: Mapping[str, str] | None = None) -> None:
        self._calendar = standard.calendar
        self._unit_calendars = unit_calendars or {}
        self._days = standard.controls.get("C-ACC-DEADLINE", {}).get("create_within_working_days")
        self._known: dict[tuple[str, str], str] = {}

    def due(self, complete_on: str, unit: str) -> str:
        """Return the ISO date, or "" when there is no clock. The calendar library is loaded with the first date."""
        if not complete_on or self._days is None:
            return ""
        key = (complete_on, self._unit_calendars.get(unit, ""))
        if key not in self._known:
            from ansible_collections.rasmi.mail.plugins.module_utils._standard.calendars import (
                add_working_days,
                calendar_for,
            )

            calendar = calendar_for(self._calendar, unit=key[1] or None)
            self._known[key] = add_working_days(date.fromisoformat(complete_on), self._days, calendar).isoformat()
        return self._known[key]


def _approvals(standard: StandardView) -> dict[str, tuple[str, ...]]:
    """Clauses of the approval that each kind needs; `cover` are those that every account rests on."""
    found = {
        kind: tuple(clause for name in names for clause in standard.approvals.get(name, {}).get("clauses", ()))
        for kind, names in APPROVALS.items()
    }
    common = [clause for clause in found[INDIVIDUAL] if clause in found[DEPARTMENT]]
    return found | {"cover": (*common, *PROCEDURE)}
