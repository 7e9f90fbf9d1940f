# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A configuration file of Windows, read so that single values can be changed and every other byte stays.

Expat tells where each element stands; only the values of attributes are replaced, and whole elements inserted.
Comments, order, blanks, line ends and the byte order mark are never written anew. Pure.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_BOM = "\ufeff"
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s=/>"'<]+)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.DOTALL)
#: An attribute keeps the quotes that it was written with, whichever they are.
_QUOTES = {'"': "&quot;", "'": "&apos;"}
_NAME = re.compile(r"<[^\s/>]+")


class ShapeError(ValueError):
    """The file is not what it is documented to be; the text says what was expected. Nothing may be written."""


@dataclass
class Element:
    """One element: where it stands in the text, in characters, and its attributes as they are written.

    `close` is where its end tag begins; for one without content (`<a />`) it equals `tag_end`.
    """

    name: str
    attributes: dict[str, str]
    start: int
    tag_end: int = 0
    close: int = 0
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, name: str) -> Element | None:
        return next((one for one in self.children if one.name == name), None)

    def find(self, path: Sequence[str]) -> Element | None:
        """The first element below this one along `path`, names from outside to inside."""
        here: Element | None = self
        for name in path:
            here = here.child(name) if here is not None else None
        return here

    @property
    def above(self) -> Iterator[Element]:
        """What it stands in, from inside to outside."""
        here = self.parent
        while here is not None:
            yield here
            here = here.parent


class Document:
    """A file's text with the elements in it, and the edits that were asked for."""

    def __init__(self, data: bytes) -> None:
        """Raises ShapeError when the bytes are not UTF-8, not XML, or declare entities (a DTD)."""
        try:
            whole = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ShapeError(f"it is not UTF-8 (byte {error.start})") from error
        self._bom = _BOM if whole.startswith(_BOM) else ""
        self.text = whole.removeprefix(_BOM)
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.root = _parse(self.text)
        self._edits: list[tuple[int, int, str]] = []

    def set(self, element: Element, attribute: str, value: str) -> None:
        """Give an attribute another value; one that is not there is added at the end of the tag."""
        tag = self.text[element.start : element.tag_end]
        name = _NAME.match(tag)
        offset = name.end() if name else 0
        for match in _ATTRIBUTE.finditer(tag, offset):
            if match["name"] == attribute:
                start = element.start + match.start("value")
                self._edits.append((start, start + len(match["value"]), escape(value, _QUOTES)))
                return
        end = element.tag_end - (2 if tag.endswith("/>") else 1)
        while self.text[end - 1].isspace():
            end -= 1
        self._edits.append((end, end, f" {attribute}={quoteattr(value)}"))

    def insert(self, parent: Element, path: Sequence[tuple[str, Mapping[str, str]]]) -> None:
        """Put elements into each other, the first of `path` as the last child of `parent`, indented as it is."""
        indent = self._indent(parent)
        step = self._step(parent, indent)
        lines = []
        for depth, (name, attributes) in enumerate(path):
            inner = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
            last = depth == len(path) - 1
            lines.append(f"{indent}{step * (depth + 1)}<{name}{inner}{' />' if last else '>'}")
        lines += [f"{indent}{step * (depth + 1)}</{path[depth][0]}>" for depth in reversed(range(len(path) - 1))]
        block = "".join(line + self.newline for line in lines)
        if parent.close == parent.tag_end:  # <security /> becomes <security> ... </security>
            slash = self.text.rindex("/", parent.start, parent.tag_end)
            while self.text[slash - 1].isspace():
                slash -= 1
            self._edits.append((slash, parent.tag_end, f">{self.newline}{block}{indent}</{parent.name}>"))
            return
        begin = self.text.rfind("\n", 0, parent.close) + 1
        if self.text[begin : parent.close].strip():  # the end tag shares its line
            self._edits.append((parent.close, parent.close, self.newline + block + indent))
        else:
            self._edits.append((begin, begin, block))

    def bytes(self) -> bytes:
        """The file with the edits in it."""
        text = self.text
        for start, end, new in sorted(self._edits, reverse=True):
            text = text[:start] + new + text[end:]
        return (self._bom + text).encode("utf-8")

    def _indent(self, element: Element) -> str:
        begin = self.text.rfind("\n", 0, element.start) + 1
        before = self.text[begin : element.start]
        return before if not before.strip() else ""

    def _step(self, parent: Element, indent: str) -> str:
        """How much deeper a child stands: as the others do, else as the parent stands below its own parent."""
        for child in parent.children:
            deeper = self._indent(child)
            if deeper.startswith(indent) and len(deeper) > len(indent):
                return deeper[len(indent) :]
        above = self._indent(parent.parent) if parent.parent is not None else ""
        return indent[len(above) :] if len(indent) > len(above) and indent.startswith(above) else "  "


def _parse(text: str) -> Element:
    data = text.encode("utf-8")
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = False
    top = Element("", {}, 0)
    stack = [top]
    seen = [0, 0]  # bytes, and the characters that they are: places only grow

    def place() -> int:
        index = parser.CurrentByteIndex
        if index > seen[0]:
            seen[1] += len(data[seen[0] : index].decode("utf-8"))
            seen[0] = index
        return seen[1]

    def start(name: str, attributes: dict[str, str]) -> None:
        begin = place()
        element = Element(name, attributes, begin, _tag_end(text, begin), parent=stack[-1])
        stack[-1].children.append(element)
        stack.append(element)

    def end(_name: str) -> None:
        element = stack.pop()
        # Expat reports the end of <a /> at the tag itself.
        element.close = max(place(), element.tag_end)
        if text[element.tag_end - 2 : element.tag_end] == "/>":
            element.close = element.tag_end

    def doctype(*_args: Any) -> None:
        raise ShapeError("it has a document type declaration, which no such file has")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ShapeError(f"it is not well-formed XML ({error})") from error
    root = top.children[0]
    root.parent = None
    return root


def _tag_end(text: str, start: int) -> int:
    """Where a start tag ends: the first > outside quotes. The text was found well-formed up to here."""
    quote = ""
    for index in range(start, len(text)):
        letter = text[index]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == ">":
            return index + 1
    raise ShapeError("a tag has no end")
