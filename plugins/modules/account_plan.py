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
    M(rasmi.mail.exchange_accounts) applies, and a table that
    a person can read. Its checksum names exactly what was reviewed.
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
  groups:
    description: File of the groups that are managed. Membership of any other group is left alone.
  platform:
    description: Kind of the mail server. Each needs the option of its own name.
    type: str
    choices: [reference, zimbra, exchange]
    default: reference
  new_server:
    description:
      - The server is not provisioned yet; plan against the empty directory that provisioning would leave.
      - Only in check mode, so that a first rehearsal of a whole site shows its accounts too. An answer of a real server
        is never replaced by emptiness.
    type: bool
    default: false
  dest:
    description: Where to write the plan (JSON, readable by its owner only).
    type: path
    required: true
  table:
    description: Where to write the table. The default is O(dest) with the suffix C(.txt).
    type: path
  page:
    description:
      - Where to write the plan as one HTML page for the person who decides, in Malay and English, readable on paper.
      - Not written for more accounts than O(page_limit).
      - It says for every line who, from what to what, why (the clause in the document's words, the application), until
        when and how it can be undone; what waits for whom; and what the next 180 days bring.
    type: path
  page_limit:
    description:
      - Largest number of accounts for which O(page) is written. It looks at every account a second time, which takes
        some 1.5 s of processor time for 100,000, in every run.
    type: int
    default: 30000
  disk:
    description: Size of the mail store, such as V(2 TB), to hold the promised storage against on O(page).
    type: str
  agency:
    description: Name of the agency on O(page).
    type: str
  ledger:
    description: Ledger of the runs; from it comes the number of accounts that the server must still have.
    type: path
  addresses:
    description:
      - Where to write which addresses this platform holds, for O(other_addresses) of the agency's other platforms
        (JSON, readable by its owner only; removed accounts and what the forms decide included). Check mode writes it
        too.
    type: path
  other_addresses:
    description:
      - For an agency with more than one directory, the O(addresses) files of the other platforms, by platform. Who
        would get an address that is held there becomes a question.
      - When such a file is missing, or more than 7 days older than O(as_of), every new address becomes a question.
    type: dict
  used:
    description:
      - Bytes that mailboxes hold, by address, as M(rasmi.mail.reference_usage_info) has just read them there; the
        directory of O(platform=reference) does not know it. The other platforms are asked themselves.
      - It is looked at only when a quota would shrink. Who is not in it counts as unknown, and is asked about.
    type: dict
    default: {}
  measures:
    description:
      - Whether the task is followed by one that plans again with O(used) when RV(unmeasured) is not empty. The plan is
        then provisional, and is not printed.
    type: bool
    default: false
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
  - Runs in the controller's own process when the connection is local. On any other connection every path is one of
    that machine, and O(profile_paths) must name where its profiles are.
  - RV(ignore:changed) is always false. Whether there is something to apply is in RV(pending).
seealso:
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

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import INPUTS_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import (
    EXCHANGE_SPEC,
    LIMITS_SPEC,
    REFERENCE_SPEC,
    SCOPE_SPEC,
    ZIMBRA_SPEC,
)
from ansible_collections.rasmi.mail.plugins.module_utils._planning import plan_accounts
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

ARGUMENT_SPEC: dict[str, Any] = {
    **INPUTS_SPEC,
    "platform": {"type": "str", "choices": ["reference", "zimbra", "exchange"], "default": "reference"},
    "reference": {"type": "dict", "options": REFERENCE_SPEC},
    "zimbra": {"type": "dict", "options": ZIMBRA_SPEC},
    "exchange": {"type": "dict", "options": EXCHANGE_SPEC},
    "limits": {"type": "dict", "options": LIMITS_SPEC},
    "scope": {"type": "dict", "options": SCOPE_SPEC},
    "new_server": {"type": "bool", "default": False},
    "dest": {"type": "path", "required": True},
    "table": {"type": "path"},
    "page": {"type": "path"},
    "page_limit": {"type": "int", "default": 30000},
    "disk": {"type": "str"},
    "agency": {"type": "str"},
    "ledger": {"type": "path"},
    "addresses": {"type": "path"},
    "other_addresses": {"type": "dict"},
    "used": {"type": "dict", "default": {}},
    "measures": {"type": "bool", "default": False},
    "language": {"type": "str", "choices": ["ms", "en"], "default": "en"},
    "show": {"type": "int", "default": 20},
}
RULES: dict[str, Any] = {"required_if": [("platform", name, (name,)) for name in ("reference", "zimbra", "exchange")]}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Plan; no server is changed in either mode, and only a rehearsal may imagine a server."""
    if params["new_server"] and not check_mode:
        raise RasmiError("new_server is for check mode only; provision the server first.")
    return plan_accounts(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
