# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP side of the endpoint (MS-WSMV): what a request says and how its answer is written."""

from __future__ import annotations

import base64
import re
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .faults import WSManFault

S = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
RSP = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
CREATION = "{http://schemas.microsoft.com/powershell}creationXml"
FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"
RESOURCE = "http://schemas.microsoft.com/powershell/Microsoft.Exchange"
SKYPE_RESOURCE = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell"  # at the pool of Skype for Business
RESOURCES = (RESOURCE, SKYPE_RESOURCE)
SHELL_RESOURCE = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
_SECONDS = re.compile(r"PT(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


@dataclass(frozen=True)
class Request:
    """One request, taken apart."""

    action: str
    resource: str
    message: str
    timeout: float
    shell: str
    body: ET.Element

    @classmethod
    def parse(cls, text: bytes) -> Request:
        """Read an envelope. Raises ValueError when it is none."""
        if b"<!DOCTYPE" in text:
            raise ValueError("a document type in a SOAP envelope")
        try:
            envelope = ET.fromstring(text)
        except ET.ParseError as problem:
            raise ValueError(str(problem)) from problem
        header = envelope.find(f"{{{S}}}Header")
        body = envelope.find(f"{{{S}}}Body")
        if header is None or body is None:
            raise ValueError("no header or no body")
        found = _SECONDS.fullmatch(header.findtext(f"{{{WSMAN}}}OperationTimeout", "PT60S"))
        minutes, seconds = found.groups() if found else (None, "60")
        selectors = header.findall(f"{{{WSMAN}}}SelectorSet/{{{WSMAN}}}Selector")
        return cls(
            header.findtext(f"{{{WSA}}}Action", ""),
            header.findtext(f"{{{WSMAN}}}ResourceURI", ""),
            header.findtext(f"{{{WSA}}}MessageID", ""),
            int(minutes or 0) * 60 + float(seconds or 0),
            next((one.text or "" for one in selectors if one.get("Name") == "ShellId"), ""),
            body,
        )

    @property
    def verb(self) -> str:
        """The last word of the action: Create, Command, Send, Receive, Signal, Delete, Get."""
        return self.action.rpartition("/")[2]

    def find(self, path: str) -> ET.Element:
        """An element of the body by its path in the shell's namespace. Raises ValueError when it is absent."""
        found = self.body.find("/".join(f"{{{RSP}}}{one}" for one in path.split("/")))
        if found is None:
            raise ValueError(f"no {path}")
        return found


def decoded(text: str | None) -> bytes:
    """PSRP fragments as they stand in an envelope."""
    return base64.b64decode(text or "")


def answer(request: Request, body: str) -> bytes:
    """A good answer to a request."""
    return _envelope(f"{request.action}Response", request.message, body)


def created(request: Request, shell: str, user: str) -> bytes:
    """The answer to Create."""
    body = (
        f'<x:ResourceCreated xmlns:x="{TRANSFER}"><a:Address>anonymous</a:Address><a:ReferenceParameters>'
        f"<w:ResourceURI>{request.resource}</w:ResourceURI><w:SelectorSet>"
        f'<w:Selector Name="ShellId">{shell}</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>'
        f"<rsp:Shell><rsp:ShellId>{shell}</rsp:ShellId><rsp:ResourceUri>{request.resource}</rsp:ResourceUri>"
        f"<rsp:Owner>{escape(user)}</rsp:Owner><rsp:ClientIP>127.0.0.1</rsp:ClientIP>"
        "<rsp:IdleTimeOut>PT900.000S</rsp:IdleTimeOut><rsp:InputStreams>stdin pr</rsp:InputStreams>"
        "<rsp:OutputStreams>stdout</rsp:OutputStreams><rsp:State>Connected</rsp:State></rsp:Shell>"
    )
    return answer(request, body)


def described(request: Request, shell: str) -> bytes:
    """The answer to Get: the shell is alive."""
    body = f"<rsp:Shell><rsp:ShellId>{shell}</rsp:ShellId><rsp:State>Connected</rsp:State></rsp:Shell>"
    return answer(request, body)


def received(request: Request, command: uuid.UUID | None, data: bytes, done: bool) -> bytes:
    """The answer to Receive; the last one says that the command is done."""
    mark = f' CommandId="{str(command).upper()}"' if command else ""
    text = base64.b64encode(data).decode()
    body = f'<rsp:Stream Name="stdout"{mark}>{text}</rsp:Stream>' if data else ""
    if command:
        state = "Done" if done else "Running"
        body += f'<rsp:CommandState{mark} State="{RSP}/CommandState/{state}" />'
    return answer(request, f"<rsp:ReceiveResponse>{body}</rsp:ReceiveResponse>")


def fault(message: str, problem: WSManFault) -> bytes:
    """A refusal."""
    text = escape(str(problem))
    body = (
        f"<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>{problem.subcode}</s:Value></s:Subcode>"
        f'</s:Code><s:Reason><s:Text xml:lang="en-US">{text}</s:Text></s:Reason><s:Detail>'
        f'<f:WSManFault xmlns:f="{FAULT}" Code="{problem.code}" Machine="ex01"><f:Message>{text}</f:Message>'
        "</f:WSManFault></s:Detail></s:Fault>"
    )
    return _envelope("http://schemas.dmtf.org/wbem/wsman/1/wsman/fault", message, body)


def _envelope(action: str, relates_to: str, body: str) -> bytes:
    return (
        f'<s:Envelope xml:lang="en-US" xmlns:s="{S}" xmlns:a="{WSA}" xmlns:w="{WSMAN}" xmlns:rsp="{RSP}"><s:Header>'
        f"<a:Action>{action}</a:Action><a:MessageID>uuid:{str(uuid.uuid4()).upper()}</a:MessageID>"
        f"<a:RelatesTo>{escape(relates_to)}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()
