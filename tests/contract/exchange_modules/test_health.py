# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""exchange_health: what is not well is named, and so is what could not be told."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.tests.standins.exchange.faults import CmdletError

ALL = ["services", "components", "queues", "health_sets", "databases", "mailflow", "agents"]


def test_a_fresh_organisation_is_well(run):
    answer = run("health", checks=ALL, expect_agents=["Malware Agent"])
    assert answer["healthy"], answer["findings"]
    assert answer["servers"] == ["EX01"] and answer["version"] == "2019" and run.writes == []
    assert {finding["check"] for finding in answer["findings"]} == set(ALL)


@pytest.fixture
def play(endpoint, monkeypatch):
    """Let a cmdlet give something else."""

    def replace(cmdlet: str, change=None, refuse: str = "", nothing: bool = False) -> None:
        plain = endpoint.world.cmdlets[cmdlet]

        def instead(call):
            if refuse:
                raise CmdletError(refuse, "access is denied")
            for record in plain(call):
                if not nothing:
                    record.properties.update(change or {})
                    yield record

        monkeypatch.setitem(endpoint.world.cmdlets, cmdlet, instead)

    return replace


@pytest.mark.parametrize(
    ("check", "cmdlet", "change"),
    [
        ("services", "Test-ServiceHealth", {"RequiredServicesRunning": False, "ServicesNotRunning": ["MSExchangeIS"]}),
        ("components", "Get-ServerComponentState", {"State": "Inactive"}),
        ("health_sets", "Get-HealthReport", {"AlertValue": "Unhealthy"}),
        ("databases", "Get-MailboxDatabaseCopyStatus", {"Status": "FailedAndSuspended"}),
        ("mailflow", "Test-Mailflow", {"TestMailflowResult": "*FAILURE*"}),
        ("agents", "Get-TransportAgent", {"Enabled": False}),
    ],
)
def test_what_is_not_well_is_named(run, play, check, cmdlet, change):
    play(cmdlet, change)
    answer = run("health", checks=[check], expect_agents=["Malware Agent"])
    assert answer["failed"] and not answer["healthy"] and answer["counts"]["fail"] >= 1, answer
    answer = run("health", checks=[check], expect_agents=["Malware Agent"], fail_when_unhealthy=False)
    assert not answer.get("failed") and not answer["healthy"]


@pytest.mark.parametrize("check", ALL[:1] + ALL[1:2] + ALL[3:6])
def test_an_empty_answer_or_a_refusal_is_not_healthy(run, play, check):
    cmdlet = {
        "services": "Test-ServiceHealth",
        "components": "Get-ServerComponentState",
        "health_sets": "Get-HealthReport",
        "databases": "Get-MailboxDatabaseCopyStatus",
        "mailflow": "Test-Mailflow",
    }[check]
    play(cmdlet, nothing=True)
    answer = run("health", checks=[check], fail_when_unhealthy=False)
    assert answer["counts"]["could_not_tell"] == 1 and not answer["healthy"]
    play(cmdlet, refuse="UnauthorizedAccessException")
    answer = run("health", checks=[check], fail_when_unhealthy=False)
    assert answer["counts"]["could_not_tell"] == 1 and "UnauthorizedAccess" in str(answer["findings"])


def test_a_server_that_does_not_know_is_not_healthy(run, play):
    play("Get-HealthReport", {"AlertValue": "Unknown"})
    answer = run("health", checks=["health_sets"], fail_when_unhealthy=False)
    assert answer["counts"]["could_not_tell"] >= 1 and answer["counts"]["fail"] == 0


def test_who_is_left_out_of_the_audit_is_named(run, play, person):
    person("dikecuali")
    assert run("health", checks=["audit_bypass"])["healthy"]
    play("Get-MailboxAuditBypassAssociation", {"AuditBypassEnabled": True})
    answer = run("health", checks=["audit_bypass"])
    assert answer["failed"] and "left out of the mailbox audit" in answer["msg"]
    play("Get-MailboxAuditBypassAssociation", nothing=True)
    assert run("health", checks=["audit_bypass"], fail_when_unhealthy=False)["counts"]["could_not_tell"] == 1


def test_a_stopped_service_may_be_expected(run, play):
    play("Test-ServiceHealth", {"RequiredServicesRunning": False, "ServicesNotRunning": ["MSExchangePop3"]})
    assert run("health", checks=["services"], ignore_services=["MSExchangePop3"])["healthy"]


def test_a_missing_agent_is_a_failure(run):
    answer = run("health", checks=["agents"], expect_agents=["Anti-spam Agent"])
    assert answer["failed"] and "is not installed" in answer["msg"]


@pytest.fixture
def archive(run, person, session):
    """Somebody whose old mail is moved into an archive."""
    address = person("arsip")
    session.send("New-RetentionPolicy", {"Name": "Arkib ujian"})
    given = {"quota": "50 GB", "warning_quota": "45 GB", "retention_policy": "Arkib ujian"}
    run("archive", name=address, basis="ANM-2026-0160", **given)
    return address


def test_R139_the_archive_service_is_told_as_a_whole(run, play, archive):
    """R139: its databases, archives that cannot be used or are full, and those that no policy moves mail into."""

    def seen() -> dict[str, tuple[str, str]]:
        answer = run("health", checks=["archives"], fail_when_unhealthy=False)
        return {one["item"]: (one["state"], one["detail"]) for one in answer["findings"]}

    good = seen()
    assert {state for state, _detail in good.values()} == {"pass"}, good
    assert set(good) >= {"mailboxes", "space", "moving"} and len(good) == 4
    (home,) = set(good) - {"mailboxes", "space", "moving"}
    play("Get-MailboxDatabaseCopyStatus", {"Status": "Dismounted"})
    assert seen()[home] == ("fail", "Dismounted")
    play("Get-MailboxDatabaseCopyStatus", nothing=True)
    assert seen()[home][0] == "could_not_tell"
    play("Get-MailboxStatistics", {"IsQuarantined": True, "TotalItemSize": "50 GB (53,687,091,200 bytes)"})
    broken = seen()
    assert broken["mailboxes"] == ("fail", f"1 of 1 archives without a usable archive: {archive}")
    assert broken["space"][0] == "fail" and "full" in broken["space"][1]
    play("Get-Mailbox", {"RetentionPolicy": None})
    assert seen()["moving"][0] == "fail"
    play("Get-Mailbox", nothing=True)
    assert seen() == {"mailboxes": ("pass", "nobody has an archive")}
    play("Get-Mailbox", refuse="UnauthorizedAccessException")
    assert seen()[""][0] == "could_not_tell"
