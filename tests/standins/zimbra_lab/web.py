# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part of the user's web service that sends: uploads (/service/upload) and SendMsgRequest.

Limits as in Zimbra: what is uploaded for a message and the message itself may have zimbraMtaMaxMessageSize bytes
(FileUploadServlet; mail.MESSAGE_TOO_BIG). Who asks is found out by asking the user SOAP service with the same token.
"""

from __future__ import annotations

import http.server
import json
import secrets
import smtplib
import threading
from email.message import EmailMessage
from http.cookies import SimpleCookie
from typing import Any, ClassVar

from .accounts import Soap, fault
from .directory import Directory, first


class _Fault(Exception):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Web(http.server.BaseHTTPRequestHandler):
    """One connection from nginx."""

    protocol_version = "HTTP/1.1"
    directory: ClassVar[Directory]
    soap: ClassVar[Soap]
    uploads: ClassVar[dict[str, tuple[str, str, bytes]]] = {}
    lock: ClassVar[threading.Lock] = threading.Lock()

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/service/upload"):
            self._upload(data)
        else:
            self._soap(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: lines of a log could carry a token."""

    def _upload(self, data: bytes) -> None:
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("ZM_AUTH_TOKEN")
        try:
            name = self._who(cookie.value if cookie else "")
        except _Fault:
            return self._answer(200, b"401,'null'\n", "text/plain")
        if len(data) > self._limit():
            return self._answer(200, b"413,'null'\n", "text/plain")
        file = self.headers.get("Content-Disposition", "").partition('filename="')[2].rstrip('"') or "file"
        number = secrets.token_hex(16)
        with self.lock:
            self.uploads[number] = (name, file, data)
        kind = self.headers.get("Content-Type") or "application/octet-stream"
        said = [{"aid": number, "ct": kind, "filename": file, "s": len(data)}]
        return self._answer(200, f"200,'null',{json.dumps(said)}\n".encode(), "text/plain")

    def _soap(self, data: bytes) -> None:
        try:
            message = json.loads(data)
            token = str(message["Header"]["context"].get("authToken", ""))
            body = {"SendMsgResponse": self._send(self._who(token), message["Body"]["SendMsgRequest"]["m"])}
            status = 200
        except _Fault as error:
            detail = {"Error": {"Code": error.code, "_jsns": "urn:zimbra"}}
            body = {"Fault": {"Code": {"Value": "soap:Sender"}, "Reason": {"Text": str(error)}, "Detail": detail}}
            status = 500
        said = {"Header": {"context": {"_jsns": "urn:zimbra"}}, "Body": body, "_jsns": "urn:zimbraSoap"}
        self._answer(status, json.dumps(said).encode(), "text/javascript; charset=utf-8")

    def _send(self, name: str, wanted: Any) -> dict[str, Any]:
        message = EmailMessage()
        message["From"] = name
        to = [str(item["a"]) for item in wanted["e"] if item.get("t", "t") == "t"]
        message["To"] = ", ".join(to)
        message["Subject"] = _text(wanted.get("su", ""))
        part = wanted["mp"][0] if isinstance(wanted["mp"], list) else wanted["mp"]
        message.set_content(_text(part["content"]))
        for number in str(wanted.get("attach", {}).get("aid", "")).split(","):
            with self.lock:
                owner, file, data = self.uploads.pop(number, ("", "", b""))
            if number and owner != name:
                raise _Fault("mail.NO_SUCH_UPLOAD", f"no such upload: {number}")
            if number:
                message.add_attachment(data, "application", "octet-stream", filename=file)
        raw = message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if len(raw) > self._limit():
            raise _Fault("mail.MESSAGE_TOO_BIG", f"Message of size {len(raw)} exceeded allowed size")
        try:
            with smtplib.SMTP("127.0.0.1", 25, local_hostname="localhost", timeout=60) as client:
                client.sendmail(name, to, raw)
        except (OSError, smtplib.SMTPException) as error:
            raise _Fault("mail.SEND_FAILURE", f"MTA refused: {error}") from error
        return {"m": [{"id": "1"}], "_jsns": "urn:zimbraMail"}

    def _who(self, token: str) -> str:
        body = self.soap.call("GetInfoRequest", {"sections": "mbox"}, token)
        code = fault(body)
        if code:
            raise _Fault(code, "no session")
        return _text(body["GetInfoResponse"]["name"])

    def _limit(self) -> int:
        return int(first(self.directory.server(), "zimbraMtaMaxMessageSize") or 0) or (1 << 40)

    def _answer(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def serve(directory: Directory, soap: Soap, port: int) -> http.server.ThreadingHTTPServer:
    """Listen on loopback; nginx stands in front."""
    handler = type("Handler", (Web,), {"directory": directory, "soap": soap})
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)


def _text(value: Any) -> str:
    """A text element of the JSON form: plain, {"_content": ...} or a list of one of them."""
    if isinstance(value, list):
        value = value[0]
    return str(value.get("_content", "")) if isinstance(value, dict) else str(value)
