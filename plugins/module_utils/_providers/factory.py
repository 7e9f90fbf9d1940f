# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the name of a platform to its provider.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider, Scope
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError


def open_provider(
    platform: str, options: Mapping[str, Any], scope: Scope | None = None, used: Mapping[str, int] | None = None
) -> Provider:
    """A connected provider; `options` is the module option of the platform's own name (its connection).

    `used` is what the server told elsewhere about its mailboxes (`ReferenceProvider`); other platforms ask themselves.

    Raises ProviderError for an unknown platform or a server that cannot be reached, AuthenticationError when it does
    not let us in.
    """
    if platform == "reference":
        from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.client import Target
        from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.provider import ReferenceProvider

        return ReferenceProvider(Target.from_options(options), scope, used)
    if platform == "zimbra":
        from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.provider import ZimbraProvider
        from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget

        return ZimbraProvider(ZimbraTarget.from_options(options), scope)
    if platform == "exchange":
        from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.provider import (
            ExchangeProvider,
            ExchangeTarget,
        )

        return ExchangeProvider(ExchangeTarget.from_options(options), scope)
    raise ProviderError(f"platform {platform!r} is not known; write reference, zimbra or exchange.")
