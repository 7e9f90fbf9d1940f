# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts written into a task, for agencies without forms, and directories written to a file.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import known
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Fields, Limits, Plan, Roster, Wanted
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Details, Provider, Scope
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError

#: Fields of an account that hold several addresses.
LISTS = ("delegates", "opens", "aliases", "groups")


def plan_inline(params: Mapping[str, Any], provider: Provider) -> Plan:
    """Plan for `params["accounts"]` by the same rules as for forms. FaultsError lists every faulty row."""
    from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import day_of
    from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard

    standard = load_standard(params["profile"], search=params["profile_paths"] or ())
    as_of = day_of(params["as_of"])
    wanted = _wanted(params["accounts"], as_of.isoformat())
    limits = Limits(**{name: value for name, value in (params["limits"] or {}).items() if value is not None})
    groups = tuple(sorted({group for want in wanted for group in want.fields.groups}))
    last = known(params["ledger"])
    roster = Roster(tuple(sorted(wanted)), (), groups)
    return plan(roster, provider.read(), standard, as_of, limits, last, verbs=provider.capabilities.verbs)


def _wanted(rows: Iterable[Mapping[str, Any]], today: str) -> list[Wanted]:
    found: list[Wanted] = []
    faults: list[Fault] = []
    ids: set[str] = set()
    for position, row in enumerate(rows, 1):
        given = {name: value for name, value in row.items() if value is not None}
        where = f"accounts[{position}]"
        if given["account_id"] in ids:
            remedy = "Give every account an id of its own"
            faults.append(Fault(where, 0, "account_id", given["account_id"], "is there twice", remedy))
        ids.add(given["account_id"])
        address = given["address"].lower()
        if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
            faults.append(Fault(where, 0, "address", address, "is not an address", "Write name@domain"))
        fields = {name: given[name] for name in Fields._fields if name in given}
        fields["address"] = address
        for name in LISTS:
            fields[name] = tuple(sorted({value.lower() for value in given.get(name, ())}))
        # whoever writes the state into the task decides it today
        decided = today if "state" in given else ""
        want = Wanted(Fields(**fields), given["basis"], since=today, adopt=bool(given.get("adopt")), resume_on=decided)
        found.append(want)
    if faults:
        raise FaultsError("Accounts of the task", faults)
    return found


def scope_of(options: Mapping[str, Any] | None) -> Scope:
    """The part of the world to look at."""
    given = options or {}
    return Scope(tuple(given.get("domains") or ()), tuple(given.get("units") or ()))


def write_accounts(dest: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Write accounts as JSON, one per line inside one list, readable by the owner only."""
    return _write(dest, "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


def write_details(dest: str, rows: Iterable[Mapping[str, Any]], details: Details) -> dict[str, Any]:
    """Write accounts with what they have of their own, and the groups, as one JSON object; for the owner only."""
    accounts = [{**row, "own": details.own.get(row["id"])} for row in rows]
    whole = {"accounts": accounts, "groups": details.groups, "server": details.server}
    return _write(dest, json.dumps(whole, ensure_ascii=False, indent=0) + "\n")


def _write(dest: str, text: str) -> dict[str, Any]:
    path = Path(dest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise RasmiError(f"{path}: {error.strerror}; the accounts could not be written.") from error
    return {"dest": str(path)}
