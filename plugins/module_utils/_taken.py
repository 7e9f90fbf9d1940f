# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which addresses a platform holds, written down by its plan and read by the plans of the agency's other platforms.

An agency may have more than one directory, and an address is somebody's on all of them. PRIVATE to the collection
rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._files import content_of, replace_file
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.elsewhere import Elsewhere
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Roster
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

_FORMAT = 1
#: A list of addresses that is older says nothing about today.
MAX_AGE = timedelta(days=7)


class Snapshot(NamedTuple):
    """What one platform held on a day. `addresses` maps an address to the id of its account, "" = nobody's form."""

    platform: str
    as_of: str
    addresses: dict[str, str]


def noted(accounts: Iterable[Account], addresses: dict[str, str]) -> Iterator[Account]:
    """Pass accounts on, and note what they hold; removed ones hold their addresses too."""
    for account in accounts:
        fields = account.fields
        holder = fields.account_id if account.managed else ""
        addresses[fields.address] = holder
        for alias in fields.aliases:
            addresses[alias] = holder
        yield account


def write_snapshot(path: str, platform: str, as_of: date, addresses: dict[str, str], wanted: Roster) -> None:
    """Write what a platform holds and what is decided for it. Raises RasmiError."""
    held = dict(addresses)
    for want in wanted.accounts:
        if not want.ended:
            fields = want.fields
            held.setdefault(fields.address, fields.account_id)
            for alias in fields.aliases:
                held.setdefault(alias, fields.account_id)
    for group in wanted.groups:
        held.setdefault(group, "")
    # in the order of names: json sorts pairs, which takes longer than sorting the addresses alone
    data = {
        "addresses": {address: held[address] for address in sorted(held)},
        "as_of": as_of.isoformat(),
        "format": _FORMAT,
        "platform": platform,
    }
    replace_file(path, json.dumps(data, separators=(",", ":")).encode() + b"\n", 0o600)


def read_snapshot(path: str) -> Snapshot | None:
    """A snapshot, None when there is none. Raises RasmiError when the file is something else."""
    raw = content_of(path)
    if raw is None:
        return None
    try:
        data: Any = json.loads(raw)
        if data["format"] != _FORMAT:
            raise ValueError
        addresses = {str(address): str(holder) for address, holder in data["addresses"].items()}
        return Snapshot(str(data["platform"]), date.fromisoformat(data["as_of"]).isoformat(), addresses)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RasmiError(
            f"{path}: is not a list of addresses; it is written by account_plan (option addresses)."
        ) from None


def elsewhere(paths: Mapping[str, str], as_of: date) -> tuple[Elsewhere, list[str]]:
    """What other platforms hold, and sentences about lists that are missing or too old.

    `paths` maps a platform to its list. Raises RasmiError.
    """
    held: dict[str, tuple[str, str]] = {}
    unsure: list[str] = []
    said: list[str] = []
    for platform, path in sorted(paths.items()):
        found = read_snapshot(path)
        if found is None or date.fromisoformat(found.as_of) + MAX_AGE < as_of:
            unsure.append(platform)
            why = "is missing" if found is None else f"is of {found.as_of}, more than {MAX_AGE.days} days ago"
            said.append(f"{path}: the list of addresses of {platform} {why}; plan that platform first.")
        for address, holder in (found.addresses if found else {}).items():
            held.setdefault(address, (platform, holder))
    return Elsewhere(held, tuple(unsure)), said
