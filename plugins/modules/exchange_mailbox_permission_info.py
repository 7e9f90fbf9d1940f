#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_mailbox_permission_info
short_description: Read who may open a mailbox on Exchange
version_added: 0.1.0
description:
  - Reads the explicit rights on a mailbox, without those of its owner and of the servers.
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
  mailbox:
    description: Address, alias, GUID or DN of the mailbox.
    type: str
    required: true
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
  - module: rasmi.mail.exchange_mailbox_permission
"""

EXAMPLES = r"""
- name: Who may open it
  rasmi.mail.exchange_mailbox_permission_info:
    exchange: "{{ rasmi_mail_exchange }}"
    mailbox: korporat@anm.gov.my
"""

RETURN = r"""
mailbox:
  description: Mailbox that the task named.
  returned: success
  type: str
rights:
  description: Who has which right, as the server names them.
  returned: success
  type: list
  elements: dict
  contains:
    user:
      description: Name of the person or group.
      type: str
    right:
      description: C(full_access) or C(send_as).
      type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.look import permissions
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "mailbox": {"type": "str", "required": True},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return permissions(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
