# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From paths to the standard, the tables and the applications: the first half of everything about accounts.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Applications, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

#: Dates on forms are Malaysian dates; the country has had one fixed offset since 1982.
MALAYSIA = timezone(timedelta(hours=8), "MYT")

INPUTS_SPEC: dict[str, Any] = {
    "applications": {"type": "path", "required": True},
    "profile": {"type": "str", "required": True},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "units": {"type": "path"},
    "groups": {"type": "path"},
    "supervisors": {"type": "path"},
    "probes": {"type": "path"},
    "as_of": {"type": "str"},
    "cache": {"type": "path"},
}


@dataclass(frozen=True)
class Inputs:
    """What a run starts from; `as_of` is the day that decides every deadline."""

    as_of: date
    standard: Standard
    reference: ReferenceData
    applications: Applications


def load_inputs(params: Mapping[str, Any]) -> Inputs:
    """Load what options of INPUTS_SPEC name. FaultsError lists every fault, of the first kind of input that has any."""
    as_of = day_of(params["as_of"])
    cache = params["cache"]
    standard = load_standard(params["profile"], search=params["profile_paths"] or (), cache_dir=cache)
    reference = load_reference_data(
        units=params["units"], groups=params["groups"], supervisors=params["supervisors"], probes=params["probes"]
    )
    applications = load_applications(params["applications"], standard, reference, as_of, cache_dir=cache)
    return Inputs(as_of, standard, reference, applications)


def day_of(text: str | None) -> date:
    """The day a run is for: ISO text, or today in Malaysia. Raises RasmiError for anything else."""
    if not text:
        return datetime.now(MALAYSIA).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RasmiError(f"as_of: {text!r} is not a date; write it as 2026-01-31.") from error
