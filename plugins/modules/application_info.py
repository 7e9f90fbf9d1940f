#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: application_info
short_description: Read and validate applications for mail accounts
version_added: 0.1.0
description:
  - Reads every form below a directory (the forms that the agency's profile takes, and notices; YAML, JSON,
    CSV or XLSX), checks all of them against the standard and against each other, and says how many there are of each
    kind.
  - When anything is wrong, the module fails with one message that lists every fault of every file, with file, line
    (or sheet, row and column), field, value and remedy. Nothing is ever changed.
  - A form that is pending, incomplete, rejected or withdrawn is no fault. A form that claims an approval without
    keeping the rules for it is one.
  - Passwords and identity-card numbers are refused wherever they stand, and never shown.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML with LibYAML
  - openpyxl >= 3.1, when forms lie in XLSX sheets
  - holidays >= 0.104
extends_documentation_fragment:
  - rasmi.mail.inputs
  - rasmi.mail.profile
options:
  profile:
    required: true
  as_of:
    description: The day (YYYY-MM-DD) after which nothing can have happened yet. The default is today in Malaysia.
  other_addresses:
    description:
      - Files in which M(rasmi.mail.account_plan) wrote what a platform holds (its option C(addresses)), by platform.
        What stands in one is not offered in RV(candidates).
    type: dict
  ledger:
    description:
      - Ledger of the runs; it is verified. With it RV(requests) says what was carried out and told.
      - One that does not exist yet is empty.
    type: path
    version_added: 0.2.0
  plan:
    description:
      - The last plan of M(rasmi.mail.account_plan). With it RV(requests) says which approved forms are late, and for
        which of them nothing is left to do.
    type: path
    version_added: 0.2.0
  staff:
    description:
      - The staff list that M(rasmi.mail.application_import) made. RV(coverage) then says which officers have no
        official mailbox, and which mailboxes belong to nobody on it (R020).
      - Give O(plan) as well, and O(ledger); an account that is still to be made is no mailbox.
    type: path
    version_added: 0.2.0
  ids:
    description: Applications that RV(requests) is wanted for. The default is all of them.
    type: list
    elements: str
    default: []
    version_added: 0.2.0
  show:
    description: Number of RV(requests) to return.
    type: int
    default: 100
    version_added: 0.2.0
attributes:
  check_mode:
    support: full
    description: The module never changes anything.
  diff_mode:
    support: none
    description: There is nothing to compare.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.account_plan
  - plugin: rasmi.mail.applications
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Check the forms before anything else
  rasmi.mail.application_info:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    units: "{{ rasmi_mail_units }}"
    groups: "{{ rasmi_mail_groups }}"
    supervisors: "{{ rasmi_mail_supervisors }}"
    probes: "{{ rasmi_mail_probes }}"
    cache: "{{ rasmi_mail_state_dir }}/cache"
  register: forms

- name: Say how many wait for a decision
  ansible.builtin.debug:
    msg: "{{ forms.counts.status.supported | default(0) }} forms wait for a decision"

- name: Ask where two applications stand
  rasmi.mail.application_info:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    units: "{{ rasmi_mail_units }}"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    plan: "{{ rasmi_mail_state_dir }}/plan.json"
    ids: [KEL-2026-0101, KEL-2026-0132]
  register: asked

- name: Say what they wait for
  ansible.builtin.debug:
    msg: "{{ item.application }}: {{ item.state }} since {{ item.since }}, {{ item.waits_for.en | default('done') }}"
  loop: "{{ asked.requests }}"

- name: Hold the staff list against the accounts
  rasmi.mail.application_info:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    units: "{{ rasmi_mail_units }}"
    plan: "{{ rasmi_mail_state_dir }}/plan.json"
    staff: "{{ rasmi_mail_staff }}"
  register: covered
"""

RETURN = r"""
counts:
  description:
    - Numbers of applications. C(form) and C(status) count all of them, C(unit) and C(tier) the approved openings.
  returned: success
  type: dict
  sample:
    form: {NOTICE: 2, OPS-001: 1, OPS-002: 12}
    status: {approved: 11, incomplete: 1, supported: 3}
    unit: {bptm: 6, upen: 3}
    tier: {pengguna_biasa: 8, pengurusan_tertinggi: 1}
total:
  description: Number of applications.
  returned: success
  type: int
remarks:
  description: What is not a fault yet, such as a proposed address that cannot be approved; at most 50 sentences.
  returned: success
  type: list
  elements: str
candidates:
  description:
    - For each open form of a person, addresses that are free, best first; a person picks. At most 50 forms.
  returned: success
  type: list
  elements: dict
  contains:
    application:
      description: Id of the form.
      type: str
    name:
      description: Name of the person.
      type: str
    proposed:
      description: Wish of the person.
      type: str
    candidates:
      description: At most five free local parts.
      type: list
      elements: str
    ask:
      description: What a person must say first, V(name_order), V(alias) or V(spelling).
      type: list
      elements: str
deadlines:
  description:
    - The complete forms without a decision, whose clock runs, the most urgent first; at most 50. What is approved and
      not created yet is in the plan.
  returned: success
  type: list
  elements: dict
  contains:
    application:
      description: Id of the form.
      type: str
    status:
      description: V(complete) or V(supported).
      type: str
    complete_on:
      description: The day on which the clock started.
      type: str
    due:
      description: The day by which the account must be there.
      type: str
    days_left:
      description: Calendar days until then, negative after it.
      type: int
    working_days_left:
      description: The same in working days of the office.
      type: int
    state:
      description: V(late), V(soon) (one working day or none is left) or V(in_time).
      type: str
    estimated:
      description: Whether the date rests on a holiday that no gazette has fixed yet.
      type: bool
    calendar:
      description: Library and state by which the date was computed.
      type: str
late:
  description: Number of forms that are late.
  returned: success
  type: int
soon:
  description: Number of forms that are about to be late.
  returned: success
  type: int
states:
  description:
    - Numbers of applications by state, in the order in which one goes through them, C(draft), C(received),
      C(incomplete), C(complete), C(supported), C(approved), C(scheduled), C(applied), C(informed), C(filed),
      C(rejected), C(withdrawn) and C(expired). From C(approved) on they come from O(ledger).
  returned: success
  type: dict
  sample: {received: 3, incomplete: 2, supported: 4, approved: 1, applied: 2, informed: 40, rejected: 6}
states_late:
  description: Number of applications that are late.
  returned: success
  type: int
requests:
  description: Where applications stand, the latest first, then those that wait for longest; at most O(show).
  returned: success
  type: list
  elements: dict
  contains:
    application:
      description: Id of the form.
      type: str
    form:
      description: Kind of form.
      type: str
    state:
      description: Its state on the day, one of RV(states).
      type: str
    since:
      description: The day since which it is in this state, "" when no form says it.
      type: str
    waits_for:
      description: What is missing, in Malay (C(ms)) and English (C(en)); null when nothing is.
      type: dict
    whom:
      description: From whom, in both languages; null when from nobody.
      type: dict
    due:
      description: The day by which the account must be there (R023), or on which the step takes effect (R116).
      type: str
    days_late:
      description: Calendar days past RV(requests[].due). For an approved form only when O(plan) still has it.
      type: int
    applied_by:
      description: Who carried it out, "" when it is not known.
      type: str
    alone:
      description: Whether one person decided it and carried it out (C12).
      type: bool
requests_left:
  description: Number of RV(requests) that are not returned.
  returned: success
  type: int
coverage:
  description: The staff list held against the accounts; null without O(staff).
  returned: success
  type: dict
  contains:
    as_of:
      description: Day of the list.
      type: str
    officers:
      description: Number of officers on it.
      type: int
    covered:
      description: Number of them who have an official mailbox.
      type: int
    without:
      description: Rows of the list (from 1) of those who have none.
      type: list
      elements: int
    units:
      description: Number of those by unit.
      type: dict
    unmade:
      description: Number of those whose account is approved and not made yet.
      type: int
    strangers:
      description: Addresses of mailboxes whose owner is not on the list.
      type: list
      elements: str
digest:
  description: SHA-256 over the contents of the forms.
  returned: success
  type: str
as_of:
  description: The day for which the forms were judged.
  returned: success
  type: str
profile:
  description: Id of the profile.
  returned: success
  type: str
cache_state:
  description: How much was read anew, V(cold) (all), V(partial) or V(warm) (nothing).
  returned: success
  type: str
faults:
  description: Every fault.
  returned: when there are any
  type: list
  elements: dict
  contains:
    file:
      description: Path of the file.
      type: str
    line:
      description: Line, from 1; 0 when the whole file is meant. In a sheet it is the row.
      type: int
    sheet:
      description: Sheet of a CSV or XLSX file.
      returned: when the file is a sheet
      type: str
    field:
      description: Field as in the file, and in parentheses as on the form.
      type: str
    value:
      description: What was found, shortened and without secrets.
      type: str
    problem:
      description: What is wrong with it.
      type: str
    remedy:
      description: What to write instead.
      type: str
    clauses:
      description: Clauses and requirements that demand it.
      type: list
      elements: str
"""

from itertools import islice
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.candidates import offered
from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import INPUTS_SPEC, load_inputs
from ansible_collections.rasmi.mail.plugins.module_utils._applications.running import LATE, NEAR, running
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._placing import standing
from ansible_collections.rasmi.mail.plugins.module_utils._taken import elsewhere

#: Most sentences that a result carries; a folder of ten thousand open forms has as many.
MAX_REMARKS = 50

ARGUMENT_SPEC: dict[str, Any] = {
    **INPUTS_SPEC,
    "other_addresses": {"type": "dict"},
    "ledger": {"type": "path"},
    "plan": {"type": "path"},
    "staff": {"type": "path"},
    "ids": {"type": "list", "elements": "str", "default": []},
    "show": {"type": "int", "default": 100},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    inputs = load_inputs(params)
    applications = inputs.applications
    others, said = elsewhere(params["other_addresses"] or {}, inputs.as_of)
    clocks = running(applications.items, inputs.standard, inputs.reference, inputs.as_of)
    free = offered(applications.items, inputs.standard, inputs.reference, others.addresses)
    return {
        "counts": applications.counts,
        "total": len(applications.items),
        "remarks": list(applications.warnings[:MAX_REMARKS]),
        "candidates": list(islice(free, MAX_REMARKS)),
        "deadlines": clocks[:MAX_REMARKS],
        "late": sum(row["state"] == LATE for row in clocks),
        "soon": sum(row["state"] == NEAR for row in clocks),
        **standing(params, inputs),
        "digest": applications.digest,
        "as_of": inputs.as_of.isoformat(),
        "profile": inputs.standard.id,
        "cache_state": applications.cache,
        "warnings_text": said,
    }


def main() -> None:
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
