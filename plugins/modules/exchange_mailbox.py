#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_mailbox
short_description: A mailbox of an Exchange organisation
version_added: 0.1.0
description:
  - Enables a mailbox on an account that is in Active Directory already, changes it, or disables it.
  - Disabling keeps the account and, for the time that the database retains it, the mailbox. Removing deletes the
    account in Active Directory as well, and is done only with O(remove_account) and the address repeated.
  - A mailbox on litigation hold or in-place hold is never disabled or removed.
  - The object is read first and named by its GUID from then on; only what differs is written.
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
    description: Address, user principal name, alias, GUID or DN of the account.
    type: str
    required: true
  state:
    description: Whether the account should have a mailbox. V(absent) disables it and needs O(basis).
    type: str
    choices: [present, absent]
    default: present
  type:
    description: Kind of the mailbox. Not given, a new one is regular and an existing one stays as it is.
    type: str
    choices: [regular, shared]
  database:
    description: Database of a new mailbox. An existing one is not moved.
    type: str
  basis:
    description: Application or decision that ends the mailbox.
    type: str
  remove_account:
    description: With O(state=absent), remove the mailbox together with the account in Active Directory.
    type: bool
    default: false
  confirm_removal:
    description: The primary address once more, when O(remove_account) is given.
    type: str
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
  use_database_quota:
    description:
      - Whether the database's quotas hold. Any quota of its own turns it off unless it is given
        (C(UseDatabaseQuotaDefaults)).
    type: bool
  issue_warning_quota:
    description:
      - Size from which the user is warned, for example V(270 MB), or V(unlimited) (C(IssueWarningQuota)).
    type: str
  prohibit_send_quota:
    description: Size from which nothing can be sent (C(ProhibitSendQuota)).
    type: str
  prohibit_send_receive_quota:
    description: Size from which mail is refused, too (C(ProhibitSendReceiveQuota)).
    type: str
  max_send_size:
    description:
      - Largest message that may be sent, encoded, for example V(14 MB), or V(unlimited) (C(MaxSendSize)).
    type: str
  max_receive_size:
    description: Largest message that may be received (C(MaxReceiveSize)).
    type: str
  recipient_limit:
    description: Most recipients of a message, or V(unlimited) (C(RecipientLimits)).
    type: str
  hidden:
    description: Whether address lists leave it out (C(HiddenFromAddressListsEnabled)).
    type: bool
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
  forward_to:
    description: Recipient of the organisation to forward to, by address; empty for none (C(ForwardingAddress)).
    type: str
  forward_to_address:
    description: Any address to forward to; empty for none (C(ForwardingSmtpAddress)).
    type: str
  deliver_and_forward:
    description: Whether forwarded mail is kept as well (C(DeliverToMailboxAndForward)).
    type: bool
  retention_policy:
    description: Name of the retention policy; empty for none (C(RetentionPolicy)).
    type: str
  single_item_recovery:
    description: Whether deleted items are kept from being purged by the user (C(SingleItemRecoveryEnabled)).
    type: bool
  litigation_hold:
    description:
      - Whether everything is kept for a legal matter. A mailbox on hold is never disabled or removed by this
        collection (C(LitigationHoldEnabled)).
    type: bool
  litigation_hold_duration:
    description: How long an item is held, for example V(365 days), or V(unlimited) (C(LitigationHoldDuration)).
    type: str
  audit:
    description: Whether accesses are recorded (C(AuditEnabled)).
    type: bool
  audit_age:
    description: How long the records are kept, for example V(90 days) (C(AuditLogAgeLimit)).
    type: str
  audit_admin:
    description: Operations of administrators that are recorded (C(AuditAdmin)).
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
  audit_delegate:
    description: Operations of delegates that are recorded (C(AuditDelegate)).
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
  audit_owner:
    description: Operations of the owner that are recorded (C(AuditOwner)).
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
  owa:
    description: Whether Outlook on the web may open it (C(OWAEnabled)).
    type: bool
  activesync:
    description: Whether mobile devices may open it (C(ActiveSyncEnabled)).
    type: bool
  ews:
    description: Whether Exchange Web Services may open it (C(EwsEnabled)).
    type: bool
  mapi:
    description: Whether Outlook may open it (C(MAPIEnabled)).
    type: bool
  pop:
    description: Whether POP may open it (C(PopEnabled)).
    type: bool
  imap:
    description: Whether IMAP may open it (C(ImapEnabled)).
    type: bool
  owa_policy:
    description: Name of the OWA mailbox policy; empty for none (C(OwaMailboxPolicy)).
    type: str
  mobile_policy:
    description: Name of the mobile device policy (C(ActiveSyncMailboxPolicy)).
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
  - module: rasmi.mail.exchange_mailbox_info
  - module: rasmi.mail.exchange_archive
  - module: rasmi.mail.exchange_mailbox_permission
"""

EXAMPLES = r"""
- name: A mailbox of 2 GB on an account that is there
  rasmi.mail.exchange_mailbox:
    exchange: "{{ rasmi_mail_exchange }}"
    name: aminah.salleh@anm.gov.my
    alias: aminah.salleh
    primary_address: aminah.salleh@anm.gov.my
    issue_warning_quota: 1800 MB
    prohibit_send_quota: 1900 MB
    prohibit_send_receive_quota: 2 GB
    audit: true

- name: No mail client may open it while the officer is away
  rasmi.mail.exchange_mailbox:
    exchange: "{{ rasmi_mail_exchange }}"
    name: razak.hamid@anm.gov.my
    owa: false
    activesync: false
    pop: false
    imap: false

- name: The officer has left; the account stays
  rasmi.mail.exchange_mailbox:
    exchange: "{{ rasmi_mail_exchange }}"
    name: bekas.pegawai@anm.gov.my
    state: absent
    basis: ANM-2026-0140
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
basis:
  description: What the change rests on, as the task gave it.
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.mailbox import manage
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import MAILBOX
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "type": {"type": "str", "choices": ["regular", "shared"]},
    "database": {"type": "str"},
    "basis": {"type": "str"},
    "remove_account": {"type": "bool", "default": False},
    "confirm_removal": {"type": "str"},
    **object_spec(MAILBOX),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
