# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The size caps that no cmdlet sets: web.config of Outlook on the web, ActiveSync and EWS, front end and back end.

They are a second fence: transport counts the message itself. What arrives here is a message inside a web request, in
base64, so the caps are that much larger than the message cap. A cumulative update writes these files anew; the wanted
values are data here, never a copied file. Source: the table of message size limits of Exchange Server, and the files of
2016 and 2019 as an installation leaves them. MAPI is left alone (transport enforces), so are the bindings of unified
messaging. Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_edit import Change, Edited, edit
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import Document, Element, ShapeError

KIB = 1024
#: What the request itself takes around the message.
ENVELOPE = 64 * KIB
#: Place of each file below Exchange's installation directory.
FILES = {
    "owa_front": r"FrontEnd\HttpProxy\owa\web.config",
    "owa_back": r"ClientAccess\Owa\web.config",
    "eas_front": r"FrontEnd\HttpProxy\sync\web.config",
    "eas_back": r"ClientAccess\Sync\web.config",
    "ews_front": r"FrontEnd\HttpProxy\ews\web.config",
    "ews_back": r"ClientAccess\exchweb\ews\web.config",
}


def web_bytes(message_bytes: int) -> int:
    """Bytes of a web request that carries a message of `message_bytes` in base64, rounded up to whole KiB."""
    encoded = -(-message_bytes // 3) * 4 + ENVELOPE
    return -(-encoded // KIB) * KIB


@dataclass(frozen=True)
class Cap:
    """An attribute that holds a limit. `unit` is bytes per 1 of its value.

    `exact`: the limit follows the standard both ways; otherwise it is only lowered, never raised.
    """

    find: Callable[[Element], Iterator[Element]]
    attribute: str
    unit: int = 1
    exact: bool = True
    key: str = ""


def _limits(root: Element) -> Iterator[Element]:
    """security/requestFiltering/requestLimits, inside a location or not."""
    return (one for one in root.walk() if one.name == "requestLimits" and one.get("maxAllowedContentLength"))


def _runtime(root: Element) -> Iterator[Element]:
    return (one for one in root.walk() if one.name == "httpRuntime" and one.get("maxRequestLength"))


def _bindings(root: Element) -> Iterator[Element]:
    """The transports of service bindings, but those of unified messaging."""
    for one in root.walk():
        if one.get("maxReceivedMessageSize") and _binding(one).casefold()[:2] != "um":
            yield one


def _quotas(root: Element) -> Iterator[Element]:
    """The readers of those bindings; others have small limits of their own."""
    for one in root.walk():
        if one.name == "readerQuotas" and one.parent is not None and one.parent.get("maxReceivedMessageSize"):
            yield one


def _documents(root: Element) -> Iterator[Element]:
    return (one for one in root.walk() if one.name == "add" and one.get("key") == "MaxDocumentDataSize")


def _binding(element: Element) -> str:
    """Name of the binding in which a transport stands (or which it is)."""
    for one in (element, *element.above):
        if one.name == "binding":
            return one.get("name")
    return ""


_CONTENT = Cap(_limits, "maxAllowedContentLength")
_REQUEST = Cap(_runtime, "maxRequestLength", KIB)
_RECEIVED = Cap(_bindings, "maxReceivedMessageSize")
#: ActiveSync sends a message as it is and has 10 MB from the start: only lowered.
_SYNC = Cap(_runtime, "maxRequestLength", KIB, exact=False)

TABLE: dict[str, tuple[Cap, ...]] = {
    "owa_front": (_CONTENT, _REQUEST),
    "owa_back": (_CONTENT, _REQUEST, _RECEIVED, Cap(_quotas, "maxStringContentLength")),
    "eas_front": (_SYNC,),
    "eas_back": (_SYNC, Cap(_documents, "value", exact=False, key="MaxDocumentDataSize")),
    # maxRequestLength is not used by EWS; it stays.
    "ews_front": (_CONTENT,),
    "ews_back": (_CONTENT, _RECEIVED),
}


def cap(data: bytes, kind: str, message_bytes: int) -> Edited:
    """A web.config (`kind` is a key of FILES) whose limits fit a message cap of `message_bytes`."""
    if message_bytes <= 0:
        raise ValueError("message_bytes must be a number of bytes above 0")
    wanted = web_bytes(message_bytes)
    return edit(data, lambda document: _cap(document, kind, wanted))


def _cap(document: Document, kind: str, wanted: int) -> list[Change]:
    changes = []
    for row in TABLE[kind]:
        elements = list(row.find(document.root))
        name = row.key or row.attribute
        if not elements:
            raise ShapeError(f"no {name} is in it, and {FILES[kind]} has one")
        for element in elements:
            value = str(-(-wanted // row.unit))
            before = element.get(row.attribute)
            if not before.isdecimal():
                raise ShapeError(f"{name} is no number: {before}")
            if int(before) == int(value) or (not row.exact and int(before) < int(value)):
                continue
            document.set(element, row.attribute, value)
            binding = _binding(element)
            changes.append(Change(f"{name} ({binding})" if binding else name, before, value))
    return changes
