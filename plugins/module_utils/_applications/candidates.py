# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses that are free, for forms about which nobody has decided yet: a person picks.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, model
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._standard.names import Held, address_candidates
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

#: Candidates that are shown for one form.
SHOWN = 5
_OPEN = (model.RECEIVED, model.INCOMPLETE, model.COMPLETE, model.SUPPORTED)


def offered(
    items: Collection[Application], standard: Standard, reference: ReferenceData, elsewhere: Iterable[str] = ()
) -> Iterator[dict[str, Any]]:
    """For every open form of a person: free local parts, best first, and what must be asked first.

    Taken are addresses that were ever given (R058: removed ones too), groups, probes, and `elsewhere`: those that a
    server was seen to hold, on any platform of the agency.
    """
    naming = standard.naming
    reserved = [str(word) for word in naming.get("reserved") or ()]
    held: Held | None = None
    for item in items:
        if item.kind != "individual" or not item.mailbox or item.status not in _OPEN or not item.name:
            continue
        if held is None:
            held = Held.of((*_taken(items, reference, elsewhere), *reserved))
        found = address_candidates(
            item.name,
            item.name_order or None,
            minimum=naming.get("min") or 1,
            maximum=naming.get("max") or checks.MAX_LOCAL_PART,
            taken=held,
            blocked=[str(word).lower() for word in naming.get("blocked") or ()],
        )
        yield {
            "application": item.id,
            "name": item.name,
            "proposed": item.proposed,
            "candidates": list(found.candidates[:SHOWN]),
            "ask": list(found.ask),
        }


def _taken(items: Iterable[Application], reference: ReferenceData, elsewhere: Iterable[str]) -> Iterator[str]:
    for item in items:
        if item.status == model.APPROVED:
            for address in (item.address, *item.aliases):
                yield address.partition("@")[0]
    for address in (*(reference.groups or ()), *elsewhere):
        yield address.partition("@")[0]
    for probe in reference.probes:
        for address in (probe.address, *probe.aliases):
            yield address.partition("@")[0]
