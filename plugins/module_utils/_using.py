# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What mailboxes hold, asked of the server at the moment when a plan has to know: when a quota would shrink.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError


class Use:
    """The `usage` of a plan: one connection of its own, opened by the first question.

    `params` are the options of account_plan. After the plan `unmeasured` has the addresses that the server was asked
    about and told nothing of; `said` why, where it refused: those accounts are unknown, and the plan asks about them.
    """

    def __init__(self, params: Mapping[str, Any]) -> None:
        self._platform = params["platform"]
        self._options = params.get(self._platform) or {}
        self._used = used_of(params.get("used") or {})
        self.unmeasured: list[str] = []
        self.said: list[str] = []

    def __call__(self, accounts: Sequence[Account]) -> Mapping[str, int]:
        found: Mapping[str, int] = {}
        try:
            with open_provider(self._platform, self._options, used=self._used) as provider:
                found = provider.usage(accounts)
        except ProviderError as error:
            self.said.append(f"What {len(accounts)} mailbox(es) hold could not be read: {error}")
        self.unmeasured = sorted(account.fields.address for account in accounts if account.id not in found)
        return found


def used_of(given: Mapping[str, Any]) -> dict[str, int]:
    """Bytes by address in lower case. Raises RasmiError for what is not a number of bytes."""
    found = {}
    for address, number in given.items():
        if not str(number).isdigit():
            raise RasmiError(f"used: {address}: {number!r} is not a number of bytes.")
        found[str(address).lower()] = int(number)
    return found
