# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every world, not only for those somebody thought of."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.encoding import canonical
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    REMOVED,
    SUSPENDED,
    Account,
    Fields,
    Limits,
    Plan,
    Roster,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import UnsafePlanError
from tests.unit.lifecycle.builders import (
    GROUP,
    GROUPS,
    LOOSE,
    OTHER_GROUP,
    carry_out,
    department,
    form,
    notice,
    standard,
)

RULES = standard(decided=True)
FIRST = date(2026, 1, 10)
PEOPLE = range(1, 6)
ADDRESSES = [f"alamat{number}@kelantan.gov.my" for number in range(8)]
#: What a notice may rename to, one each; a server may already have given it to somebody.
NEW_ADDRESSES = [f"baharu{number}@kelantan.gov.my" for number in range(6)]

days = st.integers(0, 200).map(lambda number: FIRST + timedelta(days=number))
iso = days.map(date.isoformat)
group_sets = st.sets(st.sampled_from([GROUP, OTHER_GROUP])).map(lambda found: tuple(sorted(found)))


@st.composite
def forms(draw: st.DrawFn) -> list[Application]:
    """People with or without notices. As in checked forms, no address is given to two of them."""
    addresses = draw(st.permutations(ADDRESSES))
    own, second = addresses[: len(PEOPLE)], addresses[len(PEOPLE) :]
    found = [
        form(
            number,
            address=own[number - 1],
            status=draw(st.sampled_from(["approved", "approved", "approved", "received"])),
            tier=draw(st.sampled_from(["pengguna_biasa", "pengurusan_tertinggi", ""])),
            adopt=draw(st.booleans()),
            groups=draw(group_sets),
            aliases=(second[number - 1],) if number <= len(second) and draw(st.booleans()) else (),
        )
        for number in PEOPLE
    ]
    people = [f"KEL-2026-{number:04d}" for number in PEOPLE]
    delegates = tuple(sorted(draw(st.sets(st.sampled_from(people), max_size=2))))
    found.append(department(owner=draw(st.sampled_from(people)), delegates=delegates))
    events = st.sampled_from(["suspend", "resume", "terminate", "rename", "change", "join", "leave", "release"])
    for serial in range(draw(st.integers(0, 6))):
        event = draw(events)
        values = {
            "rename": {"address": NEW_ADDRESSES[serial]},
            "change": {"post": draw(st.sampled_from(["Ketua", "Kerani"])), "unit": draw(st.sampled_from(["", "jkr"]))},
            "join": {"groups": (OTHER_GROUP,)},
            "leave": {"groups": (GROUP,)},
        }.get(event, {})
        found.append(notice(event, draw(st.sampled_from(PEOPLE)), on=draw(iso), serial=serial, **values))
    return found


@st.composite
def accounts(draw: st.DrawFn) -> list[Account]:
    """Whatever a server may hold: ours or not, touched by hand or not, with ids that exist, are double or unknown.

    No address is there twice: every platform refuses that.
    """
    found: list[Account] = []
    addresses = draw(st.permutations(ADDRESSES + NEW_ADDRESSES[:2]))
    for number in range(draw(st.integers(0, 6))):
        fields = Fields(
            account_id=draw(st.sampled_from(["", *(f"KEL-2026-{one:04d}" for one in range(1, 9))])),
            address=addresses[number],
            name="Sesiapa",
            kind=draw(st.sampled_from(["individual", "individual", "department"])),
            state=draw(st.sampled_from([ACTIVE, ACTIVE, SUSPENDED, REMOVED])),
            tier="pengguna_biasa",
            quota=draw(st.sampled_from([0, 1, 314572800])),
            staff_key=draw(st.sampled_from(["", form(1).staff_key])),
            groups=draw(group_sets),
        )
        locked = draw(st.sampled_from(["", "2026-02-01T00:00:00Z"]))
        since = draw(st.sampled_from(["", "2026-01-15", "2026-03-15"])) if fields.state == SUSPENDED else ""
        managed = draw(st.booleans())
        new = f"fake-{number + 1:06d}"
        found.append(Account(new, fields, managed, locked_at=locked, handle=f"handle:{new}", suspended_on=since))
    return found


def wants_of(found: list[Application], day: date) -> Roster:
    return roster(found, RULES, (), GROUPS, day)


def server_of(found: list[Account]) -> FakeServer:
    return FakeServer({one.id: one for one in found}, dict.fromkeys(GROUPS, True))


def made_by(server: FakeServer, wants: Roster, day: date) -> Plan:
    return plan(wants, FakeProvider(server).read(), RULES, day, LOOSE)


def apply(server: FakeServer, made: Plan) -> list[str]:
    outcomes = carry_out(FakeProvider(server), made)
    return [f"{one.verb} {one.account}: {one.message}" for one in outcomes if one.result != "done"]


@given(forms(), accounts(), days)
def test_what_is_planned_can_be_applied_and_then_nothing_is_left(found, have, day):
    server, wants = server_of(have), wants_of(found, day)
    assert apply(server, made_by(server, wants, day)) == []
    again = made_by(server, wants, day)
    assert again.effective == ()


@given(forms(), accounts(), days)
def test_what_is_not_ours_is_never_touched(found, have, day):
    wants = wants_of(found, day)
    known = {want.fields.account_id for want in wants.accounts}
    adopting = {want.fields.address for want in wants.accounts if want.adopt}
    made = made_by(server_of(have), wants, day)
    by_id = {one.id: one for one in have}
    for change in made.effective:
        if change.verb == "create" or not change.id:
            continue
        account = by_id[change.id]
        if account.managed:
            assert account.fields.account_id in known
        else:
            assert change.verb in ("adopt", "join", "leave", "release")
            assert account.fields.address in adopting
            assert not change.destructive


@given(forms(), accounts(), days)
def test_one_destructive_step_and_never_from_active_to_removed(found, have, day):
    made = made_by(server_of(have), wants_of(found, day), day)
    by_id = {one.id: one for one in have}
    taken = [change.id for change in made.changes if change.destructive]
    assert len(taken) == len(set(taken))
    for change in made.changes:
        if change.verb == "remove":
            account = by_id[change.id]
            assert account.fields.state == SUSPENDED
            assert account.suspended_on
            assert date.fromisoformat(account.suspended_on) + timedelta(days=14) <= day
            assert change.due <= day.isoformat()


@given(forms(), accounts(), days)
def test_login_is_given_back_only_by_a_notice(found, have, day):
    wants = wants_of(found, day)
    notices = {one.id: one for one in found if one.form == "NOTICE"}
    for change in made_by(server_of(have), wants, day).changes:
        if change.verb in ("resume", "release"):
            assert notices[change.basis].event == change.verb
        elif change.verb != "create":
            assert change.after.get("state", SUSPENDED) in (SUSPENDED, REMOVED)
            assert "locked_at" not in change.after


@given(forms(), accounts(), days)
def test_no_address_is_ever_given_to_a_second_owner(found, have, day):
    server = server_of(have)
    before = addresses(have)
    apply(server, made_by(server, wants_of(found, day), day))
    for address, owners in addresses(list(server.accounts.values())).items():
        assert len(owners) <= max(1, len(before.get(address, ())))
        assert before.get(address, set()) <= owners


def addresses(found: list[Account]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    for account in found:
        for address in (account.fields.address, *account.fields.aliases):
            result.setdefault(address, set()).add(account.id)
    return result


@given(forms(), accounts(), days, st.randoms(use_true_random=False))
def test_the_same_inputs_in_any_order_give_the_same_bytes(found, have, day, shuffler: random.Random):
    unique = {(one.fields.address, one.fields.account_id, one.fields.staff_key): one for one in have}
    have = [one for key, one in unique.items() if not collides(key, unique)]
    first = made_by(server_of(have), wants_of(found, day), day)
    mixed, shown = list(found), list(have)
    shuffler.shuffle(mixed)
    shuffler.shuffle(shown)
    again = made_by(server_of(shown), wants_of(mixed, day), day)
    assert b"".join(again.chunks()) == b"".join(first.chunks())
    assert b"".join(first.chunks()) == canonical(first.to_dict())
    assert Plan.from_dict(first.to_dict()) == first


def collides(key: tuple[str, ...], others: dict[tuple[str, ...], Account]) -> bool:
    """Several holders of one thing: which of them a question names first is the server's order."""
    return any(other != key and any(a and a == b for a, b in zip(key, other, strict=True)) for other in others)


@given(forms(), accounts(), days, st.integers(0, 5))
def test_no_plan_passes_its_limit(found, have, day, most):
    wants, server = wants_of(found, day), server_of(have)
    free = made_by(server, wants, day)
    destructive = sum(change.destructive for change in free.changes)
    limits = Limits(max_destructive=most, max_destructive_share=1.0)
    try:
        made = plan(wants, FakeProvider(server).read(), RULES, day, limits)
    except UnsafePlanError as error:
        assert destructive > most
        assert str(destructive) in str(error)
    else:
        assert destructive <= most
        assert made == free
