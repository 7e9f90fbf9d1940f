# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Where a module that applies a plan of accounts gets it from."""

    DOCUMENTATION = r"""
options:
  plan:
    description: Plan file that M(rasmi.mail.account_plan) wrote.
    type: path
  accounts:
    description:
      - Accounts as they should be, for agencies that have no forms. They are planned by the same rules as applications.
      - A field that is not given is not managed. An account that is not in the list is not changed.
      - For more than some hundred accounts use forms and O(plan); a list in a task is slow.
    type: list
    elements: dict
    suboptions:
      account_id:
        description: Key of the account; it never changes.
        type: str
        required: true
      address:
        description: Primary address.
        type: str
        required: true
      name:
        description: Name of the person or department.
        type: str
        required: true
      basis:
        description: Document or decision that allows the change (R030).
        type: str
        required: true
      kind:
        description: Kind of account.
        type: str
        choices: [individual, department, probe]
      state:
        description: State of the account. A removal is planned only for an account that we have suspended.
        type: str
        choices: [active, suspended, removed]
      tier:
        description: Id of the quota tier.
        type: str
      quota:
        description: Quota in bytes; V(0) is unlimited.
        type: int
      unit:
        description: Id of the department or division.
        type: str
      post:
        description: Post of the person.
        type: str
      grade:
        description: Service scheme and grade, for example V(SSM N29).
        type: str
      office_phone:
        description: Office telephone number.
        type: str
      staff_key:
        description: Keyed hash of the identity-card number; never the number.
        type: str
      supervisor:
        description: Id of the e-mail supervisor who hands over the temporary password.
        type: str
      owner:
        description: Address of the officer responsible for a department mailbox.
        type: str
      delegates:
        description: Addresses of the people who may work in a department mailbox.
        type: list
        elements: str
      opens:
        description: Department mailboxes that this person may open with the own password.
        type: list
        elements: str
      aliases:
        description: Secondary addresses.
        type: list
        elements: str
      groups:
        description: Addresses of the groups that the account is a member of.
        type: list
        elements: str
      adopt:
        description: Take over an unmanaged account that has the address already.
        type: bool
  as_of:
    description: The day (YYYY-MM-DD) that decides deadlines, for O(accounts). The default is today in Malaysia.
    type: str
"""
