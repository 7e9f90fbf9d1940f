#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_mailbox_database
short_description: Quotas and retention of a mailbox database on Exchange
version_added: 0.1.0
description:
  - Changes a database that is there. Databases are made and removed by an administrator.
  - Quotas of a database hold for every mailbox that has none of its own.
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
    description: Name of the database.
    type: str
    required: true
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
  recoverable_items_quota:
    description: Largest size of deleted items that can be recovered (C(RecoverableItemsQuota)).
    type: str
  recoverable_items_warning_quota:
    description: Size of them from which a warning is logged (C(RecoverableItemsWarningQuota)).
    type: str
  mailbox_retention:
    description: How long a disabled or removed mailbox is kept, for example V(90 days) (C(MailboxRetention)).
    type: str
  deleted_item_retention:
    description: How long deleted items are kept (C(DeletedItemRetention)).
    type: str
  retain_until_backup:
    description: Whether nothing is purged before a backup has it (C(RetainDeletedItemsUntilBackup)).
    type: bool
  circular_logging:
    description: Whether logs are overwritten without a backup (C(CircularLoggingEnabled)).
    type: bool
  mount_at_startup:
    description: Whether it is mounted when the server starts (C(MountAtStartup)).
    type: bool
  offline_address_book:
    description: Offline address book; empty for the default (C(OfflineAddressBook)).
    type: str
  journal_recipient:
    description: Recipient of a copy of everything, by address; empty for none (C(JournalRecipient)).
    type: str
  excluded_from_provisioning:
    description: Whether new mailboxes go elsewhere unless they name it (C(IsExcludedFromProvisioning)).
    type: bool
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
  - module: rasmi.mail.exchange_mailbox_database_info
  - module: rasmi.mail.exchange_mailbox
"""

EXAMPLES = r"""
- name: Mail is refused at 2 GB, and a disabled mailbox can be brought back for 90 days
  rasmi.mail.exchange_mailbox_database:
    exchange: "{{ rasmi_mail_exchange }}"
    name: DB01
    issue_warning_quota: 1800 MB
    prohibit_send_quota: 1900 MB
    prohibit_send_receive_quota: 2 GB
    mailbox_retention: 90 days
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
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import DATABASE
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import manage
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    **object_spec(DATABASE),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(DATABASE, params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
