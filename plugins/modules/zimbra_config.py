#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_config
short_description: Settings of a whole Zimbra site (global configuration)
version_added: 0.1.0
description:
  - Sets attributes of the global configuration of a Zimbra site over its admin service.
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
  max_message_size:
    description:
      - Largest message in and out, attachments as encoded for transport included (C(zimbraMtaMaxMessageSize)), for
        example V(10 MB).
    type: str
  last_logon_frequency:
    description:
      - How often the last log-on is written down at most (C(zimbraLastLogonTimestampFrequency)); V(1d) for a rule
        that counts days.
    type: str
  blocked_extensions:
    description:
      - File name extensions that are refused as attachments (C(zimbraMtaBlockedExtension)).
    type: dict
    suboptions: *listed
  spam_tag_percent:
    description:
      - Score in percent from which a message is marked as spam (C(zimbraSpamTagPercent)).
    type: int
  spam_kill_percent:
    description:
      - Score in percent from which a message is dropped as spam (C(zimbraSpamKillPercent)).
    type: int
  log_hosts:
    description:
      - Names of the servers that collect logs and watch the services (C(zimbraLogHostname)).
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
  - module: rasmi.mail.zimbra_config_info
  - module: rasmi.mail.zimbra_server
"""

EXAMPLES = r"""
- name: The message limit of the standard, and no password in clear
  rasmi.mail.zimbra_config:
    zimbra:
      host: mail.kelantan.gov.my
      user: rasmi-settings@kelantan.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/zimbra-settings"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    max_message_size: 10 MB
    last_logon_frequency: 1d
    permanent_refusal_over_quota: true
    imap_cleartext_login: false
    pop3_cleartext_login: false
    smtp_auth_tls_only: true
    proxy_tls_protocols:
      set: [TLSv1.2, TLSv1.3]
    attributes:
      zimbraReverseProxyResponseHeaders: "Strict-Transport-Security: max-age=31536000"
  register: config

- name: Let the control node through the throttle, and keep the others that are there
  rasmi.mail.zimbra_config:
    zimbra: "{{ rasmi_mail_zimbra }}"
    throttle_safe_addresses:
      add: [10.20.30.40]
"""

RETURN = r"""
id:
  description: Id of the configuration on the server; empty while it is not there.
  returned: success
  type: str
name:
  description: Name of the configuration.
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
  sample: [{attribute: zimbraMtaMaxMessageSize, before: ["10240000"], after: ["10485760"]}]
restart:
  description:
    - Daemons that heed the changed attributes only after a restart, as Zimbra names them (C(mailbox), C(mta),
      C(nginxproxy), C(antispam)). Nothing is restarted by this module.
  returned: success
  type: list
  elements: str
  sample: [mta]
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.run import manage

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    **object_spec("config"),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage("config", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
