# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: applications
short_description: Approved applications for mail accounts as an inventory
version_added: 0.1.0
description:
  - Makes every mail account that approved applications call for a host, named by its address, so that
    C(ansible-inventory --graph) shows who is approved and C(--limit) picks people.
  - It is a view for people. The modules of this collection read the forms themselves and never go through these hosts.
  - Hosts are grouped by C(tier_*), C(unit_*), C(state_*), C(status_*), C(kind_*) and C(platform_*).
  - Forms with a fault stop the inventory with one message that lists every fault.
  - The file must end in C(applications.yml) or C(applications.yaml).
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML with LibYAML
extends_documentation_fragment:
  - ansible.builtin.constructed
options:
  plugin:
    description: Name of this plugin.
    type: str
    required: true
    choices: [rasmi.mail.applications]
  applications:
    description: Directory of the forms, or one file of many documents. Relative paths start at the inventory file.
    type: str
    required: true
  profile:
    description: Id of the profile, or the path of its file.
    type: str
    required: true
  profile_paths:
    description: Directories to look for profiles in, before the collection's own.
    type: list
    elements: str
    default: []
  units:
    description: File of the departments and divisions.
    type: str
  groups_file:
    description: File of the groups.
    type: str
  supervisors:
    description: File of the e-mail supervisors.
    type: str
  probes:
    description: File of the accounts that only probes use; they become hosts of C(kind_probe).
    type: str
  as_of:
    description: The day (YYYY-MM-DD) for which the state is told. The default is today in Malaysia.
    type: str
  cache_dir:
    description: Directory in which unchanged forms are remembered.
    type: str
  platform:
    description: Platform that carries the accounts.
    type: str
    choices: [zimbra, exchange, reference]
    default: reference
  statuses:
    description:
      - Which openings become hosts. Those that are not approved have no address yet and are named by their number.
    type: list
    elements: str
    choices: [draft, received, incomplete, complete, supported, approved, rejected, withdrawn]
    default: [approved]
"""

EXAMPLES = r"""
# rasmi.applications.yml
plugin: rasmi.mail.applications
applications: applications
profile: kelantan
units: units.yml
groups_file: groups.yml
supervisors: supervisors.yml
probes: probes.yml
statuses: [approved, supported, incomplete]
keyed_groups:
  - key: rasmi_supervisor
    prefix: supervisor
"""

import os
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Constructable

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import Inputs, load_inputs
from ansible_collections.rasmi.mail.plugins.module_utils._people import Person, people
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

_FILES = {
    "applications": "applications",
    "units": "units",
    "groups_file": "groups",
    "supervisors": "supervisors",
    "probes": "probes",
    "cache_dir": "cache",
}


class InventoryModule(BaseInventoryPlugin, Constructable):
    """Accounts as hosts."""

    NAME = "rasmi.mail.applications"

    def verify_file(self, path: str) -> bool:
        return bool(super().verify_file(path)) and path.endswith(("applications.yml", "applications.yaml"))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        try:
            inputs = load_inputs(self._params(os.path.dirname(os.path.abspath(path))))
            hosts = people(inputs, self.get_option("platform"), self.get_option("statuses"))
        except RasmiError as error:
            raise AnsibleParserError(str(error)) from error
        self._remark(inputs)
        for host in hosts:
            self._add(host)

    def _params(self, base: str) -> dict[str, Any]:
        """The options as the modules name them, with paths taken from the inventory file."""
        params: dict[str, Any] = {"profile": self.get_option("profile"), "as_of": self.get_option("as_of")}
        for option, name in _FILES.items():
            value = self.get_option(option)
            params[name] = os.path.normpath(os.path.join(base, os.path.expanduser(value))) if value else None
        params["profile_paths"] = [os.path.join(base, item) for item in self.get_option("profile_paths")]
        return params

    def _remark(self, inputs: Inputs) -> None:
        for remark in inputs.applications.warnings:
            self.display.vv(f"rasmi.mail.applications: {remark}")

    def _add(self, person: Person) -> None:
        host = self.inventory.add_host(person.host)
        for group in person.groups:
            self.inventory.add_child(self.inventory.add_group(self._sanitize_group_name(group)), host)
        for name, value in person.variables.items():
            self.inventory.set_variable(host, name, value)
        strict = self.get_option("strict")
        facts = {**person.variables, "inventory_hostname": host}
        self._set_composite_vars(self.get_option("compose"), facts, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), facts, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), facts, host, strict=strict)
