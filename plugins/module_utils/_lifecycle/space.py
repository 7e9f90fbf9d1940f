# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much space an account gets: the floor that everybody is promised, and what stands before less space (R066, R069).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import SHRINK
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import Context, ask
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.match import Sweep
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    PROBE,
    REMOVED,
    UNLIMITED,
    Account,
    Change,
    Fields,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Rules
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import raw
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size

#: Bytes in use by account id (`Account.id`), read at the moment of the call; who is not among them is unknown.
Usage = Callable[[Sequence[Account]], Mapping[str, int]]


def below_floor(fields: Fields, rules: Rules) -> bool:
    """True when an account would have less space than everybody is promised (R009). A probe is nobody's account."""
    return fields.kind != PROBE and fields.quota != UNLIMITED and fields.quota < rules.quota_floor


def floor_question(want: Wanted, account: Account | None, rules: Rules) -> Change:
    """The question for an account whose tier gives less than the floor."""
    quota, floor = want.fields.quota, rules.quota_floor
    return ask(want, account, rules.cite("floor"), "below_floor", quota=quota, floor=floor)


def shrinks(fields: Fields, have: Fields) -> bool:
    """True when an account would have less space than it has."""
    return fields.quota != UNLIMITED and (have.quota == UNLIMITED or fields.quota < have.quota)


def measure(found: Sweep, context: Context, usage: Usage, in_scope: Callable[[Fields], bool] | None) -> None:
    """Note in `found` what is in use where less space hangs on it. Asked once, and not at all when nobody gets less."""
    adopted = _adopted(found)
    pairs = [*found.moved, *((want, account) for account, want in adopted.values())]
    asked = [
        account
        for want, account in pairs
        if _hangs(want, account, context.rules) and (in_scope is None or in_scope(account.fields))
    ]
    if not asked:
        return
    known = usage(asked)
    found.moved = [(want, _with(account, known)) for want, account in found.moved]
    if adopted:
        found.strangers = [_with(account, known) for account in found.strangers]


def _with(account: Account, known: Mapping[str, int]) -> Account:
    return account._replace(used=known[account.id]) if account.id in known else account


def _adopted(found: Sweep) -> dict[str, tuple[Account, Wanted]]:
    """Accounts that nobody manages and the roster takes over, by address."""
    wanted = {want.fields.address: want for want in found.missing if want.adopt}
    if not wanted:
        return {}
    return {
        account.fields.address: (account, wanted[account.fields.address])
        for account in found.strangers
        if not account.managed and account.fields.address in wanted
    }


def _hangs(want: Wanted, account: Account, rules: Rules) -> bool:
    """Whether `too_small` will have to know what an account uses."""
    fields, have = want.fields, account.fields
    return (
        account.used < 0
        and bool(fields.tier)
        and shrinks(fields, have)
        and fields.kind != PROBE
        and REMOVED not in (fields.state, have.state)
        and not below_floor(fields, rules)
    )


def may_have(want: Wanted, account: Account, context: Context) -> bool:
    """Whether an account that is taken over gets the tier's space at once: more of it, or less in which what it holds
    is seen to fit."""
    if below_floor(want.fields, context.rules):
        return False
    if not shrinks(want.fields, account.fields):
        return True
    return account.used >= 0 and too_small(want, account, context) is None


def too_small(want: Wanted, account: Account, context: Context) -> Change | None:
    """The question that stands before less space, None when nothing does.

    Nobody's mail is cut off unseen: where what is in use fits, below the mark at which the profile warns of a full
    mailbox, or its owner was told a day before, the tier counts. Where nobody knows what is in use, a person confirms,
    by a form that names the tier.
    """
    fields, used = want.fields, account.used
    if used < 0:
        return None if want.resize else _asked("shrink", want, account, context)
    basis = want.reasons.get("tier", fields.account_id)
    addresses = (account.fields.address, *account.fields.aliases)
    told = context.history.told_of(SHRINK, basis, addresses, "owner")
    if used * 100 <= fields.quota * context.rules.warn_percent or "" < told < context.today:
        return None
    return _asked("shrink_untold", want, account, context, basis)


def _asked(key: str, want: Wanted, account: Account, context: Context, basis: str = "") -> Change:
    """The question with its sizes. It reaches the owner of the mailbox, so no limit is said in the language of each."""
    clauses, have = context.rules.cite("tier"), account.fields.quota
    sizes = {"have": format_size(have), "wanted": format_size(want.fields.quota), "used": _about(account.used)}
    asked = ask(want, account, clauses, key, basis=basis, **sizes)
    if have != UNLIMITED:
        return asked
    return replace(asked, reason={**asked.reason, "ms": raw(key)["ms"].format(**{**sizes, "have": "tanpa had"})})


def _about(used: int) -> str:
    """Bytes in use in MiB to two digits, rounded up: what does not fit never reads as if it did, and a mail that comes
    between a review and the apply does not make the plan another one."""
    whole = -(-used // 1024**2)
    step = 10 ** max(0, len(str(whole)) - 2)
    return f"{-(-whole // step) * step:,} MiB"
