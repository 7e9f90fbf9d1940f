# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of mail_report: read everything, judge, write.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import inputs, records, words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger_view import load_ledger
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.notified import Owed, Telling, told_verdicts
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.publish import publish
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.report import Material, build
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.terms import term_verdicts
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.words import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict

_SHOWN = 50


@dataclass(frozen=True)
class Papers:
    """What the applications say: the approved ones for accounts, and every notice that was due up to the day."""

    openings: Sequence[records.Opening]
    owed: Sequence[Owed]


#: Reads the applications for a day; given by the module, because this room does not know applications. Of the ledger
#: it takes since when notices are looked for.
ReadPapers = Callable[[Standard, date, Telling], Papers]


def report_on(params: dict[str, Any], check_mode: bool, read_papers: ReadPapers | None) -> dict[str, Any]:
    """Do what mail_report documents; `params` are its options, `read_papers` None = no applications handed in.

    Raises RasmiError, FaultsError.
    """
    standard = load_standard(params["profile"], params["profile_paths"])
    faults: list[Fault] = []
    sources: list[inputs.Source] = []
    known = inputs.Known(frozenset(one["id"] for one in standard.clauses), frozenset(standard.controls))
    absent = [params[name] for name in ("ledger", "plan") if params[name] and not os.path.exists(params[name])]
    observations = inputs.load_observations(params["verdicts"], standard.fingerprint, sources, faults)
    plan = inputs.load_plan(params["plan"], sources, faults) if _there(params["plan"], absent) else None
    ledger = load_ledger(params["ledger"], sources, faults) if _there(params["ledger"], absent) else None
    attestations = (
        inputs.load_attestations(params["attestations"], known, sources, faults) if params["attestations"] else []
    )
    waivers = inputs.load_waivers(params["waivers"], known, sources, faults) if params["waivers"] else []
    if faults:
        raise FaultsError("Report", faults)
    as_of = _as_of(params["as_of"], observations, plan)
    telling = ledger.telling if ledger else None
    papers = read_papers(standard, as_of, telling or Telling()) if read_papers else None
    report = build(
        Material(
            standard=standard.to_dict(),
            as_of=as_of,
            title=_title(params["title"], standard),
            agency=params["agency"] or "",
            observations=observations,
            records=_judged(standard, plan, ledger, papers, as_of),
            attestations=attestations,
            waivers=waivers,
            accounts=records.accounts_section(plan, ledger),
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
        "as_of": report["as_of"],
        "warnings_text": [f"{path} does not exist yet; what only it can show is red in the report." for path in absent],
    }


def _judged(
    standard: Standard, plan: Plan | None, ledger: records.LedgerView | None, papers: Papers | None, as_of: date
) -> list[Verdict]:
    """Everything that the records show, control by control."""
    controls = standard.controls
    telling = ledger.telling if ledger else None
    return [
        *records.record_verdicts(controls, plan, ledger, papers.openings if papers else None, as_of),
        *(records.dated(one, controls, as_of) for one in term_verdicts(controls, plan, ledger, as_of)),
        *told_verdicts(standard.to_dict(), telling, papers.owed if papers else None, as_of),
    ]


def _there(path: str | None, absent: list[str]) -> bool:
    return bool(path) and path not in absent


def _title(title: str | None, standard: Standard) -> Bilingual:
    if title:
        return both(title, title)
    of = standard.title
    return both(f"Laporan pematuhan: {of['ms']}", f"Compliance report: {of['en']}")


def _as_of(given: str | None, observations: Sequence[inputs.Observations], plan: Plan | None) -> date:
    """The day to judge for: as given, else that of the newest observation or of the plan. The clock is not asked."""
    if given:
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise RasmiError(f"as_of: {given!r} is not a date. Write it as 2026-12-31.") from error
    finished = [datetime.fromisoformat(run.finished) for run in observations if run.finished]
    if finished:
        return max(_malaysian_day(moment) for moment in finished)
    if plan:
        return date.fromisoformat(plan.as_of)
    raise RasmiError("as_of: give a date (2026-12-31); there is neither an observation nor a plan to take it from.")


def _malaysian_day(moment: datetime) -> date:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(MALAYSIA).date()
