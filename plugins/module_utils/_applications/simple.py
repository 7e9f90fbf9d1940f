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
from typing import Any

#: What YAML reads as "no value" when it stands without quotes.
NULLS = frozenset(("", "~", "null", "Null", "NULL"))

#: No form has so many; what has more is judged by the real parser.
_LEVELS = 20
_KEY = r"[a-z][a-z0-9_]{0,63}"
# No sign that YAML gives a meaning anywhere in a value: & * ! | > % @ ` # : " ' [ ] { } ? at its beginning; colons and
# hashes nowhere; commas not inside flow collections; no blank at the end.
_IN_FLOW = r"[A-Za-z0-9+(](?:[A-Za-z0-9 @._/()+'-]*[A-Za-z0-9@._/()+'-])?"
_PLAIN = r"[A-Za-z0-9+(](?:[A-Za-z0-9 @._/()+',-]*[A-Za-z0-9@._/()+',-])?"
_QUOTED = r'"[ !#-\[\]-~]*"'
_ITEM = rf"(?:{_IN_FLOW}|{_QUOTED})"
_PAIR = rf"({_KEY}): ({_ITEM})"

#: Indentation, then `- ` or a field's name, then a plain value, a quoted one, a flow collection, or nothing.
_LINES = re.compile(rf"^( *)(?:(- )|({_KEY}):(?: |$))(?:({_PLAIN})|({_QUOTED})|([\[{{][ -~]*[\]}}]))?$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"^ *(?:#[ -~]*)?\n", re.MULTILINE)
_MAPPING = re.compile(rf"\{{{_PAIR}(?:, {_PAIR})*\}}")
_LIST = re.compile(rf"\[{_ITEM}(?:, {_ITEM})*\]")
_PAIRS = re.compile(_PAIR)
_ITEMS = re.compile(_ITEM)


def read_simple(raw: bytes) -> dict[str, Any] | None:
    """The fields of a form, None when it must be given to the real parser."""
    if not raw.isascii():
        return None
    text = raw.decode("ascii")
    if "#" in text or "\n\n" in text:
        text = _EMPTY_LINES.sub("", text)
    text = text.removeprefix("---\n")
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
