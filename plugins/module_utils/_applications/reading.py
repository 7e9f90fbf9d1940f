# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the bytes of a form to plain values, and from a field back to its line.

Scalars stay text: a telephone number with a leading zero is not an octal number, `no` is not false, a date is what
was written. The tables in `tables.py` say what each text must be. Plain forms are read by `simple.py`; PyYAML's C
parser does all others, and only the last step, nodes to values, is done here, because its own constructor guesses
types, lets the last of two equal keys win and costs twice the time. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import private
from ansible_collections.rasmi.mail.plugins.module_utils._applications.simple import NULLS, read_simple
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault

Path = tuple[Any, ...]


class Problem(NamedTuple):
    """A fault before its file and line are known; `path` leads to the field, `line` is 0 while unknown."""

    path: Path
    value: str
    problem: str
    remedy: str
    clauses: tuple[str, ...] = ()
    label: str = ""
    line: int = 0

    def fault(self, file: str, line: int) -> Fault:
        """This problem at its place; the field is named as in the file, and as on the form.

        Whatever a message repeats from the file passes here, so here identity-card numbers are masked.
        """
        safe = private.without_numbers
        where = ".".join(map(str, self.path)) or "(file)"
        field = f"{where} ({self.label})" if self.label else where
        return Fault(
            file,
            self.line or line,
            safe(field),
            safe(self.value),
            safe(self.problem),
            safe(self.remedy),
            self.clauses,
        )


class Document(NamedTuple):
    """One form as read. `data` is a mapping of text to text, None, lists and mappings."""

    data: Any


#: No form has more than five levels.
MAX_LEVELS = 50
_ONE_WAY = "Write one form per file as a YAML mapping (see the sample applications)."


def read_documents(raw: bytes, is_json: bool, problems: list[Problem]) -> list[Document]:
    """Every document of a file; what cannot be read is added to `problems` and left out."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem((), "", "the file is not UTF-8 text", "Save it again with the encoding UTF-8.", line=line)
        )
        return []
    found: list[Problem] = []
    documents = _read_json(raw, found) if is_json else _read_yaml(raw, found)
    if not documents and not found:
        found.append(Problem((), "", "the file is empty", "Fill in the form or delete the file."))
    problems.extend(found)
    return documents


def _read_json(raw: bytes, problems: list[Problem]) -> list[Document]:
    repeated: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            seen: set[str] = set()
            repeated.extend(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return result

    try:
        text = raw.decode("utf-8-sig")
        if not text.strip():
            return []
        data = json.loads(text, object_pairs_hook=mapping, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        problems.append(Problem((), "", "the file is not valid JSON", "Correct the syntax at this line.", line=line))
        return []
    problems.extend(_repeated((key,), 0) for key in repeated)
    return [Document(item) for item in (data if isinstance(data, list) else [data])]


def _read_yaml(raw: bytes, problems: list[Problem]) -> list[Document]:
    simple = read_simple(raw)
    return [Document(simple)] if simple is not None else read_any(raw, problems)


def read_any(raw: bytes, problems: list[Problem]) -> list[Document]:
    """Every document of a YAML file, by PyYAML's parser."""
    import yaml

    documents: list[Document] = []
    if (b"&" in raw or b"*" in raw or b"!" in raw) and _has_references(raw, problems):
        return documents
    try:
        for node in _nodes(raw):
            value = _value(node, (), problems)
            if value is not None:
                documents.append(Document(value))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why, remedy = private.masked(error.problem or "not valid YAML"), "Correct the syntax at this line."
        if "nesting depth" in why:  # PyYAML 6.0.4 counts the levels itself, of flow collections
            why, remedy = "too many levels", _ONE_WAY
        problems.append(Problem((), "", f"YAML syntax: {why}", remedy, line=mark.line + 1 if mark else 0))
    except yaml.reader.ReaderError:
        problems.append(Problem((), "", "YAML syntax: unreadable characters", "Save the file again as plain text."))
    except yaml.YAMLError:
        problems.append(Problem((), "", "YAML syntax: too many levels", _ONE_WAY))
    return documents


def _has_references(raw: bytes, problems: list[Problem]) -> bool:
    """Anchors, aliases and tags have no place in a form, and aliases can make a small file enormous."""
    import yaml

    try:
        for token in yaml.scan(raw, Loader=yaml.CSafeLoader):
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                problems.append(
                    Problem(
                        (),
                        "",
                        "anchors (&), aliases (*) and tags (!) are not used in forms",
                        "Write the value out, in quotes if it begins with one of these signs.",
                        line=token.start_mark.line + 1,
                    )
                )
                return True
    except yaml.YAMLError:
        return False
    return False


def _nodes(raw: bytes) -> Iterator[Any]:
    """The documents of a YAML file as nodes; YAMLError when it cannot be read."""
    parser = _parser_class()(raw)
    try:
        while parser.check_node():
            yield parser.get_node()
    finally:
        parser.dispose()


_parser: Any = None


def _parser_class() -> Any:
    """PyYAML's C parser without its tag guessing, which is a third of its time and unwanted here.

    The composer calls the two "resolver" methods when it goes down a level and up again. It is recursive in C, and a
    file of some ten thousand levels would crash the interpreter, so the levels are counted there.
    """
    global _parser
    if _parser is None:
        import yaml
        from yaml._yaml import CParser

        class Composer(CParser):
            level = 0

            def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
                return ""

            def descend_resolver(self, node: Any, index: Any) -> None:
                self.level += 1
                if self.level > MAX_LEVELS:
                    raise yaml.YAMLError

            def ascend_resolver(self) -> None:
                self.level -= 1

        _parser = Composer
    return _parser


def _value(node: Any, path: Path, problems: list[Problem]) -> Any:
    content = node.value
    kind = node.id
    if kind == "scalar":
        return None if not node.style and content in NULLS else content
    if kind == "sequence":
        return [_value(item, (*path, index), problems) for index, item in enumerate(content)]
    result: dict[str, Any] = {}
    for key_node, value_node in content:
        key = key_node.value
        if key.__class__ is not str:
            problems.append(
                Problem(path, "", "a field name must be plain text", _ONE_WAY, line=key_node.start_mark.line + 1)
            )
        elif key in result:
            problems.append(_repeated((*path, key), key_node.start_mark.line + 1))
        elif value_node.id == "scalar":
            content = value_node.value
            result[key] = None if not value_node.style and content in NULLS else content
        else:
            result[key] = _value(value_node, (*path, key), problems)
    return result


def _repeated(path: Path, line: int) -> Problem:
    return Problem(path, "", "the field is written twice", "Keep one of the two lines.", line=line)


def lines_of(raw: bytes, document: int, paths: list[Path]) -> list[int]:
    """1-based line of each field of a document (0-based number) of a YAML file; of its nearest parent if missing.

    Only faulty files come here, so the file is simply parsed again.
    """
    import yaml

    try:
        node = next((item for number, item in enumerate(_nodes(raw)) if number == document), None)
    except yaml.YAMLError:
        node = None
    return [_line(node, path) for path in paths] if node is not None else [0] * len(paths)


def fields_at(raw: bytes, line: int) -> Path:
    """The path of the innermost field that stands on a 1-based line, () for a comment or an unreadable file."""
    import yaml

    best: Path = ()
    try:
        for node in _nodes(raw):
            for path, start, end in _spans(node, ()):
                if start <= line - 1 <= end:
                    best = path
    except yaml.YAMLError:
        return ()
    return best


def _spans(node: Any, path: Path) -> Iterator[tuple[Path, int, int]]:
    """Every field below a node with its first and last 0-based line, outer fields first."""
    if node.id == "mapping":
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line, value.end_mark.line
            yield from _spans(value, (*path, key.value))
    elif node.id == "sequence":
        for index, item in enumerate(node.value):
            yield (*path, index), item.start_mark.line, item.end_mark.line
            yield from _spans(item, (*path, index))


def _line(node: Any, path: Path) -> int:
    line = int(node.start_mark.line) + 1
    for step in path:
        if node.id == "mapping":
            found = next(((key, value) for key, value in node.value if key.value == step), None)
            if found is None:
                break
            line, node = int(found[0].start_mark.line) + 1, found[1]
        elif node.id == "sequence" and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = int(node.start_mark.line) + 1
        else:
            break
    return line
