# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From paths to the standard, the tables and the applications: the first half of everything about accounts.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Applications, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import day_of
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

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


def load_inputs(params: Mapping[str, Any], *, beside: bool = False) -> Inputs:
    """Load what options of INPUTS_SPEC name. FaultsError lists every fault, of the first kind of input that has any.

    With `beside`, call `applications.saved()` of the answer in the end.
    """
    as_of = day_of(params["as_of"])
    cache = params["cache"]
    standard = load_standard(params["profile"], search=params["profile_paths"] or (), cache_dir=cache)
    reference = load_reference_data(
        units=params["units"], groups=params["groups"], supervisors=params["supervisors"], probes=params["probes"]
    )
    applications = load_applications(params["applications"], standard, reference, as_of, cache_dir=cache, beside=beside)
    return Inputs(as_of, standard, reference, applications)
