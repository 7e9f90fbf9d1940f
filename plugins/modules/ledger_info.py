#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ledger_info
short_description: Verify the ledger, and tell the history of an account
version_added: 0.1.0
description:
  - Walks the whole ledger and names every line that was changed, taken away or exchanged since it was written.
  - Lists the runs (who applied which plan, made from which standard, for which day) and, for one account or one
    application, every change with its basis, its clauses and its outcome (R030, R196, R197).
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
options:
  path:
    description: The ledger that O(rasmi.mail.reference_accounts#module:ledger) names. Its head file lies beside it.
    type: path
    required: true
  account:
    description: Address whose changes are wanted. An account that was renamed is found by each of its addresses.
    type: str
  basis:
    description: Application or rule whose changes are wanted.
    type: str
  show:
    description: Number of the latest runs to return.
    type: int
    default: 20
  must_be_intact:
    description: Fail when the ledger was tampered with. Otherwise RV(intact) says so.
    type: bool
    default: true
attributes:
  check_mode:
    support: full
    description: Nothing is changed either way.
  diff_mode:
    support: N/A
    description: Nothing is changed.
notes:
  - Who can rewrite the ledger and its head file together leaves no trace in them. Keep a backup, or the head's hash,
    where the operator cannot write.
seealso:
  - module: rasmi.mail.mail_report
"""

EXAMPLES = r"""
- name: Verify the ledger
  rasmi.mail.ledger_info:
    path: "{{ rasmi_mail_state_dir }}/ledger.jsonl"

- name: Tell what was done to an account, why, and by whom
  rasmi.mail.ledger_info:
    path: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    account: nuraisyah.zaki@kelantan.gov.my
  register: told
"""

RETURN = r"""
intact:
  description: Whether every line is the one that was written.
  returned: always
  type: bool
problems:
  description: Every fault of the chain, with its line.
  returned: always
  type: list
  elements: str
records:
  description: Number of lines.
  returned: always
  type: int
open_intents:
  description: Changes that were announced and have no outcome, because a run was cut off or is still working.
  returned: always
  type: int
runs:
  description: The latest runs, oldest first. Empty when the ledger is not intact.
  returned: always
  type: list
  elements: dict
  contains:
    run:
      description: Id of the run; names its credential files.
      type: str
    at:
      description: When it began (UTC, ISO 8601).
      type: str
    operator:
      description: Who applied the plan.
      type: str
    platform:
      description: Kind of the server.
      type: str
    profile:
      description: The written standard.
      type: str
    standard:
      description: Fingerprint of the merged standard.
      type: str
    as_of:
      description: Day for which the plan was made.
      type: str
    plan:
      description: Checksum of the plan.
      type: str
    calendar:
      description: Library and states by which due dates were counted, "" when none was.
      type: str
    counts:
      description: Number of lines of the plan by verb.
      type: dict
    finished:
      description: Whether the run came to its end.
      type: bool
    outcomes:
      description: Number of changes by outcome.
      type: dict
history:
  description:
    - The changes that were asked for, oldest first. Where several applications decided the fields of one, C(bases)
      names those of another than C(basis) by field.
  returned: when O(account) or O(basis) is given
  type: list
  elements: dict
  sample:
    - {at: "2026-11-21T02:10:11+00:00", operator: pentadbir, verb: create, account: nuraisyah.zaki@kelantan.gov.my,
       basis: KEL-2026-0101, bases: {}, clauses: [KEL-4.3-c], result: done}
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.history import ledger_info
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module

ARGUMENT_SPEC: dict[str, Any] = {
    "path": {"type": "path", "required": True},
    "account": {"type": "str"},
    "basis": {"type": "str"},
    "show": {"type": "int", "default": 20},
    "must_be_intact": {"type": "bool", "default": True},
}


def run(params: dict[str, Any], _check_mode: bool) -> dict[str, Any]:
    """Read; nothing is changed."""
    return ledger_info(params)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
