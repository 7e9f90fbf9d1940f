# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines of a plan for one account: what differs, and what may be done about it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.idle import frozen_lines
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import (
    Context,
    ask,
    differ,
    differing,
    line,
    merged,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    PROBE,
    REMOVED,
    SUSPENDED,
    Account,
    Change,
    Fields,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.profile import (
    SCALARS,
    SETS,
    profile,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.space import may_have
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.steps import removal, state, unblock, unlock
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence


def create_line(want: Wanted, context: Context) -> Change:
    """The line that makes a missing account, in the state that is decided for it."""
    fields = want.fields
    # "" and () say nothing; the quota 0 says that there is no limit
    after: dict[str, Any] = {
        name: value for name, value in zip(Fields._fields, fields, strict=True) if value or name == "quota"
    }
    if fields.state == SUSPENDED:
        after["suspended_on"] = context.today
    if want.entitlements and context.entitlements:
        after["entitlements"] = want.entitlements
    clauses, due, late, estimated = context.opening(want)
    return Change(
        verb="create",
        account=fields.address,
        after=after,
        clauses=clauses,
        basis=want.basis if fields.kind == PROBE else fields.account_id,
        due=due,
        days_late=late,
        estimated=estimated,
        reason=sentence("create"),
    )


def adopt_lines(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Take over an account that nobody managed: its state stays; its quota shrinks only to what it is seen to fit."""
    have, rules = account.fields, context.rules
    if have.state != want.fields.state:
        yield ask(want, account, rules.cite("cover"), "adopt_state", have=have.state, wanted=want.fields.state)
        return
    if have.account_id not in ("", want.fields.account_id):
        clauses = rules.cite("cover")
        yield ask(want, account, clauses, "id_unmanaged", other=have.address, account_id=have.account_id)
        return
    if have.staff_key and have.staff_key != want.fields.staff_key:
        yield ask(want, account, rules.cite("cover"), "adopt_person")
        return
    before, after = differing(want, have, (*SCALARS, "account_id", "kind", *SETS))
    if want.fields.tier and may_have(want, account, context):
        differ(want, have, ("tier", "quota"), before, after)
    aliases = tuple(sorted({*have.aliases, *want.fields.aliases}))
    if aliases != have.aliases:
        before["aliases"], after["aliases"] = have.aliases, aliases
    if have.state == SUSPENDED:
        after["suspended_on"] = context.today
    yield line("adopt", want, account, before, after, merged(want.clauses, rules.cite_new(want.fields.kind)), "adopt")
    yield from unlock(want, account, context)
    yield from _membership(want, account, context)
    yield from _entitlements(want, account, context)


def lines(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Every line for a managed account that differs from the roster; none when nothing may or must be done."""
    have = account.fields
    if have.kind != want.fields.kind:
        yield ask(want, account, context.rules.cite("cover"), "kind", have=have.kind, wanted=want.fields.kind)
        return
    if REMOVED in (have.state, want.fields.state):
        yield from removal(want, account, context)
        return
    if have.state == SUSPENDED and account.frozen_on and want.fields.state == ACTIVE:
        yield from frozen_lines(want, account, context)
        return
    if want.fields.state != have.state or (have.state == SUSPENDED and not account.suspended_on):
        change = state(want, account, context)
        yield change
        if change.verb == "ask":
            return
    yield from unlock(want, account, context)
    yield from unblock(want, account, context)
    yield from profile(want, account, context)
    yield from _membership(want, account, context)
    yield from _entitlements(want, account, context)


def platform_question(want: Wanted, account: Account | None, context: Context) -> Sequence[Change]:
    """The question for entitlements on a platform that knows none."""
    if not want.entitlements or context.entitlements:
        return ()
    clauses, shown = context.rules.cite_entitlements(want.entitlements), ", ".join(want.entitlements)
    return [ask(want, account, clauses, "entitle_platform", entitlements=shown)]


def _entitlements(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Add-ons as approved. What is taken away waits while the account is being suspended: one such step per run."""
    if want.entitlements is None or want.entitlements == account.entitlements:
        return
    gone = not set(account.entitlements) <= set(want.entitlements)
    if not context.entitlements:
        yield from platform_question(want, account, context)
    elif not gone or want.fields.state == account.fields.state:
        yield line(
            "update", want, account, {"entitlements": account.entitlements}, {"entitlements": want.entitlements},
            context.rules.cite_entitlements(set(account.entitlements) ^ set(want.entitlements)), "update",
            basis=want.reasons.get("entitlements", want.basis), destructive=gone, fields=("entitlements",),
        )  # fmt: skip


def _membership(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    have, wanted = set(account.fields.groups), set(want.fields.groups)
    if have == wanted:
        return
    foreign = sorted(group for group in wanted - have if context.server_groups.get(group) is False)
    if foreign:
        yield ask(want, account, context.rules.cite("cover"), "group_unmanaged", groups=", ".join(foreign))
    gone = tuple(
        sorted(group for group in have - wanted if group in context.groups and context.server_groups.get(group))
    )
    new = tuple(sorted(wanted - have - set(foreign)))
    clauses, basis = want.clauses or context.rules.cite("cover"), want.reasons.get("groups", want.basis)
    if gone:
        yield line("leave", want, account, {"groups": gone}, {}, clauses, "leave", basis=basis, groups=", ".join(gone))
    if new:
        yield line("join", want, account, {}, {"groups": new}, clauses, "join", basis=basis, groups=", ".join(new))
