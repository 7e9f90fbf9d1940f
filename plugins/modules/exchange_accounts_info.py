#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_accounts_info
short_description: Read the mail accounts of an Exchange organisation
version_added: 0.1.0
description:
  - Reads every mailbox, tombstone and distribution group below O(exchange.directory.base) from Active Directory in one
    paged search, managed attributes only. No cmdlet is sent.
  - The system's own mailboxes are left out.
  - An answer that the domain controller did not call whole is an error, never a shorter list.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3 >= 2.9
extends_documentation_fragment:
  - rasmi.mail.scope
  - rasmi.mail.exchange
options:
  exchange:
    required: true
  scope:
    description: The part to return. Everything when not given.
  dest:
    description:
      - File to write the accounts to (JSON, readable by its owner only), instead of returning them.
      - Use it for more than some hundred accounts; 10,000 dictionaries in a result cost Ansible a second.
    type: path
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
  - module: rasmi.mail.exchange_accounts
"""

EXAMPLES = r"""
- name: Count the accounts of one unit
  rasmi.mail.exchange_accounts_info:
    exchange: "{{ rasmi_mail_exchange }}"
    scope:
      units: [bptm]
  register: directory

- name: Keep a copy of the directory
  rasmi.mail.exchange_accounts_info:
    exchange: "{{ rasmi_mail_exchange }}"
    dest: "{{ rasmi_mail_state_dir }}/directory.json"
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
      description: The immutable identity (objectGUID).
      type: str
    fields:
      description: The managed fields, as in the O(ignore:accounts) option of M(rasmi.mail.exchange_accounts).
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
        - Time of the last logon, which may have been up to 14 days later; Active Directory notes it no more exactly.
      type: str
    created_at:
      description: Time when the account was made.
      type: str
    suspended_on:
      description: Day of our own suspension.
      type: str
    handle:
      description: DN of the user.
      type: str
dest:
  description: Path of the file, when O(dest) is given.
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applying import accounts_info
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC, SCOPE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "scope": {"type": "dict", "options": SCOPE_SPEC},
    "dest": {"type": "path"},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read; nothing is changed."""
    return accounts_info("exchange", params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
