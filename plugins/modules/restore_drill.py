#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: restore_drill
short_description: Observe that kept account information makes an empty server the same again
version_added: 0.1.0
description:
  - The two ends of a restoration drill (R175). V(prepare) gives a probe account a known password on the live server,
    before its account information is kept. V(observe) compares the directories of the live and of the restored server
    account by account, and logs in to the restored one with that password, over IMAP or as Zimbra's web client does.
  - On Zimbra also what each account has of its own, the policy in force for it, and every distribution list with its
    members are compared, and files that come from one and the same server are refused.
  - What was seen is written in the form that M(rasmi.mail.mail_report) reads, and signed.
  - Keeping and restoring are the platform's own modules; C(playbooks/drill.yml) does the whole.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - cryptography
extends_documentation_fragment:
  - rasmi.mail.profile
  - rasmi.mail.zimbra
options:
  profile:
    description: Id of the profile that asks for the drill, or the path of its file.
    required: true
  step:
    description: Which end of the drill.
    type: str
    choices: [prepare, observe]
    required: true
  platform:
    description: Kind of the server.
    type: str
    choices: [reference, zimbra]
    default: reference
  target:
    description: The server to log in to; the restored one.
    type: dict
    required: true
    suboptions:
      name:
        description: Name that its certificate must carry.
        type: str
        required: true
      address:
        description: Where to connect to, when it is not the name.
        type: str
      ca_file:
        description: Certificate of its authority; the system's authorities otherwise.
        type: path
      ports:
        description: Ports that a site moved, C(imaps) or C(https).
        type: dict
        default: {}
      vantage:
        description: Name of the place that it is seen from.
        type: str
        default: controller
  probes:
    description: File of the probe accounts. The one with the purpose C(receiver) is used.
    type: path
    required: true
  steward:
    description:
      - Connection that may set the probe's password on the live reference server; as for M(rasmi.mail.mail_probe).
    type: dict
    suboptions:
      uri:
        description: Address, for example V(ldaps://mail.kelantan.gov.my).
        type: str
        required: true
      base_dn:
        description: Suffix of the directory.
        type: str
        required: true
      bind_dn:
        description: Name of the steward. V(cn=steward,ou=services,<base_dn>) when not given.
        type: str
      bind_password:
        description: Its password. Rather use O(steward.bind_password_file).
        type: str
      bind_password_file:
        description: File whose only line is its password.
        type: path
      ca_file:
        description: Certificate of the authority that signed the server's; O(target.ca_file) when not given.
        type: path
      server_name:
        description: Name that the server's certificate must carry; O(target.name) when not given.
        type: str
      start_tls:
        description: Use StartTLS with V(ldap://).
        type: bool
        default: false
  zimbra:
    description: Connection that may set the probe's password on a live Zimbra, as the identity for accounts.
  before:
    description:
      - Accounts of the live server, as M(rasmi.mail.reference_accounts_info) writes them to a file, or
        M(rasmi.mail.zimbra_accounts_info) with O(rasmi.mail.zimbra_accounts_info#module:details).
    type: path
  after:
    description: Accounts of the restored server.
    type: path
  secret_file:
    description: Where the probe's password waits between the two ends; V(observe) removes it.
    type: path
    required: true
  dest:
    description: File to write what was seen to.
    type: path
  certificate:
    description: Certificate of who signs the record.
    type: path
  key:
    description: Its private key. Without one the record is not signed.
    type: path
attributes:
  check_mode:
    support: full
    description: Nothing is set, observed or written.
  diff_mode:
    support: none
    description: Nothing of the service is changed but the password of a probe.
seealso:
  - module: rasmi.mail.directory_backup
  - module: rasmi.mail.directory_restore
  - module: rasmi.mail.zimbra_account_backup
"""

EXAMPLES = r"""
- name: Begin a drill on the live server
  rasmi.mail.restore_drill:
    step: prepare
    profile: kelantan
    target: "{{ drill_live }}"
    steward: "{{ drill_steward }}"
    probes: "{{ rasmi_mail_probes }}"
    secret_file: "{{ rasmi_mail_state_dir }}/drill/secret"

- name: Look at the restored server
  rasmi.mail.restore_drill:
    step: observe
    profile: kelantan
    target: "{{ drill_restored }}"
    probes: "{{ rasmi_mail_probes }}"
    secret_file: "{{ rasmi_mail_state_dir }}/drill/secret"
    before: "{{ rasmi_mail_state_dir }}/drill/before.json"
    after: "{{ rasmi_mail_state_dir }}/drill/after.json"
    dest: "{{ rasmi_mail_state_dir }}/verdicts-drill.json"
"""

RETURN = r"""
red:
  description: One line for each part that was not as it should be, or could not be looked at.
  returned: success
  type: list
  elements: str
counts:
  description: Number of parts by result.
  returned: success
  type: dict
  sample: {pass: 5}
dest:
  description: File with what was seen.
  returned: success
  type: str
signature:
  description: File with the signature, when O(key) is given.
  returned: success
  type: str
"""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._probes import drill
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import prepare as make_run
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import write_private
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._stewards import STEWARD_SPEC, open_steward

ARGUMENT_SPEC: dict[str, Any] = {
    "step": {"type": "str", "choices": ["prepare", "observe"], "required": True},
    "profile": {"type": "str", "required": True},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "platform": {"type": "str", "choices": ["reference", "zimbra"], "default": "reference"},
    "target": {
        "type": "dict",
        "required": True,
        "options": {
            "name": {"type": "str", "required": True},
            "address": {"type": "str"},
            "ca_file": {"type": "path"},
            "ports": {"type": "dict", "default": {}},
            "vantage": {"type": "str", "default": "controller"},
        },
    },
    "probes": {"type": "path", "required": True},
    "steward": {
        "type": "dict",
        "options": STEWARD_SPEC,
        "mutually_exclusive": [["bind_password", "bind_password_file"]],
        "required_one_of": [["bind_password", "bind_password_file"]],
    },
    "zimbra": {"type": "dict", "options": ZIMBRA_SPEC},
    "before": {"type": "path"},
    "after": {"type": "path"},
    "secret_file": {"type": "path", "required": True, "no_log": False},
    "dest": {"type": "path"},
    "certificate": {"type": "path"},
    "key": {"type": "path", "no_log": False},
}
RULES: dict[str, Any] = {
    "required_if": [("step", "prepare", ["steward", "zimbra"], True), ("step", "observe", ["before", "after", "dest"])],
    "required_together": [("certificate", "key")],
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """One end of the drill; see RETURN."""
    if check_mode:
        return {"changed": True, "red": [], "counts": {}, "dest": params["dest"] or "", "signature": ""}
    standard = load_standard(params["profile"], search=params["profile_paths"]).to_dict()
    secret = Path(params["secret_file"])
    if params["step"] == "prepare":
        steward = open_steward(params, standard)
        try:
            drill.prepare(make_run(standard, params, steward), secret)
        finally:
            if steward is not None:
                steward.close()
        return {"changed": True, "red": [], "counts": {}, "dest": "", "signature": ""}
    try:
        return {"changed": True, **_observe(params, standard, secret)}
    finally:
        # Whatever went wrong, the probe's password does not stay behind.
        drill.forget(secret)


def _observe(params: dict[str, Any], standard: dict[str, Any], secret: Path) -> dict[str, Any]:
    trial = make_run(standard, params, None)
    started, files = trial.now(), (Path(params["before"]), Path(params["after"]))
    verdicts = drill.observe(trial, *files, secret)
    hashes = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files if one.is_file()}
    record = Path(params["dest"])
    write_private(record, drill.text(drill.document(trial, verdicts, started, hashes)))
    signature = drill.sign(record, params["certificate"], params["key"]) if params["key"] else ""
    counts = Counter(verdict.result for verdict in verdicts)
    return {"red": drill.red(verdicts), "counts": dict(counts), "dest": str(record), "signature": str(signature)}


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
