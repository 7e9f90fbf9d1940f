#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mail_probe
short_description: Observe from outside that a mail service keeps the written standard
version_added: 0.1.0
description:
  - Connects to the service as a stranger and as a user would (web, SMTP, submission, IMAP, POP3) and observes control
    after control of the standard. No setting is read back.
  - Uses probe accounts only. What it needs to bring about (a lock, an old password, a small quota, a suspension) is
    asked of the platform's steward, which refuses every other account, and is restored whatever happens.
  - Each part of a control ends as C(pass), C(fail) or C(could-not-test). What could not be tested is red.
  - The passwords of the probe accounts are made for each run, live in memory, and are in no result, log or file.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML
  - ldap3
  - dnspython and dkimpy (for C-DNS)
  - playwright and a Chromium (only for O(target.browser))
extends_documentation_fragment:
  - rasmi.mail.zimbra
  - rasmi.mail.exchange
  - rasmi.mail.profile
options:
  profile:
    description: Id of the profile whose controls are observed, or the path of its file.
    required: true
  platform:
    description:
      - The platform under test; decides which steward and which webmail are used, and what there is to observe.
      - The steward of V(reference) is reached by O(steward), those of V(zimbra) and V(exchange)
        by the option of the same name.
    type: str
    choices: [reference, zimbra, exchange]
    default: reference
  controls:
    description: Control ids to observe. Empty means every control of the standard that has a probe.
    type: list
    elements: str
    default: []
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
        description: PEM file of the authority that the certificate must lead to. The default is the system's trust.
        type: path
      ports:
        description:
          - Ports that a site moved. Keys are C(http), C(https), C(smtp), C(submission), C(submissions), C(imap),
            C(imaps), C(pop3), C(pop3s) and C(sieve).
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
      outside_domain:
        description: A domain that the service routes to O(target.sink_host), standing for the outside world.
        type: str
        default: outside.test
      sink_host:
        description:
          - Address on this machine to listen on for mail that goes outside, while the probes run.
          - Without it, what should have arrived outside could not be tested.
        type: str
      sink_port:
        description: Port to listen on. The module fails when something else listens there, such as another run.
        type: int
        default: 2525
      vantage:
        description: Name of the place the service is seen from; it stands in every verdict.
        type: str
        default: controller
      attempts:
        description: How many logins that are meant to be refused one run may make.
        type: int
        default: 80
      timeout:
        description: Seconds to wait for one answer. Servers slow down refused logins on purpose.
        type: float
        default: 45
      settle:
        description: Seconds to wait for a message to arrive.
        type: float
        default: 120
      resolver:
        description:
          - Name server to ask about the domains' records (C-DNS), as C(address) or C(address#port).
          - The default is the system's. Ask one outside the agency; an inside one may answer differently.
        type: str
      quota_warn_percent:
        description: Percent of a quota at which the site warns its owner, when the standard names none (C-QUOTA-WARN).
        type: int
        default: 90
      browser:
        description:
          - Path of a Chromium. When given, the logon controls are also looked at in a real browser.
          - When given and not usable, those parts could not be tested.
        type: path
  probes:
    description: YAML list of probe accounts, each with C(address), C(purpose) and C(tier).
    type: path
    required: true
  steward:
    description:
      - How to reach the steward of the platform V(reference).
      - Without a steward, whatever needs a probe password could not be tested.
    type: dict
    suboptions:
      uri:
        description: Address of the directory service, C(ldaps://host) or, with O(steward.start_tls), C(ldap://host).
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
        description: Its password.
        type: str
      bind_password_file:
        description: File on the controller that holds the password.
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
  observations:
    description: What M(rasmi.mail.temp_space_probe) and M(rasmi.mail.virus_signatures_probe) saw on the server.
    type: list
    elements: dict
    default: []
  screenshots:
    description: Directory for the browser's pictures.
    type: path
  dest:
    description: JSON file to write the verdicts to, for M(rasmi.mail.mail_report).
    type: path
  fail_on_red:
    description: Fail when a verdict is red. The verdicts are written first.
    type: bool
    default: false
  zimbra:
    description:
      - How to reach the steward of the platform V(zimbra), with the identity that manages accounts.
      - The certificate is always verified.
  exchange:
    description:
      - How to reach the steward of the platform V(exchange), and the domain controller that users log on to.
      - The certificate is always verified.
attributes:
  check_mode:
    support: full
    description: Says which controls would be probed with which accounts; connects to nothing and writes nothing.
  diff_mode:
    support: none
    description: Nothing is changed.
notes:
  - Runs in the controller's own process when the connection is local.
  - The service is as it was when the run ends. The probe accounts have new passwords that nobody knows.
seealso:
  - module: rasmi.mail.mail_report
  - module: rasmi.mail.temp_space_probe
  - module: rasmi.mail.virus_signatures_probe
"""

EXAMPLES = r"""
- name: Observe every control
  rasmi.mail.mail_probe:
    profile: kelantan
    target:
      address: 10.88.0.5
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
      sink_host: 10.88.0.1
    probes: "{{ inventory_dir }}/probes.yml"
    steward:
      uri: ldaps://10.88.0.5
      base_dn: dc=kelantan,dc=gov,dc=my
      bind_password_file: "{{ rasmi_mail_state_dir }}/secrets/steward"
    dest: "{{ rasmi_mail_state_dir }}/verdicts.json"
  register: seen

- name: A Zimbra server
  rasmi.mail.mail_probe:
    profile: kelantan
    platform: zimbra
    target:
      name: mail.kelantan.gov.my
    probes: "{{ inventory_dir }}/probes.yml"
    zimbra:
      url: https://mail.kelantan.gov.my:7071/service/admin/soap
      user: rasmi-accounts@kelantan.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/zimbra-accounts"
    dest: "{{ rasmi_mail_state_dir }}/verdicts.json"

- name: Exchange with Active Directory
  rasmi.mail.mail_probe:
    profile: janm
    platform: exchange
    target:
      name: mail.anm.gov.my
    probes: "{{ inventory_dir }}/probes.yml"
    exchange:
      url: http://ex01.anm.gov.my/PowerShell/
      user: svc-rasmi@ANM.GOV.MY
      password_file: "{{ rasmi_mail_state_dir }}/secrets/exchange"
      directory:
        url: ldaps://dc01.anm.gov.my
        user: svc-rasmi@anm.gov.my
    dest: "{{ rasmi_mail_state_dir }}/verdicts.json"

- name: One control, from another vantage point
  rasmi.mail.mail_probe:
    profile: kelantan
    controls: [C-WEB-HTTPS]
    target:
      vantage: cawangan Kota Bharu
    probes: "{{ inventory_dir }}/probes.yml"
    fail_on_red: true
"""

RETURN = r"""
controls:
  description: The controls that were observed.
  returned: success
  type: list
  elements: str
not_observed:
  description: Controls that were asked for, or that the standard wants observed, without a probe in this collection.
  returned: success
  type: list
  elements: str
would_probe:
  description: In check mode, the controls with the probe accounts that they would use.
  returned: check mode
  type: list
  elements: str
counts:
  description: Number of verdicts by result.
  returned: success
  type: dict
  sample: {pass: 96, fail: 1}
red:
  description: One line for each verdict that failed or could not be tested, with the clauses.
  returned: always
  type: list
  elements: str
target:
  description: Published name of the service.
  returned: success
  type: str
source:
  description: The place it was seen from.
  returned: success
  type: str
dest:
  description: The file of verdicts.
  returned: success
  type: str
seconds:
  description: How long the probes took.
  returned: success
  type: float
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC, ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import work
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._stewards import STEWARD_SPEC, open_steward, with_directory

TARGET_SPEC = {
    "name": {"type": "str"},
    "address": {"type": "str"},
    "ca_file": {"type": "path"},
    "ports": {"type": "dict", "default": {}},
    "domains": {"type": "list", "elements": "str", "default": []},
    "webmail_path": {"type": "str", "default": "/"},
    "outside_domain": {"type": "str", "default": "outside.test"},
    "sink_host": {"type": "str"},
    "sink_port": {"type": "int", "default": 2525},
    "vantage": {"type": "str", "default": "controller"},
    "attempts": {"type": "int", "default": 80},
    "timeout": {"type": "float", "default": 45.0},
    "settle": {"type": "float", "default": 120.0},
    "resolver": {"type": "str"},
    "quota_warn_percent": {"type": "int", "default": 90},
    "browser": {"type": "path"},
}
ARGUMENT_SPEC: dict[str, Any] = {
    "profile": {"type": "str", "required": True},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "platform": {"type": "str", "choices": ["reference", "zimbra", "exchange"], "default": "reference"},
    "controls": {"type": "list", "elements": "str", "default": []},
    "target": {"type": "dict", "required": True, "options": TARGET_SPEC},
    "probes": {"type": "path", "required": True},
    "steward": {
        "type": "dict",
        "options": STEWARD_SPEC,
        "mutually_exclusive": [["bind_password", "bind_password_file"]],
        "required_one_of": [["bind_password", "bind_password_file"]],
    },
    "zimbra": {
        "type": "dict",
        "options": ZIMBRA_SPEC,
        "mutually_exclusive": [["password", "password_file"]],
    },
    "exchange": {"type": "dict", "options": EXCHANGE_SPEC},
    "observations": {"type": "list", "elements": "dict", "default": []},
    "screenshots": {"type": "path"},
    "dest": {"type": "path"},
    "fail_on_red": {"type": "bool", "default": False},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Observe the controls of the profile; see RETURN."""
    standard = load_standard(params["profile"], search=params["profile_paths"]).to_dict()
    params = with_directory(params)
    steward = None if check_mode else open_steward(params, standard)
    try:
        result = work(standard, params, steward, check_mode=check_mode)
    finally:
        if steward is not None:
            steward.close()
    if params["fail_on_red"] and result["red"]:
        result["failed"] = True
        result["msg"] = "\n  - ".join([f"{len(result['red'])} red verdict(s):", *result["red"]])
    return result


def main() -> None:
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
