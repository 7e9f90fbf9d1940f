# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: why Zimbra's installer stopped."""

from __future__ import annotations

DOCUMENTATION = r"""
name: zimbra_install_trouble
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: Why Zimbra's installer stopped
version_added: 1.0.0
description:
  - Sums up what the installer printed - the question with which it waited for a keyboard, or its last error.
  - Passwords in it are masked.
options:
  _input:
    description: What the installer printed.
    type: str
    required: true
  secrets:
    description: Values that must not be shown.
    type: list
    elements: str
    default: []
  timed_out:
    description: Whether it was ended because it took too long.
    type: bool
    default: false
seealso:
  - module: rasmi.mail.mail_host_info
"""

EXAMPLES = r"""
- name: Say why
  ansible.builtin.fail:
    msg: "{{ printed | rasmi.mail.zimbra_install_trouble }}"
"""

RETURN = r"""
_value:
  description: A sentence with the remedy, and the last lines.
  type: str
"""

from collections.abc import Callable, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_trouble import trouble


def zimbra_install_trouble(output: str, secrets: Sequence[str] = (), timed_out: bool = False) -> str:
    return trouble(output, secrets, timed_out)


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"zimbra_install_trouble": zimbra_install_trouble}
