# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every file of the repository: nothing undocumented, untested, overlong or private."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 400

# Files that may be longer than MAX_LINES, each with the reason.
LONG_FILES: dict[str, str] = {}

# An identity-card number: date of birth, place of birth, serial (YYMMDD-PB-NNNN), with or without hyphens.
# Place 00 was never given out: numbers with it are nobody's, and the only ones a test may contain.
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
IDENTITY_CARD = re.compile(rf"(?<![\w.:+-])\d\d{_MONTH_DAY}(-?)(?!00)\d\d\1\d{{4}}(?![\w.-])")

# Directories of the machines this was developed on, written so that this file does not contain them.
MACHINE_PATHS = re.compile(r"(?<![\w.$}])/(?:work|farm)/(?:main|shared|\.)|/tmp/bash" + r"_jobs|/root/\.pyenv")


def _tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # pictures


def _names(directory: str, pattern: str) -> list[str]:
    return sorted(path.name for path in (ROOT / directory).glob(pattern) if not path.name.startswith("_"))


ROLES = [name for name in _names("roles", "*") if (ROOT / "roles" / name / "tasks").is_dir()]
MODULES = [name.removesuffix(".py") for name in _names("plugins/modules", "*.py")]


@pytest.mark.parametrize("role", ROLES)
def test_role_is_documented_typed_and_tried(role: str) -> None:
    here = ROOT / "roles" / role
    missing = [
        str(path.relative_to(ROOT))
        for path in (
            here / "README.md",
            here / "meta/argument_specs.yml",
            here / "tasks/main.yml",
            ROOT / "extensions/molecule" / role / "molecule.yml",
            ROOT / "extensions/molecule" / role / "converge.yml",
        )
        if not path.exists()
    ]
    assert not missing


@pytest.mark.parametrize("role", ROLES)
def test_every_default_of_a_role_is_in_its_argument_spec(role: str) -> None:
    here = ROOT / "roles" / role
    defaults = set()
    for path in (here / "defaults").rglob("*.yml"):
        defaults |= set(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    specs = yaml.safe_load((here / "meta/argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
    described = {name for spec in specs.values() for name in spec.get("options", {})}
    undescribed = {name for name in defaults if not name.startswith("_")} - described
    assert not undescribed


@pytest.mark.parametrize("module", MODULES)
def test_module_has_examples_and_something_runs_it(module: str) -> None:
    source = _text(ROOT / "plugins/modules" / f"{module}.py")
    block = re.search(r'^EXAMPLES = r?"""(.*?)"""', source, re.MULTILINE | re.DOTALL)
    assert block, "no EXAMPLES"
    tasks = yaml.safe_load(block.group(1))
    assert any(f"rasmi.mail.{module}" in task for task in tasks), "no example calls the module by its full name"

    word = re.compile(rf"\b{re.escape(module)}\b")
    runners = [
        path
        for path in _tracked()
        if path.relative_to(ROOT).parts[0] in ("tests", "extensions")
        and path != Path(__file__)
        and word.search(_text(path))
    ]
    assert runners, "no test and no scenario names this module"


def test_every_action_belongs_to_a_module() -> None:
    """An action plugin only runs its module in-process; alone it would have no documentation."""
    actions = {name.removesuffix(".py") for name in _names("plugins/action", "*.py")}
    assert actions <= set(MODULES)


def test_no_file_of_the_plugins_is_overlong() -> None:
    overlong = {}
    for path in (ROOT / "plugins").rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        lines = len(_text(path).splitlines())
        if lines > MAX_LINES and name not in LONG_FILES:
            overlong[name] = lines
    assert not overlong


def test_list_of_long_files_is_not_stale() -> None:
    stale = [name for name in LONG_FILES if len(_text(ROOT / name).splitlines()) <= MAX_LINES]
    assert not stale


def test_no_path_of_one_machine_is_tracked() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _tracked()
        for number, line in enumerate(_text(path).splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert not found


def test_no_identity_card_number_is_tracked() -> None:
    # the number itself is never put into the message
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _tracked()
        for number, line in enumerate(_text(path).splitlines(), 1)
        if IDENTITY_CARD.search(line)
    ]
    assert not found


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("no. KP: 990231" + "-14-5021", True),
        ("{ic: '" + "880115" + "035432'}", True),
        ("KEL-2026-0001", False),
        ("hmac-sha256:" + "990131" * 10 + "abcd", False),
        ("990131-00-5021", False),  # nobody's
        ("991331-14-5021", False),  # there is no month 13
        ("1.3.6.1.4.1.990131" + "145021", False),
        ("10485760", False),
    ],
)
def test_the_search_for_identity_card_numbers_finds_them(text: str, is_number: bool) -> None:
    assert bool(IDENTITY_CARD.search(text)) is is_number


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _tracked()
        if path.suffix in (".py", ".yml", ".yaml", ".sh", ".j2")
        for number, line in enumerate(_text(path).splitlines(), 1)
        if marks.search(line)
    ]
    assert not found


def test_versions_agree() -> None:
    """The oldest ansible-core that runtime.yml promises is the one that is tested."""
    promised = yaml.safe_load((ROOT / "meta/runtime.yml").read_text(encoding="utf-8"))["requires_ansible"]
    assert promised.startswith(">=2.19")
    assert "ansible-core>=2.19,<2.20" in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
