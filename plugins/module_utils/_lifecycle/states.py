# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of an account in the words of profile.md section 3, from what was decided and what the server shows.

Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.idle import day_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    PROBE,
    REMOVED,
    SUSPENDED,
    Account,
    Roster,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Rules

ABSENT, RESERVED, ISSUED, ACTIVE, FROZEN, TERMINATING = (
    "absent",
    "reserved",
    "issued",
    "active",
    "frozen",
    "terminating",
)
#: Overlays that only the server sets and only a decision, or the owner of the password, ends.
LOCKED, BLOCKED = "locked", "blocked"
#: Every state; suspended and removed are those of the model.
STATES = (ABSENT, RESERVED, ISSUED, ACTIVE, SUSPENDED, FROZEN, TERMINATING, REMOVED)


def state_of(want: Wanted | None, account: Account | None) -> str:
    """The decided state. `want` is the roster's account, None = no form covers it; `account` the server's, None = none.

    An address is reserved from the approval on: no other form, group, probe or tombstone may have it.
    """
    if account is None:
        return ABSENT if want is None or want.ended else RESERVED
    if account.fields.state == REMOVED:
        return REMOVED
    if account.fields.state == SUSPENDED:
        if want is not None and want.ended:
            return TERMINATING
        return FROZEN if account.frozen_on else SUSPENDED
    return ISSUED if account.must_change else ACTIVE


def by_state(roster: Roster, accounts: Iterable[Account], rules: Rules, today: str) -> dict[str, int]:
    """How many accounts are in each state, and under each overlay: LOCKED after failures (R090), BLOCKED by the
    password's age (R078).

    `accounts` are the server's, `today` is an ISO date. Test accounts, and accounts that we do not manage, are left
    out; so are states without an account. The others come in the order of a life.
    """
    wants = {want.fields.account_id: want for want in roster.accounts if want.fields.kind != PROBE}
    counts: Counter[str] = Counter()
    old: dict[str, bool] = {}
    for account in accounts:
        if not account.managed or account.fields.kind == PROBE:
            continue
        counts[state_of(wants.pop(account.fields.account_id, None), account)] += 1
        counts[LOCKED] += bool(account.locked_at)
        changed = account.password_changed_at
        if changed and not account.must_change:
            # A day in Malaysia is decided by day and hour, and many passwords were set in the same one.
            hour = changed[:13]
            if hour not in old:
                old[hour] = _too_old(changed, rules, today)
            counts[BLOCKED] += old[hour]
    counts.update(state_of(want, None) for want in wants.values())
    del counts[ABSENT]
    return {state: counts[state] for state in (*STATES, LOCKED, BLOCKED) if counts[state]}


def _too_old(changed: str, rules: Rules, today: str) -> bool:
    return rules.password_age is not None and rules.password_age.after(day_of(changed)).isoformat() <= today
