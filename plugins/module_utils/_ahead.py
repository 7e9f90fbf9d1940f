# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server is read while the forms are.

Reading and decoding 100,000 accounts takes two thirds of a run with nothing to do, and needs nothing from the forms. A
helper process does it from the beginning, and hands the accounts over as plain tuples, which cost a tenth of what
decoding them does. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import marshal
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO, Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.spread import cores
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Directory, Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider
from ansible_collections.rasmi.mail.plugins.module_utils._standard import errors

#: Accounts per message.
_CHUNK = 1000
_LENGTH = 8
#: Kinds of messages: what is known before the accounts, some accounts, the end, an error of ours.
_HEAD, _ROWS, _END, _ERROR = "head", "rows", "end", "error"

#: Gives the directory, whose accounts are a stream, and the verbs that the platform can do.
Take = Callable[[], tuple[Directory, frozenset[str]]]


@contextmanager
def read_ahead(connect: Callable[[], Provider]) -> Iterator[Take]:
    """Begin to read the server that `connect` opens; the function given raises what reading raised, when asked.

    Leaving the context ends the helper. A helper that ended before its answer was whole is a PartialAnswerError; one
    that never came to answer (a library is missing) leaves the reading, and its exception, to this process.
    """
    with ExitStack() as stack:

        def here() -> tuple[Directory, frozenset[str]]:
            provider = stack.enter_context(connect())
            return provider.read(), provider.capabilities.verbs

        if cores() == 1:
            yield here
            return
        source = stack.enter_context(_helper(connect))

        def there() -> tuple[Directory, frozenset[str]]:
            head = _receive(source)
            if head is None:
                return here()
            _kind, platform, groups, generation, verbs = head
            directory = Directory(platform, [], groups, generation)
            directory.accounts = _accounts(source, directory)
            return directory, frozenset(verbs)

        yield there


@contextmanager
def _helper(connect: Callable[[], Provider]) -> Iterator[IO[bytes]]:
    pipe, sink = os.pipe()
    process = os.fork()
    if not process:
        with suppress(BaseException):  # the parent sees that the end is missing
            os.close(pipe)
            _serve(connect, _Outlet(sink))
        os._exit(0)
    os.close(sink)
    try:
        with open(pipe, "rb") as source:
            yield source
    finally:
        # The pipe is closed: a helper that still has something to say ends with its next word.
        os.waitpid(process, 0)


def _serve(connect: Callable[[], Provider], out: _Outlet) -> None:
    try:
        with connect() as provider:
            directory = provider.read()
            verbs = sorted(provider.capabilities.verbs)
            out.put((_HEAD, directory.platform, dict(directory.groups), directory.generation, verbs))
            rows: list[tuple[Any, ...]] = []
            for account in directory.accounts:
                rows.append((account[0], tuple(account[1]), *account[2:]))
                if len(rows) == _CHUNK:
                    out.put((_ROWS, rows))
                    rows = []
            out.put((_ROWS, rows))
            whole = (directory.generation, directory.complete, directory.entitlements)
            out.put((_END, dict(directory.groups), *whole))
    except errors.RasmiError as error:
        out.put((_ERROR, type(error).__name__, str(error)))
    out.finish()


class _Outlet:
    """The helper's end of the pipe. While the parent is busy with forms, messages wait here and reading goes on."""

    def __init__(self, sink: int) -> None:
        self._sink = sink
        self._waiting: deque[memoryview] = deque()
        os.set_blocking(sink, False)

    def put(self, message: tuple[Any, ...]) -> None:
        data = marshal.dumps(message)
        self._waiting.append(memoryview(len(data).to_bytes(_LENGTH, "big") + data))
        with suppress(BlockingIOError):
            self._write()

    def finish(self) -> None:
        os.set_blocking(self._sink, True)
        self._write()

    def _write(self) -> None:
        while self._waiting:
            first = self._waiting[0]
            written = os.write(self._sink, first)
            if written == len(first):
                self._waiting.popleft()
            else:
                self._waiting[0] = first[written:]


def _receive(source: IO[bytes]) -> Any:
    """The next message, None when the helper has ended. Raises the error that the helper met."""
    head = source.read(_LENGTH)
    size = int.from_bytes(head, "big")
    data = source.read(size) if len(head) == _LENGTH else b""
    if not data or len(data) < size:
        return None
    message = marshal.loads(data)
    if message[0] == _ERROR:
        _kind, name, text = message
        raise getattr(errors, name, errors.ProviderError)(text)
    return message


def _accounts(source: IO[bytes], directory: Directory) -> Iterator[Account]:
    """The accounts as they come; `directory` is what the provider said it is when they end."""
    make, fields_of = Account._make, Fields._make
    while True:
        message = _receive(source)
        if message is None:
            raise errors.PartialAnswerError("The process that read the server ended before its answer was whole.")
        if message[0] == _END:
            _kind, directory.groups, directory.generation, directory.complete, directory.entitlements = message
            return
        for row in message[1]:
            yield make((row[0], fields_of(row[1]), *row[2:]))
