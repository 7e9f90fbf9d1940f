# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML read with the line of every value, so that a fault can say where it is.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

Path = tuple["str | int", ...]


@dataclass(frozen=True)
class Document:
    """One YAML document: plain values (dates stay text) and the 1-based line of each path."""

    file: str
    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of `path`, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def fault(self, path: Path, value: Any, problem: str, remedy: str, clauses: tuple[str, ...] = ()) -> Fault:
        """Return a Fault at `path`; the value is shortened."""
        shown = "" if value is None else str(value)
        shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
        return Fault(self.file, self.line(path), dotted(path) or "(file)", shown, problem, remedy, clauses)


def dotted(path: Path) -> str:
    """Return `path` as people read it: profile.clauses[3].id."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def parse(text: bytes, file: str) -> Document:
    """Parse one YAML document. Syntax errors, duplicate keys and odd keys raise FaultsError."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problem = str(getattr(error, "problem", "") or error)
        raise FaultsError("YAML", [Fault(file, line, "(file)", "", f"not YAML: {problem}", "Correct it.")]) from error
    lines: dict[Path, int] = {}
    faults: list[Fault] = []
    data = None if node is None else _value(node, (), lines, faults, file)
    if faults:
        raise FaultsError("YAML", faults)
    return Document(file, data, lines)


def slow_parser() -> str:
    """Return what to tell the operator when PyYAML lacks its C parser, which is some ten times faster; "" if not."""
    import yaml

    if hasattr(yaml, "CSafeLoader"):
        return ""
    return "PyYAML was built without libyaml: reading YAML takes about ten times as long. Install its binary wheel."


def _value(node: Any, path: Path, lines: dict[Path, int], faults: list[Fault], file: str) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if node.id == "mapping":
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            key_line = key_node.start_mark.line + 1
            if key in result:
                field = dotted((*path, key))
                faults.append(Fault(file, key_line, field, "", "this key is given twice", "Keep one of them."))
            lines[(*path, key)] = key_line
            result[key] = _value(value_node, (*path, key), lines, faults, file)
        return result
    if node.id == "sequence":
        return [_value(item, (*path, index), lines, faults, file) for index, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind == "int":
        try:
            return int(node.value.replace("_", ""), 0 if node.value.startswith("0x") else 10)
        except ValueError:
            return node.value
    if kind == "bool":
        return node.value.lower() in ("yes", "true", "on")
    if kind == "null":
        return None
    # Dates and decimals stay as written: a version "2026.1" must not become a number.
    return str(node.value)
