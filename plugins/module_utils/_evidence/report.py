# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as plain data: one dictionary that JSON, HTML and JUnit are written from.

Its shape is docs/report.schema.json. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.inputs import (
    Attestation,
    Observations,
    Source,
    Waiver,
)
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.judge import Judge, Judgement, newest
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict

FORMAT = 1


@dataclass(frozen=True)
class Material:
    """All that a report is made from. `standard` is the resolved standard; `records` are verdicts over the records.

    `accounts` is the section on plan, ledger and deadlines as `records.accounts_section` makes it.
    """

    standard: Mapping[str, Any]
    as_of: date
    title: Bilingual
    agency: str = ""
    observations: Sequence[Observations] = ()
    records: Sequence[Verdict] = ()
    attestations: Sequence[Attestation] = ()
    waivers: Sequence[Waiver] = ()
    accounts: Mapping[str, Any] = field(default_factory=dict)
    sources: Sequence[Source] = ()


def build(material: Material) -> dict[str, Any]:
    """Return the report: JSON-able, in both languages, the same for the same material."""
    standard = material.standard
    judge = _judge(material)
    clauses = [_clause(clause, judge) for clause in standard["clauses"]]
    controls = {name: _control(name, standard["controls"][name], judge) for name in _in_order(standard)}
    summary = _summary(clauses, controls)
    return {
        "format": FORMAT,
        "title": dict(material.title),
        "agency": material.agency,
        "as_of": material.as_of.isoformat(),
        "standard": {
            "id": standard["id"],
            "version": standard["version"],
            "title": dict(standard["title"]),
            "chain": list(standard["chain"]),
            "sources": standard["sources"],
            "fingerprint": standard["fingerprint"],
        },
        "observed": [
            {"target": run.target, "source": run.source, "started": run.started, "finished": run.finished}
            for run in material.observations
        ],
        "summary": summary,
        "sentence": _sentence(summary),
        "clauses": clauses,
        "controls": controls,
        "strangers": _strangers(material, controls),
        "notes": [dict(note) for note in standard["notes"]],
        "decisions": [{"id": key, **item} for key, item in standard["decisions"].items()],
        "accounts": {
            "plan": None,
            "ledger": None,
            "deadlines": None,
            "requests": None,
            "coverage": None,
            **material.accounts,
        },
        "attestations": [_statement(one) for one in material.attestations],
        "waivers": [_waiver(one, material.as_of) for one in material.waivers],
        "inputs": [asdict(source) for source in material.sources],
    }


def _judge(material: Material) -> Judge:
    seen = [(run.target, one) for run in material.observations for one in run.verdicts]
    seen.extend(("", one) for one in material.records)
    return Judge(material.standard["controls"], newest(seen), material.attestations, material.waivers, material.as_of)


def _in_order(standard: Mapping[str, Any]) -> list[str]:
    """Controls in the order in which the clauses name them, then those that no clause names."""
    named = [control for clause in standard["clauses"] for control in clause["controls"]]
    return list(dict.fromkeys([*named, *sorted(standard["controls"])]))


def _clause(clause: Mapping[str, Any], judge: Judge) -> dict[str, Any]:
    found = judge.clause(clause)
    return {
        "id": clause["id"],
        "profile": clause["profile"],
        "doc": clause["doc"],
        "doc_no": clause["doc_no"],
        "phrase": clause["phrase"],
        "en": clause["en"],
        "force": clause["force"],
        "kind": list(clause["kind"]),
        "requirements": list(clause["requirements"]),
        "truncated": clause["status"] == "truncated",
        "conflicts_with": list(clause["conflicts_with"]),
        "controls": [
            {"id": control_id, **_found(judge.control(control_id, clause["id"]))} for control_id in clause["controls"]
        ],
        "attest_every": (clause["attest"] or {}).get("every", ""),
        **_found(found),
    }


def _control(control_id: str, control: Mapping[str, Any], judge: Judge) -> dict[str, Any]:
    return {
        "title": dict(control["title"]),
        "how": control["how"],
        "observe": dict(control["observe"]),
        "values": words.describe_values(dict(control)),
        "clauses": list(control["clauses"]),
        **_found(judge.control(control_id)),
        "verdicts": [one.to_dict() for one in judge.verdicts(control_id)],
    }


def _found(found: Judgement) -> dict[str, Any]:
    return {
        "status": found.status,
        "reason": dict(found.reason),
        "attestation": _statement(found.attestation) if found.attestation else None,
        "waived_until": found.waiver.until if found.waiver else "",
    }


def _summary(clauses: Sequence[Mapping[str, Any]], controls: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    counted = Counter(clause["status"] for clause in clauses)
    probed = [control for control in controls.values() if control["how"] == "probe"]
    results = Counter(one["result"] for control in controls.values() for one in control["verdicts"])
    return {
        "red": sum(counted[status] for status in words.RED),
        "clauses": {"total": len(clauses), **{status: counted[status] for status in words.STATUS_LABELS}},
        "probed_controls": {
            "total": len(probed),
            "observed": sum(bool(control["verdicts"]) for control in probed),
            "kept": sum(control["status"] == words.KEPT for control in probed),
        },
        "observations": {"total": sum(results.values()), **{name: results[name] for name in words.RESULT_LABELS}},
    }


def _sentence(summary: Mapping[str, Any]) -> Bilingual:
    """The sentence that decides: is the standard kept, and how far does the proof reach."""
    counts, probed = summary["clauses"], summary["probed_controls"]
    reach = both(
        f"{probed['observed']} daripada {probed['total']} kawalan yang perlu diperhatikan telah diperhatikan; "
        f"{probed['kept']} dipatuhi.",
        f"{probed['observed']} of the {probed['total']} controls that have to be observed were observed; "
        f"{probed['kept']} are kept.",
    )
    red, total = summary["red"], counts["total"]
    if red:
        return both(
            f"Standard belum terbukti dipatuhi: {red} daripada {total} klausa merah. {reach['ms']}",
            f"The standard is not proven to be kept: {red} of {total} clauses are red. {reach['en']}",
        )
    rest = both("", "")
    if counts[words.WAIVED]:
        number = counts[words.WAIVED]
        rest = both(f" {number} klausa dikecualikan.", f" {number} clause(s) waived.")
    return both(
        f"Standard dipatuhi: tiada klausa merah.{rest['ms']} {reach['ms']}",
        f"The standard is kept: no clause is red.{rest['en']} {reach['en']}",
    )


def _strangers(material: Material, controls: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Observations of controls that this standard does not bind: shown, never judged, never lost."""
    everything: Iterable[Verdict] = (one for run in material.observations for one in run.verdicts)
    return [one.to_dict() for one in everything if one.control not in controls]


def _statement(one: Attestation) -> dict[str, Any]:
    return {**asdict(one), "clauses": list(one.clauses), "controls": list(one.controls)}


def _waiver(one: Waiver, as_of: date) -> dict[str, Any]:
    expired = date.fromisoformat(one.until) < as_of
    return {**asdict(one), "clauses": list(one.clauses), "controls": list(one.controls), "expired": expired}
