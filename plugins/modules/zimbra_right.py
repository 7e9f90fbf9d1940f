#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_right
short_description: Delegated administration on a Zimbra site, who may do what
version_added: 0.1.0
description:
  - Grants rights on one object to one administrator, or revokes them.
  - Reads the rights of the object once and sends only those that are missing, or too many.
  - Rights that open other people's mailboxes (C(adminLoginAs), and ready-made combinations with it such as
    C(domainAdminRights)) are refused unless O(allow_inspection) is given.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  target:
    description: The object on which the rights are.
    type: dict
    required: true
    suboptions:
      type:
        description: Kind of the object.
        type: str
        choices: [domain, cos, server, account, dl, config, global]
        required: true
      name:
        description: Name of the object; not for V(config) and V(global), of which there is one.
        type: str
  grantee:
    description: Who has, or should have, the rights.
    type: dict
    required: true
    suboptions:
      type:
        description: V(usr) for an account, V(grp) for a distribution list of administrators.
        type: str
        choices: [usr, grp]
        default: usr
      name:
        description: Address, or id.
        type: str
        required: true
  rights:
    description:
      - Names of rights, for example V(getAccount), or V(set.account.displayName) for one attribute.
    type: list
    elements: str
  rights_set:
    description:
      - Sets of rights by name; what a set contains depends on O(target.type).
      - V(accounts) is what the whole life of accounts needs, and cannot open a mailbox; grant it on the domain and on
        each COS that accounts may get (V(domain), V(cos)).
      - V(lists) is for distribution lists of a V(domain).
      - V(settings) is for the settings of V(config), V(server), V(domain), V(cos) and V(global). It follows the
        server's source; where it proves not to be enough, settings need a global administrator.
    type: list
    elements: str
    choices: [accounts, lists, settings]
  modifier:
    description:
      - V(deny) forbids, V(can_delegate) lets the grantee pass the rights on, V(sub_domain) is for the domains below
        only, V(no_sub_groups) not for the lists in a list.
      - A right that is there with another modifier is changed. With O(state=absent) the modifier does not matter.
    type: str
    choices: [none, deny, can_delegate, sub_domain, no_sub_groups]
    default: none
  state:
    description:
      - Whether the grantee should have the rights. Other rights of the grantee stay.
    type: str
    choices: [present, absent]
    default: present
  allow_inspection:
    description:
      - Allow rights that open other people's mailboxes. The inspection of a mailbox needs an approval; keep such
        rights off every identity that a machine uses.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The rights of the grantee on the object, before and after.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.zimbra_right_info
  - module: rasmi.mail.zimbra_account
"""

EXAMPLES = r"""
- name: An identity for accounts that cannot open a mailbox
  rasmi.mail.zimbra_right:
    zimbra: "{{ rasmi_mail_zimbra }}"
    target:
      type: domain
      name: kelantan.gov.my
    grantee:
      name: rasmi-accounts@kelantan.gov.my
    rights_set: [accounts, lists]

- name: The tiers that it may give
  rasmi.mail.zimbra_right:
    zimbra: "{{ rasmi_mail_zimbra }}"
    target:
      type: cos
      name: rasmi_pengguna_biasa
    grantee:
      name: rasmi-accounts@kelantan.gov.my
    rights_set: [accounts]

- name: Take a right away that opens every mailbox
  rasmi.mail.zimbra_right:
    zimbra: "{{ rasmi_mail_zimbra }}"
    target:
      type: domain
      name: kelantan.gov.my
    grantee:
      name: rasmi-accounts@kelantan.gov.my
    rights: [adminLoginAs]
    state: absent
"""

RETURN = r"""
granted:
  description: Rights that were, or in check mode would be, granted.
  returned: success
  type: list
  elements: str
  sample: [createAccount, getAccount]
revoked:
  description: Rights that were, or in check mode would be, revoked.
  returned: success
  type: list
  elements: str
  sample: []
rights:
  description: All rights that the grantee then has on the object.
  returned: success
  type: list
  elements: str
  sample: [createAccount, getAccount]
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.rights import MODIFIERS, SETS, TARGETS, manage

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "target": {
        "type": "dict",
        "required": True,
        "options": {"type": {"type": "str", "choices": list(TARGETS), "required": True}, "name": {"type": "str"}},
    },
    "grantee": {
        "type": "dict",
        "required": True,
        "options": {
            "type": {"type": "str", "choices": ["usr", "grp"], "default": "usr"},
            "name": {"type": "str", "required": True},
        },
    },
    "rights": {"type": "list", "elements": "str"},
    "rights_set": {"type": "list", "elements": "str", "choices": list(SETS)},
    "modifier": {"type": "str", "choices": ["none", *MODIFIERS], "default": "none"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "allow_inspection": {"type": "bool", "default": False},
}
RULES: dict[str, Any] = {"required_one_of": [("rights", "rights_set")]}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Grant or revoke; check mode stops before the first write."""
    return manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
