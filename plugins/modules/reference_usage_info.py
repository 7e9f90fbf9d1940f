#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: reference_usage_info
short_description: What mailboxes of a reference server hold
version_added: 1.0.0
description:
  - Runs on the mail server. Asks Dovecot how many bytes the mailboxes of some accounts hold, as it counts them against
    their quotas, in one call for all of them.
  - M(rasmi.mail.account_plan) says in RV(rasmi.mail.account_plan#module:unmeasured) of which accounts it has to know.
    The role C(accounts) does both by itself.
author:
  - rasmi.mail contributors (@rasmi-mail)
options:
  users:
    description: Addresses of the accounts.
    type: list
    elements: str
    required: true
attributes:
  check_mode:
    support: full
    description: Nothing is changed.
  diff_mode:
    support: none
    description: Nothing is changed.
notes:
  - Needs to run as root. Dovecot goes on working.
seealso:
  - module: rasmi.mail.account_plan
"""

EXAMPLES = r"""
- name: Read what two mailboxes hold
  rasmi.mail.reference_usage_info:
    users:
      - ahmad.abdullah@kelantan.gov.my
      - faizal.rahim@kelantan.gov.my
  register: mailboxes
"""

RETURN = r"""
used:
  description:
    - Bytes by address, up to whole KiB. Whom Dovecot does not know, and whose mailbox it could not count, is left out;
      an empty mailbox is V(0).
  returned: success
  type: dict
  sample: {"ahmad.abdullah@kelantan.gov.my": 237568, "faizal.rahim@kelantan.gov.my": 5120}
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.rasmi.mail.plugins.module_utils._hosts import usage

ARGUMENT_SPEC: dict[str, Any] = {"users": {"type": "list", "elements": "str", "required": True}}


def main() -> None:
    """Entry point of the module."""
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    try:
        used = usage.usage_of(module.params["users"])
    except (usage.UsageError, OSError, ValueError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, used=used)


if __name__ == "__main__":
    main()
