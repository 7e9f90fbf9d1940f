#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_transport_config
short_description: Limits of mail for a whole Exchange organisation
version_added: 0.1.0
description:
  - Sets the transport configuration of the organisation. Most limits count the encoded message; base64 makes files a
    third and more larger.
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
  max_send_size:
    description:
      - Largest message that may be sent in the organisation, encoded, for example V(14 MB), or V(unlimited)
        (C(MaxSendSize)).
    type: str
  max_receive_size:
    description: Largest message that may be received (C(MaxReceiveSize)).
    type: str
  max_recipients:
    description: Most recipients of a message, or V(unlimited) (C(MaxRecipientEnvelopeLimit)).
    type: str
  external_dsn_max_size:
    description:
      - Largest original that goes back with a notice to the outside (C(ExternalDsnMaxMessageAttachSize)).
    type: str
  internal_dsn_max_size:
    description: Largest original that goes back with a notice inside (C(InternalDsnMaxMessageAttachSize)).
    type: str
  external_postmaster:
    description: Sender of notices to the outside; empty for the default (C(ExternalPostmasterAddress)).
    type: str
  safety_net_hold:
    description: How long delivered messages are kept for a resubmission (C(SafetyNetHoldTime)).
    type: str
  shadow_redundancy:
    description: Whether a second copy is kept until delivery (C(ShadowRedundancyEnabled)).
    type: bool
  rule_attachment_scan:
    description: How much of an attachment rules look at (C(TransportRuleAttachmentTextScanLimit)).
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
  - module: rasmi.mail.exchange_transport_config_info
  - module: rasmi.mail.exchange_connector
"""

EXAMPLES = r"""
- name: Messages of at most 14 MB, which carry files of 10 MB
  rasmi.mail.exchange_transport_config:
    exchange: "{{ rasmi_mail_exchange }}"
    max_send_size: 14 MB
    max_receive_size: 14 MB
    external_dsn_max_size: 10 MB
    internal_dsn_max_size: 10 MB
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
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import TRANSPORT_CONFIG
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import manage
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    **object_spec(TRANSPORT_CONFIG),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(TRANSPORT_CONFIG, params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
