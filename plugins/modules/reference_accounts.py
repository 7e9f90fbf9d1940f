#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: reference_accounts
short_description: Apply a plan of mail accounts to a reference server
version_added: 0.1.0
description:
  - Carries out what M(rasmi.mail.account_plan) planned, in the directory of a reference server, in bulk.
  - Refuses when the plan is not the one that was reviewed (O(expect_plan)), when somebody changed one of the accounts
    since the plan was made, when a limit is passed, or when another run is writing.
  - Every write happens only while the account still is what the plan saw. An account without our ownership marker is
    never changed, except by a planned C(adopt).
  - Makes the temporary passwords itself and puts them into one file per e-mail supervisor, encrypted to the
    supervisor's certificate, before the first account is written. They are never returned, logged or kept elsewhere.
  - Keeps a ledger. After a crash or a C(kill -9) the next run settles what was left open; nothing is done twice.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - cryptography >= 45 (when a new account needs a temporary password)
extends_documentation_fragment:
  - rasmi.mail.limits
  - rasmi.mail.profile
  - rasmi.mail.reference
options:
  profile:
    description: Id of the profile, or the path of its file. Needed with O(accounts).
  reference:
    required: true
  plan:
    description: Plan file that M(rasmi.mail.account_plan) wrote.
    type: path
  accounts:
    description:
      - Accounts as they should be, for agencies that have no forms. They are planned by the same rules as applications.
      - A field that is not given is not managed. An account that is not in the list is not changed.
      - For more than some hundred accounts use forms and O(plan); a list in a task is slow.
    type: list
    elements: dict
    suboptions:
      account_id:
        description: Key of the account; it never changes.
        type: str
        required: true
      address:
        description: Primary address.
        type: str
        required: true
      name:
        description: Name of the person or department.
        type: str
        required: true
      basis:
        description: Document or decision that allows the change (R030).
        type: str
        required: true
      kind:
        description: Kind of account.
        type: str
        choices: [individual, department, probe]
      state:
        description: State of the account. A removal is planned only for an account that we have suspended.
        type: str
        choices: [active, suspended, removed]
      tier:
        description: Id of the quota tier.
        type: str
      quota:
        description: Quota in bytes; V(0) is unlimited.
        type: int
      unit:
        description: Id of the department or division.
        type: str
      post:
        description: Post of the person.
        type: str
      grade:
        description: Service scheme and grade, for example V(SSM N29).
        type: str
      office_phone:
        description: Office telephone number.
        type: str
      staff_key:
        description: Keyed hash of the identity-card number; never the number.
        type: str
      supervisor:
        description: Id of the e-mail supervisor who hands over the temporary password.
        type: str
      owner:
        description: Address of the officer responsible for a department mailbox.
        type: str
      delegates:
        description: Addresses of the people who may work in a department mailbox.
        type: list
        elements: str
      opens:
        description: Department mailboxes that this person may open with the own password.
        type: list
        elements: str
      aliases:
        description: Secondary addresses.
        type: list
        elements: str
      groups:
        description: Addresses of the groups that the account is a member of.
        type: list
        elements: str
      adopt:
        description: Take over an unmanaged account that has the address already.
        type: bool
  as_of:
    description: The day (YYYY-MM-DD) that decides deadlines, for O(accounts). The default is today in Malaysia.
    type: str
  expect_plan:
    description: Checksum of the plan that was reviewed. Any other plan is refused.
    type: str
  ledger:
    description: Ledger of the runs (JSON lines). Made when it is missing.
    type: path
    required: true
  handover:
    description: Directory for the credential files. The default is C(handover) beside O(ledger).
    type: path
  supervisors:
    description: File of the e-mail supervisors with their certificates. Needed when an account is created.
    type: path
  password_length:
    description: Least length of a temporary password. Never less than 14 are made.
    type: int
    default: 12
attributes:
  check_mode:
    support: full
    description: Everything but the writing; RV(ignore:changed) and RV(counts) are what the run would then do.
  diff_mode:
    support: full
    description: The first 20 changes.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.account_plan
  - module: rasmi.mail.reference_accounts_info
"""

EXAMPLES = r"""
- name: Apply the plan that was reviewed
  rasmi.mail.reference_accounts:
    plan: "{{ rasmi_mail_state_dir }}/plan.json"
    expect_plan: 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
    reference:
      uri: ldaps://mail.kelantan.gov.my
      base_dn: dc=kelantan,dc=gov,dc=my
      bind_dn: cn=provisioner,ou=services,dc=kelantan,dc=gov,dc=my
      bind_password_file: "{{ rasmi_mail_state_dir }}/secrets/provisioner"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    supervisors: "{{ rasmi_mail_supervisors }}"

- name: One account without a form
  rasmi.mail.reference_accounts:
    accounts:
      - account_id: HR-2026-17
        address: aminah.salleh@kelantan.gov.my
        name: Aminah binti Salleh
        basis: BPTM.600-1/2/1(17)
        tier: pengguna_biasa
        quota: 314572800
        supervisor: bptm
    profile: kelantan
    reference: "{{ rasmi_mail_reference }}"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    supervisors: "{{ rasmi_mail_supervisors }}"
"""

RETURN = r"""
counts:
  description: Number of changes by verb that were, or in check mode would be, carried out.
  returned: always
  type: dict
  sample: {create: 3, join: 2}
outcomes:
  description: Number of changes by outcome (C(done), C(failed), C(skipped)). Empty in check mode.
  returned: always
  type: dict
already:
  description: Number of planned changes that the server had already.
  returned: always
  type: int
settled:
  description: Number of changes of an interrupted run whose outcome was found on the server and recorded.
  returned: always
  type: int
checksum:
  description: Checksum of the plan.
  returned: always
  type: str
run:
  description: Id of the run in the ledger; empty when nothing was to be done.
  returned: always
  type: str
handover:
  description: The credential files that were written.
  returned: always
  type: list
  elements: dict
  contains:
    id:
      description: Id of the file, as in the account's attribute C(rasmiHandover).
      type: str
    supervisor:
      description: Id of the supervisor whose certificate opens it.
      type: str
    accounts:
      description: Number of accounts in it.
      type: int
    path:
      description: Path of the file.
      type: str
failures:
  description: The first 20 changes that failed, with the server's answer.
  returned: always
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applying import apply_accounts
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import LIMITS_SPEC, REFERENCE_SPEC

ACCOUNT_SPEC: dict[str, Any] = {
    "account_id": {"type": "str", "required": True},
    "address": {"type": "str", "required": True},
    "name": {"type": "str", "required": True},
    "basis": {"type": "str", "required": True},
    "kind": {"type": "str", "choices": ["individual", "department", "probe"]},
    "state": {"type": "str", "choices": ["active", "suspended", "removed"]},
    "tier": {"type": "str"},
    "quota": {"type": "int"},
    "unit": {"type": "str"},
    "post": {"type": "str"},
    "grade": {"type": "str"},
    "office_phone": {"type": "str"},
    "staff_key": {"type": "str", "no_log": False},
    "supervisor": {"type": "str"},
    "owner": {"type": "str"},
    "delegates": {"type": "list", "elements": "str"},
    "opens": {"type": "list", "elements": "str"},
    "aliases": {"type": "list", "elements": "str"},
    "groups": {"type": "list", "elements": "str"},
    "adopt": {"type": "bool"},
}
ARGUMENT_SPEC: dict[str, Any] = {
    "reference": {"type": "dict", "required": True, "options": REFERENCE_SPEC},
    "plan": {"type": "path"},
    "accounts": {"type": "list", "elements": "dict", "options": ACCOUNT_SPEC},
    "profile": {"type": "str"},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "as_of": {"type": "str"},
    "expect_plan": {"type": "str"},
    "ledger": {"type": "path", "required": True},
    "handover": {"type": "path"},
    "supervisors": {"type": "path"},
    "password_length": {"type": "int", "default": 12, "no_log": False},
    "limits": {"type": "dict", "options": LIMITS_SPEC},
}
RULES: dict[str, Any] = {
    "mutually_exclusive": [("plan", "accounts")],
    "required_one_of": [("plan", "accounts")],
    "required_by": {"accounts": ("profile",)},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Apply; check mode stops before the first write."""
    return apply_accounts("reference", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
