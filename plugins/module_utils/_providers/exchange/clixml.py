# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CLIXML, the serialized objects of PowerShell, as plain Python: dictionaries, lists, texts, numbers.

The client library leaves multi-valued properties unread (an object with XML inside) and stumbles over type references
in them. This reader turns every collection into a list. Types are not kept: what a property means is known by the
table of the cmdlet that gave it.

Element names: MS-PSRP 2.2.5.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: The text of an object that has properties too.
TEXT = "ToString"
_WHOLE = frozenset({"I16", "I32", "I64", "U16", "U32", "U64", "By", "SB"})
#: Byte arrays and secure strings: nothing that a setting is compared by, and the latter must not be kept.
_OPAQUE = frozenset({"BA", "SS"})
_SEQUENCES = frozenset({"LST", "IE", "STK", "QUE"})
_PROPERTIES = frozenset({"Props", "MS"})
_TYPES = frozenset({"TN", "TNRef"})
#: A blob in the server's binary format; never decoded.
_BLOB = "SerializationData"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)


def read(text: str) -> Any:
    """One serialized object. An object with properties becomes a dict; its own text is under TEXT.

    Inner objects that have a text (ids, sizes, time spans, enumerations) become that text. Raises ProviderError when
    the text is no XML or brings a document type, which a server has no reason to send.
    """
    from xml.etree import ElementTree

    if _DOCTYPE.search(text):
        raise ProviderError("The server sent an object with a document type; it is not read.")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ProviderError(f"The server sent an object that cannot be read: {error}.") from None
    return _value(root, {}, outermost=True)


def _value(element: Element, known: dict[str, Any], *, outermost: bool = False) -> Any:
    tag = _local(element.tag)
    if tag == "Nil" or tag in _OPAQUE:
        return None
    if tag == "B":
        return (element.text or "").strip().lower() == "true"
    if tag in _WHOLE:
        return int(element.text or 0)
    if tag == "C":
        return chr(int(element.text or 0))
    if tag == "Ref":
        return known.get(element.get("RefId", ""))
    if tag != "Obj":
        return _text(element.text)
    found = _object(element, known, outermost)
    known[element.get("RefId", "")] = found
    return found


def _object(element: Element, known: dict[str, Any], outermost: bool) -> Any:
    properties: dict[str, Any] = {}
    text: str | None = None
    held: list[Any] = []  # the one value that an object is made of: a collection or a primitive
    for child in element:
        tag = _local(child.tag)
        if tag == TEXT:
            text = _text(child.text)
        elif tag in _PROPERTIES:
            properties |= {name: _value(one, known) for one in child if (name := _text(one.get("N"))) and name != _BLOB}
        elif tag in _SEQUENCES:
            held = [[_value(one, known) for one in child]]
        elif tag == "DCT":
            held = [{str(_value(pair[0], known)): _value(pair[1], known) for pair in child}]
        elif tag not in _TYPES:
            held = [_value(child, known)]
    if held and isinstance(held[0], (list, dict)):
        return held[0]
    if held and not properties:
        return held[0] if text is None else text  # an enumeration: its names, not its number
    if text is not None and not outermost:
        return text
    return properties if text is None else {**properties, TEXT: text}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(text: str | None) -> str:
    """Without the escapes _xHHHH_, of which characters beyond the first plane take two."""
    if not text or "_x" not in text:
        return text or ""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
