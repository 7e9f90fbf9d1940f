# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A few forms of many changed: the rest is taken from the cache as it is.

With 100,000 forms, of which 1,000 are new every day, looking up, sorting and writing all of them again costs more than
reading the new ones. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from ansible_collections.rasmi.mail.plugins.module_utils._applications import across, model, scans, store
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.files import Found
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    Application,
    Applications,
    ReferenceData,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import spread
from ansible_collections.rasmi.mail.plugins.module_utils._applications.store import Changes, Index, Stat, Stored

#: Fewer forms are read and written as a whole.
LEAST = 1000
#: The part of the files that may be newer than the cache; with more it is written anew.
_SHARE = 0.05

#: Reads and judges files. Of each: whether it was parsed, its hash, latest date, rows and notes; None = it has faults.
Look: TypeAlias = Callable[[Sequence[Stat]], "list[tuple[Any, ...] | None]"]


def few_changed(
    stored: Stored, found: Found, context: Context, reference: ReferenceData, read_at: int, look: Look
) -> Applications | None:
    """The applications when the same files are there and a few of them changed; None for everything less simple.

    A file that came or went, a fault, a reference that leads elsewhere now, several documents in a changed file: these
    are not simple, and the caller reads as if this had not been tried. Raises DamagedError.
    """
    if len(found.stats) < LEAST or not stored.header.stats or stored.header.latest > context.as_of:
        return None
    index = stored.index()
    numbers = _doubtful(index, found, stored.header.read_at_ns)
    if numbers is None or len(numbers) > _SHARE * len(found.stats):
        return None
    items = stored.items()
    rows = spread([found.stats[number] for number in numbers], look)
    changes = Changes(stored.digest, dict(stored.changes.items), dict(stored.changes.files))
    replaced: list[tuple[Application, Application]] = []
    for number, row in zip(numbers, rows, strict=True):
        if row is None or not _take(number, row, index, items, found, changes, replaced):
            return None
    old = stored.header
    if (
        not found.warnings
        and old.reference == reference.digest
        and all(_alone(before, after) for before, after in replaced)
    ):
        # Nothing that others depend on: what was found between the forms stands, and so do the numbers.
        counts, warnings = old.counts, tuple(old.warnings)
    else:
        findings = _between(items, index, reference, context)
        if findings is None:
            return None
        counts = counts_of(items)
        warnings = (*findings.warnings, *(note for rows in index.notes.values() for note in rows), *found.warnings)
    cache = "partial" if replaced else "warm"
    result = Applications(items, counts, digest_of(index.contents), warnings, cache)
    header = stored.header._replace(
        reference=reference.digest,
        stats=store.stats_digest(found.stats),
        latest=max(index.latest),
        read_at_ns=read_at,
        counts=result.counts,
        digest=result.digest,
        warnings=list(warnings),
    )
    if len(changes.files) > _SHARE * len(found.stats):
        result.saved = partial(store.save, stored.path, header, items, index)
    else:
        result.saved = partial(store.save_changes, stored.path, header, changes)
    return result


def _doubtful(index: Index, found: Found, read_at_ns: int) -> list[int] | None:
    """The numbers of the files that may have changed; None when files came or went."""
    if len(index.stats) != len(found.stats):
        return None
    settled = read_at_ns - store.RACY_NS
    numbers = [
        number
        for number, (old, new) in enumerate(zip(index.stats, found.stats, strict=True))
        if old != new or new[2] >= settled or new[4] >= settled
    ]
    return None if any(index.stats[number][0] != found.stats[number].name for number in numbers) else numbers


def _take(
    number: int,
    row: tuple[Any, ...],
    index: Index,
    items: list[Application],
    found: Found,
    changes: Changes,
    replaced: list[tuple[Application, Application]],
) -> bool:
    """Put one file in the place of what it was; False when that is not simple."""
    _again, content, latest, rows, notes = row
    places = index.positions[number]
    if len(rows) != 1 or len(places) != 1 or notes or number in index.notes or number in index.references:
        return False
    place, new = places[0], Application._make(rows[0])
    if new.details and new.detail(scans.SCANS):
        return False  # a scan beside the form is looked at with the rest
    if new[:4:3] != items[place][:4:3]:  # id and source say where an application stands among the others
        return False
    if content != index.contents[number]:
        replaced.append((items[place], new))
        items[place] = new
        changes.items[place] = tuple(new)
    stat = tuple(found.stats[number])
    index.stats[number], index.contents[number], index.latest[number] = stat, content, latest
    changes.files[number] = (stat, content, latest)
    return True


#: Takes from an application what rules between forms may look at.
_COMMON = itemgetter(*[number for number, name in enumerate(Application._fields) if name not in across.ALONE])


def _alone(before: Application, after: Application) -> bool:
    """Whether a change of a form concerns no other form, and no number of `counts_of`."""
    return bool(_COMMON(before) == _COMMON(after))


def _between(
    items: list[Application], index: Index, reference: ReferenceData, context: Context
) -> across.Findings | None:
    """The rules between forms; None when they find a fault, or lead a reference elsewhere than before."""
    before: dict[int, across.Resolved] = {}
    for rows in index.references.values():
        for place, account, owner, delegates in rows:
            item = items[place]
            before[place] = (item.account, item.owner, item.delegates)
            items[place] = item._replace(account=account, owner=owner, delegates=delegates)
    findings = across.check_all(items, reference, context)
    if findings.problems or findings.resolved != before:
        return None
    for place, (account, owner, delegates) in before.items():
        items[place] = items[place]._replace(account=account, owner=owner, delegates=delegates)
    return findings


def content_of(raw: bytes | None) -> bytes:
    """The content hash of a file, b"" of one that could not be read."""
    return hashlib.blake2b(raw, digest_size=16).digest() if raw is not None else b""


def counts_of(items: Sequence[Application]) -> dict[str, dict[str, int]]:
    """Numbers of applications by form, status, unit and tier."""
    approved = [item for item in items if item.kind and item.status == model.APPROVED]
    return {
        "form": dict(sorted(Counter([item.form for item in items]).items())),
        "status": dict(sorted(Counter([item.status for item in items]).items())),
        "unit": dict(sorted(Counter([item.unit for item in approved]).items())),
        "tier": dict(sorted(Counter([item.tier for item in approved if item.mailbox]).items())),
    }


def digest_of(contents: Iterable[bytes]) -> str:
    """SHA-256 over the contents of the forms; how the files are named does not matter."""
    return hashlib.sha256(b"".join(sorted(contents))).hexdigest()
