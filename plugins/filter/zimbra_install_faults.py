# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what keeps an installation of Zimbra from working on a machine."""

from __future__ import annotations

DOCUMENTATION = r"""
name: zimbra_install_faults
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: What keeps an installation of Zimbra from working on a machine
version_added: 1.0.0
description:
  - Judges what M(rasmi.mail.mail_host_info) saw, and names every fault with its remedy.
  - A machine on which Zimbra is installed has none.
options:
  _input:
    description: The value C(host) of M(rasmi.mail.mail_host_info).
    type: dict
    required: true
  want:
    description:
      - C(next) (see P(rasmi.mail.zimbra_install_history#filter)), C(parts), C(hostname), C(domain),
        C(dns) (whether DNS is judged), C(tarball), C(checksum), C(checksum_seen), C(memory_min_bytes),
        C(disk_min_bytes), C(temp_min_bytes), C(site_lives) and C(secrets_missing).
    type: dict
    required: true
seealso:
  - module: rasmi.mail.mail_host_info
"""

EXAMPLES = r"""
- name: Refuse what cannot work
  ansible.builtin.assert:
    that: machine.host | rasmi.mail.zimbra_install_faults(want) | length == 0
"""

RETURN = r"""
_value:
  description: One sentence per fault.
  type: list
  elements: str
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_preflight import preflight


def zimbra_install_faults(seen: Mapping[str, Any], want: Mapping[str, Any]) -> list[str]:
    return preflight(seen, want)


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"zimbra_install_faults": zimbra_install_faults}
