# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what a merged profile means on a Zimbra of a given version."""

from __future__ import annotations

DOCUMENTATION = r"""
name: zimbra_settings
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: The Zimbra attributes that keep a written mail standard
version_added: 1.0.0
description:
  - Turns a merged profile, as the lookup P(rasmi.mail.standard#lookup) gives it, into attribute values for global
    config, servers, domains and classes of service, each with the control and the clauses it rests on.
  - No value of a standard is written in the filter. What the profile does not ask for is left out.
  - What the server's version, or Zimbra altogether, cannot keep is returned as C(uncovered) with its clauses.
options:
  _input:
    description: The merged profile.
    type: dict
    required: true
  version:
    description: Version of the server, such as V(10.1.3_GA_4689.FOSS) or V(8.8.15).
    type: str
    required: true
  history:
    description: Number of former passwords that may not be used again. Part of the C-PWD-AGE rows.
    type: int
    default: 5
  warn_percent:
    description: Share of the quota at which the owner is warned, when the profile does not say (C-QUOTA-WARN).
    type: int
    default: 90
  warn_every:
    description: How often the warning comes at most, as Zimbra writes durations.
    type: str
    default: 1d
  last_use_every:
    description: How often the last use of an account is written down at most (C-IDLE), as Zimbra writes durations.
    type: str
    default: 1d
  cos_prefix:
    description: What the names of the tiers' classes of service begin with.
    type: str
    default: rasmi_
  leave_out:
    description: Controls that are not to be set. They are returned among C(uncovered).
    type: list
    elements: str
    default: []
seealso:
  - plugin: rasmi.mail.standard
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Show what the Kelantan standard sets in the classes of service of a Zimbra 10.1
  ansible.builtin.debug:
    msg: "{{ (lookup('rasmi.mail.standard', 'kelantan') | rasmi.mail.zimbra_settings(version='10.1.3')).cos }}"
"""

RETURN = r"""
_value:
  description:
    - C(global), C(server), C(host), C(domain), C(cos) are attribute to value. Values under C(server) belong on global
      config, and on each server that has a value of its own; those under C(host) on servers only.
    - C(tiers) lists C(id), C(cos) (a name), C(title), C(quota_bytes) (0 means no limit), C(clause) and C(default).
    - C(services) is what each server with an MTA must run, as a list option takes it.
    - C(because) is attribute to C(control) and C(clauses); C(uncovered) lists C(control), C(clauses) and C(reason);
      C(clauses) is control to clauses, for every control of the profile.
    - C(sizes) holds C(message_bytes), C(attachment_bytes), C(largest_file_bytes), C(needed_message_bytes) and C(text);
      C(table) is everything as a text for people.
    - C(forwards) are the attributes with which mail leaves an account without its owner sending it.
  type: dict
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.gaps import FORWARDS
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.settings import as_text, settings


def zimbra_settings(
    standard: Mapping[str, Any],
    version: str,
    history: int = 5,
    warn_percent: int = 90,
    warn_every: str = "1d",
    last_use_every: str = "1d",
    cos_prefix: str = "rasmi_",
    leave_out: list[str] | None = None,
) -> dict[str, Any]:
    try:
        found = settings(
            standard,
            str(version),
            history=int(history),
            warn_percent=int(warn_percent),
            warn_every=str(warn_every),
            last_use_every=str(last_use_every),
            cos_prefix=str(cos_prefix),
            leave_out=leave_out or (),
        )
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.zimbra_settings: {error}") from error
    found["table"] = as_text(found)
    found["forwards"] = list(FORWARDS)
    return found


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"zimbra_settings": zimbra_settings}
