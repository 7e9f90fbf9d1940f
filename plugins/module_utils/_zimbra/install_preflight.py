# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What keeps an installation of Zimbra from working on a machine, found before anything is touched.

Pure: what was seen (`machine.look`) goes in. Sources: zm-build:rpmconf/Install/Util/utilfunc.sh (checkRequired,
checkRequiredSpace, checkConflicts) and zmsetup.pl (checkPortConflicts); the amounts are the operator's.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

#: zcs-10.1.3_GA_4689.UBUNTU22_64.20250101000000.tgz; commercial builds have NETWORK in the name.
_TARBALL = re.compile(
    r"^zcs-(?:NETWORK-)?(?P<version>\d+\.\d+\.\d+)[._]\S*?\.?(?P<platform>(?:UBUNTU|RHEL|DEBIAN)\d+_64)\..*\.tgz$"
)
#: Lines the collection knows (facts of the settings, attributes and requests).
LINES = ("8.8", "9.0", "10.0", "10.1")
PORTS = {
    "ldap": (389, 636),
    "store": (7025, 7071, 7072, 7306, 7780, 8080, 8443),
    "mta": (25, 465, 587, 8465, 10024, 10025, 10026, 10027, 10028, 10029, 10030),
    "proxy": (80, 110, 143, 443, 993, 995),
}
_GIB = 1024**3


def tarball(path: str) -> dict[str, str]:
    """Version and platform that a tarball's name tells; both empty when it tells neither."""
    match = _TARBALL.match(path.rsplit("/", 1)[-1])
    return match.groupdict() if match else {"version": "", "platform": ""}


def preflight(seen: Mapping[str, Any], want: Mapping[str, Any]) -> list[str]:
    """One sentence per fault, each with its remedy; an empty list lets the installation begin.

    `seen` is what `machine.look` found, `want` has `parts`, `hostname`, `domain`, `tarball`, `checksum_seen`,
    `checksum`, `memory_min_bytes`, `disk_min_bytes`, `temp_min_bytes`, `dns`, `next`,
    `site_lives` (whether the directory may have passwords already) and `secrets_missing` (names).
    """
    if want["next"] == "stop":
        return [
            "An upgrade of this server broke off (.install_history: UPGRADED without END). This role does not "
            "upgrade: finish it with /opt/zimbra/libexec/zmsetup.pl, or restore."
        ]
    if not want["next"]:
        return []
    looks = [_state, _system, _amounts, _names]
    if want["next"] == "install":
        looks += [_tarball, _free]
    return [fault for look in looks for fault in look(seen, want)]


_Faults = Iterator[str]


def _state(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    if seen["installers"]:
        yield f"An installer runs already (process {_list(seen['installers'])}): wait until it has ended."
    if want["site_lives"] and want["secrets_missing"]:
        yield (
            f"The site lives, but secrets are gone ({', '.join(want['secrets_missing'])}): put them back from your "
            "copy, or write there what `zmlocalconfig -s` says on the directory's master."
        )


def _tarball(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    path = want["tarball"]
    if not path:
        yield "There is no tarball, and none is downloaded: set zimbra_server_tarball and zimbra_server_checksum."
        return
    if not want["checksum_seen"]:
        yield f"There is no file {path}: put the tarball there, or correct zimbra_server_tarball."
    elif not want["checksum"]:
        yield "zimbra_server_checksum is empty: give the SHA-256 that the tarball's maker publishes."
    elif want["checksum_seen"].lower() != want["checksum"].lower().removeprefix("sha256:"):
        yield f"{path} is not what was meant: its SHA-256 is {want['checksum_seen']}. Fetch it again."
    told = tarball(path)
    if not told["version"]:
        yield f"The name of {path} tells neither version nor platform: keep the name that its maker gave it."
        return
    if ".".join(told["version"].split(".")[:2]) not in LINES:
        yield f"Zimbra {told['version']} is not known here: take one of {', '.join(LINES)}."
    if told["platform"] != seen["platform"]:
        yield (
            f"The tarball is built for {told['platform']}, this machine is {seen['platform']} ({seen['system']}): take "
            "the tarball of this system, or a machine with the other one."
        )


def _system(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    if seen["architecture"] != "x86_64":
        yield f"The processor is {seen['architecture']}: Zimbra's packages are for x86_64."
    for path in seen["links"]:
        yield f"{path} is a symbolic link: the installer refuses that. Mount the disk there."


def _amounts(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    for have, need, what in (
        (seen["memory_bytes"], want["memory_min_bytes"], "memory"),
        (seen["disk_free_bytes"], want["disk_min_bytes"], "free space for /opt/zimbra"),
        (seen["temp_free_bytes"], want["temp_min_bytes"], "free space for Zimbra's temporary files"),
        (seen["tmp_free_bytes"], 100 * 1024**2, "free space in /tmp"),
    ):
        if have < need:
            yield f"{have / _GIB:.1f} GiB {what}, {need / _GIB:.1f} GiB are needed: give the machine more."


def _names(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    name, domain = want["hostname"], want["domain"]
    if "." not in name:
        yield f"{name} is no full host name: set zimbra_server_hostname to one with its domain."
    if seen["fqdn"] != name:
        yield f"`hostname --fqdn` says {seen['fqdn'] or 'nothing'}: run `hostnamectl set-hostname {name}`."
    if seen["loopback_name"] not in ("localhost", "localhost.localdomain"):
        yield (
            f"/etc/hosts calls 127.0.0.1 {seen['loopback_name'] or 'nothing'}: its line has to be "
            '"127.0.0.1 localhost.localdomain localhost".'
        )
    own = [address for address in seen["hosts_addresses"] if not address.startswith("127.") and address != "::1"]
    if not own or len(own) != len(seen["hosts_addresses"]):
        line = f"ADDRESS {name} {name.split('.')[0]}"
        yield f"/etc/hosts must give {name} this machine's own address and no loopback: {line}"
    if not want["dns"]:
        return
    if seen["dns_problem"]:
        yield f"DNS could not be asked ({seen['dns_problem']}): correct /etc/resolv.conf, or zimbra_server_nameservers."
        return
    if not seen["dns_a"]:
        yield f"DNS has no A record for {name}: add one."
    elif own and not set(own) & set(seen["dns_a"]):
        yield f"DNS gives {name} the address {', '.join(seen['dns_a'])}, /etc/hosts {', '.join(own)}: make them agree."
    if "mta" in want["parts"] and not seen["dns_mx"]:
        yield f"DNS has no MX record for {domain}: add one, or no mail arrives."


def _free(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    if seen["mtas"]:
        yield f"Another mail server runs here ({', '.join(seen['mtas'])}): stop, disable and remove it."
    wanted = {port for part in want["parts"] for port in PORTS[part]}
    taken = sorted(wanted & set(seen["ports"]))
    if taken:
        yield f"Ports are taken that Zimbra needs ({_list(taken)}): stop what listens there (`ss -ltnp`)."


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
