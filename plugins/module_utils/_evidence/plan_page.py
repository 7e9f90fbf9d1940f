# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as one HTML page for somebody who decides and is no programmer: what, who, why, until when, how undone.

The same inputs give the same bytes; nothing is loaded from elsewhere, everything from a server is escaped.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import plan_words, words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.html import pair, visible, when
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_templates import PLAN_CSS, PLAN_TEMPLATE
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.style import CSS, SCRIPT
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.templates import MACROS
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import QUIET, UNLIMITED, VERBS, Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size

#: Rows of one block, and of each list; the table beside the plan has all of them.
ROWS = 200
#: Accounts named in one row of what is to come.
NAMED = 6
#: What is to come and takes nothing from anybody: the number on top leaves it out.
_QUIETLY = frozenset(plan_words.LATER) - {"blocked"}

#: Fields of a new account that somebody who decides looks at; the plan file has all of them.
_NEW = ("kind", "state", "tier", "quota", "post", "grade", "aliases", "groups", "owner", "delegates", "entitlements")
#: Values that tell a reader nothing, or that stand in the first column already.
_LEFT_OUT = frozenset({"staff_key", "name", "unit", "account_id", "address"})


#: What stands for an id that is no clause of the profile.
_RULE = "tiada tindakan tanpa asas yang direkod · nothing is done without a recorded basis"


class StandardView(Protocol):
    """The part of `_standard.standard.Standard` that the page reads."""

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def title(self) -> Bilingual: ...

    @property
    def clauses(self) -> list[dict[str, Any]]: ...

    @property
    def tiers(self) -> list[Any]: ...


class Undoing(Protocol):
    """How a line is taken back."""

    @property
    def possible(self) -> str: ...

    @property
    def how(self) -> Mapping[str, str]: ...


class Form(NamedTuple):
    """What the page says about a basis: the form's number and event, day and author of its decision (ISO date)."""

    form: str
    event: str
    decided_on: str
    decided_by: str


class Person(NamedTuple):
    """Whose account it is: name, and id of the unit."""

    name: str
    unit: str


class Upcoming(NamedTuple):
    """One thing to come: ISO day, account, its key, and what it is in words."""

    day: str
    account: str
    kind: str
    what: Mapping[str, str]
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageInputs:
    """Everything the page is made of. `how`, `whom` and `label` are the lifecycle's own words.

    `waits` are forms without a decision, `coming` lines of what is due later, `horizons`
    the tiers and storage of days to come, `disk` the size of the mail store in bytes (0 = the site does not say),
    `states` the number of accounts in each state before the plan.
    """

    plan: Plan
    checksum: str
    standard: StandardView
    how: Callable[[Change], Undoing]
    whom: Callable[[str], Mapping[str, str] | None]
    label: Callable[[str, str], str]
    people: Mapping[str, Person] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    waits: Sequence[Any] = ()
    coming: Sequence[Upcoming] = ()
    horizons: Sequence[Any] = ()
    disk: int = 0
    states: Mapping[str, int] = field(default_factory=dict)
    agency: str = ""


def plan_page(given: PageInputs) -> str:
    """Return the page. It depends on nothing but `given`."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"macros": MACROS, "plan": PLAN_TEMPLATE}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(when=when, visible=visible, pair=pair, size=_size)
    environment.globals.update(labels=words.STATUS_LABELS)
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    view = _View(given)
    return environment.get_template("plan").render(
        plan=given.plan,
        given=given,
        css=Markup(CSS + PLAN_CSS),
        script=Markup(SCRIPT),
        script_hash=f"sha256-{digest}",
        blocks=view.blocks(),
        asks=view.asks(waiting=False),
        waiting=view.asks(waiting=True),
        summary=view.summary(),
        left=view.left(),
        events=view.events(),
        coming=view.coming(),
        states=[(plan_words.VALUES[name], number) for name, number in given.states.items()],
        cited=view.cited(),
        rows=ROWS,
        undo_labels=plan_words.UNDO,
    )


class Block(NamedTuple):
    """Lines with the same verb, clauses and way of taking them back."""

    verb: str
    title: Bilingual
    tone: str
    clauses: list[dict[str, Any]]
    undo: Undoing
    lines: list[dict[str, Any]]
    left_out: int


class _View:
    """Plan and standard in words."""

    def __init__(self, given: PageInputs) -> None:
        self.given = given
        self._clauses = {clause["id"]: clause for clause in given.standard.clauses}
        self._tiers = {tier.id: dict(tier.title) for tier in given.standard.tiers}
        self._cited: dict[str, None] = {}
        plan = given.plan
        self._now = [change for change in plan.changes if change.verb not in QUIET]
        self._ask = [change for change in plan.changes if change.verb == "ask"]
        self._left = [change for change in plan.changes if change.verb == "ignore"]

    def blocks(self) -> list[Block]:
        """What the plan does, in the order in which it runs."""
        found: dict[tuple[Any, ...], list[Change]] = {}
        for change in self._now:
            undo = self.given.how(change)
            tested = change.basis == plan_words.PROBES_BASIS
            key = (_order(change.verb), change.verb, tested, change.clauses, undo.possible, undo.how["en"])
            found.setdefault(key, []).append(change)
        return [self._block(found[key]) for key in sorted(found)]

    def _block(self, changes: list[Change]) -> Block:
        first = changes[0]
        title = plan_words.DEEDS.get(first.verb, both(first.verb, first.verb))
        shown = [self._line(change) for change in changes[:ROWS]]
        tone = plan_words.TONES.get(first.verb, "attested")
        clauses = self._in_words(first.clauses)
        return Block(first.verb, title, tone, clauses, self.given.how(first), shown, max(0, len(changes) - ROWS))

    def _line(self, change: Change) -> dict[str, Any]:
        person = self._person(change)
        return {
            "account": change.account,
            "name": person.name,
            "unit": self.given.units.get(person.unit, person.unit),
            "details": list(self._details(change)),
            "reason": pair(change.reason),
            "bases": [
                {"words": self._basis(one), "id": one} for one in dict.fromkeys((change.basis, *change.bases.values()))
            ],
            "due": change.due,
            "late": change.days_late,
            "estimated": change.estimated,
        }

    def asks(self, *, waiting: bool) -> dict[str, Any]:
        """The questions: those that somebody else answers, or those for the reader."""
        found = []
        for change in self._ask:
            whom = self.given.whom(change.topic)
            if (whom is not None) == waiting:
                found.append((change, whom))
        shown = [
            self._line(change) | {"whom": pair(whom), "clauses": self._in_words(change.clauses)}
            for change, whom in found[:ROWS]
        ]
        return {"rows": shown, "total": len(found), "left_out": max(0, len(found) - ROWS)}

    def left(self) -> dict[str, Any]:
        """Differences that are seen and left as they are."""
        shown = [self._line(change) for change in self._left[:ROWS]]
        return {"rows": shown, "left_out": max(0, len(self._left) - ROWS)}

    def coming(self) -> dict[str, Any]:
        """What falls due, accounts with the same on the same day together; who is many is counted."""
        together: dict[tuple[str, str, str], list[str]] = {}
        for one in self.given.coming:
            together.setdefault((one.day, one.what["ms"], one.what["en"]), []).append(one.account)
        rows = [
            {"day": day, "what": both(ms, en), "accounts": accounts[:NAMED], "more": max(0, len(accounts) - NAMED)}
            for (day, ms, en), accounts in together.items()
        ]
        return {"rows": rows[:ROWS], "left_out": max(0, len(rows) - ROWS)}

    def events(self) -> list[dict[str, Any]]:
        """Per kind of what is to come: its name, and its number up to each horizon."""
        horizons = self.given.horizons
        kinds = sorted({kind for one in horizons for kind in one.events})
        return [
            {"name": plan_words.coming_words(kind), "numbers": [one.events.get(kind, 0) for one in horizons]}
            for kind in kinds
        ]

    def summary(self) -> dict[str, Any]:
        """The counts on top, and one sentence that says what would happen."""
        counts = [
            (plan_words.DEEDS.get(verb, both(verb, verb)), number)
            for verb, number in self.given.plan.counts.items()
            if number and verb not in QUIET
        ]
        parts = {name: ", ".join(f"{_low(title[name])} {number}" for title, number in counts) for name in ("ms", "en")}
        touched = len({change.account for change in self._now})
        ways = Counter(self.given.how(change).possible for change in self._now)
        whom = self.given.whom
        waiting = sum(1 for change in self._ask if whom(change.topic) is not None)
        return {
            "now": len(self._now),
            "waiting": waiting + len(self.given.waits),
            "asks": len(self._ask) - waiting,
            "late": sum(1 for change in self._now if change.days_late),
            "soon": sum(1 for one in self.given.coming if one.day <= self._until() and one.kind not in _QUIETLY),
            "sentence": _sentence(touched, parts, ways, self.given.plan.counts.get("none", 0)),
        }

    def _until(self) -> str:
        return next((one.day for one in self.given.horizons if one.days == 30), "")

    def cited(self) -> list[dict[str, Any]]:
        """Every clause that a line rests on, in the standard's order."""
        for one in self.given.coming:
            self._in_words(one.clauses)
        return [clause for name, clause in self._clauses.items() if name in self._cited]

    def _in_words(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for name in ids:
            clause = self._clauses.get(name)
            if clause is not None:
                self._cited[name] = None
            if clause is not None or not found:  # R030 alone says that no clause speaks of it
                found.append(clause or {"id": name, "doc_no": "", "phrase": "", "en": _RULE})
        return found

    def _person(self, change: Change) -> Person:
        known = self.given.people.get(change.account)
        if known is not None:
            return known
        return Person(str(change.after.get("name", "")), str(change.after.get("unit", "")))

    def _basis(self, basis: str) -> Bilingual:
        form = self.given.forms.get(basis)
        if form is not None:
            named = plan_words.form_words(form.form, form.event)
            by = f", {form.decided_by}" if form.decided_by else ""
            if not form.decided_on:
                return pair(named)
            ms, en = f"diputuskan {form.decided_on}{by}", f"decided {form.decided_on}{by}"
            return {"ms": visible(f"{named['ms']}, {ms}"), "en": visible(f"{named['en']}, {en}")}
        if basis in self._clauses:
            return plan_words.RULE
        return (
            plan_words.PROBES
            if basis == plan_words.PROBES_BASIS
            else plan_words.PROCEDURE
            if basis == "R030"
            else both("", "")
        )

    def _details(self, change: Change) -> Iterator[dict[str, Any]]:
        if change.verb in ("join", "leave"):
            return  # the sentence names the groups
        new = change.verb == "create"
        names: Iterable[str] = _NEW if new else dict.fromkeys((*change.before, *change.after))
        for name in names:
            if (name in _LEFT_OUT and (new or name == "staff_key")) or (new and name not in change.after):
                continue
            old, now = self._value(name, change.before.get(name)), self._value(name, change.after.get(name))
            if new and name in ("kind", "state") and change.after[name] in ("individual", "active"):
                continue
            label = {language: self.given.label(name, language) for language in ("ms", "en")}
            by = change.bases.get(name, change.basis) if change.bases else ""
            yield {"label": label, "old": None if new else old, "new": now, "by": by}

    def _value(self, name: str, value: Any) -> Bilingual:
        if name == "quota" and value is not None:
            return plan_words.UNLIMITED if value == UNLIMITED else both(*[format_size(value)] * 2)
        if value is None or value in ("", ()):
            return both(plan_words.NOTHING, plan_words.NOTHING)
        if name == "tier":
            return self._tiers.get(value, both(str(value), str(value)))
        if name == "unit":
            return both(*[self.given.units.get(value, str(value))] * 2)
        if name in ("state", "kind"):
            return plan_words.VALUES.get(value, both(str(value), str(value)))
        text = ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
        return both(visible(text), visible(text))


def _order(verb: str) -> int:
    return VERBS.index(verb) if verb in VERBS else len(VERBS)


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _size(value: int) -> str:
    """Bytes for somebody who compares: one decimal of the largest binary unit below them."""
    for suffix, factor in (("TiB", 1024**4), ("GiB", 1024**3), ("MiB", 1024**2)):
        if value >= factor:
            return f"{value / factor:,.1f} {suffix}"
    return f"{value:,} B"


def _sentence(touched: int, parts: Mapping[str, str], ways: Mapping[str, int], rest: int) -> Bilingual:
    if not touched:
        return both(
            f"Tiada apa yang perlu diubah. {rest} akaun sudah seperti yang diluluskan.",
            f"Nothing needs to change. {rest} accounts are as they were approved.",
        )
    ms = f"Jika dilaksanakan, rancangan ini mengubah {touched} akaun: {parts['ms']}."
    en = f"If applied, this plan changes {touched} accounts: {parts['en']}."
    if ways["no"]:
        ms, en = f"{ms} {ways['no']} baris TIDAK boleh dibatalkan.", f"{en} {ways['no']} lines CANNOT be undone."
    elif ways["partly"] and not ways["yes"]:
        ms, en = f"{ms} Ia boleh dibatalkan sebahagiannya.", f"{en} It can be undone in part."
    elif ways["partly"]:
        ms, en = (
            f"{ms} {ways['partly']} baris boleh dibatalkan sebahagiannya, yang lain sepenuhnya.",
            (f"{en} {ways['partly']} lines can be undone in part, the others wholly."),
        )
    else:
        ms, en = f"{ms} Setiap baris boleh dibatalkan.", f"{en} Every line can be undone."
    return both(ms, en)
