# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Active Directory domain controller, Samba, with Exchange's attributes in its schema, in its own container.

    with samba() as dc:
        dc.url, dc.base, dc.ca_file, dc.admin, dc.admin_password_file

The image comes from `script/lab image exchange`, and is made when it is missing. A start takes about three seconds,
`dc.reset()` (a clean domain again) as long.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGE = "localhost/rasmi-exchange:12"
HOME = "/opt/rasmi/exchange_lab"
SECRETS = "/etc/rasmi-lab"
STARTED_WITHIN = 180.0  # seconds; on a busy machine a start takes ten


def podman(*arguments: str, data: bytes | None = None, check: bool = True) -> str:
    """Run podman with the settings that this machine needs; returns its standard output."""
    found = subprocess.run(
        ["podman", *arguments], input=data, capture_output=True, check=False, env={**os.environ, **_settings()}
    )
    if check and found.returncode:
        raise RuntimeError(f"podman {' '.join(arguments[:3])}: {found.stderr.decode(errors='replace').strip()}")
    return found.stdout.decode(errors="replace").strip()


def _settings() -> dict[str, str]:
    if "CONTAINERS_CONF" not in os.environ and (ROOT / ".cache/containers-conf-needed").exists():
        return {"CONTAINERS_CONF": str(ROOT / "tests/containers.conf")}
    return {}


@dataclass(frozen=True)
class Samba:
    """A running domain controller. Files with secrets are readable by this user only."""

    name: str
    address: str
    directory: Path

    base = "DC=ad,DC=anm,DC=test"
    realm = "AD.ANM.TEST"
    host = "ex01.ad.anm.test"
    netbios = "ANM"
    admin = "Administrator@ad.anm.test"
    admin_dn = "CN=Administrator,CN=Users,DC=ad,DC=anm,DC=test"
    # The automation's own account: an Account Operator, who may not touch the domain's policy.
    operator = "rasmi-exchange@ad.anm.test"

    @property
    def url(self) -> str:
        """LDAPS; the certificate has the address in it."""
        return f"ldaps://{self.address}"

    @property
    def ca_file(self) -> str:
        """Who signed the certificate of the directory."""
        return str(self.directory / "ca.pem")

    @property
    def admin_password_file(self) -> str:
        """Of a domain administrator."""
        return str(self.directory / "administrator")

    @property
    def operator_password_file(self) -> str:
        """Of the automation's account."""
        return str(self.directory / "rasmi-exchange")

    @property
    def keytab(self) -> str:
        """The key of HTTP/ex01.ad.anm.test, for an endpoint outside the container."""
        return str(self.directory / "http.keytab")

    @property
    def krb5_conf(self) -> str:
        """For Kerberos clients on this machine: KRB5_CONFIG."""
        return str(self.directory / "krb5.conf")

    def password(self, name: str = "administrator") -> str:
        """The password of one of the domain's first accounts."""
        return (self.directory / name).read_text(encoding="utf-8").strip()

    def run(self, *command: str, data: bytes | None = None) -> str:
        """Run a command on the domain controller, samba-tool or ldbmodify for instance; returns its output."""
        return podman("exec", "-i", self.name, *command, data=data)

    def ldbmodify(self, ldif: str) -> None:
        """Change what no client may change, a pwdLastSet in the past for instance."""
        control = "local_oid:1.3.6.1.4.1.7165.4.3.12:0"
        self.run("ldbmodify", "-H", "/var/lib/samba/private/sam.ldb", f"--controls={control}", data=ldif.encode())

    def reset(self) -> None:
        """The clean domain again; connections to it are lost."""
        self.run("bash", f"{HOME}/dc.sh", "reset")
        self._await()

    def _await(self) -> None:
        end = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < end:
            try:
                # The KDC comes after the directory: when it answers, all do.
                for port in (636, 88):
                    socket.create_connection((self.address, port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        logs = podman("logs", "--tail", "20", self.name, check=False)
        raise RuntimeError(f"{self.name} did not start within {STARTED_WITHIN:.0f} s: {logs}")

    def _fetch(self) -> None:
        for name in ("ca.pem", "administrator", "rasmi-exchange", "svc-ex01", "http.keytab"):
            podman("cp", f"{self.name}:{SECRETS}/{name}", str(self.directory / name))
            (self.directory / name).chmod(0o600)
        text = podman("exec", self.name, "cat", "/etc/krb5.conf")
        Path(self.krb5_conf).write_text(text.replace("127.0.0.1", self.address) + "\n", encoding="utf-8")


def _image() -> None:
    if subprocess.run(["podman", "image", "exists", IMAGE], check=False).returncode:
        subprocess.run([str(ROOT / "script/lab"), "image", "exchange"], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def samba() -> Iterator[Samba]:
    """A domain controller with a clean domain, gone at the end of the block."""
    _image()
    name = f"rasmi-samba-{secrets.token_hex(4)}"
    try:
        # The name of the machine is that of the domain controller: Samba looks for its own account by it.
        podman("run", "-d", "--name", name, "--hostname", "ex01", IMAGE, "bash", f"{HOME}/dc.sh", "test")
        subprocess.run([str(ROOT / "tests/standins/bridge.sh")], check=True)
        with tempfile.TemporaryDirectory() as directory:
            address = podman("inspect", "-f", "{{.NetworkSettings.IPAddress}}", name)
            made = Samba(name, address, Path(directory))
            made._await()
            made._fetch()
            yield made
    finally:
        podman("rm", "-f", "-t", "0", name, check=False)
