# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines of a plan for one account: what differs, and what may be done about it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    PROBE,
    REMOVED,
    SUSPENDED,
    UNLIMITED,
    Account,
    Change,
    Fields,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import PROCEDURE, Deadlines, Rules
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import sentence
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA

#: Fields that are managed only when the roster gives them: "" never clears what a server has.
SCALARS = ("name", "unit", "post", "grade", "office_phone", "staff_key", "supervisor", "owner")
#: Fields whose whole value the roster decides: a right that nobody decided is taken back.
SETS = ("delegates", "opens")


@dataclass
class Context:
    """What every line needs. `groups` are ours by groups.yml, `server_groups` maps a group to "managed".

    `entitlements` says that the platform manages them.
    """

    as_of: date
    rules: Rules
    deadlines: Deadlines
    groups: frozenset[str] = frozenset()
    server_groups: Mapping[str, bool] = field(default_factory=dict)
    entitlements: bool = False

    @property
    def today(self) -> str:
        return self.as_of.isoformat()

    def days_late(self, due: str) -> int:
        return max(0, (self.as_of - date.fromisoformat(due)).days) if due else 0


def ask(
    want: Wanted | None,
    account: Account | None,
    clauses: tuple[str, ...],
    key: str,
    /,
    basis: str = "",
    **values: object,
) -> Change:
    """A question to a person: writes nothing."""
    fields = account.fields if account else want.fields if want else Fields("", "", "")
    return Change(
        verb="ask",
        account=fields.address or fields.account_id,
        id=account.id if account else "",
        clauses=clauses,
        basis=basis or (want.basis if want else ""),
        reason=sentence(key, **values),
        target=account.handle if account else "",
        topic=key,
    )


def create_line(want: Wanted, context: Context) -> Change:
    """The line that makes a missing account, in the state that is decided for it."""
    fields = want.fields
    after: dict[str, Any] = {
        key: value for key, value in fields._asdict().items() if value not in ("", ()) or key == "quota"
    }
    if fields.state == SUSPENDED:
        after["suspended_on"] = context.today
    if want.entitlements and context.entitlements:
        after["entitlements"] = want.entitlements
    due = context.deadlines.due(want.complete_on, fields.unit)
    return Change(
        verb="create",
        account=fields.address,
        after=after,
        clauses=merged(want.clauses, context.rules.cite_new(fields.kind)) or PROCEDURE,
        basis=want.basis if fields.kind == PROBE else fields.account_id,
        due=due,
        days_late=context.days_late(due),
        reason=sentence("create"),
    )


def adopt_lines(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Take over an account that nobody managed: its state stays, and its quota never shrinks by this."""
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
    before, after = _differing(want, have, (*SCALARS, "account_id", "kind", *SETS))
    if want.fields.tier and not _shrinks(want.fields, have) and not below_floor(want.fields, rules):
        _differ(want, have, ("tier", "quota"), before, after)
    aliases = tuple(sorted({*have.aliases, *want.fields.aliases}))
    if aliases != have.aliases:
        before["aliases"], after["aliases"] = have.aliases, aliases
    if have.state == SUSPENDED:
        after["suspended_on"] = context.today
    yield _line("adopt", want, account, before, after, merged(want.clauses, rules.cite_new(want.fields.kind)), "adopt")
    yield from _unlock(want, account, context)
    yield from _membership(want, account, context)
    yield from _entitlements(want, account, context)


def lines(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Every line for a managed account that differs from the roster; none when nothing may or must be done."""
    have = account.fields
    if have.kind != want.fields.kind:
        yield ask(want, account, context.rules.cite("cover"), "kind", have=have.kind, wanted=want.fields.kind)
        return
    if REMOVED in (have.state, want.fields.state):
        yield from _removal(want, account, context)
        return
    if want.fields.state != have.state or (have.state == SUSPENDED and not account.suspended_on):
        change = _state(want, account, context)
        yield change
        if change.verb == "ask":
            return
    yield from _unlock(want, account, context)
    yield from _profile(want, account, context)
    yield from _membership(want, account, context)
    yield from _entitlements(want, account, context)


def idle_line(want: Wanted, account: Account, context: Context) -> Change:
    """The line for an account that was not used for longer than the standard allows (R097)."""
    clauses, last = context.rules.cite("idle"), account.last_login_at[:10]
    if not context.rules.idle_by_login:
        return ask(want, account, clauses, "idle_undecided", basis=clauses[0], last=last)
    after = {"state": SUSPENDED, "suspended_on": context.today}
    return _line(
        "suspend", want, account, {"state": account.fields.state}, after, clauses, "idle",
        basis=clauses[0], destructive=True, last=last,
    )  # fmt: skip


def platform_question(want: Wanted, account: Account | None, context: Context) -> Iterator[Change]:
    """The question for entitlements on a platform that knows none."""
    if want.entitlements and not context.entitlements:
        shown = ", ".join(want.entitlements)
        yield ask(
            want, account, context.rules.cite_entitlements(want.entitlements), "entitle_platform", entitlements=shown
        )


def _entitlements(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Add-ons as approved. What is taken away waits while the account is being suspended: one such step per run."""
    if want.entitlements is None or want.entitlements == account.entitlements:
        return
    gone = not set(account.entitlements) <= set(want.entitlements)
    if not context.entitlements:
        yield from platform_question(want, account, context)
    elif not gone or want.fields.state == account.fields.state:
        yield _line(
            "update", want, account, {"entitlements": account.entitlements}, {"entitlements": want.entitlements},
            context.rules.cite_entitlements(set(account.entitlements) ^ set(want.entitlements)), "update",
            basis=want.reasons.get("entitlements", want.basis), destructive=gone, fields=("entitlements",),
        )  # fmt: skip


def _state(want: Wanted, account: Account, context: Context) -> Change:
    have, basis = account.fields.state, want.reasons.get("state", want.basis)
    rules = context.rules
    if want.fields.state == SUSPENDED:
        return _line(
            "suspend",
            want,
            account,
            {"state": have},
            {"state": SUSPENDED, "suspended_on": context.today},
            rules.cite_end("suspend", want.at_once),
            "suspend",
            basis=basis,
            due=want.since,
            days_late=context.days_late(want.since),
            destructive=have == ACTIVE,
            since=want.since,
        )
    if not account.suspended_on:
        return ask(want, account, rules.cite("resume"), "hand_suspended", basis=basis)
    if account.suspended_on > want.resume_on:
        return ask(want, account, rules.cite("resume"), "no_resume", basis=basis, suspended=account.suspended_on)
    return _line(
        "resume",
        want,
        account,
        {"state": SUSPENDED, "suspended_on": account.suspended_on},
        {"state": ACTIVE, "suspended_on": ""},
        rules.cite("resume"),
        "resume",
        basis=basis,
        since=want.resume_on,
    )


def _removal(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """Suspend before remove, and at least a day and the agency's notice between the two."""
    have, rules = account.fields, context.rules
    basis = want.reasons.get("state", want.basis)
    if have.state == REMOVED:
        if want.fields.state != REMOVED:
            yield ask(want, account, rules.cite("remove"), "removed")
        return
    late = context.days_late(want.remove_on)
    if have.state == ACTIVE:
        after = {"state": SUSPENDED, "suspended_on": context.today}
        yield _line(
            "suspend", want, account, {"state": have.state}, after, rules.cite_end("suspend", want.at_once),
            "suspend_first", basis=basis, due=want.since, days_late=context.days_late(want.since), destructive=True,
            due_text=want.remove_on,
        )  # fmt: skip
        return
    if not account.suspended_on:
        yield ask(want, account, rules.cite("remove"), "hand_suspended_removal", basis=basis)
        return
    if rules.minimum_notice is None and not want.at_once:
        yield ask(want, account, rules.cite("remove"), "notice_undecided", basis=basis)
        return
    suspended = date.fromisoformat(account.suspended_on)
    earliest = suspended + timedelta(days=1)
    if rules.minimum_notice is not None and not want.at_once:
        earliest = max(rules.minimum_notice.after(suspended), earliest)
    if context.as_of >= earliest:
        yield _line(
            "remove", want, account, {"state": have.state}, {"state": REMOVED},
            rules.cite_end("remove", want.at_once), "remove",
            basis=basis, due=want.remove_on, days_late=late, destructive=True, reversible=False,
            due_text=want.remove_on, suspended=account.suspended_on,
        )  # fmt: skip


def _unlock(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    """A lock is released once, by a decision that came after it; a later lock needs its own."""
    if not (want.release_on and account.locked_at and account.fields.state == ACTIVE == want.fields.state):
        return
    basis = want.reasons.get("release", want.basis)
    locked = datetime.fromisoformat(account.locked_at)
    day = (locked.astimezone(MALAYSIA) if locked.tzinfo else locked).date().isoformat()
    if day > want.release_on or account.basis == basis:
        return
    yield _line(
        "release", want, account, {"locked_at": account.locked_at}, {"locked_at": ""}, context.rules.cite("release"),
        "release", basis=basis, reversible=False, locked=day, since=want.release_on,
    )  # fmt: skip


def _profile(want: Wanted, account: Account, context: Context) -> Iterator[Change]:
    have, fields, rules = account.fields, want.fields, context.rules
    before, after = _differing(want, have, (*SCALARS, *SETS))
    clauses = want.clauses
    if fields.tier and (fields.tier, fields.quota) != (have.tier, have.quota):
        if below_floor(fields, rules):
            yield floor_question(want, account, rules)
        elif _shrinks(fields, have) and not want.resize and fields.kind != PROBE:
            have_text, want_text = _size(have.quota), _size(fields.quota)
            yield ask(want, account, rules.cite("tier"), "shrink", have=have_text, wanted=want_text)
        else:
            _differ(want, have, ("tier", "quota"), before, after)
            clauses = clauses or rules.cite("tier")
    kept = tuple(sorted(({*have.aliases, *fields.aliases}) - {fields.address}))
    extra = sorted({*have.aliases} - {*fields.aliases, fields.address})
    if extra:
        yield ask(want, account, rules.cite("rename"), "extra_alias", addresses=", ".join(extra))
    if have.address != fields.address:
        yield _line(
            "rename", want, account, {"address": have.address, "aliases": have.aliases},
            {"address": fields.address, "aliases": tuple(sorted({*kept, have.address}))},
            merged(want.clauses, rules.cite("rename")), "rename",
            basis=want.reasons.get("address", want.basis), old=have.address,
        )  # fmt: skip
    elif kept != have.aliases:
        before["aliases"], after["aliases"] = have.aliases, kept
    if after:
        yield _line("update", want, account, before, after, clauses, "update", basis=_basis(want, after), fields=after)


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
        yield _line("leave", want, account, {"groups": gone}, {}, clauses, "leave", basis=basis, groups=", ".join(gone))
    if new:
        yield _line("join", want, account, {}, {"groups": new}, clauses, "join", basis=basis, groups=", ".join(new))


def below_floor(fields: Fields, rules: Rules) -> bool:
    """True when an account would have less space than everybody is promised (R009). A probe is nobody's account."""
    return fields.kind != PROBE and fields.quota != UNLIMITED and fields.quota < rules.quota_floor


def floor_question(want: Wanted, account: Account | None, rules: Rules) -> Change:
    """The question for an account whose tier gives less than the floor."""
    quota, floor = want.fields.quota, rules.quota_floor
    return ask(want, account, rules.cite("floor"), "below_floor", quota=quota, floor=floor)


def merged(*parts: tuple[str, ...]) -> tuple[str, ...]:
    """Clause ids in order of first mention."""
    return tuple(dict.fromkeys(clause for part in parts for clause in part))


def _line(
    verb: str,
    want: Wanted,
    account: Account,
    before: dict[str, Any],
    after: dict[str, Any],
    clauses: tuple[str, ...],
    key: str,
    *,
    basis: str = "",
    due: str = "",
    days_late: int = 0,
    destructive: bool = False,
    reversible: bool = True,
    due_text: str = "",
    **values: object,
) -> Change:
    return Change(
        verb=verb,
        account=account.fields.address,
        id=account.id,
        before=before,
        after=after,
        clauses=clauses or PROCEDURE,
        basis=basis or want.basis,
        due=due,
        days_late=days_late,
        reversible=reversible,
        destructive=destructive,
        reason=sentence(key, due=due_text, **values),
        target=account.handle,
    )


def _differing(want: Wanted, have: Fields, names: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    _differ(want, have, names, before, after)
    return before, after


def _differ(want: Wanted, have: Fields, names: tuple[str, ...], before: dict[str, Any], after: dict[str, Any]) -> None:
    for name in names:
        wanted, had = getattr(want.fields, name), getattr(have, name)
        if wanted != had and wanted != "":
            before[name], after[name] = had, wanted


def _basis(want: Wanted, names: Mapping[str, Any]) -> str:
    found = {want.reasons.get(name, "") for name in names} - {""}
    return found.pop() if len(found) == 1 else want.basis


def _shrinks(fields: Fields, have: Fields) -> bool:
    return fields.quota != UNLIMITED and (have.quota == UNLIMITED or fields.quota < have.quota)


def _size(quota: int) -> str:
    from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size

    return format_size(quota)
