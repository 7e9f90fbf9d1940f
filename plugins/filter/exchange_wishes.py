# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what a standard means for an Exchange organisation."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_wishes
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: What a written mail standard means for an Exchange organisation
version_added: 1.0.0
description:
  - Turns a merged profile, as the lookup P(rasmi.mail.standard#lookup) gives it, into what the exchange_* modules are
    told, one list per group, beside what was read of the organisation.
  - No value of a standard is written in the filter. What the profile does not ask for is left out, what is stricter
    already stays, and what cannot be set is said with its clauses.
options:
  _input:
    description: The merged profile.
    type: dict
    required: true
  seen:
    description:
      - What was read, as the info modules give it. C(servers) (names), C(receive_connectors), C(send_connectors),
        C(databases), C(directories) (kind to objects), C(outlook_anywhere), C(remote_domains), C(owa_policies),
        C(admin_audit_log), C(mailboxes) with a size of their own, C(unaudited) ones, C(archives) (mailboxes that
        have one), and C(recipients), names of the
        broadcast groups and senders that are there.
    type: dict
    required: true
  site:
    description:
      - What no clause decides, named as the options of the role C(exchange_standard) without its prefix.
    type: dict
    default: {}
seealso:
  - plugin: rasmi.mail.exchange_gaps
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show what would be set on the connectors
  ansible.builtin.debug:
    msg: "{{ (lookup('rasmi.mail.standard', 'janm') | rasmi.mail.exchange_wishes(seen)).connectors }}"
"""

RETURN = r"""
_value:
  description:
    - Group to a list of dictionaries with C(control), what names the object, and C(wish), options of the module.
    - C(uncovered) is one sentence per gap.
  type: dict
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_question import options
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_wishes import wishes


def exchange_wishes(
    standard: Mapping[str, Any], seen: Mapping[str, Any], site: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    try:
        return wishes(standard, options(site or {}), seen)
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.exchange_wishes: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_wishes": exchange_wishes}
