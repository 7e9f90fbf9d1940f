# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a written standard means for the password policy of Active Directory, beside the one that is there.

The rules of the catalogue are "at least" and "at most", so a policy that is stricter already stays as it is: nothing
here makes one looser. One row per option of ad_password_policy. Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: The longest observation window that Windows' own tools take, in minutes (69 days): no failure is remembered longer.
LONGEST_WINDOW = 99_999
CONTROLS = ("C-AUTH-LOCK", "C-PWD-LEN", "C-PWD-AGE", "C-PWD-FIRST")
Controls = Mapping[str, Mapping[str, Any]]
#: What the option should be, given the controls and the former passwords; None when the profile does not say.
Wanted = Callable[[Controls, int], Any]


@dataclass(frozen=True)
class Row:
    """`control` is kept by `option`; `stricter` chooses between what is there and what is wanted."""

    control: str
    option: str
    wanted: Wanted
    stricter: Callable[[Any, Any], Any]


def _most(have: Any, want: Any) -> Any:
    """0 is without limit, so any number is stricter."""
    return min(have, want) if have else want


def _failures(controls: Controls, _history: int) -> Any:
    return controls["C-AUTH-LOCK"].get("failures")


def _lock(controls: Controls, _history: int) -> Any:
    return 0 if controls["C-AUTH-LOCK"].get("release") == "administrator" else None


def _window(controls: Controls, _history: int) -> Any:
    return LONGEST_WINDOW if controls["C-AUTH-LOCK"].get("window") == "none" else None


ROWS: tuple[Row, ...] = (
    Row("C-AUTH-LOCK", "lockout_threshold", _failures, _most),
    Row("C-AUTH-LOCK", "lockout_minutes", _lock, lambda _have, want: want),
    Row("C-AUTH-LOCK", "observation_minutes", _window, max),
    Row("C-PWD-LEN", "min_length", lambda controls, _history: controls["C-PWD-LEN"].get("min"), max),
    Row(
        "C-PWD-LEN",
        "complexity",
        lambda controls, _history: True if controls["C-PWD-LEN"].get("classes") else None,
        lambda have, want: have or want,
    ),
    Row("C-PWD-AGE", "max_age_days", lambda controls, _history: controls["C-PWD-AGE"].get("max_days"), _most),
    Row("C-PWD-AGE", "history", lambda _controls, history: history or None, max),
)


def wishes(
    standard: Mapping[str, Any], present: Mapping[str, Any], history: int = 0, leave_out: Sequence[str] = ()
) -> dict[str, Any]:
    """`asked` (options of ad_password_policy), `because` (option -> control and clauses) and `uncovered`.

    `standard` is the merged profile, `present` the policy that holds now (days and minutes; 0 = without limit).
    `history` counts former passwords; no clause gives it. Raises ValueError for a control that does not exist here.
    """
    controls: Controls = standard["controls"]
    unknown = sorted(set(leave_out) - set(CONTROLS))
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is to be left out, but only {', '.join(CONTROLS)} are set here")
    asked: dict[str, Any] = {}
    because: dict[str, Any] = {}
    for row in ROWS:
        if row.control not in controls or row.control in leave_out:
            continue
        want = row.wanted(controls, history)
        if want is not None:
            asked[row.option] = row.stricter(present[row.option], want)
            because[row.option] = {"control": row.control, "clauses": list(controls[row.control]["clauses"])}
    return {"asked": asked, "because": because, "uncovered": list(_uncovered(standard, leave_out))}


def _uncovered(standard: Mapping[str, Any], leave_out: Sequence[str]) -> Iterator[str]:
    controls: Controls = standard["controls"]
    for control in CONTROLS:
        if control not in controls:
            yield f"{control}: the profile {standard['id']} does not decide it; nothing was set for it"
        elif control in leave_out:
            yield _line(controls, control, "left out by ad_policy_leave_out")
    length = controls.get("C-PWD-LEN", {})
    if length.get("banned"):
        yield _line(
            controls, "C-PWD-LEN", "Active Directory has no list of forbidden passwords (a password filter would)"
        )
    if controls.get("C-AUTH-LOCK", {}).get("window") == "none":
        yield _line(controls, "C-AUTH-LOCK", f"a failed login is forgotten after {LONGEST_WINDOW} minutes, not never")
    if controls.get("C-AUTH-LOCK", {}).get("release") == "timed":
        yield _line(
            controls, "C-AUTH-LOCK", "the profile names no time after which a lock ends: the policy's own stays"
        )
    if "C-PWD-FIRST" in controls:
        yield _line(controls, "C-PWD-FIRST", "is a mark on each account, set when it is made (accounts), not a policy")


def _line(controls: Controls, control: str, reason: str) -> str:
    return f"{control} ({', '.join(controls[control]['clauses'])}): {reason}"
