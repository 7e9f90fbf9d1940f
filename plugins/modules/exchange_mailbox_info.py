#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_mailbox_info
short_description: Read mailboxes of an Exchange organisation
version_added: 0.1.0
description:
  - Reads one mailbox, all of them, or those with an override of their own.
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
  name:
    description: Name, address, GUID or DN. Not given, all are read.
    type: str
  overrides:
    description:
      - >-
        Only mailboxes with one of these. The server looks for them: a limit of its own, a forwarding address, no
        record of who opens it, quotas of its own.
    type: list
    elements: str
    choices: [max_send_size, max_receive_size, forwarding, audit, quota]
    default: []
  archive:
    description: Only mailboxes that have an archive.
    type: bool
    default: false
  clients:
    description: Also what clients the named mailbox may be opened by.
    type: bool
    default: false
  usage:
    description: Also size, number of items and last logon of the named mailbox.
    type: bool
    default: false
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
  - module: rasmi.mail.exchange_mailbox
"""

EXAMPLES = r"""
- name: Mailboxes whose own limit would break that of the organisation
  rasmi.mail.exchange_mailbox_info:
    exchange: "{{ rasmi_mail_exchange }}"
    overrides: [max_send_size, max_receive_size]
    properties: [PrimarySmtpAddress, MaxSendSize, MaxReceiveSize]
  register: overrides

- name: One mailbox
  rasmi.mail.exchange_mailbox_info:
    exchange: "{{ rasmi_mail_exchange }}"
    name: aminah.salleh@anm.gov.my
    clients: true
"""

RETURN = r"""
mailboxes:
  description: The mailboxes. Empty when the one that was named is not there.
  returned: success
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.look import OVERRIDES, mailboxes
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str"},
    "overrides": {"type": "list", "elements": "str", "choices": list(OVERRIDES), "default": []},
    "archive": {"type": "bool", "default": False},
    "clients": {"type": "bool", "default": False},
    "usage": {"type": "bool", "default": False},
    "properties": {"type": "list", "elements": "str", "default": []},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return mailboxes(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
