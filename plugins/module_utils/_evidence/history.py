# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the ledger can tell a person: whether it is whole, which runs there were, what was done to one account and why.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

#: What a run says of itself (R030, R196, R197): who applied which plan, made from which standard, for which day.
RUN_FACTS = ("run", "at", "operator", "platform", "profile", "standard", "as_of", "plan", "calendar", "counts")


def ledger_info(params: Mapping[str, Any]) -> dict[str, Any]:
    """What the module ledger_info returns; `params` are its options. Raises RasmiError when there is no ledger.

    A broken chain is told, not mended: every line that was changed, taken away or exchanged is named. Nothing of a
    broken ledger is repeated as a fact.
    """
    path = Path(params["path"])
    try:
        found = verify(path)
        lines = list(records(path)) if found.ok else []
    except OSError as error:
        raise RasmiError(f"{path}: {error.strerror}.") from error
    result: dict[str, Any] = {
        "intact": found.ok,
        "problems": list(found.problems),
        "records": found.records,
        "open_intents": found.open_intents,
        "runs": list(_runs(lines))[-int(params["show"]) :],
    }
    if params["account"] or params["basis"]:
        result["history"] = list(_history(lines, params["account"] or "", params["basis"] or ""))
    if not found.ok and params["must_be_intact"]:
        shown = "\n".join(f"  - {problem}" for problem in found.problems)
        result |= {
            "failed": True,
            "msg": f"{path} was changed after it was written; nothing in it can be relied on.\n{shown}\n"
            "Compare it with its backup before the next run.",
        }
    return result


def _runs(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every run, oldest first, with how it ended; one that was cut off has no outcomes."""
    run: dict[str, Any] = {}
    for record in lines:
        if record["kind"] == "start":
            if run:
                yield run
            run = {name: record.get(name, "") for name in RUN_FACTS} | {"finished": False, "outcomes": {}}
        elif record["kind"] == "end" and run:
            yield run | {"finished": True, "outcomes": record["counts"]}
            run = {}
    if run:
        yield run


def _history(lines: list[dict[str, Any]], account: str, basis: str) -> Iterator[dict[str, Any]]:
    """Every change of one account, or of one application, oldest first, with who applied it and what became of it.

    An account is followed through its renames: it is found by every address that it ever had.
    """
    names = _names(lines, account.lower()) if account else set()
    started: dict[str, Any] = {}
    waiting: dict[str, dict[str, Any]] = {}
    for record in lines:
        if record["kind"] == "start":
            started = record
        elif record["kind"] == "intent":
            change = record["change"]
            bases = {change["basis"], *change.get("bases", {}).values()}
            if (names and names & _addresses(change)) or (basis and basis in bases):
                waiting[record["key"]] = _entry(change, started)
        elif record["kind"] == "outcome" and record["key"] in waiting:
            entry = waiting.pop(record["key"])
            yield entry | {"result": record["result"], "message": record.get("message", "")}
    for entry in waiting.values():
        yield entry | {"result": "", "message": "the run was cut off before its outcome was known"}


def _names(lines: list[dict[str, Any]], account: str) -> set[str]:
    names = {account}
    renames = [record["change"] for record in lines if record["kind"] == "intent"]
    renames = [change for change in renames if change["verb"] == "rename"]
    for change in (*renames, *reversed(renames)):
        if names & _addresses(change):
            names |= _addresses(change)
    return names


def _addresses(change: Mapping[str, Any]) -> set[str]:
    return {change["account"], change["before"].get("address"), change["after"].get("address")} - {None, ""}


def _entry(change: Mapping[str, Any], started: Mapping[str, Any]) -> dict[str, Any]:
    """One change for a person; keyed hashes stay in the ledger."""
    hidden = ("staff_key",)
    return {
        "at": started.get("at", ""),
        "operator": started.get("operator", ""),
        "profile": started.get("profile", ""),
        "plan": started.get("plan", ""),
        "verb": change["verb"],
        "account": change["account"],
        "basis": change["basis"],
        "bases": dict(change.get("bases", {})),
        "clauses": list(change["clauses"]),
        "due": change["due"],
        "days_late": change["days_late"],
        "before": {name: value for name, value in change["before"].items() if name not in hidden},
        "after": {name: value for name, value in change["after"].items() if name not in hidden},
    }
