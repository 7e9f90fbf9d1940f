# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One shell of the endpoint: a runspace pool with its pipelines, spoken by psrpcore.

psrpcore keeps one buffer for all pipelines of a pool. It is emptied after each step and sorted into one queue per
command, because a Receive asks for one command and must not get what belongs to another.
"""

from __future__ import annotations

import threading
import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from psrpcore import CreatePipelineEvent, PSRPPayload, ServerPipeline, ServerRunspacePool, StreamType
from psrpcore._payload import PSRPMessage, create_message
from psrpcore.types import (
    ErrorCategory,
    ErrorCategoryInfo,
    ErrorRecord,
    NETException,
    PSInvocationState,
    PSRPMessageType,
)

from . import clixml
from .faults import CmdletError

FRAGMENT = 32 * 1024
Run = Callable[["Pipeline"], None]


class Pipeline:
    """What a cmdlet writes to: output, records, and whether the client has stopped it."""

    def __init__(self, shell: Shell, core: ServerPipeline, user: str) -> None:
        self.shell = shell
        self.core = core
        self.user = user
        self.stopped = threading.Event()

    @property
    def commands(self) -> list[list[Any]]:
        """The statements that the client sent, each a list of commands."""
        statements: list[list[Any]] = [[]]
        for command in getattr(self.core.metadata, "commands", []):
            statements[-1].append(command)
            if command.end_of_statement:
                statements.append([])
        return [one for one in statements if one]

    def output(self, value: Any) -> None:
        """One object, a clixml.Record or a plain value."""
        self._write(PSRPMessageType.PipelineOutput, clixml.render(value))

    def error(self, error: CmdletError, cmdlet: str, identity: str) -> None:
        """An error record that does not end the pipeline."""
        with self.shell.lock:
            if self.core.state == PSInvocationState.Running:
                self.core.prepare_message(_record(error, cmdlet, identity), PSRPMessageType.ErrorRecord)
                self.shell.sort()

    def warning(self, text: str) -> None:
        """A warning record."""
        self._on_core(lambda: self.core.write_warning(text))

    def verbose(self, text: str) -> None:
        """A verbose record."""
        self._on_core(lambda: self.core.write_verbose(text))

    def progress(self, activity: str, percent: int) -> None:
        """A progress record."""
        self._on_core(lambda: self.core.write_progress(activity, 0, activity, percent_complete=percent))

    def complete(self) -> None:
        """The pipeline has run to its end."""
        self._on_core(self.core.complete, done=True)

    def fail(self, error: CmdletError, cmdlet: str, identity: str) -> None:
        """A terminating error: the state of the pipeline carries it."""
        record = _record(error, cmdlet, identity)
        self._on_core(lambda: self.core._change_state(PSInvocationState.Failed, error=record), done=True)

    def stop(self) -> None:
        """The client has sent Ctrl-C."""
        self.stopped.set()
        self._on_core(self.core.stop, done=True)

    def _on_core(self, step: Callable[[], None], done: bool = False) -> None:
        with self.shell.lock:
            if self.core.state == PSInvocationState.Running:
                step()
            if done:
                self.shell.done.add(self.core.pipeline_id)
            self.shell.sort()

    def _write(self, kind: PSRPMessageType, xml: bytes) -> None:
        pool = self.shell.pool
        with self.shell.lock:
            if self.core.state != PSInvocationState.Running:
                return
            body = create_message(False, kind, xml, pool.runspace_pool_id, self.core.pipeline_id)
            number = pool._fragment_counter
            pool._send_buffer.append(
                PSRPMessage(kind, bytearray(body), pool.runspace_pool_id, self.core.pipeline_id, number)
            )
            self.shell.sort()


class _Category(ErrorCategoryInfo):
    """Written as PowerShell writes it, with a colon, which psrpcore leaves out."""

    def __str__(self) -> str:
        return f"{self.Category.name}: (:) [{self.Activity}], {self.Reason}"


def _record(error: CmdletError, cmdlet: str, identity: str) -> ErrorRecord:
    exception = NETException(Message=error.text, HResult=-2146233088)
    exception.PSObject.type_names = [
        f"Microsoft.Exchange.Configuration.Tasks.{error.reason}",
        *exception.PSObject.type_names,
    ]
    category = _Category(
        Category=getattr(ErrorCategory, error.category),
        Activity=cmdlet,
        Reason=error.reason,
        TargetName="",
        TargetType="",
    )
    return ErrorRecord(Exception=exception, CategoryInfo=category, FullyQualifiedErrorId=identity)


class Shell:
    """A runspace pool. All methods may be called by several threads."""

    def __init__(self, shell_id: str, user: str, run: Run, skype: bool = False) -> None:
        self.id = shell_id
        self.skype = skype
        self.user = user
        self.run = run
        self.pool = ServerRunspacePool()
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.queues: dict[uuid.UUID | None, bytearray] = defaultdict(bytearray)
        self.done: set[uuid.UUID] = set()
        self.pipelines: dict[uuid.UUID, Pipeline] = {}
        self.closed = False

    def feed(self, data: bytes, command: uuid.UUID | None = None) -> None:
        """Take fragments from the client; a pipeline starts as soon as it is there in whole."""
        with self.lock:
            self.pool.receive_data(PSRPPayload(data, StreamType.default, command))
            while (event := self.pool.next_event()) is not None:
                if isinstance(event, CreatePipelineEvent):
                    self._start(event.pipeline_id)
            self.sort()

    def create(self, command: uuid.UUID) -> None:
        """Make room for a command before its first fragment is read: psrpcore wants the pipeline to exist."""
        with self.lock:
            core = ServerPipeline(self.pool, command)
            self.pipelines[command] = Pipeline(self, core, self.user)

    def receive(self, command: uuid.UUID | None, timeout: float) -> tuple[bytes, bool] | None:
        """What there is for a command (None: for the pool) and whether it has ended; None when nothing came in time."""
        with self.changed:
            if not self.changed.wait_for(lambda: self._ready(command), timeout):
                return None
            data = bytes(self.queues.pop(command, b""))
            return data, command in self.done

    def signal(self, command: uuid.UUID, stop: bool) -> None:
        """Stop a running command, or forget an ended one."""
        pipeline = self.pipelines.get(command)
        if pipeline is None:
            return
        pipeline.stopped.set()
        if stop:
            pipeline.stop()
            return
        with self.lock:
            self.pipelines.pop(command, None)
            self.queues.pop(command, None)
            self.done.discard(command)
            self.pool.pipeline_table.pop(command, None)

    def close(self) -> None:
        """End everything; who waits for output is told that the shell is gone."""
        with self.changed:
            self.closed = True
            for pipeline in self.pipelines.values():
                pipeline.stopped.set()
            self.changed.notify_all()

    def sort(self) -> None:
        """Move what psrpcore wants to send into the queues. The caller holds the lock."""
        while (payload := self.pool.data_to_send(FRAGMENT)) is not None:
            self.queues[payload.pipeline_id] += payload.data
        self.changed.notify_all()

    def _ready(self, command: uuid.UUID | None) -> bool:
        return self.closed or bool(self.queues.get(command)) or command in self.done

    def _start(self, command: uuid.UUID) -> None:
        pipeline = self.pipelines[command]
        pipeline.core.start()
        threading.Thread(target=self.run, args=(pipeline,), daemon=True).start()
