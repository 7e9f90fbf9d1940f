# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that a JSON Schema cannot express: completeness, references, uniqueness.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import catalogue
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault
from ansible_collections.rasmi.mail.plugins.module_utils._standard.yamldoc import Document, Path

#: The control that judges notices; a clause that binds it says which kinds (`tells`).
TOLD = "C-TOLD"


def cross_check(chain: list[Document]) -> list[Fault]:
    """Return the faults of a chain of profiles, baseline first, whose shapes the schema has passed."""
    faults: list[Fault] = []
    owners: dict[str, str] = {}
    for document in chain:
        for index, clause in enumerate(document.data["profile"].get("clauses", [])):
            path: Path = ("profile", "clauses", index)
            if clause["id"] in owners:
                problem = f"this clause id is already used in {owners[clause['id']]}"
                faults.append(document.fault((*path, "id"), clause["id"], problem, "Clause ids are unique and stable."))
            owners.setdefault(clause["id"], document.file)
            faults += _bound(document, path, clause)
    for document in chain:
        faults += _references(document, owners)
    return faults


def _bound(document: Document, path: Path, clause: dict[str, Any]) -> Iterator[Fault]:
    """Every clause is bound, attested or explicitly unbound: the completeness guarantee for auditors."""
    served = "controls" in clause or "attest" in clause
    if served == ("unbound" in clause):
        problem = "is both served and unbound" if served else "is neither bound, attested nor unbound"
        remedy = "Give controls and/or attest, or unbound with a reason."
        yield document.fault(path, clause["id"], f"the clause {problem}", remedy, (clause["id"],))
    for control_id, values in clause.get("controls", {}).items():
        yield from _known(document, (*path, "controls", control_id), control_id, list(values))
    if ("tells" in clause) != (TOLD in clause.get("controls", {})):
        problem = f"names notices (tells) without {TOLD}, or {TOLD} without notices"
        remedy = f"Give both: controls: {{{TOLD}: {{}}}} and tells: [kinds]."
        yield document.fault(path, clause["id"], f"the clause {problem}", remedy, (clause["id"],))
    if "attest" in clause:
        every = clause["attest"]["every"]
        try:
            parse_duration(every)
        except ValueError as error:
            yield document.fault((*path, "attest", "every"), every, str(error), "Correct it.", (clause["id"],))


def _known(document: Document, path: Path, control_id: str, names: list[str]) -> Iterator[Fault]:
    control = catalogue.CONTROLS.get(control_id)
    if control is None:
        yield document.fault(path, control_id, "the catalogue has no such control", "See catalogue.py for the ids.")
        return
    known = ", ".join(param.name for param in control.params) or "none"
    for name in names:
        if control.param(name) is None:
            yield document.fault((*path, name), name, f"{control_id} has no such parameter", f"It has: {known}.")


def _references(document: Document, owners: dict[str, str]) -> Iterator[Fault]:
    profile = document.data["profile"]
    for path, clause_id in _cited(profile):
        if clause_id not in owners:
            yield document.fault(path, clause_id, "there is no clause of this id", "Cite a clause of the chain.")
    for control_id, values in profile.get("values", {}).items():
        yield from _known(document, ("profile", "values", control_id), control_id, list(values))
    for key, decision in profile.get("decisions", {}).items():
        for control_id, names in decision.get("sets", {}).items():
            yield from _known(document, ("profile", "decisions", key, "sets", control_id), control_id, list(names))
    seen: set[str] = set()
    for index, tier in enumerate(profile.get("tiers", [])):
        if tier["id"] in seen:
            path = ("profile", "tiers", index, "id")
            yield document.fault(path, tier["id"], "this tier id is given twice", "Tier ids are unique.")
        seen.add(tier["id"])


def _cited(profile: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for index, clause in enumerate(profile.get("clauses", [])):
        for place, other in enumerate(clause.get("conflicts_with", [])):
            yield ("profile", "clauses", index, "conflicts_with", place), other
    for index, tier in enumerate(profile.get("tiers", [])):
        yield ("profile", "tiers", index, "clause"), tier["clause"]
    for section in ("approvals", "deadlines"):
        for key, entry in profile.get(section, {}).items():
            for place, clause_id in enumerate(entry.get("clauses", [])):
                yield ("profile", section, key, "clauses", place), clause_id
    for name, clause_id in profile.get("eligibility", {}).items():
        if name.endswith("_clause"):
            yield ("profile", "eligibility", name), clause_id
