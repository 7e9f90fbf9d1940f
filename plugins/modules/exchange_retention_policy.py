#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_retention_policy
short_description: A retention policy of an Exchange organisation, with its tags
version_added: 0.1.0
description:
  - Makes or changes the tags of O(tag_definitions), then the policy. A tag is never removed.
  - The policies of the product itself are never removed.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - pypsrp >= 0.9
extends_documentation_fragment:
  - rasmi.mail.exchange
options:
  exchange:
    required: true
  name:
    description: Name of the policy.
    type: str
    required: true
  state:
    description: Whether the policy should be there.
    type: str
    choices: [present, absent]
    default: present
  tags:
    description: Tags that it links to, by name (C(RetentionPolicyTagLinks)).
    type: dict
    suboptions:
      set:
        description: The whole list.
        type: list
        elements: str
      add:
        description: Values to add; others stay.
        type: list
        elements: str
      remove:
        description: Values to take out; others stay.
        type: list
        elements: str
  tag_definitions:
    description: Tags that should be there, and how.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the tag.
        type: str
        required: true
      type:
        description: Which items it is for; cannot be changed.
        type: str
        default: All
      action:
        description: What happens to them.
        type: str
        choices: [DeleteAndAllowRecovery, PermanentlyDelete, MoveToArchive, MarkAsPastRetentionLimit]
      age:
        description: After how long, for example V(365 days).
        type: str
      enabled:
        description: Whether it acts.
        type: bool
      comment:
        description: Comment.
        type: str
  parameters:
    description:
      - Further parameters of the cmdlet by their own names, with the values that they shall have.
      - A list parameter takes a list, or a dictionary with C(set), C(add) and C(remove). An empty text or list
        empties it. One without a value (null) is not managed.
      - Every name, value and version is checked against a table of the cmdlets before anything is sent.
    type: dict
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The settings that differ, before and after.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.exchange_retention_policy_info
  - module: rasmi.mail.exchange_archive
"""

EXAMPLES = r"""
- name: Everything older than a year goes to the archive
  rasmi.mail.exchange_retention_policy:
    exchange: "{{ rasmi_mail_exchange }}"
    name: Arkib 1 tahun
    tag_definitions:
      - name: Ke arkib selepas 365 hari
        action: MoveToArchive
        age: 365 days
        enabled: true
    tags:
      set: [Ke arkib selepas 365 hari]
"""

RETURN = r"""
guid:
  description: GUID of the object; empty while it is not there.
  returned: success
  type: str
name:
  description: Name that the task gave.
  returned: success
  type: str
changes:
  description: What was, or in check mode would be, changed.
  returned: success
  type: list
  elements: dict
  contains:
    object:
      description: Name of the tag or policy.
      type: str
    setting:
      description: Parameter of the cmdlet, or what else was changed.
      type: str
    before:
      description: Values before; empty when there was none.
      type: list
      elements: str
    after:
      description: Values after; empty when there is none.
      type: list
      elements: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import (
    RETENTION_POLICY,
    RETENTION_TAG,
)
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.retention import manage
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "tag_definitions": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "type": {"type": "str", "default": "All"},
            **{row.option: row.spec() for row in RETENTION_TAG.table},
        },
    },
    **object_spec(RETENTION_POLICY),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
