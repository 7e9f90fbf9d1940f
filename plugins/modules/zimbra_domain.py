#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_domain
short_description: A mail domain of a Zimbra site
version_added: 0.1.0
description:
  - Makes, changes or deletes a domain over the admin service.
  - >-
    Each wish is compared with what the object itself has, by meaning: V(1d) is V(24h), V(10 MB) is V(10485760), the
    order of a list is nothing. Only what differs is sent, in one request.
  - Names and values are checked against Zimbra's attribute table and the server's version before anything is sent.
  - A domain that is not empty is never deleted.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
  - rasmi.mail.zimbra_attributes
options:
  zimbra:
    required: true
  name:
    description:
      - Name of the domain.
    type: str
    required: true
  state:
    description:
      - Whether the domain should be there. V(absent) is refused while there are accounts, aliases, lists or
        resources in it.
    type: str
    choices: [present, absent]
    default: present
  status:
    description:
      - Status of the domain (C(zimbraDomainStatus)).
    type: str
    choices: [active, maintenance, locked, closed, suspended]
  default_cos:
    description:
      - Name of the COS that new accounts get (C(zimbraDomainDefaultCOSId)).
    type: str
  max_accounts:
    description:
      - Most accounts in the domain, V(0) for any number (C(zimbraDomainMaxAccounts)).
    type: int
  public_protocol:
    description:
      - Protocol in links that the server makes (C(zimbraPublicServiceProtocol)).
    type: str
    choices: [http, https]
  public_hostname:
    description:
      - Host name in links that the server makes (C(zimbraPublicServiceHostname)).
    type: str
  public_port:
    description:
      - Port in links that the server makes (C(zimbraPublicServicePort)).
    type: int
  virtual_hosts:
    description:
      - Host names of the web client that belong to this domain (C(zimbraVirtualHostname)).
    type: dict
    suboptions: &listed
      set:
        description: The whole list.
        type: list
        elements: str
      add:
        description: Values that must be among it; others stay.
        type: list
        elements: str
      remove:
        description: Values that must not be among it.
        type: list
        elements: str
  auth_mechanism:
    description:
      - Where passwords are checked (C(zimbraAuthMech)), V(zimbra), V(ldap), V(ad), V(kerberos5) or V(custom:NAME).
        With another than V(zimbra) its password policy does not apply.
    type: str
  auto_provisioning:
    description:
      - Ways in which accounts come into being without an application (C(zimbraAutoProvMode)), V(EAGER), V(LAZY) or
        V(MANUAL); an empty O(auto_provisioning.set) turns them all off.
    type: dict
    suboptions: *listed
  description:
    description:
      - Description.
    type: str
  notes:
    description:
      - Notes of administrators, at most 1024 characters (C(zimbraNotes)).
    type: str
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The attributes that differ, before and after. Secrets are hidden.
notes:
  - Runs in the controller's own process when the connection is local.
  - The name of a COS in O(default_cos) is looked up; a COS that there is not is refused before anything is sent.
seealso:
  - module: rasmi.mail.zimbra_domain_info
  - module: rasmi.mail.zimbra_cos
"""

EXAMPLES = r"""
- name: The domain, with links by HTTPS and no accounts without an application
  rasmi.mail.zimbra_domain:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: kelantan.gov.my
    public_protocol: https
    public_port: 443
    default_cos: rasmi_pengguna_biasa
    auto_provisioning:
      set: []

- name: A trial domain that is no longer needed
  rasmi.mail.zimbra_domain:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: cubaan.kelantan.gov.my
    state: absent
"""

RETURN = r"""
id:
  description: Id of the domain on the server; empty while it is not there.
  returned: success
  type: str
name:
  description: Name of the domain.
  returned: success
  type: str
changes:
  description: What was, or in check mode would be, changed. Values of secret attributes are hidden.
  returned: success
  type: list
  elements: dict
  contains:
    attribute:
      description: Attribute, or C(name), C(members), C(aliases), C(password).
      type: str
    before:
      description: Values before; empty when there was none.
      type: list
      elements: str
    after:
      description: Values after; empty when it is removed.
      type: list
      elements: str
  sample: [{attribute: zimbraPublicServiceProtocol, before: [http], after: [https]}]
restart:
  description:
    - Daemons that heed the changed attributes only after a restart, as Zimbra names them (C(mailbox), C(mta),
      C(nginxproxy), C(antispam)). Nothing is restarted by this module.
  returned: success
  type: list
  elements: str
  sample: []
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.run import manage

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    **object_spec("domain"),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage("domain", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
