# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The staff list against the mailboxes: officers without one, and mailboxes whose owner is not on the list (R020).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    APPROVED,
    CATEGORY_A,
    Application,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.staff import Officer
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.events import effective_date
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import INDIVIDUAL, Wanted

_ENDS = "terminate"


class Coverage(NamedTuple):
    """How far the list is covered.

    `without` are the rows of officers who have no official mailbox, `units` their number by unit ("" = none given),
    `unmade` the number of them whose account is approved and not made yet. `strangers` are the addresses of mailboxes
    whose owner is not on the list.
    """

    officers: int
    covered: int
    without: tuple[int, ...]
    units: dict[str, int]
    unmade: int
    strangers: tuple[str, ...]


def coverage(
    officers: Iterable[Officer],
    wanted: Iterable[Wanted],
    forms: Iterable[Application],
    pending: Container[str],
    today: str,
) -> Coverage:
    """Hold the list against the accounts of the roster. `pending` are the bases of accounts that are still to be made.

    A mailbox of another agency with our address on it (category A) is one.
    """
    owners: dict[str, str] = {}
    unmade: set[str] = set()
    for want in wanted:
        fields = want.fields
        if fields.kind != INDIVIDUAL or want.ended:
            continue
        if want.basis in pending or fields.account_id in pending:
            unmade.add(fields.staff_key)
            continue
        owners[fields.address] = fields.staff_key
    forms = list(forms)
    have = set(owners.values()) | set(_stamped(forms, today))
    listed = list(officers)
    without = [one for one in listed if one.key not in have]
    known = {one.key for one in listed}
    return Coverage(
        officers=len(listed),
        covered=len(listed) - len(without),
        without=tuple(one.row for one in without),
        units=dict(sorted(Counter(one.unit for one in without).items())),
        unmade=sum(one.key in unmade for one in without),
        strangers=tuple(sorted(address for address, key in owners.items() if key not in known)),
    )


def _stamped(forms: Iterable[Application], today: str) -> Iterable[str]:
    forms = [form for form in forms if form.status == APPROVED and form.decided_on <= today]
    ended = {form.account for form in forms if form.event == _ENDS and effective_date(form) <= today}
    for form in forms:
        if form.category == CATEGORY_A and not form.event and form.id not in ended and form.staff_key:
            yield form.staff_key
