# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as a person reads it: counts on top, one line per change, in Malay or English.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import VERBS, Change, Plan
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
        "nothing": "Tiada perubahan.",
        "verb": "TINDAKAN",
        "account": "AKAUN",
        "what": "PERUBAHAN",
        "basis": "ASAS",
        "clauses": "FASAL",
        "due": "TARIKH AKHIR",
        "late": "lewat {days} hari",
        "more": "... dan {number} baris lagi",
        "final": "tidak boleh dibatalkan",
    },
    ENGLISH: {
        "title": "Account plan of {profile} on {platform}, as of {as_of}",
        "checksum": "Checksum",
        "nothing": "Nothing to change.",
        "verb": "VERB",
        "account": "ACCOUNT",
        "what": "CHANGE",
        "basis": "BASIS",
        "clauses": "CLAUSES",
        "due": "DUE",
        "late": "{days} days late",
        "more": "... and {number} more lines",
        "final": "cannot be undone",
    },
}

_VERBS: dict[str, dict[str, str]] = {
    MALAY: {
        "leave": "keluar kumpulan",
        "suspend": "gantung",
        "remove": "hapus",
        "adopt": "ambil alih",
        "rename": "tukar alamat",
        "update": "kemas kini",
        "resume": "aktif semula",
        "release": "lepas kunci",
        "create": "cipta",
        "join": "sertai kumpulan",
        "ask": "TANYA",
        "none": "tiada",
    },
    ENGLISH: {verb: verb for verb in VERBS} | {"ask": "ASK"},
}

Row = tuple[str, ...]


def render(plan: Plan, checksum: str, language: str = ENGLISH, limit: int | None = None) -> Iterator[str]:
    """Yield the lines of the table, without line ends. `limit` bounds the number of changes shown."""
    texts = _TEXTS[language]
    shown = plan.changes if limit is None else plan.changes[:limit]
    yield texts["title"].format(profile=plan.profile, platform=plan.platform, as_of=plan.as_of)
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


def summary(counts: Mapping[str, int], language: str = ENGLISH) -> str:
    """One line with every verb that occurs, in the order in which they run."""
    names = _VERBS[language]
    return ", ".join(f"{names[verb]} {counts[verb]}" for verb in VERBS if counts.get(verb) or verb == "none")


def _row(change: Change, language: str) -> Row:
    texts = _TEXTS[language]
    due = change.due
    if change.days_late:
        due += f" ({texts['late'].format(days=change.days_late)})"
    what = change.reason.get(language, "")
    details = "; ".join(_details(change, language))
    if details:
        what = f"{what} [{details}]"
    if not change.reversible:
        what = f"{what} ({texts['final']})"
    verb = _VERBS[language][change.verb]
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
        yield f"{label(name, language)}: {old} -> {new}"


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
