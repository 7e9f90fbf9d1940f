# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the ledger to the plan that takes one run back: what account_undo does.

The ledger says what was really done, and what each account was before. An account that is no longer as that run left
it becomes a question; nothing is forced. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.deeds import DoneRun, done_runs
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan, write_table
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.inverse import NO, Moment, inverse, undoing
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.limits import check_destructive
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    REMOVED,
    SUSPENDED,
    UNLIMITED,
    VERBS,
    Account,
    Change,
    Limits,
    Plan,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.render import render, summary
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import raw, sentence
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.standing import AFTER, BEFORE, standing
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import day_of
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size

#: Characters of the undone plan's checksum that stand in the basis of every line.
SHORT = 16
_ORDER = {verb: position for position, verb in enumerate(VERBS)}


def undo_accounts(params: Mapping[str, Any]) -> dict[str, Any]:
    """Write the inverse plan of one run, and return what the module returns. Nothing on the server is changed.

    Raises RasmiError when the ledger is broken, has no such run, or the run was cut off and is not settled yet;
    UnsafePlanError when the inverse plan passes a limit.
    """
    decision = str(params["decision"]).strip()
    if not decision:
        raise RasmiError("decision: empty; name the document that decides the undoing (R030).")
    platform, as_of = str(params["platform"]), day_of(params["as_of"])
    found = _run(params["ledger"], params["run"])
    if found.facts["platform"] != platform:
        raise RasmiError(f"The run {found.run} was on {found.facts['platform']}, not on {platform}.")
    chosen = _chosen(found, params["accounts"])
    moment = Moment(
        as_of,
        f"{decision}; undo:{found.checksum[:SHORT]}",
        sentence("undo", run=found.run, plan=found.checksum[:SHORT], decision=decision),
    )
    with open_provider(platform, params[platform] or {}) as provider:
        generation = provider.generation()
        lines, already = _lines(chosen, provider, moment)
        limits = Limits(**{name: value for name, value in (params["limits"] or {}).items() if value is not None})
        check_destructive(lines, provider.managed(), limits)
    lines.sort(key=lambda change: (_ORDER[change.verb], change.account, change.id, change.reason["en"]))
    counts = Counter(change.verb for change in lines)
    made = Plan(
        platform=platform,
        as_of=as_of.isoformat(),
        profile=str(found.facts["profile"]),
        standard_fingerprint=str(found.facts["standard"]),
        generation=generation,
        changes=tuple(lines),
        counts={**{verb: counts.get(verb, 0) for verb in VERBS}, "none": already},
    )
    return _written(params, made, found)


def _run(path: str | Path, wanted: str | None) -> DoneRun:
    """The run of that id or plan checksum (its first 8 characters do), the last one when none is named."""
    try:
        state = verify(path)
        if not state.ok:
            raise RasmiError(f"{path}: {'; '.join(state.problems[:5])}. Nothing is undone by a broken ledger.")
        runs = done_runs(records(path))
    except OSError as error:
        raise RasmiError(f"{path}: {error.strerror}; without its ledger nothing can be undone.") from error
    if wanted:
        runs = [one for one in runs if wanted == one.run or (len(wanted) >= 8 and one.checksum.startswith(wanted))]
    if not runs:
        raise RasmiError(f"{path}: has no run {wanted or ''}; its runs are the lines of kind start.".replace("  ", " "))
    found = runs[-1]
    if found.open:
        raise RasmiError(
            f"The run {found.run} was cut off, and what became of {len(found.open)} changes is not known yet. "
            "Run playbooks/accounts.yml first: it settles them."
        )
    return found


def _chosen(found: DoneRun, accounts: Iterable[str] | None) -> list[Change]:
    """What the run did, all of it or that of the named accounts, last thing first."""
    wanted = {account.lower() for account in accounts or ()}
    known = {change.account for change in found.done}
    strange = sorted(wanted - known)
    if strange:
        raise RasmiError(f"accounts: the run {found.run} did nothing to {', '.join(strange)}.")
    return [change for change in reversed(found.done) if not wanted or change.account in wanted]


def _lines(chosen: list[Change], provider: Provider, moment: Moment) -> tuple[list[Change], int]:
    """The lines of the inverse plan, and how many changes are undone already."""
    accounts = provider.lookup(chosen) if chosen else {}
    verbs = provider.capabilities.verbs
    used = _used(chosen, accounts, provider)
    lines: list[Change] = []
    already = 0
    for change in chosen:
        account = accounts.get(change.key)
        way = undoing(change)
        where = _where(change, account)
        if where == BEFORE:
            already += 1
        elif way.possible == NO:
            lines.append(_ask(change, account, moment, "undo_not", way.how))
        elif where != AFTER or account is None:
            lines.append(_ask(change, account, moment, "undo_moved"))
        elif account.locked_at and change.verb == "suspend":
            lines.append(_ask(change, account, moment, "undo_locked"))
        elif _smaller(change) and used.get(account.id, 0) > change.before["quota"]:
            held, left = format_size(used[account.id]), format_size(change.before["quota"])
            lines.append(_ask(change, account, moment, "undo_full", used=held, wanted=left))
        else:
            back = inverse(change, account, moment)
            possible = back and all(one.verb in verbs for one in back)
            lines += back if possible else [_ask(change, account, moment, "undo_not", way.how)]
    return lines, already


def _smaller(change: Change) -> bool:
    """Whether the account has less space when the change is taken back."""
    now, then = change.after.get("quota"), change.before.get("quota")
    return (
        change.verb in ("update", "adopt")
        and now is not None
        and then not in (None, UNLIMITED)
        and (now == UNLIMITED or then < now)
    )


def _used(chosen: Iterable[Change], accounts: Mapping[str, Account], provider: Provider) -> Mapping[str, int]:
    """Bytes in use by account id where less space hangs on it. What nobody knows is confirmed by who decides the undo
    (R066), as by a form that names the tier."""
    asked = {
        accounts[change.key].id: accounts[change.key]
        for change in chosen
        if _smaller(change) and change.key in accounts
    }
    return provider.usage(list(asked.values())) if asked else {}


def _where(change: Change, account: Account | None) -> str:
    """As `standing`, but BEFORE also for what an undo leaves: a new account suspended, a newer address kept."""
    if change.verb == "create" and (account is None or account.fields.state in (SUSPENDED, REMOVED)):
        return BEFORE
    if change.verb == "rename" and account is not None and account.fields.address == change.before["address"]:
        return BEFORE
    return standing(change, account)


def _ask(
    change: Change,
    account: Account | None,
    moment: Moment,
    key: str,
    why: Mapping[str, str] | None = None,
    **sizes: str,
) -> Change:
    """What is not undone, and why: a line that writes nothing."""
    texts = why or {"ms": "", "en": ""}
    reason = {
        language: text.format(verb=change.verb, basis=change.basis, why=texts[language], **sizes)
        for language, text in raw(key).items()
    }
    return Change(
        verb="ask",
        account=account.fields.address if account is not None else change.account,
        id=change.id,
        clauses=change.clauses,
        basis=moment.basis,
        reason=reason,
        topic=key,
    )


def _written(params: Mapping[str, Any], made: Plan, found: DoneRun) -> dict[str, Any]:
    dest = Path(params["dest"])
    table = Path(params["table"]) if params["table"] else dest.with_suffix(".txt")
    language, shown = params["language"], int(params["show"])
    try:
        checksum = write_plan(dest, made)
        write_table(table, render(made, checksum, language))
    except OSError as error:
        raise RasmiError(f"{error.filename or dest}: {error.strerror}; the plan could not be written.") from error
    kept = [change for change in made.changes if change.verb == "ask"]
    lines = "\n".join(render(made, checksum, language, shown))
    return {
        "changed": False,
        "msg": summary(made.counts, language),
        "counts": dict(made.counts),
        "pending": bool(made.effective),
        "undone_run": found.run,
        "undone_plan": found.checksum,
        "already": made.counts["none"],
        "not_undone": [{"account": one.account, "reason": one.reason[language]} for one in kept[:shown]],
        "asks": len(kept),
        "checksum": checksum,
        "plan_file": str(dest),
        "table_file": str(table),
        "diff": {"prepared": lines + "\n"},
    }
