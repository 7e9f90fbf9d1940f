# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each requirement about accounts has a test or says why not; the tool that tells finds what it should."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests import requirements
from tests.requirements import NOT_TESTED, Requirement, numbers, page, results, traced

PROFILE = """\
profile:
  clauses:
    - {id: A-1, kind: [ACC], requirements: [R103], controls: {C-TERM: {}}, en: Sixty days}
    - {id: A-2, kind: [ACC, NOT], requirements: [R103, R104], en: At once}
    - {id: A-3, kind: [SRV], requirements: [R001], controls: {C-WEB-HTTPS: {}}, en: HTTPS}
    - {id: A-4, kind: [ORG], requirements: [R028], en: Talks}
    - {id: A-5, kind: [REP], requirements: [R106], en: A report}
"""
TESTS = '''\
import pytest

def test_R103_by_its_name(): ...

def test_by_its_docstring():
    """R102 to R104: all of them."""

@pytest.mark.parametrize("n", [1], ids=["R001"])
def test_by_its_decorator(n): ...

class TestEnd:
    """R103"""

    def test_by_its_class(self): ...

def test_of_nothing():
    """PR104 and R1040 are no numbers of ours."""

def helper():
    """R106"""
'''
JUNIT = """\
<testsuites><testsuite>
  <testcase classname="tests.unit.test_a" name="test_R103_by_its_name[1]"/>
  <testcase classname="tests.unit.test_a" name="test_R103_by_its_name[2]"><failure/></testcase>
  <testcase classname="tests.unit.test_a" name="test_by_its_docstring"><skipped/></testcase>
  <testcase classname="tests.unit.test_a.TestEnd" name="test_by_its_class"/>
  <testcase classname="tests.sabotage.test_sabotage" name="test_it[C-WEB-HTTPS-http]"/>
</testsuite></testsuites>
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository of five requirements and five tests."""
    files = {
        "profiles/a.yml": PROFILE,
        "tests/unit/test_a.py": TESTS,
        "tests/sabotage/table.py": 'ROWS = ["C-WEB-HTTPS"]\n',
        "results/unit.xml": JUNIT,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def rows(text: str) -> dict[str, tuple[str, bool]]:
    """Of a page: number -> clauses, and whether it has tests."""
    found = re.findall(r"^\| (R\d{3}) \|.* \| ([^|]*) \| ([^|]*) \|$", text, flags=re.MULTILINE)
    return {number: (clauses, cell.startswith("`")) for number, clauses, cell in found}


@pytest.fixture(scope="module")
def found() -> dict[str, Requirement]:
    return traced()


def test_every_requirement_about_accounts_has_a_test_or_a_reason(found: dict[str, Requirement]) -> None:
    lacking = [one.number for one in found.values() if one.served and not one.tests and one.number not in NOT_TESTED]
    assert lacking == [], "name them in the test that asserts them, or say in NOT_TESTED what is missing"


def test_no_reason_stands_for_what_is_tested_or_was_never_asked(found: dict[str, Requirement]) -> None:
    needless = [number for number in NOT_TESTED if number not in found or found[number].tests]
    assert needless == [], "take them out of NOT_TESTED in tests/requirements.py"
    assert all(found[number].served for number in NOT_TESTED)


def test_the_page_has_the_same_requirements_clauses_and_gaps(found: dict[str, Requirement]) -> None:
    """Which tests stand in a row may be older than the tests are."""
    written = rows(requirements.PAGE.read_text(encoding="utf-8"))
    wanted = rows(page(found))
    assert len(wanted) == len(found)
    assert written == wanted, "run script/requirements --write"


def test_a_number_in_name_docstring_decorator_class_or_range_counts(tree: Path) -> None:
    made = traced(tree)
    tests = {number: [test.rpartition("::")[2] for test in one.tests] for number, one in made.items()}
    assert tests["R103"] == ["test_R103_by_its_name", "test_by_its_docstring", "test_by_its_class"]
    assert tests["R104"] == ["test_by_its_docstring"]
    assert tests["R001"] == ["test_by_its_decorator", "tests/sabotage/test_sabotage.py [C-WEB-HTTPS]"]
    assert tests["R028"] == tests["R106"] == []
    assert (made["R103"].clauses, made["R103"].kinds) == (["A-1", "A-2"], {"ACC", "NOT"})
    assert [one.number for one in made.values() if one.served] == ["R103", "R104", "R106"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("R103", {"R103"}),
        ("test r103 r104", {"R103", "R104"}),
        ("R220-R222", {"R220", "R221", "R222"}),
        ("R220 to R222", {"R220", "R221", "R222"}),
        ("R103, R105", {"R103", "R105"}),
        ("PR103 R1030 R10", set()),
    ],
)
def test_numbers_of_a_text(text: str, what: set[str]) -> None:
    assert numbers(text) == what


def test_the_worst_case_of_a_test_is_its_result(tree: Path) -> None:
    assert results(tree / "results") == {
        "tests/unit/test_a.py::test_R103_by_its_name": "failed",
        "tests/unit/test_a.py::test_by_its_docstring": "skipped",
        "tests/unit/test_a.py::TestEnd::test_by_its_class": "passed",
        "tests/sabotage/test_sabotage.py::test_it": "passed",
        "tests/sabotage/test_sabotage.py [C-WEB-HTTPS]": "passed",
    }


def test_a_failed_test_and_a_requirement_without_any_are_told_and_fail(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = traced(tree)
    monkeypatch.setattr(requirements, "traced", lambda: made)

    def ask(*words: str) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "argv", ["requirements", *words, "--results", str(tree / "results")])
        return requirements.main(), capsys.readouterr().out.splitlines()

    assert ask("R106") == (1, ["R106  -  none"])
    assert ask("R028")[0] == 0
    status, lines = ask("R103")
    assert status == 1 and lines[0] == "R103  tests/unit/test_a.py::test_R103_by_its_name  failed"
    assert lines[-1].endswith("TestEnd::test_by_its_class  passed")
    assert ask("R001")[1][0].endswith("test_by_its_decorator  not run")
    monkeypatch.setitem(NOT_TESTED, "R106", "not done: nobody needs it")
    assert ask("R106") == (0, ["R106  -  not done: nobody needs it"])


def test_a_row_names_few_tests(tree: Path) -> None:
    made = traced(tree)
    made["R103"].tests = [f"tests/unit/test_a.py::test_{number}" for number in range(9)]
    (row,) = [line for line in page(made).splitlines() if line.startswith("| R103")]
    assert row.count("`") == 2 * requirements.MOST and "and others" in row
