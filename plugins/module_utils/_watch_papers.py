# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a round of the watch takes from elsewhere: what modules saw on the servers, the plan's deadlines, the ledger.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change
from ansible_collections.rasmi.mail.plugins.module_utils._probes.access import CONTROL
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import day_of
from ansible_collections.rasmi.mail.plugins.module_utils._standard.findings import FAIL, PASS

_SHOWN = 5
#: A plan older than this says nothing about today's deadlines.
_PLAN_DAYS = 1


def health(run: Run, given: Sequence[Mapping[str, Any]]) -> Trial:
    """What zimbra_health, exchange_health and mail_host_health found, one item per source and check.

    A source that brought nothing is could-not-test, with its `problem` when it says one.
    """
    trial = Trial(run, CONTROL)
    expected = both("Setiap bahagian berjalan", "Every part runs")
    for source in given:
        checks = list(dict.fromkeys(one["check"] for one in source.get("findings") or ()))
        if not checks:
            with trial.part(f"health/{source['of']}", expected):
                problem = source.get("problem")
                raise CouldNotTest(problem) if problem else CouldNotTest("tiada apa diketahui", "nothing was found out")
        for check in checks:
            with trial.part(f"health/{source['of']} {check}", expected) as part:
                _found(part, [one for one in source["findings"] if one["check"] == check])
    return trial


def _found(part: Part, findings: Sequence[Mapping[str, Any]]) -> None:
    failed = [_said(one) for one in findings if one["state"] == FAIL]
    blind = [_said(one) for one in findings if one["state"] not in (PASS, FAIL)]
    if failed:
        text = _some(failed)
        part.saw(False, f"{len(failed)} daripada {len(findings)}: {text}", f"{len(failed)} of {len(findings)}: {text}")
        return
    if blind:
        raise CouldNotTest(_some(blind))
    part.saw(True, f"{len(findings)} baik", f"{len(findings)} well")


def papers(run: Run, params: Mapping[str, Any]) -> Trial:
    """Deadlines of forms and plan, and the ledger's chain, as far as the site hands them in."""
    trial = Trial(run, "C-ACC-DEADLINE")
    day = day_of(params["as_of"])
    if params["forms"]:
        with trial.part("forms", both("Tiada borang yang lewat", "No form is late")) as part:
            _waiting(part, params["forms"])
    if params["plan"]:
        with trial.part("due", both("Tiada yang lewat", "Nothing is late")) as part:
            _due(part, Path(params["plan"]), params["ledger"], day, params["due_days"])
    ledger = Trial(run, "C-REC")
    if params["ledger"]:
        with ledger.part("ledger", both("Rantaian lejar utuh", "The ledger's chain is intact")) as part:
            _chain(part, params["ledger"])
    trial.verdicts += ledger.verdicts
    return trial


def _waiting(part: Part, forms: Mapping[str, Any]) -> None:
    """Forms that wait for a decision, as application_info dates them: the latest come first."""
    if forms["problem"]:
        raise CouldNotTest(str(forms["problem"]).partition("\n")[0])
    pressing = [one for one in forms["deadlines"] if one["state"] in ("late", "soon")]
    soon = sum(one["state"] == "soon" for one in pressing)
    names = _some([f"{one['due']} {one['application']}" for one in pressing])
    tail = f": {names}" if names else ""
    ms, en = f"{forms['late']} lewat, {soon} hampir lewat", f"{forms['late']} late, {soon} about to be late"
    part.saw(not forms["late"], ms + tail, en + tail, told=bool(pressing))


def _due(part: Part, path: Path, ledger: str | None, day: date, within: int) -> None:
    if not path.exists():
        raise CouldNotTest(
            f"{path.name} tiada; playbooks/accounts.yml menulisnya",
            f"{path.name} does not exist; playbooks/accounts.yml writes it",
        )
    plan, _checksum = read_plan(path)
    if date.fromisoformat(plan.as_of) < day - timedelta(days=_PLAN_DAYS):
        raise CouldNotTest(
            f"rancangan bertarikh {plan.as_of}; jalankan playbooks/accounts.yml --check setiap hari",
            f"the plan is of {plan.as_of}; run playbooks/accounts.yml --check every day",
        )
    done = _done(ledger)
    waiting = [one for one in plan.changes if one.due and one.verb != "none" and one.key not in done]
    late = [one for one in waiting if one.due < day.isoformat()]
    soon = [one for one in waiting if day.isoformat() <= one.due <= (day + timedelta(days=within)).isoformat()]
    names = _some([_dated(one) for one in sorted([*late, *soon], key=lambda one: one.due)])
    ms = f"{len(late)} lewat, {len(soon)} perlu selesai dalam {within} hari"
    en = f"{len(late)} late, {len(soon)} due within {within} days"
    tail = f": {names}" if names else ""
    part.saw(not late, ms + tail, en + tail, told=bool(soon))


def _done(ledger: str | None) -> set[str]:
    """Keys of the changes that a run has carried out since."""
    if not ledger or not os.path.exists(ledger):
        return set()
    rows = records(ledger)
    return {str(one["key"]) for one in rows if one.get("kind") == "outcome" and one.get("result") == "done"}


def _dated(change: Change) -> str:
    return f"{change.due} {change.verb} {change.account}"


def _chain(part: Part, path: str) -> None:
    if not os.path.exists(path):
        raise CouldNotTest(
            "lejar belum ada; larian pertama playbooks/accounts.yml menulisnya",
            "there is no ledger yet; the first run of playbooks/accounts.yml writes it",
        )
    state = verify(path)
    text = _some(list(state.problems))
    ms, en = f"{state.records} baris utuh", f"{state.records} lines intact"
    part.saw(state.ok, text if state.problems else ms, text if state.problems else en)


def _said(finding: Mapping[str, Any]) -> str:
    where = " ".join(str(one) for one in (finding.get("server"), finding.get("item")) if one)
    return f"{where}: {finding['detail']}" if where else str(finding["detail"])


def _some(lines: Sequence[str]) -> str:
    rest = f"; +{len(lines) - _SHOWN}" if len(lines) > _SHOWN else ""
    return "; ".join(lines[:_SHOWN]) + rest
