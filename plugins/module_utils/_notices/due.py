# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is to be told what on a day: from forms, ledger, plan, roster and server to the notices that have not left yet.

Pure: no I/O, and the clock is an argument. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import ACTIVE as LIVE
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    DEPARTMENT,
    INDIVIDUAL,
    PROBE,
    UNLIMITED,
    Account,
    Change,
    Fields,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._notices import model as kinds
from ansible_collections.rasmi.mail.plugins.module_utils._notices.model import TOLD, Notice, Silent
from ansible_collections.rasmi.mail.plugins.module_utils._notices.world import Deed, Event, FormView, World
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size

#: What happened longer ago is history: a site that begins with notices does not write to everybody about last year.
HISTORY_DAYS = 30

#: Verb that was carried out -> kind of notice.
_DEEDS = {
    "create": kinds.CREATED,
    "restore": kinds.CREATED,
    "suspend": kinds.SUSPENDED,
    "freeze": kinds.FROZEN,
    "resume": kinds.RESUMED,
    "unfreeze": kinds.RESUMED,
    "remove": kinds.DELETED,
}
#: Event of the form that approves an inspection (R181).
_INSPECT = "inspect"
#: The form of an incident, the event that ends one, and states in which it tells of none.
_INCIDENT, _OVER = "INCIDENT", "reopen"
_NO_INCIDENT = frozenset({"draft", "incomplete", "rejected", "withdrawn"})
#: Question of a plan whose step waits until somebody was told -> kind of notice.
_UNTOLD = {"idle_untold": kinds.IDLE, "deletion_untold": kinds.DELETION, "shrink_untold": kinds.SHRINK}


def notices(world: World) -> tuple[tuple[Notice, ...], tuple[Silent, ...]]:
    """The notices of a day that the ledger does not have, in a fixed order, and those that have no address to go to.

    The same world gives the same notices. A kind that the profile switches off gives none.
    """
    off = frozenset(world.standard.notices["off"])
    found: dict[str, Notice] = {}
    silent: dict[str, Silent] = {}
    for event in _events(world):
        if event.kind in off or event.about.kind == PROBE:
            continue
        reached: set[str] = set()
        for role in _roles(event, world):
            key = f"{event.key}:{role}"
            to = _address(role, event.about, world)
            # Whoever is the own supervisor is told once; a step that waits for both roles needs both in the ledger.
            again = to in reached and event.kind not in _UNTOLD.values()
            reached.add(to)
            if key in world.sent or again:
                continue
            if not to:
                silent[key] = Silent(key, event.kind, role, event.account, event.basis, event.on)
                continue
            facts = {**_common(event, world), **event.facts}
            found[key] = Notice(key, event.kind, role, to, event.account, event.basis, event.on, facts)
    return tuple(found[key] for key in sorted(found)), tuple(silent[key] for key in sorted(silent))


def _events(world: World) -> Iterator[Event]:
    wanted = {want.fields.account_id: want for want in world.wanted}
    accounts = [account for account in world.accounts if account.managed]
    yield from _decisions(world, wanted)
    yield from _inspections(world, wanted)
    yield from _incidents(world, wanted)
    yield from _deeds(world, wanted)
    yield from _ending(world, wanted, accounts)
    yield from _reminders(world, accounts)
    yield from _untold(world, accounts)


def _decisions(world: World, wanted: Mapping[str, Wanted]) -> Iterator[Event]:
    """Approved openings, and whatever was rejected (R048, R051). What else was approved is told when it is done."""
    for form in world.forms:
        known = wanted.get(form.account)
        approved = form.status == kinds.APPROVED and bool(form.kind)
        if not (approved or form.status == kinds.REJECTED) or not _recent(form.decided_on, world):
            continue
        about = known.fields if known is not None and not form.kind else _applicant(form)
        due = world.due(form.complete_on, form.unit) if world.due and approved and form.mailbox else ""
        facts = {
            "reason": form.decision_reason,
            "due": due if due >= world.as_of.isoformat() else "",
            "opens": form.mailbox,
            "known": known is not None and not form.kind,
        }
        where = about.address or form.name or form.account
        yield Event(f"{form.status}:{form.id}", form.status, where, form.id, form.decided_on, about, facts)


def _applicant(form: FormView) -> Fields:
    address = form.address or form.proposed
    return Fields(form.id, address, form.name, form.kind, unit=form.unit, supervisor=form.supervisor)


def _inspections(world: World, wanted: Mapping[str, Wanted]) -> Iterator[Event]:
    """The first day of an approved inspection, and the day after its last (R180, R181)."""
    for form in world.forms:
        if form.event != _INSPECT or form.status != kinds.APPROVED:
            continue
        known, until = wanted.get(form.account), str(form.detail("until"))
        about = known.fields if known is not None else Fields("", form.account, "")
        begun = max(form.effective_on, form.decided_on)
        over = (date.fromisoformat(until) + timedelta(days=1)).isoformat() if until else ""
        for kind, on in ((kinds.INSPECTION_BEGUN, begun), (kinds.INSPECTION_ENDED, over)):
            if _recent(on, world):
                yield Event(f"{kind}:{form.id}", kind, about.address, form.id, on, about, {"until": until})


def _incidents(world: World, wanted: Mapping[str, Wanted]) -> Iterator[Event]:
    """Incidents on accounts that are ours to run, from the day on which they were reported: told once (R186).

    An incident is told before anybody has decided about the account; one that was rejected is none, and the form that
    opens the account again is not another one. Of category A the duty agency is the administrator.
    """
    for form in world.forms:
        known = wanted.get(form.account)
        if form.form != _INCIDENT or form.event == _OVER or form.status in _NO_INCIDENT or known is None:
            continue
        on = form.received_on or form.decided_on
        if _recent(on, world):
            facts = {
                "name": "",
                "incident": str(form.detail("incident")),
                "ends": form.event == "terminate",
                "decided": form.decided_on if form.status == kinds.APPROVED else "",
            }
            address = known.fields.address
            yield Event(f"{kinds.INCIDENT}:{form.id}", kinds.INCIDENT, address, form.id, on, known.fields, facts)


def _deeds(world: World, wanted: Mapping[str, Wanted]) -> Iterator[Event]:
    """What runs have done. The number of the ledger's line makes the second suspension another than the first."""
    by_address = {want.fields.address: want for want in wanted.values()}
    for deed in world.deeds:
        if not _recent(deed.on, world):
            continue
        change = deed.change
        want = wanted.get(str(change.after.get("account_id", ""))) or by_address.get(change.account)
        about = want.fields if want is not None else _fields_of(change)
        kind = _DEEDS.get(change.verb, "")
        facts = {"reason_ms": change.reason.get("ms", ""), "reason_en": change.reason.get("en", "")}
        if kind:
            key = f"{kind}:{deed.number}"
            yield Event(
                key, kind, change.account, change.basis, deed.on, about, {**facts, **_of_kind(kind, about, world)}
            )
        yield from _entitlements(deed, about)


def _entitlements(deed: Deed, about: Fields) -> Iterator[Event]:
    """Add-ons that a change gave or took (R051, R137)."""
    change = deed.change
    old, new = (set(side.get("entitlements") or ()) for side in (change.before, change.after))
    for kind, names in ((kinds.ENTITLEMENT_ON, new - old), (kinds.ENTITLEMENT_OFF, old - new)):
        if names and "entitlements" in change.after:
            facts = {"entitlements": ", ".join(sorted(names)), "archive": "archive" in names}
            yield Event(f"{kind}:{deed.number}", kind, change.account, change.basis, deed.on, about, facts)


def _ending(world: World, wanted: Mapping[str, Wanted], accounts: Iterable[Account]) -> Iterator[Event]:
    """Terminations that were decided and are not carried out to the end: told once for each decision."""
    ended = {name: want for name, want in wanted.items() if want.ended and want.since}
    if not ended:
        return
    gone = {account.fields.account_id for account in accounts if account.fields.state == "removed"}
    for name, want in ended.items():
        if name not in gone and _recent(want.since, world):
            basis = want.reasons.get("state", want.basis)
            due = want.remove_on if want.remove_on > world.as_of.isoformat() else ""
            key = f"{kinds.TERMINATING}:{name}:{basis}"
            yield Event(key, kinds.TERMINATING, want.fields.address, basis, want.since, want.fields, {"due": due})


def _reminders(world: World, accounts: Iterable[Account]) -> Iterator[Event]:
    """First login and age of the password: only the latest reminder that is due, so that a late run does not nag."""
    first, ages = (world.standard.notices[name] for name in ("first_login_days", "password_age_days"))
    limit = world.standard.controls.get("C-PWD-AGE", {}).get("max_days")
    for account in accounts:
        fields = account.fields
        if fields.kind != INDIVIDUAL or fields.state != LIVE:
            continue
        identity = fields.account_id or account.id
        if account.must_change:
            created = _day(account.created_at)
            passed = [days for days in first if created and created + timedelta(days=days) <= world.as_of]
            if created and passed and _recent(created.isoformat(), world):
                on = created + timedelta(days=max(passed))
                facts = {"created": created.isoformat(), "days": (world.as_of - created).days}
                key = f"{kinds.FIRST_LOGIN}:{identity}:{created}:{max(passed)}"
                yield Event(key, kinds.FIRST_LOGIN, fields.address, account.basis, on.isoformat(), fields, facts)
            continue
        changed = _day(account.password_changed_at)
        if limit is None or changed is None:
            continue
        left = (changed + timedelta(days=limit) - world.as_of).days
        reached = [days for days in ages if 0 < left <= days]
        if reached:
            due = (changed + timedelta(days=limit)).isoformat()
            key = f"{kinds.PASSWORD_AGE}:{identity}:{changed}:{min(reached)}"
            facts = {"due": due, "days": left}
            yield Event(key, kinds.PASSWORD_AGE, fields.address, "C-PWD-AGE", due, fields, facts)


def _untold(world: World, accounts: Iterable[Account]) -> Iterator[Event]:
    """Warnings whose day has come, and what the plan waits with until somebody was told.

    The same warning from both has one key: it is about one time of not being used, or of being frozen.
    """
    asked = [change for change in world.asked if change.topic in _UNTOLD]
    warned = [one for one in world.ahead if one.kind in (kinds.IDLE, kinds.DELETION) and _recent(one.date, world)]
    if not asked and not warned:
        return
    accounts = list(accounts)
    by_id = {account.id: account for account in accounts}
    by_address = {account.fields.address: account for account in accounts}
    for change in asked:
        reason = {"reason_ms": change.reason.get("ms", ""), "reason_en": change.reason.get("en", "")}
        found = by_id.get(change.id)
        yield _warning(_UNTOLD[change.topic], change.account, change.basis, found, world, reason)
    for one in warned:
        yield _warning(one.kind, one.account, one.basis, by_address.get(one.account), world, {})


def _warning(
    kind: str, address: str, basis: str, account: Account | None, world: World, reason: dict[str, str]
) -> Event:
    about = account.fields if account is not None else Fields("", address, "")
    last = account.last_login_at[:10] if account is not None else ""
    since = (account.frozen_on or account.suspended_on) if account is not None else ""
    episode = {kinds.IDLE: last, kinds.DELETION: since}.get(kind, basis)
    facts = {"last": last or "?", "since": since or "?", "reason_ms": "", "reason_en": "", **reason}
    key = f"{kind}:{account.id if account is not None else address}:{episode}"
    return Event(key, kind, address, basis, world.as_of.isoformat(), about, facts)


def _recent(day: str, world: World) -> bool:
    """Whether a day is not after today, and not history."""
    first = world.since or world.as_of - timedelta(days=HISTORY_DAYS)
    return bool(day) and first.isoformat() <= day <= world.as_of.isoformat()


def _day(moment: str) -> date | None:
    """The day in Malaysia of an ISO time, None when there is none."""
    if not moment:
        return None
    found = datetime.fromisoformat(moment)
    return (found.astimezone(MALAYSIA) if found.tzinfo else found).date()


def _fields_of(change: Change) -> Fields:
    """What a change itself says about an account that nobody wants any more."""
    given = {name: value for name, value in change.after.items() if name in Fields._fields}
    return Fields(**{"account_id": "", "name": "", **given, "address": change.account})


def _roles(event: Event, world: World) -> tuple[str, ...]:
    if event.kind in (kinds.INSPECTION_BEGUN, kinds.INSPECTION_ENDED):
        return tuple(world.standard.notices["inspection_to"])
    if event.kind == kinds.INCIDENT:
        return tuple(world.standard.notices["incident_to"])
    if event.kind == kinds.REJECTED and event.facts["known"]:
        return (kinds.OWNER, kinds.SUPERVISOR)
    return TOLD[event.kind]


def _address(role: str, about: Fields, world: World) -> str:
    """Where a role is reached; what has no supervisor goes to the office."""
    if role == kinds.OWNER:
        return about.owner if about.kind == DEPARTMENT else about.address
    if role == kinds.SUPERVISOR:
        return world.supervisors.get(about.supervisor, "") or world.office
    return world.helpdesk if role == kinds.HELPDESK else world.office


def _common(event: Event, world: World) -> dict[str, Any]:
    return {
        "account": event.account,
        "name": event.about.name,
        "basis": event.basis,
        "on": event.on,
        "contact": world.office,
        "webmail": world.webmail,
    }


def _of_kind(kind: str, about: Fields, world: World) -> dict[str, Any]:
    if kind == kinds.CREATED:
        size = format_size(about.quota)
        unlimited = about.quota == UNLIMITED
        quota = {"ms": "tanpa had" if unlimited else size, "en": "no limit" if unlimited else size}
        return {"department": about.kind == DEPARTMENT, "quota": quota if about.tier else {"ms": "", "en": ""}}
    if kind == kinds.FROZEN:
        text = world.standard.controls.get("C-IDLE", {}).get("then_delete_after")
        return {"window": _window(text)}
    return {}


def _window(text: object) -> dict[str, str]:
    """A duration of the profile in words; it speaks of months or days."""
    if not text:
        return {"ms": "", "en": ""}
    found = parse_duration(str(text))
    months = getattr(found, "months", 0)
    number, ms, en = (months, "bulan", "months") if months else (found.exact_days or 0, "hari", "days")
    return {"ms": f"{number} {ms}", "en": f"{number} {en}"}
