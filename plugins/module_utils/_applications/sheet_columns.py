# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The columns of a sheet: one for each field of a form, named as the form names it.

Everything comes from the field tables, so a new field is a new column, and a label stands once.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, forms
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reading import Path
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import OPTIONAL, Rule, Table

#: How many entries a list of groups of fields (evidence) has columns for.
REPEATED = 3
#: The keyed hash has a name of its own: under the form's name people would write the number (R201).
KEY_LABEL = "Kunci pengenalan"
KEY_ENGLISH = "Identity key"

#: The parts of a form that the applicant leaves empty.
_OFFICE = ("withdrawn_on", "decision", "evidence")
#: What people call the column of the identity-card number.
_IDENTITY = re.compile(
    r"kad\s*pengenalan|identity\s*-?\s*card|my\s*-?\s*kad|\bnric\b|\bno\.?\s*(?:k\.?\s*/?\s*p|ic)\b|^ic$|^k\.?\s*/?\s*p\.?$"
)
_BLANKS = re.compile(r"\s+")


class Column(NamedTuple):
    """One column. `path` leads to its field; `many` fields hold several values in one cell.

    `label` is Malay, `english` the field's path in words. `need` is the stage from which on it must be filled, as in
    `tables.Rule`, OPTIONAL where a group above it may be left out.
    """

    path: Path
    label: str
    english: str
    rule: Rule
    many: bool
    need: int


@lru_cache(maxsize=64)
def columns(form: str) -> tuple[Column, ...]:
    """The columns of a form, in the order of its table; what the office fills in comes last."""
    found = sorted(_leaves(forms.FORMS[form], (), (), ()), key=lambda leaf: leaf[0][0] in _OFFICE)
    own = Counter(normal(rule.label) for _path, _labels, rule, _needs in found)
    labels = [_label(path, labels, rule, own) for path, labels, rule, _needs in found]
    again = Counter(normal(label) for label in labels)
    return tuple(
        Column(
            path,
            label if again[normal(label)] == 1 else f"{label} [{_english(path)}]",
            _english(path),
            rule.each or rule,
            rule.each is not None,
            OPTIONAL if OPTIONAL in needs else max(needs),
        )
        for (path, _labels, rule, needs), label in zip(found, labels, strict=True)
    )


@lru_cache(maxsize=64)
def by_header(form: str) -> dict[str, Column]:
    """The columns of a form by every name that a header may have: Malay, English, or the field's path."""
    found: dict[str, Column] = {}
    for column in columns(form):
        dotted = ".".join(str(step + 1) if isinstance(step, int) else step for step in column.path)
        for name in (column.label, column.english, dotted):
            found.setdefault(normal(name), column)
    return found


def normal(header: str) -> str:
    """A header as it is compared: without the star of a required field, blanks and capital letters."""
    return _BLANKS.sub(" ", header).strip().rstrip("* ").casefold()


def names_identity(header: str) -> bool:
    """Whether a column of this name holds identity-card numbers (the last four digits aside)."""
    text = normal(header)
    return _IDENTITY.search(text) is not None and "4 digit" not in text and "last4" not in text


def is_key(column: Column) -> bool:
    """Whether the column holds the keyed hash of an identity-card number."""
    return column.rule.check is checks.staff_key


def stem_form(name: str) -> str:
    """The form with whose name a sheet or a file begins, "" when none does ("OPS-002 Januari" is OPS-002)."""
    text = normal(name)
    found = [form for form in forms.FORMS if text == form.casefold() or text.startswith(_begun(form))]
    return max(found, key=len, default="")


def _begun(form: str) -> tuple[str, ...]:
    return tuple(f"{form.casefold()}{sign}" for sign in " -_.(")


def _leaves(
    table: Table, path: Path, labels: tuple[str, ...], needs: tuple[int, ...]
) -> Iterator[tuple[Path, tuple[str, ...], Rule, tuple[int, ...]]]:
    for key, rule in table.items():
        here, need = (*path, key), (*needs, rule.need)
        each = rule.each
        if rule.inside is not None:
            yield from _leaves(rule.inside, here, (*labels, rule.label), need)
        elif each is not None and each.inside is not None:
            for index in range(REPEATED):
                # only the first entry can be required: how many there are is the applicant's business
                yield from _leaves(
                    each.inside, (*here, index), (*labels, rule.label), need if not index else (*need, OPTIONAL)
                )
        else:
            yield here, labels, rule, need


def _label(path: Path, labels: tuple[str, ...], rule: Rule, own: Counter[str]) -> str:
    """The Malay name: the field's own, with its group's in front where two fields are called the same."""
    number = next((step + 1 for step in path if isinstance(step, int)), 1)
    mark = f" ({number})" if number > 1 else ""
    if rule.check is checks.staff_key:
        return KEY_LABEL + mark
    times = own[normal(rule.label)] // (REPEATED if any(isinstance(step, int) for step in path) else 1)
    text = rule.label if times == 1 or not labels else f"{labels[-1]}: {rule.label}"
    return text + mark


def _english(path: Path) -> str:
    """ "Applicant: office phone" for applicant.office_phone."""
    if path[-1] == "key":
        return KEY_ENGLISH
    words = [str(step + 1) if isinstance(step, int) else step.replace("_", " ") for step in path]
    text = ": ".join(words)
    return text[0].upper() + text[1:]
