#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_health
short_description: Whether a Zimbra site works, as its admin service can tell
version_added: 0.1.0
description:
  - Asks the admin service for the health of directory and database, for the state of every service, and for the
    mail queues.
  - >-
    What could not be told counts as not healthy: a refusal, an empty answer, a state that is too old.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  checks:
    description:
      - What to look at. V(health) is directory and database. V(services) needs the service C(logger) on the server
        that C(zimbraLogHostname) names. V(queue) needs the servers' own SSH keys.
    type: list
    elements: str
    choices: [health, services, queue]
    default: [health, services, queue]
  expect_services:
    description:
      - Services that at least one server must have.
    type: list
    elements: str
    default: []
  ignore_services:
    description:
      - Services whose state does not matter.
    type: list
    elements: str
    default: []
  max_status_age:
    description:
      - Seconds after which the last state of a service tells nothing any more.
    type: int
    default: 1200
  queue_max:
    description:
      - Most messages in one queue of one server.
    type: int
    default: 500
  fail_when_unhealthy:
    description:
      - Fail when anything is not healthy. With V(false) look at RV(healthy).
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
- name: The daily look at the site
  rasmi.mail.zimbra_health:
    zimbra: "{{ rasmi_mail_zimbra }}"
    expect_services: [antivirus, antispam, mta, mailbox]
    queue_max: 200

- name: Is it alive
  rasmi.mail.zimbra_health:
    zimbra: "{{ rasmi_mail_zimbra }}"
    checks: [health]
    fail_when_unhealthy: false
  register: alive
"""

RETURN = r"""
healthy:
  description: Everything that was looked at is well.
  returned: always
  type: bool
version:
  description: Version of the server.
  returned: always
  type: str
  sample: 10.1.3_GA_4689.FOSS
edition:
  description: C(FOSS) or C(NETWORK).
  returned: always
  type: str
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
      description: C(health), C(services) or C(queue).
      type: str
    server:
      description: Server, where the finding is about one.
      type: str
    item:
      description: Service or queue.
      type: str
    state:
      description: C(pass), C(fail) or C(could_not_tell).
      type: str
    detail:
      description: What was seen.
      type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.health import CHECKS, examine

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "checks": {"type": "list", "elements": "str", "choices": list(CHECKS), "default": list(CHECKS)},
    "expect_services": {"type": "list", "elements": "str", "default": []},
    "ignore_services": {"type": "list", "elements": "str", "default": []},
    "max_status_age": {"type": "int", "default": 1200},
    "queue_max": {"type": "int", "default": 500},
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
