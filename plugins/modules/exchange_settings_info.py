#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_settings_info
short_description: Read settings of an Exchange organisation or server
version_added: 0.1.0
description:
  - Reads the objects that M(rasmi.mail.exchange_settings) manages.
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
    description: Name of the object; of the server for V(pop) and V(imap). Not given, all are read.
    type: str
  properties:
    description:
      - Names of the properties to return. Not given, those that the module of the object manages. V(*) returns all.
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    support: full
    description: Nothing is written.
  diff_mode:
    support: none
    description: Nothing is written.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.exchange_settings
"""

EXAMPLES = r"""
- name: Whether anything is forwarded to the outside
  rasmi.mail.exchange_settings_info:
    exchange: "{{ rasmi_mail_exchange }}"
    type: remote_domain
    properties: [AutoForwardEnabled]
"""

RETURN = r"""
objects:
  description: The objects. Empty when the one that was named is not there.
  returned: success
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.look import look
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import SETTINGS
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "type": {"type": "str", "choices": list(SETTINGS), "required": True},
    "name": {"type": "str"},
    "properties": {"type": "list", "elements": "str", "default": []},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return look(SETTINGS[params["type"]], params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
