# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which attributes hold secrets, so that no result, diff or message ever shows their values.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Shown instead of a secret value.
HIDDEN = "(hidden)"
#: What the server sends instead of values that it gives to nobody.
BLOCKED = "VALUE-BLOCKED"

#: Ends of names: passwords, private keys, keys that sign tokens, secrets of other services.
_SECRET = re.compile(
    r"(?:password|passphrase|privatekey|dkimkey|secret|scratchcodes|trusteddevices|preauthkey|tokenkey|signingkey"
    r"|cakey|provisioningkey|authorizationkey|dialbackkey|oauthtoken|refreshtoken|codeforemail)$",
    re.IGNORECASE,
)
#: Switches and references whose names end like a secret's.
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
    return attribute.lower() not in _HARMLESS and bool(_SECRET.search(attribute))


def shown(attribute: str, values: Sequence[str]) -> list[str]:
    """The values as results and diffs may carry them."""
    return [HIDDEN] if values and secret(attribute) else list(values)
