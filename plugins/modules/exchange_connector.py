#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_connector
short_description: A send or receive connector of an Exchange organisation
version_added: 0.1.0
description:
  - Makes, changes or removes a connector. A receive connector belongs to one server, a send connector to the
    organisation.
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
  direction:
    description: Which way the mail goes.
    type: str
    required: true
    choices: [receive, send]
  name:
    description: Name of the connector.
    type: str
    required: true
  server:
    description: Server of a receive connector, when O(name) does not begin with it.
    type: str
  state:
    description: Whether the connector should be there.
    type: str
    choices: [present, absent]
    default: present
  enabled:
    description: Whether it is in use (C(Enabled)).
    type: bool
  fqdn:
    description: Name that it gives itself (C(Fqdn)).
    type: str
  comment:
    description: Comment (C(Comment)).
    type: str
  max_message_size:
    description: Largest message, encoded. A send connector also takes V(unlimited) (C(MaxMessageSize)).
    type: str
  require_tls:
    description: Whether only encrypted connections are accepted, or made (C(RequireTLS)).
    type: bool
  protocol_logging:
    description: How much is logged (C(ProtocolLoggingLevel)).
    type: str
    choices: ["None", Verbose]
  tls_certificate:
    description: Certificate, as the cmdlet names it (C(TlsCertificateName)).
    type: str
  bindings:
    description:
      - Addresses and ports to listen on, for example C(0.0.0.0:25); receive connectors only (C(Bindings)).
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
  remote_ranges:
    description:
      - Addresses that may connect, for example V(10.0.0.0/8); receive connectors only (C(RemoteIPRanges)).
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
  auth_mechanism:
    description:
      - How clients may log in, for example V(Tls) and V(BasicAuthRequireTLS); receive connectors only
        (C(AuthMechanism)).
    type: list
    elements: str
  permission_groups:
    description: Who may use it, for example V(ExchangeUsers); receive connectors only (C(PermissionGroups)).
    type: list
    elements: str
  transport_role:
    description: Service that owns it; receive connectors only (C(TransportRole)).
    type: str
    choices: [FrontendTransport, HubTransport]
  banner:
    description: Text of the first line; begins with V(220); receive connectors only (C(Banner)).
    type: str
  max_recipients:
    description: Most recipients of a message; receive connectors only (C(MaxRecipientsPerMessage)).
    type: int
  max_hop_count:
    description: Most hops of a message; receive connectors only (C(MaxHopCount)).
    type: int
  connection_timeout:
    description: Longest connection, for example V(10 minutes); receive connectors only (C(ConnectionTimeout)).
    type: str
  inactivity_timeout:
    description: Longest silence (C(ConnectionInactivityTimeout)).
    type: str
  tarpit_interval:
    description: Delay of answers to who guesses addresses; receive connectors only (C(TarpitInterval)).
    type: str
  address_spaces:
    description: Domains that it is for, for example C(SMTP:*;1); send connectors only (C(AddressSpaces)).
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
  smart_hosts:
    description: Hosts that take all mail; none with O(dns_routing); send connectors only (C(SmartHosts)).
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
  dns_routing:
    description: Whether mail goes by MX records; send connectors only (C(DNSRoutingEnabled)).
    type: bool
  source_servers:
    description: Servers that send, by name; send connectors only (C(SourceTransportServers)).
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
  tls_auth_level:
    description: How the other side is verified; send connectors only (C(TlsAuthLevel)).
    type: str
    choices: [EncryptionOnly, CertificateValidation, DomainValidation]
  tls_domain:
    description: Name in the certificate of the other side; send connectors only (C(TlsDomain)).
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
  - module: rasmi.mail.exchange_connector_info
  - module: rasmi.mail.exchange_transport_config
"""

EXAMPLES = r"""
- name: The connector for clients takes at most 14 MB, and passwords only encrypted
  rasmi.mail.exchange_connector:
    exchange: "{{ rasmi_mail_exchange }}"
    direction: receive
    server: EX01
    name: Client Frontend EX01
    max_message_size: 14 MB
    auth_mechanism: [Tls, BasicAuth, BasicAuthRequireTLS]

- name: Everything to the outside goes through the gateway
  rasmi.mail.exchange_connector:
    exchange: "{{ rasmi_mail_exchange }}"
    direction: send
    name: Ke luar
    address_spaces:
      set: ["SMTP:*;1"]
    smart_hosts:
      set: [gateway.anm.gov.my]
    dns_routing: false
    max_message_size: 14 MB
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
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import (
    RECEIVE_CONNECTOR,
    SEND_CONNECTOR,
)
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import connector
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "direction": {"type": "str", "choices": ["receive", "send"], "required": True},
    "name": {"type": "str", "required": True},
    "server": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    **object_spec(RECEIVE_CONNECTOR),
    **object_spec(SEND_CONNECTOR),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return connector(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
