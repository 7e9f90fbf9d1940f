# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which host carries which part of a Zimbra site, and in what order they are installed.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

#: In the order of installation. Each asks the directory's master; a store needs no MTA, a proxy needs stores.
PARTS = ("ldap", "store", "mta", "proxy")
STAGES = ("master", *PARTS)
_PACKAGES = {
    "ldap": ("zimbra-ldap",),
    "store": ("zimbra-store", "zimbra-apache", "zimbra-spell"),
    "mta": ("zimbra-mta",),
    "proxy": ("zimbra-proxy", "zimbra-memcached"),
}


def layout(groups: Mapping[str, Sequence[str]], here: str) -> dict[str, Any]:
    """Give each host its parts, its stage and its packages.

    `groups` has a list of hosts per part; when all are empty, `here` is a single server with every part. The first host
    of `ldap` is the master of the directory, the first of `store` makes the administrator and collects the logs.
    Returns `hosts` (name -> parts, stage, packages, and `number`, its place in `ldap`, from 1), `master`, `store`,
    `mta` (the first ones) and `single`. Raises FaultsError with every fault.
    """
    single = not any(groups.get(part) for part in PARTS)
    wanted = {part: [here] if single else list(dict.fromkeys(groups.get(part) or [])) for part in PARTS}
    faults = [
        Fault("layout", 0, part, "", "no host carries it", f"Put one into the group zimbra_{part}")
        for part in PARTS
        if not wanted[part]
    ]
    faults += [
        Fault("layout", 0, str(name), "", "is no part of a site", f"Those are {', '.join(PARTS)}")
        for name in sorted(set(groups) - set(PARTS))
    ]
    if not single and here not in {host for hosts in wanted.values() for host in hosts}:
        faults.append(Fault("layout", 0, here, "", "carries no part", "Put it into one of the groups of parts"))
    if faults:
        raise FaultsError("the parts of the site", faults)
    master, store = wanted["ldap"][0], wanted["store"][0]
    hosts: dict[str, dict[str, Any]] = {}
    for part in PARTS:
        for number, host in enumerate(wanted[part], 1):
            entry = hosts.setdefault(host, {"parts": [], "stage": part, "packages": ["zimbra-core"], "number": 0})
            entry["parts"].append(part)
            entry["packages"] += _PACKAGES[part]
            if part == "ldap":
                entry["number"] = number
    hosts[master]["stage"] = "master"
    hosts[store]["packages"].append("zimbra-logger")
    return {"hosts": hosts, "master": master, "store": store, "mta": wanted["mta"][0], "single": single}
