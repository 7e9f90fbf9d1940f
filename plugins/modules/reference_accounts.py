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
  - rasmi.mail.accounts
  - rasmi.mail.applying
options:
  profile:
    description: Id of the profile, or the path of its file. Needed with O(accounts).
  reference:
    required: true
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
from ansible_collections.rasmi.mail.plugins.module_utils._options import APPLY_RULES, APPLY_SPEC, REFERENCE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "reference": {"type": "dict", "required": True, "options": REFERENCE_SPEC},
    **APPLY_SPEC,
}
RULES: dict[str, Any] = APPLY_RULES


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Apply; check mode stops before the first write."""
    return apply_accounts("reference", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
