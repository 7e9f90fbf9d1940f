# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the records prove: plan, ledger and approved applications as verdicts, and as the page's section on accounts.

Only what a record can show is judged here; a record that was not handed in gives no verdict, and no verdict is red.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.notified import Telling
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS, Verdict

#: Rows of a list on the page and in a verdict's evidence; the counts always cover everything.
SHOWN = 100

BROKEN_CHAIN = both("rantaian terputus", "the chain is broken")
DONE = "done"
#: Controls whose steps have a day after the account was made (see `terms`).
STEPS = ("C-TERM", "C-IDLE")
#: Verbs that give somebody an account, within the days that the standard allows (R023).
MADE = frozenset({"create", "restore"})
#: Basis of the plan's question about an account on the server that no application covers.
_UNCOVERED = "R030"


@dataclass(frozen=True)
class Applied:
    """One change of one run with its outcome: done, failed, skipped, or "" when the run was cut off before it.

    `at` is UTC, ISO 8601.
    """

    key: str
    verb: str
    account: str
    basis: str
    clauses: tuple[str, ...]
    due: str
    result: str
    at: str


@dataclass(frozen=True)
class Run:
    """One run as the ledger tells it; `finished` is False when no end was recorded."""

    at: str
    plan: str
    done: int
    failed: int
    skipped: int
    finished: bool


@dataclass(frozen=True)
class LedgerView:
    """The ledger after its chain was verified; `head` is the hash of the last entry."""

    name: str
    intact: bool
    problem: str
    entries: int
    head: str
    runs: tuple[Run, ...]
    applied: tuple[Applied, ...]
    telling: Telling


@dataclass(frozen=True)
class Opening:
    """An approved application for an account, as far as the records are judged by it. Dates are ISO, "" = not given.

    `eligible` is the standard's answer: True, False, or None when a person must decide; `why` its reason.
    """

    id: str
    decided_on: str
    decided_by: str
    supported_on: str
    trained_on: str
    personal: bool
    eligible: bool | None
    why: Bilingual


def accounts_section(plan: Plan | None, ledger: LedgerView | None) -> dict[str, Any]:
    """Return the page's section on accounts: counts and questions of the plan, runs of the ledger, deadlines."""
    section: dict[str, Any] = {"plan": None, "ledger": None, "deadlines": None}
    rows = _creations(ledger) if ledger else []
    waiting = _waiting(plan, ledger) if plan else []
    if rows or waiting:
        section["deadlines"] = {
            "kept": sum(not row["days_late"] for row in rows),
            "late": sum(bool(row["days_late"]) for row in rows),
            "rows": sorted(rows, key=lambda row: (-row["days_late"], row["created"], row["account"]))[:SHOWN],
            "left_out": max(0, len(rows) - SHOWN),
            "calendar": plan.calendar if plan else "",
            "waiting": waiting[:SHOWN],
            "waiting_left_out": max(0, len(waiting) - SHOWN),
        }
    if plan:
        questions = [change for change in plan.changes if change.verb == "ask"]
        section["plan"] = {
            "as_of": plan.as_of,
            "checksum": plan.checksum,
            "counts": dict(plan.counts),
            "questions": [_question(change) for change in questions[:SHOWN]],
            "questions_left_out": max(0, len(questions) - SHOWN),
        }
    if ledger:
        section["ledger"] = {
            "intact": ledger.intact,
            "problem": ledger.problem,
            "entries": ledger.entries,
            "head": ledger.head,
            "runs": [vars(run) for run in ledger.runs[-SHOWN:]],
        }
    return section


def record_verdicts(
    controls: Mapping[str, Any],
    plan: Plan | None,
    ledger: LedgerView | None,
    openings: Sequence[Opening] | None,
    as_of: date,
) -> list[Verdict]:
    """Judge the controls of the standard that records can show. `openings` None = no applications were handed in."""
    found: list[Verdict] = []
    if ledger:
        found += _from_ledger(ledger)
    if plan:
        found += _from_plan(plan, ledger, as_of)
    if openings is not None:
        found += _from_openings(openings)
    return [dated(one, controls, as_of) for one in found if one.control in controls]


def _from_ledger(ledger: LedgerView) -> list[Verdict]:
    if not ledger.intact:
        expected = both("rantaian lejar utuh", "the ledger's chain is intact")
        return [
            make_verdict(control, ledger.name, COULD_NOT_TEST, expected, BROKEN_CHAIN, [ledger.problem])
            for control in ("C-ACC-DEADLINE", "C-REC", *STEPS)
        ]
    found = []
    done = [one for one in ledger.applied if one.result == DONE]
    if done:
        bare = [one for one in done if not one.basis or not one.clauses]
        found.append(
            make_verdict(
                "C-REC",
                ledger.name,
                FAIL if bare else PASS,
                both("setiap perubahan ada asas dan klausa", "every change has a basis and clauses"),
                both(
                    f"{len(done) - len(bare)} daripada {len(done)} perubahan ada asas; {ledger.entries} entri utuh",
                    f"{len(done) - len(bare)} of {len(done)} changes have a basis; {ledger.entries} entries intact",
                ),
                [f"{one.verb} {one.account}: no basis" for one in bare],
            )
        )
    rows = _creations(ledger)
    if rows:
        late = [row for row in rows if row["days_late"]]
        found.append(
            make_verdict(
                "C-ACC-DEADLINE",
                ledger.name,
                FAIL if late else PASS,
                both("setiap akaun diwujudkan dalam tempoh", "every account is created in time"),
                both(
                    f"{len(rows) - len(late)} daripada {len(rows)} dalam tempoh",
                    f"{len(rows) - len(late)} of {len(rows)} in time",
                ),
                [f"{row['basis']}: due {row['due']}, created {row['created']}" for row in late],
            )
        )
    return found


def _from_plan(plan: Plan, ledger: LedgerView | None, as_of: date) -> list[Verdict]:
    waiting = _open_creations(plan, ledger)
    overdue = [one for one in waiting if one.due and date.fromisoformat(one.due) < as_of]
    stray = [one for one in plan.changes if one.verb == "ask" and one.basis == _UNCOVERED]
    found = [
        make_verdict(
            "C-APPR",
            "plan",
            FAIL if stray else PASS,
            both("setiap akaun pada pelayan ada permohonan", "every account on the server has an application"),
            _number(len(stray)),
            [f"{one.account}: {one.reason.get('en', '')}" for one in stray],
        )
    ]
    if waiting:
        found.append(
            make_verdict(
                "C-ACC-DEADLINE",
                "plan",
                FAIL if overdue else PASS,
                both("tiada permohonan diluluskan yang lewat", "no approved application is overdue"),
                both(
                    f"{len(waiting)} menunggu, {len(overdue)} lewat", f"{len(waiting)} waiting, {len(overdue)} overdue"
                ),
                [f"{one.basis}: due {one.due}" for one in overdue],
            )
        )
    return found


def _number(stray: int) -> Bilingual:
    if not stray:
        return both("tiada akaun tanpa permohonan", "no account without an application")
    return both(f"{stray} akaun tanpa permohonan", f"{stray} account{'s' * (stray > 1)} without an application")


def _from_openings(openings: Sequence[Opening]) -> list[Verdict]:
    people = [one for one in openings if one.personal]
    unsigned = [one for one in openings if not (one.decided_by and one.decided_on and one.supported_on)]
    untrained = [one for one in people if not one.trained_on or one.trained_on > one.decided_on]
    unfit = [one for one in people if one.eligible is not True]
    checks = (
        (
            "C-APPR",
            openings,
            unsigned,
            both("sokongan, keputusan, nama dan tarikh", "support, decision, names and dates"),
        ),
        ("C-TRAIN", people, untrained, both("latihan sebelum kelulusan", "training before the approval")),
        ("C-ELIG", people, unfit, both("peraturan kelayakan dipenuhi", "the rule of eligibility is met")),
    )
    found = []
    for control, asked, wrong, expected in checks:
        if asked:
            observed = both(
                f"{len(asked) - len(wrong)} daripada {len(asked)} permohonan diluluskan",
                f"{len(asked) - len(wrong)} of {len(asked)} approved applications",
            )
            lines = [f"{one.id}: {one.why['en']}" if control == "C-ELIG" else one.id for one in wrong]
            found.append(make_verdict(control, "applications", FAIL if wrong else PASS, expected, observed, lines))
    return found


def _open_creations(plan: Plan, ledger: LedgerView | None) -> list[Change]:
    """The accounts that the plan would make and that no run has made since."""
    done = {one.key for one in ledger.applied if one.result == DONE} if ledger else set()
    return [one for one in plan.changes if one.verb in MADE and one.key not in done]


def _waiting(plan: Plan, ledger: LedgerView | None) -> list[dict[str, Any]]:
    """What is late or about to be, the most urgent first; days are counted from the plan's day."""
    day = date.fromisoformat(plan.as_of)
    rows = [
        {
            "account": one.account,
            "basis": one.basis,
            "due": one.due,
            "days_left": (date.fromisoformat(one.due) - day).days,
            "estimated": one.estimated,
        }
        for one in _open_creations(plan, ledger)
        if one.due
    ]
    return sorted(rows, key=lambda row: (row["due"], row["account"]))


def _creations(ledger: LedgerView) -> list[dict[str, Any]]:
    rows = []
    for one in ledger.applied:
        if one.verb in MADE and one.result == DONE and one.due:
            created = datetime.fromisoformat(one.at).astimezone(MALAYSIA).date()
            late = max(0, (created - date.fromisoformat(one.due)).days)
            rows.append(
                {
                    "account": one.account,
                    "basis": one.basis,
                    "due": one.due,
                    "created": created.isoformat(),
                    "days_late": late,
                }
            )
    return rows


def _question(change: Change) -> dict[str, Any]:
    return {
        "account": change.account,
        "basis": change.basis,
        "clauses": list(change.clauses),
        "reason": dict(change.reason),
    }


def make_verdict(
    control: str, part: str, result: str, expected: Bilingual, observed: Bilingual, lines: Sequence[str]
) -> Verdict:
    evidence = tuple(lines[:SHOWN]) + ((f"... +{len(lines) - SHOWN}",) if len(lines) > SHOWN else ())
    return Verdict(control, part, result, expected, observed, evidence=evidence, source=part)


def dated(one: Verdict, controls: Mapping[str, Any], as_of: date) -> Verdict:
    """A verdict of make_verdict with the day and the clauses of its control."""
    clauses = tuple(controls[one.control]["clauses"])
    return Verdict(
        one.control,
        one.part,
        one.result,
        one.expected,
        one.observed,
        clauses,
        one.evidence,
        as_of.isoformat(),
        one.source,
    )
