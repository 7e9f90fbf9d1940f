# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two forms of a SOAP message, JSON and XML, and how handlers read a request.

Inside, a message is what its JSON form says: attributes and child elements are keys, text is `_content`, repeated
elements are lists. A request in XML is turned into that form, an answer out of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from .faults import invalid_request, missing

Body = dict[str, Any]
ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
#: plain values in JSON that are elements with text, not attributes, in XML
ELEMENTS = frozenset(
    {
        *("lifetime", "Code", "Trace", "Text", "Value", "authToken", "csrfToken", "skin", "healthy", "query"),
        *("version", "used", "publicURL", "soapURL", "rest"),
    }
)
#: plain values that are attributes although their name is above
ATTRIBUTES = {("account", "used"), ("info", "version"), ("CheckHealthResponse", "healthy")}


# -- reading ---------------------------------------------------------------------------------------------------------


def first(value: Any) -> Any:
    """One element of what may be a list of one."""
    if isinstance(value, list):
        return value[0] if value else None
    return value


def text(body: Mapping[str, Any], key: str, default: str | None = None) -> str | None:
    """The text of an attribute or of a child element."""
    value = first(body.get(key))
    if isinstance(value, dict):
        value = value.get("_content")
    if value is None:
        return default
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def required(body: Mapping[str, Any], key: str, *, element: bool = False) -> str:
    """An attribute, or with `element` the text of a child element, which in JSON is never a plain value."""
    value = text(body, key)
    if element and not isinstance(first(body.get(key)), dict):
        value = None
    if value is None:
        raise missing(key, element=element)
    return value


def flag(body: Mapping[str, Any], key: str, default: bool) -> bool:
    value = text(body, key)
    if value is None:
        return default
    return value.lower() in ("1", "true")


def number(body: Mapping[str, Any], key: str, default: int) -> int:
    value = text(body, key)
    if value is None or value == "":
        return default
    try:
        return int(value)
    except ValueError as error:
        raise invalid_request(f"invalid value for attribute {key}: {value}") from error


def child(body: Mapping[str, Any], key: str) -> Body | None:
    """A child element; a plain value of JSON is an attribute and no element."""
    value = first(body.get(key))
    return value if isinstance(value, dict) else None


def selector(body: Mapping[str, Any], key: str) -> tuple[str, str]:
    """`<key by="...">text</key>` -> (by, text). A missing one is a fault."""
    found = child(body, key)
    if found is None:
        raise missing(key, element=True)
    return text(found, "by", "name") or "name", text(found, "_content", "") or ""


def texts(body: Mapping[str, Any], key: str) -> list[str]:
    value = body.get(key)
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [str(item.get("_content", "")) for item in values if isinstance(item, dict)]


def pairs(body: Mapping[str, Any]) -> dict[str, list[str]]:
    """The `a` elements (or `_attrs`): name -> values, in order. `""` is a value; it means removal."""
    found: dict[str, list[str]] = {}
    rows = body.get("a")
    for row in rows if isinstance(rows, list) else [rows] if isinstance(rows, dict) else []:
        content = row.get("_content")
        found.setdefault(str(row.get("n", "")), []).append("" if content is None else _plain(content))
    for name, value in (body.get("_attrs") or {}).items():
        found.setdefault(name, []).extend(_plain(v) for v in (value if isinstance(value, list) else [value]))
    return found


def _plain(value: Any) -> str:
    """A JSON `true` is the text "true", which no boolean attribute takes."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


# -- XML in ----------------------------------------------------------------------------------------------------------


def from_xml(data: bytes) -> Body:
    """An envelope in XML, in the JSON form."""
    root = ElementTree.fromstring(data)
    header: Body = {}
    body: Body = {}
    for part in root:
        name = _local(part.tag)
        target = header if name == "Header" else body
        for element in part:
            target[_local(element.tag)] = _element(element)
    return {"Header": header, "Body": body}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _element(element: ElementTree.Element) -> Body:
    found: Body = dict(element.attrib)
    match = re.match(r"^\{([^}]*)\}", element.tag)
    if match:
        found["_jsns"] = match[1]
    for item in element:
        found.setdefault(_local(item.tag), []).append(_element(item))
    if element.text is not None and element.text.strip():
        found["_content"] = element.text
    if len(found) == 1 and "_jsns" in found and element.text is not None:
        found["_content"] = element.text
    return found


# -- out -------------------------------------------------------------------------------------------------------------


def envelope(context: Body, name: str, body: Body) -> Body:
    return {"Header": {"context": {**context, "_jsns": "urn:zimbra"}}, "Body": {name: body}, "_jsns": "urn:zimbraSoap"}


def to_json(message: Body) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def to_xml(message: Body) -> bytes:
    """The answer as Zimbra writes it: everything in `soap:` belongs to the envelope."""
    context = _write("context", message["Header"]["context"], "")
    name, body = next(iter(message["Body"].items()))
    inner = _fault(body) if name == "Fault" else _write(name, body, "")
    text_ = (
        f'<soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Header>{context}</soap:Header>'
        f"<soap:Body>{inner}</soap:Body></soap:Envelope>"
    )
    return text_.encode()


def _fault(body: Body) -> str:
    error = body["Detail"]["Error"]
    details = "".join(
        f"<a t={quoteattr(row['t'])} n={quoteattr(row['n'])}>{escape(row['_content'])}</a>"
        for row in error.get("a", ())
    )
    return (
        f"<soap:Fault><soap:Code><soap:Value>{body['Code']['Value']}</soap:Value></soap:Code>"
        f"<soap:Reason><soap:Text>{escape(body['Reason']['Text'])}</soap:Text></soap:Reason>"
        f'<soap:Detail><Error xmlns="urn:zimbra"><Code>{error["Code"]}</Code><Trace>{escape(error["Trace"])}</Trace>'
        f"{details}</Error></soap:Detail></soap:Fault>"
    )


def _write(name: str, body: Mapping[str, Any], namespace: str) -> str:
    own = body.get("_jsns", namespace)
    attributes = f' xmlns="{own}"' if own != namespace else ""
    children: list[str] = []
    for key, value in body.items():
        if key in ("_jsns", "_content"):
            continue
        if isinstance(value, Mapping) or (isinstance(value, list) and all(isinstance(v, Mapping) for v in value)):
            write = _fault_in if key == "Fault" else lambda item, key=key: _write(key, item, own)
            children.extend(write(item) for item in _items(value))
        elif isinstance(value, list):
            children.extend(f"<{key}>{escape(_scalar(item))}</{key}>" for item in value)
        elif key in ELEMENTS and (name, key) not in ATTRIBUTES:
            children.append(f"<{key}>{escape(_scalar(value))}</{key}>")
        else:
            attributes += f" {key}={quoteattr(_scalar(value))}"
    content = escape(_scalar(body["_content"])) if "_content" in body else ""
    inner = content + "".join(children)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def _fault_in(item: Mapping[str, Any]) -> str:
    return _fault(dict(item)).replace("<soap:Fault>", f'<soap:Fault requestId="{item.get("requestId", "")}">', 1)


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    rows: Iterable[Any] = value if isinstance(value, list) else [value]
    yield from rows


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
