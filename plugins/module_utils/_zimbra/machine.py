# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a machine is before Zimbra comes: read from /proc, /etc and DNS, nothing is written.

Runs on the mail server, where Python may be as old as 3.8 (Ubuntu 20.04): no newer syntax or library in this file.
Linux only. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
import random
import socket
import struct
from typing import Any

_TYPES = {"A": 1, "MX": 15}
_MTAS = ("exim4", "exim", "sendmail", "opensmtpd", "smtpd")
_RED_HATS = ("rhel", "rocky", "almalinux", "centos", "ol")
_TIMEOUT = 3.0


def look(hostname: str, domain: str, nameservers: list[str], temp: str) -> dict[str, Any]:
    """Everything that `install_preflight.preflight` asks about. Sizes in bytes; an absent answer is "" or []."""
    system, platform = _system(_read("/etc/os-release"))
    seen: dict[str, Any] = {
        "system": system,
        "platform": platform,
        "architecture": os.uname().machine,
        "links": [path for path in ("/opt", "/opt/zimbra") if os.path.islink(path)],
        "memory_bytes": memory(_read("/proc/meminfo")),
        "disk_free_bytes": _free("/opt/zimbra"),
        "temp_free_bytes": _free(temp),
        "tmp_free_bytes": _free("/tmp"),
        "fqdn": _fqdn(),
        "loopback_name": _loopback(),
        "hosts_addresses": addresses(_read("/etc/hosts"), hostname),
        "ports": sorted(set(listening(_read("/proc/net/tcp")) + listening(_read("/proc/net/tcp6")))),
        "mtas": _mtas(),
        "installers": _installers(),
        "dns_a": [],
        "dns_mx": [],
        "dns_problem": "",
    }
    servers = [_server(text) for text in nameservers or resolvers(_read("/etc/resolv.conf"))]
    try:
        seen["dns_a"] = ask(servers, hostname, "A")
        seen["dns_mx"] = ask(servers, domain, "MX")
    except (OSError, ValueError) as error:
        seen["dns_problem"] = str(error)
    return seen


def memory(meminfo: str) -> int:
    """Bytes of memory, by /proc/meminfo."""
    for line in meminfo.splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) * 1024
    return 0


def addresses(hosts: str, name: str) -> list[str]:
    """Addresses that a hosts file gives a name."""
    rows = [line.split("#", 1)[0].split() for line in hosts.splitlines()]
    return [row[0] for row in rows if name in row[1:]]


def listening(table: str) -> list[int]:
    """Ports that are listened on, by /proc/net/tcp or tcp6."""
    rows = [line.split() for line in table.splitlines()[1:]]
    return [int(row[1].rsplit(":", 1)[1], 16) for row in rows if len(row) > 3 and row[3] == "0A"]


def resolvers(resolv: str) -> list[str]:
    """Name servers of a resolv.conf."""
    rows = [line.split() for line in resolv.splitlines()]
    return [row[1] for row in rows if len(row) > 1 and row[0] == "nameserver"]


def ask(servers: list[tuple[str, int]], name: str, kind: str) -> list[str]:
    """Ask DNS for the A records (addresses) or MX records (names) of a name; [] when there are none.

    Raises OSError when no server answers, ValueError when an answer is a refusal or cannot be read.
    """
    if not servers:
        raise OSError("no name server is known")
    number = random.randrange(1, 65536)
    labels = b"".join(bytes([len(label)]) + label.encode("idna") for label in name.strip(".").split("."))
    question = struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", _TYPES[kind], 1)
    last: OSError = OSError("no answer")
    for address in servers:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as door:
            door.settimeout(_TIMEOUT)
            try:
                door.connect(address)
                door.send(question)
                return answers(door.recv(4096), number, kind)
            except OSError as error:
                last = OSError(f"{address[0]}: {error}")
    raise last


def answers(packet: bytes, number: int, kind: str) -> list[str]:
    """Read a DNS answer (RFC 1035, 4.1)."""
    try:
        got, flags, questions, records = struct.unpack(">HHHH", packet[:8])
        if got != number or not flags & 0x8000:
            raise ValueError("the DNS answer is not ours")
        if flags & 15 not in (0, 3):  # 3: there is no such name
            raise ValueError(f"the DNS server refuses (code {flags & 15})")
        place = 12
        for _question in range(questions):
            place = _name(packet, place)[1] + 4
        found = []
        for _record in range(records):
            place = _name(packet, place)[1]
            what, _class, _life, length = struct.unpack(">HHIH", packet[place : place + 10])
            place += 10
            if what == _TYPES[kind] == 1:
                found.append(socket.inet_ntoa(packet[place : place + length]))
            elif what == _TYPES[kind]:
                found.append(_name(packet, place + 2)[0])
            place += length
        return found
    except (struct.error, IndexError) as error:
        raise ValueError("the DNS answer is cut") from error


def _name(packet: bytes, place: int) -> tuple[str, int]:
    """A name in a packet, and where the next field begins."""
    labels: list[str] = []
    end = 0
    for _step in range(128):
        length = packet[place]
        if length >= 192:
            end = end or place + 2
            place = (length & 63) << 8 | packet[place + 1]
        elif length:
            labels.append(packet[place + 1 : place + 1 + length].decode("ascii", "replace"))
            place += 1 + length
        else:
            return ".".join(labels), end or place + 1
    raise ValueError("a name in the DNS answer never ends")


def _server(text: str) -> tuple[str, int]:
    """ADDRESS or IPv4:PORT."""
    host, colon, port = text.rpartition(":")
    return (host, int(port)) if colon and text.count(":") == 1 else (text, 53)


def _system(release: str) -> tuple[str, str]:
    """Name of the system, and its tag as Zimbra's tarballs write it ("UBUNTU22_64")."""
    values = {}
    for line in release.splitlines():
        key, _equals, value = line.partition("=")
        values[key] = value.strip("\"'")
    name, number = values.get("ID", ""), values.get("VERSION_ID", "").split(".")[0]
    tag = "RHEL" if name in _RED_HATS else name.upper()
    return values.get("PRETTY_NAME", name), f"{tag}{number}_64"


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _free(path: str) -> int:
    """Free space where a path is, or will be."""
    while not os.path.isdir(path) and path != "/":
        path = os.path.dirname(path)
    have = os.statvfs(path)
    return have.f_bavail * have.f_frsize


def _fqdn() -> str:
    """As `hostname --fqdn` says."""
    try:
        return socket.getaddrinfo(socket.gethostname(), None, flags=socket.AI_CANONNAME)[0][3]
    except OSError:
        return ""


def _loopback() -> str:
    try:
        return socket.gethostbyaddr("127.0.0.1")[0]
    except OSError:
        return ""


def _mtas() -> list[str]:
    """Mail servers that run and are not Zimbra's own."""
    found = set()
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            program = os.readlink(f"/proc/{process}/exe")
        except OSError:
            continue
        name = os.path.basename(program)
        if program.startswith("/opt/zimbra/"):
            continue
        if name in _MTAS or (name == "master" and "postfix" in program):
            found.add("postfix" if name == "master" else name)
    return sorted(found)


def _installers() -> list[int]:
    """Processes of an installer that runs, perhaps since somebody's connection broke."""
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        words = _read(f"/proc/{process}/cmdline").split("\0")
        scripts = [os.path.basename(word) for word in words[:2]]
        if "zmsetup.pl" in scripts or (scripts[1:] == ["install.sh"] and "zcs-" in _directory(process)):
            found.append(int(process))
    return sorted(found)


def _directory(process: str) -> str:
    try:
        return os.readlink(f"/proc/{process}/cwd")
    except OSError:
        return ""
