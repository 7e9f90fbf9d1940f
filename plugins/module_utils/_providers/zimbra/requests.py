# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests that the collection sends, and what may be known of each.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_READ = re.compile(r"^(Get|Search|Count|Check|Auth|DelegateAuth|NoOp)")
#: Writes that leave the same state when they are done twice.
_SETTLING = frozenset(
    {
        "ModifyConfigRequest",
        "ModifyServerRequest",
        "ModifyDomainRequest",
        "ModifyCosRequest",
        "ModifyAccountRequest",
        "ModifyDistributionListRequest",
        "SetPasswordRequest",
        "AddDistributionListMemberRequest",
        "GrantRightRequest",
        "FlushCacheRequest",
    }
)
_SECRET_FIELDS = ("password", "newPassword", "oldPassword", "authToken", "twoFactorCode")
_SECRET_ATTRIBUTE = re.compile(
    r"(password|secret|privatekey|preauthkey|tokenkey|dkimkey|sslcakey|selfsigned|signingkey|authorizationkey"
    r"|provisioningkey|keytab|recoverycode|authtokens|tokendata)$",
    re.IGNORECASE,
)


def repeatable(request: str, body: Mapping[str, Any]) -> bool:
    """True when sending the request twice does what sending it once does."""
    if _READ.match(request):
        return True
    if request not in _SETTLING:
        return False
    # "+name" and "-name" add and drop single values: not the same twice
    return not any(str(pair.get("n", "")).startswith(("+", "-")) for pair in body.get("a") or ())


def is_secret(attribute: str) -> bool:
    """True when the attribute's value must show up nowhere."""
    return bool(_SECRET_ATTRIBUTE.search(attribute))


def secrets_of(body: Mapping[str, Any]) -> list[str]:
    """The secret values in a request, which must show up nowhere."""
    found = []
    for name in _SECRET_FIELDS:
        value = body.get(name)
        text = value.get("_content") if isinstance(value, Mapping) else value
        if isinstance(text, str) and text:
            found.append(text)
    attributes = body.get("a") or ()
    found += [str(a["_content"]) for a in attributes if is_secret(a["n"]) and a.get("_content")]
    return found
