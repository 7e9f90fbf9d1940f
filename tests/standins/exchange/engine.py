# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs pipelines: no-language mode, binding, cmdlets, and what of a cmdlet's result goes where.

A cmdlet is a function `(Invocation) -> iterable of objects`; it raises CmdletError, terminating or not, and writes
warnings through the call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from psrpcore.types import PSSecureString

from . import binder
from .clixml import Record, Rendered
from .faults import CmdletError
from .shell import Pipeline

SERVER = "EX01"
SECRET = "<secure string>"
READS = ("Get-", "Test-", "Search-")
# Cmdlets that ask before they act; over remote PowerShell nobody can answer.
ASKS = ("Remove-", "Disable-", "Dismount-", "Update-DistributionGroupMember", "Set-AdminAuditLogConfig")
AREAS = {
    "Mailbox": "RecipientTasks",
    "User": "RecipientTasks",
    "Group": "RecipientTasks",
    "Connector": "SystemConfigurationTasks",
    "Cs": "Rtc",
}
TRUNCATED = (
    "By default, only the first {0} items are returned. Use the ResultSize parameter to specify the number of items "
    'returned. To return all items, specify "-ResultSize Unlimited".'
)
DEFAULT_RESULT_SIZE = 1000


class Call(NamedTuple):
    """One cmdlet that was asked for. Secure strings are kept as SECRET."""

    cmdlet: str
    parameters: dict[str, Any]


@dataclass
class Invocation:
    """What a cmdlet function gets."""

    world: Any
    cmdlet: str
    parameters: dict[str, Any]
    user: str
    warn: Callable[[str], None]
    input: list[Any] = field(default_factory=list)

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter's value."""
        return self.parameters.get(name, default)


Cmdlet = Callable[[Invocation], Iterable[Any]]


class Secret(str):
    """The text of a secure string; it never stands in the list of calls."""

    __slots__ = ()


@dataclass
class Engine:
    """Runs cmdlets. `latency` is seconds per cmdlet ("*": any), slept before it runs.

    `roles` are the cmdlets of an account, as a role group gives them; an account that is not named may use all. What a
    caller may not use is hidden, as RBAC does it.
    """

    version: str = "2019"
    latency: dict[str, float] = field(default_factory=dict)
    cmdlets: dict[str, Cmdlet] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    audit: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def run(self, pipeline: Pipeline) -> None:
        """Run a pipeline to its end; a mistake of the stand-in itself ends it in state Failed, never silently."""
        cmdlet = ""
        try:
            for statement in pipeline.commands:
                values: list[Any] = []
                for command in statement:
                    cmdlet = command.command_text
                    values = self._command(pipeline, command, values)
                for value in values:
                    pipeline.output(value)
            pipeline.complete()
        except CmdletError as error:
            pipeline.fail(error, cmdlet, error.identity(cmdlet, SERVER, area(cmdlet)))
        except Exception as problem:
            error = CmdletError("StandInException", f"the stand-in failed: {problem!r}", terminating=True)
            pipeline.fail(error, cmdlet, error.identity(cmdlet, SERVER, area(cmdlet)))

    def _command(self, pipeline: Pipeline, command: Any, values: list[Any]) -> list[Any]:
        if command.is_script:
            text = "The syntax is not supported by this runspace. This can occur if it is in no-language mode."
            raise CmdletError("PSNotSupportedException", text, terminating=True, error_id="ScriptsNotAllowed")
        known = {one.lower(): one for one in self.cmdlets}
        name = known.get(command.command_text.lower(), "")
        if not name or not self._offers(name, pipeline):
            text = f"The term '{command.command_text}' is not recognized as the name of a cmdlet or operable program."
            raise CmdletError(
                "CommandNotFoundException",
                text,
                terminating=True,
                category="ObjectNotFound",
                error_id="CommandNotFoundException",
            )
        sent = [(key if key is None else str(key), plain(value)) for key, value in command.parameters]
        hidden = {str(key or "").removeprefix("-"): _hidden(value) for key, value in sent}
        self.calls.append(Call(name, hidden))
        pipeline.stopped.wait(self.latency.get(name, self.latency.get("*", 0.0)))
        if name not in binder.table()["cmdlets"]:
            return list(self.cmdlets[name](Invocation(self, name, dict(sent), pipeline.user, pipeline.warning, values)))
        bound = binder.bind(name, self.version, _piped(name, sent, values))
        return self._run(pipeline, name, bound)

    def _offers(self, name: str, pipeline: Pipeline) -> bool:
        """Whether there is such a cmdlet at this endpoint, in this version, for this caller."""
        if name not in binder.table()["cmdlets"]:
            return True
        # Skype's pool and Exchange's servers are different endpoints: neither knows the other's cmdlets.
        here = ("-Cs" in name) == pipeline.shell.skype
        allowed = name in self.roles.get(account(pipeline.user), {name})
        return here and allowed and binder.exists(name, self.version)

    def _run(self, pipeline: Pipeline, name: str, bound: dict[str, Any]) -> list[Any]:
        if name.startswith(ASKS) and bound.get("Confirm", True) and "Confirm" in binder.rows(name, self.version):
            text = (
                "A command that prompts the user failed because the host program or the command type does not support "
                "user interaction."
            )
            raise CmdletError(
                "HostException",
                text,
                terminating=True,
                category="NotImplemented",
                error_id="HostFunctionNotImplemented",
            )
        if bound.get("WhatIf"):
            return []
        found: list[Any] = []
        try:
            with self.lock:
                call = Invocation(self, name, bound, pipeline.user, pipeline.warning)
                found.extend(self.cmdlets[name](call))
            self._note(name, bound, pipeline.user, True)
        except CmdletError as error:
            self._note(name, bound, pipeline.user, False)
            action = str(bound.get("ErrorAction", "Continue")).lower()
            if error.terminating or action == "stop":
                raise
            if action not in ("silentlycontinue", "ignore"):
                pipeline.error(error, name, error.identity(name, SERVER, area(name)))
        return self._limited(pipeline, name, bound, found)

    def _limited(self, pipeline: Pipeline, name: str, bound: dict[str, Any], found: list[Any]) -> list[Any]:
        if "ResultSize" not in binder.rows(name, self.version):
            return found
        asked = bound.get("ResultSize")
        size = DEFAULT_RESULT_SIZE if asked is None else asked
        if size == "Unlimited" or len(found) <= int(size):
            return found
        if asked is None:
            pipeline.warning(TRUNCATED.format(size))
        return found[: int(size)]

    def _note(self, name: str, bound: dict[str, Any], user: str, good: bool) -> None:
        if not name.startswith(READS):
            shown = {key: str(_hidden(value)) for key, value in bound.items()}
            self.audit.append(
                {
                    "CmdletName": name,
                    "Caller": user,
                    "Succeeded": good,
                    "RunDate": datetime.now(UTC),
                    "ObjectModified": str(bound.get("Identity", "")),
                    "CmdletParameters": shown,
                }
            )


def _piped(name: str, sent: list[tuple[str | None, Any]], values: list[Any]) -> list[tuple[str | None, Any]]:
    """An object from the cmdlet before is the identity of this one."""
    if values and not any(key and key.lower().lstrip("-") == "identity" for key, _value in sent):
        first = values[0]
        identity = first.properties.get("DistinguishedName") or first.text if isinstance(first, Record) else first
        return [*sent, ("Identity", str(identity))]
    return sent


def account(user: str) -> str:
    """The account's short name, of DOMAIN\\name or name@domain."""
    return user.rpartition("\\")[2].partition("@")[0].lower()


def area(cmdlet: str) -> str:
    """The namespace of a cmdlet's class."""
    found = next((one for key, one in AREAS.items() if key in cmdlet), "SystemConfigurationTasks")
    return f"Microsoft.Exchange.Management.{found}"


def select_object(call: Invocation) -> Iterable[Any]:
    """Select-Object -Property and -First: the one helper of a no-language runspace that clients use."""
    names = call.get("Property")
    rows = call.input[: int(call.get("First"))] if call.get("First") else call.input
    for row in rows:
        if names is None or not isinstance(row, Record) or isinstance(row, Rendered):
            yield row
            continue
        wanted = names if isinstance(names, list) else [names]
        own = {key.lower(): key for key in row.properties}
        shown = {
            own.get(str(one).lower(), str(one)): row.properties.get(own.get(str(one).lower(), "")) for one in wanted
        }
        yield Record(
            (f"Selected.{row.types[0]}", "System.Management.Automation.PSCustomObject", "System.Object"), shown
        )


def _hidden(value: Any) -> Any:
    return SECRET if isinstance(value, Secret) else value


def plain(value: Any) -> Any:
    """A parameter's value as plain Python."""
    if isinstance(value, PSSecureString):
        return Secret(value.decrypt())
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
