# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of an account in the words of profile.md section 3, from what was decided and what the server shows.

Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.idle import day_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import REMOVED, SUSPENDED, Account, Wanted
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


def overlays(account: Account, rules: Rules, today: str) -> tuple[str, ...]:
    """What the server has laid over the state: LOCKED after failures (R090), BLOCKED by the password's age (R078)."""
    found = [LOCKED] if account.locked_at else []
    if rules.password_age is not None and account.password_changed_at and not account.must_change:
        limit = rules.password_age.after(day_of(account.password_changed_at))
        if limit.isoformat() <= today:
            found.append(BLOCKED)
    return tuple(found)
