# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts or distribution lists that a filter finds, with values of their own.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.masking import shown

TYPES = {"account": "accounts", "distribution_list": "distributionlists"}


def find(params: Mapping[str, Any]) -> dict[str, Any]:
    """Search as the task asks: `count` of what matches, and the first `limit` of them (all with 0).

    Raises PartialAnswerError when nothing was found by an identity that does not even see accounts: what it cannot see
    would pass for what is not there (trap 7).
    """
    types, query, domain = TYPES[params["type"]], params["filter"], params.get("domain") or ""
    attrs = params["attributes"] or ["zimbraId"]
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        if params["count_only"]:
            number = soap.count(types, query, domain)
            entries = []
        else:
            entries = list(soap.search(types, query, attrs, domain=domain, may_be_empty=True))
            number = len(entries)
        # We are an account ourselves: no account at all means that none is shown.
        if not number and not soap.count("accounts", ""):
            raise PartialAnswerError(
                f"{soap.target.place}: {soap.target.user} is shown no account at all; it lacks the right listAccount."
            )
    found = [
        {
            "name": entry.name,
            "id": entry.id,
            "attributes": {name: shown(name, values) for name, values in sorted(entry.attrs.items())},
        }
        for entry in entries[: params["limit"] or None]
    ]
    return {"count": number, "found": found}
