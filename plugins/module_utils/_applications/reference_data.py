# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Units, groups, e-mail supervisors and probe accounts: the small files that the forms refer to.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, private, shape
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    TIER_QUOTA,
    Group,
    Probe,
    ReferenceData,
    Supervisor,
    Unit,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import (
    Problem,
    lines_of,
    read_documents,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import ALWAYS, OPTIONAL, Rule, Table
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import parse_size


def _quota(value: Any) -> str:
    if value.__class__ is not str:
        return "is not a size"
    try:
        parse_size(value)
    except ValueError:
        return "is not a size"
    return ""


_WRITE_ID = "Write an id of letters, digits and . _ -"
_WRITE_ADDRESS = "Write the whole address."
_NAME = Rule("Nama", checks.line, ALWAYS, "Write the name.")
_LIST_OF_UNITS = Rule("Jabatan/Bahagian", each=Rule("Jabatan/Bahagian", checks.identifier, remedy=_WRITE_ID))
_LIST_OF_ADDRESSES = Rule("Alamat", each=Rule("Alamat", checks.address, remedy=_WRITE_ADDRESS))
_UNIT: Table = {
    "id": Rule("Jabatan/Bahagian", checks.identifier, ALWAYS, _WRITE_ID),
    "name": _NAME,
    "calendar": Rule("Kalendar", checks.identifier, OPTIONAL, "Write the id of a unit calendar of the profile."),
}
_GROUP: Table = {
    "address": Rule("Kumpulan e-mel", checks.address, ALWAYS, _WRITE_ADDRESS),
    "name": _NAME,
    "unit": Rule("Jabatan/Bahagian", checks.identifier, OPTIONAL, _WRITE_ID),
}
_SUPERVISOR: Table = {
    "id": Rule("Penyelia e-mel", checks.identifier, ALWAYS, _WRITE_ID),
    "name": Rule("Nama", checks.name, ALWAYS, "Write the name."),
    "email": Rule("Alamat e-mel", checks.address, ALWAYS, _WRITE_ADDRESS),
    "certificate": Rule("Sijil", checks.line, ALWAYS, "Write the path of the PEM certificate."),
    "units": _LIST_OF_UNITS,
}
_PROBE: Table = {
    "id": Rule("Akaun ujian", checks.identifier, ALWAYS, _WRITE_ID),
    "kind": Rule("Jenis", checks.one_of("probe"), ALWAYS, "Write probe: no person may be listed here."),
    "address": Rule("Alamat e-mel", checks.address, ALWAYS, _WRITE_ADDRESS),
    "name": _NAME,
    "purpose": Rule("Tujuan", checks.identifier, ALWAYS, "Write what the probe is for, for example lock."),
    "tier": Rule("Kumpulan kuota", checks.identifier, ALWAYS, "Write the id of a tier of the profile."),
    "quota": Rule("Kuota", _quota, OPTIONAL, "Write a size such as 1 MB, or unlimited."),
    "unit": Rule("Jabatan/Bahagian", checks.identifier, OPTIONAL, _WRITE_ID),
    "aliases": _LIST_OF_ADDRESSES,
    "groups": _LIST_OF_ADDRESSES,
}


def load_reference_data(
    units: str | os.PathLike[str] | None = None,
    groups: str | os.PathLike[str] | None = None,
    supervisors: str | os.PathLike[str] | None = None,
    probes: str | os.PathLike[str] | None = None,
) -> ReferenceData:
    """Read the files that are given. FaultsError lists every fault of all of them.

    Relative certificate paths are taken from the directory of the supervisors' file.
    """
    faults: list[Fault] = []
    unit_rows = read_rows(units, "units", "id", _UNIT, faults)
    group_rows = read_rows(groups, "groups", "address", _GROUP, faults)
    supervisor_rows = read_rows(supervisors, "supervisors", "id", _SUPERVISOR, faults)
    probe_rows = read_rows(probes, "probes", "id", _PROBE, faults)
    if faults:
        raise FaultsError("Reference data", faults)
    data = ReferenceData(
        units=None if units is None else {row["id"]: _unit(row) for row in unit_rows},
        groups=None if groups is None else {row["address"].lower(): _group(row) for row in group_rows},
        supervisors=None
        if supervisors is None
        else {row["id"]: _supervisor(row, os.path.dirname(os.fspath(supervisors))) for row in supervisor_rows},
        probes=tuple(sorted(_probe(row) for row in probe_rows)),
    )
    text = repr((data.units, data.groups, data.supervisors, data.probes))
    return ReferenceData(
        data.units, data.groups, data.supervisors, data.probes, hashlib.sha256(text.encode()).hexdigest()
    )


def read_rows(
    source: str | os.PathLike[str] | None, key: str, identity: str, table: Table, faults: list[Fault]
) -> list[dict[str, Any]]:
    """The list under `key` of one file, each row checked along `table`, `identity` unique."""
    if source is None:
        return []
    path = os.fspath(source)
    try:
        with open(path, "rb") as handle:
            raw = handle.read()
    except OSError as error:
        why = error.strerror or "cannot be read"
        faults.append(Fault(path, 0, key, "", f"cannot be read: {why}", "Correct the path or the rights of the file."))
        return []
    problems = [
        Problem((), private.MASK, "an identity-card number in clear", "Remove it.", line=line)
        for line in private.identity_numbers(raw)
    ]
    documents = read_documents(raw, path.endswith(".json"), problems)
    data = documents[0].data if documents else None
    rows = data.get(key) if isinstance(data, dict) else None
    good: list[dict[str, Any]] = []
    if not isinstance(rows, list):
        if not problems:
            problems.append(Problem((key,), "", f"has no list `{key}`", f"Begin the file with `{key}:` and list rows."))
        rows = []
    seen: set[str] = set()
    for index, row in enumerate(rows):
        _row(row, (key, index), identity, table, seen, problems)
        good.append(row)
    lines = lines_of(raw, 0, [problem.path for problem in problems])
    faults.extend(problem.fault(path, line) for problem, line in zip(problems, lines, strict=True))
    return [] if problems else good


def _row(row: Any, path: tuple[Any, ...], identity: str, table: Table, seen: set[str], problems: list[Problem]) -> None:
    if not isinstance(row, dict):
        problems.append(Problem(path, shape.show(row), "must be a group of fields", "See the lab inventory."))
        return
    missing: list[shape.Missing] = []
    shape.walk(row, table, path, problems, missing)
    problems.extend(shape.absent(item) for item in missing)
    name = str(row.get(identity) or "").lower()
    if name in seen:
        problems.append(Problem((*path, identity), name, "is written twice", "Keep one of the two rows."))
    elif name:
        seen.add(name)


def _lower(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(sorted(value.lower() for value in values or ()))


def _unit(row: dict[str, Any]) -> Unit:
    return Unit(row["id"], row["name"], row.get("calendar") or "")


def _group(row: dict[str, Any]) -> Group:
    return Group(row["address"].lower(), row["name"], row.get("unit") or "")


def _supervisor(row: dict[str, Any], directory: str) -> Supervisor:
    certificate = os.path.normpath(os.path.join(directory, row["certificate"]))
    return Supervisor(row["id"], row["name"], row["email"].lower(), certificate, tuple(sorted(row.get("units") or ())))


def _probe(row: dict[str, Any]) -> Probe:
    quota = row.get("quota")
    return Probe(
        id=row["id"],
        address=row["address"].lower(),
        name=row["name"],
        purpose=row["purpose"],
        tier=row["tier"],
        quota=TIER_QUOTA if quota is None else parse_size(quota),
        unit=row.get("unit") or "",
        aliases=_lower(row.get("aliases")),
        groups=_lower(row.get("groups")),
    )
