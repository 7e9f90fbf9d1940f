# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must be in a domain before accounts can be: the organisational unit and the control entry.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import fence
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, DirectoryTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Make what is missing of the home. Raises ProviderError."""
    ad = Ad(DirectoryTarget.from_options(params["directory"]))
    try:
        home = ad.home
        made: list[str] = []
        if ad.get(home, ("objectClass",)) is None:
            if not home.upper().startswith("OU="):
                raise ProviderError(f"directory.home: {home} does not exist, and only an OU can be made.")
            made.append(home)
            if not check_mode:
                ad.add(home, ["top", "organizationalUnit"], {"description": ["rasmi.mail"]})
        control = fence.control_dn(home)
        if made or ad.get(control, ("objectClass",)) is None:
            made.append(control)
            if not check_mode:
                ad.add(control, ["top", "group"], _control())
        return {
            "changed": bool(made),
            "home": home,
            "made": made,
            "diff": {"before": "", "after": "".join(f"{one}\n" for one in made)},
        }
    finally:
        ad.close()


def _control() -> dict[str, list[str]]:
    """Without a sAMAccountName, which is one in the domain: the directory gives it one, and a domain may have homes."""
    return {
        "groupType": [fence.GROUP_TYPE],
        fence.GENERATION: [fence.FIRST],
        fence.RUN: ["-"],
    }
