#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_accounts
short_description: Apply a plan of mail accounts to an Exchange organisation
version_added: 0.1.0
description:
  - Carries out what M(rasmi.mail.account_plan) planned, in Exchange Server 2016, 2019 or Subscription Edition with
    Active Directory, in bulk, over several sessions at once.
  - Refuses when the plan is not the one that was reviewed (O(expect_plan)), when somebody changed one of the accounts
    since the plan was made, when a limit is passed, or when another run is writing.
  - Each account is read again right before it is written; one that is no longer what the plan saw is left alone and
    reported. An account without our ownership marker is never changed, except by a planned C(adopt).
  - A new account is a user in O(exchange.directory.home), made disabled; then its mailbox, quotas and addresses; it is
    enabled last. A run that was killed is finished by the next one.
  - Exchange's own attributes are written by cmdlets only. Names, posts and our marks are plain attributes of Active
    Directory and are written over LDAP.
  - A suspended account is disabled, its client protocols are off and it is hidden from the address lists; what was on
    is noted and given back. Whether it still takes mail is O(exchange.suspended_mail).
  - A removed account keeps its user, disabled, so that nobody gets its address; its mailbox is disabled
    (C(Disable-Mailbox)) and kept by the database for its retention. C(Remove-Mailbox) is never sent, and a mailbox
    under litigation hold is not ended.
  - Makes the temporary passwords itself and puts them into one file per e-mail supervisor, encrypted to the
    supervisor's certificate, before the first account is written. They are never returned, logged or kept elsewhere.
  - Keeps a ledger. After a crash or a C(kill -9) the next run settles what was left open; nothing is done twice.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3 >= 2.9
  - pypsrp >= 0.9.1
  - cryptography >= 45 (when a new account needs a temporary password)
extends_documentation_fragment:
  - rasmi.mail.limits
  - rasmi.mail.profile
  - rasmi.mail.exchange
  - rasmi.mail.accounts
  - rasmi.mail.applying
options:
  profile:
    description: Id of the profile, or the path of its file. Needed with O(accounts).
  exchange:
    required: true
attributes:
  check_mode:
    support: full
    description: Everything but the writing; RV(ignore:changed) and RV(counts) are what the run would then do.
  diff_mode:
    support: full
    description: The first 20 changes.
notes:
  - Runs in the controller's own process when the connection is local.
  - What somebody changes by hand in the moment between the reading and the writing of one account is overwritten;
    Exchange has no conditional write.
  - What Active Directory has no attribute for (grade, tier, supervisor, owner, basis) is kept in C(adminDescription) as
    JSON, the account's id in C(labeledURI). Older text is kept in it. No user may write these two, and they outlive the
    mailbox.
  - The entitlements C(archive) and C(skype) are given by cmdlet, C(ad_logon) and C(bmt) by membership of the security
    groups C(rasmi-ad_logon) and C(rasmi-bmt) in the home.
seealso:
  - module: rasmi.mail.account_plan
  - module: rasmi.mail.ad_home
  - module: rasmi.mail.exchange_accounts_info
"""

EXAMPLES = r"""
- name: Apply the plan that was reviewed
  rasmi.mail.exchange_accounts:
    plan: "{{ rasmi_mail_state_dir }}/plan.json"
    expect_plan: 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
    exchange:
      url: http://ex01.anm.gov.my/PowerShell/
      user: svc-rasmi@ANM.GOV.MY
      password_file: "{{ rasmi_mail_state_dir }}/secrets/exchange"
      workers: 12
      directory:
        url: ldaps://dc01.anm.gov.my
        user: svc-rasmi@anm.gov.my
        home: OU=Pegawai,DC=anm,DC=gov,DC=my
        ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    supervisors: "{{ rasmi_mail_supervisors }}"

- name: One account without a form
  rasmi.mail.exchange_accounts:
    accounts:
      - account_id: HR-2026-17
        address: aminah.salleh@anm.gov.my
        name: Aminah binti Salleh
        basis: BPTM.600-1/2/1(17)
        tier: g53
        quota: 2147483648
        supervisor: bptm
    profile: janm
    exchange: "{{ rasmi_mail_exchange }}"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    supervisors: "{{ rasmi_mail_supervisors }}"
"""

RETURN = r"""
counts:
  description: Number of changes by verb that were, or in check mode would be, carried out.
  returned: always
  type: dict
  sample: {create: 3, join: 2}
outcomes:
  description: Number of changes by outcome (C(done), C(failed), C(skipped)). Empty in check mode.
  returned: always
  type: dict
already:
  description: Number of planned changes that the server had already.
  returned: always
  type: int
settled:
  description: Number of changes of an interrupted run whose outcome was found on the server and recorded.
  returned: always
  type: int
checksum:
  description: Checksum of the plan.
  returned: always
  type: str
run:
  description: Id of the run in the ledger; empty when nothing was to be done.
  returned: always
  type: str
handover:
  description: The credential files that were written.
  returned: always
  type: list
  elements: dict
  contains:
    id:
      description: Id of the file, as in the account's C(adminDescription).
      type: str
    supervisor:
      description: Id of the supervisor whose certificate opens it.
      type: str
    accounts:
      description: Number of accounts in it.
      type: int
    path:
      description: Path of the file.
      type: str
failures:
  description: The first 20 changes that failed, with the server's answer.
  returned: always
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applying import apply_accounts
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import APPLY_RULES, APPLY_SPEC, EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    **APPLY_SPEC,
}
RULES: dict[str, Any] = APPLY_RULES


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Apply; check mode stops before the first write."""
    return apply_accounts("exchange", params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
