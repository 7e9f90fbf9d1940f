#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mail_watch
short_description: One round of the watch over a mail service, recorded, with the daily checklist
version_added: 0.2.0
description:
  - Looks at the service once, lightly (R165 to R168). One probe account logs in over every door, certificates are
    verified and their days counted, what was found on the servers is taken in, a message from another mail system is
    sent and waited for, one is sent out and seen there, the plan's deadlines and the ledger's chain are looked at.
  - Each item ends as C(pass), C(fail) or C(could-not-test). What could not be tested is red.
  - Each round is one line of a hash-chained record. The daily checklist (one page in Malay and English, and the same as
    JSON) is made from the rounds of the Malaysian day. M(rasmi.mail.mail_report) judges C-MON-HEALTH and C-MON-EXT by
    the record.
  - When something turns red, or good again, or rounds were missing, a notice leaves, once per change.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML
  - Jinja2
  - ldap3
extends_documentation_fragment:
  - rasmi.mail.zimbra
  - rasmi.mail.exchange
  - rasmi.mail.profile
  - rasmi.mail.watch
options:
  profile:
    description: Id of the profile that the service keeps, or the path of its file.
    required: true
  platform:
    description: Kind of the service.
    type: str
    choices: [reference, zimbra, exchange]
    default: reference
  target:
    description: The service, and the place it is seen from.
    type: dict
    required: true
    suboptions:
      name:
        description: Published host name, which the certificate must carry. The default is the standard's.
        type: str
      address:
        description: What to connect to. The default is O(target.name).
        type: str
      ca_file:
        description: PEM file of the authority. The default is the system's trust.
        type: path
      ports:
        description: Ports that a site moved, as for M(rasmi.mail.mail_probe).
        type: dict
        default: {}
      domains:
        description: Domains of the service. The default are the standard's official domains.
        type: list
        elements: str
        default: []
      webmail_path:
        description: Path of the webmail.
        type: str
        default: /
      vantage:
        description: Name of the place the service is seen from.
        type: str
        default: controller
      timeout:
        description: Seconds to wait for one answer.
        type: float
        default: 20
  probes:
    description: YAML list of probe accounts. The one with the purpose C(watch) is used.
    type: path
    required: true
  secret_file:
    description: Where the password of that account is kept; made through the steward when it is missing or old.
    type: path
    required: true
  renew_days:
    description: Days after which that password is made anew.
    type: int
    default: 30
  steward:
    description: Connection that may set the probe's password on a reference server; as for M(rasmi.mail.mail_probe).
    type: dict
    suboptions:
      uri:
        description: Address of the directory service.
        type: str
        required: true
      base_dn:
        description: Base of the directory.
        type: str
        required: true
      bind_dn:
        description: Name to bind as. The default is C(cn=steward,ou=services) under O(steward.base_dn).
        type: str
      bind_password:
        description: Its password. Rather use O(steward.bind_password_file).
        type: str
      bind_password_file:
        description: File that holds the password.
        type: path
      ca_file:
        description: PEM file of the authority. The default is O(target.ca_file).
        type: path
      server_name:
        description: Name that the certificate must carry. The default is O(target.name).
        type: str
      start_tls:
        description: Use StartTLS on an C(ldap://) address.
        type: bool
        default: false
  doors:
    description: What to try. The default is what the platform has; C(web) is a login to the webmail.
    type: list
    elements: str
    choices: [page, web, imap, pop, smtp, mx, certificate]
    default: []
  certificate_days:
    description: Days that a certificate must still be valid.
    type: int
    default: 14
  health:
    description:
      - What was found on the servers, from M(rasmi.mail.mail_host_health), M(rasmi.mail.zimbra_health) and
        M(rasmi.mail.exchange_health).
      - A source without findings could not be tested.
    type: list
    elements: dict
    default: []
    suboptions:
      of:
        description: Name of the source.
        type: str
        required: true
      findings:
        description: RV(rasmi.mail.zimbra_health#module:findings) of one of those modules.
        type: list
        elements: dict
        default: []
      problem:
        description: Why there are none.
        type: str
        default: ""
  outside_every:
    description:
      - How often to test delivery from and to the outside. The profile asks for once a day at least (C-MON-EXT).
      - While the test is red every round makes it.
    type: str
    default: 1 hour
  wait:
    description: Seconds to wait for a message to arrive.
    type: float
    default: 300
  forms:
    description: What M(rasmi.mail.application_info) says about deadlines of forms that wait for a decision (R023).
    type: dict
    suboptions:
      late:
        description: Number of forms that are late.
        type: int
        default: 0
      deadlines:
        description: RV(rasmi.mail.application_info#module:deadlines).
        type: list
        elements: dict
        default: []
      problem:
        description: Why nothing can be said.
        type: str
        default: ""
  plan:
    description: The plan that M(rasmi.mail.account_plan) wrote last; what is late in it is red.
    type: path
  ledger:
    description: The ledger of the runs; its chain is verified.
    type: path
  due_days:
    description: Days ahead of which a deadline is named.
    type: int
    default: 3
  as_of:
    description: Day (YYYY-MM-DD) for deadlines; today in Malaysia when not given.
    type: str
  record:
    description: Directory of the record and of the daily checklists.
    type: path
    required: true
  gap:
    description:
      - Longest time between two rounds. The letter of November 2007 says "24 x 365" and names no interval, so this is
        the site's word, and record, checklist and report say it.
    type: str
    default: 30 minutes
  agency:
    description: Name of the agency on the checklist.
    type: str
  fail_on:
    description: Fail while something is red, only when something turned red in this round, or never.
    type: str
    choices: [red, change, never]
    default: never
  zimbra:
    description: Steward of the platform V(zimbra), with the identity that manages accounts.
  exchange:
    description: Steward of the platform V(exchange).
attributes:
  check_mode:
    support: full
    description: Says what would be looked at; connects to nothing and writes nothing.
  diff_mode:
    support: none
    description: Nothing of the service is changed.
notes:
  - Runs in the controller's own process when the connection is local.
  - No wrong password is tried and nothing of the service is changed but, once in O(renew_days), the probe's password.
seealso:
  - module: rasmi.mail.mail_report
  - module: rasmi.mail.mail_host_health
  - module: rasmi.mail.zimbra_health
  - module: rasmi.mail.exchange_health
"""

EXAMPLES = r"""
- name: One round
  rasmi.mail.mail_watch:
    profile: kelantan
    target:
      name: mail.kelantan.gov.my
    probes: "{{ inventory_dir }}/probes.yml"
    secret_file: "{{ rasmi_mail_state_dir }}/secrets/watch"
    steward:
      uri: ldaps://mail.kelantan.gov.my
      base_dn: dc=kelantan,dc=gov,dc=my
      bind_password_file: "{{ rasmi_mail_state_dir }}/secrets/steward"
    outside:
      - id: luar-1
        address: ujian.kelantan@example.com
        smtp: {host: smtp.example.com, user: ujian.kelantan@example.com, password_file: /etc/rasmi-watch/luar-1}
        imap: {host: imap.example.com, user: ujian.kelantan@example.com, password_file: /etc/rasmi-watch/luar-1}
    plan: "{{ rasmi_mail_state_dir }}/plan.json"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    record: "{{ rasmi_mail_state_dir }}/watch"
    fail_on: red
"""

RETURN = r"""
red:
  description: One line for each item that failed or could not be tested.
  returned: always
  type: list
  elements: str
turned_red:
  description: Items that the round before saw well, or did not see.
  returned: always
  type: list
  elements: str
mended:
  description: Items that were red and are good again.
  returned: always
  type: list
  elements: str
gap_minutes:
  description: Minutes since the round before when they are more than O(gap), else 0.
  returned: success
  type: int
items:
  description: Number of things that were looked at.
  returned: success
  type: int
files:
  description: The daily checklists that were written.
  returned: always
  type: list
  elements: str
seconds:
  description: How long the round took.
  returned: success
  type: float
would_look_at:
  description: In check mode, what would be looked at.
  returned: check mode
  type: list
  elements: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC, ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._probes.access import ALL_DOORS
from ansible_collections.rasmi.mail.plugins.module_utils._stewards import STEWARD_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._watch_options import ALARM_SPEC, OUTSIDE_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._watching import watch

_TARGET_SPEC = {
    "name": {"type": "str"},
    "address": {"type": "str"},
    "ca_file": {"type": "path"},
    "ports": {"type": "dict", "default": {}},
    "domains": {"type": "list", "elements": "str", "default": []},
    "webmail_path": {"type": "str", "default": "/"},
    "vantage": {"type": "str", "default": "controller"},
    "timeout": {"type": "float", "default": 20.0},
}
_HEALTH_SPEC = {
    "of": {"type": "str", "required": True},
    "findings": {"type": "list", "elements": "dict", "default": []},
    "problem": {"type": "str", "default": ""},
}
_FORMS_SPEC = {
    "late": {"type": "int", "default": 0},
    "deadlines": {"type": "list", "elements": "dict", "default": []},
    "problem": {"type": "str", "default": ""},
}
ARGUMENT_SPEC: dict[str, Any] = {
    "profile": {"type": "str", "required": True},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "platform": {"type": "str", "choices": ["reference", "zimbra", "exchange"], "default": "reference"},
    "target": {"type": "dict", "required": True, "options": _TARGET_SPEC},
    "probes": {"type": "path", "required": True},
    "secret_file": {"type": "path", "required": True, "no_log": False},
    "renew_days": {"type": "int", "default": 30},
    "steward": {
        "type": "dict",
        "options": STEWARD_SPEC,
        "mutually_exclusive": [["bind_password", "bind_password_file"]],
        "required_one_of": [["bind_password", "bind_password_file"]],
    },
    "zimbra": {"type": "dict", "options": ZIMBRA_SPEC, "mutually_exclusive": [["password", "password_file"]]},
    "exchange": {"type": "dict", "options": EXCHANGE_SPEC},
    "doors": {"type": "list", "elements": "str", "choices": list(ALL_DOORS), "default": []},
    "certificate_days": {"type": "int", "default": 14},
    "health": {"type": "list", "elements": "dict", "default": [], "options": _HEALTH_SPEC},
    "outside": {"type": "list", "elements": "dict", "default": [], "options": OUTSIDE_SPEC},
    "outside_every": {"type": "str", "default": "1 hour"},
    "wait": {"type": "float", "default": 300.0},
    "forms": {"type": "dict", "options": _FORMS_SPEC},
    "plan": {"type": "path"},
    "ledger": {"type": "path"},
    "due_days": {"type": "int", "default": 3},
    "as_of": {"type": "str"},
    "record": {"type": "path", "required": True},
    "gap": {"type": "str", "default": "30 minutes"},
    "alarm": {"type": "dict", "options": ALARM_SPEC},
    "agency": {"type": "str"},
    "fail_on": {"type": "str", "choices": ["red", "change", "never"], "default": "never"},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """One round; check mode only says what it would look at."""
    return watch(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
