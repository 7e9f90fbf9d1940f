# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The invariants of design.md section 6, as far as they are pure: each test tries to break one.

6, 7 and 8 live with the providers; 10 with the standard. What of them can be seen here is here too.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    DESTRUCTIVE,
    REMOVED,
    Change,
    Limits,
    Plan,
    Roster,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.render import render
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer, Faults, Killed
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    LockedError,
    PartialAnswerError,
    StalePlanError,
    UnsafePlanError,
)
from tests.unit.lifecycle.builders import (
    GROUP,
    GROUPS,
    LOOSE,
    NEW,
    OTHER_GROUP,
    TODAY,
    account,
    carry_out,
    department,
    directory,
    form,
    notice,
    planned,
    probe,
    standard,
    stranger,
    verbs,
    wanted,
)

RULES = standard(decided=True)
FORMS = (
    *[form(number, groups=(GROUP,)) for number in range(1, 9)],
    department(owner="KEL-2026-0001", delegates=("KEL-2026-0002", "KEL-2026-0003")),
)
NOTICES = (
    notice("suspend", 2, on="2026-03-01", serial=901),
    notice("resume", 2, on="2026-04-01", serial=902),
    notice("terminate", 3, on="2026-03-10", serial=903),
    notice("rename", 4, on="2026-03-20", serial=904, address=NEW),
    notice("change", 5, on="2026-04-10", serial=905, post_class="top_management", grade="JUSA A"),
    notice("join", 6, on="2026-05-01", serial=906, groups=(OTHER_GROUP,)),
    notice("leave", 7, on="2026-05-02", serial=907, groups=(GROUP,)),
    notice("terminate", 8, on="2026-06-01", serial=908),
)
PROBES = (probe("kunci"), probe("penuh", quota=1048576))


def wants_on(day: date) -> Roster:
    return roster([*FORMS, *NOTICES], RULES, PROBES, GROUPS, day)


def run(server: FakeServer, wants: Roster, day: date, limits: Limits = LOOSE) -> Plan:
    provider = FakeProvider(server)
    made = plan(wants, provider.read(), RULES, day, limits)
    outcomes = carry_out(provider, made)
    assert [one.result for one in outcomes] == ["done"] * len(made.effective), outcomes
    return made


def year(server: FakeServer) -> list[Plan]:
    """One run a week for half a year."""
    days = [date(2026, 1, 7) + timedelta(weeks=week) for week in range(27)]
    return [run(server, wants_on(day), day) for day in days]


def test_invariant_01_a_second_run_changes_nothing_on_any_day():
    server = FakeServer()
    for week in range(27):
        day = date(2026, 1, 7) + timedelta(weeks=week)
        run(server, wants_on(day), day)
        writes, generation = server.writes, server.generation
        again = plan(wants_on(day), FakeProvider(server).read(), RULES, day, LOOSE)
        assert again.effective == ()
        assert (server.writes, server.generation) == (writes, generation)


def test_invariant_02_the_plan_is_what_apply_then_does():
    """Reading and planning write nothing, and the plan's file gives back exactly the plan."""
    server = FakeServer()
    made = plan(wants_on(TODAY), FakeProvider(server).read(), RULES, TODAY, LOOSE)
    assert (server.writes, server.accounts, server.generation) == (0, {}, 1)
    again = Plan.from_dict(json.loads(b"".join(made.chunks())))
    assert again == made
    assert again.checksum == made.checksum
    reported: list[str] = []
    FakeProvider(server).apply(
        again.effective, generation=again.generation, secrets=Secrets(), report=lambda one: reported.append(one.key)
    )
    assert reported == [change.key for change in made.effective]


@pytest.mark.parametrize("managed", [True, False])
@pytest.mark.parametrize("state", ["active", "suspended", "removed"])
def test_invariant_03_an_account_that_nobody_asked_for_is_never_changed(managed, state):
    overlay = {"locked_at": "2026-01-01T00:00:00Z", "must_change": True, "suspended_on": "2026-01-01"}
    other = account(99, managed=managed, state=state, groups=(GROUP,), opens=("x@kelantan.gov.my",), overlay=overlay)
    result = planned(wanted(form(1)), account(1), other)
    assert result.effective == ()
    assert verbs(result) == ([] if state == REMOVED else ["ask"])


def test_invariant_03_an_id_without_our_marker_proves_nothing():
    """Somebody copied the attributes of a form onto an account of their own."""
    result = planned(wanted(form(1, post="Ketua")), account(1, managed=False))
    assert verbs(result) == ["ask"]


def test_invariant_03_a_withdrawn_form_makes_its_account_a_question_and_not_a_removal():
    result = planned(wanted(form(1, status="withdrawn")), account(1))
    assert verbs(result) == ["ask"]


def test_invariant_03_a_pending_notice_changes_nothing():
    for status in ("received", "complete", "supported", "rejected"):
        wants = wanted(form(1), notice("terminate", status=status))
        assert verbs(planned(wants, account(1))) == []


def test_invariant_04_at_most_one_destructive_step_for_an_account_in_a_run():
    for made in year(FakeServer()):
        taken = [change.account for change in made.changes if change.destructive]
        assert len(taken) == len(set(taken))


def test_invariant_04_removal_only_after_our_suspension_and_the_notice():
    server = FakeServer()
    steps = [
        (made.as_of, change.verb, change.account)
        for made in year(server)
        for change in made.changes
        if change.verb in DESTRUCTIVE and change.account == "pegawai3@kelantan.gov.my"
    ]
    assert [verb for _day, verb, _account in steps] == ["suspend", "remove"]
    suspended, removed = (date.fromisoformat(day) for day, _verb, _account in steps)
    assert removed - suspended >= timedelta(days=14)
    assert removed >= date(2026, 3, 10) + timedelta(days=14)


@pytest.mark.parametrize("missing", ["minimum_notice", "records_hold"])
def test_invariant_04_what_the_owner_has_not_decided_is_asked(missing):
    data = RULES.to_dict()
    del data["controls"]["C-TERM"][missing]
    rules = type(RULES)(data)
    for state, overlay in (("active", {}), ("suspended", {"suspended_on": "2026-03-10"})):
        wants = roster([form(3), NOTICES[2]], rules, (), GROUPS, date(2030, 1, 1))
        result = planned(wants, account(3, state=state, overlay=overlay), rules=rules, on=date(2030, 1, 1))
        assert "remove" not in verbs(result)
        assert "ask" in verbs(result)


def test_invariant_04_the_kelantan_profile_as_written_never_removes():
    server = FakeServer()
    for years in range(5):
        day = TODAY.replace(year=2026 + years)
        provider = FakeProvider(server)
        made = plan(roster([*FORMS, *NOTICES], standard(), (), GROUPS, day), provider.read(), standard(), day, LOOSE)
        carry_out(provider, made)
        assert made.counts["remove"] == 0
    assert REMOVED not in {one.fields.state for one in server.accounts.values()}


def test_invariant_04_a_hand_made_suspension_is_never_the_start_of_a_removal():
    wants = wanted(form(3), NOTICES[2], rules=RULES)
    assert verbs(planned(wants, account(3, state="suspended"), rules=RULES)) == ["ask"]


def test_invariant_04_converging_never_re_enables():
    """Suspended by hand, resumed by an old notice: no decision covers the new suspension."""
    wants = wanted(form(2), *NOTICES[:2])
    by_hand = account(2, state="suspended")
    ours_but_newer = account(2, state="suspended", overlay={"suspended_on": "2026-05-01"})
    never_decided = account(1, state="suspended", overlay={"suspended_on": "2026-05-01"})
    assert verbs(planned(wants, by_hand)) == ["ask"]
    assert verbs(planned(wants, ours_but_newer)) == ["ask"]
    assert verbs(planned(wanted(form(1)), never_decided)) == ["ask"]


def test_invariant_04_converging_never_unlocks_or_clears_what_the_server_observed():
    overlay = {"locked_at": "2026-06-14T01:00:00Z", "must_change": True, "password_changed_at": "2020-01-01T00:00:00Z"}
    result = planned(wanted(form(1, post="Ketua")), account(1, overlay=overlay))
    assert verbs(result) == ["update"]
    assert set(result.changes[0].after) == {"post"}


def test_invariant_05_a_partial_empty_or_shrunken_answer_stops_the_plan():
    server = FakeServer()
    run(server, wants_on(date(2026, 1, 7)), date(2026, 1, 7))
    known = len(server.accounts)
    provider = FakeProvider(server)
    for faults, error in (
        (Faults(read_cut=True), PartialAnswerError),
        (Faults(read_shrunk=0.5), UnsafePlanError),
        (Faults(read_shrunk=1.0), PartialAnswerError),
    ):
        server.faults = faults
        with pytest.raises(error):
            plan(wants_on(TODAY), provider.read(), RULES, TODAY, Limits(), known)
    server.faults = Faults(read_duplicate=True)
    doubled = plan(wants_on(date(2026, 1, 7)), provider.read(), RULES, date(2026, 1, 7), LOOSE, known)
    assert doubled.effective == ()
    assert doubled.counts["ask"] == 1


@pytest.mark.parametrize("writes", range(1, 12))
def test_invariant_06_killed_after_any_write_a_new_run_converges(writes):
    server = FakeServer(faults=Faults(kill_after=writes))
    wants = wants_on(TODAY)
    provider = FakeProvider(server)
    made = plan(wants, provider.read(), RULES, TODAY, LOOSE)
    try:
        carry_out(provider, made)
    except Killed:
        assert server.writes == writes
    server.faults = Faults()
    run(server, wants, TODAY)
    ids = [one.fields.account_id for one in server.accounts.values()]
    assert len(ids) == len(set(ids))
    assert plan(wants, provider.read(), RULES, TODAY, LOOSE).effective == ()


def test_invariant_07_of_two_runs_only_one_applies_and_a_stale_plan_is_refused():
    server = FakeServer()
    one, two = FakeProvider(server), FakeProvider(server)
    first = plan(wants_on(TODAY), one.read(), RULES, TODAY, LOOSE)
    second = plan(wants_on(TODAY), two.read(), RULES, TODAY, LOOSE)
    errors: list[type[Exception]] = []

    def intrude(number: int) -> None:
        if number == 3:
            server.between = None
            carry_out(two, second, generation=server.generation)

    server.between = intrude
    try:
        carry_out(one, first)
    except LockedError as error:
        errors.append(type(error))
    assert errors == [LockedError]
    with pytest.raises(StalePlanError):
        carry_out(two, second)
    ids = [account.fields.account_id for account in server.accounts.values()]
    assert len(ids) == len(set(ids))


def test_invariant_08_no_staff_key_and_no_password_in_the_table():
    made = planned(wanted(form(1), form(2, post="Ketua")), account(2))
    text = "\n".join(render(made, made.checksum))
    assert form(1).staff_key not in text
    assert "password" not in b"".join(made.chunks()).decode().lower()


def test_invariant_09_a_replay_of_an_old_date_gives_the_same_bytes():
    old = date(2026, 4, 15)
    server = directory(*[account(number, groups=(GROUP,)) for number in range(1, 9)])

    def replay(forms: list[object], accounts: list[object]) -> bytes:
        wants = roster(forms, RULES, PROBES, GROUPS, old)
        return b"".join(plan(wants, directory(*accounts), RULES, old, LOOSE).chunks())

    forms, accounts = [*FORMS, *NOTICES], list(server.accounts)
    first = replay(forms, accounts)
    later = [notice("suspend", 1, on="2026-05-01", serial=990), form(50, decided_on="2026-05-02")]
    shuffled = random.Random(4).sample(forms + later, len(forms) + len(later))
    assert replay(shuffled, random.Random(5).sample(accounts, len(accounts))) == first
    assert b"2026-05-" not in first


def test_invariant_09_the_clock_is_an_argument():
    wants = wanted(form(1), notice("suspend", on="2026-06-15"))
    on_time = planned(wants, account(1), on=date(2026, 6, 15)).changes[0]
    late = planned(wants, account(1), on=date(2026, 6, 25)).changes[0]
    assert (on_time.days_late, late.days_late) == (0, 10)
    assert (on_time.after["suspended_on"], late.after["suspended_on"]) == ("2026-06-15", "2026-06-25")


def test_every_line_has_a_basis_a_clause_and_a_reason_in_both_languages():
    made = [*year(FakeServer()), planned(wanted(form(1)), stranger("x@kelantan.gov.my"), account(9))]
    changes = [change for one in made for change in one.changes]
    assert {change.verb for change in changes} >= {"create", "suspend", "resume", "rename", "update", "join", "remove"}
    for change in changes:
        assert change.basis, change
        assert change.clauses, change
        assert change.account, change
        assert set(change.reason) == {"ms", "en"}
        assert all(change.reason.values())
        assert not any("{" in text for text in change.reason.values())
        assert isinstance(change, Change)
        assert not change.destructive or change.verb in DESTRUCTIVE
