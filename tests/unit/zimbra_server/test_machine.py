# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read from a machine's files and from DNS."""

from __future__ import annotations

import ast
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import machine
from tests.standins.zimbra_installer import dns

ROOT = Path(__file__).resolve().parents[3]
ADDRESSES = {"mail.kelantan.gov.my": "10.0.0.5"}
MX = {"kelantan.gov.my": "mail.kelantan.gov.my"}


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    """The scenario's name server, on a free port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                packet, asker = door.recvfrom(512)
                if packet == b"end":
                    return
                door.sendto(dns.answer(packet, ADDRESSES, MX), asker)

        thread = threading.Thread(target=serve)
        thread.start()
        yield door.getsockname()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"end", door.getsockname())
        thread.join()


def test_dns_is_asked(server: tuple[str, int]) -> None:
    assert machine.ask([server], "mail.kelantan.gov.my", "A") == ["10.0.0.5"]
    assert machine.ask([server], "kelantan.gov.my", "MX") == ["mail.kelantan.gov.my"]
    assert machine.ask([server], "mail.kelantan.gov.my", "MX") == []
    assert machine.ask([server], "elsewhere.test", "A") == []


def test_without_a_name_server_that_is_an_error() -> None:
    with pytest.raises(OSError, match="no name server"):
        machine.ask([], "mail.kelantan.gov.my", "A")


def test_refused_cut_and_foreign_answers_are_errors(server: tuple[str, int]) -> None:
    good = dns.answer(b"\0\7\1\0\0\1\0\0\0\0\0\0\4mail\x08kelantan\3gov\2my\0\0\1\0\1", ADDRESSES, MX)
    assert machine.answers(good, 7, "A") == ["10.0.0.5"]
    for packet in (good[:-6], b"", good[:3] + b"\x85" + good[4:]):
        with pytest.raises(ValueError):
            machine.answers(packet, 7, "A")
    with pytest.raises(ValueError, match="not ours"):
        machine.answers(good, 8, "A")
    with pytest.raises(ValueError, match="never ends"):
        machine.answers(b"\0\7\x80\0\0\1\0\0\0\0\0\0\xc0\x0c", 7, "A")


def test_files_of_the_system() -> None:
    hosts = "127.0.0.1 localhost\n10.0.0.5 mail.x.my mail # mail.y.my\n# 10.0.0.6 mail.x.my\n"
    assert machine.addresses(hosts, "mail.x.my") == ["10.0.0.5"]
    assert machine.addresses(hosts, "mail.y.my") == []
    assert machine.memory("MemFree: 1 kB\nMemTotal:       16000 kB\n") == 16384000
    assert machine.resolvers("search x\nnameserver 10.0.0.1\n#nameserver 9\nnameserver ::1\n") == ["10.0.0.1", "::1"]
    table = "  sl  local_address\n 0: 0100007F:0019 00000000:0000 0A 0\n 1: 0100007F:0185 0100007F:9999 01 0\n"
    assert machine.listening(table) == [25]


@pytest.mark.parametrize(
    ("identity", "number", "tag"),
    [("ubuntu", "22.04", "UBUNTU22_64"), ("rocky", "9.4", "RHEL9_64"), ("rhel", "8.10", "RHEL8_64"),
     ("ol", "8.9", "RHEL8_64"), ("debian", "12", "DEBIAN12_64")],
)  # fmt: skip
def test_a_system_is_named_as_tarballs_name_it(identity: str, number: str, tag: str) -> None:
    release = f'PRETTY_NAME="Some System"\nID="{identity}"\nVERSION_ID="{number}"\n'
    assert machine._system(release) == ("Some System", tag)


def test_this_machine_is_looked_at(server: tuple[str, int]) -> None:
    seen = machine.look("mail.kelantan.gov.my", "kelantan.gov.my", [f"{server[0]}:{server[1]}"], "/nowhere/yet/tmp")
    assert seen["memory_bytes"] > 0 and seen["temp_free_bytes"] > 0 and seen["platform"].endswith("_64")
    assert seen["dns_a"] == ["10.0.0.5"] and seen["dns_mx"] == ["mail.kelantan.gov.my"] and seen["dns_problem"] == ""


@pytest.mark.parametrize("name", ["plugins/module_utils/_zimbra/machine.py", "plugins/modules/mail_host_info.py"])
def test_what_runs_on_the_server_is_read_by_its_old_python(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 8))
