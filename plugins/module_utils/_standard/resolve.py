# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rest of the merge: tiers, domains, deadlines, decisions, and the resolved form as a whole.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import predicates, sizes
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import fingerprint
from ansible_collections.rasmi.mail.plugins.module_utils._standard.yamldoc import Document

#: Sections that an agency gives whole; the nearest profile that has one wins.
_WHOLE = ("eligibility", "calendar", "naming", "grade_scheme")
_CALENDAR: dict[str, Any] = {"holidays": None, "extra": [], "not_holiday": [], "unit_calendars": {}}
#: Every notice is sent until a profile says no. Nobody is told of an inspection (R181) or an incident (R186) unless the
#: profile says whom.
_NOTICES: dict[str, Any] = {
    "off": [],
    "first_login_days": [3, 7],
    "password_age_days": [14, 7, 1],
    "inspection_to": [],
    "incident_to": [],
}
_NAMING: dict[str, Any] = {"min": 4, "max": None, "reserved": []}


def resolve(
    chain: list[Document], controls: dict[str, dict[str, Any]], notes: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the resolved form and the faults of the sections other than controls."""
    faults: list[Fault] = []
    last = chain[-1].data["profile"]
    profiles = [document.data["profile"] for document in chain]
    whole = {name: _nearest(profiles, name) for name in _WHOLE}
    data: dict[str, Any] = {
        "id": last["id"],
        "version": last["version"],
        "title": last["title"],
        "extends": last.get("extends"),
        "chain": [profile["id"] for profile in profiles],
        "language": last.get("language", "ms"),
        "effective_from": last.get("effective_from"),
        "sources": {profile["id"]: profile["source"] for profile in profiles},
        "clauses": [_clause(profile, clause) for profile in profiles for clause in profile.get("clauses", [])],
        "controls": controls,
        "tiers": _tiers(chain, controls, faults),
        "domains": _domains(chain, controls, faults),
        "eligibility": whole["eligibility"],
        "grade_scheme": whole["grade_scheme"],
        "approvals": _merged(profiles, "approvals"),
        "deadlines": _deadlines(chain, controls, faults),
        "decisions": _merged(profiles, "decisions"),
        "notices": {**_NOTICES, **_merged(profiles, "notices")},
        "calendar": {**_CALENDAR, **whole["calendar"]},
        "naming": {**_NAMING, **whole["naming"]},
        "notes": [*notes, *(note for profile in profiles for note in profile.get("notes", []))],
    }
    data["fingerprint"] = fingerprint(data)
    return data, faults


def _nearest(profiles: list[dict[str, Any]], name: str) -> dict[str, Any]:
    for profile in reversed(profiles):
        if name in profile:
            found: dict[str, Any] = profile[name]
            return found
    return {}


def _merged(profiles: list[dict[str, Any]], name: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for profile in profiles:
        merged.update(profile.get(name, {}))
    return merged


def _clause(profile: dict[str, Any], clause: dict[str, Any]) -> dict[str, Any]:
    binds = clause.get("controls", {})
    return {
        "id": clause["id"],
        "profile": profile["id"],
        "doc": clause.get("doc", profile["source"]["doc"]),
        "doc_no": clause["doc_no"],
        "phrase": clause["phrase"],
        "en": clause["en"],
        "force": clause["force"],
        "kind": clause["kind"],
        "requirements": clause.get("requirements", []),
        "controls": list(binds),
        "binds": binds,
        "tells": clause.get("tells", []),
        "attest": _attest(clause),
        "unbound": clause.get("unbound"),
        "conflicts_with": clause.get("conflicts_with", []),
        "status": clause.get("status", ""),
        "note": clause.get("note"),
    }


def _attest(clause: dict[str, Any]) -> dict[str, str] | None:
    if "attest" not in clause:
        return None
    every = clause["attest"]["every"]
    # A wrong interval is a fault of checks.py already; it must not hide the other faults.
    with contextlib.suppress(ValueError):
        every = str(parse_duration(every))
    return {"every": every}


def _tiers(chain: list[Document], controls: dict[str, dict[str, Any]], faults: list[Fault]) -> list[dict[str, Any]]:
    document = next((item for item in reversed(chain) if item.data["profile"].get("tiers")), chain[-1])
    floor_control = controls.get("C-QUOTA-FLOOR", {})
    floor = floor_control.get("min_bytes", 0)
    tiers: list[dict[str, Any]] = []
    for index, tier in enumerate(document.data["profile"].get("tiers", [])):
        path = ("profile", "tiers", index)
        try:
            quota = sizes.parse_size(tier["quota"], sizes.BINARY)
            # An empty application answers "unknown" to every rule; only a malformed rule raises.
            predicates.holds(tier["when"], {})
        except ValueError as error:
            faults.append(document.fault(path, tier["id"], str(error), "Correct the tier.", (tier["clause"],)))
            continue
        if quota != sizes.UNLIMITED and quota < floor:
            cited = (*floor_control["clauses"], tier["clause"])
            problem = f"{tier['clause']} ({tier['quota']}) is looser than the floor of {floor_control['clauses'][0]}"
            remedy = f"Give at least {sizes.format_size(floor)}."
            faults.append(document.fault((*path, "quota"), tier["quota"], problem, remedy, cited))
        tiers.append({**tier, "quota_bytes": quota})
    return tiers


def _domains(chain: list[Document], controls: dict[str, dict[str, Any]], faults: list[Fault]) -> dict[str, Any]:
    control = controls.get("C-DOM", {})
    suffixes = control.get("suffixes", [])
    official: list[str] = []
    for document in chain:
        for index, domain in enumerate(document.data["profile"].get("domains", {}).get("official", [])):
            if suffixes and not any(domain == suffix or domain.endswith(f".{suffix}") for suffix in suffixes):
                path = ("profile", "domains", "official", index)
                remedy = f"Use a domain under {' or '.join(suffixes)}."
                cited = tuple(control["clauses"])
                faults.append(document.fault(path, domain, "not a government domain", remedy, cited))
            official.append(domain)
    return {"official": official, "allowed_suffixes": suffixes, "clauses": control.get("clauses", [])}


def _deadlines(chain: list[Document], controls: dict[str, dict[str, Any]], faults: list[Fault]) -> dict[str, Any]:
    deadlines: dict[str, Any] = {}
    for document in chain:
        for key, entry in document.data["profile"].get("deadlines", {}).items():
            values = controls.get(entry["control"], {})
            name = entry["param"]
            if name not in values:
                path = ("profile", "deadlines", key)
                problem = f"{entry['control']}.{name} has no value"
                faults.append(document.fault(path, name, problem, "Bind it in a clause or in values."))
                continue
            resolved = {"from": entry["from"], "within": values[name], "clauses": entry["clauses"]}
            for unit in ("working_days", "days", "seconds"):
                if f"{name}_{unit}" in values:
                    resolved[unit] = values[f"{name}_{unit}"]
            deadlines[key] = resolved
    return deadlines
