# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Short ways to talk to a Zimbra stand-in."""

from __future__ import annotations

import itertools
from typing import Any

from tests.standins.zimbra.harness import Zimbra

PASSWORD = "Sementara-2026!x"
DOMAIN = "negeri.gov.my"
NUMBERS = itertools.count(1)


class Desk:
    """A server and the things a test does with it every time."""

    def __init__(self, server: Zimbra) -> None:
        self.server = server
        self.soap = server.soap

    def new(self, *, password: str = PASSWORD, **attrs: Any) -> tuple[str, str]:
        """A new account: (id, name)."""
        name = f"akaun{next(NUMBERS)}@{DOMAIN}"
        answer = self.soap("CreateAccountRequest", {"name": name, "password": password, "a": rows(attrs)})
        return answer["account"][0]["id"], name

    def cos(self, **attrs: Any) -> str:
        """A new COS: its id."""
        answer = self.soap("CreateCosRequest", {"name": [{"_content": f"kelas{next(NUMBERS)}"}], "a": rows(attrs)})
        identity: str = answer["cos"][0]["id"]
        return identity

    def group(self, *members: str) -> tuple[str, str]:
        name = f"senarai{next(NUMBERS)}@{DOMAIN}"
        identity = self.soap("CreateDistributionListRequest", {"name": name})["dl"][0]["id"]
        if members:
            body = {"id": identity, "dlm": [{"_content": member} for member in members]}
            self.soap("AddDistributionListMemberRequest", body)
        return identity, name

    def members(self, identity: str) -> list[str]:
        answer = self.soap("GetDistributionListRequest", {"dl": {"by": "id", "_content": identity}})
        return [row["_content"] for row in answer["dl"][0].get("dlm", [])]

    def set(self, identity: str, **attrs: Any) -> dict[str, Any]:
        return self.soap("ModifyAccountRequest", {"id": identity, "a": rows(attrs)})

    def get(self, identity: str, *names: str, cos: bool = False) -> dict[str, list[str]]:
        body = {
            "account": {"by": "id", "_content": identity},
            "applyCos": "1" if cos else "0",
            "attrs": ",".join(names),
        }
        return values(self.soap("GetAccountRequest", body)["account"][0])

    def login(self, name: str, password: str = PASSWORD) -> str:
        """Log in on the user port: the code of the fault, or nothing."""
        return code(
            self.server.user_soap("AuthRequest", {"account": {"by": "name", "_content": name}, "password": password})
        )

    def token(self, name: str, password: str = PASSWORD) -> str:
        answer = self.server.user_soap(
            "AuthRequest", {"account": {"by": "name", "_content": name}, "password": password}
        )
        found: str = answer["authToken"][0]["_content"]
        return found


def rows(attrs: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    for name, value in attrs.items():
        found += [{"n": name, "_content": item} for item in (value if isinstance(value, list) else [value])]
    return found


def values(element: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in element.get("a", []):
        found.setdefault(row["n"], []).append(row.get("_content", "PD"))
    return found


def code(answer: dict[str, Any]) -> str:
    """The code of a fault; empty for an answer."""
    return str(answer["Detail"]["Error"]["Code"]) if "Detail" in answer else ""
