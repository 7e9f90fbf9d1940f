# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as a person reads it: counts on top, one line per change, in Malay or English.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.forecast import Horizon
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.inverse import undoing
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import VERBS, Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.waiting import Wait, whom
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import label
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size

MALAY = "ms"
ENGLISH = "en"

#: Field that is never shown whole: a keyed hash says nothing to a reader.
_HASHED = frozenset({"staff_key"})
#: Fields of a new account that a reviewer looks at; the plan file has all of them.
_NEW = (
    *("name", "kind", "state", "tier", "quota", "unit", "post", "grade", "aliases", "groups", "owner", "delegates"),
    "entitlements",
)

_TEXTS: dict[str, dict[str, str]] = {
    MALAY: {
        "title": "Pelan akaun {profile} pada {platform}, setakat {as_of}",
        "checksum": "Semakan (checksum)",
        "calendar": "hari bekerja",
        "estimate": "anggaran",
        "nothing": "Tiada perubahan.",
        "verb": "TINDAKAN",
        "account": "AKAUN",
        "what": "PERUBAHAN",
        "basis": "ASAS",
        "clauses": "FASAL",
        "due": "TARIKH AKHIR",
        "late": "lewat {days} hari",
        "more": "... dan {number} baris lagi",
        "final": "TIDAK boleh dibatalkan: {why}",
        "wait": "TUNGGU",
        "whom": "menunggu {whom}",
        "undo": "CARA MEMBATALKAN",
        "words": "FASAL DALAM KATA-KATA",
        "waits": "MENUNGGU KEPUTUSAN ATAS BORANG",
        "ahead": "AKAN DATANG",
        "today": "hari ini",
        "days": "{days} hari",
        "storage": "{accounts} akaun, {promised} dijanjikan",
        "unlimited": ", {number} tanpa had",
        "disk": " ({share:.0f} % daripada cakera)",
    },
    ENGLISH: {
        "title": "Account plan of {profile} on {platform}, as of {as_of}",
        "checksum": "Checksum",
        "calendar": "working days",
        "estimate": "estimate",
        "nothing": "Nothing to change.",
        "verb": "VERB",
        "account": "ACCOUNT",
        "what": "CHANGE",
        "basis": "BASIS",
        "clauses": "CLAUSES",
        "due": "DUE",
        "late": "{days} days late",
        "more": "... and {number} more lines",
        "final": "CANNOT be undone: {why}",
        "wait": "WAIT",
        "whom": "waits for {whom}",
        "undo": "HOW IT IS UNDONE",
        "words": "CLAUSES IN WORDS",
        "waits": "FORMS THAT WAIT FOR A DECISION",
        "ahead": "COMING",
        "today": "today",
        "days": "{days} days",
        "storage": "{accounts} accounts, {promised} promised",
        "unlimited": ", {number} without a limit",
        "disk": " ({share:.0f} % of the disk)",
    },
}

_VERBS: dict[str, dict[str, str]] = {
    MALAY: {
        "leave": "keluar kumpulan",
        "suspend": "gantung",
        "freeze": "beku",
        "remove": "hapus",
        "purge": "musnah",
        "adopt": "ambil alih",
        "restore": "pulih",
        "rename": "tukar alamat",
        "update": "kemas kini",
        "resume": "aktif semula",
        "unfreeze": "nyahbeku",
        "release": "lepas kunci",
        "create": "cipta",
        "join": "sertai kumpulan",
        "ignore": "biar",
        "ask": "TANYA",
        "none": "tiada",
    },
    ENGLISH: {verb: verb for verb in VERBS} | {"ask": "ASK"},
}

Row = tuple[str, ...]


def render(plan: Plan, checksum: str, language: str = ENGLISH, limit: int | None = None) -> Iterator[str]:
    """Yield the lines of the table, without line ends. `limit` bounds the number of changes shown.

    First what is done now, then what waits for somebody else, then the questions to the reader.
    """
    texts = _TEXTS[language]
    ordered = sorted(plan.changes, key=lambda change: change.verb == "ask" and whom(change.topic) is None)
    shown = ordered if limit is None else ordered[:limit]
    title = texts["title"].format(profile=plan.profile, platform=plan.platform, as_of=plan.as_of)
    yield f"{title}; {texts['calendar']}: {plan.calendar}" if plan.calendar else title
    yield f"{texts['checksum']}: {checksum}"
    yield summary(plan.counts, language)
    if not plan.changes:
        yield texts["nothing"]
        return
    yield ""
    head = tuple(texts[name] for name in ("verb", "account", "basis", "due", "clauses", "what"))
    yield from _aligned([head, *(_row(change, language) for change in shown)])
    if len(shown) < len(plan.changes):
        yield texts["more"].format(number=len(plan.changes) - len(shown))


def legend(plan: Plan, clauses: Iterable[Mapping[str, Any]], language: str = ENGLISH) -> Iterator[str]:
    """Below the table: how each verb of the plan is undone, and its clauses in the document's words.

    `clauses` are those of the standard: id, doc_no, phrase (Malay) and en.
    """
    texts, verbs = _TEXTS[language], _VERBS[language]
    ways = {change.verb: undoing(change).how[language] for change in plan.effective}
    if ways:
        yield from ("", texts["undo"])
        yield from _aligned([(verbs.get(verb, verb), way) for verb, way in ways.items()])
    cited = {name for change in plan.changes for name in change.clauses}
    rows: list[Row] = [
        (clause["id"], clause["doc_no"], clause["phrase"] if language == MALAY else clause["en"])
        for clause in clauses
        if clause["id"] in cited
    ]
    if rows:
        yield from ("", texts["words"])
        yield from _aligned(rows)


def outlook(waits: Sequence[Wait], horizons: Sequence[Horizon], disk: int, language: str = ENGLISH) -> Iterator[str]:
    """What follows the table where it is asked for: forms without a decision, and what the next months bring."""
    texts = _TEXTS[language]
    if waits:
        yield from ("", texts["waits"])
        rows: list[Row] = [
            (one.basis, one.since or "-", _clean(one.subject), one.what[language], one.whom[language]) for one in waits
        ]
        yield from _aligned(rows)
    if horizons:
        yield from ("", texts["ahead"])
        yield from _aligned([_horizon(one, disk, texts) for one in horizons])


def _horizon(one: Horizon, disk: int, texts: Mapping[str, str]) -> Row:
    said = texts["storage"].format(accounts=one.accounts, promised=_about(one.promised))
    if one.unlimited:
        said += texts["unlimited"].format(number=one.unlimited)
    if disk:
        said += texts["disk"].format(share=100 * one.promised / disk)
    events = ", ".join(f"{key} {number}" for key, number in one.events.items())
    when = texts["days"].format(days=one.days) if one.days else texts["today"]
    return (when, one.day, f"{said}; {events}" if events else said)


def _about(size: int) -> str:
    return f"{size / 1024**3:,.1f} GiB"


def summary(counts: Mapping[str, int], language: str = ENGLISH) -> str:
    """One line with every verb that occurs, in the order in which they run."""
    names = _VERBS[language]
    return ", ".join(f"{names[verb]} {counts[verb]}" for verb in VERBS if counts.get(verb) or verb == "none")


def _row(change: Change, language: str) -> Row:
    texts = _TEXTS[language]
    due = change.due
    if change.estimated:
        due += f" ({texts['estimate']})"
    if change.days_late:
        due += f" ({texts['late'].format(days=change.days_late)})"
    what = change.reason.get(language, "")
    details = "; ".join(_details(change, language))
    if details:
        what = f"{what} [{details}]"
    if not change.reversible:
        what = f"{what} ({texts['final'].format(why=undoing(change).how[language])})"
    verb = _VERBS[language].get(change.verb, change.verb)
    other = whom(change.topic) if change.verb == "ask" else None
    if other is not None:
        verb, what = texts["wait"], f"{what} ({texts['whom'].format(whom=other[language])})"
    return (verb, change.account, change.basis, due or "-", " ".join(change.clauses), what)


def _details(change: Change, language: str) -> Iterator[str]:
    if change.verb == "create":
        for name in _NEW:
            if name in change.after:
                yield f"{label(name, language)}: {_value(name, change.after[name])}"
        return
    if change.verb in ("join", "leave"):
        return
    for name in dict.fromkeys((*change.before, *change.after)):
        old, new = (_value(name, values.get(name)) for values in (change.before, change.after))
        by = f" ({change.bases.get(name, change.basis)})" if change.bases else ""
        yield f"{label(name, language)}: {old} -> {new}{by}"


def _value(name: str, value: Any) -> str:
    if value is None or value in ("", ()):
        return "-"
    if name in _HASHED:
        return f"{str(value)[-6:]} (hash)"
    if name == "quota":
        return format_size(value)
    if isinstance(value, tuple | list):
        return " ".join(_clean(item) for item in value)
    return _clean(value)


def _clean(value: object) -> str:
    """A value on one line: what came from a server may hold anything, and must not draw lines of its own."""
    text = str(value)
    return text if text.isprintable() else "".join(char if char.isprintable() else "?" for char in text)


def _aligned(rows: list[Row]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()
