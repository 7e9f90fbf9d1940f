# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From paths to a plan: what account_plan does, with the world at its two ends.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._ahead import Take, read_ahead
from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import INPUTS_SPEC, Inputs, load_inputs
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import interrupted, known
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_table
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.told import told
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import history_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    QUIET,
    Account,
    Change,
    Directory,
    Fields,
    Limits,
    Plan,
    Roster,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.render import render, summary
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._options import (
    EXCHANGE_SPEC,
    LIMITS_SPEC,
    REFERENCE_SPEC,
    SCOPE_SPEC,
    ZIMBRA_SPEC,
)
from ansible_collections.rasmi.mail.plugins.module_utils._plan_beside import UNKNOWN, plan_beside, write_plan_and_table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Capabilities
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import parse_size
from ansible_collections.rasmi.mail.plugins.module_utils._taken import elsewhere, noted, write_snapshot
from ansible_collections.rasmi.mail.plugins.module_utils._using import Use

#: What every module that plans takes.
PLAN_SPEC: dict[str, Any] = {
    **INPUTS_SPEC,
    "platform": {"type": "str", "choices": ["reference", "zimbra", "exchange"], "default": "reference"},
    "reference": {"type": "dict", "options": REFERENCE_SPEC},
    "zimbra": {"type": "dict", "options": ZIMBRA_SPEC},
    "exchange": {"type": "dict", "options": EXCHANGE_SPEC},
    "limits": {"type": "dict", "options": LIMITS_SPEC},
    "scope": {"type": "dict", "options": SCOPE_SPEC},
    "new_server": {"type": "bool", "default": False},
    "dest": {"type": "path", "required": True},
    "table": {"type": "path"},
    "page": {"type": "path"},
    "page_limit": {"type": "int", "default": 30000},
    "disk": {"type": "str"},
    "agency": {"type": "str"},
    "ledger": {"type": "path"},
    "addresses": {"type": "path"},
    "other_addresses": {"type": "dict"},
    "used": {"type": "dict", "default": {}},
    "measures": {"type": "bool", "default": False},
    "language": {"type": "str", "choices": ["ms", "en"], "default": "en"},
    "show": {"type": "int", "default": 20},
}
PLAN_RULES: dict[str, Any] = {
    "required_if": [("platform", name, (name,)) for name in ("reference", "zimbra", "exchange")]
}

InScope = Callable[[Fields], bool]


#: Platforms whose accounts carry entitlements: a rehearsal must plan them as well.
_ENTITLING = frozenset({"exchange"})


def check_rehearsal(params: Mapping[str, Any], check_mode: bool) -> None:
    """Only a rehearsal may imagine a server. Raises RasmiError."""
    if params["new_server"] and not check_mode:
        raise RasmiError("new_server is for check mode only; provision the server first.")


@dataclass
class Planned:
    """A plan, what it was made of, and what was said meanwhile. `forget` lets go of what only table and page need."""

    plan: Plan
    given: Inputs
    wanted: Roster
    have: Directory
    cache: str
    said: list[str]
    unmeasured: list[str]

    def forget(self) -> None:
        """100,000 forms, people and accounts take 200 MiB that applying the plan has no use for."""
        del self.given, self.wanted, self.have


def plan_accounts(params: Mapping[str, Any]) -> dict[str, Any]:
    """Read forms, standard and server, plan, write the plan file and its table, return what the module returns.

    `params` are the options of account_plan. Raises RasmiError and its kinds; nothing on the server is changed.
    """
    with no_collector(), make_plan(params) as planned:
        checksum, page = write_papers(params, planned)
        return plan_result(params, planned, checksum, page)


@contextmanager
def make_plan(params: Mapping[str, Any]) -> Iterator[Planned]:
    """Read forms, standard and server and plan; `params` are the options of account_plan.

    Leaving the context waits for the cache of the forms, which is written beside.
    """
    saved: Callable[[], object] = bool
    try:
        with _server(params) as take:
            given = load_inputs(params, beside=True)
            saved = given.applications.saved
            use = Use(params)
            wanted, have, made, said = _plan(params, given, take, use)
        warnings = [*said, *use.said, *given.applications.warnings]
        planned = Planned(made, given, wanted, have, given.applications.cache, warnings, use.unmeasured)
        del given, wanted, have, take
        yield planned
    finally:
        saved()


def write_papers(params: Mapping[str, Any], planned: Planned) -> tuple[str, str]:
    """Write the plan file, its table and the page that was asked for; the checksum, and the path of the page."""
    made, dest, table = planned.plan, Path(params["dest"]), table_of(params)
    with writing(dest):
        if has_page(params, planned.wanted):
            with plan_beside(made, dest) as written:
                return _with_page(params, planned, written, table)
        _no_page(params)
        language = params["language"]
        return write_plan_and_table(made, dest, table, lambda checksum: render(made, checksum, language)), ""


def write_table_and_page(params: Mapping[str, Any], planned: Planned, checksum: str) -> str:
    """Write what `write_papers` writes beside the plan file, whose checksum is known; the path of the page."""
    table = table_of(params)
    with writing(table):
        if has_page(params, planned.wanted):
            return _with_page(params, planned, lambda: checksum, table)[1]
        _no_page(params)
        write_table(table, render(planned.plan, checksum, params["language"]))
        return ""


def table_of(params: Mapping[str, Any]) -> Path:
    """Where the table is written."""
    return Path(params["table"]) if params["table"] else Path(params["dest"]).with_suffix(".txt")


def disk_of(params: Mapping[str, Any]) -> int:
    """Bytes of the mail store; 0 when the site does not say. RasmiError for what is not a size."""
    if not params.get("disk"):
        return 0
    try:
        return parse_size(str(params["disk"]))
    except ValueError as error:
        raise RasmiError(f"disk: {error}") from error


def _no_page(params: Mapping[str, Any]) -> None:
    if params.get("page"):
        # That of a smaller day would be taken for this plan's.
        Path(params["page"]).unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say which file of a plan could not be written: RasmiError instead of OSError."""
    try:
        yield
    except OSError as error:
        raise RasmiError(f"{error.filename or path}: {error.strerror}; the plan could not be written.") from error


def limits_of(options: Mapping[str, Any] | None) -> Limits:
    """The brakes with what the task says about them. Raises RasmiError for shares outside 0..1."""
    given = {name: value for name, value in (options or {}).items() if value is not None}
    for name in ("max_destructive_share", "min_directory_share"):
        if not 0 <= given.get(name, 0) <= 1:
            raise RasmiError(f"limits.{name}: {given[name]} is not a share; write a number from 0 to 1.")
    for name in ("max_destructive", "share_from"):
        if given.get(name, 0) < 0:
            raise RasmiError(f"limits.{name}: {given[name]} is negative; write 0 or more.")
    return Limits(**given)


def scope_of(options: Mapping[str, Any] | None) -> InScope | None:
    """Which accounts a run may touch: those of the named domains and units; None = all."""
    domains = frozenset(domain.lower() for domain in (options or {}).get("domains") or ())
    units = frozenset((options or {}).get("units") or ())
    if not domains and not units:
        return None

    def in_scope(fields: Fields) -> bool:
        return (not domains or fields.address.rpartition("@")[2] in domains) and (not units or fields.unit in units)

    return in_scope


def _server(params: Mapping[str, Any]) -> AbstractContextManager[Take]:
    """The server, being read while the forms are; for a rehearsal the empty directory that provisioning would leave."""
    platform = params["platform"]
    if params.get("new_server"):
        empty = Directory(platform, [], complete=True, entitlements=platform in _ENTITLING)
        return nullcontext(lambda: (empty, Capabilities().verbs))
    return read_ahead(lambda: open_provider(platform, params[platform] or {}))


def has_page(params: Mapping[str, Any], wanted: Roster) -> bool:
    """Whether a page is asked for, and the roster is not too big for one: it looks at every account a second time."""
    return bool(params.get("page")) and len(wanted.accounts) <= int(params["page_limit"])


def _with_page(params: Mapping[str, Any], planned: Planned, written: Callable[[], str], table: Path) -> tuple[str, str]:
    """Table and page with what is to come; the checksum, and the path of the page. It costs jinja2 and a second look at
    every account: only when asked for."""
    from ansible_collections.rasmi.mail.plugins.module_utils import _plan_view

    made, given, language = planned.plan, planned.given, params["language"]
    seen = _plan_view.look_ahead(params, given, planned.wanted, planned.have)
    lines = [*render(made, UNKNOWN, language), *_plan_view.lines_of(made, given, seen, language)]
    page, dest = _plan_view.page_of(params, made, UNKNOWN, given, planned.wanted, seen), Path(params["page"])
    checksum = written()
    write_table(table, (line.replace(UNKNOWN, checksum) for line in lines))
    write_table(dest, page.replace(UNKNOWN, checksum).splitlines())
    return checksum, str(dest)


def _kept(accounts: Iterable[Account], kept: list[Account]) -> Iterator[Account]:
    """Pass accounts on and keep them: a directory is a stream, and the page looks at it once more."""
    for account in accounts:
        kept.append(account)
        yield account


def _plan(params: Mapping[str, Any], given: Inputs, take: Take, use: Use) -> tuple[Roster, Directory, Plan, list[str]]:
    limits, in_scope = limits_of(params["limits"]), scope_of(params["scope"])
    reference = given.reference
    wanted = roster(given.applications.items, given.standard, reference.probes, reference.groups or {}, given.as_of)
    last = known(params["ledger"]) if params["ledger"] else None
    if params.get("new_server") and last is not None:
        raise RasmiError(f"new_server: {params['ledger']} knows {last} accounts, so the server is not new.")
    calendars = {unit.id: unit.calendar for unit in (reference.units or {}).values() if unit.calendar}
    others, said = elsewhere(params.get("other_addresses") or {}, given.as_of)
    directory, verbs = take()
    held: dict[str, str] = {}
    if params.get("addresses"):
        directory.accounts = noted(directory.accounts, held)
    kept: list[Account] = []
    if has_page(params, wanted):
        directory.accounts = _kept(directory.accounts, kept)
    made = plan(
        wanted,
        directory,
        given.standard,
        given.as_of,
        limits,
        last,
        verbs=verbs,
        in_scope=in_scope,
        unit_calendars=calendars,
        history=history_of(told(params["ledger"])) if params["ledger"] else None,
        elsewhere=others,
        usage=use,
    )
    if params.get("addresses"):
        held |= dict.fromkeys(directory.groups, "")
        write_snapshot(params["addresses"], params["platform"], given.as_of, held, wanted)
    directory.accounts = kept
    return wanted, directory, made, said


def is_pending(plan: Plan) -> bool:
    """Whether a plan writes something."""
    return any(change.verb not in QUIET for change in plan.changes)


def is_provisional(params: Mapping[str, Any], planned: Planned) -> bool:
    """Whether another plan follows, with what mailboxes hold."""
    return bool(params.get("measures") and planned.unmeasured)


def plan_result(params: Mapping[str, Any], planned: Planned, checksum: str, page: str) -> dict[str, Any]:
    """What account_plan returns."""
    made, shown = planned.plan, int(params["show"])
    lines = "\n".join(render(made, checksum, params["language"], shown))
    return {
        "changed": False,
        "msg": summary(made.counts, params["language"]),
        "counts": dict(made.counts),
        "pending": is_pending(made),
        "interrupted": bool(params["ledger"]) and interrupted(params["ledger"]),
        "asks": made.counts["ask"],
        "late": sum(1 for change in made.changes if change.days_late),
        "checksum": checksum,
        "plan_file": str(params["dest"]),
        "table_file": str(table_of(params)),
        "page_file": page,
        "as_of": made.as_of,
        "profile": made.profile,
        "platform": made.platform,
        "generation": made.generation,
        "cache": planned.cache,
        "changes": [_short(change, params["language"]) for change in made.changes[:shown]],
        "diff": {"prepared": lines + "\n"},
        "unmeasured": planned.unmeasured,
        "provisional": is_provisional(params, planned),
        "warnings_text": planned.said[:shown],
    }


def plan_lines(result: Mapping[str, Any]) -> Iterable[str]:
    """The plan, when there is something to do or to decide, and no better one is to follow."""
    if result.get("failed") or result.get("provisional") or not (result.get("pending") or result.get("asks")):
        return ()
    files = [result[name] for name in ("table_file", "page_file") if result.get(name)]
    return [*result["diff"]["prepared"].splitlines(), "", *files]


def _short(change: Change, language: str) -> dict[str, Any]:
    return {
        "verb": change.verb,
        "account": change.account,
        "basis": change.basis,
        "clauses": list(change.clauses),
        "due": change.due,
        "days_late": change.days_late,
        "reversible": change.reversible,
        "destructive": change.destructive,
        "reason": change.reason.get(language, ""),
    }


@contextmanager
def no_collector() -> Iterator[None]:
    """Every account of both sides is alive until the plan is made; looking for garbage among them doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
