# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the endpoint says when something is wrong: faults of WSMan and error records of cmdlets."""

from __future__ import annotations

import uuid
import zlib
from datetime import UTC, datetime

# Codes of WSMan faults that clients act on (MS-WSMV, winerror.h).
OPERATION_TIMEOUT = 2150858793
SHELL_NOT_FOUND = 2150858843
NO_SUCH_RESOURCE = 2150858811
# Exchange's own refusal of one more runspace. Clients can go by its text only; the code is that of a failed open.
OPEN_FAILED = 2150858819

MAX_RUNSPACES = 18


class WSManFault(Exception):
    """A SOAP fault; `code` is one of the numbers above."""

    def __init__(self, code: int, subcode: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.subcode = subcode


def timed_out() -> WSManFault:
    """No output within the client's operation timeout: the client asks again."""
    text = "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.  "
    return WSManFault(OPERATION_TIMEOUT, "wsman:TimedOut", text)


def shell_not_found(shell: str) -> WSManFault:
    """The shell is gone: closed, timed out, or lost with a recycled process."""
    text = f"The request for the Windows Remote Shell with ShellId {shell} failed because the shell was not found."
    return WSManFault(SHELL_NOT_FOUND, "wsman:InvalidSelectors", text)


def no_such_resource(uri: str) -> WSManFault:
    """A configuration name that the endpoint does not have."""
    text = f"The WS-Management service cannot process the request. The resource URI ({uri}) was not found."
    return WSManFault(NO_SUCH_RESOURCE, "wsa:DestinationUnreachable", text)


def too_many_runspaces(limit: int = MAX_RUNSPACES) -> WSManFault:
    """PowerShellMaxConcurrency of the throttling policy is used up."""
    text = (
        f"[AuthZRequestId={uuid.uuid4()}][FailureCategory=AuthZ-AuthorizationException] Fail to create a runspace "
        f"because you have exceeded the maximum number of connections allowed : {limit} for the policy party : "
        "MaxConcurrency. Please close existing runspace and try again."
    )
    return WSManFault(OPEN_FAILED, "wsman:QuotaLimit", text)


class CmdletError(Exception):
    """An error record.

    Args:
        reason: short name of the exception; what a client may branch on.
        text: the message for people.
        terminating: ends the pipeline; otherwise the cmdlet goes on with its next object.
        category: PowerShell's error category.
        error_id: the last part of FullyQualifiedErrorId when the error comes from PowerShell's binder and not from
            the cmdlet; such errors carry no request id.
    """

    def __init__(
        self,
        reason: str,
        text: str,
        *,
        terminating: bool = False,
        category: str = "NotSpecified",
        error_id: str | None = None,
    ) -> None:
        super().__init__(text)
        self.reason = reason
        self.text = text
        self.terminating = terminating
        self.category = category
        self.error_id = error_id

    def identity(self, cmdlet: str, server: str, area: str) -> str:
        """FullyQualifiedErrorId, in the shape that Exchange or PowerShell gives it."""
        if self.error_id == "CommandNotFoundException":
            return self.error_id
        if self.error_id is not None:
            return f"{self.error_id},{area}.{cmdlet.replace('-', '')}"
        now = datetime.now(UTC)
        stamp = f"{now.month}/{now.day}/{now.year} {now.hour % 12 or 12}:{now:%M:%S} {now:%p}"
        digest = f"{zlib.crc32(f'{cmdlet}{self.reason}'.encode()):08X}"
        return (
            f"[Server={server},RequestId={uuid.uuid4()},TimeStamp={stamp}] "
            f"[FailureCategory=Cmdlet-{self.reason}] {digest},{area}.{cmdlet.replace('-', '')}"
        )


def not_found(identity: object, server: str) -> CmdletError:
    """An identity that names nothing. Not terminating: the next identity of a pipeline is tried."""
    text = f"The operation couldn't be performed because object '{identity}' couldn't be found on '{server}'."
    return CmdletError("ManagementObjectNotFoundException", text)
