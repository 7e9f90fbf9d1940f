# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTPS side: an admin port and a user port, SOAP in two forms, the DoS filter, cookies."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from . import wire
from .batch import run_batch
from .call import Call
from .control import control
from .faults import Fault, auth_required, failure, invalid_request
from .rest import rest
from .service import Service

JSON_TYPE = "text/javascript; charset=utf-8"
XML_TYPE = "text/xml;charset=utf-8"
REFUSED = (
    "<html>\n<head>\n<title>Error 429</title>\n</head>\n<body><h2>HTTP ERROR 429</h2>\n"
    "<p>Problem accessing /service/admin/soap. Reason:\n<pre>    Too Many Requests</pre></p></body>\n</html>\n"
)


class Server(ThreadingHTTPServer):
    """One port. The TLS handshake happens in the thread of the connection, not where connections are accepted."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], service: Service, tls: ssl.SSLContext, *, admin_port: bool) -> None:
        self.service, self.tls, self.admin_port = service, tls, admin_port
        super().__init__(address, Handler)

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """A client that goes away, or does not trust us, is no news."""


class Handler(BaseHTTPRequestHandler):
    """One connection, kept alive."""

    protocol_version = "HTTP/1.1"
    server: Server
    wbufsize = -1

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def log_message(self, *_args: Any) -> None:
        """Nothing is logged: requests carry passwords."""

    # -- verbs ---------------------------------------------------------------------------------------------------

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith(("/service/home/", "/home/")):
            self._filtered(lambda: self.answer(*rest(self, b"")))
        elif path.rstrip("/").endswith("/soap"):
            self.answer(405, "text/html;charset=utf-8", b"<html><body>HTTP method GET is not supported</body></html>")
        elif path in ("/", "/zimbra/", "/zimbraAdmin/", "/index.html", "/robots.txt"):
            self.answer(200, "text/html;charset=utf-8", b"<html><title>Zimbra Web Client Sign In</title></html>")
        else:
            self.answer(404, "text/html;charset=utf-8", b"<html><body>Not Found</body></html>")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if path.startswith("/standin/"):
            self.answer(*control(self.server.service, path, self.headers.get("X-Standin-Key", ""), data))
        elif path.startswith(("/service/home/", "/home/")):
            self._filtered(lambda: self.answer(*rest(self, data)))
        elif path.rstrip("/") in ("/service/soap", "/service/admin/soap") or path.startswith("/service/"):
            self._filtered(lambda: self._soap(data))
        else:
            self.answer(404, "text/html;charset=utf-8", b"<html><body>Not Found</body></html>")

    def _filtered(self, serve: Callable[[], None]) -> None:
        wait = self.server.service.admit(self.client_address[0])
        if wait < 0:
            self.answer(429, "text/html;charset=iso-8859-1", REFUSED.encode(), {"DoSFilter": "unavailable"})
            return
        if wait:
            time.sleep(wait)
        serve()

    def answer(self, status: int, kind: str, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        self.wfile.flush()

    def cookie(self, name: str) -> str:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get(name)
        except CookieError:
            return ""
        return found.value if found is not None else ""

    # -- SOAP ----------------------------------------------------------------------------------------------------

    def _soap(self, data: bytes) -> None:
        is_json = data.lstrip()[:1] in (b"{", b"")
        call = Call(self.server.service, self.server.admin_port, self.server.server_address[1], self.client_address[0])
        out: wire.Body
        try:
            context, request, is_json = _read(data, is_json)
            self._identify(call, context)
            self._ask("request", request)
            name, out = self._answer(call, context, *request)
            self._ask("answer", request)
            status = 200
        except Fault as fault:
            status, out, name = 500, fault.body(), "Fault"
            # this one comes before the server has looked which form the client wants
            is_json = is_json and "not allowed on port" not in fault.reason
        except (Cut, ConnectionAbortedError):
            self.close_connection = True
            return
        except Page as page:
            self.answer(page.status, "text/html;charset=utf-8", b"<html><body>%d</body></html>" % page.status)
            return
        except Exception as error:  # as any Throwable there: a fault that says what it was
            status, out, name = 500, failure(f"{type(error).__name__}: {error}").body(), "Fault"
        context_out: dict[str, Any] = {}
        if call.session:
            context_out["session"] = {"type": "admin", "id": call.session, "_content": call.session}
        body = wire.envelope(context_out, name, out)
        headers = {"Set-Cookie": call.cookies[-1]} if call.cookies else {}
        if is_json:
            self.answer(status, JSON_TYPE, wire.to_json(body), headers)
        else:
            self.answer(status, XML_TYPE, wire.to_xml(body), headers)

    def _ask(self, moment: str, request: tuple[str, wire.Body]) -> None:
        """Tell the hook, if there is one, which requests this POST has."""
        service = self.server.service
        if moment == "request":
            service.posts += 1
            self._number = service.posts
        if service.hook is None:
            return
        name, body = request
        inner = wire.first(body) or {}
        names = [name]
        if name == "BatchRequest":
            for key, rows in inner.items():
                if key.endswith("Request"):
                    names += [key] * (len(rows) if isinstance(rows, list) else 1)
        service.hook(moment, self._number, names)

    def _identify(self, call: Call, context: wire.Body) -> None:
        token = wire.text(context, "authToken") or ""
        call.csrf = self.headers.get("X-Zimbra-Csrf-Token", "") or wire.text(context, "csrfToken") or ""
        if not token:
            token = self.cookie("ZM_ADMIN_AUTH_TOKEN" if call.admin_port else "ZM_AUTH_TOKEN")
            call.by_cookie = bool(token)
        call.token_text = token

    def _answer(self, call: Call, context: wire.Body, name: str, body: wire.Body) -> tuple[str, wire.Body]:
        namespace = body.get("_jsns") or ("urn:zimbraAdmin" if call.admin_port else "urn:zimbraAccount")
        plan = plan_for(call.service, name)
        if plan is not None:
            act(plan)
        with call.service.lock:
            session = context.get("session")
            if session is not None and call.token_text:
                call.authenticate()
                wanted = wire.text(wire.first(session) if isinstance(wire.first(session), dict) else {}, "id") or ""
                known = call.service.sessions.get(wanted) == call.who.id
                call.session = wanted if known else call.service.new_session(call.who.id)
            if name == "BatchRequest":
                if not call.token_text:
                    raise auth_required()
                answer = run_batch(call, body)
            else:
                answer = call.run(namespace, name, body)
        if plan is not None and plan.get("kind") == "cut-after":
            raise Cut
        return name.removesuffix("Request") + "Response", answer


def _read(data: bytes, is_json: bool) -> tuple[wire.Body, tuple[str, wire.Body], bool]:
    """The context, the request with its name, and whether the answer is wanted as JSON."""
    try:
        message = json.loads(data) if is_json else wire.from_xml(data)
        context = wire.child(message.get("Header") or {}, "context") or {}
        body = message.get("Body") or {}
        requests = [(name, wire.first(value) or {}) for name, value in body.items() if not name.startswith("_")]
    except (ValueError, ParseError, AttributeError, TypeError) as error:
        raise Fault("service.PARSE_ERROR", f"parse error: {error}") from error
    if len(requests) != 1:
        raise invalid_request("one request is expected in the body")
    wanted = wire.text(wire.child(context, "format") or {}, "type", "js" if is_json else "xml")
    return context, requests[0], wanted == "js"


# -- faults on demand ------------------------------------------------------------------------------------------------


class Cut(Exception):
    """The connection ends without an answer."""


class Page(Exception):
    """An answer that is not SOAP, as a proxy gives it."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def plan_for(service: Service, name: str) -> dict[str, Any] | None:
    """The first plan that concerns this request, counted down."""
    with service.lock:
        for plan in service.knobs.faults:
            if plan.get("request", "*") not in ("*", name):
                continue
            if plan.get("after", 0) > 0:
                plan["after"] -= 1
                continue
            plan["times"] = plan.get("times", 1) - 1
            if plan["times"] <= 0:
                service.knobs.faults.remove(plan)
            return plan
    return None


def act(plan: dict[str, Any]) -> None:
    """Make the fault of a plan happen before the request is served."""
    kind = plan.get("kind", "fault")
    if kind == "cut":
        raise Cut
    if kind == "http":
        raise Page(int(plan.get("status", 503)))
    if kind == "slow":
        time.sleep(float(plan.get("seconds", 1)))
    if kind == "fault":
        code = plan.get("code", "service.TEMPORARILY_UNAVAILABLE")
        raise Fault(code, plan.get("reason", "service temporarily unavailable"), receiver=True)
