# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of one task on one object: read it, find the differences, plan the calls, make them unless in check mode.

Every call that changes something is planned and held against the cmdlets' rows first; check mode leaves out only the
sending, so that what it predicts, refusals included, is what a run does. Before anything is written, exactly one object
was read, and it is named by its GUID from then on.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.resolve import Resolver, names_of
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import Difference, Wish, differences, note
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import rules
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import NotFound, UnknownOutcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import is_unset, listed
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, PartialAnswerError

#: Stands in a planned call for the object that a call before it will make.
NEW = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Step:
    """One planned call; `makes` when its answer is the object."""

    cmdlet: str
    parameters: Mapping[str, Any]
    makes: bool = False


@dataclass
class Work:
    """What is known of the object, what differs, and what will be done. `more` goes into the result."""

    session: Session
    noun: Noun
    params: Mapping[str, Any]
    name: str
    found: dict[str, Any] | None = None
    guid: str = ""
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    #: What the server warned of when it was written to.
    warned: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.session)

    @property
    def where(self) -> str:
        """For messages about the task."""
        return f"exchange_{self.noun.name}"

    @property
    def identity(self) -> str:
        """What a call names the object by."""
        return self.guid or NEW

    def have(self, name: str) -> Any:
        """A property that was read, whatever its letter case; None when there is none."""
        folded = {key.casefold(): value for key, value in (self.found or {}).items()}
        return folded.get(name.casefold())

    def step(self, cmdlet: str, parameters: Mapping[str, Any], *, makes: bool = False) -> None:
        """Plan a call; it is held against the cmdlet's rows at once. Raises FaultsError."""
        self.session.check(cmdlet, parameters, self.where)
        self.steps.append(Step(cmdlet, dict(parameters), makes))

    def result(self) -> dict[str, Any]:
        """What the module returns."""
        told = [*self.more.pop("warnings_text", []), *self.warned]
        return {
            "changed": bool(self.steps),
            "guid": self.guid,
            "name": self.name,
            "changes": [difference.to_dict() for difference in self.differences],
            "diff": diff(f"{self.noun.word} {self.name}".strip(), self.differences),
            **self.more,
            **({"warnings_text": told} if told else {}),
        }


def diff(header: str, found: Sequence[Difference]) -> dict[str, str]:
    """Before and after as text, one line a value."""

    def text(side: str) -> str:
        rows = [one.to_dict() for one in found]
        return "".join(f"{row['setting']}: {value}\n" for row in rows for value in row[side])

    return {"before_header": header, "after_header": header, "before": text("before"), "after": text("after")}


def find(work: Work) -> None:
    """Read the object of the task, and pin the domain controller that answered.

    Raises RefusedError when the name means more than one object, or one of another name; PartialAnswerError when an
    object that must be there is not, or has no GUID to be named by.
    """
    noun = work.noun
    asked = {noun.lookup: work.name} if noun.lookup else {}
    try:
        rows = work.session.send(noun.get, asked).rows
    except NotFound:
        rows = []
    place = work.session.target.place
    if not rows:
        if noun.single:
            raise PartialAnswerError(f"{place}: no {noun.word} came; our identity may not see it.")
        return
    if len(rows) > 1:
        raise RefusedError(f"{place}: {work.name!r} means {len(rows)} objects of the kind {noun.word}; give its GUID.")
    row = rows[0]
    if noun.matches and not noun.single and not _is_meant(row, work.name, noun.matches):
        raise RefusedError(
            f"{place}: {work.name!r} was answered with the {noun.word} {row.get('Identity') or row.get('Name')}; name "
            "that one if it is meant."
        )
    guid = str(row.get(noun.key) or "")
    if noun.by == "Identity" and not guid:
        raise PartialAnswerError(f"{place}: the {noun.word} {work.name} came without the property {noun.key}.")
    work.found, work.guid = row, guid
    work.session.pin(str(row.get("OriginatingServer") or ""))


def _is_meant(row: Mapping[str, Any], name: str, matches: Sequence[str]) -> bool:
    wanted = name.casefold()
    own = {str(row[one]).casefold() for one in matches if row.get(one)}
    return wanted in own or ("PrimarySmtpAddress" in matches and wanted in names_of(row))


def read_parts(work: Work, wishes: Sequence[Wish]) -> None:
    """Read the parts that the wishes are about. Raises PartialAnswerError when one does not come."""
    for part in sorted({wish.row.part for wish in wishes} - {""}):
        if not work.guid:
            work.parts[part] = {}
            continue
        rows = work.session.send(work.noun.parts[part].get, {"Identity": work.guid}).rows
        if len(rows) != 1:
            raise PartialAnswerError(f"{work.session.target.place}: {len(rows)} answers for {work.name}, part {part}.")
        work.parts[part] = rows[0]


def compare(work: Work, wishes: Sequence[Wish]) -> list[Difference]:
    """What differs, part by part; noted in the work."""
    found = []
    for part in dict.fromkeys(wish.row.part for wish in wishes):
        mine = [wish for wish in wishes if wish.row.part == part]
        have = work.parts[part] if part else work.found or {}
        found += differences(mine, have, work.resolver.same, known=work.found is not None)
    for one in found:
        _all_there(work, one)
    _in_order(work, found)
    work.differences += found
    return found


def _all_there(work: Work, one: Difference) -> None:
    """Ask for every object that is newly referred to, so that check mode finds the one that is not there."""
    if one.row.resolve:
        before = {value.casefold() for value in one.before}
        for value in listed(one.sends):
            if str(value).casefold() not in before:
                work.resolver.row(one.row.resolve, str(value))


def _in_order(work: Work, found: Sequence[Difference]) -> None:
    """Hold the quotas as they will be against each other. Raises FaultsError."""
    sends = {one.row.parameter: one.sends for one in found if one.row.parameter in rules.QUOTAS}
    if not sends:
        return
    after = {name: sends.get(name, work.have(name)) for name in rules.QUOTAS}
    after = {name: value for name, value in after.items() if name in sends or not is_unset(value)}
    wrong = list(rules.out_of_order(after))
    if wrong:
        raise FaultsError(work.where, [Fault(work.where, 0, field, "", why, how) for field, why, how in wrong])


def change(work: Work, found: Sequence[Difference], along: Mapping[str, Any] | None = None) -> None:
    """Plan one Set- call for each part that differs; `along` goes into the call of the object itself."""
    for part in dict.fromkeys(one.row.part for one in found):
        sends = {one.row.parameter: one.sends for one in found if one.row.part == part}
        fixed = sorted(set(sends) - set(table()[work.noun.setter(part)].parameters))
        if fixed:
            raise RefusedError(f"{work.noun.word} {work.name}: {', '.join(fixed)} cannot be changed any more.")
        named: dict[str, Any] = {work.noun.by: work.identity} if work.noun.by == "Identity" else {}
        if work.noun.by == "Server":
            named = {"Server": work.name}
        work.step(work.noun.setter(part), {**named, **sends, **((along or {}) if not part else {})})


def create(work: Work, found: Sequence[Difference], given: Mapping[str, Any]) -> None:
    """Plan to make the object: what New- takes goes into it, the rest into a Set- call after it."""
    takes = table()[work.noun.new].parameters
    first = [one for one in found if not one.row.part and one.row.parameter in takes and one.sends is not None]
    work.step(work.noun.new, {**given, **{one.row.parameter: one.sends for one in first}}, makes=True)
    change(work, [one for one in found if one not in first])
    work.differences.insert(0, note("Name", (), (work.name,)))


def remove(work: Work) -> None:
    """Plan the removal of an object that was found. Raises RefusedError for the product's own."""
    if work.name.casefold() in work.noun.kept or str(work.have("Name")).casefold() in work.noun.kept:
        raise RefusedError(f"the {work.noun.word} {work.name} belongs to the product; it is never removed.")
    work.step(work.noun.remove, {"Identity": work.guid})
    work.differences.append(note("Name", (work.name,), ()))


def finish(work: Work, check_mode: bool) -> dict[str, Any]:
    """Make the planned calls, unless in check mode, and give the result. Raises what Session.send raises."""
    if not check_mode:
        for step in work.steps:
            given = {key: work.guid if value == NEW else value for key, value in step.parameters.items()}
            answer = work.session.send(step.cmdlet, given)
            work.warned += [f"{step.cmdlet}: {sentence}" for sentence in answer.warnings]
            if step.makes:
                if len(answer.rows) != 1 or not answer.rows[0].get("Guid"):
                    raise PartialAnswerError(f"{work.session.target.place}: {step.cmdlet} gave no object with a GUID.")
                work.guid = str(answer.rows[0]["Guid"])
                work.session.pin(str(answer.rows[0].get("OriginatingServer") or ""))
    return work.result()


def run(
    noun: Noun, params: Mapping[str, Any], name: str, check_mode: bool, plan: Callable[[Work], None]
) -> dict[str, Any]:
    """Open a session, find the object, let `plan` plan, and finish.

    When the answer to a call is lost, everything is read and planned again, once, and only what still differs is
    written.
    """
    with Session(EndpointTarget.from_options(params["exchange"])) as session:

        def once() -> tuple[Work, dict[str, Any] | None]:
            work = Work(session, noun, params, name)
            find(work)
            plan(work)
            try:
                return work, finish(work, check_mode)
            except UnknownOutcome:
                return work, None

        first, result = once()
        if result is not None:
            return result
        second = Work(session, noun, params, name)
        find(second)
        plan(second)
        finish(second, check_mode)
        first.guid = second.guid
        return first.result()
