# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A bare SOAP client: what an administrator and a user see of the server that the role has set."""

from __future__ import annotations

import http.client
import json
import ssl
from pathlib import Path
from typing import Any

import pytest

STATE = Path(__file__).parents[2] / "inventory" / ".state" / "zimbra"
DOMAIN = "kelantan.gov.my"


class Server:
    """Requests to the admin port and to the user port. A fault comes back as a dict with `Code`."""

    state = STATE

    def __init__(self) -> None:
        self.ports: dict[str, int] = json.loads((STATE / "ports.json").read_text())

    def secret(self, name: str) -> str:
        return (STATE / "secrets" / name).read_text().strip()

    def ask(self, port: str, request: str, token: str = "", namespace: str = "", **body: Any) -> dict[str, Any]:
        context = ssl.create_default_context(cafile=str(STATE / "server.pem"))
        connection = http.client.HTTPSConnection("127.0.0.1", self.ports[port], context=context, timeout=30)
        head = {"_jsns": "urn:zimbra", "format": {"type": "js"}, **({"authToken": token} if token else {})}
        space = namespace or ("urn:zimbraAdmin" if port == "admin" else "urn:zimbraAccount")
        message = {"Header": {"context": head}, "Body": {f"{request}Request": {"_jsns": space, **body}}}
        path = "/service/admin/soap" if port == "admin" else "/service/soap"
        connection.request("POST", path, json.dumps(message), {"Content-Type": "application/soap+xml; charset=utf-8"})
        answer = json.loads(connection.getresponse().read())["Body"]
        connection.close()
        if "Fault" in answer:
            return {"Code": answer["Fault"]["Detail"]["Error"]["Code"], "Reason": answer["Fault"]["Reason"]["Text"]}
        return answer[f"{request}Response"]

    def token(self, name: str, secret: str) -> str:
        return self.ask("admin", "Auth", name=name, password=self.secret(secret))["authToken"][0]["_content"]

    def login(self, name: str, password: str) -> str:
        """The code with which a user's login is refused; "" when it works."""
        answer = self.ask("user", "Auth", account={"by": "name", "_content": name}, password=password)
        return answer.get("Code", "")

    def values(self, token: str, kind: str, name: str) -> dict[str, list[str]]:
        """The own attributes of a COS, domain, server or account."""
        own = {"account": {"applyCos": "0"}, "domain": {"applyConfig": "0"}, "server": {"applyConfig": "0"}}
        body = {kind: {"by": "name", "_content": name}, **own.get(kind, {})}
        answer = self.ask("admin", f"Get{kind.capitalize()}", token, **body)
        found: dict[str, list[str]] = {}
        for pair in answer[kind][0]["a"]:
            found.setdefault(pair["n"], []).append(pair["_content"])
        return found


@pytest.fixture(scope="session")
def server() -> Server:
    return Server()


@pytest.fixture(scope="session")
def admin(server) -> str:
    return server.token(f"admin@{DOMAIN}", "zimbra-admin")


@pytest.fixture
def person(server, admin):
    """Make an account in the ordinary tier; the function gives its id."""
    made = []

    def make(name: str, password: str, **values: str) -> str:
        cos = server.ask("admin", "GetCos", admin, cos={"by": "name", "_content": "rasmi_pengguna_biasa"})["cos"][0]
        pairs = [{"n": key, "_content": value} for key, value in {"zimbraCOSId": cos["id"], **values}.items()]
        answer = server.ask("admin", "CreateAccount", admin, name=f"{name}@{DOMAIN}", password=password, a=pairs)
        assert "account" in answer, answer
        made.append(answer["account"][0]["id"])
        return made[-1]

    yield make
    for identity in made:
        server.ask("admin", "DeleteAccount", admin, id=identity)
