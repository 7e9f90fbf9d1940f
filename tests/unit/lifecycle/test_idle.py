# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts that nobody uses: Kelantan freezes, asks, deletes; what was never used (R095, R096)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.told import told as told_by
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.care import Care
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, Sent, history_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Plan, Roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import (
    LOOSE,
    OLD,
    account,
    department,
    directory,
    form,
    notice,
    probe,
    standard,
    verbs,
    wanted,
)

#: Three months and a day after 10 January.
DUE = date(2026, 4, 11)
LAST = {"last_login_at": "2026-01-10T09:00:00+08:00"}
DECIDED: dict[str, Any] = {"signals": ["login"], "frozen_receives": True, "counted_from": "freeze"}


def rules(**idle: Any) -> Standard:
    found = standard(decided=True, C_IDLE={**DECIDED, **idle}).to_dict()
    found["decisions"]["frozen_receives"] |= {"status": "decided", "value": True}
    return Standard(found)


def told(kind: str = "idle", on: str = "2026-03-28", to: tuple[str, ...] = ("owner", "supervisor")) -> list[Sent]:
    return [Sent(kind, OLD, role, on) for role in to]


def made(
    *accounts: Account,
    on: date = DUE,
    sent: list[Sent] | None = None,
    standard_: Standard | None = None,
    precision: int = 0,
    wants: Roster | None = None,
) -> Plan:
    server = directory(*accounts)
    server.last_use_precision = precision
    history = History(sent=told() if sent is None else sent)
    law = standard_ or rules()
    return plan(wants or wanted(form(1), rules=law), server, law, on, LOOSE, history=history)


def cared(**values: Any) -> Roster:
    """The roster of `form(1)` with something that guards the account."""
    found = wanted(form(1), rules=rules())
    return found._replace(accounts=(found.accounts[0]._replace(care=Care(**values)),))


def frozen(on: str = "2026-04-11", **overlay: Any) -> Account:
    return account(1, state="suspended", overlay={**LAST, "suspended_on": on, "frozen_on": on, **overlay})


@pytest.mark.parametrize(("day", "expected"), [(10, []), (11, ["freeze"]), (30, ["freeze"])])
def test_R095_more_than_three_months_without_use_freezes_the_account(day: int, expected: list[str]) -> None:
    result = made(account(1, overlay=LAST), on=date(2026, 4, day))
    assert verbs(result) == expected
    if expected:
        change = result.changes[0]
        assert (change.due, change.days_late, change.destructive) == ("2026-04-11", day - 11, True)
        assert (change.basis, change.after["frozen_on"]) == ("KEL-4.5-a", f"2026-04-{day}")


@pytest.mark.parametrize(
    ("sent", "missing"),
    [
        ([], "owner, supervisor"),
        (told(to=("owner",)), "supervisor"),
        (told(on="2026-01-09"), "owner, supervisor"),
        (told(on=DUE.isoformat()), "owner, supervisor"),
        (told(kind="deletion"), "owner, supervisor"),
    ],
)
def test_R096_nobody_is_frozen_before_owner_and_supervisor_were_told(sent: list[Sent], missing: str) -> None:
    change = made(account(1, overlay=LAST), sent=sent).changes[0]
    assert (change.verb, change.topic) == ("ask", "idle_untold")
    assert change.reason["en"].endswith(f"to: {missing}.")


@pytest.mark.parametrize("field", ["signals", "frozen_receives"])
def test_R095_what_the_owner_has_not_decided_is_asked(field: str) -> None:
    data = rules().to_dict()
    data["controls"]["C-IDLE"].pop(field, None)
    if field == "frozen_receives":
        data["decisions"][field] |= {"status": "undecided", "value": None}
    assert verbs(made(account(1, overlay=LAST), standard_=Standard(data))) == ["ask"]


def test_R095_a_frozen_mailbox_that_shall_do_otherwise_than_a_suspended_one_is_asked_about() -> None:
    data = rules().to_dict()
    data["controls"]["C-DISABLE"]["delivery"] = "refuse"
    assert made(account(1, overlay=LAST), standard_=Standard(data)).changes[0].topic == "frozen_undecided"


@pytest.mark.parametrize(("precision", "day", "expected"), [(7, 17, []), (7, 18, ["freeze"]), (14, 24, [])])
def test_R095_a_day_is_reached_only_for_the_whole_error_bar_of_the_last_use(
    precision: int, day: int, expected: list[str]
) -> None:
    """C05: Zimbra writes the last logon every 7 days, Active Directory up to 14 days late."""
    assert verbs(made(account(1, overlay=LAST), on=date(2026, 4, day), precision=precision)) == expected


def test_R095_the_day_of_use_is_a_day_in_malaysia() -> None:
    late = account(1, overlay={"last_login_at": "2026-01-10T16:30:00Z"})
    assert verbs(made(late)) == []
    assert verbs(made(late, on=date(2026, 4, 12))) == ["freeze"]


@pytest.mark.parametrize(
    ("care", "expected"),
    [
        ({"away": (("2026-01-20", "2026-06-30"),)}, []),
        ({"away": (("2025-11-01", "2026-01-05"),)}, ["freeze"]),
        ({"away": (("2026-01-11", "2026-01-12"),)}, []),
        ({"told": True}, []),
    ],
)
def test_R095_long_leave_and_a_told_movement_are_no_idleness(care: dict[str, Any], expected: list[str]) -> None:
    assert verbs(made(account(1, overlay=LAST), wants=cared(**care))) == expected


def test_R095_departments_probes_and_accounts_without_a_known_use_are_not_idle() -> None:
    box = department(owner="KEL-2026-0001")
    wants = wanted(form(1), box, rules=rules(), probes=(probe(),))
    boxes = {want.fields.kind: want.fields for want in wants.accounts}
    have = [
        account(1)._replace(fields=boxes["individual"]),
        account(2, overlay=LAST)._replace(fields=boxes["department"]),
        account(3, overlay=LAST)._replace(fields=boxes["probe"]),
    ]
    assert verbs(made(*have, wants=wants)) == []


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-04-10", []), ("2026-04-11", ["unfreeze"]), ("2026-05-01", ["unfreeze"])]
)
def test_R096_an_objection_after_the_freeze_ends_it(on: str, expected: list[str]) -> None:
    wants = cared(objected_on=on, objection="KEL-2026-0300")
    result = made(frozen(), on=date(2026, 5, 2), wants=wants)
    assert verbs(result) == expected
    if expected:
        change = result.changes[0]
        assert (change.basis, change.after) == (
            "KEL-2026-0300",
            {"state": "active", "suspended_on": "", "frozen_on": ""},
        )


def test_R096_after_an_objection_the_three_months_begin_anew() -> None:
    """Also before the freeze: the answer to the notice. Else the next run would freeze the account again."""
    wants = cared(objected_on="2026-04-05", objection="KEL-2026-0300")
    have = account(1, overlay=LAST)
    assert verbs(made(have, wants=wants)) == []
    assert verbs(made(have, wants=wants, on=date(2026, 7, 5))) == []
    again = made(have, wants=wants, on=date(2026, 7, 6))
    assert [(change.verb, change.topic) for change in again.changes] == [("ask", "idle_untold")]


def test_R096_converging_never_ends_a_freeze() -> None:
    assert verbs(made(frozen(), on=date(2026, 5, 2))) == []


@pytest.mark.parametrize(
    ("counted", "before", "day"),
    [
        ("freeze", date(2026, 10, 10), date(2026, 10, 11)),
        ("last_use", date(2026, 7, 9), date(2026, 7, 10)),
    ],
)
def test_R096_six_months_without_objection_delete_from_where_the_profile_counts(
    counted: str, before: date, day: date
) -> None:
    """C04"""
    law = rules(counted_from=counted)
    sent = told("deletion", "2026-06-20")
    assert verbs(made(frozen(), on=before, sent=sent, standard_=law)) == []
    change = made(frozen(), on=day, sent=sent, standard_=law).changes[0]
    assert (change.verb, change.due, change.reversible) == ("remove", day.isoformat(), False)
    assert change.after == {"state": "removed", "removed_on": day.isoformat()}


def test_R096_undecided_where_the_six_months_begin_is_asked_from_the_earlier_day() -> None:
    """C04"""
    data = rules().to_dict()
    del data["controls"]["C-IDLE"]["counted_from"]
    law = Standard(data)
    assert verbs(made(frozen(), on=date(2026, 7, 9), standard_=law)) == []
    assert made(frozen(), on=date(2026, 7, 10), standard_=law).changes[0].topic == "idle_count_undecided"


@pytest.mark.parametrize(
    ("term", "care", "sent", "topic"),
    [
        ({"records_hold": None}, {}, "2026-10-01", "hold_undecided"),
        ({"minimum_notice": None}, {}, "2026-10-01", "notice_undecided"),
        ({"records_hold": True}, {}, "2026-10-01", "export_missing"),
        ({}, {"holds": ("KEL-2026-0301",)}, "2026-10-01", "held"),
        ({}, {}, "2026-04-10", "deletion_untold"),
    ],
)
def test_R096_R195_what_stands_before_the_deletion_of_a_frozen_account(
    term: dict[str, Any], care: dict[str, Any], sent: str, topic: str
) -> None:
    data = rules().to_dict()
    data["controls"]["C-TERM"] |= term
    result = made(
        frozen(), on=date(2026, 10, 11), sent=told("deletion", sent), standard_=Standard(data), wants=cared(**care)
    )
    assert [(change.verb, change.topic) for change in result.changes] == [("ask", topic)]


def test_R195_an_export_clears_the_way_of_records_that_must_be_kept() -> None:
    """C24"""
    data = rules().to_dict()
    data["controls"]["C-TERM"]["records_hold"] = True
    wants = cared(exported_on="2026-09-01")
    result = made(frozen(), on=date(2026, 10, 11), sent=told("deletion"), standard_=Standard(data), wants=wants)
    assert result.changes[0].topic == "deletion_untold"
    sent = told("deletion", "2026-09-20")
    assert verbs(made(frozen(), on=date(2026, 10, 11), sent=sent, standard_=Standard(data), wants=wants)) == ["remove"]


def test_R096_what_is_learned_late_never_deletes_before_the_agencys_notice_has_run() -> None:
    """Frozen years after the last use: the day to delete has passed long ago, the notice of 14 days has not."""
    law = rules(counted_from="last_use")
    late = frozen("2026-10-01", last_login_at="2020-01-01T00:00:00Z")
    sent = told("deletion", "2026-10-02")
    for day, expected in ((1, []), (14, []), (15, ["remove"])):
        assert verbs(made(late, on=date(2026, 10, day), sent=sent, standard_=law)) in ([], ["ask"], expected)
    assert verbs(made(late, on=date(2026, 10, 14), sent=sent, standard_=law)) == []
    assert verbs(made(late, on=date(2026, 10, 15), sent=sent, standard_=law)) == ["remove"]


def test_R096_a_deleted_idle_account_stays_deleted_and_asks_nothing() -> None:
    gone = account(1, state="removed", groups=(), overlay={"frozen_on": "2026-04-11", "removed_on": "2026-10-11"})
    assert verbs(made(gone, on=date(2027, 1, 1))) == []


@pytest.mark.parametrize(
    ("day", "overlay", "expected"),
    [
        (9, {}, []),
        (10, {}, ["suspend"]),
        (10, {"must_change": False}, []),
        (10, {"last_login_at": "2026-02-01T00:00:00Z"}, []),
    ],
)
def test_R080_handed_over_and_unused_for_thirty_days_is_suspended_where_the_profile_says_so(
    day: int, overlay: dict[str, Any], expected: list[str]
) -> None:
    law = standard(C_PWD_FIRST={"unused_after": "P30D"})
    issued = {"must_change": True, "created_at": "2026-01-10T01:00:00Z"}
    have = account(1, overlay={**issued, **overlay})
    assert verbs(made(have, on=date(2026, 2, day), standard_=law)) == expected
    assert verbs(made(have, on=date(2026, 2, day), standard_=rules())) == []


def test_R080_who_was_let_in_again_has_the_same_time_once_more() -> None:
    law = standard(C_PWD_FIRST={"unused_after": "P30D"})
    have = account(1, overlay={"must_change": True, "created_at": "2026-01-10T01:00:00Z"})
    resumed = notice("resume", on="2026-03-01")
    for day, expected in ((date(2026, 3, 31), []), (date(2026, 4, 1), ["suspend"])):
        wants = wanted(form(1), resumed, rules=law, on=day)
        assert verbs(made(have, on=day, standard_=law, wants=wants)) == expected


def test_R020_R095_a_restored_account_is_not_idle_before_its_person_could_log_in() -> None:
    """It was last used before it was removed; its form is newer."""
    again = wanted(form(1, complete_on="2026-04-01"), rules=rules())
    have = account(1, overlay={**LAST, "must_change": True})
    assert verbs(made(have, on=date(2026, 7, 1), wants=again)) == []
    assert verbs(made(have, on=date(2026, 7, 2), wants=again)) == ["ask"]


def test_R030_the_history_comes_from_the_ledger_as_it_was_written() -> None:
    change = {"verb": "create", "account": OLD, "basis": "KEL-2026-0001"}
    found = history_of(
        [
            {"kind": "start", "as_of": "2026-01-07", "at": "2026-01-08T01:00:00+00:00"},
            {"kind": "intent", "key": "a", "change": change},
            {"kind": "intent", "key": "b", "change": {**change, "basis": "KEL-2026-0002"}},
            {"kind": "outcome", "key": "a", "result": "done"},
            {"kind": "outcome", "key": "b", "result": "failed"},
            {"kind": "notice", "notice": "idle", "account": OLD, "to": "owner", "at": "2026-03-01T17:00:00+00:00"},
            {"kind": "note", "text": "x"},
        ]
    )
    assert [(one.verb, one.on) for one in found.done["KEL-2026-0001"]] == [("create", "2026-01-07")]
    assert "KEL-2026-0002" not in found.done
    assert found.told("idle", [OLD], "owner", "2026-03-02") == "2026-03-02"
    assert found.told("idle", [OLD], "owner", "2026-03-03") == ""
    assert found.told("idle", [OLD], "supervisor", "") == ""


def test_R096_the_plan_reads_the_notices_of_the_ledger(tmp_path) -> None:
    path = tmp_path / "ledger.jsonl"
    assert history_of(told_by(path)).told("idle", [OLD], "owner", "") == ""
    notice = {
        "kind": "notice",
        "notice": "idle",
        "account": OLD,
        "to": "owner",
        "on": "2026-03-28",
        "basis": "KEL-4.5-a",
    }
    lines = [{"kind": "start", "run": "x"}, notice]
    path.write_text(
        "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines) + '{"kind":"notice","torn'
    )
    assert history_of(told_by(path)).told("idle", [OLD], "owner", "2026-03-01") == "2026-03-28"
