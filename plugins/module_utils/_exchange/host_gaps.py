# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of a standard an Exchange organisation does not keep by its settings, each with its clauses and the reason.

Pure: what was read goes in. Nothing here is a verdict; verdicts come from the probes. Controls of the life of accounts
are not settings and are not named; those of passwords are the role ad_policy's. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import names

#: A message names so many and counts the rest.
_NAMED = 5
#: Control -> what no setting of Exchange does about it, whatever its version.
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "C-DNS": (
        "Exchange signs no mail (DKIM): a gateway in front of it has to, and SPF, DKIM and DMARC are the zone owner's",
    ),
    "C-RELAY": (
        "which connectors let strangers send to strangers is a right in Active Directory that no task changes; the "
        "probe tries it from outside",
        "whether strangers may send in the name of the own domains (ms-exch-smtp-accept-authoritative-domain-sender) "
        "is such a right as well; it is not looked at",
    ),
    "C-MSG-SIZE": (
        "limits of site links, delivery agents and foreign connectors are not looked at: smaller ones hold for mail "
        "between sites",
        "reports, journal and quarantined mail are exempt from limits (Exchange)",
    ),
    "C-ATT-SIZE": ("pictures inside a message count as attachments; mail that one of our rules makes is exempt",),
    "C-FWD": (
        "a rule that redirects (and keeps the sender) is no automatic forward to Exchange; existing forwards are "
        "reported",
    ),
    "C-QUOTA-TIER": (
        "STIG EX19-MB-000122 and -000123 ask for quotas that stop no mail; here a full mailbox refuses it, and the "
        "standard wins",
    ),
}
#: Control -> what is open while no Windows host can be reached.
WITHOUT_HOST: Mapping[str, str] = {
    "C-WEB-HTTPS": "whether every address of the web client asks for TLS (sslFlags) was not looked at: no Windows host",
    "C-MSG-SIZE": "the limits in web.config were not looked at: no Windows host",
    "C-TMP-SPACE": "temporary space and back pressure were not looked at: no Windows host",
}


def gaps(standard: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    """One sentence per gap. `seen` has `hosts` (bool), `receive_connectors`, `forwarding` (mailboxes), `host_notes`."""
    controls = standard["controls"]
    found = [(control, text) for control, texts in ALWAYS.items() for text in texts]
    if not seen["hosts"]:
        found += list(WITHOUT_HOST.items())
    found += list(_relays(seen))
    found += list(_forwards(seen))
    lines = [
        f"{control} ({', '.join(controls[control]['clauses'])}): {text}"
        for control, text in found
        if control in controls
    ]
    return [*lines, *seen.get("host_notes", ())]


def _relays(seen: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Connectors that trust whoever is in their address range."""
    trusting = [
        str(one["Identity"])
        for one in seen["receive_connectors"]
        if "externalauthoritative" in names(one.get("AuthMechanism"))
    ]
    if trusting:
        yield "C-RELAY", f"{_some(trusting)} trust everybody who connects (ExternalAuthoritative)"


def _forwards(seen: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    forwarding = [str(one["Name"]) for one in seen["forwarding"]]
    if forwarding:
        yield (
            "C-FWD",
            f"{len(forwarding)} mailbox(es) forward outside, set by an administrator: {_some(forwarding)}",
        )


def _some(shown: list[str]) -> str:
    first = ", ".join(sorted(shown)[:_NAMED])
    return f"{first} and {len(shown) - _NAMED} more" if len(shown) > _NAMED else first
