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
    "unused": ("C-PWD-FIRST",),
    "age": ("C-PWD-AGE",),
    "inspect": ("C-INSP",),
    "shared": ("C-SHARED",),
    "incident": ("C-TERM", "C-DISABLE"),
    "self": ("C-SELF",),
    "ahead": ("C-DISABLE",),
}
#: Topic of a new account by its kind, and the approval of the standard that it needs. A probe is nobody's account.
APPROVALS = {INDIVIDUAL: ("new_individual", "new_service"), DEPARTMENT: ("new_department",)}
#: What happens before the day of a movement that was told ahead, where the profile speaks of it.
ASK, ON_NOTICE = "ask", "on_notice"

#: Topic of a movement that human resources certify, and the requirement by which a clause asks for that.
CERTIFY, _CERTIFIED = "certify", "R117"

#: Cited where no clause of the profile carries a verb: no action without a recorded basis.
PROCEDURE = ("R030",)


#: What the owner may decide for the time between two agencies: the address is held in a mailbox that nobody opens.
HOLDING = "holding_mailbox"
#: How long before a freeze its owner and the supervisor are told, where the profile does not say.
_WARNING = Duration(days=14)


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
    warn_percent: int = 100
    minimum_notice: Duration | None = None
    delete_after: Duration | None = None
    records_hold: bool | None = None
    ahead: str = ""
    idle_after: Duration | None = None
    idle_by_login: bool = False
    freeze_after: Duration | None = None
    delete_frozen_after: Duration | None = None
    idle_counted_from: str = ""
    object_by: tuple[str, ...] = ()
    warn_before: Duration = _WARNING
    frozen_receives: bool | None = None
    frozen_open: bool = False
    suspended_receives: bool = True
    unused_after: Duration | None = None
    password_age: Duration | None = None
    restore_window: Duration | None = None
    reuse_address: bool = False
    reuse_after: Duration | None = None
    self_service: frozenset[str] = frozenset()
    officer_gone: str = ""
    reopen_by: frozenset[str] = frozenset()
    holds_gap: bool | None = None
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
        """The ISO date before which a last use may be too long ago, "" without such a limit (R095, R097).

        Months are as short as they can be: `idle.freeze_due` decides.
        """
        limit = self.idle_limit
        if limit is None:
            return ""
        return (as_of - timedelta(days=int(limit.day_bounds()[0]))).isoformat()

    def unused_before(self, as_of: date) -> str:
        """The ISO date before which an account that nobody took over may be too old, "" without such a limit."""
        limit = self.unused_after
        return "" if limit is None else (as_of - timedelta(days=int(limit.day_bounds()[0]))).isoformat()

    @property
    def idle_limit(self) -> Duration | None:
        """How long an account may be unused before it is frozen."""
        return self.freeze_after or self.idle_after

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
        warn_percent=int(controls.get("C-QUOTA-WARN", {}).get("percent") or 100),
        minimum_notice=_duration(_decided(standard, term, "minimum_notice")),
        delete_after=_duration(term.get("delete_after")),
        records_hold=None if hold is None else bool(hold),
        ahead=_ahead(standard),
        idle_after=_duration(controls.get("C-IDLE", {}).get("terminate_after")),
        idle_by_login="login" in controls.get("C-IDLE", {}).get("signals", ()),
        **_idle(standard),
        **_ends(standard, term),
        on_breach=_binding(standard, "C-TERM", "on_breach"),
        on_window=_binding(standard, "C-TERM", "delete_after"),
        clauses={topic: _clauses(standard, names) for topic, names in CONTROLS.items()}
        | _approvals(standard)
        | {CERTIFY: tuple(one["id"] for one in standard.clauses if _CERTIFIED in one.get("requirements", ()))},
    )


def _idle(standard: StandardView) -> dict[str, Any]:
    """The stages of an account that is not used (R095, R096), and of one that was never used."""
    idle = standard.controls.get("C-IDLE", {})
    receives = _decided(standard, idle, "frozen_receives")
    found: dict[str, Any] = {
        "freeze_after": _duration(idle.get("freeze_after")),
        "delete_frozen_after": _duration(idle.get("then_delete_after")),
        "idle_counted_from": str(idle.get("counted_from") or ""),
        "object_by": tuple(sorted(idle.get("object_by") or ())),
        "frozen_receives": receives,
        # only a profile that names the decision has to take it
        "frozen_open": "frozen_receives" in standard.decisions and receives is None,
        "suspended_receives": standard.controls.get("C-DISABLE", {}).get("delivery") != "refuse",
        "unused_after": _duration(standard.controls.get("C-PWD-FIRST", {}).get("unused_after")),
        "password_age": _duration(standard.controls.get("C-PWD-AGE", {}).get("max")),
    }
    warning = _duration(idle.get("warn_before"))
    return found if warning is None else {**found, "warn_before": warning}


def _ends(standard: StandardView, term: Mapping[str, Any]) -> dict[str, Any]:
    """What may become of a removed account and its address, and who decides about what stands still."""
    gap = standard.decisions.get("move_gap")
    shared, disable = standard.controls.get("C-SHARED", {}), standard.controls.get("C-DISABLE", {})
    return {
        "restore_window": _duration(_decided(standard, term, "restore_window")),
        "reuse_address": _decided(standard, term, "reuse_address") is True,
        "reuse_after": _duration(term.get("reuse_after")),
        "self_service": frozenset(standard.controls.get("C-SELF", {}).get("fields") or ()),
        "officer_gone": str(shared.get("on_officer_gone") or ""),
        "reopen_by": frozenset(disable.get("reopen_by") or ()),
        "holds_gap": None if gap is None or not gap.decided else gap.value == HOLDING,
    }


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
        self._known: dict[tuple[str, int, str], tuple[str, bool]] = {}
        self._used: set[str] = set()

    def due(self, complete_on: str, unit: str) -> str:
        """Return the ISO date, or "" when there is no clock. The calendar library is loaded with the first date."""
        return self.dated(complete_on, unit)[0]

    def estimated(self, complete_on: str, unit: str) -> bool:
        """Return whether that date rests on a holiday that no gazette has fixed yet."""
        return self.dated(complete_on, unit)[1]

    @property
    def calendar(self) -> str:
        """The library and the states by which dates were computed, "" when none was: "holidays 0.108 (MY-03)"."""
        if not self._used:
            return ""
        from ansible_collections.rasmi.mail.plugins.module_utils._standard.calendars import library_version

        return f"holidays {library_version()} ({', '.join(sorted(self._used))})"

    def working(self, day: str, unit: str) -> str:
        """The working day of the office on which something of this ISO date is due: the day itself, or the next."""
        return self._after((date.fromisoformat(day) - timedelta(days=1)).isoformat(), 1, unit)[0]

    def dated(self, complete_on: str, unit: str) -> tuple[str, bool]:
        """Return what `due` and `estimated` say, at once."""
        return self._after(complete_on, self._days, unit) if complete_on and self._days is not None else ("", False)

    def _after(self, start: str, days: int, unit: str) -> tuple[str, bool]:
        key = (start, days, self._unit_calendars.get(unit, ""))
        found = self._known.get(key)
        if found is None:
            from ansible_collections.rasmi.mail.plugins.module_utils._standard.calendars import calendar_for, due_date

            calendar = calendar_for(self._calendar, unit=key[2] or None)
            self._used.add(calendar.holidays)
            due = due_date(date.fromisoformat(start), days, calendar)
            found = self._known[key] = due.day.isoformat(), due.estimated
        return found


def _approvals(standard: StandardView) -> dict[str, tuple[str, ...]]:
    """Clauses of the approval that each kind needs; `cover` are those that every account rests on."""
    found = {
        kind: tuple(clause for name in names for clause in standard.approvals.get(name, {}).get("clauses", ()))
        for kind, names in APPROVALS.items()
    }
    common = [clause for clause in found[INDIVIDUAL] if clause in found[DEPARTMENT]]
    return found | {"cover": (*common, *PROCEDURE)}
