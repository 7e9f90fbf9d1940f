#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_transport_rule
short_description: A rule for mail that passes through an Exchange organisation
version_added: 0.1.0
description:
  - Makes, changes or removes a transport rule. Rules reach the servers through Active Directory and act after some
    minutes.
  - An empty text or list takes a condition away.
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
    description: Name, at most 64 characters.
    type: str
    required: true
  state:
    description: Whether the rule should be there.
    type: str
    choices: [present, absent]
    default: present
  enabled:
    description: Whether the rule is on.
    type: bool
  sent_to:
    description: Messages to these recipients, by address (C(SentTo)).
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
  sent_to_member_of:
    description: Messages to members of these groups (C(SentToMemberOf)).
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
  sent_to_scope:
    description: Messages to the inside or the outside (C(SentToScope)).
    type: str
    choices: [InOrganization, NotInOrganization]
  from_addresses:
    description: Messages from these senders (C(From)).
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
  from_member_of:
    description: Messages from members of these groups (C(FromMemberOf)).
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
  from_scope:
    description: Messages from the inside or the outside (C(FromScope)).
    type: str
    choices: [InOrganization, NotInOrganization]
  subject_contains:
    description: Messages whose subject has one of these words (C(SubjectContainsWords)).
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
  message_types:
    description: Messages of this type, for example V(AutoForward) (C(MessageTypeMatches)).
    type: str
  attachment_size_over:
    description: Messages with an attachment larger than this (C(AttachmentSizeOver)).
    type: str
  message_size_over:
    description: Messages larger than this (C(MessageSizeOver)).
    type: str
  attachment_extensions:
    description: Messages with an attachment of these extensions (C(AttachmentExtensionMatchesWords)).
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
  except_subject_contains:
    description: Not messages whose subject has one of these words (C(ExceptIfSubjectContainsWords)).
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
  except_from:
    description: Not messages from these senders (C(ExceptIfFrom)).
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
  except_from_member_of:
    description: Not messages from members of these groups (C(ExceptIfFromMemberOf)).
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
  except_sent_to:
    description: Not messages to these recipients (C(ExceptIfSentTo)).
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
  prepend_subject:
    description: Put this before the subject; a blank at its end is kept (C(PrependSubject)).
    type: str
  reject_reason:
    description: Reject with this text, at most 256 characters (C(RejectMessageReasonText)).
    type: str
  reject_code:
    description:
      - Reject with this enhanced status code, V(5.7.1) or V(5.7.900) to V(5.7.999)
        (C(RejectMessageEnhancedStatusCode)).
    type: str
  delete_message:
    description: Drop the message silently (C(DeleteMessage)).
    type: bool
  blind_copy_to:
    description: Copy to these, unseen (C(BlindCopyTo)).
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
  stop_processing:
    description: No further rules after this one (C(StopRuleProcessing)).
    type: bool
  mode:
    description: Whether it acts (C(Mode)).
    type: str
    choices: [Audit, AuditAndNotify, Enforce]
  priority:
    description: Place among the rules, V(0) first (C(Priority)).
    type: int
  comments:
    description: Comment (C(Comments)).
    type: str
  active_from:
    description: Not before this time, for example V(2026-01-01T00:00:00+08:00) (C(ActivationDate)).
    type: str
  active_until:
    description: Not after this time (C(ExpiryDate)).
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
  - module: rasmi.mail.exchange_transport_rule_info
  - module: rasmi.mail.exchange_distribution_group
"""

EXAMPLES = r"""
- name: Broadcasts are marked in the subject, once
  rasmi.mail.exchange_transport_rule:
    exchange: "{{ rasmi_mail_exchange }}"
    name: Tanda hebahan
    sent_to_member_of:
      set: [semua.warga@anm.gov.my]
    prepend_subject: "[HEBAHAN JANM] "
    except_subject_contains:
      set: ["[HEBAHAN JANM]"]
    mode: Enforce
    enabled: true

- name: Large files go by the big-file service
  rasmi.mail.exchange_transport_rule:
    exchange: "{{ rasmi_mail_exchange }}"
    name: Lampiran besar
    attachment_size_over: 10 MB
    reject_reason: Lampiran melebihi 10 MB. Sila guna perkhidmatan fail besar.
    reject_code: 5.7.1
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
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import TRANSPORT_RULE
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import transport_rule
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "enabled": {"type": "bool"},
    **object_spec(TRANSPORT_RULE),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return transport_rule(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
