# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to come: every day that a plan will act on, or that a notice must leave on, is known before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.coming import Coming, coming
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, Sent
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import LOOSE, OLD, account, directory, form, notice, probe, standard, wanted
from tests.unit.lifecycle.test_idle import DECIDED, LAST, frozen, rules

TODAY = date(2026, 3, 1)


def seen(wants: Roster, *accounts: Account, law: Standard, on: date = TODAY, days: int = 400) -> list[tuple[str, str]]:
    return [(one.date, one.kind) for one in coming(wants, directory(*accounts), law, on, days)]


def test_R023_the_third_working_day_of_an_account_that_is_not_made_yet() -> None:
    law = standard()
    wants = wanted(form(1, complete_on="2026-03-01", decided_on="2026-03-01"), rules=law, on=TODAY)
    (one,) = coming(wants, directory(), law, TODAY, 30)
    assert (one.date, one.kind, one.account) == ("2026-03-04", "create", OLD)
    assert "KEL-4.3-c" in one.clauses
    assert coming(wants, directory(), law, TODAY, 2) == ()
    assert coming(wants, directory(account(1)), law, TODAY, 30) == ()


def test_R095_R096_the_stages_of_an_account_that_nobody_uses() -> None:
    law = rules()
    wants = wanted(form(1), rules=law, on=TODAY)
    assert seen(wants, account(1, overlay=LAST), law=law) == [("2026-03-28", "idle"), ("2026-04-11", "freeze")]
    assert seen(wants, frozen(), law=law) == [("2026-09-27", "deletion"), ("2026-10-11", "remove")]
    (_notice, freeze) = coming(wants, directory(account(1, overlay=LAST)), law, TODAY, 90)
    assert freeze.waits_for == ("idle_untold",)


def test_R095_what_is_undecided_is_named() -> None:
    law = standard()
    wants = wanted(form(1), rules=law, on=TODAY)
    (_notice, freeze) = coming(wants, directory(account(1, overlay=LAST)), law, TODAY, 90)
    assert freeze.waits_for == ("idle_undecided", "frozen_undecided", "idle_untold")
    found = coming(wants, directory(frozen()), law, TODAY, 300)
    assert found[-1].waits_for == ("idle_count_undecided", "hold_undecided", "notice_undecided", "deletion_untold")


def test_R078_the_age_of_a_password_and_its_notices() -> None:
    law = standard()
    have = account(1, overlay={"password_changed_at": "2026-01-10T00:00:00Z"})
    expected = [("2026-03-27", "password_age"), ("2026-04-03", "password_age"), ("2026-04-09", "password_age")]
    assert seen(wanted(form(1), on=TODAY), have, law=law) == [*expected, ("2026-04-10", "blocked")]


def test_R080_who_has_not_taken_the_account_over_is_reminded() -> None:
    law = standard(C_PWD_FIRST={"unused_after": "P30D"})
    have = account(1, overlay={"must_change": True, "created_at": "2026-02-28T00:00:00Z"})
    assert seen(wanted(form(1), on=TODAY), have, law=law) == [
        ("2026-03-03", "first_login"),
        ("2026-03-07", "first_login"),
        ("2026-03-31", "suspend"),
    ]
    # let in again since: the same time once more, as in the plan
    resumed = wanted(form(1), notice("resume", on="2026-03-01"), rules=law, on=TODAY)
    assert seen(resumed, have, law=law)[-1] == ("2026-04-01", "suspend")


def test_R103_R116_what_was_decided_for_a_later_day_and_the_removal_after_it() -> None:
    law = standard(decided=True)
    told = notice("terminate", on="2026-03-20", decided_on="2026-02-20")
    wants = wanted(form(1), told, rules=law, on=TODAY)
    assert seen(wants, account(1), law=law) == [("2026-03-20", "suspend")]
    wants = wanted(form(1), told, rules=law, on=date(2026, 3, 20))
    have = account(1, state="suspended", overlay={"suspended_on": "2026-03-20"})
    assert seen(wants, have, law=law, on=date(2026, 3, 20)) == [("2026-04-03", "remove")]


def test_probes_strangers_and_unmanaged_accounts_have_nothing_to_come() -> None:
    law = rules()
    wants = wanted(form(1), rules=law, probes=(probe(),), on=TODAY)
    box = next(want for want in wants.accounts if want.fields.kind == "probe")
    have = account(2, overlay=LAST)._replace(fields=box.fields)
    assert seen(wants, have, account(1, managed=False, overlay=LAST), law=law) == []


def test_R095_R096_the_plan_acts_on_exactly_the_days_that_were_foretold() -> None:
    """The freeze and the removal of one unused account, looked for day by day for a year."""
    law = rules()
    wants = wanted(form(1), rules=law)
    have = account(1, overlay=LAST)
    foretold: list[tuple[str, str]] = []
    done: list[tuple[str, str]] = []
    sent: list[Sent] = []
    day = TODAY
    while day < date(2026, 12, 31):
        server = directory(have)
        tomorrow = coming(wants, server, law, day, 1)
        foretold += [(one.date, one.kind) for one in tomorrow if one.kind in ("freeze", "remove")]
        kinds = [one.kind for one in tomorrow if one.kind in ("idle", "deletion")]
        day += timedelta(days=1)
        sent += [Sent(kind, OLD, role, day.isoformat()) for kind in kinds for role in ("owner", "supervisor")]
        for change in plan(wants, server, law, day, LOOSE, history=History(sent=sent)).changes:
            assert change.verb in ("freeze", "remove"), change
            done.append((day.isoformat(), change.verb))
            have = applied(have, dict(change.after))
    assert done == foretold == [("2026-04-11", "freeze"), ("2026-10-11", "remove")]


def applied(have: Account, after: dict[str, Any]) -> Account:
    return have._replace(fields=have.fields._replace(state=after.pop("state")), **after)


def test_lines_come_sorted_and_once() -> None:
    law = rules()
    wants = wanted(form(1), form(2), rules=law, on=TODAY)
    found = coming(wants, directory(account(2, overlay=LAST), account(1, overlay=LAST)), law, TODAY, 90)
    assert list(found) == sorted(set(found))
    assert {one.account for one in found} == {OLD, "pegawai2@kelantan.gov.my"}
    assert all(isinstance(one, Coming) and one.basis for one in found)


def test_many_accounts_together_have_the_days_that_each_has_alone() -> None:
    """Days that many accounts share are worked out once; hours and zones that decide a day are not mixed."""
    moments = ["2026-01-10T15:59:59Z", "2026-01-10T16:00:00Z", "2026-01-10T16:10:00+08:00", "2026-02-27T01:02:03Z", ""]
    law = standard(decided=True, C_PWD_FIRST={"unused_after": "P30D"}, C_IDLE=DECIDED)
    overlays = [
        {
            "last_login_at": used,
            "password_changed_at": changed,
            "created_at": "2026-02-27T01:02:03Z",
            "must_change": new,
        }
        for used in moments
        for changed in moments
        for new in (True, False)
    ]
    later = {"complete_on": "2026-02-28", "decided_on": "2026-02-28"}
    forms = [form(number, **(later if number % 5 == 0 else {})) for number in range(1, 2 * len(overlays) + 1)]
    have = [account(number, overlay=overlays[number // 2 % len(overlays)]) for number in range(1, len(forms) + 1)]
    needed = [notice("resume", number, on="2026-02-20", serial=number) for number in range(3, len(forms), 3)]
    wants = wanted(*forms, *needed, rules=law, on=TODAY)
    assert any(want.resume_on for want in wants.accounts)
    alone: list[Coming] = []
    for want, one in zip(wants.accounts, have, strict=True):
        alone += coming(wants._replace(accounts=(want,)), directory(one), law, TODAY, 400)
    assert list(coming(wants, directory(*have), law, TODAY, 400)) == sorted(set(alone))
    assert len(alone) > len(have)
