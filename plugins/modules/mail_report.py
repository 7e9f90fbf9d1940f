#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mail_report
short_description: Write the auditor's report, clause by clause
version_added: 0.1.0
description:
  - Puts together what was observed (M(rasmi.mail.mail_probe)), what the records say (ledger, plan, applications), and
    what people attested or waived, and judges every clause of the standard.
  - Writes one self-contained page in Malay and English (C(index.html)), the same as data (C(report.json), described by
    C(docs/report.schema.json)), and C(junit.xml) for pipelines.
  - A clause that has to be observed and was not is red. A test that could not run is red. An attestation that is
    missing or has run out is red. A waiver holds up to its date and never turns anything green.
  - The same inputs give the same files, byte for byte; the clock is not asked.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - jinja2
  - PyYAML
extends_documentation_fragment:
  - rasmi.mail.profile
options:
  profile:
    required: true
  verdicts:
    description:
      - JSON files that M(rasmi.mail.mail_probe) wrote. Of several observations of one part the newest counts.
      - Observations made for another state of the standard are refused.
    type: list
    elements: path
    default: []
  applications:
    description: Directory of application files; approvals, eligibility and training are judged from it.
    type: path
  units:
    description: File of the departments and divisions, as M(rasmi.mail.account_plan) has it.
    type: path
    version_added: 0.2.0
  groups:
    description: File of the groups, as M(rasmi.mail.account_plan) has it.
    type: path
    version_added: 0.2.0
  supervisors:
    description: File of the e-mail supervisors, as M(rasmi.mail.mail_notice) has it. It says who was to be told.
    type: path
    version_added: 0.2.0
  probes:
    description: File of the accounts that only probes use; nobody is told about them.
    type: path
    version_added: 0.2.0
  office:
    description: Address of the e-mail administrator, as M(rasmi.mail.mail_notice) has it.
    type: str
    version_added: 0.2.0
  helpdesk:
    description: Address of the helpdesk for incidents, as M(rasmi.mail.mail_notice) has it.
    type: str
    version_added: 0.2.0
  staff:
    description:
      - The staff list that M(rasmi.mail.application_import) made; it is held against the accounts (R020).
      - Without it, and without O(plan), whether every officer has a mailbox could not be tested, and is red.
    type: path
    version_added: 0.2.0
  applications_cache:
    description: Directory in which parsed forms are remembered by content. Nothing is remembered without it.
    type: path
  ledger:
    description:
      - The ledger of the runs; it is verified, and deadlines, bases and notices are judged from it.
      - Notices are judged since the first run that looked for any. What forms and runs made due is worked out anew;
        what only the server could tell is what M(rasmi.mail.mail_notice) has recorded.
      - When there is none yet, a warning says so, and what only a ledger can show is red.
    type: path
  plan:
    description:
      - The plan file (JSON) that M(rasmi.mail.account_plan) wrote last; its open questions are shown.
      - When there is none yet, a warning says so, and what only a plan can show is red.
    type: path
  watch:
    description:
      - Directory of the record that M(rasmi.mail.mail_watch) wrote. C-MON-HEALTH and C-MON-EXT are judged by it, by the
        coverage of the rounds, what they saw last, and the daily checklists.
      - When there is none yet, a warning says so, and both rest on a statement, or are red.
    type: path
  watch_gap:
    description:
      - Longest time between two rounds of the watch. The letter of November 2007 names none; it is the site's word.
    type: str
    default: 30 minutes
  attestations:
    description:
      - YAML list of signed statements. Each names C(clause) or C(control) ids, C(date), C(by),
        C(document), and optionally C(valid_until) and C(note).
    type: path
  waivers:
    description:
      - YAML list of written exceptions. Each names C(clause) or C(control) ids, C(until), C(reason) and C(by).
    type: path
  dest:
    description: Directory for the report; made when it is missing.
    type: path
    required: true
  title:
    description: Title of the report. The default is made from the standard's title, in both languages.
    type: str
  agency:
    description: Name of the agency, shown above the title.
    type: str
    default: ""
  as_of:
    description:
      - Day (YYYY-MM-DD) on which attestations and waivers must hold.
      - The default is the Malaysian day of the newest observation, else the day of the plan.
    type: str
attributes:
  check_mode:
    support: full
    description: Everything but the writing.
  diff_mode:
    support: full
    description: The deciding sentence and the status of each clause, before and after.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.mail_probe
  - module: rasmi.mail.account_plan
"""

EXAMPLES = r"""
- name: Write the report
  rasmi.mail.mail_report:
    profile: kelantan
    verdicts: ["{{ rasmi_mail_state_dir }}/verdicts.json"]
    applications: "{{ rasmi_mail_applications }}"
    units: "{{ rasmi_mail_units }}"
    supervisors: "{{ rasmi_mail_supervisors }}"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    plan: "{{ rasmi_mail_state_dir }}/plan.json"
    attestations: "{{ inventory_dir }}/attestations.yml"
    waivers: "{{ inventory_dir }}/waivers.yml"
    dest: "{{ rasmi_mail_state_dir }}/report"
    agency: Pejabat Setiausaha Kerajaan Negeri Kelantan
  register: report

- name: Stop a pipeline when a clause is red
  ansible.builtin.assert:
    that: report.red == 0
    fail_msg: "{{ report.sentence.en }}"
"""

RETURN = r"""
red:
  description: Number of red clauses.
  returned: success
  type: int
  sample: 3
sentence:
  description: The sentence that decides, in Malay (C(ms)) and English (C(en)).
  returned: success
  type: dict
summary:
  description: Numbers of clauses by status, of controls that were observed, and of observations by result.
  returned: success
  type: dict
red_clauses:
  description: The red clauses (id, status, reason), at most 50.
  returned: success
  type: list
  elements: dict
files:
  description: Paths of the files by name.
  returned: success
  type: dict
requests:
  description:
    - Where the applications stand, numbers by state (C(states)), of the late ones (C(late_states)), and the late ones
      themselves (C(late), at most 100) as M(rasmi.mail.application_info) returns them.
  returned: when O(applications) is given
  type: dict
as_of:
  description: The day for which the report was judged.
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.service import report_on
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._reporting import papers_of

ARGUMENT_SPEC: dict[str, Any] = {
    "profile": {"type": "str", "required": True},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "verdicts": {"type": "list", "elements": "path", "default": []},
    "applications": {"type": "path"},
    "units": {"type": "path"},
    "groups": {"type": "path"},
    "supervisors": {"type": "path"},
    "probes": {"type": "path"},
    "office": {"type": "str"},
    "helpdesk": {"type": "str"},
    "staff": {"type": "path"},
    "applications_cache": {"type": "path"},
    "ledger": {"type": "path"},
    "plan": {"type": "path"},
    "watch": {"type": "path"},
    "watch_gap": {"type": "str", "default": "30 minutes"},
    "attestations": {"type": "path"},
    "waivers": {"type": "path"},
    "dest": {"type": "path", "required": True},
    "title": {"type": "str"},
    "agency": {"type": "str", "default": ""},
    "as_of": {"type": "str"},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Judge and write; check mode writes nothing."""
    return report_on(params, check_mode, papers_of(params))


def main() -> None:
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
