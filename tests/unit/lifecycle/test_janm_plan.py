# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JANM's samples from the forms to the plan: who gets what, what is asked, and on which clauses it rests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    STATUSES,
    Applications,
    ReferenceData,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    Directory,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import LOOSE
from tests.unit.lifecycle.janm_world import DAY, GB, JANM, World, line, lines


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return load_standard("janm", cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data(*(JANM / f"{name}.yml" for name in ("units", "groups", "supervisors", "probes")))


@pytest.fixture(scope="module")
def forms(standard: Standard, reference: ReferenceData) -> Applications:
    return load_applications(JANM / "applications", standard, reference, DAY)


@pytest.fixture
def world(forms: Applications, standard: Standard, reference: ReferenceData) -> World:
    return World(forms, standard, reference)


def test_the_samples_show_everything(forms: Applications, standard: Standard) -> None:
    assert len(forms.items) >= 15
    assert set(forms.counts["form"]) >= {"JANM-NEW", "JANM-END", "ARCHIVE", "NOTICE", "MOVEMENT", "LEAVE", "HOLD"}
    assert set(STATUSES) - set(forms.counts["status"]) <= {"complete"}
    assert set(forms.counts["tier"]) == {"", *(tier.id for tier in standard.tiers)}
    assert {item.category for item in forms.items} == {"", "A", "B"}
    assert {item.reason for item in forms.items if item.form == "JANM-END"} == {
        "internal_move",
        "other_agency",
        "service_ended",
        "breach",
    }
    assert {(item.reason, item.status) for item in forms.items if item.form == "ARCHIVE"} == {
        ("start", "approved"),
        ("start", "rejected"),
        ("start", "received"),
        ("end", "approved"),
    }


def test_the_samples_warn_of_what_would_become_a_fault(forms: Applications) -> None:
    told = {warning.split(": ")[1]: warning for warning in forms.warnings}
    assert "26 characters before the @, at most 15" in told["ANM-2026-0112"]
    assert "ticked 4 GB, but the grade gives 2 GiB" in told["ANM-2026-0116"]
    assert "cannot decide the tier" in told["ANM-2026-0103"]
    assert "the letter counts" in told["ANM-2026-0145"]


def test_the_samples_are_about_nobody(forms: Applications, reference: ReferenceData, standard: Standard) -> None:
    assert all(item.office_phone.startswith("03-000 ") for item in forms.items if item.office_phone)
    tiers = {tier.id for tier in standard.tiers}
    assert {probe.tier for probe in reference.probes if probe.purpose == "tier"} == tiers
    assert all(len(probe.address.partition("@")[0]) <= 15 for probe in reference.probes)
    units = [unit for supervisor in (reference.supervisors or {}).values() for unit in supervisor.units]
    assert sorted(units) == sorted(reference.units or {})


def test_a_new_server_gets_the_approved_mailboxes_by_grade(world: World) -> None:
    """R067 space by grade. R130: mailboxes of staff and of category B, none of category A. R145, R148: the add-ons that
    were granted, one by one."""
    made = world.plan()
    quotas = {one.account.partition("@")[0]: one.after["quota"] for one in made.changes if one.verb == "create"}
    people = {local: quota for local, quota in quotas.items() if not local.startswith("probe-")}
    assert people == {
        "hanif.sulaiman": 4 * GB,
        "norazmi.yaakob": 4 * GB,
        "ruzaini.salleh": 4 * GB,
        "rosmawati.daud": 2 * GB,
        "kelvin.jugah": 2 * GB,
        "sivakumar.r": 2 * GB,
        "haslinda.matisa": 2 * GB,
        "syazwani.ramli": 2 * GB,
    }
    change = line(made, "hanif.sulaiman", "create")
    assert change.clauses == (
        "JANM-5.2.2-b-1",
        "JANM-L1-1",
        "JANM-NEW-K",
        "JANM-NEW-D",
        "JANM-NEW-U",
        "JANM-NEW-UA",
        "JANM-5.2.2-a-1",
    )
    assert change.after["entitlements"] == ("ad_logon", "archive", "skype")
    assert line(made, "syazwani.ramli", "create").after["entitlements"] == ("ad_logon",)
    assert line(made, "kelvin.jugah", "create").after["entitlements"] == ("bmt",)


def test_three_working_days_by_the_calendar_of_the_office(world: World) -> None:
    """Complete on Tuesday 17 November: Kelantan rests on Friday and Saturday, so the third day is a Sunday."""
    assert line(world.plan(), "rosmawati.daud", "create").due == "2026-11-22"


def test_sspa_14_is_asked_and_the_ssm_grade_answers(world: World) -> None:
    made = world.plan()
    assert lines(made, "siewlan.chong") == ["ask"]
    change = line(made, "siewlan.chong", "ask")
    assert (change.basis, change.clauses) == ("ANM-2026-0103", ("JANM-5.2.2-b-1",))
    assert "SSPA WA14" in change.reason["en"] and "SSPA WA14" in change.reason["ms"]
    assert line(made, "ruzaini.salleh", "create").after["tier"] == "g54"


def test_category_a_is_requested_until_confirmed_and_never_written(world: World) -> None:
    """R126, R127, R130"""
    made = world.plan()
    stamp = line(made, "rajeswari.m", "ask")
    assert (stamp.basis, stamp.before, stamp.after) == ("ANM-2026-0105", {}, {})
    assert {"JANM-5.1.A-4", "JANM-5.2.1-a"} <= set(stamp.clauses)
    assert "rajeswari.muthusamy@jpn.gov.my" in stamp.reason["en"] and "2026-10-08" in stamp.reason["en"]
    assert lines(made, "ainul.zulkifli") == []
    unstamp = line(made, "mageswaran.p", "ask")
    assert (unstamp.basis, "request to delete" in unstamp.reason["en"]) == ("ANM-2026-0144", True)


def test_before_the_request_to_delete_a_confirmed_stamp_is_at_rest(world: World) -> None:
    made = world.plan(date(2026, 11, 3))
    assert lines(made, "mageswaran.p") == []


def test_what_comes_later_for_category_a_is_passed_on(world: World) -> None:
    """R024, R125: to the administrator of the duty agency."""
    (archive,) = [item for item in world.forms.items if item.id == "ANM-2026-0160"]
    moved = [item for item in world.forms.items if item.id != archive.id]
    world.forms = replace(world.forms, items=[*moved, archive._replace(account="ANM-2026-0106")])
    change = line(world.plan(), "ainul.zulkifli", "ask")
    assert (change.basis, change.clauses[0]) == ("ANM-2026-0160", "JANM-5.1.A-1")
    assert "administrator of jpn" in change.reason["en"]


def test_the_second_run_changes_nothing(world: World) -> None:
    first = world.converge()
    second = world.plan()
    assert second.effective == ()
    assert second.counts["ask"] == first.counts["ask"]


def _before(world: World) -> None:
    """A server that has everybody, from before any termination."""
    for day in (date(2026, 8, 1), date(2026, 10, 20)):
        world.converge(day)


def test_a_termination_closes_the_account_on_its_day_and_never_removes_undecided(world: World) -> None:
    _before(world)
    made = world.converge(date(2026, 11, 16))
    change = line(made, "beehoon.tan", "suspend")
    assert (change.basis, change.due, change.destructive) == ("ANM-2026-0145", "2026-11-16", True)
    assert {"JANM-5.2.2-a-3", "JANM-5.2.2-a-6", "JANM-END-R-iii"} <= set(change.clauses)
    assert "JANM-5.2.2-a-5" not in change.clauses
    later = world.plan(date(2027, 6, 1))
    assert "remove" not in {one.verb for one in later.changes}
    assert "records" in line(later, "beehoon.tan", "ask").reason["en"]


def test_sixty_days_after_the_letter_takes_effect_the_account_goes(world: World) -> None:
    """R103"""
    world.decide("C-TERM", records_hold=False, minimum_notice="P14D")
    _before(world)
    world.converge(date(2026, 11, 16))
    # What goes with the suspension (the logon to Windows) goes in the run after it.
    world.converge(date(2026, 11, 17))
    assert lines(world.plan(date(2027, 1, 14)), "beehoon.tan") == []
    change = line(world.plan(date(2027, 1, 15)), "beehoon.tan", "remove")
    assert (change.due, change.reversible, change.basis) == ("2027-01-15", False, "ANM-2026-0145")


def test_a_breach_waits_for_no_notice_but_still_for_records_and_a_suspension(world: World) -> None:
    """R104"""
    _before(world)
    world.decide("C-TERM", records_hold=False)
    first = world.converge(DAY)
    assert lines(first, "farid.roslan") == ["suspend"]
    change = line(first, "farid.roslan", "suspend")
    assert (change.basis, "JANM-5.2.2-a-5" in change.clauses) == ("ANM-2026-0141", True)
    assert "JANM-5.2.2-a-3" not in change.clauses
    assert lines(world.plan(DAY), "farid.roslan") == []
    assert lines(world.plan(date(2026, 11, 22)), "farid.roslan") == ["remove"]
    # Others wait for the notice that the owner has not decided.
    assert "remove" not in lines(world.plan(date(2027, 6, 1)), "beehoon.tan")
    assert "notice" in line(world.plan(date(2027, 6, 1)), "beehoon.tan", "ask").reason["en"]


def test_a_breach_does_not_remove_while_records_are_undecided(world: World) -> None:
    _before(world)
    world.converge(DAY)
    made = world.plan(date(2027, 6, 1))
    assert lines(made, "farid.roslan") == ["ask"]


def test_a_move_within_janm_updates_the_profile_and_nothing_else(world: World) -> None:
    """R105"""
    _before(world)
    made = world.plan(date(2026, 11, 10))
    change = line(made, "sivakumar.r", "update")
    assert change.after == {"unit": "pn-johor", "post": "Ketua Penolong Pengarah"}
    assert change.basis == "ANM-2026-0142"
    assert lines(made, "sivakumar.r") == ["update", "join"]
    assert not change.destructive


@pytest.mark.parametrize(
    ("decided", "on", "verbs"),
    [
        ("", date(2026, 11, 21), ["ask"]),
        ("", date(2026, 12, 14), ["ask"]),
        ("on_effective", date(2026, 11, 21), []),
        ("on_notice", date(2026, 11, 21), ["suspend"]),
    ],
)
def test_a_movement_told_ahead(world: World, decided: str, on: date, verbs: list[str]) -> None:
    """R116"""
    if decided:
        world.decide("C-DISABLE", ahead=decided)
    world.decide("C-TERM", records_hold=False, minimum_notice="P14D")
    _before(world)
    made = world.plan(on)
    assert lines(made, "haslinda.matisa") == verbs
    if verbs == ["ask"]:
        assert "JANM-5.2.2-a-6" in line(made, "haslinda.matisa", "ask").clauses
    if verbs == ["suspend"]:
        assert line(made, "haslinda.matisa", "suspend").due == "2026-11-18"
        world.converge(on)
        world.converge(date(2026, 11, 22))
        assert lines(world.plan(date(2027, 2, 12)), "haslinda.matisa") == []
        assert lines(world.plan(date(2027, 2, 13)), "haslinda.matisa") == ["remove"]


@pytest.mark.parametrize("decided", ["", "on_effective", "on_notice"])
def test_on_the_day_of_the_movement_the_account_is_closed(world: World, decided: str) -> None:
    if decided:
        world.decide("C-DISABLE", ahead=decided)
    _before(world)
    assert "suspend" in lines(world.plan(date(2026, 12, 15)), "haslinda.matisa")


def test_an_archive_is_opened_by_its_own_application(world: World) -> None:
    """R135, R136, R137"""
    world.converge(date(2026, 11, 19))
    change = line(world.plan(), "rosmawati.daud", "update")
    assert (change.before, change.after) == (
        {"entitlements": ("ad_logon",)},
        {"entitlements": ("ad_logon", "archive")},
    )
    assert (change.basis, change.destructive) == ("ANM-2026-0160", False)
    assert "MAM-OP010-4.1.1-2" in change.clauses and "JANM-2.5-b" not in change.clauses


def test_the_end_of_an_archive_waits_for_the_owners_decision_about_records(world: World) -> None:
    """R138, R195"""
    world.converge()
    assert lines(world.plan(), "hanif.sulaiman") == ["ask"]
    assert "archive" in world.account("hanif.sulaiman").entitlements
    world.decide("C-TERM", records_hold=True)
    assert lines(world.plan(), "hanif.sulaiman") == ["ask"]
    world.decide("C-TERM", records_hold=False)
    change = line(world.converge(), "hanif.sulaiman", "update")
    assert (change.after, change.basis, change.destructive) == (
        {"entitlements": ("ad_logon", "skype")},
        "ANM-2026-0162",
        True,
    )
    assert world.plan().effective == ()


def test_an_entitlement_that_nobody_approved_is_taken_back(world: World) -> None:
    """R145; R136, R146, R148: an add-on only after an application for it."""
    world.converge()
    world.alter("kelvin.jugah", entitlements=("bmt", "skype"))
    change = line(world.plan(), "kelvin.jugah", "update")
    assert (change.after, change.destructive) == ({"entitlements": ("bmt",)}, True)
    assert "JANM-2.5-e" in change.clauses and "MAM-OP010-5" not in change.clauses


def test_a_probe_keeps_the_entitlements_it_was_given(world: World) -> None:
    world.converge()
    world.alter("probe-g54", entitlements=("archive",))
    assert world.plan().effective == ()


def test_a_platform_without_entitlements_asks(world: World) -> None:
    world.converge()
    accounts = [one._replace(entitlements=()) for one in world.server.accounts.values()]
    read = Directory("plain", accounts, dict(world.server.groups), 1, complete=True)
    made = plan(world.roster(), read, world.standard, DAY, LOOSE)
    assert made.effective == ()
    assert "does not manage entitlements: bmt" in line(made, "kelvin.jugah", "ask").reason["en"]
    empty = plan(world.roster(), Directory("plain", [], complete=True), world.standard, DAY, LOOSE)
    assert lines(empty, "kelvin.jugah") == ["create", "ask"]
    assert "entitlements" not in line(empty, "kelvin.jugah", "create").after


@pytest.mark.parametrize(
    ("last", "signals", "verbs"),
    [
        ("2026-08-22T09:00:00+08:00", None, ["ask"]),
        ("2026-08-22T09:00:00+08:00", ["login"], ["freeze"]),
        ("2026-08-23T09:00:00+08:00", ["login"], []),
        ("", ["login"], []),
    ],
)
def test_ninety_days_without_use(world: World, last: str, signals: list[str] | None, verbs: list[str]) -> None:
    """R097"""
    world.converge()
    if signals:
        world.decide("C-IDLE", signals=signals)
    world.alter("norazmi.yaakob", last_login_at=last, must_change=False)
    made = world.plan()
    assert lines(made, "norazmi.yaakob") == verbs
    if verbs:
        change = line(made, "norazmi.yaakob", verbs[0])
        assert (change.basis, change.clauses) == ("JANM-5.2.2-a-4", ("JANM-5.2.2-a-4",))
        assert "2026-08-22" in change.reason["ms"]
    if verbs == ["freeze"]:
        world.converge()
        assert lines(world.plan(), "norazmi.yaakob") == []
        made = world.plan(date(2026, 11, 22))
        assert "records" in line(made, "norazmi.yaakob", "ask").reason["en"]
        world.decide("C-TERM", records_hold=False, minimum_notice="P14D")
        assert lines(world.plan(date(2026, 12, 4)), "norazmi.yaakob") == []
        assert lines(world.plan(date(2026, 12, 5)), "norazmi.yaakob") == ["remove"]


def test_who_was_suspended_or_is_a_probe_is_not_idle(world: World) -> None:
    _before(world)
    world.converge(DAY)
    for local in ("beehoon.tan", "probe-send"):
        world.alter(local, last_login_at="2026-01-01T00:00:00Z")
    made = world.plan()
    assert "suspend" not in lines(made, "beehoon.tan") and lines(made, "probe-send") == []
