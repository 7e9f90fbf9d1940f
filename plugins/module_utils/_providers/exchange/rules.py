# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules about calls that no table of parameters tells.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import values
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import Cmdlet
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.pipe import Secret

#: parameter, what is wrong, what to do instead.
Broken = tuple[str, str, str]
IDENTITY = "Identity"
_GUID = re.compile(r"^\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?$")
_DN = re.compile(r"^(CN|OU|DC)=.+,DC=.+$", re.IGNORECASE)
_READS = ("Get-", "Test-", "Search-")
#: Cmdlets whose Identity has a form of its own: the mailbox's alias and the request's name.
_BY_NAME = frozenset({"Remove-MailboxExportRequest"})
_LONGEST: Mapping[str, int] = {
    "Alias": 64,
    "Name": 64,
    "RejectMessageReasonText": 256,
    "PrependSubject": 128,
}
QUOTAS = ("IssueWarningQuota", "ProhibitSendQuota", "ProhibitSendReceiveQuota")


def is_secret(value: Any) -> bool:
    """Whether a value travels encrypted."""
    return isinstance(value, Secret)


def broken(row: Cmdlet, given: Mapping[str, Any]) -> Iterable[Broken]:
    """Every rule that a call breaks."""
    yield from _identities(row, given)
    yield from _lengths(given)
    yield from _words(row, given)
    if not row.name.startswith(_READS):
        yield from out_of_order(given)
        for rule in _OWN.get(row.name, ()):
            yield from rule(given)


def _identities(row: Cmdlet, given: Mapping[str, Any]) -> Iterable[Broken]:
    """An empty identity, or one with a wildcard, may mean every object there is."""
    for name, value in given.items():
        known = row.parameters.get(name)
        if known is None or ("IdParameter" not in known.type and name != IDENTITY):
            continue
        if name == IDENTITY and values.is_unset(value):
            yield name, "is empty, which means every object", "Name one object, or leave it out to list them all"
            continue
        for single in values.listed(value):
            text = str(single)
            if not text.strip():
                yield name, "has an empty name in it", "Name an object"
            elif "*" in text or "?" in text:
                yield name, "has a wildcard in it, which may mean many objects", "Name one object"
    identity = given.get(IDENTITY)
    if row.name.startswith(_READS) or row.name in _BY_NAME or values.is_unset(identity):
        return
    if not _GUID.match(str(identity)) and not _DN.match(str(identity)):
        yield (
            IDENTITY,
            "is a name, which another object may get between reading and writing",
            "Give the GUID or the DN of the object that was read",
        )


def _lengths(given: Mapping[str, Any]) -> Iterable[Broken]:
    for name, most in _LONGEST.items():
        length = len(str(given.get(name) or ""))
        if length > most:
            yield name, f"has {length} characters, more than {most}", "Write a shorter one"


def _words(row: Cmdlet, given: Mapping[str, Any]) -> Iterable[Broken]:
    for name, value in given.items():
        known = row.parameters.get(name)
        if known is None or known.type != "Word[]":
            continue
        for word in values.listed(value):
            if not 0 < len(str(word)) <= 128 or str(word) != str(word).strip():
                yield name, "has a word that is empty, over 128 characters, or with blanks at its ends", "Mend the word"


def out_of_order(given: Mapping[str, Any]) -> Iterable[Broken]:
    """IssueWarning <= ProhibitSend <= ProhibitSendReceive, as far as they are given."""
    found = [(name, given[name]) for name in QUOTAS if given.get(name) is not None]
    try:
        sizes = [(name, values.size_bytes(value)) for name, value in found]
    except ValueError:
        return  # said already by the parameter's own check
    for (low_name, low), (high_name, high) in pairwise(sizes):
        if high is not None and (low is None or low > high):
            yield high_name, f"is less than {low_name}", "Raise it, or lower the other"


def _addresses_alone(given: Mapping[str, Any]) -> Iterable[Broken]:
    if "EmailAddresses" in given and "PrimarySmtpAddress" in given:
        yield "PrimarySmtpAddress", "cannot be given with EmailAddresses", "Mark the primary one as SMTP: in the list"


def _addresses_without_policy(given: Mapping[str, Any]) -> Iterable[Broken]:
    if given.get("EmailAddressPolicyEnabled") is True and "PrimarySmtpAddress" in given:
        yield "PrimarySmtpAddress", "turns the address policy off", "Leave one of the two out"


def _no_cloud(given: Mapping[str, Any]) -> Iterable[Broken]:
    if "AccountDisabled" in given:
        yield "AccountDisabled", "works in the cloud service only", "Disable the account in Active Directory"


def _one_address_space(given: Mapping[str, Any]) -> Iterable[Broken]:
    if given.get("DNSRoutingEnabled") is True and not values.is_unset(given.get("SmartHosts")):
        yield "DNSRoutingEnabled", "cannot be true with SmartHosts", "Choose one way"


_OWN: Mapping[str, tuple[Callable[[Mapping[str, Any]], Iterable[Broken]], ...]] = {
    "Set-Mailbox": (_addresses_alone, _addresses_without_policy, _no_cloud),
    "Set-DistributionGroup": (_addresses_alone, _addresses_without_policy),
    "Enable-Mailbox": (_no_cloud,),
    "New-SendConnector": (_one_address_space,),
    "Set-SendConnector": (_one_address_space,),
}
