#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_mailbox_export
short_description: Export a mailbox, or what of it is old, to a PST file
version_added: 0.1.0
description:
  - Starts an export request, looks after it, or removes it when it has ended. The server does the work; the file is
    written to a share that the servers may write to.
  - The request is found again by its name, so running the task again starts no second one.
  - The role C(Mailbox Import Export) is in no role group by default; give it only while exports are approved.
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
  name:
    description: Name of the request.
    type: str
    required: true
  state:
    description: V(absent) removes the request, never the file.
    type: str
    choices: [present, absent]
    default: present
  path:
    description: File to write, as C(\\SERVER\SHARE\name.pst).
    type: str
  basis:
    description: Application or decision that asks for it. Needed to start one.
    type: str
  before:
    description: Only messages received before this day, as V(2026-01-01).
    type: str
  archive:
    description: Export the archive instead of the mailbox.
    type: bool
    default: false
  bad_items:
    description: Damaged items that may be left out.
    type: int
    default: 0
  wait:
    description: Wait until it has ended.
    type: bool
    default: false
  wait_timeout:
    description: Seconds to wait.
    type: int
    default: 3600
  force:
    description: With O(state=absent), also end a request that is still running.
    type: bool
    default: false
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
  - module: rasmi.mail.exchange_mailbox
  - module: rasmi.mail.exchange_archive
"""

EXAMPLES = r"""
- name: Mail from before this year, for the archive of the department
  rasmi.mail.exchange_mailbox_export:
    exchange: "{{ rasmi_mail_exchange }}"
    mailbox: korporat@anm.gov.my
    name: korporat-2025
    path: \\arkib.anm.gov.my\pst\korporat-2025.pst
    before: "2026-01-01"
    basis: ANM-2026-0210
"""

RETURN = r"""
mailbox:
  description: Mailbox that the task named.
  returned: success
  type: str
name:
  description: Name of the request.
  returned: success
  type: str
path:
  description: The file.
  returned: success
  type: str
status:
  description: What the server says of the request, for example C(Queued) or C(Completed).
  returned: success
  type: str
percent:
  description: How much is done, as far as the server was asked.
  returned: success
  type: int
request:
  description: GUID of the request.
  returned: success
  type: str
basis:
  description: What it rests on, as the task gave it.
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

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.export import export
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "mailbox": {"type": "str", "required": True},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "path": {"type": "str"},
    "basis": {"type": "str"},
    "before": {"type": "str"},
    "archive": {"type": "bool", "default": False},
    "bad_items": {"type": "int", "default": 0},
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": 3600},
    "force": {"type": "bool", "default": False},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Start, look after or remove the request; check mode stops before the first write."""
    return export(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
