# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what should be and what is: what to do (design section 6).

Pure: no I/O, and the clock is an argument. The same inputs give the same bytes.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.comeback import (
    earlier_accounts,
    purge,
    restore,
    without,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.elsewhere import Elsewhere, Neighbours
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.idle import idle_lines, unused_lines
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.limits import (
    check_complete,
    check_destructive,
    check_shrinking,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import Context, ask
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.lines import (
    adopt_lines,
    create_line,
    lines,
    platform_question,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.match import Holders, Sweep, sweep
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    QUIET,
    REMOVED,
    VERBS,
    Account,
    Change,
    Directory,
    Fields,
    Limits,
    Plan,
    Question,
    Roster,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Deadlines, StandardView, rules_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.space import (
    Usage,
    below_floor,
    floor_question,
    measure,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence

_ORDER = {verb: position for position, verb in enumerate(VERBS)}


def plan(
    roster: Roster,
    directory: Directory,
    standard: StandardView,
    as_of: date,
    limits: Limits | None = None,
    known: int | None = None,
    *,
    verbs: frozenset[str] | None = None,
    in_scope: Callable[[Fields], bool] | None = None,
    unit_calendars: Mapping[str, str] | None = None,
    history: History | None = None,
    elsewhere: Elsewhere | None = None,
    usage: Usage | None = None,
) -> Plan:
    """Compare the roster with a server's accounts and return the ordered changes.

    `directory.accounts` may be any iterable and is gone through once; `directory.complete`, `groups` and `generation`
    are read after that, so that a provider can stream. `known` is the number of managed accounts that the last run
    left. `verbs` are those the platform can do (others become questions). `in_scope` limits what a run may touch.
    `unit_calendars` maps a unit to its office calendar in the profile (deadlines). `history` is what the ledger says
    was done and told: a notice that did not leave holds back the step that waits for it. `elsewhere` is what the
    agency's other platforms hold. `usage` tells what accounts use; it is called at most once, about those whose quota
    would shrink.

    Raises PartialAnswerError when the server's answer is not whole, UnsafePlanError when a limit is passed.
    """
    limits = limits or Limits()
    rules = rules_of(standard)
    found = sweep(roster.accounts, directory.accounts, rules.idle_before(as_of), rules.unused_before(as_of))
    check_complete(directory)
    check_shrinking(found.managed, known, limits)
    deadlines = Deadlines(standard, unit_calendars)
    groups = frozenset(roster.groups)
    context = Context(as_of, rules, deadlines, groups, directory.groups, directory.entitlements)
    context.history, context.precision = history or History(), directory.last_use_precision
    context.restores = verbs is None or "restore" in verbs
    if usage is not None:
        measure(found, context, usage, in_scope)
    changes: list[Change] = []
    unchanged = found.equal + _compare(found, roster, context, in_scope, changes, elsewhere or Elsewhere())
    if verbs is not None and not verbs | QUIET >= {change.verb for change in changes}:
        changes = [_possible(change, verbs) for change in changes]
    check_destructive(changes, found.managed, limits)
    changes.sort(key=lambda change: (_ORDER[change.verb], change.account, change.id, change.basis, change.reason["en"]))
    counts = Counter([change.verb for change in changes])
    return Plan(
        platform=directory.platform,
        as_of=as_of.isoformat(),
        profile=rules.profile,
        standard_fingerprint=rules.fingerprint,
        generation=directory.generation,
        changes=tuple(changes),
        counts={**{verb: counts.get(verb, 0) for verb in VERBS}, "none": unchanged},
        calendar=deadlines.calendar,
    )


def _compare(
    found: Sweep,
    roster: Roster,
    context: Context,
    in_scope: Callable[[Fields], bool] | None,
    changes: list[Change],
    elsewhere: Elsewhere,
) -> int:
    """Add the lines of everything that is not as wanted; return how many accounts need nothing."""
    if in_scope is not None:
        found.moved = [pair for pair in found.moved if in_scope(pair[0].fields)]
        found.missing = [want for want in found.missing if in_scope(want.fields)]
        found.idle = [pair for pair in found.idle if in_scope(pair[0].fields)]
        visible = [account for account in found.strangers if in_scope(account.fields)]
    else:
        visible = found.strangers
    blocked = {question.account_id for question in roster.questions if question.blocks}
    holders = Holders(found)
    addresses = _Addresses(roster, holders, context, elsewhere)
    earlier = earlier_accounts(found)
    unchanged = 0
    for want, account in without(found.moved, earlier):
        produced = list(_guarded(want, account, lines(want, account, context), addresses))
        changes += produced
        unchanged += not produced
    mentioned: set[str] = set()
    for want in found.missing:
        missing = _absent(want, context, addresses, blocked, mentioned, earlier)
        changes += missing
        unchanged += not missing and want.fields.account_id not in blocked
    taken = {change.id for change in changes if change.destructive} if found.idle else set()
    for want, account in found.idle:
        if account.id not in taken:
            changes += idle_lines(want, account, context)
            changes += unused_lines(want, account, context)
    for want, account in found.duplicates:
        clauses = context.rules.cite("cover")
        changes.append(ask(want, account, clauses, "duplicate", account_id=want.fields.account_id))
    changes += _strangers(visible, mentioned, context)
    gone = {want.fields.account_id for want in found.missing if want.ended}
    changes += [_question(one) for one in _asked(roster, in_scope) if one.account_id not in gone]
    return unchanged


def _guarded(want: Wanted, account: Account, found: Iterable[Change], addresses: _Addresses) -> Iterator[Change]:
    """Turn a rename, or new second addresses, into a question when somebody else has one of the addresses."""
    for change in found:
        if change.verb in ("rename", "update") and ("address" in change.after or "aliases" in change.after):
            after = change.after
            conflict = addresses.conflict(want, account, wanted=(after.get("address", ""), *after.get("aliases", ())))
            if conflict is not None:
                yield conflict
                continue
        yield change


def _absent(
    want: Wanted,
    context: Context,
    addresses: _Addresses,
    blocked: set[str],
    mentioned: set[str],
    earlier: Mapping[str, Account],
) -> Sequence[Change]:
    """Lines for a wanted account that the server does not have under its id."""
    fields = want.fields
    if fields.account_id in blocked:
        return ()
    holder = addresses.holders.live.get(fields.address)
    if want.adopt and holder is not None and not holder.managed and holder.fields.address == fields.address:
        mentioned.add(holder.id)
        conflict = addresses.conflict(want, holder)
        return [*adopt_lines(want, holder, context)] if conflict is None else [conflict]
    if want.ended:
        return ()
    before = earlier.get(fields.account_id)
    if before is not None:
        again = restore(want, before, context)
        if again is not None:
            mentioned.add(before.id)
            if again.verb != "ask":
                again = addresses.id_taken(want, mentioned) or addresses.conflict(want, before) or again
            return [again]
    conflict = addresses.conflict(want, None, mentioned, came_back=before is not None)
    if conflict is not None:
        return [conflict]
    if fields.tier and below_floor(fields, context.rules):
        return [floor_question(want, None, context.rules)]
    return [create_line(want, context), *platform_question(want, None, context)]


class _Addresses:
    """Answers whether an account may have its addresses. The index over the roster is made only when asked for."""

    def __init__(self, roster: Roster, holders: Holders, context: Context, elsewhere: Elsewhere) -> None:
        self.holders = holders
        self._neighbours = Neighbours(roster, holders, context, elsewhere)
        self._roster = roster
        self._context = context
        self._claims: dict[str, str] | None = None

    def conflict(
        self,
        want: Wanted,
        account: Account | None,
        mentioned: set[str] | None = None,
        wanted: tuple[str, ...] | None = None,
        came_back: bool = False,
    ) -> Change | None:
        """Return the question when a person or an address is already somebody's, else None.

        `wanted` are the addresses that the account will have when they are not just those of the roster. `came_back`
        says that the person had an account that can no longer be restored.
        """
        fields, context, rules = want.fields, self._context, self._context.rules
        if account is None:
            question = self._somebody(want, mentioned, came_back)
            if question is not None:
                return question
        new = [address for address in wanted or (fields.address, *fields.aliases) if address]
        for address in new:
            dead, live = self.holders.dead.get(address), self.holders.live.get(address)
            if dead is not None and (account is None or dead.id != account.id):
                return purge(want, account, dead, address, context)
            if live is not None and (account is None or live.id != account.id):
                _mention(mentioned, live)
                key = "address_taken" if live.managed else "address_unmanaged"
                return ask(want, account, rules.cite("rename"), key, address=address, other=live.fields.address)
            if address in context.server_groups or address in context.groups:
                return ask(want, account, rules.cite("rename"), "address_group", address=address)
            claimant = self._claim(address)
            if claimant not in ("", fields.account_id):
                return ask(want, account, rules.cite("rename"), "roster_address", address=address, other=claimant)
        if account is not None:
            # who keeps an address needs nobody's leave
            here = () if account.fields.state == REMOVED else (account.fields.address, *account.fields.aliases)
            new = [address for address in new if address not in here]
        return self._neighbours.question(want, account, new) if new else None

    def id_taken(self, want: Wanted, mentioned: set[str] | None) -> Change | None:
        """The question when the server has an account with the application's id that we do not manage."""
        taken = self.holders.ids.get(want.fields.account_id)
        if taken is None:
            return None
        _mention(mentioned, taken)
        clauses, other = self._context.rules.cite("cover"), taken.fields.address
        return ask(want, None, clauses, "id_unmanaged", other=other, account_id=want.fields.account_id)

    def _somebody(self, want: Wanted, mentioned: set[str] | None, came_back: bool) -> Change | None:
        """The question when the server knows the person, or the application's id, under another account."""
        fields, holders, cite = want.fields, self.holders, self._context.rules.cite
        question = self.id_taken(want, mentioned)
        if question is not None or not fields.staff_key:
            return question
        who, key = (fields.staff_key, fields.kind), "same_person"
        person = holders.people.get(who)
        if person is None and not came_back:
            person, key = holders.dead_people.get(who), "same_person_removed"
        if person is None:
            return None
        _mention(mentioned, person)
        return ask(want, None, cite("cover"), key, other=person.fields.address)

    def _claim(self, address: str) -> str:
        if self._claims is None:
            self._claims = {}
            # the address of an ended account is held by its tombstone, and by nobody where there is none
            for want in self._roster.accounts:
                if want.ended:
                    continue
                self._claims.setdefault(want.fields.address, want.fields.account_id)
                for alias in want.fields.aliases:
                    self._claims.setdefault(alias, want.fields.account_id)
        return self._claims.get(address, "")


def _mention(mentioned: set[str] | None, account: Account) -> None:
    """An account named in a question is not asked about a second time."""
    if mentioned is not None:
        mentioned.add(account.id)


def _strangers(accounts: Iterable[Account], mentioned: set[str], context: Context) -> Iterator[Change]:
    clauses = context.rules.cite("cover")
    for account in accounts:
        if account.id not in mentioned and account.fields.state != REMOVED:
            yield ask(None, account, clauses, "uncovered" if account.managed else "unmanaged", basis="R030")


def _question(question: Question) -> Change:
    return Change(
        verb="ask",
        account=question.account,
        clauses=question.clauses,
        basis=question.basis,
        reason=question.reason,
        topic=question.topic,
    )


def _asked(roster: Roster, in_scope: Callable[[Fields], bool] | None) -> Iterable[Question]:
    """The questions of the roster that concern this run's scope; one without an account concerns every run."""
    if in_scope is None or not roster.questions:
        return roster.questions
    outside = {want.fields.account_id for want in roster.accounts if not in_scope(want.fields)}
    return [question for question in roster.questions if question.account_id not in outside]


def _possible(change: Change, verbs: frozenset[str]) -> Change:
    """A verb that the platform does not have becomes a question."""
    if change.verb in QUIET or change.verb in verbs:
        return change
    reason = sentence("capability", verb=change.verb)
    return replace(
        change, verb="ask", before={}, after={}, destructive=False, reversible=True, reason=reason, topic="capability"
    )
