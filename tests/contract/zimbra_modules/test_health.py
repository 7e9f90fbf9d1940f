# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import functools
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import health

PARAMS: dict[str, Any] = {
    "expect_services": ["mta"],
    "ignore_services": ["zimlet"],
    "max_status_age": 600,
    "queue_max": 10,
}
NOW = 1_800_000_000.0


def status(service: str, word: str = "1", age: int = 0) -> dict[str, Any]:
    return {"server": "zcs1.test", "service": service, "t": NOW - age, "_content": word}


class Answers:
    """A server that gives these answers."""

    def __init__(self, **answers: dict[str, Any]) -> None:
        self.answers = answers
        self.target = type("Target", (), {"host": "zcs1.test", "place": "zcs1.test:7071", "user": "admin"})

    def call(self, request: str, _body: Any) -> dict[str, Any]:
        return self.answers[request.removesuffix("Request")]


def states(found: list[health.Finding]) -> dict[str, str]:
    return {finding.item: finding.state for finding in found}


def look(check: str, **answers: dict[str, Any]) -> dict[str, str]:
    return states(health._CHECKS[check](Answers(**answers), PARAMS, NOW))  # type: ignore[arg-type]


def test_services_run_stopped_old_ignored_and_missing():
    rows = [status("mailbox"), status("ldap", "0"), status("proxy", age=601), status("zimlet", "0")]
    assert look("services", GetServiceStatus={"status": rows}) == {
        "mailbox": "pass",
        "ldap": "fail",
        "proxy": "could_not_tell",
        "mta": "fail",
    }


def test_no_state_of_any_service_is_no_good_state():
    """Without the logger the server answers 200 with nothing in it."""
    assert look("services", GetServiceStatus={}) == {}


@pytest.mark.parametrize(("count", "state"), [("10", "pass"), ("11", "fail"), ("", "could_not_tell")])
def test_queues_are_counted(count, state):
    servers = {"server": [{"name": "zcs1.test", "id": "1", "a": [{"n": "zimbraServiceEnabled", "_content": "mta"}]}]}
    queue = {"server": [{"name": "zcs1.test", "queue": [{"name": "deferred", "n": count}]}]}
    assert look("queue", GetAllServers=servers, GetMailQueueInfo=queue) == {"deferred": state}


@pytest.mark.parametrize(("word", "state"), [(True, "pass"), ("1", "pass"), (False, "fail"), ("0", "fail")])
def test_directory_and_database(word, state):
    assert look("health", CheckHealth={"healthy": word}) == {"": state}
    assert look("health", CheckHealth={}) == {}


def test_what_could_not_be_told_is_not_healthy(run):
    """The stand-in, like a fresh server, has no log host and no key for the queues."""
    answer = run("health")
    assert answer["failed"] and answer["healthy"] is False
    assert answer["counts"] == {"pass": 1, "fail": 0, "could_not_tell": 2}
    assert "zimbraLogHostname" in answer["msg"] and "zimbraRemoteManagementPrivateKeyPath" in answer["msg"]
    quiet = run("health", fail_when_unhealthy=False)
    assert not quiet.get("failed") and quiet["healthy"] is False and quiet["findings"] == answer["findings"]


def test_an_answer_with_nothing_in_it_is_not_healthy(run, monkeypatch):
    monkeypatch.setitem(health._CHECKS, "services", lambda *_: [])  # type: ignore[index]
    answer = run("health", checks=["health", "services"])
    assert answer["failed"] and answer["counts"] == {"pass": 1, "fail": 0, "could_not_tell": 1}


def test_a_healthy_site(run, tmp_path):
    key = tmp_path / "key"
    key.write_text("kunci")
    run("config", log_hosts={"set": ["zcs1.test"]}, attributes={"zimbraRemoteManagementPrivateKeyPath": str(key)})
    answer = run("health", expect_services=["mta"])
    assert answer["healthy"] is True and not answer.get("failed") and not answer["changed"]
    assert answer["version"].startswith("10.1.3") and answer["edition"] == "FOSS"
    assert {finding["check"] for finding in answer["findings"]} == {"health", "services", "queue"}
    missing = run("health", checks=["services"], expect_services=["antivirus"])
    assert missing["failed"] and "antivirus" in missing["msg"]


def test_a_server_that_cannot_be_asked_is_an_error(run, monkeypatch):
    monkeypatch.setattr(health, "Soap", functools.partial(Soap, sleep=lambda _seconds: None))
    run.options |= {"url": "https://127.0.0.1:9/service/admin/soap"}
    answer = run("health", fail_when_unhealthy=False)
    assert answer["failed"] and "not reached" in answer["msg"], "a dead server passed for a healthy one"
