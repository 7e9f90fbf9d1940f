# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: how far an installation of Zimbra came."""

from __future__ import annotations

DOCUMENTATION = r"""
name: zimbra_install_history
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: How far an installation of Zimbra came
version_added: 1.0.0
description:
  - Reads the record that Zimbra's installer keeps, as C(zmsetup.pl) reads it, and says what has to run next.
options:
  _input:
    description: Text of C(/opt/zimbra/.install_history). Empty means that there is none.
    type: str
    required: true
seealso:
  - module: rasmi.mail.mail_host_info
"""

EXAMPLES = r"""
- name: What is left to do here?
  ansible.builtin.debug:
    msg: "{{ (machine.history | rasmi.mail.zimbra_install_history).next }}"
"""

RETURN = r"""
_value:
  description:
    - C(state) (V(absent), V(installing), V(configuring), V(done), V(upgrading)), C(next) (V(install), V(configure),
      V(stop) or an empty text), C(version), C(packages) and C(step), the last one that was configured.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_history import read_history


def zimbra_install_history(text: str) -> dict[str, Any]:
    return read_history(text)


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"zimbra_install_history": zimbra_install_history}
