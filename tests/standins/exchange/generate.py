# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes cmdlets.json, the stand-in's own table, out of the contract: `python -m tests.standins.exchange.generate`.

The table has the cmdlets that the stand-in plays, with what a binder needs for on-premises versions; a contract test
compares it with the contract where that lies beside the repository. One cmdlet stands on one line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "cmdlets.json"
VERSIONS = ("2016", "2019", "SE")
SKYPE = {"SfB2015": "2016", "SfB2019": "2019", "SfBSE": "SE"}

# Nouns whose every cmdlet in the contract is played.
NOUNS = [
    "AcceptedDomain",
    "ActiveSyncVirtualDirectory",
    "AddressBookPolicy",
    "AdminAuditLogConfig",
    "AutodiscoverVirtualDirectory",
    "CASMailbox",
    "ClientAccessService",
    "CsUser",
    "DistributionGroup",
    "DistributionGroupMember",
    "EcpVirtualDirectory",
    "EmailAddressPolicy",
    "ExchangeServer",
    "FrontendTransportService",
    "ImapSettings",
    "Mailbox",
    "MailboxDatabase",
    "MailboxExportRequest",
    "MailboxPermission",
    "MalwareFilterPolicy",
    "MalwareFilterRule",
    "MalwareFilteringServer",
    "MapiVirtualDirectory",
    "OabVirtualDirectory",
    "OrganizationConfig",
    "OutlookAnywhere",
    "OwaMailboxPolicy",
    "OwaVirtualDirectory",
    "PopSettings",
    "PowerShellVirtualDirectory",
    "ReceiveConnector",
    "RetentionPolicy",
    "RetentionPolicyTag",
    "SendConnector",
    "ServerComponentState",
    "ThrottlingPolicy",
    "TransportAgent",
    "TransportConfig",
    "TransportRule",
    "TransportService",
    "User",
    "WebServicesVirtualDirectory",
    "MailboxAuditBypassAssociation",
    "ContentFilterConfig",
    "SenderFilterConfig",
    "SenderIdConfig",
    "RecipientFilterConfig",
    "MobileDeviceMailboxPolicy",
    "ADPermission",
    "CsAdUser",
    "CsClientPolicy",
    "CsConferencingPolicy",
    "CsExternalAccessPolicy",
    "CsPool",
]
# Single cmdlets.
OTHERS = [
    "Get-ExchangeCertificate",
    "Get-HealthReport",
    "Get-MailboxDatabaseCopyStatus",
    "Get-MailboxExportRequestStatistics",
    "Get-MailboxStatistics",
    "Get-Queue",
    "Get-Recipient",
    "Get-ServerHealth",
    "Test-ServiceHealth",
    "Remove-StoreMailbox",
    "Search-AdminAuditLog",
    "Start-ManagedFolderAssistant",
    "Update-StoreMailboxState",
    "Test-ReplicationHealth",
    "Test-Mailflow",
    "Grant-CsArchivingPolicy",
    "Grant-CsClientPolicy",
    "Grant-CsConferencingPolicy",
    "Grant-CsExternalAccessPolicy",
    "Grant-CsMobilityPolicy",
    "Grant-CsPinPolicy",
    "Grant-CsVoicePolicy",
    "Mount-Database",
    "Dismount-Database",
]
#: Not in the contract; the parameters follow the maker's own page of Set-RemoteDomain.
_SWITCHES = (
    "AutoForwardEnabled",
    "AutoReplyEnabled",
    "DeliveryReportEnabled",
    "DisplaySenderName",
    "IsInternal",
    "MeetingForwardNotificationEnabled",
    "NDRDiagnosticInfoEnabled",
    "NDREnabled",
    "TNEFEnabled",
    "TrustedMailInboundEnabled",
    "TrustedMailOutboundEnabled",
)
_DOMAIN: dict[str, Any] = {"Identity": {"type": "RemoteDomainIdParameter", "position": 1}}
BEYOND: dict[str, Any] = {
    "Get-RemoteDomain": {
        "versions": list(VERSIONS),
        "sets": ["Default"],
        "parameters": {**_DOMAIN, "DomainController": {"type": "Fqdn"}},
    },
    "Set-RemoteDomain": {
        "versions": list(VERSIONS),
        "sets": ["Default"],
        "parameters": {
            "Identity": {**_DOMAIN["Identity"], "sets": {"*": "required"}},
            "AllowedOOFType": {
                "type": "AllowedOOFType",
                "accepted": ["External", "ExternalLegacy", "InternalLegacy", "None"],
            },
            **{name: {"type": "Boolean"} for name in _SWITCHES},
            "Confirm": {"type": "SwitchParameter", "aliases": ["cf"]},
            "DomainController": {"type": "Fqdn"},
            "Name": {"type": "String"},
            "WhatIf": {"type": "SwitchParameter", "aliases": ["wi"]},
        },
    },
}
LEFT_OUT = {"New-OwaVirtualDirectory", "New-ExchangeCertificate"}


def table(contract: dict[str, Any]) -> dict[str, Any]:
    """The stand-in's part of the contract."""
    names = sorted(
        name
        for name in contract["cmdlets"]
        if (name in OTHERS or name.partition("-")[2] in NOUNS) and name not in LEFT_OUT
    )
    cmdlets = {name: _cmdlet(contract["cmdlets"][name]) for name in names} | BEYOND
    shapes = {
        name: {"type": one["typeName"], "properties": {key: tag.partition(":")[0] for key, tag in properties.items()}}
        for name, one in contract["outputs"].items()
        if name in cmdlets and (properties := one["properties"])
    }
    return {"cmdlets": {name: one for name, one in cmdlets.items() if one["versions"]}, "shapes": shapes}


def _versions(codes: list[str]) -> list[str]:
    found = {SKYPE.get(code, code) for code in codes}
    return [one for one in VERSIONS if one in found]


def _cmdlet(source: dict[str, Any]) -> dict[str, Any]:
    versions = _versions(source["applicableTo"])
    parameters = {}
    for name, one in source["parameters"].items():
        own = _versions(one.get("applicableTo", source["applicableTo"]))
        if not own:
            continue
        row: dict[str, Any] = {"type": one["type"].rpartition("System.Management.Automation.")[2]}
        row["type"] = row["type"].removeprefix("System.")
        if one["sets"] != {"*": "optional"}:
            row["sets"] = one["sets"]
        if own != versions:
            row["versions"] = own
        for key, short in (
            ("position", "position"),
            ("acceptedValues", "accepted"),
            ("aliases", "aliases"),
            ("default", "default"),
            ("unqualified", "unit"),
        ):
            if key in one:
                row[short] = one[key]
        parameters[name] = row
    return {"versions": versions, "sets": list(source["parameterSets"]), "parameters": parameters}


def text(made: dict[str, Any]) -> str:
    """The file's content."""
    parts = [
        ",\n".join(f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in made[section].items())
        for section in ("cmdlets", "shapes")
    ]
    return f'{{"cmdlets": {{\n{parts[0]}\n }}, "shapes": {{\n{parts[1]}\n }}\n}}\n'


def main() -> None:
    from tests.standins.documents import find

    contract = find("exchange-cmdlets.json")
    if contract is None:
        raise SystemExit("the contract does not lie beside the repository")
    TABLE.write_text(text(table(contract)), encoding="utf-8")


if __name__ == "__main__":
    main()
