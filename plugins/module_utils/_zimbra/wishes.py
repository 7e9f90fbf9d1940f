# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task asks of an object, checked against the attribute table and compared with what the server has.

Pure: options, attribute values and a version go in; differences come out.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import attributes
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.masking import BLOCKED, HIDDEN_NEW, secret, shown
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import LIST, TABLES

#: Kind of object -> the object class that the attribute table knows it by.
CLASSES: Mapping[str, str] = {
    "config": "globalConfig",
    "server": "server",
    "domain": "domain",
    "cos": "cos",
    "distribution_list": "distributionList",
    "account": "account",
}
_VERBS = frozenset({"set", "add", "remove"})


@dataclass(frozen=True)
class Wish:
    """What one attribute should hold.

    `values` is the whole wanted value, empty to remove it; None when only single values are added and removed.
    """

    attribute: str
    values: tuple[Any, ...] | None = None
    add: tuple[Any, ...] = ()
    remove: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One attribute that is not as wished; `sends` is what goes into the Modify request."""

    attribute: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    sends: tuple[tuple[str, tuple[str, ...]], ...]

    def to_dict(self) -> dict[str, Any]:
        """For results; secrets are hidden."""
        return {
            "attribute": self.attribute,
            "before": shown(self.attribute, self.before),
            "after": shown(self.attribute, self.after, HIDDEN_NEW),
        }


def gather(kind: str, params: Mapping[str, Any]) -> list[Wish]:
    """The wishes of a task. A value that is not given (None) is not managed.

    Raises FaultsError listing every attribute that is asked for twice, or in the wrong place.
    """
    where = f"zimbra_{kind}"
    made: dict[str, Wish] = {}
    faults: list[Fault] = []
    for row in TABLES[kind]:
        value = params.get(row.option)
        if value is not None:
            made[row.attribute] = _wish(row.attribute, value, row.type == LIST)
    for option in ("attributes", "secret_attributes"):
        for attribute, value in (params.get(option) or {}).items():
            fault = _misplaced(where, option, attribute, made)
            if fault is not None:
                faults.append(fault)
            elif value is not None:
                made[attribute] = _wish(attribute, value, _is_verbs(value))
    if faults:
        raise FaultsError(where, faults)
    return list(made.values())


def _misplaced(where: str, option: str, attribute: str, made: Mapping[str, Wish]) -> Fault | None:
    field = f"{option}.{attribute}"
    if secret(attribute) != (option == "secret_attributes"):
        problem, remedy = (
            ("holds a secret, which this option would show", "Put it into secret_attributes")
            if secret(attribute)
            else ("is no secret", "Put it into attributes, where a difference can be shown")
        )
        return Fault(where, 0, field, "", problem, remedy)
    if any(attribute.lower() == name.lower() for name in made):
        return Fault(where, 0, field, "", "is asked for twice", "Leave out this one or the option of the same meaning")
    return None


def _is_verbs(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and set(value) <= _VERBS


def _wish(attribute: str, value: Any, verbs: bool) -> Wish:
    if not verbs:
        return Wish(attribute, values=_several(value))
    given = {verb: _several(value[verb]) for verb in _VERBS if value.get(verb) is not None}
    return Wish(attribute, given.get("set"), given.get("add", ()), given.get("remove", ()))


def _several(value: Any) -> tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return () if value == "" else (value,)


def checked(kind: str, wishes: Sequence[Wish], version: tuple[int, ...] | None) -> list[Wish]:
    """The wishes with values as the server takes them (plain digits, TRUE and FALSE).

    Raises FaultsError with every fault of every wish in one message: unknown attribute with the nearest name, wrong
    kind of object, too new for the version, wrong value.
    """
    where = f"zimbra_{kind}"
    faults: list[Fault] = []
    wire: dict[str, dict[str, tuple[str, ...]]] = {"values": {}, "add": {}, "remove": {}}
    for part in wire:
        given = {wish.attribute: values for wish in wishes if (values := getattr(wish, part))}
        try:
            found = attributes.check(
                {name: list(values) if len(values) > 1 else values[0] for name, values in given.items()},
                CLASSES[kind],
                version,
                where,
            )
        except FaultsError as error:
            faults += error.faults
        else:
            wire[part] = {name: tuple(values) for name, values in found.items()}
    faults += _of_removals(kind, wishes, version, where)
    if faults:
        raise FaultsError(where, sorted(set(faults)))
    return [
        replace(
            wish,
            values=None if wish.values is None else wire["values"].get(wish.attribute, ()),
            add=wire["add"].get(wish.attribute, ()),
            remove=wire["remove"].get(wish.attribute, ()),
        )
        for wish in wishes
    ]


def _of_removals(kind: str, wishes: Iterable[Wish], version: tuple[int, ...] | None, where: str) -> list[Fault]:
    """Faults of attributes that are to be removed: they have no value to check, but a name."""
    names = {wish.attribute: "" for wish in wishes if wish.values == ()}
    try:
        attributes.check(names, CLASSES[kind], version, where)
    except FaultsError as error:
        return list(error.faults)
    return []


def differences(wishes: Iterable[Wish], have: Mapping[str, Sequence[str]], *, known: bool = True) -> list[Difference]:
    """What is not as wished. `have` has the object's own values.

    A value that the server gives to nobody counts as being right, unless `known` is False (a new object).
    """
    folded = {name.lower(): tuple(values) for name, values in have.items()}
    found = []
    for wish in wishes:
        before = folded.get(wish.attribute.lower(), ())
        if known and BLOCKED in before and wish.values:
            continue
        one = _whole(wish, before) if wish.values is not None else _single(wish, before)
        if one is not None:
            found.append(one)
    return found


def _whole(wish: Wish, before: tuple[str, ...]) -> Difference | None:
    wanted = tuple(wish.values or ())
    if attributes.same(wish.attribute, before, wanted):
        return None
    return Difference(wish.attribute, before, wanted, ((wish.attribute, wanted),))


def _single(wish: Wish, before: tuple[str, ...]) -> Difference | None:
    def there(value: str, values: Iterable[str]) -> bool:
        return any(attributes.same(wish.attribute, (one,), (value,)) for one in values)

    more = tuple(value for value in wish.add if not there(value, before))
    gone = tuple(value for value in before if there(value, wish.remove))
    if not more and not gone:
        return None
    kept = tuple(value for value in before if value not in gone)
    sends = ((f"+{wish.attribute}", more), (f"-{wish.attribute}", gone))
    return Difference(wish.attribute, before, kept + more, tuple(one for one in sends if one[1]))


def sent(found: Iterable[Difference]) -> dict[str, list[str]]:
    """The differences as the attributes of one Modify or Create request."""
    return {name: list(values) for difference in found for name, values in difference.sends}


def restarts(found: Iterable[Difference]) -> list[str]:
    """The daemons that take over these changes only after a restart."""
    return sorted({daemon for difference in found for daemon in attributes.restart_of(difference.attribute)})
