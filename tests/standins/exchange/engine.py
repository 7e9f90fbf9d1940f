# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs pipelines: no-language mode, binding, cmdlets, and what of a cmdlet's result goes where.

A cmdlet is a function `(call) -> iterable of objects`; it raises CmdletError, terminating or not, and writes warnings
through the call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from psrpcore.types import PSSecureString

from .faults import CmdletError
from .shell import Pipeline

SERVER = "EX01"
AREA = "Microsoft.Exchange.Management"
DEFAULT_RESULT_SIZE = 1000


class Call(NamedTuple):
    """One cmdlet that was asked for. Secure strings are kept as `SECRET`."""

    cmdlet: str
    parameters: dict[str, Any]


SECRET = "<secure string>"


@dataclass
class Invocation:
    """What a cmdlet function gets."""

    world: World
    cmdlet: str
    parameters: dict[str, Any]
    user: str
    warn: Callable[[str], None]
    input: list[Any] = field(default_factory=list)

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter's value."""
        return self.parameters.get(name, default)


Cmdlet = Callable[[Invocation], Iterable[Any]]


@dataclass
class World:
    """One Exchange organisation. `latency` is seconds per cmdlet ("*": any), slept before it runs."""

    version: str = "2019"
    latency: dict[str, float] = field(default_factory=dict)
    cmdlets: dict[str, Cmdlet] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        from .mailbox import Mailboxes  # it needs the names above

        self.cmdlets = {**Mailboxes().cmdlets(), **self.cmdlets}

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
            pipeline.fail(error, cmdlet, error.identity(cmdlet, SERVER, AREA))
        except Exception as problem:
            error = CmdletError("StandInException", f"the stand-in failed: {problem!r}", terminating=True)
            pipeline.fail(error, cmdlet, error.identity(cmdlet, SERVER, AREA))

    def _command(self, pipeline: Pipeline, command: Any, values: list[Any]) -> list[Any]:
        name = command.command_text
        if command.is_script:
            text = (
                "The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode."
            )
            raise CmdletError("PSNotSupportedException", text, terminating=True, error_id="ScriptsNotAllowed")
        known = {one.lower(): one for one in self.cmdlets}
        if name.lower() not in known:
            text = f"The term '{name}' is not recognized as the name of a cmdlet, function or operable program."
            raise CmdletError(
                "CommandNotFoundException",
                text,
                terminating=True,
                category="ObjectNotFound",
                error_id="CommandNotFoundException",
            )
        name = known[name.lower()]
        parameters = {str(key).removeprefix("-"): plain(value) for key, value in command.parameters}
        hidden = {key: SECRET if isinstance(value, Secret) else value for key, value in parameters.items()}
        self.calls.append(Call(name, hidden))
        pipeline.stopped.wait(self.latency.get(name, self.latency.get("*", 0.0)))
        call = Invocation(self, name, parameters, pipeline.user, pipeline.warning, values)
        found: list[Any] = []
        try:
            with self.lock:
                found.extend(self.cmdlets[name](call))
        except CmdletError as error:
            if error.terminating:
                raise
            pipeline.error(error, name, error.identity(name, SERVER, AREA))
        return found


class Secret(str):
    """The text of a secure string; it never stands in `World.calls`."""

    __slots__ = ()


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
    return bool(value) if type(value).__name__ == "PSBool" else value
