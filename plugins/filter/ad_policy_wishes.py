# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: what a standard means for the password policy of Active Directory."""

from __future__ import annotations

DOCUMENTATION = r"""
name: ad_policy_wishes
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: What a written mail standard means for the password policy of Active Directory
version_added: 1.0.0
description:
  - Turns a merged profile, as the lookup P(rasmi.mail.standard#lookup) gives it, into options of
    M(rasmi.mail.ad_password_policy), beside the policy that is there.
  - What is stricter already stays. What the profile does not decide is left out, and said.
options:
  _input:
    description: The merged profile.
    type: dict
    required: true
  present:
    description: The policy that holds now, as M(rasmi.mail.ad_password_policy_info) gives it.
    type: dict
    required: true
  history:
    description: Number of former passwords that may not be used again; no clause gives it. 0 leaves it alone.
    type: int
    default: 0
  leave_out:
    description: Controls that are not to be set.
    type: list
    elements: str
    default: []
seealso:
  - module: rasmi.mail.ad_password_policy
"""

EXAMPLES = r"""
- name: Show what the Kelantan standard would set
  ansible.builtin.debug:
    msg: "{{ (lookup('rasmi.mail.standard', 'kelantan') | rasmi.mail.ad_policy_wishes(seen.domain)).asked }}"
"""

RETURN = r"""
_value:
  description:
    - C(asked) is option to value; C(because) is option to C(control) and C(clauses); C(uncovered) is one sentence per
      gap.
  type: dict
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_passwords import wishes


def ad_policy_wishes(
    standard: Mapping[str, Any], present: Mapping[str, Any], history: int = 0, leave_out: list[str] | None = None
) -> dict[str, Any]:
    try:
        return wishes(standard, present, int(history), leave_out or ())
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.ad_policy_wishes: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"ad_policy_wishes": ad_policy_wishes}
