# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What every module that applies a plan of accounts takes, whatever the platform."""

    DOCUMENTATION = r"""
options:
  expect_plan:
    description: Checksum of the plan that was reviewed. Any other plan is refused.
    type: str
  ledger:
    description: Ledger of the runs (JSON lines). Made when it is missing.
    type: path
    required: true
  operator:
    description:
      - Who applies the plan, for the ledger (R030). The login name of this process when it is not given; write it where
        runs are started by a service, such as CI.
    type: str
  handover:
    description: Directory for the credential files. The default is C(handover) beside O(ledger).
    type: path
  supervisors:
    description: File of the e-mail supervisors with their certificates. Needed when an account is created.
    type: path
  password_length:
    description: Least length of a temporary password. Never less than 14 are made.
    type: int
    default: 12
"""
