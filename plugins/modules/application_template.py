#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: application_template
short_description: Write sheets in which applications are filled in
version_added: 1.0.0
description:
  - Writes one CSV and one XLSX file for each form that the agency's profile takes. The columns come from the same
    tables by which the forms are checked, so a sheet never lags behind the rules.
  - The header is Malay, row 2 has notes in English, row 3 an example. One star marks a required column, two stars one
    that is needed before the approval. Rows 2 and 3 need not be deleted; a row that begins with C(#) is not read.
  - In XLSX, units, supervisors, groups, grade schemes and yes/no are lists to choose from, dates are dates, everything
    else is text (so that telephone numbers keep their zeros), and the three rows on top are locked, without a password.
  - The same inputs give the same bytes. A file in which somebody has filled in rows is never overwritten.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML
  - openpyxl >= 3.1
extends_documentation_fragment:
  - rasmi.mail.profile
options:
  profile:
    required: true
  dest:
    description: Directory for the sheets; it is made when it is missing.
    type: path
    required: true
  forms:
    description: Forms to write. The default are all that the profile takes.
    type: list
    elements: str
    default: []
  kinds:
    description: Kinds of files.
    type: list
    elements: str
    choices: [csv, xlsx]
    default: [csv, xlsx]
  identity:
    description:
      - What is asked of a person's identity. With V(key) it is the keyed hash, and the sheet may lie among the forms.
      - With V(number) it is the identity-card number. Such a sheet never goes to Git; M(rasmi.mail.application_import)
        turns it into forms. The files are then called, for example, C(OPS-002-masuk.xlsx).
    type: str
    choices: [key, number]
    default: key
  units:
    description: File of the units to choose from.
    type: path
  groups:
    description: File of the groups to choose from.
    type: path
  supervisors:
    description: File of the e-mail supervisors to choose from.
    type: path
attributes:
  check_mode:
    support: full
    description: Says which files would be written.
  diff_mode:
    support: full
    description: The names of the files that differ.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.application_info
  - module: rasmi.mail.application_import
"""

EXAMPLES = r"""
- name: Write the sheets to fill in
  rasmi.mail.application_template:
    profile: kelantan
    dest: "{{ rasmi_mail_state_dir }}/templates"
    units: "{{ rasmi_mail_units }}"
    groups: "{{ rasmi_mail_groups }}"
    supervisors: "{{ rasmi_mail_supervisors }}"

- name: Write the sheet of the counter, which asks for the identity-card number
  rasmi.mail.application_template:
    profile: kelantan
    dest: "{{ rasmi_mail_state_dir }}/templates"
    forms: [OPS-002]
    kinds: [xlsx]
    identity: number
    units: "{{ rasmi_mail_units }}"
    groups: "{{ rasmi_mail_groups }}"
    supervisors: "{{ rasmi_mail_supervisors }}"
"""

RETURN = r"""
files:
  description: All files of this kind, written now or before.
  returned: success
  type: list
  elements: str
written:
  description: The files that differed.
  returned: success
  type: list
  elements: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._templates import write_templates

ARGUMENT_SPEC: dict[str, Any] = {
    "profile": {"type": "str", "required": True},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "dest": {"type": "path", "required": True},
    "forms": {"type": "list", "elements": "str", "default": []},
    "kinds": {"type": "list", "elements": "str", "choices": ["csv", "xlsx"], "default": ["csv", "xlsx"]},
    "identity": {"type": "str", "choices": ["key", "number"], "default": "key"},
    "units": {"type": "path"},
    "groups": {"type": "path"},
    "supervisors": {"type": "path"},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    return write_templates(params, check_mode)


def main() -> None:
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
