# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Dovecot (and Postfix through it) asks about users: is this the password, where does the mail lie, what quota.

A password is tried where the real servers try it, at the user SOAP service, so that every failure counts there and
every state of the account holds on every path. One line per question, tab-separated; the password in hexadecimal.
"""

from __future__ import annotations

import http.client
import json
import socketserver
import ssl
import threading
from typing import Any, ClassVar
from urllib.parse import urlsplit

from .dialogue import Server
from .directory import Directory

OK, NO, EXPIRED, LATER = "OK", "NO", "EXPIRED", "LATER"
_REFUSED = {"account.AUTH_FAILED": NO, "account.CHANGE_PASSWORD": EXPIRED, "account.ACCOUNT_INACTIVE": NO}


class Soap:
    """The user SOAP service; one kept-alive connection for each thread."""

    def __init__(self, url: str, ca_file: str, name: str) -> None:
        self._where, self._name = urlsplit(url), name
        self._context = ssl.create_default_context(cafile=ca_file)
        self._kept = threading.local()

    def call(self, request: str, body: dict[str, Any], token: str = "", space: str = "urn:zimbraAccount") -> Any:
        """The answer's body: {"XResponse": {...}} or {"Fault": {...}}."""
        context: dict[str, Any] = {"_jsns": "urn:zimbra", "format": {"type": "js"}}
        if token:
            context["authToken"] = token
        message = {"Header": {"context": context}, "Body": {request: {"_jsns": space, **body}}}
        for attempt in (1, 2):
            client = getattr(self._kept, "client", None) or self._connect()
            self._kept.client = client
            try:
                client.request(
                    "POST",
                    "/service/soap",
                    json.dumps(message),
                    {"Content-Type": "application/soap+xml; charset=utf-8", "Host": self._name},
                )
                return json.loads(client.getresponse().read())["Body"]
            except (OSError, http.client.HTTPException):
                client.close()
                self._kept.client = None
                if attempt == 2:
                    raise
        raise OSError("no answer")

    def _connect(self) -> http.client.HTTPSConnection:
        return _Https(self._where.hostname or "", self._where.port or 443, self._context, self._name)


class _Https(http.client.HTTPSConnection):
    """Connects to loopback and checks the certificate for the published name."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext, name: str) -> None:
        super().__init__(host, port, timeout=30, context=context)
        self._checked, self._name = context, name

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = self._checked.wrap_socket(self.sock, server_hostname=self._name)


def fault(body: Any) -> str:
    """The code of a fault, "" when the answer is none."""
    if "Fault" not in body:
        return ""
    return str(body["Fault"].get("Detail", {}).get("Error", {}).get("Code", "service.FAILURE"))


class _Question(socketserver.StreamRequestHandler):
    directory: ClassVar[Directory]
    soap: ClassVar[Soap]

    def handle(self) -> None:
        words = self.rfile.readline(8192).decode("utf-8", "replace").rstrip("\n").split("\t")
        try:
            answer = self._password(*words[1:]) if words[0] == "PASS" else self._user(words[1])
        except Exception as error:
            answer = f"{LATER}\t{type(error).__name__}"
        self.wfile.write(answer.encode() + b"\n")

    def _password(self, user: str, secret: str, service: str) -> str:
        body = {
            "account": {"by": "name", "_content": user},
            "password": {"_content": bytes.fromhex(secret).decode("utf-8", "replace")},
        }
        code = fault(self.soap.call("AuthRequest", body))
        if code:
            return _REFUSED.get(code, NO if code.startswith("account.") else LATER)
        account = self.directory.account(user)
        if account is None:
            return NO
        return OK if {"imap": account.imap, "pop3": account.pop}.get(service, True) else NO

    def _user(self, user: str) -> str:
        account = self.directory.account(user)
        return NO if account is None else f"{OK}\t{account.name}\t{account.quota}\t{account.number}"


def serve(directory: Directory, soap: Soap, port: int) -> Server:
    """Listen on loopback."""
    return Server(("127.0.0.1", port), type("Question", (_Question,), {"directory": directory, "soap": soap}))
