# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The nouns of a server: connectors, virtual directories, protocols, services. A row each, as in nouns.py."""

from __future__ import annotations

from .clixml import Many
from .objects import DOMAIN, SERVER, Noun, url

HOST = f"https://ex01.{DOMAIN}"
CONFIG = "Microsoft.Exchange.Data.Directory.SystemConfiguration"
MANAGEMENT = "Microsoft.Exchange.Data.Directory.Management"
SITE = "Default Web Site"


def megabytes(number: int) -> str:
    """A size as Exchange writes it."""
    return f"{number} MB ({number * 1024 * 1024:,} bytes)"


def _receive(name: str, binding: str, role: str, groups: str, mechanisms: str) -> dict[str, object]:
    return {
        "Identity": f"{SERVER}\\{name} {SERVER}",
        "Bindings": Many([f"[::]:{binding}", f"0.0.0.0:{binding}"]),
        "TransportRole": role,
        "PermissionGroups": groups,
        "AuthMechanism": mechanisms,
        "Enabled": True,
        "Fqdn": f"ex01.{DOMAIN}",
        "RemoteIPRanges": Many(["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.0-255.255.255.255"]),
        "MaxMessageSize": megabytes(36),
        "ProtocolLoggingLevel": "None",
        "SizeEnabled": "Enabled",
        "ExtendedProtectionPolicy": "None",
    }


INTEGRATED = "Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer"
RECEIVE = (
    _receive("Default", "2525", "HubTransport", "ExchangeUsers, ExchangeServers, ExchangeLegacyServers", INTEGRATED),
    _receive("Client Proxy", "465", "HubTransport", "ExchangeUsers, ExchangeServers", INTEGRATED),
    _receive(
        "Default Frontend",
        "25",
        "FrontendTransport",
        "AnonymousUsers, ExchangeServers, ExchangeLegacyServers",
        INTEGRATED,
    ),
    _receive("Outbound Proxy Frontend", "717", "FrontendTransport", "ExchangeServers", INTEGRATED),
    _receive("Client Frontend", "587", "FrontendTransport", "ExchangeUsers", "Tls, BasicAuth, BasicAuthRequireTLS"),
)


def _directory(noun: str, kind: str, path: str, **more: object) -> Noun:
    seed = {
        "Identity": f"{SERVER}\\{path} ({SITE})",
        "Name": f"{path} ({SITE})",
        "InternalUrl": url(f"{HOST}/{path.lower()}"),
        "ExternalUrl": None,
        **more,
    }
    return Noun(noun, f"{CONFIG}.{kind}", (seed,), {"ExtendedProtectionTokenChecking": "None"})


DIRECTORIES = (
    _directory(
        "OwaVirtualDirectory",
        "ADOwaVirtualDirectory",
        "owa",
        FormsAuthentication=True,
        BasicAuthentication=True,
        WindowsAuthentication=False,
        DigestAuthentication=False,
        LogonFormat="FullDomain",
        DefaultDomain="",
    ),
    _directory(
        "EcpVirtualDirectory",
        "ADEcpVirtualDirectory",
        "ecp",
        FormsAuthentication=True,
        BasicAuthentication=True,
        WindowsAuthentication=False,
        DigestAuthentication=False,
    ),
    _directory(
        "WebServicesVirtualDirectory",
        "ADWebServicesVirtualDirectory",
        "EWS",
        WindowsAuthentication=True,
        BasicAuthentication=False,
    ),
    _directory(
        "ActiveSyncVirtualDirectory", "ADMobileVirtualDirectory", "Microsoft-Server-ActiveSync", BasicAuthEnabled=True
    ),
    _directory(
        "MapiVirtualDirectory",
        "ADMapiVirtualDirectory",
        "mapi",
        IISAuthenticationMethods=Many(["Ntlm", "OAuth", "Negotiate"]),
    ),
    _directory("OabVirtualDirectory", "ADOabVirtualDirectory", "OAB", RequireSSL=True),
    _directory(
        "PowerShellVirtualDirectory",
        "ADPowerShellVirtualDirectory",
        "PowerShell",
        RequireSSL=False,
        BasicAuthentication=False,
        InternalUrl=url(f"http://ex01.{DOMAIN}/powershell"),
    ),
    _directory("AutodiscoverVirtualDirectory", "ADAutodiscoverVirtualDirectory", "Autodiscover", InternalUrl=None),
)

_COMPONENTS = (
    "ServerWideOffline",
    "HubTransport",
    "FrontendTransport",
    "Monitoring",
    "RecoveryActionsEnabled",
    "AutoDiscoverProxy",
    "ActiveSyncProxy",
    "EcpProxy",
    "EwsProxy",
    "ImapProxy",
    "OabProxy",
    "OwaProxy",
    "PopProxy",
    "RpsProxy",
    "RpcProxy",
    "MapiProxy",
)

SERVER_NOUNS: tuple[Noun, ...] = (
    Noun("ReceiveConnector", f"{CONFIG}.ReceiveConnector", RECEIVE, prefix=f"{SERVER}\\"),
    *DIRECTORIES,
    Noun(
        "OutlookAnywhere",
        f"{CONFIG}.ADRpcHttpVirtualDirectory",
        (
            {
                "Identity": f"{SERVER}\\Rpc ({SITE})",
                "Name": f"Rpc ({SITE})",
                "SSLOffloading": True,
                "ExternalClientsRequireSsl": False,
                "InternalClientsRequireSsl": False,
                "InternalHostname": f"ex01.{DOMAIN}",
                "ExternalHostname": "",
                "InternalClientAuthenticationMethod": "Ntlm",
                "ExternalClientAuthenticationMethod": "Negotiate",
                "IISAuthenticationMethods": Many(["Basic", "Ntlm", "Negotiate"]),
            },
        ),
    ),
    Noun(
        "ClientAccessService",
        f"{MANAGEMENT}.ClientAccessServer",
        (
            {
                "Identity": SERVER,
                "AutoDiscoverServiceInternalUri": url(f"{HOST}/Autodiscover/Autodiscover.xml"),
                "Fqdn": f"ex01.{DOMAIN}",
            },
        ),
    ),
    *(
        Noun(
            f"{name}Settings",
            f"{CONFIG}.{name}4AdConfiguration" if name == "Imap" else f"{CONFIG}.{name}3AdConfiguration",
            ({"Identity": f"{SERVER}\\1", "LoginType": "SecureLogin", "ProtocolName": f"{name.upper()}"},),
            single=True,
        )
        for name in ("Pop", "Imap")
    ),
    Noun(
        "MalwareFilteringServer",
        f"{CONFIG}.MalwareFilteringServer",
        (
            {
                "Identity": SERVER,
                "BypassFiltering": False,
                "UpdateFrequency": 60,
                "ScanTimeout": 300,
                "DeferAttempts": 3,
                "ForceRescan": False,
                "PrimaryUpdatePath": url("http://forefrontdl.microsoft.com/server/scanengineupdate"),
            },
        ),
    ),
    Noun(
        "TransportAgent",
        "Microsoft.Exchange.Data.Transport.TransportAgent",
        tuple(
            {"Identity": name, "Name": name, "Enabled": True, "Priority": number}
            for number, name in enumerate(("Transport Rule Agent", "Malware Agent", "Text Messaging Routing Agent"), 1)
        ),
    ),
    Noun(
        "ExchangeServer",
        f"{MANAGEMENT}.ExchangeServer",
        (
            {
                "Identity": SERVER,
                "Fqdn": f"ex01.{DOMAIN}",
                "Edition": "Enterprise",
                "IsMailboxServer": True,
                "ServerRole": "Mailbox",
                "IsClientAccessServer": True,
                "IsHubTransportServer": True,
                "Domain": DOMAIN,
                "IsFrontendTransportServer": True,
                "IsE15OrLater": True,
                "IsE14OrLater": True,
                "IsExchange2007OrLater": True,
                "Site": f"{DOMAIN}/Configuration/Sites/Default-First-Site-Name",
            },
        ),
    ),
    Noun(
        "TransportService",
        f"{MANAGEMENT}.TransportServer",
        (
            {
                "Identity": SERVER,
                "ConnectivityLogEnabled": True,
                "MessageTrackingLogEnabled": True,
                "MessageTrackingLogSubjectLoggingEnabled": True,
            },
        ),
    ),
    Noun(
        "FrontendTransportService",
        f"{MANAGEMENT}.FrontendTransportServerPresentationObject",
        ({"Identity": SERVER, "ConnectivityLogEnabled": True},),
    ),
    Noun(
        "ServerComponentState",
        f"{MANAGEMENT}.ServerComponentStatePresentationObject",
        tuple(
            {"Identity": f"{SERVER}\\{name}", "Component": name, "State": "Active", "ServerFqdn": f"ex01.{DOMAIN}"}
            for name in _COMPONENTS
        ),
        key="Component",
    ),
)
