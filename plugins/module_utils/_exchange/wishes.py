# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task asks of an object, held against the cmdlets' rows and compared with what the server has.

Pure: options and properties go in, differences come out.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun, Property
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import contract, values
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.unfit import Unfit
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

VERBS = ("set", "add", "remove")
RECIPIENT = "Get-Recipient"
#: Multi-valued parameters that name recipients, which their type does not say.
_PEOPLE = frozenset(
    {
        *(f"AcceptMessagesOnlyFrom{which}" for which in ("", "DLMembers", "SendersOrMembers")),
        *(f"RejectMessagesFrom{which}" for which in ("", "DLMembers", "SendersOrMembers")),
        "BypassModerationFromSendersOrMembers",
        "GrantSendOnBehalfTo",
        "ManagedBy",
        "ModeratedBy",
    }
)
#: Whether a value that the server has is the one that is wished.
Same = Callable[[Property, Any, Any], bool]


@dataclass(frozen=True)
class Wish:
    """What one property should hold.

    `value` is the whole wanted value in the form that is sent (None empties it); not used when `whole` is False and
    single values are added and removed.
    """

    row: Property
    value: Any = None
    add: tuple[Any, ...] = ()
    remove: tuple[Any, ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class Difference:
    """One setting that is not as wished; `sends` is the value that the parameter gets."""

    row: Property
    before: tuple[str, ...]
    after: tuple[str, ...]
    sends: Any = None

    def to_dict(self) -> dict[str, Any]:
        return {"setting": self.row.parameter, "before": list(self.before), "after": list(self.after)}


def note(setting: str, before: Iterable[str], after: Iterable[str]) -> Difference:
    """A difference that is no property: members, the object itself."""
    return Difference(Property(setting, setting), tuple(before), tuple(after))


def gather(noun: Noun, params: Mapping[str, Any], where: str) -> list[Wish]:
    """The wishes of a task. A value that is not given (None) is not managed.

    Raises FaultsError with every fault in one message: unknown parameter with the nearest name, asked for twice, wrong
    value.
    """
    wishes: list[Wish] = []
    faults: list[Fault] = []
    for row in noun.table:
        if params.get(row.option) is not None:
            _take(row, params[row.option], row.option, where, wishes, faults)
    asked = {wish.row.parameter: wish.row.option for wish in wishes}
    for name, value in (params.get("parameters") or {}).items():
        place = f"parameters.{name}"
        if value is None:
            continue
        if name in asked:
            faults.append(Fault(where, 0, place, "", "is asked for twice", f"Leave it or {asked[name]} out"))
            continue
        try:
            _take(parameter_row(noun, name), value, place, where, wishes, faults)
        except Unfit as unfit:
            faults.append(Fault(where, 0, place, "", unfit.problem, unfit.remedy))
    if faults:
        raise FaultsError(where, faults)
    return wishes


def parameter_row(noun: Noun, name: str) -> Property:
    """A row for a parameter that has none in the noun's table. Raises Unfit when no cmdlet of the noun has it."""
    cmdlets = {"": noun.set, **{part: one.set for part, one in noun.parts.items()}}
    only_new = {name: ("", row) for name, row in table()[noun.new].parameters.items()} if noun.new else {}
    known = only_new | {
        parameter: (part, row)
        for part, cmdlet in reversed(list(cmdlets.items()))
        for parameter, row in table()[cmdlet].parameters.items()
        if parameter not in (noun.by, "Identity")
    }
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise Unfit(f"is no parameter of {noun.set}", f"Did you mean {near[0]}?" if near else "Leave it out")
    part, row = known[name]
    for own in noun.table:
        if own.parameter == name and own.part == part:
            return own
    if row.type == "SwitchParameter":
        raise Unfit("is a switch of the cmdlet, not a setting that could be read back", "Leave it out")
    kind = contract.kind_of(row)
    if name in _PEOPLE or row.type.startswith("RecipientIdParameter"):
        return Property(name, name, values.IDS if values.KINDS[kind].many else values.ID, part=part, resolve=RECIPIENT)
    return Property(name, name, kind, part=part)


def _take(row: Property, value: Any, place: str, where: str, wishes: list[Wish], faults: list[Fault]) -> None:
    try:
        wishes.append(_wish(row, value))
    except Unfit as unfit:
        shown = str(value)[:60]
        faults.append(Fault(where, 0, place, shown, unfit.problem, unfit.remedy))


def _wish(row: Property, value: Any) -> Wish:
    """Raises Unfit."""
    verbs = row.many and isinstance(value, Mapping)
    if not verbs:
        if isinstance(value, Mapping):
            raise Unfit("is not a value", "Write a text, a number or a list")
        return Wish(row, values.wire(row.kind, value))
    unknown = set(value) - set(VERBS)
    if unknown:
        raise Unfit(f"has {', '.join(sorted(unknown))} in it", f"Write {', '.join(VERBS)}")
    given = {verb: values.wire(row.kind, value[verb]) for verb in VERBS if value.get(verb) is not None}
    if "set" in given:
        return Wish(row, given["set"])
    add, remove = (tuple(given.get(verb) or ()) for verb in ("add", "remove"))
    both = [one for one in add if any(values.same(row.kind, [one], [other]) for other in remove)]
    if both:
        raise Unfit("is to be added and removed in the same task", "Choose one")
    return Wish(row, add=add, remove=remove, whole=False)


def plainly(row: Property, have: Any, want: Any) -> bool:
    """Whether two single values of a property mean the same, without asking anybody."""
    if row.many:
        return values.same(row.kind, [have], [want])
    return values.same(row.kind, have, want)


def differences(
    wishes: Iterable[Wish], have: Mapping[str, Any], same: Same = plainly, *, known: bool = True
) -> list[Difference]:
    """What is not as wished; `have` are the object's properties, looked up without regard to letter case.

    `known` is False for an object that is not there yet: nothing of it is right then.
    """
    folded = {name.casefold(): value for name, value in have.items()}
    found = []
    for wish in wishes:
        before = folded.get(wish.row.source.casefold())
        one = _of_list(wish, values.listed(before), same) if wish.row.many else _of_one(wish, before, same, known)
        if one is not None:
            found.append(one)
    return found


def _of_one(wish: Wish, before: Any, same: Same, known: bool) -> Difference | None:
    row = wish.row
    if values.is_unset(wish.value) and values.is_unset(before):
        return None
    if known and same(row, before, wish.value):
        return None
    return Difference(row, tuple(values.shown(row.kind, before)), tuple(values.shown(row.kind, wish.value)), wish.value)


def _of_list(wish: Wish, before: Sequence[Any], same: Same) -> Difference | None:
    row = wish.row

    def among(one: Any, others: Iterable[Any], turned: bool = False) -> bool:
        return any(same(row, one, other) if turned else same(row, other, one) for other in others)

    wanted = values.listed(wish.value) if wish.whole else list(wish.add)
    more = [one for one in wanted if not among(one, before)]
    if wish.whole:
        gone = [one for one in before if not among(one, wanted, True)]
    else:
        gone = [one for one in before if among(one, wish.remove, True)]
    if not more and not gone:
        return None
    after = [one for one in before if one not in gone] + more
    return Difference(
        row, tuple(values.shown(row.kind, list(before))), tuple(values.shown(row.kind, after)), after or None
    )
