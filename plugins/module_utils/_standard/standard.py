# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The resolved standard: what the merged profile says, ready to be asked.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import predicates

Bilingual = dict[str, str]


@dataclass(frozen=True)
class Tier:
    """A quota group; `quota_bytes` 0 = unlimited; `clause` is the clause that grants it."""

    id: str
    title: Bilingual
    quota_bytes: int
    clause: str


@dataclass(frozen=True)
class TierDecision:
    """Which tier an account has, or None when a person must decide; `reason` says why, in ms and en."""

    tier: Tier | None
    reason: Bilingual
    clause: str


@dataclass(frozen=True)
class EligibilityDecision:
    """Whether a person may have an account: True, False, or None when a person must decide."""

    eligible: bool | None
    reason: Bilingual
    clause: str


@dataclass(frozen=True)
class Decision:
    """A question the documents leave to the owner (profile.md section 6). Undecided leads to `ask`."""

    id: str
    status: str
    value: Any
    question: Bilingual
    consequence: Bilingual

    @property
    def decided(self) -> bool:
        return self.status == "decided"


class Standard:
    """A merged profile. `data` is the JSON-able resolved form; treat what the properties return as read-only."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._clauses = {clause["id"]: clause for clause in data["clauses"]}
        self._tiers = {
            tier["id"]: Tier(tier["id"], tier["title"], tier["quota_bytes"], tier["clause"]) for tier in data["tiers"]
        }

    @property
    def id(self) -> str:
        return str(self._data["id"])

    @property
    def version(self) -> str:
        return str(self._data["version"])

    @property
    def title(self) -> Bilingual:
        return dict(self._data["title"])

    @property
    def clauses(self) -> list[dict[str, Any]]:
        return list(self._data["clauses"])

    @property
    def controls(self) -> dict[str, dict[str, Any]]:
        return dict(self._data["controls"])

    @property
    def tiers(self) -> list[Tier]:
        return list(self._tiers.values())

    @property
    def domains(self) -> dict[str, Any]:
        return dict(self._data["domains"])

    @property
    def eligibility(self) -> dict[str, Any]:
        return dict(self._data["eligibility"])

    @property
    def approvals(self) -> dict[str, Any]:
        return dict(self._data["approvals"])

    @property
    def deadlines(self) -> dict[str, Any]:
        return dict(self._data["deadlines"])

    @property
    def calendar(self) -> dict[str, Any]:
        return dict(self._data["calendar"])

    @property
    def naming(self) -> dict[str, Any]:
        return dict(self._data["naming"])

    @property
    def notes(self) -> list[dict[str, Any]]:
        return list(self._data["notes"])

    @property
    def notices(self) -> dict[str, Any]:
        """Which notices are off, on which days reminders go out, and who is told of an inspection."""
        return dict(self._data["notices"])

    @property
    def decisions(self) -> dict[str, Decision]:
        return {
            key: Decision(key, item["status"], item.get("value"), item["question"], item["consequence"])
            for key, item in self._data["decisions"].items()
        }

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the canonical JSON of the resolved standard."""
        return str(self._data["fingerprint"])

    def control(self, control_id: str) -> dict[str, Any]:
        """Return the resolved parameters of a control; KeyError when the standard does not bind it."""
        found: dict[str, Any] = self._data["controls"][control_id]
        return found

    def clause(self, clause_id: str) -> dict[str, Any]:
        """Return one clause; KeyError when there is none of that id."""
        found: dict[str, Any] = self._clauses[clause_id]
        return found

    def clauses_for(self, control_id: str) -> list[str]:
        """Return the ids of the clauses that rest on a control, [] when none does."""
        control = self._data["controls"].get(control_id)
        return list(control["clauses"]) if control else []

    def tier(self, tier_id: str) -> Tier | None:
        """Return the tier of that id, or None."""
        return self._tiers.get(tier_id)

    def tier_for(self, facts: Mapping[str, Any]) -> TierDecision:
        """Decide the tier from the facts of an application.

        `facts`: post_class, grade {scheme, grade}, kind, and `tier` when the form names one. The first tier whose
        rule holds wins; a rule that cannot be decided before that ends the search with None: never a default.
        """
        named = facts.get("tier")
        if named:
            chosen = self._tiers.get(str(named))
            if chosen is None:
                return TierDecision(None, predicates.unknown_tier(str(named), list(self._tiers)), "")
            return TierDecision(chosen, predicates.named_tier(), chosen.clause)
        for tier in self._data["tiers"]:
            answer, why = predicates.holds(tier["when"], facts)
            if answer is None:
                return TierDecision(None, why, tier["clause"])
            if answer:
                return TierDecision(self._tiers[tier["id"]], why, tier["clause"])
        return TierDecision(None, predicates.no_rule(), "")

    def eligible(self, facts: Mapping[str, Any]) -> EligibilityDecision:
        """Decide whether a person may have an account (C-ELIG).

        `facts`: post_class, grade {scheme, grade}, note. Outside the automatic rule the fields named in
        `otherwise.requires` must be filled; when they are, an undecidable automatic rule does not matter.
        """
        rule = self._data["eligibility"]
        if not rule:
            return EligibilityDecision(True, predicates.no_rule(), "")
        answer, why = predicates.holds(rule["automatic"], facts)
        if answer:
            return EligibilityDecision(True, why, rule["automatic_clause"])
        missing = [name for name in rule["otherwise"]["requires"] if not str(facts.get(name) or "").strip()]
        if not missing:
            return EligibilityDecision(True, predicates.reason_given(), rule["otherwise_clause"])
        if answer is None:
            return EligibilityDecision(None, why, rule["automatic_clause"])
        return EligibilityDecision(False, predicates.reason_missing(missing), rule["otherwise_clause"])

    def to_dict(self) -> dict[str, Any]:
        """Return a copy of the resolved form, JSON-able and the same for the same profiles."""
        return copy.deepcopy(self._data)


def fingerprint(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 over the canonical JSON of a resolved form, its own fingerprint left out."""
    body = {key: value for key, value in data.items() if key != "fingerprint"}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
