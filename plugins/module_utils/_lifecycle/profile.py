# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines for what describes an account: names, posts, tier and quota, addresses, rights to open mailboxes.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import (
    Context,
    ask,
    bases_of,
    differ,
    differing,
    line,
    merged,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    PROBE,
    Account,
    Change,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.space import (
    below_floor,
    floor_question,
    shrinks,
    too_small,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence

#: Fields that are managed only when the roster gives them: "" never clears what a server has.
SCALARS = ("name", "unit", "post", "grade", "office_phone", "staff_key", "supervisor", "owner")
#: Fields whose whole value the roster decides: a right that nobody decided is taken back.
SETS = ("delegates", "opens")


def profile(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    have, fields, rules = account.fields, want.fields, context.rules
    before, after = differing(want, have, (*SCALARS, *SETS))
    yield from _kept(want, account, context, before, after)
    yield from _inspecting(want, account, context, before, after)
    clauses = want.clauses
    if fields.tier and (fields.tier, fields.quota) != (have.tier, have.quota):
        if below_floor(fields, rules):
            yield floor_question(want, account, rules)
        elif shrinks(fields, have) and fields.kind != PROBE and (asked := too_small(want, account, context)):
            yield asked
        else:
            differ(want, have, ("tier", "quota"), before, after)
            clauses = clauses or rules.cite("tier")
    kept = tuple(sorted(({*have.aliases, *fields.aliases}) - {fields.address}))
    extra = sorted({*have.aliases} - {*fields.aliases, fields.address})
    if extra:
        yield ask(want, account, rules.cite("rename"), "extra_alias", addresses=", ".join(extra))
    if have.address != fields.address:
        yield line(
            "rename", want, account, {"address": have.address, "aliases": have.aliases},
            {"address": fields.address, "aliases": tuple(sorted({*kept, have.address}))},
            merged(want.clauses, rules.cite("rename")), "rename",
            basis=want.reasons.get("address", want.basis), old=have.address,
        )  # fmt: skip
    elif kept != have.aliases:
        before["aliases"], after["aliases"] = have.aliases, kept
    if after:
        yield line("update", want, account, before, after, clauses, "update", fields=after, **bases_of(want, after))


def _kept(
    want: Wanted, account: Account, context: Context, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Change]:
    """What people keep up to date themselves is shown where it differs, and left as it is (R147).

    Takes these fields out of `before` and `after`. Where the server has nothing yet, the form's value is written.
    """
    own = [name for name in after if name in context.rules.self_service and before[name] != ""]
    if not own:
        return
    kept = {name: before.pop(name) for name in own}
    for name in own:
        del after[name]
    clauses = context.rules.cite("self")
    shown = Change("ignore", account.fields.address, account.id, kept, {}, clauses, want.basis, target=account.handle)
    yield replace(shown, reason=sentence("self_kept", fields=own))


def _inspecting(
    want: Wanted, account: Account, context: Context, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Change]:
    """Rights for an inspection have a line of their own, with the approval it rests on (R181)."""
    basis = want.reasons.get("opens", "")
    new = sorted(set(after.get("opens", ())) - set(before.get("opens", ())))
    if basis and new:
        had, now = {"opens": before.pop("opens")}, {"opens": after.pop("opens")}
        clauses = context.rules.cite("inspect")
        yield line("update", want, account, had, now, clauses, "inspect", basis=basis, addresses=", ".join(new))
