# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether an Exchange organisation works, as far as its cmdlets can tell. What could not be told is not healthy.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.health_archives import archives
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import listed
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.findings import (
    FAIL,
    PASS,
    UNKNOWN,
    Finding,
    summary,
)

#: The words that are well, in small letters.
_ACTIVE, _HEALTHY, _DELIVERED = frozenset({"active"}), frozenset({"healthy"}), frozenset({"success"})
_COPIES = frozenset({"mounted", "healthy"})


def examine(params: Mapping[str, Any]) -> dict[str, Any]:
    """Run the checks of the task and give the module's result.

    A check that a server refuses is a finding, not an error; only an endpoint that cannot be asked at all raises.
    """
    findings: list[Finding] = []
    with Session(EndpointTarget.from_options(params["exchange"])) as session:
        servers = list(params["servers"]) or _servers(session)
        version = session.version
        for check in params["checks"]:
            for server in servers if check in _OF_SERVER else [""]:
                try:
                    found = _CHECKS[check](session, params, server)
                except ProviderError as error:
                    found = [Finding(check, server, "", UNKNOWN, str(error))]
                findings += found or [Finding(check, server, "", UNKNOWN, "the server answered with nothing")]
    return {**summary(findings, params["fail_when_unhealthy"]), "version": version, "servers": servers}


def _servers(session: Session) -> list[str]:
    rows = session.send("Get-ExchangeServer", {}, select=["Name", "ServerRole"]).rows
    found = [str(row["Name"]) for row in rows if "edge" not in str(row.get("ServerRole")).casefold()]
    if not found:
        raise RasmiError(f"{session.target.place}: no Exchange server came; our identity may not see them.")
    return sorted(found)


def _judged(check: str, server: str, item: str, word: str, good: frozenset[str]) -> Finding:
    """A finding from the server's word; none, or "Unknown", tells nothing."""
    if word.casefold() in ("", "unknown"):
        return Finding(check, server, item, UNKNOWN, "the server does not know")
    return Finding(check, server, item, PASS if word.casefold() in good else FAIL, word)


def _services(session: Session, params: Mapping[str, Any], server: str) -> list[Finding]:
    found = []
    for row in session.send("Test-ServiceHealth", {"Server": server}).rows:
        role = str(row.get("Role") or "")
        stopped = [str(one) for one in listed(row.get("ServicesNotRunning")) if one not in params["ignore_services"]]
        if stopped:
            found.append(Finding("services", server, role, FAIL, f"not running: {', '.join(sorted(stopped))}"))
        elif row.get("RequiredServicesRunning") is True or listed(row.get("ServicesNotRunning")):
            found.append(Finding("services", server, role, PASS, "running"))
        else:
            found.append(Finding("services", server, role, UNKNOWN, "the server does not say whether they run"))
    return found


def _components(session: Session, params: Mapping[str, Any], server: str) -> list[Finding]:
    found = []
    for row in session.send("Get-ServerComponentState", {"Identity": server}).rows:
        name, state = str(row.get("Component")), str(row.get("State") or "")
        if name in params["ignore_components"]:
            continue
        found.append(_judged("components", server, name, state, _ACTIVE))
    return found


def _queues(session: Session, params: Mapping[str, Any], server: str) -> list[Finding]:
    """Every queue; a server that has none at all is at rest, and says so with an empty answer."""
    rows = session.send("Get-Queue", {"Server": server}).rows
    found = []
    for row in rows:
        count, name = row.get("MessageCount"), str(row.get("Identity") or row.get("NextHopDomain"))
        if not isinstance(count, int):
            found.append(Finding("queues", server, name, UNKNOWN, f"the number of messages is {count!r}"))
        elif count > params["queue_max"]:
            last = f"; {row['LastError']}" if row.get("LastError") else ""
            text = f"{count} messages, more than {params['queue_max']}{last}"
            found.append(Finding("queues", server, name, FAIL, text))
        else:
            found.append(Finding("queues", server, name, PASS, f"{count} messages"))
    return found or [Finding("queues", server, "", PASS, "no queue")]


def _health_sets(session: Session, params: Mapping[str, Any], server: str) -> list[Finding]:
    found = []
    for row in session.send("Get-HealthReport", {"Identity": server}).rows:
        name, alert = str(row.get("HealthSet")), str(row.get("AlertValue") or "")
        if name in params["ignore_health_sets"] or alert.casefold() == "disabled":
            continue
        found.append(_judged("health_sets", server, name, alert, _HEALTHY))
    return found


def _databases(session: Session, _params: Mapping[str, Any], server: str) -> list[Finding]:
    found = []
    for row in session.send("Get-MailboxDatabaseCopyStatus", {"Server": server}).rows:
        name, status = str(row.get("Name") or row.get("Identity")), str(row.get("Status") or "")
        found.append(_judged("databases", server, name, status, _COPIES))
    return found


def _mailflow(session: Session, _params: Mapping[str, Any], server: str) -> list[Finding]:
    """Server to itself only: whether mail comes in from outside is another question, which a probe answers."""
    found = []
    for row in session.send("Test-Mailflow", {"Identity": server}).rows:
        result = str(row.get("TestMailflowResult") or "")
        found.append(_judged("mailflow", server, "", result, _DELIVERED))
    return found


def _agents(session: Session, params: Mapping[str, Any], _server: str) -> list[Finding]:
    """Transport agents that must be there and on, such as the Malware Agent."""
    rows = {str(row.get("Identity")): row for row in session.send("Get-TransportAgent", {}).rows}
    found = []
    for name in params["expect_agents"]:
        if name not in rows:
            found.append(Finding("agents", "", name, FAIL, "is not installed"))
        else:
            on = rows[name].get("Enabled") is True
            found.append(Finding("agents", "", name, PASS if on else FAIL, "enabled" if on else "disabled"))
    return found or [Finding("agents", "", "", PASS, "none expected")]


def _audit_bypass(session: Session, params: Mapping[str, Any], _server: str) -> list[Finding]:
    """Who is left out of the mailbox audit: nobody, unless the task expects it."""
    rows = session.send("Get-MailboxAuditBypassAssociation", {}).rows
    by_name = {str(row.get("Name")): row.get("AuditBypassEnabled") for row in rows}
    bypassed = sorted(name for name, on in by_name.items() if on is True and name not in params["expect_bypass"])
    if not rows or any(not isinstance(on, bool) for on in by_name.values()):
        return [Finding("audit_bypass", "", "", UNKNOWN, "the server does not say who is left out")]
    return [Finding("audit_bypass", "", name, FAIL, "is left out of the mailbox audit") for name in bypassed] or [
        Finding("audit_bypass", "", "", PASS, f"nobody of {len(rows)} is left out")
    ]


_CHECKS: Mapping[str, Callable[[Session, Mapping[str, Any], str], list[Finding]]] = {
    "services": _services,
    "components": _components,
    "queues": _queues,
    "health_sets": _health_sets,
    "databases": _databases,
    "mailflow": _mailflow,
    "archives": archives,
    "agents": _agents,
    "audit_bypass": _audit_bypass,
}
_OF_SERVER = frozenset(_CHECKS) - {"archives", "agents", "audit_bypass"}
CHECKS = tuple(_CHECKS)
