#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_config_info
short_description: Read the global configuration of a Zimbra site
version_added: 0.1.0
description:
  - Reads attributes of the global configuration over the admin service.
  - >-
    Values that the identity may not read are an error, and so is an answer without anything where something must
    be: they would pass for values that are not set.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  attributes:
    description:
      - Names of the attributes to return. Not given, those that the options of the module for the object manage.
        V(*) returns all that the server shows; secrets are hidden.
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    support: full
    description: Nothing is written.
  diff_mode:
    support: none
    description: Nothing is written.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.zimbra_config
"""

EXAMPLES = r"""
- name: The limits of the site
  rasmi.mail.zimbra_config_info:
    zimbra: "{{ rasmi_mail_zimbra }}"
    attributes: [zimbraMtaMaxMessageSize, zimbraFileUploadMaxSize]
  register: site
"""

RETURN = r"""
config:
  description: Attribute to value, a list where several are possible. One without a value is left out.
  returned: success
  type: dict
  sample: {zimbraMtaMaxMessageSize: "10485760"}
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.look import look

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "attributes": {"type": "list", "elements": "str", "default": []},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read, and change nothing."""
    return {"config": look("config", params)[0]["attributes"]}


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
