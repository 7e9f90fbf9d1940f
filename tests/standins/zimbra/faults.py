# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SOAP faults of Zimbra: a code, a reason, who is to blame, and sometimes details."""

from __future__ import annotations

from typing import Any


class Fault(Exception):
    """One SOAP fault. `details` become `a` elements of the fault: (name, type, value)."""

    def __init__(self, code: str, reason: str, *, receiver: bool = False, details: tuple[Any, ...] = ()) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason, self.receiver, self.details = code, reason, receiver, details

    def body(self) -> dict[str, Any]:
        """The fault in the JSON form; the XML form is made of it."""
        error: dict[str, Any] = {"Code": self.code, "Trace": f"qtp-{self.code}:"}
        if self.details:
            error["a"] = [{"n": name, "t": kind, "_content": str(value)} for name, kind, value in self.details]
        error["_jsns"] = "urn:zimbra"
        return {
            "Code": {"Value": "soap:Receiver" if self.receiver else "soap:Sender"},
            "Reason": {"Text": self.reason},
            "Detail": {"Error": error},
        }


class Throttle(Exception):
    """The request is refused before anybody reads it: HTTP 429 with a page of HTML."""


def failure(reason: str) -> Fault:
    return Fault("service.FAILURE", f"system failure: {reason}", receiver=True)


def invalid_request(reason: str) -> Fault:
    return Fault("service.INVALID_REQUEST", f"invalid request: {reason}")


def missing(name: str, *, element: bool = False) -> Fault:
    return invalid_request(f"missing required {'element' if element else 'attribute'}: {name}")


def perm_denied(reason: str) -> Fault:
    return Fault("service.PERM_DENIED", f"permission denied: {reason}")


def auth_required() -> Fault:
    return Fault("service.AUTH_REQUIRED", "no valid authtoken present")


def auth_expired() -> Fault:
    return Fault("service.AUTH_EXPIRED", "auth credentials have expired")


def auth_failed(name: str) -> Fault:
    return Fault("account.AUTH_FAILED", f"authentication failed for [{name}]")


def invalid_value(reason: str) -> Fault:
    return Fault("account.INVALID_ATTR_VALUE", reason)


def no_such(what: str, name: str) -> Fault:
    """`what`: account, cos, domain, server, distribution list, alias, calendar resource."""
    return Fault(f"account.NO_SUCH_{what.upper().replace(' ', '_')}", f"no such {what}: {name}")


def exists(address: str, dn: str = "") -> Fault:
    return Fault(
        "account.ACCOUNT_EXISTS", f"email address already exists: {address}" + (f", at DN: {dn}" if dn else "")
    )


def invalid_password(reason: str, attribute: str, limit: int | str) -> Fault:
    kind = "NUM" if isinstance(limit, int) else "STR"
    return Fault("account.INVALID_PASSWORD", f"invalid password: {reason}", details=((attribute, kind, limit),))
