# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each profile says about each parameter, and which saying wins.

Inside one profile the stricter clause wins and the difference is noted; the owner's values and decisions may only
tighten the clauses; an agency may only tighten its baseline (R212), unless the baseline clause is `should`.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import binding, controls
from ansible_collections.rasmi.mail.plugins.module_utils._standard.binding import LOOSER, SAME, Claim
from ansible_collections.rasmi.mail.plugins.module_utils._standard.catalogue import CONTROLS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.controls import Control, Param
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault
from ansible_collections.rasmi.mail.plugins.module_utils._standard.yamldoc import Document, Path

Note = dict[str, Any]
RawClaim = tuple[Document, Path, str, str, Any, bool]


@dataclass(frozen=True)
class Level:
    """Where a parameter stands after some profiles: the strictest saying, and the strictest binding one.

    They differ when a recommendation asks for more than any obligation: an agency may leave the first, never the
    second.
    """

    best: Claim
    must: Claim | None


class Resolver:
    """Resolves the controls of a chain of profiles, baseline first; collects faults and notes as it goes."""

    def __init__(self, chain: list[Document]) -> None:
        self.chain = chain
        self.faults: list[Fault] = []
        self.notes: list[Note] = []
        self._clauses = {
            clause["id"]: clause for document in chain for clause in document.data["profile"].get("clauses", [])
        }

    def controls(self) -> dict[str, dict[str, Any]]:
        """Return control id -> resolved parameters, citing clauses, title and kind, in catalogue order."""
        resolved: dict[str, dict[str, Any]] = {}
        for control in CONTROLS.values():
            cited = [key for key, clause in self._clauses.items() if control.id in clause.get("controls", {})]
            raw = {param.name: list(self._raw_claims(control.id, param.name)) for param in control.params}
            if not cited and not any(raw.values()):
                continue
            entries = self._parameters(control, raw)
            resolved[control.id] = {
                **entries,
                "clauses": cited,
                "title": control.title,
                "how": control.how,
                "observe": control.observe,
            }
        return resolved

    def _parameters(self, control: Control, raw: dict[str, list[RawClaim]]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        unit = "binary"
        # The unit decides what every size of the control means, so it comes first.
        for param in sorted(control.params, key=lambda item: item.name != "unit"):
            winner = self._resolve(control, param, self._typed(param, raw[param.name], unit))
            if winner is None:
                if param.default is not None and any(raw.values()):
                    entries[param.name] = param.default
                continue
            if param.name == "unit":
                unit = winner.value
            entries.update(binding.plain(param, winner.value))
        return entries

    def _raw_claims(self, control_id: str, name: str) -> Iterator[RawClaim]:
        """Yield every saying about one parameter: (document, path, source, force, raw, is a clause)."""
        for document in self.chain:
            profile = document.data["profile"]
            for index, clause in enumerate(profile.get("clauses", [])):
                bound = clause.get("controls", {}).get(control_id) or {}
                if name in bound:
                    path: Path = ("profile", "clauses", index, "controls", control_id, name)
                    yield document, path, clause["id"], clause["force"], bound[name], True
            values = profile.get("values", {}).get(control_id) or {}
            if name in values:
                path = ("profile", "values", control_id, name)
                yield document, path, f"{profile['id']} values", "must", values[name], False
            for key, decision in profile.get("decisions", {}).items():
                if decision["status"] == "decided" and name in _targets(decision, control_id):
                    path = ("profile", "decisions", key, "value")
                    yield document, path, f"{profile['id']} decision {key}", "must", decision["value"], False

    def _typed(self, param: Param, raw: list[RawClaim], unit: str) -> list[tuple[Claim, bool]]:
        claims: list[tuple[Claim, bool]] = []
        for document, path, source, force, value, is_clause in raw:
            try:
                typed = binding.typed(param, value, unit)
            except ValueError as error:
                self.faults.append(document.fault(path, value, str(error), "Correct the value.", (source,)))
                continue
            profile = document.data["profile"]["id"]
            claims.append((Claim(profile, source, force, value, typed, document.file, document.line(path)), is_clause))
        return claims

    def _resolve(self, control: Control, param: Param, claims: list[tuple[Claim, bool]]) -> Claim | None:
        standing: Level | None = None
        for document in self.chain:
            profile = document.data["profile"]["id"]
            said = [claim for claim, is_clause in claims if is_clause and claim.profile == profile]
            chosen = [claim for claim, is_clause in claims if not is_clause and claim.profile == profile]
            level = self._owner(control, param, self._level(control, param, said), chosen)
            if level is not None:
                standing = level if standing is None else self._tighten(control, param, standing, level)
        return standing.best if standing else None

    def _level(self, control: Control, param: Param, said: list[Claim]) -> Level | None:
        best = self._within(control, param, said)
        if best is None:
            return None
        must: Claim | None = None
        for claim in said:
            if claim.force == "must":
                must = claim if must is None else _stricter(param, must, claim)
        return Level(best, must)

    def _within(self, control: Control, param: Param, claims: list[Claim]) -> Claim | None:
        """Return the strictest of one document's clauses; a difference must be declared, and is noted."""
        winner: Claim | None = None
        for claim in claims:
            if winner is None:
                winner = claim
                continue
            if claim.value == winner.value:
                continue
            if not self._declared(claim.source, winner.source):
                self.faults.append(
                    _fault(
                        claim,
                        f"{control.id}.{param.name}",
                        f"{claim.source} says {claim.raw}, {winner.source} says {winner.raw}",
                        "Declare it with conflicts_with on one of the clauses; the stricter then applies.",
                        (winner.source, claim.source),
                    )
                )
            stricter = _stricter(param, winner, claim)
            other = winner if stricter.source == claim.source else claim
            self.notes.append(_conflict_note(control, param, stricter, other))
            winner = stricter
        return winner

    def _declared(self, left: str, right: str) -> bool:
        return right in self._clauses[left].get("conflicts_with", []) or left in self._clauses[right].get(
            "conflicts_with", []
        )

    def _owner(self, control: Control, param: Param, level: Level | None, chosen: list[Claim]) -> Level | None:
        """Apply values and decisions of the same profile: they may set or tighten what its clauses say."""
        for claim in chosen:
            if level is not None and binding.compare(param, claim.value, level.best.value) == LOOSER:
                self.faults.append(_looser(control, param, level.best, claim))
                continue
            level = Level(claim, claim)
        return level

    def _tighten(self, control: Control, param: Param, base: Level, agency: Level) -> Level:
        """Let the agency's level follow the baseline's, or report that it is looser than something binding."""
        if param.strict == controls.CHOICE:
            return agency
        if base.must is not None and binding.compare(param, agency.best.value, base.must.value) == LOOSER:
            self.faults.append(_looser(control, param, base.must, agency.best))
            return base
        must = base.must
        if agency.must is not None:
            must = agency.must if must is None else _stricter(param, must, agency.must)
        relation = binding.compare(param, agency.best.value, base.best.value)
        if relation == SAME:
            return Level(base.best, must)
        make_note = _departure_note if relation == LOOSER else _tightened_note
        self.notes.append(make_note(control, param, base.best, agency.best))
        return Level(agency.best, must)


def _stricter(param: Param, left: Claim, right: Claim) -> Claim:
    """Return the claim whose value satisfies both; where only a joined set does, the left claim carries it."""
    value = binding.stricter_of(param, left.value, right.value)
    if value == right.value:
        return right
    if value == left.value:
        return left
    return replace(left, raw=", ".join(value), value=value)


def _targets(decision: dict[str, Any], control_id: str) -> list[str]:
    names = decision.get("sets", {}).get(control_id, [])
    return list(names)


def _fault(claim: Claim, field: str, problem: str, remedy: str, clauses: tuple[str, ...]) -> Fault:
    return Fault(claim.file, claim.line, field, str(claim.raw), problem, remedy, clauses)


def _looser(control: Control, param: Param, base: Claim, agency: Claim) -> Fault:
    problem = f"{agency.source} ({agency.raw}) is looser than {base.source} ({base.raw}) of {base.profile}"
    remedy = f"Write {base.raw} or stricter; a profile may only tighten."
    return _fault(agency, f"{control.id}.{param.name}", problem, remedy, (base.source, agency.source))


def _conflict_note(control: Control, param: Param, stricter: Claim, other: Claim) -> Note:
    return {
        "control": control.id,
        "clauses": sorted([stricter.source, other.source]),
        "ms": (
            f"{control.id}.{param.name}: {stricter.source} menyebut {stricter.raw}, {other.source} menyebut "
            f"{other.raw}; yang lebih ketat ({stricter.raw}) dipakai."
        ),
        "en": (
            f"{control.id}.{param.name}: {stricter.source} says {stricter.raw}, {other.source} says {other.raw}; "
            f"the stricter ({stricter.raw}) applies."
        ),
    }


def _tightened_note(control: Control, param: Param, base: Claim, agency: Claim) -> Note:
    return {
        "control": control.id,
        "clauses": sorted([base.source, agency.source]),
        "ms": f"{control.id}.{param.name}: {agency.source} ({agency.raw}) mengetatkan {base.source} ({base.raw}).",
        "en": f"{control.id}.{param.name}: {agency.source} ({agency.raw}) tightens {base.source} ({base.raw}).",
    }


def _departure_note(control: Control, param: Param, base: Claim, agency: Claim) -> Note:
    return {
        "control": control.id,
        "clauses": sorted([base.source, agency.source]),
        "ms": (
            f"{control.id}.{param.name}: {agency.source} ({agency.raw}) lebih longgar daripada cadangan "
            f"{base.source} ({base.raw}); dibenarkan kerana ia cadangan."
        ),
        "en": (
            f"{control.id}.{param.name}: {agency.source} ({agency.raw}) is looser than the recommendation of "
            f"{base.source} ({base.raw}); allowed, because it is a recommendation."
        ),
    }
