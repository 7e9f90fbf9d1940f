#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_owa_policy
short_description: A policy for Outlook on the web
version_added: 0.1.0
description:
  - Makes or changes an OWA mailbox policy. Which mailbox has it is an option of the mailbox.
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
  change_password:
    description: Whether users may change their password (C(ChangePasswordEnabled)).
    type: bool
  file_access_public:
    description: Whether attachments open on public computers (C(DirectFileAccessOnPublicComputersEnabled)).
    type: bool
  file_access_private:
    description: Whether attachments open on private computers (C(DirectFileAccessOnPrivateComputersEnabled)).
    type: bool
  offline:
    description: On which computers mail may be kept for offline use (C(AllowOfflineOn)).
    type: str
    choices: [AllComputers, NoComputers, PrivateComputersOnly]
  inbox_rules:
    description: Whether users may make inbox rules (C(RulesEnabled)).
    type: bool
  junk_email:
    description: Whether users manage their junk mail (C(JunkEmailEnabled)).
    type: bool
  instant_messaging:
    description: Whether instant messaging is shown (C(InstantMessagingEnabled)).
    type: bool
  recover_deleted_items:
    description: Whether users may recover deleted items (C(RecoverDeletedItemsEnabled)).
    type: bool
  delegate_access:
    description: Whether other mailboxes can be opened (C(DelegateAccessEnabled)).
    type: bool
  default_theme:
    description: Name of the theme (C(DefaultTheme)).
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
  - module: rasmi.mail.exchange_owa_policy_info
  - module: rasmi.mail.exchange_mailbox
"""

EXAMPLES = r"""
- name: The password can be changed, nothing is kept on public computers
  rasmi.mail.exchange_owa_policy:
    exchange: "{{ rasmi_mail_exchange }}"
    name: Default
    change_password: true
    file_access_public: false
    offline: PrivateComputersOnly
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
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import OWA_POLICY
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import manage
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    **object_spec(OWA_POLICY),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(OWA_POLICY, params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
