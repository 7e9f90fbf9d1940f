# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a Zimbra server says when it refuses, as exceptions.

Every fault is HTTP 500; only the code in the fault says what it means (facts of the real server, trap 9).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PolicyRefusedError,
    ProviderError,
)

MASK = "********"


class SoapFault(ProviderError):
    """A request was refused: `code` as the server gave it ("account.NO_SUCH_COS"), `reason` its sentence.

    `detail` has the arguments of the fault, for example the policy attribute that a password violates with its
    limit. Nothing in it is secret: values that were sent as secrets are masked.
    """

    def __init__(
        self,
        code: str,
        reason: str,
        *,
        request: str = "",
        place: str = "",
        detail: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.code = code
        self.reason = reason
        self.request = request
        self.place = place
        self.detail = dict(detail or {})
        more = "".join(f"; {name}: {', '.join(values)}" for name, values in self.detail.items())
        where = ": ".join(part for part in (place, request.removesuffix("Request")) if part)
        super().__init__(f"{where}{': ' if where else ''}{reason or 'refused'} ({code}{more}).")


class NotFound(SoapFault):
    """The object is not there (NO_SUCH_ACCOUNT, NO_SUCH_COS, NO_SUCH_MEMBER and their like)."""


class Exists(SoapFault):
    """The name is taken already, by an object or by somebody's alias."""


class InvalidValue(SoapFault):
    """An attribute or a value is not acceptable."""


class PolicyRefused(SoapFault, PolicyRefusedError):
    """The password policy refused; `detail` names the attribute and its limit."""


class Denied(SoapFault):
    """Our identity lacks the right."""


class LoginRefused(SoapFault, AuthenticationError):
    """Our own login was refused; it is not tried again, because failures lock administrators too (trap 11)."""


class SessionEnded(SoapFault):
    """The token is missing, ended or revoked; a new login helps."""


class Temporary(SoapFault):
    """The server cannot answer now; asking later may help."""


class NotDone(SoapFault):
    """An item of a batch that was not reached, because an earlier one failed and the batch was to stop there."""


class Throttled(Temporary):
    """The server refuses this address for too many requests a second (HTTP 429, trap 8)."""


class UnknownOutcome(ProviderError):
    """A write was sent and its answer was lost: whether it happened is not known, so it is not repeated.

    The caller reads again and decides by what is there.
    """

    def __init__(self, request: str, place: str, why: str) -> None:
        self.request = request
        self.place = place
        super().__init__(
            f"{place}: {request.removesuffix('Request')}: the answer was lost ({why}); it may or may not have "
            "happened. Read again before repeating it."
        )


#: Codes that a later try may mend, without any doubt that nothing was done yet.
NOT_STARTED = frozenset({"service.TEMPORARILY_UNAVAILABLE"})
#: Codes that a later try may mend, but a write may have been done.
BROKEN_ON_THE_WAY = frozenset({"service.PROXY_ERROR", "service.RESOURCE_UNREACHABLE"})
THROTTLED = "http.429"
_KINDS: dict[str, type[SoapFault]] = {
    "account.INVALID_PASSWORD": PolicyRefused,
    "account.PASSWORD_RECENTLY_USED": PolicyRefused,
    "account.PASSWORD_CHANGE_TOO_SOON": PolicyRefused,
    "account.PASSWORD_LOCKED": PolicyRefused,
    "account.INVALID_ATTR_NAME": InvalidValue,
    "account.INVALID_ATTR_VALUE": InvalidValue,
    "ldap.INVALID_ATTR_NAME": InvalidValue,
    "ldap.INVALID_ATTR_VALUE": InvalidValue,
    "service.INVALID_REQUEST": InvalidValue,
    "service.PERM_DENIED": Denied,
    "service.AUTH_EXPIRED": SessionEnded,
    "service.AUTH_REQUIRED": SessionEnded,
    THROTTLED: Throttled,
    **dict.fromkeys((*NOT_STARTED, *BROKEN_ON_THE_WAY), Temporary),
}


def kind_of(code: str, reason: str = "") -> type[SoapFault]:
    """The exception class for a fault code."""
    name = code.rpartition(".")[2]
    if name.startswith("NO_SUCH_"):
        return NotFound
    if name.endswith("_EXISTS") or (code == "ldap.INVALID_ATTR_VALUE" and "non-unique" in reason):
        return Exists  # the second: the wanted name is an alias of somebody
    return _KINDS.get(code, SoapFault)


def fault_of(fault: Mapping[str, Any], request: str, place: str, secrets: Iterable[str] = ()) -> SoapFault:
    """From the JSON of a SOAP fault to its exception; `secrets` are blotted out of the server's sentence."""
    error = (fault.get("Detail") or {}).get("Error") or {}
    code = str(error.get("Code") or (fault.get("Code") or {}).get("Value") or "unknown")
    reason = masked(str((fault.get("Reason") or {}).get("Text") or ""), secrets)
    detail: dict[str, list[str]] = {}
    for one in error.get("a") or ():
        value = masked(str(one.get("_content", "")), secrets)
        detail.setdefault(str(one.get("n")), []).append(value)
    return kind_of(code, reason)(code, reason, request=request, place=place, detail=detail)


def fault_from_xml(text: bytes, request: str, place: str, secrets: Iterable[str] = ()) -> SoapFault | None:
    """The fault in an XML envelope, or None when the text is something else (a page of HTML).

    Faults that arise before the server knows the wanted format come as XML, for example on a wrong port.
    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return None
    found = {"Code": "", "Text": ""}
    fault = next((node for node in root.iter() if _local(node.tag) == "Fault"), None)
    if fault is None:
        return None
    for node in fault.iter():
        local = _local(node.tag)
        if local in found and (node.text or "").strip():
            found[local] = (node.text or "").strip()
    code = found["Code"] or "unknown"
    reason = masked(found["Text"], secrets)
    return kind_of(code, reason)(code, reason, request=request, place=place)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def masked(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of the secrets."""
    for secret in sorted((one for one in secrets if one), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text
