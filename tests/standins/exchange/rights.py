# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rights on mailboxes, and the daily state of the servers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .clixml import Many, Record
from .faults import CmdletError
from .mailbox import Mailboxes
from .objects import DOMAIN, SERVER
from .paths import canonical
from .recipients import one_of

if TYPE_CHECKING:
    from .engine import Cmdlet, Invocation

ACE = "Microsoft.Exchange.Management.RecipientTasks.MailboxAcePresentationObject"
AD_ACE = "Microsoft.Exchange.Management.RecipientTasks.ADAcePresentationObject"
SELF = "NT AUTHORITY\\SELF"
ADMINISTRATORS = "ANM\\Organization Management"
SERVICES = (
    "MSExchangeADTopology",
    "MSExchangeDelivery",
    "MSExchangeFrontEndTransport",
    "MSExchangeIS",
    "MSExchangeMailboxAssistants",
    "MSExchangeRPC",
    "MSExchangeServiceHost",
    "MSExchangeSubmission",
    "MSExchangeTransport",
    "W3Svc",
    "WinRM",
)
HEALTH_SETS = (
    "OWA",
    "OWA.Protocol",
    "ECP",
    "EWS",
    "ActiveSync",
    "MailboxTransport",
    "HubTransport",
    "FrontendTransport",
    "MailboxSpace",
    "Antimalware",
)


class Rights:
    """Permissions of mailboxes and of their accounts, by objectGUID."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self.mailboxes = mailboxes
        self.given: dict[tuple[str, uuid.UUID], list[dict[str, Any]]] = {}

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        return {
            f"{verb}-{noun}": function
            for noun in ("MailboxPermission", "ADPermission")
            for verb, function in (("Get", self.get), ("Add", self.add), ("Remove", self.remove))
        }

    def get(self, call: Invocation) -> Iterator[Record]:
        """The owner's own right, the inherited ones, then those that were given."""
        noun = call.cmdlet.partition("-")[2]
        entry = self._entry(noun, call)
        rows = [
            {"User": SELF, "AccessRights": Many(["FullAccess", "ReadPermission"]), "IsInherited": False, "Deny": False},
            {"User": ADMINISTRATORS, "AccessRights": Many(["FullAccess"]), "IsInherited": True, "Deny": True},
        ]
        for row in [*rows, *self.given.get((noun, entry.guid), [])]:
            if call.get("User") and row["User"].lower() != self._user(call.get("User")).lower():
                continue
            path = canonical(entry.dn)
            shown = {
                "InheritanceType": "All",
                "ExtendedRights": None,
                **row,
                "Identity": path,
                "IsValid": True,
                "ObjectState": "Unchanged",
            }
            yield Record((ACE if noun == "MailboxPermission" else AD_ACE, "System.Object"), shown, path)

    def add(self, call: Invocation) -> Iterator[Record]:
        """A right; one that is there already is left as it is, with a warning."""
        noun = call.cmdlet.partition("-")[2]
        entry = self._entry(noun, call)
        row = {
            "User": self._user(call.get("User")),
            "AccessRights": Many(call.get("AccessRights") or []),
            "ExtendedRights": Many(call.get("ExtendedRights") or []),
            "IsInherited": False,
            "Deny": bool(call.get("Deny")),
            "InheritanceType": call.get("InheritanceType") or "All",
        }
        given = self.given.setdefault((noun, entry.guid), [])
        if row in given:
            call.warn(f'The appropriate access control entry is already present on the object "{canonical(entry.dn)}".')
        else:
            given.append(row)
        if "FullAccess" in row["AccessRights"] and call.get("AutoMapping", True):
            self._map(entry, call.get("User"), True)
        yield Record(
            (ACE if noun == "MailboxPermission" else AD_ACE, "System.Object"),
            {**row, "Identity": canonical(entry.dn)},
            canonical(entry.dn),
        )

    def remove(self, call: Invocation) -> Iterator[Record]:
        """A right that is not there gives a warning."""
        noun = call.cmdlet.partition("-")[2]
        entry = self._entry(noun, call)
        user = self._user(call.get("User"))
        wanted = {str(one).lower() for one in [*(call.get("AccessRights") or []), *(call.get("ExtendedRights") or [])]}
        given = self.given.get((noun, entry.guid), [])
        kept = [
            row
            for row in given
            if row["User"].lower() != user.lower()
            or not wanted & {str(one).lower() for one in [*row["AccessRights"], *row["ExtendedRights"]]}
        ]
        if kept == given:
            call.warn(
                f'Can\'t remove the access control entry on the object "{canonical(entry.dn)}" for account '
                f'"{user}" because the ACE doesn\'t exist on the object.'
            )
        self.given[(noun, entry.guid)] = kept
        self._map(entry, call.get("User"), False)
        yield from ()

    def _map(self, entry: Any, user: Any, wanted: bool) -> None:
        """AutoMapping: who sees the mailbox in Outlook, as a link in the directory."""
        dn = one_of(self.mailboxes.directory, user).dn
        links = [one for one in entry.all("msExchDelegateListLink") if one.lower() != dn.lower()]
        after = [*links, dn] if wanted else links
        if sorted(after) != sorted(entry.all("msExchDelegateListLink")):
            self.mailboxes.write("modify", entry.dn, {"msExchDelegateListLink": after})

    def _entry(self, noun: str, call: Invocation) -> Any:
        if noun == "MailboxPermission":
            return self.mailboxes.one(call.get("Identity"))
        return one_of(self.mailboxes.directory, call.get("Identity"))

    def _user(self, identity: Any) -> str:
        if str(identity).upper() in (SELF, ADMINISTRATORS.upper()):
            return str(identity)
        try:
            entry = one_of(self.mailboxes.directory, identity)
        except CmdletError as problem:
            text = f"User or group \"{identity}\" wasn't found. Please make sure you've typed it correctly."
            raise CmdletError("ManagementObjectNotFoundException", text) from problem
        return f"ANM\\{entry.first('sAMAccountName')}"


class Health:
    """What the servers say of themselves; a test may change `stopped`, `unhealthy` and `queued`."""

    def __init__(self) -> None:
        self.stopped: set[str] = set()
        self.unhealthy: set[str] = set()
        self.queued: dict[str, int] = {"Submission": 0, "Shadow\\1": 0}

    def cmdlets(self) -> dict[str, Cmdlet]:
        """The cmdlets by name."""
        return {
            "Test-ServiceHealth": self.services,
            "Get-ServerHealth": self.monitors,
            "Get-HealthReport": self.report,
            "Get-Queue": self.queues,
            "Get-ExchangeCertificate": self.certificates,
            "Test-Mailflow": self.flow,
            "Get-MailboxDatabaseCopyStatus": self.copies,
            "Test-ReplicationHealth": self.replication,
        }

    def services(self, _call: Invocation) -> Iterator[Record]:
        """Test-ServiceHealth."""
        for role in ("Mailbox Server Role", "Client Access Server Role", "Hub Transport Server Role"):
            yield _row(
                "Microsoft.Exchange.Monitoring.ExchangeServicesStatus",
                None,
                {
                    "Role": role,
                    "RequiredServicesRunning": not self.stopped,
                    "ServicesRunning": Many([one for one in SERVICES if one not in self.stopped]),
                    "ServicesNotRunning": Many(sorted(self.stopped)),
                    "Identity": None,
                },
            )

    def monitors(self, call: Invocation) -> Iterator[Record]:
        """Get-ServerHealth."""
        for name in HEALTH_SETS:
            value = "Unhealthy" if name in self.unhealthy else "Healthy"
            yield _row(
                "Microsoft.Exchange.Management.Tasks.MonitorHealthEntry",
                f"{name}\\Monitor",
                {
                    "Server": str(call.get("Identity") or SERVER),
                    "HealthSetName": name,
                    "AlertValue": value,
                    "CurrentHealthSetState": "NotApplicable",
                    "Name": f"{name}Monitor",
                    "TargetResource": "",
                },
            )

    def report(self, call: Invocation) -> Iterator[Record]:
        """Get-HealthReport."""
        for name in HEALTH_SETS:
            value = "Unhealthy" if name in self.unhealthy else "Healthy"
            yield _row(
                "Microsoft.Exchange.Management.Tasks.ConsolidatedHealth",
                name,
                {
                    "Server": str(call.get("Identity") or SERVER),
                    "HealthSet": name,
                    "AlertValue": value,
                    "State": "Online",
                    "LastTransitionTime": datetime.now(UTC) - timedelta(days=1),
                    "MonitorCount": 1,
                },
            )

    def queues(self, _call: Invocation) -> Iterator[Record]:
        """Get-Queue."""
        for name, count in self.queued.items():
            yield _row(
                "Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo",
                f"{SERVER}\\{name}",
                {
                    "DeliveryType": "Undefined",
                    "Status": "Ready",
                    "MessageCount": count,
                    "NextHopDomain": name,
                    "LastError": "",
                    "QueueIdentity": f"{SERVER}\\{name}",
                },
            )

    def certificates(self, _call: Invocation) -> Iterator[Record]:
        """Get-ExchangeCertificate."""
        for subject, services, days in (
            ("CN=ex01.ad.anm.test", "IMAP, POP, IIS, SMTP", 300),
            ("CN=Microsoft Exchange Server Auth Certificate", "SMTP", 900),
        ):
            thumb = uuid.uuid5(uuid.NAMESPACE_DNS, subject).hex.upper()
            yield _row(
                "System.Security.Cryptography.X509Certificates.X509Certificate2",
                thumb,
                {
                    "Subject": subject,
                    "Services": services,
                    "Status": "Valid",
                    "Thumbprint": thumb,
                    "NotAfter": datetime.now(UTC) + timedelta(days=days),
                    "CertificateDomains": Many([f"ex01.{DOMAIN}"]),
                },
            )

    def flow(self, _call: Invocation) -> Iterator[Record]:
        """Test-Mailflow."""
        yield _row(
            "Microsoft.Exchange.Monitoring.MailflowTestResult",
            SERVER,
            {
                "TestMailflowResult": "Success",
                "MessageLatencyTime": "00:00:02.1000000",
                "IsRemoteTest": False,
            },
        )

    def copies(self, _call: Invocation) -> Iterator[Record]:
        """Get-MailboxDatabaseCopyStatus."""
        for name in ("DB01", "DB02", "ARKIB01"):
            yield _row(
                "Microsoft.Exchange.Management.SystemConfigurationTasks.DatabaseCopyStatusEntry",
                f"{name}\\{SERVER}",
                {
                    "Status": "Mounted",
                    "CopyQueueLength": 0,
                    "ReplayQueueLength": 0,
                    "ContentIndexState": "Healthy",
                    "Name": f"{name}\\{SERVER}",
                    "DatabaseName": name,
                },
            )

    def replication(self, _call: Invocation) -> Iterator[Record]:
        """Test-ReplicationHealth."""
        for check in ("ReplayService", "ActiveManager"):
            yield _row(
                "Microsoft.Exchange.Monitoring.ReplicationCheckOutcome",
                check,
                {
                    "Server": SERVER,
                    "Check": check,
                    "Result": "Passed",
                    "Error": "",
                },
            )


def _row(kind: str, identity: str | None, values: dict[str, Any]) -> Record:
    shown = {"Identity": identity, **values, "IsValid": True, "ObjectState": "New"}
    return Record((kind, "System.Object"), shown, identity)
