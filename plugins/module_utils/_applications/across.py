# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules between forms: unique ids and addresses, one live account per person, references that lead somewhere.

Works on applications, not on documents, so that forms from the cache are judged like fresh ones.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import forms, model
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path, Problem
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size, parse_size

Resolved = tuple[str, str, tuple[str, ...]]


#: What no rule between forms looks at. When only these change in a form, no form is judged otherwise than before.
ALONE = frozenset(
    [
        "received_on",
        "complete_on",
        "decision_reason",
        "decided_by",
        "reason",
        "letter_on",
        "name",
        "name_order",
        "post",
        "post_class",
        "grade_scheme",
        "grade",
        "office_phone",
        "note",
        "trained_on",
        "supported_on",
        "supported_by",
    ]
)


class Findings(NamedTuple):
    """`problems` pair the position of an application with a fault. `resolved` maps a position to the ids of account,
    owner and delegates, where the form gave addresses. `warnings` are sentences."""

    problems: list[tuple[int, Problem]]
    resolved: dict[int, Resolved]
    warnings: list[str]


class _Ownership(NamedTuple):
    """Which application an address belongs to, for ever: a removed address is not given to somebody else."""

    by_id: dict[str, int]
    by_address: dict[str, str]
    broken: Set[str]


def check_all(
    items: Sequence[Application], reference: ReferenceData, context: Context, broken: Set[str] = frozenset()
) -> Findings:
    """Check the applications against each other and against units, groups, supervisors and probes.

    `broken` are ids and addresses (small letters) of forms that have faults of their own and are not in `items`.
    """
    findings = Findings([], {}, [])
    owners = _Ownership(_unique_ids(items, findings), _taken(reference), broken)
    _addresses(items, owners, findings)
    _people(items, owners, findings)
    for position, item in enumerate(items):
        if item.kind != "individual":
            _references(position, item, items, owners, findings)
    _tables(items, reference, findings)
    _proposals(items, owners, context, findings)
    return findings


def _unique_ids(items: Sequence[Application], findings: Findings) -> dict[str, int]:
    by_id: dict[str, int] = {}
    for position, item in enumerate(items):
        first = by_id.setdefault(item.id, position)
        if first != position:
            _add(
                findings,
                position,
                ("application",),
                item.id,
                f"is already used in {items[first].source}",
                "Give this form its own number.",
                ("R196",),
                "No. permohonan",
            )
    return by_id


def _taken(reference: ReferenceData) -> dict[str, str]:
    taken = dict.fromkeys(reference.groups or (), "a group")
    for probe in reference.probes:
        for address in (probe.address, *probe.aliases):
            taken[address] = f"probe {probe.id}"
    return taken


def _addresses(items: Sequence[Application], owners: _Ownership, findings: Findings) -> None:
    taken, by_id = owners.by_address, owners.by_id
    approved = [(position, item) for position, item in enumerate(items) if item.status == model.APPROVED]
    for position, item in approved:
        # what _claim finds nothing wrong with, nearly always, without a call for each of 100,000 addresses
        if item.kind and item.address and by_id[item.id] == position:
            holder = taken.setdefault(item.address, item.id)
            if holder != item.id:
                _claim(position, item, item.id, item.address, ("decision", "address"), items, owners, findings)
        for index, alias in enumerate(item.aliases) if item.kind and item.aliases else ():
            _claim(position, item, item.id, alias, ("aliases", index), items, owners, findings)
    for position, item in approved:
        if item.event and (item.address or item.aliases):
            owner = taken.get(item.account, item.account)
            if item.address:
                _claim(position, item, owner, item.address, ("decision", "address"), items, owners, findings)
            for index, alias in enumerate(item.aliases):
                _claim(position, item, owner, alias, ("changes", "aliases", index), items, owners, findings)


def _claim(
    position: int,
    item: Application,
    owner: str,
    address: str,
    path: Path,
    items: Sequence[Application],
    owners: _Ownership,
    findings: Findings,
) -> None:
    if owners.by_id.get(item.id) != position:
        return  # the repeated application number is the fault; its address follows from it
    holder = owners.by_address.setdefault(address, owner)
    own_alias = path[0] == "aliases" and address == item.address
    if holder == owner and not own_alias:
        return
    where = items[owners.by_id[holder]].source if holder in owners.by_id else holder
    known = items[owners.by_id[holder]].staff_key if holder in owners.by_id else ""
    if holder != owner and known and item.staff_key == known and item.form in (model.JANM_NEW, model.OPS_002):
        return  # who comes back, or changes the category, has the own address again
    _add(
        findings,
        position,
        path,
        address,
        f"the address is taken ({where})",
        "Decide another address; an address stays with its first owner.",
        ("R058",),
        "Alamat E-Mel",
    )


def _people(items: Sequence[Application], owners: _Ownership, findings: Findings) -> None:
    """One live individual account per person (staff key)."""
    own = [
        position
        for position, item in enumerate(items)
        if item.kind == "individual" and _serves(item) and item.status == model.APPROVED and item.staff_key
    ]
    if len({items[position].staff_key for position in own}) == len(own):
        return  # everybody once, nearly always: nobody's order matters
    ended: dict[str, str] = {}
    for item in items:
        if item.event == "terminate" and item.status == model.APPROVED:
            ended[owners.by_address.get(item.account, item.account)] = item.effective_on
    holders: dict[str, int] = {}
    openings = sorted((items[position].decided_on, position) for position in own)
    for decided_on, position in openings:
        item = items[position]
        first = holders.setdefault(item.staff_key, position)
        if first == position:
            continue
        end = ended.get(items[first].id, "")
        if items[first].id != item.id and not (end and end <= decided_on) and not _moves(items[first], item):
            _add(
                findings,
                position,
                ("applicant", "identity", "key"),
                "(not shown)",
                f"this person already has an account ({items[first].source})",
                "Reject the application, or terminate the other account first.",
                ("R020",),
                "No. Kad Pengenalan",
            )
        holders[item.staff_key] = position


def _references(
    position: int, item: Application, items: Sequence[Application], owners: _Ownership, findings: Findings
) -> None:
    account = _resolve(position, item, item.account, ("account",), items, owners, findings)
    inside = "department" if item.kind else "changes"
    named: Path = ("inspectors",) if item.form == model.INSPECTION else (inside, "delegates")
    _kader_logon(position, item, account, items, owners, findings)
    owner = _resolve(position, item, item.owner, (inside, "responsible_officer"), items, owners, findings)
    delegates = tuple(
        sorted(
            _resolve(position, item, value, (*named, index), items, owners, findings)
            for index, value in enumerate(item.delegates)
        )
    )
    if (account, owner, delegates) != (item.account, item.owner, item.delegates):
        findings.resolved[position] = (account, owner, delegates)


def _resolve(
    position: int,
    item: Application,
    value: str,
    path: Path,
    items: Sequence[Application],
    owners: _Ownership,
    findings: Findings,
) -> str:
    """The id of the opening application that an id or address stands for; a fault when there is none."""
    if not value or value.lower() in owners.broken:
        return value
    found = owners.by_address.get(value.lower(), "") if "@" in value else value
    target = items[owners.by_id[found]] if found in owners.by_id else None
    if target is None or not target.kind:
        problem = "no application opens this account"
    elif path != ("account",) and target.kind != "individual":
        problem = "is not the account of a person"
    elif item.status == model.APPROVED and not (target.status == model.APPROVED and _serves(target)):
        problem = f"this account was never approved ({target.source} is {target.status})"
    else:
        return found
    _add(
        findings,
        position,
        path,
        value,
        problem,
        "Name an account with an approved application; adopt an older account with existing_account: true.",
        ("R030",),
        "Akaun" if path == ("account",) else "Pegawai Tanggungjawab",
    )
    return value


def _tables(items: Sequence[Application], reference: ReferenceData, findings: Findings) -> None:
    units, supervisors, groups = reference.units, reference.supervisors, reference.groups
    for position, item in enumerate(items):
        inside = {"individual": "applicant", "department": "department"}.get(item.kind, "changes")
        own = item.form in forms.JANM
        if units is not None and item.unit and item.unit not in units:
            _add(
                findings,
                position,
                (inside, "unit"),
                item.unit,
                "is not a known unit",
                _nearest(item.unit, units, "units.yml"),
                ("R202",) if own else ("R201",),
                "Tempat bertugas" if own else "Jabatan/Bahagian",
            )
        if supervisors is not None and item.supervisor and item.supervisor not in supervisors:
            path: Path = ("supervisor",) if item.kind else ("changes", "supervisor")
            _add(
                findings,
                position,
                path,
                item.supervisor,
                "is not a known e-mail supervisor",
                _nearest(item.supervisor, supervisors, "supervisors.yml"),
                ("R082",) if own else ("R021",),
                "Penyerah kata laluan sementara" if own else "Penyelia e-mel",
            )
        if groups is None:
            continue
        for index, address in enumerate(item.groups):
            if address not in groups:
                _add(
                    findings,
                    position,
                    ("groups", index),
                    address,
                    "is not a known group",
                    _nearest(address, groups, "groups.yml"),
                    ("R155",),
                    "Kumpulan e-mel",
                )


def _serves(item: Application) -> bool:
    """Whether it opens an account for somebody: ours, or our address on the duty agency's (category A)."""
    return item.mailbox or item.category == model.CATEGORY_A


def _moves(first: Application, second: Application) -> bool:
    """Whether a kader changes the category, or the agency within category A: one address, two forms (R118, C21)."""
    if not (first.category and second.category):
        return False
    return first.category != second.category or (first.category == model.CATEGORY_A and first.unit != second.unit)


def _kader_logon(
    position: int,
    item: Application,
    account: str,
    items: Sequence[Application],
    owners: _Ownership,
    findings: Findings,
) -> None:
    """A kader has no Active Directory account, so none can be ended (R039)."""
    if model.ACTIVE_DIRECTORY not in item.services or item.status != model.APPROVED or account not in owners.by_id:
        return
    if items[owners.by_id[account]].staff == model.KADER:
        _add(
            findings,
            position,
            ("services",),
            model.ACTIVE_DIRECTORY,
            "is for JANM staff only, and this account is a kader's",
            "Leave active_directory out.",
            ("R039",),
            "Jenis permohonan",
        )


def _nearest(value: str, known: Iterable[str], file: str) -> str:
    import difflib

    near = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f"Did you mean {near[0]}? Else add it to {file}." if near else f"Add it to {file}, or correct it."


def _proposals(items: Sequence[Application], owners: _Ownership, context: Context, findings: Findings) -> None:
    """What would become a fault if BPTM approved it as it stands: told, not refused."""
    open_states = (model.RECEIVED, model.INCOMPLETE, model.COMPLETE, model.SUPPORTED)
    wished: dict[str, str] = {}
    for item in items:
        if item.status == model.APPROVED:
            if item.kind and item.mailbox and not item.tier:
                findings.warnings.append(
                    f"{item.source}: {item.id}: the standard cannot decide the tier; a person must"
                )
            _disagreements(item, context, findings)
            continue
        if item.status not in open_states or not item.proposed:
            continue
        why = context.address_problem(item.proposed)[0]
        if not why and item.proposed in owners.by_address:
            why = "is taken"
        elif not why and wished.setdefault(item.proposed, item.id) != item.id:
            why = f"is also proposed by {wished[item.proposed]}"
        if why:
            findings.warnings.append(f"{item.source}: {item.id}: proposed address {item.proposed} {why}")


def _disagreements(item: Application, context: Context, findings: Findings) -> None:
    """What a form says twice, and differently: the rule counts, and the difference is told (C14, C27)."""
    tier = context.standard.tier(item.tier) if item.storage and item.tier else None
    if tier and tier.quota_bytes != parse_size(item.storage):
        findings.warnings.append(
            f"{item.source}: {item.id}: BPTM ticked {item.storage}, but the grade gives {format_size(tier.quota_bytes)}"
        )
    if item.form == model.ARCHIVE and context.one_person(item.form):
        findings.warnings.append(
            f"{item.source}: {item.id}: {item.decided_by} received, approved and carries out alone, as the profile "
            "allows (C12)"
        )
    if item.event == "terminate" and item.ended_on and item.ended_on != item.effective_on != item.decided_on:
        findings.warnings.append(
            f"{item.source}: {item.id}: the form ends the service on {item.ended_on}, the letter on "
            f"{item.effective_on}; the letter counts"
        )


def _add(
    findings: Findings,
    position: int,
    path: Path,
    value: str,
    problem: str,
    remedy: str,
    clauses: tuple[str, ...],
    label: str,
) -> None:
    findings.problems.append((position, Problem(path, value, problem, remedy, clauses, label)))
