# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What listens for changes of the network's interfaces hears of none; whoever did not ask goes on as before."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes import netlink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.netlink import without_netlink

OPENS = "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()"


def opens(code: str = OPENS) -> bool:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_neither_the_act_nor_what_it_starts_can_open_one() -> None:
    assert opens()
    assert not without_netlink(opens)
    with pytest.raises(OSError, match="not supported"):
        without_netlink(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
    assert opens()


def test_other_sockets_are_opened_as_ever() -> None:
    assert without_netlink(lambda: opens(OPENS.replace("AF_NETLINK, socket.SOCK_RAW", "AF_INET")))
    without_netlink(lambda: socket.getaddrinfo("localhost", 25))


def test_the_answer_is_the_acts() -> None:
    assert without_netlink(lambda: 42) == 42


@pytest.mark.parametrize(("closed", "kept"), [("Linux", True), ("another", False)])
def test_a_users_browser_keeps_its_sandbox(monkeypatch: pytest.MonkeyPatch, closed: str, kept: bool) -> None:
    """Where only root makes user namespaces, here told by a value that is known, nothing is refused to a user."""
    monkeypatch.setattr(netlink.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(netlink, "_NO_NAMESPACES", (("ostype", closed),))
    assert without_netlink(opens) is kept


def test_on_an_unknown_machine_the_act_runs_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netlink.platform, "machine", lambda: "vax")
    assert without_netlink(opens)
