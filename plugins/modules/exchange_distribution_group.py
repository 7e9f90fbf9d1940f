#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_distribution_group
short_description: A distribution group of an Exchange organisation, with its members
version_added: 0.1.0
description:
  - Makes, changes or removes a group.
  - Groups that belong to others are managed with the rights of an administrator, without becoming their owner.
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
    description: Name, at most 64 characters, or address of a group that is there.
    type: str
    required: true
  state:
    description: Whether the group should be there.
    type: str
    choices: [present, absent]
    default: present
  type:
    description: Kind of a new group.
    type: str
    choices: [distribution, security]
    default: distribution
  organizational_unit:
    description: Organisational unit of a new group, as a DN or a path.
    type: str
  members:
    description: Members by address, name, GUID or DN.
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
  alias:
    description: Alias, at most 64 characters (C(Alias)).
    type: str
  display_name:
    description: Name in address lists (C(DisplayName)).
    type: str
  primary_address:
    description: Primary address. The former one stays as a secondary address (C(PrimarySmtpAddress)).
    type: str
  addresses:
    description:
      - Secondary addresses. V(set) leaves the primary address and addresses of other kinds alone (C(EmailAddresses)).
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
  address_policy:
    description:
      - Whether an address policy of the organisation may write the addresses. Managing addresses turns it off unless
        it is given (C(EmailAddressPolicyEnabled)).
    type: bool
  managed_by:
    description: Owners, by address (C(ManagedBy)).
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
  join_restriction:
    description: Who may join (C(MemberJoinRestriction)).
    type: str
    choices: [Open, Closed, ApprovalRequired]
  depart_restriction:
    description: Who may leave (C(MemberDepartRestriction)).
    type: str
    choices: [Open, Closed]
  require_sender_authentication:
    description: Whether only senders who have logged in may write to it (C(RequireSenderAuthenticationEnabled)).
    type: bool
  accept_from:
    description: Who alone may write to it, by address (C(AcceptMessagesOnlyFromSendersOrMembers)).
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
  send_on_behalf:
    description: Who may send on its behalf, by address (C(GrantSendOnBehalfTo)).
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
  max_receive_size:
    description: Largest message that may be received (C(MaxReceiveSize)).
    type: str
  hidden:
    description: Whether address lists leave it out (C(HiddenFromAddressListsEnabled)).
    type: bool
  mail_tip:
    description: Text shown to who writes to it (C(MailTip)).
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
  - module: rasmi.mail.exchange_distribution_group_info
  - module: rasmi.mail.exchange_transport_rule
"""

EXAMPLES = r"""
- name: Broadcast group that only two senders may write to
  rasmi.mail.exchange_distribution_group:
    exchange: "{{ rasmi_mail_exchange }}"
    name: Semua Warga
    alias: semua.warga
    primary_address: semua.warga@anm.gov.my
    join_restriction: Closed
    require_sender_authentication: true
    accept_from:
      set: [korporat@anm.gov.my, razak.hamid@anm.gov.my]
    members:
      set: [razak.hamid@anm.gov.my, rosmawati.daud@anm.gov.my]

- name: A group that is not needed any more
  rasmi.mail.exchange_distribution_group:
    exchange: "{{ rasmi_mail_exchange }}"
    name: Kumpulan Lama
    state: absent
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

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.group import manage
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import LIST_RULES, LIST_SPEC, object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import GROUP
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "type": {"type": "str", "choices": ["distribution", "security"], "default": "distribution"},
    "organizational_unit": {"type": "str"},
    "members": {"type": "dict", "options": LIST_SPEC, "mutually_exclusive": LIST_RULES},
    **object_spec(GROUP),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
