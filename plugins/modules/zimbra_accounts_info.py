#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_accounts_info
short_description: Read the mail accounts of a Zimbra server
version_added: 0.1.0
description:
  - Reads every account, tombstone and distribution list of a Zimbra server in one paged search, managed attributes
    only.
  - Administrators and the server's own accounts are left out, unless this collection manages them.
  - An answer that the server did not call whole is an error, never a shorter list.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.scope
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  scope:
    description: The part to return. Everything when not given.
  dest:
    description:
      - File to write the accounts to (JSON, readable by its owner only), instead of returning them.
      - Use it for more than some hundred accounts; 10,000 dictionaries in a result cost Ansible a second.
    type: path
  details:
    description:
      - Write into O(dest) besides what an account has of its own (status, class of service, marks, preferences, rights
        on its mailbox), the password policy that is in force for it, and every distribution list with its members.
      - O(dest) is then one object with C(accounts), C(groups) and C(server), as M(rasmi.mail.restore_drill) takes it.
        No password and no hash is in it.
      - Needs an identity that may read every attribute, such as the one for settings.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: Nothing is changed either way; O(dest) is written in check mode as well.
  diff_mode:
    support: N/A
    description: Nothing is changed.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.zimbra_accounts
"""

EXAMPLES = r"""
- name: Count the accounts of one unit
  rasmi.mail.zimbra_accounts_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    scope:
      units: [bptm]
  register: directory

- name: Keep a copy of the directory
  rasmi.mail.zimbra_accounts_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    dest: "{{ rasmi_mail_state_dir }}/directory.json"

- name: Read everything that a restoration must bring back
  rasmi.mail.zimbra_accounts_info:
    zimbra: "{{ rasmi_mail_zimbra_settings }}"
    dest: "{{ rasmi_mail_state_dir }}/backup/drill-before.json"
    details: true
"""

RETURN = r"""
count:
  description: Number of accounts, tombstones included.
  returned: success
  type: int
managed:
  description: Number of accounts with our ownership marker.
  returned: success
  type: int
states:
  description: Number of accounts by state.
  returned: success
  type: dict
  sample: {active: 40, suspended: 2}
generation:
  description: Fencing token of the server.
  returned: success
  type: int
groups:
  description: Addresses of the groups.
  returned: success
  type: list
  elements: str
accounts:
  description: The accounts, when O(dest) is not given.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The server's immutable identity (zimbraId).
      type: str
    fields:
      description: The managed fields, as in the O(ignore:accounts) option of M(rasmi.mail.zimbra_accounts).
      type: dict
    managed:
      description: Whether the account has our ownership marker.
      type: bool
    basis:
      description: Application or rule that decided the last change.
      type: str
    locked_at:
      description: Time of the lock after failed logins, empty when not locked.
      type: str
    must_change:
      description: Whether the temporary password has not been changed yet.
      type: bool
    password_changed_at:
      description: Time of the last change of the password.
      type: str
    last_login_at:
      description:
        - Time of the last successful login, as exact as the server's C(zimbraLastLogonTimestampFrequency) allows.
      type: str
    created_at:
      description: Time when the account was made.
      type: str
    suspended_on:
      description: Day of our own suspension.
      type: str
    handle:
      description: Always empty; the server finds an account by its id.
      type: str
dest:
  description: Path of the file, when O(dest) is given.
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applying import accounts_info
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import SCOPE_SPEC, ZIMBRA_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "scope": {"type": "dict", "options": SCOPE_SPEC},
    "dest": {"type": "path"},
    "details": {"type": "bool", "default": False},
}
RULES: dict[str, Any] = {"required_if": [("details", True, ["dest"])]}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read; nothing is changed."""
    return accounts_info("zimbra", params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
