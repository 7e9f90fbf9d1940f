# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests use: `with Zimbra() as server:`; a process of its own, so that a benchmark measures the client."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.standins.slapd import certificate, write_pair

from .local import scratch
from .serve import Standin
from .service import Settings

FOLDER = Path(__file__).resolve().parents[1]
ADMIN = "admin@negeri.gov.my"
PASSWORD = "Adm1n-Passw0rd!"


class Zimbra:
    """One stand-in on free ports of the loopback.

    `settings` are those of service.Settings, such as domain, admin, config={...}, cos={...}, version, durable.
    `inside=True` runs the SOAP service in threads of this process instead, as `standin`; `hook` then sees every POST
    (service.Service.hook). `options` is what the collection's modules take as `zimbra`, `paced` is that for a server
    that throttles. `soap` is a bare client.
    """

    def __init__(self, *, inside: bool = False, **settings: Any) -> None:
        self.inside = inside
        self.standin: Standin | None = None
        self.root = scratch("rasmi-zimbra-", durable=bool(settings.get("durable")))
        self.key = secrets.token_hex(16)
        self.settings = {"server": "zcs1.test", "domain": "negeri.gov.my", "admin": ADMIN, "admin_password": PASSWORD}
        self.settings |= {"ldap_password": "zimbra-ldap-secret", **settings}
        self._process: subprocess.Popen[str] | None = None
        self._connection: http.client.HTTPSConnection | None = None
        self._token = ""
        self.admin_port = self.user_port = self.ldap_port = 0

    # -- life ----------------------------------------------------------------------------------------------------

    def __enter__(self) -> Zimbra:
        try:
            authority = certificate("rasmi.mail test authority")
            write_pair(self.root, "ca", authority)
            write_pair(self.root, "server", certificate(self.settings["server"], ca=authority))
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def start(self) -> None:
        """Start it, or start it again on the same data and ports."""
        values = {
            "admin_port": self.admin_port,
            "user_port": self.user_port,
            "ldap_port": self.ldap_port,
            **self.settings,
            "root": str(self.root),
            "certificate": str(self.root / "server.pem"),
            "key": str(self.root / "server.key"),
            "control": self.key,
        }
        if self.inside:
            self._start_inside(values)
            return
        file = self.root / "settings.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(values))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "zimbra.serve", "--config", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(FOLDER)},
        )
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the Zimbra stand-in did not start")
        ports = json.loads(line)
        self.admin_port, self.user_port, self.ldap_port = ports["admin"], ports["user"], ports["ldap"]

    def _start_inside(self, values: dict[str, Any]) -> None:
        self.standin = Standin(Settings(**{**values, "root": self.root}))
        self.standin.start()
        settings = self.standin.settings
        self.admin_port, self.user_port, self.ldap_port = settings.admin_port, settings.user_port, settings.ldap_port

    @property
    def hook(self) -> Any:
        return self.standin.service.hook if self.standin is not None else None

    @hook.setter
    def hook(self, value: Callable[[str, int, list[str]], None] | None) -> None:
        if self.standin is None:
            raise RuntimeError("a hook needs a stand-in made with inside=True")
        self.standin.service.hook = value

    def stop(self) -> None:
        """End the processes; the data stay."""
        if self.standin is not None:
            self.standin.stop()
            self.standin = None
        self._connection, self._token = None, ""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=150)
            self._process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    # -- addresses -----------------------------------------------------------------------------------------------

    @property
    def admin_url(self) -> str:
        return f"https://127.0.0.1:{self.admin_port}/service/admin/soap"

    @property
    def user_url(self) -> str:
        return f"https://127.0.0.1:{self.user_port}/service/soap"

    @property
    def ca_file(self) -> str:
        return str(self.root / "ca.pem")

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def options(self) -> dict[str, Any]:
        """Without a pace: this server refuses nobody for speed unless a test switches that on (knobs)."""
        return {**self.paced, "requests_per_second": 0.0}

    @property
    def paced(self) -> dict[str, Any]:
        """With the pace that the modules keep when nothing is said."""
        return {
            "url": self.admin_url,
            "user": self.settings["admin"],
            "password": self.settings["admin_password"],
            "ca_file": self.ca_file,
            "domain": self.settings["domain"],
        }

    # -- a bare client -------------------------------------------------------------------------------------------

    def post(
        self, path: str, body: Any, *, admin: bool = True, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, bytes]:
        """One POST on a connection of its own: status, headers, body."""
        context = ssl.create_default_context(cafile=self.ca_file)
        port = self.admin_port if admin else self.user_port
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(
            "POST", path, data, {"Content-Type": "application/soap+xml; charset=utf-8", **(headers or {})}
        )
        answer = connection.getresponse()
        result = answer.status, answer.headers, answer.read()
        connection.close()
        return result

    def soap(
        self, name: str, body: dict[str, Any] | None = None, *, token: str | None = None, **context: Any
    ) -> dict[str, Any]:
        """An admin request as the administrator: the body of the answer, or a `Fault` element."""
        context |= {
            "_jsns": "urn:zimbra",
            "format": {"type": "js"},
            "authToken": self.token if token is None else token,
        }
        request = {"_jsns": "urn:zimbraAdmin", **(body or {})}
        if name == "BatchRequest":
            request["_jsns"] = "urn:zimbra"
        message = {"Header": {"context": context}, "Body": {name: request}}
        _status, _headers, data = self.post("/service/admin/soap", message)
        answer: dict[str, Any] = json.loads(data)["Body"]
        found: dict[str, Any] = answer.get("Fault") or next(iter(answer.values()))
        return found

    def user_soap(
        self, name: str, body: dict[str, Any], *, token: str = "", namespace: str = "urn:zimbraAccount"
    ) -> dict[str, Any]:
        """A request on the user port."""
        context = {"_jsns": "urn:zimbra", "format": {"type": "js"}} | ({"authToken": token} if token else {})
        message = {"Header": {"context": context}, "Body": {name: {"_jsns": namespace, **body}}}
        _status, _headers, data = self.post("/service/soap", message, admin=False)
        answer: dict[str, Any] = json.loads(data)["Body"]
        found: dict[str, Any] = answer.get("Fault") or next(iter(answer.values()))
        return found

    @property
    def token(self) -> str:
        if not self._token:
            self._token = self.login(self.settings["admin"], self.settings["admin_password"])
        return self._token

    def login(self, name: str, password: str) -> str:
        """An admin token."""
        answer = self.soap("AuthRequest", {"name": name, "password": password}, token="")
        if "authToken" not in answer:
            raise RuntimeError(f"{name} cannot log in: {answer['Reason']['Text']}")
        token: str = answer["authToken"][0]["_content"]
        return token

    # -- switches ------------------------------------------------------------------------------------------------

    def control(self, name: str, /, **values: Any) -> dict[str, Any]:
        """Ask the stand-in itself (see control.py)."""
        status, _headers, data = self.post(f"/standin/{name}", values, headers={"X-Standin-Key": self.key})
        if status != 200:
            raise RuntimeError(f"control {name}: {status}")
        answer: dict[str, Any] = json.loads(data)
        return answer

    def knobs(self, **values: Any) -> None:
        """throttle=True, shift=seconds, expired_before=ms, faults=[{...}] (see service.Knobs)."""
        if "shift" in values or "expired_before" in values:
            self._token = ""
        answer = self.control("knobs", **values)
        if "error" in answer:
            raise ValueError(answer["error"])

    def ldap(self, *command: str, ldif: str = "", check: bool = True) -> str:
        """Run an OpenLDAP client tool as the root DN and give what it printed."""
        tool, *rest = command
        login = ["-D", "uid=zimbra,cn=admins,cn=zimbra", "-w", self.settings["ldap_password"]]
        full = [tool, "-x", "-H", f"ldap://127.0.0.1:{self.ldap_port}", *login, *rest]
        env = {**os.environ, "LDAPNOINIT": "1"}
        done = subprocess.run(full, input=ldif, capture_output=True, text=True, check=False, env=env)
        if check and done.returncode:
            raise RuntimeError(f"{tool}: {done.stderr[-1000:]}")
        return done.stdout
