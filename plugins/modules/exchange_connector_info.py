#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_connector_info
short_description: Read connectors of an Exchange organisation
version_added: 0.1.0
description:
  - Reads one connector, those of a server, or all of a direction.
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
  direction:
    description: Which way the mail goes.
    type: str
    required: true
    choices: [receive, send]
  name:
    description: Name of the connector, with its server before it as C(EX01\Name) for a receive connector.
    type: str
  server:
    description: Only receive connectors of this server.
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
  - module: rasmi.mail.exchange_connector
"""

EXAMPLES = r"""
- name: Every receive connector of a server
  rasmi.mail.exchange_connector_info:
    exchange: "{{ rasmi_mail_exchange }}"
    direction: receive
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

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.look import connectors
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "direction": {"type": "str", "choices": ["receive", "send"], "required": True},
    "name": {"type": "str"},
    "server": {"type": "str"},
    "properties": {"type": "list", "elements": "str", "default": []},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return connectors(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
