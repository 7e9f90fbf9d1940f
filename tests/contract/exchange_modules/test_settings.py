# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings: exchange_transport_config, exchange_connector, exchange_mailbox_database, exchange_settings, the rest."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.tests.standins.exchange.serve import serve

from .conftest import Runner, options_of

MB = 1024 * 1024


def test_one_read_and_one_write_of_what_differs(run):
    done = run.twice("transport_config", max_send_size="14 MB", max_receive_size="10 MB")
    (call,) = run.writes
    assert call[0] == "Set-TransportConfig" and call[1]["MaxSendSize"] == "14MB"
    assert "MaxReceiveSize" not in call[1], "a value that is right already is sent again"
    assert done["changes"] == [{"setting": "MaxSendSize", "before": ["10MB"], "after": ["14MB"]}]
    assert "MaxSendSize: 10MB\n" in done["diff"]["before"] and "MaxSendSize: 14MB\n" in done["diff"]["after"]
    run("transport_config", max_send_size="13 MB")
    assert run.names == ["Get-TransportConfig", "Set-TransportConfig"]
    assert run.calls[1][1]["Confirm"] is False, "a question would hang"


def test_values_are_compared_by_what_they_mean(run):
    run("transport_config", max_send_size="20 MB", safety_net_hold="2 days", parameters={"MaxDumpsterTime": "7 days"})
    again = run(
        "transport_config",
        max_send_size=str(20 * MB),
        safety_net_hold="2.00:00:00",
        parameters={"MaxDumpsterTime": "PT168H"},
    )
    assert again["changed"] is False, again["changes"]


def test_every_fault_is_named_before_anything_is_sent(run):
    answer = run(
        "transport_config",
        max_send_size="10 MiBB",
        safety_net_hold="soon",
        parameters={"MaxSendSizes": "1 MB", "MaxReceiveSize": 0, "WhatIf": True},
    )
    assert answer["failed"] and run.calls == []
    assert len(answer["faults"]) == 5, answer["msg"]
    assert "Did you mean MaxSendSize?" in answer["msg"]


def test_a_parameter_that_the_version_lacks_is_refused_before_sending(capsys):
    with serve(version="2016") as endpoint:
        run = Runner(endpoint, lambda: capsys.readouterr().out, options_of(endpoint, "2016"))
        wish = {"MetaCacheDatabaseMaxCapacityInBytes": 1024}
        for check in (True, False):
            answer = run("mailbox_database", name="DB01", parameters=wish, check=check)
            assert answer["failed"] and "is not in Exchange Server 2016" in answer["msg"]
            assert run.writes == []


def test_the_version_is_asked_only_when_it_matters(run):
    run.options = {key: value for key, value in run.options.items() if key != "version"}
    run("mailbox_database", name="DB01", mailbox_retention="60 days")
    assert "Get-ExchangeServer" not in run.names
    done = run("mailbox_database", name="DB01", parameters={"MetaCacheDatabaseMaxCapacityInBytes": 1024})
    assert done["changed"] and run.names.count("Get-ExchangeServer") == 1


def test_a_field_that_is_not_given_is_not_managed(run, session):
    run("mailbox_database", name="DB02", prohibit_send_quota="1 GB", issue_warning_quota="900 MB")
    run("mailbox_database", name="DB02", mailbox_retention="90 days", parameters={"DeletedItemRetention": None})
    (row,) = session.send("Get-MailboxDatabase", {"Identity": "DB02"}).rows
    assert row["ProhibitSendQuota"].startswith("1 GB") and row["DeletedItemRetention"] == "14.00:00:00"
    assert set(run.writes[0][1]) - {"Confirm", "DomainController"} == {"Identity", "MailboxRetention"}


def test_a_quota_that_is_unlimited_now_is_set(run, session):
    """The bug of another tool: its test passed for good when the present value was Unlimited."""
    run("mailbox_database", name="DB01", prohibit_send_receive_quota="unlimited")
    done = run.twice("mailbox_database", name="DB01", prohibit_send_receive_quota="3 GB")
    assert done["changes"] == [{"setting": "ProhibitSendReceiveQuota", "before": ["Unlimited"], "after": ["3GB"]}]


def test_quotas_in_the_wrong_order_are_refused_before_sending(run):
    answer = run("mailbox_database", name="DB01", prohibit_send_quota="2 GB", prohibit_send_receive_quota="1 GB")
    assert answer["failed"] and "is less than ProhibitSendQuota" in answer["msg"] and run.writes == []


def test_a_database_that_there_is_not_is_not_made(run):
    answer = run("mailbox_database", name="DB99", mailbox_retention="90 days")
    assert answer["failed"] and "there is no mailbox database DB99" in answer["msg"] and run.writes == []


@pytest.mark.parametrize("name", ["", "DB*", "  "])
def test_an_empty_or_a_wildcard_name_never_leaves(run, name):
    answer = run("mailbox_database", name=name, mailbox_retention="90 days")
    assert answer["failed"] and run.calls == []


def test_the_object_is_named_by_its_guid_when_it_is_written(run, session):
    (row,) = session.send("Get-MailboxDatabase", {"Identity": "DB01"}).rows
    run("mailbox_database", name="DB01", deleted_item_retention="20 days")
    assert run.writes[0][1]["Identity"] == row["Guid"]


def test_receive_connector_of_a_server(run):
    done = run.twice(
        "connector",
        direction="receive",
        server="EX01",
        name="Client Frontend EX01",
        max_message_size="14 MB",
        auth_mechanism=["BasicAuthRequireTLS", "Tls", "BasicAuth"],
        remote_ranges={"set": ["0.0.0.0/0", "::/0"]},
    )
    assert [change["setting"] for change in done["changes"]] == ["MaxMessageSize"]
    done = run.twice(
        "connector", direction="receive", name="EX01\\Client Frontend EX01", remote_ranges={"add": ["10.1.0.0/16"]}
    )
    assert len(done["changes"][0]["after"]) == 3


def test_connectors_are_made_and_removed(run):
    ask = {"direction": "receive", "server": "EX01", "name": "Mesin Pencetak"}
    made = run.twice(
        "connector",
        **ask,
        bindings={"set": ["0.0.0.0:2500"]},
        remote_ranges={"set": ["10.2.3.4"]},
        permission_groups=["AnonymousUsers"],
        max_message_size="5 MB",
    )
    assert run.calls[0][0] == "New-ReceiveConnector" and made["guid"]
    run.twice("connector", **ask, state="absent")
    made = run.twice(
        "connector",
        direction="send",
        name="Ke agensi",
        address_spaces={"set": ["SMTP:kelantan.gov.my;1"]},
        smart_hosts={"set": ["gateway.kelantan.gov.my"]},
        dns_routing=False,
        source_servers={"set": ["EX01"]},
    )
    assert made["changed"]
    run.twice("connector", direction="send", name="Ke agensi", state="absent")


def test_options_of_the_other_direction_are_refused(run):
    answer = run("connector", direction="send", name="Internet", bindings={"set": ["0.0.0.0:25"]}, banner="220 x")
    assert answer["failed"] and len(answer["faults"]) == 2 and run.calls == []


def test_connector_info_of_a_server(run):
    found = run("connector_info", direction="receive", server="EX01", properties=["MaxMessageSize"])
    assert len(found["objects"]) >= 5 and run.writes == []
    assert run("connector_info", direction="send", name="tiada")["objects"] == []


def test_virtual_directory(run):
    done = run.twice(
        "virtual_directory",
        type="owa",
        server="EX01",
        external_url="https://mail.anm.gov.my/owa",
        forms_authentication=True,
        logon_format="PrincipalName",
    )
    assert {change["setting"] for change in done["changes"]} == {"ExternalUrl", "LogonFormat"}
    run.twice("virtual_directory", type="owa", server="EX01", external_url="")
    found = run("virtual_directory_info", type="owa", server="EX01")
    assert found["objects"][0]["LogonFormat"] == "PrincipalName"


@pytest.mark.parametrize("kind", ["owa", "ecp", "ews", "activesync", "mapi", "oab", "powershell", "autodiscover"])
def test_every_virtual_directory_is_found(run, kind):
    address = {"internal_url": "https://dalam.anm.gov.my/x"}
    if kind == "autodiscover":
        address = {"windows_authentication": True}
    assert run.twice("virtual_directory", type=kind, server="EX01", **address)["changed"]


def test_a_virtual_directory_has_not_every_setting(run):
    answer = run("virtual_directory", type="mapi", server="EX01", forms_authentication=True, require_ssl=True)
    assert answer["failed"] and len(answer["faults"]) == 2 and run.calls == []


def test_owa_policy_is_made_and_changed(run):
    made = run.twice("owa_policy", name="Pejabat", change_password=True, file_access_public=False)
    assert [name for name, _given in run.calls] == ["New-OwaMailboxPolicy", "Set-OwaMailboxPolicy"] and made["guid"]
    run.twice("owa_policy", name="Pejabat", parameters={"PublicFoldersEnabled": False})
    assert run("owa_policy_info", name="Pejabat")["objects"][0]["ChangePasswordEnabled"] is True


def test_retention_policy_with_its_tags(run):
    """R135: mail that is older than a set period moves to the archive."""
    tags = [{"name": "Arkib 365", "action": "MoveToArchive", "age": "365 days", "enabled": True}]
    made = run.twice("retention_policy", name="Arkib", tag_definitions=tags, tags={"set": ["Arkib 365"]})
    assert {change["object"] for change in made["changes"]} == {"Arkib 365", "Arkib"}
    changed = run.twice("retention_policy", name="Arkib", tag_definitions=[{**tags[0], "age": "730 days"}])
    assert changed["changes"][0]["after"] == ["730.00:00:00"]
    answer = run("retention_policy", name="Arkib", tag_definitions=[{**tags[0], "type": "Inbox"}])
    assert answer["failed"] and "cannot be changed" in answer["msg"] and run.writes == []
    assert run("retention_policy_info", name="Arkib")["objects"][0]["RetentionPolicyTagLinks"] == ["Arkib 365"]
    run.twice("retention_policy", name="Arkib", state="absent")


def test_the_policy_of_the_product_is_never_removed(run):
    answer = run("retention_policy", name="Default MRM Policy", state="absent")
    assert answer["failed"] and "belongs to the product" in answer["msg"] and run.writes == []


@pytest.mark.parametrize(
    ("kind", "name", "settings"),
    [
        ("organization", None, {"EwsEnabled": True}),
        ("admin_audit_log", None, {"AdminAuditLogAgeLimit": "180 days", "AdminAuditLogCmdlets": ["*"]}),
        ("malware_filter_policy", "Default", {"Action": "DeleteAttachmentAndUseDefaultAlert"}),
        ("malware_filtering_server", "EX01", {"UpdateFrequency": 30}),
        ("content_filter", None, {"Enabled": False}),
        ("sender_filter", None, {"BlockedSenders": {"add": ["spam@example.com"]}}),
        ("sender_id", None, {"Enabled": False}),
        ("recipient_filter", None, {"Enabled": False}),
        ("remote_domain", "Default", {"AutoForwardEnabled": True}),
        ("accepted_domain", "anm.gov.my", {"AddressBookEnabled": False}),
        ("pop", "EX01", {"LoginType": "PlainTextAuthentication", "PreAuthenticatedConnectionTimeout": "90 seconds"}),
        ("imap", "EX01", {"LoginType": "PlainTextAuthentication"}),
        ("transport_service", "EX01", {"MessageTrackingLogMaxAge": "60 days"}),
        ("frontend_transport_service", "EX01", {"ConnectivityLogEnabled": False}),
        ("outlook_anywhere", "EX01\\Rpc (Default Web Site)", {"ExternalClientsRequireSsl": True}),
        ("client_access_service", "EX01", {"AutoDiscoverServiceInternalUri": "https://x.anm.gov.my/Autodiscover.xml"}),
        ("mobile_policy", "Default", {"MinPasswordLength": "8"}),
    ],
)
def test_settings_of_every_type(run, kind, name, settings):
    named = {"name": name} if name else {}
    done = run.twice("settings", type=kind, **named, settings=settings)
    assert done["changed"] and {change["setting"] for change in done["changes"]} <= set(settings)
    found = run("settings_info", type=kind, **named)
    assert len(found["objects"]) == 1 and run.writes == []


def test_settings_name_what_is_needed(run):
    answer = run("settings", type="remote_domain", settings={"AutoForwardEnabled": False})
    assert answer["failed"] and "Name the remote domain" in answer["msg"] and run.calls == []
    answer = run("settings", type="sender_id", name="x", settings={"Enabled": True})
    assert answer["failed"] and "there is only one" in answer["msg"] and run.calls == []


def test_an_accepted_domain_can_be_made(run):
    wish = {"DomainName": "baru.gov.my", "DomainType": "Authoritative"}
    made = run("settings", type="accepted_domain", name="baru.gov.my", settings=wish)
    assert made["changed"], made.get("msg")


@pytest.mark.parametrize(
    "module",
    [
        "transport_config_info",
        "transport_rule_info",
        "mailbox_database_info",
        "owa_policy_info",
        "retention_policy_info",
    ],
)
def test_info_reads_all_and_writes_nothing(run, module):
    answer = run(module)
    assert not answer["changed"] and "objects" in answer, answer
    assert len(run.names) == 1 and run.writes == []
