# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what an installation of Exchange still needs on a Windows host."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_setup_plan
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: What an installation of Exchange still needs on a Windows host
version_added: 1.0.0
description:
  - Judges what was seen of a machine, says whether Setup has to be run, or run again where it broke off, and names
    every fault that keeps it from running, with its remedy.
  - Refuses while Setup runs.
options:
  _input:
    description:
      - C(keys) (registry key of each role below the one of Exchange, with its values), C(processes) of Setup,
        C(pending_reboot) (reasons), C(net_release), C(domain), C(media_version), and C(checksums), path to SHA-256.
    type: dict
    required: true
  want:
    description:
      - C(version), C(media), C(organization), C(licence), C(diagnostics), C(packages), C(target_dir), C(arguments) and
        C(reboot), as the options of the role C(exchange_server).
    type: dict
    required: true
seealso:
  - plugin: rasmi.mail.exchange_directory_steps
    plugin_type: filter
"""

EXAMPLES = r"""
- name: What is left to do here?
  ansible.builtin.debug:
    msg: "{{ (seen | rasmi.mail.exchange_setup_plan(want)).next }}"
"""

RETURN = r"""
_value:
  description:
    - C(state) (V(absent), V(partial), V(done)), C(version), C(next) (V(setup), V(resume) or an empty text),
      C(arguments) for Setup.exe, C(faults) and C(notes), a sentence each.
  type: dict
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_setup import plan


def exchange_setup_plan(seen: Mapping[str, Any], want: Mapping[str, Any]) -> dict[str, Any]:
    return plan(seen, want)


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_setup_plan": exchange_setup_plan}
