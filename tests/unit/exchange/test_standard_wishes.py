# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a profile means on Exchange: numbers of the profile only, nothing looser than what is there, gaps said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.filter.exchange_gaps import exchange_gaps
from ansible_collections.rasmi.mail.plugins.filter.exchange_wishes import exchange_wishes
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_wishes import (
    GROUPS,
    REASON_LENGTH,
    reason_text,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard

PROFILES = Path(__file__).resolve().parents[3] / "profiles"
MIB, GIB = 1024**2, 1024**3


def standard(name: str = "janm") -> dict[str, Any]:
    return load_standard(name, [str(PROFILES)]).to_dict()


def seen(**more: Any) -> dict[str, Any]:
    """An organisation as an installation leaves it."""
    base: dict[str, Any] = {
        "servers": ["EX01"],
        "receive_connectors": [
            {
                "Identity": "EX01\\Client Frontend EX01",
                "Name": "Client Frontend EX01",
                "MaxMessageSize": "36 MB (37,748,736 bytes)",
                "AuthMechanism": "Tls, Integrated, BasicAuth, BasicAuthRequireTLS",
            }
        ],
        "send_connectors": [{"Name": "Internet", "MaxMessageSize": "25 MB (26,214,400 bytes)"}],
        "databases": [
            {
                "Name": "DB01",
                "Guid": "d",
                "ProhibitSendReceiveQuota": "2 GB (2,147,483,648 bytes)",
                "MailboxRetention": "30.00:00:00",
            }
        ],
        "directories": {
            "owa": [
                {
                    "Identity": "EX01\\owa (Default Web Site)",
                    "Name": "owa (Default Web Site)",
                    "InternalUrl": "https://ex01.anm.gov.my/owa",
                    "ExternalUrl": None,
                }
            ]
        },
        "outlook_anywhere": [
            {
                "Identity": "EX01\\Rpc (Default Web Site)",
                "InternalHostname": "ex01.anm.gov.my",
                "ExternalHostname": None,
            }
        ],
        "remote_domains": [{"Name": "Default"}],
        "owa_policies": [{"Name": "Default"}],
        "admin_audit_log": {"AdminAuditLogAgeLimit": "90.00:00:00"},
        "mailboxes": [],
        "unaudited": [],
        "archives": [],
        "recipients": ["hebahan@anm.gov.my", "korporat@anm.gov.my"],
    }
    return {**base, **more}


def only(
    group: str, *, profile: str = "janm", there: dict[str, Any] | None = None, **site: Any
) -> list[dict[str, Any]]:
    return list(exchange_wishes(standard(profile), there or seen(), site)[group])


def test_caps_are_the_profile_s() -> None:
    assert only("limits")[0]["wish"] == {
        "max_send_size": str(14 * MIB),
        "max_receive_size": str(14 * MIB),
        "external_dsn_max_size": str(10 * MIB),
        "internal_dsn_max_size": str(10 * MIB),
    }
    # 10 MB of Kelantan are 10,240,000 bytes; a report is never larger than a message.
    assert only("limits", profile="kelantan")[0]["wish"]["internal_dsn_max_size"] == "10240000"


def test_every_connector_has_the_cap() -> None:
    receive, send = only("connectors")
    assert receive["name"] == "EX01\\Client Frontend EX01"
    assert receive["wish"] == {"max_message_size": str(14 * MIB)}
    assert (send["direction"], send["wish"]) == ("send", {"max_message_size": str(14 * MIB)})


def test_a_password_outside_tls_is_closed_and_the_other_ways_stay() -> None:
    there = seen(receive_connectors=[{"Identity": "EX01\\Aplikasi", "AuthMechanism": "Integrated, BasicAuth"}])
    wish = only("connectors", there=there)[0]["wish"]
    assert wish["auth_mechanism"] == ["Integrated", "BasicAuth", "Tls", "BasicAuthRequireTLS"]
    assert "auth_mechanism" not in only("connectors", there=there, leave_out=["C-CLI-TLS"])[0]["wish"]


def test_only_mailboxes_that_go_round_the_cap_are_touched() -> None:
    there = seen(
        mailboxes=[
            {"Guid": "1", "Name": "Besar", "MaxSendSize": "50 MB (52,428,800 bytes)", "MaxReceiveSize": "Unlimited"},
            {"Guid": "2", "Name": "Ketat", "MaxSendSize": "5 MB (5,242,880 bytes)", "MaxReceiveSize": "Unlimited"},
            {"Guid": "3", "Name": "Sama", "MaxSendSize": "14 MB (14,680,064 bytes)", "MaxReceiveSize": None},
        ]
    )
    assert only("mailboxes", there=there) == [
        {"control": "C-MSG-SIZE", "name": "1", "shown": "Besar", "wish": {"max_send_size": "unlimited"}}
    ]


def test_databases_get_the_ordinary_tier_and_a_retention_that_never_shrinks() -> None:
    (wish,) = only("databases")
    assert wish["wish"] == {
        "issue_warning_quota": str(2 * GIB * 90 // 100),
        "prohibit_send_quota": str(2 * GIB),
        "prohibit_send_receive_quota": str(2 * GIB),
        "mailbox_retention": "90 days",
    }
    long = seen(databases=[{"Name": "DB01", "Guid": "d", "MailboxRetention": "180.00:00:00",
                            "ProhibitSendReceiveQuota": "2 GB (2,147,483,648 bytes)"}])  # fmt: skip
    assert "mailbox_retention" not in only("databases", there=long)[0]["wish"]


@pytest.mark.parametrize("quota", ["Unlimited", "2.998 GB (3,219,128,320 bytes)", None])
def test_a_database_that_gives_more_is_only_lowered_when_that_is_meant(quota: str | None) -> None:
    there = seen(
        databases=[
            {"Name": "DB01", "Guid": "d", "ProhibitSendReceiveQuota": quota, "MailboxRetention": "90.00:00:00"},
        ]
    )
    found = exchange_wishes(standard(), there, {})
    assert found["databases"] == []
    assert any("DB01" in line and "exchange_standard_lower_quotas" in line for line in found["uncovered"])
    assert only("databases", there=there, lower_quotas=True)[0]["wish"]["prohibit_send_quota"] == str(2 * GIB)


def test_addresses_of_the_web_client() -> None:
    (wish,) = only("directories", host="mel.anm.gov.my")
    assert (wish["type"], wish["server"], wish["site"]) == ("owa", "EX01", "Default Web Site")
    assert wish["wish"] == {"forms_authentication": True, "external_url": "https://mel.anm.gov.my/owa"}
    http = seen(directories={"ews": [{"Identity": "EX01\\EWS (Default Web Site)", "Name": "EWS (Default Web Site)",
                                      "InternalUrl": "http://ex01/EWS/Exchange.asmx",
                                      "ExternalUrl": "https://mel/EWS"}]})  # fmt: skip
    assert only("directories", there=http)[0]["wish"] == {"internal_url": "https://ex01/EWS/Exchange.asmx"}


def test_outlook_anywhere_asks_for_tls_where_it_has_a_name() -> None:
    assert only("outlook")[0]["wish"] == {"InternalClientsRequireSsl": True, "SSLOffloading": False}


def test_pop_and_imap_of_every_server() -> None:
    there = seen(servers=["EX01", "EX02"])
    assert {(one["type"], one["name"]) for one in only("doors", there=there)} == {
        ("pop", "EX01"), ("imap", "EX01"), ("pop", "EX02"), ("imap", "EX02"),
    }  # fmt: skip


def test_forwarding_that_nobody_decided_is_not_offered() -> None:
    assert only("forwarding")[0]["wish"] == {"AutoForwardEnabled": False}


def test_the_broadcast_tag_needs_senders_and_comes_once() -> None:
    """R157: only named senders, with one tag."""
    found = exchange_wishes(standard(), seen(), {})
    assert not [rule for rule in found["rules"] if rule["control"] == "C-BCAST"]
    assert any("C-BCAST (JANM-4.5-2-a)" in line for line in found["uncovered"])
    site = {"broadcast_groups": ["hebahan@anm.gov.my"], "broadcast_senders": ["korporat@anm.gov.my"]}
    found = exchange_wishes(standard(), seen(), site)
    rule = next(rule for rule in found["rules"] if rule["control"] == "C-BCAST")["wish"]
    assert rule["prepend_subject"] == "[HEBAHAN JANM] "
    assert rule["except_subject_contains"] == {"set": ["[HEBAHAN JANM]"]}
    assert rule["from_addresses"] == {"set": ["korporat@anm.gov.my"]}
    assert found["groups"][0]["wish"]["accept_from"] == {"set": ["korporat@anm.gov.my"]}


def test_a_broadcast_waits_for_groups_and_senders_that_are_there() -> None:
    site = {"broadcast_groups": ["Hebahan@anm.gov.my"], "broadcast_senders": ["korporat@anm.gov.my", "b@anm.gov.my"]}
    found = exchange_wishes(standard(), seen(), site)
    assert found["groups"][0]["wish"]["accept_from"] == {"set": ["korporat@anm.gov.my"]}
    assert any("not there yet" in line and "b@anm.gov.my" in line for line in found["uncovered"])
    nobody = exchange_wishes(standard(), seen(recipients=["Hebahan@anm.gov.my"]), site)
    assert nobody["groups"] == []
    assert not [rule for rule in nobody["rules"] if rule["control"] == "C-BCAST"]


def test_large_files_are_refused_with_the_service_that_takes_them() -> None:
    (rule,) = only("rules", big_file_service="Big Mail Transfer (BMT)")
    wish = rule["wish"]
    assert wish["attachment_size_over"] == str(10 * MIB)
    assert wish["from_scope"] == "InOrganization"  # JANM limits what is sent
    assert "Big Mail Transfer (BMT)" in wish["reject_reason"]
    assert "10 MB" in wish["reject_reason"]
    assert "from_scope" not in only("rules", profile="kelantan")[0]["wish"]
    assert len(reason_text(10 * MIB, "x" * 400)) == REASON_LENGTH


def test_audit_is_on_and_never_shortened() -> None:
    assert only("audit")[0]["wish"] == {"AdminAuditLogEnabled": True}
    short = seen(admin_audit_log={"AdminAuditLogAgeLimit": "30.00:00:00"}, unaudited=[{"Guid": "1", "Name": "A"}])
    assert only("audit", there=short)[0]["wish"]["AdminAuditLogAgeLimit"] == "90 days"
    assert "FolderBind" in only("audited", there=short)[0]["wish"]["audit_admin"]["set"]
    assert only("audited", there=short, audit=False) == []


def test_what_is_left_out_is_not_set_and_is_said() -> None:
    found = exchange_wishes(standard(), seen(), {"leave_out": ["C-MSG-SIZE", "C-ATT-SIZE"]})
    assert found["limits"] == found["mailboxes"] == found["rules"] == []
    assert [line for line in found["uncovered"] if "left out by exchange_standard_leave_out" in line]
    with pytest.raises(AnsibleFilterError, match="C-NONE"):
        exchange_wishes(standard(), seen(), {"leave_out": ["C-NONE"]})
    with pytest.raises(AnsibleFilterError, match="unknown"):
        exchange_wishes(standard(), seen(), {"hots": "x"})


def archiving(period: str, archives: list[dict[str, Any]]) -> dict[str, Any]:
    data = standard()
    data["controls"]["C-ARCH"] |= {"older_than": period} if period else {}
    return exchange_wishes(data, seen(archives=archives), {"rule_prefix": "Rasmi"})


@pytest.mark.parametrize(("period", "days"), [("P1Y", 366), ("P3M", 92), ("P90D", 90)])
def test_the_period_of_the_profile_moves_mail_into_the_archive_and_never_before_its_time(
    period: str, days: int
) -> None:
    """R135: whoever has an archive gets it in the place of Exchange's two years; another policy stays and is said."""
    there = [
        {"Guid": "1", "Name": "Baharu", "RetentionPolicy": "Default MRM Policy"},
        {"Guid": "2", "Name": "Tiada", "RetentionPolicy": None},
        {
            "Guid": "3",
            "Name": "Kita",
            "RetentionPolicy": "anm.test/Configuration/Retention Policies Container/Rasmi arkib",
        },
        {"Guid": "4", "Name": "Lain", "RetentionPolicy": "Simpan 7 tahun"},
    ]
    found = archiving(period, there)
    (policy,) = found["archiving"]
    (tag,) = policy["wish"]["tag_definitions"]
    assert (tag["type"], tag["action"], tag["age"], tag["enabled"]) == ("All", "MoveToArchive", f"{days} days", True)
    assert policy["wish"]["tags"] == {"add": [tag["name"]]}
    assert [(one["name"], one["wish"]) for one in found["archived"]] == [
        (guid, {"retention_policy": policy["name"]}) for guid in ("1", "2")
    ]
    said = [line for line in found["uncovered"] if line.startswith("C-ARCH")]
    assert len(said) == 1 and "1 mailbox(es)" in said[0] and said[0].endswith("Lain")


def test_a_period_that_nobody_has_decided_is_not_set_and_said() -> None:
    """R135: the period is the owner's to name."""
    found = archiving("", [{"Guid": "1", "Name": "Baharu", "RetentionPolicy": "Default MRM Policy"}])
    assert (found["archiving"], found["archived"]) == ([], [])
    (line,) = [line for line in found["uncovered"] if line.startswith("C-ARCH")]
    assert "MAM-OP010-3-a" in line and "not decided" in line and "two years" in line
    left = exchange_wishes(standard(), seen(), {"leave_out": ["C-ARCH"]})
    assert [line for line in left["uncovered"] if line.startswith("C-ARCH")] == [
        line for line in left["uncovered"] if "left out" in line
    ]


@pytest.mark.parametrize("profile", ["janm", "kelantan"])
def test_every_wish_has_a_control_and_every_group_is_there(profile: str) -> None:
    found = exchange_wishes(standard(profile), seen(), {})
    assert set(found) == {*GROUPS, "uncovered"}
    assert all(wish["control"] and wish["wish"] for group in GROUPS for wish in found[group])


def test_gaps_name_controls_of_the_profile_only() -> None:
    lines = exchange_gaps(
        standard(),
        {
            "hosts": False,
            "receive_connectors": [{"Identity": "EX01\\Geganti", "AuthMechanism": "Tls, ExternalAuthoritative"}],
            "forwarding": [{"Name": f"Pegawai {number}"} for number in range(7)],
            "host_notes": ["EX01: catatan"],
        },
    )
    text = "\n".join(lines)
    assert "EX19-MB-000122" in text
    assert "Exchange signs no mail" in text
    assert "in the name of the own domains" in text
    assert "EX01\\Geganti trust everybody" in text
    assert "7 mailbox(es) forward outside" in text and "and 2 more" in text
    assert "back pressure were not looked at" in text
    assert text.endswith("EX01: catatan")
    controls = set(standard()["controls"])
    assert {line.split(" ")[0] for line in lines[:-1]} <= controls
    reached = exchange_gaps(standard(), {"hosts": True, "receive_connectors": [], "forwarding": []})
    assert not [line for line in reached if "no Windows host" in line]
