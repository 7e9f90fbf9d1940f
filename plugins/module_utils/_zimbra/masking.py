# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which attributes hold secrets, so that no result, diff or message ever shows their values.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.requests import is_secret

#: Shown instead of a secret value.
HIDDEN = "(hidden)"
#: The same beside it, when the two differ.
HIDDEN_NEW = "(hidden, another)"
#: What the server sends instead of values that it gives to nobody.
BLOCKED = "VALUE-BLOCKED"

#: What the server gives to nobody, besides what the client already keeps out of its messages.
_MORE = re.compile(
    r"(?:passphrase|scratchcodes|trusteddevices|oauthtoken|refreshtoken|codeforemail|cakey|dialbackkey)$", re.IGNORECASE
)
#: Switches and numbers whose names end like a secret's.
_HARMLESS = frozenset(
    {
        "zimbratwofactorauthnumscratchcodes",
        "zimbrachatallowunencryptedpassword",
        "zimbrafeatureallowusernameinpassword",
        "zimbramobilepolicyallowsimpledevicepassword",
    }
)


def secret(attribute: str) -> bool:
    """True when the values of `attribute` are secrets."""
    if attribute.lower() in _HARMLESS:
        return False
    return is_secret(attribute) or bool(_MORE.search(attribute))


def shown(attribute: str, values: Sequence[str], hidden: str = HIDDEN) -> list[str]:
    """The values as results and diffs may carry them; `hidden` stands for a secret."""
    return [hidden] if values and secret(attribute) else list(values)
