#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_settings
short_description: Settings of an Exchange organisation or server that have no module of their own
version_added: 0.1.0
description:
  - Sets parameters of one Set- cmdlet, by their own names, where they differ.
  - Every name, value and version is checked against a table of the cmdlets before anything is sent.
  - An accepted domain or a mobile policy is made when it is not there; nothing else is, and nothing is ever removed.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - pypsrp >= 0.9
extends_documentation_fragment:
  - rasmi.mail.exchange
options:
  exchange:
    required: true
  type:
    description: Which settings.
    type: str
    required: true
    choices:
      - organization
      - admin_audit_log
      - malware_filter_policy
      - malware_filtering_server
      - content_filter
      - sender_filter
      - sender_id
      - recipient_filter
      - remote_domain
      - accepted_domain
      - pop
      - imap
      - transport_service
      - frontend_transport_service
      - outlook_anywhere
      - client_access_service
      - mobile_policy
  name:
    description: Name of the object; of the server for V(pop) and V(imap). Not given where there is only one.
    type: str
  settings:
    description:
      - Parameters with the values that they shall have. A list parameter takes a list, or a dictionary with C(set),
        C(add) and C(remove). An empty text or list empties it. One without a value (null) is not managed.
    type: dict
    required: true
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The settings that differ, before and after.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.exchange_settings_info
"""

EXAMPLES = r"""
- name: Administrators are audited, for 90 days
  rasmi.mail.exchange_settings:
    exchange: "{{ rasmi_mail_exchange }}"
    type: admin_audit_log
    settings:
      AdminAuditLogEnabled: true
      AdminAuditLogAgeLimit: 90 days

- name: Nothing is forwarded automatically to the outside
  rasmi.mail.exchange_settings:
    exchange: "{{ rasmi_mail_exchange }}"
    type: remote_domain
    name: Default
    settings:
      AutoForwardEnabled: false

- name: POP only after an encrypted login
  rasmi.mail.exchange_settings:
    exchange: "{{ rasmi_mail_exchange }}"
    type: pop
    name: EX01
    settings:
      LoginType: SecureLogin
"""

RETURN = r"""
guid:
  description: GUID of the object; empty while it is not there.
  returned: success
  type: str
name:
  description: Name that the task gave.
  returned: success
  type: str
changes:
  description: What was, or in check mode would be, changed.
  returned: success
  type: list
  elements: dict
  contains:
    setting:
      description: Parameter of the cmdlet, or what else was changed.
      type: str
    before:
      description: Values before; empty when there was none.
      type: list
      elements: str
    after:
      description: Values after; empty when there is none.
      type: list
      elements: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import SETTINGS
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import settings
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "type": {"type": "str", "choices": list(SETTINGS), "required": True},
    "name": {"type": "str"},
    "settings": {"type": "dict", "required": True},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return settings(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
