# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judging clauses: from what was observed, attested and waived to one status per clause.

The rules, all on the careful side:
- a control that has to be observed and was not is red;
- a signed statement never replaces an observation from outside, but it may stand for a record;
- a waiver turns red into waived up to its date, never after it, and never turns anything green.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.inputs import Attestation, Waiver
from ansible_collections.rasmi.mail.plugins.module_utils._standard import verdict
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict

_PROBE = "probe"
_ATTEST = "attest"


@dataclass(frozen=True)
class Judgement:
    """The status of a control or clause, one sentence why, and the statement or waiver it rests on, if any."""

    status: str
    reason: Bilingual
    attestation: Attestation | None = None
    waiver: Waiver | None = None


class Judge:
    """Everything that was handed in, ready to be asked about one control or one clause at a time.

    `as_of` is the day on which statements and waivers must hold. `verdicts` are the newest observation of each part.
    """

    def __init__(
        self,
        controls: Mapping[str, Mapping[str, Any]],
        verdicts: Iterable[Verdict],
        attestations: Sequence[Attestation],
        waivers: Sequence[Waiver],
        as_of: date,
    ) -> None:
        self._controls = controls
        self._attestations = attestations
        self._waivers = waivers
        self._as_of = as_of
        self._verdicts: dict[str, list[Verdict]] = {}
        for one in verdicts:
            self._verdicts.setdefault(one.control, []).append(one)

    def verdicts(self, control_id: str) -> list[Verdict]:
        return self._verdicts.get(control_id, [])

    def control(self, control_id: str, clause_id: str = "") -> Judgement:
        """Judge a control, for the sake of one clause where that matters (attestations and waivers name clauses)."""
        control = self._controls[control_id]
        if control["how"] == _ATTEST:
            found = self._attested(clause_id, control_id, control.get("every"))
        else:
            found = self._observed(control_id, clause_id)
            if found.status == words.UNOBSERVED and control["how"] != _PROBE:
                stated = self._attested(clause_id, control_id, None)
                found = stated if stated.attestation else found
        return self._excused(found, clause_id, control_id)

    def clause(self, clause: Mapping[str, Any]) -> Judgement:
        """Judge a clause: the worst of all it rests on. A clause that rests on nothing and says why is not bound."""
        clause_id = clause["id"]
        found = [self.control(control_id, clause_id) for control_id in clause["controls"]]
        attest_controls = [one for one in clause["controls"] if self._controls[one]["how"] == _ATTEST]
        if clause["attest"] and not attest_controls:
            every = clause["attest"].get("every")
            found.append(self._excused(self._attested(clause_id, "", every), clause_id, ""))
        if not found:
            return self._without(clause)
        return min(found, key=lambda one: words.SEVERITY.index(one.status))

    def _without(self, clause: Mapping[str, Any]) -> Judgement:
        if clause["unbound"]:
            return Judgement(words.UNBOUND, dict(clause["unbound"]))
        reason = both("Klausa tiada kawalan dan tiada sebab.", "The clause has neither a control nor a reason.")
        return self._excused(Judgement(words.UNOBSERVED, reason), clause["id"], "")

    def _observed(self, control_id: str, clause_id: str) -> Judgement:
        """What was seen of a control; for the sake of a clause, what does not name other clauses alone."""
        seen = [
            one
            for one in self.verdicts(control_id)
            if one.result in (verdict.PASS, *verdict.RED)
            and (not clause_id or not one.clauses or clause_id in one.clauses)
        ]
        failed = sum(one.result == verdict.FAIL for one in seen)
        untested = sum(one.result == verdict.COULD_NOT_TEST for one in seen)
        if failed:
            reason = both(
                f"{failed} daripada {len(seen)} pemerhatian tidak menepati klausa.",
                f"{failed} of {len(seen)} observations {_are(failed)} not as required.",
            )
            return Judgement(words.BROKEN, reason)
        if untested:
            reason = both(
                f"{untested} daripada {len(seen)} ujian tidak dapat dijalankan.",
                f"{untested} of {len(seen)} tests could not run.",
            )
            return Judgement(words.UNTESTED, reason)
        if not seen:
            return Judgement(words.UNOBSERVED, self._nothing_seen(control_id))
        reason = both(f"{len(seen)} pemerhatian, semuanya menepati.", f"{_count(len(seen))}, all as required.")
        return Judgement(words.KEPT, reason)

    def _nothing_seen(self, control_id: str) -> Bilingual:
        if self._controls[control_id]["how"] == _PROBE:
            return both("Tiada ujian memerhatikannya.", "No test has observed it.")
        return both(
            "Tiada rekod diserahkan yang boleh dinilai, dan tiada perakuan.",
            "No record was handed in that could be judged, and no attestation.",
        )

    def _attested(self, clause_id: str, control_id: str, every: str | None) -> Judgement:
        named = [
            (one, _valid_until(one, every))
            for one in self._attestations
            if clause_id in one.clauses or (control_id and control_id in one.controls)
        ]
        dated = [(one, until) for one, until in named if date.fromisoformat(one.date) <= self._as_of]
        if not dated:
            return Judgement(words.UNATTESTED, both("Tiada perakuan diserahkan.", "No attestation was handed in."))
        newest, until = max(dated, key=lambda pair: (pair[1] or date.max, pair[0].date, pair[0].document))
        if until and until < self._as_of:
            reason = both(f"Perakuan tamat pada {until}.", f"The attestation ran out on {until}.")
            return Judgement(words.UNATTESTED, reason, attestation=newest)
        end = both(f" Sah hingga {until}.", f" Valid until {until}.") if until else both("", "")
        reason = both(
            f"Diperakui oleh {newest.by} pada {newest.date}.{end['ms']}",
            f"Attested by {newest.by} on {newest.date}.{end['en']}",
        )
        return Judgement(words.ATTESTED, reason, attestation=newest)

    def _excused(self, found: Judgement, clause_id: str, control_id: str) -> Judgement:
        if found.status not in words.RED:
            return found
        named = [
            one for one in self._waivers if clause_id in one.clauses or (control_id and control_id in one.controls)
        ]
        if not named:
            return found
        latest = max(named, key=lambda one: (one.until, one.reason))
        why = found.reason
        if date.fromisoformat(latest.until) >= self._as_of:
            reason = both(
                f"{why['ms']} Dikecualikan hingga {latest.until} oleh {latest.by}: {latest.reason}",
                f"{why['en']} Waived until {latest.until} by {latest.by}: {latest.reason}",
            )
            return Judgement(words.WAIVED, reason, found.attestation, latest)
        reason = both(
            f"{why['ms']} Pengecualian telah tamat pada {latest.until}.",
            f"{why['en']} The waiver ran out on {latest.until}.",
        )
        return Judgement(found.status, reason, found.attestation, latest)


def newest(verdicts: Iterable[tuple[str, Verdict]]) -> list[Verdict]:
    """Keep the newest observation of each part of each control on each target, in the order first met.

    `verdicts` are (target, verdict).
    Of two with the same time the red one stays: an auditor must not lose it to the order of files.
    """
    latest: dict[tuple[str, str, str], Verdict] = {}
    for target, one in verdicts:
        key = (target, one.control, one.part)
        held = latest.get(key)
        if held is None or (one.at, one.red) > (held.at, held.red):
            latest[key] = one
    return list(latest.values())


def _valid_until(one: Attestation, every: str | None) -> date | None:
    ends = [date.fromisoformat(one.valid_until)] if one.valid_until else []
    if every:
        ends.append(parse_duration(every).after(date.fromisoformat(one.date)))
    return min(ends, default=None)


def _count(number: int) -> str:
    return f"{number} observation" if number == 1 else f"{number} observations"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
