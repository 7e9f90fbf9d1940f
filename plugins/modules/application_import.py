#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: application_import
short_description: Turn a sheet with identity-card numbers into forms with keyed hashes
version_added: 1.0.0
description:
  - Reads sheets (CSV, XLSX) that lie outside of Git and may have a column C(No. Kad Pengenalan), and writes one YAML
    form for each row. In the form stands the keyed hash that P(rasmi.mail.identity_key#filter) makes, and the last four
    digits. The number itself is in no file, no message and no result.
  - The rules are those of M(rasmi.mail.application_info), between the forms as well. When anything is wrong, one
    message lists every fault by sheet, row and column, and nothing is written.
  - A form that is there already is left alone when it says the same, and is a fault when it does not.
  - With O(staff) the sheets are the staff list of human resources instead, and become one file of keyed hashes (R020).
  - The last step is yours. RV(destroy) names the files that must be destroyed now.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML
  - openpyxl >= 3.1
extends_documentation_fragment:
  - rasmi.mail.inputs
  - rasmi.mail.profile
options:
  profile:
    required: true
  src:
    description: The sheets. None may lie in a Git work tree.
    type: list
    elements: path
    required: true
  applications:
    description: Directory of the forms, with which the new ones are compared.
  dest:
    description: Directory below O(applications) for the new forms. The default is O(applications) itself.
    type: path
  staff:
    description:
      - Path of the staff list to write. O(src) are then sheets of officers with the columns C(No. Kad Pengenalan) and,
        if wanted, C(Jabatan/Bahagian) (id of the unit); other columns are left alone. No form is read or written.
      - The list is of the day O(as_of), and replaces the one before.
    type: path
    version_added: 1.0.0
  key:
    description: The agency's secret key, at least 16 bytes; the same for ever, or nobody is recognised again.
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: Says which forms would be written.
  diff_mode:
    support: full
    description: The names of the forms that would be new.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.application_info
  - module: rasmi.mail.application_template
  - plugin: rasmi.mail.identity_key
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Take in what came over the counter
  rasmi.mail.application_import:
    src: [/run/user/1000/OPS-002-masuk.xlsx]
    applications: "{{ rasmi_mail_applications }}"
    dest: "{{ rasmi_mail_applications }}/individuals"
    profile: kelantan
    units: "{{ rasmi_mail_units }}"
    groups: "{{ rasmi_mail_groups }}"
    supervisors: "{{ rasmi_mail_supervisors }}"
    key: "{{ vault_identity_key }}"
  register: taken

- name: Say what must be destroyed now
  ansible.builtin.debug:
    var: taken.destroy

- name: Take in the staff list of human resources
  rasmi.mail.application_import:
    src: [/run/user/1000/senarai-kakitangan.xlsx]
    staff: "{{ rasmi_mail_staff }}"
    as_of: "2026-11-01"
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    key: "{{ vault_identity_key }}"
"""

RETURN = r"""
forms:
  description: The forms of all rows, new or there before.
  returned: success
  type: list
  elements: str
written:
  description: The forms that are new.
  returned: success
  type: list
  elements: str
destroy:
  description: The sheets that hold identity-card numbers in clear and must be destroyed now.
  returned: success
  type: list
  elements: str
faults:
  description: Every fault, as M(rasmi.mail.application_info) returns them.
  returned: when there are any
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import INPUTS_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._importing import import_sheets

ARGUMENT_SPEC: dict[str, Any] = {
    **INPUTS_SPEC,
    "src": {"type": "list", "elements": "path", "required": True},
    "dest": {"type": "path"},
    "staff": {"type": "path"},
    "key": {"type": "str", "required": True, "no_log": True},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    return import_sheets(params, check_mode)


def main() -> None:
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
