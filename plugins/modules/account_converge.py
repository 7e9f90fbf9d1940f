#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: account_converge
short_description: Make the mail accounts those that were approved
version_added: 0.1.0
description:
  - Plans as M(rasmi.mail.account_plan) does, writes the plan down, shows it, and applies it as
    M(rasmi.mail.reference_accounts), M(rasmi.mail.zimbra_accounts) or M(rasmi.mail.exchange_accounts) does, by the same
    rules and with the same safeguards.
  - In one task, because nothing then has to be read twice. Where a person reviews the plan before it is applied, use
    the two modules; or give the checksum of what was reviewed as O(expect_plan), and any other plan is refused.
  - Nothing is sent to the server before the plan file is on the disk. Of a plan of 1,000 changes or more, O(table) and
    O(page) are finished while the server is being changed.
  - A plan that is provisional (O(measures)) is not applied.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML
  - holidays >= 0.104
  - cryptography >= 45 (when a new account needs a temporary password)
extends_documentation_fragment:
  - rasmi.mail.applying
  - rasmi.mail.planning
  - rasmi.mail.inputs
  - rasmi.mail.limits
  - rasmi.mail.profile
  - rasmi.mail.scope
  - rasmi.mail.reference
  - rasmi.mail.zimbra
  - rasmi.mail.exchange
options:
  profile:
    required: true
attributes:
  check_mode:
    support: full
    description:
      - Everything but the writing on the server; RV(ignore:changed) and RV(counts) are what the run would then do. The
        plan file, O(table), O(page) and O(addresses) are written.
  diff_mode:
    support: full
    description: The first lines of the table, then the first 20 changes.
notes:
  - Runs in the controller's own process when the connection is local. On any other connection every path is one of
    that machine, and O(profile_paths) must name where its profiles are.
  - With O(new_server) nothing is applied, and RV(ignore:changed) says whether something would be.
seealso:
  - module: rasmi.mail.account_plan
  - module: rasmi.mail.account_undo
  - module: rasmi.mail.reference_accounts
  - module: rasmi.mail.zimbra_accounts
  - module: rasmi.mail.exchange_accounts
"""

EXAMPLES = r"""
- name: Make the accounts those that were approved
  rasmi.mail.account_converge:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    units: "{{ rasmi_mail_units }}"
    groups: "{{ rasmi_mail_groups }}"
    supervisors: "{{ rasmi_mail_supervisors }}"
    probes: "{{ rasmi_mail_probes }}"
    platform: reference
    reference:
      uri: ldaps://mail.kelantan.gov.my
      base_dn: dc=kelantan,dc=gov,dc=my
      bind_dn: cn=provisioner,ou=services,dc=kelantan,dc=gov,dc=my
      bind_password_file: "{{ rasmi_mail_state_dir }}/secrets/provisioner"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    dest: "{{ rasmi_mail_state_dir }}/plan.json"
    page: "{{ rasmi_mail_state_dir }}/plan.html"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    cache: "{{ rasmi_mail_state_dir }}/cache"
  register: converged

- name: Apply only what was reviewed
  rasmi.mail.account_converge:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    supervisors: "{{ rasmi_mail_supervisors }}"
    reference: "{{ rasmi_mail_reference }}"
    dest: "{{ rasmi_mail_state_dir }}/plan.json"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    expect_plan: "{{ reviewed.checksum }}"
"""

RETURN = r"""
applied:
  description: Whether there was something to apply, or in check mode would be.
  returned: success
  type: bool
counts:
  description: Number of changes by verb; C(none) counts accounts that need nothing.
  returned: success
  type: dict
  sample: {create: 3, suspend: 1, ask: 2, none: 41}
pending:
  description: Whether the plan would write anything.
  returned: success
  type: bool
interrupted:
  description: Whether the run before was cut off, so that its open ends had to be settled.
  returned: success
  type: bool
asks:
  description: Number of questions that a person must answer.
  returned: success
  type: int
provisional:
  description: Whether another plan is to follow, with what RV(unmeasured) accounts use.
  returned: success
  type: bool
unmeasured:
  description:
    - Addresses of the accounts whose quota would shrink while nobody told how much they use. For O(platform=reference)
      hand them to M(rasmi.mail.reference_usage_info), and plan again with its answer as O(used).
  returned: success
  type: list
  elements: str
late:
  description: Number of changes that are past their due date.
  returned: success
  type: int
checksum:
  description: SHA-256 over what the plan would do; for O(expect_plan).
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
page_file:
  description: Path of the page, "" when none was written.
  returned: success
  type: str
as_of:
  description: The day that decided the deadlines.
  returned: success
  type: str
profile:
  description: Id of the profile.
  returned: success
  type: str
platform:
  description: Kind of the server.
  returned: success
  type: str
generation:
  description: Fencing token of the server when it was read.
  returned: success
  type: int
cache:
  description: How much of the forms was read anew, V(cold), V(partial) or V(warm).
  returned: success
  type: str
changes:
  description: The first lines of the plan, at most O(show).
  returned: success
  type: list
  elements: dict
  contains:
    verb:
      description: What to do.
      type: str
    account:
      description: Address of the account.
      type: str
    basis:
      description: Application or rule that decided it.
      type: str
    clauses:
      description: Ids of the clauses it rests on.
      type: list
      elements: str
    due:
      description: Day by which it is due, "" for none.
      type: str
    days_late:
      description: Calendar days past the due date.
      type: int
    reversible:
      description: Whether it can be undone.
      type: bool
    destructive:
      description: Whether it takes something away from a person.
      type: bool
    reason:
      description: One sentence in O(language).
      type: str
outcomes:
  description: Number of changes by outcome (C(done), C(failed), C(skipped)). Empty in check mode.
  returned: when the plan was applied
  type: dict
already:
  description: Number of planned changes that the server had already.
  returned: when the plan was applied
  type: int
settled:
  description: Number of changes of an interrupted run whose outcome was found on the server and recorded.
  returned: when the plan was applied
  type: int
run:
  description: Id of the run in the ledger; empty when nothing was to be done.
  returned: when the plan was applied
  type: str
handover:
  description: The credential files that were written.
  returned: when the plan was applied
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
  returned: when the plan was applied
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._converging import converge_accounts
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import APPLYING_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._planning import PLAN_RULES, PLAN_SPEC

ARGUMENT_SPEC: dict[str, Any] = {**PLAN_SPEC, **APPLYING_SPEC}
RULES: dict[str, Any] = PLAN_RULES


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Plan and apply; check mode stops before the first write on the server."""
    return converge_accounts(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
