#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_virtual_directory
short_description: A virtual directory of an Exchange server
version_added: 0.1.0
description:
  - Changes addresses and ways to log in. IIS must be restarted before a change of the ways to log in holds.
  - That only HTTPS is served is no setting of these objects but of IIS on the server.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - pypsrp >= 0.9
extends_documentation_fragment:
  - rasmi.mail.exchange
options:
  exchange:
    required: true
  type:
    description: Which virtual directory.
    type: str
    required: true
    choices: [owa, ecp, ews, activesync, mapi, oab, powershell, autodiscover]
  server:
    description: Name of the server.
    type: str
    required: true
  site:
    description: Web site that it belongs to.
    type: str
    default: Default Web Site
  internal_url:
    description: Address for clients inside; empty for none (C(InternalUrl)).
    type: str
  external_url:
    description: Address for clients outside; empty for none (C(ExternalUrl)).
    type: str
  basic_authentication:
    description: Whether passwords are taken in clear inside TLS (C(BasicAuthentication)).
    type: bool
  windows_authentication:
    description: Whether integrated Windows authentication is taken (C(WindowsAuthentication)).
    type: bool
  digest_authentication:
    description: Whether digest authentication is taken (C(DigestAuthentication)).
    type: bool
  forms_authentication:
    description: Whether a page asks for the password (C(FormsAuthentication)).
    type: bool
  certificate_authentication:
    description: Whether client certificates are taken (C(CertificateAuthentication)).
    type: bool
  require_ssl:
    description:
      - Whether TLS is required (V(oab) and V(powershell) only; elsewhere it is a setting of IIS) (C(RequireSSL)).
    type: bool
  extended_protection:
    description: Whether the login is tied to the TLS channel (C(ExtendedProtectionTokenChecking)).
    type: str
    choices: ["None", Allow, Require]
  logon_format:
    description: What the page asks for (C(LogonFormat)).
    type: str
    choices: [FullDomain, PrincipalName, UserName]
  default_domain:
    description: Domain of names without one (C(DefaultDomain)).
    type: str
  parameters:
    description:
      - Further parameters of the cmdlet by their own names, with the values that they shall have.
      - A list parameter takes a list, or a dictionary with C(set), C(add) and C(remove). An empty text or list
        empties it. One without a value (null) is not managed.
      - Every name, value and version is checked against a table of the cmdlets before anything is sent.
    type: dict
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The settings that differ, before and after.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.exchange_virtual_directory_info
"""

EXAMPLES = r"""
- name: Outlook on the web asks for the password on a page of its own
  rasmi.mail.exchange_virtual_directory:
    exchange: "{{ rasmi_mail_exchange }}"
    type: owa
    server: EX01
    internal_url: https://mail.anm.gov.my/owa
    external_url: https://mail.anm.gov.my/owa
    forms_authentication: true
    logon_format: PrincipalName
"""

RETURN = r"""
guid:
  description: GUID of the object; empty while it is not there.
  returned: success
  type: str
name:
  description: Name that the task gave.
  returned: success
  type: str
changes:
  description: What was, or in check mode would be, changed.
  returned: success
  type: list
  elements: dict
  contains:
    setting:
      description: Parameter of the cmdlet, or what else was changed.
      type: str
    before:
      description: Values before; empty when there was none.
      type: list
      elements: str
    after:
      description: Values after; empty when there is none.
      type: list
      elements: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import (
    DIRECTORIES,
    VIRTUAL_DIRECTORIES,
)
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.run import SITE, virtual_directory
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "type": {"type": "str", "choices": list(DIRECTORIES), "required": True},
    "server": {"type": "str", "required": True},
    "site": {"type": "str", "default": SITE},
    **object_spec(VIRTUAL_DIRECTORIES["owa"]),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return virtual_directory(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
