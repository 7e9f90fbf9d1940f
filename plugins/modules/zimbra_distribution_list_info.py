#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_distribution_list_info
short_description: Read the distribution lists of a Zimbra site
version_added: 0.1.0
description:
  - Reads one list or all of them, members included, over the admin service.
  - >-
    Values that the identity may not read are an error, and so is an answer without anything where something must
    be: they would pass for values that are not set.
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
      - Address of the list. Not given, all are read; none at all is an error then, because an identity without
        rights sees none.
    type: str
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
  - module: rasmi.mail.zimbra_distribution_list
"""

EXAMPLES = r"""
- name: Who is on a list
  rasmi.mail.zimbra_distribution_list_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: hebahan@kelantan.gov.my
  register: hebahan
"""

RETURN = r"""
lists:
  description: The distribution lists. Empty when the one that was named is not there.
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
    members:
      description: Addresses of the members, sorted.
      type: list
      elements: str
  sample: [{name: hebahan@kelantan.gov.my, id: b31a, attributes: {displayName: Hebahan}, members: [a@kelantan.gov.my]}]
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.look import look

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "name": {"type": "str"},
    "attributes": {"type": "list", "elements": "str", "default": []},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return {"lists": look("distribution_list", params)}


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
