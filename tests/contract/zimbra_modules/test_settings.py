# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from .conftest import DOMAIN

ADMIN_NOTE = "zimbraNotes"


def test_config_sets_what_differs_in_one_request_and_names_the_daemons(run):
    done = run.twice(
        "config",
        max_message_size="10 MB",
        last_logon_frequency="1d",
        permanent_refusal_over_quota=True,
        attributes={"zimbraFileUploadMaxSize": "10MB", "zimbraMtaTlsAuthOnly": "yes"},
    )
    assert {change["attribute"]: change["after"] for change in done["changes"]} == {
        "zimbraMtaMaxMessageSize": ["10485760"],
        "zimbraLastLogonTimestampFrequency": ["1d"],
        "zimbraLmtpPermanentFailureWhenOverQuota": ["TRUE"],
    }, "values that are right already are sent again"
    assert done["restart"] == ["mailbox", "mta"]
    assert "zimbraMtaMaxMessageSize: 10240000\n" in done["diff"]["before"]
    assert "zimbraMtaMaxMessageSize: 10485760\n" in done["diff"]["after"]


def test_one_read_and_one_write_per_object(run):
    run("server", name="zcs1.test", mail_mode="http", attributes={"zimbraMailSSLPort": 8443, ADMIN_NOTE: "satu"})
    assert run.names == ["GetServerRequest", "ModifyServerRequest"]
    run("config", spam_tag_percent=30, spam_kill_percent=70)
    assert run.names == ["GetAllConfigRequest", "ModifyConfigRequest"]
    run("config", spam_tag_percent=30)
    assert run.names == ["GetConfigRequest"]


def test_trap_10_sizes_go_out_as_plain_digits(run):
    """The server takes no unit in a number: 10 MB is refused by it, so it never leaves."""
    run("config", max_message_size="20 MB")
    (body,) = [body for name, body in run.sent if name == "ModifyConfigRequest"]
    assert body["a"] == [{"n": "zimbraMtaMaxMessageSize", "_content": "20971520"}]


def test_every_fault_is_named_before_anything_is_sent(run):
    answer = run(
        "config",
        max_message_size="10 MiBB",
        attributes={"zimbraMtaMaxMesageSize": 1, "zimbraMailQuota": "300 MB", "zimbraMailMode": "ftp"},
    )
    assert answer["failed"] and run.sent == []
    assert len(answer["faults"]) == 4
    assert "zimbraMtaMaxMessageSize" in answer["msg"], "the nearest name is not offered"
    assert {fault["field"] for fault in answer["faults"]} >= {"zimbraMailQuota", "zimbraMailMode"}


def test_an_attribute_that_the_server_is_too_old_for_is_named(capsys):
    from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import Zimbra

    from .conftest import Runner

    with Zimbra(version="8.8.15_GA_3869.FOSS") as old:
        run = Runner(old.options, lambda: capsys.readouterr().out)
        answer = run("cos", name="default", attachment_max_size="5 MB", password_block_common=True)
        assert answer["failed"] and run.writes == []
        assert "zimbraMailAttachmentMaxSize" in answer["msg"] and "zimbraPasswordBlockCommonEnabled" in answer["msg"]
        assert "8.8.15" in answer["msg"]


def test_lists_grow_and_shrink_by_single_values(run, attrs):
    done = run.twice("server", name="zcs1.test", services={"add": ["antivirus", "antispam"], "remove": ["ldap"]})
    (change,) = done["changes"]
    assert set(change["after"]) == (set(change["before"]) | {"antivirus", "antispam"}) - {"ldap"}
    assert set(attrs("server", "zcs1.test")["zimbraServiceEnabled"]) == set(change["after"])
    body = run("server", name="zcs1.test", services={"add": ["ldap"]}) and dict(run.sent)["ModifyServerRequest"]
    assert body["a"] == [{"n": "+zimbraServiceEnabled", "_content": "ldap"}], "somebody else's values are sent too"
    run.twice("server", name="zcs1.test", attributes={"zimbraServiceEnabled": {"remove": ["antispam"]}})


def test_an_empty_value_lets_the_inherited_one_hold(run, attrs):
    run("server", name="zcs1.test", upload_max_size="5 MB")
    assert attrs("server", "zcs1.test")["zimbraFileUploadMaxSize"] == ["5242880"]
    run.twice("server", name="zcs1.test", attributes={"zimbraFileUploadMaxSize": ""})
    assert "zimbraFileUploadMaxSize" not in attrs("server", "zcs1.test")


def test_a_value_that_is_not_given_is_not_managed(run, attrs):
    run("cos", name="default", notes="jangan ubah")
    run("cos", name="default", quota_warn_percent=85, attributes={"zimbraMailTrashLifetime": None})
    assert run.sent[-1][1]["a"] == [{"n": "zimbraQuotaWarnPercent", "_content": "85"}]
    assert attrs("cos", "default")[ADMIN_NOTE] == ["jangan ubah"]


def test_trap_9_the_code_of_the_fault_decides_not_the_http_status(run):
    """Every refusal is HTTP 500, also "there is no such server"; no retry, no breakdown."""
    answer = run("server", name="tiada.test", mail_mode="https")
    assert answer["failed"] and "there is no server tiada.test" in answer["msg"]
    assert run.names == ["GetServerRequest"]


def test_secrets_are_never_shown(run, attrs, tmp_path):
    key = "-----BEGIN PRIVATE KEY-----rahsia-sekali"
    done = run.twice("domain", name=DOMAIN, secret_attributes={"zimbraSSLPrivateKey": key})
    assert attrs("domain", DOMAIN)["zimbraSSLPrivateKey"] == [key]
    changed = run("domain", name=DOMAIN, secret_attributes={"zimbraSSLPrivateKey": "lain-lagi"})
    shown = run("domain_info", name=DOMAIN, attributes=["*"])
    for result in (done, changed, shown):
        text = str(result)
        assert "rahsia-sekali" not in text and "lain-lagi" not in text
    assert done["changes"][0]["after"] == ["(hidden, another)"]
    assert shown["domains"][0]["attributes"]["zimbraSSLPrivateKey"] == "(hidden)"


def test_a_secret_in_the_wrong_option_is_refused_without_repeating_it(run):
    answer = run("domain", name=DOMAIN, attributes={"zimbraAuthLdapSearchBindPassword": "rahsia-sekali"})
    assert answer["failed"] and "secret_attributes" in answer["msg"]
    assert "rahsia-sekali" not in answer["msg"] + str(answer.get("faults"))
    assert run.sent == []


def test_the_same_attribute_twice_is_refused(run):
    answer = run("config", max_message_size="10 MB", attributes={"zimbraMtaMaxMessageSize": "20 MB"})
    assert answer["failed"] and "asked for twice" in answer["msg"] and run.sent == []


@pytest.mark.parametrize("module", ["config", "server", "domain", "cos"])
def test_info_reads_and_writes_nothing(run, module):
    answer = run(f"{module}_info")
    assert not answer["changed"] and not answer.get("failed")
    assert all(name.startswith("Get") for name in run.names) and len(run.names) == 1


def test_info_gives_effective_values_when_asked(run):
    own = run("server_info", name="zcs1.test", attributes=["zimbraFileUploadMaxSize"])
    assert own["servers"][0]["attributes"] == {}
    whole = run("server_info", name="zcs1.test", attributes=["zimbraFileUploadMaxSize"], inherited=True)
    assert whole["servers"][0]["attributes"] == {"zimbraFileUploadMaxSize": "10485760"}


def test_info_of_a_name_that_there_is_not_is_empty(run):
    assert run("cos_info", name="tiada")["coses"] == []


def test_info_names_the_nearest_attribute(run):
    answer = run("cos_info", attributes=["zimbraMailQouta"])
    assert answer["failed"] and "zimbraMailQuota" in answer["msg"] and run.sent == []
