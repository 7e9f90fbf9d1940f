# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: the keyed hash that stands for an identity-card number."""

from __future__ import annotations

DOCUMENTATION = r"""
name: identity_key
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: The keyed hash that stands for an identity-card number
version_added: 1.0.0
description:
  - Gives C(hmac-sha256:) and the HMAC-SHA256 of an identity-card number, for the application files, so that the number
    itself is never written to Git.
  - The same number and key always give the same result, whether the number is written with dashes or without.
notes:
  - Set C(no_log) on a task that handles the number. Keep the key in a vault, since without it every number could be
    tried.
positional: _input, key
options:
  _input:
    description: The identity-card number, twelve digits.
    type: str
    required: true
  key:
    description: The agency's secret key, at least 16 bytes.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Write the key of a new application
  ansible.builtin.set_fact:
    staff_key: "{{ identity_number | rasmi.mail.identity_key(vault_identity_key) }}"
  no_log: true
"""

RETURN = r"""
_value:
  description: C(hmac-sha256:) followed by 64 hexadecimal digits.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._standard import identity


def identity_key(value: Any, key: str) -> str:
    try:
        return identity.identity_key(str(value), str(key))
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.identity_key: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"identity_key": identity_key}
