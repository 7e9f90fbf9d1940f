# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""exchange_mailbox, exchange_archive, exchange_distribution_group and their _info modules."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import virtual_directory


def test_a_mailbox_is_enabled_on_an_account_and_changed(run, person, session):
    address = person("siti", mailbox=False)
    made = run.twice(
        "mailbox",
        name=address,
        alias="siti",
        primary_address=address,
        prohibit_send_receive_quota="2 GB",
        prohibit_send_quota="1900 MB",
        issue_warning_quota="1800 MB",
        owa=False,
        audit=True,
    )
    assert [name for name, _given in run.calls] == ["Enable-Mailbox", "Set-Mailbox", "Set-CASMailbox"]
    assert made["guid"] and "Remove-Mailbox" not in run.names
    (row,) = session.send("Get-Mailbox", {"Identity": address}).rows
    assert row["UseDatabaseQuotaDefaults"] is False, "its own quotas would be ignored"
    assert row["EmailAddressPolicyEnabled"] is False, "a policy could overwrite the addresses"
    changed = run.twice("mailbox", name=address, display_name="Siti binti Ali", prohibit_send_receive_quota="4 GB")
    assert {change["setting"] for change in changed["changes"]} == {"DisplayName", "ProhibitSendReceiveQuota"}


def test_a_shared_mailbox_is_made_and_turned(run, person, session):
    address = person("kaunter", mailbox=False)
    run.twice("mailbox", name=address, type="shared", alias="kaunter", primary_address=address, database="DB02")
    given = dict(run.calls)["Enable-Mailbox"]
    assert given["Shared"] is True and given["Database"] == "DB02"
    turned = run.twice("mailbox", name=address, type="regular", hidden=True)
    assert {change["setting"] for change in turned["changes"]} == {"Type", "HiddenFromAddressListsEnabled"}
    assert len(run.calls) == 1, "both go into one call"
    (row,) = session.send("Get-Mailbox", {"Identity": address}).rows
    assert row["RecipientTypeDetails"] == "UserMailbox"


def test_an_account_that_there_is_not_gets_no_mailbox(run):
    for check in (True, False):
        answer = run("mailbox", name="tiada@anm.gov.my", alias="tiada", check=check)
        assert answer["failed"] and "no object is meant" in answer["msg"] and run.writes == []


def test_addresses_primary_and_secondary(run, person, session):
    address = person("alamat")
    run.twice("mailbox", name=address, addresses={"add": ["lama@anm.gov.my", "lain@anm.gov.my"]})
    run.twice("mailbox", name=address, addresses={"set": ["lain@anm.gov.my"]})
    (row,) = session.send("Get-Mailbox", {"Identity": address}).rows
    assert sorted(row["EmailAddresses"]) == [f"SMTP:{address}", "smtp:lain@anm.gov.my"], "the primary one must stay"
    run.twice(
        "mailbox", name=address, primary_address="baru@anm.gov.my", addresses={"set": [address, "ketiga@anm.gov.my"]}
    )
    call = dict(run.calls)["Set-Mailbox"]
    assert "PrimarySmtpAddress" not in call, "the server takes only one of the two"
    (row,) = session.send("Get-Mailbox", {"Identity": "baru@anm.gov.my"}).rows
    assert row["PrimarySmtpAddress"] == "baru@anm.gov.my"
    answer = run("mailbox", name="baru@anm.gov.my", addresses={"add": ["SMTP:x@anm.gov.my"]})
    assert answer["failed"] and "primary_address" in answer["msg"] and run.writes == []


def test_people_are_compared_by_who_they_are(run, person):
    boss, clerk = person("ketua", shown="Ketua Jabatan"), person("kerani")
    run.twice("mailbox", name=clerk, send_on_behalf={"set": [boss]}, forward_to=boss)
    again = run("mailbox", name=clerk, send_on_behalf={"add": ["Ketua Jabatan"]}, forward_to="ketua")
    assert again["changed"] is False, again["changes"]
    run.twice("mailbox", name=clerk, send_on_behalf={"remove": ["ketua"]}, forward_to="")
    answer = run("mailbox", name=clerk, send_on_behalf={"add": ["tiada@anm.gov.my"]})
    assert answer["failed"] and "no object is meant" in answer["msg"] and run.writes == []


def test_what_the_server_warns_of_is_shown(run, endpoint, monkeypatch):
    plain = endpoint.world.cmdlets["Set-OwaVirtualDirectory"]

    def warn(call):
        call.warn("IIS must be restarted.")
        yield from plain(call)

    monkeypatch.setitem(endpoint.world.cmdlets, "Set-OwaVirtualDirectory", warn)
    asked = {"type": "owa", "server": "EX01", "logon_format": "UserName", "default_domain": "ANM"}
    done = virtual_directory({"exchange": run.options, **asked}, False)
    assert done["warnings_text"] == ["Set-OwaVirtualDirectory: IIS must be restarted."]


def test_forwarding_to_the_outside_is_found_and_ended(run, person):
    address = person("maju")
    run.twice("mailbox", name=address, forward_to_address="luar@example.com", deliver_and_forward=True)
    run.twice("mailbox", name=address, forward_to_address="", audit_admin={"add": ["update", "FolderBind"]})


def test_another_objects_name_does_not_pass_for_it(run, person, endpoint):
    """An identity may match by alias or display name; what came must be what was asked for."""
    address = person("pengarah")
    assert run("mailbox", name="pengarah", hidden=True)["changed"]
    assert run("mailbox", name=address, hidden=True)["changed"] is False


def test_disabling_keeps_the_account_and_needs_a_basis(run, person, endpoint):
    address = person("tamat")
    answer = run("mailbox", name=address, state="absent")
    assert answer["failed"] and "basis" in answer["msg"] and run.calls == []
    gone = run.twice("mailbox", name=address, state="absent", basis="ANM-2026-0140")
    assert [name for name, _given in run.calls] == ["Disable-Mailbox"] and gone["basis"] == "ANM-2026-0140"
    assert run.calls[0][1]["Confirm"] is False
    assert endpoint.world.directory.find([("sAMAccountName", "tamat")]), "the account went too"


def test_removing_the_account_needs_the_address_once_more(run, person, endpoint):
    address = person("buang")
    ask = {"name": address, "state": "absent", "basis": "x", "remove_account": True}
    answer = run("mailbox", **ask)
    assert answer["failed"] and "confirm_removal" in answer["msg"] and run.calls == []
    answer = run("mailbox", **ask, confirm_removal="lain@anm.gov.my")
    assert answer["failed"] and run.writes == []
    assert run("mailbox", **ask, confirm_removal=address)["changed"]
    assert not endpoint.world.directory.find([("sAMAccountName", "buang")])


def test_a_mailbox_on_hold_stays(run, person):
    address = person("tahan")
    run.twice("mailbox", name=address, litigation_hold=True)
    for ask in ({"state": "absent", "basis": "x"}, {"state": "absent", "basis": "x", "remove_account": True}):
        answer = run("mailbox", name=address, confirm_removal=address, **ask)
        assert answer["failed"] and "litigation hold" in answer["msg"] and run.writes == []
    run("archive", name=address, basis="y")
    answer = run("archive", name=address, state="absent", basis="y")
    assert answer["failed"] and "litigation hold" in answer["msg"] and run.writes == []
    run.twice("mailbox", name=address, litigation_hold=False)


def test_archive_on_and_off(run, person, session):
    """R135, R138: a second mailbox that comes and goes without the first."""
    address = person("arkib")
    made = run.twice("archive", name=address, basis="ANM-2026-0160", quota="50 GB", warning_quota="45 GB")
    assert [name for name, _given in run.calls] == ["Enable-Mailbox", "Set-Mailbox"]
    assert made["basis"] == "ANM-2026-0160"
    run.twice("archive", name=address, basis="ANM-2026-0162", state="absent")
    assert dict(run.calls)["Disable-Mailbox"]["Archive"] is True
    assert session.send("Get-Mailbox", {"Identity": address}).rows, "the mailbox went with its archive"


def test_an_error_of_the_server_is_told_and_nothing_is_claimed(run, person):
    """A refusal comes as an error record beside an answer that looks complete."""
    one, two = person("pertama"), person("kedua")
    answer = run("mailbox", name=two, addresses={"add": [one]})
    assert answer["failed"] and "ProxyAddressExistsException" in answer["msg"] and "request" in answer["msg"]


def test_mailbox_info_finds_overrides(run, person):
    own, plain = person("sendiri"), person("biasa")
    run("mailbox", name=own, max_send_size="50 MB")
    found = run("mailbox_info", overrides=["max_send_size"], properties=["PrimarySmtpAddress", "MaxSendSize"])
    addresses = {row["PrimarySmtpAddress"] for row in found["mailboxes"]}
    assert own in addresses and plain not in addresses and run.names == ["Get-Mailbox"]
    run("mailbox", name=plain, audit=True)
    untraced = {row["Name"] for row in run("mailbox_info", overrides=["audit"], properties=["Name"])["mailboxes"]}
    assert own.partition("@")[0] in untraced and plain.partition("@")[0] not in untraced
    run("archive", name=own, basis="JANM-2026-7")
    archives = run("mailbox_info", archive=True, properties=["PrimarySmtpAddress", "RetentionPolicy"])["mailboxes"]
    assert (own, "Default MRM Policy") in {(row["PrimarySmtpAddress"], row["RetentionPolicy"]) for row in archives}
    assert plain not in {row["PrimarySmtpAddress"] for row in archives}
    assert "looks at all mailboxes" in run("mailbox_info", name=own, archive=True)["msg"]
    one = run("mailbox_info", name=own, clients=True)["mailboxes"][0]
    assert one["clients"]["owa"] is True and one["MaxSendSize"].startswith("50 MB")
    assert run("mailbox_info", name="tiada@anm.gov.my")["mailboxes"] == []
    answer = run("mailbox_info", clients=True)
    assert answer["failed"] and run.calls == []


def test_group_with_members(run, person):
    one, two, three = person("ahli1"), person("ahli2"), person("ahli3", shown="Ahli Ketiga")
    made = run.twice(
        "distribution_group",
        name="Bahagian Akaun",
        alias="akaun",
        primary_address="akaun@anm.gov.my",
        join_restriction="Closed",
        accept_from={"set": [one]},
        members={"set": [one, two]},
    )
    assert made["changed"]
    run.twice("distribution_group", name="Bahagian Akaun", members={"add": ["Ahli Ketiga"], "remove": [two]})
    found = run("distribution_group_info", name="akaun@anm.gov.my", members=True)
    assert found["groups"][0]["members"] == sorted([one, three])
    again = run("distribution_group", name="Bahagian Akaun", members={"set": [three.upper(), "ahli1"]})
    assert again["changed"] is False, again["changes"]
    answer = run("distribution_group", name="Bahagian Akaun", members={"add": ["tiada@anm.gov.my"]}, check=True)
    assert answer["failed"] and "no object is meant" in answer["msg"]
    gone = run.twice("distribution_group", name="Bahagian Akaun", state="absent")
    assert gone["changed"]


def test_a_group_is_not_removed_unless_asked(run):
    run("distribution_group", name="Kekal", alias="kekal")
    run("distribution_group", name="Kekal", members={"set": []})
    assert "Remove-DistributionGroup" not in run.names


@pytest.mark.parametrize("verbs", [{"add": ["a@b.my"], "remove": ["A@b.my"]}])
def test_added_and_removed_at_once_is_refused(run, verbs):
    answer = run("distribution_group", name="x", members=verbs)
    assert answer["failed"] and run.calls == []
