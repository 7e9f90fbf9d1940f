#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ad_password_policy_info
short_description: Read the password and lockout policies of Active Directory
version_added: 0.1.0
description:
  - Reads the policy of the domain, every fine-grained one, and the one that holds for an account.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3 >= 2.9
extends_documentation_fragment:
  - rasmi.mail.directory
options:
  account:
    description: Account to say the policy of, as sAMAccountName, UPN, address, DN or objectGUID.
    type: str
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
  - module: rasmi.mail.ad_password_policy
"""

EXAMPLES = r"""
- name: What holds for the officer
  rasmi.mail.ad_password_policy_info:
    directory:
      url: ldaps://dc1.anm.gov.my
      user: rasmi-policy@anm.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/directory"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    account: rosmawati.daud@anm.gov.my
  register: seen
"""

RETURN = r"""
windows:
  description: False on Samba, where no group policy overwrites the policy of the domain.
  returned: success
  type: bool
domain:
  description: The policy of the domain, by the options of M(rasmi.mail.ad_password_policy).
  returned: success
  type: dict
psos:
  description: The fine-grained policies.
  returned: success
  type: list
  elements: dict
holds:
  description: What holds for O(account), with the name of the fine-grained policy, empty for that of the domain.
  returned: when O(account) is given
  type: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import DIRECTORY_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_policy

ARGUMENT_SPEC: dict[str, Any] = {
    "directory": {"type": "dict", "required": True, "options": DIRECTORY_SPEC},
    "account": {"type": "str"},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read; nothing is changed."""
    return ad_policy.info(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
