# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan's page: what, who, from what to what, why in words, until when, how undone; waiting, asked, coming."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _planning
from ansible_collections.rasmi.mail.plugins.module_utils._applications import model
from ansible_collections.rasmi.mail.plugins.module_utils._evidence import plan_page as page
from ansible_collections.rasmi.mail.plugins.module_utils._evidence import plan_words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.forecast import forecast
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.inverse import undoing
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import QUIET, VERBS, Change
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.waiting import ASKED, PARTIES, waits, whom
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import label, raw
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.modules import account_plan
from tests.unit.lifecycle.builders import (
    ORDINARY_QUOTA,
    account,
    carry_out,
    form,
    notice,
    planned,
    standard,
    stranger,
    wanted,
)

LAB = Path(__file__).parents[3] / "inventories" / "lab"
CLAUSE = standard().clause("KEL-4.3-c")["phrase"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    world = FakeServer()
    monkeypatch.setattr(_planning, "open_provider", lambda _platform, _options: FakeProvider(world))
    return world


@pytest.fixture
def params(tmp_path: Path) -> dict[str, Any]:
    given = {name: option.get("default") for name, option in account_plan.ARGUMENT_SPEC.items()}
    files = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
    return {
        **given,
        **files,
        "applications": str(LAB / "applications"),
        "profile": "kelantan",
        "as_of": "2026-11-21",
        "reference": {"uri": "ldap://unused"},
        "dest": str(tmp_path / "plan.json"),
        "page": str(tmp_path / "plan.html"),
        "agency": "Pejabat <SUK>",
    }


def made(**values: Any) -> str:
    """The page of a small plan: one line of each kind that matters."""
    rules = standard(decided=True)
    gone = account(3, state="suspended", overlay={"suspended_on": "2026-03-01"})
    plan = planned(
        wanted(form(1), form(2, post="Ketua"), form(3), notice("terminate", 3, on="2026-03-01"), rules=rules),
        account(2, name="<script>alert(1)</script>\u202e"),
        gone,
        stranger("lama@kelantan.gov.my"),
        rules=rules,
    )
    given = {"plan": plan, "checksum": "c" * 64, "standard": rules, "how": undoing, "whom": whom, "label": label}
    return page.plan_page(page.PageInputs(**(given | values)))


def text_of(html: str) -> str:
    body = html.partition("<body>")[2] or html
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_a_line_says_what_who_from_to_why_until_when_and_how_it_is_undone():
    """R030: every line says by which clause and document."""
    forms = {"KEL-2026-0001": page.Form("OPS-002", "", "2026-01-06", "Ahmad")}
    people = {"pegawai1@kelantan.gov.my": page.Person("Pegawai Satu", "bptm")}
    seen = text_of(made(forms=forms, people=people, units={"bptm": "Bahagian Teknologi"}))
    for part in ("Wujudkan akaun", "Create accounts", "Pegawai Satu", "Bahagian Teknologi", "300 MiB"):
        assert part in seen
    assert CLAUSE in seen and "created within three working days" in seen, "the clause is there in words"
    assert "permohonan OPS-002 (akaun individu), diputuskan 2026-01-06, Ahmad" in seen
    assert "2026-01-08" in seen and "lewat 158 hari" in seen and "158 days late" in seen
    assert "jawatan" in seen and "Penolong Pegawai Tadbir → Ketua" in seen


def test_R030_each_field_of_an_update_names_the_application_that_decided_it():
    values = {"before": {"post": "A", "unit": ""}, "after": {"post": "Ketua", "unit": "bptm"}}
    change = Change("update", "a@b", "uuid-1", **values, clauses=("KEL-4.3-c",), basis="NOT-2", bases={"post": "NOT-1"})
    forms = {"NOT-1": page.Form("NOTICE", "change", "2026-01-06", "Ahmad")}
    seen = text_of(made(plan=replace(planned(wanted()), changes=(change,)), forms=forms))
    assert "A → Ketua (NOT-1)" in seen and "bptm (NOT-2)" in seen
    assert "diputuskan 2026-01-06, Ahmad" in seen


def test_the_page_counts_accounts_by_state_in_words(server: FakeServer, params: dict[str, Any]):
    account_plan.run(params, False)
    assert "sebelum rancangan ini" in text_of(Path(params["page"]).read_text(encoding="utf-8"))
    seen = text_of(made(states={"active": 1200, "locked": 2}))
    assert "aktif active 1,200" in seen and "dikunci selepas percubaan gagal" in seen
    assert "by state" not in text_of(made())


def test_what_cannot_be_undone_is_said_on_top_and_at_its_block_before_anything_is_applied():
    seen = text_of(made())
    assert "1 baris TIDAK boleh dibatalkan" in seen
    block = made().split('<section class="blockof red">')[1]
    assert "CANNOT be undone" in block and "do not come back by undoing" in block


def test_what_a_server_or_a_form_says_is_shown_and_never_carried_out():
    html = made()
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "\u202e" not in html
    assert re.search(r"https?://|src=|<link|@import|url\(", html) is None, "nothing is loaded from elsewhere"


def test_every_tag_that_opens_is_closed():
    from html.parser import HTMLParser

    void, open_tags = {"meta", "input", "br", "col"}, []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag not in void:
                open_tags.append(tag)

        def handle_endtag(self, tag):
            assert open_tags.pop() == tag, f"</{tag}> at {self.getpos()}"

    Reader().feed(made())
    assert open_tags == []


def test_a_question_that_somebody_else_answers_waits_and_the_others_are_asked():
    undecided = standard()
    plan = planned(wanted(form(3), notice("terminate", 3, on="2026-03-01"), rules=undecided),
                   account(3, state="suspended", overlay={"suspended_on": "2026-03-01"}),
                   stranger("lama@kelantan.gov.my"), rules=undecided)  # fmt: skip
    given = page.PageInputs(plan, "c" * 64, undecided, undoing, whom, label)
    html = page.plan_page(given)
    waiting, rest = html.split('id="menunggu"')[1].split('id="keputusan"')
    assert "the owner of the standard" in waiting and "pegawai3@kelantan.gov.my" in waiting
    assert "lama@kelantan.gov.my" not in waiting and "lama@kelantan.gov.my" in rest


def test_forms_wait_for_those_whose_turn_it_is():
    """R045, R046, R048: whose turn it is."""
    day = date(2026, 6, 15)
    forms = [
        form(1, status="received", received_on="2026-06-10", complete_on=""),
        form(2, status="incomplete", received_on="2026-06-01", complete_on=""),
        form(3, status="complete", received_on="2026-06-01", complete_on="2026-06-02"),
        form(4, status="supported", received_on="2026-06-01", complete_on="2026-06-02", supported_on="2026-06-05"),
        form(5, status="draft"),
        form(6),
        form(7, status="received", received_on="2026-06-16", complete_on=""),
    ]
    found = {one.basis[-1]: (one.whom["en"], one.since, one.days) for one in waits(forms, standard(), day)}
    assert found == {
        "1": ("BPTM (e-mail administrator)", "2026-06-10", 5),
        "2": ("the applicant, through the e-mail supervisor", "2026-06-01", 14),
        "3": ("the head of department", "2026-06-02", 13),
        "4": ("BPTM (e-mail administrator)", "2026-06-05", 10),
    }


def test_every_form_and_every_verb_has_words_of_its_own():
    for number in (model.OPS_001, model.OPS_002, model.JANM_NEW, model.JANM_END, *model.EVENT_FORMS):
        assert plan_words.form_words(number, "")["ms"] != f"borang {number}"
    for event in model.EVENTS:
        assert plan_words.form_words(model.NOTICE, event)["ms"] != f"borang {model.NOTICE}"
    for verb in set(VERBS) - QUIET:
        assert plan_words.DEEDS[verb]["en"] and verb in plan_words.TONES


def test_topics_that_wait_are_sentences_and_have_a_party():
    for topic, role in ASKED.items():
        assert raw(topic)
        assert role in PARTIES


def test_every_verb_says_how_it_is_undone_in_both_languages():
    for verb in (*VERBS, "a verb of tomorrow"):
        way = undoing(Change(verb, "a@b"))
        assert way.possible in ("yes", "partly", "no")
        assert way.how["ms"] and way.how["en"]
    assert undoing(Change("a verb of tomorrow", "a@b")).possible == "no", "nothing is guessed"


def test_days_to_come_count_people_and_promised_storage_by_tier():
    """R011: the sum of what is promised, against the disk."""
    forms = (form(1), form(2), notice("terminate", 2, on="2026-07-01"), form(3, tier="pengurusan_tertinggi"))
    rules = standard(decided=True)

    def on(day: date):
        return wanted(*forms, on=day, rules=rules)

    due = [("2026-07-15", "remove"), ("2026-06-15", "remove"), ("2026-12-31", "remove")]
    today, month, _quarter, half = forecast(on, rules.tiers, date(2026, 6, 15), due)
    assert (today.accounts, today.promised, today.unlimited) == (3, 2 * ORDINARY_QUOTA, 1)
    assert (month.accounts, dict(month.events)) == (2, {"remove": 1}), "its notice of 14 days is over"
    assert (half.day, half.accounts, half.promised) == ("2026-12-12", 2, ORDINARY_QUOTA)
    assert [tier.accounts for tier in half.tiers] == [1, 1]

    def some(day: date):
        return wanted(*forms[1:3], on=day, rules=rules)

    still = [want for want in on(date(2026, 6, 15)).accounts if want.fields.account_id != forms[1].id]
    apart = forecast(some, rules.tiers, date(2026, 6, 15), due, still=still)
    assert apart == [today, month, _quarter, half], "who stays as he is may be counted once"


def test_what_comes_is_listed_with_what_it_waits_for_and_counted_up_to_each_day():
    later = [
        page.Upcoming(
            "2026-07-01", "a@kelantan.gov.my", "freeze", {"ms": "beku; menunggu notis", "en": "freeze; waits"}
        ),
        page.Upcoming("2026-09-01", "b@kelantan.gov.my", "password_age", {"ms": "umur", "en": "age"}),
    ]
    rules = standard()
    due = [(one.day, one.kind) for one in later]
    horizons = forecast(lambda day: wanted(form(1), on=day), rules.tiers, date(2026, 6, 15), due)
    html = made(coming=later, horizons=horizons)
    seen = text_of(html.split('id="akan-datang"')[1])
    assert "2026-07-01 beku; menunggu notis freeze; waits a@kelantan.gov.my" in seen
    assert "Freeze idle accounts – 1 1 1" in seen, "within 30, 90 and 180 days"
    assert "reminder of the password's age – – 1 1" in seen
    assert ">1</b>" in re.sub(r"\s+", "", html.split('href="#akan-datang"')[1])


def test_many_accounts_with_the_same_on_the_same_day_are_one_row():
    age = {"ms": "umur kata laluan", "en": "age of the password"}
    later = [page.Upcoming("2026-07-01", f"p{n}@kelantan.gov.my", "password_age", age) for n in range(30)]
    html = made(coming=later, horizons=forecast(lambda _day: wanted(form(1)), standard().tiers, date(2026, 6, 15)))
    seen = text_of(html.split('id="akan-datang"')[1])
    assert seen.count("age of the password") == 1
    assert "p5@kelantan.gov.my" in seen and "p6@" not in seen and "and 24 more" in seen
    assert 'class="zero"><a href="#akan-datang"><b>0</b>' in html, "a reminder takes nothing from anybody"


def test_passwords_that_run_out_are_on_the_page_of_the_module(server, params):
    first = account_plan.run(params, False)
    carry_out(FakeProvider(server), read_plan(Path(first["plan_file"]))[0])
    for key, one in server.accounts.items():
        server.accounts[key] = one._replace(must_change=False, password_changed_at="2026-09-01T01:00:00Z")
    html = Path(account_plan.run(params, False)["page_file"]).read_text()
    assert "2026-11-30" in html and "password runs out; the account is blocked" in html


def test_the_module_writes_page_and_table_and_the_same_bytes_for_the_same_day(server, params):
    first = account_plan.run({**params, "disk": "5 GB"}, False)
    html = Path(first["page_file"]).read_text()
    assert first["checksum"] in html and "Pejabat &lt;SUK&gt;" in html
    seen = text_of(html)
    assert "decision: approved or rejected" in seen and "Daripada cakera" in seen
    table = Path(first["table_file"]).read_text()
    assert "FORMS THAT WAIT FOR A DECISION" in table and "% of the disk" in table
    assert "HOW IT IS UNDONE" in table and "create  the account is suspended, not deleted" in table
    assert "KEL-4.3-c" in table and "The account is created within three working days" in table
    again = account_plan.run({**params, "disk": "5 GB"}, True)
    assert Path(again["page_file"]).read_text() == html
    # an old day, asked for after the work was done, on the world of that day
    made_then, _checksum = read_plan(Path(first["plan_file"]))
    carry_out(FakeProvider(server), made_then)
    server.accounts.clear()
    server.generation = 1
    assert Path(account_plan.run({**params, "disk": "5 GB"}, False)["page_file"]).read_text() == html


def test_no_page_is_written_when_none_is_asked_for_and_a_wrong_size_is_named(server, params):
    assert account_plan.run({**params, "page": None}, False)["page_file"] == ""
    # Too many accounts for a page: an older one must not be taken for this plan's.
    assert Path(account_plan.run(params, False)["page_file"]).exists()
    assert account_plan.run({**params, "page_limit": 1}, False)["page_file"] == ""
    assert not Path(params["page"]).exists()
    with pytest.raises(RasmiError, match=r"disk: .*5 apples"):
        account_plan.run({**params, "disk": "5 apples"}, False)
    assert server.writes == 0
