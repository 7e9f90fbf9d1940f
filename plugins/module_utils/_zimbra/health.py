# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a Zimbra service works, as far as its admin service can tell. What could not be told is not healthy.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import one
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.findings import FAIL, PASS, UNKNOWN, Finding, summary
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import KINDS, found_of


def examine(params: Mapping[str, Any], now: Callable[[], float] = time.time) -> dict[str, Any]:
    """Run the checks of the task and give the module's result; `now` is in seconds since 1970.

    A check that the server refuses is a finding, not an error; only a server that cannot be asked at all raises.
    """
    findings: list[Finding] = []
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        version = soap.version
        for check in params["checks"]:
            try:
                found = _CHECKS[check](soap, params, now())
            except ProviderError as error:
                found = [Finding(check, "", "", UNKNOWN, str(error))]
            findings += found or [Finding(check, "", "", UNKNOWN, "the server answered with nothing")]
    return {**summary(findings, params["fail_when_unhealthy"]), "version": version.text, "edition": version.edition}


def _directory_and_database(soap: Soap, _params: Mapping[str, Any], _now: float) -> list[Finding]:
    answer = soap.call("CheckHealthRequest", {})
    if "healthy" not in answer:
        return []
    healthy = str(answer["healthy"]).lower() in ("true", "1")
    detail = "directory and database answer" if healthy else "directory or database does not answer"
    return [Finding("health", soap.target.host, "", PASS if healthy else FAIL, detail)]


def _services(soap: Soap, params: Mapping[str, Any], now: float) -> list[Finding]:
    """The monitor's last word on every service; an old one tells nothing."""
    answer = soap.call("GetServiceStatusRequest", {})
    findings, seen = [], set()
    for status in answer.get("status") or ():
        service, server = str(status.get("service", "")), str(status.get("server", ""))
        seen.add(service)
        if service in params["ignore_services"]:
            continue
        age = now - float(status.get("t", 0))
        if age > params["max_status_age"]:
            state, detail = UNKNOWN, f"last seen {age:.0f} s ago, more than {params['max_status_age']}"
        elif str(status.get("_content")) == "1":
            state, detail = PASS, "running"
        else:
            state, detail = FAIL, "not running"
        findings.append(Finding("services", server, service, state, detail))
    if findings:
        findings += [
            Finding("services", "", service, FAIL, "expected, but no server has it")
            for service in params["expect_services"]
            if service not in seen
        ]
    return findings


def _queue(soap: Soap, params: Mapping[str, Any], _now: float) -> list[Finding]:
    """The mail queues of every server that runs an MTA; reading them needs the server's own key to that host."""
    findings = []
    for server in _mail_servers(soap):
        try:
            answer = soap.call("GetMailQueueInfoRequest", {"server": {"name": server}})
            queues = one(answer.get("server"), "server", server).get("queue") or []
        except ProviderError as error:
            findings.append(Finding("queue", server, "", UNKNOWN, str(error)))
            continue
        findings += _counted(server, queues, params["queue_max"]) or [
            Finding("queue", server, "", UNKNOWN, "the server named no queue")
        ]
    return findings


def _mail_servers(soap: Soap) -> list[str]:
    answer = soap.call("GetAllServersRequest", {"applyConfig": "0"})
    servers = [found_of(KINDS["server"], element).entry for element in answer.get("server") or ()]
    if not servers:
        raise RasmiError(f"{soap.target.place}: no server came; {soap.target.user} may not list them.")
    return [server.name for server in servers if "mta" in server.attrs.get("zimbraServiceEnabled", ())]


def _counted(server: str, queues: Sequence[Mapping[str, Any]], most: int) -> list[Finding]:
    found = []
    for queue in queues:
        text = str(queue.get("n", ""))
        if not text.isdigit():
            state, detail = UNKNOWN, f"the number of messages is {text!r}"
        else:
            state, detail = (
                (FAIL, f"{text} messages, more than {most}") if int(text) > most else (PASS, f"{text} messages")
            )
        found.append(Finding("queue", server, str(queue.get("name", "")), state, detail))
    return found


_CHECKS: Mapping[str, Callable[[Soap, Mapping[str, Any], float], list[Finding]]] = {
    "health": _directory_and_database,
    "services": _services,
    "queue": _queue,
}
CHECKS = tuple(_CHECKS)
