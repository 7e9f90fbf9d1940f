# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that is read ahead gives what reading it here gives, or an error; never a part that passes for the whole."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _ahead
from ansible_collections.rasmi.mail.plugins.module_utils._ahead import read_ahead
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Directory, Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PartialAnswerError,
)

PEOPLE = [
    Account(
        f"id-{number}",
        Fields(f"K-{number}", f"a{number}@kelantan.gov.my", "Ali", groups=("g@x.my",)),
        True,
        entitlements=("bmt",),
    )
    for number in range(25)
]


class Server(FakeProvider):
    """Counts to `end` accounts, then does what `then` does, in the process that reads."""

    def __init__(self, end: int = 25, then: object = None, complete: bool = True) -> None:
        super().__init__(FakeServer())
        self._end, self._then, self._complete = end, then, complete

    def read(self) -> Directory:
        found = Directory("fake", [], {"g@x.my": True}, 7)

        def accounts() -> Iterator[Account]:
            yield from PEOPLE[: self._end]
            if callable(self._then):
                self._then()
            found.complete, found.entitlements = self._complete, True

        found.accounts = accounts()
        return found


@pytest.fixture(autouse=True, params=[1, 2])
def _processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(_ahead, "cores", lambda: request.param)
    monkeypatch.setattr(_ahead, "_CHUNK", 10)
    return int(request.param)


def nobody_is_left() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_directory_is_the_same() -> None:
    with read_ahead(Server) as take:
        directory, verbs = take()
        assert list(directory.accounts) == PEOPLE
        assert (directory.platform, directory.groups, directory.generation) == ("fake", {"g@x.my": True}, 7)
        assert directory.entitlements
        assert directory.complete and verbs == FakeProvider.capabilities.verbs
    nobody_is_left()


def test_an_answer_that_was_not_whole_is_not_called_whole() -> None:
    with read_ahead(lambda: Server(complete=False)) as take:
        directory, _verbs = take()
        assert len(list(directory.accounts)) == 25 and not directory.complete


def test_an_error_is_raised_when_the_server_is_asked_for() -> None:
    def refused() -> Server:
        raise AuthenticationError("not let in")

    with read_ahead(refused) as take, pytest.raises(AuthenticationError, match="not let in"):
        take()
    nobody_is_left()


def test_an_error_among_the_accounts_is_raised_there() -> None:
    def cut() -> None:
        raise PartialAnswerError("size limit")

    with read_ahead(lambda: Server(12, cut)) as take:
        directory, _verbs = take()
        with pytest.raises(PartialAnswerError, match="size limit"):
            list(directory.accounts)
    assert not directory.complete


def test_a_killed_helper_is_a_partial_answer(_processors: int) -> None:
    if _processors == 1:
        pytest.skip("no helper with one processor")
    with read_ahead(lambda: Server(12, lambda: os.kill(os.getpid(), 9))) as take:
        directory, _verbs = take()
        with pytest.raises(PartialAnswerError, match="ended before"):
            list(directory.accounts)
    nobody_is_left()


def test_an_error_of_the_program_comes_from_this_process() -> None:
    def broken() -> Server:
        raise ModuleNotFoundError("ldap", name="ldap")

    with read_ahead(broken) as take, pytest.raises(ModuleNotFoundError):
        take()


def test_a_helper_that_nobody_listens_to_ends() -> None:
    with pytest.raises(KeyError), read_ahead(Server):
        raise KeyError("a faulty form")
    nobody_is_left()
