# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What mailboxes hold, from GetQuotaUsage: a domain at a time, whatever number of mailbox servers it is on.

GetMailbox would make a mailbox where there is none (trap 14 of the facts about Zimbra); GetQuotaUsage says 0.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

#: Accounts per page. The servers count all of them anew for every page, so few large pages are cheaper.
PAGE = 5000


def usage_of(soap: Soap, accounts: Sequence[Account]) -> dict[str, int]:
    """Bytes by zimbraId of the accounts that the server tells of; one without a mailbox holds 0.

    Raises ProviderError when no domain may be asked.
    """
    waiting = {account.id for account in accounts}
    domains = sorted({account.fields.address.rpartition("@")[2] for account in accounts})
    found: dict[str, int] = {}
    refusals = []
    for domain in domains:
        try:
            for row in quota_usage(soap, domain):
                identity, used = str(row.get("id")), str(row.get("used"))
                if identity in waiting and used.isdigit():
                    found[identity] = max(found.get(identity, 0), int(used))
        except ProviderError as error:
            refusals.append(error)
    if refusals and len(refusals) == len(domains):
        raise refusals[0]
    return found


def quota_usage(soap: Soap, domain: str, page: int = PAGE) -> Iterator[Mapping[str, Any]]:
    """A row {name, id, used, limit} in bytes for every account of a domain, on all its servers.

    A server that does not answer the one that is asked leaves its accounts out; one that does not tell its version
    gives them twice. Raises SoapFault and its kinds, and ProviderError.
    """
    offset = 0
    while True:
        fields = {
            "domain": domain,
            "allServers": "1",
            # not what a session remembers of an earlier question
            "refresh": "1",
            "limit": str(page),
            "offset": str(offset),
            "sortBy": "account",
            "sortAscending": "1",
        }
        rows = soap.call("GetQuotaUsageRequest", fields).get("account") or ()
        yield from rows
        if len(rows) < page:
            return
        offset += len(rows)
