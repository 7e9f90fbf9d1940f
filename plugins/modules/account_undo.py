#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: account_undo
short_description: Plan how one run of account changes is taken back
version_added: 0.2.0
description:
  - Reads from the ledger what one run really did, and what each account was before, and writes the inverse plan. It is
    a plan like any other. M(rasmi.mail.reference_accounts), M(rasmi.mail.zimbra_accounts) or
    M(rasmi.mail.exchange_accounts) applies it, with its
    limits and its checksum.
  - Every line rests on O(decision) and on the checksum of the plan that is undone.
  - A new account is suspended, never deleted. A renamed account keeps its newer address as a second one.
  - What cannot be undone (C(remove), C(release)), and every account that was changed since, is listed as C(ask) and
    left alone. The same is said in the plan before it is applied.
  - A lock that the server itself set is never released by undoing.
  - What is undone comes back with the next M(rasmi.mail.account_plan) as long as the applications still call for it.
    Correct or withdraw the form first.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.limits
  - rasmi.mail.reference
  - rasmi.mail.zimbra
  - rasmi.mail.exchange
options:
  ledger:
    description: Ledger of the runs. A ledger whose chain is broken undoes nothing.
    type: path
    required: true
  run:
    description: Id of the run, or the checksum of its plan (8 characters do). The last run when not given.
    type: str
  accounts:
    description: Undo only what was done to these addresses.
    type: list
    elements: str
    default: []
  decision:
    description: Reference of the document that decides the undoing; it stands in every line and in the ledger (R030).
    type: str
    required: true
  platform:
    description: Kind of the mail server. Each needs the option of its own name.
    type: str
    choices: [reference, zimbra, exchange]
    default: reference
  dest:
    description: Where to write the plan (JSON, readable by its owner only).
    type: path
    required: true
  table:
    description: Where to write the table. The default is O(dest) with the suffix C(.txt).
    type: path
  as_of:
    description: Day of the undoing (YYYY-MM-DD), from which a new suspension counts. Today in Malaysia when not given.
    type: str
  language:
    description: Language of the table.
    type: str
    choices: [ms, en]
    default: en
  show:
    description: Number of lines of the plan that are returned; the files have all.
    type: int
    default: 20
attributes:
  check_mode:
    support: full
    description: The plan is this module's answer, so check mode writes the plan file and the table as well.
  diff_mode:
    support: full
    description: The first lines of the table.
notes:
  - Runs in the controller's own process when the connection is local.
  - RV(ignore:changed) is always false. Whether there is something to apply is in RV(pending).
seealso:
  - module: rasmi.mail.account_plan
  - module: rasmi.mail.reference_accounts
  - module: rasmi.mail.zimbra_accounts
  - module: rasmi.mail.exchange_accounts
"""

EXAMPLES = r"""
- name: Plan how the last run is taken back
  rasmi.mail.account_undo:
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    decision: BPTM.600-4/2(31)
    reference: "{{ rasmi_mail_reference }}"
    dest: "{{ rasmi_mail_state_dir }}/undo.json"
  register: undo

- name: Take back a reviewed part of an older run
  rasmi.mail.account_undo:
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    run: 20261121T021405Z-4f1c2a
    accounts: [faizal.rahim@kelantan.gov.my]
    decision: BPTM.600-4/2(32)
    reference: "{{ rasmi_mail_reference }}"
    dest: "{{ rasmi_mail_state_dir }}/undo.json"

- name: Apply the inverse plan
  rasmi.mail.reference_accounts:
    plan: "{{ undo.plan_file }}"
    expect_plan: "{{ undo.checksum }}"
    reference: "{{ rasmi_mail_reference }}"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
  when: undo.pending
"""

RETURN = r"""
counts:
  description: Number of lines by verb; C(none) counts changes that are undone already.
  returned: success
  type: dict
  sample: {suspend: 3, update: 1, ask: 2, none: 0}
pending:
  description: Whether the plan would write anything.
  returned: success
  type: bool
undone_run:
  description: Id of the run that the plan takes back.
  returned: success
  type: str
undone_plan:
  description: Checksum of the plan that the run applied.
  returned: success
  type: str
already:
  description: Number of changes that are undone already.
  returned: success
  type: int
asks:
  description: Number of changes that the plan does not undo.
  returned: success
  type: int
not_undone:
  description: The first changes that are not undone, and why; at most O(show).
  returned: success
  type: list
  elements: dict
  contains:
    account:
      description: Address of the account.
      type: str
    reason:
      description: One sentence in O(language).
      type: str
checksum:
  description: Checksum of the inverse plan; hand it to RV(ignore:expect_plan) of the applying module.
  returned: success
  type: str
plan_file:
  description: Path of the plan.
  returned: success
  type: str
table_file:
  description: Path of the table.
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import (
    EXCHANGE_SPEC,
    LIMITS_SPEC,
    REFERENCE_SPEC,
    ZIMBRA_SPEC,
)
from ansible_collections.rasmi.mail.plugins.module_utils._undoing import undo_accounts

ARGUMENT_SPEC: dict[str, Any] = {
    "ledger": {"type": "path", "required": True},
    "run": {"type": "str"},
    "accounts": {"type": "list", "elements": "str", "default": []},
    "decision": {"type": "str", "required": True},
    "platform": {"type": "str", "choices": ["reference", "zimbra", "exchange"], "default": "reference"},
    "reference": {"type": "dict", "options": REFERENCE_SPEC},
    "zimbra": {"type": "dict", "options": ZIMBRA_SPEC},
    "exchange": {"type": "dict", "options": EXCHANGE_SPEC},
    "limits": {"type": "dict", "options": LIMITS_SPEC},
    "dest": {"type": "path", "required": True},
    "table": {"type": "path"},
    "as_of": {"type": "str"},
    "language": {"type": "str", "choices": ["ms", "en"], "default": "en"},
    "show": {"type": "int", "default": 20},
}
RULES: dict[str, Any] = {"required_if": [("platform", name, (name,)) for name in ("reference", "zimbra", "exchange")]}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Plan the undoing; no server is changed in either mode."""
    return undo_accounts(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
