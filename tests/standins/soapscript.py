# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An HTTPS server that answers SOAP requests as a test dictates, one step after the other.

It knows nothing of Zimbra: it shows how the client takes answers that a real server gives only on a bad day. TLS is
real, with a certificate of its own authority for the name "localhost" and the address 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import ssl
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.tests.standins.slapd import certificate, write_pair

JSON = "text/javascript; charset=utf-8"
#: What Zimbra's throttle sends (seen on 10.1.3).
THROTTLE_PAGE = "<html><head><title>Error 429 Too Many Requests</title></head><body>Too Many Requests</body></html>"


@dataclass
class Answer:
    """One HTTP answer. `cut` closes the connection after that many bytes of the body; `close` after all of it."""

    status: int = 200
    body: bytes = b""
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    close: bool = False


@dataclass
class Asked:
    """One request as it arrived."""

    name: str
    body: dict[str, Any]
    context: dict[str, Any]
    connection: int
    path: str
    cookie: str = ""


Step = Callable[[Asked], Answer]


def say(name: str, body: Mapping[str, Any], context: Mapping[str, Any] | None = None, **more: Any) -> Answer:
    """A JSON answer to `name`."""
    envelope = {
        "Header": {"context": {"_jsns": "urn:zimbra", **(context or {})}},
        "Body": {name.removesuffix("Request") + "Response": {"_jsns": "urn:zimbraAdmin", **body}},
        "_jsns": "urn:zimbraSoap",
    }
    return Answer(body=json.dumps(envelope).encode(), **more)


def ok(**body: Any) -> Step:
    """Answers whatever is asked with `body`."""
    return lambda asked: say(asked.name, body)


def fault(code: str, reason: str = "no", arguments: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A SOAP fault as JSON."""
    error: dict[str, Any] = {"Code": code, "Trace": "t", "_jsns": "urn:zimbra"}
    if arguments:
        error["a"] = arguments
    return {"Code": {"Value": "soap:Sender"}, "Reason": {"Text": reason}, "Detail": {"Error": error}}


def refuse(code: str, reason: str = "no", arguments: list[dict[str, str]] | None = None) -> Step:
    """Answers with a fault, which is HTTP 500 whatever it says."""
    envelope = {"Header": {"context": {"_jsns": "urn:zimbra"}}, "Body": {"Fault": fault(code, reason, arguments)}}
    return lambda _asked: Answer(500, json.dumps(envelope).encode())


def page(status: int, text: str = THROTTLE_PAGE, **headers: str) -> Step:
    """Answers with HTML."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _asked: Answer(status, text.encode(), "text/html;charset=iso-8859-1", named)


def hang_up(_asked: Asked) -> Answer:
    """Closes the connection without a word, after the request was read."""
    return Answer(cut=-1)


class Script:
    """`with Script() as server:` then `server.steps` are the answers to come; without any, everything is answered
    with an empty response. Logins are answered by `login`, outside the steps. `asked` has what came.
    """

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="rasmi-soap-"))
        authority = certificate("rasmi.mail test authority")
        write_pair(self.root, "ca", authority)
        write_pair(self.root, "server", certificate("localhost", ca=authority))
        self.steps: deque[Step] = deque()
        self.login: Step = lambda asked: say(asked.name, {"authToken": [{"_content": self.next_token()}]})
        self.asked: list[Asked] = []
        self.tokens = 0
        self.connections = 0
        self._httpd = _Server(("127.0.0.1", 0), _handler(self), self.root)
        self.port = self._httpd.server_port
        self._thread = threading.Thread(target=self._httpd.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def next_token(self) -> str:
        self.tokens += 1
        return f"TOKEN-{self.tokens}"

    @property
    def options(self) -> dict[str, Any]:
        return {
            "url": f"https://127.0.0.1:{self.port}/service/admin/soap",
            "user": "admin@kelantan.gov.my",
            "password": "Rahsia-Pentadbir-1",
            "ca_file": str(self.root / "ca.pem"),
            "timeout": 60,
            "requests_per_second": 0,
        }

    def names(self) -> list[str]:
        """The requests that came, in order, without logins."""
        return [asked.name for asked in self.asked if asked.name != "AuthRequest"]

    def logins(self) -> int:
        return sum(asked.name == "AuthRequest" for asked in self.asked)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if asked.name == "AuthRequest":
            return self.login(asked)
        return (self.steps.popleft() if self.steps else ok())(asked)

    def __enter__(self) -> Script:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._httpd.shutdown()
        self._httpd.server_close()
        self._thread.join(10)
        shutil.rmtree(self.root, ignore_errors=True)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], root: Path) -> None:
        super().__init__(address, handler)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(root / "server.pem", root / "server.key")

    def finish_request(self, request: Any, client_address: Any) -> None:
        try:
            secure = self.context.wrap_socket(request, server_side=True)
        except (ssl.SSLError, OSError):
            return  # the client did not like the certificate, which some tests want
        super().finish_request(secure, client_address)
        # an SSLSocket took the descriptor over: end it here, as the server ends the plain one
        with contextlib.suppress(OSError):
            secure.shutdown(socket.SHUT_RDWR)
        secure.close()


def _handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            script.connections += 1
            self.number = script.connections

        def log_message(self, *_words: object) -> None:
            """Tests look at `asked` instead."""

        def do_POST(self) -> None:
            envelope = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            ((name, body),) = envelope["Body"].items()
            self._give(script.answer(Asked(name, body, envelope["Header"]["context"], self.number, self.path)))

        def do_GET(self) -> None:
            self._give(script.answer(Asked("GET", {}, {}, self.number, self.path, self.headers["Cookie"] or "")))

        def _give(self, answer: Answer) -> None:
            if answer.cut == -1:
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            for header, value in answer.headers.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(answer.body[: answer.cut])
            self.wfile.flush()
            self.close_connection = self.close_connection or answer.close or answer.cut is not None

    return Handler
