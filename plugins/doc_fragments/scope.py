# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The accounts that a module looks at."""

    DOCUMENTATION = r"""
options:
  scope:
    description: The part of the world that this run may touch. Everything when not given.
    type: dict
    suboptions:
      domains:
        description: Only accounts with an address in these domains.
        type: list
        elements: str
        default: []
      units:
        description: Only accounts of these units.
        type: list
        elements: str
        default: []
"""
