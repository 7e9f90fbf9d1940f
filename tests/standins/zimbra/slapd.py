# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private slapd with the generated schema: made in a directory, started, stopped."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import quote

from . import schema
from .local import answers, free_port
from .table import Table

SLAPD = "/usr/sbin/slapd"
SLAPADD = "/usr/sbin/slapadd"


class Slapd:
    """`root` is kept when it holds a database already. `password` is of the root DN and of the reading identity."""

    def __init__(
        self, root: Path, *, password: str, port: int = 0, host: str = "127.0.0.1", durable: bool = False
    ) -> None:
        self.root, self.password, self.durable = root, password, durable
        self.host, self.port, self._settled = host, port or free_port(), bool(port)
        self.socket = f"ldapi://{quote(str(root / 'ldapi'), safe='')}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"ldap://127.0.0.1:{self.port}"

    def build(self, table: Table, *, certificate: str = "", key: str = "") -> bool:
        """Make the configuration and an empty database; False when they were there."""
        if (self.root / "config" / "cn=config.ldif").exists():
            return False
        for name in ("config", "db"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        text = schema.config(
            table, self.root, self.password, durable=self.durable, certificate=certificate, key=key
        )  # fmt: skip
        self.add("0", text)
        return True

    def add(self, database: str, text: str) -> None:
        """slapadd; only while slapd is down."""
        command = [SLAPADD, "-q", "-F", str(self.root / "config"), "-n", database]
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"slapadd -n {database}: {done.stderr.decode()[-2000:]}")

    def start(self) -> None:
        """On the given port, or on any: one that was free when it was drawn may since be somebody else's."""
        for _try in range(1 if self._settled else 5):
            if self._starts():
                self._settled = True
                return
            if not self._settled:
                self.port = free_port()
        raise RuntimeError("slapd did not start")

    def _starts(self) -> bool:
        urls = f"ldap://{self.host}:{self.port} {self.socket}"
        self._process = subprocess.Popen(
            [SLAPD, "-F", str(self.root / "config"), "-h", urls, "-d", "0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LDAPNOINIT": "1"},
        )
        return answers(self._process, self.root / "ldapi")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(120)
            self._process = None
