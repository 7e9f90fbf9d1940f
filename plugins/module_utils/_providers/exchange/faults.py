# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong between us and an Exchange endpoint, as exceptions.

Branch on `kind`, the short name of the exception that the server names: its sentences are in the server's language.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

MASK = "(hidden)"
#: WSMan faults: no answer within the operation's time (asked again by the client), and a shell that is gone.
SHELL_NOT_FOUND = 2150858843
_REQUEST_ID = re.compile(r"RequestId=([0-9a-fA-F-]{36})")
_FAILURE = re.compile(r"FailureCategory=(?:Cmdlet-)?(\w+)")
_TOO_MANY = re.compile(r"MaxConcurrency|maximum number of connections", re.IGNORECASE)


class ExchangeFault(ProviderError):
    """A cmdlet was refused, terminating or not.

    `kind` is the short name of the server's exception (ManagementObjectNotFoundException), `request_id` what support
    asks for, "" when the server gave none.
    """

    def __init__(self, kind: str, cmdlet: str, message: str, request_id: str = "", place: str = "") -> None:
        self.kind, self.cmdlet, self.message, self.request_id, self.place = kind, cmdlet, message, request_id, place
        where = f"{place}: " if place else ""
        ticket = f", request {request_id}" if request_id else ""
        super().__init__(f"{where}{cmdlet}: {message.strip() or 'refused'} ({kind}{ticket})")


class NotFound(ExchangeFault):
    """The object is not there."""


class Exists(ExchangeFault):
    """The name or an address is taken already."""


class Refused(ExchangeFault):
    """The server has no such cmdlet or parameter for us: a role is missing (RBAC hides what may not be used)."""


class Throttled(ProviderError):
    """The server opens no further runspace for this user now; asking later, or with fewer workers, helps."""


class ShellLost(ProviderError):
    """The server has forgotten our session (its application pool was recycled); a new one helps."""


class UnknownOutcome(ProviderError):
    """A write was sent and its answer was lost: whether it happened is not known, so it is not repeated.

    The caller reads again and decides by what is there.
    """

    def __init__(self, cmdlet: str, place: str, why: str) -> None:
        self.cmdlet, self.place = cmdlet, place
        super().__init__(
            f"{place}: {cmdlet}: the answer was lost ({why}); it may or may not have happened. Read again before "
            "repeating it."
        )


_KINDS: dict[str, type[ExchangeFault]] = {
    "ManagementObjectNotFoundException": NotFound,
    "MapiObjectNotFoundException": NotFound,
    "ADObjectAlreadyExistsException": Exists,
    "ADObjectEntryAlreadyExistsException": Exists,
    "ProxyAddressExistsException": Exists,
    "WLCDManagedMemberExistsException": Exists,
    "MemberAlreadyExistsException": Exists,
    "CommandNotFoundException": Refused,
    "ParameterBindingException": Refused,
}


def fault_of(record: Any, cmdlet: str, place: str, secrets: Iterable[str] = ()) -> ExchangeFault:
    """From an error record of the client library to its exception; `secrets` are blotted out of the sentence."""
    full = str(getattr(record, "fq_error", "") or "")
    failure, request = _FAILURE.search(full), _REQUEST_ID.search(full)
    kind = str(getattr(record, "reason", "") or "") or (failure[1] if failure else full.partition(",")[0]) or "unknown"
    message = masked(_sentence(record), secrets)
    return _KINDS.get(kind, ExchangeFault)(kind, cmdlet, message, request[1] if request else "", place)


def _sentence(record: Any) -> str:
    properties = getattr(getattr(record, "exception", None), "adapted_properties", None) or {}
    return str(getattr(record, "details_message", None) or properties.get("Message") or record)


def masked(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of the secrets."""
    for secret in sorted((one for one in secrets if one), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def too_many(text: str) -> bool:
    """Whether the server's sentence says that this user has too many runspaces open."""
    return bool(_TOO_MANY.search(text))
