# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what of a standard an Exchange organisation does not keep by its settings."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_gaps
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: What of a standard an Exchange organisation does not keep by its settings
version_added: 1.0.0
description:
  - Says in one sentence each, with the control and its clauses, what of a profile no setting of Exchange keeps, what
    was not looked at, and what goes round the settings.
  - Where a public hardening guide (STIG) asks for the opposite, that is said, too.
options:
  _input:
    description: The merged profile.
    type: dict
    required: true
  seen:
    description:
      - C(hosts), whether Windows hosts were looked at; C(receive_connectors); C(forwarding), mailboxes with an outside
        forward; C(host_notes), sentences about hosts.
    type: dict
    required: true
seealso:
  - plugin: rasmi.mail.exchange_wishes
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show what stays uncovered
  ansible.builtin.debug:
    msg: "{{ lookup('rasmi.mail.standard', 'janm') | rasmi.mail.exchange_gaps(seen) }}"
"""

RETURN = r"""
_value:
  description: One sentence per gap, beginning with the control and its clauses.
  type: list
  elements: str
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_gaps import gaps


def exchange_gaps(standard: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    return gaps(standard, seen)


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_gaps": exchange_gaps}
