# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses of a mailbox or a group, one list on the server: one primary address, secondary ones, and others.

Set- takes the primary address or the whole list, never both; and while an address policy holds, it may overwrite them.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import Difference, Wish
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import values

LIST, PRIMARY, POLICY = "EmailAddresses", "PrimarySmtpAddress", "EmailAddressPolicyEnabled"


def policy_off(params: Mapping[str, Any]) -> dict[str, Any]:
    """The options with the address policy turned off when addresses are managed and the task does not say."""
    managed = params.get("primary_address") is not None or params.get("addresses") is not None
    if managed and params.get("address_policy") is None:
        return {**params, "address_policy": False}
    return dict(params)


def spare(wishes: list[Wish], have: Any) -> list[Wish]:
    """Let a wish for the whole list mean the secondary addresses only: primary and other kinds stay.

    Raises RefusedError when the primary address is asked for as a secondary one.
    """
    made = []
    for wish in wishes:
        if wish.row.parameter != LIST:
            made.append(wish)
            continue
        asked = [*values.listed(wish.value), *wish.add, *wish.remove]
        if any(str(one).startswith("SMTP:") for one in asked):
            raise RefusedError("addresses: SMTP: marks the primary address; use primary_address for it.")
        if wish.whole:
            kept = [one for one in values.listed(have) if not str(one).startswith("smtp:")]
            wish = replace(wish, value=[*kept, *values.listed(wish.value)])
        made.append(wish)
    return made


def joined(found: list[Difference]) -> list[Difference]:
    """The differences with the primary address in the list when both change: Set- takes them only so."""
    listed = next((one for one in found if one.row.parameter == LIST), None)
    primary = next((one for one in found if one.row.parameter == PRIMARY), None)
    if listed is None or primary is None:
        return found
    address = str(primary.sends)
    after = {values.proxy(f"SMTP:{address}"): f"SMTP:{address}"}
    for one in values.listed(listed.sends):
        prefix, _colon, rest = str(one).partition(":")
        if prefix.casefold() == "smtp" and rest.casefold() == address.casefold():
            continue
        kept = f"smtp:{rest}" if prefix == "SMTP" else str(one)
        after.setdefault(values.proxy(kept), kept)
    whole = replace(listed, after=tuple(sorted(after.values())), sends=list(after.values()))
    return [whole if one is listed else one for one in found if one is not primary]
