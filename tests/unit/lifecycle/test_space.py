# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Less space: what is in use is asked for once, only where it matters, and silence is never zero (R066, R069)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, Sent, history_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from tests.unit.lifecycle.builders import (
    LOOSE,
    OLD,
    ORDINARY_QUOTA,
    TODAY,
    account,
    directory,
    form,
    notice,
    one,
    probe,
    standard,
    wanted,
)

BIG = 2 * ORDINARY_QUOTA
MIB = 1024**2


class Server:
    """Tells what accounts use, and remembers who it was asked about."""

    def __init__(self, **used: int) -> None:
        self.used = {name.replace("_", "-"): number for name, number in used.items()}
        self.asked: list[list[str]] = []

    def __call__(self, accounts: Sequence[Account]) -> Mapping[str, int]:
        self.asked.append([account.id for account in accounts])
        return {account.id: self.used[account.id] for account in accounts if account.id in self.used}


def made(server: Server, *have: Account, **values: Any) -> Plan:
    forms = values.pop("forms", [form(number) for number in (1, 2, 3)])
    rules = values.pop("rules", standard(decided=True))
    return plan(wanted(*forms, rules=rules), directory(*have), rules, TODAY, LOOSE, usage=server, **values)


def verbs(found: Plan) -> dict[str, str]:
    return {change.id: change.topic or change.verb for change in found.changes}


def test_R069_one_question_about_all_whose_quota_shrinks_and_about_nobody_else() -> None:
    server = Server(uuid_1=ORDINARY_QUOTA, uuid_2=ORDINARY_QUOTA + 1)
    found = made(server, account(1, quota=BIG), account(2, quota=0), account(3, quota=ORDINARY_QUOTA // 2))
    assert server.asked == [["uuid-1", "uuid-2"]]
    assert verbs(found) == {"uuid-1": "update", "uuid-2": "shrink_untold", "uuid-3": "update"}


def test_R069_nobody_is_asked_when_no_quota_shrinks() -> None:
    server = Server()
    rules = standard(decided=True, C_QUOTA_FLOOR={"min_bytes": BIG})
    made(server, account(1, quota=ORDINARY_QUOTA // 2), account(2, post="Kerani"), account(3))
    made(server, account(1, quota=2 * BIG), rules=rules)  # less than the floor is asked about anyway
    made(server, account(1, state="removed", quota=BIG, overlay={"removed_on": "2026-06-01"}))
    assert server.asked == []


def test_R069_an_account_out_of_scope_or_a_probe_is_not_asked_about() -> None:
    server = Server()
    rules = standard(decided=True)
    wants = wanted(form(1), rules=rules, probes=(probe(),))
    fields = next(want.fields for want in wants.accounts if want.fields.kind == "probe")
    have = Account("uuid-p", fields._replace(quota=BIG), True, handle="h")
    far = account(1, quota=BIG)
    found = plan(
        wants, directory(far, have), rules, TODAY, LOOSE, usage=server, in_scope=lambda one: one.kind == "probe"
    )
    assert (server.asked, verbs(found)) == ([], {"uuid-p": "update"})


def test_R069_whoever_the_server_leaves_out_is_unknown_and_never_empty() -> None:
    server = Server(uuid_1=0)
    found = made(server, account(1, quota=BIG), account(2, quota=BIG))
    assert verbs(found)["uuid-1"] == "update"
    assert verbs(found)["uuid-2"] == "shrink"


def test_R069_the_question_says_use_and_quota() -> None:
    server = Server(uuid_1=ORDINARY_QUOTA + 1)
    change = one(made(server, account(1, quota=BIG), forms=[form(1)]))
    for language in ("ms", "en"):
        assert all(size in change.reason[language] for size in ("600 MiB", "300 MiB", "310 MiB"))
    whole = one(made(server, account(1, quota=0), forms=[form(1)]))
    assert "tanpa had" in whole.reason["ms"]
    assert "unlimited" in whole.reason["en"]


@pytest.mark.parametrize(("used", "expected"), [(270 * MIB, "update"), (270 * MIB + 1, "shrink_untold")])
def test_R069_the_mark_at_which_the_profile_warns_must_not_be_passed(used: int, expected: str) -> None:
    rules = standard(decided=True, C_QUOTA_WARN={"percent": 90})
    assert verbs(made(Server(uuid_1=used), account(1, quota=BIG), forms=[form(1)], rules=rules)) == {"uuid-1": expected}


def test_R069_the_notice_must_be_about_this_decision() -> None:
    """Who was told two years ago about another form was not told about this one."""
    lower = notice("change", on="2026-06-01", serial=7, post_class="ordinary")
    have, forms = account(1, quota=BIG, tier="pengurusan_tertinggi"), [form(1, post_class="top_management"), lower]
    for basis, expected in (("KEL-2026-0001", ["shrink_untold"]), ("NOT-2026-0007", [])):
        told = History(sent=[Sent("shrink", OLD, "owner", "2026-06-14", basis)])
        found = made(Server(uuid_1=BIG), have, forms=forms, history=told)
        asked = [change for change in found.changes if change.verb == "ask"]
        assert [change.topic for change in asked] == expected
        assert {change.basis for change in asked} <= {"NOT-2026-0007"}


def test_R066_who_comes_back_keeps_the_space_until_it_is_known_what_is_in_it() -> None:
    rules = standard(decided=True, C_TERM={"restore_window": "P20D"})
    left = notice("terminate", on="2026-05-01")
    again = form(2, complete_on="2026-06-14", decided_on="2026-06-14", staff_key=form(1).staff_key)
    for tier, given in (("pengurusan_tertinggi", set()), ("pengguna_biasa", {"quota"})):
        gone = account(1, state="removed", quota=0, tier=tier, groups=(), overlay={"removed_on": "2026-06-01"})
        found = made(Server(), gone, forms=[form(1), left, again], rules=rules)
        change = next(change for change in found.changes if change.verb == "restore")
        assert {"quota", "tier"} & set(change.after) == given, (
            "without its mailbox an account may seem to have no limit"
        )


def test_R069_the_plan_waits_its_notice_leaves_and_the_next_plan_gives_less() -> None:
    from ansible_collections.rasmi.mail.plugins.module_utils._notices.due import _UNTOLD

    asked: Change = one(made(Server(uuid_1=BIG), account(1, quota=2 * BIG), forms=[form(1)]))
    row = {"kind": "notice", "notice": _UNTOLD[asked.topic], "account": asked.account, "to": "owner"}
    book = history_of([{**row, "on": "2026-06-14", "basis": asked.basis}])
    assert verbs(made(Server(uuid_1=BIG), account(1, quota=2 * BIG), forms=[form(1)], history=book)) == {
        "uuid-1": "update"
    }


@pytest.mark.parametrize(("used", "quota"), [(ORDINARY_QUOTA, ORDINARY_QUOTA), (BIG, None), (None, None)])
def test_R069_who_is_taken_over_gets_less_only_where_it_is_seen_to_fit(used: int | None, quota: int | None) -> None:
    """And then a second run finds nothing to do."""
    server = Server(**({} if used is None else {"uuid_1": used}))
    have = account(1, managed=False, quota=0, account_id="", staff_key="")
    change = one(made(server, have, forms=[form(1, adopt=True)]))
    assert (server.asked, change.verb, change.after.get("quota")) == ([["uuid-1"]], "adopt", quota)


def test_a_mail_that_comes_between_review_and_apply_leaves_the_plan_as_it_is() -> None:
    have = account(1, quota=BIG)
    plans = [made(Server(uuid_1=used), have, forms=[form(1)]) for used in (451 * MIB, 452 * MIB)]
    assert plans[0].checksum == plans[1].checksum
