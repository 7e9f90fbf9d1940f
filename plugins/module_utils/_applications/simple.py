# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plain kind of YAML that nearly every form is, read by line: a third of the time that PyYAML's C parser takes.

One ASCII document; fields and lists by indentation; a value is one line of harmless characters, text in quotes without
escapes, or a flow list or mapping of such. Everything else (and everything wrong) is not understood here and goes to
the real parser, so that this reader never has to explain a fault. What it does understand it must understand as YAML
does; a test compares the two on generated documents. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

Path = tuple[Any, ...]

#: What YAML reads as "no value" when it stands without quotes.
NULLS = frozenset(("", "~", "null", "Null", "NULL"))

#: No form has so many; what has more is judged by the real parser.
_LEVELS = 20
_KEY = r"[a-z][a-z0-9_]{0,63}"
# No sign that YAML gives a meaning anywhere in a value: & * ! | > % @ ` # : " ' [ ] { } ? at its beginning; colons and
# hashes nowhere; commas not inside flow collections; no blank at the end.
# What a value has taken it never gives back (`*+`): a form of another kind fails in half the time.
_IN_FLOW = r"[A-Za-z0-9+(](?:[A-Za-z0-9 @._/()+'-]*+(?<! ))?"
_PLAIN = r"[A-Za-z0-9+(](?:[A-Za-z0-9 @._/()+',-]*+(?<! ))?"
_INSIDE = r"[ !#-\[\]-~]"
_QUOTED = f'"{_INSIDE}*"'
_ITEM = rf"(?:{_IN_FLOW}|{_QUOTED})"
_PAIR = rf"({_KEY}): ({_ITEM})"

#: Indentation, then `- ` or a field's name, then a plain value, a quoted one, a flow collection, or nothing.
_LINES = re.compile(rf"^( *)(?:(- )|({_KEY}):(?: |$))(?:({_PLAIN})|({_QUOTED})|([\[{{][ -~]*[\]}}]))?$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"^ *(?:#[ -~]*)?\n", re.MULTILINE)
_MAPPING = re.compile(rf"\{{{_PAIR}(?:, {_PAIR})*\}}")
_LIST = re.compile(rf"\[{_ITEM}(?:, {_ITEM})*\]")
_PAIRS = re.compile(_PAIR)
_ITEMS = re.compile(_ITEM)


class Outline(NamedTuple):
    """How a plain form is written: number of lines, an expression for the whole text with a group for every value,
    the path of each group, and the fields with the number of a group, or of one of `fixed` after them, as values.

    `fixed` are no value, an empty one, and which form it is: other forms have other fields.
    """

    lines: int
    pattern: str
    slots: tuple[Path, ...]
    tree: dict[str, Any]
    fixed: tuple[Any, ...]


def plain_text(raw: bytes) -> str | None:
    """A form without empty lines and comments, None when it is not ASCII."""
    if not raw.isascii():
        return None
    text = raw.decode("ascii")
    if "#" in text or "\n\n" in text:
        text = _EMPTY_LINES.sub("", text)
    return text.removeprefix("---\n")


def read_simple(raw: bytes) -> dict[str, Any] | None:
    """The fields of a form, None when it must be given to the real parser."""
    text = plain_text(raw)
    return _read(text) if text is not None else None


def _read(text: str) -> dict[str, Any] | None:
    rows = _LINES.findall(text)
    # each row is one whole line: as many rows as lines means that every line was understood
    return _tree(rows) if rows and len(rows) == text.count("\n") and text[-1] == "\n" else None


def _tree(rows: list[tuple[str, ...]]) -> dict[str, Any] | None:
    top: dict[str, Any] = {}
    here: Any = top
    level = 0
    outer: list[tuple[int, Any]] = []
    opened = ""
    for indent, dash, key, plain, quoted, flow in rows:
        depth = len(indent)
        if depth > level:
            if not opened or len(outer) > _LEVELS:
                return None
            outer.append((level, here))
            here[opened] = [] if dash else {}
            here, level = here[opened], depth
        while depth < level:
            level, here = outer.pop()
        if depth != level:
            return None
        opened = ""
        value: Any = None
        if plain:
            value = plain if plain not in NULLS else None
        elif quoted:
            value = quoted[1:-1]
        elif flow:
            value = _flow(flow)
            if value is None:
                return None
        elif dash:
            return None
        else:
            opened = key
        if dash:
            if here.__class__ is dict:
                return None
            here.append(value)
        elif here.__class__ is list or key in here:
            return None
        else:
            here[key] = value
    return top


def _flow(text: str) -> dict[str, Any] | list[Any] | None:
    if text[0] == "{":
        pairs = _PAIRS.findall(text) if _MAPPING.fullmatch(text) else ()
        found = {key: _scalar(value) for key, value in pairs}
        return found if found and len(found) == len(pairs) else None
    return [_scalar(value) for value in _ITEMS.findall(text)] if _LIST.fullmatch(text) else None


def _scalar(text: str) -> str | None:
    if text[0] == '"':
        return text[1:-1]
    return text if text not in NULLS else None


def outline(text: str) -> Outline | None:
    """How a form is written that `read_simple` understands (`text` comes from `plain_text`); None for others."""
    fields = _read(text)
    if fields is None or fields.get("form").__class__ is not str:
        return None
    marks = _Marks(fields["form"])
    # The same text with v0, v1 ... as values gives the same tree, because both are plain words.
    pattern, marked = zip(*[marks.line(row) for row in _LINES.findall(text)], strict=True)
    slots: list[Path] = [()] * marks.number
    fixed = (None, "", fields["form"])
    tree = _numbered(_read("".join(marked)), (), slots, fixed)
    return Outline(len(marked), "".join(pattern), tuple(slots), tree, fixed)


class _Marks:
    """Replaces the values of a form: by groups of an expression, and by marks that tell which group it is."""

    def __init__(self, form: str) -> None:
        self.number = 0
        self._form = form

    def line(self, row: tuple[str, ...]) -> tuple[str, str]:
        """A line as an expression, and with marks."""
        indent, dash, key, plain, quoted, flow = row
        head = f"{indent}- " if dash else f"{indent}{key}:"
        value = plain or quoted or flow
        if not value:
            return f"{head} ?\n", f"{head}\n"
        head += "" if dash else " "
        if head == "form: ":
            return f"{head}{re.escape(value)}\n", f"{head}{value}\n"
        pattern, marked = self._flow(flow) if flow else self._scalar(value, _PLAIN)
        return f"{head}{pattern}\n", f"{head}{marked}\n"

    def _scalar(self, value: str, plain: str) -> tuple[str, str]:
        if value == '""' or value in NULLS:
            return value, value
        mark = f"v{self.number}"
        self.number += 1
        return (f'"({_INSIDE}+)"' if value[0] == '"' else f"({plain})"), mark

    def _flow(self, text: str) -> tuple[str, str]:
        if text[0] == "{":
            pairs = [(key, *self._scalar(value, _IN_FLOW)) for key, value in _PAIRS.findall(text)]
            pattern, marked = ([f"{pair[0]}: {pair[side]}" for pair in pairs] for side in (1, 2))
            return rf"\{{{', '.join(pattern)}\}}", f"{{{', '.join(marked)}}}"
        items = [self._scalar(value, _IN_FLOW) for value in _ITEMS.findall(text)]
        return rf"\[{', '.join(item[0] for item in items)}\]", f"[{', '.join(item[1] for item in items)}]"


def _numbered(node: Any, path: Path, slots: list[Path], fixed: tuple[Any, ...]) -> Any:
    """The tree of a marked text with numbers for marks; the path of each goes to `slots`."""
    if node.__class__ is dict:
        return {key: _numbered(value, (*path, key), slots, fixed) for key, value in node.items()}
    if node.__class__ is list:
        return [_numbered(value, (*path, index), slots, fixed) for index, value in enumerate(node)]
    if not node or path == ("form",):
        return len(slots) + fixed.index(node)
    slots[int(node[1:])] = path
    return int(node[1:])
