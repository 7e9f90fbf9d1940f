# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of mail_report: read everything, judge, write.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import inputs, records, rounds, words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.checklist import listed_days
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.covered import cover_verdict
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger_view import load_ledger
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.notified import Owed, Telling, told_verdicts
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.publish import publish
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.report import Material, build
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.terms import term_verdicts
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.watched import Watched, allowed_gap, watch_verdicts
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import FAIL, PASS, Verdict

_SHOWN = 50
#: States of a complete application that nobody has decided.
_UNDECIDED = ("complete", "supported")


@dataclass(frozen=True)
class Papers:
    """What the applications say: the approved ones for accounts, and every notice that was due up to the day.

    `places` is the section on where they stand: numbers by state (`states`, `late_states`), the late ones (`late`).
    `coverage` is the staff list held against the accounts (see `covered`), None = no list was named.
    """

    openings: Sequence[records.Opening]
    owed: Sequence[Owed]
    places: Mapping[str, Any]
    coverage: Mapping[str, Any] | None


#: Reads the applications for a day; given by the module, because this room does not know applications. Of the ledger
#: it takes since when notices are looked for, of the plan what is not done yet (None = no plan).
ReadPapers = Callable[[Standard, date, Telling, "Sequence[Change] | None"], Papers]


def report_on(params: dict[str, Any], check_mode: bool, read_papers: ReadPapers | None) -> dict[str, Any]:
    """Do what mail_report documents; `params` are its options, `read_papers` None = no applications handed in.

    Raises RasmiError, FaultsError.
    """
    standard = load_standard(params["profile"], params["profile_paths"])
    faults: list[Fault] = []
    sources: list[inputs.Source] = []
    known = inputs.Known(frozenset(one["id"] for one in standard.clauses), frozenset(standard.controls))
    absent = [params[name] for name in ("ledger", "plan", "watch") if params[name] and not os.path.exists(params[name])]
    observations = inputs.load_observations(params["verdicts"], standard.fingerprint, sources, faults)
    plan = inputs.load_plan(params["plan"], sources, faults) if _there(params["plan"], absent) else None
    ledger = load_ledger(params["ledger"], sources, faults) if _there(params["ledger"], absent) else None
    attestations = (
        inputs.load_attestations(params["attestations"], known, sources, faults) if params["attestations"] else []
    )
    waivers = inputs.load_waivers(params["waivers"], known, sources, faults) if params["waivers"] else []
    if params["staff"]:
        inputs.load_bytes(params["staff"], "staff", sources, faults)
    if faults:
        raise FaultsError("Report", faults)
    watched = _watched(params, sources) if _there(params["watch"], absent) else None
    as_of = _as_of(params["as_of"], observations, plan, watched)
    telling = ledger.telling if ledger else None
    papers = read_papers(standard, as_of, telling or Telling(), _left(plan, ledger)) if read_papers else None
    report = build(
        Material(
            standard=standard.to_dict(),
            as_of=as_of,
            title=_title(params["title"], standard),
            agency=params["agency"] or "",
            observations=observations,
            records=[
                *_judged(standard, plan, ledger, papers, as_of),
                *(watch_verdicts(standard.controls, watched, _until(as_of, observations)) if watched else ()),
            ],
            attestations=attestations,
            waivers=waivers,
            accounts=records.accounts_section(plan, ledger) | _sections(papers),
            sources=sources,
        )
    )
    red = [clause for clause in report["clauses"] if clause["status"] in words.RED]
    return {
        **publish(report, params["dest"], check_mode),
        "red": len(red),
        "red_clauses": [
            {"id": clause["id"], "status": clause["status"], "reason": clause["reason"]} for clause in red[:_SHOWN]
        ],
        "sentence": report["sentence"],
        "summary": report["summary"],
        **({"requests": report["accounts"]["requests"]} if papers else {}),
        "as_of": report["as_of"],
        "warnings_text": [f"{path} does not exist yet; what only it can show is red in the report." for path in absent],
    }


def _judged(
    standard: Standard, plan: Plan | None, ledger: records.LedgerView | None, papers: Papers | None, as_of: date
) -> list[Verdict]:
    """Everything that the records show, control by control."""
    controls = standard.controls
    cover = cover_verdict(papers.coverage if papers else None, plan is not None, as_of)
    telling = ledger.telling if ledger else None
    return [
        *records.record_verdicts(controls, plan, ledger, papers.openings if papers else None, as_of),
        *(records.dated(one, controls, as_of) for one in term_verdicts(controls, plan, ledger, as_of)),
        *(records.dated(one, controls, as_of) for one in (*_undecided(papers), cover) if one.control in controls),
        *told_verdicts(standard.to_dict(), telling, papers.owed if papers else None, as_of),
    ]


def _sections(papers: Papers | None) -> dict[str, Any]:
    return {"requests": papers.places, "coverage": papers.coverage} if papers else {}


def _left(plan: Plan | None, ledger: records.LedgerView | None) -> list[Change] | None:
    """What the plan has still to do after the runs of the ledger; None without a plan."""
    if plan is None:
        return None
    done = {one.key for one in ledger.applied if one.result == records.DONE} if ledger else set()
    return [change for change in plan.changes if change.key not in done]


def _undecided(papers: Papers | None) -> Iterator[Verdict]:
    """Complete applications whose day has passed without an account; a plan has only what was approved (R023)."""
    if papers is None:
        return
    open_, late = (sum(papers.places[name].get(state, 0) for state in _UNDECIDED) for name in ("states", "late_states"))
    if not open_:
        return
    named = [one for one in papers.places["late"] if one["state"] in _UNDECIDED]
    yield records.make_verdict(
        "C-ACC-DEADLINE",
        "applications",
        FAIL if late else PASS,
        both("tiada permohonan lengkap yang lewat", "no complete application is overdue"),
        both(f"{open_} menunggu, {late} lewat", f"{open_} waiting, {late} overdue"),
        [f"{one['application']}: {one['state']}, due {one['due']}" for one in named],
    )


def _there(path: str | None, absent: list[str]) -> bool:
    return bool(path) and path not in absent


def _title(title: str | None, standard: Standard) -> Bilingual:
    if title:
        return both(title, title)
    of = standard.title
    return both(f"Laporan pematuhan: {of['ms']}", f"Compliance report: {of['en']}")


def _watched(params: dict[str, Any], sources: list[inputs.Source]) -> Watched:
    """The record of the watch, whole, with what is wrong with its chain."""
    folder = Path(params["watch"])
    for path in rounds.months(folder):
        inputs.load_bytes(str(path), "watch", sources, [])
    return Watched(rounds.read(folder), rounds.problems(folder), listed_days(folder), allowed_gap(params["watch_gap"]))


def _until(as_of: date, observations: Sequence[inputs.Observations]) -> datetime:
    """Up to when the watch must have gone on: the first minute of the day, or the newest observation."""
    finished = [datetime.fromisoformat(run.finished) for run in observations if run.finished]
    aware = [one if one.tzinfo else one.replace(tzinfo=UTC) for one in finished]
    return max([datetime.combine(as_of, time(), MALAYSIA), *aware])


def _as_of(
    given: str | None, observations: Sequence[inputs.Observations], plan: Plan | None, watched: Watched | None
) -> date:
    """The day to judge for: as given, else that of the newest observation or of the plan. The clock is not asked."""
    if given:
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise RasmiError(f"as_of: {given!r} is not a date. Write it as 2026-12-31.") from error
    finished = [datetime.fromisoformat(run.finished) for run in observations if run.finished]
    if watched and watched.rounds:
        finished.append(watched.rounds[-1].ended)
    if finished:
        return max(_malaysian_day(moment) for moment in finished)
    if plan:
        return date.fromisoformat(plan.as_of)
    raise RasmiError("as_of: give a date (2026-12-31); there is neither an observation nor a plan to take it from.")


def _malaysian_day(moment: datetime) -> date:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(MALAYSIA).date()
