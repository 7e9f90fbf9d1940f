#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_virtual_directory_info
short_description: Read virtual directories of Exchange servers
version_added: 0.1.0
description:
  - Reads the virtual directories of a kind, of one server or of all.
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
    description: Which virtual directory.
    type: str
    required: true
    choices: [owa, ecp, ews, activesync, mapi, oab, powershell, autodiscover]
  server:
    description: Only of this server.
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
  - module: rasmi.mail.exchange_virtual_directory
"""

EXAMPLES = r"""
- name: How Outlook on the web is reached
  rasmi.mail.exchange_virtual_directory_info:
    exchange: "{{ rasmi_mail_exchange }}"
    type: owa
    server: EX01
"""

RETURN = r"""
objects:
  description: The objects. Empty when the one that was named is not there.
  returned: success
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.look import virtual_directories
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import DIRECTORIES
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "type": {"type": "str", "choices": list(DIRECTORIES), "required": True},
    "server": {"type": "str"},
    "properties": {"type": "list", "elements": "str", "default": []},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return virtual_directories(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
