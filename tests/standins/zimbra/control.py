# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that a test or another part of the lab makes of the stand-in itself, with the secret of its settings.

POST /standin/NAME with a JSON body: knobs (change switches), state (read them), auth (is this password right, as an
IMAP or SMTP server asks), account (what delivery must know), message (put one into a mailbox), load (read slapd again).
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from . import accounts, auth
from .faults import Fault
from .service import Service

Answer = tuple[int, str, bytes]
Control = Callable[[Service, dict[str, Any]], dict[str, Any]]
JSON = "application/json"


def control(service: Service, path: str, key: str, data: bytes) -> Answer:
    if not service.settings.control or not hmac.compare_digest(key, service.settings.control):
        return 403, JSON, b"{}"
    run = CONTROLS.get(path.rstrip("/").rpartition("/")[2])
    if run is None:
        return 404, JSON, b"{}"
    with service.lock:
        answer = run(service, json.loads(data or b"{}"))
    return 200, JSON, json.dumps(answer).encode()


def knobs(service: Service, body: dict[str, Any]) -> dict[str, Any]:
    for name, value in body.items():
        if not hasattr(service.knobs, name):
            return {"error": f"no such knob: {name}"}
        setattr(service.knobs, name, value)
    return state(service, {})


def state(service: Service, _body: dict[str, Any]) -> dict[str, Any]:
    counts = {kind: len(entries) for kind, entries in service.directory.kinds.items()}
    return {"knobs": asdict(service.knobs), "entries": counts, "now": service.now(), "requests": dict(service.requests)}


def expire(service: Service, _body: dict[str, Any]) -> dict[str, Any]:
    """Every token that was given out so far has expired."""
    service.knobs.expired_before = int(service.now() * 1000) + 1
    return {}


def check_login(service: Service, body: dict[str, Any]) -> dict[str, Any]:
    """{"name", "password", "protocol"} -> {"ok": true, "account"} or {"ok": false, "code", "reason"}."""
    name, protocol = str(body.get("name", "")), str(body.get("protocol", "imap"))
    account = auth.by_address(service, name)
    if account is None:
        return {"ok": False, "code": "account.AUTH_FAILED", "reason": "authentication failed"}
    off = {"imap": "zimbraImapEnabled", "pop3": "zimbraPop3Enabled"}.get(protocol)
    try:
        auth.login(service, account, str(body.get("password", "")), name, protocol)
    except Fault as fault:
        return {"ok": False, "code": fault.code, "reason": fault.reason}
    if off and service.value(account, off) == "FALSE":
        return {"ok": False, "code": "service.PERM_DENIED", "reason": f"{protocol} is disabled"}
    return {"ok": True, "account": describe(service, account)}


def describe(service: Service, account: Any) -> dict[str, Any]:
    used, quota = service.store.used(account.id), accounts.effective_quota(service, account)
    return {
        "id": account.id,
        "name": account.name,
        "status": service.status_of(account),
        "mail_status": account.get("zimbraMailStatus", "enabled"),
        "used": used,
        "quota": quota,
        "folder": str(service.store.folder(account.id)),
        "permanent": service.true(service.server, "zimbraLmtpPermanentFailureWhenOverQuota"),
        "receive_over_quota": service.true(account, "zimbraMailAllowReceiveButNotSendWhenOverQuota"),
        "forward": account.values("zimbraMailForwardingAddress")
        + [a for a in service.value(account, "zimbraPrefMailForwardingAddress").split(",") if a],
    }


def account_of(service: Service, body: dict[str, Any]) -> dict[str, Any]:
    """{"name": address} -> what delivery must know of an account or who is on a list; {} for nobody."""
    name = str(body.get("name", "")).lower()
    found = service.directory.by_address.get(name)
    if found is None:
        return {}
    if found.kind == "distributionList":
        return {"list": found.name, "members": found.values("zimbraMailForwardingAddress")}
    return describe(service, found)


def message(service: Service, body: dict[str, Any]) -> dict[str, Any]:
    """{"name", "data" (base64), "date" (seconds)}: a message in a mailbox, without any check."""
    account = auth.by_address(service, str(body["name"]))
    if account is None:
        return {"error": "no such account"}
    path = service.store.add(account.id, base64.b64decode(body["data"]), date=body.get("date"))
    return {"file": path.name}


def load(service: Service, _body: dict[str, Any]) -> dict[str, Any]:
    service.directory.load()
    service.forget_inherited()
    return {}


CONTROLS: dict[str, Control] = {
    "knobs": knobs,
    "state": state,
    "expire": expire,
    "auth": check_login,
    "account": account_of,
    "message": message,
    "load": load,
}
