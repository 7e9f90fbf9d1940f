# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far an installation of Exchange came on a Windows host, what keeps it from going on, and what has to run next.

Setup leaves one registry key per role below HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15: UnpackedVersion when its
files are there, ConfiguredVersion when it is configured, Action and Watermark while it is not done (ExchangeDsc judges
by the same four). A run that broke off goes on at its watermark when the same Setup is started again. Active Directory
says by three numbers how far it was prepared. Pure: what was seen goes in. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

#: Version of the product -> first two numbers of its builds.
LINES = {"2016": "15.1", "2019": "15.2", "SE": "15.2"}
#: Release of .NET Framework 4.8 in the registry, which the last updates of 2016, and 2019 and SE, need.
NET_48 = 528040
#: What a prepared forest has: rangeUpper of ms-Exch-Schema-Version-Pt, and objectVersion of the organisation and of
#: Microsoft Exchange System Objects. Of 2016 CU23, 2019 CU15 and SE RTM; other media: exchange_server_ad_versions.
AD_VERSIONS: dict[str, dict[str, int]] = {
    "2016": {"schema": 15334, "organization": 16223, "domain": 13243},
    "2019": {"schema": 17003, "organization": 16763, "domain": 13243},
    "SE": {"schema": 17003, "organization": 16763, "domain": 13243},
}
#: Name of an organisation, as Setup takes it.
_ORGANIZATION = re.compile(r"^(?! )[A-Za-z0-9 -]{1,64}(?<! )$")
_MAILBOX = "MailboxRole"


def state(keys: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """`state` (absent, partial, done) and `version` of an installation, from the registry keys of its roles."""
    unpacked = {name: key for name, key in keys.items() if key.get("UnpackedVersion")}
    versions = sorted({str(key["UnpackedVersion"]) for key in unpacked.values()}, key=number)
    version = versions[-1] if versions else ""
    begun = [key for key in keys.values() if key.get("Action") or key.get("Watermark")]
    if not unpacked and not begun:
        return {"state": "absent", "version": ""}
    if begun or any(not key.get("ConfiguredVersion") for key in unpacked.values()):
        return {"state": "partial", "version": version}
    # The management tools alone are no server: Setup adds the role to them.
    return {"state": "done" if _MAILBOX in unpacked else "absent", "version": version}


def plan(seen: Mapping[str, Any], want: Mapping[str, Any]) -> dict[str, Any]:
    """What has to run on this host, and every fault that keeps it from running.

    `seen` has `keys`, `processes` (of Setup), `pending_reboot` (reasons), `net_release`, `domain` ("" outside of one),
    `media_version` ("" without Setup.exe) and `checksums` (path -> SHA-256, "" when the file is not there). `want` has
    `version`, `media`, `organization`, `licence`, `diagnostics`, `packages`, `target_dir`, `arguments` and `reboot`.
    Returns `state`, `version`, `next` (setup, resume or ""), `arguments`, `faults` and `notes`.
    """
    now = state(seen["keys"])
    following = {"absent": "setup", "partial": "resume", "done": ""}[now["state"]]
    faults = [
        fault for look in (_running, *((_media, _said, _host) if following else ())) for fault in look(seen, want)
    ]
    if following == "resume" and seen["media_version"] and not _same_build(now["version"], seen["media_version"]):
        faults.append(
            f"Setup of {now['version']} broke off here, and {want['media']} is {seen['media_version']}: it can only be "
            "finished with the media that it was begun with."
        )
    notes = []
    if now["state"] == "done" and seen["media_version"] and number(seen["media_version"]) > number(now["version"]):
        notes.append(
            f"Exchange {now['version']} is installed and the media is {seen['media_version']}: this role does not "
            "update. Install the cumulative update in a maintenance window, then run playbooks/provision.yml again."
        )
    return {**now, "next": following, "arguments": _arguments(want), "faults": faults, "notes": notes}


def directory_numbers(asked: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """schema, organization and domain out of the results of the three searches; 0 where nothing was found."""
    found = {}
    for one in asked:
        item = one["item"]
        values = [thing.get(item["attribute"]) for thing in one.get("objects") or ()]
        found[item["name"]] = max((int(value) for value in values if value), default=0)
    return found


def directory_steps(seen: Mapping[str, Any], want: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What Active Directory still needs before a server can be installed, in order: `name`, `because`, `arguments`.

    `seen` has `schema`, `organization` and `domain` (numbers, 0 when absent); `want` has `version`, `organization` (a
    name), `licence`, `diagnostics` and `ad_versions` (which win over those of the product).
    """
    wanted = {**AD_VERSIONS[str(want["version"])], **{key: int(value) for key, value in want["ad_versions"].items()}}
    named = [] if seen["organization"] else [f"/OrganizationName:{want['organization']}"]
    rows: tuple[tuple[str, str, list[str]], ...] = (
        ("schema", "/PrepareSchema", []),
        ("organization", "/PrepareAD", named),
        ("domain", "/PrepareAllDomains", []),
    )
    return [
        {
            "name": switch.removeprefix("/"),
            "because": f"{key}: {int(seen[key])} -> {wanted[key]}",
            "arguments": [switch, *more, _licence(want)],
        }
        for key, switch, more in rows
        if int(seen[key]) < wanted[key]
    ]


def number(version: str) -> tuple[int, ...]:
    """A version as numbers that compare; () when there are none in it."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


_Faults = Iterator[str]


def _running(seen: Mapping[str, Any], _want: Mapping[str, Any]) -> _Faults:
    if seen["processes"]:
        yield f"Setup runs already ({', '.join(map(str, seen['processes']))}): wait until it has ended."


def _media(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    if not want["media"]:
        yield "There is no media, and none is downloaded: set exchange_server_media to the directory with Setup.exe."
        return
    if not seen["media_version"]:
        yield f"There is no Setup.exe in {want['media']}: mount the ISO there, or correct exchange_server_media."
        return
    line = ".".join(map(str, number(seen["media_version"])[:2]))
    if line != LINES[str(want["version"])]:
        yield f"{want['media']} is {seen['media_version']}, which is no Exchange {want['version']}."
    for package in want["packages"]:
        have, wanted = str(seen["checksums"].get(package["path"], "")), str(package.get("checksum", ""))
        if not have:
            yield f"{package['name']}: there is no file {package['path']}."
        elif not wanted:
            yield f"{package['name']} has no checksum: give the SHA-256 that its maker publishes."
        elif have.lower() != wanted.lower().removeprefix("sha256:"):
            yield f"{package['name']}: {package['path']} is not what was meant, its SHA-256 is {have}."


def _said(_seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    if not want["licence"]:
        yield "The licence terms are not accepted: read them, then set exchange_server_accept_licence to true."
    if not _ORGANIZATION.fullmatch(want["organization"]):
        yield (
            f"exchange_server_organization is '{want['organization']}': letters, digits, spaces and hyphens, 1 to 64 "
            "of them, no space at either end. It can never be changed."
        )


def _host(seen: Mapping[str, Any], want: Mapping[str, Any]) -> _Faults:
    if not seen["domain"]:
        yield "The machine is in no domain: join it first (microsoft.ad.membership)."
    if int(seen["net_release"]) < NET_48 and not any("net" in one["name"].lower() for one in want["packages"]):
        yield (
            f".NET Framework is at release {seen['net_release']}, 4.8 ({NET_48}) is needed: add it to "
            "exchange_server_packages."
        )
    if seen["pending_reboot"] and not want["reboot"]:
        reasons = ", ".join(map(str, seen["pending_reboot"]))
        yield f"A restart is pending ({reasons}), and exchange_server_reboot is false: restart the machine."


def _same_build(one: str, other: str) -> bool:
    return number(one)[:3] == number(other)[:3]


def _licence(want: Mapping[str, Any]) -> str:
    return f"/IAcceptExchangeServerLicenseTerms_DiagnosticData{'ON' if want['diagnostics'] else 'OFF'}"


def _arguments(want: Mapping[str, Any]) -> Sequence[str]:
    target = [f"/TargetDir:{want['target_dir']}"] if want["target_dir"] else []
    return ["/Mode:Install", "/Roles:Mailbox", *target, *want["arguments"], _licence(want)]
