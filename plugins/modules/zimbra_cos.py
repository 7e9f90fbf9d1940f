#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_cos
short_description: A class of service (COS) of a Zimbra site, with quota, password and lockout rules
version_added: 0.1.0
description:
  - Makes, changes, renames or deletes a class of service over the admin service.
  - A new COS starts with the values of the COS C(default), as the server does it.
  - >-
    Each wish is compared with what the object itself has, by meaning: V(1d) is V(24h), V(10 MB) is V(10485760), the
    order of a list is nothing. Only what differs is sent, in one request.
  - Names and values are checked against Zimbra's attribute table and the server's version before anything is sent.
  - The server itself deletes a COS that is in use, and its accounts then fall back to an unlimited quota. This
    module counts the accounts and domains that use it first and refuses. The COSes C(default) and
    C(defaultExternal) are never deleted.
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
      - Name of the COS.
    type: str
    required: true
  id:
    description:
      - Id of the COS, to rename it to O(name).
    type: str
  state:
    description:
      - Whether the COS should be there. V(absent) is refused while an account or a domain uses it, and to a
        delegated administrator, who does not see every account.
    type: str
    choices: [present, absent]
    default: present
  description:
    description:
      - Description.
    type: str
  notes:
    description:
      - Notes of administrators, at most 1024 characters (C(zimbraNotes)).
    type: str
  quota:
    description:
      - Quota of each mailbox (C(zimbraMailQuota)), for example V(300 MB); V(0) or V(unlimited) for none.
    type: str
  quota_warn_percent:
    description:
      - Part of the quota in percent from which the user is warned (C(zimbraQuotaWarnPercent)).
    type: int
  quota_warn_interval:
    description:
      - Least time between two warnings (C(zimbraQuotaWarnInterval)), for example V(1d).
    type: str
  quota_warn_message:
    description:
      - The warning as a message with its header (C(zimbraQuotaWarnMessage)).
    type: str
  receive_over_quota:
    description:
      - Whether a full mailbox still receives and only cannot send
        (C(zimbraMailAllowReceiveButNotSendWhenOverQuota)).
    type: bool
  attachment_max_size:
    description:
      - Largest file attached in the web client, V(0) for no limit of its own (C(zimbraMailAttachmentMaxSize),
        Zimbra 10.0 and later).
    type: str
  password_min_length:
    description:
      - Least length of a password (C(zimbraPasswordMinLength)).
    type: int
  password_max_length:
    description:
      - Most length of a password (C(zimbraPasswordMaxLength)).
    type: int
  password_min_letters:
    description:
      - Least number of letters (C(zimbraPasswordMinAlphaChars)).
    type: int
  password_min_digits:
    description:
      - Least number of digits (C(zimbraPasswordMinNumericChars)).
    type: int
  password_min_punctuation:
    description:
      - Least number of ASCII punctuation characters (C(zimbraPasswordMinPunctuationChars)).
    type: int
  password_min_upper:
    description:
      - Least number of capital letters (C(zimbraPasswordMinUpperCaseChars)).
    type: int
  password_min_lower:
    description:
      - Least number of small letters (C(zimbraPasswordMinLowerCaseChars)).
    type: int
  password_max_age:
    description:
      - Days after which a password must be changed, V(0) for never (C(zimbraPasswordMaxAge)).
    type: int
  password_min_age:
    description:
      - Days for which a new password must be kept (C(zimbraPasswordMinAge)).
    type: int
  password_history:
    description:
      - Number of former passwords that cannot be used again (C(zimbraPasswordEnforceHistory)).
    type: int
  password_block_common:
    description:
      - Whether well-known passwords are refused (C(zimbraPasswordBlockCommonEnabled), Zimbra 10.0 and later).
    type: bool
  lockout:
    description:
      - Whether wrong passwords lock an account (C(zimbraPasswordLockoutEnabled)).
    type: bool
  lockout_failures:
    description:
      - Number of wrong passwords that lock it (C(zimbraPasswordLockoutMaxFailures)).
    type: int
  lockout_duration:
    description:
      - How long it stays locked (C(zimbraPasswordLockoutDuration)); V(0) until an administrator releases it.
    type: str
  lockout_failure_lifetime:
    description:
      - How long a wrong password counts (C(zimbraPasswordLockoutFailureLifetime)); V(0) until a right one.
    type: str
  external_forwarding:
    description:
      - Whether users may forward their mail elsewhere (C(zimbraFeatureMailForwardingEnabled)).
    type: bool
  idle_session_timeout:
    description:
      - Idle time that ends a session of the web client, V(0) for never (C(zimbraMailIdleSessionTimeout)).
    type: str
  trash_lifetime:
    description:
      - How long deleted messages stay in the trash, V(0) for ever (C(zimbraMailTrashLifetime)).
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
seealso:
  - module: rasmi.mail.zimbra_cos_info
  - module: rasmi.mail.zimbra_domain
  - module: rasmi.mail.zimbra_account
"""

EXAMPLES = r"""
- name: A tier with the password and lockout rules of the standard
  rasmi.mail.zimbra_cos:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: rasmi_pengguna_biasa
    quota: 300 MB
    quota_warn_percent: 90
    password_min_length: 12
    password_min_letters: 1
    password_min_digits: 1
    password_min_punctuation: 1
    password_max_age: 90
    password_history: 4
    lockout: true
    lockout_failures: 3
    lockout_duration: "0"
    lockout_failure_lifetime: "0"
    external_forwarding: false

- name: A tier that nobody has any more
  rasmi.mail.zimbra_cos:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: rasmi_lama
    state: absent
"""

RETURN = r"""
id:
  description: Id of the COS on the server; empty while it is not there.
  returned: success
  type: str
name:
  description: Name of the COS.
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
  sample: [{attribute: zimbraMailQuota, before: ["0"], after: ["314572800"]}]
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
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    **object_spec("cos"),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage("cos", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
