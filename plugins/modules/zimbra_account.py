#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_account
short_description: One account of a Zimbra site
version_added: 0.1.0
description:
  - Makes, changes, renames or deletes one account over the admin service. It is for the few accounts of machines
    and services, and for repairs; people's accounts come from applications by M(rasmi.mail.account_plan).
  - >-
    Each wish is compared with what the object itself has, by meaning: V(1d) is V(24h), V(10 MB) is V(10485760), the
    order of a list is nothing. Only what differs is sent, in one request.
  - Names and values are checked against Zimbra's attribute table and the server's version before anything is sent.
  - >-
    Nothing opens an account as a side effect: the status is managed only when O(status) is given, and a lock after
    wrong passwords only with O(release).
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
      - Address of the account. An alias of an account is refused, so that somebody else is never meant by mistake.
    type: str
    required: true
  id:
    description:
      - Id of the account, to rename it to O(name). The old address stops at once; keep it with O(aliases.add).
    type: str
  state:
    description:
      - Whether the account should be there. V(absent) drops the mailbox for good. It is refused unless the account
        was suspended before (V(locked) or V(closed)), and needs O(basis).
    type: str
    choices: [present, absent]
    default: present
  basis:
    description:
      - Document or decision that allows the deletion. Needed with O(state=absent); it is in the result.
    type: str
  status:
    description:
      - Status of the account. Not given, it stays. V(locked) still receives mail. V(closed) refuses mail, and the
        server takes the account out of every distribution list for ever; the lists are in RV(memberships). An
        account that wrong passwords locked is not opened by V(active); that is O(release).
    type: str
    choices: [active, locked, closed, maintenance, pending]
  release:
    description:
      - Open the account again that wrong passwords have locked. It does nothing to an account with any other
        status.
    type: bool
    default: false
  password:
    description:
      - Password of a new account. Rather use O(password_file). It is checked against the policy of the account's
        COS before anything is sent, because the server lets an administrator set any password.
    type: str
  password_file:
    description:
      - File whose only line is the password.
    type: path
  update_password:
    description:
      - V(on_create) sets the password only of a new account. V(always) sets it in every run, which ends the user's
        logins and is a change every time.
    type: str
    choices: [on_create, always]
    default: on_create
  must_change:
    description:
      - Whether the user must change a password that this run sets.
    type: bool
    default: true
  aliases:
    description:
      - Secondary addresses of the account.
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
  display_name:
    description:
      - Name that people see (C(displayName)).
    type: str
  given_name:
    description:
      - Given name (C(givenName)).
    type: str
  surname:
    description:
      - Surname or father's name (C(sn)).
    type: str
  post:
    description:
      - Post of the person (C(title)).
    type: str
  unit:
    description:
      - Department or division (C(ou)).
    type: str
  office_phone:
    description:
      - Office telephone number (C(telephoneNumber)).
    type: str
  description:
    description:
      - Description.
    type: str
  notes:
    description:
      - Notes of administrators, at most 1024 characters (C(zimbraNotes)).
    type: str
  hide_in_gal:
    description:
      - Whether the address book of the domain leaves it out (C(zimbraHideInGal)).
    type: bool
  cos:
    description:
      - Name of the COS, which stands for the quota tier and the password rules (C(zimbraCOSId)). An empty text lets
        the default of the domain apply.
    type: str
  quota:
    description:
      - Quota of this account instead of its COS's (C(zimbraMailQuota)). A delegated administrator usually may not
        set it; use O(cos).
    type: str
  forwarding_address:
    description:
      - Where the user's mail is forwarded (C(zimbraPrefMailForwardingAddress)). An empty text ends it.
    type: str
  foreign_principals:
    description:
      - Names of the person in other systems (C(zimbraForeignPrincipal)).
    type: dict
    suboptions: *listed
  delegated_admin:
    description:
      - Whether the account may be given administrative rights with M(rasmi.mail.zimbra_right)
        (C(zimbraIsDelegatedAdminAccount)).
    type: bool
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The attributes that differ, before and after. Secrets are hidden.
notes:
  - Runs in the controller's own process when the connection is local.
  - The server's list of well-known passwords cannot be read; a password in it is refused by the server when an
    account is made, but not when O(update_password=always) sets it.
seealso:
  - module: rasmi.mail.zimbra_account_info
  - module: rasmi.mail.zimbra_accounts
  - module: rasmi.mail.zimbra_mailbox_export
"""

EXAMPLES = r"""
- name: An account of a machine, with a password that it must not change
  rasmi.mail.zimbra_account:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: pencetak@kelantan.gov.my
    display_name: Pencetak Tingkat 3
    cos: rasmi_pengguna_biasa
    password_file: "{{ rasmi_mail_state_dir }}/secrets/pencetak"
    must_change: false
    hide_in_gal: true

- name: Suspend an account; mail still arrives
  rasmi.mail.zimbra_account:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: razak.hamid@kelantan.gov.my
    status: locked

- name: Open an account again that wrong passwords have locked, and nothing else
  rasmi.mail.zimbra_account:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: aminah.salleh@kelantan.gov.my
    release: true

- name: Delete an account that was suspended before
  rasmi.mail.zimbra_account:
    zimbra: "{{ rasmi_mail_zimbra }}"
    name: lama@kelantan.gov.my
    state: absent
    basis: BPTM.600-1/2/1(21)
"""

RETURN = r"""
id:
  description: Id of the account on the server; empty while it is not there.
  returned: success
  type: str
name:
  description: Name of the account.
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
  sample: [{attribute: zimbraAccountStatus, before: [active], after: [locked]}]
restart:
  description:
    - Daemons that heed the changed attributes only after a restart, as Zimbra names them (C(mailbox), C(mta),
      C(nginxproxy), C(antispam)). Nothing is restarted by this module.
  returned: success
  type: list
  elements: str
  sample: []
locked_out:
  description: The account is locked after wrong passwords, and was left so.
  returned: when it is so
  type: bool
memberships:
  description: Addresses of the distribution lists that the account leaves because it is closed.
  returned: when O(status=closed) changes an account
  type: list
  elements: str
password_set:
  description: Whether a password was, or in check mode would be, set.
  returned: when the account is new or the password is set
  type: bool
basis:
  description: O(basis) of the deletion.
  returned: when the account is deleted
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import LIST_SPEC, object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.run import manage

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "name": {"type": "str", "required": True},
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "basis": {"type": "str"},
    "status": {"type": "str", "choices": ["active", "locked", "closed", "maintenance", "pending"]},
    "release": {"type": "bool", "default": False},
    "password": {"type": "str", "no_log": True},
    "password_file": {"type": "path", "no_log": False},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "must_change": {"type": "bool", "default": True},
    "aliases": {"type": "dict", "options": LIST_SPEC, "mutually_exclusive": [("set", "add"), ("set", "remove")]},
    **object_spec("account"),
}
RULES: dict[str, Any] = {
    "mutually_exclusive": [("password", "password_file")],
    "required_if": [("state", "absent", ["basis"])],
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage("account", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
