#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_distribution_list
short_description: A distribution list of a Zimbra site and its members
version_added: 0.1.0
description:
  - Makes, changes, renames or deletes a static distribution list over the admin service.
  - >-
    Each wish is compared with what the object itself has, by meaning: V(1d) is V(24h), V(10 MB) is V(10485760), the
    order of a list is nothing. Only what differs is sent, in one request.
  - Names and values are checked against Zimbra's attribute table and the server's version before anything is sent.
  - Members may be any addresses, also outside the site. The case of letters is nothing.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
  - rasmi.mail.zimbra_attributes
options:
  zimbra:
    required: true
  name:
    description:
      - Address of the list. An alias of a list is refused, so that another list is never meant by mistake.
    type: str
    required: true
  id:
    description:
      - Id of the list, to rename it to O(name).
    type: str
  state:
    description:
      - Whether the list should be there.
    type: str
    choices: [present, absent]
    default: present
  members:
    description:
      - Addresses of the members.
    type: dict
    suboptions: &listed
      set:
        description: The whole list.
        type: list
        elements: str
      add:
        description: Values that must be among it; others stay.
        type: list
        elements: str
      remove:
        description: Values that must not be among it.
        type: list
        elements: str
  aliases:
    description:
      - Secondary addresses of the list.
    type: dict
    suboptions: *listed
  display_name:
    description:
      - Name that people see (C(displayName)).
    type: str
  description:
    description:
      - Description.
    type: str
  notes:
    description:
      - Notes of administrators, at most 1024 characters (C(zimbraNotes)).
    type: str
  hide_in_gal:
    description:
      - Whether the address book of the domain leaves it out (C(zimbraHideInGal)).
    type: bool
  mail_status:
    description:
      - Whether the list takes mail (C(zimbraMailStatus)).
    type: str
    choices: [enabled, disabled]
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The attributes that differ, before and after. Secrets are hidden.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.zimbra_distribution_list_info
"""

EXAMPLES = r"""
- name: A list with these members, whatever it had before
  rasmi.mail.zimbra_distribution_list:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: hebahan@kelantan.gov.my
    display_name: Hebahan
    members:
      set:
        - aminah.salleh@kelantan.gov.my
        - media@example.com

- name: One more member, and one less
  rasmi.mail.zimbra_distribution_list:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: hebahan@kelantan.gov.my
    members:
      add: [razak.hamid@kelantan.gov.my]
      remove: [media@example.com]
"""

RETURN = r"""
id:
  description: Id of the list on the server; empty while it is not there.
  returned: success
  type: str
name:
  description: Name of the list.
  returned: success
  type: str
changes:
  description: What was, or in check mode would be, changed. Values of secret attributes are hidden.
  returned: success
  type: list
  elements: dict
  contains:
    attribute:
      description: Attribute, or C(name), C(members), C(aliases), C(password).
      type: str
    before:
      description: Values before; empty when there was none.
      type: list
      elements: str
    after:
      description: Values after; empty when it is removed.
      type: list
      elements: str
  sample: [{attribute: members, before: [a@kelantan.gov.my], after: [a@kelantan.gov.my, b@kelantan.gov.my]}]
restart:
  description:
    - Daemons that heed the changed attributes only after a restart, as Zimbra names them (C(mailbox), C(mta),
      C(nginxproxy), C(antispam)). Nothing is restarted by this module.
  returned: success
  type: list
  elements: str
  sample: []
members:
  description: Number of members that the deleted list had.
  returned: when O(state=absent) and the list was there
  type: int
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import LIST_SPEC, object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.run import manage

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "name": {"type": "str", "required": True},
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "members": {"type": "dict", "options": LIST_SPEC, "mutually_exclusive": [("set", "add"), ("set", "remove")]},
    "aliases": {"type": "dict", "options": LIST_SPEC, "mutually_exclusive": [("set", "add"), ("set", "remove")]},
    **object_spec("distribution_list"),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage("distribution_list", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
