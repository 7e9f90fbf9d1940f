# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the record proves: coverage and its gaps, days with the test from outside, the daily checklist, tampering."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import checklist, rounds
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.rounds import Item, Round
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.watched import Watched, watch_verdicts
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.modules import mail_report

START = datetime(2026, 11, 20, 0, 0, tzinfo=MALAYSIA)
HALF_HOUR = timedelta(minutes=30)
WEB = Item("C-MON-HEALTH", "access/web", "pass", 0.5, "", "")
DISK = Item("C-MON-HEALTH", "health/mail disk", "pass", 0.1, "", "")
MAIL = Item("C-MON-EXT", "in/luar", "pass", 4.0, "tiba selepas 4 saat", "arrived after 4 seconds")
BAD_MAIL = Item("C-MON-EXT", "in/luar", "fail", 9.0, "tidak tiba", "did not arrive")
BLIND = Item("C-MON-EXT", "in/luar", "could-not-test", 9.0, "luar tidak menghantar", "luar does not send")
DOWN = Item("C-MON-HEALTH", "access/web", "fail", 9.0, "tiada sambungan", "no connection")
CONTROLS = load_standard("kelantan").controls


def at(hours: float, *items: Item) -> Round:
    began = START + timedelta(hours=hours)
    return Round(began, began + timedelta(seconds=5), "jaga", "mail.kelantan.gov.my", items or (WEB, DISK, MAIL))


def every_half_hour(days: float = 3) -> list[Round]:
    return [at(number / 2) for number in range(int(days * 48))]


def verdicts(made: Sequence[Round], until: float = 72, listed: bool = True, **other: Any) -> dict[str, str]:
    days = frozenset(one.day.isoformat() for one in made) if listed else frozenset()
    given: dict[str, Any] = {"rounds": made, "problems": [], "listed": days, "allowed": HALF_HOUR} | other
    found = watch_verdicts(CONTROLS, Watched(**given), START + timedelta(hours=until))
    return {f"{one.control} {one.part}": one.result for one in found}


GREEN = {
    "C-MON-HEALTH coverage": "pass",
    "C-MON-HEALTH access": "pass",
    "C-MON-HEALTH health": "pass",
    "C-MON-EXT schedule": "pass",
    "C-MON-EXT arrival": "pass",
    "C-MON-EXT checklist": "pass",
}


@pytest.mark.parametrize(
    ("made", "until", "red"),
    [
        (every_half_hour(), 72, {}),
        # one round is missing: R165 says round the clock
        ([one for one in every_half_hour() if one.began != START + timedelta(hours=20)], 72, {"C-MON-HEALTH coverage"}),
        # the watch stopped, and nobody noticed until the report
        (every_half_hour(), 80, {"C-MON-HEALTH coverage"}),
        # a door that is shut now; one that was shut and opened again was watched as it should be
        ([*every_half_hour(), at(72, DOWN, DISK, MAIL)], 72, {"C-MON-HEALTH access"}),
        ([*every_half_hour(), at(72, DOWN, DISK, MAIL), at(72.5)], 72, {}),
        # R167: a day without a test from outside; a day whose tests failed is a day with a test
        ([one if one.day.day != 21 else at(n / 2, WEB, DISK) for n, one in enumerate(every_half_hour())], 72,
         {"C-MON-EXT schedule"}),
        ([*every_half_hour(), at(72, WEB, DISK, BAD_MAIL)], 72, {"C-MON-EXT arrival"}),
        # the other system did not work for a day: our service was not tested on it
        ([one if one.day.day != 21 else at(n / 2, WEB, DISK, BLIND) for n, one in enumerate(every_half_hour())], 72,
         {"C-MON-EXT schedule"}),
        # nothing from outside at all, and no part of the servers looked at
        ([at(n / 2, WEB) for n in range(144)], 72,
         {"C-MON-EXT schedule", "C-MON-EXT arrival", "C-MON-HEALTH health"}),
    ],
)  # fmt: skip
def test_what_the_record_proves(made: list[Round], until: float, red: set[str]) -> None:
    """R165, R166, R167: gaps, shut doors, days without a test and lost mail are red, and nothing else is."""
    seen = verdicts(made, until)
    assert set(seen) == set(GREEN)
    assert {name for name, result in seen.items() if result != "pass"} == set(red)


def test_a_day_without_its_checklist_is_red() -> None:
    """R168: the test is an item of the daily checklist, so a day without one is not in order."""
    assert verdicts(every_half_hour(), listed=False) == GREEN | {"C-MON-EXT checklist": "fail"}


def test_R139_the_archive_service_is_a_part_of_its_own() -> None:
    """R139: it is red when it is not well, and its clause is judged by the watch."""
    arc = Item("C-MON-HEALTH", "health/exchange archives", "fail", 1, "", "1 of 4: DB01: Dismounted")
    made = [at(n / 2, WEB, DISK, MAIL, arc) for n in range(144)]
    assert verdicts(made)["C-MON-HEALTH archive"] == "fail"
    clauses = {one["id"]: one for one in load_standard("janm").clauses}
    assert "C-MON-HEALTH" in clauses["MAM-OP010-2"]["controls"]


def test_a_broken_chain_proves_nothing() -> None:
    seen = verdicts(every_half_hour(), problems=["2026-11.jsonl: line 3: does not follow"])
    assert seen == {"C-MON-HEALTH record": "could-not-test", "C-MON-EXT record": "could-not-test"}


def write(folder: Path, made: Sequence[Round]) -> None:
    for one in made:
        rounds.append(folder, one)


def test_the_record_is_read_as_written_and_tells_when_it_was_touched(tmp_path: Path) -> None:
    """R165: a line changed, a month exchanged or cut shows; months follow each other."""
    made = [at(24 * 10 + 23), at(24 * 10 + 23.5), at(24 * 11), at(24 * 11 + 0.5)]
    write(tmp_path, made)
    assert [path.name for path in rounds.months(tmp_path)] == ["2026-11.jsonl", "2026-12.jsonl"]
    assert rounds.read(tmp_path) == made
    assert rounds.last(tmp_path) == made[-1]
    assert rounds.problems(tmp_path) == []
    november = tmp_path / "2026-11.jsonl"
    text = november.read_text()
    november.write_text(text.replace('"pass"', '"fail"', 1))
    assert any("2026-11.jsonl" in one for one in rounds.problems(tmp_path))
    november.write_text(text)
    december = tmp_path / "2026-12.jsonl"
    december.write_text(december.read_text().split("\n", 1)[1])
    assert "2026-12.jsonl: does not follow 2026-11.jsonl" in rounds.problems(tmp_path)


def test_a_torn_line_is_cut_and_said(tmp_path: Path) -> None:
    write(tmp_path, [at(1)])
    path = tmp_path / "2026-11.jsonl"
    path.write_bytes(path.read_bytes() + b'{"n":2,"kind":"rou')
    assert rounds.read(tmp_path) == [at(1)]
    write(tmp_path, [at(2)])
    assert rounds.read(tmp_path) == [at(1), at(2)]
    assert rounds.problems(tmp_path) == []
    assert "torn" in path.read_text()


class Texts(HTMLParser):
    """Everything that a page loads from elsewhere, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.text = ""

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_daily_checklist_says_how_the_day_went() -> None:
    """R168: the test from outside is an item, with its rounds, its failures and their times; a gap is red."""
    day = [at(n / 2) for n in range(48)]
    day[10:12] = [at(5, DOWN, DISK, BAD_MAIL), at(5.5, DOWN, DISK, MAIL)]
    del day[30:34]
    watched = Watched(day, [], frozenset(), HALF_HOUR)
    data = checklist.checklist(watched, date(2026, 11, 20), START + timedelta(hours=30), CONTROLS, "<Agensi>")
    items = {item["part"]: item for item in data["items"]}
    assert (items["in/luar"]["result"], items["in/luar"]["passed"], items["in/luar"]["rounds"]) == ("mended", 43, 44)
    assert items["in/luar"]["clauses"] == list(CONTROLS["C-MON-EXT"]["clauses"])
    (failure,) = items["access/web"]["failures"]
    assert (failure["rounds"], failure["begin"]) == (2, "2026-11-19T21:00:00+00:00")
    assert [one["minutes"] for one in data["gaps"]] == [150]
    assert data["result"] == "fail"
    page = Texts()
    page.feed(checklist.page(data))
    assert page.loaded == []
    assert "Ujian penghantaran dari luar: luar" in page.text
    assert "Delivery test from outside: luar" in page.text
    assert "<Agensi>" in page.text
    assert "05:00:00" in page.text


def test_what_is_looked_at_no_more_is_not_red_for_ever() -> None:
    """R167: a site that names another mail system at noon is green from then on, in list and report."""
    none = Item("C-MON-EXT", "in", "could-not-test", 0, "tiada", "none")
    day = [at(n / 2, WEB, DISK, none if n < 24 else MAIL) for n in range(48)]
    data = checklist.checklist(Watched(day, [], frozenset(), HALF_HOUR), START.date(), START + timedelta(days=1), {})
    assert {item["part"]: item["result"] for item in data["items"]}["in"] == "dropped"
    assert data["result"] == "pass"
    assert verdicts(day, 24) == GREEN


def test_a_day_without_the_test_from_outside_says_so_on_its_list() -> None:
    """R168: the item is there even when nobody made the test, and the list is red."""
    watched = Watched([at(n / 2, WEB) for n in range(48)], [], frozenset(), HALF_HOUR)
    data = checklist.checklist(watched, date(2026, 11, 20), START + timedelta(hours=24), CONTROLS)
    (item,) = [item for item in data["items"] if item["control"] == "C-MON-EXT"]
    assert (item["result"], data["result"]) == ("not-done", "fail")


def test_the_report_judges_by_the_record_instead_of_a_statement(tmp_path: Path) -> None:
    """R165 to R168 in the auditor's report: kept by the record, broken by a gap in it."""
    folder = tmp_path / "watch"
    write(folder, every_half_hour(1))
    watched = Watched(rounds.read(folder), [], frozenset(), HALF_HOUR)
    data = checklist.checklist(watched, START.date(), START + timedelta(days=1), CONTROLS)
    checklist.paths(folder, START.date())[1].write_text(checklist.text(data))

    def statuses(as_of: str) -> set[str]:
        values = {key: spec.get("default") for key, spec in mail_report.ARGUMENT_SPEC.items()}
        given = {"profile": "kelantan", "watch": str(folder), "dest": str(tmp_path / "report"), "as_of": as_of}
        result = guarded(mail_report.run, values | given, False)
        assert "failed" not in result, result
        report = json.loads((tmp_path / "report" / "report.json").read_text())
        return {one["status"] for one in report["clauses"] if one["id"].startswith("MAM-NOV07-4.c")}

    assert statuses("2026-11-20") == {"kept"}
    assert statuses("2026-11-23") == {"broken"}


def test_times_are_malaysian() -> None:
    late = Round(datetime(2026, 11, 20, 17, 0, tzinfo=UTC), datetime(2026, 11, 20, 17, 1, tzinfo=UTC), "", "", ())
    assert late.day == date(2026, 11, 21)
