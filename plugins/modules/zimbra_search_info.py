#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_search_info
short_description: Accounts or distribution lists of a Zimbra site that a filter finds
version_added: 0.2.0
description:
  - Searches the directory over the admin service, with paging to the end, for accounts or distribution lists.
  - The filter sees only values that an object has itself, never those that it inherits from its class of service.
  - >-
    Values that the identity may not read are an error. Nothing found is an error too when the identity is shown no
    account at all.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  type:
    description: What to search for.
    type: str
    choices: [account, distribution_list]
    default: account
  filter:
    description: LDAP filter; everything when it is not given.
    type: str
    default: ""
  domain:
    description: Only objects of this domain.
    type: str
  attributes:
    description: Names of the attributes to return. Names that no object has are silently without values.
    type: list
    elements: str
    default: []
  count_only:
    description: Only count, which costs the server far less.
    type: bool
    default: false
  limit:
    description: Return no more than so many of those that were found; V(0) returns all.
    type: int
    default: 0
attributes:
  check_mode:
    support: full
    description: Nothing is written.
  diff_mode:
    support: none
    description: Nothing is written.
seealso:
  - module: rasmi.mail.zimbra_account_info
  - module: rasmi.mail.zimbra_accounts_info
"""

EXAMPLES = r"""
- name: Whose mail is sent on to somewhere else
  rasmi.mail.zimbra_search_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    filter: (|(zimbraPrefMailForwardingAddress=*)(zimbraMailForwardingAddress=*))
    attributes: [zimbraPrefMailForwardingAddress, zimbraMailForwardingAddress]
  register: forwarded

- name: How many accounts have no class of service of their own
  rasmi.mail.zimbra_search_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    filter: (!(zimbraCOSId=*))
    domain: kelantan.gov.my
    count_only: true
  register: unassigned
"""

RETURN = r"""
count:
  description: Number of objects that match.
  returned: success
  type: int
  sample: 3
found:
  description: The objects, sorted by name. Empty with O(count_only).
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Address.
      type: str
    id:
      description: Id on the server.
      type: str
    attributes:
      description: Attribute to its own values. One without a value is left out; secrets are hidden.
      type: dict
  sample: [{name: aminah.salleh@kelantan.gov.my, id: 038a, attributes: {zimbraMailForwardingAddress: [a@example.com]}}]
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.finding import TYPES, find

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "type": {"type": "str", "choices": list(TYPES), "default": "account"},
    "filter": {"type": "str", "default": ""},
    "domain": {"type": "str"},
    "attributes": {"type": "list", "elements": "str", "default": []},
    "count_only": {"type": "bool", "default": False},
    "limit": {"type": "int", "default": 0},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return find(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
