# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an account stands against a change: still before it, already after it, or somewhere else.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change

BEFORE = "before"
AFTER = "after"
MOVED = "moved"


#: What plans name in `before` and `after` besides the fields of a roster.
OBSERVED = ("suspended_on", "locked_at", "frozen_on", "removed_on", "entitlements")


def standing(change: Change, account: Account | None) -> str:
    """BEFORE when the change can be made as planned, AFTER when there is nothing left of it to do, else MOVED."""
    if account is None:
        return {"create": BEFORE, "purge": AFTER}.get(change.verb, MOVED)
    have: dict[str, Any] = account.fields._asdict()
    have |= {name: getattr(account, name) for name in OBSERVED}
    if change.verb in ("join", "leave"):
        return _membership(change, set(account.fields.groups))
    if change.verb == "create":
        # membership comes after the account itself; what is missing of it shows in the next plan as `join`
        wanted = {name: value for name, value in change.after.items() if name != "groups"}
        return AFTER if account.managed and _same(have, wanted) else MOVED
    if change.verb == "purge":
        return BEFORE if account.managed and _same(have, change.before) else MOVED
    owned = account.managed or change.verb == "adopt"
    if owned and (account.managed or change.verb != "adopt") and _same(have, change.after):
        return AFTER
    return BEFORE if owned and _same(have, change.before) else MOVED


def _same(have: dict[str, Any], wanted: Any) -> bool:
    return all(have.get(name) == value for name, value in wanted.items())


def _membership(change: Change, have: set[str]) -> str:
    joins, leaves = set(change.after.get("groups", ())), set(change.before.get("groups", ()))
    return AFTER if joins - leaves <= have and not (leaves - joins) & have else BEFORE
