#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mail_host_health
short_description: Whether a mail server is well, seen from its inside
version_added: 0.2.0
description:
  - Runs on the mail server. Looks at systemd's services, at the messages in Postfix's queues, and at free space.
  - >-
    What could not be told counts as not healthy.
  - Never fails because of what it found; see RV(healthy). M(rasmi.mail.mail_watch) takes RV(findings).
author:
  - rasmi.mail contributors (@rasmi-mail)
options:
  server:
    description: Name of the server in the findings.
    type: str
    required: true
  services:
    description: Units of systemd that must run.
    type: list
    elements: str
    default: []
  spool:
    description: Directory of Postfix's queues; empty means that they are not looked at.
    type: str
    default: ""
  queue_max:
    description: Most messages on their way.
    type: int
    default: 500
  held_max:
    description: Most messages on hold. Only a person puts them there, so there should be none.
    type: int
    default: 0
  space:
    description: Places that must have free space.
    type: list
    elements: dict
    default: []
    suboptions:
      path:
        description: Any directory of the file system.
        type: str
        required: true
      percent:
        description: Percent that must be free; so many of the inodes too, at most 5.
        type: int
        default: 10
      bytes:
        description: Bytes that must be free.
        type: int
        default: 0
attributes:
  check_mode:
    support: full
    description: Only reads.
  diff_mode:
    support: none
    description: Nothing is changed.
notes:
  - Counting queues needs root.
seealso:
  - module: rasmi.mail.zimbra_health
  - module: rasmi.mail.exchange_health
"""

EXAMPLES = r"""
- name: Look at a reference server
  rasmi.mail.mail_host_health:
    server: "{{ inventory_hostname }}"
    services: [postfix, dovecot, slapd, nginx]
    spool: /var/spool/postfix
    space:
      - path: /var/vmail
        percent: 15
"""

RETURN = r"""
healthy:
  description: Everything that was looked at is well.
  returned: always
  type: bool
counts:
  description: Number of findings by state.
  returned: always
  type: dict
  sample: {"pass": 12, "fail": 0, "could_not_tell": 0}
findings:
  description: Everything that was looked at, as M(rasmi.mail.zimbra_health) gives it.
  returned: always
  type: list
  elements: dict
  sample:
    - check: services
      server: mail
      item: postfix
      state: pass
      detail: active
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.rasmi.mail.plugins.module_utils._hosts import vitals

ARGUMENT_SPEC: dict[str, Any] = {
    "server": {"type": "str", "required": True},
    "services": {"type": "list", "elements": "str", "default": []},
    "spool": {"type": "str", "default": ""},
    "queue_max": {"type": "int", "default": 500},
    "held_max": {"type": "int", "default": 0},
    "space": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "path": {"type": "str", "required": True},
            "percent": {"type": "int", "default": 10},
            "bytes": {"type": "int", "default": 0},
        },
    },
}


def main() -> None:
    """Entry point of the module."""
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    given = module.params
    findings = [
        *vitals.services(given["server"], given["services"]),
        *vitals.queue(given["server"], given["spool"], given["queue_max"], given["held_max"]),
        *vitals.space(given["server"], given["space"]),
    ]
    states = [one["state"] for one in findings]
    counts = {state: states.count(state) for state in (vitals.PASS, vitals.FAIL, vitals.UNKNOWN)}
    module.exit_json(changed=False, healthy=counts[vitals.PASS] == len(findings), counts=counts, findings=findings)


if __name__ == "__main__":
    main()
