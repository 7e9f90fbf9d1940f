# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what goes round the standard on a Zimbra whose settings all keep it."""

from __future__ import annotations

DOCUMENTATION = r"""
name: zimbra_gaps
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: What goes round the standard on a Zimbra whose settings keep it
version_added: 1.0.0
description:
  - Compares what was read from a Zimbra with what P(rasmi.mail.zimbra_settings#filter) asks for, and says in one
    sentence each what the settings do not govern.
  - Those are forwards that exist, values that accounts have of their own, classes of service without the policy, a
    directory that checks passwords itself, filters without a package, missing signing keys, delegated rights that open
    mailboxes, and services that wait for a restart.
options:
  _input:
    description: The result of P(rasmi.mail.zimbra_settings#filter).
    type: dict
    required: true
  seen:
    description:
      - C(servers), C(domains), C(accounts) as the info modules give them; C(unassigned), a number of accounts;
        C(elsewhere) and C(inspectors), names; C(signed), domain to true or false; C(due), daemons.
    type: dict
    required: true
seealso:
  - plugin: rasmi.mail.zimbra_settings
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show what stays uncovered
  ansible.builtin.debug:
    msg: "{{ settings | rasmi.mail.zimbra_gaps(seen) }}"
"""

RETURN = r"""
_value:
  description: One sentence per gap, beginning with the control and its clauses.
  type: list
  elements: str
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.gaps import gaps, lines


def zimbra_gaps(found: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    return lines(gaps(found, seen))


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"zimbra_gaps": zimbra_gaps}
