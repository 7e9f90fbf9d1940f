#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_mailbox_permission
short_description: Who may open a mailbox on Exchange, until when
version_added: 0.1.0
description:
  - Gives the rights of the approved grants, and takes those away whose last day has passed. Exchange itself knows no
    end date of a permission, so run it every day.
  - An inspection of a mailbox needs the approval of SUK or TSUK (R181).
  - Rights that the mailbox has beyond the grants are shown as drift, and taken away only with O(remove_others).
  - The mailbox is never mapped into the Outlook of who gets it.
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
  grants:
    description: All approved grants for the mailbox, past ones included.
    type: list
    elements: dict
    required: true
    suboptions:
      user:
        description: Who may open it, by address.
        type: str
        required: true
      rights:
        description: V(full_access) opens the mailbox, V(send_as) sends in its name.
        type: list
        elements: str
        choices: [full_access, send_as]
        default: [full_access]
      until:
        description: Last day, as V(2026-12-31). Exchange itself knows no end date.
        type: str
        required: true
      basis:
        description: Application or decision that it rests on.
        type: str
        required: true
      purpose:
        description:
          - V(inspection) is reading for audit or security, and needs O(grants[].approval) and O(grants[].approver).
        type: str
        choices: [delegation, inspection]
        default: delegation
      approval:
        description: Reference of the approval letter.
        type: str
      approver:
        description: Who approved the inspection.
        type: str
        choices: [suk, tsuk]
  remove_others:
    description: Take away explicit rights that no grant has given.
    type: bool
    default: false
  as_of:
    description: Day that decides, as V(2026-12-31); today when not given.
    type: str
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
  - module: rasmi.mail.exchange_mailbox_permission_info
"""

EXAMPLES = r"""
- name: A delegate for three months, and an inspection that has ended
  rasmi.mail.exchange_mailbox_permission:
    exchange: "{{ rasmi_mail_exchange }}"
    mailbox: korporat@anm.gov.my
    grants:
      - user: razak.hamid@anm.gov.my
        rights: [full_access, send_as]
        until: "2099-12-31"
        basis: ANM-2026-0201
      - user: rosmawati.daud@anm.gov.my
        until: "2026-01-31"
        basis: INS-2026-0003
        purpose: inspection
        approval: SUK.600-1/2 (14)
        approver: suk
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
granted:
  description: Rights that were given.
  returned: success
  type: list
  elements: dict
  sample: [{user: razak.hamid@anm.gov.my, right: full_access}]
removed:
  description: Rights that were taken away.
  returned: success
  type: list
  elements: dict
  sample: []
drift:
  description: Explicit rights that no grant has given, and that were left.
  returned: success
  type: list
  elements: dict
  sample: []
records:
  description: One entry for each grant, for the ledger.
  returned: success
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.permissions import RIGHTS, manage
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "mailbox": {"type": "str", "required": True},
    "grants": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "user": {"type": "str", "required": True},
            "rights": {"type": "list", "elements": "str", "choices": list(RIGHTS), "default": ["full_access"]},
            "until": {"type": "str", "required": True},
            "basis": {"type": "str", "required": True},
            "purpose": {"type": "str", "choices": ["delegation", "inspection"], "default": "delegation"},
            "approval": {"type": "str"},
            "approver": {"type": "str", "choices": ["suk", "tsuk"]},
        },
    },
    "remove_others": {"type": "bool", "default": False},
    "as_of": {"type": "str"},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
