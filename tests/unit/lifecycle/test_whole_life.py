# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The invariants (design section 6) for worlds with every form and every state of an account."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.coming import coming
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, Sent
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DESTRUCTIVE,
    QUIET,
    REMOVED,
    SUSPENDED,
    Account,
    Fields,
    Plan,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import GROUP, GROUPS, LOOSE, carry_out, department, form, notice, standard

FIRST = date(2026, 1, 10)
PEOPLE = range(1, 5)
ADDRESSES = [f"alamat{number}@kelantan.gov.my" for number in range(7)]
#: What gives something back, and the events that may do so.
GIVING = {
    "resume": {"resume", "reopen", "change"},
    "unfreeze": {"object", "resume", "reopen"},
    "release": {"release"},
}

days = st.sampled_from([FIRST + timedelta(days=number) for number in range(0, 420, 7)])
iso = st.integers(0, 200).map(lambda number: (FIRST + timedelta(days=number)).isoformat())


@lru_cache
def rules(undecided: str = "") -> Standard:
    """A standard whose owner has decided everything but one thing."""
    data = standard(decided=True).to_dict()
    controls = data["controls"]
    controls["C-TERM"] |= {"restore_window": "P20D", "reuse_address": True, "reuse_after": "P40D"}
    controls["C-IDLE"] |= {"signals": ["login"], "frozen_receives": True, "counted_from": "freeze"}
    controls["C-PWD-FIRST"]["unused_after"] = "P30D"
    controls["C-DISABLE"] |= {"reopen_by": ["ictso"], "ahead": "on_notice"}
    controls["C-SHARED"]["on_officer_gone"] = "suspend"
    controls["C-SELF"] = {"fields": ["office_phone"], "clauses": []}
    data["decisions"]["frozen_receives"] |= {"status": "decided", "value": True}
    if undecided:
        for values in controls.values():
            values.pop(undecided, None)
    return Standard(data)


UNDECIDED = st.sampled_from(
    ["", "minimum_notice", "records_hold", "restore_window", "reuse_address", "signals", "counted_from", "reopen_by"]
)
EVENTS: dict[str, dict[str, Any]] = {
    "suspend": {},
    "resume": {},
    "terminate": {},
    "release": {},
    "move": {"form": "MOVEMENT", "reason": "service_ended"},
    "close": {"form": "INCIDENT", "reason": "ict_incident"},
    "reopen": {"form": "INCIDENT", "details": (("role", "ictso"),)},
    "object": {"form": "OBJECTION"},
    "hold": {"form": "HOLD"},
    "end_hold": {"form": "HOLD", "details": (("hold", "NOT-2026-0000"),)},
    "exported": {"form": "EXPORT"},
    "away": {"form": "LEAVE", "details": (("until", "2026-09-01"),)},
    "inspect": {
        "form": "INSPECTION",
        "delegates": ("KEL-2026-0002",),
        "details": (("until", "2026-06-30"), ("role", "suk")),
    },
    "acknowledge": {"form": "DUTIES"},
    "change": {"post": "Ketua", "office_phone": "09-000 0077"},
}


@st.composite
def forms(draw: st.DrawFn) -> list[Application]:
    """People, some of whom come back under another form, a department, and whatever happens to them."""
    own = ADDRESSES
    found = [form(number, address=own[number - 1], received_on="2026-01-04", groups=(GROUP,)) for number in PEOPLE]
    if draw(st.booleans()):
        day = draw(iso)
        again = {"complete_on": day, "decided_on": day, "staff_key": found[0].staff_key}
        found.append(form(9, address=draw(st.sampled_from([own[0], own[5]])), **again))
    found.append(department(owner="KEL-2026-0001"))
    for serial in range(draw(st.integers(0, 7))):
        event = draw(st.sampled_from(["terminate", *sorted(EVENTS)]))
        reason = {"reason": "breach"} if event == "terminate" and draw(st.booleans()) else {}
        day = draw(iso)
        values = {"received_on": day, **EVENTS[event], **reason}
        found.append(notice(event, draw(st.sampled_from(PEOPLE)), on=day, serial=serial, **values))
    return found


@st.composite
def accounts(draw: st.DrawFn) -> list[Account]:
    """Whatever a server may hold of them, in every state."""
    found: list[Account] = []
    people = draw(st.permutations([1, 2, 3, 4, 9]))
    if draw(st.integers(0, 9)) == 0:
        people = [1, *people]  # an id that the server has twice
    for number, who in enumerate(people[: draw(st.integers(1, 5))]):
        state = draw(st.sampled_from([ACTIVE, ACTIVE, SUSPENDED, SUSPENDED, REMOVED]))
        day = draw(st.sampled_from(["2026-01-15", "2026-03-15"]))
        fields = Fields(
            account_id=f"KEL-2026-{who:04d}",
            address=ADDRESSES[who - 1] if who != 9 and number else ADDRESSES[6 - (who == 9)],
            name="Sesiapa",
            state=state,
            tier="pengguna_biasa",
            quota=draw(st.sampled_from([1, 314572800, 629145600])),
            staff_key=form(1 if who == 9 else who).staff_key,
            office_phone=draw(st.sampled_from(["", "09-000 0055"])),
        )
        closed = draw(st.sampled_from(["", day, day, day])) if state != ACTIVE else ""
        new = f"fake-{number + 1:06d}"
        found.append(
            Account(
                new,
                fields,
                draw(st.integers(0, 4)) > 0,
                locked_at=draw(st.sampled_from(["", "2026-02-01T00:00:00Z"])),
                must_change=draw(st.booleans()),
                last_login_at=draw(st.sampled_from(["", "2025-12-01T00:00:00Z", "2026-04-01T00:00:00Z"])),
                created_at=draw(st.sampled_from(["", "2026-01-05T00:00:00Z"])),
                handle=f"handle:{new}",
                suspended_on=closed,
                frozen_on=closed if draw(st.booleans()) else "",
                removed_on=day if state == REMOVED and draw(st.booleans()) else "",
                used=draw(st.sampled_from([-1, 0, 629145600])),
            )
        )
    return found


@st.composite
def notices_sent(draw: st.DrawFn) -> list[Sent]:
    """All notices of some kinds to everybody, or only some of them."""
    every = ("idle", "deletion", "shrink")
    kinds = draw(st.sampled_from([(), every[:1], every, every]))
    roles = draw(st.sampled_from([("owner",), ("owner", "supervisor"), ("owner", "supervisor")]))
    day = draw(st.sampled_from(["2026-01-12", "2026-03-20", "2026-06-01"]))
    return [Sent(kind, address, role, day) for kind in kinds for address in ADDRESSES for role in roles]


def made(found: list[Application], server: FakeServer, day: date, sent: list[Sent], law: Standard) -> Plan:
    wants = roster(found, law, (), GROUPS, day)
    return plan(wants, FakeProvider(server).read(), law, day, LOOSE, history=History(sent=sent))


def server_of(have: list[Account]) -> FakeServer:
    return FakeServer({one.id: one for one in have}, dict.fromkeys(GROUPS, True), precision=7)


@given(forms(), accounts(), days, notices_sent(), UNDECIDED)
def test_invariant_01_04_one_step_that_takes_away_and_at_rest_after_it(found, have, day, sent, undecided):
    """R030: at most one destructive step for an account and a run; after the run nothing is left for this day."""
    server, law = server_of(have), rules(undecided)
    first = made(found, server, day, sent, law)
    taken = [change.id for change in first.changes if change.destructive]
    assert len(taken) == len(set(taken))
    assert {change.verb for change in first.changes if change.destructive} <= DESTRUCTIVE | {"update"}
    results = carry_out(FakeProvider(server), first)
    assert [f"{one.verb} {one.account}: {one.message}" for one in results if one.result != "done"] == []
    recent = {
        one.id for one in found if (day - timedelta(days=30)).isoformat() <= max(one.decided_on, one.effective_on)
    }
    back = [change for change in first.changes if change.verb in ("resume", "unfreeze", "restore")]
    given = {change.id for change in back if change.basis in recent}
    for _again in range(3):
        later = made(found, server, day, sent, law)
        # what was given back today is not taken away today
        assert not given & {change.id for change in later.changes if change.verb in ("suspend", "freeze", "remove")}
        taken = [change.id for change in later.changes if change.destructive]
        assert len(taken) == len(set(taken))
        if later.effective == ():
            break
        carry_out(FakeProvider(server), later)
    assert made(found, server, day, sent, law).effective == ()


@given(forms(), accounts(), days, notices_sent(), UNDECIDED)
def test_invariant_03_04_nothing_is_given_back_or_touched_without_a_form(found, have, day, sent, undecided):
    """R030: no unlock, no reopening by convergence; what is not ours is untouched."""
    by_id = {one.id: one for one in have}
    by_form = {one.id: one for one in found}
    for change in made(found, server_of(have), day, sent, rules(undecided)).changes:
        if change.verb in GIVING:
            assert by_form[change.basis].event in GIVING[change.verb]
        if change.verb == "restore":
            before = by_id[change.id]
            assert by_form[change.basis].staff_key == before.fields.staff_key
            former = by_form.get(before.fields.account_id)
            assert former is None or former.staff_key == before.fields.staff_key
            assert before.fields.state != ACTIVE
        elif change.verb not in QUIET and change.after.get("state") == ACTIVE:
            assert change.verb in ("create", *GIVING)
        if change.id and change.verb not in QUIET:
            assert by_id[change.id].managed
        assert change.basis
        assert change.clauses


@given(forms(), accounts(), days, notices_sent(), UNDECIDED)
def test_invariant_04_a_removal_waits_for_everything_that_guards_it(found, have, day, sent, undecided):
    """R096, R103, R104, R195: undecided, held, untold or too early: no removal. Only a breach needs no notice."""
    by_id = {one.id: one for one in have}
    law = rules(undecided)
    wants = {want.fields.account_id: want for want in roster(found, law, (), GROUPS, day).accounts}
    for change in made(found, server_of(have), day, sent, law).changes:
        if change.verb == "purge":
            assert undecided not in ("reuse_address", "restore_window", "records_hold")
            gone = date.fromisoformat(by_id[change.id].removed_on)
            assert day >= gone + timedelta(days=40)
        if change.verb != "remove":
            continue
        account, want = by_id[change.id], wants[by_id[change.id].fields.account_id]
        closed = date.fromisoformat(account.suspended_on)
        assert undecided != "records_hold"
        assert not want.care.holds
        assert day > closed
        if not want.at_once:
            assert undecided != "minimum_notice"
            assert day >= closed + timedelta(days=14)
        if account.frozen_on and want.fields.state == ACTIVE:
            told = {one.to for one in sent if one.kind == "deletion" and account.frozen_on <= one.on < day.isoformat()}
            assert told == {"owner", "supervisor"}


@given(forms(), accounts(), days, notices_sent(), st.randoms(use_true_random=False))
def test_invariant_09_the_same_day_gives_the_same_bytes(found, have, day, sent, shuffler: random.Random):
    ids = {one.fields.account_id: one for one in have}
    keys = {one.fields.staff_key: one for one in have}
    have = [one for one in have if ids[one.fields.account_id] is one and keys[one.fields.staff_key] is one]
    law = rules()
    first = made(found, server_of(have), day, sent, law)
    seen = coming(roster(found, law, (), GROUPS, day), FakeProvider(server_of(have)).read(), law, day, 200)
    mixed, shown, told = list(found), list(have), list(sent)
    for several in (mixed, shown, told):
        shuffler.shuffle(several)
    again = made(mixed, server_of(shown), day, told, law)
    assert b"".join(again.chunks()) == b"".join(first.chunks())
    assert Plan.from_dict(first.to_dict()) == first
    assert coming(roster(mixed, law, (), GROUPS, day), FakeProvider(server_of(shown)).read(), law, day, 200) == seen
    assert all(day.isoformat() < one.date for one in seen)
