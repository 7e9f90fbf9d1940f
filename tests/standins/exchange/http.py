# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP server of the endpoint: WSMan's actions onto shells, and the throttle of runspaces per user."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import wsman
from .auth import Gate, Identity
from .faults import MAX_RUNSPACES, WSManFault, no_such_resource, shell_not_found, timed_out, too_many_runspaces
from .shell import Run, Shell

OPEN_DELAY = 0.0
MAX_BODY = 4 * 1024 * 1024


class Service:
    """The shells of one endpoint, by their ids."""

    def __init__(self, run: Run, limit: int = MAX_RUNSPACES, open_seconds: float = OPEN_DELAY) -> None:
        self.run = run
        self.limit = limit
        self.open_seconds = open_seconds
        self.shells: dict[str, Shell] = {}
        self.lock = threading.Lock()
        self.opened = 0
        self.most = 0

    def handle(self, request: wsman.Request, user: str) -> bytes:
        """Answer one request. Raises WSManFault or ValueError."""
        verbs = {
            "Create": self._create,
            "Delete": self._delete,
            "Command": self._command,
            "Send": self._send,
            "Receive": self._receive,
            "Signal": self._signal,
            "Get": self._get,
        }
        if request.verb not in verbs:
            raise ValueError(f"action {request.action}")
        return verbs[request.verb](request, user)

    def lose(self, shell_id: str | None = None) -> None:
        """Lose a shell, or all of them, as when IIS recycles the process behind the endpoint."""
        with self.lock:
            lost = [shell_id] if shell_id else list(self.shells)
            gone = [self.shells.pop(one) for one in lost if one in self.shells]
        for shell in gone:
            shell.close()

    def _create(self, request: wsman.Request, user: str) -> bytes:
        if request.resource not in wsman.RESOURCES:
            raise no_such_resource(request.resource)
        content = request.find("Shell").find(wsman.CREATION)
        if content is None:
            raise ValueError("no creationXml")
        shell_id = (request.find("Shell").get("ShellId") or str(uuid.uuid4())).upper()
        with self.lock:
            if sum(one.user == user for one in self.shells.values()) >= self.limit:
                raise too_many_runspaces(self.limit)
            skype = request.resource == wsman.SKYPE_RESOURCE
            shell = self.shells[shell_id] = Shell(shell_id, user, self.run, skype)
            self.opened += 1
            self.most = max(self.most, len(self.shells))
        time.sleep(self.open_seconds)
        shell.feed(wsman.decoded(content.text))
        return wsman.created(request, shell_id, user)

    def _delete(self, request: wsman.Request, user: str) -> bytes:
        self._shell(request, user)
        self.lose(request.shell)
        return wsman.answer(request, "")

    def _get(self, request: wsman.Request, user: str) -> bytes:
        return wsman.described(request, self._shell(request, user).id)

    def _command(self, request: wsman.Request, user: str) -> bytes:
        shell = self._shell(request, user)
        line = request.find("CommandLine")
        command = uuid.UUID(line.get("CommandId") or str(uuid.uuid4()))
        shell.create(command)
        shell.feed(wsman.decoded(request.find("CommandLine/Arguments").text), command)
        body = f"<rsp:CommandResponse><rsp:CommandId>{str(command).upper()}</rsp:CommandId></rsp:CommandResponse>"
        return wsman.answer(request, body)

    def _send(self, request: wsman.Request, user: str) -> bytes:
        stream = request.find("Send/Stream")
        self._shell(request, user).feed(wsman.decoded(stream.text), _command_of(stream.get("CommandId")))
        return wsman.answer(request, "<rsp:SendResponse />")

    def _receive(self, request: wsman.Request, user: str) -> bytes:
        shell = self._shell(request, user)
        command = _command_of(request.find("Receive/DesiredStream").get("CommandId"))
        found = shell.receive(command, max(request.timeout - 0.2, 0.1))
        if shell.closed:
            raise shell_not_found(request.shell)
        if found is None:
            raise timed_out()
        return wsman.received(request, command, *found)

    def _signal(self, request: wsman.Request, user: str) -> bytes:
        shell = self._shell(request, user)
        command = _command_of(request.find("Signal").get("CommandId"))
        if command is not None:
            shell.signal(command, stop=not request.find("Signal/Code").text.endswith("Terminate"))
        return wsman.answer(request, "<rsp:SignalResponse />")

    def _shell(self, request: wsman.Request, user: str) -> Shell:
        shell = self.shells.get(request.shell.upper())
        if shell is None or shell.user != user:
            raise shell_not_found(request.shell)
        return shell


def _command_of(value: str | None) -> uuid.UUID | None:
    return uuid.UUID(value) if value else None


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-HTTPAPI/2.0"
    service: Service
    gate: Gate

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.identity = Identity(self.gate)

    def do_POST(self) -> None:
        """Authenticate, decrypt, answer."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self._reply(413, b"", "")
            return
        body = self.rfile.read(length)
        if not self.path.lower().startswith(("/powershell", "/ocspowershell")):
            self._elsewhere()
            return
        allowed, token = self.identity.check(self.headers.get("Authorization"))
        if not allowed:
            self._reply(401, b"", token)
            return
        if not body:
            self._reply(200, b"", token)
            return
        self._soap(body, token)

    def do_GET(self) -> None:
        """There is no web client here."""
        self._elsewhere()

    def _elsewhere(self) -> None:
        # What IIS answers without TLS where a directory asks for it (403.4); nothing redirects before it is told to.
        self._reply(404 if self.gate.tls else 403, b"", "")

    def _soap(self, body: bytes, token: str) -> None:
        message = ""
        try:
            if self.identity.encrypts:
                body = self.identity.opened(body)
            request = wsman.Request.parse(body)
            message = request.message
            status, answer = 200, self.service.handle(request, self.identity.user)
        except WSManFault as problem:
            status, answer = 500, wsman.fault(message, problem)
        except ValueError as problem:
            status, answer = 400, f"malformed request: {problem}".encode()
        self._reply(status, answer, token)

    def _reply(self, status: int, body: bytes, token: str) -> None:
        kind = "application/soap+xml;charset=UTF-8"
        if body and self.identity.encrypts and self.identity.user:
            kind, body = self.identity.sealed(body)
        offers = [token] if token else self.gate.offers() if status == 401 else []
        head = [f"HTTP/1.1 {status} {self.responses[status][0]}", f"Server: {self.server_version}"]
        head += [f"WWW-Authenticate: {one}" for one in offers]
        head += [f"Content-Type: {kind}"] if body else []
        head += [f"Content-Length: {len(body)}", "", ""]
        # In one write: two would wait for each other's acknowledgement.
        self.wfile.write("\r\n".join(head).encode("latin-1") + body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a request may hold secrets."""


class Server(ThreadingHTTPServer):
    """A listening endpoint; with a context it speaks TLS. The handshake is done in the connection's own thread."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], service: Service, gate: Gate, context: ssl.SSLContext | None = None
    ) -> None:
        handler = type("Bound", (Handler,), {"service": service, "gate": gate})
        super().__init__(address, handler)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, or did not trust the certificate, is no error of the server."""
