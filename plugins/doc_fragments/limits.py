# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The brakes of a plan, when it is made and when it is applied."""

    DOCUMENTATION = r"""
options:
  limits:
    description: Brakes. A plan that passes one is refused with a message that says how to raise it.
    type: dict
    suboptions:
      max_destructive:
        description: Most accounts to suspend or remove in one run. V(20) when not given.
        type: int
      max_destructive_share:
        description:
          - Most of the managed accounts to suspend or remove in one run, from 0 to 1. V(0.05) when not given.
        type: float
      share_from:
        description: Number of managed accounts from which the share counts. V(20) when not given.
        type: int
      min_directory_share:
        description:
          - Part of the last known number of managed accounts that the server must still have, from 0 to 1.
            V(0.9) when not given.
        type: float
      max_errors:
        description: Most failed changes before the rest is skipped. V(10) when not given.
        type: int
"""
