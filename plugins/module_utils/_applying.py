# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a reviewed plan to a changed server: what every <platform>_accounts module does.

Order of the safeguards: lock, plan and checksum, what killed runs left open, the world against the plan, limits,
certificates, credential files, fencing token, intents, writes, outcomes.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import gc
import getpass
import secrets as random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import handover
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger, known
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.limits import check_destructive, check_shrinking
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Limits, Outcome, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider, Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.standing import AFTER, MOVED, standing
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, StalePlanError

#: Changes and failures that a result shows; the plan file and the ledger have all.
SHOWN = 20


class Ready(NamedTuple):
    """A plan that was just made here. `checksum` waits until its file is on the disk."""

    plan: Plan
    checksum: Callable[[], str]


@dataclass
class Applied:
    """What one run did. `already` are changes that the server had already; `checksum` gives the plan's."""

    plan: Plan
    checksum: Callable[[], str]
    todo: Sequence[Change] = ()
    generation: int = 0
    managed: int = 0
    already: int = 0
    settled: int = 0
    run: str = ""
    outcomes: Counter[str] = field(default_factory=Counter)
    added: int = 0
    failures: list[Outcome] = field(default_factory=list)
    files: Sequence[Mapping[str, Any]] = ()

    def note(self, outcome: Outcome) -> None:
        self.outcomes[outcome.result] += 1
        if outcome.result == "done":
            self.added += {"create": 1, "adopt": 1, "purge": -1}.get(outcome.verb, 0)
        if outcome.result == "failed":
            self.failures.append(outcome)


def apply_accounts(
    platform: str, params: Mapping[str, Any], check_mode: bool, ready: Ready | None = None
) -> dict[str, Any]:
    """Apply a plan file, an inline list of accounts, or the plan that is `ready`. Raises RasmiError and its kinds.

    `params` are the options of the module; `params[platform]` is the connection. In check mode everything is done
    but the writing, and `changed` says what would have been written.
    """
    gc.disable()  # plans are big and hold no cycles: the collector would only walk them again and again
    try:
        with ExitStack() as stack:
            ledger = None if check_mode else stack.enter_context(Ledger(params["ledger"]))
            provider = stack.enter_context(open_provider(platform, params[platform]))
            work = _prepare(params, provider, ready)
            if ledger is not None:
                work.settled = _settle(ledger, provider)
            _examine(work, params, provider, ledger)
            certificates = handover.check_supervisors(work.todo, *_certificates(params, work.todo))
            if ledger is not None and (work.todo or ledger.interrupted):
                _carry_out(work, params, provider, ledger, certificates)
            return _result(work, check_mode)
    finally:
        gc.enable()


def _prepare(params: Mapping[str, Any], provider: Provider, ready: Ready | None) -> Applied:
    plan, checksum = ready or _given(params, provider)
    if params["expect_plan"] and params["expect_plan"] != checksum():
        raise StalePlanError(
            f"The plan has the checksum {checksum()}, but {params['expect_plan']} was reviewed. Nothing was changed. "
            "Look at the new plan before applying it."
        )
    if plan.platform != provider.platform:
        raise StalePlanError(f"The plan is for the platform {plan.platform}, this server is {provider.platform}.")
    return Applied(plan, checksum, plan.effective)


def _given(params: Mapping[str, Any], provider: Provider) -> Ready:
    """The plan of a plan file, or of a list of accounts."""
    if params["plan"]:
        plan, checksum = read_plan(Path(params["plan"]))
        return Ready(plan, lambda: checksum)
    from ansible_collections.rasmi.mail.plugins.module_utils._inline import plan_inline

    made = plan_inline(params, provider)
    return Ready(made, lambda: made.checksum)


def _settle(ledger: Ledger, provider: Provider) -> int:
    """Give every intent of a killed run the outcome that the server shows."""
    if not ledger.unsettled:
        return 0
    found = provider.lookup(ledger.unsettled)
    for change in ledger.unsettled:
        done = standing(change, found.get(change.key)) == AFTER
        text = "seen on the server after the run was interrupted" if done else "the run was interrupted before it"
        result = "done" if done else "failed"
        ledger.outcome(Outcome(change.key, change.verb, change.account, result, text))
    return len(ledger.unsettled)


def _examine(work: Applied, params: Mapping[str, Any], provider: Provider, ledger: Ledger | None) -> None:
    """Hold the plan against the server of this moment and against the limits."""
    plan = work.plan
    work.generation = provider.generation()
    work.managed = _managed(work, provider, ledger)
    if not work.todo:
        return
    if work.generation != plan.generation:
        found = provider.lookup(work.todo)
        standings = [(change, standing(change, found.get(change.key))) for change in work.todo]
        moved = [change for change, where in standings if where == MOVED]
        if moved:
            names = ", ".join(change.account for change in moved[:SHOWN])
            raise StalePlanError(
                f"{len(moved)} of {len(work.todo)} planned changes no longer fit the server ({names}): somebody "
                "changed these accounts after the plan was made. Nothing was changed; make a new plan."
            )
        work.todo = [change for change, where in standings if where != AFTER]
        work.already = len(standings) - len(work.todo)
    limits = _limits(params["limits"])
    check_shrinking(work.managed, known(params["ledger"]), limits)
    check_destructive(work.todo, work.managed, limits)


def _managed(work: Applied, provider: Provider, ledger: Ledger | None) -> int:
    """The number of managed accounts; counted on the server unless nobody has written since our own last run."""
    if ledger is not None and ledger.managed is not None and ledger.generation == work.generation:
        return ledger.managed
    return provider.managed()


def _limits(options: Mapping[str, Any] | None) -> Limits:
    return Limits(**{name: value for name, value in (options or {}).items() if value is not None})


def _certificates(params: Mapping[str, Any], todo: Iterable[Change]) -> tuple[dict[str, str], str]:
    """Supervisor id -> path of the certificate, and the file a person would correct."""
    source = str(params["supervisors"] or "supervisors")
    if not params["supervisors"] or not any(handover.needs_password(change) for change in todo):
        return {}, source
    from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data

    data = load_reference_data(supervisors=params["supervisors"])
    return {name: one.certificate for name, one in (data.supervisors or {}).items()}, source


def _carry_out(
    work: Applied, params: Mapping[str, Any], provider: Provider, ledger: Ledger, certificates: Mapping[str, Any]
) -> None:
    now = datetime.now(UTC)
    work.run = f"{now:%Y%m%dT%H%M%SZ}-{random.token_hex(3)}"
    minimum, folder = int(params["password_length"]), params["handover"] or Path(params["ledger"]).parent / "handover"
    made = handover.make(work.todo, certificates, folder, work.run, minimum)
    work.files = made.written
    plan = work.plan
    facts = {
        "operator": params.get("operator") or getpass.getuser(),
        "platform": plan.platform,
        "profile": plan.profile,
        "standard": plan.standard_fingerprint,
        "as_of": plan.as_of,
        "plan": work.checksum(),
        "counts": dict(plan.counts),
        # by which calendar due dates were counted: the gazette's facts change from one version to the next
        **({"calendar": plan.calendar} if plan.calendar else {}),
        "files": [{key: value for key, value in file.items() if key != "path"} for file in made.written],
    }
    ledger.start(work.run, facts)

    def report(outcome: Outcome) -> None:
        ledger.outcome(outcome)
        work.note(outcome)

    if work.todo:
        provider.apply(
            ledger.intents(work.todo),
            generation=work.generation,
            secrets=Secrets(made.passwords, work.run, made.files),
            report=report,
            max_errors=_limits(params["limits"]).max_errors,
        )
        work.generation += 1
    ledger.end(work.run, work.outcomes, work.managed + work.added, work.generation)


def _result(work: Applied, check_mode: bool) -> dict[str, Any]:
    counts = Counter(change.verb for change in work.todo)
    done = len(work.todo) if check_mode else work.outcomes["done"]
    result: dict[str, Any] = {
        "changed": bool(done),
        "counts": dict(sorted(counts.items())),
        "outcomes": dict(sorted(work.outcomes.items())),
        "already": work.already,
        "settled": work.settled,
        "checksum": work.checksum(),
        "run": work.run,
        "handover": [dict(file) for file in work.files],
        "failures": [
            {"verb": one.verb, "account": one.account, "message": one.message} for one in work.failures[:SHOWN]
        ],
        "diff": _diff(work.todo),
    }
    if work.failures:
        first = "\n".join(f"  - {one.verb} {one.account}: {one.message}" for one in work.failures[:SHOWN])
        result["failed"] = True
        result["msg"] = (
            f"{len(work.failures)} of {len(work.todo)} changes failed, {work.outcomes['done']} were done, "
            f"{work.outcomes['skipped']} were not tried:\n{first}\nMake a new plan; it holds what is left to do."
        )
    return result


def _diff(changes: Sequence[Change]) -> dict[str, str]:
    """The first changes as before and after text, without keyed hashes."""
    parts: dict[str, list[str]] = {"before": [], "after": []}
    for change in changes[:SHOWN]:
        for side, values in (("before", change.before), ("after", change.after)):
            for name, value in values.items():
                if name != "staff_key":
                    text = " ".join(value) if isinstance(value, tuple) else str(value)
                    parts[side].append(f"{change.verb} {change.account} {name}: {text}\n")
    if len(changes) > SHOWN:
        parts["after"].append(f"... and {len(changes) - SHOWN} more changes\n")
    return {side: "".join(lines) for side, lines in parts.items()}


def accounts_info(platform: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Read the directory of a platform; into a file, or into the result. Raises RasmiError and its kinds."""
    from ansible_collections.rasmi.mail.plugins.module_utils._inline import (
        scope_of,
        write_accounts,
        write_details,
    )

    with open_provider(platform, params[platform], scope_of(params["scope"])) as provider:
        directory = provider.read()
        details = provider.details() if params.get("details") else None
        rows = [account._asdict() | {"fields": account.fields._asdict()} for account in directory.accounts]
    if not directory.complete:
        raise ProviderError(f"The {platform} server did not give its whole directory.")
    states = Counter(row["fields"]["state"] for row in rows)
    result: dict[str, Any] = {
        "changed": False,
        "count": len(rows),
        "managed": sum(1 for row in rows if row["managed"]),
        "states": dict(sorted(states.items())),
        "generation": directory.generation,
        "groups": sorted(directory.groups),
    }
    if details is not None:
        return result | write_details(params["dest"], rows, details)
    if params["dest"]:
        return result | write_accounts(params["dest"], rows)
    return result | {"accounts": rows}
