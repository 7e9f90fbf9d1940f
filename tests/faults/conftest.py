# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A site that can be hurt: a real slapd behind a proxy, a controller process, supervisors with real certificates."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.tests.standins.slapd import SLAPD, Slapd, certificate, write_pair

GROUP = "semua@kelantan.gov.my"
CONTROLLER = Path(__file__).with_name("controller.py")
ROW = re.compile(r"<td>([^<]*@[^<]*)</td><td class=\"password\">([^<]*)</td>")


class Proxy:
    """Stands between controller and slapd and counts the requests (LDAP messages) that go through.

    At request number `at` it stops: with `deliver` that request still reaches the server but its answer, and every
    later one, does not come back; without, the request is lost. With `cut` both connections are closed instead.
    `resume` lets everything flow again.
    """

    def __init__(self, port: int, at: int = 0, *, deliver: bool = False, cut: bool = False) -> None:
        self._target, self._at, self._deliver, self._cut = port, at, deliver, cut
        self.requests = 0
        self.stopped, self._open = threading.Event(), threading.Event()
        self._open.set()
        self._closing = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def resume(self) -> None:
        self._open.set()

    def close(self) -> None:
        """What has not been sent on by then is lost."""
        self._closing = True
        self.resume()
        for one in (self._listener, *self._sockets):
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                inner, _address = self._listener.accept()
            except OSError:
                return
            outer = socket.create_connection(("127.0.0.1", self._target))
            self._sockets += [inner, outer]
            threading.Thread(target=self._requests, args=(inner, outer), daemon=True).start()
            threading.Thread(target=self._answers, args=(outer, inner), daemon=True).start()

    def _requests(self, inner: socket.socket, outer: socket.socket) -> None:
        buffer = b""
        while chunk := _received(inner):
            buffer += chunk
            while whole := _whole(buffer):
                request, buffer = buffer[:whole], buffer[whole:]
                self.requests += 1
                if self.requests == self._at and not self._halt(inner, outer, request):
                    return
                self._open.wait()
                if self._closing or not _sent(outer, request):
                    return
        outer.close()

    def _halt(self, inner: socket.socket, outer: socket.socket, request: bytes) -> bool:
        if self._cut:
            inner.close()
            outer.close()
            self.stopped.set()
            return False
        self._open.clear()
        if self._deliver:
            _sent(outer, request)
        self.stopped.set()
        self._open.wait()
        return not self._deliver

    def _answers(self, outer: socket.socket, inner: socket.socket) -> None:
        while chunk := _received(outer):
            self._open.wait()
            if not _sent(inner, chunk):
                return
        inner.close()


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(65536)
    except OSError:
        return b""


def _sent(target: socket.socket, data: bytes) -> bool:
    try:
        target.sendall(data)
    except OSError:
        return False
    return True


def _whole(buffer: bytes) -> int:
    """Length of the first message, 0 when it is not all there."""
    try:
        end = ber.header(buffer, 0)[1]
    except IndexError:
        return 0
    return end if end <= len(buffer) else 0


class Site:
    """`count` wanted people, a server, a state directory; `options` for the module, `run` for the controller."""

    def __init__(self, root: Path, server: Slapd, count: int = 40) -> None:
        self.root, self.server = root, server
        self.ledger = root / "ledger.jsonl"
        self.accounts = [person(number) for number in range(count)]
        rows = []
        for name in ("bptm", "suk"):
            write_pair(root, name, certificate(name, encipher=True))
            row = {"id": name, "name": f"Penyelia {name}", "email": f"penyelia.{name}@kelantan.gov.my"}
            rows.append({**row, "certificate": f"{name}.pem", "units": []})
        (root / "supervisors.yml").write_text(json.dumps({"supervisors": rows}))

    def options(self, proxy: Proxy | None = None, **values: Any) -> dict[str, Any]:
        reference = dict(self.server.options)
        if proxy is not None:
            reference |= {"uri": f"ldap://127.0.0.1:{proxy.port}", "plaintext_loopback": True, "timeout": 180}
        found = {
            "reference": reference,
            "accounts": self.accounts,
            "profile": "kelantan",
            "ledger": str(self.ledger),
            "supervisors": str(self.root / "supervisors.yml"),
            "limits": {"max_destructive": 100, "max_destructive_share": 1.0},
        }
        if "plan" in values:
            del found["accounts"], found["profile"]
        return {**found, **values}

    def start(self, options: dict[str, Any], *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(CONTROLLER), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(self.root), "XDG_CACHE_HOME": str(self.root / "home")},
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(options))
        process.stdin.close()
        process.stdin = None
        return process

    def run(self, options: dict[str, Any] | None = None, *arguments: str) -> dict[str, Any]:
        out, error = self.start(options or self.options(), *arguments).communicate(timeout=240)
        assert out, error
        result: dict[str, Any] = json.loads(out)
        return result

    def passwords(self) -> dict[str, dict[str, str]]:
        """File id -> address -> temporary password, opened as a supervisor does: with openssl."""
        found: dict[str, dict[str, str]] = {}
        for path in sorted((self.root / "handover").glob("*.p7m")):
            for name in ("bptm", "suk"):
                command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(path)]
                command += ["-inkey", str(self.root / f"{name}.key"), "-recip", str(self.root / f"{name}.pem")]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                if done.returncode == 0 and "<html" in done.stdout:
                    found[path.stem] = {unescape(one): unescape(two) for one, two in ROW.findall(done.stdout)}
        return found

    def check_converged(self) -> None:
        """Everything wanted is there once, every password is in somebody's hands, the ledger knows it all."""
        again = self.run()
        assert not again.get("failed"), again
        assert again["counts"] == {}, again["counts"]
        entries = self.server.entries("(objectClass=rasmiAccount)")
        have = sorted(entry["rasmiAccountId"][0] for entry in entries.values())
        assert have == sorted(row["account_id"] for row in self.accounts)
        files = self.passwords()
        for name, entry in entries.items():
            password = files[entry["rasmiHandover"][0]][entry["mail"][0]]
            assert self.server.may_bind(name, password), entry["mail"]
        (group,) = self.server.entries("(objectClass=rasmiGroup)").values()
        assert sorted(group["member"]) == sorted(entries)
        result = verify(self.ledger)
        assert result.problems == ()
        assert result.open_intents == 0
        done: set[str] = set()
        asked: dict[str, str] = {}
        for record in records(self.ledger):
            if record["kind"] == "intent" and record["change"]["verb"] == "create":
                asked[record["key"]] = record["change"]["after"]["account_id"]
            elif record["kind"] == "outcome" and record["result"] == "done":
                done.add(asked.get(record["key"], ""))
        assert done >= set(have)


def person(number: int) -> dict[str, Any]:
    return {
        "account_id": f"HR-{number:03d}",
        "address": f"pegawai{number}@kelantan.gov.my",
        "name": f"Pegawai {number} & Rakan",
        "basis": f"HR-{number:03d}",
        "tier": "pengguna_biasa",
        "quota": 314572800,
        "unit": "bptm",
        "supervisor": ("bptm", "suk")[number % 2],
        "groups": [GROUP],
    }


@pytest.fixture
def server() -> Iterator[Slapd]:
    if not SLAPD.exists():
        pytest.fail("slapd is not installed: apt-get install slapd ldap-utils")
    with Slapd() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, server: Slapd) -> Site:
    return Site(tmp_path, server)
