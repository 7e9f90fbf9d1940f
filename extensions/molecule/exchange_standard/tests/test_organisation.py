# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The organisation after two runs, asked by another client: cmdlets through the endpoint, attributes over LDAPS.

The endpoint is a stand-in, the directory is real. What a server then does with mail is not seen here.
"""

from __future__ import annotations

from pathlib import Path

import ldap3
import pytest
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import tls_of

STATE = Path(__file__).parents[2] / "inventory" / ".state" / "exchange"
BASE = "DC=ad,DC=anm,DC=test"
CAP = "14 MB (14,680,064 bytes)"


@pytest.fixture(scope="module")
def ask():
    """Run a cmdlet; gives its objects, each a dictionary of texts."""
    place = WSMan(
        (STATE / "address").read_text().strip(), port=443, ssl=True, path="PowerShell/", auth="basic",
        username="ANM\\rasmi-exchange", password=(STATE / "rasmi-exchange").read_text().strip(),
        cert_validation=str(STATE / "ca.pem"),
    )  # fmt: skip
    with place, RunspacePool(place, configuration_name="Microsoft.Exchange") as pool:

        def run(cmdlet, **parameters):
            with PowerShell(pool) as shell:
                shell.add_cmdlet(cmdlet).add_parameters(parameters)
                rows = shell.invoke()
                assert not shell.streams.error, shell.streams.error
            return [{**row.adapted_properties, **row.extended_properties} for row in rows]

        yield run


@pytest.fixture(scope="module")
def person():
    """Attributes of an account, over LDAPS."""
    address = (STATE / "address").read_text().strip()
    server = ldap3.Server(address, 636, use_ssl=True, tls=tls_of(str(STATE / "ca.pem"), "ex01.ad.anm.test"))
    secret = (STATE / "administrator").read_text().strip()
    with ldap3.Connection(server, "Administrator@ad.anm.test", secret, auto_bind=True) as connection:

        def read(name, *attributes):
            connection.search(BASE, f"(sAMAccountName={name})", attributes=list(attributes))
            return connection.entries[0].entry_attributes_as_dict

        yield read


def text(value):
    return "" if value is None else str(value)


def test_the_cap_holds_at_every_door(ask):
    (organisation,) = ask("Get-TransportConfig")
    assert text(organisation["MaxSendSize"]) == text(organisation["MaxReceiveSize"]) == CAP
    doors = ask("Get-ReceiveConnector")
    assert len(doors) == 5
    assert {text(door["MaxMessageSize"]) for door in doors} == {CAP}
    assert {text(door["MaxMessageSize"]) for door in ask("Get-SendConnector")} <= {CAP}


def test_no_mailbox_goes_round_the_cap_and_a_stricter_one_stays(person):
    assert person("besar", "submissionContLength", "delivContLength") == {
        "submissionContLength": [],
        "delivContLength": [],
    }
    assert person("ketat", "submissionContLength")["submissionContLength"] == [5 * 1024]  # KB


def test_opening_somebody_s_mailbox_leaves_a_trace(ask, person):
    assert person("korporat", "msExchMailboxAuditEnable")["msExchMailboxAuditEnable"] == [True]
    (log,) = ask("Get-AdminAuditLogConfig")
    assert text(log["AdminAuditLogEnabled"]) == "True"


def test_the_web_client_is_https_with_a_form(ask):
    (owa,) = ask("Get-OwaVirtualDirectory")
    assert text(owa["ExternalUrl"]) == "https://mel.anm.gov.my/owa"
    assert owa["FormsAuthentication"] is True
    (anywhere,) = ask("Get-OutlookAnywhere")
    assert (anywhere["InternalClientsRequireSsl"], anywhere["SSLOffloading"]) == (True, False)


def test_a_mailbox_can_be_brought_back_for_ninety_days(ask):
    for database in ask("Get-MailboxDatabase"):
        assert text(database["MailboxRetention"]) == "90.00:00:00"
        assert text(database["ProhibitSendReceiveQuota"]) == "2 GB (2,147,483,648 bytes)"


def test_broadcasts_carry_the_tag_once_and_large_files_hear_of_the_service(ask):
    rules = {text(rule["Name"]): rule for rule in ask("Get-TransportRule")}
    assert text(rules["Rasmi hebahan"]["PrependSubject"]) == "[HEBAHAN JANM] "
    assert "10 MB" in text(rules["Rasmi lampiran"]["RejectMessageReasonText"])
    assert "Big Mail Transfer (BMT)" in text(rules["Rasmi lampiran"]["RejectMessageReasonText"])


def test_only_named_senders_reach_the_broadcast_group(ask):
    (group,) = ask("Get-DistributionGroup", Identity="hebahan")
    assert group["RequireSenderAuthenticationEnabled"] is True


def test_what_stays_uncovered_is_kept():
    report = (STATE / "exchange-standard.txt").read_text()
    assert "\\n" not in report and len(report.splitlines()) > 5  # a gap is a line
    assert "C-DNS" in report and "EX19-MB-000122" in report
    assert "92.0 % full" in report  # what the play on the Windows host saw


def test_old_mail_goes_into_the_archive_of_whoever_has_one(ask, person):
    """R135: after the period of the profile, by a policy of ours instead of Exchange's own."""
    (tag,) = ask("Get-RetentionPolicyTag", Identity="Rasmi arkib")
    assert text(tag["RetentionAction"]) == "MoveToArchive" and text(tag["AgeLimitForRetention"]).startswith("366.")
    assert (text(tag["Type"]), text(tag["RetentionEnabled"])) == ("All", "True")
    # That the policy links to the tag was read by the second run, which had nothing to add.
    (_policy,) = ask("Get-RetentionPolicy", Identity="Rasmi arkib")
    (link,) = person("arkib", "msExchMailboxTemplateLink")["msExchMailboxTemplateLink"]
    assert link.startswith("CN=Rasmi arkib,")
    assert person("ketat", "msExchMailboxTemplateLink")["msExchMailboxTemplateLink"] == []
