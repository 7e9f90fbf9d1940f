# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the installer's own record says: how far an installation came, and what has to run next.

The rules are those with which zmsetup.pl itself decides where to go on (zm-build:rpmconf/Install/zmsetup.pl,
getInstallStatus): a new session forgets what an earlier one had done.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from typing import Any

_LINE = re.compile(r"^\d+:\s+(?P<what>\S.*?)\s*$")
_PACKAGE = re.compile(r"^(?P<name>[a-z][a-z0-9-]*?)[-_](?P<version>\d\S*)$")
_VERSION = re.compile(r"^\d+\.\d+\.\d+")

#: state -> what has to run: the whole installer, only its second half, nothing, or nothing of ours.
NEXT = {"absent": "install", "installing": "install", "configuring": "configure", "done": "", "upgrading": "stop"}


def read_history(text: str) -> dict[str, Any]:
    """Read `/opt/zimbra/.install_history`; an empty text is a machine without Zimbra.

    Returns `state` (absent, installing, configuring, done, upgrading), `next` (install, configure, stop or ""),
    `version` ("10.1.3"), `packages` (names, sorted) and `step`, the last configured one. Lines that are no entries are
    passed over, as the installer does.
    """
    packages: dict[str, str] = {}
    steps: list[str] = []
    version = ""
    sessions = 0
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        what = match["what"]
        verb, _space, rest = what.partition(" ")
        if what == "INSTALL SESSION START":
            packages, steps, sessions = {}, [], sessions + 1
        elif what == "CONFIG SESSION START":
            steps = []
        elif verb in ("INSTALLED", "UPGRADED"):
            package = _PACKAGE.match(rest)
            if package is None:
                continue
            packages[package["name"]] = verb
            if package["name"] == "zimbra-core":
                number = _VERSION.match(package["version"])
                version = number[0] if number else ""
        elif verb == "CONFIGURED":
            steps.append(rest)
    state = _state(sessions, packages.get("zimbra-core", ""), steps)
    return {
        "state": state,
        "next": NEXT[state],
        "version": version,
        "packages": sorted(packages),
        "step": steps[-1] if steps else "",
    }


def _state(sessions: int, core: str, steps: list[str]) -> str:
    if not core:
        return "installing" if sessions else "absent"
    if "END" in steps:
        return "done"
    return "configuring" if core == "INSTALLED" else "upgrading"
