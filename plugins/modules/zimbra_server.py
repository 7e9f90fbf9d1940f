#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_server
short_description: Settings of one server of a Zimbra site
version_added: 0.1.0
description:
  - Sets attributes of one server of a Zimbra site over its admin service. What a server has itself counts instead
    of the global configuration.
  - >-
    Each wish is compared with what the object itself has, by meaning: V(1d) is V(24h), V(10 MB) is V(10485760), the
    order of a list is nothing. Only what differs is sent, in one request.
  - Names and values are checked against Zimbra's attribute table and the server's version before anything is sent.
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
      - Name of the server, as C(zimbraServiceHostname) has it.
    type: str
    required: true
  mail_mode:
    description:
      - Protocols of the web client on the mailbox server (C(zimbraMailMode)).
    type: str
    choices: [http, https, both, mixed, redirect]
  proxy_mail_mode:
    description:
      - Protocols of the web client at the proxy (C(zimbraReverseProxyMailMode)); V(redirect) sends plain HTTP to
        HTTPS.
    type: str
    choices: [http, https, both, mixed, redirect]
  imap_cleartext_login:
    description:
      - Whether IMAP takes a password without TLS (C(zimbraImapCleartextLoginEnabled)).
    type: bool
  pop3_cleartext_login:
    description:
      - Whether POP3 takes a password without TLS (C(zimbraPop3CleartextLoginEnabled)).
    type: bool
  proxy_imap_starttls:
    description:
      - StartTLS of IMAP at the proxy (C(zimbraReverseProxyImapStartTlsMode)); V(only) demands it before a login.
    type: str
    choices: ["on", "off", only]
  proxy_pop3_starttls:
    description:
      - StartTLS of POP3 at the proxy (C(zimbraReverseProxyPop3StartTlsMode)).
    type: str
    choices: ["on", "off", only]
  smtp_auth_tls_only:
    description:
      - Whether SMTP takes a password only over TLS (C(zimbraMtaTlsAuthOnly)).
    type: bool
  proxy_tls_protocols:
    description:
      - Versions of TLS at the proxy (C(zimbraReverseProxySSLProtocols)), for example V(TLSv1.2).
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
  mailbox_tls_protocols:
    description:
      - Versions of TLS of the mailbox server (C(zimbraMailboxdSSLProtocols)).
    type: dict
    suboptions: *listed
  upload_max_size:
    description:
      - Largest file that can be uploaded (C(zimbraFileUploadMaxSize)), for example V(10 MB).
    type: str
  permanent_refusal_over_quota:
    description:
      - Whether mail to a full mailbox is refused for good (552), instead of tried again for days
        (C(zimbraLmtpPermanentFailureWhenOverQuota)).
    type: bool
  throttle_safe_addresses:
    description:
      - Addresses that the request throttle lets through (C(zimbraHttpThrottleSafeIPs)).
    type: dict
    suboptions: *listed
  services:
    description:
      - Services that run on the server (C(zimbraServiceEnabled)), for example V(antivirus).
    type: dict
    suboptions: *listed
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The attributes that differ, before and after. Secrets are hidden.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.zimbra_server_info
  - module: rasmi.mail.zimbra_config
"""

EXAMPLES = r"""
- name: Virus and spam filter on, webmail by HTTPS only
  rasmi.mail.zimbra_server:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: mail.kelantan.gov.my
    mail_mode: https
    proxy_mail_mode: redirect
    services:
      add: [antivirus, antispam]
  register: server

- name: No value of its own, so that the global configuration holds again
  rasmi.mail.zimbra_server:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: mail.kelantan.gov.my
    attributes:
      zimbraFileUploadMaxSize: ""
"""

RETURN = r"""
id:
  description: Id of the server on the server; empty while it is not there.
  returned: success
  type: str
name:
  description: Name of the server.
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
  sample: [{attribute: zimbraMailMode, before: [both], after: [https]}]
restart:
  description:
    - Daemons that heed the changed attributes only after a restart, as Zimbra names them (C(mailbox), C(mta),
      C(nginxproxy), C(antispam)). Nothing is restarted by this module.
  returned: success
  type: list
  elements: str
  sample: [nginxproxy]
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.run import manage

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "name": {"type": "str", "required": True},
    **object_spec("server"),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage("server", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
