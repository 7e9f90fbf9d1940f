#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ad_account
short_description: Enable, disable or unlock an account of Active Directory
version_added: 0.1.0
description:
  - Changes the state of one account over LDAP; no Windows machine is needed.
  - An account is enabled or unlocked only with a O(basis), and one basis unlocks an account once. A lock that fell
    after it needs a decision of its own, so that a playbook that runs every day does not unlock anybody.
  - Accounts of administrators and of the system are left alone.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3 >= 2.9
extends_documentation_fragment:
  - rasmi.mail.directory
options:
  account:
    description: The account, as sAMAccountName, UPN, address, DN or objectGUID.
    type: str
    required: true
  state:
    description: Whether the account may log in. Not changed when not given.
    type: str
    choices: [enabled, disabled]
  must_change:
    description: Whether the password must be changed at the next logon. Not changed when not given.
    type: bool
  unlock:
    description: Lift a lock after failed logins, once for this O(basis).
    type: bool
    default: false
  basis:
    description: The decision or application that this rests on. Kept with the account.
    type: str
attributes:
  check_mode:
    support: full
    description: Everything but the writing.
  diff_mode:
    support: full
    description: The values that differ.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.ad_account_info
  - module: rasmi.mail.exchange_accounts
"""

EXAMPLES = r"""
- name: An officer who forgot the password was locked out; the helpdesk has a form
  rasmi.mail.ad_account:
    directory:
      url: ldaps://dc1.anm.gov.my
      user: rasmi-policy@anm.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/directory"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    account: rosmawati.daud@anm.gov.my
    unlock: true
    must_change: true
    basis: ANM.BPTM.600-1/2/7(12)

- name: Nobody logs in with this account
  rasmi.mail.ad_account:
    directory:
      url: ldaps://dc1.anm.gov.my
      user: rasmi-policy@anm.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/directory"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    account: pengimbas
    state: disabled
"""

RETURN = r"""
account:
  description: The state of the account, as it is now or would be.
  returned: success
  type: dict
  contains:
    guid:
      description: The immutable id (objectGUID).
      type: str
    enabled:
      description: Whether the account may log in.
      type: bool
    locked:
      description: Whether failed logins have locked it.
      type: bool
    must_change:
      description: Whether the password must be changed.
      type: bool
    basis:
      description: What the last change rested on.
      type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import DIRECTORY_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_account

ARGUMENT_SPEC: dict[str, Any] = {
    "directory": {"type": "dict", "required": True, "options": DIRECTORY_SPEC},
    "account": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["enabled", "disabled"]},
    "must_change": {"type": "bool"},
    "unlock": {"type": "bool", "default": False},
    "basis": {"type": "str"},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the account to what the task asks."""
    return ad_account.manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
