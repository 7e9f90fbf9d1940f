#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ad_password_policy
short_description: Password and lockout policy of Active Directory
version_added: 0.1.0
description:
  - Sets the policy of the domain, or a fine-grained one (PSO), over LDAP; no Windows machine is needed. Works on Samba
    too.
  - Days and minutes are plain numbers; V(0) means without end where an end makes sense.
  - A policy that cannot be is refused before anything is changed, also where Samba would take it.
  - On a Windows domain the Default Domain Policy overwrites the policy of the domain head with the next policy refresh;
    the module warns. Prefer a fine-grained policy there.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3 >= 2.9
extends_documentation_fragment:
  - rasmi.mail.directory
options:
  pso:
    description: Name of a fine-grained policy. The policy of the domain when not given.
    type: str
  state:
    description: Whether the fine-grained policy should be there.
    type: str
    choices: [present, absent]
    default: present
  precedence:
    description:
      - Which of several fine-grained policies holds; the lowest number wins. V(10) for a new one.
    type: int
  applies_to:
    description:
      - Global security groups and users that the fine-grained policy holds for, as sAMAccountName, UPN or DN.
      - The whole list; what is not in it is taken out.
    type: list
    elements: str
  lockout_threshold:
    description: Failed logins that lock an account; V(0) = never locked.
    type: int
  lockout_minutes:
    description: How long a lock lasts; V(0) = until an administrator unlocks.
    type: int
  observation_minutes:
    description:
      - Failures further apart than this do not add up. Not longer than O(lockout_minutes) unless that is V(0).
    type: int
  min_length:
    description: Fewest characters of a password.
    type: int
  history:
    description: How many former passwords may not be used again.
    type: int
  max_age_days:
    description: After how many days a password has expired; V(0) = never.
    type: int
  min_age_days:
    description: How many days a password must be kept.
    type: int
  complexity:
    description: Whether three of five classes of characters are asked for.
    type: bool
  reversible:
    description: Whether passwords are stored so that they can be read.
    type: bool
  classes:
    description:
      - Classes of characters that the standard asks for. They are not written anywhere; what the directory cannot
        enforce of them comes back in RV(gaps), and as a warning.
    type: list
    elements: str
    choices: [letter, digit, special, lower, upper]
    default: []
attributes:
  check_mode:
    support: full
    description: Everything but the writing.
  diff_mode:
    support: full
    description: The values that differ.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.ad_password_policy_info
  - module: microsoft.ad.pso
"""

EXAMPLES = r"""
- name: Lock after three failures until an administrator unlocks
  rasmi.mail.ad_password_policy:
    directory:
      url: ldaps://dc1.anm.gov.my
      user: rasmi-policy@anm.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/directory"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    lockout_threshold: 3
    lockout_minutes: 0
    observation_minutes: 30
    min_length: 12
    max_age_days: 90
    complexity: true
    classes: [letter, digit, special]

- name: The same for mail accounts only
  rasmi.mail.ad_password_policy:
    directory:
      url: ldaps://dc1.anm.gov.my
      user: rasmi-policy@anm.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/directory"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    pso: rasmi-mail
    precedence: 5
    applies_to: [Domain Users]
    lockout_threshold: 3
    lockout_minutes: 0
    min_length: 12
    max_age_days: 90
"""

RETURN = r"""
dn:
  description: Where the policy stands.
  returned: success
  type: str
policy:
  description: The whole policy, as it is now or would be.
  returned: success
  type: dict
gaps:
  description: What O(classes) asks for and Active Directory cannot enforce.
  returned: success
  type: list
  elements: dict
  contains:
    control:
      description: Id of the control.
      type: str
    part:
      description: The part of it that stays open.
      type: str
    ms:
      description: What is missing, in Malay.
      type: str
    en:
      description: What is missing, in English.
      type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import DIRECTORY_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_policy

ARGUMENT_SPEC: dict[str, Any] = {
    "directory": {"type": "dict", "required": True, "options": DIRECTORY_SPEC},
    "pso": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "precedence": {"type": "int"},
    "applies_to": {"type": "list", "elements": "str"},
    "lockout_threshold": {"type": "int"},
    "lockout_minutes": {"type": "int"},
    "observation_minutes": {"type": "int"},
    "min_length": {"type": "int"},
    "history": {"type": "int"},
    "max_age_days": {"type": "int"},
    "min_age_days": {"type": "int"},
    "complexity": {"type": "bool"},
    "reversible": {"type": "bool"},
    "classes": {
        "type": "list",
        "elements": "str",
        "choices": ["letter", "digit", "special", "lower", "upper"],
        "default": [],
    },
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the policy to what the task asks."""
    return ad_policy.manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
