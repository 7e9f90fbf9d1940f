#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_health
short_description: Whether an Exchange organisation works, as its cmdlets can tell
version_added: 0.1.0
description:
  - Asks for services, component states, queues, health sets, database copies, the mail flow of each server to itself,
    transport agents, and who is left out of the mailbox audit.
  - >-
    What could not be told counts as not healthy: a refusal, an empty answer, an unknown word.
  - Whether mail comes in from outside and certificates are valid is seen from outside, by a probe, not here.
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
  checks:
    description:
      - What to look at. V(archives) is the archive service as a whole (R139), whether its databases are mounted,
        archives are usable, not full, and have a policy that moves old mail into them.
    type: list
    elements: str
    choices: [services, components, queues, health_sets, databases, mailflow, archives, agents, audit_bypass]
    default: [services, components, queues, health_sets, databases]
  servers:
    description: Names of servers; all mailbox servers when empty.
    type: list
    elements: str
    default: []
  queue_max:
    description: Most messages in one queue.
    type: int
    default: 50
  ignore_services:
    description: Services that need not run.
    type: list
    elements: str
    default: []
  ignore_components:
    description:
      - Components whose state does not matter. The two that are off on every server unless they were turned on are
        left out.
    type: list
    elements: str
    default: [ForwardSyncDaemon, ProvisioningRps]
  ignore_health_sets:
    description: Health sets that do not matter.
    type: list
    elements: str
    default: []
  expect_agents:
    description: Transport agents that must be on, for V(agents), for example V(Malware Agent).
    type: list
    elements: str
    default: []
  expect_bypass:
    description: Names that may be left out of the mailbox audit, for V(audit_bypass).
    type: list
    elements: str
    default: []
  fail_when_unhealthy:
    description: Fail when anything is not healthy. With V(false) look at RV(healthy).
    type: bool
    default: true
attributes:
  check_mode:
    support: full
    description: Nothing is written.
  diff_mode:
    support: none
    description: Nothing is written.
notes:
  - Runs in the controller's own process when the connection is local.
"""

EXAMPLES = r"""
- name: The daily look at the organisation
  rasmi.mail.exchange_health:
    exchange: "{{ rasmi_mail_exchange }}"
    queue_max: 100

- name: Do the services run
  rasmi.mail.exchange_health:
    exchange: "{{ rasmi_mail_exchange }}"
    checks: [services]
    fail_when_unhealthy: false
  register: services
"""

RETURN = r"""
healthy:
  description: Everything that was looked at is well.
  returned: always
  type: bool
version:
  description: Version of the oldest server.
  returned: always
  type: str
  sample: "2019"
servers:
  description: Servers that were looked at.
  returned: always
  type: list
  elements: str
counts:
  description: Number of findings by state.
  returned: always
  type: dict
  sample: {"pass": 12, "fail": 0, "could_not_tell": 0}
findings:
  description: Everything that was looked at.
  returned: always
  type: list
  elements: dict
  contains:
    check:
      description: One of O(checks).
      type: str
    server:
      description: Server, where the finding is about one.
      type: str
    item:
      description: Role, component, queue, health set, database or agent.
      type: str
    state:
      description: C(pass), C(fail) or C(could_not_tell).
      type: str
    detail:
      description: What was seen.
      type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.health import CHECKS, examine
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "checks": {
        "type": "list",
        "elements": "str",
        "choices": list(CHECKS),
        "default": ["services", "components", "queues", "health_sets", "databases"],
    },
    "servers": {"type": "list", "elements": "str", "default": []},
    "queue_max": {"type": "int", "default": 50},
    "ignore_services": {"type": "list", "elements": "str", "default": []},
    "ignore_components": {"type": "list", "elements": "str", "default": ["ForwardSyncDaemon", "ProvisioningRps"]},
    "ignore_health_sets": {"type": "list", "elements": "str", "default": []},
    "expect_agents": {"type": "list", "elements": "str", "default": []},
    "expect_bypass": {"type": "list", "elements": "str", "default": [], "no_log": False},
    "fail_when_unhealthy": {"type": "bool", "default": True},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Look, and change nothing."""
    return examine(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
