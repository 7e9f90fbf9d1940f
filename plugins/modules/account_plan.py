#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: account_plan
short_description: Plan what must be done so that the mail accounts are those that were approved
version_added: 0.1.0
description:
  - Compares the accounts that approved applications call for with those that a mail server has, on a given day, by a
    given standard, and writes down what to do about the differences.
  - The plan is a file that M(rasmi.mail.reference_accounts), M(rasmi.mail.zimbra_accounts) or
    M(rasmi.mail.exchange_accounts) applies, and a table that a person can read. Its checksum names exactly what was
    reviewed.
  - M(rasmi.mail.account_converge) plans in the same way and applies at once.
  - Where something is to be done or decided, the first lines of the plan are printed.
  - An account that no application covers is never changed; it shows up as C(ask). So does everything that the owner of
    the standard has not decided.
  - At most one destructive step (C(suspend), C(remove)) is planned for an account in one run, and a removal only after
    a suspension that this collection made, its due date, and the agency's notice.
  - A lock is never released, and a suspension never ended, because an account "should be active"; both need a notice.
  - The same forms, standard, server and day give the same bytes.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML
  - holidays >= 0.104
extends_documentation_fragment:
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
    description: The plan is this module's answer, so check mode writes the plan file and the table as well.
  diff_mode:
    support: full
    description: The first lines of the table.
notes:
  - Runs in the controller's own process when the connection is local. On any other connection every path is one of
    that machine, and O(profile_paths) must name where its profiles are.
  - RV(ignore:changed) is always false. Whether there is something to apply is in RV(pending).
seealso:
  - module: rasmi.mail.account_converge
  - module: rasmi.mail.application_info
  - module: rasmi.mail.reference_accounts
  - module: rasmi.mail.reference_usage_info
  - module: rasmi.mail.zimbra_accounts
  - module: rasmi.mail.exchange_accounts
"""

EXAMPLES = r"""
- name: Plan the accounts
  rasmi.mail.account_plan:
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
    language: ms
  register: plan

- name: Show the table to the person who decides
  ansible.builtin.debug:
    msg: "{{ lookup('ansible.builtin.file', plan.table_file).splitlines() }}"

- name: Read what the mailboxes hold that would get less space
  rasmi.mail.reference_usage_info:
    users: "{{ plan.unmeasured }}"
  delegate_to: mail.kelantan.gov.my
  register: mailboxes
  when: plan.unmeasured | length > 0

- name: What would have been due at the end of the year
  rasmi.mail.account_plan:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    as_of: "2026-12-31"
    reference: "{{ rasmi_mail_reference }}"
    dest: /tmp/forecast.json
"""

RETURN = r"""
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
  description: Whether the last applying run was cut off, so that its open ends must be settled.
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
  description: SHA-256 over what the plan would do; hand it to RV(ignore:expect_plan) of the applying module.
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
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._planning import (
    PLAN_RULES,
    PLAN_SPEC,
    check_rehearsal,
    plan_accounts,
)

ARGUMENT_SPEC: dict[str, Any] = PLAN_SPEC
RULES: dict[str, Any] = PLAN_RULES


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Plan; no server is changed in either mode, and only a rehearsal may imagine a server."""
    check_rehearsal(params, check_mode)
    return plan_accounts(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
