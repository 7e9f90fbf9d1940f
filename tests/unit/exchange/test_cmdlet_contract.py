# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The contract of cmdlets: what is refused before it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import contract
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.pipe import Secret
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError

GUID = "0a1b2c3d-0000-4000-8000-000000000001"
DN = "CN=Aminah,OU=Users,DC=anm,DC=gov,DC=my"


def faults(cmdlet: str, parameters: dict[str, Any], version: str = "") -> str:
    with pytest.raises(FaultsError) as caught:
        contract.check(cmdlet, parameters, version)
    return str(caught.value)


@pytest.mark.parametrize("version", ["2016", "2019", "SE"])
@pytest.mark.parametrize(
    ("cmdlet", "parameters"),
    [
        ("Get-Mailbox", {"Identity": "aminah@anm.gov.my"}),
        ("Get-Mailbox", {"ResultSize": "Unlimited"}),
        ("Get-MailboxDatabase", {}),
        ("Set-Mailbox", {"Identity": GUID, "MaxSendSize": "10MB", "UseDatabaseQuotaDefaults": False}),
        ("Set-Mailbox", {"Identity": DN, "EmailAddresses": ["SMTP:a@b.my", "smtp:c@b.my"]}),
        ("Set-Mailbox", {"Identity": GUID, "ForwardingSmtpAddress": None}),
        ("Enable-Mailbox", {"Identity": GUID, "Alias": "aminah", "PrimarySmtpAddress": "a@b.my"}),
        ("Enable-Mailbox", {"Identity": GUID, "Archive": True}),
        ("Disable-Mailbox", {"Identity": GUID, "Confirm": False}),
        ("Set-TransportConfig", {"MaxSendSize": "14MB", "DomainController": "dc01.anm.gov.my"}),
        ("Set-ReceiveConnector", {"Identity": GUID, "MaxMessageSize": "14MB", "AuthMechanism": "Tls, Integrated"}),
        ("Set-MailboxDatabase", {"Identity": GUID, "MailboxRetention": "90.00:00:00"}),
        (
            "New-TransportRule",
            {"Name": "Hebahan", "PrependSubject": "[HEBAHAN] ", "SentToMemberOf": ["semua@b.my"], "Priority": 0},
        ),
        ("New-TransportRule", {"Name": "x", "ActivationDate": datetime(2026, 11, 1, tzinfo=UTC)}),
        ("Set-MalwareFilteringServer", {"Identity": DN, "UpdateFrequency": 30}),
    ],
)
def test_a_good_call_passes_in_every_version(cmdlet: str, parameters: dict[str, Any], version: str) -> None:
    assert contract.check(cmdlet, parameters, version).name == cmdlet


@pytest.mark.parametrize(
    ("cmdlet", "parameters", "said"),
    [
        ("Get-Mailboxx", {}, "Did you mean Get-Mailbox?"),
        ("Invoke-Command", {}, "is no cmdlet that the collection may send"),
        ("Set-Mailbox", {"Identity": GUID, "MaxSendSizes": "1MB"}, "Did you mean MaxSendSize?"),
        ("Set-Mailbox", {"Identity": ""}, "means every object"),
        ("Get-Mailbox", {"Identity": ""}, "means every object"),
        ("Get-Mailbox", {"Identity": None}, "means every object"),
        ("Get-Mailbox", {"Identity": "   "}, "has an empty name"),
        ("Get-Mailbox", {"Identity": "a*"}, "has a wildcard"),
        ("Set-Mailbox", {"Identity": "aminah", "Alias": "x"}, "is a name, which another object may get"),
        ("Remove-Mailbox", {"Identity": "*"}, "has a wildcard"),
        ("Set-Mailbox", {"Alias": "x"}, "Identity: is missing"),
        ("Set-Mailbox", {"Identity": GUID, "AccountDisabled": True}, "cloud service only"),
        (
            "Set-Mailbox",
            {"Identity": GUID, "EmailAddresses": ["SMTP:a@b.my"], "PrimarySmtpAddress": "a@b.my"},
            "cannot be given with EmailAddresses",
        ),
        ("Set-Mailbox", {"Identity": GUID, "AuditEnabled": "yes"}, "neither true nor false"),
        ("Set-Mailbox", {"Identity": GUID, "AuditEnabled": None}, "cannot be emptied"),
        ("Set-Mailbox", {"Identity": GUID, "MaxSendSize": "10 Mb"}, "is not a size"),
        (
            "Set-Mailbox",
            {"Identity": GUID, "ProhibitSendQuota": "2GB", "ProhibitSendReceiveQuota": "1GB"},
            "is less than ProhibitSendQuota",
        ),
        (
            "Set-MailboxDatabase",
            {"Identity": GUID, "IssueWarningQuota": "Unlimited", "ProhibitSendQuota": "1GB"},
            "is less than IssueWarningQuota",
        ),
        ("New-TransportRule", {"Name": "x" * 65}, "65 characters, more than 64"),
        ("Set-Mailbox", {"Identity": GUID, "Password": "rahsia"}, "is a secret"),
        ("Enable-Mailbox", {"Identity": GUID, "Archive": True, "Shared": True}, "cannot be given together"),
        ("Set-ReceiveConnector", {"Identity": GUID, "MaxMessageSize": "4GB"}, "is not from 65536 to 2147483647"),
        ("Set-ReceiveConnector", {"Identity": GUID, "MaxMessageSize": "Unlimited"}, "cannot be unlimited"),
        ("Set-ReceiveConnector", {"Identity": GUID, "AuthMechanism": "Tls, Magic"}, "takes only None, Tls"),
        ("Set-ReceiveConnector", {"Identity": GUID, "MaxHopCount": 501}, "is not from 1 to 500"),
        ("Set-MailboxDatabase", {"Identity": GUID, "MailboxRetention": "90"}, "is not a length of time"),
        ("New-TransportRule", {"Name": "x", "ActivationDate": "01/11/2026"}, "read by the server's own clock"),
        ("Disable-Mailbox", {"Identity": GUID, "Confirm": True}, "asks a question"),
        ("Get-Mailbox", {"Credential": "x"}, "is never sent"),
        ("New-TransportRule", {"Name": "x", "SubjectContainsWords": [" a"]}, "blanks at its ends"),
        ("New-TransportRule", {"Name": "x", "RejectMessageReasonText": "x" * 257}, "more than 256"),
        ("Set-SendConnector", {"Identity": GUID, "DNSRoutingEnabled": True, "SmartHosts": ["a.b"]}, "Choose one way"),
    ],
)
def test_a_bad_call_is_refused_with_the_reason(cmdlet: str, parameters: dict[str, Any], said: str) -> None:
    assert said in faults(cmdlet, parameters)


def test_the_version_decides() -> None:
    call = {"Identity": GUID, "MetaCacheDatabaseMaxCapacityInBytes": 1}
    assert "is not in Exchange Server 2016 (only in 2019, SE)" in faults("Set-MailboxDatabase", call, "2016")
    contract.check("Set-MailboxDatabase", call, "SE")
    assert contract.depends_on_version("Set-MailboxDatabase", call)
    assert not contract.depends_on_version("Set-MailboxDatabase", {"Identity": GUID})


def test_every_fault_is_told_at_once() -> None:
    wrong = {"Identity": "x", "MaxSendSize": "ten", "Nothing": 1, "AccountDisabled": True}
    with pytest.raises(FaultsError) as caught:
        contract.check("Set-Mailbox", wrong)
    assert {fault.field for fault in caught.value.faults} == set(wrong)


def test_a_secret_is_in_no_fault_and_in_no_repr() -> None:
    wrong = {"Identity": GUID, "Alias": Secret("rahsia")}
    assert "rahsia" not in faults("Set-Mailbox", wrong) + repr(wrong)


def test_every_row_can_be_read() -> None:
    assert len(table()) > 125
    for cmdlet in table().values():
        for row in cmdlet.parameters.values():
            assert row.sets and set(row.sets) <= set(cmdlet.sets), f"{cmdlet.name} {row.name}"
            assert set(row.required) <= set(row.sets)
            assert contract.kind_of(row)
