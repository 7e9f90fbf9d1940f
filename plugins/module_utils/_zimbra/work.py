# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of one task on one object: read it, find the differences, collect the steps, take them unless in check mode.

Every step that changes something is collected first. Check mode leaves out only the taking of the steps, so that what
it predicts is what a run does.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import objects, wishes
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import Found, Kind, RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import COS_NAME, TABLES
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.wishes import Difference, Wish

Step = Callable[[], object]


@dataclass
class Work:
    """What is known of the object, what differs, and what will be done.

    `id` is empty until a new object is made. `more` goes into the result.
    """

    soap: Soap
    kind: Kind
    params: Mapping[str, Any]
    found: Found | None = None
    id: str = ""
    differences: list[Difference] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that the object shall have."""
        return str(self.params.get("name") or self.kind.name)

    def have(self, attribute: str) -> tuple[str, ...]:
        """The values that the server has of an attribute that was read."""
        return tuple(self.found.entry.attrs.get(attribute, ())) if self.found else ()

    def first(self, attribute: str) -> str:
        """The first value, empty when there is none."""
        return next(iter(self.have(attribute)), "")

    def result(self) -> dict[str, Any]:
        """What the module returns."""
        return {
            "changed": bool(self.steps),
            "id": self.id,
            "name": self.name,
            "changes": [difference.to_dict() for difference in self.differences],
            "restart": wishes.restarts(self.differences),
            "diff": diff(f"{self.kind.word} {self.name}", self.differences),
            **self.more,
        }


def diff(header: str, found: Sequence[Difference]) -> dict[str, str]:
    """Before and after as text, one line a value; secrets hidden."""

    rows = [one.to_dict() for one in found]

    def text(side: str) -> str:
        return "".join(f"{row['attribute']}: {value}\n" for row in rows for value in row[side])

    return {"before_header": header, "after_header": header, "before": text("before"), "after": text("after")}


def wanted(soap: Soap, kind: Kind, params: Mapping[str, Any]) -> list[Wish]:
    """The wishes of a task, checked: first without asking the server anything, then for its version.

    Raises FaultsError with every fault before the first write, and RefusedError when a COS is named that there is not.
    """
    asked = wishes.gather(kind.name, params)
    named = {row.attribute for row in TABLES[kind.name] if row.type == COS_NAME}
    plain = [wish for wish in asked if wish.attribute not in named]
    wishes.checked(kind.name, plain, None)
    if not asked:
        return []
    resolved = [_by_id(soap, wish) for wish in asked if wish.attribute in named]
    return wishes.checked(kind.name, [*plain, *resolved], soap.version.number)


def _by_id(soap: Soap, wish: Wish) -> Wish:
    name = str(next(iter(wish.values or ()), ""))
    return Wish(wish.attribute, (cos_id(soap, name),)) if name else wish


def cos_id(soap: Soap, name: str) -> str:
    """The id of the COS of this name. Raises RefusedError when there is none."""
    found = objects.read(soap, objects.KINDS["cos"], ("name", name), [])
    if found is None:
        raise RefusedError(f"{soap.target.place}: there is no COS {name!r}; make it first with zimbra_cos.")
    return found.entry.id


def find(work: Work, attrs: Sequence[str]) -> None:
    """Read the object of the task with these attributes, in one request.

    Raises RefusedError when `id` is given and there is no such object, and when the name is only an alias: the server
    answers with the alias's owner then, who is not meant.
    """
    by_id = str(work.params.get("id") or "")
    selector = ("id", by_id) if by_id else ("name", work.name)
    work.found = objects.read(work.soap, work.kind, selector, list(attrs))
    if work.found is None:
        if by_id and work.params.get("state") != "absent":
            raise RefusedError(f"{work.soap.target.place}: there is no {work.kind.word} with the id {by_id}.")
        return
    work.id = work.found.entry.id
    if not by_id and work.kind.name != "config" and work.found.entry.name.casefold() != work.name.casefold():
        raise RefusedError(
            f"{work.name} is an alias of the {work.kind.word} {work.found.entry.name}; name that one if it is meant."
        )


def reserve(params: Mapping[str, Any], kind: str, options: Mapping[str, str]) -> None:
    """Refuse attributes that have an option with safeguards of its own; `options` says which."""
    where = f"zimbra_{kind}"
    lower = {attribute.lower(): option for attribute, option in options.items()}
    found = [
        Fault(where, 0, f"{place}.{attribute}", "", "must not be set directly", f"Use the option {lower[key]}")
        for place in ("attributes", "secret_attributes")
        for attribute in params.get(place) or {}
        if (key := attribute.lower()) in lower
    ]
    if found:
        raise FaultsError(where, found)


def compare(work: Work, asked: Sequence[Wish], along: Mapping[str, Sequence[str]] | None = None) -> None:
    """Note what differs; for an object that is there, one Modify request with only that.

    `along` goes into the same request although it does not differ, because the server would change it otherwise.
    """
    found = wishes.differences(asked, work.found.entry.attrs if work.found else {}, known=work.found is not None)
    work.differences += found
    if work.found is not None and found:
        attrs = {**wishes.sent(found), **(along or {})}
        work.steps.append(lambda: objects.modify(work.soap, work.kind, work.id, attrs))


def create(work: Work, more_attrs: Mapping[str, Sequence[str]] | None = None, **more: str) -> None:
    """Plan to make the object with everything that is wished, in one request."""
    attrs = {
        difference.attribute: list(difference.after) for difference in work.differences if difference.after
    } | dict(more_attrs or {})

    def make() -> None:
        work.id = objects.create(work.soap, work.kind, work.name, attrs, **more).id

    work.steps.insert(0, make)


def rename(work: Work) -> None:
    """Plan a rename when the object, found by id, has another name."""
    if work.found is None or work.found.entry.name.casefold() == work.name.casefold():
        return
    before = work.found.entry.name
    work.differences.insert(0, Difference("name", (before,), (work.name,), ()))
    work.steps.insert(0, lambda: objects.rename(work.soap, work.kind, work.id, work.name))


def remove(work: Work) -> None:
    """Plan the deletion of an object that was found and may go."""
    name = work.found.entry.name if work.found else work.name
    work.differences.append(Difference("name", (name,), (), ()))
    work.steps.append(lambda: objects.delete(work.soap, work.kind, work.id))


def members(
    value: Mapping[str, Sequence[str] | None] | None, have: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which addresses to add and which to remove, for an option with add, remove and set; letter case is nothing."""
    if value is None:
        return (), ()
    present = {address.lower(): address for address in have}
    given = {verb: [str(one).strip().lower() for one in value.get(verb) or ()] for verb in ("set", "add", "remove")}
    if value.get("set") is not None:
        target = dict.fromkeys(given["set"])
        return tuple(one for one in target if one not in present), tuple(
            address for key, address in present.items() if key not in target
        )
    clash = sorted(set(given["add"]) & set(given["remove"]))
    if clash:
        raise RefusedError(f"{', '.join(clash)}: asked to be added and removed in the same task.")
    more = tuple(one for one in dict.fromkeys(given["add"]) if one not in present)
    return more, tuple(present[one] for one in dict.fromkeys(given["remove"]) if one in present)


def after(have: Sequence[str], more: Sequence[str], gone: Sequence[str]) -> tuple[str, ...]:
    """The list as it will be."""
    return (*(one for one in have if one not in gone), *more)


def finish(work: Work, check_mode: bool) -> dict[str, Any]:
    """Take the steps, unless in check mode, and give the result."""
    if not check_mode:
        for step in work.steps:
            step()
    return work.result()
