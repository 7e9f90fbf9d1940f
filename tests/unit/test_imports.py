# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The import directions of docs/architecture.md, read from the sources: no room reaches where it must not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UTILS = ROOT / "plugins" / "module_utils"
PREFIX = "ansible_collections.rasmi.mail.plugins."
#: The data types that all rooms share; everything else of a room is its own affair.
SHARED = frozenset({"_lifecycle.model"})
STANDARD = "_standard"

#: room -> rooms it may import from, besides itself, SHARED and the names in EXACT.
ALLOWED: dict[str, frozenset[str]] = {
    "_standard": frozenset(),
    "_applications": frozenset({"_standard"}),
    "_lifecycle": frozenset({"_standard", "_applications"}),
    "_providers": frozenset({"_standard"}),
    "_probes": frozenset({"_standard"}),
    "_evidence": frozenset({"_standard"}),
    "_notices": frozenset({"_standard"}),
    "_zimbra": frozenset({"_standard", "_providers"}),
    "_exchange": frozenset({"_standard", "_providers"}),
    "_hosts": frozenset(),
}
#: Rooms that know only these modules of _standard (data types and plain units), not the profiles.
EXACT: dict[str, frozenset[str]] = {
    "_providers": frozenset({"errors", "verdict", "sizes", "durations"}),
}
#: Rooms without a clock and without the outside world.
PURE = ("_lifecycle",)
WORLD = frozenset({"socket", "subprocess", "http", "urllib", "smtplib", "imaplib", "poplib", "ldap3", "os", "requests"})
THIRD_PARTY = frozenset(
    {"yaml", "holidays", "cryptography", "jsonschema", "jinja2", "markupsafe", "ldap3", "dns", "playwright", "aiosmtpd"}
    | {"pypsrp", "requests", "spnego"}
)


def sources(room: str) -> list[Path]:
    return sorted((UTILS / room).rglob("*.py"))


def imports(path: Path, top_only: bool = False) -> list[str]:
    """Absolute names of all modules that a file imports; with `top_only` only when the file itself is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    nodes: list[ast.AST] = list(tree.body) if top_only else list(ast.walk(tree))
    found: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports inside the collection are absolute"
            module = node.module or ""
            # "from package import module" and "from module import name" look alike: ask the file system.
            found += [
                f"{module}.{alias.name}" if _is_module(f"{module}.{alias.name}") else module for alias in node.names
            ]
    return found


def _is_module(name: str) -> bool:
    if not name.startswith(PREFIX):
        return False
    place = ROOT.joinpath("plugins", *name.removeprefix(PREFIX).split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


def inside(path: Path) -> list[tuple[str, str]]:
    """(room, module within it) of everything that a file imports from the collection's module_utils."""
    prefix = f"{PREFIX}module_utils."
    pairs = [name.removeprefix(prefix).partition(".") for name in imports(path) if name.startswith(prefix)]
    return [(room, rest) for room, _dot, rest in pairs]


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_what_it_may_know(room: str) -> None:
    files = sources(room)
    assert files, f"{room} is empty: the table of this test is out of date"
    for path in files:
        for other, module in inside(path):
            if other == room or f"{other}.{module}" in SHARED:
                continue
            assert other in ALLOWED[room], f"{path.relative_to(ROOT)} imports {other}.{module}"
            if other == STANDARD and room in EXACT:
                assert module in EXACT[room], f"{path.relative_to(ROOT)} imports {other}.{module}"


def test_every_room_is_in_the_table() -> None:
    rooms = {path.name for path in UTILS.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(ALLOWED)


@pytest.mark.parametrize("room", ALLOWED)
def test_rooms_do_not_know_ansible(room: str) -> None:
    for path in sources(room):
        known = [name for name in imports(path) if name == "ansible" or name.startswith("ansible.")]
        assert not known, f"{path.relative_to(ROOT)} imports {known}"
        glue = [name for name in imports(path) if name.startswith(PREFIX) and ".module_utils." not in name]
        assert not glue, f"{path.relative_to(ROOT)} imports {glue}"


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_do_not_touch_the_world(room: str) -> None:
    for path in sources(room):
        reached = {name.partition(".")[0] for name in imports(path)} & WORLD
        assert not reached, f"{path.relative_to(ROOT)} imports {sorted(reached)}"


def test_libraries_are_imported_where_they_are_needed() -> None:
    """ansible-test imports every file without our requirements, and a module starts faster without them."""
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        early = {name.partition(".")[0] for name in imports(path, top_only=True)} & THIRD_PARTY
        assert not early, f"{path.relative_to(ROOT)} imports {sorted(early)} at the top"


def test_this_test_sees_a_forbidden_import(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(f"def f():\n    from {PREFIX}module_utils._providers import base\n", encoding="utf-8")
    assert inside(wrong) == [("_providers", "base")]
