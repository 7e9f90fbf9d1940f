# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From each requirement of the source documents to the tests that carry its number, and how they ended.

A test carries R103 when its name, its docstring, its class's docstring or its decorators name it ("R220-R236" names
all of them). A requirement of the server is also carried by the tests that break a control of its clauses
(tests/sabotage, by the control's id). `script/requirements` prints the table with the results of the last
`script/test`; docs/requirements.md is the same table without results, and a test keeps it true.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "requirements.md"
#: Requirements about accounts: sections 2 to 21 of the collected requirements (R020 to R204).
ACCOUNTS = range(20, 205)
#: Kinds that software can serve: accounts, reports, notices. SRV is the server's, ORG is for people only.
SERVED = frozenset({"ACC", "REP", "NOT"})
#: Requirements of these kinds that no test carries, each with the reason.
NOT_TESTED: dict[str, str] = {}
#: Tests of one requirement that the page names.
MOST = 4

_NUMBER = re.compile(r"(?<![A-Za-z])[Rr](\d{3})(?:\s*(?:-|to)\s*[Rr](\d{3}))?(?!\d)")


@dataclass
class Requirement:
    """One R-number: the clauses that rest on it, their kinds and controls, what they say in English."""

    number: str
    clauses: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    controls: set[str] = field(default_factory=set)
    text: str = ""
    tests: list[str] = field(default_factory=list)

    @property
    def served(self) -> bool:
        """Whether this is a requirement about accounts that the collection has to serve."""
        return int(self.number[1:]) in ACCOUNTS and bool(self.kinds & SERVED)


def numbers(text: str) -> set[str]:
    """Every R-number that a text names, ranges spelled out."""
    found = set()
    for first, last in _NUMBER.findall(text):
        found |= {f"R{number:03}" for number in range(int(first), int(last or first) + 1)}
    return found


def requirements(profiles: Path = ROOT / "profiles") -> dict[str, Requirement]:
    """The requirements that the shipped profiles cite, by number."""
    found: dict[str, Requirement] = {}
    for path in sorted(profiles.glob("*.yml")):
        for clause in yaml.safe_load(path.read_text(encoding="utf-8"))["profile"]["clauses"]:
            for number in clause.get("requirements", ()):
                one = found.setdefault(number, Requirement(number))
                one.clauses.append(clause["id"])
                one.kinds |= set(clause["kind"])
                one.controls |= set(clause.get("controls") or {})
                one.text = one.text or clause["en"]
    return dict(sorted(found.items()))


def tests_of(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every test function with the text that may name a requirement: ("path::Class::name", text)."""
    paths = [*root.glob("tests/**/test_*.py"), *root.glob("extensions/molecule/*/tests/test_*.py")]
    for path in sorted(paths):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _in_body(tree.body, path.relative_to(root).as_posix(), "")


def _in_body(body: Iterable[ast.stmt], place: str, text: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _in_body(node.body, f"{place}::{node.name}", ast.get_docstring(node) or "")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test"):
            marks = " ".join(ast.unparse(decorator) for decorator in node.decorator_list)
            words = node.name.replace("_", " ")
            yield f"{place}::{node.name}", f"{words} {ast.get_docstring(node) or ''} {marks} {text}"


def traced(root: Path = ROOT) -> dict[str, Requirement]:
    """The requirements with their tests."""
    found = requirements(root / "profiles")
    for test, text in tests_of(root):
        for number in numbers(text) & found.keys():
            found[number].tests.append(test)
    broken = sabotaged(root)
    for one in found.values():
        one.tests += sorted({test for control in one.controls for test in broken.get(control, ())} - set(one.tests))
    return found


def sabotaged(root: Path = ROOT) -> dict[str, list[str]]:
    """Control -> the sabotage tests that break it, from the tables that those tests are made from."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "tests/sabotage").glob("*.py")):
        if path.name.startswith("test_") and not path.name.startswith("test_sabotage"):
            continue  # tests of their own, which name their requirements themselves
        platform = "_zimbra" if "zimbra" in path.name else "_exchange" if "exchange" in path.name else ""
        for control in sorted(set(re.findall(r"C-[A-Z]+(?:-[A-Z]+)*", path.read_text(encoding="utf-8")))):
            test = f"tests/sabotage/test_sabotage{platform}.py [{control}]"
            if test not in found[control]:
                found[control].append(test)
    return found


def results(directory: Path) -> dict[str, str]:
    """How each test of the last run ended: "path::name" -> passed, failed or skipped (the worst of its cases)."""
    worst: dict[str, str] = {}
    rank = {"passed": 0, "skipped": 1, "failed": 2}
    for junit in sorted(directory.glob("*.xml")):
        for case in ET.parse(junit).getroot().iter("testcase"):
            ended = "passed"
            if case.find("failure") is not None or case.find("error") is not None:
                ended = "failed"
            elif case.find("skipped") is not None:
                ended = "skipped"
            parts = case.get("classname", "").split(".")
            name, _bracket, case_id = case.get("name", "").partition("[")
            module = next((at for at, part in enumerate(parts) if part.startswith("test_")), len(parts) - 1)
            path = "/".join(parts[: module + 1]) + ".py"
            keys = ["::".join([path, *parts[module + 1 :], name])]
            keys += [f"{path} [{control}]" for control in re.findall(r"C-[A-Z]+(?:-[A-Z]+)*", case_id)]
            for key in keys:
                worst[key] = max(worst.get(key, "passed"), ended, key=rank.__getitem__)
    return worst


def page(found: dict[str, Requirement]) -> str:
    """docs/requirements.md."""
    lines = [
        "# Requirements and their tests",
        "",
        "Each number is one requirement of the source documents; the clauses are those of `profiles/`. SRV is set on",
        "the server and observed from outside, ACC the life of accounts, REP a report, NOT a notice, ORG for people",
        "only. A test carries a number by naming it; what a server must keep is also carried by the tests that break",
        f"its control. At most {MOST} tests stand in a row; `script/requirements` prints all of them, with the results",
        "of the last `script/test`. `script/requirements --write` writes this page.",
        "",
        "| number | kind | what it asks | clauses | tests |",
        "|---|---|---|---|---|",
    ]
    for one in found.values():
        kinds, clauses = " ".join(sorted(one.kinds)), ", ".join(one.clauses)
        lines.append(f"| {one.number} | {kinds} | {one.text} | {clauses} | {_cell(one)} |")
    return "\n".join([*lines, ""])


def _cell(one: Requirement) -> str:
    shown = [f"`{test.removeprefix('tests/')}`" for test in one.tests[:MOST]]
    if len(one.tests) > MOST:
        shown.append("and others")
    return "<br>".join(shown) or without(one)


def without(one: Requirement) -> str:
    """Why a requirement has no test."""
    return NOT_TESTED.get(one.number) or ("none" if one.served else "for people, or observed by later probes")


def main() -> int:
    """Print requirement, test, result; exit 1 when a test failed or a requirement about accounts has none."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("numbers", nargs="*", help="R-numbers; all when none is given")
    parser.add_argument("--results", type=Path, default=ROOT / ".cache/test", help="directory of JUnit files")
    parser.add_argument("--write", action="store_true", help="write docs/requirements.md")
    arguments = parser.parse_args()
    found = traced()
    if arguments.write:
        PAGE.write_text(page(found), encoding="utf-8")
    ended = results(arguments.results)
    wrong = 0
    for one in found.values():
        if arguments.numbers and one.number not in arguments.numbers:
            continue
        for test in one.tests:
            result = ended.get(test, "not run")
            wrong += result == "failed"
            sys.stdout.write(f"{one.number}  {test}  {result}\n")
        if not one.tests:
            wrong += one.served and one.number not in NOT_TESTED
            sys.stdout.write(f"{one.number}  -  {without(one)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
