# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what Active Directory still needs before Exchange can be installed."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_directory_steps
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: What Active Directory still needs before Exchange can be installed
version_added: 1.0.0
description:
  - Compares the three numbers by which Active Directory says how far it was prepared with those that a version of
    Exchange needs, and lists what has to be run, in order.
options:
  _input:
    description:
      - Results of a loop over M(microsoft.ad.object_info), each C(item) with C(name) (V(schema), V(organization)
        or V(domain)) and C(attribute), the attribute that was asked for. No object, or no value, is 0.
    type: list
    elements: dict
    required: true
  want:
    description:
      - C(version), C(organization), C(licence), C(diagnostics), and C(ad_versions), numbers that win over those of the
        version.
    type: dict
    required: true
seealso:
  - plugin: rasmi.mail.exchange_setup_plan
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show what has to be prepared
  ansible.builtin.debug:
    msg: "{{ asked.results | rasmi.mail.exchange_directory_steps(want) | map(attribute='name') | list }}"
"""

RETURN = r"""
_value:
  description: C(name), C(because) and C(arguments) of each step, in order. Empty when the forest is ready.
  type: list
  elements: dict
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_setup import (
    directory_numbers,
    directory_steps,
)


def exchange_directory_steps(asked: Iterable[Mapping[str, Any]], want: Mapping[str, Any]) -> list[dict[str, Any]]:
    return directory_steps(directory_numbers(asked), want)


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_directory_steps": exchange_directory_steps}
