# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is told what on a day: each kind of notice, to whom, and never twice."""

from __future__ import annotations

import email
import json
import re
from datetime import UTC, date, datetime
from email.policy import default
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.coming import Coming
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import DELETION, IDLE, SHRINK, history_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._notices.due import notices
from ansible_collections.rasmi.mail.plugins.module_utils._notices.duties import DUTIES
from ansible_collections.rasmi.mail.plugins.module_utils._notices.message import (
    Letterhead,
    load_texts,
    message,
    message_id,
)
from ansible_collections.rasmi.mail.plugins.module_utils._notices.model import KINDS, OUTAGE, TOLD, Notice
from ansible_collections.rasmi.mail.plugins.module_utils._notices.texts import SOURCES
from ansible_collections.rasmi.mail.plugins.module_utils._notices.world import Deed, World
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import LOOSE, account, directory, form, notice, standard, wanted

DAY = date(2026, 6, 15)
ME, BOSS, OFFICE = "pegawai1@kelantan.gov.my", "penyelia@kelantan.gov.my", "pentadbir@kelantan.gov.my"
HELP = "meja.bantuan@mygovuc.example"
RUNS = ("suspend", "freeze", "resume", "remove")
NOW = datetime(2026, 6, 15, 1, 2, 3, tzinfo=UTC)
HEAD = Letterhead("emel@kelantan.gov.my", "Emel Rasmi Kelantan", OFFICE, "Pejabat SUK")


def world(**values: Any) -> World:
    given = {"as_of": DAY, "standard": standard(), "supervisors": {"bptm": BOSS}, "office": OFFICE}
    given["helpdesk"] = HELP
    given["webmail"] = "https://mail.kelantan.gov.my"
    return World(**{**given, **values})


def told(where: World) -> dict[str, set[str]]:
    """Kind -> everybody who is told."""
    found: dict[str, set[str]] = {}
    for one in notices(where)[0]:
        found.setdefault(one.kind, set()).add(one.to)
    return found


def with_notices(**values: Any) -> Standard:
    data = standard().to_dict()
    data["notices"] |= values
    return Standard(data)


def deed(verb: str, *, on: str = "2026-06-14", number: int = 7, **values: Any) -> Deed:
    given: dict[str, Any] = {
        "verb": verb,
        "account": ME,
        "id": "uuid-1",
        "basis": "NOT-1",
        "reason": {"ms": "s", "en": "r"},
    }
    return Deed(number, on, Change(**{**given, **values}))


def inspection(begins: str, until: str) -> Any:
    return notice("inspect", 1, on=begins, details=(("until", until), ("role", "suk")))


def incident(**values: Any) -> Any:
    given = {
        "form": "INCIDENT",
        "received_on": "2026-06-13",
        "serial": 77,
        "details": (("incident", "CSIRT-2026-014"),),
    }
    return notice(values.pop("event", "close"), 1, on="2026-06-14", **{**given, **values})


def everything() -> tuple[Notice, ...]:
    """At least one notice of every kind that goes by mail."""
    after = {**account().fields._asdict()}
    deeds = [
        deed("create", number=1, after=after),
        deed("create", number=2, account="jabatan500@kelantan.gov.my", after={
            "account_id": "KEL-2026-0500", "kind": "department", "owner": ME, "name": "J", "supervisor": "bptm"}),
        *(deed(verb, number=n) for n, verb in enumerate(RUNS, 3)),
        deed("update", number=20, before={"entitlements": ("bmt",)}, after={"entitlements": ("archive",)}),
    ]  # fmt: skip
    asked = [
        Change("ask", ME, id="uuid-1", topic=topic, basis="KEL-4.5-a", reason={"ms": "kecil", "en": "small"})
        for topic in ("idle_untold", "deletion_untold", "shrink_untold")
    ]
    accounts = [
        account(
            1, overlay={"password_changed_at": "2026-03-20T00:00:00+08:00", "last_login_at": "2026-02-01T00:00:00Z"}
        ),
        account(2, overlay={"must_change": True, "created_at": "2026-06-11T02:00:00Z"}),
    ]
    forms = [
        form(1, decided_on="2026-06-10"),
        form(3, status="rejected", decided_on="2026-06-11", decision_reason="Tiada keperluan rasmi"),
        notice("terminate", 1, on="2026-06-12"),
        inspection("2026-06-10", "2026-06-12"),
        incident(),
    ]
    rules = with_notices(inspection_to=["office"], incident_to=["helpdesk"])
    made = wanted(form(1), forms[2], on=DAY, rules=standard(decided=True)).accounts
    found, silent = notices(
        world(standard=rules, forms=forms, deeds=deeds, asked=asked, accounts=accounts, wanted=made,
              due=lambda complete_on, _unit: "2026-06-16" if complete_on else "")
    )  # fmt: skip
    assert silent == ()
    return found


@pytest.fixture(scope="module")
def all_notices() -> tuple[Notice, ...]:
    return everything()


def test_there_is_a_notice_a_text_and_a_schema_entry_for_every_kind(all_notices):
    from pathlib import Path

    assert {one.kind for one in all_notices} == set(TOLD)
    assert set(SOURCES) == set(KINDS) == {*TOLD, OUTAGE}
    schema = json.loads((Path(__file__).parents[3] / "profiles" / "profile.schema.json").read_text())
    assert set(schema["$defs"]["notice_kind"]["enum"]) == set(TOLD)


def test_applicants_are_told_through_their_supervisor_and_a_rejection_says_why():
    """R021, R048, R051: the status of an application is told, a rejection with its reason."""
    forms = [
        form(1, decided_on="2026-06-10"),
        form(2, status="rejected", decided_on="2026-06-11", decision_reason="Tiada keperluan"),
        form(3, status="supported", decided_on=""),
        form(4, decided_on="2026-05-01"),
        form(5, decided_on="2026-06-16"),
        notice("suspend", 1, on="2026-06-12"),
    ]
    found = notices(world(forms=forms))[0]
    assert [(one.kind, one.to, one.basis) for one in found] == [
        ("approved", BOSS, "KEL-2026-0001"),
        ("rejected", BOSS, "KEL-2026-0002"),
    ], "a form of six weeks ago is history, one of tomorrow has not happened, a notice opens nothing"
    assert "Tiada keperluan" in load_texts(None).render("rejected", found[1].facts)[1]


def test_an_approval_without_a_mailbox_promises_neither_account_nor_password():
    only = form(1, decided_on="2026-06-10", mailbox=False)
    (one,) = notices(world(forms=[only], due=lambda _day, _unit: "2026-06-20"))[0]
    body = load_texts(None).render("approved", one.facts)[1]
    assert "password" not in body and "will be created" not in body and "approved on 2026-06-10" in body


def test_a_new_account_is_welcomed_with_every_duty_and_how_to_acknowledge(all_notices):
    """R029, R080, R220-R236: duties of the user, and a dated acknowledgement."""
    (welcome,) = [one for one in all_notices if one.kind == "created" and one.account == ME and one.role == "owner"]
    subject, body = load_texts(None).render("created", welcome.facts)
    assert [duty.id for duty in DUTIES] == [f"R{number}" for number in range(220, 237)]
    for duty in DUTIES:
        assert f"[{duty.id}]" in body
    plain = " ".join(body.split())
    for text in (DUTIES[6].ms, DUTIES[6].en, "SAYA FAHAM DAN AKUR", "I UNDERSTAND AND COMPLY", OFFICE, "300 MiB"):
        assert text in plain
    assert ME in subject


def test_a_department_is_told_through_its_responsible_officer(all_notices):
    """R200: a department mailbox has a responsible officer."""
    found = [one for one in all_notices if one.kind == "created" and one.account.startswith("jabatan")]
    assert {(one.role, one.to) for one in found} == {("owner", ME), ("supervisor", BOSS)}
    assert "no password of its own" in " ".join(load_texts(None).render("created", found[0].facts)[1].split())


@pytest.mark.parametrize(("days", "told_on"), [(2, None), (3, 3), (6, 3), (7, 7), (29, 7), (31, None)])
def test_the_first_login_is_reminded_of_after_3_and_7_days_through_the_supervisor(days, told_on):
    """R080, R081: the temporary password must be changed."""
    at = datetime.fromordinal(DAY.toordinal() - days).replace(tzinfo=UTC, hour=1)
    fresh = account(1, overlay={"must_change": True, "created_at": at.isoformat()})
    found = notices(world(accounts=[fresh]))[0]
    if told_on is None:
        assert found == ()
    else:
        (one,) = found
        assert (one.kind, one.to, one.key.split(":")[-2]) == ("first_login", BOSS, str(told_on))


@pytest.mark.parametrize(("left", "stage"), [(15, None), (14, 14), (8, 14), (7, 7), (2, 7), (1, 1), (0, None)])
def test_the_age_of_a_password_is_told_14_7_and_1_days_before(left, stage):
    """R078, R079: a warning before the account is blocked."""
    changed = date.fromordinal(DAY.toordinal() - 90 + left)
    found = notices(world(accounts=[account(1, overlay={"password_changed_at": f"{changed}T09:00:00+08:00"})]))[0]
    assert [(one.kind, one.to, one.key.split(":")[-2]) for one in found] == (
        [] if stage is None else [("password_age", ME, str(stage))]
    )


def test_a_suspended_or_unmanaged_account_is_not_reminded():
    old = {"password_changed_at": "2026-03-20T00:00:00+08:00"}
    gone = account(1, state="suspended", overlay=old)
    foreign = account(2, managed=False, overlay=old)
    assert notices(world(accounts=[gone, foreign]))[0] == ()


def test_idle_tells_owner_and_supervisor_once_for_each_time_it_is_idle():
    """R095, R096, R097: owner and supervisor are asked."""
    asked = [Change("ask", ME, id="uuid-1", topic="idle_untold", basis="KEL-4.5-a")]
    idle = account(1, overlay={"last_login_at": "2026-02-01T00:00:00Z"})
    found = notices(world(asked=asked, accounts=[idle]))[0]
    assert {(one.role, one.to) for one in found} == {("owner", ME), ("supervisor", BOSS)}
    assert "2026-02-01" in load_texts(None).render("idle", found[0].facts)[1]
    keys = {one.key for one in found}
    assert notices(world(asked=asked, accounts=[idle], sent=keys))[0] == ()
    again = account(1, overlay={"last_login_at": "2026-03-02T00:00:00Z"})
    assert len(notices(world(asked=asked, accounts=[again], sent=keys))[0]) == 2


def test_a_warning_leaves_on_its_day_and_the_plan_that_waits_for_it_does_not_repeat_it():
    idle = account(1, overlay={"last_login_at": "2026-02-01T00:00:00Z"})
    warned = [Coming("2026-06-10", ME, "idle"), Coming("2026-06-20", ME, "idle"), Coming("2026-06-10", ME, "freeze")]
    found = notices(world(ahead=warned, accounts=[idle]))[0]
    assert {(one.kind, one.role) for one in found} == {("idle", "owner"), ("idle", "supervisor")}
    asked = [Change("ask", ME, id="uuid-1", topic="idle_untold", basis="KEL-4.5-a")]
    keys = {one.key for one in found}
    assert notices(world(ahead=warned, asked=asked, accounts=[idle], sent=keys))[0] == ()
    assert notices(world(ahead=warned[1:], accounts=[idle]))[0] == (), "its day has not come"


@pytest.mark.parametrize(
    ("values", "told_on"),
    [
        ({}, "2026-06-13"),
        ({"status": "received", "decided_on": "", "effective_on": ""}, "2026-06-13"),
        ({"status": "rejected"}, None),
        ({"status": "incomplete", "decided_on": ""}, None),
        ({"event": "reopen"}, None),
        ({"received_on": "2026-04-01"}, None),
        ({"account": "ANM-OF-CATEGORY-A"}, None),
    ],
    ids=["decided", "not yet decided", "rejected", "incomplete", "over", "history", "not ours to run"],
)
def test_R185_R186_an_incident_is_told_to_the_helpdesk_once(values, told_on):
    rules = with_notices(incident_to=["helpdesk"])
    made = wanted(form(1), on=DAY).accounts
    found = [one for one in notices(world(standard=rules, forms=[incident(**values)], wanted=made))[0]
             if one.kind == "incident"]  # fmt: skip
    assert [(one.role, one.to, one.on) for one in found] == ([("helpdesk", HELP, told_on)] if told_on else [])
    if not told_on:
        return
    again = notices(world(standard=rules, forms=[incident(**values)], wanted=made, sent={found[0].key}))[0]
    assert not [one for one in again if one.kind == "incident"]
    subject, body = load_texts(None).render("incident", found[0].facts)
    plain = " ".join(body.split())
    assert "CSIRT-2026-014" in subject and ME in subject and "Pegawai 1" not in body
    decided = values.get("status") is None
    assert ("is closed at once" in plain, "ditutup serta-merta" in plain) == (decided, decided)
    assert ("belum diputuskan" in plain, "has not been decided" in plain) == (not decided, not decided)


def test_R186_nobody_is_told_of_an_incident_unless_the_profile_says_whom_and_no_address_is_shown():
    made = wanted(form(1), on=DAY).accounts
    assert "incident" not in told(world(forms=[incident()], wanted=made))
    rules = with_notices(incident_to=["helpdesk"])
    silent = notices(world(standard=rules, forms=[incident()], wanted=made, helpdesk=""))[1]
    assert [(one.kind, one.role, one.basis) for one in silent if one.kind == "incident"] == [
        ("incident", "helpdesk", "NOT-2026-0077")
    ]


def test_the_lifecycle_waits_for_just_these_records():
    """What planning reads of a ledger is what is written there after a notice has left."""
    sent = [
        {"kind": "notice", "notice": "idle", "account": ME, "to": role, "on": "2026-06-15", "basis": "KEL-4.5-a"}
        for role in TOLD["idle"]
    ]
    past = history_of(sent)
    assert {past.told(IDLE, [ME], role, "2026-02-01") for role in standard().controls["C-IDLE"]["object_by"]} == {
        "2026-06-15"
    }
    assert (IDLE, DELETION, SHRINK) == ("idle", "deletion", "shrink")


def test_R095_R096_the_plan_waits_the_notice_leaves_and_the_next_plan_freezes():
    rules = standard(decided=True, C_IDLE={"signals": ["login"], "frozen_receives": True, "counted_from": "freeze"})
    data = rules.to_dict()
    data["decisions"]["frozen_receives"] |= {"status": "decided", "value": True}
    rules, wants = Standard(data), wanted(form(1), rules=rules)
    idle = account(1, overlay={"last_login_at": "2026-01-10T09:00:00+08:00"})
    book: list[dict[str, Any]] = []

    def verbs(day: date) -> list[tuple[str, str]]:
        made = plan(wants, directory(idle), rules, day, LOOSE, history=history_of(book))
        asked[:] = made.changes
        return [(one.verb, one.topic) for one in made.changes]

    asked: list[Change] = []
    first = date(2026, 4, 11)
    assert verbs(first) == [("ask", "idle_untold")]
    left = notices(world(as_of=first, standard=rules, asked=asked, accounts=[idle], wanted=wants.accounts))[0]
    assert {one.role for one in left} == {"owner", "supervisor"}
    for one in left:
        row = {"kind": "notice", "key": one.key, "notice": one.kind, "account": one.account, "to": one.role}
        book.append({**row, "on": first.isoformat(), "basis": one.basis})
    later = date(2026, 5, 11)
    assert verbs(later) == [("freeze", "")]
    sent = {one["key"] for one in book}
    assert notices(world(as_of=later, standard=rules, asked=asked, accounts=[idle], sent=sent))[0] == ()


def test_what_a_run_did_is_told_once_and_the_next_time_anew():
    first, second = deed("suspend", number=3), deed("suspend", number=9)
    keys = {one.key for one in notices(world(deeds=[first]))[0]}
    assert len(keys) == 2
    found = notices(world(deeds=[first, second], sent=keys))[0]
    assert {one.key.split(":")[1] for one in found} == {"9"}
    assert notices(world(deeds=[deed("suspend", on="2026-01-01")]))[0] == ()


def test_a_removed_account_has_no_mailbox_to_be_told_in():
    assert told(world(deeds=[deed("remove")])) == {"deleted": {OFFICE}}, "nobody knows its supervisor any more"


def test_an_inspection_is_told_only_to_whom_the_profile_says_when_it_begins_and_when_it_is_over():
    """R180, R181: who is told of an inspection is the profile's choice."""
    rules = with_notices(inspection_to=["office"])
    assert told(world(forms=[inspection("2026-06-10", "2026-06-12")])) == {}
    for until, kinds in (
        ("2026-06-14", {"inspection_begun", "inspection_ended"}),
        ("2026-06-15", {"inspection_begun"}),
    ):
        forms = [inspection("2026-06-10", until)]
        assert told(world(forms=forms, standard=rules)) == {key: {OFFICE} for key in kinds}
    unapproved = inspection("2026-06-10", "2026-06-20")._replace(status="received")
    assert told(world(forms=[unapproved, inspection("2026-06-16", "2026-06-20")], standard=rules)) == {}


def test_a_rejected_notice_is_told_to_the_owner_too_and_an_approved_one_when_it_is_done():
    """R051: whatever was decided."""
    made = wanted(form(1)).accounts
    forms = [
        notice("rename", 1, on="2026-06-12", status="rejected", decision_reason="Alamat dipegang", serial=1),
        notice("rename", 1, on="2026-06-12", serial=2),
    ]
    assert told(world(forms=forms, wanted=made)) == {"rejected": {ME, BOSS}}


def test_a_profile_switches_a_kind_off_and_a_probe_is_nobody():
    rules = with_notices(off=["suspended"])
    assert told(world(deeds=[deed("suspend"), deed("resume", number=8)], standard=rules)) == {"resumed": {ME, OFFICE}}
    probe = deed("create", account="probe@kelantan.gov.my", after={"kind": "probe"})
    assert told(world(deeds=[probe])) == {}


def test_whoever_has_no_address_is_listed_and_not_forgotten():
    found, silent = notices(world(forms=[form(1, decided_on="2026-06-10")], supervisors={}, office=""))
    assert found == ()
    assert [(one.kind, one.role) for one in silent] == [("approved", "supervisor")]


def test_the_same_world_gives_the_same_notices(all_notices):
    assert everything() == all_notices


def test_no_notice_holds_a_keyed_hash_a_number_of_an_identity_card_or_a_password(all_notices):
    """R082, R171: a password is never told by mail."""
    texts = load_texts(None)
    for one in all_notices:
        mail = message(one, texts, HEAD, NOW).as_string()
        assert "hmac-sha256" not in mail
        assert re.search(r"\b\d{6}-?\d{2}-?\d{4}\b", mail) is None
        assert "staff_key" not in one.facts and not any("password" in name for name in one.facts)


def test_a_mail_is_right_for_machines(all_notices):
    made = message(all_notices[0], load_texts(None), HEAD, NOW)
    mail = email.message_from_bytes(made.as_bytes(), policy=default)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == message_id(all_notices[0].key, HEAD.sender)
    assert mail["Message-ID"].endswith("@kelantan.gov.my>")
    assert mail["Reply-To"] == OFFICE and mail["To"] == all_notices[0].to
    assert mail["Date"] == "Mon, 15 Jun 2026 09:02:03 +0800"
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert "Pejabat SUK" in mail.get_content()
    assert all(len(line) <= 998 for line in made.as_bytes().split(b"\r\n"))


def test_names_of_people_survive_and_cannot_add_a_header():
    facts = {
        "name": "Çelik\r\nBcc: x@y.z",
        "account": ME,
        "basis": "K\r\nBcc: x@y.z",
        "on": "2026-06-10",
        "reason": "–",
    }
    made = message(
        Notice("k", "rejected", "supervisor", BOSS, ME, "K", "2026-06-10", facts), load_texts(None), HEAD, NOW
    )
    mail = email.message_from_bytes(made.as_bytes(), policy=default)
    assert mail["Bcc"] is None
    assert "Çelik" in mail.get_content()


def test_no_line_of_a_text_is_longer_than_a_screen(all_notices):
    texts = load_texts(None)
    for one in all_notices:
        body = texts.render(one.kind, one.facts)[1]
        long = [line for line in body.splitlines() if len(line) > 76 and "http" not in line and "@" not in line]
        assert not long, (one.kind, long)


def test_a_site_replaces_a_text_and_a_wrong_one_is_a_fault_before_anything_leaves(tmp_path):
    (tmp_path / "deleted.j2").write_text("Tamat {{ account }}\n===\nTamat.\n===\nEnded.\n")
    subject, body = load_texts(str(tmp_path)).render("deleted", {"account": ME})
    assert subject == f"Tamat {ME}" and body.startswith("Tamat.")
    (tmp_path / "deleted.j2").write_text("one part only")
    (tmp_path / "goodbye.j2").write_text("a\n===\nb\n===\nc")
    with pytest.raises(FaultsError) as caught:
        load_texts(str(tmp_path))
    assert "three parts" in str(caught.value) and "no kind of notice" in str(caught.value)
    (tmp_path / "goodbye.j2").unlink()
    for text, why in (("{{ nothing }}", "is undefined"), ("{{ account.__class__.mro() }}", "unsafe")):
        (tmp_path / "deleted.j2").write_text(f"s\n===\n{text}\n===\nx")
        with pytest.raises(RasmiError, match=why):
            load_texts(str(tmp_path)).render("deleted", {"account": ME})


def test_a_termination_says_until_when_mail_can_be_saved():
    """R103, R176, R177: mail can be exported before the account goes."""
    rules = standard(decided=True)
    made = wanted(form(1), notice("terminate", 1, on="2026-06-12"), on=DAY, rules=rules).accounts
    found = notices(world(wanted=made))[0]
    assert {one.kind for one in found} == {"terminating"}
    assert "2026-06-26" in load_texts(None).render("terminating", found[0].facts)[1]
    removed = replace_state(account(1), "removed")
    assert notices(world(wanted=made, accounts=[removed]))[0] == ()


def replace_state(one: Any, state: str) -> Any:
    return one._replace(fields=one.fields._replace(state=state))
