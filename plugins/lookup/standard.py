# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lookup of the merged profile of an agency."""

from __future__ import annotations

DOCUMENTATION = r"""
name: standard
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: The merged profile of an agency, or one value of it
version_added: 1.0.0
description:
  - Returns a written mail standard as data, with the agency's profile merged into the federal baseline it extends,
    so that roles and playbooks never write a number of the standard a second time.
  - The profile is checked first. Every fault of every file is reported in one message, with file, line and remedy.
  - The result is remembered by content in the user's cache directory, so that later lookups cost a few milliseconds.
options:
  _terms:
    description:
      - Names of profiles (V(kelantan)), or paths of profile files ending in C(.yml) or C(.yaml).
      - A name is looked for in O(search), then in C({{ playbook_dir }}/../profiles), C({{ playbook_dir }}/profiles),
        C({{ inventory_dir }}/profiles), and in the collection's own C(profiles) directory.
    type: list
    elements: str
    required: true
  path:
    description:
      - A dotted path into the profile, such as V(controls.C-PWD-LEN.min). Without it the whole profile is returned.
      - List members are chosen by number, or by their C(id), as in V(tiers.pengguna_biasa.quota_bytes).
      - Keys that themselves hold dots, such as clause ids, are found as they stand.
    type: str
  search:
    description: More directories to look for profiles in, before the others.
    type: list
    elements: path
    default: []
requirements:
  - PyYAML
  - jsonschema
seealso:
  - plugin: rasmi.mail.size_bytes
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show the shortest password that the standard allows
  ansible.builtin.debug:
    msg: "{{ lookup('rasmi.mail.standard', 'kelantan', path='controls.C-PWD-LEN.min') }}"

- name: Read the whole profile once
  ansible.builtin.set_fact:
    mail_standard: "{{ lookup('rasmi.mail.standard', 'kelantan') }}"

- name: Use a value with the clauses it rests on
  ansible.builtin.debug:
    msg: >-
      Messages up to {{ mail_standard.controls['C-MSG-SIZE'].in_bytes }} bytes
      ({{ mail_standard.controls['C-MSG-SIZE'].clauses | join(', ') }})
"""

RETURN = r"""
_raw:
  description:
    - One item per profile named. Without O(path) each is a dictionary with C(id), C(version), C(title), C(clauses),
      C(controls), C(tiers), C(domains), C(eligibility), C(approvals), C(deadlines), C(decisions), C(calendar),
      C(naming), C(notes) and C(fingerprint).
    - Sizes are in bytes (C(*_bytes), 0 means unlimited). Durations are ISO 8601, with C(*_days) and C(*_seconds)
      where they are exact.
  type: list
  elements: raw
"""

import os
from typing import Any

from ansible.errors import AnsibleError
from ansible.module_utils.common.text.converters import to_native
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.yamldoc import slow_parser


class LookupModule(LookupBase):
    """`lookup('rasmi.mail.standard', name, path=...)`."""

    def run(self, terms: list[str], variables: dict[str, Any] | None = None, **kwargs: Any) -> list[Any]:
        self.set_options(var_options=variables, direct=kwargs)
        folders = [*self.get_option("search"), *_folders(variables or {})]
        path = self.get_option("path")
        results = []
        slow = slow_parser()
        if slow:
            Display().warning(slow)
        for term in terms:
            try:
                data = load_standard(str(term), folders).to_dict()
            except RasmiError as error:
                raise AnsibleError(to_native(error)) from error
            except ImportError as error:
                raise AnsibleError(f"rasmi.mail.standard needs a Python library: {to_native(error)}") from error
            results.append(_pick(data, path, str(term)) if path else data)
        return results


def _folders(variables: dict[str, Any]) -> list[str]:
    playbook = variables.get("playbook_dir")
    inventory = variables.get("inventory_dir")
    folders = []
    if playbook:
        folders += [os.path.join(playbook, "..", "profiles"), os.path.join(playbook, "profiles")]
    if inventory:
        folders.append(os.path.join(inventory, "profiles"))
    return folders


def _pick(data: Any, path: str, term: str) -> Any:
    """Follow a dotted path; the longest key that fits is taken, for clause ids hold dots themselves."""
    parts = path.split(".")
    here = data
    while parts:
        for length in range(len(parts), 0, -1):
            found, value = _step(here, ".".join(parts[:length]))
            if found:
                here, parts = value, parts[length:]
                break
        else:
            known = ", ".join(_keys(here)) or "nothing"
            raise AnsibleError(f"profile {term} has no {path!r}: at {parts[0]!r}; there is {known}")
    return here


def _step(here: Any, key: str) -> tuple[bool, Any]:
    if isinstance(here, dict) and key in here:
        return True, here[key]
    if isinstance(here, list):
        if key.isdigit() and int(key) < len(here):
            return True, here[int(key)]
        for item in here:
            if isinstance(item, dict) and item.get("id") == key:
                return True, item
    return False, None


def _keys(here: Any) -> list[str]:
    if isinstance(here, dict):
        return [str(key) for key in here]
    if isinstance(here, list):
        return [str(item.get("id", index)) for index, item in enumerate(here) if isinstance(item, dict)]
    return []
