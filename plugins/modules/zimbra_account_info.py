#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_account_info
short_description: Read one account of a Zimbra site
version_added: 0.1.0
description:
  - Reads one account over the admin service. For all accounts use M(rasmi.mail.zimbra_accounts_info).
  - >-
    Values that the identity may not read are an error, and so is an answer without anything where something must
    be: they would pass for values that are not set.
  - The mailbox is not opened, and none is made for an account that never had one.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  name:
    description:
      - Address of the account, or one of its aliases.
    type: str
    required: true
  inherited:
    description:
      - Return what applies, inherited values included, instead of what the object itself has.
    type: bool
    default: false
  memberships:
    description:
      - Return the distribution lists too that the account is a direct member of.
    type: bool
    default: false
  usage:
    description:
      - Return the use of the quota too. The server gives it for the whole domain, so that it takes long for a large
        one.
    type: bool
    default: false
  attributes:
    description:
      - Names of the attributes to return. Not given, those that the options of the module for the object manage.
        V(*) returns all that the server shows; secrets are hidden.
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
  - module: rasmi.mail.zimbra_account
  - module: rasmi.mail.zimbra_accounts_info
"""

EXAMPLES = r"""
- name: The quota that applies to an account, and how much of it is used
  rasmi.mail.zimbra_account_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: aminah.salleh@kelantan.gov.my
    inherited: true
    usage: true
    attributes: [zimbraAccountStatus, zimbraMailQuota]
  register: aminah
"""

RETURN = r"""
accounts:
  description: The account. Empty when the one that was named is not there.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name.
      type: str
    id:
      description: Id on the server.
      type: str
    attributes:
      description: Attribute to value, a list where several are possible. One without a value is left out.
      type: dict
    memberships:
      description: Addresses of the lists.
      returned: with O(memberships)
      type: list
      elements: str
    usage:
      description: Bytes C(used) and C(quota) that applies, V(0) for none.
      returned: with O(usage)
      type: dict
  sample: [{name: aminah.salleh@kelantan.gov.my, id: 038a, attributes: {zimbraAccountStatus: active}}]
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.look import account

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "name": {"type": "str", "required": True},
    "inherited": {"type": "bool", "default": False},
    "memberships": {"type": "bool", "default": False},
    "usage": {"type": "bool", "default": False},
    "attributes": {"type": "list", "elements": "str", "default": []},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return account(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
