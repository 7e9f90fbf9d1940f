# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a browser breaks off because its own machine's network changed is looked at again; nothing else is."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Error

from ansible_collections.rasmi.mail.plugins.module_utils._probes import browser
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Masker, Transcript


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    opened: list[object] = []

    @contextmanager
    def fresh(_target: Target, _wire: Transcript) -> Iterator[object]:
        opened.append(object())
        yield opened[-1]

    monkeypatch.setattr(browser, "browser_page", fresh)
    return opened


def breaking(times: int, message: str) -> Callable[[Any], str]:
    left = [message] * times

    def act(_page: Any) -> str:
        if left:
            raise Error(left.pop())
        return "seen"

    return act


def look(act: Callable[[Any], str]) -> str:
    target = Target("mail.test", "127.0.0.1", ("mail.test",))
    return browser._undisturbed(target, Transcript(Masker()), act)


def test_a_change_of_the_machines_network_is_a_new_beginning_on_a_fresh_page(pages: list[object]) -> None:
    assert look(breaking(2, "Page.goto: net::ERR_NETWORK_CHANGED at https://mail.test/")) == "seen"
    assert len(pages) == 3 == len(set(map(id, pages)))


def test_a_network_that_never_rests_could_not_be_tested(pages: list[object]) -> None:
    with pytest.raises(CouldNotTest, match="each of 4 attempts"):
        look(breaking(9, "net::ERR_NETWORK_CHANGED"))
    assert len(pages) == 4


def test_a_browser_does_not_hear_of_its_machines_network_at_all(pages: list[object]) -> None:
    def listen(_page: Any) -> str:
        socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()
        return "heard"

    with pytest.raises(OSError, match="not supported"):
        look(listen)
    assert len(pages) == 1


def test_what_the_service_does_is_seen_once(pages: list[object]) -> None:
    with pytest.raises(Error, match="REFUSED"):
        look(breaking(1, "net::ERR_CONNECTION_REFUSED"))
    assert len(pages) == 1
