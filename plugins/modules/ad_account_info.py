#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ad_account_info
short_description: Read the state of accounts of Active Directory
version_added: 0.1.0
description:
  - Says of each account whether it is enabled, locked, expired, and when it was last used.
  - The last logon is a span of 14 days (RV(accounts[].last_logon_from), RV(accounts[].last_logon_to)), because the
    directory notes it no more exactly.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3 >= 2.9
extends_documentation_fragment:
  - rasmi.mail.directory
options:
  accounts:
    description: The accounts, as sAMAccountName, UPN, address, DN or objectGUID.
    type: list
    elements: str
    required: true
attributes:
  check_mode:
    support: full
    description: Nothing is changed either way.
  diff_mode:
    support: N/A
    description: Nothing is changed.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.ad_account
"""

EXAMPLES = r"""
- name: Who of them is locked
  rasmi.mail.ad_account_info:
    directory:
      url: ldaps://dc1.anm.gov.my
      user: rasmi-policy@anm.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/directory"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    accounts: [rosmawati.daud@anm.gov.my, pengimbas]
  register: seen
"""

RETURN = r"""
accounts:
  description: One row for each of O(accounts), in the same order.
  returned: success
  type: list
  elements: dict
  contains:
    guid:
      description: The immutable id (objectGUID).
      type: str
    name:
      description: sAMAccountName.
      type: str
    enabled:
      description: Whether the account may log in.
      type: bool
    locked:
      description: Whether failed logins have locked it.
      type: bool
    locked_at:
      description: When it was locked, empty when it is not.
      type: str
    failures:
      description: Failed logins that this domain controller has counted.
      type: int
    must_change:
      description: Whether the password must be changed.
      type: bool
    password_expired:
      description: Whether the password is too old.
      type: bool
    last_logon_from:
      description: The account was last used at this time or later; empty when it never was.
      type: str
    last_logon_to:
      description: The account was last used at this time or earlier.
      type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import DIRECTORY_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_account

ARGUMENT_SPEC: dict[str, Any] = {
    "directory": {"type": "dict", "required": True, "options": DIRECTORY_SPEC},
    "accounts": {"type": "list", "elements": "str", "required": True},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read; nothing is changed."""
    return ad_account.info(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
