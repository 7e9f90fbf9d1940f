#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ad_home
short_description: The part of Active Directory where this collection keeps its accounts
version_added: 0.1.0
description:
  - Makes the organisational unit O(directory.home) and in it the control entry that keeps two runs from applying at
    once.
  - M(rasmi.mail.exchange_accounts) refuses a domain without the control entry, so that a wrong domain or a lack of
    rights is never taken for an empty one.
  - Nothing is ever deleted. Run it once, with an identity that may make an organisational unit.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3 >= 2.9
extends_documentation_fragment:
  - rasmi.mail.directory
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
  - module: rasmi.mail.exchange_accounts
"""

EXAMPLES = r"""
- name: Prepare the domain for accounts
  rasmi.mail.ad_home:
    directory:
      url: ldaps://dc1.anm.gov.my
      user: rasmi-policy@anm.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/directory"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
"""

RETURN = r"""
home:
  description: DN of the organisational unit.
  returned: success
  type: str
made:
  description: What was, or would be, made.
  returned: success
  type: list
  elements: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import DIRECTORY_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_home

ARGUMENT_SPEC: dict[str, Any] = {
    "directory": {"type": "dict", "required": True, "options": DIRECTORY_SPEC},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Make what is missing."""
    return ad_home.manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
