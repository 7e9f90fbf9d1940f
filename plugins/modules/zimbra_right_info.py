#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_right_info
short_description: Read who may do what to an object of a Zimbra site
version_added: 0.1.0
description:
  - Reads the rights that are granted on one object over the admin service.
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
    description: Return only the rights of this one.
    type: dict
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
  - module: rasmi.mail.zimbra_right
"""

EXAMPLES = r"""
- name: Who may do what in the domain
  rasmi.mail.zimbra_right_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    target:
      type: domain
      name: kelantan.gov.my
  register: domain_rights
"""

RETURN = r"""
grants:
  description: The grants on the object, sorted by right.
  returned: success
  type: list
  elements: dict
  contains:
    right:
      description: Name of the right.
      type: str
    grantee_type:
      description: C(usr), C(grp) or another kind.
      type: str
    grantee:
      description: Name of the grantee; empty when it is no longer there.
      type: str
    grantee_id:
      description: Id of the grantee.
      type: str
    modifier:
      description: C(none), C(deny), C(can_delegate), C(sub_domain) or C(no_sub_groups).
      type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.rights import TARGETS, info

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "target": {
        "type": "dict",
        "required": True,
        "options": {"type": {"type": "str", "choices": list(TARGETS), "required": True}, "name": {"type": "str"}},
    },
    "grantee": {
        "type": "dict",
        "options": {
            "type": {"type": "str", "choices": ["usr", "grp"], "default": "usr"},
            "name": {"type": "str", "required": True},
        },
    },
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return info(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
