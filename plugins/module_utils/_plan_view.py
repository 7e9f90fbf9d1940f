# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a plan and its inputs to the page that a person reads: the rooms' own words, put together.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import Inputs
from ansible_collections.rasmi.mail.plugins.module_utils._evidence import plan_words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_page import (
    Form,
    PageInputs,
    Person,
    Upcoming,
    plan_page,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.coming import coming
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.forecast import HORIZONS, Horizon, forecast
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.inverse import undoing
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Directory, Plan, Roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.render import legend, outlook
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Deadlines, rules_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.states import by_state
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.waiting import Wait, waits, whom
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import label
from ansible_collections.rasmi.mail.plugins.module_utils._planning import disk_of


@dataclass(frozen=True)
class Outlook:
    """What is not in the plan itself: forms that wait, accounts by state today, and the days to come.

    `disk` is bytes, 0 = not said.
    """

    waits: Sequence[Wait]
    horizons: Sequence[Horizon]
    disk: int
    coming: Sequence[Upcoming] = ()
    states: Mapping[str, int] = field(default_factory=dict)


def look_ahead(params: Mapping[str, Any], given: Inputs, wanted: Roster, have: Directory) -> Outlook:
    """Look at the forms and ahead. RasmiError when `params["disk"]` is not a size."""
    disk = disk_of(params)
    calendars = {unit.id: unit.calendar for unit in (given.reference.units or {}).values() if unit.calendar}
    later = coming(wanted, have, given.standard, given.as_of, HORIZONS[-1], unit_calendars=calendars)
    words = {key: _what(*key) for key in {(one.kind, one.waits_for) for one in later}}
    rows = [
        Upcoming(day, account, kind, words[kind, waits_for], clauses)
        for day, account, kind, clauses, _basis, waits_for in later
    ]
    horizons = _horizons(given, wanted, [(row.day, row.kind) for row in rows])
    waiting = waits(given.applications.items, given.standard, given.as_of, Deadlines(given.standard, calendars))
    states = by_state(wanted, have.accounts, rules_of(given.standard), given.as_of.isoformat())
    return Outlook(waiting, horizons, disk, rows, states)


def _what(kind: str, waits_for: tuple[str, ...]) -> Mapping[str, str]:
    """What is to come, and what it waits for."""
    named = plan_words.coming_words(kind)
    first = [whom(topic) or plan_words.FIRST.get(topic) for topic in waits_for]
    others = list(dict.fromkeys((party["ms"], party["en"]) for party in first if party is not None))
    if not others:
        return named
    ms, en = (", ".join(names) for names in zip(*others, strict=True))
    return {"ms": f"{named['ms']}; menunggu {ms}", "en": f"{named['en']}; waits for {en}"}


def lines_of(made: Plan, given: Inputs, seen: Outlook, language: str) -> Iterator[str]:
    """What follows the plan's table: how to undo, clauses in words, what waits and what comes."""
    yield from legend(made, given.standard.clauses, language)
    yield from outlook(seen.waits, seen.horizons, seen.disk, language)


def page_of(params: Mapping[str, Any], made: Plan, checksum: str, given: Inputs, wanted: Roster, seen: Outlook) -> str:
    """The text of the page."""
    inputs = PageInputs(
        plan=made,
        checksum=checksum,
        standard=given.standard,
        how=undoing,
        whom=whom,
        label=label,
        people=_people(made, wanted),
        units={unit.id: unit.name for unit in (given.reference.units or {}).values()},
        forms=_forms(made, given),
        waits=seen.waits,
        coming=seen.coming,
        horizons=seen.horizons,
        disk=seen.disk,
        states=seen.states,
        agency=params.get("agency") or "",
    )
    return plan_page(inputs)


def _people(made: Plan, wanted: Roster) -> dict[str, Person]:
    """Whose the accounts of the plan are, by the address that the plan shows."""
    shown = {change.account for change in made.changes}
    bases = {change.basis: change.account for change in made.changes if change.verb == "rename"}
    found = {}
    for want in wanted.accounts:
        fields = want.fields
        address = fields.address if fields.address in shown else bases.get(want.basis, "")
        if address:
            found[address] = Person(fields.name, fields.unit)
    return found


def _forms(made: Plan, given: Inputs) -> dict[str, Form]:
    bases = {basis for change in made.changes for basis in (change.basis, *change.bases.values())}
    return {
        form.id: Form(form.form, form.event, form.decided_on, form.decided_by)
        for form in given.applications.items
        if form.id in bases
    }


def _horizons(given: Inputs, wanted: Roster, due: Iterable[tuple[str, str]] = ()) -> list[Horizon]:
    today, forms = given.as_of.isoformat(), given.applications.items
    # Only a notice, or a decision to come, makes an account another on a later day. All others are counted once
    # instead of making the roster of 100,000 people for every day (0.4 s each).
    moving = {form.account if form.event else form.id for form in forms if form.event or form.decided_on > today}
    some = [form for form in forms if form.id in moving or form.event]
    still = [want for want in wanted.accounts if want.fields.account_id not in moving]

    def roster_on(day: date) -> Roster:
        return roster(some, given.standard, (), given.reference.groups or {}, day)

    return forecast(roster_on, given.standard.tiers, given.as_of, due, still=still)
