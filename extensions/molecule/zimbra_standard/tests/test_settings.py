# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server has, read by somebody else's client: over SOAP and in the directory behind it."""

from __future__ import annotations

import json

import ldap3
import pytest

DOMAIN = "kelantan.gov.my"

DUE = ["antispam", "antivirus", "mailbox", "mta", "nginxproxy"]
POLICY = {
    "zimbraPasswordLockoutEnabled": ["TRUE"],
    "zimbraPasswordLockoutMaxFailures": ["3"],
    "zimbraPasswordLockoutDuration": ["0"],
    "zimbraPasswordMinLength": ["12"],
    "zimbraMailAttachmentMaxSize": ["10240000"],
    "zimbraFeatureMailForwardingEnabled": ["FALSE"],
}
CLASSES = ("default", "rasmi_pengguna_biasa", "rasmi_pengurusan_tertinggi", "rasmi_automation", "rasmi_probe")


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_service_has_the_policy(server, admin, name):
    values = server.values(admin, "cos", name)
    assert {key: values[key] for key in POLICY} == POLICY


def test_the_tiers_have_their_quotas_and_nobody_else_changed_theirs(server, admin):
    quotas = {name: server.values(admin, "cos", name)["zimbraMailQuota"] for name in CLASSES}
    assert quotas["rasmi_pengguna_biasa"] == ["314572800"]
    assert quotas["rasmi_pengurusan_tertinggi"] == quotas["default"] == ["0"]


def test_only_the_password_of_automation_does_not_age(server, admin):
    ages = {name: server.values(admin, "cos", name)["zimbraPasswordMaxAge"] for name in CLASSES}
    assert {name for name, age in ages.items() if age == ["0"]} == {"rasmi_automation"}


def test_a_probe_is_warned_each_time_and_everybody_else_once_a_day(server, admin):
    found = {name: server.values(admin, "cos", name) for name in CLASSES}
    assert {values["zimbraQuotaWarnPercent"][0] for values in found.values()} == {"90"}
    often = {name: values["zimbraQuotaWarnInterval"][0] for name, values in found.items()}
    assert often.pop("rasmi_probe") == "1s"
    assert set(often.values()) == {"1d"}


def test_the_directory_has_what_the_interface_says(server):
    place = ldap3.Server("127.0.0.1", server.ports["ldap"])
    with ldap3.Connection(place, "uid=zimbra,cn=admins,cn=zimbra", "zimbra-ldap-secret", auto_bind=True) as connection:
        connection.search("cn=config,cn=zimbra", "(objectClass=*)", ldap3.BASE, attributes=["*"])
        config = connection.entries[0]
        assert str(config.zimbraMtaMaxMessageSize) == "10240000"
        assert str(config.zimbraLastLogonTimestampFrequency) == "1d"
        assert config.zimbraLmtpPermanentFailureWhenOverQuota.value is True
        assert any("Strict-Transport-Security" in value for value in config.zimbraReverseProxyResponseHeaders.values)
        connection.search("cn=servers,cn=zimbra", "(objectClass=zimbraServer)", attributes=["*"])
        (host,) = connection.entries
        assert str(host.zimbraReverseProxyMailMode) == str(host.zimbraMailMode) == "https"
        assert {"antivirus", "antispam"} <= set(host.zimbraServiceEnabled.values)
        assert "zimbraFileUploadMaxSize" not in host  # what a server inherits is left to be inherited


def test_the_domain_speaks_https_and_makes_no_accounts_by_itself(server, admin):
    domain = server.values(admin, "domain", DOMAIN)
    assert (domain["zimbraPublicServiceProtocol"], domain["zimbraPublicServicePort"]) == (["https"], ["443"])
    assert "zimbraAutoProvMode" not in domain


def test_the_managed_lists_are_there_and_marked(server, admin):
    answer = server.ask("admin", "GetAllDistributionLists", admin)
    marks = {}
    for found in answer["dl"]:
        notes = [pair["_content"] for pair in found["a"] if pair["n"] == "zimbraNotes"]
        marks[found["name"]] = notes[0]
    assert set(marks.values()) == {'{"rasmi":1}'}
    assert len(marks) == 8


def test_what_stays_uncovered_is_written_down_with_its_clauses(server):
    text = (server.state / "zimbra-standard.txt").read_text()
    assert "C-MSG-SIZE" in text and "carries files of 7481535 bytes" in text
    uncovered = text.partition("Not covered by the settings:\n")[2].splitlines()
    assert any(line.startswith("C-DNS (") and f"no DKIM key was seen for {DOMAIN}" in line for line in uncovered)
    assert any("restart by hand: mailbox, nginxproxy" in line for line in uncovered)
    assert json.loads((server.state / "zimbra-restarts.json").read_text()) == DUE
